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
	Request      *Request      // it is about
	Lines        []Message     // of that conversation, new
	Operator     *Operator     // it is about
	Site         string        // name of the visit's site
	Button       Button        // of the visit's site, where it is about that
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

// talksEvery is the same for how far colleagues' conversations have come. They matter less, and with many operators most news is of them.
const talksEvery = 250 * time.Millisecond

// Follower follows the desk for one operator: facts in order; visits, and how far colleagues' conversations have come, conflated to
// their latest state.
type Follower struct {
	desk     *Desk
	operator OperatorID
	closed   func(heard time.Time, leaves bool)

	console, session string // of what Attend told; guarded by the desk's lock
	leaves           bool   // Leave was called; guarded by the desk's lock

	mu     sync.Mutex // guards all below; taken under the desk's lock, never the other way
	told   []Told
	visits news[VisitID]
	talks  news[ConversationID] // colleagues' conversations that went on
	kept   news[struct{}]       // KeptOut changed
	lost   bool
	wake   chan struct{}
}

// news is what has changed and is told together, at most once in every.
type news[K comparable] struct {
	every time.Duration
	of    map[K]struct{}
	next  time.Time // when it may be told
}

func (n *news[K]) add(k K) {
	if n.of == nil {
		n.of = map[K]struct{}{}
	}
	n.of[k] = struct{}{}
}

// take takes what may be told now; else wait is in what time something may, if that is before.
func (n *news[K]) take(now time.Time, before time.Duration) (of map[K]struct{}, wait time.Duration) {
	if n.of == nil {
		return nil, before
	}
	if wait = n.next.Sub(now); wait > 0 {
		if before > 0 {
			wait = min(wait, before)
		}
		return nil, wait
	}
	of, n.of, n.next = n.of, nil, now.Add(n.every)
	return of, before
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
	Requests      []Request // waiting, in the order of the queue
	Operators     []Operator
	KeptOut       KeptOut
	Closed        bool // it is outside the business hours: visitors read Leave a message, whoever is there (COM-2)
}

// Update is what has changed since the last one.
type Update struct {
	Told    []Told
	Visits  []Visit
	Gone    []VisitID
	Talks   []Conversation // colleagues', that went on
	KeptOut *KeptOut
}

func (u Update) empty() bool {
	return len(u.Told) == 0 && len(u.Visits) == 0 && len(u.Gone) == 0 && len(u.Talks) == 0 && u.KeptOut == nil
}

// Follow returns the picture and a follower that misses nothing after it. Close the follower.
func (d *Desk) Follow(id OperatorID) (*Follower, Picture) {
	closed := d.consoleOpened(id)
	d.mu.Lock()
	defer d.mu.Unlock()
	f := &Follower{desk: d, operator: id, closed: closed, wake: make(chan struct{}, 1)}
	f.visits.every, f.talks.every, f.kept.every = visitsEvery, talksEvery, visitsEvery
	d.followers[f] = struct{}{}
	if d.closed {
		f.lose()
	}
	return f, d.pictureLocked()
}

func (d *Desk) pictureLocked() Picture {
	l := &d.live
	p := Picture{At: time.Now(), Epoch: d.epoch, Sites: l.siteList(), Operators: l.operatorList(), KeptOut: l.keptOut.clone(), Closed: l.outOfHours}
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
	for i, r := range l.queue() {
		p.Requests = append(p.Requests, l.standingAt(r, i+1))
	}
	return p
}

// Close ends following; the operator's console is counted out.
func (f *Follower) Close() { f.Lost(time.Now()) }

// Lost is Close for a console that fell silent: the operator's lease counts from when it was heard last (QUE-3).
func (f *Follower) Lost(heard time.Time) {
	f.desk.mu.Lock()
	_, on := f.desk.followers[f]
	leaves := f.leaves
	delete(f.desk.followers, f)
	if on {
		f.desk.unattendLocked(f)
	}
	f.desk.mu.Unlock()
	if on {
		f.closed(heard, leaves)
	}
}

// Leave takes that the console is being closed, not lost: with the last of an operator's his lease is short.
func (f *Follower) Leave() {
	f.desk.mu.Lock()
	defer f.desk.mu.Unlock()
	f.leaves = true
}

// Next waits for what comes next. TooMany when the follower fell too far behind and needs a new picture.
func (f *Follower) Next(ctx context.Context) (Update, error) {
	for {
		u, wait, err := f.collect()
		if err != nil || !u.empty() {
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
	now := time.Now()
	visits, wait := f.visits.take(now, 0)
	talks, wait := f.talks.take(now, wait)
	kept, wait := f.kept.take(now, wait)
	f.mu.Unlock()
	if visits == nil && talks == nil && kept == nil {
		return u, wait, nil
	}
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
	for id := range talks {
		if c := l.conversations[id]; c != nil {
			u.Talks = append(u.Talks, l.talk(c))
		}
	}
	if kept != nil {
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
	f.visits.add(id)
	f.mu.Unlock()
	f.nudge()
}

func (f *Follower) touchTalk(id ConversationID) {
	f.mu.Lock()
	f.talks.add(id)
	f.mu.Unlock()
	f.nudge()
}

// tellLocked tells e, just applied, to all whom it concerns: operators' consoles and the visitor's own pages.
func (d *Desk) tellLocked(e Event) {
	t, v := d.live.toldOf(e)
	goesOn := onlyGoesOn(e)
	if v != nil && (!goesOn || v.Sleeping != v.toldSleeping) {
		v.toldSleeping = v.Sleeping
		for f := range d.followers {
			f.touch(v.ID)
		}
	}
	if _, left := e.(*OperatorLeft); t.Operator != nil && (left || isArrival(e)) {
		d.tellTalkingLocked(e, func(c *conversation) bool { return c.Operator == t.Operator.ID })
	}
	if e, is := e.(*SiteChanged); is {
		d.tellTalkingLocked(e, func(c *conversation) bool { return c.Site == e.Site.ID })
		d.tellButtonLocked(e.Site.ID)
	}
	if _, is := e.(*MailSettingsChanged); is {
		d.tellTalkingLocked(e, func(*conversation) bool { return true })
	}
	d.tellPhoneLocked(t)
	if e, is := e.(*MicrophoneMeasured); is {
		d.live.byVisitor[e.Visitor].tellPages(t)
	}
	if t.Invitation == nil && t.Conversation == nil && t.Request == nil && t.Operator == nil && !concernsSetup(e) {
		return
	}
	between := betweenTheTwo(e)
	for f := range d.followers {
		switch {
		case !goesOn || t.Conversation == nil || t.Conversation.Operator == f.operator:
			f.tell(t)
		case !between:
			f.touchTalk(t.Conversation.ID)
		}
	}
	if t.Invitation != nil || t.Conversation != nil || t.Request != nil {
		v.tellPages(t)
	}
}

// tellPages tells the pages that are open in a visit; in none, nobody.
func (v *visit) tellPages(t Told) {
	if v == nil {
		return
	}
	for _, p := range v.pages {
		if p.outlet != nil {
			p.outlet.Tell(t)
		}
	}
}

// onlyGoesOn reports whether a conversation goes on by e and nothing else: its visitor's badge stays as it is, unless the visitor slept.
// Most facts are such, and with many operators most are of colleagues' conversations.
func onlyGoesOn(e Event) bool {
	switch e.(type) {
	case *MessageSent, *MessagesReceived, *MessagesRead, *Typing, *CallReported, *CallSignalled:
		return true
	}
	return false
}

// betweenTheTwo reports whether e means nothing to an operator who is not in the conversation.
func betweenTheTwo(e Event) bool {
	switch e.(type) {
	case *Typing, *CallSignalled:
		return true
	}
	return false
}

func isArrival(e Event) bool {
	_, ok := e.(*OperatorArrived)
	return ok
}

func concernsSetup(e Event) bool {
	switch e.(type) {
	case *SiteChanged, *ZonesChanged, *SettingsChanged, *CannedSaved, *CannedDeleted, *VisitorBlocked, *VisitorUnblocked:
		return true
	case *AvailabilityChanged, *OfflineMessageLeft, *OfflineReplied, *OfflineClosed, *OfflineReopened, *MailSettled, *MailRequeued, *MailSettingsChanged:
		return true
	}
	return false
}

// tellTalkingLocked tells visitors who talk how their conversation stands since e: their operator came or went, their site changed, or
// whether it sends e-mail.
func (d *Desk) tellTalkingLocked(e Event, concerned func(*conversation) bool) {
	for _, c := range d.live.conversations {
		if concerned(c) {
			now := d.live.talk(c)
			t := Told{Event: e, Conversation: &now, Site: d.live.siteName(c.Site)}
			d.live.byVisitor[c.Visitor].tellPages(t)
			d.tellPhoneLocked(t)
		}
	}
}

func (l *live) siteName(id SiteID) string {
	if s := l.sites[id]; s != nil {
		return s.Name
	}
	return ""
}
