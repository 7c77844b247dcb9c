package desk

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"beckon/origin"
)

// Arrival is what a page says of itself, and what its connection tells.
type Arrival struct {
	Key       string
	Token     string
	Origin    string // of the page, as the browser sent it
	Page      PageID
	URL       string
	Title     string
	Referrer  string
	Language  string
	Screen    string
	Visible   bool
	Focused   bool
	GPC       bool // Global Privacy Control, from the page or the request
	Agent     string
	Hints     origin.Hints
	Address   netip.Addr     // the client's, after trusted proxies; never kept
	Forwarded bool           // a proxy that is not trusted stands before the client
	Resume    ConversationID // a conversation the page shows
}

// Arrived is a connected page.
type Arrived struct {
	Visitor      VisitorID
	Visit        VisitID
	Site         SiteID
	SiteName     string
	Token        string // to be kept; empty: the one sent still holds
	KeepInTab    bool   // mode visit: memory and the tab's session only
	Invitation   *Invitation
	Conversation *Conversation // open, or just ended and still shown on the page
	Request      *Request      // waiting
	Available    bool          // somebody takes requests now
	NoVoice      string        // why he can't have a voice chat, in words; empty: he can
	Button       Button
	YourName     string

	page   PageID
	outlet Outlet
	origin string
}

// Arrive connects a page. Facts for the visitor go to outlet from now on; the page view is acknowledged by kept when it is committed.
// Refused when the page has no business here (and it is counted why), Ended for a blocked visitor, Invalid, TooMany, Unavailable.
func (d *Desk) Arrive(ctx context.Context, a Arrival, outlet Outlet, kept func(PageID)) (*Arrived, error) {
	if !validClientID(string(a.Page)) {
		return nil, invalid("page", "A page view needs an id of 16 to 32 letters and digits")
	}
	site, err := d.admit(&a)
	if err != nil {
		return nil, err
	}
	arrived := &Arrived{Site: site.ID, SiteName: site.Name, KeepInTab: site.Mode == ModeVisit, page: a.Page, outlet: outlet, origin: a.Origin}
	visitor, known := d.visitorOf(site.ID, a.Token)
	if !known {
		visitor = VisitorID(newID())
		arrived.Token = d.token(site.ID, visitor)
	}
	arrived.Visitor = visitor
	past := past{who: Visitor{ID: visitor, Site: site.ID, FirstSeen: time.Now()}}
	if known && !d.isHere(visitor) && !d.keepsOut(visitor) {
		if err := d.recall(ctx, &past, a.Page); err != nil {
			return nil, err
		}
	}
	if err := d.connect(a, arrived, past, kept); err != nil {
		return nil, err
	}
	if err := d.resume(ctx, a.Resume, arrived); err != nil {
		d.Depart(arrived)
		return nil, err
	}
	return arrived, nil
}

// past is what the store knows of a visitor who is not on the monitor.
type past struct {
	who     Visitor
	last    Visit    // the one that goes on; zero: none
	counted []PageID // its page views
}

// recall reads the past of a visitor who comes with a page. One whose first batch was never committed is simply new.
func (d *Desk) recall(ctx context.Context, p *past, page PageID) error {
	who, last, err := d.store.Return(ctx, p.who.ID)
	if KindOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	p.who = who
	if last.ID == "" || !last.Ended.IsZero() {
		return nil
	}
	views, err := d.store.PageViews(ctx, last.ID, maxCounted)
	if err != nil {
		return err
	}
	seen := make([]PageID, 0, len(views))
	for _, v := range slices.Backward(views) {
		seen = append(seen, v.Page)
	}
	if d.goesOn(last, seen, page, time.Now()) {
		p.last, p.counted = last, seen
	}
	return nil
}

// resume finds a conversation that the page still shows and that has ended longer ago than the picture knows.
func (d *Desk) resume(ctx context.Context, id ConversationID, arrived *Arrived) error {
	if id == "" || arrived.Conversation != nil {
		return nil
	}
	c, err := d.store.Conversation(ctx, id)
	if err == nil && c.Visitor == arrived.Visitor {
		arrived.Conversation = &c
	}
	if KindOf(err) == NotFound {
		return nil
	}
	return err
}

// admit lets a page of a site in, or says why not and counts it.
func (d *Desk) admit(a *Arrival) (Site, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := &d.live
	refuse := func(count *int64, why string) (Site, error) {
		*count++
		d.countChangedLocked()
		return Site{}, Errorf(Refused, "%s", why)
	}
	id, ok := l.keys[a.Key]
	if !ok {
		return refuse(&l.keptOut.UnknownKey, "unknown KEY")
	}
	site := *l.sites[id]
	if site.Mode == ModeOff || site.Mode == ModeUnset {
		return refuse(&l.keptOut.SiteOff, "this site is switched off")
	}
	if a.GPC {
		return refuse(&l.keptOut.Privacy, "this browser asked not to be tracked")
	}
	if name, is := d.origin.Robot(a.Agent); is {
		l.keptOut.robot(name)
		var counted int64
		return refuse(&counted, "robot")
	}
	if !site.allows(a.Origin) {
		l.watch(id).sawForeign(a.Origin, time.Now())
		return refuse(&l.keptOut.UnknownSite, "this page is not of the site")
	}
	a.clean(site)
	if a.URL == "" {
		return Site{}, invalid("url", "The page's address is no web address")
	}
	return site, nil
}

// TurnedAway counts a page that came while too many did.
func (d *Desk) TurnedAway() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.overCapacityLocked()
}

// maxTabs is how many pages of one visitor may be connected (reliability, section 4).
const maxTabs = 40

// clean makes what the page says fit to be kept (ZON-6, reliability section 4).
func (a *Arrival) clean(site Site) {
	a.URL, _ = origin.CleanURL(a.URL, origin.RemoveFromURL())
	a.Title, _ = origin.CleanText(a.Title, maxTitle)
	a.Referrer, _ = origin.CleanURL(a.Referrer, origin.RemoveFromURL())
	if slices.ContainsFunc(append([]string{a.Origin}, site.Origins...), func(own string) bool { return strings.HasPrefix(a.Referrer+"/", own+"/") }) {
		a.Referrer = "" // from the site itself
	}
	a.Language, _ = origin.CleanText(a.Language, 35)
	a.Screen, _ = origin.CleanText(a.Screen, 11)
}

// maxTitle is the length of a page's title in bytes (reliability section 4).
const maxTitle = 512

func (d *Desk) isHere(v VisitorID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live.byVisitor[v] != nil
}

// connect makes the page part of the visit that goes on, or of a new one.
func (d *Desk) connect(a Arrival, arrived *Arrived, past past, kept func(PageID)) error {
	where := d.describe(a)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return StoreUnavailable(context.Canceled)
	}
	if d.keepsOutLocked(arrived.Visitor) { // here, for it may happen while his past is read
		return Errorf(Ended, "this page is not watched")
	}
	l := &d.live
	now := time.Now()
	v := l.byVisitor[arrived.Visitor]
	if v == nil {
		if !d.soon.hasRoomFor(3) || !d.makeRoomLocked() { // no visit without its page view
			return d.overCapacityLocked()
		}
		e := d.beginVisit(a, where, past, now)
		d.soonLocked(e, nil)
		v = l.visits[e.Visit.ID]
	}
	if len(v.pages) >= maxTabs && v.pages[a.Page] == nil {
		return d.overCapacityLocked()
	}
	arrived.Visit, arrived.YourName = v.ID, v.Name
	watch := l.watch(v.Site)
	watch.lastPage, watch.lastURL, watch.address, watch.forwarded = now, a.URL, v.Address, a.Forwarded
	if !d.viewLocked(v, a, now, kept) {
		return d.overCapacityLocked()
	}
	d.passLocked(&PageOpened{Visit: v.ID, Page: a.Page, URL: a.URL, Title: a.Title, Origin: a.Origin, Node: d.node, Visible: a.Visible, Focused: a.Focused, At: now, outlet: arrived.outlet})
	if i := l.unanswered[arrived.Visitor]; i != nil && i.Visit == v.ID {
		arrived.Invitation = l.meet(i)
	} else if i != nil { // its visit ended while no desk was open
		d.visitEndedLocked(v)
	}
	arrived.Available, arrived.NoVoice, arrived.Button = l.available, l.toldNoVoice, l.button(v.Site)
	if r := l.waiting[arrived.Visitor]; r != nil {
		now := l.standing(r)
		arrived.Request = &now
	}
	if c := l.talking[arrived.Visitor]; c != nil {
		talk := l.talk(c)
		arrived.Conversation = &talk
	} else if c := l.lastEnded[arrived.Visitor]; c != nil && c.ID == a.Resume {
		talk := l.talk(c)
		arrived.Conversation = &talk
	}
	return nil
}

// whereabouts is what is read from the connection before the lock is taken.
type whereabouts struct {
	country, address string
	agent            origin.Agent
}

func (d *Desk) describe(a Arrival) whereabouts {
	return whereabouts{country: d.origin.Country(a.Address), address: origin.Mask(a.Address).String(), agent: d.origin.Agent(a.Agent, a.Hints)}
}

// beginVisit starts the visit that goes on in the store, or a new one.
func (d *Desk) beginVisit(a Arrival, w whereabouts, past past, now time.Time) *VisitStarted {
	who, last := past.who, past.last
	if last.ID != "" {
		last.Presence, last.Name, last.FirstSeen = Left, who.Name, who.FirstSeen
		return &VisitStarted{Visit: last, Counted: past.counted}
	}
	return &VisitStarted{Visit: Visit{
		ID: VisitID(newOrderedID(now)), Visitor: who.ID, Site: who.Site, Name: who.Name, FirstSeen: who.FirstSeen,
		Country: w.country, Language: a.Language, Browser: w.agent.Browser, OS: w.agent.OS, Device: w.agent.Device, Screen: a.Screen, Address: w.address,
		Entry: a.URL, Referrer: a.Referrer, Started: now, LastSeen: now, Visits: who.Visits + 1, Presence: Left,
	}}
}

// viewLocked counts a page view, unless this page was counted already: it only connects anew. False when no more can be kept.
func (d *Desk) viewLocked(v *visit, a Arrival, now time.Time, kept func(PageID)) bool {
	if v.hasCounted(a.Page) || v.pages[a.Page] != nil {
		if v.Presence == Left {
			d.soonLocked(&VisitSeen{Visit: v.ID, At: now}, nil)
		}
		return kept == nil || d.soon.add(nil, func() { kept(a.Page) })
	}
	view := PageView{Visit: v.ID, Page: a.Page, URL: a.URL, Title: a.Title, Referrer: a.Referrer, Zone: d.live.zones[v.Site].zoneOf(a.URL), At: now}
	return d.soonLocked(&PageViewed{View: view}, func() {
		if kept != nil {
			kept(a.Page)
		}
	})
}

// Navigate says that a connected page became another one without a load, or that its title changed. Invalid, TooMany.
func (d *Desk) Navigate(p *Arrived, page PageID, url, title, referrer string, kept func(PageID)) error {
	if !validClientID(string(page)) {
		return invalid("page", "A page view needs an id of 16 to 32 letters and digits")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	v := d.live.visits[p.Visit]
	if !d.live.stillHere(p) {
		return notFound("page")
	}
	a := Arrival{Page: page, URL: url, Title: title, Referrer: referrer, Origin: p.origin}
	a.clean(*d.live.sites[p.Site])
	if a.URL == "" {
		return invalid("url", "The page's address is no web address")
	}
	if page == p.page {
		d.soonLocked(&PageTitled{Visit: v.ID, Page: page, Title: a.Title}, nil)
		return nil
	}
	now := time.Now()
	old := v.pages[p.page]
	if !d.viewLocked(v, a, now, kept) {
		return d.overCapacityLocked()
	}
	d.passLocked(&PageOpened{Visit: v.ID, Page: page, URL: a.URL, Title: a.Title, Origin: p.origin, Node: d.node, Visible: old.visible, Focused: old.focused, At: now, outlet: p.outlet})
	d.passLocked(&PageClosed{Visit: v.ID, Page: p.page, At: now})
	p.page = page
	return nil
}

// Attend says whether a connected page is visible and focused, and whether the visitor was active on it.
func (d *Desk) Attend(p *Arrived, visible, focused, active bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.passLocked(&PageAttended{Visit: p.Visit, Page: p.page, Visible: visible, Focused: focused, Active: active, At: time.Now()})
}

// Depart disconnects a page. If it has connected anew meanwhile, that connection stays.
func (d *Desk) Depart(p *Arrived) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	d.untypeLocked(p.Visitor, func(from *Arrived) bool { return from == p })
	if !d.live.stillHere(p) {
		return
	}
	v := d.live.visits[p.Visit]
	d.passLocked(&PageClosed{Visit: v.ID, Page: p.page, At: time.Now()})
	if c := d.live.talking[v.Visitor]; c != nil && len(v.pages) == 0 {
		d.typeLocked(c, FromVisitor, typed{})
	}
}

// overCapacityLocked counts a page view that can't be kept, and says so.
func (d *Desk) overCapacityLocked() error {
	d.live.keptOut.OverCapacity++
	d.countChangedLocked()
	return Errorf(TooMany, "too many at once")
}

func (d *Desk) countChangedLocked() {
	for f := range d.followers {
		f.countChanged()
	}
}

func (f *Follower) countChanged() {
	f.mu.Lock()
	f.kept.add(struct{}{})
	f.mu.Unlock()
	f.nudge()
}
