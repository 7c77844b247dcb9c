package desk

import (
	"container/list"
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// Presence says whether a visit's visitor is on the site.
type Presence string

// Presences (MON-3).
const (
	Here   Presence = "here"
	Fading Presence = "fading" // no page connected, for less than the page-change grace
	Left   Presence = "left"
)

// Visit is one stay of a visitor on a site, as the monitor shows it.
type Visit struct {
	ID        VisitID
	Visitor   VisitorID
	Site      SiteID
	Name      string // of the visitor; empty: unknown
	FirstSeen time.Time
	Country   string // ISO 3166-1 alpha-2
	City      string
	Language  string
	Browser   string
	OS        string
	Device    string // desktop, phone, tablet
	Screen    string
	Address   string // masked before it came here (PRV-2)
	Page      PageID // the page shown: of the last focused visible tab
	URL       string
	Title     string
	Zone      ZoneID
	Trail     []ZoneID // zones passed through, oldest first, at most maxTrail; never changed in place
	Entry     string
	Referrer  string
	Started   time.Time
	PageSince time.Time
	Pages     int // page views
	Visits    int // of this visitor, this one included
	Presence  Presence
	Sleeping  bool
	Refused   bool // declined an invitation during this visit
	LastSeen  time.Time
	Ended     time.Time // of a stored visit; zero: not yet

	Tabs         int           // connected pages; computed
	Invitation   *Invitation   // unanswered one; computed
	Request      *Request      // waiting one; computed
	Conversation *Conversation // open one; computed
}

const maxTrail = 12

// visit is the live state of a visit.
type visit struct {
	Visit
	pages        map[PageID]*page
	counted      []PageID // page views, the last maxCounted
	lastActive   time.Time
	toldSleeping bool           // how operators see it
	invited      []InvitationID // during this visit
	asked        []time.Time    // for a talk, within requestsWithin
	timer        *time.Timer    // next due of grace, sleep, end
	node         string         // that holds its pages
	noted        time.Time      // the last signal that is stored, or on its way there
	leaving      *rate.Limiter  // of off-line messages; nil: none so far
	queue        *list.List     // it stands in: connected or left
	place        *list.Element  // in it
}

// page is a connected page of a visit.
type page struct {
	id      PageID
	url     string
	title   string
	origin  string
	visible bool
	focused bool
	noticed time.Time // when it was last focused and visible, or opened visible
	since   time.Time
	outlet  Outlet // nil on another node
}

// VisitStarted says that a visitor came, or came back during a visit that the picture had lost. Recorded soon.
type VisitStarted struct {
	Visit   Visit
	Counted []PageID // page views so far, at most maxCounted
}

// Name implements Event.
func (*VisitStarted) Name() string { return "VisitStarted" }

func (e *VisitStarted) apply(l *live) {
	if l.visits[e.Visit.ID] != nil {
		return
	}
	v := &visit{Visit: e.Visit, pages: map[PageID]*page{}, counted: slices.Clone(e.Counted)}
	v.standIn(&l.left) // until its page has connected
	l.visits[v.ID] = v
	l.byVisitor[v.Visitor] = v
	if i := l.unanswered[v.Visitor]; i != nil && i.Visit == v.ID {
		v.invited = append(v.invited, i.ID)
	}
}

// VisitorLeft says that the page-change grace passed without a page. Recorded soon.
type VisitorLeft struct {
	Visit VisitID
	At    time.Time // of the last signal
}

// Name implements Event.
func (*VisitorLeft) Name() string { return "VisitorLeft" }

func (e *VisitorLeft) apply(l *live) {
	if v := l.visits[e.Visit]; v != nil {
		v.Presence = Left
		v.standIn(&l.left)
	}
}

// VisitEnded says that the visit gap has passed (VIS-2). Recorded soon.
type VisitEnded struct {
	Visit VisitID
	At    time.Time // of the last signal
}

// Name implements Event.
func (*VisitEnded) Name() string { return "VisitEnded" }

func (e *VisitEnded) apply(l *live) {
	if v := l.visits[e.Visit]; v != nil {
		if v.timer != nil {
			v.timer.Stop()
		}
		v.standIn(nil)
		delete(l.visits, e.Visit)
		if c := l.talking[v.Visitor]; c != nil {
			c.gone = v.LastSeen
		}
		for _, id := range v.invited {
			if i := l.invitations[id]; i != nil && !i.State.Open() {
				delete(l.invitations, id)
			}
		}
		if l.byVisitor[v.Visitor] == v {
			delete(l.byVisitor, v.Visitor)
		}
	}
}

// VisitorSlept says that there was no activity for the sleep timeout. Passing.
type VisitorSlept struct{ Visit VisitID }

// Name implements Event.
func (*VisitorSlept) Name() string { return "VisitorSlept" }

func (e *VisitorSlept) apply(l *live) {
	if v := l.visits[e.Visit]; v != nil {
		v.Sleeping = true
	}
}

// show makes v's badge stand on the page of the last focused visible tab.
func (v *visit) show(f *floor) {
	var best *page
	for _, p := range v.pages {
		if best == nil || p.precedes(best) {
			best = p
		}
	}
	v.Tabs = len(v.pages)
	if best == nil {
		return
	}
	if v.Page != best.id {
		v.PageSince = best.since
	}
	v.Page, v.URL, v.Title = best.id, best.url, best.title
	if zone := f.zoneOf(v.URL); zone != v.Zone || len(v.Trail) == 0 {
		v.Zone = zone
		trail := make([]ZoneID, 0, maxTrail)
		if n := len(v.Trail); n >= maxTrail {
			trail = append(trail, v.Trail[n-maxTrail+1:]...)
		} else {
			trail = append(trail, v.Trail...)
		}
		v.Trail = append(trail, zone)
	}
}

// precedes reports whether the visitor looks at p rather than at q: it is visible, was focused later, is newer.
func (p *page) precedes(q *page) bool {
	if p.visible != q.visible {
		return p.visible
	}
	if !p.noticed.Equal(q.noticed) {
		return p.noticed.After(q.noticed)
	}
	return p.since.After(q.since)
}

// due returns when something is next to happen to v by itself; zero: nothing.
func (v *visit) due(s Settings) time.Time {
	switch {
	case v.Presence == Fading:
		return v.LastSeen.Add(s.PageChangeGrace)
	case v.Presence == Left:
		return v.LastSeen.Add(s.VisitGap)
	case !v.Sleeping:
		return v.lastActive.Add(s.SleepTimeout)
	}
	return time.Time{}
}

// armVisitLocked sets v's timer to what is next due.
func (d *Desk) armVisitLocked(v *visit) {
	at := v.due(d.live.settings)
	if v.node != d.node || at.IsZero() {
		return
	}
	wait := time.Until(at)
	if v.timer == nil {
		id := v.ID
		v.timer = d.after(wait, func() { d.visitDue(id) })
		return
	}
	v.timer.Reset(wait)
}

func (d *Desk) visitDue(id VisitID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := d.live.visits[id]
	if v == nil || d.closed {
		return
	}
	if at := v.due(d.live.settings); at.IsZero() || time.Now().Before(at) {
		d.armVisitLocked(v)
		return
	}
	switch v.Presence {
	case Here:
		d.passLocked(&VisitorSlept{Visit: id})
	case Fading:
		if !d.soonLocked(&VisitorLeft{Visit: id, At: v.LastSeen}, nil) {
			v.timer.Reset(retryAfter)
			return
		}
	case Left:
		if !d.endVisitLocked(v) {
			v.timer.Reset(retryAfter)
		}
		return
	}
	d.armVisitLocked(v)
}

// endVisitLocked ends a visit; false when there is no room to note it.
func (d *Desk) endVisitLocked(v *visit) bool {
	if !d.soonLocked(&VisitEnded{Visit: v.ID, At: v.LastSeen}, nil) {
		return false
	}
	d.visitEndedLocked(v)
	return true
}

// VisitNow returns a visit on the monitor. NotFound.
func (d *Desk) VisitNow(id VisitID) (Visit, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := d.live.visits[id]
	if v == nil {
		return Visit{}, notFound("visit")
	}
	return d.live.badge(v), nil
}

// badge returns a copy of v with what the monitor shows of invitation and conversation.
func (l *live) badge(v *visit) Visit {
	out := v.Visit
	if i := l.unanswered[v.Visitor]; i != nil {
		now := i.Invitation
		out.Invitation = &now
	}
	if r := l.waiting[v.Visitor]; r != nil {
		now := l.standing(r)
		out.Request = &now
	}
	if c := l.talking[v.Visitor]; c != nil {
		now := l.talk(c)
		out.Conversation = &now
	}
	return out
}
