package desktest

import (
	"context"
	"slices"

	"pgregory.net/rapid"

	"beckon/desk"
)

var allModes = []desk.Routing{desk.FirstAvailable, desk.LeastBusy, desk.RoundRobin, desk.RingAll}

// ask: a newcomer, or somebody who was invited before and did not answer, or declined (COM-7).
func (m *queueModel) ask(t *rapid.T) {
	if len(m.now().queue) >= officeMostWait {
		return
	}
	page, turn := m.visitor().open("/"), newcomersLast
	if login, ok := m.present(t); ok {
		how := rapid.SampledFrom([]string{"", "", "withdrawn", "declined"}).Draw(t, "invited")
		if how != "" {
			i := m.consoles[login].invites(page.of, "May I help?")
			if how == "declined" {
				is(t, m.desk.Decline(context.Background(), page.of.id, i.ID), desk.Internal)
			} else {
				is(t, errOf(m.desk.Withdraw(context.Background(), actor(m.people[login]), i.ID)), desk.Internal)
				turn = invitedThen
			}
		}
	}
	want := desk.Internal
	if !m.now().offered() {
		want = desk.Refused
	}
	m.tell("guest %d asks, turn %d", len(m.guests), turn)
	_, err := page.tryAsk("")
	if !is(t, err, want) {
		return
	}
	guest := len(m.guests)
	m.guests = append(m.guests, page)
	m.did(func(o *office) { o.ask(guest, turn) })
}

// takes lets an operator accept; who comes too late afterwards is told so.
func (m *queueModel) takes(t *rapid.T, guest int, login string) {
	if len(m.now().chatsOf(login)) >= officeMostTalk {
		return
	}
	m.tell("%s takes %d", login, guest)
	talk, err := m.desk.AcceptRequest(context.Background(), actor(m.people[login]), m.requests[guest])
	is(t, err, desk.Internal)
	m.talks[guest] = talk.ID
	m.did(func(o *office) { o.accept(guest, login) })
	for other, who := range m.people {
		if other != login {
			is(t, errOf(m.desk.AcceptRequest(context.Background(), actor(who), m.requests[guest])), desk.Conflict)
		}
	}
}

// accept: somebody takes a request, rung at or not.
func (m *queueModel) accept(t *rapid.T) {
	p, waits := m.waiting(t)
	login, here := m.present(t)
	if waits && here {
		m.takes(t, p.guest, login)
	}
}

// next: the button takes the first of the queue (QUE-2).
func (m *queueModel) next(t *rapid.T) {
	if login, here := m.present(t); here && len(m.now().queue) > 0 {
		m.takes(t, m.now().queue[0].guest, login)
	}
}

// meet: an operator invites somebody who accepts, and says a word.
func (m *queueModel) meet(t *rapid.T) {
	login, here := m.present(t)
	if !here || len(m.now().chatsOf(login)) >= officeMostTalk {
		return
	}
	page, guest := m.visitor().open("/"), len(m.guests)
	m.tell("%s meets %d", login, guest)
	m.guests = append(m.guests, page)
	m.talks[guest] = m.consoles[login].talksTo(page).ID
	m.consoles[login].says(m.talks[guest], "Hello") // else it is no talk yet, and goes with him (S-44)
	m.did(func(o *office) { o.meet(guest, login) })
}

func (m *queueModel) decline(t *rapid.T) { m.letPass(t, desk.PassDeclined) }

func (m *queueModel) leaveToQueue(t *rapid.T) { m.letPass(t, desk.PassQueued) }

// letPass lets a request pass at one operator: mostly one at whom it rings.
func (m *queueModel) letPass(t *rapid.T, how desk.Passed) {
	p, waits := m.waiting(t)
	login, here := m.present(t)
	if !waits || !here {
		return
	}
	rung := slices.Sorted(func(yield func(string) bool) {
		for login := range p.rings {
			if !yield(login) {
				return
			}
		}
	})
	if len(rung) > 0 && rapid.IntRange(0, 3).Draw(t, "who") > 0 {
		login, _ = one(t, "rung", rung)
	}
	want, said := desk.Internal, p.said[login]
	if how == desk.PassQueued && p.rings[login] == 0 && said != desk.PassMissed && said != desk.PassQueued { // not his to leave to the queue
		want = desk.Conflict
	}
	m.tell("%s lets %d pass", login, p.guest)
	_, err := m.desk.PassRequest(context.Background(), actor(m.people[login]), m.requests[p.guest], how)
	if is(t, err, want) {
		m.did(func(o *office) { o.pass(p.guest, login, how) })
	}
}

func (m *queueModel) cancel(t *rapid.T) {
	if p, ok := m.waiting(t); ok {
		m.tell("%d cancels", p.guest)
		is(t, m.desk.CancelRequest(context.Background(), m.guests[p.guest].of.id, m.requests[p.guest]), desk.Internal)
		m.did(func(o *office) { o.cancel(p.guest) })
	}
}

// end: one of both ends the chat; an operator at his console only.
func (m *queueModel) end(t *rapid.T) {
	c, ok := one(t, "chat", m.now().chats)
	if !ok {
		return
	}
	m.tell("chat %+v", c)
	by := "visitor"
	if m.now().seat(c.with).here && rapid.Bool().Draw(t, "by operator") {
		by = "operator"
		is(t, errOf(m.desk.End(context.Background(), actor(m.people[c.with]), m.talks[c.guest])), desk.Internal)
	} else {
		is(t, m.desk.EndByVisitor(context.Background(), m.guests[c.guest].of.id, m.talks[c.guest]), desk.Internal)
	}
	m.did(func(o *office) { o.end(c.guest, by) })
}

func (m *queueModel) come(t *rapid.T) {
	if login, ok := m.seatWhere(t, func(s seat) bool { return !s.here }); ok {
		m.tell("%s", login)
		m.consoles[login] = m.console(m.people[login])
		m.did(func(o *office) { o.comes(login) })
	}
}

func (m *queueModel) loses(t *rapid.T) {
	if login, ok := m.present(t); ok {
		m.tell("%s goes", login)
		m.consoles[login].stop()
		m.did(func(o *office) { o.goes(login, officeLeaseLost) })
	}
}

func (m *queueModel) closes(t *rapid.T) {
	if login, ok := m.present(t); ok {
		m.tell("%s", login)
		closing, _ := m.desk.Follow(m.people[login].ID)
		m.consoles[login].stop()
		closing.Leave()
		closing.Close()
		m.did(func(o *office) { o.goes(login, officeLeaseClosed) })
	}
}

// handOver: he signs out, having been asked; or thinks better of it and stays.
func (m *queueModel) handOver(t *rapid.T) {
	login, ok := m.present(t)
	if !ok {
		return
	}
	m.tell("%s", login)
	_, err := m.desk.HandOver(context.Background(), actor(m.people[login]))
	is(t, err, desk.Internal)
	m.happened(func(o *office) []*office { return o.handOver(login) })
	m.compare(t)
	if rapid.Bool().Draw(t, "goes") {
		m.tell("%s goes", login)
		m.consoles[login].stop()
		m.did(func(o *office) { o.goes(login, officeLeaseLost) })
	}
}

func (m *queueModel) switches(t *rapid.T) {
	login, ok := m.seatWhere(t, func(seat) bool { return true })
	if !ok {
		return
	}
	m.tell("%s", login)
	_, err := m.desk.SwitchLiveHelp(context.Background(), actor(m.people[login]), !m.now().seat(login).help)
	is(t, err, desk.Internal)
	m.did(func(o *office) { o.switches(login) })
}

// hire: the operators' list grows, before, between or behind those who are on it.
func (m *queueModel) hire(t *rapid.T) {
	login := rapid.SampledFrom([]string{"aaron", "bella", "zoe"}).Draw(t, "new")
	if m.people[login].ID != "" || len(m.people) > 4 {
		return
	}
	who, err := m.desk.AddOperator(context.Background(), desk.Operator{Login: login, Name: login})
	is(t, err, desk.Internal)
	m.people[login] = who
	m.did(func(o *office) { o.hires(login) })
}

func (m *queueModel) modeChanges(t *rapid.T) {
	mode := rapid.SampledFrom(allModes).Draw(t, "mode")
	m.tell("%s", mode)
	m.setting(func(s *desk.Settings) { s.Routing = mode })
	m.did(func(o *office) {
		o.mode = mode
		o.settle("")
	})
}

// wait: a moment, until chats of a closed console go back, until rings are out, until somebody who went is given up.
func (m *queueModel) wait(t *rapid.T) {
	m.lets(t, rapid.SampledFrom([]int{10, 60, 250, 300, 610}).Draw(t, "ticks"))
}
