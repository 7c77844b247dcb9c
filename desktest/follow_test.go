package desktest

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestFollowerTooFarBehindGetsANewPicture_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		slow, first := w.desk.Follow(w.shop.Anna.ID)
		defer slow.Close()
		for n := range 256 {
			anna.says(talk.ID, fmt.Sprint("line ", n))
		}
		u, err := slow.Next(context.Background())
		if err != nil || len(u.Told) != 256 {
			t.Fatalf("256 facts behind: got %d, %v, want all of them", len(u.Told), err)
		}
		for n := range 257 {
			anna.says(talk.ID, fmt.Sprint("more ", n))
		}
		for range 2 {
			_, err = slow.Next(context.Background())
			wants(t, "257 facts behind", err, desk.TooMany)
		}
		anna.says(talk.ID, "The last")
		again, second := w.desk.Follow(w.shop.Anna.ID)
		defer again.Close()
		if first.Conversations[0].LastSeq != 2 || second.Conversations[0].LastSeq != 2+256+257+1 {
			t.Errorf("the pictures end at %d and %d", first.Conversations[0].LastSeq, second.Conversations[0].LastSeq)
		}
		pass(shortly)
		if got := anna.screen(talk.ID); len(got) != 2+256+257+1 {
			t.Errorf("one slow console cost Anna's other one lines: she has %d", len(got))
		}
	})
}

func TestColleaguesConversationIsToldFourTimesASecondAtMost(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		talk := anna.talksTo(guest.open("/"))
		pass(shortly)
		beside, _ := w.desk.Follow(w.shop.Bert.ID)
		defer beside.Close()
		var talks, told int
		var last desk.Conversation
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for {
				u, err := beside.Next(ctx)
				if err != nil {
					return
				}
				for _, t := range u.Told {
					told++
					last = *t.Conversation
				}
				for _, c := range u.Talks {
					talks++
					last = c
				}
			}
		}()
		for n := range 100 { // a second long
			anna.says(talk.ID, fmt.Sprint("line ", n))
			pass(10 * time.Millisecond)
		}
		must(t, "hold", errOf(w.desk.Hold(context.Background(), actor(w.shop.Anna), talk.ID)))
		pass(time.Second)
		cancel()
		<-ended
		if last.LastSeq != 103 || !last.Hold || talks > 6 || talks < 4 || told != 1 {
			t.Errorf("Bert was told %d times how far it is (last %d, on hold %t), and of %d facts at once", talks, last.LastSeq, last.Hold, told)
		}
	})
}

func TestBadgesAreToldTenTimesASecondAtMost(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		var tabs []*tab
		for range 20 {
			tabs = append(tabs, w.visitor().open("/"))
		}
		pass(shortly)
		anna.mu.Lock()
		before := anna.updates
		anna.mu.Unlock()
		for n := range 1000 { // a second long, a change every millisecond
			tabs[n%20].attends(true, n%2 == 0, true)
			must(t, "title", w.desk.Navigate(tabs[n%20].arrived, tabs[n%20].hello.Page, Address+"/", fmt.Sprint("Title ", n), "", nil))
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		anna.mu.Lock()
		told := anna.updates - before
		anna.mu.Unlock()
		if told > 11 || told < 8 {
			t.Errorf("badges were told %d times in a second, want about 10", told)
		}
		pass(shortly)
		for n, b := range tabs {
			if v := anna.mustBadge(b.of); v.Title != fmt.Sprint("Title ", 980+n) {
				t.Errorf("badge %d stands at %q, want the latest", n, v.Title)
			}
		}
	})
}

func TestInvitationIsToldAtOnceWhileBadgesWait(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		synctest.Wait()
		b.attends(true, true, true)
		sent := anna.invites(guest, "May I help?")
		synctest.Wait() // no time has passed
		if i := anna.invitation(sent.ID); i.State != desk.InvitationIsSent {
			t.Errorf("Anna sees it %q, want sent", i.State)
		}
	})
}

func TestPictureIsWhatOthersHaveSeenComing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		left, talking, invited := w.visitor(), w.visitor(), w.visitor()
		left.open("/").leaves()
		anna.talksTo(talking.open("/cart"))
		invited.open("/catalog")
		sent := anna.invites(invited, "May I help?")
		pass(5 * time.Second)
		bert := w.console(w.shop.Bert)
		pass(shortly)
		for _, p := range []*person{left, talking, invited} {
			a, there := anna.badge(p)
			b, alsoThere := bert.badge(p)
			if there != alsoThere {
				t.Fatalf("Anna sees him: %t, Bert: %t", there, alsoThere)
			}
			differ(t, "Bert's badge", b, a)
		}
		anna.mu.Lock()
		defer anna.mu.Unlock()
		bert.mu.Lock()
		defer bert.mu.Unlock()
		differ(t, "Bert's invitations", bert.invited[sent.ID], sent)
		differ(t, "Bert's conversations", bert.talks, anna.talks)
		differ(t, "Bert's colleagues", bert.people, anna.people)
	})
}

func TestOperatorIsHereWhileAConsoleIs(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		here := func() bool {
			synctest.Wait()
			anna.mu.Lock()
			defer anna.mu.Unlock()
			return anna.people[w.shop.Bert.ID].Online
		}
		one, two := w.console(w.shop.Bert), w.console(w.shop.Bert)
		if !here() {
			t.Error("two consoles and Bert is not here")
		}
		one.stop()
		if !here() {
			t.Error("one console left and Bert is not here")
		}
		two.stop()
		if here() {
			t.Error("no console left and Bert is here")
		}
	})
}
