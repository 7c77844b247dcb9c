package desk

import (
	"slices"
	"time"
)

// maxWaits is from how many of the latest waits the expected one is reckoned.
const maxWaits = 20

// waited remembers how long a place in the queue took.
func (l *live) waited(r *request) {
	l.waitsPerPlace = append(l.waitsPerPlace, r.Ended.Sub(r.Asked)/time.Duration(max(1, r.first)))
	if n := len(l.waitsPerPlace); n > maxWaits {
		l.waitsPerPlace = slices.Clone(l.waitsPerPlace[n-maxWaits:])
	}
}

// expected reckons the wait that a place still has before it: what is left of the first one's, and a whole one for each who stands
// between; 0 when nobody has waited yet, else never less than a second.
func (l *live) expected(place int) time.Duration {
	if len(l.waitsPerPlace) == 0 {
		return 0
	}
	each, left := l.perPlace()
	return max(time.Second, left+each*time.Duration(place-1))
}

// perPlace returns how long a place takes, and what is left of that for the first in the queue.
func (l *live) perPlace() (each, left time.Duration) {
	for _, w := range l.waitsPerPlace {
		each += w
	}
	each /= time.Duration(max(1, len(l.waitsPerPlace)))
	if l.requests[l.head] == nil { // he has just become the first
		return each, each
	}
	return each, max(0, each-time.Since(l.headSince))
}

// inWords returns which words a page has for an expected wait: two waits that it tells alike are the same.
func inWords(expected time.Duration) int {
	switch {
	case expected == 0:
		return -1
	case expected.Round(time.Second) < 45*time.Second:
		return 0
	}
	return int(expected.Round(time.Second).Round(time.Minute) / time.Minute)
}

// standing returns a copy of r with its place and who is there.
func (l *live) standing(r *request) Request {
	place := 0
	if r.State == RequestIsWaiting {
		for _, other := range l.requests {
			if !r.before(other) {
				place++ // itself included
			}
		}
	}
	return l.standingAt(r, place)
}

// standingAt is standing for one whose place is known.
func (l *live) standingAt(r *request, place int) Request {
	out := r.Request
	out.Place = place
	if place > 0 {
		out.Expected = l.expected(place)
	}
	v := l.byVisitor[r.Visitor]
	out.VisitorAway = v == nil || len(v.pages) == 0
	return out
}

// placesEvery is how often the expected waits are looked at while they become shorter by themselves.
const placesEvery = 5 * time.Second

// tellPlacesLocked tells those who wait their place and the expected wait, when either has changed.
func (d *Desk) tellPlacesLocked(queue []*request) {
	l := &d.live
	if len(queue) > 0 && l.head != queue[0].ID {
		l.head, l.headSince = queue[0].ID, time.Now()
	}
	for i, r := range queue {
		place, words := i+1, inWords(l.expected(i+1))
		if r.first == 0 {
			r.first = place
		}
		if r.told == place && r.toldWait == words {
			continue
		}
		r.told, r.toldWait = place, words
		v := l.byVisitor[r.Visitor]
		if v == nil {
			continue
		}
		now := l.standingAt(r, place)
		for _, p := range v.pages {
			if p.outlet != nil {
				p.outlet.Tell(Told{Request: &now, Site: l.siteName(v.Site)})
			}
		}
	}
	if _, left := l.perPlace(); len(queue) > 0 && left > 0 && d.places == nil {
		d.places = d.after(placesEvery, d.placesDue)
	}
}

func (d *Desk) placesDue() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.places = nil
	if !d.closed {
		d.tellPlacesLocked(d.live.queue())
	}
}
