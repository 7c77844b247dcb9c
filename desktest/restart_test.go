package desktest

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestAfterARestartTheConversationGoesOn_Guarantee1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/catalog")
		talk := anna.talksTo(b)
		b.says("I look for tea")
		anna.says(talk.ID, "Green or black?")
		must(t, "got", w.desk.GotByVisitor(ctx, guest.id, talk.ID, 4))
		_, err := w.desk.Hold(ctx, actor(w.shop.Anna), talk.ID)
		must(t, "hold", err)
		pass(shortly)
		before := anna.mustBadge(guest)
		was := anna.talk(talk.ID)
		anna.stop()

		w.restart()
		guest.desk = w.desk
		anna = w.console(w.shop.Anna)
		b.reconnects()
		pass(shortly)
		now := anna.talk(talk.ID)
		if now.LastSeq != 5 || !now.Hold || now.VisitorGot != 4 || !now.Spoken || !sameMilli(now.LastSpoke, was.LastSpoke) || now.VisitorAway || !now.OperatorHere {
			t.Errorf("Anna sees %+v, want it as it was: %+v", now, was)
		}
		if got := b.screen(); len(got) != 5 || !slices.Equal(got, anna.screen(talk.ID)) {
			t.Errorf("the visitor reads %q, Anna %q", got, anna.screen(talk.ID))
		}
		after := anna.mustBadge(guest)
		if after.ID != before.ID || after.Pages != 1 || after.Visits != 1 || after.Zone != "catalog" || after.Country != before.Country || !slices.Equal(after.Trail, before.Trail) || !sameMilli(after.PageSince, before.PageSince) {
			t.Errorf("the badge is %+v, want the visit to go on: %+v", after, before)
		}
		_, err = w.desk.Resume(ctx, actor(w.shop.Anna), talk.ID)
		must(t, "resume", err)
		if m := b.says("Green"); m.Seq != 7 {
			t.Errorf("the next line has number %d, want 7", m.Seq)
		}
		wants(t, "invite him", errOf(w.console(w.shop.Bert).tryInvite(guest, "And I?")), desk.Conflict)
	})
}

func TestAfterARestartTheInvitationIsStillOpen_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		b.sees()
		anna.stop()
		w.restart()
		guest.desk = w.desk
		anna = w.console(w.shop.Anna)
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsShown {
			t.Errorf("Anna sees it %q, want shown", i.State)
		}
		b.reconnects()
		if card, _, _ := b.view(); card == nil || card.ID != sent.ID || card.Text != sent.Text {
			t.Errorf("the page shows %+v, want the invitation", card)
		}
		b.accepts("")
		pass(shortly)
		if anna.mustBadge(guest).Conversation == nil {
			t.Error("the badge has no chat marker")
		}
	})
}

func TestAfterARestartTheInvitationExpiresAndOperatorsAreTold_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		b.sees()
		anna.stop()
		w.restart()
		anna = w.console(w.shop.Anna)
		pass(10*time.Minute + shortly) // he never came back
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsExpired {
			t.Errorf("Anna sees it %s, want expired", i.State)
		}
	})
}

func TestAfterARestartTheInvitationThatNobodyFetchesIsUndeliverable_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, never, back := w.console(w.shop.Anna), w.visitor(), w.visitor()
		never.open("/")
		b := back.open("/")
		lost, waits := anna.invites(never, "May I help?"), anna.invites(back, "May I help?")
		anna.stop()
		w.restart()
		back.desk = w.desk
		anna = w.console(w.shop.Anna)
		pass(59 * time.Second) // a page that was idle may take as long
		b.reconnects()
		if i := anna.invitation(lost.ID); i.State != desk.InvitationIsSent {
			t.Errorf("before the time to come back has passed Anna sees it %s, want sent", i.State)
		}
		pass(6 * time.Second)
		if i := anna.invitation(lost.ID); i.State != desk.InvitationIsUndeliverable {
			t.Errorf("he never came back, and Anna sees it %s, want undeliverable", i.State)
		}
		if i := anna.invitation(waits.ID); i.State != desk.InvitationIsSent || !b.invited() {
			t.Errorf("he came back, and Anna sees it %s, the page shows it: %t", i.State, b.invited())
		}
	})
}

func TestInvitationOfAnEndedVisitIsNotShownInTheNext_S39(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.InvitationExpiry, s.VisitGap = time.Hour, time.Minute })
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		anna.stop()
		b.leaves()
		w.restart() // while it is down the visit ends
		guest.desk = w.desk
		pass(2 * time.Minute)
		anna = w.console(w.shop.Anna)
		next := guest.open("/")
		pass(shortly)
		if next.arrived.Visit == b.arrived.Visit || next.invited() || anna.invitation(sent.ID).State.Open() {
			t.Errorf("in the next visit the page shows it: %t, and Anna sees it %s", next.invited(), anna.invitation(sent.ID).State)
		}
		anna.invites(guest, "Hello again")
	})
}

func TestPagesThatReconnectAfterARestartAreNotCountedTwice(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		one, two, three := guest.open("/"), guest.open("/catalog"), guest.open("/cart")
		pass(shortly)
		anna.stop()
		w.restart()
		guest.desk = w.desk
		anna = w.console(w.shop.Anna)
		for _, b := range []*tab{one, two, three} {
			b.reconnects()
		}
		pass(shortly)
		v := anna.mustBadge(guest)
		views, err := w.store.PageViews(context.Background(), v.ID, 10)
		if err != nil || len(views) != 3 || v.Pages != 3 || v.Tabs != 3 {
			t.Errorf("the badge counts %d page views in %d tabs, the store %d (%v), want 3 of each", v.Pages, v.Tabs, len(views), err)
		}
		if one.keptPages() != 2 {
			t.Errorf("the page view was acknowledged %d times, want once for each connection", one.keptPages())
		}
	})
}

func TestTabThatReconnectsAloneIsNotCountedTwice(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		behind := guest.open("/")
		guest.open("/cart")
		behind.leaves()
		pass(time.Second)
		behind.reconnects()
		pass(shortly)
		if v := anna.mustBadge(guest); v.Pages != 2 {
			t.Errorf("the badge counts %d page views, want 2", v.Pages)
		}
	})
}

func TestAfterARestartTheVisitorGetsTimeToComeBack_CHT5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		talk := anna.talksTo(guest.open("/"))
		anna.says(talk.ID, "Hello")
		pass(20 * time.Minute) // silent, both of them, but here
		anna.stop()
		w.restart()
		anna = w.console(w.shop.Anna)
		pass(9 * time.Minute)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsOpen {
			t.Errorf("9 min after the restart it is %+v, want it open", c)
		}
		pass(time.Minute + shortly)
		if c := anna.talk(talk.ID); c.EndedBy != desk.EndedByLeaving {
			t.Errorf("10 min after the restart it is %+v, want it ended", c)
		}
	})
}

func TestSetUpSurvivesARestart(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.setting(func(s *desk.Settings) { s.DefaultInvitation = "Tea, %visitor%?" })
		name, login := "Anna of the Shop", "anna2"
		_, err := w.desk.ChangeOperator(ctx, actor(w.shop.Anna), w.shop.Anna.ID, desk.OperatorChange{Name: &name, Login: &login})
		must(t, "change", err)
		saved, err := w.desk.SaveCanned(ctx, actor(w.shop.Bert), desk.Canned{Title: "Hello", Text: "Hello, %visitor%"})
		must(t, "save", err)
		w.restart()
		list, err := w.desk.CannedList(ctx, actor(w.shop.Bert))
		if err != nil || len(list) != 1 {
			t.Errorf("canned: got %+v, %v", list, err)
		}
		differ(t, "canned", list, []desk.Canned{saved})
		if s := w.desk.Settings(); s.DefaultInvitation != "Tea, %visitor%?" {
			t.Errorf("settings: got %+v", s)
		}
		if o, err := w.desk.Operator(w.shop.Anna.ID); err != nil || o.Name != name || o.Login != login || o.Online {
			t.Errorf("operator: got %+v, %v", o, err)
		}
		differ(t, "zones", w.desk.ZonesOf(w.shop.Site.ID)[0].Name, "Default zone")
	})
}

func TestRestartIsNoReasonToTurnVisitorsAway_COM2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.console(w.shop.Anna).stop()
		w.restart()
		b := w.visitor().open("/")
		if !b.offered() {
			t.Fatal("the page was back before the consoles, and is to leave a message")
		}
		b.asks("Gerda")
		pass(20 * time.Second)
		anna := w.console(w.shop.Anna)
		synctest.Wait()
		if got := anna.asked(b.of); !b.offered() || !rings(got, w.shop.Anna) {
			t.Errorf("Anna is back: offered %t, the request stands %+v; want it to ring at her", b.offered(), got)
		}
		anna.stop()
		w.restart()
		b.of.desk = w.desk
		b = b.of.open("/next")
		pass(59 * time.Second)
		if !b.offered() || b.standing().State != desk.RequestIsWaiting {
			t.Errorf("59 s after a restart: offered %t, the request is %s; want both to last", b.offered(), b.standing().State)
		}
		pass(2 * time.Second)
		if b.offered() || b.standing().State != desk.RequestIsUnanswered {
			t.Errorf("nobody is back 61 s after a restart: offered %t, the request is %s", b.offered(), b.standing().State)
		}
	})
}

func TestRestartOffersNothingThatCannotBe_COM2(t *testing.T) {
	never := desk.Hours{Limited: true, TimeZone: "UTC"}
	for name, change := range map[string]func(w *world){
		"all have switched Live Help off": func(w *world) {
			for _, o := range []desk.Operator{w.shop.Anna, w.shop.Bert, w.shop.Carla} {
				_, err := w.desk.SwitchLiveHelp(context.Background(), actor(o), false)
				must(w.t, "switch", err)
			}
		},
		"outside business hours": func(w *world) { w.setting(func(s *desk.Settings) { s.Hours = never }) },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				change(w)
				w.restart()
				b := w.visitor().open("/")
				_, err := b.tryAsk("")
				wants(t, "ask", err, desk.Refused)
				if b.offered() {
					t.Error("Live Help is offered")
				}
			})
		})
	}
}

func TestDesksReckonAvailabilityForThemselves_COM2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.console(w.shop.Anna)
		b := w.visitor().open("/")
		w.openDesk("two") // which has not seen Anna come
		pass(61 * time.Second)
		if !b.offered() || !w.desk.Available() {
			t.Error("Anna is there, and another desk has taken Live Help away")
		}
	})
}
