package desktest

import (
	"context"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

func TestInvitationReachesAllTabsOfItsVisitorAndNobodyElse_S18(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest, other := w.console(w.shop.Anna), w.visitor(), w.visitor()
		front, hidden, elsewhere := guest.open("/"), guest.open("/catalog/"), other.open("/")
		hidden.attends(false, false, false)
		sent := anna.invites(guest, "May I help?")
		for name, b := range map[string]*tab{"front": front, "hidden": hidden} {
			if card, _, _ := b.view(); card == nil || card.ID != sent.ID || card.Text != "May I help?" || card.OperatorName != "Anna" {
				t.Errorf("the %s tab shows %+v, want Anna's invitation", name, card)
			}
		}
		if elsewhere.invited() || elsewhere.timesTold() > 0 {
			t.Errorf("another visitor was told %d facts about it", elsewhere.timesTold())
		}
		late := guest.open("/help")
		if !late.invited() {
			t.Error("a tab opened meanwhile doesn't show it")
		}
		must(t, "decline", w.desk.Decline(context.Background(), guest.id, front.sees()))
		for _, b := range []*tab{front, hidden, late} {
			if b.invited() || b.lastGone() != desk.InvitationIsDeclined {
				t.Error("answered in one tab, it is still open in another")
			}
		}
	})
}

func TestRefusalMarksTheBadgeAndStopsNobody_S23(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		must(t, "decline", w.desk.Decline(context.Background(), guest.id, b.sees()))
		pass(shortly)
		for _, c := range []*console{anna, bert} {
			if v := c.mustBadge(guest); !v.Refused || v.Invitation != nil {
				t.Errorf("%s sees %+v, want a badge that refused", c.who.Name, v)
			}
			if i := c.invitation(sent.ID); i.State != desk.InvitationIsDeclined {
				t.Errorf("%s sees the invitation %s, want declined", c.who.Name, i.State)
			}
		}
		b = b.goes("/catalog/")
		pass(shortly)
		if v := anna.mustBadge(guest); v.Zone != "catalog" || !v.Refused {
			t.Errorf("got %+v, want him to browse on, marked for the rest of the visit", v)
		}
		bert.invites(guest, "Sure?") // warned by the badge, not stopped
		b.accepts("")
		pass(shortly)
		if anna.mustBadge(guest).Refused {
			t.Error("the mark stays although he has accepted since")
		}
	})
}

func TestTruthAboutAnInvitation_S35(t *testing.T) {
	for _, c := range []struct {
		name string
		tell func(w *world, anna *console, b *tab, id desk.InvitationID)
		want desk.InvitationState
	}{
		{"Sent", func(*world, *console, *tab, desk.InvitationID) {}, "sent"},
		{"Delivered", func(w *world, _ *console, b *tab, id desk.InvitationID) {
			must(w.t, "delivered", w.desk.Delivered(context.Background(), b.of.id, id))
		}, "delivered"},
		{"Shown", func(_ *world, _ *console, b *tab, _ desk.InvitationID) { b.sees() }, "shown"},
		{"ShownBeforeDelivered", func(w *world, _ *console, b *tab, id desk.InvitationID) {
			must(w.t, "shown", w.desk.Shown(context.Background(), b.of.id, id))
			must(w.t, "delivered", w.desk.Delivered(context.Background(), b.of.id, id))
		}, "shown"},
		{"Accepted", func(_ *world, _ *console, b *tab, _ desk.InvitationID) { b.accepts("") }, "accepted"},
		{"AcceptedUnseen", func(w *world, _ *console, b *tab, id desk.InvitationID) {
			_, err := w.desk.Accept(context.Background(), b.of.id, id, "", desk.Text)
			must(w.t, "accept", err)
		}, "accepted"},
		{"Declined", func(w *world, _ *console, b *tab, id desk.InvitationID) {
			b.sees()
			must(w.t, "decline", w.desk.Decline(context.Background(), b.of.id, id))
		}, "declined"},
		{"Expired", func(_ *world, _ *console, b *tab, _ desk.InvitationID) {
			b.sees()
			pass(10*time.Minute + time.Second)
		}, "expired"},
		{"Withdrawn", func(w *world, anna *console, _ *tab, id desk.InvitationID) {
			_, err := w.desk.Withdraw(context.Background(), actor(anna.who), id)
			must(w.t, "withdraw", err)
		}, "withdrawn"},
		{"Undeliverable", func(_ *world, _ *console, b *tab, _ desk.InvitationID) {
			b.leaves()
			pass(5 * time.Second)
		}, "undeliverable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
				b := guest.open("/")
				sent := anna.invites(guest, "May I help?")
				c.tell(w, anna, b, sent.ID)
				pass(shortly)
				stored, err := w.store.Invitations(context.Background(), sent.Visit)
				must(t, "read", err)
				for who, i := range map[string]desk.Invitation{"Anna": anna.invitation(sent.ID), "Bert": bert.invitation(sent.ID), "the store": stored[0]} {
					if i.State != c.want {
						t.Errorf("%s sees %s, want %s", who, i.State, c.want)
					}
					if (c.want == "undeliverable") != (i.Why != "") {
						t.Errorf("%s sees the reason %q of an invitation %s", who, i.Why, i.State)
					}
					if i.State.Open() != i.Ended.IsZero() || c.want == "accepted" && (i.Shown.IsZero() || i.Conversation == "") {
						t.Errorf("%s sees %+v", who, i)
					}
				}
				if c.want != "sent" && c.want != "delivered" && c.want != "shown" {
					_, err := w.desk.Accept(context.Background(), guest.id, sent.ID, "", desk.Text)
					if c.want != "accepted" { // replayed
						wants(t, "accept what has ended", err, desk.Conflict)
					}
					if c.want != "declined" { // declined in two tabs is declined
						wants(t, "decline what has ended", w.desk.Decline(context.Background(), guest.id, sent.ID), desk.Conflict)
					}
				}
			})
		})
	}
}

func TestOperatorLearnsWithinTwoSecondsThatTheVisitorLeft_S35(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		b.leaves()
		pass(3 * time.Second)
		sent := anna.invites(guest, "Wait!") // fading: he may come back
		pass(900 * time.Millisecond)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsSent {
			t.Errorf("within the grace it is %s, want sent", i.State)
		}
		pass(100*time.Millisecond + 2*time.Second)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsUndeliverable || i.Why == "" {
			t.Errorf("2 s after he left it is %s (%s), want undeliverable and why", i.State, i.Why)
		}
		_, err := anna.tryInvite(guest, "Come back!")
		wants(t, "invite who has left", err, desk.NotFound)
		_, err = anna.tryInvite(w.visitor(), "Hello")
		wants(t, "invite nobody", err, desk.NotFound)
	})
}

func TestInvitationCommittedAfterTheVisitorLeftIsUndeliverable_S35(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		guest.open("/").leaves()
		pass(3900 * time.Millisecond)
		w.store.Slow(time.Second) // the grace ends while it is being written
		sent := anna.invites(guest, "Wait!")
		w.store.Heal()
		pass(2 * time.Second)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsUndeliverable {
			t.Errorf("it is %s, want undeliverable", i.State)
		}
	})
}

func TestBusyVisitorCantBeInvited_S36(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		clash := func(why string) {
			t.Helper()
			for _, c := range []*console{anna, bert} {
				_, err := c.tryInvite(guest, "And I?")
				wants(t, "invite a busy visitor", err, desk.Conflict)
				if whoOf(err) != "Anna" || !strings.Contains(err.Error(), why) {
					t.Errorf("got %q by %q, want it to say %q and Anna", err, whoOf(err), why)
				}
			}
		}
		clash("unanswered invitation")
		pass(shortly)
		if v := bert.mustBadge(guest); v.Invitation == nil || v.Invitation.ID != sent.ID || v.Invitation.OperatorName != "Anna" {
			t.Errorf("before the clash Bert sees %+v, want Anna's invitation", v)
		}
		talk := b.accepts("")
		clash("chat")
		pass(shortly)
		if v := bert.mustBadge(guest); v.Conversation == nil || v.Conversation.ID != talk.ID || v.Invitation != nil || v.Conversation.OperatorName != "Anna" {
			t.Errorf("before the clash Bert sees %+v, want Anna's chat", v)
		}
		_, err := w.desk.End(context.Background(), actor(w.shop.Anna), talk.ID)
		must(t, "end", err)
		bert.invites(guest, "Now I")
	})
}

func TestWithdrawnInvitationGoesEverywhere_S37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
		one, two := guest.open("/"), guest.open("/cart")
		sent := anna.invites(guest, "May I help?")
		one.sees()
		_, err := w.desk.Withdraw(ctx, actor(w.shop.Bert), sent.ID)
		wants(t, "withdraw a colleague's", err, desk.Forbidden)
		_, err = w.desk.Withdraw(ctx, actor(w.shop.Anna), sent.ID)
		must(t, "withdraw", err)
		if one.invited() || two.invited() || two.lastGone() != desk.InvitationIsWithdrawn {
			t.Error("a withdrawn invitation is still open in a tab")
		}
		_, err = w.desk.Accept(ctx, guest.id, sent.ID, "", desk.Text)
		wants(t, "accept a withdrawn one", err, desk.Conflict)
		bert.invites(guest, "Or I?")
		talk := two.accepts("")
		_, err = w.desk.Withdraw(ctx, actor(w.shop.Bert), talk.Invitation)
		wants(t, "withdraw an accepted one", err, desk.Conflict)
		_, err = w.desk.Withdraw(ctx, actor(w.shop.Bert), "unknown")
		wants(t, "withdraw an unknown one", err, desk.NotFound)
	})
}
