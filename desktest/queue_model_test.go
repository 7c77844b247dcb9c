package desktest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"beckon/desk"
)

// queueModel holds a desk, with the people before it, against the office on paper.
type queueModel struct {
	*world
	began    time.Time
	papers   []*office // all ways in which what has happened by itself can have turned out
	consoles map[string]*console
	people   map[string]desk.Operator // by login
	guests   []*tab
	idle     *tab                        // a page that asks for nothing
	talks    map[int]desk.ConversationID // by guest: the latest
	requests map[int]desk.RequestID      // the same
	steps    []string                    // taken so far
}

// A tick passes before each step, and time in whole ticks: so nothing that is due by itself falls on a step.
const (
	tick           = 101 * time.Millisecond
	officeMostWait = 6
	officeMostTalk = 3 // an operator may pick more than ring at him
)

func newQueueModel(w *world, mode desk.Routing) *queueModel {
	w.setting(func(s *desk.Settings) { s.Routing, s.MaxChats, s.BothSilent = mode, officeMostChats, 24*time.Hour })
	o := &office{mode: mode, over: map[int]string{}, empty: notEmpty}
	m := &queueModel{world: w, began: time.Now(), papers: []*office{o}, consoles: map[string]*console{}, people: map[string]desk.Operator{},
		talks: map[int]desk.ConversationID{}, requests: map[int]desk.RequestID{}}
	for _, who := range []desk.Operator{w.shop.Anna, w.shop.Bert, w.shop.Carla} {
		m.people[who.Login], m.consoles[who.Login] = who, w.console(who)
		o.seats = append(o.seats, seat{login: who.Login, here: true, help: true, went: never})
	}
	m.idle = w.visitor().open("/")
	synctest.Wait()
	return m
}

// tell notes what is being done, for whoever reads of a failure.
func (m *queueModel) tell(format string, of ...any) {
	m.steps = append(m.steps, fmt.Sprintf("%v ", m.now().now)+fmt.Sprintf(format, of...))
}

// now is the office as it looks from outside: all papers look alike then.
func (m *queueModel) now() *office { return m.papers[0] }

// happened brings the papers up to date after a step, carried out at the desk at this moment.
func (m *queueModel) happened(step func(o *office) []*office) {
	synctest.Wait()
	var out []*office
	for _, o := range m.papers {
		out = append(out, step(o)...)
	}
	m.papers = distinct(out)
}

// did is happened for what can turn out in one way only.
func (m *queueModel) did(step func(o *office)) {
	m.happened(func(o *office) []*office {
		step(o)
		return []*office{o}
	})
}

func (m *queueModel) lets(t *rapid.T, ticks int) {
	pass(time.Duration(ticks) * tick)
	until := time.Since(m.began)
	m.happened(func(o *office) []*office { return o.passes(until) })
	m.compare(t)
}

// one draws one of a list; false when it is empty.
func one[T any](t *rapid.T, what string, of []T) (T, bool) {
	if len(of) == 0 {
		var none T
		return none, false
	}
	return rapid.SampledFrom(of).Draw(t, what), true
}

func (m *queueModel) waiting(t *rapid.T) (paper, bool) { return one(t, "request", m.now().queue) }

// seatWhere draws an operator.
func (m *queueModel) seatWhere(t *rapid.T, is func(seat) bool) (string, bool) {
	var fit []string
	for _, s := range m.now().seats {
		if is(s) {
			fit = append(fit, s.login)
		}
	}
	return one(t, "operator", fit)
}

func (m *queueModel) present(t *rapid.T) (string, bool) {
	return m.seatWhere(t, func(s seat) bool { return s.here })
}

// compare fails unless the desk is as one of the papers says.
func (m *queueModel) compare(t *rapid.T) {
	synctest.Wait()
	got := m.look(t)
	fit := slices.DeleteFunc(slices.Clone(m.papers), func(o *office) bool { return o.String() != got })
	if len(fit) == 0 {
		t.Fatalf("%s\nat %v, %s, asked last %q, the desk has\n%s\nwant\n%s\n(or %d others)\nseats %+v\nqueue %+v", strings.Join(m.steps, "\n"), m.now().now, m.now().mode, m.now().asked, got, m.now(), len(m.papers)-1, m.now().seats, m.now().queue)
	}
	m.papers = fit
}

// look tells what desk, pages and consoles show, in the words of the paper.
func (m *queueModel) look(t *rapid.T) string {
	var out []string
	here := 0
	for guest, page := range m.guests {
		_, talk, _ := page.view()
		told := page.standing()
		switch {
		case told.State == desk.RequestIsWaiting:
			here++
			out = append(out, m.waits(t, guest, told))
		case talk != nil && talk.State == desk.ConversationIsOpen:
			out = append(out, talks(guest, strings.ToLower(talk.OperatorName)))
			if c, err := m.desk.Conversation(talk.ID); err != nil || c.Operator != talk.Operator {
				t.Fatalf("guest %d is told to talk with %s, and the conversation is %+v, %v", guest, talk.Operator, c, err)
			}
		case talk != nil:
			out = append(out, isOver(guest, "ended by "+string(talk.EndedBy)))
		default:
			out = append(out, isOver(guest, string(told.State)))
		}
	}
	out = append(out, fmt.Sprintf("Live Help offered: %t", m.idle.offered()))
	if saved, err := m.store.Load(context.Background()); err != nil || len(saved.Requests) != here {
		t.Fatalf("%d wait in the store, %v, want %d", len(saved.Requests), err, here)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// waits tells of a request, and fails unless page, desk and the consoles at which it rings agree about it.
func (m *queueModel) waits(t *rapid.T, guest int, told desk.Request) string {
	r, err := m.desk.Request(told.ID)
	if err != nil || r.State != told.State || r.Place != told.Place {
		t.Fatalf("guest %d is told %+v, and the request is %+v, %v", guest, told, r, err)
	}
	if r.Returned {
		if lines := m.guests[guest].shown(); last(lines).What != desk.LineReturned {
			t.Fatalf("the chat of guest %d came back to the queue, and he reads %+v last", guest, last(lines))
		}
	}
	m.requests[guest] = r.ID
	until := map[string]time.Duration{}
	for _, x := range r.Ringing {
		login := m.login(x.Operator)
		until[login] = x.Until.Sub(m.began)
		if seen := m.consoles[login].asked(m.guests[guest].of); !rings(seen, m.people[login]) {
			t.Fatalf("the request of guest %d rings at %s, whose console shows %+v", guest, login, seen)
		}
	}
	return waits(guest, r.Place, r.Returned, until)
}

func (m *queueModel) login(id desk.OperatorID) string {
	for login, o := range m.people {
		if o.ID == id {
			return login
		}
	}
	return string(id)
}

// inBubbles runs attempts, each in a bubble and a world of its own. The first failure is logged as it was: what depends on chance in the
// desk does not always come again while rapid looks for a shorter one.
func inBubbles(t *testing.T, attempt func(t *rapid.T, w *world)) {
	first := ""
	defer func() {
		if first != "" {
			t.Log(first)
		}
	}()
	rapid.Check(t, func(rt *rapid.T) {
		var failed any // rapid's way to end a failed attempt; it must not cross the bubble
		synctest.Test(t, func(t *testing.T) {
			defer func() { failed = recover() }()
			attempt(rt, newWorld(t))
		})
		if failed != nil {
			first = orElse(first, strings.TrimSuffix(fmt.Sprint(failed), "overrun"))
			panic(failed)
		}
	})
}

func TestQueueIsAsASimpleModelSays_COM7(t *testing.T) {
	for _, mode := range allModes {
		t.Run(string(mode), func(t *testing.T) {
			inBubbles(t, func(t *rapid.T, w *world) {
				m := newQueueModel(w, mode)
				steps := map[string]func(*rapid.T){
					"ask": m.ask, "ask again": m.ask, "ask once more": m.ask, "accept": m.accept, "next": m.next, "meet": m.meet,
					"decline": m.decline, "leave to the queue": m.leaveToQueue, "cancel": m.cancel, "end": m.end,
					"come": m.come, "come again": m.come, "close": m.closes, "lose": m.loses, "hand over": m.handOver,
					"switch": m.switches, "switch again": m.switches, "hire": m.hire, "mode": m.modeChanges, "wait": m.wait, "wait again": m.wait,
				}
				for name, step := range steps {
					steps[name] = func(t *rapid.T) {
						m.lets(t, 1)
						m.tell("%s", name)
						step(t)
					}
				}
				steps[""] = m.compare
				t.Repeat(steps)
			})
		})
	}
}
