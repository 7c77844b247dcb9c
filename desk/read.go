package desk

import "context"

// MessagesRead says up to which number one side has seen everything: in a visible, focused tab with the chat open. What was seen was
// received. Recorded now.
type MessagesRead struct {
	Conversation ConversationID
	By           Side
	Seq          int64
}

// Name implements Event.
func (*MessagesRead) Name() string { return "MessagesRead" }

func (e *MessagesRead) apply(l *live) {
	c := l.talkOf(e.Conversation)
	if c == nil {
		return
	}
	if e.By == FromVisitor {
		c.VisitorRead, c.VisitorGot = max(c.VisitorRead, e.Seq), max(c.VisitorGot, e.Seq)
	} else {
		c.OperatorRead, c.OperatorGot = max(c.OperatorRead, e.Seq), max(c.OperatorGot, e.Seq)
	}
}

// ReadByVisitor notes up to which number the visitor has seen everything. More than there is counts as all there is. NotFound.
func (d *Desk) ReadByVisitor(ctx context.Context, by VisitorID, id ConversationID, seq int64) error {
	c, err := d.visitors(ctx, by, id)
	if KindOf(err) == Ended { // what was said last is often read after the end
		c, err = d.StoredConversation(ctx, id)
	}
	if err != nil {
		return err
	}
	if seq = min(seq, c.LastSeq); seq <= c.VisitorRead {
		return nil
	}
	return d.happen(ctx, &MessagesRead{Conversation: id, By: FromVisitor, Seq: seq})
}

// Read notes up to which number the operator has seen everything. NotFound, Forbidden for a colleague's, Ended.
func (d *Desk) Read(ctx context.Context, by Actor, id ConversationID, seq int64) error {
	c, err := d.own(ctx, by, id)
	if err != nil {
		return err
	}
	if seq = min(seq, c.LastSeq); seq <= c.OperatorRead {
		return nil
	}
	return d.happen(ctx, &MessagesRead{Conversation: id, By: FromOperator, Seq: seq})
}
