package desktest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"beckon/desk"
)

// request returns a request of a new visitor that is not yet recorded.
func (l *ledger) request() desk.Request {
	v := l.visit("visitor")
	return desk.Request{
		ID: desk.RequestID(l.id("request")), Visitor: v.Visitor, Visit: v.ID, Site: "shop", Kind: desk.Text, VisitorName: "Gerda",
		State: desk.RequestIsWaiting, Asked: l.later(),
	}
}

func (l *ledger) taking(r desk.Request, by desk.Operator) *desk.RequestAccepted {
	at := l.later()
	c := desk.Conversation{
		ID: desk.ConversationID(l.id("talk")), Visitor: r.Visitor, Visit: r.Visit, Site: r.Site, Kind: r.Kind, State: desk.ConversationIsOpen,
		Operator: by.ID, OperatorName: by.Name, VisitorName: r.VisitorName, Started: at, LastSpoke: at, LastSeq: 1, Spoken: true,
	}
	return &desk.RequestAccepted{Request: r.ID, Conversation: c, Lines: []desk.Message{
		{Conversation: c.ID, Seq: 1, ID: desk.ClientID(l.id("line")), From: desk.FromSystem, What: desk.LineJoined, Text: "joined", At: at},
	}}
}

func (l *ledger) returning(id desk.ConversationID, from desk.OperatorID) *desk.ConversationReturned {
	c, err := l.Conversation(context.Background(), id)
	must(l.t, "read a conversation", err)
	line := l.system(id, desk.LineReturned)
	return &desk.ConversationReturned{Line: line, From: from, Request: desk.Request{
		ID: desk.RequestID(l.id("request")), Visitor: c.Visitor, Visit: c.Visit, Site: c.Site, Kind: c.Kind, VisitorName: c.VisitorName,
		Conversation: id, Returned: true, State: desk.RequestIsWaiting, Asked: line.At,
	}}
}

func requestIsMadeOnce(t *testing.T, l *ledger) {
	r := l.request()
	for range 2 {
		l.record(&desk.RequestMade{Request: r})
	}
	if got := l.load().Requests; len(got) != 1 || !cmp.Equal(got[0], r) {
		t.Errorf("got %+v, want one request as it was made: %s", got, cmp.Diff(r, got))
	}
	other := r
	other.Visitor = "somebody else"
	wants(t, "another's request under this id", l.Record(context.Background(), &desk.RequestMade{Request: other}), desk.Conflict)
	l.record(&desk.RequestEnded{Request: r.ID, State: desk.RequestIsWithdrawn, At: l.later()})
	wants(t, "end it again", l.Record(context.Background(), &desk.RequestEnded{Request: r.ID, State: desk.RequestIsLeft, At: l.later()}), desk.Conflict)
	again := &desk.RequestMade{Request: r}
	l.record(again)
	if again.Request.State != desk.RequestIsWithdrawn || len(l.load().Requests) != 0 {
		t.Errorf("sent again after its end it is %s, %d wait; want withdrawn and none", again.Request.State, len(l.load().Requests))
	}
	wants(t, "an unknown one", l.Record(context.Background(), &desk.RequestEnded{Request: "unknown", State: desk.RequestIsLeft, At: l.later()}), desk.NotFound)
}

func busyVisitorCannotAsk(t *testing.T, l *ledger) {
	ctx := context.Background()
	c := l.talk(anna)
	talks := l.request()
	talks.Visitor = c.Visitor
	wants(t, "who talks", l.Record(ctx, &desk.RequestMade{Request: talks}), desk.Conflict)
	i := l.invitation(l.visit("visitor"), anna)
	l.record(&desk.InvitationSent{Invitation: i})
	invited := l.request()
	invited.Visitor = i.Visitor
	wants(t, "who is invited", l.Record(ctx, &desk.RequestMade{Request: invited}), desk.Conflict)
	r := l.request()
	l.record(&desk.RequestMade{Request: r})
	waits := l.request()
	waits.Visitor = r.Visitor
	wants(t, "who waits", l.Record(ctx, &desk.RequestMade{Request: waits}), desk.Conflict)
}

func oneOfManyTakesARequest(t *testing.T, l *ledger) {
	for range 5 {
		r := l.request()
		l.record(&desk.RequestMade{Request: r})
		var tries []desk.Event
		for i := range 8 {
			tries = append(tries, l.taking(r, []desk.Operator{anna, bert}[i%2]))
		}
		errs := make(chan error)
		for _, e := range tries {
			go func() { errs <- l.Record(context.Background(), e) }()
		}
		won := 0
		for range tries {
			switch err := <-errs; {
			case err == nil:
				won++
			default:
				wants(t, "the loser", err, desk.Conflict)
			}
		}
		talks, _, err := l.History(context.Background(), r.Visitor, 10)
		if won != 1 || err != nil || len(talks) != 1 {
			t.Errorf("%d of %d accepts won, %d conversations, %v; want one", won, len(tries), len(talks), err)
		}
		wants(t, "pass it afterwards", l.Record(context.Background(), &desk.RequestPassed{Request: r.ID, Operators: []desk.OperatorID{anna.ID}, How: desk.PassDeclined, At: l.later()}), desk.Conflict)
	}
}

func passesComeBack(t *testing.T, l *ledger) {
	r := l.request()
	l.record(&desk.RequestMade{Request: r})
	for _, p := range []desk.Pass{{Operator: anna.ID, How: desk.PassMissed, At: l.later()}, {Operator: bert.ID, How: desk.PassDeclined, At: l.later()}} {
		l.record(&desk.RequestPassed{Request: r.ID, Operators: []desk.OperatorID{p.Operator}, How: p.How, At: p.At})
		r.Passes = append(r.Passes, p)
	}
	if got := l.load().Requests; len(got) != 1 || !cmp.Equal(got[0], r) {
		t.Errorf("after a load: %s", cmp.Diff([]desk.Request{r}, got))
	}
	latest := desk.Pass{Operator: anna.ID, How: desk.PassDeclined, At: l.later()}
	for range 2 {
		l.record(&desk.RequestPassed{Request: r.ID, Operators: []desk.OperatorID{anna.ID}, How: latest.How, At: latest.At})
	}
	r.Passes = []desk.Pass{r.Passes[1], latest}
	if got := l.load().Requests; len(got) != 1 || !cmp.Equal(got[0], r) {
		t.Errorf("passed again by Anna: want her latest word only: %s", cmp.Diff([]desk.Request{r}, got))
	}
}

func conversationInTheQueue(t *testing.T, l *ledger) {
	ctx := context.Background()
	c := l.talk(anna)
	wants(t, "returned by another", l.Record(ctx, l.returning(c.ID, bert.ID)), desk.Conflict)
	e := l.returning(c.ID, anna.ID)
	l.record(e)
	if got, err := l.Conversation(ctx, c.ID); err != nil || got.Operator != "" || got.OperatorName != "" || len(l.load().Requests) != 1 {
		t.Errorf("in the queue it is %+v, %v; want nobody's, and one request", got, err)
	}
	taken := &desk.ConversationTaken{Line: l.system(c.ID, desk.LineTookOver), By: bert.ID, ByName: bert.Name, Request: e.Request.ID}
	l.record(taken)
	wants(t, "taken again", l.Record(ctx, &desk.ConversationTaken{Line: l.system(c.ID, desk.LineTookOver), By: anna.ID, ByName: anna.Name, Request: e.Request.ID}), desk.Conflict)
	if got, err := l.Conversation(ctx, c.ID); err != nil || got.Operator != bert.ID || len(l.load().Requests) != 0 {
		t.Errorf("taken it is %+v, %v; want Bert's, and nobody waiting", got, err)
	}
	l.record(l.returning(c.ID, bert.ID))
	l.record(&desk.ConversationEnded{Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByVisitor})
	if waiting := l.load().Requests; len(waiting) != 0 {
		t.Errorf("after the end %+v waits", waiting)
	}
}
