package desk

import (
	"cmp"
	"slices"
)

// toldOf gathers what e concerns, as it stands now, and the visit whose badge changes.
func (l *live) toldOf(e Event) (Told, *visit) {
	t := Told{Event: e}
	var v *visit
	switch e := e.(type) {
	case *InvitationSent:
		v = l.tellInvitation(&t, e.Invitation.ID)
	case *InvitationMoved:
		v = l.tellInvitation(&t, e.Invitation)
	case *InvitationAccepted:
		l.tellInvitation(&t, e.Conversation.Invitation)
		t.Lines = e.Lines
		v = l.tellConversation(&t, e.Conversation.ID)
	case *RequestMade:
		v = l.tellRequest(&t, e.Request.ID)
	case *RequestOffered:
		v = l.tellRequest(&t, e.Request)
	case *RequestPassed:
		v = l.tellRequest(&t, e.Request)
	case *RequestEnded:
		v = l.tellRequest(&t, e.Request)
	case *RequestAccepted:
		l.tellRequest(&t, e.Request)
		t.Lines = e.Lines
		v = l.tellConversation(&t, e.Conversation.ID)
	case Numbered:
		l.tellRequestOf(&t, e)
		t.Lines = []Message{*e.NumberedLine()}
		v = l.tellConversation(&t, e.NumberedLine().Conversation)
	case *MessagesReceived:
		v = l.tellConversation(&t, e.Conversation)
	case *MessagesRead:
		v = l.tellConversation(&t, e.Conversation)
	case *ConversationRated:
		v = l.tellConversation(&t, e.Conversation)
	case *ConversationNoted:
		l.tellConversation(&t, e.Note.Conversation)
	case *ConversationTagged:
		l.tellConversation(&t, e.Conversation)
	case *ConversationUntagged:
		l.tellConversation(&t, e.Conversation)
	case *CallReported:
		v = l.tellConversation(&t, e.Conversation)
	case *CallSignalled:
		l.tellConversation(&t, e.Conversation)
	case *PhoneCame:
		v = l.tellTalk(&t, e.Visitor)
	case *PhoneWent:
		v = l.tellTalk(&t, e.Visitor)
	case *Typing:
		v = l.tellConversation(&t, e.Conversation)
	case *OperatorChanged:
		l.tellOperator(&t, e.Operator.ID)
	case *OperatorArrived:
		l.tellOperator(&t, e.Operator)
	case *OperatorLeft:
		l.tellOperator(&t, e.Operator)
	default:
		v = l.tellVisit(&t, e)
	}
	if v != nil {
		t.Site = l.siteName(v.Site)
	} else if t.Conversation != nil { // his call window is there without a page of the site
		t.Site = l.siteName(t.Conversation.Site)
	}
	return t, v
}

// tellVisit finds the visit that e concerns; a visitor who talks came or went: the conversation is told too.
func (l *live) tellVisit(t *Told, e Event) *visit {
	var v *visit
	turned := false
	switch e := e.(type) {
	case *VisitStarted:
		v = l.visits[e.Visit.ID]
	case *PageViewed:
		v = l.visits[e.View.Visit]
	case *PageTitled:
		v = l.visits[e.Visit]
	case *PageOpened:
		v = l.visits[e.Visit]
		turned = v != nil && v.Tabs == 1
	case *PageClosed:
		v = l.visits[e.Visit]
		turned = v != nil && v.Tabs == 0
	case *PageAttended:
		v = l.visits[e.Visit]
	case *VisitorSlept:
		v = l.visits[e.Visit]
	case *VisitorLeft:
		v = l.visits[e.Visit]
	case *VisitEnded:
		v = &visit{Visit: Visit{ID: e.Visit}}
	}
	if v != nil && turned {
		if c := l.talking[v.Visitor]; c != nil {
			now := l.talk(c)
			t.Conversation = &now
		}
	}
	return v
}

func (l *live) tellInvitation(t *Told, id InvitationID) *visit {
	i := l.invitations[id]
	if i == nil {
		return nil
	}
	t.Invitation = l.meet(i)
	return l.byVisitor[i.Visitor]
}

func (l *live) tellConversation(t *Told, id ConversationID) *visit {
	c := l.conversations[id]
	if c == nil {
		c = l.ended[id]
	}
	if c == nil {
		return nil
	}
	now := l.talk(c)
	t.Conversation = &now
	t.LeaveMessage = now.EndedBy == EndedByNobody
	return l.byVisitor[c.Visitor]
}

// tellTalk is tellConversation of the one a visitor has open.
func (l *live) tellTalk(t *Told, by VisitorID) *visit {
	if c := l.talking[by]; c != nil {
		return l.tellConversation(t, c.ID)
	}
	return nil
}

func (l *live) tellOperator(t *Told, id OperatorID) {
	if o := l.operators[id]; o != nil {
		now := o.Operator
		t.Operator = &now
	}
}

func (l *live) tellRequest(t *Told, id RequestID) *visit {
	r := cmp.Or(l.requests[id], l.over[id])
	if r == nil {
		return nil
	}
	now := l.standing(r)
	t.Request = &now
	return l.byVisitor[r.Visitor]
}

// tellRequestOf tells the request by which a conversation stands, or stood, in the queue.
func (l *live) tellRequestOf(t *Told, e Numbered) {
	switch e := e.(type) {
	case *ConversationReturned:
		l.tellRequest(t, e.Request.ID)
	case *ConversationTaken:
		l.tellRequest(t, e.Request)
	case *ConversationEnded:
		for _, id := range slices.Backward(l.overOrder) {
			if r := l.over[id]; r.Conversation == e.Line.Conversation && r.Ended.Equal(e.Line.At) {
				l.tellRequest(t, id)
				return
			}
		}
	}
}
