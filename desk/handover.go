package desk

import (
	"context"
)

// ConversationReturned says that a conversation lost its operator and stands in the queue, before newcomers (QUE-3). Recorded now, as
// a system line; Conflict when it had another operator than From by then.
type ConversationReturned struct {
	Line    Message
	From    OperatorID
	Request Request
}

// Name implements Event.
func (*ConversationReturned) Name() string { return "ConversationReturned" }

func (e *ConversationReturned) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.Operator, c.OperatorName, c.Hold, c.LastSeq = "", "", false, e.Line.Seq
		l.waits(e.Request)
		if r, o := l.requests[e.Request.ID], l.operators[e.From]; r != nil && o != nil && o.Online {
			r.gave = e.From
		}
	}
}

// went lets an operator who has gone be asked, when he comes back, to take what he gave away.
func (l *live) went(o OperatorID) {
	for _, r := range l.requests {
		if r.gave == o {
			r.gave = ""
		}
	}
}

// OfRequest says how a request ends with the conversation that stood in the queue.
func (by Ending) OfRequest() RequestState {
	switch by {
	case EndedByVisitor:
		return RequestIsWithdrawn
	case EndedByLeaving, EndedBySilence:
		return RequestIsLeft
	}
	return RequestIsUnanswered
}

// HandOver gives all conversations of an operator back to the queue: he signs out or closes his console. It returns how many.
func (d *Desk) HandOver(ctx context.Context, by Actor) (int, error) {
	d.mu.Lock()
	var mine []Conversation
	for _, c := range d.live.conversations {
		if c.Operator == by.ID {
			mine = append(mine, d.live.talk(c))
		}
	}
	d.mu.Unlock()
	for i, c := range mine {
		if err := d.giveBack(ctx, c, c.OperatorName+" has to go"); err != nil && KindOf(err) != Conflict && KindOf(err) != Ended {
			return i, err
		}
	}
	return len(mine), nil
}

// giveBack puts a conversation into the queue, before newcomers; why begins the line that both read.
func (d *Desk) giveBack(ctx context.Context, c Conversation, why string) error {
	if err := d.callOver(ctx, c.ID); err != nil {
		return err
	}
	line := systemLine(c.ID, LineReturned, why+". The chat is first in the queue: somebody else will go on with it")
	return d.happen(ctx, &ConversationReturned{Line: line, From: c.Operator, Request: Request{
		ID: RequestID(newID()), Visitor: c.Visitor, Visit: c.Visit, Site: c.Site, Kind: c.Kind, VisitorName: c.VisitorName, Conversation: c.ID,
		Returned: true, State: RequestIsWaiting, Asked: line.At,
	}})
}
