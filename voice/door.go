package voice

import (
	"crypto/tls"
	"net"
	"net/netip"
	"sync"
	"time"
)

// door bounds the streams of a listener: in all, of one network, how long one may be there without a relay, and how long say nothing.
type door struct {
	net.Listener

	mu   sync.Mutex // guards all below
	open map[netip.AddrPort]*stream
	from map[netip.Prefix]int
}

func newDoor(l net.Listener) *door {
	return &door{Listener: l, open: map[netip.AddrPort]*stream{}, from: map[netip.Prefix]int{}}
}

// Accept waits for a stream that there is room for; others are closed.
func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if s := d.enter(c); s != nil {
			return s, nil
		}
		_ = c.Close()
	}
}

// network is what of an address the bound acts on: an IPv6 client has all addresses of its /64.
func network(from netip.Addr) netip.Prefix {
	bits := 32
	if from.Is6() {
		bits = 64
	}
	p, _ := from.Prefix(bits) // zero for the zero address: all of those are one
	return p
}

func (d *door) enter(c net.Conn) *stream {
	at := addrPort(c.RemoteAddr())
	of := network(at.Addr())
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.open) >= streams || d.from[of] >= streamsPerAddress || d.open[at] != nil {
		return nil
	}
	s := &stream{Conn: c, until: time.Now().Add(streamStrange)}
	s.leave = sync.OnceFunc(func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.open, at)
		if d.from[of]--; d.from[of] == 0 {
			delete(d.from, of)
		}
	})
	d.open[at] = s
	d.from[of]++
	return s
}

func addrPort(a net.Addr) netip.AddrPort {
	at, _ := netip.ParseAddrPort(a.String()) // zero for what is no such address
	return netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
}

// settle notes that whoever stands at the other end of a stream has a relay.
func (d *door) settle(from net.Addr) {
	d.mu.Lock()
	s := d.open[addrPort(from)]
	d.mu.Unlock()
	if s != nil {
		s.settle()
	}
}

// stream is a connection that ends when it is silent, or gets no relay in time.
type stream struct {
	net.Conn
	leave func()

	mu    sync.Mutex // guards all below
	until time.Time  // it has to have a relay; zero: it has
}

// waitLocked lets reading wait as long as it may now.
func (s *stream) waitLocked() error {
	if !s.until.IsZero() {
		return s.SetReadDeadline(s.until)
	}
	return s.SetReadDeadline(time.Now().Add(streamSilent))
}

func (s *stream) settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until = time.Time{}
	_ = s.waitLocked() // of a reading under way, too; a broken stream is noticed by it
}

func (s *stream) Read(p []byte) (int, error) {
	s.mu.Lock()
	err := s.waitLocked()
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return s.Conn.Read(p)
}

// Write gives up on a reader who takes nothing: sound that waits is worth nothing.
func (s *stream) Write(p []byte) (int, error) {
	if err := s.SetWriteDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return 0, err
	}
	return s.Conn.Write(p)
}

func (s *stream) Close() error {
	s.leave()
	return s.Conn.Close()
}

// secured is a listener of streams over TLS. The handshake belongs to the first reading, so that whoever fails it is put out like
// anybody else.
type secured struct {
	net.Listener
	config *tls.Config
}

func (s secured) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return struct{ net.Conn }{tls.Server(c, s.config)}, nil
}
