package desktest

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// wantsMail has operators want e-mails of chat requests.
func (w *world) wantsMail(who ...desk.Operator) {
	w.t.Helper()
	yes := true
	for _, o := range who {
		_, err := w.desk.ChangeOperator(context.Background(), actor(o), o.ID, desk.OperatorChange{RequestMail: &yes})
		must(w.t, "want e-mails", err)
	}
}

// wantMailed checks to whom mails of chat requests were queued so far.
func (w *world) wantMailed(what, want string) {
	w.t.Helper()
	synctest.Wait()
	var to []string
	for _, m := range w.store.Mails() {
		if m.Kind == desk.MailRequest {
			name, _, _ := strings.Cut(m.To, "@")
			to = append(to, name)
		}
	}
	if got := strings.Join(to, " "); got != want {
		w.t.Errorf("%s: mailed %q, want %q", what, got, want)
	}
}

func TestRequestThatWaitsIsMailedToWhoWantsIt_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.Hours.TimeZone = "Europe/Berlin" })
		w.wantsMail(w.shop.Bert)
		w.newcomer("Ida")
		w.wantMailed("e-mail is not set up", "")
		w.mailSetUp()
		w.newcomer("Ida")
		w.wantMailed("only Bert wants it", "bert")
		m := w.store.Mails()[0]
		berlin, err := time.LoadLocation("Europe/Berlin")
		must(t, "Berlin", err)
		since := time.Now().In(berlin).Format("15:04")
		if want := "Ida has been waiting for a chat on The Shop since " + since + " (Europe/Berlin).\n\nPage: Page /\n\nIda stands in the Communication Queue. Whoever accepts first has the chat."; m.Text != want {
			t.Errorf("it says %q, want %q", m.Text, want)
		}
		if m.Subject != "The Shop: Ida is waiting for a chat" || m.ToName != "Bert" || m.State != desk.MailIsQueued || m.Visitor == "" {
			t.Errorf("the mail is %+v", m)
		}
		w.wantsMail(w.shop.Anna, w.shop.Carla) // Carla has no address
		w.newcomer("Gerda")
		w.wantMailed("Bert had one a moment ago", "bert anna")
	})
}

func TestWhoLooksOrIsRungAtIsNotMailed_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.mailSetUp()
		w.wantsMail(w.shop.Anna, w.shop.Bert)
		anna := w.screen(w.shop.Anna)
		anna.Attend("desk", true, true)
		w.newcomer("Gerda")
		w.wantMailed("it rings at Anna", "")
		anna.Attend("desk", true, true)
		pass(31 * time.Second)
		w.wantMailed("it rang out: she passed it", "bert")
		bert := w.screen(w.shop.Bert)
		bert.Attend("desk", true, true)
		pass(3 * time.Minute)
		bert.Attend("desk", true, true)
		_, err := w.desk.SwitchLiveHelp(context.Background(), actor(w.shop.Anna), false)
		must(t, "switch Live Help", err)
		w.newcomer("Ida")
		pass(31 * time.Second)
		w.wantMailed("Anna's Live Help is off, Bert let it ring out", "bert")
	})
}

func TestMailsOfRequestsAreFarApart_Limits(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.ListExpiration = time.Hour })
		w.mailSetUp()
		w.wantsMail(w.shop.Anna, w.shop.Bert)
		one := "Anna@Shop.Example" // they share it
		_, err := w.desk.ChangeOperator(context.Background(), actor(w.shop.Bert), w.shop.Bert.ID, desk.OperatorChange{Email: &one})
		must(t, "share an address", err)
		for range 20 {
			w.newcomer("Gerda")
		}
		w.wantMailed("a flood", "anna")
		pass(2*time.Minute - time.Second)
		w.newcomer("Ida")
		w.wantMailed("not yet", "anna")
		pass(time.Second)
		w.newcomer("Ida")
		w.wantMailed("after two minutes", "anna anna")
		if n := w.store.Asked("RequestMailed"); n != 2 {
			t.Errorf("the store was asked %d times, want 2", n)
		}
		w.restart()
		w.newcomer("Ida")
		w.wantMailed("the bound outlives a restart", "anna anna")
	})
}

func TestRequestThatIsTakenIsNotMailed_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.mailSetUp()
		w.wantsMail(w.shop.Bert)
		asks := func(name string) desk.Request { // the disk is full when the mail is to be queued
			w.store.Answer(func(e desk.Event) error {
				if e.Name() == "RequestMade" {
					w.store.Fill()
				}
				return nil
			})
			_, r := w.newcomer(name)
			w.store.Heal()
			return r
		}
		r := asks("Gerda")
		_, err := w.desk.AcceptRequest(context.Background(), actor(w.shop.Anna), r.ID)
		must(t, "accept", err)
		pass(5 * time.Second)
		w.wantMailed("Anna took it", "")
		r = asks("Gerda")
		carla := w.console(w.shop.Carla)
		pass(5 * time.Second)
		w.wantMailed("it rings at Carla", "")
		carla.takes(r)
		carla.stop()
		asks("Ida")
		w.wantMailed("not stored", "")
		pass(5 * time.Second)
		w.wantMailed("tried again", "bert")
		if n := w.store.Asked("RequestMailed"); n != 4 {
			t.Errorf("the store was asked %d times, want 4", n)
		}
	})
}

func TestChatThatLostItsOperatorIsMailed_QUE3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.mailSetUp()
		w.wantsMail(w.shop.Anna, w.shop.Bert)
		anna := w.console(w.shop.Anna)
		_, r := w.newcomer("Gerda")
		anna.takes(r)
		anna.stop()
		pass(31 * time.Second)
		w.wantMailed("her lease ran out", "anna bert")
		m := w.store.Mails()[0]
		if m.Subject != "The Shop: the chat with Gerda has lost its operator" || !strings.HasPrefix(m.Text, "The chat with Gerda on The Shop has lost its operator. Gerda has been waiting since ") {
			t.Errorf("the mail is %+v", m)
		}
	})
}

func TestRequestIsMailedToEachOnce_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.ListExpiration = time.Hour })
		w.webPush()
		w.mailSetUp()
		w.wantsMail(w.shop.Anna, w.shop.Bert)
		_, r := w.newcomer("Gerda")
		w.wantMailed("nobody is there", "anna bert")
		w.wantAlerted("nobody is there", "queues: anna bert carla")
		pass(3 * time.Minute)
		carla := w.console(w.shop.Carla)
		w.wantAlerted("Carla comes", "rings: carla")
		carla.passes(r, desk.PassQueued)
		w.wantMailed("it queues once more", "anna bert")
		w.wantAlerted("it queues once more", "")
	})
}

func TestMailsAreSwitchedPerOperator_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, yes := context.Background(), true
		w.mailSetUp()
		_, err := w.desk.ChangeOperator(ctx, actor(w.shop.Bert), w.shop.Bert.ID, desk.OperatorChange{NoOfflineMail: &yes})
		must(t, "switch off", err)
		_, err = w.desk.ChangeOperator(ctx, actor(w.shop.Bert), w.shop.Anna.ID, desk.OperatorChange{RequestMail: &yes})
		wants(t, "switch a colleague's", err, desk.Forbidden)
		w.restart()
		guest := w.visitor()
		guest.open("/")
		must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, leaving("1", "Saddle")))
		if m := w.store.Mails(); len(m) != 1 || m[0].To != "anna@shop.example" {
			t.Errorf("the notices are %+v, want Anna's only", m)
		}
	})
}
