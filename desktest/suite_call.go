package desktest

import (
	"context"
	"testing"
	"time"

	"beckon/desk"
)

// callOf is the id of the one call that a story has in a conversation.
func callOf(c desk.Conversation) desk.CallID { return desk.CallID("call-" + c.ID) }

// calling is a call that the operator offers.
func (l *ledger) calling(c desk.Conversation) *desk.CallOffered {
	line := l.system(c.ID, desk.LineCallOffered)
	return &desk.CallOffered{Line: line, Call: desk.Call{
		ID: callOf(c), Conversation: c.ID, Visitor: c.Visitor, Operator: c.Operator, OfferedBy: desk.FromOperator, State: desk.CallRings, Offered: line.At,
	}}
}

// oneCallAtATime: a conversation has one call; it is accepted once, ended once, and comes back after a restart while it is not.
func oneCallAtATime(t *testing.T, l *ledger) {
	ctx := context.Background()
	refused := func(what string, e desk.Event) {
		t.Helper()
		if err := l.Record(ctx, e); desk.KindOf(err) != desk.Conflict {
			t.Errorf("%s: got %v, want a conflict", what, err)
		}
	}
	c := l.talk(anna)
	first := l.calling(c)
	l.record(first)
	taken := &desk.CallEnded{Line: l.system(c.ID, desk.LineCallEnded), Call: first.Call.ID, By: desk.CallWithdrawn, Was: desk.CallIsOpen}
	refused("ended as open while it rings", taken)
	second := l.calling(c)
	second.Call.ID = "another-call-0001"
	refused("a second call", second)
	accepted := func() *desk.CallAccepted {
		return &desk.CallAccepted{Line: l.system(c.ID, desk.LineCallStarted), Call: first.Call.ID}
	}
	l.record(accepted())
	refused("accepted twice", accepted())
	taken.Was = desk.CallRings
	refused("ended as ringing while it is open", taken)
	saved := l.load().Calls
	if len(saved) != 1 || saved[0].ID != first.Call.ID || saved[0].State != desk.CallIsOpen || saved[0].OfferedBy != desk.FromOperator || saved[0].Accepted.IsZero() {
		t.Fatalf("loaded %+v", saved)
	}
	ended := func() *desk.CallEnded {
		return &desk.CallEnded{Line: l.system(c.ID, desk.LineCallEnded), Call: first.Call.ID, By: desk.CallEndedByVisitor, Connected: l.later()}
	}
	l.record(ended())
	refused("ended twice", ended())
	refused("accepted after the end", accepted())
	refused("the same id anew", l.calling(c))
	l.record(second)
	list, err := l.Calls(ctx, c.ID, 10)
	if err != nil || len(list) != 2 || list[0].ID != first.Call.ID || list[0].EndedBy != desk.CallEndedByVisitor || list[0].Connected.IsZero() || list[1].State != desk.CallRings {
		t.Errorf("listed %+v, %v", list, err)
	}
	if list, err := l.Calls(ctx, c.ID, 1); err != nil || len(list) != 1 || list[0].ID != second.Call.ID {
		t.Errorf("the latest is %+v, %v", list, err)
	}
	if saved := l.load().Calls; len(saved) != 1 || saved[0].ID != second.Call.ID || saved[0].State != desk.CallRings || !saved[0].Connected.Equal(time.Time{}) {
		t.Errorf("loaded %+v", saved)
	}
}
