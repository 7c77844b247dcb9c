package server

import (
	"errors"
	"math"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"beckon/desk"
)

// Limits bound what comes in (reliability, section 4). Those per address act on the client's address after trusted proxies; an IPv6
// client is its /64. Operators have limits of their own, so that no crowd of visitors keeps them out.
type Limits struct {
	SocketsPerAddress   int // of pages; 100
	Sockets             int // of pages, in this process; 15,000
	FramesPerVisitor    int // a second, from all his pages; twice as many at once; 30
	PageViewsPerAddress int // a second; as many at once; 200
	PageViews           int // a second, in this process; as many at once; 5,000
	Handshakes          int // a second, of pages, in this process; as many at once; 1,000
	LettersPerAddress   int // messages left and transcripts asked for within 10 minutes; 10
	ChatsPerAddress     int // asked for within 10 minutes; 10
	FilesPerAddress     int // attached within 24 hours to messages to be left; 100

	RequestsPerAddress    int // being answered; of pages, beside one poll of each that is connected, and of consoles; 250
	ConnectionsPerAddress int // that are no sockets; 1,000
	Connections           int // with sockets, in this process; 25,000

	ConsolesPerAddress  int // 100
	ConsolesPerOperator int // 20
	ConsoleHandshakes   int // a second, in this process; as many at once; 100

	ExportWithin time.Duration // the reader of an export may take for a part of it; 30 s
}

// DefaultLimits are the limits of reliability section 4.
func DefaultLimits() Limits {
	return Limits{
		SocketsPerAddress: 100, Sockets: 15_000, FramesPerVisitor: 30, PageViewsPerAddress: 200, PageViews: 5_000, Handshakes: 1_000, LettersPerAddress: 10,
		ChatsPerAddress: 10, FilesPerAddress: 100, ConsolesPerAddress: 100, ConsolesPerOperator: 20, ConsoleHandshakes: 100, RequestsPerAddress: 250, ConnectionsPerAddress: 1_000, Connections: 25_000,
		ExportWithin: 30 * time.Second,
	}
}

// countedWithin is the time in which LettersPerAddress and ChatsPerAddress are counted.
const countedWithin = 10 * time.Minute

type limiter struct {
	Limits
	pages       *gate
	consoles    *gate
	pageViews   *rate.Limiter
	byAddress   *paces[netip.Prefix]   // page views
	byVisitor   *paces[desk.VisitorID] // frames
	letters     *tallies               // messages left, transcripts asked for
	ofPages     *underWay
	ofConsoles  *underWay
	mailTests   *rate.Limiter
	chats       *tallies                // asked for
	files       *tallies                // attached to messages to be left
	mu          sync.Mutex              // guards all below
	perOperator map[desk.OperatorID]int // consoles
	exporting   map[desk.OperatorID]bool
}

func newLimiter(l Limits) *limiter {
	return &limiter{
		Limits:      l,
		pages:       newGate(l.Handshakes, l.Sockets, l.SocketsPerAddress),
		consoles:    newGate(l.ConsoleHandshakes, math.MaxInt, l.ConsolesPerAddress), // in all: ConsolesPerOperator for each operator
		pageViews:   rate.NewLimiter(rate.Limit(l.PageViews), l.PageViews),
		byAddress:   newPaces[netip.Prefix](l.PageViewsPerAddress, l.PageViewsPerAddress),
		byVisitor:   newPaces[desk.VisitorID](l.FramesPerVisitor, 2*l.FramesPerVisitor),
		letters:     newTallies(l.LettersPerAddress, countedWithin),
		ofPages:     newUnderWay(l.RequestsPerAddress + l.SocketsPerAddress),
		ofConsoles:  newUnderWay(l.RequestsPerAddress),
		mailTests:   rate.NewLimiter(rate.Every(testEvery), 3),
		chats:       newTallies(l.ChatsPerAddress, countedWithin),
		files:       newTallies(l.FilesPerAddress, 24*time.Hour),
		perOperator: map[desk.OperatorID]int{},
		exporting:   map[desk.OperatorID]bool{},
	}
}

var (
	errTooMany    = errors.New("too many connections")
	errRestarting = errors.New("restarting")
)

// network is what of an address the limits act on.
func network(from netip.Addr) netip.Prefix {
	bits := 32
	if from.Is6() {
		bits = 64
	}
	p, err := from.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // the zero address: all of those are one
	}
	return p
}

// requestsOf are the requests under way that one to a path counts with: operators have their own.
func (l *limiter) requestsOf(path string) *underWay {
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/console") {
		return l.ofConsoles
	}
	return l.ofPages
}

// pageView reports whether one more page view may come from an address now.
func (l *limiter) pageView(from netip.Addr) bool {
	return l.byAddress.of(network(from)).Allow() && l.pageViews.Allow()
}

// console counts a console of an operator in; release counts it out.
func (l *limiter) console(of desk.OperatorID) (release func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.perOperator[of] >= l.ConsolesPerOperator {
		return nil, errTooMany
	}
	l.perOperator[of]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.perOperator[of]--; l.perOperator[of] == 0 {
			delete(l.perOperator, of)
		}
	}, nil
}

// export counts an operator's export in; release counts it out. TooMany while one of his is under way.
func (l *limiter) export(of desk.OperatorID) (release func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.exporting[of] {
		return nil, desk.Errorf(desk.TooMany, "You are exporting already. Try again when that file is there")
	}
	l.exporting[of] = true
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.exporting, of)
	}, nil
}

// testEvery is how often a test message may be sent in the long run.
const testEvery = 10 * time.Second

// test reports whether one more test message may be sent now.
func (l *limiter) test() bool { return l.mailTests.Allow() }

// gate bounds the sockets of one kind.
type gate struct {
	handshakes         *rate.Limiter
	inAll, fromAddress int // at most

	mu        sync.Mutex // guards all below
	open      int
	byAddress map[netip.Prefix]int
}

func newGate(handshakes, inAll, fromAddress int) *gate {
	return &gate{handshakes: rate.NewLimiter(rate.Limit(handshakes), handshakes), inAll: inAll, fromAddress: fromAddress, byAddress: map[netip.Prefix]int{}}
}

// admit counts a socket in; release counts it out. What an address has too many of costs the others no handshake.
func (g *gate) admit(from netip.Addr) (release func(), err error) {
	at := network(from)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open >= g.inAll || g.byAddress[at] >= g.fromAddress || !g.handshakes.Allow() {
		return nil, errTooMany
	}
	g.open++
	g.byAddress[at]++
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.open--
		if g.byAddress[at]--; g.byAddress[at] == 0 {
			delete(g.byAddress, at)
		}
	}, nil
}

// sendAway answers a handshake that was not admitted, and why.
func sendAway(w http.ResponseWriter, why error, again string) {
	w.Header().Set("Retry-After", again)
	http.Error(w, why.Error(), http.StatusServiceUnavailable)
}
