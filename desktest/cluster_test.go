package desktest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestEveryFactSurvivesTheWire(t *testing.T) {
	for _, f := range desk.Facts {
		copied, err := carried(f.Event)
		if err != nil || copied.Name() != f.Event.Name() {
			t.Errorf("%s: got %v, %v", f.Event.Name(), copied, err)
		}
	}
}

func TestTwoDesksShowTheSame(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		far := w.openDesk("two")
		anna, bert := w.console(w.shop.Anna), w.consoleAt(far, w.shop.Bert)
		here, there := w.visitor(), w.visitor()
		there.desk = far
		one, two := here.open("/"), there.open("/cart")
		pass(shortly)
		anna.talksTo(two) // her visitor's page is at the other desk
		bert.invites(here, "I'm %name%")
		pass(shortly)
		for _, p := range []*person{here, there} {
			a, b := anna.mustBadge(p), bert.mustBadge(p)
			differ(t, "Bert's badge", b, a)
		}
		if card, _, _ := one.view(); card == nil || card.Text != "I'm Bert" {
			t.Errorf("the page shows %+v, want Bert's invitation", card)
		}
		one.leaves()
		pass(5 * time.Second)
		if _, is := bert.badge(here); is {
			t.Error("who left at one desk is still there at the other")
		}
		for _, c := range []*console{anna, bert} {
			c.mu.Lock()
			if !c.people[w.shop.Anna.ID].Online || !c.people[w.shop.Bert.ID].Online {
				t.Errorf("%s sees %+v, want both here", c.who.Name, c.people)
			}
			c.mu.Unlock()
		}
	})
}

func TestPageThatConnectsAnewAtAnotherDeskIsCountedOnce(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		far := w.openDesk("two")
		anna, guest := w.console(w.shop.Anna), w.visitor()
		w.bus.Lose(func(e desk.Event) bool { _, viewed := e.(*desk.PageViewed); return viewed && guest.desk == w.desk })
		b := guest.open("/")
		pass(shortly)
		guest.desk = far
		b.leaves()
		synctest.Wait()
		b.reconnects()
		pass(shortly)
		if v := anna.mustBadge(guest); v.Pages != 1 || v.Tabs != 1 || v.Presence != desk.Here {
			t.Errorf("got %+v, want one tab that saw one page", v)
		}
	})
}

func TestLinesKeepTheirOrderOverABusThatMixesThem_Guarantee2(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				far := w.openDesk("two")
				anna, bert, guest := w.console(w.shop.Anna), w.consoleAt(far, w.shop.Bert), w.visitor()
				b := guest.open("/")
				pass(shortly)
				talk := bert.talksTo(b)
				pass(shortly)
				w.bus.Delay(50 * time.Millisecond)
				w.bus.Reorder(seed)
				for n := range 30 {
					bert.says(talk.ID, fmt.Sprint("operator ", n))
					if n%3 == 0 {
						b.says(fmt.Sprint("visitor ", n))
					}
					pass(time.Duration(n%4) * 200 * time.Millisecond)
				}
				pass(5 * time.Second)
				want := b.screen()
				if len(want) != 42 {
					t.Errorf("the page shows %d lines, want 42", len(want))
				}
				for _, c := range []*console{anna, bert} {
					if got := c.screen(talk.ID); !slices.Equal(got, want) {
						t.Errorf("%s reads %q, the visitor %q", c.who.Name, got, want)
					}
				}
			})
		})
	}
}

func TestLostLinesAreFetchedByNumber_Guarantee6(t *testing.T) {
	for _, c := range []struct {
		name string
		ill  func(w *world)
	}{
		{"TheStoreAnswers", func(*world) {}},
		{"TheStoreIsAwayForAWhile", func(w *world) {
			w.store.Fail(ErrDiskFull)
			pass(3 * time.Second)
			w.store.Heal()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				ctx := context.Background()
				far := w.openDesk("two")
				bert, guest := w.consoleAt(far, w.shop.Bert), w.visitor()
				b := guest.open("/")
				pass(shortly)
				talk := bert.talksTo(b)
				pass(shortly)
				n := 0
				w.bus.Lose(func(e desk.Event) bool {
					n++
					_, held := e.(*desk.ConversationHeld)
					return held || n < 4
				})
				bert.says(talk.ID, "one")
				bert.says(talk.ID, "two")
				_, err := far.Hold(ctx, actor(w.shop.Bert), talk.ID)
				must(t, "hold", err)
				_, err = far.Resume(ctx, actor(w.shop.Bert), talk.ID)
				must(t, "resume", err)
				bert.says(talk.ID, "three") // the first that arrives
				synctest.Wait()
				if got := b.screen(); len(got) != 2 {
					t.Fatalf("the page shows %q, want the later number to wait", got)
				}
				c.ill(w)
				pass(5 * time.Second)
				if got := b.screen(); len(got) != 7 || !slices.Equal(got, bert.screen(talk.ID)) || b.conversation().Hold {
					t.Errorf("the page shows %q, on hold %t, want what Bert reads: %q", got, b.conversation().Hold, bert.screen(talk.ID))
				}
			})
		})
	}
}

func TestTwoDesksDoByThemselvesWhatOneWould(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		far := w.openDesk("two")
		anna, bert, guest := w.console(w.shop.Anna), w.consoleAt(far, w.shop.Bert), w.visitor()
		b := guest.open("/")
		pass(shortly)
		talk := anna.talksTo(b)
		anna.says(talk.ID, "Hello")
		pass(30*time.Minute + 5*time.Second)
		if got := b.screen(); len(got) != 4 || last(b.shown()).What != desk.LineAsked {
			t.Errorf("after 30 min of silence the page shows %q, want both to be asked once", got)
		}
		pass(30*time.Minute + 5*time.Second)
		if got := b.screen(); len(got) != 5 || last(b.shown()).What != desk.LineEnded || bert.talk(talk.ID).EndedBy != desk.EndedBySilence {
			t.Errorf("after another 30 min the page shows %q, want it ended once", got)
		}
		sent := anna.invites(guest, "Once more?")
		pass(10*time.Minute + 5*time.Second)
		if b.invited() || bert.invitation(sent.ID).State != desk.InvitationIsExpired {
			t.Errorf("after 10 min Bert sees it %s, want expired", bert.invitation(sent.ID).State)
		}
	})
}
