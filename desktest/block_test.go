package desktest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestBlockedVisitorIsOutAndStaysOut(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, bert := w.console(w.shop.Anna), w.console(w.shop.Bert)
		rude, other := w.visitor().open("/"), w.visitor().open("/")
		talk := bert.talksTo(rude)
		window := w.desk.PhoneToken(w.desk.Sites()[0].ID, rude.of.id)
		if _, got, err := w.desk.PhoneOf(ctx, window); err != nil || got != rude.of.id {
			t.Errorf("his call window comes back as %q, %v", got, err)
		}
		plain := desk.Actor{ID: w.shop.Carla.ID}
		wants(t, "block a colleague's", w.desk.BlockVisitor(ctx, plain, rude.of.id), desk.Forbidden)
		wants(t, "block nobody", w.desk.BlockVisitor(ctx, plain, "nobody"), desk.NotFound)
		must(t, "block", w.desk.BlockVisitor(ctx, actor(w.shop.Bert), rude.of.id))
		synctest.Wait()
		if rude.closedBy() != desk.Ended || other.closedBy() != 0 || bert.talk(talk.ID).State != desk.ConversationIsEnded {
			t.Errorf("his page is closed by %d, the chat is %s; want both ended, and nobody else's page", rude.closedBy(), bert.talk(talk.ID).State)
		}
		_, _, err := w.desk.PhoneOf(ctx, window)
		wants(t, "his call window comes back", err, desk.NotFound)
		_, _, err = w.desk.PhoneOf(ctx, w.desk.PhoneToken(w.desk.Sites()[0].ID, "nobody"))
		wants(t, "a call window of nobody's", err, desk.NotFound)
		rude.leaves()
		pass(shortly)
		_, err = rude.of.tryOpen(desk.Arrival{URL: Address + "/again"})
		wants(t, "come again", err, desk.Ended)
		w.restart()
		rude.of.desk = w.desk
		_, err = rude.of.tryOpen(desk.Arrival{URL: Address + "/again"})
		wants(t, "come again after a restart", err, desk.Ended)
		if list := w.desk.Blocked(); len(list) != 1 || list[0].ByName != "Bert" {
			t.Errorf("blocked are %+v", list)
		}
		must(t, "unblock", w.desk.UnblockVisitor(ctx, actor(w.shop.Anna), rude.of.id))
		wants(t, "unblock again", w.desk.UnblockVisitor(ctx, actor(w.shop.Anna), rude.of.id), desk.NotFound)
		rude.of.open("/again")
		_ = anna
	})
}

func TestVisitorBlockedAtAnotherDeskIsOutHere(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		far := w.openDesk("two")
		w.console(w.shop.Bert)
		here, other := w.visitor().open("/"), w.visitor().open("/")
		_, err := w.desk.VisitorOf(Key, Address, here.of.token)
		must(t, "attach a file", err)
		synctest.Wait()
		must(t, "block", far.BlockVisitor(ctx, actor(w.shop.Bert), here.of.id))
		pass(shortly)
		if here.closedBy() != desk.Ended || other.closedBy() != 0 {
			t.Errorf("his page is closed by %d, want it ended, and nobody else's", here.closedBy())
		}
		for name, d := range map[string]*desk.Desk{"here": w.desk, "there": far} {
			_, err = d.VisitorOf(Key, Address, here.of.token)
			wants(t, "attach a file "+name, err, desk.Refused)
		}
	})
}

func TestVisitorBlockedWhileHisPastIsReadIsOut(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		guest := w.visitor()
		guest.open("/").leaves()
		pass(24 * time.Hour)
		w.store.Hang()
		came := make(chan error)
		go func() {
			_, err := guest.tryOpen(desk.Arrival{URL: Address + "/again"})
			came <- err
		}()
		synctest.Wait()
		w.desk.Hear(&desk.VisitorBlocked{Block: desk.Block{Visitor: guest.id, By: "bert", ByName: "Bert", At: time.Now()}})
		w.store.Heal()
		wants(t, "come", <-came, desk.Ended)
	})
}

func TestEndByABlockNamesWhoBlocked(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.console(w.shop.Anna)
		bert := w.console(w.shop.Bert)
		rude := w.visitor().open("/")
		talk := bert.talksTo(rude)
		must(t, "block a colleague's", w.desk.BlockVisitor(ctx, actor(w.shop.Anna), rude.of.id))
		lines, _, err := w.desk.Messages(ctx, talk.ID, 0, 10)
		if last := lines[len(lines)-1]; err != nil || last.What != desk.LineEnded || last.Text != "Anna ended the chat" {
			t.Errorf("the chat ends with %+v, %v", last, err)
		}
	})
}

func TestBlockedAgainStaysAsItWas(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.console(w.shop.Anna)
		rude := w.visitor().open("/")
		must(t, "block", w.desk.BlockVisitor(ctx, actor(w.shop.Anna), rude.of.id))
		must(t, "block again", w.desk.BlockVisitor(ctx, actor(w.shop.Bert), rude.of.id))
		if list := w.desk.Blocked(); len(list) != 1 || list[0].ByName != "Anna" {
			t.Errorf("blocked are %+v, want by Anna", list)
		}
	})
}

func TestPushedPageIsALineWithAnAddress(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna := w.console(w.shop.Anna)
		b := w.visitor().open("/")
		talk := anna.talksTo(b)
		for _, bad := range []string{"", "bells", "javascript:alert(1)", "https://", "ftp://shop.example/x", "https://me:secret@shop.example/"} {
			_, err := w.desk.PushPage(ctx, actor(w.shop.Anna), talk.ID, "a-page-0000000000001", bad)
			wants(t, bad, err, desk.Invalid)
		}
		for range 2 {
			_, err := w.desk.PushPage(ctx, actor(w.shop.Anna), talk.ID, "a-page-0000000000001", "https://shop.example/bells?red=1")
			must(t, "push", err)
		}
		synctest.Wait()
		if lines := b.shown(); len(lines) != 3 || lines[2].What != desk.LinePage || lines[2].Text != "https://shop.example/bells?red=1" {
			t.Errorf("the page shows %+v", lines)
		}
		anna.ends(talk)
		m, err := w.desk.PushPage(ctx, actor(w.shop.Anna), talk.ID, "a-page-0000000000001", "https://shop.example/bells?red=1")
		if err != nil || m.Seq != 3 {
			t.Errorf("sent again after the end it is %+v, %v, want the same line", m, err)
		}
		_, err = w.desk.PushPage(ctx, actor(w.shop.Anna), talk.ID, "a-page-0000000000001", "https://shop.example/other")
		wants(t, "another page under its id", err, desk.Conflict)
		_, err = w.desk.PushPage(ctx, actor(w.shop.Anna), talk.ID, "a-page-0000000000002", "https://shop.example/other")
		wants(t, "a new one after the end", err, desk.Ended)
	})
}
