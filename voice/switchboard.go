package voice

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/turn/v5"
	"golang.org/x/time/rate"
)

// Side is one of the two of a call.
type Side string

// The sides of a call.
const (
	Visitor  Side = "visitor"
	Operator Side = "operator"
)

// Bounds of what a side may hold and send (reliability, T-16).
const (
	relaysPerSide   = 8                // UDP, TCP and TLS of a browser with two networks, and a spare
	idleRelay       = 10 * time.Second // without a packet; then it may make room for a new one
	bytesPerSecond  = 100_000 / 8
	bytesAtOnce     = 2 * bytesPerSecond
	packetsWait     = 64
	longestDatagram = 1600
)

// switchboard connects the relays of a call with each other. It stands in for the network.
type switchboard struct {
	address     netip.Addr
	first, last uint16

	mu    sync.Mutex // guards all below
	calls map[string]*call
	ports map[uint16]*relay
}

// call is a call that may be relayed now.
type call struct {
	id    string
	sides map[Side]*side
}

// side is one participant: its relays and what it may send, all relays together.
type side struct {
	call   *call
	name   Side
	relays []*relay
	pace   *rate.Limiter
}

// packet is a datagram on its way; its bytes go back to datagrams.
type packet struct {
	from  *net.UDPAddr
	bytes *[]byte
}

var datagrams = sync.Pool{New: func() any { b := make([]byte, 0, longestDatagram); return &b }}

// relay is one allocation of a side: a port of the switchboard.
type relay struct {
	board  *switchboard
	side   *side
	addr   *net.UDPAddr
	in     chan packet
	closed chan struct{}
	once   sync.Once
	used   atomic.Int64 // unix nanoseconds of the last packet
}

var (
	errNoCall   = errors.New("no such call")
	errFull     = errors.New("no relay is left")
	errNoStream = errors.New("relays carry datagrams only")
)

func newSwitchboard(address netip.Addr, first, last uint16) *switchboard {
	return &switchboard{address: address, first: first, last: last, calls: map[string]*call{}, ports: map[uint16]*relay{}}
}

// begin lets the sides of a call hold relays. It reports whether there was room, of atMost calls.
func (b *switchboard) begin(id string, atMost int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.calls[id] != nil {
		return true
	}
	if len(b.calls) >= atMost {
		return false
	}
	c := &call{id: id, sides: map[Side]*side{}}
	for _, name := range []Side{Visitor, Operator} {
		c.sides[name] = &side{call: c, name: name, pace: rate.NewLimiter(bytesPerSecond, bytesAtOnce)}
	}
	b.calls[id] = c
	return true
}

// end closes all relays of a call; nothing is relayed for it any more.
func (b *switchboard) end(id string) {
	b.mu.Lock()
	c := b.calls[id]
	delete(b.calls, id)
	b.mu.Unlock()
	if c == nil {
		return
	}
	for _, s := range c.sides {
		for _, r := range b.relaysOf(s) {
			_ = r.Close()
		}
	}
}

func (b *switchboard) relaysOf(s *side) []*relay {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]*relay(nil), s.relays...)
}

func (b *switchboard) goesOn(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.calls[id] != nil
}

func (b *switchboard) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.calls)
}

// room reports whether a side may have one more relay. The one that has been idle longest makes way for it.
func (b *switchboard) room(id string, name Side) bool {
	b.mu.Lock()
	c := b.calls[id]
	if c == nil || len(b.ports) > int(b.last-b.first) {
		b.mu.Unlock()
		return false
	}
	s := c.sides[name]
	if len(s.relays) < relaysPerSide {
		b.mu.Unlock()
		return true
	}
	idlest := s.relays[0]
	for _, r := range s.relays {
		if r.used.Load() < idlest.used.Load() {
			idlest = r
		}
	}
	b.mu.Unlock()
	if time.Since(time.Unix(0, idlest.used.Load())) < idleRelay {
		return false
	}
	_ = idlest.Close()
	return true
}

// Validate implements turn.RelayAddressGenerator.
func (b *switchboard) Validate() error { return nil }

// AllocatePacketConn implements turn.RelayAddressGenerator: a relay for whom the credential names.
func (b *switchboard) AllocatePacketConn(c turn.AllocateListenerConfig) (net.PacketConn, net.Addr, error) {
	id, name, ok := parseUser(c.UserID)
	if !ok || c.Network != "udp4" {
		return nil, nil, errNoCall
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	call := b.calls[id]
	if call == nil {
		return nil, nil, errNoCall
	}
	s := call.sides[name]
	port, ok := b.freePort()
	if !ok || len(s.relays) >= relaysPerSide {
		return nil, nil, errFull
	}
	r := &relay{
		board: b, side: s, addr: net.UDPAddrFromAddrPort(netip.AddrPortFrom(b.address, port)),
		in: make(chan packet, packetsWait), closed: make(chan struct{}),
	}
	r.used.Store(time.Now().UnixNano())
	b.ports[port] = r
	s.relays = append(s.relays, r)
	return r, r.addr, nil
}

// freePort finds a port by chance, that nobody may guess the next one.
func (b *switchboard) freePort() (uint16, bool) {
	span := int(b.last-b.first) + 1
	if len(b.ports) >= span {
		return 0, false
	}
	for at := rand.IntN(span); ; at = (at + 1) % span {
		if port := b.first + uint16(at); b.ports[port] == nil { //nolint:gosec // at is below the span of the ports
			return port, true
		}
	}
}

// AllocateListener implements turn.RelayAddressGenerator; relaying of TCP (RFC 6062) is off.
func (b *switchboard) AllocateListener(turn.AllocateListenerConfig) (net.Listener, net.Addr, error) {
	return nil, nil, errNoStream
}

// AllocateConn implements turn.RelayAddressGenerator; relaying of TCP (RFC 6062) is off.
func (b *switchboard) AllocateConn(turn.AllocateConnConfig) (net.Conn, error) {
	return nil, errNoStream
}

// mayReach is the first of two gates: a permission is given for the relays' own address only, in whatever way it is written.
// The second is WriteTo, which finds relays of the same call or nothing.
func (b *switchboard) mayReach(_ net.Addr, peer net.IP) bool {
	a, ok := netip.AddrFromSlice(peer)
	return ok && a.Unmap() == b.address
}

// peer finds the relay under an address, when it is the other side's of the same call.
func (b *switchboard) peer(from *relay, to net.Addr) *relay {
	u, ok := to.(*net.UDPAddr)
	if !ok || u.AddrPort().Addr().Unmap() != b.address || u.Port < int(b.first) || u.Port > int(b.last) {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.ports[uint16(u.Port)] //nolint:gosec // within the range of ports
	if r == nil || r.side.call != from.side.call || r.side == from.side {
		return nil
	}
	return r
}

// WriteTo gives a datagram to the other side of the call. What is beyond the pace, or for anybody else, goes nowhere.
func (r *relay) WriteTo(p []byte, to net.Addr) (int, error) {
	select {
	case <-r.closed:
		return 0, net.ErrClosed
	default:
	}
	r.used.Store(time.Now().UnixNano())
	peer := r.board.peer(r, to)
	if peer == nil || len(p) > longestDatagram || !r.side.pace.AllowN(time.Now(), len(p)) {
		return len(p), nil
	}
	bytes := datagrams.Get().(*[]byte)
	*bytes = append((*bytes)[:0], p...)
	select {
	case peer.in <- packet{r.addr, bytes}:
		peer.used.Store(time.Now().UnixNano())
	default: // its reader is behind: a late sound is worth nothing
		datagrams.Put(bytes)
	}
	return len(p), nil
}

// ReadFrom waits for a datagram of the other side.
func (r *relay) ReadFrom(p []byte) (int, net.Addr, error) {
	select {
	case <-r.closed:
		return 0, nil, net.ErrClosed
	case in := <-r.in:
		n := copy(p, *in.bytes)
		datagrams.Put(in.bytes)
		return n, in.from, nil
	}
}

// Close gives the port back.
func (r *relay) Close() error {
	r.once.Do(func() {
		close(r.closed)
		b := r.board
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.ports, uint16(r.addr.Port)) //nolint:gosec // it came from the range of ports
		kept := r.side.relays[:0]
		for _, other := range r.side.relays {
			if other != r {
				kept = append(kept, other)
			}
		}
		r.side.relays = kept
	})
	return nil
}

// LocalAddr is the relayed address.
func (r *relay) LocalAddr() net.Addr { return r.addr }

// SetDeadline implements net.PacketConn; relays have none.
func (r *relay) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetReadDeadline implements net.PacketConn; relays have none.
func (r *relay) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetWriteDeadline implements net.PacketConn; relays have none.
func (r *relay) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }
