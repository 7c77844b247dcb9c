package server

import (
	"encoding/json"
	"log/slog"
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
	closeOver     = 4011
	writeWithin   = 10 * time.Second
	deadAfter     = 45 * time.Second // unless Options say otherwise
	helloWithin   = 5 * time.Second
	lingerFor     = time.Second
	maxQueue      = 256     // frames that wait for one socket
	maxWaiting    = 1 << 20 // bytes of them
	maxVisitorIn  = 40 << 10
	maxConsoleIn  = 64 << 10
)

var closeCodes = map[desk.Kind]int{
	desk.Invalid:         closeBadFrame,
	desk.TooLarge:        closeBadFrame,
	desk.NotFound:        closeBadFrame,
	desk.Refused:         closeNotHere,
	desk.Ended:           closeOver,
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
	conn carrier
	soon bool // comes back first after a restart: a call window

	mu      sync.Mutex // guards all below
	queue   []queued
	waiting int  // bytes in the queue that count
	held    bool // nothing is sent before first
	writing bool
	closing bool
	broken  bool // closing because nothing goes out any more; what the other side has said still counts
	code    int
	reason  string
}

// send queues a frame; a socket too slow to take it is closed, and its other side asks anew. One frame is always taken, however long.
func (s *socket) send(frame any) {
	if shared, is := frame.(queued); is {
		s.enqueue(shared)
		return
	}
	if text, ok := s.encode(frame); ok {
		s.enqueue(queued{text: text, counts: len(text)})
	}
}

func (s *socket) enqueue(q queued) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return
	}
	if len(s.queue) >= maxQueue || len(s.queue) > 0 && s.waiting+q.counts > maxWaiting {
		s.dropLocked()
		s.closeLocked(closeTooSlow, "")
		return
	}
	s.queue = append(s.queue, q)
	s.waiting += q.counts
	s.startLocked()
}

// first sends a frame before all that was queued so far, and lets the others follow. It may be as long as it is: a picture is.
func (s *socket) first(frame any) {
	text, ok := s.encode(frame)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return
	}
	s.queue = append([]queued{{text: text}}, s.queue...)
	s.held = false
	s.startLocked()
}

func (s *socket) encode(frame any) ([]byte, bool) {
	text, err := json.Marshal(frame)
	if err != nil { // no frame of ours is such
		slog.Error("a frame can't be encoded", "error", err)
		s.close(closeFault, "")
	}
	return text, err == nil
}

// drop forgets what is queued.
func (s *socket) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropLocked()
}

func (s *socket) dropLocked() { s.queue, s.waiting = nil, 0 }

// close ends the connection behind what is queued.
func (s *socket) close(code int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = false
	s.closeLocked(code, reason)
}

// over reports whether we are ending the connection: what still comes in does not count any more.
func (s *socket) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing && !s.broken
}

// finish ends the connection when its reader has ended.
func (s *socket) finish() { s.conn.linger() }

func (s *socket) closeLocked(code int, reason string) {
	s.broken = false
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
				s.conn.bye(code, reason)
			}
			return
		}
		q := s.queue[0]
		s.queue[0] = queued{}
		s.queue = s.queue[1:]
		s.waiting -= q.counts
		s.mu.Unlock()
		if err := s.conn.write(q); err != nil {
			s.mu.Lock()
			s.dropLocked()
			s.broken, s.closing, s.writing = !s.closing, true, false
			s.mu.Unlock()
			time.AfterFunc(lingerFor, func() { s.conn.Close() }) // the reader takes what has come, and notices
			return
		}
	}
}
