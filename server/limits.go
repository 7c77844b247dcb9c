package server

import (
	"errors"
	"net/netip"
	"sync"
)

// Limits bound what comes in (reliability, section 4). Those per address act on the client's address after trusted proxies; an IPv6
// client is its /64.
type Limits struct {
	SocketsPerAddress int // 100
	Sockets           int // of visitors, in this process; 15,000
	FramesPerPage     int // a second; twice as many at once; 30
}

// DefaultLimits are the limits of reliability section 4.
func DefaultLimits() Limits {
	return Limits{SocketsPerAddress: 100, Sockets: 15_000, FramesPerPage: 30}
}

type limiter struct {
	Limits

	mu        sync.Mutex // guards all below
	sockets   int
	byAddress map[netip.Prefix]int
}

func newLimiter(l Limits) *limiter { return &limiter{Limits: l, byAddress: map[netip.Prefix]int{}} }

var errTooMany = errors.New("too many connections")

// admit counts a socket in; release counts it out.
func (l *limiter) admit(from netip.Addr) (release func(), err error) {
	bits := 32
	if from.Is6() {
		bits = 64
	}
	network, err := from.Prefix(bits)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sockets >= l.Sockets || l.byAddress[network] >= l.SocketsPerAddress {
		return nil, errTooMany
	}
	l.sockets++
	l.byAddress[network]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.sockets--
		if l.byAddress[network]--; l.byAddress[network] == 0 {
			delete(l.byAddress, network)
		}
	}, nil
}
