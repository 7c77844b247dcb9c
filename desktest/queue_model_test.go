package desktest

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"beckon/desk"
)

// queueModel is the Communication Queue told simply: who waits since when, who has passed what, who has which chats.
type queueModel struct {
	*world
	consoles []*console
	waits    []*waiter // in the order asked
	chats    map[desk.OperatorID][]desk.Conversation
}

type waiter struct {
	at     *tab
	id     desk.RequestID
	passed map[desk.OperatorID]desk.Passed
}

// modelChats keeps the model's operators soon busy.
const modelChats = 2

func newQueueModel(w *world, mode desk.Routing) *queueModel {
	w.setting(func(s *desk.Settings) { s.Routing, s.MaxChats = mode, modelChats })
	m := &queueModel{world: w, chats: map[desk.OperatorID][]desk.Conversation{}}
	for _, o := range []desk.Operator{w.shop.Anna, w.shop.Bert, w.shop.Carla} {
		m.consoles = append(m.consoles, w.console(o))
	}
	synctest.Wait()
	return m
}

func (m *queueModel) any(t *rapid.T) *console {
	return rapid.SampledFrom(m.consoles).Draw(t, "operator")
}

func (m *queueModel) ask(*rapid.T) {
	if len(m.waits) < 6 {
		at, r := m.newcomer("")
		m.waits = append(m.waits, &waiter{at: at, id: r.ID, passed: map[desk.OperatorID]desk.Passed{}})
	}
}

func (m *queueModel) someone(t *rapid.T) *waiter {
	if len(m.waits) == 0 {
		return nil
	}
	return rapid.SampledFrom(m.waits).Draw(t, "who")
}

func (m *queueModel) forget(w *waiter) {
	m.waits = slices.DeleteFunc(m.waits, func(x *waiter) bool { return x == w })
}

func (m *queueModel) accept(t *rapid.T) {
	w, c := m.someone(t), m.any(t)
	if w == nil {
		return
	}
	talk, err := m.desk.AcceptRequest(context.Background(), actor(c.who), w.id)
	is(t, err, desk.Internal)
	m.forget(w)
	m.chats[c.who.ID] = append(m.chats[c.who.ID], talk)
}

func (m *queueModel) pass(t *rapid.T) {
	w, c := m.someone(t), m.any(t)
	if w == nil {
		return
	}
	how := rapid.SampledFrom([]desk.Passed{desk.PassDeclined, desk.PassQueued}).Draw(t, "how")
	before := m.standing(t, w)
	_, err := m.desk.PassRequest(context.Background(), actor(c.who), w.id, how)
	rang := slices.ContainsFunc(before.Passes, func(p desk.Pass) bool { return p.Operator == c.who.ID && p.How != desk.PassDeclined })
	if how == desk.PassQueued && !rang && !rings(before, c.who) { // it is not his to leave to the queue
		is(t, err, desk.Conflict)
		return
	}
	is(t, err, desk.Internal)
	w.passed[c.who.ID] = how
	for _, c := range m.consoles {
		if w.passed[c.who.ID] != desk.PassDeclined {
			return
		}
	}
	m.forget(w) // all have declined
}

func (m *queueModel) end(t *rapid.T) {
	c := m.any(t)
	mine := m.chats[c.who.ID]
	if len(mine) == 0 {
		return
	}
	_, err := m.desk.End(context.Background(), actor(c.who), mine[0].ID)
	is(t, err, desk.Internal)
	m.chats[c.who.ID] = mine[1:]
	synctest.Wait()
	if len(mine)-1 < modelChats && !m.dialogAt(t, c.who.ID) {
		for _, w := range m.waits {
			if r := m.standing(t, w); w.passed[c.who.ID] == "" && len(r.Ringing) == 0 {
				t.Fatalf("a chat of %s ended, %s waits, and no dialog opened at him", c.who.Name, w.id)
			}
		}
	}
}

func (m *queueModel) cancel(t *rapid.T) {
	if w := m.someone(t); w != nil {
		is(t, m.desk.CancelRequest(context.Background(), w.at.of.id, w.id), desk.Internal)
		m.forget(w)
	}
}

func (m *queueModel) ringOut(*rapid.T) { pass(31 * time.Second) }

func (m *queueModel) standing(t *rapid.T, w *waiter) desk.Request {
	r, err := m.desk.Request(w.id)
	is(t, err, desk.Internal)
	return r
}

func (m *queueModel) dialogAt(t *rapid.T, o desk.OperatorID) bool {
	for _, w := range m.waits {
		if slices.ContainsFunc(m.standing(t, w).Ringing, func(x desk.Ring) bool { return x.Operator == o }) {
			return true
		}
	}
	return false
}

// check compares the desk with the model after every step.
func (m *queueModel) check(t *rapid.T) {
	synctest.Wait()
	dialogs := map[desk.OperatorID]int{}
	for i, w := range m.waits {
		r := m.standing(t, w)
		if len(r.Passes) > len(m.consoles) {
			t.Fatalf("%s was passed %d times by %d operators", w.id, len(r.Passes), len(m.consoles))
		}
		if r.State != desk.RequestIsWaiting || r.Place != i+1 {
			t.Fatalf("%s is %s with place %d, want it to wait with place %d", w.id, r.State, r.Place, i+1)
		}
		if got := w.at.standing(); got.Place != r.Place {
			t.Fatalf("the page of %s shows place %d, want %d", w.id, got.Place, r.Place)
		}
		for _, x := range r.Ringing {
			dialogs[x.Operator]++
			if w.passed[x.Operator] != "" {
				t.Fatalf("%s rings at %s, who has %s it", w.id, x.Operator, w.passed[x.Operator])
			}
		}
	}
	for _, c := range m.consoles {
		chats, asked := len(m.chats[c.who.ID]), dialogs[c.who.ID]
		if asked > 1 {
			t.Fatalf("%s has %d dialogs at once", c.who.Name, asked)
		}
		if asked == 1 || chats >= modelChats {
			continue
		}
		for _, w := range m.waits {
			r := m.standing(t, w)
			inQueue := slices.ContainsFunc(r.Passes, func(p desk.Pass) bool { return p.How != desk.PassDeclined })
			if !inQueue && w.passed[c.who.ID] == "" && len(r.Ringing) == 0 {
				t.Fatalf("%s is free, and %s, left to the queue by nobody, rings nowhere", c.who.Name, w.id)
			}
		}
	}
	saved, err := m.store.Load(context.Background())
	if err != nil || len(saved.Requests) != len(m.waits) {
		t.Fatalf("%d wait in the store, %v, want %d", len(saved.Requests), err, len(m.waits))
	}
}

// inBubbles runs attempts, each in a bubble and a world of its own.
func inBubbles(t *testing.T, attempt func(t *rapid.T, w *world)) {
	rapid.Check(t, func(rt *rapid.T) {
		var failed any // rapid's way to end a failed attempt; it must not cross the bubble
		synctest.Test(t, func(t *testing.T) {
			defer func() { failed = recover() }()
			attempt(rt, newWorld(t))
		})
		if failed != nil {
			panic(failed)
		}
	})
}

func TestQueueIsAsASimpleModelSays_COM7(t *testing.T) {
	for _, mode := range []desk.Routing{desk.FirstAvailable, desk.LeastBusy, desk.RoundRobin, desk.RingAll} {
		t.Run(string(mode), func(t *testing.T) {
			inBubbles(t, func(t *rapid.T, w *world) {
				m := newQueueModel(w, mode)
				steps := map[string]func(*rapid.T){
					"ask": m.ask, "ask again": m.ask, "accept": m.accept, "pass": m.pass, "end": m.end, "cancel": m.cancel, "ring out": m.ringOut, "": m.check,
				}
				t.Repeat(steps)
			})
		})
	}
}
