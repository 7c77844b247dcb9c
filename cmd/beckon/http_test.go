package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// pipes is a listener whose connections are pipes, so that deadlines run under synctest.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
}

func newPipes() pipes { return pipes{dialled: make(chan net.Conn), closed: make(chan struct{})} }

// Accept implements net.Listener.
func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialled:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (p pipes) Close() error {
	close(p.closed)
	return nil
}

// Addr implements net.Listener.
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p pipes) dial() net.Conn {
	here, there := net.Pipe()
	p.dialled <- there
	return here
}

// overHTTP runs a test against a server as serve sets it up, with time that passes at once.
func overHTTP(t *testing.T, handler http.HandlerFunc, test func(t *testing.T, dial func() net.Conn)) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipes()
		s := httpServer(handler, nil)
		served := make(chan error, 1)
		go func() { served <- s.Serve(p) }()
		test(t, p.dial)
		must(t, "close", s.Close())
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("serve: %v", err)
		}
		time.Sleep(time.Second) // refused connections linger a moment
	})
}

// wantEnd fails the test unless the server ends a connection after some time.
func wantEnd(t *testing.T, c net.Conn, after time.Duration) {
	t.Helper()
	began := time.Now()
	c.SetReadDeadline(began.Add(time.Hour))
	_, err := io.Copy(io.Discard, c)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("it stays for ever")
	}
	if took := time.Since(began); took < after || took > after+time.Second {
		t.Errorf("it ends after %s, want %s", took, after)
	}
}

func TestHalfARequestIsNotWaitedFor_T28(t *testing.T) {
	answered := func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) }
	for name, c := range map[string]struct {
		sent  string
		after time.Duration
	}{
		"nothing":     {"", 5 * time.Second},
		"half a head": {"GET / HTTP/1.1\r\nHost: x\r\nX: ", 5 * time.Second},
		"half a body": {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf", 15 * time.Second},
		"one request": {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			overHTTP(t, answered, func(t *testing.T, dial func() net.Conn) {
				c1 := dial()
				defer c1.Close()
				go io.WriteString(c1, c.sent)
				wantEnd(t, c1, c.after)
			})
		})
	}
}

func TestLongHeadersAreRefused_Limits(t *testing.T) {
	overHTTP(t, func(http.ResponseWriter, *http.Request) {}, func(t *testing.T, dial func() net.Conn) {
		for size, want := range map[int]int{15 << 10: http.StatusOK, 21 << 10: http.StatusRequestHeaderFieldsTooLarge} { // Go adds 4 KiB
			c := dial()
			go io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("x", size)+"\r\n\r\n")
			answer, err := http.ReadResponse(bufio.NewReader(c), nil)
			must(t, "answer", err)
			if answer.StatusCode != want {
				t.Errorf("headers of %d bytes: got %s, want %d", size, answer.Status, want)
			}
			c.Close()
		}
	})
}

func TestClientThatReadsNothingHoldsNoHandler_T28(t *testing.T) {
	var took chan time.Duration
	overHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		began := time.Now()
		var err error
		for err == nil && time.Since(began) < time.Hour {
			_, err = w.Write(make([]byte, 64<<10))
		}
		took <- time.Since(began)
	}, func(t *testing.T, dial func() net.Conn) {
		took = make(chan time.Duration, 1) // here, for synctest to know it
		c := dial()
		defer c.Close()
		io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		select {
		case d := <-took:
			if d != time.Minute {
				t.Errorf("its handler ends after %s, want a minute", d)
			}
		case <-time.After(time.Hour):
			t.Error("its handler is held for ever")
		}
	})
}

func TestSocketOutlivesTheDeadlinesOfHTTP_T28(t *testing.T) {
	overHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			t.Errorf("upgrade: %v", err)
			return
		}
		defer conn.Close()
		for {
			kind, raw, err := conn.ReadMessage()
			if err != nil || conn.WriteMessage(kind, raw) != nil {
				return
			}
		}
	}, func(t *testing.T, dial func() net.Conn) {
		conn, _, err := (&websocket.Dialer{NetDial: func(string, string) (net.Conn, error) { return dial(), nil }}).Dial("ws://x/", nil)
		must(t, "open a socket", err)
		defer conn.Close()
		for range 3 {
			time.Sleep(10 * time.Minute)
			must(t, "send", conn.WriteMessage(websocket.TextMessage, []byte("hello")))
			if _, raw, err := conn.ReadMessage(); err != nil || string(raw) != "hello" {
				t.Fatalf("got %q, %v", raw, err)
			}
		}
	})
}
