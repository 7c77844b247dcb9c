package desktest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// balanced checks that no page view is unaccounted for (guarantee 7).
func (w *world) balanced() desk.Ledger {
	w.t.Helper()
	l := w.desk.Ledger()
	if rest := l.Accepted - l.Stored - l.Rejected - l.Waiting; rest != 0 {
		w.t.Errorf("%d page views are unaccounted for: %+v", rest, l)
	}
	return l
}

func TestNothingIsToldThatIsNotStored_Guarantee1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest, second := w.console(w.shop.Anna), w.visitor(), w.visitor()
		b, other := guest.open("/"), second.open("/")
		talk := anna.talksTo(b)
		waiting := anna.invites(second, "May I help?")
		other.sees()
		pass(shortly)
		b.mu.Lock()
		told := b.told
		b.mu.Unlock()
		settings := w.desk.Settings()

		w.store.Fail(ErrDiskFull)
		for name, err := range map[string]error{
			"say":      errOf(b.trySay("a-message-of-mine-1", "Hello?")),
			"answer":   errOf(w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, "a-message-of-anna-s", "Hello!")),
			"hold":     errOf(w.desk.Hold(ctx, actor(w.shop.Anna), talk.ID)),
			"end":      w.desk.EndByVisitor(ctx, guest.id, talk.ID),
			"accept":   errOf(w.desk.Accept(ctx, second.id, waiting.ID, "", desk.Text)),
			"decline":  w.desk.Decline(ctx, second.id, waiting.ID),
			"withdraw": errOf(w.desk.Withdraw(ctx, actor(w.shop.Anna), waiting.ID)),
			"settings": errOf(w.desk.ChangeSettings(ctx, actor(w.shop.Anna), desk.DefaultSettings())),
			"canned":   errOf(w.desk.SaveCanned(ctx, actor(w.shop.Anna), desk.Canned{Title: "Hello", Text: "Hello"})),
			"leave":    w.desk.LeaveMessage(ctx, guest.id, desk.NewOffline{ID: "an-offline-message-1", Email: "g@home.example", Text: "Call me"}),
			"got":      w.desk.GotByVisitor(ctx, guest.id, talk.ID, 2),
		} {
			wants(t, name+" while the disk is full", err, desk.Unavailable)
		}
		pass(shortly)
		if b.timesTold() != told || len(b.screen()) != 2 || len(anna.screen(talk.ID)) != 2 || !other.invited() || anna.invitation(waiting.ID).State != desk.InvitationIsShown {
			t.Error("something was shown that isn't stored")
		}
		if !reflect.DeepEqual(w.desk.Settings(), settings) {
			t.Error("settings changed that aren't stored")
		}

		w.store.Heal()
		if m, err := b.trySay("a-message-of-mine-1", "Hello?"); err != nil || m.Seq != 3 {
			t.Errorf("sent again when the disk has room: got %d, %v, want 3", m.Seq, err)
		}
		anna.says(talk.ID, "Hello!")
		_, err := w.desk.Accept(ctx, second.id, waiting.ID, "", desk.Text)
		must(t, "accept", err)
		pass(shortly)
		if got := anna.screen(talk.ID); !slices.Equal(got, b.screen()) || len(got) != 4 {
			t.Errorf("Anna reads %q, the visitor %q", got, b.screen())
		}
	})
}

func TestHangingStoreKeepsNobodyForEver(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		pass(shortly)
		w.store.Hang()
		began := time.Now()
		_, err := b.trySay("a-message-of-mine-1", "Hello?")
		wants(t, "say", err, desk.Unavailable)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("the visitor waited %v, want at most 5 s", took)
		}
		other := w.visitor()
		other.open("/") // the picture lives on meanwhile
		pass(shortly)
		other.open("/cart")
		pass(shortly)
		if v := anna.mustBadge(other); v.Zone != "cart" {
			t.Errorf("the badge is in %s, want it to move", v.Zone)
		}
		w.store.Heal()
		pass(10 * time.Second)
		anna.says(talk.ID, "Hello!")
		if l := w.balanced(); l.Waiting > 0 || l.Stored != 3 {
			t.Errorf("got %+v, want all three page views stored", l)
		}
	})
}

func TestPatienceOfTheCallerDoesNotEndACommit(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		w.store.Slow(time.Second)
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		m, err := w.desk.SayByVisitor(ctx, guest.id, talk.ID, "a-message-of-mine-1", "Hello?")
		if err != nil || m.Seq != 3 || len(b.screen()) != 3 {
			t.Errorf("got %d, %v and %q on the page, want the line", m.Seq, err, b.screen())
		}
	})
}

func TestPageViewsAreAcknowledgedWhenStored_Guarantee7(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.store.Fail(ErrDiskFull)
		guest := w.visitor()
		b := guest.open("/")
		pass(time.Minute)
		if l := w.balanced(); b.keptPages() > 0 || l.Stored > 0 || l.Waiting != 1 {
			t.Errorf("acknowledged %d, %+v, though nothing is stored", b.keptPages(), l)
		}
		b.leaves()
		b.reconnects() // the same page, which is still not stored
		pass(time.Minute)
		if l := w.balanced(); b.keptPages() > 0 || l.Accepted != 1 {
			t.Errorf("connected anew: acknowledged %d, %+v, though nothing is stored", b.keptPages(), l)
		}
		w.store.Heal()
		pass(3 * time.Second)
		if l := w.balanced(); b.keptPages() != 2 || l.Stored != 1 || l.Waiting > 0 {
			t.Errorf("acknowledged %d, %+v, want it stored by itself", b.keptPages(), l)
		}
		b.leaves()
		b.reconnects() // acknowledged for this connection too, counted once
		pass(shortly)
		if l := w.balanced(); b.keptPages() != 3 || l.Accepted != 1 {
			t.Errorf("acknowledged %d, %+v, want the same page counted once", b.keptPages(), l)
		}
	})
}

func TestManyPageViewsAreAllStored_Guarantee7(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		const visitors, pages = 300, 15
		var tabs []*tab
		for range visitors {
			tabs = append(tabs, w.visitor().open("/"))
		}
		for n := range pages - 1 {
			for _, b := range tabs {
				page := desk.PageID(fmt.Sprintf("a-page-of-this-tab-%d", n))
				must(t, "navigate", w.desk.Navigate(b.arrived, page, Address+"/catalog", "", "", func(desk.PageID) {}))
			}
			w.balanced()
		}
		pass(time.Second)
		if l := w.balanced(); l.Stored != visitors*pages || l.Waiting > 0 {
			t.Errorf("got %+v, want %d stored", l, visitors*pages)
		}
		for _, b := range tabs {
			views, err := w.store.PageViews(context.Background(), b.arrived.Visit, 100)
			if err != nil || len(views) != pages {
				t.Fatalf("a visit has %d views, %v, want %d", len(views), err, pages)
			}
		}
	})
}

func TestFullQueueRefusesPageViewsAndRecovers_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, early := w.console(w.shop.Anna), w.visitor()
		gone, longGone := early.open("/"), w.visitor().open("/")
		longGone.leaves()
		pass(5 * time.Second)
		w.store.Fail(ErrDiskFull)
		guest := w.visitor()
		b := guest.open("/")
		for n := range 100_000 { // titles are cheap, and wait as page views do
			must(t, "title", w.desk.Navigate(b.arrived, b.hello.Page, Address+"/", fmt.Sprint("Title ", n), "", nil))
		}
		wants(t, "one page too many", w.desk.Navigate(b.arrived, "a-page-of-this-tab-2", Address+"/", "", "", nil), desk.TooMany)
		if l := w.balanced(); l.Rejected != 1 || l.Waiting != 1 {
			t.Errorf("got %+v, want one refused and one waiting", l)
		}
		_, err := w.visitor().tryOpen(desk.Arrival{URL: Address + "/"})
		wants(t, "somebody new", err, desk.TooMany)
		gone.leaves()
		pass(31 * time.Minute) // what happens by itself waits without turning in circles
		if k := anna.kept(); k.OverCapacity == 0 {
			t.Errorf("got %+v, want those refused counted", k)
		}
		w.store.Heal()
		pass(time.Minute)
		if l := w.balanced(); l.Waiting > 0 {
			t.Errorf("got %+v, want nothing left waiting", l)
		}
		if _, there := anna.badge(early); there {
			t.Error("who left while the queue was full is still there")
		}
		if c := w.visitor().open("/"); c.arrived == nil {
			t.Error("nobody can come any more")
		}
		for _, b := range []*tab{gone, longGone} {
			if _, err := w.desk.VisitNow(b.arrived.Visit); desk.KindOf(err) != desk.NotFound {
				t.Errorf("a visit that ended while the queue was full stays for ever: %v", err)
			}
		}
	})
}

func TestWhatIsWaitingIsStoredAtTheEnd(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		b := w.visitor().open("/")
		synctest.Wait()
		w.bus.Close()
		w.desk.Close() // at once: the batch has not been written yet
		views, err := w.store.PageViews(context.Background(), b.arrived.Visit, 10)
		if err != nil || len(views) != 1 {
			t.Errorf("got %d views, %v, want 1", len(views), err)
		}
	})
}

func TestCloseWaitsForWhatHappensByItself(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		guest.open("/")
		sent := anna.invites(guest, "May I help?")
		pass(10*time.Minute - time.Second)
		w.store.Slow(2 * time.Second)
		pass(2 * time.Second) // it has expired, and is being written
		w.desk.Close()
		if stored, err := w.store.Invitations(context.Background(), sent.Visit); err != nil || stored[0].State != desk.InvitationIsExpired {
			t.Errorf("closed, and the store has it %s, %v", stored[0].State, err)
		}
	})
}

func TestWhatHappensByItselfWaitsForTheStore(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, one, two := w.console(w.shop.Anna), w.visitor(), w.visitor()
		expiring, leaving := one.open("/"), two.open("/")
		sent := anna.invites(one, "May I help?")
		talk := anna.talksTo(leaving)
		leaving.leaves()
		pass(9 * time.Minute)
		w.store.Fail(ErrDiskFull)
		pass(5 * time.Minute)
		if !expiring.invited() || anna.talk(talk.ID).State != desk.ConversationIsOpen {
			t.Error("it ended without being stored")
		}
		w.store.Heal()
		pass(3 * time.Second)
		if expiring.invited() || anna.invitation(sent.ID).State != desk.InvitationIsExpired || anna.talk(talk.ID).EndedBy != desk.EndedByLeaving {
			t.Errorf("healed, Anna sees %+v and %+v, want both ended", anna.invitation(sent.ID), anna.talk(talk.ID))
		}
	})
}

func TestWhatIsDueIsTriedOnceAtATime(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest, leaving := w.console(w.shop.Anna), w.visitor(), w.visitor()
		b, gone := guest.open("/"), leaving.open("/")
		talk := anna.talksTo(b)
		anna.says(talk.ID, "Hello")
		pass(30*time.Minute - time.Second)
		anna.invites(leaving, "May I help?")
		w.store.Fail(ErrDiskFull)
		for range 4 { // each time it can't arrive any more
			gone.leaves()
			for range 5 {
				pass(time.Second)
				b.attends(true, true, true)
			}
			gone.reconnects()
		}
		gone.leaves()
		pass(21 * time.Second)
		if n := w.store.Asked("SilenceNoticed"); n < 18 || n > 21 {
			t.Errorf("in 40 s the store was asked %d times to record that both are silent, want every 2 s", n)
		}
		if n := w.store.Asked("InvitationMoved"); n < 16 || n > 21 {
			t.Errorf("in 37 s the store was asked %d times to end an invitation, want every 2 s", n)
		}
		w.store.Heal()
		pass(3 * time.Second)
		if got := last(b.shown()); got.What != desk.LineAsked || anna.countOf("SilenceNoticed") != 1 {
			t.Errorf("healed, the page shows %q", got.Text)
		}
	})
}

func TestWhatIsDueIsNotDoneTwiceWhileItIsWritten(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		anna.says(talk.ID, "Hello")
		pass(30*time.Minute - time.Second)
		w.store.Slow(3 * time.Second)
		for range 20 {
			pass(200 * time.Millisecond)
			b.attends(true, true, true)
		}
		pass(time.Second)
		if n := w.store.Asked("SilenceNoticed"); n != 1 || anna.countOf("SilenceNoticed") != 1 {
			t.Errorf("the store was asked %d times, Anna told %d times, want once", n, anna.countOf("SilenceNoticed"))
		}
	})
}
