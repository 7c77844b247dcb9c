package desktest

import (
	"context"
	"sync"
	"testing"
	"time"

	"beckon/desk"
)

// mailing tells operators of a request, at addresses.
func (l *ledger) mailing(r desk.Request, to ...string) *desk.RequestMailed {
	e := &desk.RequestMailed{Request: r.ID}
	for _, a := range to {
		m := l.mail(desk.MailRequest, a)
		m.Visitor = r.Visitor
		e.Mails = append(e.Mails, m)
	}
	e.At = l.now
	e.Since = e.At.Add(-2 * time.Minute)
	return e
}

// waiting has a visitor ask for a chat.
func (l *ledger) waiting() desk.Request {
	l.t.Helper()
	r := l.request()
	l.record(&desk.RequestMade{Request: r})
	return r
}

func requestMails(t *testing.T, l *ledger) {
	first, second := l.waiting(), l.waiting()
	e := l.mailing(first, "anna@shop.example", "bert@shop.example")
	l.record(e)
	differ(t, "what is due", l.due(l.later()), e.Mails)

	l.settles(e.Mails[0], desk.MailIsSent, "", time.Time{}, l.later()) // one that was sent counts as one that waits
	again := l.mailing(second, "Anna@Shop.Example", "carla@shop.example", "bert@shop.example")
	carla := again.Mails[1]
	l.record(again)
	differ(t, "but for those who had one a moment ago", again.Mails, []desk.Mail{carla})
	l.now = l.now.Add(2 * time.Minute)
	later := l.mailing(second, "anna@shop.example")
	l.record(later)
	if q := l.queue(); len(later.Mails) != 1 || q.Waiting != 3 || q.Mails[0].Kind != desk.MailRequest {
		t.Errorf("two minutes later %d are queued, of %+v", len(later.Mails), q)
	}
	if got, err := l.Addresses(context.Background(), second.Visitor, 10); err != nil || len(got) != 0 {
		t.Errorf("the visitor's addresses are %v, %v; want none", got, err)
	}

	l.record(l.taking(first, bert))
	if who := l.refuses(l.mailing(first, "dora@shop.example"), desk.Conflict); who != bert.Name {
		t.Errorf("it was %q who took it, want Bert", who)
	}
	l.refuses(l.mailing(desk.Request{ID: "none"}, "dora@shop.example"), desk.NotFound)
	if q := l.queue(); q.Waiting != 3 {
		t.Errorf("what is refused queues mail: %+v", q)
	}
}

func oneOfTwoRequestMails(t *testing.T, l *ledger) {
	l.record(&desk.MailSettingsChanged{Settings: desk.DefaultMailSettings()})
	for n := range 5 {
		l.now = l.now.Add(time.Hour)
		var both sync.WaitGroup
		for _, e := range []*desk.RequestMailed{l.mailing(l.waiting(), "anna@shop.example"), l.mailing(l.waiting(), "anna@shop.example")} {
			both.Go(func() {
				if err := l.Record(context.Background(), e); err != nil {
					t.Errorf("mail: %v", err)
				}
			})
		}
		both.Wait()
		if q := l.queue(); q.Waiting != n+1 {
			t.Fatalf("%d mails after %d floods", q.Waiting, n+1)
		}
	}
}
