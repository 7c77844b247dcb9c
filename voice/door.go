package voice

import (
	"crypto/tls"
	"net"
	"net/netip"
	"sync"
	"time"
)

// door bounds the streams of a listener: in all, of one address, and how long one may say nothing.
type door struct {
	net.Listener

	mu   sync.Mutex
	all  int
	from map[netip.Addr]int
}

func newDoor(l net.Listener) *door { return &door{Listener: l, from: map[netip.Addr]int{}} }

// Accept waits for a stream that there is room for; others are closed.
func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := c.RemoteAddr().(*net.TCPAddr).AddrPort().Addr().Unmap()
		if d.enter(from) {
			return &stream{Conn: c, leave: sync.OnceFunc(func() { d.leave(from) })}, nil
		}
		_ = c.Close()
	}
}

func (d *door) enter(from netip.Addr) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all >= streams || d.from[from] >= streamsPerAddress {
		return false
	}
	d.all++
	d.from[from]++
	return true
}

func (d *door) leave(from netip.Addr) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all--
	if d.from[from]--; d.from[from] == 0 {
		delete(d.from, from)
	}
}

// stream is a connection that ends when it is silent.
type stream struct {
	net.Conn
	leave func()
}

func (s *stream) Read(p []byte) (int, error) {
	if err := s.SetReadDeadline(time.Now().Add(streamSilent)); err != nil {
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
