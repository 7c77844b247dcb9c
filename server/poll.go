package server

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"beckon/wire"
)

const (
	maxPost  = 128 << 10 // bytes of one request of a line
	maxEnded = 8_192     // lines that are remembered after their end, lest a request that comes late begins one again
	maxEarly = 16        // lines of an address whose end came before their first request; the earliest is forgotten
	maxFrom  = 1_024     // addresses of which those are remembered
	anew     = "retry 2" // to a page whose line is not known, with 1012
)

// lines are the polled lines by the ids that pages gave them. Its lock is held for memory work only.
type lines struct {
	mu    sync.Mutex // guards all below
	open  map[string]*polled
	ended *simplelru.LRU[string, struct{}] // that were open
	early *simplelru.LRU[netip.Prefix, []string]
}

func newLines() *lines {
	return &lines{open: map[string]*polled{}, ended: newLRU[string, struct{}](maxEnded), early: newLRU[netip.Prefix, []string](maxFrom)}
}

// endEarlyLocked remembers a line that is not known: its first request may come later. Of each address only a few are, so that whoever
// makes up ends makes nobody else's forgotten.
func (l *lines) endEarlyLocked(from netip.Addr, id string) {
	old, _ := l.early.Get(network(from))
	if l.overLocked(from, id) {
		return
	}
	if len(old) == maxEarly {
		old = old[1:]
	}
	l.early.Add(network(from), append(slices.Clone(old), id))
}

// overLocked reports whether a line never begins again.
func (l *lines) overLocked(from netip.Addr, id string) bool {
	early, _ := l.early.Get(network(from))
	return l.ended.Contains(id) || slices.Contains(early, id)
}

func (l *lines) end(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, id)
	l.ended.Add(id, struct{}{})
}

// holdFor is how long a poll waits for news on a line that is dead after some silence. A ping ends the wait sooner.
func holdFor(dead time.Duration) time.Duration { return dead * 5 / 9 }

// line carries frames over HTTP for pages that can't have a WebSocket. Its requests need no preflight, and no credentials count.
func (s *Server) line(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "no-store")
	until := time.Now().Add(holdFor(s.options.DeadAfter))
	post, frames, err := readPost(w, r)
	if err != nil {
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			http.Error(w, "too long", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(w, "not a post of a line", http.StatusBadRequest)
		return
	}
	l, err := s.lineOf(r, post, len(frames) > 0)
	if err != nil {
		sendAway(w, err, "5")
		return
	}
	if l == nil {
		answerLine(w, wire.LineAnswer{Close: closeRestart, Reason: anew}, nil)
		return
	}
	if !l.pace.Allow() {
		l.stop(errTooOften)
	}
	l.take(frames, post.From, post.Heard)
	if post.End {
		l.stop(errGone)
	}
	if !post.Poll {
		answerLine(w, wire.LineAnswer{Got: l.received()}, nil)
		return
	}
	// The deadline for the whole request, which may be sooner, would end the wait.
	if err := http.NewResponseController(w).SetReadDeadline(until.Add(writeWithin)); err != nil {
		slog.Error("a poll can't be held", "error", err)
	}
	answer, news := l.hold(r.Context(), until)
	answerLine(w, answer, news)
}

// lineOf returns the line of a request, which opens it when it is the first; nil when there is none, and its page begins anew. The error
// says why no more lines are opened now.
func (s *Server) lineOf(r *http.Request, post wire.LinePost, frames bool) (*polled, error) {
	s.lines.mu.Lock()
	defer s.lines.mu.Unlock()
	if l := s.lines.open[post.Line]; l != nil {
		if l.origin != r.Header.Get("Origin") {
			return nil, nil
		}
		return l, nil
	}
	from := s.clientAddress(r)
	if post.End {
		s.lines.endEarlyLocked(from, post.Line)
	}
	if post.From != 1 || post.Heard != 0 || !frames || s.lines.overLocked(from, post.Line) {
		return nil, nil
	}
	release, err := s.limits.pages.admit(from)
	if err != nil {
		return nil, err
	}
	if !s.enter() {
		release()
		return nil, errRestarting
	}
	l := newPolled(r.Header.Get("Origin"), s.limits.FramesPerVisitor)
	s.lines.open[post.Line] = l
	p := s.pageOf(r, from, l)
	go func() {
		defer s.pages.Done()
		defer release()
		defer s.lines.end(post.Line)
		p.read()
	}()
	return l, nil
}

// readPost reads a request: a line about it, then a line for each frame.
func readPost(w http.ResponseWriter, r *http.Request) (post wire.LinePost, frames [][]byte, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPost))
	if err != nil {
		return post, nil, err
	}
	parts := bytes.Split(body, []byte("\n"))
	if err := json.Unmarshal(parts[0], &post); err != nil {
		return post, nil, err
	}
	if id, err := hex.DecodeString(post.Line); err != nil || len(id) != 16 {
		return post, nil, errors.New("no line")
	}
	return post, parts[1:], nil
}

func answerLine(w http.ResponseWriter, a wire.LineAnswer, frames [][]byte) {
	head, err := json.Marshal(a)
	if err != nil { // none of ours is such
		http.Error(w, "Something went wrong here", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write(bytes.Join(append([][]byte{head}, frames...), []byte("\n"))) // whoever has gone asks again
}
