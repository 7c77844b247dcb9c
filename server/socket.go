package server

import (
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"beckon/desk"
)

// Close codes of docs/protocol.md.
const (
	closeBadFrame = websocket.ClosePolicyViolation   // 1008
	closeTooBig   = websocket.CloseMessageTooBig     // 1009
	closeFault    = websocket.CloseInternalServerErr // 1011
	closeRestart  = websocket.CloseServiceRestart    // 1012
	closeBusy     = websocket.CloseTryAgainLater     // 1013
	closeSignIn   = 4001
	closeNotHere  = 4003
	closeTooSlow  = 4008
	closeOld      = 4010
	writeWithin   = 10 * time.Second
	pingEvery     = 20 * time.Second
	deadAfter     = 45 * time.Second
	helloWithin   = 5 * time.Second
	lingerFor     = time.Second
	maxQueue      = 256 // frames that wait for one socket
	maxVisitorIn  = 40 << 10
	maxConsoleIn  = 64 << 10
)

var closeCodes = map[desk.Kind]int{
	desk.Invalid:         closeBadFrame,
	desk.TooLarge:        closeBadFrame,
	desk.NotFound:        closeBadFrame,
	desk.Refused:         closeNotHere,
	desk.TooMany:         closeBusy,
	desk.Unavailable:     closeBusy,
	desk.Unauthenticated: closeSignIn,
}

func closeCodeOf(k desk.Kind) int {
	if code, ok := closeCodes[k]; ok {
		return code
	}
	return closeFault
}

// socket sends frames in order without ever making its caller wait. It has a goroutine only while there is something to send.
type socket struct {
	conn *websocket.Conn

	mu      sync.Mutex // guards all below
	queue   []any      // frames, or *websocket.PreparedMessage
	held    bool       // nothing is sent before first
	writing bool
	closing bool
	code    int
	reason  string
}

// send queues a frame; a socket too slow to take it is closed, and its other side asks anew.
func (s *socket) send(frame any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return
	}
	if len(s.queue) >= maxQueue {
		s.queue = nil
		s.closeLocked(closeTooSlow, "")
		return
	}
	s.queue = append(s.queue, frame)
	s.startLocked()
}

// first sends a frame before all that was queued so far, and lets the others follow.
func (s *socket) first(frame any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append([]any{frame}, s.queue...)
	s.held = false
	s.startLocked()
}

// close ends the connection behind what is queued.
func (s *socket) close(code int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = false
	s.closeLocked(code, reason)
}

// over reports whether the connection is being ended: what still comes in does not count any more.
func (s *socket) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// finish ends the connection when its reader has ended. What still comes in is read and thrown away for a moment: the reset that it
// would cause could overtake the close frame.
func (s *socket) finish() {
	conn := s.conn.NetConn()
	conn.SetReadDeadline(time.Now().Add(lingerFor))
	io.Copy(io.Discard, conn)
	conn.Close()
}

func (s *socket) closeLocked(code int, reason string) {
	if s.closing {
		return
	}
	s.closing, s.code, s.reason = true, code, reason
	s.startLocked()
}

func (s *socket) startLocked() {
	if !s.writing && !s.held {
		s.writing = true
		go s.drain()
	}
}

// drain sends what is queued and ends.
func (s *socket) drain() {
	for {
		s.mu.Lock()
		if len(s.queue) == 0 {
			s.queue, s.writing = nil, false
			closing, code, reason := s.closing, s.code, s.reason
			s.mu.Unlock()
			if closing {
				s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(writeWithin))
				if half, ok := s.conn.NetConn().(interface{ CloseWrite() error }); ok {
					half.CloseWrite()
				}
				time.AfterFunc(lingerFor, func() { s.conn.Close() })
			}
			return
		}
		frame := s.queue[0]
		s.queue = s.queue[1:]
		s.mu.Unlock()
		if err := s.write(frame); err != nil {
			s.mu.Lock()
			s.queue, s.closing, s.writing = nil, true, false
			s.mu.Unlock()
			s.conn.Close() // the reader notices
			return
		}
	}
}

func (s *socket) write(frame any) error {
	s.conn.SetWriteDeadline(time.Now().Add(writeWithin))
	if p, ok := frame.(*websocket.PreparedMessage); ok {
		return s.conn.WritePreparedMessage(p)
	}
	b, err := json.Marshal(frame)
	if err != nil {
		return err
	}
	return s.conn.WriteMessage(websocket.TextMessage, b)
}
