package desktest

import (
	"context"
	"testing"
	"time"

	"beckon/desk"
)

func sameMilli(a, b time.Time) bool { return a.UnixMilli() == b.UnixMilli() }

func (l *ledger) returns(v desk.VisitorID) (desk.Visitor, desk.Visit) {
	l.t.Helper()
	who, last, err := l.Return(context.Background(), v)
	if err != nil {
		l.t.Fatalf("return: %v", err)
	}
	return who, last
}

func visitorReturns(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	l.visit("another")
	views := []desk.PageView{
		l.view(v, "one", "/", "Home", "default"), l.view(v, "two", "/catalog/", "Tea", "catalog"), l.view(v, "three", "/catalog/?page=2", "More tea", "catalog"),
		l.view(v, "four", "/", "Home", "default"),
	}
	l.recordSoon(&desk.PageViewed{View: views[0]}, &desk.PageViewed{View: views[1]})
	l.recordSoon(&desk.PageViewed{View: views[2]}, &desk.PageViewed{View: views[3]}, &desk.PageTitled{Visit: v.ID, Page: "four", Title: "Home again"})
	views[3].Title = "Home again"
	left := l.later()
	l.recordSoon(&desk.VisitorLeft{Visit: v.ID, At: left})

	who, got := l.returns(v.Visitor)
	differ(t, "the visitor", who, desk.Visitor{ID: v.Visitor, Site: "shop", FirstSeen: v.FirstSeen, Visits: 1})
	want := v
	want.Page, want.URL, want.Title, want.Zone, want.PageSince = "four", views[3].URL, "Home again", "default", views[3].At
	want.Trail, want.Pages, want.LastSeen = []desk.ZoneID{"default", "catalog", "default"}, 4, left
	want.Presence, got.Presence = "", "" // is computed
	differ(t, "the visit", got, want)

	list, err := l.PageViews(context.Background(), v.ID, 3)
	if err != nil {
		t.Fatal(err)
	}
	differ(t, "page views, latest first", list, []desk.PageView{views[3], views[2], views[1]})

	l.recordSoon(&desk.VisitEnded{Visit: v.ID, At: left})
	next := v
	next.ID, next.Started, next.LastSeen, next.Visits = desk.VisitID(l.id("visit")), l.later(), l.now, 2
	l.recordSoon(&desk.VisitStarted{Visit: next})
	if who, got = l.returns(v.Visitor); got.ID != next.ID || who.Visits != 2 || got.Visits != 2 || got.Pages != 0 || !sameMilli(who.FirstSeen, v.FirstSeen) {
		t.Errorf("got %+v, %+v, want the second visit, without pages yet", who, got)
	}
}

func pageViewCountsOnce(t *testing.T, l *ledger) {
	v, other := l.visit("visitor"), l.visit("visitor")
	first := l.view(v, "one", "/", "Home", "default")
	again := first
	again.Title, again.At = "Something else", l.later()
	l.recordSoon(&desk.PageViewed{View: first}, &desk.PageViewed{View: again})
	l.recordSoon(&desk.PageViewed{View: again})
	l.recordSoon(&desk.PageViewed{View: l.view(other, "one", "/", "Home", "default")})
	list, err := l.PageViews(context.Background(), v.ID, 10)
	if err != nil {
		t.Fatal(err)
	}
	differ(t, "page views", list, []desk.PageView{first})
	if _, got := l.returns(other.Visitor); got.Pages != 1 {
		t.Errorf("another visit's page of the same id: got %d pages, want 1", got.Pages)
	}
}

func visitStartedAgain(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	l.recordSoon(&desk.PageViewed{View: l.view(v, "one", "/", "Home", "default")})
	again := v
	again.Country, again.Entry, again.Name = "FR", "elsewhere", ""
	l.recordSoon(&desk.VisitStarted{Visit: again}, &desk.VisitStarted{Visit: again})
	who, got := l.returns(v.Visitor)
	if who.Visits != 1 || got.Visits != 1 || got.Pages != 1 || got.Country != "DE" || got.Entry != v.Entry || !sameMilli(got.Started, v.Started) {
		t.Errorf("got %+v, %+v, want it as it was", who, got)
	}
}

func historyIsLatestFirst(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	var want []desk.Conversation
	for range 3 {
		c := l.talkWith(v, anna)
		end := &desk.ConversationEnded{Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByOperator}
		l.record(end)
		c.State, c.Ended, c.EndedBy, c.LastSeq = desk.ConversationIsEnded, end.Line.At, end.By, 3
		want = append([]desk.Conversation{c}, want...)
	}
	l.talk(bert)
	talks, left, err := l.History(context.Background(), v.Visitor, 2)
	if err != nil || len(left) > 0 {
		t.Fatalf("got %v, %v", left, err)
	}
	differ(t, "conversations", talks, want[:2])
	sent, err := l.Invitations(context.Background(), v.ID)
	if err != nil || len(sent) != 3 || !sent[0].Sent.After(sent[2].Sent) {
		t.Errorf("got %+v, %v, want three invitations, latest first", sent, err)
	}
}

func offlineMessageOnce(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	first := desk.OfflineMessage{ID: "offline-1", Visitor: v.Visitor, Site: "shop", Conversation: "talk", Name: "Gast", Email: "gast@home.example", Text: "Please call <b>me</b>", At: l.later(), State: desk.OfflineIsUnanswered}
	second := desk.OfflineMessage{ID: "offline-2", Visitor: v.Visitor, Site: "shop", Email: "gast@home.example", Text: "Never mind", At: l.later(), State: desk.OfflineIsUnanswered}
	again := first
	again.At = l.later()
	for i, m := range []desk.OfflineMessage{first, second, again} {
		e := &desk.OfflineMessageLeft{Message: m, Notices: []desk.Mail{l.mail(desk.MailNotice, "anna@shop.example")}}
		l.record(e)
		if e.Repeated != (i == 2) {
			t.Errorf("message %d: Repeated is %t", i, e.Repeated)
		}
		if i == 2 {
			differ(t, "sent again", e.Message, first)
		}
	}
	for _, change := range []func(m *desk.OfflineMessage){
		func(m *desk.OfflineMessage) { m.Text = "Another" },
		func(m *desk.OfflineMessage) { m.Subject = "Another" },
		func(m *desk.OfflineMessage) { m.Name = "Another" },
		func(m *desk.OfflineMessage) { m.Email = "another@home.example" },
		func(m *desk.OfflineMessage) { m.Visitor = "another" },
	} {
		other := again
		change(&other)
		l.refuses(&desk.OfflineMessageLeft{Message: other}, desk.Conflict)
	}
	_, left, err := l.History(context.Background(), v.Visitor, 10)
	if err != nil {
		t.Fatal(err)
	}
	differ(t, "off-line messages", left, []desk.OfflineMessage{second, first})
	if n := l.queue().Waiting; n != 2 {
		t.Errorf("%d notices of two messages wait, want 2", n)
	}
}

func visitIsSeen(t *testing.T, l *ledger) {
	v, other := l.visit("visitor"), l.visit("another")
	for _, c := range []struct {
		name  string
		facts func(at time.Time) []desk.Event
		ended bool
	}{
		{"seen", func(at time.Time) []desk.Event { return []desk.Event{&desk.VisitSeen{Visit: v.ID, At: at}} }, false},
		{"left", func(at time.Time) []desk.Event { return []desk.Event{&desk.VisitorLeft{Visit: v.ID, At: at}} }, false},
		{"ended", func(at time.Time) []desk.Event { return []desk.Event{&desk.VisitEnded{Visit: v.ID, At: at}} }, true},
		{"seen again", func(at time.Time) []desk.Event { return []desk.Event{&desk.VisitSeen{Visit: v.ID, At: at}} }, false},
		{"ended and seen in one batch", func(at time.Time) []desk.Event {
			return []desk.Event{&desk.VisitEnded{Visit: v.ID, At: begin}, &desk.VisitSeen{Visit: v.ID, At: at}}
		}, false},
	} {
		at := l.later()
		l.recordSoon(c.facts(at)...)
		_, got := l.returns(v.Visitor)
		if !sameMilli(got.LastSeen, at) || got.Ended.IsZero() == c.ended || c.ended && !sameMilli(got.Ended, at) {
			t.Errorf("%s: last seen %v, ended %v, want %v, ended %t", c.name, got.LastSeen, got.Ended, at, c.ended)
		}
	}
	if _, got := l.returns(other.Visitor); !sameMilli(got.LastSeen, other.LastSeen) || !got.Ended.IsZero() {
		t.Errorf("another visit: %+v, want it as it was", got)
	}
}

// manyVisitsInABatch: the store was away for long.
func manyVisitsInABatch(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	var batch []desk.Event
	for n := range 20 {
		next := v
		next.ID, next.Started, next.LastSeen, next.Visits = desk.VisitID(l.id("visit")), l.later(), l.now, n+2
		batch = append(batch, &desk.VisitStarted{Visit: next}, &desk.VisitEnded{Visit: next.ID, At: l.now})
	}
	l.recordSoon(batch...)
	if who, last := l.returns(v.Visitor); who.Visits != 21 || last.Visits != 21 || last.Ended.IsZero() {
		t.Errorf("got %+v, %+v, want 21 visits, the last one ended", who, last)
	}
}
