package desk

import (
	"context"
	"time"
)

// The picture can miss what the store has: the answer to a commit was lost, or a fact on its way from another desk. Where the two
// meet, at a Conflict or at a line of an unknown conversation, the desk learns what is stored.

// learn brings the picture up to what made the store refuse e.
func (d *Desk) learn(ctx context.Context, e Event) {
	switch e := e.(type) {
	case *InvitationSent:
		d.learnVisitor(ctx, e.Invitation.Visitor)
	case *InvitationMoved:
		d.learnInvitation(ctx, e.Invitation)
	case *InvitationAccepted:
		d.learnVisitor(ctx, e.Conversation.Visitor)
	case *RequestMade:
		d.learnVisitor(ctx, e.Request.Visitor)
	case *RequestAccepted:
		d.learnRequest(ctx, e.Request)
	case *RequestPassed:
		d.learnRequest(ctx, e.Request)
	case *RequestEnded:
		d.learnRequest(ctx, e.Request)
	case *RequestMailed:
		d.learnRequest(ctx, e.Request)
	case Numbered:
		_ = d.learnLines(ctx, e.NumberedLine().Conversation) // a later refusal asks again
	}
}

// knows reports whether what becomes of an invitation is in the picture already: it was learned, and is told once.
func (l *live) knows(e Event) bool {
	switch e := e.(type) {
	case *InvitationSent:
		return l.invitations[e.Invitation.ID] != nil
	case *InvitationMoved:
		i := l.invitations[e.Invitation]
		return i != nil && (!i.State.Open() || i.State == e.To || e.To == InvitationIsDelivered && !i.Delivered.IsZero())
	case *RequestMade:
		return l.requests[e.Request.ID] != nil || l.over[e.Request.ID] != nil
	case *RequestEnded:
		return l.requests[e.Request] == nil
	case *RequestAccepted:
		return l.conversations[e.Conversation.ID] != nil || l.ended[e.Conversation.ID] != nil
	case *InvitationAccepted:
		return l.conversations[e.Conversation.ID] != nil || l.ended[e.Conversation.ID] != nil
	}
	return false
}

// learnVisitor learns which invitation and which conversation are open with a visitor, and what became of those that aren't.
func (d *Desk) learnVisitor(ctx context.Context, id VisitorID) {
	open, err := d.store.Open(ctx, id)
	if err != nil {
		return
	}
	i, c := open.Invitation, open.Conversation
	d.mu.Lock()
	unanswered, talking, waiting := d.live.unanswered[id], d.live.talking[id], d.live.waiting[id]
	_, known := d.live.invitations[i.ID]
	d.mu.Unlock()
	if unanswered != nil && unanswered.ID != i.ID {
		d.learnInvitation(ctx, unanswered.ID)
	}
	if talking != nil && talking.ID != c.ID {
		_ = d.learnLines(ctx, talking.ID) // as above
	}
	if waiting != nil && waiting.ID != open.Request.ID {
		d.learnRequest(ctx, waiting.ID)
	}
	if r := open.Request; r.ID != "" && (waiting == nil || waiting.ID != r.ID) {
		d.mu.Lock()
		d.passLocked(&RequestMade{Request: r})
		d.mu.Unlock()
	}
	if i.ID != "" && !known {
		d.mu.Lock()
		d.passLocked(&InvitationSent{Invitation: i})
		d.mu.Unlock()
	}
	if c.ID != "" && (talking == nil || talking.ID != c.ID) {
		d.learnConversation(ctx, c.ID, "")
	}
}

// learnInvitation learns where an invitation of the picture stands, and the conversation that it led to.
func (d *Desk) learnInvitation(ctx context.Context, id InvitationID) {
	stored, err := d.store.Invitation(ctx, id)
	if err != nil {
		return
	}
	if stored.State == InvitationIsAccepted {
		d.learnConversation(ctx, stored.Conversation, "")
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, step := range []struct {
		to InvitationState
		at time.Time
	}{{InvitationIsDelivered, stored.Delivered}, {InvitationIsShown, stored.Shown}, {stored.State, stored.Ended}} {
		if i := d.live.invitations[id]; i != nil && i.State.Open() && i.State != step.to && !step.at.IsZero() {
			d.passLocked(&InvitationMoved{Invitation: id, To: step.to, Why: stored.Why, At: step.at})
		}
	}
}

// learnRequest learns what became of a request of the picture.
func (d *Desk) learnRequest(ctx context.Context, id RequestID) {
	stored, err := d.store.Request(ctx, id)
	if err != nil || stored.State == RequestIsWaiting {
		return
	}
	if stored.State == RequestIsAccepted && !stored.Returned {
		d.learnConversation(ctx, stored.Conversation, id)
		return
	}
	if stored.Returned {
		_ = d.learnLines(ctx, stored.Conversation) // as above
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.takeLocked(&RequestEnded{Request: id, State: stored.State, At: stored.Ended})
}

// learnConversation takes a stored conversation into the picture, as it stands, unless it is known; request is what led to it, if that
// waits in the picture.
func (d *Desk) learnConversation(ctx context.Context, id ConversationID, request RequestID) {
	d.mu.Lock()
	known := d.live.conversations[id] != nil || d.live.ended[id] != nil
	d.mu.Unlock()
	if known {
		return
	}
	c, err := d.store.Conversation(ctx, id)
	if err != nil {
		return
	}
	who, _, err := d.store.Return(ctx, c.Visitor)
	if err != nil && KindOf(err) != NotFound { // his first batch may not be committed yet
		return
	}
	began := c
	if c.State == ConversationIsEnded { // it is told that it began, and then its last line
		began.State, began.Ended, began.EndedBy, began.LastSeq = ConversationIsOpen, time.Time{}, "", c.LastSeq-1
	}
	lines, err := d.store.Messages(ctx, id, 0, int(min(began.LastSeq, linesAtMost)))
	if err != nil {
		return
	}
	d.mu.Lock()
	if began.Invitation != "" {
		d.passLocked(&InvitationAccepted{Conversation: began, Named: who.Name, Lines: lines})
	} else {
		d.passLocked(&RequestAccepted{Request: request, Conversation: began, Lines: lines})
	}
	d.mu.Unlock()
	_ = d.learnLines(ctx, id) // what was said while this was read; it is caught up with the next line otherwise
}

// linesAtMost is how many lines are read at a time; a page or console asks for others by number.
const linesAtMost = 1000

// learnLines takes the stored lines that a conversation of the picture lacks.
func (d *Desk) learnLines(ctx context.Context, id ConversationID) error {
	d.mu.Lock()
	c := d.live.conversations[id]
	if c == nil {
		d.mu.Unlock()
		return nil
	}
	after := c.LastSeq
	d.mu.Unlock()
	lines, err := d.store.Messages(ctx, id, after, linesAtMost)
	if err != nil {
		return err
	}
	stored, err := d.store.Conversation(ctx, id)
	if err != nil {
		return err
	}
	calls, err := d.callsOf(ctx, lines)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, line := range lines {
		e := calls.factOf(line)
		if e == nil {
			e = factOf(line, stored)
		}
		d.takeLocked(e)
	}
	d.relayLocked(d.live.conversations[id])
	return nil
}

// strangerLocked: somebody speaks in a conversation that is not in the picture. Its beginning may still be on its way.
func (d *Desk) strangerLocked(id ConversationID) {
	if d.live.ended[id] != nil || d.strangers[id] || len(d.strangers) >= maxEnded {
		return
	}
	d.strangers[id] = true
	d.spawn(func() {
		if !d.waited(catchUpAfter) {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
		defer cancel()
		if c, err := d.store.Conversation(ctx, id); err == nil && c.State == ConversationIsOpen {
			d.learnConversation(ctx, id, "")
		}
		d.mu.Lock()
		delete(d.strangers, id)
		d.mu.Unlock()
	})
}
