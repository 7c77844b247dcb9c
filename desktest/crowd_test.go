package desktest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"beckon/desk"
)

func TestVisitsAreBounded_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.maxVisits = 3
		w.restart()
		anna := w.console(w.shop.Anna)
		var people []*person
		var tabs []*tab
		for range 3 {
			people = append(people, w.visitor())
			tabs = append(tabs, people[len(people)-1].open("/"))
		}
		_, err := w.visitor().tryOpen(desk.Arrival{URL: Address + "/"})
		wants(t, "one too many, and nobody has left", err, desk.TooMany)
		pass(shortly)
		if k := anna.kept(); k.OverCapacity != 1 {
			t.Errorf("got %+v, want him counted", k)
		}
		must(t, "another tab of somebody who is here", errOf(people[0].tryOpen(desk.Arrival{URL: Address + "/cart"})))

		sent := anna.invites(people[1], "May I help?")
		tabs[1].sees()
		talk := anna.talksTo(tabs[2])
		anna.says(talk.ID, "Hello")
		tabs[1].leaves() // first
		pass(10 * time.Second)
		tabs[2].leaves()
		pass(10 * time.Second)
		next := w.visitor()
		next.open("/")
		pass(shortly)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsExpired {
			t.Errorf("the visit of the one who left first has ended, and Anna sees his invitation %s, want expired", i.State)
		}
		if _, err := w.desk.VisitNow(tabs[2].arrived.Visit); err != nil {
			t.Errorf("the one who left later: %v, want his visit to go on", err)
		}
		further := w.visitor()
		further.open("/")
		if _, err := w.desk.VisitNow(tabs[2].arrived.Visit); desk.KindOf(err) != desk.NotFound {
			t.Errorf("the one who left later: %v, want his visit ended for yet another", err)
		}
		pass(shortly)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsOpen {
			t.Errorf("his conversation is %+v, want it to wait for him", c)
		}
		_, err = people[2].tryOpen(desk.Arrival{URL: Address + "/"})
		wants(t, "all are here", err, desk.TooMany)
		pass(shortly)
		if who, last, err := w.store.Return(context.Background(), people[2].id); err != nil || last.Ended.IsZero() || who.Visits != 1 {
			t.Errorf("the visit that ended early is stored as %+v, %+v, %v", who, last, err)
		}
	})
}

func TestVisitorWhoseVisitEndedEarlyBeginsAnother_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.maxVisits = 1
		w.restart()
		guest, other := w.visitor(), w.visitor()
		b := guest.open("/")
		first := b.arrived.Visit
		b.leaves()
		pass(5 * time.Second)
		second := other.open("/")
		second.leaves()
		pass(5 * time.Second)
		b.reconnects()
		if b.arrived.Visit == first || b.arrived.Visit == "" {
			t.Errorf("he is on visit %q, want another than %q", b.arrived.Visit, first)
		}
	})
}

func TestNobodysVisitEndsEarlyForNothing_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.maxVisits = 2
		w.restart()
		guest, gone := w.visitor(), w.visitor()
		b, left := guest.open("/"), gone.open("/")
		left.leaves()
		pass(5 * time.Second)
		w.store.Fail(ErrDiskFull)
		for n := range 100_000 - 2 { // room for two facts, and three are needed
			must(t, "title", w.desk.Navigate(b.arrived, b.hello.Page, Address+"/", fmt.Sprint("Title ", n), "", nil))
		}
		wants(t, "somebody new", errOf(w.visitor().tryOpen(desk.Arrival{URL: Address + "/"})), desk.TooMany)
		if _, err := w.desk.VisitNow(left.arrived.Visit); err != nil {
			t.Errorf("the visit of the one who left: %v, want it to go on", err)
		}
	})
}
