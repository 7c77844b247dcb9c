package desktest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"beckon/desk"
)

// model is what must be so, told simply: one visitor with two tabs, two operators, at most one invitation or conversation.
type model struct {
	*world
	anna, bert *console
	guest      *person
	tabs       [2]*tab

	open   *desk.Invitation // unanswered
	talk   *desk.Conversation
	ended  bool
	with   *console // who talks
	lines  []string // of the talk, as everybody must read them
	outbox []sent   // what was said, and may be said again
}

type sent struct {
	id   desk.ClientID
	text string
	line desk.Message
	by   *console // nil: the visitor
}

func newModel(w *world) *model {
	m := &model{world: w, anna: w.console(w.shop.Anna), bert: w.console(w.shop.Bert), guest: w.visitor()}
	m.tabs[0], m.tabs[1] = m.guest.open("/"), m.guest.open("/cart")
	return m
}

func (m *model) either(t *rapid.T) *console {
	if rapid.Bool().Draw(t, "Anna") {
		return m.anna
	}
	return m.bert
}

func (m *model) tab(t *rapid.T) *tab { return m.tabs[rapid.IntRange(0, 1).Draw(t, "tab")] }

// is fails unless an operation was refused as it had to be; it reports whether it was carried out.
func is(t *rapid.T, err error, want desk.Kind) bool {
	t.Helper()
	if want == desk.Internal && err != nil || want != desk.Internal && (err == nil || desk.KindOf(err) != want) {
		t.Fatalf("got %v (kind %d), want kind %d", err, desk.KindOf(err), want)
	}
	return err == nil
}

func (m *model) invite(t *rapid.T) {
	by, want := m.either(t), desk.Internal
	if m.open != nil || m.talk != nil {
		want = desk.Conflict
	}
	i, err := by.tryInvite(m.guest, "I'm %name%")
	if is(t, err, want) {
		m.open, m.with = &i, by
	}
}

// answer does something with the last invitation: it is carried out while it is open, and refused afterwards.
func (m *model) answer(t *rapid.T, do func(desk.InvitationID) error, closes bool) {
	if m.open == nil {
		return
	}
	if is(t, do(m.open.ID), desk.Internal) && closes {
		is(t, errOf(m.desk.Withdraw(context.Background(), actor(m.anna.who), m.open.ID)), desk.Conflict)
		m.open = nil
	}
}

func (m *model) deliver(t *rapid.T) {
	m.answer(t, func(id desk.InvitationID) error { return m.desk.Delivered(context.Background(), m.guest.id, id) }, false)
}

func (m *model) show(t *rapid.T) {
	m.answer(t, func(id desk.InvitationID) error { return m.desk.Shown(context.Background(), m.guest.id, id) }, false)
}

func (m *model) decline(t *rapid.T) {
	m.answer(t, func(id desk.InvitationID) error { return m.desk.Decline(context.Background(), m.guest.id, id) }, true)
}

func (m *model) withdraw(t *rapid.T) {
	m.answer(t, func(id desk.InvitationID) error {
		return errOf(m.desk.Withdraw(context.Background(), actor(m.with.who), id))
	}, true)
}

func (m *model) accept(t *rapid.T) {
	m.answer(t, func(id desk.InvitationID) error {
		c, err := m.desk.Accept(context.Background(), m.guest.id, id, "Gerda", desk.Text)
		m.talk, m.outbox = &c, nil
		m.lines = []string{"1 operator: I'm " + m.with.who.Name, "2 system: Gerda chose text chat"}
		return err
	}, true)
}

func (m *model) say(t *rapid.T) {
	if m.talk == nil {
		return
	}
	s := sent{id: desk.ClientID(m.id("said")), text: rapid.StringMatching(`[a-z<&%]{1,8}x`).Draw(t, "text")}
	from, want := desk.FromVisitor, desk.Internal
	if rapid.Bool().Draw(t, "operator says") {
		s.by, from = m.either(t), desk.FromOperator
	}
	if s.by != nil && s.by != m.with {
		want = desk.Forbidden
	}
	if s.by == nil && m.talk.Hold {
		want = desk.OnHold
	}
	var err error
	if s.line, err = m.send(s); is(t, err, want) {
		m.lines = append(m.lines, fmt.Sprintf("%d %s: %s", len(m.lines)+1, from, s.text))
		m.outbox = append(m.outbox, s)
	}
}

func (m *model) send(s sent) (desk.Message, error) {
	if s.by != nil {
		return m.desk.Say(context.Background(), actor(s.by.who), m.talk.ID, s.id, s.text)
	}
	time.Sleep(time.Second) // the visitor's pace
	return m.desk.SayByVisitor(context.Background(), m.guest.id, m.talk.ID, s.id, s.text)
}

// sayAgain sends something again whose tick got lost: the same line comes back.
func (m *model) sayAgain(t *rapid.T) {
	if m.talk == nil || len(m.outbox) == 0 {
		return
	}
	s := m.outbox[rapid.IntRange(0, len(m.outbox)-1).Draw(t, "which")]
	again, err := m.send(s)
	if is(t, err, desk.Internal) && (again.Seq != s.line.Seq || again.Text != s.line.Text) {
		t.Fatalf("sent again it is line %d, %q, want %d, %q", again.Seq, again.Text, s.line.Seq, s.line.Text)
	}
}

func (m *model) hold(t *rapid.T) {
	m.holds(t, true, m.desk.Hold, "has put the chat on hold and will be right back")
}

func (m *model) resume(t *rapid.T) { m.holds(t, false, m.desk.Resume, "is back") }

func (m *model) holds(t *rapid.T, on bool, do func(context.Context, desk.Actor, desk.ConversationID) (desk.Conversation, error), text string) {
	if m.talk == nil {
		return
	}
	by, want := m.either(t), desk.Internal
	if by != m.with {
		want = desk.Forbidden
	}
	if is(t, errOf(do(context.Background(), actor(by.who), m.talk.ID)), want) && m.talk.Hold != on {
		m.talk.Hold = on
		m.lines = append(m.lines, fmt.Sprintf("%d system: %s %s", len(m.lines)+1, by.who.Name, text))
	}
}

func (m *model) end(t *rapid.T) {
	if m.talk == nil {
		return
	}
	who, err := "Gerda", error(nil)
	if rapid.Bool().Draw(t, "operator ends") {
		who = m.with.who.Name
		_, err = m.desk.End(context.Background(), actor(m.with.who), m.talk.ID)
	} else {
		err = m.desk.EndByVisitor(context.Background(), m.guest.id, m.talk.ID)
	}
	is(t, err, desk.Internal)
	m.lines = append(m.lines, fmt.Sprintf("%d system: %s ended the chat", len(m.lines)+1, who))
	m.ended, m.talk.Hold = true, false
	m.check(t)
	is(t, errOf(m.send(sent{id: desk.ClientID(m.id("late")), text: "Too late"})), desk.Ended)
	for _, s := range m.outbox {
		if again, err := m.send(s); err != nil || again.Seq != s.line.Seq {
			t.Fatalf("sent again after the end: got %d, %v, want %d", again.Seq, err, s.line.Seq)
		}
	}
	m.talk, m.lines, m.ended = nil, nil, false
}

func (m *model) reload(t *rapid.T) {
	n := rapid.IntRange(0, 1).Draw(t, "tab")
	m.tabs[n] = m.tabs[n].goes(rapid.SampledFrom([]string{"/", "/cart", "/catalog"}).Draw(t, "path"))
}

func (m *model) reconnect(t *rapid.T) { m.tab(t).reconnects() }

func (m *model) console(t *rapid.T) {
	if m.either(t) == m.anna {
		m.anna = m.again(m.anna)
	} else {
		m.bert = m.again(m.bert)
	}
}

// again closes a console and opens another.
func (m *model) again(c *console) *console {
	c.stop()
	next := m.consoleAt(m.desk, c.who)
	if m.with == c {
		m.with = next
	}
	for i := range m.outbox {
		if m.outbox[i].by == c {
			m.outbox[i].by = next
		}
	}
	return next
}

func (m *model) diskFull(t *rapid.T) {
	m.store.Fail(ErrDiskFull)
	defer m.store.Heal()
	if m.talk != nil {
		is(t, errOf(m.send(sent{id: desk.ClientID(m.id("lost")), text: "Not stored"})), desk.Unavailable)
	}
	if m.open != nil {
		is(t, m.desk.Decline(context.Background(), m.guest.id, m.open.ID), desk.Unavailable)
	}
}

// check compares every screen with the model.
func (m *model) check(t *rapid.T) {
	time.Sleep(shortly)
	synctest.Wait()
	for n, b := range m.tabs {
		card, talk, _ := b.view()
		if (card != nil) != (m.open != nil) || card != nil && card.ID != m.open.ID {
			t.Fatalf("tab %d shows %+v, want %+v", n, card, m.open)
		}
		if m.talk != nil && (talk == nil || talk.ID != m.talk.ID || talk.Hold != m.talk.Hold || !slices.Equal(b.screen(), m.lines)) {
			t.Fatalf("tab %d shows %+v: %q, want %q", n, talk, b.screen(), m.lines)
		}
	}
	for _, c := range []*console{m.anna, m.bert} {
		badge := c.mustBadge(m.guest)
		if (badge.Invitation != nil) != (m.open != nil) || badge.Tabs != 2 {
			t.Fatalf("%s sees the badge %+v, want the invitation %+v and 2 tabs", c.who.Name, badge, m.open)
		}
		if chatting := m.talk != nil && !m.ended; (badge.Conversation != nil) != chatting {
			t.Fatalf("%s sees the chat marker %+v, should be %t", c.who.Name, badge.Conversation, chatting)
		}
		if m.talk != nil && !slices.Equal(c.screen(m.talk.ID), m.lines) {
			t.Fatalf("%s reads %q, want %q", c.who.Name, c.screen(m.talk.ID), m.lines)
		}
	}
	saved, err := m.store.Load(context.Background())
	if err != nil || len(saved.Invitations)+len(saved.Conversations) > 1 {
		t.Fatalf("open in the store: %+v and %+v, %v, want one at most", saved.Invitations, saved.Conversations, err)
	}
	if l := m.desk.Ledger(); l.Accepted-l.Stored-l.Rejected-l.Waiting != 0 {
		t.Fatalf("page views are unaccounted for: %+v", l)
	}
}

func TestWhateverPeopleDoEveryScreenIsRight(t *testing.T) {
	inBubbles(t, func(t *rapid.T, w *world) {
		m := newModel(w)
		t.Repeat(map[string]func(*rapid.T){
			"invite": m.invite, "deliver": m.deliver, "show": m.show, "accept": m.accept, "decline": m.decline, "withdraw": m.withdraw,
			"say": m.say, "say more": m.say, "say again": m.sayAgain, "hold": m.hold, "resume": m.resume, "end": m.end,
			"reload": m.reload, "reconnect": m.reconnect, "another console": m.console, "disk full": m.diskFull, "": m.check,
		})
	})
}
