package server_test

import (
	"context"
	"testing"

	"beckon/desk"
	"beckon/wire"
)

// TestClosedConsoleGivesItsChatsBackBeforeALostOne_QUE3 closes one operator's console and cuts another's line: the lease of the first is over
// while the other's still holds.
func TestClosedConsoleGivesItsChatsBackBeforeALostOne_QUE3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	carl := w.signIn(w.addOperator("carl", "Carl"))
	closed, lost := ana.console(), bert.console()
	carl.console()
	b, c := w.visitor().open("/"), w.visitor().open("/")
	hers, his := talk(ana, b), talk(bert, c)
	lost.hangUp()
	closed.send(wire.ConsoleLeavingFrame{Type: "leaving"})
	closed.hangUp()
	await(b.line, "request", func(f wire.VisitorRequestFrame) bool { return f.Request.Returned })
	if await(b.line, "message", func(f wire.VisitorMessageFrame) bool { return f.Message.What == "returned" }).Message.Conversation != hers.ID {
		t.Error("it is another conversation")
	}
	var kept wire.Conversation
	carl.must("GET", "/conversations/"+his.ID, nil, &kept)
	if kept.Operator != string(bert.who.ID) {
		t.Errorf("the chat of a line that was lost is %+v, want it with Bert still", kept)
	}
}

func TestConsoleLoadedAnewKeepsItsChats_QUE3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	c, watching := ana.console(), bert.console()
	b, other := w.visitor().open("/"), w.visitor().open("/")
	hers, his := talk(ana, b), talk(bert, other)
	for _, console := range []*console{c, watching} {
		console.send(wire.ConsoleLeavingFrame{Type: "leaving"})
		console.hangUp()
	}
	anew := ana.console()
	await(other.line, "message", func(f wire.VisitorMessageFrame) bool {
		return f.Message.What == "returned" && f.Message.Conversation == his.ID
	})
	var kept wire.Conversation
	ana.must("GET", "/conversations/"+hers.ID, nil, &kept)
	if kept.Operator != string(ana.who.ID) {
		t.Errorf("her chat is %+v, want it with her", kept)
	}
	anew.hangUp()
}

// slowRead is a store that keeps what was seen only when it may.
type slowRead struct {
	desk.Store
	begun, may chan struct{}
}

// Record implements desk.Store.
func (s slowRead) Record(ctx context.Context, e desk.Event) error {
	if _, is := e.(*desk.MessagesRead); is {
		close(s.begun)
		<-s.may
	}
	return s.Store.Record(ctx, e)
}

// TestWordsOfALineThatBreaksAreHeard_QUE3 lets writing to a console fail while what it said is still unread.
func TestWordsOfALineThatBreaksAreHeard_QUE3(t *testing.T) {
	t.Parallel()
	slow := slowRead{begun: make(chan struct{}), may: make(chan struct{})}
	w := newWorld(t, func(w *world) {
		w.spy = func(s desk.Store) desk.Store {
			slow.Store = s
			return slow
		}
	})
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	closed := ana.console()
	bert.console()
	b, other := w.visitor().open("/"), w.visitor().open("/")
	hers, his := talk(ana, b), talk(bert, other)
	closed.send(wire.OperatorReadFrame{Type: "read", Conversation: hers.ID, Seq: 2})
	<-slow.begun
	closed.send(wire.ConsoleLeavingFrame{Type: "leaving"})
	closed.hangUp()
	for range 8 { // the other side answers the first with a reset
		other.says(his.ID, "Who hears this?")
	}
	close(slow.may)
	await(b.line, "request", func(f wire.VisitorRequestFrame) bool { return f.Request.Returned })
}
