package desktest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// texts returns lines as "number who: text", for comparing screens.
func texts(lines []desk.Message) []string {
	out := make([]string, len(lines))
	for n, m := range lines {
		out[n] = fmt.Sprintf("%d %s: %s", m.Seq, m.From, m.Text)
	}
	return out
}

func (b *tab) screen() []string {
	_, _, lines := b.view()
	return texts(lines)
}

func (c *console) screen(id desk.ConversationID) []string { return texts(c.shown(id)) }

func TestAcceptedInvitationBecomesAConversation_S28(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
		b, other := guest.open("/"), guest.open("/cart")
		anna.invites(guest, "May I help?")
		talk := b.accepts("  Gerda \n Gast ")
		want := []string{"1 operator: May I help?", "2 system: Gerda Gast chose text chat"}
		for name, got := range map[string][]string{"the tab": b.screen(), "the other tab": other.screen()} {
			if !slices.Equal(got, want) {
				t.Errorf("%s shows %q, want %q", name, got, want)
			}
		}
		if other.invited() || b.invited() {
			t.Error("the invitation is still open")
		}
		pass(shortly)
		for _, c := range []*console{anna, bert} {
			if v := c.mustBadge(guest); v.Conversation == nil || v.Conversation.ID != talk.ID || v.Name != "Gerda Gast" {
				t.Errorf("%s sees %+v, want the chat marker and the name", c.who.Name, v)
			}
			if got := c.screen(talk.ID); !slices.Equal(got, want) {
				t.Errorf("%s reads %q, want %q", c.who.Name, got, want)
			}
		}
		if talk.Kind != desk.Text || talk.Operator != w.shop.Anna.ID || talk.VisitorName != "Gerda Gast" {
			t.Errorf("got %+v", talk)
		}
		again, err := w.desk.Accept(context.Background(), guest.id, talk.Invitation, "Gerda", desk.Text)
		if err != nil || again.ID != talk.ID {
			t.Errorf("pressing Start again gives %s, %v, want the conversation that began", again.ID, err)
		}
	})
}

func TestNameOfTheVisitor_S26(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		for _, c := range []struct{ given, want string }{{"", "Site visitor"}, {"Gerda", "Gerda"}, {"", "Gerda"}, {"\u202eadreG\x00", "adreG"}} {
			anna.invites(guest, "May I help, %visitor%?")
			if talk := b.accepts(c.given); talk.VisitorName != c.want {
				t.Errorf("%q gives %q, want %q", c.given, talk.VisitorName, c.want)
			}
			time.Sleep(time.Second) // fake time: the badge is told with the next frame
			known := c.want
			if known == "Site visitor" { // stands for no name, and is none
				known = ""
			}
			if got := anna.mustBadge(guest).Name; got != known {
				t.Errorf("%q names the badge %q, want %q", c.given, got, known)
			}
			_, err := w.desk.End(context.Background(), actor(w.shop.Anna), b.talkID())
			must(t, "end", err)
		}
		anna.invites(guest, "May I help?")
		_, err := w.desk.Accept(context.Background(), guest.id, b.sees(), strings.Repeat("x", 81), desk.Text)
		wants(t, "a name of 81 characters", err, desk.TooLarge)
		for _, kind := range []desk.Talk{"fax", ""} {
			_, err = w.desk.Accept(context.Background(), guest.id, b.sees(), "", kind)
			wants(t, fmt.Sprintf("S42 a talk by %q", kind), err, desk.Invalid)
		}
		if !b.invited() {
			t.Error("what was refused took the invitation away")
		}
	})
}

func TestTwoTabsAnswerAtOnce_Guarantee4(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		one, two := guest.open("/"), guest.open("/cart")
		for range 50 {
			sent := anna.invites(guest, "May I help?")
			accept := func() error { _, err := w.desk.Accept(ctx, guest.id, sent.ID, "", desk.Text); return err }
			atOnce(accept, accept, func() error { return w.desk.Decline(ctx, guest.id, sent.ID) })
			synctest.Wait()
			stands, err := w.desk.Invitation(sent.ID)
			must(t, "read", err)
			_, a, _ := one.view()
			_, b, _ := two.view()
			switch {
			case one.invited() || two.invited():
				t.Fatal("answered, the invitation is still open in a tab")
			case stands.State == desk.InvitationIsAccepted:
				if a == nil || b == nil || a.ID != b.ID || a.ID != stands.Conversation || a.State != desk.ConversationIsOpen {
					t.Fatalf("the tabs show %+v and %+v, want %s in both", a, b, stands.Conversation)
				}
				_, err := w.desk.End(ctx, actor(w.shop.Anna), a.ID)
				must(t, "end", err)
			case stands.State != desk.InvitationIsDeclined:
				t.Fatalf("it is %s", stands.State)
			}
		}
		talks, _, err := w.desk.History(ctx, guest.id)
		must(t, "history", err)
		began := map[desk.InvitationID]bool{}
		for _, c := range talks {
			if began[c.Invitation] {
				t.Fatal("one invitation began two conversations")
			}
			began[c.Invitation] = true
		}
	})
}

func TestConversationOfOthersIsNotTheirs(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest, thief := w.console(w.shop.Anna), w.visitor(), w.visitor()
		b := guest.open("/")
		thief.open("/")
		talk := anna.talksTo(b)
		said := b.says("My number is 4")
		for _, when := range []string{"while it is open", "after it ended", "after a restart"} {
			for _, id := range []desk.ConversationID{talk.ID, "unknown"} {
				_, err := w.desk.SayByVisitor(ctx, thief.id, id, "an-id-of-the-thief-s", "Hello")
				wants(t, when+" say", err, desk.NotFound)
				_, err = w.desk.SayByVisitor(ctx, thief.id, id, said.ID, "My number is 4")
				wants(t, when+" say again", err, desk.NotFound)
				_, _, err = w.desk.MessagesForVisitor(ctx, thief.id, id, 0, 10)
				wants(t, when+" fetch", err, desk.NotFound)
				wants(t, when+" end", w.desk.EndByVisitor(ctx, thief.id, id), desk.NotFound)
				wants(t, when+" got", w.desk.GotByVisitor(ctx, thief.id, id, 1), desk.NotFound)
			}
			switch when {
			case "while it is open":
				_, err := w.desk.Say(ctx, actor(w.shop.Bert), talk.ID, "an-id-of-the-colleague", "Hello")
				wants(t, "a colleague says", err, desk.Forbidden)
				_, err = w.desk.Hold(ctx, actor(w.shop.Bert), talk.ID)
				wants(t, "a colleague holds", err, desk.Forbidden)
				_, err = w.desk.End(ctx, actor(w.shop.Bert), talk.ID)
				wants(t, "a colleague ends", err, desk.Forbidden)
				must(t, "end", w.desk.EndByVisitor(ctx, guest.id, talk.ID))
			case "after it ended":
				w.restart()
				guest.desk, thief.desk = w.desk, w.desk
				thief.open("/")
			}
		}
	})
}

func TestSecondAcceptedInvitationDisturbsNothing_S29_S30_S31_S43(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, first, second := w.console(w.shop.Anna), w.visitor(), w.visitor()
		one, two := first.open("/"), second.open("/")
		talk := anna.talksTo(one)
		must(t, "say", errOf(one.trySay("the-first-one-s-words", "I look for tea")))
		further := anna.talksTo(two)
		if further.ID == talk.ID || further.Operator != talk.Operator {
			t.Fatalf("got %+v", further)
		}
		for range 2 { // on hold twice is on hold
			held, err := w.desk.Hold(ctx, actor(w.shop.Anna), talk.ID)
			if err != nil || !held.Hold {
				t.Fatalf("hold: %+v, %v", held, err)
			}
		}
		if _, c, lines := one.view(); !c.Hold || lines[len(lines)-1].What != desk.LineHeld {
			t.Errorf("the first visitor isn't told: %+v", c)
		}
		_, err := one.trySay("while-it-is-on-hold-1", "Hello?")
		wants(t, "say on hold", err, desk.OnHold)
		again, err := one.trySay("the-first-one-s-words", "I look for tea")
		if err != nil || again.Seq != 3 {
			t.Errorf("sent again on hold: got %d, %v, want the line's tick", again.Seq, err)
		}
		two.says("Hello!")
		anna.says(further.ID, "Hello!")
		for range 2 {
			resumed, err := w.desk.Resume(ctx, actor(w.shop.Anna), talk.ID)
			if err != nil || resumed.Hold {
				t.Fatalf("resume: %+v, %v", resumed, err)
			}
		}
		if m, err := one.trySay("while-it-is-on-hold-1", "Hello?"); err != nil || m.Seq != 6 {
			t.Errorf("after resuming: got number %d, %v, want 6", m.Seq, err)
		}
		pass(shortly)
		if got := anna.screen(talk.ID); !slices.Equal(got, one.screen()) || len(got) != 6 {
			t.Errorf("Anna reads %q, the visitor %q", got, one.screen())
		}
		if got := two.screen(); len(got) != 4 {
			t.Errorf("the second visitor reads %q, want nothing of the first one's hold", got)
		}
	})
}

func errOf[T any](_ T, err error) error { return err }

func TestEitherSideEndsIt_CHT5(t *testing.T) {
	for _, by := range []desk.Ending{desk.EndedByVisitor, desk.EndedByOperator} {
		t.Run(string(by), func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				ctx := context.Background()
				anna, guest := w.console(w.shop.Anna), w.visitor()
				one, two := guest.open("/"), guest.open("/cart")
				talk := anna.talksTo(one)
				end := func() error { return w.desk.EndByVisitor(ctx, guest.id, talk.ID) }
				if by == desk.EndedByOperator {
					end = func() error { return errOf(w.desk.End(ctx, actor(w.shop.Anna), talk.ID)) }
				}
				errs := atOnce(end, end)
				if (errs[0] == nil) == (errs[1] == nil) || desk.KindOf(errors.Join(errs...)) != desk.Ended {
					t.Fatalf("ended twice at once: got %v and %v, want one that did it and one that is told", errs[0], errs[1])
				}
				pass(shortly)
				for name, c := range map[string]desk.Conversation{"a tab": one.conversation(), "the other tab": two.conversation(), "Anna": anna.talk(talk.ID)} {
					if c.State != desk.ConversationIsEnded || c.EndedBy != by || c.LastSeq != 3 {
						t.Errorf("%s sees %+v, want it ended by the %s", name, c, by)
					}
				}
				if anna.mustBadge(guest).Conversation != nil {
					t.Error("the badge still has the chat marker")
				}
				_, err := one.trySay("a-message-after-the-end", "Wait")
				wants(t, "say", err, desk.Ended)
				_, err = w.desk.Hold(ctx, actor(w.shop.Anna), talk.ID)
				wants(t, "hold", err, desk.Ended)
				anna.talksTo(two)
			})
		})
	}
}

func TestBothSidesEndItAtOnce_CHT5(t *testing.T) {
	for _, at := range []string{"one desk", "two desks"} {
		t.Run(at, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				ctx := context.Background()
				guest := w.visitor()
				if at == "two desks" { // which have not heard of each other's end
					guest.desk = w.openDesk("two")
				}
				anna := w.console(w.shop.Anna)
				b := guest.open("/")
				pass(shortly)
				for range 10 {
					talk := anna.talksTo(b)
					pass(shortly)
					w.store.Slow(time.Second) // neither is stored yet when the other comes
					errs := atOnce(
						func() error { return errOf(w.desk.End(ctx, actor(w.shop.Anna), talk.ID)) },
						func() error { return guest.desk.EndByVisitor(ctx, guest.id, talk.ID) },
					)
					w.store.Heal()
					by := desk.EndedByOperator
					if errs[0] != nil {
						by = desk.EndedByVisitor
					}
					if (errs[0] == nil) == (errs[1] == nil) || desk.KindOf(errors.Join(errs...)) != desk.Ended {
						t.Fatalf("got %v for the operator and %v for the visitor, want one that did it and one that is told", errs[0], errs[1])
					}
					pass(shortly)
					for name, c := range map[string]desk.Conversation{"the visitor": b.conversation(), "Anna": anna.talk(talk.ID)} {
						if c.State != desk.ConversationIsEnded || c.EndedBy != by || c.LastSeq != 3 {
							t.Errorf("%s sees %+v, want it ended by the %s", name, c, by)
						}
					}
					if got := anna.screen(talk.ID); len(got) != 3 || !slices.Equal(got, b.screen()) {
						t.Errorf("Anna reads %q, the visitor %q, want one line of the end", got, b.screen())
					}
				}
			})
		})
	}
}

func TestOperatorMaySpeakWhileHeHoldsIt_S30(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		_, err := w.desk.Hold(ctx, actor(w.shop.Anna), talk.ID)
		must(t, "hold", err)
		anna.says(talk.ID, "Two minutes more, please") // the hold is his own: it keeps the visitor waiting, not him
		if got := last(b.shown()); got.Text != "Two minutes more, please" || !b.conversation().Hold {
			t.Errorf("the page shows %q, on hold %t, want the words, and still on hold", got.Text, b.conversation().Hold)
		}
		wants(t, "the visitor says", errOf(b.trySay("while-it-is-on-hold-1", "All right")), desk.OnHold)
	})
}

func TestHistoryOfAVisitorWhoIsGone(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		guest := w.visitor()
		guest.open("/").leaves()
		pass(31 * time.Minute)
		talks, left, err := w.desk.History(ctx, guest.id)
		if err != nil || len(talks)+len(left) > 0 {
			t.Errorf("of a visitor whose visit has ended: %v, %v, %v, want an empty history", talks, left, err)
		}
		_, _, err = w.desk.History(ctx, "nobody")
		wants(t, "of nobody", err, desk.NotFound)
	})
}

func TestBeginningHeardAgainAfterTheEndBeginsNothing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		var accepted desk.Event
		w.bus.Lose(func(e desk.Event) bool {
			if e.Name() == "InvitationAccepted" {
				accepted = e
			}
			return false
		})
		talk := anna.talksTo(b)
		must(t, "end", w.desk.EndByVisitor(context.Background(), guest.id, talk.ID))
		w.desk.Hear(accepted) // late, from a desk that has learned of it
		pass(shortly)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsEnded || anna.mustBadge(guest).Conversation != nil {
			t.Errorf("Anna sees %+v, want it ended", c)
		}
	})
}
