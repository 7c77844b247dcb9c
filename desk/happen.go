package desk

import (
	"context"
	"fmt"
	"time"
)

// happen makes e true: written down first, then true here, then told on. The caller's patience does not end a commit half-way.
func (d *Desk) happen(ctx context.Context, e Event) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	if err := d.store.Record(ctx, e); err != nil {
		if kind := KindOf(err); kind == Conflict || kind == Ended {
			d.learn(ctx, e)
		}
		return fmt.Errorf("record %s: %w", e.Name(), err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if again(e) {
		d.takeLocked(e) // it is as it was: nobody is called to it once more
		return nil
	}
	d.passLocked(e)
	return nil
}

// again reports whether a recorded fact was there already, sent again by its sender.
func again(e Event) bool {
	switch e := e.(type) {
	case *MessageSent:
		return e.Repeated
	case *OfflineMessageLeft:
		return e.Repeated
	}
	return false
}

// passLocked makes a fact true here and tells it on, in the order in which they become true.
func (d *Desk) passLocked(e Event) {
	d.takeLocked(e)
	d.bus.Publish(e)
	d.alertLocked(e)
}

// soonLocked makes a fact true here, and has it committed with the next batch; kept is called then. It reports whether there was
// room for it: facts that can't be kept do not happen.
func (d *Desk) soonLocked(e Event, kept func()) bool {
	if !d.soon.add(e, kept) {
		return false
	}
	d.passLocked(e)
	return true
}

// Hear takes a fact that another node published.
func (d *Desk) Hear(e Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closed {
		d.takeLocked(e)
	}
}

// takeLocked applies e in the order of its conversation and tells it to those who follow. A later number waits for those before it.
func (d *Desk) takeLocked(e Event) {
	n, ok := e.(Numbered)
	if !ok {
		if !d.live.knows(e) {
			d.applyLocked(e)
		}
		return
	}
	line := n.NumberedLine()
	c := d.live.conversations[line.Conversation]
	if c == nil {
		d.strangerLocked(line.Conversation)
		return
	}
	if line.Seq <= c.LastSeq {
		return
	}
	c.waiting[line.Seq] = e
	for next := c.waiting[c.LastSeq+1]; next != nil; next = c.waiting[c.LastSeq+1] {
		delete(c.waiting, c.LastSeq+1)
		d.applyLocked(next)
	}
	if len(c.waiting) > 0 && !c.catching {
		c.catching = true
		id := c.ID
		d.spawn(func() { d.catchUp(id) })
	}
}

func (d *Desk) applyLocked(e Event) {
	e.apply(&d.live)
	d.tellLocked(e)
	d.armLocked(e)
	d.alertOverLocked(e)
}

// armLocked sets the timers that e concerns.
func (d *Desk) armLocked(e Event) {
	d.armQueueLocked(e)
	d.wakeMailLocked(e)
	switch e := e.(type) {
	case *InvitationSent:
		d.armInvitationLocked(d.live.invitations[e.Invitation.ID])
	case *InvitationAccepted:
		d.rearmConversationLocked(d.live.conversations[e.Conversation.ID])
	case *PageOpened:
		d.armPageLocked(e.Visit)
		d.untypeAnewLocked(e)
	case *PageClosed:
		d.armPageLocked(e.Visit)
	case *PageAttended:
		d.armPageLocked(e.Visit)
	case *CallEnded:
		if d.relay != nil {
			d.relay.End(string(e.Call))
		}
		d.rearmConversationLocked(d.live.conversations[e.Line.Conversation])
	case *CallReported:
		d.rearmConversationLocked(d.live.conversations[e.Conversation])
	case *PhoneCame:
		d.rearmConversationLocked(d.live.talking[e.Visitor])
	case *PhoneWent:
		d.rearmConversationLocked(d.live.talking[e.Visitor])
	case *VisitorBlocked:
		d.shutOutLocked(e.Block.Visitor)
	case *VisitorLeft:
		d.visitorLeftLocked(d.live.visits[e.Visit])
	case *SettingsChanged:
		for _, v := range d.live.visits {
			d.armVisitLocked(v)
		}
		for _, c := range d.live.conversations {
			d.rearmConversationLocked(c)
		}
	case Numbered:
		c := d.live.conversations[e.NumberedLine().Conversation]
		d.rearmConversationLocked(c)
		if c != nil && e.NumberedLine().From == FromVisitor {
			d.armVisitorLocked(c.Visitor)
		}
	}
}

// armQueueLocked lets the queue move on after a fact that could matter to it.
func (d *Desk) armQueueLocked(e Event) {
	switch e := e.(type) {
	case *RequestMade:
		d.armRequestLocked(d.live.requests[e.Request.ID])
		d.routeLocked("")
	case *RequestPassed:
		d.armRequestLocked(d.live.requests[e.Request])
		d.routeLocked("")
	case *ConversationReturned:
		d.armRequestLocked(d.live.requests[e.Request.ID])
		d.routeLocked("")
	case *RequestAccepted, *RequestEnded, *ConversationTaken, *InvitationAccepted:
		d.routeLocked("")
		if e, is := e.(*RequestAccepted); is {
			d.rearmConversationLocked(d.live.conversations[e.Conversation.ID])
		}
	case *ConversationEnded:
		if c := d.live.ended[e.Line.Conversation]; c != nil {
			d.routeLocked(c.Operator)
		}
	case *OperatorArrived:
		d.availabilityLocked()
		d.routeLocked(e.Operator)
	case *OperatorLeft:
		d.availabilityLocked()
		d.unringLocked(e.Operator)
	case *OperatorChanged:
		d.availabilityLocked()
		d.unringLocked(e.Operator.ID)
		d.routeLocked(e.Operator.ID)
	case *SettingsChanged:
		d.availabilityLocked()
		d.routeLocked("")
		d.armRequestsLocked()
	}
}

// armVisitorLocked: a visitor who slept is awake.
func (d *Desk) armVisitorLocked(id VisitorID) {
	if v := d.live.byVisitor[id]; v != nil {
		d.armVisitLocked(v)
	}
}

func (d *Desk) armPageLocked(id VisitID) {
	if v := d.live.visits[id]; v != nil {
		d.armVisitLocked(v)
		d.rearmConversationLocked(d.live.talking[v.Visitor])
		d.armRequestLocked(d.live.waiting[v.Visitor])
	}
}

// catchUpAfter is how long a later number waits for an earlier one to arrive by itself.
const catchUpAfter = time.Second

// catchUp fetches, by number, the lines of a conversation that did not arrive.
func (d *Desk) catchUp(id ConversationID) {
	if !d.waited(catchUpAfter) {
		return
	}
	d.mu.Lock()
	c := d.live.conversations[id]
	if c != nil {
		c.catching = false
	}
	arrived := c == nil || len(c.waiting) == 0
	d.mu.Unlock()
	if arrived {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	if d.learnLines(ctx, id) != nil {
		d.later(func() { d.catchUp(id) })
	}
}

// factOf returns the fact that a stored line tells.
func factOf(line Message, c Conversation) Event {
	switch line.What {
	case LineHeld:
		return &ConversationHeld{Line: line}
	case LineResumed:
		return &ConversationResumed{Line: line}
	case LineTookOver:
		return &ConversationTaken{Line: line, By: c.Operator, ByName: c.OperatorName}
	case LineReturned:
		return &ConversationReturned{Line: line} // its request comes with the queue
	case LineAsked:
		return &SilenceNoticed{Line: line}
	case LineEnded:
		return &ConversationEnded{Line: line, By: c.EndedBy}
	}
	return &MessageSent{Line: line}
}
