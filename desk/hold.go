package desk

import "context"

// ConversationHeld says that the operator put the conversation on hold (S-30). Recorded now, as a system line.
type ConversationHeld struct{ Line Message }

// Name implements Event.
func (*ConversationHeld) Name() string { return "ConversationHeld" }

func (e *ConversationHeld) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.Hold, c.LastSeq = true, e.Line.Seq
		c.typing[FromVisitor].rests()
	}
}

// ConversationResumed says that the operator took the conversation up again (S-31). Recorded now, as a system line.
type ConversationResumed struct{ Line Message }

// Name implements Event.
func (*ConversationResumed) Name() string { return "ConversationResumed" }

func (e *ConversationResumed) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.Hold, c.LastSeq, c.LastSpoke, c.Asked = false, e.Line.Seq, e.Line.At, false
	}
}

// Hold puts a conversation on hold: the visitor is told and can't send until it is resumed (S-43). NotFound, Forbidden, Ended.
func (d *Desk) Hold(ctx context.Context, by Actor, id ConversationID) (Conversation, error) {
	c, err := d.own(ctx, by, id)
	if err != nil || c.Hold {
		return c, err
	}
	text := c.OperatorName + " has put the chat on hold and will be right back"
	return d.asItStands(id, d.happen(ctx, &ConversationHeld{Line: systemLine(id, LineHeld, text)}))
}

// Resume takes a conversation on hold up again. NotFound, Forbidden, Ended.
func (d *Desk) Resume(ctx context.Context, by Actor, id ConversationID) (Conversation, error) {
	c, err := d.own(ctx, by, id)
	if err != nil || !c.Hold {
		return c, err
	}
	return d.asItStands(id, d.happen(ctx, &ConversationResumed{Line: systemLine(id, LineResumed, c.OperatorName+" is back")}))
}
