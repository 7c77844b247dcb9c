package desk

import (
	"context"
	"sync"
	"time"
)

// Told is a fact together with how what it concerns stands since. It is shared: nobody changes it.
type Told struct {
	Event        Event
	Visit        *Visit        // of the badge concerned
	Invitation   *Invitation   // it is about
	Conversation *Conversation // it is about
	Lines        []Message     // of that conversation, new
	Operator     *Operator     // it is about
	Site         string        // name of the visit's site
	LeaveMessage bool          // nobody could take the conversation
}

// Outlet is the way to one connected page. Its methods are called under the desk's lock: they neither wait nor call the desk.
type Outlet interface {
	// Tell passes on what the page's visitor may know.
	Tell(t Told)
	// Close ends the connection.
	Close(k Kind)
}

// maxBacklog is how many facts a follower may lag behind; then he gets a new picture (architecture: slow sockets).
const maxBacklog = 256

// visitsEvery is the shortest time between two states of the same visit at one follower: ten frames a second.
const visitsEvery = 100 * time.Millisecond

// Follower follows the desk for one operator: facts in order, visits conflated to their latest state.
type Follower struct {
	desk     *Desk
	operator OperatorID
	closed   func()

	mu     sync.Mutex // guards all below; taken under the desk's lock, never the other way
	told   []Told
	visits map[VisitID]struct{}
	kept   bool // KeptOut changed
	lost   bool
	wake   chan struct{}
	next   time.Time // when visits may be told again
}

// Picture is the whole live picture.
type Picture struct {
	At            time.Time
	Epoch         string
	Sites         []Site
	Zones         []Zone
	Visits        []Visit
	Invitations   []Invitation
	Conversations []Conversation
	Operators     []Operator
	KeptOut       KeptOut
}

// Update is what has changed since the last one.
type Update struct {
	Told    []Told
	Visits  []Visit
	Gone    []VisitID
	KeptOut *KeptOut
}

// Follow returns the picture and a follower that misses nothing after it. Close the follower.
func (d *Desk) Follow(id OperatorID) (*Follower, Picture) {
	closed := d.consoleOpened(id)
	d.mu.Lock()
	defer d.mu.Unlock()
	f := &Follower{desk: d, operator: id, closed: closed, visits: map[VisitID]struct{}{}, wake: make(chan struct{}, 1)}
	d.followers[f] = struct{}{}
	if d.closed {
		f.lose()
	}
	return f, d.pictureLocked()
}

func (d *Desk) pictureLocked() Picture {
	l := &d.live
	p := Picture{At: time.Now(), Epoch: d.epoch, Sites: l.siteList(), Operators: l.operatorList(), KeptOut: l.keptOut.clone()}
	for _, s := range p.Sites {
		p.Zones = append(p.Zones, l.zones[s.ID].zones...)
	}
	for _, v := range l.visits {
		if v.Presence != Left {
			p.Visits = append(p.Visits, l.badge(v))
		}
	}
	for _, i := range l.invitations {
		p.Invitations = append(p.Invitations, i.Invitation)
	}
	for _, c := range l.conversations {
		p.Conversations = append(p.Conversations, l.talk(c))
	}
	return p
}

// Close ends following; the operator's console is counted out.
func (f *Follower) Close() {
	f.desk.mu.Lock()
	_, on := f.desk.followers[f]
	delete(f.desk.followers, f)
	f.desk.mu.Unlock()
	if on {
		f.closed()
	}
}

// Next waits for what comes next. TooMany when the follower fell too far behind and needs a new picture.
func (f *Follower) Next(ctx context.Context) (Update, error) {
	for {
		u, wait, err := f.collect()
		if err != nil || len(u.Told) > 0 || len(u.Visits) > 0 || len(u.Gone) > 0 || u.KeptOut != nil {
			return u, err
		}
		var later <-chan time.Time
		if wait > 0 {
			later = time.After(wait)
		}
		select {
		case <-ctx.Done():
			return Update{}, ctx.Err()
		case <-f.wake:
		case <-later:
		}
	}
}

// collect takes what there is; wait says in what time visits that wait may be told.
func (f *Follower) collect() (u Update, wait time.Duration, err error) {
	f.mu.Lock()
	if f.lost {
		f.mu.Unlock()
		return u, 0, Errorf(TooMany, "This console was too slow; it gets a new picture")
	}
	u.Told, f.told = f.told, nil
	if len(f.visits) == 0 && !f.kept {
		f.mu.Unlock()
		return u, 0, nil
	}
	if wait = time.Until(f.next); wait > 0 {
		f.mu.Unlock()
		return u, wait, nil
	}
	visits, kept := f.visits, f.kept
	f.visits, f.kept = map[VisitID]struct{}{}, false
	f.next = time.Now().Add(visitsEvery)
	f.mu.Unlock()

	f.desk.mu.Lock()
	defer f.desk.mu.Unlock()
	l := &f.desk.live
	for id := range visits {
		if v := l.visits[id]; v != nil && v.Presence != Left {
			u.Visits = append(u.Visits, l.badge(v))
		} else {
			u.Gone = append(u.Gone, id)
		}
	}
	if kept {
		k := l.keptOut.clone()
		u.KeptOut = &k
	}
	return u, 0, nil
}

func (f *Follower) nudge() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *Follower) lose() {
	f.mu.Lock()
	f.lost, f.told = true, nil
	f.mu.Unlock()
	f.nudge()
}

func (f *Follower) tell(t Told) {
	f.mu.Lock()
	if len(f.told) >= maxBacklog {
		f.mu.Unlock()
		f.lose()
		return
	}
	f.told = append(f.told, t)
	f.mu.Unlock()
	f.nudge()
}

func (f *Follower) touch(id VisitID) {
	f.mu.Lock()
	f.visits[id] = struct{}{}
	f.mu.Unlock()
	f.nudge()
}

// tellLocked tells e, just applied, to all whom it concerns: operators' consoles and the visitor's own pages.
func (d *Desk) tellLocked(e Event) {
	t, v := d.live.toldOf(e)
	if v != nil {
		for f := range d.followers {
			f.touch(v.ID)
		}
	}
	if _, left := e.(*OperatorLeft); t.Operator != nil && (left || isArrival(e)) {
		d.tellTalkingLocked(t)
	}
	if t.Invitation == nil && t.Conversation == nil && t.Operator == nil && !concernsSetup(e) {
		return
	}
	for f := range d.followers {
		f.tell(t)
	}
	if v != nil && (t.Invitation != nil || t.Conversation != nil) {
		for _, p := range v.pages {
			if p.outlet != nil {
				p.outlet.Tell(t)
			}
		}
	}
}

func isArrival(e Event) bool {
	_, ok := e.(*OperatorArrived)
	return ok
}

func concernsSetup(e Event) bool {
	switch e.(type) {
	case *SiteChanged, *ZonesChanged, *SettingsChanged, *CannedSaved, *CannedDeleted:
		return true
	}
	return false
}

// tellTalkingLocked tells the visitors who talk with an operator that he came or went.
func (d *Desk) tellTalkingLocked(t Told) {
	for _, c := range d.live.conversations {
		if c.Operator != t.Operator.ID {
			continue
		}
		now := d.live.talk(c)
		v := d.live.byVisitor[c.Visitor]
		if v == nil {
			continue
		}
		for _, p := range v.pages {
			if p.outlet != nil {
				p.outlet.Tell(Told{Event: t.Event, Conversation: &now, Site: d.live.siteName(v.Site)})
			}
		}
	}
}

func (l *live) siteName(id SiteID) string {
	if s := l.sites[id]; s != nil {
		return s.Name
	}
	return ""
}

// toldOf gathers what e concerns, as it stands now, and the visit whose badge changes.
func (l *live) toldOf(e Event) (Told, *visit) {
	t := Told{Event: e}
	var v *visit
	switch e := e.(type) {
	case *InvitationSent:
		v = l.tellInvitation(&t, e.Invitation.ID)
	case *InvitationMoved:
		v = l.tellInvitation(&t, e.Invitation)
	case *InvitationAccepted:
		l.tellInvitation(&t, e.Conversation.Invitation)
		t.Lines = e.Lines
		v = l.tellConversation(&t, e.Conversation.ID)
	case Numbered:
		t.Lines = []Message{*e.NumberedLine()}
		v = l.tellConversation(&t, e.NumberedLine().Conversation)
	case *MessagesReceived:
		v = l.tellConversation(&t, e.Conversation)
	case *Typing:
		v = l.tellConversation(&t, e.Conversation)
	case *OperatorChanged:
		l.tellOperator(&t, e.Operator.ID)
	case *OperatorArrived:
		l.tellOperator(&t, e.Operator)
	case *OperatorLeft:
		l.tellOperator(&t, e.Operator)
	default:
		v = l.tellVisit(&t, e)
	}
	if v != nil {
		t.Site = l.siteName(v.Site)
	}
	return t, v
}

// tellVisit finds the visit that e concerns; a visitor who talks came or went: the conversation is told too.
func (l *live) tellVisit(t *Told, e Event) *visit {
	var v *visit
	turned := false
	switch e := e.(type) {
	case *VisitStarted:
		v = l.visits[e.Visit.ID]
	case *PageViewed:
		v = l.visits[e.View.Visit]
	case *PageTitled:
		v = l.visits[e.Visit]
	case *PageOpened:
		v = l.visits[e.Visit]
		turned = v != nil && v.Tabs == 1
	case *PageClosed:
		v = l.visits[e.Visit]
		turned = v != nil && v.Tabs == 0
	case *PageAttended:
		v = l.visits[e.Visit]
	case *VisitorSlept:
		v = l.visits[e.Visit]
	case *VisitorLeft:
		v = l.visits[e.Visit]
	case *VisitEnded:
		v = &visit{Visit: Visit{ID: e.Visit}}
	}
	if v != nil && turned {
		if c := l.talking[v.Visitor]; c != nil {
			now := l.talk(c)
			t.Conversation = &now
		}
	}
	return v
}

func (l *live) tellInvitation(t *Told, id InvitationID) *visit {
	i := l.invitations[id]
	if i == nil {
		return nil
	}
	now := i.Invitation
	t.Invitation = &now
	return l.byVisitor[i.Visitor]
}

func (l *live) tellConversation(t *Told, id ConversationID) *visit {
	c := l.conversations[id]
	if c == nil {
		c = l.ended[id]
	}
	if c == nil {
		return nil
	}
	now := l.talk(c)
	t.Conversation = &now
	t.LeaveMessage = now.EndedBy == EndedByNobody
	return l.byVisitor[c.Visitor]
}

func (l *live) tellOperator(t *Told, id OperatorID) {
	if o := l.operators[id]; o != nil {
		now := o.Operator
		t.Operator = &now
	}
}
