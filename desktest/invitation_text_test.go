package desktest

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestTextOfAnInvitationAsTheVisitorReadsIt(t *testing.T) {
	standard := desk.DefaultSettings().DefaultInvitation
	for _, c := range []struct {
		name, text, operator, want string
	}{
		{"S09_S11_DefaultWithTheOperatorsName", standard, "Anna", `Hello! I'm Anna. If you have any questions or requests I'm ready to help you. Just click "Start Chat" button to start a conversation.`},
		{"S40_EmptyNameIsOperator", standard, "", `Hello! I'm Operator. If you have any questions or requests I'm ready to help you. Just click "Start Chat" button to start a conversation.`},
		{"S15_TypedTextAsItIs", "Tea? 🫖", "Anna", "Tea? 🫖"},
		{"S11_S41_AllVariables", "%name%/%visitor%/%page%/%site%", "Anna", "Anna/Site visitor/Page /cart/The Shop"},
		{"S41_UnknownWordStays", "100% of %unknown%, %NAME% and %name", "Anna", "100% of %unknown%, %NAME% and %name"},
		{"S41_VariableIsFilledOnce", "%name%", "%site%", "%site%"},
		{"S38_MarkupIsText", "<b>%name%</b><script>alert(1)</script>", "<i>Anna</i>", "<b><i>Anna</i></b><script>alert(1)</script>"},
		{"ControlAndDirectionCharactersGo", "a\x00b\x1b[1m\u202ec\u2066d\r\ne", "Anna", "ab[1mcd\ne"},
		{"S34_LongestText", strings.Repeat("é", desk.MaxMessage), "Anna", strings.Repeat("é", desk.MaxMessage)},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				_, err := w.desk.ChangeOperator(context.Background(), actor(w.shop.Anna), w.shop.Anna.ID, desk.OperatorChange{Name: &c.operator})
				must(t, "rename", err)
				anna, guest := w.console(w.shop.Anna), w.visitor()
				b := guest.open("/cart")
				preview, err := w.desk.PreviewInvitation(actor(w.shop.Anna), guest.id, c.text)
				must(t, "preview", err)
				sent := anna.invites(guest, c.text)
				card, _, _ := b.view()
				stored, err := w.store.Invitations(context.Background(), sent.Visit)
				must(t, "read", err)
				for who, got := range map[string]string{"the preview": preview, "the visitor": card.Text, "the record": stored[0].Text} {
					if got != c.want {
						t.Errorf("%s reads %.200q, want %.200q", who, got, c.want)
					}
				}
			})
		})
	}
}

func TestTwoOperatorsSendTheDefaultWithTwoNames_S13(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		one, two := w.visitor(), w.visitor()
		one.open("/")
		two.open("/")
		a, b := w.console(w.shop.Anna).invites(one, "I'm %name%"), w.console(w.shop.Bert).invites(two, "I'm %name%")
		if a.Text != "I'm Anna" || b.Text != "I'm Bert" {
			t.Errorf("got %q and %q", a.Text, b.Text)
		}
	})
}

func TestInvitationThatIsNone(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		guest := w.visitor()
		b := guest.open("/")
		for _, c := range []struct {
			name string
			by   desk.Operator
			n    desk.NewInvitation
			want desk.Kind
		}{
			{"S34 empty", w.shop.Anna, desk.NewInvitation{Text: ""}, desk.Invalid},
			{"S34 only white space", w.shop.Anna, desk.NewInvitation{Text: " \n\t\u00a0"}, desk.Invalid},
			{"only control characters", w.shop.Anna, desk.NewInvitation{Text: "\x00\x07\u202e"}, desk.Invalid},
			{"too long", w.shop.Anna, desk.NewInvitation{Text: strings.Repeat("é", desk.MaxMessage+1)}, desk.TooLarge},
			{"too long once filled", w.shop.Anna, desk.NewInvitation{Text: strings.Repeat("%visitor%", 400)}, desk.TooLarge},
			{"S42 voice where there is none", w.shop.Anna, desk.NewInvitation{Text: "Hello", Kind: desk.Voice}, desk.Refused},
			{"no kind of talk", w.shop.Anna, desk.NewInvitation{Text: "Hello", Kind: "fax"}, desk.Invalid},
			{"no id", w.shop.Anna, desk.NewInvitation{ID: "short", Text: "Hello"}, desk.Invalid},
			{"unknown visitor", w.shop.Anna, desk.NewInvitation{Text: "Hello", Visitor: "unknown"}, desk.NotFound},
			{"unknown operator", desk.Operator{ID: "unknown"}, desk.NewInvitation{Text: "Hello"}, desk.NotFound},
		} {
			n := c.n
			n.ID = desk.InvitationID(orElse(string(n.ID), w.id("invite")))
			n.Visitor = desk.VisitorID(orElse(string(n.Visitor), string(guest.id)))
			n.Kind = desk.Talk(orElse(string(n.Kind), string(desk.Text)))
			_, err := w.desk.Invite(context.Background(), actor(c.by), n)
			wants(t, c.name, err, c.want)
		}
		if b.invited() || b.timesTold() > 0 {
			t.Error("the visitor was told of an invitation that is none")
		}
	})
}

func TestInvitationSentAgainIsTheSame(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		guest := w.visitor()
		b := guest.open("/")
		n := desk.NewInvitation{ID: "an-invitation-of-mine", Visitor: guest.id, Text: "May I help?", Kind: desk.Text}
		first, err := w.desk.Invite(ctx, actor(w.shop.Anna), n)
		must(t, "invite", err)
		again, err := w.desk.Invite(ctx, actor(w.shop.Anna), n) // the answer got lost
		must(t, "invite again", err)
		differ(t, "the invitation sent again", again, first)
		if told := b.timesTold(); told != 1 {
			t.Errorf("the page was told %d times, want once", told)
		}
		_, err = w.desk.Invite(ctx, actor(w.shop.Bert), n)
		wants(t, "a colleague under the same id", err, desk.Conflict)
		must(t, "decline", w.desk.Decline(ctx, guest.id, b.sees()))
		again, err = w.desk.Invite(ctx, actor(w.shop.Anna), n)
		if err != nil || again.State != desk.InvitationIsDeclined || b.invited() {
			t.Errorf("got %s, %v, want the declined one and nothing new at the visitor", again.State, err)
		}
		pass(shortly)
		if stored, _ := w.store.Invitations(ctx, first.Visit); len(stored) != 1 {
			t.Errorf("%d invitations are stored, want 1", len(stored))
		}
		w.restart()
		guest.desk = w.desk
		b.reconnects()
		if again, err = w.desk.Invite(ctx, actor(w.shop.Anna), n); err != nil || again.State != desk.InvitationIsDeclined || b.invited() {
			t.Errorf("after a restart: got %s, %v, want the declined one and nothing new at the visitor", again.State, err)
		}
	})
}

func TestInvitationOfAnotherVisitorIsNotFound(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest, thief := w.console(w.shop.Anna), w.visitor(), w.visitor()
		guest.open("/")
		thief.open("/")
		sent := anna.invites(guest, "May I help?")
		for _, id := range []desk.InvitationID{sent.ID, "unknown"} {
			_, err := w.desk.Accept(ctx, thief.id, id, "", desk.Text)
			wants(t, "accept", err, desk.NotFound)
			wants(t, "decline", w.desk.Decline(ctx, thief.id, id), desk.NotFound)
			wants(t, "delivered", w.desk.Delivered(ctx, thief.id, id), desk.NotFound)
			wants(t, "shown", w.desk.Shown(ctx, thief.id, id), desk.NotFound)
		}
		if i, err := w.desk.Invitation(sent.ID); err != nil || i.State != desk.InvitationIsSent {
			t.Errorf("got %s, %v, want it untouched", i.State, err)
		}
	})
}

func TestUnansweredInvitationSurvivesPageChange_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		b.sees()
		for _, path := range []string{"/catalog/", "/cart"} {
			b.leaves()
			pass(3 * time.Second)
			b = guest.open(path)
			if card, _, _ := b.view(); card == nil || card.ID != sent.ID || card.State != desk.InvitationIsShown {
				t.Errorf("on %s the page shows %+v, want the invitation, still unanswered", path, card)
			}
		}
		b.leaves()
		pass(time.Minute) // he left, and comes back within the visit
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsShown {
			t.Errorf("it is %s, want it to wait for his return", i.State)
		}
		if b = guest.open("/"); !b.invited() {
			t.Error("the invitation didn't wait for his return")
		}
		b.accepts("")
	})
}

func TestInvitationExpiresAfterTenMinutes_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		pass(10*time.Minute - time.Second)
		if !b.invited() {
			t.Fatal("it went before its time")
		}
		pass(time.Second)
		if b.invited() || b.lastGone() != desk.InvitationIsExpired || anna.invitation(sent.ID).State != desk.InvitationIsExpired {
			t.Errorf("after 10 min the page shows it: %t, and Anna sees it %s", b.invited(), anna.invitation(sent.ID).State)
		}
		anna.invites(guest, "Once more?")
	})
}

func TestInvitationEndsWithTheVisit_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.InvitationExpiry = 24 * time.Hour })
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		b.sees()
		b.leaves()
		pass(29 * time.Minute)
		if i := anna.invitation(sent.ID); !i.State.Open() {
			t.Errorf("it is %s before the visit ended", i.State)
		}
		pass(time.Minute + shortly)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsExpired || i.Why == "" {
			t.Errorf("after the visit it is %s (%s), want expired and why", i.State, i.Why)
		}
		if guest.open("/").invited() {
			t.Error("the next visit shows the last one's invitation")
		}
	})
}

func TestOneOfTwoOperatorsOnTwoDesksWins_S37(t *testing.T) {
	const rounds = 200
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		far := w.openDesk("two")
		anna, bert, guest := w.console(w.shop.Anna), w.consoleAt(far, w.shop.Bert), w.visitor()
		b := guest.open("/")
		pass(shortly)
		wins := map[string]int{}
		for round := range rounds {
			var sent [2]desk.Invitation
			errs := atOnce(
				func() (err error) { sent[0], err = anna.tryInvite(guest, "I'm %name%"); return },
				func() (err error) { sent[1], err = bert.tryInvite(guest, "I'm %name%"); return })
			won := 0
			if errs[0] != nil {
				won = 1
			}
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("round %d: got %v and %v, want exactly one winner", round, errs[0], errs[1])
			}
			winner := []string{"Anna", "Bert"}[won]
			wants(t, "the loser", errs[1-won], desk.Conflict)
			if whoOf(errs[1-won]) != winner {
				t.Fatalf("round %d: the loser is told %q, want %s", round, whoOf(errs[1-won]), winner)
			}
			synctest.Wait()
			if card, _, _ := b.view(); card == nil || card.ID != sent[won].ID || card.Text != "I'm "+winner {
				t.Fatalf("round %d: the visitor sees %+v, want %s's invitation", round, card, winner)
			}
			wins[winner]++
			_, err := []*console{anna, bert}[won].at.Withdraw(context.Background(), actor(w.shop.Anna), sent[won].ID)
			must(t, "withdraw", err)
			synctest.Wait()
			if b.invited() {
				t.Fatalf("round %d: withdrawn, it is still there", round)
			}
		}
		t.Logf("Anna won %d, Bert %d", wins["Anna"], wins["Bert"])
	})
}
