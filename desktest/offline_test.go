package desktest

import (
	"context"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

// mailSetUp gives the shop a mail server and Anna and Bert addresses; Carla has none.
func (w *world) mailSetUp() {
	w.t.Helper()
	ctx := context.Background()
	s := desk.DefaultMailSettings()
	s.Host, s.FromAddress = "mail.shop.example", "help@shop.example"
	must(w.t, "set up mail", w.desk.ChangeMailSettings(ctx, actor(w.shop.Anna), s, nil))
	for id, email := range map[desk.OperatorID]string{"anna": "anna@shop.example", "bert": "bert@shop.example"} {
		_, err := w.desk.ChangeOperator(ctx, actor(w.shop.Anna), id, desk.OperatorChange{Email: &email})
		must(w.t, "give an address", err)
	}
}

func leaving(id, subject string) desk.NewOffline {
	return desk.NewOffline{ID: desk.OfflineID("an-offline-message-" + id), Name: "Gerda", Email: "gerda@home.example", Subject: subject, Text: "Where is my saddle?\nGerda"}
}

func TestNoticesGoToWhoeverCanReadThem_OFF3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		guest := w.visitor()
		guest.open("/")
		must(t, "leave before mail is set up", w.desk.LeaveMessage(ctx, guest.id, leaving("1", "Saddle")))
		if n := len(w.store.Mails()); n != 0 {
			t.Errorf("%d notices without a mail server", n)
		}
		w.mailSetUp()
		disabled := w.shop.Carla
		disabled.Disabled, disabled.Email = true, "carla@shop.example"
		Record(t, w.store, &desk.OperatorChanged{Operator: disabled})
		must(t, "learn", w.desk.LearnOperators(ctx))
		for range 2 {
			must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, leaving("2", " The \n saddle ")))
		}
		var to []string
		for _, m := range w.store.Mails() {
			to = append(to, m.To)
			if m.Kind != desk.MailNotice || m.Subject != "Message left on The Shop: The saddle" || !strings.Contains(m.Text, "Gerda (gerda@home.example)") || m.Quote != "Where is my saddle?\nGerda" {
				t.Errorf("a notice is %+v", m)
			}
		}
		if strings.Join(to, " ") != "anna@shop.example bert@shop.example" {
			t.Errorf("told are %v, want Anna and Bert, once", to)
		}
		must(t, "leave without a subject", w.desk.LeaveMessage(ctx, guest.id, leaving("3", "")))
		if m := w.store.Mails()[3]; m.Subject != "Message left on The Shop: Where is my saddle? Gerda" {
			t.Errorf("the subject is %q", m.Subject)
		}
	})
}

func TestMessageIsKeptEvenWhenMailIsNotPossible_OFF1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.mailSetUp()
		guest := w.visitor()
		guest.open("/")
		for _, bad := range []desk.NewOffline{
			{ID: "an-offline-message-1", Email: "gerda@home.example\r\nBcc: x@evil.example", Text: "Hello"}, {ID: "an-offline-message-1", Email: `"x> "@home.example`, Text: "Hello"},
			{ID: "an-offline-message-1", Email: "gerda@[127.0.0.1]", Text: "Hello"}, {ID: "an-offline-message-1", Email: "a@b.example,c@d.example", Text: "Hello"},
		} {
			wants(t, "leave with "+bad.Email, w.desk.LeaveMessage(ctx, guest.id, bad), desk.Invalid)
		}
		long := leaving("1", strings.Repeat("ä", 201))
		wants(t, "a subject of 201", w.desk.LeaveMessage(ctx, guest.id, long), desk.TooLarge)
		long.Subject = strings.Repeat("ä", 200)
		must(t, "a subject of 200", w.desk.LeaveMessage(ctx, guest.id, long))
	})
}

func TestReplyClosesAndIsWrittenByTheOperator_OFF2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.mailSetUp()
		console := w.console(w.shop.Bert)
		guest := w.visitor()
		guest.open("/")
		must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, leaving("1", "Saddle")))
		b, err := w.desk.Board(ctx, actor(w.shop.Bert), desk.BoardQuery{Limit: 10})
		if err != nil || len(b.Messages) != 1 || b.Unanswered != 1 || b.Oldest != b.Messages[0].ID || b.More {
			t.Fatalf("the board is %+v, %v", b, err)
		}
		n := desk.NewReply{ID: "a-reply-of-anna-1", To: []string{"gerda@home.example", "Gerda@Home.Example", "gerda@work.example"}, Text: "Hello %visitor%, %name% of %site% here. 100% sure %page%%unknown%"}
		c, err := w.desk.ReplyOffline(ctx, actor(w.shop.Anna), b.Oldest, n)
		must(t, "reply", err)
		const want = "Hello Gerda, Anna of The Shop here. 100% sure %unknown%"
		if m := c.Message; m.State != desk.OfflineIsClosed || m.ClosedByName != "Anna" || len(m.Replies) != 1 || m.Replies[0].Text != want || len(m.Replies[0].To) != 2 {
			t.Errorf("answered it is %+v", m)
		}
		mails := w.store.Mails()[2:] // after the notices
		if len(mails) != 2 {
			t.Fatalf("%d mails, want one to each address", len(mails))
		}
		for i, m := range mails {
			if m.ReplyTo != "anna@shop.example" || m.Subject != "Re: Saddle" || m.Text != want || m.To != n.To[2*i] || m.Quote == "" {
				t.Errorf("the mail is %+v", m)
			}
		}
		name := "Annette"
		_, err = w.desk.ChangeOperator(ctx, actor(w.shop.Anna), "anna", desk.OperatorChange{Name: &name})
		must(t, "rename", err)
		if c, err = w.desk.ReplyOffline(ctx, actor(w.shop.Anna), b.Oldest, n); err != nil || len(c.Message.Replies) != 1 || c.Message.Replies[0].Text != want {
			t.Errorf("sent again it is %+v, %v, want the same reply", c.Message.Replies, err)
		}
		late := desk.NewReply{ID: "a-reply-of-bert-1", To: n.To[:1], Text: "Hi"}
		_, err = w.desk.ReplyOffline(ctx, actor(w.shop.Bert), b.Oldest, late)
		wants(t, "answer without having read Anna's", err, desk.Conflict)
		late.Seen = 1
		if c, err = w.desk.ReplyOffline(ctx, actor(w.shop.Bert), b.Oldest, late); err != nil || len(c.Message.Replies) != 2 {
			t.Errorf("having read it: %+v, %v", c, err)
		}
		if want := []string{"gerda@home.example", "gerda@work.example"}; strings.Join(c.Addresses, " ") != strings.Join(want, " ") {
			t.Errorf("addresses known are %v, want %v", c.Addresses, want)
		}
		pass(shortly)
		console.mu.Lock()
		defer console.mu.Unlock()
		if facts := strings.Join(console.facts, " "); !strings.Contains(facts, "OfflineMessageLeft") || strings.Count(facts, "OfflineReplied") < 2 {
			t.Errorf("another console was told %s", facts)
		}
	})
}

func TestReplyWithoutMailIsRefusedAndNothingIsClosed_OFF2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		guest := w.visitor()
		guest.open("/")
		m := leaving("1", "")
		must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, m))
		n := desk.NewReply{ID: "a-reply-of-anna-1", To: []string{m.Email}, Text: "Hello"}
		_, err := w.desk.ReplyOffline(ctx, actor(w.shop.Anna), m.ID, n)
		wants(t, "without a mail server", err, desk.Conflict)
		w.mailSetUp()
		for i := range 10_000 {
			w.store.queue([]desk.Mail{{ID: desk.MailID(w.id("mail")), State: desk.MailIsQueued, Queued: time.Now().Add(time.Duration(i))}})
		}
		_, err = w.desk.ReplyOffline(ctx, actor(w.shop.Anna), m.ID, n)
		wants(t, "with a full queue", err, desk.TooMany)
		must(t, "a message is kept all the same", w.desk.LeaveMessage(ctx, guest.id, leaving("2", "")))
		if got := len(w.store.Mails()); got != 10_000 {
			t.Errorf("beyond its bound the queue has %d mails", got)
		}
		if c, err := w.desk.Correspondence(ctx, actor(w.shop.Anna), m.ID); err != nil || c.Message.State != desk.OfflineIsUnanswered {
			t.Errorf("it stands %+v, %v, want unanswered", c.Message, err)
		}
	})
}

func TestProfileOfAMessageIsThereAfterTheVisit_OFF2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		guest := w.visitor()
		b := guest.open("/catalog/")
		m := leaving("1", "")
		must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, m))
		c, err := w.desk.Correspondence(ctx, actor(w.shop.Anna), m.ID)
		if err != nil || c.Visit.ID != b.arrived.Visit || c.Visit.Presence != desk.Here {
			t.Errorf("while he is here: %+v, %v", c.Visit, err)
		}
		b.leaves()
		pass(time.Hour)
		if c, err = w.desk.Correspondence(ctx, actor(w.shop.Anna), m.ID); err != nil || c.Visit.ID != b.arrived.Visit || c.Visit.Presence != desk.Left {
			t.Errorf("after his visit: %+v, %v", c.Visit, err)
		}
		if p, err := w.desk.Profile(ctx, b.arrived.Visit); err != nil || len(p.Pages) != 1 || p.Visit.Presence != desk.Left {
			t.Errorf("his profile is %+v, %v", p, err)
		}
	})
}

func TestTranscriptIsOrderedThreeTimesForTwoAddresses_CHT3_T18(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.mailSetUp()
		anna, guest, thief := w.console(w.shop.Anna), w.visitor(), w.visitor()
		b := guest.open("/")
		thief.open("/")
		anna.invites(guest, "May I help?")
		talk := b.accepts("Gerda")
		b.says("Is it red?")
		order := func(by *person, email string) error { return w.desk.OrderTranscript(ctx, by.id, talk.ID, email) }
		wants(t, "another visitor's", order(thief, "thief@evil.example"), desk.NotFound)
		wants(t, "to no address", order(guest, "gerda@home.example\nBcc: x@evil.example"), desk.Invalid)
		for range 2 {
			must(t, "order", order(guest, "gerda@home.example"))
		}
		picture, err := w.desk.KeepFile(ctx, desk.File{ID: "file-000000000001", Conversation: talk.ID, By: desk.FromVisitor, Key: "kept", Name: "bell.png", Size: 10})
		must(t, "attach", err)
		_, err = w.desk.SayByVisitor(ctx, guest.id, talk.ID, "said-000000000001", "", picture.ID)
		must(t, "say with a file alone", err)
		anna.ends(talk)
		must(t, "order after the end", order(guest, "gerda@work.example"))
		wants(t, "a fourth", order(guest, "gerda@home.example"), desk.TooMany)
		mails := w.store.Mails()
		last := mails[len(mails)-1]
		if len(mails) != 3 || last.To != "gerda@work.example" || last.Subject != "Your conversation with The Shop" || len(last.Lines) != 5 || last.Lines[3].Text != "File: bell.png" || last.Lines[2].Text != "Is it red?" || last.Lines[2].Name != "Gerda" {
			t.Errorf("the transcript is %+v", last)
		}
		pass(20 * time.Hour)
		wants(t, "a fourth, later", order(guest, "gerda@home.example"), desk.TooMany)
	})
}

func TestTranscriptIsOrderedADayAfterTheEndAtMost_CHT3_T18(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.mailSetUp()
		anna := w.console(w.shop.Anna)
		guest, crowd := w.visitor().open("/"), w.visitor().open("/")
		old := anna.talksTo(guest)
		order := func(b *tab, of desk.ConversationID, email string) error {
			return w.desk.OrderTranscript(ctx, b.of.id, of, email)
		}
		must(t, "to one", order(guest, old.ID, "a@home.example"))
		must(t, "to another", order(guest, old.ID, "b@home.example"))
		wants(t, "to a third", order(guest, old.ID, "c@home.example"), desk.TooMany)
		anna.ends(old)
		pass(24*time.Hour - time.Minute)
		must(t, "to the first again", order(guest, old.ID, "A@home.example"))

		late := anna.talksTo(crowd)
		anna.ends(late)
		pass(24*time.Hour + time.Minute)
		wants(t, "a day later", order(crowd, late.ID, "a@home.example"), desk.Ended)

		here := anna.talksTo(w.visitor().open("/"))
		for n := range 499 {
			m := desk.Mail{ID: desk.MailID(w.id("mail")), Kind: desk.MailTranscript, To: "a@home.example", Conversation: here.ID, Queued: time.Now()}
			Record(t, w.store, &desk.TranscriptOrdered{Mail: m, AtMost: 1000, Addresses: 1, OfSite: n + 1, Since: time.Now().Add(-time.Hour)})
		}
		next := w.visitor().open("/")
		talk := anna.talksTo(next)
		must(t, "the 500th of a day", order(next, talk.ID, "a@home.example"))
		wants(t, "the 501st of a day", order(next, talk.ID, "a@home.example"), desk.TooMany)
	})
}

func TestOnlyAdministratorsSeeMailSettings_MAI1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, bert := context.Background(), actor(w.shop.Bert)
		w.mailSetUp()
		_, _, errRead := w.desk.MailSettingsFor(bert)
		_, errQueue := w.desk.MailQueue(ctx, bert)
		for name, err := range map[string]error{
			"read": errRead, "queue": errQueue, "change": w.desk.ChangeMailSettings(ctx, bert, desk.DefaultMailSettings(), nil), "again": w.desk.RequeueMail(ctx, bert, "mail"),
		} {
			wants(t, name, err, desk.Forbidden)
		}
		w.restart()
		if !w.desk.CanMail() {
			t.Error("after a restart mail is not set up")
		}
	})
}
