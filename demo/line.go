package demo

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const (
	writeTimeout  = 5 * time.Second
	silenceIsDead = 45 * time.Second
)

// Close codes of the protocol that call for something special.
const (
	closeGoneAway    = 1001
	closeNotRead     = 1008
	closeTryLater    = 1013
	closeNotHere     = 4003
	closeNumbersAnew = 4009
	closeTooOld      = 4010
)

// line is one connection of a page. Its reader is its only goroutine; close waits for it.
type line struct {
	conn   *websocket.Conn
	frames chan []byte   // closed when the line is dead; lost says why then
	done   chan struct{} // closed by close
	lost   error
}

func (o *Options) connect(ctx context.Context, who persona) (*line, error) {
	dialer := websocket.Dialer{NetDialContext: o.dial, HandshakeTimeout: 10 * time.Second, ReadBufferSize: 1 << 10, WriteBufferSize: 1 << 10}
	conn, answer, err := dialer.DialContext(ctx, "ws"+strings.TrimPrefix(o.URL, "http")+"/v1/visit", http.Header{
		"Origin":          {o.Origin},
		"User-Agent":      {who.browser.userAgent},
		"Accept-Language": {who.acceptLanguage},
		"X-Forwarded-For": {who.address},
	})
	if err != nil {
		if answer != nil {
			return nil, errors.Join(err, closeFromStatus(answer))
		}
		return nil, err
	}
	conn.SetReadLimit(1 << 20)
	l := &line{conn: conn, frames: make(chan []byte, 64), done: make(chan struct{})}
	go l.read()
	return l, nil
}

// closeFromStatus reads a refused handshake as what the server would have said on the socket.
func closeFromStatus(answer *http.Response) error {
	if wait := answer.Header.Get("Retry-After"); wait != "" {
		return &websocket.CloseError{Code: closeTryLater, Text: "retry " + wait}
	}
	return nil
}

func (l *line) read() {
	defer close(l.frames)
	for {
		_, data, err := l.conn.ReadMessage()
		if err != nil {
			l.lost = err
			return
		}
		select {
		case l.frames <- data:
		case <-l.done:
			return
		}
	}
}

// send writes a frame. A line that can't carry it is found dead by its reader.
func (l *line) send(frame any) {
	data, err := json.Marshal(frame)
	if err != nil {
		return
	}
	_ = l.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	if l.conn.WriteMessage(websocket.TextMessage, data) != nil {
		_ = l.conn.Close()
	}
}

// close hangs up as a page does that is left.
func (l *line) close() {
	_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(closeGoneAway, ""), time.Now().Add(time.Second))
	_ = l.conn.Close()
	close(l.done)
	for range l.frames { // until the reader has ended
	}
}

// closeReason returns the close code of a lost line, 0 without one, and the seconds the server asks to wait.
func closeReason(err error) (code int, wait time.Duration) {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return 0, 0
	}
	for word := range strings.FieldsSeq(closed.Text) {
		if seconds, err := strconv.Atoi(word); err == nil && seconds >= 0 {
			return closed.Code, time.Duration(min(seconds, 600)) * time.Second
		}
	}
	return closed.Code, 0
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)
