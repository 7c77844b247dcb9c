package desk

import (
	"cmp"
	"context"
	"time"
)

// InvitationState says where an invitation stands (S-35).
type InvitationState string

// Invitation states, in the order in which they can follow each other; the last five end it.
const (
	InvitationIsSent          InvitationState = "sent"
	InvitationIsDelivered     InvitationState = "delivered"
	InvitationIsShown         InvitationState = "shown"
	InvitationIsAccepted      InvitationState = "accepted"
	InvitationIsDeclined      InvitationState = "declined"
	InvitationIsExpired       InvitationState = "expired"
	InvitationIsWithdrawn     InvitationState = "withdrawn"
	InvitationIsUndeliverable InvitationState = "undeliverable"
)

// Open reports whether the invitation is unanswered.
func (s InvitationState) Open() bool {
	return s == InvitationIsSent || s == InvitationIsDelivered || s == InvitationIsShown
}

// Talk says by which means people talk.
type Talk string

// Text or voice, exactly these two (S-27).
const (
	Text  Talk = "text"
	Voice Talk = "voice"
)

// Invitation is an operator's offer to talk to somebody who has not asked.
type Invitation struct {
	ID           InvitationID
	Visitor      VisitorID
	Visit        VisitID
	Site         SiteID
	Operator     OperatorID
	OperatorName string // as the visitor reads it
	Text         string // variables filled
	Kind         Talk
	State        InvitationState
	Why          string // in words, when undeliverable
	Sent         time.Time
	Delivered    time.Time
	Shown        time.Time
	Ended        time.Time
	Expires      time.Time
	Conversation ConversationID // it led to
	NoVoice      string         // why the visitor can't choose a voice chat, in words; computed
}

// InvitationSent says that an operator invited a visitor. Recorded now; Conflict when the visitor has an unanswered invitation or an
// open conversation.
type InvitationSent struct {
	Invitation Invitation
	Canned     CannedID // its text was made from; counted as used
}

// Name implements Event.
func (*InvitationSent) Name() string { return "InvitationSent" }

func (e *InvitationSent) apply(l *live) {
	if l.invitations[e.Invitation.ID] != nil {
		return
	}
	i := &invitation{Invitation: e.Invitation}
	l.invitations[i.ID] = i
	if v := l.visits[i.Visit]; v != nil {
		v.invited = append(v.invited, i.ID)
	}
	if i.State.Open() {
		l.unanswered[i.Visitor] = i
	}
}

// InvitationMoved says that an invitation came to another state, other than accepted. Recorded now; Conflict when it had ended or
// stood there already.
type InvitationMoved struct {
	Invitation InvitationID
	To         InvitationState
	Why        string
	At         time.Time
}

// Name implements Event.
func (e *InvitationMoved) Name() string { return "InvitationMoved" }

func (e *InvitationMoved) apply(l *live) {
	i := l.invitations[e.Invitation]
	if i == nil || !i.State.Open() {
		return
	}
	switch e.To {
	case InvitationIsDelivered:
		if i.Delivered.IsZero() {
			i.Delivered = e.At
		}
		if i.State == InvitationIsSent {
			i.State = e.To
		}
	case InvitationIsShown:
		if i.Delivered.IsZero() {
			i.Delivered = e.At
		}
		i.Shown, i.State = e.At, e.To
	default:
		i.State, i.Why, i.Ended = e.To, e.Why, e.At
		l.answered(i)
	}
	if v := l.byVisitor[i.Visitor]; v != nil && v.ID == i.Visit && e.To == InvitationIsDeclined {
		v.Refused = true
	}
}

// invitation is the live state of an invitation.
type invitation struct {
	Invitation
	timer  *time.Timer // expiry
	ending bool        // by itself: it is being recorded
}

// answered takes i from those that are open; it stays known while the visit does, for the operators' eyes, and for a while after it.
func (l *live) answered(i *invitation) {
	if i.timer != nil {
		i.timer.Stop()
	}
	if l.unanswered[i.Visitor] == i {
		delete(l.unanswered, i.Visitor)
	}
	if l.visits[i.Visit] == nil {
		l.outlived = append(l.outlived, i.ID)
	}
	for len(l.outlived) > maxEnded {
		delete(l.invitations, l.outlived[0])
		l.outlived = l.outlived[1:]
	}
}

// NewInvitation is what an operator sends.
type NewInvitation struct {
	ID      InvitationID // made by the console; sending it again sends nothing new
	Visitor VisitorID
	Text    string // with variables
	Kind    Talk
	Canned  CannedID // the text was made from; may be empty
}

// Invite sends an invitation, delivered to all open tabs of the visitor on that site and to nobody else (S-18).
// Invalid, TooLarge, NotFound when the visitor has no visit; Conflict says who talks, waits or has invited (S-36, S-37).
func (d *Desk) Invite(ctx context.Context, by Actor, n NewInvitation) (Invitation, error) {
	if err := by.may(Communicate); err != nil {
		return Invitation{}, err
	}
	if !validClientID(string(n.ID)) {
		return Invitation{}, invalid("id", "An invitation needs an id of 16 to 32 letters and digits")
	}
	if n.Kind == Voice && d.relay == nil {
		return Invitation{}, Errorf(Refused, NoVoice)
	}
	if n.Kind != Text && n.Kind != Voice {
		return Invitation{}, invalid("kind", "A talk is text or voice")
	}
	if i, err := d.Invitation(n.ID); err == nil && i.Operator == by.ID && i.Visitor == n.Visitor {
		return i, nil // sent again: nothing new happens
	}
	i, err := d.compose(by, n)
	if KindOf(err) == Conflict { // the picture may have missed that the visitor is free again
		d.learnVisitor(ctx, n.Visitor)
		i, err = d.compose(by, n)
	}
	if err != nil {
		return Invitation{}, err
	}
	e := &InvitationSent{Invitation: i, Canned: n.Canned}
	if err := d.happen(ctx, e); err != nil {
		return Invitation{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if v := d.live.byVisitor[n.Visitor]; v == nil || v.Presence == Left { // while it was being written
		d.undeliverableLocked(n.Visitor)
	}
	return e.Invitation, nil
}

// NoVoice is why no voice chat is possible at all, in words (S-42).
const NoVoice = "Voice chat is not available here"

// chat is what people call a talk of this kind.
func (t Talk) chat() string { return string(t) + " chat" }

// compose fills an invitation, under the rules that the picture can answer; the store answers them for good.
func (d *Desk) compose(by Actor, n NewInvitation) (Invitation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := d.live.byVisitor[n.Visitor]
	if v == nil {
		return Invitation{}, Errorf(NotFound, "This visitor is not on the site")
	}
	if v.Presence == Left {
		return Invitation{}, Errorf(NotFound, "This visitor has left the site")
	}
	if err := d.live.busy(n.Visitor); err != nil {
		return Invitation{}, err
	}
	o := d.live.operators[by.ID]
	if o == nil {
		return Invitation{}, notFound("operator")
	}
	text, err := messageText(n.Text)
	if err != nil {
		return Invitation{}, err
	}
	if text, err = messageText(fill(text, d.live.variables(o, v))); err != nil {
		return Invitation{}, err
	}
	now := time.Now()
	return Invitation{
		ID: n.ID, Visitor: n.Visitor, Visit: v.ID, Site: v.Site, Operator: by.ID, OperatorName: o.PublicName(), Text: text, Kind: n.Kind,
		State: InvitationIsSent, Sent: now, Expires: now.Add(d.live.settings.InvitationExpiry),
	}, nil
}

// busy says why a visitor can't be invited, and because of whom.
func (l *live) busy(v VisitorID) error {
	if c := l.talking[v]; c != nil {
		return &Error{Kind: Conflict, Text: "This visitor is in a chat with " + l.nameOf(c.Operator), Who: l.nameOf(c.Operator)}
	}
	if l.waiting[v] != nil {
		return Errorf(Conflict, "This visitor is waiting in the queue: accept the request instead")
	}
	if i := l.unanswered[v]; i != nil {
		return &Error{Kind: Conflict, Text: "This visitor has an unanswered invitation from " + i.OperatorName, Who: i.OperatorName}
	}
	return nil
}

func (l *live) nameOf(id OperatorID) string {
	if o := l.operators[id]; o != nil {
		return o.PublicName()
	}
	return "another operator"
}

// Withdraw takes an unanswered invitation back (S-37): one's own, or anybody's for an administrator. NotFound, Forbidden; Conflict when
// it was answered a moment before.
func (d *Desk) Withdraw(ctx context.Context, by Actor, id InvitationID) (Invitation, error) {
	if err := by.may(Communicate); err != nil {
		return Invitation{}, err
	}
	i, err := d.Invitation(id)
	if err != nil {
		return Invitation{}, err
	}
	if i.Operator != by.ID && !by.Administrator {
		return Invitation{}, &Error{Kind: Forbidden, Text: "This invitation is " + i.OperatorName + "'s", Who: i.OperatorName}
	}
	return d.moveInvitation(ctx, id, InvitationIsWithdrawn, "")
}

// moveInvitation brings an invitation to another state and returns it as it then stands.
func (d *Desk) moveInvitation(ctx context.Context, id InvitationID, to InvitationState, why string) (Invitation, error) {
	d.mu.Lock()
	i := d.live.invitations[id]
	if i == nil {
		d.mu.Unlock()
		return Invitation{}, notFound("invitation")
	}
	now := i.Invitation
	d.mu.Unlock()
	if !now.State.Open() {
		return now, &Error{Kind: Conflict, Text: "This invitation has been " + string(now.State)}
	}
	if now.State == to || to == InvitationIsDelivered && now.State == InvitationIsShown {
		return now, nil
	}
	err := d.happen(ctx, &InvitationMoved{Invitation: id, To: to, Why: why, At: time.Now()})
	stands, gone := d.Invitation(id)
	if KindOf(err) == Conflict && gone == nil && stands.State == to { // it came there already: the answer to that was lost
		return stands, nil
	}
	return stands, cmp.Or(err, gone)
}

// Invitation returns an invitation of a visit on the monitor. NotFound.
func (d *Desk) Invitation(id InvitationID) (Invitation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := d.live.invitations[id]; i != nil {
		return i.Invitation, nil
	}
	return Invitation{}, notFound("invitation")
}

// armInvitationLocked sets the expiry of an open invitation.
func (d *Desk) armInvitationLocked(i *invitation) {
	if i.timer != nil || !i.State.Open() {
		return
	}
	id := i.ID
	i.timer = d.after(time.Until(i.Expires), func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.endInvitationLocked(d.live.invitations[id], InvitationIsExpired, "")
	})
}

// endInvitationLocked ends an invitation by itself, unless that is under way. That somebody answered first is no error; that the store
// can't be written is tried again.
func (d *Desk) endInvitationLocked(i *invitation, to InvitationState, why string) {
	if i == nil || i.ending {
		return
	}
	i.ending = true
	id := i.ID
	d.spawn(func() {
		for {
			ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
			_, err := d.moveInvitation(ctx, id, to, why)
			cancel()
			if KindOf(err) != Unavailable || !d.waited(retryAfter) {
				break
			}
		}
		d.mu.Lock()
		i.ending = false
		d.mu.Unlock()
	})
}

// visitorLeftLocked ends what can't arrive any more; an invitation that was delivered waits for the return until it expires.
func (d *Desk) visitorLeftLocked(v *visit) {
	if v == nil {
		return
	}
	d.undeliverableLocked(v.Visitor)
	d.rearmConversationLocked(d.live.talking[v.Visitor])
}

func (d *Desk) undeliverableLocked(to VisitorID) {
	if i := d.live.unanswered[to]; i != nil && i.State == InvitationIsSent {
		d.endInvitationLocked(i, InvitationIsUndeliverable, "The visitor left the site before it arrived")
	}
}

func (d *Desk) visitEndedLocked(v *visit) {
	if i := d.live.unanswered[v.Visitor]; i != nil {
		d.endInvitationLocked(i, InvitationIsExpired, "The visit ended")
	}
}
