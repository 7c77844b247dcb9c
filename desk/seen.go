package desk

import (
	"container/list"
	"slices"
	"time"
)

// VisitSeen says that a visit is going on: a page of it is connected. Recorded soon, at most once in seenEvery for a visit, so that a
// restart finds it open.
type VisitSeen struct {
	Visit VisitID
	At    time.Time // of the last signal
}

// Name implements Event.
func (*VisitSeen) Name() string { return "VisitSeen" }

func (e *VisitSeen) apply(l *live) {
	v := l.visits[e.Visit]
	if v == nil {
		return
	}
	if e.At.After(v.LastSeen) {
		v.LastSeen = e.At
	}
	l.noted(v, e.At)
}

const (
	seenEvery  = 5 * time.Minute // how old the stored last signal of an open visit may be
	sweepEvery = 5 * time.Second // a batch each time: enough for all visits there may be within seenEvery
)

// noted says that v's signal of a moment is on its way into the store.
func (l *live) noted(v *visit, at time.Time) {
	v.noted = at
	if v.queue == &l.connected {
		l.connected.MoveToBack(v.place)
	}
}

// standIn puts v last in a queue, or in none, and takes it from where it stood.
func (v *visit) standIn(queue *list.List) {
	if v.queue != nil {
		v.queue.Remove(v.place)
	}
	if v.queue = queue; queue != nil {
		v.place = queue.PushBack(v)
	}
}

// sweep notes, now and then, which visits are going on.
func (d *Desk) sweep() {
	every := time.NewTicker(sweepEvery)
	defer every.Stop()
	for {
		select {
		case <-every.C:
		case <-d.done:
			return
		}
		d.mu.Lock()
		d.noteSeenLocked(time.Now().Add(-seenEvery), maxBatch)
		d.mu.Unlock()
	}
}

// noteSeenLocked notes those connected visits that were last noted before a moment, the longest unnoted first.
func (d *Desk) noteSeenLocked(before time.Time, atMost int) {
	if d.closed || !d.soon.hasRoomFor(maxWaiting/2) { // page views come first
		return
	}
	for range min(atMost, d.live.connected.Len()) {
		v, is := d.live.connected.Front().Value.(*visit)
		if !is || v.noted.After(before) {
			return
		}
		at := time.Now()
		if len(v.pages) == 0 {
			at = v.LastSeen
		}
		if !d.soonLocked(&VisitSeen{Visit: v.ID, At: at}, nil) {
			return
		}
	}
}

// goesOn reports whether a visit that the picture has lost, and that has not ended, is still open for a page: its last signal is not a
// visit gap old, or the page was seen in it and may have been open all the time. Once this desk has waited a visit gap for it, it was not.
func (d *Desk) goesOn(last Visit, seen []PageID, page PageID, now time.Time) bool {
	gap := d.Settings().VisitGap
	return now.Sub(last.LastSeen) < gap || now.Sub(d.live.began) < gap && slices.Contains(seen, page)
}

// makeRoomLocked keeps the visits within their bound (guarantee 9): the one whose visitor left longest ago ends early. False when
// nobody has left.
func (d *Desk) makeRoomLocked() bool {
	for len(d.live.visits) >= d.maxVisits {
		first := d.live.left.Front()
		if first == nil {
			return false
		}
		v, is := first.Value.(*visit)
		if !is || !d.endVisitLocked(v) {
			return false
		}
	}
	return true
}
