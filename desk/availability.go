package desk

import "time"

// AvailabilityChanged says whether visitors find somebody to talk with from now on (COM-2). Passing.
type AvailabilityChanged struct {
	Available bool
	Closed    bool   // the business hours keep them from it
	NoVoice   string // why they can't have a voice chat, in words
}

// Name implements Event.
func (*AvailabilityChanged) Name() string { return "AvailabilityChanged" }

func (e *AvailabilityChanged) apply(l *live) {
	l.available, l.outOfHours, l.toldNoVoice = e.Available, e.Closed, e.NoVoice
}

// Available reports whether visitors are offered Live Help now.
func (d *Desk) Available() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live.available
}

// someone reports whether any operator could take a request.
func (l *live) someone() bool {
	for _, o := range l.operators {
		if o.available() {
			return true
		}
	}
	return false
}

// mayCome reports whether the hours are open and an operator takes requests whenever his console is connected.
func (l *live) mayCome(now time.Time) bool {
	open, _ := l.settings.Hours.open(now)
	for _, o := range l.operators {
		if open && o.LiveHelp && !o.Disabled {
			return true
		}
	}
	return false
}

// availabilityLocked brings what visitors are told in line with who is there: at once when somebody comes or the hours open or close,
// after the operators list expiration when the last one went.
func (d *Desk) availabilityLocked() {
	if d.closed {
		return
	}
	l := &d.live
	now := time.Now()
	open, next := l.settings.Hours.open(now)
	if l.someone() {
		l.lastAvailable = time.Time{}
	} else if l.lastAvailable.IsZero() {
		l.lastAvailable = now
	}
	expires := l.lastAvailable.Add(l.settings.ListExpiration)
	lingers := !l.lastAvailable.IsZero() && now.Before(expires)
	is := open && (l.lastAvailable.IsZero() || l.available && lingers)
	if voice := l.noVoice(); is != l.available || voice != l.toldNoVoice || open == l.outOfHours {
		d.takeLocked(&AvailabilityChanged{Available: is, Closed: !open, NoVoice: voice}) // not published: each desk reckons it from the operators' coming and going
		d.tellAvailabilityLocked()
	}
	for _, r := range l.requests {
		if forsaken, _ := l.forsaken(r); forsaken {
			d.unanswerLocked(r)
		}
	}
	if lingers && (next.IsZero() || expires.Before(next)) {
		next = expires
	}
	d.armAvailabilityLocked(next)
}

func (d *Desk) armAvailabilityLocked(at time.Time) {
	if d.availability != nil {
		d.availability.Stop()
	}
	if at.IsZero() {
		return
	}
	d.availability = d.after(time.Until(at), func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.availabilityLocked()
	})
}

// tellAvailabilityLocked tells every page on the monitored sites.
func (d *Desk) tellAvailabilityLocked() {
	t := Told{Event: &AvailabilityChanged{Available: d.live.available, Closed: d.live.outOfHours, NoVoice: d.live.toldNoVoice}}
	for _, v := range d.live.visits {
		t.Button = d.live.button(v.Site)
		for _, p := range v.pages {
			if p.outlet != nil {
				p.outlet.Tell(t)
			}
		}
	}
}
