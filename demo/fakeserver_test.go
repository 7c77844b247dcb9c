package demo

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// fakeServer is the least a server must be for simulated visitors: it welcomes, pings, and does what a test wants beside.
// It lives with them in a bubble of fake time and is reached over pipes.
type fakeServer struct {
	t       *testing.T
	pipes   chan net.Conn
	on      func(s *socket, f frame) // called for every frame but pong, after what the server does by itself
	welcome func(s *socket) frame    // nil: a plain one with a token
	silent  bool                     // never pings

	lock    sync.Mutex
	sockets []*socket
}

type frame map[string]any

func (f frame) text(key string) string { s, _ := f[key].(string); return s }

// socket is one connection of a page, and everything that came over it.
type socket struct {
	server *fakeServer
	conn   *websocket.Conn
	header http.Header
	opened time.Time

	lock   sync.Mutex
	came   []cameFrame
	ended  time.Time
	code   int
	pinged []time.Time
}

type cameFrame struct {
	frame
	at time.Time
}

func newFakeServer(t *testing.T) *fakeServer {
	f := &fakeServer{t: t, pipes: make(chan net.Conn)}
	server := &http.Server{Handler: http.HandlerFunc(f.serve)}
	go func() { _ = server.Serve(f) }()
	t.Cleanup(func() { _ = server.Close() })
	return f
}

func (f *fakeServer) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case f.pipes <- ours:
		return theirs, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (f *fakeServer) Accept() (net.Conn, error) {
	conn, ok := <-f.pipes
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (f *fakeServer) Close() error   { close(f.pipes); return nil }
func (f *fakeServer) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// visitors are options that lead here.
func (f *fakeServer) visitors(count int, seed uint64) Options {
	return Options{URL: "http://127.0.0.1:80", Key: "KEY-1", Count: count, Seed: seed, dial: f.dial}
}

func (f *fakeServer) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.RequestURI() != "/v1/visit" {
		f.t.Errorf("a visitor asks for %s", r.URL)
	}
	upgrade := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrade.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	s := &socket{server: f, conn: conn, header: r.Header, opened: time.Now()}
	f.lock.Lock()
	f.sockets = append(f.sockets, s)
	f.lock.Unlock()
	stop := make(chan struct{})
	var pings sync.WaitGroup
	if !f.silent {
		pings.Go(func() { s.ping(stop) })
	}
	s.read()
	close(stop)
	pings.Wait()
}

func (s *socket) ping(stop <-chan struct{}) {
	every := time.NewTicker(20 * time.Second)
	defer every.Stop()
	for {
		select {
		case <-stop:
			return
		case <-every.C:
			s.lock.Lock()
			s.pinged = append(s.pinged, time.Now())
			s.lock.Unlock()
			s.send(frame{"type": "ping"})
		}
	}
}

func (s *socket) read() {
	for {
		_, data, err := s.conn.ReadMessage()
		if err != nil {
			s.lock.Lock()
			s.ended, s.code = time.Now(), 1006
			if closed, ok := err.(*websocket.CloseError); ok {
				s.code = closed.Code
			}
			s.lock.Unlock()
			return
		}
		var f frame
		if err := json.Unmarshal(data, &f); err != nil {
			s.server.t.Errorf("a visitor sends %s", data)
			continue
		}
		s.lock.Lock()
		s.came = append(s.came, cameFrame{f, time.Now()})
		s.lock.Unlock()
		if f.text("type") == "hello" {
			welcome := frame{"type": "welcome", "keep": "browser", "chat": "/chat.js", "token": "token-of-" + s.header.Get("X-Forwarded-For")}
			if s.server.welcome != nil {
				welcome = s.server.welcome(s)
			}
			if welcome != nil {
				s.send(welcome)
			}
		}
		if s.server.on != nil && f.text("type") != "pong" {
			s.server.on(s, f)
		}
	}
}

// send may be called by one goroutine at a time for each kind: the reader's, the pings'.
func (s *socket) send(f frame) {
	data, err := json.Marshal(f)
	if err != nil {
		s.server.t.Error(err)
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	_ = s.conn.SetWriteDeadline(time.Now().Add(time.Second))
	_ = s.conn.WriteMessage(websocket.TextMessage, data)
}

// hangUp closes the line with a code, or without one.
func (s *socket) hangUp(code int, reason string) {
	if code != 0 {
		_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(time.Second))
	}
	_ = s.conn.Close()
}

// all returns what has come over all sockets so far, in their order.
func (f *fakeServer) all() []*socket {
	f.lock.Lock()
	defer f.lock.Unlock()
	return append([]*socket(nil), f.sockets...)
}

// frames returns the frames of a type, all of them for "".
func (s *socket) frames(kind string) []cameFrame {
	s.lock.Lock()
	defer s.lock.Unlock()
	var found []cameFrame
	for _, f := range s.came {
		if kind == "" || f.text("type") == kind {
			found = append(found, f)
		}
	}
	return found
}
