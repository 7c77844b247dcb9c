package desk

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Routing says who is asked to take a chat request (COM-7).
type Routing string

// Routing modes.
const (
	FirstAvailable Routing = "first-available" // in the order of the operators' list
	LeastBusy      Routing = "least-busy"      // who has the fewest chats
	RoundRobin     Routing = "round-robin"     // who comes after the one asked last
	RingAll        Routing = "ring-all"        // all at once; the first to accept has it
)

// mostChats is the upper bound of an operator's chats (spec section 5).
const mostChats = 20

// mostWaiting is the upper bound of the queue's length.
const mostWaiting = 1000

// candidate is an operator as routing sees him.
type candidate struct {
	ID    OperatorID
	Login string // the list's order
	Chats int
	Asked bool // a dialog is open at him
	Calls bool // he can receive voice calls
}

// free reports whether a dialog may open at him: dialogs come one at a time, and only up to the maximum number of chats (COM-6).
func (c candidate) free(most int) bool { return !c.Asked && c.Chats < most }

// choose returns whom of the available operators to ask for r, in the list's order; last is the login of the one asked last. Nobody for
// a request that stands in the queue to be picked.
func choose(r *request, list []candidate, mode Routing, most int, last string) []OperatorID {
	if r.queued() || len(r.Ringing) > 0 && mode != RingAll {
		return nil
	}
	fit := slices.DeleteFunc(slices.Clone(list), func(c candidate) bool { return !r.suits(c) || !c.free(most) })
	if len(fit) == 0 {
		return nil
	}
	switch mode {
	case LeastBusy:
		return []OperatorID{slices.MinFunc(fit, func(a, b candidate) int { return cmp.Compare(a.Chats, b.Chats) }).ID}
	case RoundRobin: // he may be gone by now: the next one's turn it is all the same
		return []OperatorID{fit[max(0, slices.IndexFunc(fit, func(c candidate) bool { return c.Login > last }))].ID}
	case RingAll:
		all := make([]OperatorID, len(fit))
		for i, c := range fit {
			all[i] = c.ID
		}
		return all
	}
	return []OperatorID{fit[0].ID}
}

// longest returns the request whose dialog opens at an operator who has become free: the first in the queue that he neither declined
// nor left to it (COM-6). Nil when there is none.
func longest(queue []*request, o candidate) *request {
	for _, r := range queue {
		if p, _ := r.pass(o.ID); (r.suits(o) || p.How == PassMissed) && len(r.Ringing) == 0 {
			return r
		}
	}
	return nil
}

// suits reports whether r may ring at an operator: it is for him, and he can receive the call that it asks for.
func (r *request) suits(o candidate) bool { return r.isFor(o.ID) && (o.Calls || !r.forVoice()) }

// forVoice reports whether r is of a visitor who wants to begin with a call; a chat that came back to the queue goes on in text.
func (r *request) forVoice() bool { return r.Kind == Voice && !r.Returned }

// queue returns the waiting requests, first the one to be served first.
func (l *live) queue() []*request {
	out := make([]*request, 0, len(l.requests))
	for _, r := range l.requests {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *request) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	return out
}

// load is what an operator has to do.
type load struct {
	chats int  // open conversations
	asked bool // a dialog is open at him
}

// loads counts what each operator has to do: once for all, since there may be hundreds of operators, conversations and requests.
func (l *live) loads() map[OperatorID]load {
	out := make(map[OperatorID]load, len(l.operators))
	for _, c := range l.conversations {
		at := out[c.Operator]
		at.chats++
		out[c.Operator] = at
	}
	for _, r := range l.requests {
		for _, ring := range r.Ringing {
			at := out[ring.Operator]
			at.asked = true
			out[ring.Operator] = at
		}
	}
	return out
}

// candidates returns the operators who can be asked, in the order of their list.
func (l *live) candidates() []candidate {
	out, loads := []candidate{}, l.loads()
	for _, o := range l.operatorList() {
		if o.Online && o.LiveHelp && !o.Disabled {
			out = append(out, candidate{ID: o.ID, Login: o.Login, Chats: loads[o.ID].chats, Asked: loads[o.ID].asked, Calls: !o.NoCalls})
		}
	}
	return out
}

// lastAsked returns the login of the operator at whom a dialog opened last.
func (l *live) lastAsked() string {
	if o := l.operators[l.lastOffered]; o != nil {
		return o.Login
	}
	return ""
}

// chats counts the open conversations of an operator.
func (l *live) chats(o OperatorID) int {
	n := 0
	for _, c := range l.conversations {
		if c.Operator == o {
			n++
		}
	}
	return n
}

// routeLocked asks operators to take what waits: new requests by the mode, and at an operator who has just become free (freed) the one
// that waits longest. It is called after every fact that could matter, so a long queue must cost little: who is free is reckoned once.
func (d *Desk) routeLocked(freed OperatorID) {
	l := &d.live
	if len(l.requests) == 0 || d.closed {
		return
	}
	queue, list := l.queue(), l.candidates()
	most := l.settings.MaxChats
	offer := func(r *request, to []OperatorID) {
		d.offerLocked(r, to)
		for i := range list {
			list[i].Asked = list[i].Asked || slices.Contains(to, list[i].ID)
		}
	}
	if i := slices.IndexFunc(list, func(c candidate) bool { return c.ID == freed && c.free(most) }); i >= 0 {
		if r := longest(queue, list[i]); r != nil {
			offer(r, []OperatorID{freed})
		}
	}
	for _, r := range queue {
		if !slices.ContainsFunc(list, func(c candidate) bool { return c.free(most) }) {
			break
		}
		if to := choose(r, list, l.settings.Routing, most, l.lastAsked()); len(to) > 0 {
			offer(r, to)
		}
	}
	for _, r := range queue {
		if hopeless, _ := l.hopeless(r); hopeless {
			d.unanswerLocked(r)
		}
	}
	d.tellPlacesLocked(queue)
}

func (o *operator) available() bool { return o.Online && o.LiveHelp && !o.Disabled }

func (d *Desk) offerLocked(r *request, to []OperatorID) {
	until := time.Now().Add(d.live.settings.ResponseTimeout)
	e := &RequestOffered{Request: r.ID, Ringing: slices.Clone(r.Ringing)}
	for _, o := range to {
		e.Ringing, e.Last = append(e.Ringing, Ring{Operator: o, Until: until}), o
	}
	d.passLocked(e)
	d.armRequestLocked(r)
}

// unringLocked closes the dialogs at an operator who can't be asked any more; somebody else is asked instead.
func (d *Desk) unringLocked(o OperatorID) {
	if at := d.live.operators[o]; at != nil && at.available() {
		return
	}
	var unrung []*request
	for _, r := range d.live.queue() {
		if r.rings(o) {
			unrung = append(unrung, r)
			d.passLocked(&RequestOffered{Request: r.ID, Ringing: slices.DeleteFunc(slices.Clone(r.Ringing), func(x Ring) bool { return x.Operator == o })})
			d.armRequestLocked(r)
		}
	}
	d.routeLocked("")
	d.armRequestsLocked() // who went was perhaps the last who had not declined
	for _, r := range unrung {
		d.alertQueueLocked(d.live.requests[r.ID])
	}
}

// armRequestsLocked sets the timers of all who wait.
func (d *Desk) armRequestsLocked() {
	for _, r := range d.live.requests {
		d.armRequestLocked(r)
	}
}

// armRequestLocked sets a request's timer to what is next due: a dialog has rung out, or the visitor has been gone too long.
func (d *Desk) armRequestLocked(r *request) {
	if r == nil || d.closed || d.live.requests[r.ID] != r {
		return
	}
	at := d.live.requestGone(r)
	if _, next := d.live.hopeless(r); at.IsZero() || !next.IsZero() && next.Before(at) {
		at = next
	}
	for _, ring := range r.Ringing {
		if at.IsZero() || ring.Until.Before(at) {
			at = ring.Until
		}
	}
	if at.IsZero() {
		if r.timer != nil {
			r.timer.Stop()
		}
		return
	}
	if r.timer == nil {
		id := r.ID
		r.timer = d.after(time.Until(at), func() { d.requestDue(id) })
		return
	}
	r.timer.Reset(time.Until(at))
}

// requestGone returns when a waiting visitor has been gone too long; zero: he is here. Returned conversations have rules of their own.
func (l *live) requestGone(r *request) time.Time {
	if r.Returned {
		return time.Time{}
	}
	switch v := l.byVisitor[r.Visitor]; {
	case v == nil && l.began.After(r.Asked):
		return l.began.Add(l.settings.WaitingGone)
	case v == nil:
		return r.Asked.Add(l.settings.WaitingGone)
	case len(v.pages) == 0:
		return v.LastSeen.Add(l.settings.WaitingGone)
	}
	return time.Time{}
}

func (d *Desk) requestDue(id RequestID) {
	d.mu.Lock()
	r := d.live.requests[id]
	if r == nil || d.closed || r.busy {
		d.mu.Unlock()
		return
	}
	now := time.Now()
	gone := d.live.requestGone(r)
	var out []OperatorID
	for _, ring := range r.Ringing {
		if !now.Before(ring.Until) {
			out = append(out, ring.Operator)
		}
	}
	standing := d.live.standing(r)
	left := !gone.IsZero() && !now.Before(gone)
	if !left && len(out) == 0 {
		d.routeLocked("")
		d.armRequestLocked(r)
		d.mu.Unlock()
		return
	}
	r.busy = true
	d.mu.Unlock()

	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	var err error
	if left {
		err = d.endRequest(ctx, standing, RequestIsLeft)
	} else {
		err = d.happen(ctx, &RequestPassed{Request: id, Operators: out, How: PassMissed, At: now})
	}
	d.mu.Lock()
	r.busy = false
	if err == nil {
		d.armRequestLocked(r)
	}
	d.mu.Unlock()
	if KindOf(err) == Unavailable {
		d.later(func() { d.requestDue(id) })
	}
}
