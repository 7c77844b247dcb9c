package mail_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"beckon/desk"
	"beckon/desktest"
	sending "beckon/mail"
)

func TestMailIsSentOnceAndAtOnce_OFF2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		id := w.reply("gerda@home.example")
		pass(time.Second)
		l := w.server.one()
		if l.from != "help@shop.example" || len(l.to) != 1 || l.to[0] != "gerda@home.example" {
			t.Errorf("sent from %s to %v", l.from, l.to)
		}
		m := l.message(t)
		for name, want := range map[string]string{
			"From": `"The Shop" <help@shop.example>`, "To": `"Gerda" <gerda@home.example>`, "Reply-To": `"Anna" <anna@shop.example>`, "Subject": "Re: Saddle",
			"Message-Id": "<" + string(id) + "@chat.shop.example>", "Auto-Submitted": "",
		} {
			if got := m.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if got := w.stands(id); got.State != desk.MailIsSent || got.Attempts != 1 || got.Done.IsZero() || got.Trouble != "" {
			t.Errorf("it stands %+v, want sent", got)
		}
		if w.desk.told != 1 {
			t.Errorf("consoles were told %d times, want once", w.desk.told)
		}
		pass(4 * 24 * time.Hour)
		w.server.one()
	})
}

func TestEveryAddressGetsAMailOfItsOwn_OFF2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.reply("gerda@home.example", "gerda@work.example", "gerda@club.example")
		pass(time.Second)
		seen := map[string]bool{}
		for _, l := range w.server.taken() {
			if len(l.to) != 1 || strings.Count(string(l.raw), "@work.example") > 0 && l.to[0] != "gerda@work.example" {
				t.Errorf("to %v goes\n%s", l.to, l.raw)
			}
			seen[l.to[0]] = true
		}
		if len(seen) != 3 {
			t.Errorf("got %v, want all three", seen)
		}
	})
}

func TestMailServerDownForADay_F37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() { w.server.down = true })
		first, second := w.reply("gerda@home.example"), w.reply("hans@home.example")
		pass(30 * time.Second)
		if got := w.stands(first); got.State != desk.MailIsQueued || got.Attempts != 1 || got.Trouble != desk.MailUnreachable || !got.Next.Equal(got.Queued.Add(time.Minute)) {
			t.Errorf("after the first try it stands %+v, want it tried again in a minute", got)
		}
		pass(24*time.Hour - 30*time.Second)
		got := w.stands(first)
		if got.State != desk.MailIsQueued || got.Attempts < 9 || got.Attempts > 14 {
			t.Errorf("after a day it stands %+v, want it queued, tried about a dozen times", got)
		}
		if n := w.server.dials; n > 40 {
			t.Errorf("the server that is down was bothered %d times in a day", n)
		}
		w.server.set(func() { w.server.down = false })
		pass(6*time.Hour + time.Minute)
		for _, id := range []desk.MailID{first, second} {
			if got := w.stands(id); got.State != desk.MailIsSent {
				t.Errorf("with the server back it stands %+v, want sent", got)
			}
		}
		if n := len(w.server.taken()); n != 2 {
			t.Errorf("the server has taken %d mails, want 2", n)
		}
	})
}

func TestOneMailArrivedSoAllOthersGo_F37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() { w.server.down = true })
		old := w.reply("gerda@home.example")
		pass(20 * time.Hour) // its next try is hours away
		w.server.set(func() { w.server.down = false })
		w.reply("hans@home.example")
		pass(2 * time.Minute)
		if got := w.stands(old); got.State != desk.MailIsSent {
			t.Errorf("the old mail stands %+v, want it sent with the new one", got)
		}
	})
}

func TestMailOfARequestIsNotSentWhenItIsOfNoUse_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		queue := func(id desk.MailID) {
			now := time.Now()
			desktest.Record(t, w.store, &desk.OfflineMessageLeft{Message: desk.OfflineMessage{ID: desk.OfflineID(id), Email: "gerda@home.example", Text: "x", At: now}, Notices: []desk.Mail{
				{ID: id, Kind: desk.MailRequest, To: "anna@shop.example", Subject: string(id), Text: "She waits", Queued: now, Next: now, State: desk.MailIsQueued},
			}})
			w.desk.wake()
		}
		w.server.set(func() { w.server.down = true })
		queue("early")
		pass(29 * time.Minute)
		queue("later")
		pass(2 * time.Minute)
		w.server.set(func() { w.server.down = false })
		pass(5 * time.Minute)
		if l := w.server.one(); l.message(t).Header.Get("Subject") != "later" {
			t.Errorf("sent was %+v, want the later one", l)
		}
		q, err := w.store.MailQueue(t.Context(), 10)
		if err != nil || q.Waiting != 0 || q.Failed != 1 || q.Mails[0].ID != "early" || q.Mails[0].Trouble != desk.MailUnreachable {
			t.Errorf("the queue is %+v, %v; want the early one failed", q, err)
		}
	})
}

func TestMailFailsAfterThreeDays_F37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() { w.server.down = true })
		id := w.reply("gerda@home.example")
		pass(72*time.Hour - time.Minute)
		if got := w.stands(id); got.State != desk.MailIsQueued {
			t.Errorf("before three days it stands %+v, want queued", got)
		}
		pass(7 * time.Hour)
		if got := w.stands(id); got.State != desk.MailIsFailed || got.Trouble != desk.MailUnreachable || got.Done.IsZero() {
			t.Errorf("after three days it stands %+v, want failed", got)
		}
		w.server.set(func() { w.server.down = false })
		pass(48 * time.Hour)
		if n := len(w.server.taken()); n != 0 {
			t.Errorf("what failed was sent %d times", n)
		}
		desktest.Record(t, w.store, &desk.MailRequeued{Mail: id, At: time.Now()})
		w.desk.wake()
		pass(time.Second)
		w.server.one()
		if got := w.stands(id); got.State != desk.MailIsSent {
			t.Errorf("tried anew it stands %+v, want sent", got)
		}
	})
}

func TestServersAnswersAreTakenForWhatTheyMean_F37(t *testing.T) {
	code := func(n int) error { return &smtp.SMTPError{Code: n, Message: "no"} }
	for name, c := range map[string]struct {
		refuse func(at string) error
		state  desk.MailState
		as     desk.MailTrouble
	}{
		"no such address": {func(at string) error {
			if strings.HasPrefix(at, "rcpt") {
				return code(550)
			}
			return nil
		}, desk.MailIsFailed, desk.MailRecipient},
		"greylisted": {func(at string) error {
			if strings.HasPrefix(at, "rcpt") {
				return code(451)
			}
			return nil
		}, desk.MailIsQueued, desk.MailBusy},
		"refused as spam": {func(at string) error {
			if at == "data" {
				return code(554)
			}
			return nil
		}, desk.MailIsFailed, desk.MailRefused},
		"disk full": {func(at string) error {
			if at == "data" {
				return code(452)
			}
			return nil
		}, desk.MailIsQueued, desk.MailBusy},
		"not our sender": {func(at string) error {
			if at == "mail" {
				return code(553)
			}
			return nil
		}, desk.MailIsQueued, desk.MailSender},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.server.set(func() { w.server.refuse = c.refuse })
				id := w.reply("gerda@home.example")
				pass(10 * time.Second)
				if got := w.stands(id); got.State != c.state || got.Trouble != c.as {
					t.Errorf("it stands %s for %s, want %s for %s", got.State, got.Trouble, c.state, c.as)
				}
				w.server.set(func() { w.server.refuse = nil })
				pass(10 * time.Minute)
				if sent := len(w.server.taken()); sent == 1 != (c.state == desk.MailIsQueued) {
					t.Errorf("in the end it was sent %d times", sent)
				}
			})
		})
	}
}

func TestBadAddressHoldsUpNobody_F37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() {
			w.server.refuse = func(at string) error {
				if strings.Contains(at, "nobody@") {
					return &smtp.SMTPError{Code: 550, Message: "who?"}
				}
				return nil
			}
		})
		w.reply("nobody@home.example", "gerda@home.example")
		pass(time.Second)
		if l := w.server.one(); l.to[0] != "gerda@home.example" {
			t.Errorf("sent to %v", l.to)
		}
	})
}

func TestSilentServerIsGivenUp_F37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() { w.server.hang = true })
		id := w.reply("gerda@home.example")
		pass(61 * time.Second)
		if got := w.stands(id); got.State != desk.MailIsQueued || got.Trouble != desk.MailUnreachable {
			t.Errorf("it stands %+v, want it tried again", got)
		}
		w.server.set(func() { w.server.hang = false })
		pass(5 * time.Minute)
		w.server.one()
	})
}

func TestLostAnswerMakesOneDuplicateAtMost_F38(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() { w.server.cut = true })
		id := w.reply("gerda@home.example")
		pass(10 * time.Second)
		if got := w.stands(id); got.State != desk.MailIsQueued || got.Trouble != desk.MailUnreachable {
			t.Errorf("without an answer it stands %+v, want it tried again", got)
		}
		w.server.set(func() { w.server.cut = false })
		pass(24 * time.Hour)
		all := w.server.taken()
		if len(all) != 2 {
			t.Fatalf("the server has it %d times, want twice", len(all))
		}
		if a, b := all[0].message(t).Header.Get("Message-Id"), all[1].message(t).Header.Get("Message-Id"); a != b || a == "" {
			t.Errorf("the copies are %s and %s, want one Message-ID", a, b)
		}
	})
}

func TestTwoNodesSendAMailOnce_Architecture(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		other := sending.Start(sending.Options{Queue: w.store, Desk: w.desk, PublicURL: public, Dial: w.server.dial})
		defer other.Close()
		for range 30 {
			w.reply("gerda@home.example", "hans@home.example")
		}
		pass(time.Hour)
		if n := len(w.server.taken()); n != 60 {
			t.Errorf("60 mails were sent %d times", n)
		}
	})
}

func TestMailOfACrashedNodeIsSentLater_Architecture(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.worker.Close()
		id := w.reply("gerda@home.example")
		if ok, err := w.store.ClaimMail(context.Background(), id, time.Now(), time.Now().Add(5*time.Minute)); !ok || err != nil {
			t.Fatal(ok, err) // and the node that has claimed it is gone
		}
		w.start()
		pass(4 * time.Minute)
		if n := len(w.server.taken()); n != 0 {
			t.Error("sent while another node may be sending it")
		}
		pass(2 * time.Minute)
		w.server.one()
	})
}

func TestFullDiskAfterSendingMakesNoSecondCopy_F37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() {
			w.server.refuse = func(at string) error {
				if at == "data" {
					w.store.Fail(desktest.ErrDiskFull)
				}
				return nil
			}
		})
		w.reply("gerda@home.example")
		pass(2 * time.Minute)
		w.store.Heal()
		pass(time.Hour)
		w.server.one()
	})
}

func TestWorkerEndsInTime_OPS5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() { w.server.hang = true })
		id := w.reply("gerda@home.example")
		pass(time.Second)
		before := time.Now()
		w.worker.Close()
		if took := time.Since(before); took > 11*time.Second {
			t.Errorf("closing took %v", took)
		}
		if got := w.stands(id); got.State != desk.MailIsQueued {
			t.Errorf("broken off it stands %+v, want queued", got)
		}
	})
}

func TestNothingIsSentBeforeItIsSetUp_MAI1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.desk.change(func(s *desk.MailSettings) { s.Host = "" })
		id := w.reply("gerda@home.example")
		pass(10 * time.Minute)
		if got := w.stands(id); got.Attempts != 0 || w.server.dials != 0 {
			t.Errorf("it stands %+v after %d dials, want it untried", got, w.server.dials)
		}
		w.desk.change(func(s *desk.MailSettings) { s.Host = "mail.shop.example" })
		pass(time.Second)
		w.server.one()
	})
}

func TestTextOfSentMailIsForgottenAfterAWeek_V06(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.reply("gerda@home.example")
		pass(7*24*time.Hour - time.Hour)
		if !w.keepsText() {
			t.Error("the text is gone before its time")
		}
		pass(3 * time.Hour)
		if w.keepsText() {
			t.Error("the text of a mail that was sent a week ago is kept")
		}
	})
}

// keepsText reports whether the queue has the texts of its mails still.
func (w *world) keepsText() bool {
	for _, m := range w.store.Mails() {
		if m.Text != "" {
			return true
		}
	}
	return false
}
