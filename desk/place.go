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

// expected reckons the wait that a place still has before it; 0 when nobody has waited yet.
func (l *live) expected(place int) time.Duration {
	if len(l.waitsPerPlace) == 0 {
		return 0
	}
	var sum time.Duration
	for _, w := range l.waitsPerPlace {
		sum += w
	}
	return max(time.Second, sum/time.Duration(len(l.waitsPerPlace))*time.Duration(place))
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

// tellPlacesLocked tells those who wait their place, when it has changed.
func (d *Desk) tellPlacesLocked(queue []*request) {
	for i, r := range queue {
		place := i + 1
		if r.first == 0 {
			r.first = place
		}
		if r.told == place {
			continue
		}
		r.told = place
		v := d.live.byVisitor[r.Visitor]
		if v == nil {
			continue
		}
		now := d.live.standingAt(r, place)
		for _, p := range v.pages {
			if p.outlet != nil {
				p.outlet.Tell(Told{Request: &now, Site: d.live.siteName(v.Site)})
			}
		}
	}
}
