package desktest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func last(lines []desk.Message) desk.Message {
	if len(lines) == 0 {
		return desk.Message{}
	}
	return lines[len(lines)-1]
}

func TestConversationEndsWhenTheVisitorIsGoneTenMinutes_CHT5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		anna.says(talk.ID, "Hello")
		b.leaves()
		pass(shortly)
		if !anna.talk(talk.ID).VisitorAway {
			t.Error("Anna isn't told that he has no page open")
		}
		pass(9 * time.Minute)
		b = guest.open("/cart")
		if got := b.screen(); len(got) != 3 {
			t.Errorf("back after 9 min he reads %q, want the conversation", got)
		}
		pass(shortly)
		if anna.talk(talk.ID).VisitorAway {
			t.Error("Anna isn't told that he is back")
		}
		b.leaves()
		pass(10*time.Minute - time.Second)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsOpen {
			t.Error("it ended before 10 min")
		}
		pass(time.Second + shortly)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsEnded || c.EndedBy != desk.EndedByLeaving || last(anna.shown(talk.ID)).What != desk.LineEnded {
			t.Errorf("after 10 min Anna sees %+v, want it ended because he left", c)
		}
	})
}

func TestBothSilentAreAskedAndThenItEnds_CHT5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		anna.says(talk.ID, "Hello")
		pass(29 * time.Minute)
		b.says("Let me think")
		pass(29 * time.Minute)
		if got := last(b.shown()); got.Text != "Let me think" {
			t.Errorf("29 min after a word the page shows %q", got.Text)
		}
		pass(time.Minute + time.Second)
		if got := last(b.shown()); got.What != desk.LineAsked || last(anna.shown(talk.ID)).What != desk.LineAsked {
			t.Errorf("after 30 min of silence the page shows %q, want both to be asked", got.Text)
		}
		pass(10 * time.Minute)
		b.says("Still thinking")
		pass(29 * time.Minute)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsOpen || c.Asked {
			t.Errorf("answered, it is %+v", c)
		}
		pass(time.Minute + time.Second) // asked again
		pass(30 * time.Minute)
		if c := anna.talk(talk.ID); c.State != desk.ConversationIsEnded || c.EndedBy != desk.EndedBySilence {
			t.Errorf("asked and silent for another 30 min, it is %+v", c)
		}
		if got := b.screen(); len(got) != 8 {
			t.Errorf("the page shows %q, want 8 lines: both were asked twice", got)
		}
	})
}

func TestColleagueTakesOverWhenTheInviterIsAway_S44(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		bert := w.console(w.shop.Bert)
		carla := w.console(w.shop.Carla)
		_, err := w.desk.SwitchLiveHelp(ctx, actor(w.shop.Carla), false) // there, but not available
		must(t, "switch", err)
		anna.invites(guest, "May I help?")
		anna.stop()
		pass(10 * time.Second)
		talk := b.accepts("")
		pass(19 * time.Second)
		if _, c, _ := b.view(); c.Operator != w.shop.Anna.ID || c.OperatorHere {
			t.Errorf("before 30 s it is with %s, here %t, want Anna, away", c.OperatorName, c.OperatorHere)
		}
		pass(time.Second + shortly)
		r := bert.asked(guest)
		if !r.Returned || !rings(r, w.shop.Bert) || len(r.Ringing) != 1 || carla.asked(guest).ID != r.ID {
			t.Fatalf("30 s after Anna went the request is %+v, want it to ring at Bert alone, seen by Carla too", r)
		}
		_, err = w.desk.AcceptRequest(ctx, actor(w.shop.Bert), r.ID)
		must(t, "accept", err)
		synctest.Wait()
		_, c, lines := b.view()
		if c.ID != talk.ID || c.Operator != w.shop.Bert.ID || c.OperatorName != "Bert" || !c.OperatorHere || last(lines).What != desk.LineTookOver {
			t.Errorf("the page shows %+v, want the same talk with Bert", c)
		}
		bert.says(talk.ID, "Hello, I am here for Anna")
		_, err = w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, "an-id-of-anna-s-own", "Hello?")
		wants(t, "Anna says", err, desk.Forbidden)
	})
}

func TestInviterWhoIsBackInTimeKeepsIt_S44(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		w.console(w.shop.Bert)
		b := guest.open("/")
		anna.invites(guest, "May I help?")
		anna.stop()
		b.accepts("")
		pass(29 * time.Second)
		w.console(w.shop.Anna)
		pass(10 * time.Minute)
		if _, c, _ := b.view(); c.Operator != w.shop.Anna.ID || !c.OperatorHere || len(b.shown()) != 2 {
			t.Errorf("got %+v, want it to stay with Anna", c)
		}
	})
}

func TestNobodyCanTakeOverAndTheVisitorLeavesAMessage_S44(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		_, err := w.desk.SwitchLiveHelp(ctx, actor(w.shop.Bert), false)
		must(t, "switch", err)
		w.console(w.shop.Bert)
		b := guest.open("/")
		anna.invites(guest, "May I help?")
		anna.stop()
		talk := b.accepts("Gerda")
		pass(30*time.Second + shortly)
		if _, c, _ := b.view(); c.State != desk.ConversationIsEnded || c.EndedBy != desk.EndedByNobody || !b.asksToLeave() {
			t.Errorf("the page shows %+v, asked to leave a message: %t", c, b.asksToLeave())
		}
		for _, bad := range []struct {
			name, id, from, email, text string
			want                        desk.Kind
		}{
			{"no address", "an-offline-message-1", "Gerda", "", "Call me", desk.Invalid},
			{"no real address", "an-offline-message-1", "Gerda", "Gerda <g@home.example>", "Call me", desk.Invalid},
			{"no text", "an-offline-message-1", "Gerda", "g@home.example", " ", desk.Invalid},
			{"no id", "", "Gerda", "g@home.example", "Call me", desk.Invalid},
		} {
			wants(t, bad.name, w.desk.LeaveMessage(ctx, guest.id, desk.NewOffline{ID: desk.OfflineID(bad.id), Name: bad.from, Email: bad.email, Text: bad.text}), bad.want)
		}
		for range 2 { // sent again: once
			must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, desk.NewOffline{ID: "an-offline-message-1", Name: "Gerda", Email: "g@home.example", Text: "Call me <b>now</b>"}))
		}
		wants(t, "nobody leaves", w.desk.LeaveMessage(ctx, "nobody", desk.NewOffline{ID: "an-offline-message-2", Email: "g@home.example", Text: "Call me"}), desk.NotFound)
		_, left, err := w.desk.History(ctx, guest.id)
		if err != nil || len(left) != 1 || left[0].Conversation != talk.ID || left[0].Text != "Call me <b>now</b>" || left[0].Email != "g@home.example" {
			t.Errorf("got %+v, %v, want one message that belongs to the conversation", left, err)
		}
	})
}

func TestDisabledOperatorIsNoColleague_S44(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		off := w.shop.Bert
		off.Disabled = true
		Record(t, w.store, &desk.OperatorChanged{Operator: off})
		w.restart()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		w.console(w.shop.Bert)
		b := guest.open("/")
		anna.invites(guest, "May I help?")
		anna.stop()
		b.accepts("")
		pass(30*time.Second + shortly)
		if _, c, _ := b.view(); c.EndedBy != desk.EndedByNobody {
			t.Errorf("got %+v, want nobody to take it", c)
		}
	})
}

func TestVisitorCantFloodTheMessageBoard_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		guest, other := w.visitor(), w.visitor()
		guest.open("/")
		other.open("/")
		leave := func(p *person) error {
			return w.desk.LeaveMessage(ctx, p.id, desk.NewOffline{ID: desk.OfflineID(w.id("leave")), Name: "Gerda", Email: "g@home.example", Text: "Call me"})
		}
		for range 5 {
			must(t, "leave", leave(guest))
		}
		wants(t, "a sixth at once", leave(guest), desk.TooMany)
		must(t, "another visitor", leave(other))
		pass(time.Minute)
		must(t, "a minute later", leave(guest))
		wants(t, "two a minute later", leave(guest), desk.TooMany)
	})
}
