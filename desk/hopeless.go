package desk

import (
	"context"
	"slices"
	"time"
)

// A request ends unanswered when nobody is left who could take it: the visitor may leave a message then (COM-5).

// hopeless reports whether nobody is left to take a request; else next is when that will be so unless something happens before,
// if it can be told.
func (l *live) hopeless(r *request) (is bool, next time.Time) {
	forsaken, next := l.forsaken(r)
	refused, at := l.refusedByAll(r)
	if next.IsZero() || !at.IsZero() && at.Before(next) {
		next = at
	}
	return forsaken || refused, next
}

// forsaken reports whether nobody has been available for as long as the operators list lasts; else next is when that will be so. A chat
// that came back to the queue later than that waits as long for its operator.
func (l *live) forsaken(r *request) (is bool, next time.Time) {
	if l.lastAvailable.IsZero() || l.someone() {
		return false, time.Time{}
	}
	next = l.lastAvailable.Add(l.settings.ListExpiration)
	if !r.Asked.Before(next) {
		next = r.Asked.Add(l.settings.ListExpiration)
	}
	if time.Now().Before(next) {
		return false, next
	}
	return true, time.Time{}
}

// refusedByAll reports whether every operator who could be asked has declined. One who was here a moment ago could still come back:
// then next is when that is over.
func (l *live) refusedByAll(r *request) (refused bool, next time.Time) {
	if r.gave == "" && !slices.ContainsFunc(r.Passes, func(p Pass) bool { return p.How == PassDeclined }) {
		return false, time.Time{}
	}
	for _, o := range l.operators {
		back := o.lastSeen.Add(l.settings.ListExpiration)
		if o.Disabled || !o.LiveHelp || r.forVoice() && o.NoCalls || !o.Online && !time.Now().Before(back) {
			continue
		}
		if p, passed := r.pass(o.ID); passed && p.How == PassDeclined {
			refused = true
			continue
		}
		if r.gave == o.ID { // he is about to go: as long as that takes, he can come back
			back, refused = r.Asked.Add(l.settings.ListExpiration), true
			if back.After(next) && time.Now().Before(back) {
				next = back
			}
			continue
		}
		if o.Online {
			return false, time.Time{}
		}
		if back.After(next) {
			next = back
		}
	}
	return refused && next.IsZero(), next
}

// unanswerLocked ends a request that nobody will take.
func (d *Desk) unanswerLocked(r *request) {
	if r.busy {
		return
	}
	r.busy = true
	now := d.live.standing(r)
	d.spawn(func() { d.unanswer(now) })
}

func (d *Desk) unanswer(r Request) {
	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	err := d.endRequest(ctx, r, RequestIsUnanswered)
	if KindOf(err) == Unavailable {
		d.later(func() { d.unanswer(r) })
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if live := d.live.requests[r.ID]; live != nil {
		live.busy = false
	}
}
