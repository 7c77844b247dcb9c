package server_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// line is one side of a socket: it keeps every frame that comes until a test asks for it.
type line struct {
	t    testing.TB
	conn *websocket.Conn // nil: polled
	by   carrier

	writing sync.Mutex // one writer at a time
	ended   chan struct{}

	mu     sync.Mutex // guards all below
	frames []frame
	news   chan struct{} // closed when a frame comes
	err    error         // why the line ended
	on     func(frame)   // called with every frame
}

// carrier is what brings a line's frames: a WebSocket, or HTTP posts.
type carrier interface {
	ReadMessage() (kind int, raw []byte, err error)
	WriteMessage(kind int, raw []byte) error
	Close() error
}

type frame struct {
	kind string
	raw  []byte
	used bool
}

// dial opens a socket of the world's server. The answer to a refused handshake comes back with the line nil.
func (w *world) dial(path string, header http.Header, dialer *websocket.Dialer) (*line, *http.Response) {
	w.t.Helper()
	if w.polled && path == "/v1/visit" {
		return w.poll(header)
	}
	if dialer == nil {
		dialer = &websocket.Dialer{HandshakeTimeout: patience}
	}
	conn, answer, err := dialer.Dial("ws://"+w.address+path, header)
	if errors.Is(err, websocket.ErrBadHandshake) {
		return nil, answer
	}
	must(w.t, "open a socket", err)
	l := &line{t: w.t, conn: conn, by: conn, ended: make(chan struct{}), news: make(chan struct{})}
	w.t.Cleanup(l.hangUp)
	return l, answer
}

// listen takes frames from now on.
func (l *line) listen(on func(frame)) {
	l.on = on
	go l.read()
}

func (l *line) read() {
	defer close(l.ended)
	for {
		_, raw, err := l.by.ReadMessage()
		l.mu.Lock()
		if err != nil {
			l.err = err
			close(l.news)
			l.mu.Unlock()
			return
		}
		var head struct{ Type string }
		if err := json.Unmarshal(raw, &head); err != nil {
			l.t.Errorf("the server sent no frame: %q", raw)
		}
		f := frame{kind: head.Type, raw: raw}
		if f.kind == "ping" {
			f.used = true
			go l.send(map[string]string{"type": "pong"})
		}
		l.frames = append(l.frames, f)
		close(l.news)
		l.news = make(chan struct{})
		l.mu.Unlock()
		if l.on != nil {
			l.on(f)
		}
	}
}

// hangUp breaks the line, as a lost network does.
func (l *line) hangUp() {
	l.by.Close()
	if l.on != nil {
		<-l.ended
	}
}

// send sends a frame; a line that has ended takes it silently.
func (l *line) send(f any) {
	raw, err := json.Marshal(f)
	if err != nil {
		l.t.Errorf("send: %v", err)
		return
	}
	l.sendRaw(websocket.TextMessage, raw)
}

func (l *line) sendRaw(kind int, raw []byte) {
	l.writing.Lock()
	defer l.writing.Unlock()
	if l.conn != nil {
		l.conn.SetWriteDeadline(time.Now().Add(patience))
	}
	l.by.WriteMessage(kind, raw)
}

// closed waits for the end of the line and returns code and reason; code 0 when it broke without any.
func (l *line) closed() (int, string) {
	l.t.Helper()
	select {
	case <-l.ended:
	case <-time.After(patience):
		l.t.Fatal("the line did not end")
	}
	var e *websocket.CloseError
	if errors.As(l.err, &e) {
		return e.Code, e.Text
	}
	return 0, ""
}

// wantClosed fails the test unless the line ends with a code.
func (l *line) wantClosed(want int) {
	l.t.Helper()
	if code, reason := l.closed(); code != want {
		l.t.Errorf("the line ended with %d %q, want %d", code, reason, want)
	}
}

// take returns the first frame of a type, not taken before, for which ok holds (nil: any), if it has come.
func take[T any](l *line, kind string, ok func(T) bool) (T, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return takeLocked(l, kind, ok)
}

func takeLocked[T any](l *line, kind string, ok func(T) bool) (T, bool) {
	for i := range l.frames {
		f := &l.frames[i]
		if f.used || f.kind != kind {
			continue
		}
		var v T
		if err := json.Unmarshal(f.raw, &v); err != nil {
			l.t.Errorf("%s frame: %v", kind, err)
			continue
		}
		if ok == nil || ok(v) {
			f.used = true
			return v, true
		}
	}
	var none T
	return none, false
}

// await waits for a frame of a type for which ok holds (nil: any).
func await[T any](l *line, kind string, ok func(T) bool) T {
	l.t.Helper()
	deadline := time.After(patience)
	for {
		l.mu.Lock()
		v, found := takeLocked(l, kind, ok)
		news, err := l.news, l.err
		l.mu.Unlock()
		if found {
			return v
		}
		if err != nil {
			l.t.Fatalf("waiting for %s: the line ended: %v; came: %s", kind, err, l.came())
		}
		select {
		case <-news:
		case <-deadline:
			l.t.Fatalf("no such %s frame came; came: %s", kind, l.came())
		}
	}
}

// all returns every frame of a type that has come, taken or not.
func all[T any](l *line, kind string) []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []T
	for _, f := range l.frames {
		if f.kind != kind {
			continue
		}
		var v T
		if err := json.Unmarshal(f.raw, &v); err != nil {
			l.t.Errorf("%s frame: %v", kind, err)
		}
		out = append(out, v)
	}
	return out
}

// came tells the last frames, for messages of failed tests.
func (l *line) came() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := ""
	for _, f := range l.frames[max(0, len(l.frames)-20):] {
		text := string(f.raw)
		if len(text) > 300 {
			text = text[:300] + "…"
		}
		out += "\n  " + text
	}
	return out
}

// eventually waits until a condition holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it did not become true that %s", what)
		}
	}
}
