package desk

// Typing says that one side began or stopped typing. Passing.
type Typing struct {
	Conversation ConversationID
	By           Side
	On           bool
}

// Name implements Event.
func (*Typing) Name() string { return "Typing" }

func (*Typing) apply(*live) {}

// TypeByVisitor tells the operator that the visitor types; TypeByOperator the other way. Unknown conversations are passed over.
func (d *Desk) TypeByVisitor(by VisitorID, id ConversationID, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Visitor == by {
		d.passLocked(&Typing{Conversation: id, By: FromVisitor, On: on})
	}
}

// TypeByOperator tells the visitor that the operator types.
func (d *Desk) TypeByOperator(by Actor, id ConversationID, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Operator == by.ID && !c.Hold {
		d.passLocked(&Typing{Conversation: id, By: FromOperator, On: on})
	}
}
