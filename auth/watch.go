package auth

import "sync"

// watches are the sessions that open sockets of this node belong to.
type watches struct {
	mu   sync.Mutex
	open map[chan struct{}]Session
}

func newWatches() *watches { return &watches{open: map[chan struct{}]Session{}} }

// Watch returns a channel that is closed when a session is ended by this process. Stop watching when the socket closes. What happened
// before Watch, in another process or by the mere passing of time is for StillValid.
func (a *Auth) Watch(s Session) (ended <-chan struct{}, stop func()) {
	w := a.watches
	c := make(chan struct{})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open[c] = s
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.open, c)
	}
}

func (w *watches) tell(ended func(Session) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c, s := range w.open {
		if ended(s) {
			delete(w.open, c)
			close(c)
		}
	}
}
