package desktest

import (
	"context"
	"slices"
	"testing"
	"time"

	"beckon/desk"
)

// losing says which facts' answers are lost: the first of a name.
func losing(name string) func(desk.Event) bool {
	lost := false
	return func(e desk.Event) bool {
		first := e.Name() == name && !lost
		lost = lost || first
		return first
	}
}

func TestLostAnswerToAnAcceptance_Guarantee1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		b.sees()
		w.store.LoseAnswers(losing("InvitationAccepted"))
		_, err := w.desk.Accept(ctx, guest.id, sent.ID, "Gerda", desk.Text)
		wants(t, "press Start", err, desk.Unavailable)
		talk, err := w.desk.Accept(ctx, guest.id, sent.ID, "Gerda", desk.Text)
		if err != nil || talk.Invitation != sent.ID {
			t.Fatalf("pressed again: %+v, %v, want the conversation that began", talk, err)
		}
		b.says("Hello?")
		anna.says(talk.ID, "Hello!")
		pass(shortly)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsAccepted || b.invited() || bert.mustBadge(guest).Name != "Gerda" {
			t.Errorf("Anna sees the invitation %s, the page shows it: %t", i.State, b.invited())
		}
		if got := b.screen(); len(got) != 4 || !slices.Equal(got, anna.screen(talk.ID)) || !slices.Equal(got, bert.screen(talk.ID)) {
			t.Errorf("the page reads %q, Anna %q, Bert %q", got, anna.screen(talk.ID), bert.screen(talk.ID))
		}
	})
}

func TestLostAnswerToAnInvitation_S36(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
		b := guest.open("/")
		w.store.LoseAnswers(losing("InvitationSent"))
		_, err := anna.tryInvite(guest, "May I help?")
		wants(t, "invite", err, desk.Unavailable)
		_, err = bert.tryInvite(guest, "Or I?")
		wants(t, "a colleague invites", err, desk.Conflict)
		if whoOf(err) != "Anna" || !b.invited() {
			t.Errorf("%v, and the page shows the invitation: %t, want Anna's", err, b.invited())
		}
		if talk := b.accepts(""); talk.Operator != w.shop.Anna.ID {
			t.Errorf("he talks with %s, want Anna", talk.OperatorName)
		}
	})
}

func TestLostAnswerToAMoveOfAnInvitation_S37(t *testing.T) {
	for _, c := range []struct {
		name string
		to   desk.InvitationState
		do   func(w *world, by desk.VisitorID, id desk.InvitationID) error
	}{
		{"Withdrawn", desk.InvitationIsWithdrawn, func(w *world, _ desk.VisitorID, id desk.InvitationID) error {
			return errOf(w.desk.Withdraw(context.Background(), actor(w.shop.Anna), id))
		}},
		{"Declined", desk.InvitationIsDeclined, func(w *world, by desk.VisitorID, id desk.InvitationID) error {
			return w.desk.Decline(context.Background(), by, id)
		}},
	} {
		for _, retried := range []bool{true, false} {
			name := c.name + "AndSaidAgain"
			if !retried {
				name = c.name + "AndLeftAtThat"
			}
			t.Run(name, func(t *testing.T) {
				story(t, func(t *testing.T, w *world) {
					anna, guest := w.console(w.shop.Anna), w.visitor()
					b := guest.open("/")
					sent := anna.invites(guest, "May I help?")
					b.sees()
					w.store.LoseAnswers(losing("InvitationMoved"))
					wants(t, "at first", c.do(w, guest.id, sent.ID), desk.Unavailable)
					if retried {
						must(t, "again", c.do(w, guest.id, sent.ID))
					} else {
						anna.invites(guest, "May I help now?")
					}
					pass(shortly)
					if i := anna.invitation(sent.ID); i.State != c.to || b.invited() == retried {
						t.Errorf("Anna sees it %s, the page shows one: %t", i.State, b.invited())
					}
				})
			})
		}
	}
}

func TestLostAnswerToTheExpiry_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		b.sees()
		w.store.LoseAnswers(losing("InvitationMoved"))
		pass(10*time.Minute + 5*time.Second)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsExpired || b.invited() {
			t.Errorf("Anna sees it %s, the page shows it: %t, want expired", i.State, b.invited())
		}
		anna.invites(guest, "Once more")
	})
}

func TestLostAnswerToAnEnd_CHT5(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(t *testing.T, w *world, anna *console, guest *person, b *tab, talk desk.ConversationID)
	}{
		{"AndEndedAgain", func(t *testing.T, w *world, _ *console, _ *person, _ *tab, talk desk.ConversationID) {
			wants(t, "end again", errOf(w.desk.End(context.Background(), actor(w.shop.Anna), talk)), desk.Ended)
		}},
		{"AndTheVisitorSaysSomething", func(t *testing.T, w *world, _ *console, _ *person, b *tab, _ desk.ConversationID) {
			wants(t, "say", errOf(b.trySay("after-the-end-of-it-1", "Hello?")), desk.Ended)
		}},
		{"AndHeIsInvitedAgain", func(t *testing.T, w *world, anna *console, guest *person, b *tab, _ desk.ConversationID) {
			anna.invites(guest, "Something else")
		}},
		{"AndNothingIsDone", func(t *testing.T, w *world, _ *console, _ *person, _ *tab, _ desk.ConversationID) {
			pass(31 * time.Minute)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				anna, guest := w.console(w.shop.Anna), w.visitor()
				b := guest.open("/")
				talk := anna.talksTo(b)
				anna.says(talk.ID, "Bye")
				w.store.LoseAnswers(losing("ConversationEnded"))
				wants(t, "end", errOf(w.desk.End(context.Background(), actor(w.shop.Anna), talk.ID)), desk.Unavailable)
				c.do(t, w, anna, guest, b, talk.ID)
				pass(shortly)
				if got := anna.talk(talk.ID); got.State != desk.ConversationIsEnded || got.EndedBy != desk.EndedByOperator || b.conversation().State != desk.ConversationIsEnded {
					t.Errorf("Anna sees %+v, the page %+v, want it ended by her", got, b.conversation())
				}
				if got := b.screen(); len(got) != 4 || !slices.Equal(got, anna.screen(talk.ID)) {
					t.Errorf("the page reads %q, Anna %q", got, anna.screen(talk.ID))
				}
			})
		})
	}
}

func TestLostAnswersToAllOfATalk_Guarantee1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		b.sees()
		w.store.LoseAnswers(func(desk.Event) bool { return true })
		_, err := w.desk.Accept(ctx, guest.id, sent.ID, "", desk.Text)
		wants(t, "accept", err, desk.Unavailable)
		open, err := w.store.Open(ctx, guest.id)
		stored := open.Conversation
		must(t, "read", err)
		wants(t, "end", w.desk.EndByVisitor(ctx, guest.id, stored.ID), desk.Unavailable)
		w.store.Heal()
		anna.invites(guest, "May I help now?") // nobody talks with him
		pass(shortly)
		if c := anna.talk(stored.ID); anna.invitation(sent.ID).State != desk.InvitationIsAccepted || c.EndedBy != desk.EndedByVisitor || len(anna.screen(stored.ID)) != 3 {
			t.Errorf("Anna sees %s and %+v with %q, want that he accepted and ended it", anna.invitation(sent.ID).State, c, anna.screen(stored.ID))
		}
	})
}

func TestFactsLostOnTheBusAreLearned_Guarantee6(t *testing.T) {
	for _, c := range []struct {
		name, lost string
		by         func(t *testing.T, w *world, bert *console, b *tab, talk desk.Conversation)
	}{
		{"WhenSomebodySpeaks", "InvitationAccepted", func(_ *testing.T, _ *world, _ *console, b *tab, _ desk.Conversation) { b.says("Hello?") }},
		{"WhenAColleagueInvites", "InvitationAccepted", func(t *testing.T, _ *world, bert *console, b *tab, _ desk.Conversation) {
			wants(t, "invite", errOf(bert.tryInvite(b.of, "And I?")), desk.Conflict)
		}},
		{"WhenTheInvitationWouldExpire", "InvitationAccepted", func(*testing.T, *world, *console, *tab, desk.Conversation) { pass(10 * time.Minute) }},
		{"WhenNothingWasHeardAtAll", "", func(t *testing.T, _ *world, bert *console, b *tab, _ desk.Conversation) {
			wants(t, "invite", errOf(bert.tryInvite(b.of, "And I?")), desk.Conflict)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				far := w.openDesk("two")
				anna, bert, guest := w.console(w.shop.Anna), w.consoleAt(far, w.shop.Bert), w.visitor()
				b := guest.open("/")
				pass(shortly)
				w.bus.Lose(func(e desk.Event) bool { return c.lost == "" || e.Name() == c.lost })
				talk := anna.talksTo(b)
				anna.says(talk.ID, "Hello")
				c.by(t, w, bert, b, talk)
				pass(3 * time.Second)
				w.bus.Lose(nil)
				anna.says(talk.ID, "How can I help?")
				pass(3 * time.Second)
				if got := bert.talk(talk.ID); got.State != desk.ConversationIsOpen || bert.mustBadge(guest).Conversation == nil {
					t.Errorf("Bert sees %+v, want the conversation", got)
				}
				if got := bert.screen(talk.ID); !slices.Equal(got, b.screen()) || len(got) < 4 {
					t.Errorf("Bert reads %q, the page %q", got, b.screen())
				}
				if i := bert.invitation(talk.Invitation); i.State != desk.InvitationIsAccepted && c.lost != "" {
					t.Errorf("Bert sees the invitation %s, want accepted", i.State)
				}
			})
		})
	}
}

func TestWhatWasLearnedIsToldOnce_Guarantee6(t *testing.T) {
	for _, c := range []struct {
		name, fact string
		first      func(w *world, b *tab, id desk.InvitationID) error
	}{
		{"Accepted", "InvitationAccepted", func(w *world, b *tab, id desk.InvitationID) error {
			return errOf(w.desk.Accept(context.Background(), b.of.id, id, "", desk.Text))
		}},
		{"Declined", "InvitationMoved", func(w *world, b *tab, id desk.InvitationID) error {
			return w.desk.Decline(context.Background(), b.of.id, id)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				anna, guest := w.console(w.shop.Anna), w.visitor()
				b := guest.open("/")
				sent := anna.invites(guest, "May I help?")
				pass(shortly)
				told := b.timesTold()
				w.oneAfterTheOther(
					func() error { return c.first(w, b, sent.ID) },
					func() error { // is refused, and learns why, before the first one's answer has come
						wants(t, "withdraw", errOf(w.desk.Withdraw(context.Background(), actor(w.shop.Anna), sent.ID)), desk.Conflict)
						return nil
					})
				pass(shortly)
				if n := anna.countOf(c.fact); n != 1 || b.timesTold() != told+1 || b.invited() {
					t.Errorf("Anna was told %d times, the page %d times, want once", n, b.timesTold()-told)
				}
			})
		})
	}
}
