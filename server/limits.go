package server

import (
	"errors"
	"net/netip"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// Limits bound what comes in (reliability, section 4). Those per address act on the client's address after trusted proxies; an IPv6
// client is its /64.
type Limits struct {
	SocketsPerAddress   int // 100
	Sockets             int // of visitors, in this process; 15,000
	FramesPerPage       int // a second; twice as many at once; 30
	PageViewsPerAddress int // a second; as many at once; 200
	PageViews           int // a second, in this process; as many at once; 5,000
	Handshakes          int // a second, of visitors, in this process; as many at once; 1,000
}

// DefaultLimits are the limits of reliability section 4.
func DefaultLimits() Limits {
	return Limits{SocketsPerAddress: 100, Sockets: 15_000, FramesPerPage: 30, PageViewsPerAddress: 200, PageViews: 5_000, Handshakes: 1_000}
}

// maxPaces bounds how many addresses' paces are remembered; the longest unused is forgotten.
const maxPaces = 65_536

type limiter struct {
	Limits
	handshakes *rate.Limiter
	pageViews  *rate.Limiter

	mu        sync.Mutex // guards all below
	sockets   int
	byAddress map[netip.Prefix]int
	paces     *simplelru.LRU[netip.Prefix, *rate.Limiter]
}

func newLimiter(l Limits) (*limiter, error) {
	paces, err := simplelru.NewLRU[netip.Prefix, *rate.Limiter](maxPaces, nil)
	return &limiter{
		Limits: l, byAddress: map[netip.Prefix]int{}, paces: paces,
		handshakes: rate.NewLimiter(rate.Limit(l.Handshakes), l.Handshakes), pageViews: rate.NewLimiter(rate.Limit(l.PageViews), l.PageViews),
	}, err
}

var errTooMany = errors.New("too many connections")

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

// admit counts a socket in; release counts it out.
func (l *limiter) admit(from netip.Addr) (release func(), err error) {
	at := network(from)
	if !l.handshakes.Allow() {
		return nil, errTooMany
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sockets >= l.Sockets || l.byAddress[at] >= l.SocketsPerAddress {
		return nil, errTooMany
	}
	l.sockets++
	l.byAddress[at]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.sockets--
		if l.byAddress[at]--; l.byAddress[at] == 0 {
			delete(l.byAddress, at)
		}
	}, nil
}

// pageView reports whether one more page view may come from an address now.
func (l *limiter) pageView(from netip.Addr) bool {
	at := network(from)
	l.mu.Lock()
	pace, ok := l.paces.Get(at)
	if !ok {
		pace = rate.NewLimiter(rate.Limit(l.PageViewsPerAddress), l.PageViewsPerAddress)
		l.paces.Add(at, pace)
	}
	l.mu.Unlock()
	return pace.Allow() && l.pageViews.Allow()
}
