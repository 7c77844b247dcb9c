package desktest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beckon/desk"
)

// offline has a visitor leave a message.
func (l *ledger) offline(v desk.Visit, email string, notices ...desk.Mail) desk.OfflineMessage {
	l.t.Helper()
	m := desk.OfflineMessage{
		ID: desk.OfflineID(l.id("offline")), Visitor: v.Visitor, Site: v.Site, Conversation: "talk", Name: "Gast", Email: email, Subject: "Sättel — 🙂", Text: "Where is <b>it</b>?\nGast",
		At: l.later(), State: desk.OfflineIsUnanswered,
	}
	l.record(&desk.OfflineMessageLeft{Message: m, Notices: notices})
	return m
}

func (l *ledger) mail(kind desk.MailKind, to string) desk.Mail {
	at := l.later()
	return desk.Mail{
		ID: desk.MailID(l.id("mail")), Kind: kind, To: to, ToName: "Gast", ReplyTo: "anna@shop.example", ReplyName: "Anna", Subject: "Re: Sättel", Text: "It is on its way", Quote: "Where?",
		State: desk.MailIsQueued, Queued: at, Next: at,
	}
}

// replying returns a reply to a message, to one address.
func (l *ledger) replying(m desk.OfflineMessage, by desk.Operator, seen int, to ...string) *desk.OfflineReplied {
	e := &desk.OfflineReplied{Seen: seen, Reply: desk.OfflineReply{
		ID: desk.ReplyID(l.id("reply")), Message: m.ID, Operator: by.ID, OperatorName: by.Name, To: to, Text: "It is on its way", At: l.later(),
	}}
	for _, a := range to {
		x := l.mail(desk.MailReply, a)
		x.Visitor, x.Offline, x.Reply = m.Visitor, m.ID, e.Reply.ID
		e.Mails = append(e.Mails, x)
	}
	return e
}

func (l *ledger) message(id desk.OfflineID) desk.OfflineMessage {
	l.t.Helper()
	m, err := l.OfflineMessage(context.Background(), id)
	must(l.t, "read an off-line message", err)
	return m
}

func (l *ledger) queue() desk.MailQueue {
	l.t.Helper()
	q, err := l.MailQueue(context.Background(), 10)
	must(l.t, "read the mail queue", err)
	return q
}

// outline is a mail as lists show it.
func outline(m desk.Mail) desk.Mail { return post{Mail: m}.outline() }

func replyIsKeptWithItsMailsOrNotAtAll(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	m := l.offline(v, "gast@home.example")
	other := l.offline(v, "gast@work.example")
	e := l.replying(m, anna, 0, "gast@home.example", "gast@club.example")
	for range 2 { // sent again: once
		l.record(e)
	}
	got := l.message(m.ID)
	want := m
	want.State, want.ClosedBy, want.ClosedByName, want.Closed, want.Answered = desk.OfflineIsClosed, anna.ID, anna.Name, e.Reply.At, 1
	want.Replies = []desk.OfflineReply{e.Reply}
	want.Replies[0].Mails = []desk.Mail{outline(e.Mails[0]), outline(e.Mails[1])}
	differ(t, "the message", got, want)
	if q := l.queue(); q.Waiting != 2 || len(q.Mails) != 2 || q.Mails[0].ID != e.Mails[1].ID || q.Mails[0].Text != "" {
		t.Errorf("the queue is %+v, want two mails, latest first, without their texts", q)
	}

	again := l.replying(m, bert, 0, "gast@home.example")
	if who := l.refuses(again, desk.Conflict); who != anna.Name {
		t.Errorf("who answers without having seen Anna's answer is told of %q", who)
	}
	if q := l.queue(); q.Waiting != 2 {
		t.Errorf("a reply that is refused queues mail: %+v", q)
	}
	again.Seen = 1
	l.record(again)
	if got := l.message(m.ID); len(got.Replies) != 2 || got.Answered != 2 || got.Replies[1].Operator != bert.ID || got.ClosedBy != bert.ID {
		t.Errorf("got %+v, want both replies", got)
	}
	stolen := l.replying(other, bert, 0, "gast@work.example")
	stolen.Reply.ID = e.Reply.ID
	l.refuses(stolen, desk.Conflict)
	reworded := *e
	reworded.Reply.Text = "Something else"
	l.refuses(&reworded, desk.Conflict)
	l.refuses(l.replying(desk.OfflineMessage{ID: "none"}, anna, 0, "gast@home.example"), desk.NotFound)
	if got := l.message(other.ID); got.State != desk.OfflineIsUnanswered || len(got.Replies) > 0 {
		t.Errorf("another message is %+v", got)
	}
}

func oneOfTwoRepliesWins(t *testing.T, l *ledger) {
	m := l.offline(l.visit("visitor"), "gast@home.example")
	replies := []*desk.OfflineReplied{l.replying(m, anna, 0, "gast@home.example"), l.replying(m, bert, 0, "gast@home.example")}
	var won, lost atomic.Int64
	var both sync.WaitGroup
	for _, e := range replies {
		both.Go(func() {
			switch err := l.Record(context.Background(), e); {
			case err == nil:
				won.Add(1)
			case desk.KindOf(err) == desk.Conflict:
				lost.Add(1)
			default:
				t.Errorf("reply: %v", err)
			}
		})
	}
	both.Wait()
	if won.Load() != 1 || lost.Load() != 1 || l.queue().Waiting != 1 {
		t.Errorf("%d won, %d lost, %d mails", won.Load(), lost.Load(), l.queue().Waiting)
	}
}

func messageIsClosedAndReopened(t *testing.T, l *ledger) {
	m := l.offline(l.visit("visitor"), "gast@home.example")
	l.refuses(&desk.OfflineReopened{ID: m.ID, By: anna.ID, At: l.later()}, desk.Conflict)
	closed := &desk.OfflineClosed{ID: m.ID, By: anna.ID, ByName: anna.Name, At: l.later()}
	l.record(closed)
	if got := l.message(m.ID); got.State != desk.OfflineIsClosed || got.ClosedBy != anna.ID || got.ClosedByName != anna.Name || !sameMilli(got.Closed, closed.At) {
		t.Errorf("got %+v, want it closed by Anna", got)
	}
	if who := l.refuses(&desk.OfflineClosed{ID: m.ID, By: bert.ID, ByName: bert.Name, At: l.later()}, desk.Conflict); who != anna.Name {
		t.Errorf("Bert is told that %q was first", who)
	}
	l.record(&desk.OfflineReopened{ID: m.ID, By: bert.ID, At: l.later()})
	differ(t, "reopened", l.message(m.ID), m)
	l.refuses(&desk.OfflineClosed{ID: "none", By: anna.ID, At: l.later()}, desk.NotFound)
	l.refuses(&desk.OfflineReopened{ID: "none", By: anna.ID, At: l.later()}, desk.NotFound)
}

func boardIsReadInRuns(t *testing.T, l *ledger) {
	ctx := context.Background()
	v := l.visit("visitor")
	var all []desk.OfflineMessage
	for i := range 7 {
		m := desk.OfflineMessage{ID: desk.OfflineID(fmt.Sprint("offline-", i)), Visitor: v.Visitor, Site: "shop", Email: "gast@home.example", Text: "x", At: l.now, State: desk.OfflineIsUnanswered}
		if i%3 == 0 { // others share their moment
			m.At = l.later()
		}
		l.record(&desk.OfflineMessageLeft{Message: m})
		all = append([]desk.OfflineMessage{m}, all...)
	}
	runs := func(state desk.OfflineState) (out []desk.OfflineMessage) {
		q := desk.BoardQuery{State: state, Limit: 2}
		for range 10 {
			list, err := l.OfflineMessages(ctx, q)
			must(t, "read the board", err)
			if out = append(out, list...); len(list) < q.Limit {
				return out
			}
			q.Before, q.Than = list[len(list)-1].At, list[len(list)-1].ID
		}
		return out
	}
	differ(t, "the board", runs(""), all)
	l.record(&desk.OfflineClosed{ID: "offline-0", By: anna.ID, ByName: anna.Name, At: l.later()})
	l.record(l.replying(all[2], anna, 0, "gast@home.example"))
	if got := runs(desk.OfflineIsUnanswered); len(got) != 5 {
		t.Errorf("%d unanswered, want 5", len(got))
	}
	closed := runs(desk.OfflineIsClosed)
	if len(closed) != 2 || closed[0].ID != all[2].ID || closed[0].Answered != 1 || closed[1].ID != "offline-0" {
		t.Errorf("closed are %+v", closed)
	}
	n, oldest, err := l.Unanswered(ctx)
	if err != nil || n != 5 || oldest != "offline-1" {
		t.Errorf("%d unanswered, the oldest %s, %v; want 5, offline-1", n, oldest, err)
	}
}

func addressesOfAVisitor(t *testing.T, l *ledger) {
	ctx := context.Background()
	v, other := l.visit("visitor"), l.visit("visitor")
	notice := l.mail(desk.MailNotice, "anna@shop.example")
	notice.Visitor = v.Visitor
	m := l.offline(v, "a@home.example", notice)
	l.offline(other, "z@home.example")
	l.record(l.replying(m, anna, 0, "b@home.example", "a@home.example"))
	l.offline(v, "c@home.example")
	got, err := l.Addresses(ctx, v.Visitor, 10)
	must(t, "addresses", err)
	differ(t, "addresses, used last first", got, []string{"c@home.example", "a@home.example", "b@home.example"})
	if got, err = l.Addresses(ctx, v.Visitor, 1); err != nil || len(got) != 1 {
		t.Errorf("got %v, %v, want one", got, err)
	}
	if n, _, err := l.Unanswered(ctx); err != nil || n != 2 {
		t.Errorf("%d unanswered, %v", n, err)
	}
}

func visitIsReadHoweverOld(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	l.recordSoon(&desk.PageViewed{View: l.view(v, "one", "/catalog/", "Tea", "catalog")}, &desk.VisitEnded{Visit: v.ID, At: l.later()})
	next := v
	next.ID, next.Started, next.LastSeen, next.Visits = desk.VisitID(l.id("visit")), l.later(), l.now, 2
	l.recordSoon(&desk.VisitStarted{Visit: next})
	got, err := l.Visit(context.Background(), v.ID)
	if err != nil || got.ID != v.ID || got.Visitor != v.Visitor || got.Country != "DE" || got.Visits != 1 || !sameMilli(got.Started, v.Started) {
		t.Errorf("got %+v, %v, want the first visit", got, err)
	}
	if _, err := l.Visit(context.Background(), "none"); desk.KindOf(err) != desk.NotFound {
		t.Errorf("an unknown one: got %v, want NotFound", err)
	}
}

// posts is how the mail worker sees a store.
type posts interface {
	DueMail(ctx context.Context, now time.Time, limit int) ([]desk.Mail, error)
	ClaimMail(ctx context.Context, id desk.MailID, now, until time.Time) (bool, error)
	SettleMail(ctx context.Context, m desk.Mail) error
	HurryMail(ctx context.Context, now time.Time) error
	ForgetMail(ctx context.Context, before time.Time) error
}

func (l *ledger) due(at time.Time) []desk.Mail {
	l.t.Helper()
	list, err := l.Store.(posts).DueMail(context.Background(), at, 10)
	must(l.t, "due mail", err)
	return list
}

// settles tries a mail and says what came of it.
func (l *ledger) settles(m desk.Mail, state desk.MailState, trouble desk.MailTrouble, next, done time.Time) {
	l.t.Helper()
	ok, err := l.Store.(posts).ClaimMail(context.Background(), m.ID, l.now, l.now.Add(time.Minute))
	if !ok || err != nil {
		l.t.Fatalf("claim: %t, %v", ok, err)
	}
	m.State, m.Trouble, m.Next, m.Done = state, trouble, next, done
	must(l.t, "settle", l.Store.(posts).SettleMail(context.Background(), m))
}

func mailIsClaimedByOne(t *testing.T, l *ledger) {
	m := l.offline(l.visit("visitor"), "gast@home.example")
	e := l.replying(m, anna, 0, "gast@home.example")
	l.record(e)
	want := e.Mails[0]
	differ(t, "due", l.due(want.Next), []desk.Mail{want})
	if got := l.due(want.Next.Add(-time.Second)); len(got) > 0 {
		t.Errorf("before its time it is due: %+v", got)
	}
	now := l.later()
	var won atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			ok, err := l.Store.(posts).ClaimMail(context.Background(), want.ID, now, now.Add(5*time.Minute))
			if err != nil {
				t.Errorf("claim: %v", err)
			}
			if ok {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d have claimed it, want 1", won.Load())
	}
	if got := l.due(now.Add(4 * time.Minute)); len(got) > 0 {
		t.Errorf("claimed it is due to others: %+v", got)
	}
	if got := l.due(now.Add(5 * time.Minute)); len(got) != 1 || got[0].Attempts != 1 {
		t.Errorf("when the claim is over it stands %+v, want it due, tried once", got)
	}
}

func mailIsSettledOnce(t *testing.T, l *ledger) {
	ctx := context.Background()
	m := l.offline(l.visit("visitor"), "gast@home.example")
	e := l.replying(m, anna, 0, "a@home.example", "b@home.example", "c@home.example")
	l.record(e)
	now := l.later()
	sent, waits, failed := e.Mails[0], e.Mails[1], e.Mails[2]
	l.settles(sent, desk.MailIsSent, "", time.Time{}, now)
	l.settles(waits, desk.MailIsQueued, desk.MailBusy, now.Add(time.Hour), time.Time{})
	l.settles(failed, desk.MailIsFailed, desk.MailRecipient, time.Time{}, now)
	if q := l.queue(); q.Waiting != 1 || q.Failed != 1 || len(q.Mails) != 2 || q.Mails[0].Trouble != desk.MailRecipient || q.Mails[1].Trouble != desk.MailBusy {
		t.Errorf("the queue is %+v", q)
	}
	if got := l.due(now.Add(24 * time.Hour)); len(got) != 1 || got[0].ID != waits.ID || got[0].Attempts != 1 {
		t.Errorf("due are %+v, want the one that waits", got)
	}
	if ok, err := l.Store.(posts).ClaimMail(ctx, sent.ID, now, now.Add(time.Minute)); ok || err != nil {
		t.Errorf("what was sent is claimed: %t, %v", ok, err)
	}
	for _, r := range l.message(m.ID).Replies[0].Mails {
		if r.ID == sent.ID && (r.State != desk.MailIsSent || !sameMilli(r.Done, now)) {
			t.Errorf("the reply's mail stands %+v", r)
		}
	}
	l.refuses(&desk.MailRequeued{Mail: sent.ID, At: now}, desk.Conflict)
	l.refuses(&desk.MailRequeued{Mail: "none", At: now}, desk.NotFound)
	l.record(&desk.MailRequeued{Mail: failed.ID, At: now})
	if got := l.due(now); len(got) != 1 || got[0].ID != failed.ID || got[0].Attempts != 0 || !sameMilli(got[0].Queued, now) {
		t.Errorf("tried anew it stands %+v", got)
	}
	must(t, "forget", l.Store.(posts).ForgetMail(ctx, now.Add(time.Second)))
	if got := l.due(now); got[0].Text == "" {
		t.Error("the text of a mail that is not sent is forgotten")
	}
}

func waitingMailIsHurried(t *testing.T, l *ledger) {
	m := l.offline(l.visit("visitor"), "gast@home.example")
	e := l.replying(m, anna, 0, "a@home.example", "b@home.example")
	l.record(e)
	now := l.later()
	l.settles(e.Mails[0], desk.MailIsQueued, desk.MailUnreachable, now.Add(time.Hour), time.Time{})
	l.settles(e.Mails[1], desk.MailIsQueued, desk.MailBusy, now.Add(time.Hour), time.Time{})
	must(t, "hurry", l.Store.(posts).HurryMail(context.Background(), now))
	if got := l.due(now); len(got) != 1 || got[0].ID != e.Mails[0].ID {
		t.Errorf("hurried are %+v, want what the server's absence kept", got)
	}
	settings := desk.DefaultMailSettings()
	settings.Host, settings.Password, settings.FromAddress = "mail.shop.example", "häßlich", "help@shop.example"
	if l.load().Mail != nil {
		t.Error("mail settings before any were made")
	}
	l.record(&desk.MailSettingsChanged{Settings: settings})
	if got := l.due(now); len(got) != 2 {
		t.Errorf("with new settings %d are due, want 2", len(got))
	}
	differ(t, "mail settings", l.load().Mail, &settings)
}

func transcriptsAreFew(t *testing.T, l *ledger) {
	c, other := l.talk(anna), l.talk(bert)
	order := func(c desk.Conversation, to ...string) *desk.TranscriptOrdered {
		m := l.mail(desk.MailTranscript, append(to, "gast@home.example")[0])
		m.Conversation, m.Visitor = c.ID, c.Visitor
		m.Lines = []desk.MailLine{{At: l.now.In(time.FixedZone("", 7200)), From: desk.FromVisitor, Name: "Gast", Text: "Hello — 🙂"}}
		return &desk.TranscriptOrdered{Mail: m, AtMost: 4, Addresses: 2, OfSite: 7, Since: l.now.Add(-time.Hour)}
	}
	first := order(c)
	l.record(first)
	due := l.due(l.later())
	differ(t, "the transcript", due, []desk.Mail{first.Mail})
	if got := due[0].Lines[0].At.Format("15:04 -0700"); got != first.Mail.Lines[0].At.Format("15:04 -0700") {
		t.Errorf("its time comes back as %s", got)
	}
	l.record(order(c, "Gast@Home.Example"))
	l.record(order(c, "gast@work.example"))
	l.refuses(order(c, "gast@club.example"), desk.TooMany)
	l.record(order(c))
	l.refuses(order(c), desk.TooMany)
	l.now = l.now.Add(2 * time.Hour)
	l.refuses(order(c), desk.TooMany) // for good
	l.refuses(order(desk.Conversation{ID: "none"}), desk.NotFound)

	v := l.visit("visitor")
	v.Site = "elsewhere"
	elsewhere := l.talkWith(v, anna)
	for range 3 {
		e := order(other)
		l.record(e)
		l.settles(e.Mail, desk.MailIsSent, "", time.Time{}, l.later())
	}
	third := l.talk(bert)
	for range 4 {
		l.record(order(third))
	}
	fourth := l.talk(bert)
	l.refuses(order(fourth), desk.TooMany) // seven of the site within the hour
	l.record(order(elsewhere))
	l.now = l.now.Add(2 * time.Hour)
	l.record(order(fourth))
}
