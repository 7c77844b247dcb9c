package desk

import (
	"slices"
	"time"
)

// PageView is one page seen.
type PageView struct {
	Visit    VisitID
	Page     PageID
	URL      string // cleaned (ZON-6)
	Title    string
	Referrer string
	Zone     ZoneID
	At       time.Time
}

// PageViewed says that a page was seen. Recorded soon; the same page of the same visit counts once.
type PageViewed struct{ View PageView }

// Name implements Event.
func (*PageViewed) Name() string { return "PageViewed" }

func (e *PageViewed) apply(l *live) {
	v := l.visits[e.View.Visit]
	if v == nil || v.hasCounted(e.View.Page) {
		return
	}
	v.Pages++
	v.counted = append(v.counted, e.View.Page)
	if len(v.counted) > maxCounted {
		v.counted = slices.Clone(v.counted[1:])
	}
	v.LastSeen, v.lastActive, v.Sleeping = e.View.At, e.View.At, false
	l.noted(v, e.View.At)
}

// maxCounted is how many page views of a visit are remembered, so that a page that connects anew is not counted again.
const maxCounted = 100

func (v *visit) hasCounted(p PageID) bool { return slices.Contains(v.counted, p) }

// PageTitled says that a page has another title now. Recorded soon.
type PageTitled struct {
	Visit VisitID
	Page  PageID
	Title string
}

// Name implements Event.
func (*PageTitled) Name() string { return "PageTitled" }

func (e *PageTitled) apply(l *live) {
	v := l.visits[e.Visit]
	if v == nil {
		return
	}
	if p := v.pages[e.Page]; p != nil {
		p.title = e.Title
	}
	if v.Page == e.Page {
		v.Title = e.Title
	}
}

// PageOpened says that a page is connected, and on which node. Passing.
type PageOpened struct {
	Visit            VisitID
	Page             PageID
	URL, Title       string
	Origin, Node     string
	Visible, Focused bool
	At               time.Time
	outlet           Outlet // only on the node that holds the connection
}

// Name implements Event.
func (*PageOpened) Name() string { return "PageOpened" }

func (e *PageOpened) apply(l *live) {
	v := l.visits[e.Visit]
	if v == nil {
		return
	}
	p := &page{id: e.Page, url: e.URL, title: e.Title, origin: e.Origin, visible: e.Visible, focused: e.Focused, since: e.At, outlet: e.outlet}
	if old := v.pages[e.Page]; old != nil { // the page connected anew before its old line was given up
		p.since, p.noticed = old.since, old.noticed
	}
	if v.Page == e.Page && !v.PageSince.IsZero() {
		p.since = v.PageSince
	}
	if e.Visible {
		p.noticed = e.At
	}
	v.pages[e.Page] = p
	v.node = e.Node
	v.Presence, v.LastSeen = Here, e.At
	if e.outlet != nil && v.queue != &l.connected {
		v.standIn(&l.connected)
	} else if v.queue == &l.left {
		v.standIn(nil)
	}
	if v.lastActive.IsZero() {
		v.lastActive = e.At
	}
	v.show(l.zones[v.Site])
}

// PageClosed says that a page's connection ended. Passing.
type PageClosed struct {
	Visit VisitID
	Page  PageID
	At    time.Time
}

// Name implements Event.
func (*PageClosed) Name() string { return "PageClosed" }

func (e *PageClosed) apply(l *live) {
	v := l.visits[e.Visit]
	if v == nil || v.pages[e.Page] == nil {
		return
	}
	delete(v.pages, e.Page)
	v.LastSeen = e.At
	if len(v.pages) == 0 {
		v.Presence = Fading
	}
	v.show(l.zones[v.Site])
}

// PageAttended says whether a page is visible and focused, and whether the visitor was active on it. Passing.
type PageAttended struct {
	Visit                    VisitID
	Page                     PageID
	Visible, Focused, Active bool
	At                       time.Time
}

// Name implements Event.
func (*PageAttended) Name() string { return "PageAttended" }

func (e *PageAttended) apply(l *live) {
	v := l.visits[e.Visit]
	if v == nil || v.pages[e.Page] == nil {
		return
	}
	p := v.pages[e.Page]
	if e.Visible && (e.Focused || !p.visible) {
		p.noticed = e.At
	}
	p.visible, p.focused = e.Visible, e.Focused
	v.LastSeen = e.At
	if e.Active {
		v.lastActive, v.Sleeping = e.At, false
	}
	v.show(l.zones[v.Site])
}
