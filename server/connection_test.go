package server_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"beckon/wire"
)

// bounded lets each address have so many connections that are no sockets, and all together so many.
func bounded(perAddress, inAll int) func(*world) {
	return func(w *world) {
		w.options.Limits.ConnectionsPerAddress, w.options.Limits.Connections = perAddress, inAll
	}
}

// connection is one of a client that does as it likes.
type connection struct {
	net.Conn
	t  testing.TB
	in *bufio.Reader
}

// connect opens a connection from an address of this machine and sends the beginning of something.
func (w *world) connect(from, begin string) *connection {
	w.t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: patience}
	c, err := dialer.Dial("tcp", w.address)
	must(w.t, "connect from "+from, err)
	w.t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	io.WriteString(c, begin) // one that is sent away may be gone by now
	return &connection{Conn: c, t: w.t, in: bufio.NewReader(c)}
}

// answer reads the answer to a request, or a 100 that says that the rest of it is waited for.
func (c *connection) answer() *http.Response {
	c.t.Helper()
	r, err := http.ReadResponse(c.in, nil)
	if err != nil {
		c.t.Fatalf("no answer: %v", err)
	}
	return r
}

// refused reports whether the server ended the connection, with 503 if anything.
func (c *connection) refused() bool {
	c.t.Helper()
	r, err := http.ReadResponse(c.in, nil)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.t.Fatal("the server waits")
	}
	if err == nil && (r.StatusCode != 503 || r.Header.Get("Retry-After") == "") {
		c.t.Errorf("got %s, want 503 with Retry-After", r.Status)
	}
	return err != nil || r.StatusCode == 503
}

const (
	host     = "Host: chat.example\r\n"
	halfHead = "GET /beckon.js HTTP/1.1\r\n" + host
	whole    = halfHead + "\r\n"
)

// halfBody is a request whose body does not come; the server says that it waits for it.
func halfBody(path string, more ...string) string {
	return "POST " + path + " HTTP/1.1\r\n" + host + strings.Join(more, "") + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n"
}

// works opens a connection with a request that is under way until it is ended.
func (w *world) works(from, path string, more ...string) *connection {
	w.t.Helper()
	c := w.connect(from, halfBody(path, more...))
	if r := c.answer(); r.StatusCode != http.StatusContinue {
		w.t.Fatalf("%s: %s, want to be waited for", path, r.Status)
	}
	return c
}

func TestConnectionsThatAskNothingMakeRoom_T28(t *testing.T) {
	t.Parallel()
	w := newWorld(t, bounded(3, 1000))
	var slow []*connection
	for range 3 {
		slow = append(slow, w.connect("127.0.0.1", halfHead))
	}
	for range 2 { // the same address: its first one goes, then its second
		c := w.connect("127.0.0.1", whole)
		if r := c.answer(); r.StatusCode != 200 {
			t.Errorf("asked beside slow ones: %s", r.Status)
		}
	}
	for _, c := range slow[:2] {
		if !c.refused() {
			t.Error("the one that has waited longest is kept")
		}
	}
	io.WriteString(slow[2], "\r\n")
	if r := slow[2].answer(); r.StatusCode != 200 {
		t.Errorf("one that had its place is answered %s", r.Status)
	}
}

func TestConnectionsAtWorkAreBoundedForEachAddress_T28(t *testing.T) {
	t.Parallel()
	w := newWorld(t, bounded(3, 1000))
	var slow []*connection
	for range 3 {
		slow = append(slow, w.works("127.0.0.1", "/v1/line"))
	}
	if !w.connect("127.0.0.1", whole).refused() {
		t.Error("a fourth is let in")
	}
	if r := w.connect("127.0.0.2", whole).answer(); r.StatusCode != 200 {
		t.Errorf("another address is answered %s", r.Status)
	}
	slow[0].Close()
	eventually(t, "its place is free again", func() bool {
		c := w.connect("127.0.0.1", whole)
		defer c.Close()
		r, err := http.ReadResponse(c.in, nil)
		return err == nil && r.StatusCode == 200
	})
}

func TestSocketsAndProxiesAreNoCrowdOfConnections_T28(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.1/32"), bounded(2, 1000))
	for range 5 {
		w.works("127.0.0.1", "/v1/line")
	}
	direct := newWorld(t, bounded(1, 1000))
	for range 5 { // each is a connection before it is a socket
		l, _ := direct.dial("/v1/visit", direct.visitor().header, nil)
		if l == nil {
			t.Fatal("a page is sent away")
		}
	}
}

func TestConnectionsAreBoundedInAll_T28(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), bounded(1, 4))
	l, _ := w.dial("/v1/visit", w.visitor().header, nil)
	w.works("127.0.0.1", "/v1/line")
	w.works("127.0.0.1", "/v1/line")
	slow := w.connect("127.0.0.3", halfHead)
	last := w.works("127.0.0.2", "/v1/line")
	if !slow.refused() {
		t.Error("a fifth is let in beside four")
	}
	if !w.connect("127.0.0.2", whole).refused() {
		t.Error("it is let in though all are at work")
	}
	last.Close()
	l.hangUp()
	eventually(t, "two places are free", func() bool {
		for range 2 {
			c := w.connect("127.0.0.4", whole)
			defer c.Close()
			if r, err := http.ReadResponse(c.in, nil); err != nil || r.StatusCode != 200 {
				return false
			}
		}
		return true
	})
}

func TestRequestsUnderWayAreBoundedForEachClient_T28(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), func(w *world) {
		w.options.Limits.RequestsPerAddress, w.options.Limits.SocketsPerAddress = 2, 1
	})
	as := func(client string) string { return "X-Forwarded-For: " + client + "\r\n" }
	var slow []*connection
	for range 3 { // and one for the poll of its page
		slow = append(slow, w.works("127.0.0.1", "/v1/line", as("203.0.113.7")))
	}
	for _, c := range []struct {
		path, client string
		status       int
	}{
		{"/beckon.js", "203.0.113.7", 503},
		{"/livez", "203.0.113.7", 204},
		{"/api/v1/session", "203.0.113.7", 401}, // operators have their own
		{"/beckon.js", "203.0.113.8", 200},
	} {
		answer := w.get(c.path, http.Header{"Host": {"chat.example"}, "X-Forwarded-For": {c.client}})
		if answer.StatusCode != c.status || (c.status == 503) != (answer.Header.Get("Retry-After") != "") {
			t.Errorf("%s of %s: got %s, want %d", c.path, c.client, answer.Status, c.status)
		}
		if answer.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s of %s: %s lets browsers guess", c.path, c.client, answer.Status)
		}
	}
	slow[1].Close()
	eventually(t, "its place is free again", func() bool {
		return w.get("/beckon.js", http.Header{"Host": {"chat.example"}, "X-Forwarded-For": {"203.0.113.7"}}).StatusCode == 200
	})
	for range 2 {
		w.works("127.0.0.1", "/api/v1/session", as("203.0.113.7"), "Content-Type: application/json\r\n", "Origin: "+public+"\r\n")
	}
	if r := w.get("/console/", http.Header{"Host": {"chat.example"}, "X-Forwarded-For": {"203.0.113.7"}}); r.StatusCode != 503 {
		t.Errorf("a third of operators: %s, want 503", r.Status)
	}
}

// An office behind one address has as many pages over HTTP as it may have sockets, each with a poll that is held, and all of them speak.
func TestHeldPollsLeaveRoomForWhatIsSaid_MON3(t *testing.T) {
	t.Parallel()
	const pages = 6
	w := newWorld(t, func(w *world) {
		w.options.Limits.SocketsPerAddress, w.options.Limits.RequestsPerAddress = pages, pages
	})
	w.polled = true
	ana := w.signIn(w.ana)
	var open []*tab
	for n := range pages {
		open = append(open, w.visitor().open(fmt.Sprintf("/%d", n)))
	}
	for _, b := range open {
		b.send(wire.FetchFrame{Type: "fetch", Conversation: "nothing"})
	}
	for _, b := range open {
		b.synced()
	}
	if c := talk(ana, open[0]); c.ID == "" {
		t.Error("nobody can talk")
	}
}
