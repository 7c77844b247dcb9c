package server

import (
	"container/list"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// connections are those that are open. Each address may have some that are no sockets, trusted proxies any number; all together there
// are as many as open files allow. Beyond, the one that has waited longest for a request goes, of that address or of all; when none
// waits, the new one is sent away. So whoever sends half a head, or nothing, holds a place only until somebody else needs it.
type connections struct {
	perAddress, inAll int
	trusts            func(netip.Addr) bool

	mu      sync.Mutex // guards all below, and the lists and what they hold
	open    int
	waiting *list.List // *connection, longest first
	of      map[netip.Prefix]*household
}

// household is an address's connections that are no sockets.
type household struct {
	plain   int
	waiting *list.List // *connection, longest first
}

func newConnections(l Limits, trusts func(netip.Addr) bool) *connections {
	return &connections{perAddress: l.ConnectionsPerAddress, inAll: l.Connections, trusts: trusts, waiting: list.New(), of: map[netip.Prefix]*household{}}
}

// connection is one that is counted. Closing it counts it out, also when it has become a socket.
type connection struct {
	net.Conn
	all       *connections
	from      netip.Prefix
	house     *household // nil: of a trusted proxy, or a socket
	gone      bool
	amongAll  *list.Element // nil: it has a request
	amongSome *list.Element
}

// Close implements net.Conn.
func (c *connection) Close() error {
	c.all.mu.Lock()
	c.leaveLocked()
	c.all.mu.Unlock()
	return c.Conn.Close()
}

// CloseWrite ends what is sent, and lets the other side read it.
func (c *connection) CloseWrite() error {
	if half, can := c.Conn.(interface{ CloseWrite() error }); can {
		return half.CloseWrite()
	}
	return nil
}

// ReadFrom implements io.ReaderFrom: what is served from a file goes by the kernel's own way where there is one.
func (c *connection) ReadFrom(r io.Reader) (int64, error) { return io.Copy(c.Conn, r) }

func (c *connection) leaveLocked() {
	if c.gone {
		return
	}
	c.gone = true
	c.busyLocked()
	c.plainNoMoreLocked()
	c.all.open--
}

func (c *connection) plainNoMoreLocked() {
	if c.house == nil {
		return
	}
	if c.house.plain--; c.house.plain == 0 {
		delete(c.all.of, c.from)
	}
	c.house = nil
}

func (c *connection) waitLocked() {
	if c.gone || c.amongAll != nil {
		return
	}
	c.amongAll = c.all.waiting.PushBack(c)
	if c.house != nil {
		c.amongSome = c.house.waiting.PushBack(c)
	}
}

func (c *connection) busyLocked() {
	if c.amongAll != nil {
		c.all.waiting.Remove(c.amongAll)
	}
	if c.amongSome != nil {
		c.house.waiting.Remove(c.amongSome)
	}
	c.amongAll, c.amongSome = nil, nil
}

// enter counts a connection in; nil when there is no place. The one that goes for it is out of the count, and to be closed.
func (all *connections) enter(c net.Conn) (in, goes *connection) {
	in = &connection{Conn: c, all: all}
	from := addressOf(c.RemoteAddr().String())
	bounded := !all.trusts(from)
	in.from = network(from)
	all.mu.Lock()
	defer all.mu.Unlock()
	if bounded {
		if in.house = all.of[in.from]; in.house == nil {
			in.house = &household{waiting: list.New()}
		}
	}
	first := (*list.Element)(nil)
	switch {
	case bounded && in.house.plain >= all.perAddress:
		first = in.house.waiting.Front()
	case all.open >= all.inAll:
		first = all.waiting.Front()
	default:
		all.addLocked(in)
		return in, nil
	}
	if first == nil {
		return nil, nil
	}
	goes = first.Value.(*connection)
	goes.leaveLocked()
	all.addLocked(in)
	return in, goes
}

func (all *connections) addLocked(c *connection) {
	all.open++
	if c.house != nil {
		c.house.plain++
		all.of[c.from] = c.house
	}
	c.waitLocked()
}

// Listener returns a listener that takes connections from another as far as there are places for them. Its server says by Connection
// how they go on.
func (s *Server) Listener(from net.Listener) net.Listener { return counting{from, s.open} }

// Connection takes notice of what a connection does; it is the ConnState of the server that serves Listener.
func (s *Server) Connection(c net.Conn, state http.ConnState) {
	if secure, is := c.(*tls.Conn); is {
		c = secure.NetConn()
	}
	one, ours := c.(*connection)
	if !ours {
		return
	}
	one.all.mu.Lock()
	defer one.all.mu.Unlock()
	switch state {
	case http.StateIdle:
		one.waitLocked()
	case http.StateActive:
		one.busyLocked()
	case http.StateHijacked:
		one.busyLocked()
		one.plainNoMoreLocked()
	}
}

type counting struct {
	net.Listener
	all *connections
}

const sentAway = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 21\r\n\r\ntoo many connections\n"

// Accept implements net.Listener.
func (d counting) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		in, goes := d.all.enter(c)
		if goes != nil {
			goes.Conn.Close() // whoever served it notices
		}
		if in != nil {
			return in, nil
		}
		c.SetWriteDeadline(time.Now().Add(time.Second)) // so little needs no waiting
		io.WriteString(c, sentAway)
		c.Close()
	}
}

func addressOf(remote string) netip.Addr {
	a, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.IPv4Unspecified()
	}
	return a.Addr().Unmap()
}

// underWay bounds the requests of each address that are being answered.
type underWay struct {
	most int

	mu sync.Mutex // guards by
	by map[netip.Prefix]int
}

func newUnderWay(most int) *underWay { return &underWay{most: most, by: map[netip.Prefix]int{}} }

// enter counts a request in; done counts it out. False when there are too many.
func (u *underWay) enter(from netip.Addr) (done func(), ok bool) {
	at := network(from)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.by[at] >= u.most {
		return nil, false
	}
	u.by[at]++
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		countOut(u.by, at)
	}, true
}
