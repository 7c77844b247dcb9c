package desktest

import (
	"context"
	"testing"
	"time"

	"beckon/desk"
)

func TestVisitThatIsOpenGoesOnAfterARestart_VIS2(t *testing.T) {
	for _, c := range []struct {
		name string
		stop func(w *world)
	}{{"Stopped", (*world).restart}, {"Killed", (*world).crash}} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				anna, guest := w.console(w.shop.Anna), w.visitor()
				b := guest.open("/")
				pass(35 * time.Minute) // one page, open all the time
				sent := anna.invites(guest, "May I help?")
				b.sees()
				pass(shortly)
				before := anna.mustBadge(guest)
				anna.stop()
				c.stop(w)
				guest.desk = w.desk
				anna = w.console(w.shop.Anna)
				b.reconnects()
				pass(shortly)
				after := anna.mustBadge(guest)
				views, err := w.store.PageViews(context.Background(), after.ID, 10)
				if after.ID != before.ID || after.Visits != 1 || after.Pages != 1 || len(views) != 1 || err != nil {
					t.Errorf("the badge is %+v with %d stored views (%v), want the visit to go on: %+v", after, len(views), err, before)
				}
				if i := anna.invitation(sent.ID); !b.invited() || i.State != desk.InvitationIsShown {
					t.Errorf("Anna sees the invitation %s, the page shows it: %t, want it open", i.State, b.invited())
				}
			})
		})
	}
}

func TestAfterAKillTheLastSignalIsFiveMinutesOldAtMost_VIS2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		guest, left := w.visitor(), w.visitor()
		for range 3 {
			w.visitor().open("/") // before him
		}
		guest.open("/")
		left.open("/").leaves()
		seen := map[desk.VisitorID]int{}
		w.bus.Lose(func(e desk.Event) bool {
			if e, is := e.(*desk.VisitSeen); is {
				for _, p := range []*person{guest, left} {
					if _, last, err := w.store.Return(context.Background(), p.id); err == nil && last.ID == e.Visit {
						seen[p.id]++
					}
				}
			}
			return false
		})
		for range 120 { // an hour, of which each half minute is looked at
			pass(30 * time.Second)
			_, last, err := w.store.Return(context.Background(), guest.id)
			if old := time.Since(last.LastSeen); err != nil || old > 5*time.Minute+6*time.Second {
				t.Fatalf("the stored last signal is %v old, %v, want 5 min at most", old, err)
			}
		}
		if seen[guest.id] > 12 || seen[guest.id] < 10 || seen[left.id] > 0 {
			t.Errorf("noted %d times in an hour, who left %d times, want at most every 5 min, and never", seen[guest.id], seen[left.id])
		}
		w.crash()
		guest.desk = w.desk
		pass(24 * time.Minute)
		if b := guest.open("/cart"); b.arrived.Token != "" {
			t.Fatal("he isn't known any more")
		}
		pass(shortly)
		if who, last, err := w.store.Return(context.Background(), guest.id); err != nil || who.Visits != 1 || last.Pages != 2 {
			t.Errorf("another page 24 min later: %+v, %+v, %v, want the visit to go on", who, last, err)
		}
	})
}

func TestPageThatWasOpenAllTheTimeKeepsItsVisit_VIS2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.VisitGap = time.Minute })
		back, late := w.visitor(), w.visitor()
		one, other := back.open("/"), late.open("/")
		first, second := one.arrived.Visit, other.arrived.Visit
		pass(3 * time.Minute) // less than is noted
		w.crash()
		back.desk, late.desk = w.desk, w.desk
		pass(30 * time.Second)
		one.reconnects()
		pass(time.Minute)
		other.reconnects() // the desk has been there for a visit gap, the page hasn't
		pass(shortly)
		if one.arrived.Visit != first {
			t.Error("the page connected anew, and another visit began")
		}
		if other.arrived.Visit == second {
			t.Error("the page was away for a visit gap, and the visit goes on")
		}
		w.setting(func(s *desk.Settings) { s.VisitGap = time.Hour })
		one.leaves()
		pass(5 * time.Second)
		w.crash()
		back.desk = w.desk
		pass(20 * time.Minute)
		one.reconnects() // counted: nothing but its connection tells that the visit goes on
		pass(time.Second)
		w.crash()
		if _, last, err := w.store.Return(context.Background(), back.id); err != nil || last.ID != first || time.Since(last.LastSeen) > 5*time.Second {
			t.Errorf("the last signal of %s is %v old, %v", last.ID, time.Since(last.LastSeen), err)
		}
	})
}

func TestStoppedDeskNotesWhichVisitsAreOpen_VIS2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.VisitGap = time.Minute })
		here, fading, gone := w.visitor(), w.visitor(), w.visitor()
		pages := map[*person]*tab{here: here.open("/"), fading: fading.open("/"), gone: gone.open("/")}
		pass(2 * time.Minute)
		pages[gone].leaves()
		pass(50 * time.Second)
		pages[fading].leaves() // as all pages do when the server stops
		w.restart()
		pass(30 * time.Second)
		for p, goesOn := range map[*person]bool{here: true, fading: true, gone: false} {
			p.desk = w.desk
			if b := p.open("/cart"); (b.arrived.Visit == pages[p].arrived.Visit) != goesOn {
				t.Errorf("visit %s goes on as %s, want the same: %t", pages[p].arrived.Visit, b.arrived.Visit, goesOn)
			}
		}
	})
}

func TestEndedVisitNeverGoesOn_VIS2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.VisitGap = time.Minute })
		guest := w.visitor()
		b := guest.open("/")
		first := b.arrived.Visit
		b.leaves()
		pass(2 * time.Minute)
		w.setting(func(s *desk.Settings) { s.VisitGap = time.Hour })
		b.reconnects()
		if b.arrived.Visit == first {
			t.Error("a visit that had ended goes on because the visit gap is longer now")
		}
	})
}

func TestConversationOutlivesAVisitThatEndedSoon_CHT5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.VisitGap = time.Minute })
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		anna.says(talk.ID, "Hello")
		pass(12 * time.Minute) // silent, but here
		b.leaves()
		pass(9 * time.Minute)
		w.setting(func(*desk.Settings) {}) // all that is due is looked at again
		pass(shortly)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsOpen {
			t.Errorf("9 min after he left it is %+v, want it open", c)
		}
		pass(time.Minute)
		if c := anna.talk(talk.ID); c.EndedBy != desk.EndedByLeaving {
			t.Errorf("10 min after he left it is %+v, want it ended", c)
		}
	})
}
