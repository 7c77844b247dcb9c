package desk

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// recorder commits facts in batches, in the order in which they happened.
type recorder struct {
	store Store

	mu      sync.Mutex // guards all below; taken under the desk's lock, never the other way
	pending []waitingFact
	ledger  Ledger
	wake    chan struct{}
}

type waitingFact struct {
	event Event
	kept  func()
}

// Ledger counts page views since the start. Accepted − Stored − Rejected − Waiting = 0, always (guarantee 7).
type Ledger struct {
	Accepted int64 // taken over the door
	Stored   int64 // committed
	Rejected int64 // refused because too many were waiting
	Waiting  int64 // not yet committed
}

const (
	maxWaiting = 100_000 // facts; at the bound new page views are refused
	maxBatch   = 2_000
	batchEvery = 200 * time.Millisecond
)

func newRecorder(s Store) *recorder { return &recorder{store: s, wake: make(chan struct{}, 1)} }

// add puts a fact into the next batch; false when too many wait. Without a fact, kept is called when all that waits is committed.
func (r *recorder) add(e Event, kept func()) bool {
	_, page := e.(*PageViewed)
	r.mu.Lock()
	defer r.mu.Unlock()
	if page {
		r.ledger.Accepted++
	}
	if len(r.pending) >= maxWaiting {
		if page {
			r.ledger.Rejected++
		}
		return false
	}
	r.pending = append(r.pending, waitingFact{e, kept})
	if page {
		r.ledger.Waiting++
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return true
}

// hasRoomFor reports whether so many more facts can wait. They are added under the desk's lock: it stays true while that is held.
func (r *recorder) hasRoomFor(n int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.pending)+n <= maxWaiting
}

// run commits batches until done is closed, and then the rest.
func (r *recorder) run(done <-chan struct{}) {
	for {
		select {
		case <-r.wake:
		case <-done:
			r.commitAll()
			return
		}
		select {
		case <-time.After(batchEvery):
		case <-done:
		}
		if !r.commit() {
			select {
			case <-time.After(retryAfter):
				r.again()
			case <-done:
			}
		}
	}
}

func (r *recorder) commitAll() {
	for r.commit() {
		r.mu.Lock()
		left := len(r.pending)
		r.mu.Unlock()
		if left == 0 {
			return
		}
	}
}

func (r *recorder) again() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// commit commits one batch; what can't be committed stays and is tried again.
func (r *recorder) commit() bool {
	r.mu.Lock()
	n := min(len(r.pending), maxBatch)
	batch := r.pending[:n:n]
	r.mu.Unlock()
	if n == 0 {
		return true
	}
	events := make([]Event, 0, n)
	for _, w := range batch {
		if w.event != nil {
			events = append(events, w.event)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	var err error
	if len(events) > 0 {
		err = r.store.RecordSoon(ctx, events)
	}
	cancel()
	if err != nil {
		slog.Error("page views wait: the store can't be written", "waiting", n, "error", err)
		return false
	}
	r.committed(batch)
	return true
}

func (r *recorder) committed(batch []waitingFact) {
	r.mu.Lock()
	for _, w := range batch {
		if _, page := w.event.(*PageViewed); page {
			r.ledger.Stored++
			r.ledger.Waiting--
		}
	}
	r.pending = r.pending[len(batch):]
	if len(r.pending) == 0 {
		r.pending = nil
	} else {
		r.again()
	}
	r.mu.Unlock()
	for _, w := range batch {
		if w.kept != nil {
			w.kept()
		}
	}
}

// Ledger returns the count of page views.
func (d *Desk) Ledger() Ledger {
	d.soon.mu.Lock()
	defer d.soon.mu.Unlock()
	return d.soon.ledger
}
