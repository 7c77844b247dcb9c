package desktest

import (
	"context"
	"net/netip"
	"slices"
	"sync"

	"beckon/desk"
)

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// person is a visitor with his browser, which keeps the token.
type person struct {
	w     *world
	desk  *desk.Desk // that his pages connect to
	token string
	id    desk.VisitorID
}

// visitor returns somebody who has never been here.
func (w *world) visitor() *person { return &person{w: w, desk: w.desk} }

// tab is a page in a browser: the outlet of a connection and what a person would see there.
type tab struct {
	of      *person
	at      *desk.Desk
	hello   desk.Arrival
	arrived *desk.Arrived

	mu     sync.Mutex // guards all below; taken under the desk's lock
	card   *desk.Invitation
	gone   desk.InvitationState // how the last card went
	talk   *desk.Conversation
	lines  []desk.Message // as shown: in the order of their numbers
	typing bool
	asked  *desk.Request // as told last
	live   bool          // Live Help is offered
	leave  bool          // asked to leave a message
	closed desk.Kind
	told   int
	kept   []desk.PageID
}

// open opens a page in a new tab, visible and focused.
func (p *person) open(path string) *tab {
	p.w.t.Helper()
	b, err := p.tryOpen(desk.Arrival{URL: Address + path, Title: "Page " + path, Visible: true, Focused: true})
	must(p.w.t, "arrive at "+path, err)
	return b
}

// tryOpen opens a page that says more or less of itself.
func (p *person) tryOpen(a desk.Arrival) (*tab, error) {
	a.Key, a.Token, a.Agent, a.Address = orElse(a.Key, Key), orElse(a.Token, p.token), orElse(a.Agent, firefox), netip.MustParseAddr("198.51.100.7")
	a.Origin, a.Page, a.Language = orElse(a.Origin, Address), desk.PageID(orElse(string(a.Page), p.w.id("page"))), "en-GB"
	b := &tab{of: p, hello: a}
	return b, b.connect()
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (b *tab) connect() error {
	b.at = b.of.desk
	b.hello.Token = orElse(b.hello.Token, b.of.token)
	arrived, err := b.at.Arrive(context.Background(), b.hello, b, func(page desk.PageID) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.kept = append(b.kept, page)
	})
	if err != nil {
		return err
	}
	b.arrived, b.of.id = arrived, arrived.Visitor
	b.of.token = orElse(arrived.Token, b.of.token)
	b.mu.Lock()
	b.card, b.talk, b.asked, b.live = arrived.Invitation, arrived.Conversation, arrived.Request, arrived.Available
	shown := int64(len(b.lines))
	b.mu.Unlock()
	if arrived.Conversation != nil {
		b.fetch(arrived.Conversation.ID, shown)
	}
	return nil
}

// fetch shows the lines after a number.
func (b *tab) fetch(c desk.ConversationID, after int64) {
	lines, _, err := b.at.MessagesForVisitor(context.Background(), b.of.id, c, after, 1000)
	must(b.of.w.t, "fetch", err)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.show(lines)
}

// show adds lines as a page does: by number, each once.
func (b *tab) show(lines []desk.Message) {
	for _, m := range lines {
		if m.Seq == int64(len(b.lines)+1) {
			b.lines = append(b.lines, m)
		}
	}
}

// Tell implements desk.Outlet.
func (b *tab) Tell(t desk.Told) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told++
	if i := t.Invitation; i != nil {
		if b.card = nil; i.State.Open() {
			b.card = i
		} else {
			b.gone = i.State
		}
	}
	if t.Request != nil {
		b.asked = t.Request
	}
	if e, is := t.Event.(*desk.AvailabilityChanged); is {
		b.live = e.Available
	}
	if typing, is := t.Event.(*desk.Typing); is {
		b.typing = typing.On
	}
	if c := t.Conversation; c != nil {
		if b.talk == nil || b.talk.ID != c.ID {
			b.lines = nil
		}
		b.talk, b.leave = c, b.leave || t.LeaveMessage
		b.show(t.Lines)
	}
}

// Close implements desk.Outlet.
func (b *tab) Close(k desk.Kind) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = k
}

// view returns what the page shows.
func (b *tab) view() (card *desk.Invitation, talk *desk.Conversation, lines []desk.Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.card, b.talk, slices.Clone(b.lines)
}

// invited reports whether the page shows an invitation.
func (b *tab) invited() bool {
	card, _, _ := b.view()
	return card != nil
}

func (b *tab) shown() []desk.Message {
	_, _, lines := b.view()
	return lines
}

func (b *tab) conversation() desk.Conversation {
	_, c, _ := b.view()
	return *c
}

func (b *tab) seesTyping() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.typing
}

func (b *tab) asksToLeave() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.leave
}

func (b *tab) closedBy() desk.Kind {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

func (b *tab) keptPages() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.kept)
}

func (b *tab) timesTold() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.told
}

func (b *tab) lastGone() desk.InvitationState {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.gone
}

func (b *tab) talkID() desk.ConversationID {
	b.of.w.t.Helper()
	_, talk, _ := b.view()
	if talk == nil {
		b.of.w.t.Fatal("the page shows no conversation")
	}
	return talk.ID
}

// leaves closes the page.
func (b *tab) leaves() { b.at.Depart(b.arrived) }

// goes loads another page in the same tab.
func (b *tab) goes(path string) *tab {
	b.of.w.t.Helper()
	b.leaves()
	return b.of.open(path)
}

// reconnects is the same page on another connection.
func (b *tab) reconnects() {
	b.of.w.t.Helper()
	must(b.of.w.t, "reconnect", b.connect())
}

func (b *tab) attends(visible, focused, active bool) {
	b.at.Attend(b.arrived, visible, focused, active)
}

// sees answers an invitation as a page does: it arrived, it was painted.
func (b *tab) sees() desk.InvitationID {
	b.of.w.t.Helper()
	card, _, _ := b.view()
	if card == nil {
		b.of.w.t.Fatal("the page shows no invitation")
	}
	must(b.of.w.t, "delivered", b.at.Delivered(context.Background(), b.of.id, card.ID))
	must(b.of.w.t, "shown", b.at.Shown(context.Background(), b.of.id, card.ID))
	return card.ID
}

// accepts presses Start Chat and Start.
func (b *tab) accepts(name string) desk.Conversation {
	b.of.w.t.Helper()
	c, err := b.at.Accept(context.Background(), b.of.id, b.sees(), name, desk.Text)
	must(b.of.w.t, "accept", err)
	return c
}

func (b *tab) says(text string) desk.Message {
	b.of.w.t.Helper()
	m, err := b.trySay(desk.ClientID(b.of.w.id("said")), text)
	must(b.of.w.t, "say", err)
	return m
}

func (b *tab) trySay(id desk.ClientID, text string) (desk.Message, error) {
	return b.at.SayByVisitor(context.Background(), b.of.id, b.talkID(), id, text)
}
