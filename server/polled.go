package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"beckon/wire"
)

// What waits on a polled line, beside what waits in its socket.
const (
	maxUntaken        = 32        // frames from the page that its reader has not taken
	maxUntakenBytes   = 80 << 10  // bytes of them; one frame always comes in
	maxUnacknowledged = 256 << 10 // bytes to the page; one frame always goes, however long
)

var (
	errGone     = errors.New("the page is gone")
	errSlow     = errors.New("the page takes nothing")
	errTooOften = errors.New("too many requests of one line")
)

// polled is a carrier over HTTP requests. Frames both ways are numbered from 1: what the page sends again is taken once, what goes to
// the page is kept until the page says that it has it.
type polled struct {
	origin string // only pages of the origin that opened the line may speak on it
	pace   *rate.Limiter

	mu       sync.Mutex // guards all below
	news     chan struct{}
	in       [][]byte
	untaken  int   // bytes of in
	got      int64 // frames of the page that came in
	out      [][]byte
	waiting  int   // bytes of out
	heard    int64 // frames that the page has: out begins with the next
	poll     int64 // number of the newest poll; it is the one that is held
	silent   time.Time
	err      error // why nothing comes in any more
	over     bool  // nothing goes out any more
	code     int
	reason   string
	farewell bool // the page was told code and reason
}

func newPolled(origin string, perSecond int) *polled {
	return &polled{origin: origin, pace: rate.NewLimiter(rate.Limit(perSecond), 2*perSecond), news: make(chan struct{}), code: closeRestart, reason: anew}
}

// tell wakes everybody who waits for a change.
func (l *polled) tell() {
	close(l.news)
	l.news = make(chan struct{})
}

// wait waits for a change, no longer than until; it gives the lock back meanwhile. False when the time is over.
func (l *polled) wait(ctx context.Context, until time.Time) bool {
	news := l.news
	l.mu.Unlock()
	defer l.mu.Lock()
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-news:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

// ReadMessage implements carrier.
func (l *polled) ReadMessage() (kind int, raw []byte, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.in) == 0 {
		if l.err != nil {
			return 0, nil, l.err
		}
		if l.over {
			return 0, nil, io.EOF
		}
		if !l.wait(context.Background(), l.silent) {
			return 0, nil, os.ErrDeadlineExceeded
		}
	}
	raw = l.in[0]
	l.in[0] = nil // or the array would hold it
	l.in = l.in[1:]
	l.untaken -= len(raw)
	return websocket.TextMessage, raw, nil
}

// SetReadDeadline implements carrier; the next read obeys.
func (l *polled) SetReadDeadline(t time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.silent = t
	return nil
}

func (l *polled) write(q queued) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for until := time.Now().Add(writeWithin); !l.over && len(l.out) > 0 && l.waiting+len(q.text) > maxUnacknowledged; {
		if !l.wait(context.Background(), until) {
			return errSlow
		}
	}
	if l.over {
		return errGone
	}
	l.out = append(l.out, q.text)
	l.waiting += len(q.text)
	l.tell()
	return nil
}

func (l *polled) bye(code int, reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over, l.code, l.reason = true, code, reason
	l.tell()
}

// farewellFor is how long a line that is over waits for the page to ask why: it may be on a slow network.
const farewellFor = 3 * time.Second

func (l *polled) linger() {
	l.mu.Lock()
	wait := lingerFor
	if l.over && l.code != closeRestart { // after a restart whoever asks finds another process
		wait = farewellFor
	}
	for until := time.Now().Add(wait); !l.farewell && l.wait(context.Background(), until); {
	}
	l.mu.Unlock()
	l.Close()
}

// Close implements carrier.
func (l *polled) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	l.tell()
	return nil
}

// stop lets the reader end behind what has come in.
func (l *polled) stop(why error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = why
	}
	l.tell()
}

// take takes what a request brings: frames, the first of them numbered from, and up to where the page has ours. What there is no room
// for comes again.
func (l *polled) take(frames [][]byte, from, heard int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.heard < heard && len(l.out) > 0 {
		l.waiting -= len(l.out[0])
		l.out[0] = nil
		l.out = l.out[1:]
		l.heard++
	}
	for i, frame := range frames {
		if from+int64(i) != l.got+1 || l.full(len(frame)) || l.err != nil {
			continue
		}
		l.got++
		if len(frame) > maxVisitorIn {
			l.err = websocket.ErrReadLimit
		} else {
			l.in = append(l.in, bytes.Clone(frame))
			l.untaken += len(frame)
		}
	}
	l.tell()
}

// full reports whether there is no room for a frame of the page. One that is too long to be taken at all needs none.
func (l *polled) full(size int) bool {
	if len(l.in) == 0 || size > maxVisitorIn {
		return false
	}
	return len(l.in) == maxUntaken || l.untaken+size > maxUntakenBytes
}

// hold waits until there is something for the page, it is over, a newer poll came, or the time is over, and returns what there is.
func (l *polled) hold(ctx context.Context, until time.Time) (h wire.LineAnswer, frames [][]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.poll++
	l.tell()
	mine := l.poll
	for mine == l.poll && len(l.out) == 0 && !l.over && l.wait(ctx, until) {
	}
	h.Got, h.From = l.got, l.heard+1
	if mine != l.poll {
		return h, nil
	}
	if l.over {
		h.Close, h.Reason, l.farewell = l.code, l.reason, true
		l.tell()
	}
	return h, slices.Clone(l.out) // take changes it while this answer is being written
}

// received is how many frames of the page have come in.
func (l *polled) received() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.got
}
