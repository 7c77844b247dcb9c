package desk

import (
	"context"
	"fmt"
	"time"
)

// OfferCall offers the visitor a call, from one window of the operator's console; when the visitor has just offered one himself, it
// accepts that. NotFound, Forbidden, Ended, OnHold; Conflict when a call goes on or the visitor is away; Refused, in words, when voice
// is impossible.
func (d *Desk) OfferCall(ctx context.Context, by Actor, id ConversationID, callID CallID, window string) (Conversation, error) {
	if err := validCall(callID, window); err != nil {
		return Conversation{}, err
	}
	c, err := d.own(ctx, by, id)
	now, err := d.asItStands(id, err)
	if err != nil {
		return Conversation{}, err
	}
	switch {
	case now.Call != nil && now.Call.ID == callID: // sent again
		return now, nil
	case now.Call.rings(FromVisitor):
		return d.AcceptCall(ctx, by, id, now.Call.ID, window)
	case now.Call.goesOn():
		return now, Errorf(Conflict, "A call goes on in this chat already")
	case c.Hold:
		return now, Errorf(OnHold, "The chat is on hold. Resume it first")
	case now.VisitorAway && !now.Phone:
		return now, Errorf(Conflict, "%s is not on the site now", c.VisitorName)
	}
	if d.relay == nil {
		return now, Errorf(Refused, NoVoice)
	}
	return d.offerCall(ctx, now, Call{ID: callID, OfferedBy: FromOperator, Window: window})
}

// OfferCallByVisitor offers the operator a call; when he has just offered one himself, it accepts that. NotFound, Ended, OnHold;
// Conflict when a call goes on; TooMany; Refused, in words, when voice is impossible.
func (d *Desk) OfferCallByVisitor(ctx context.Context, by VisitorID, id ConversationID, callID CallID) (Conversation, error) {
	if err := validCall(callID, ""); err != nil {
		return Conversation{}, err
	}
	c, err := d.visitors(ctx, by, id)
	now, err := d.asItStands(id, err)
	if err != nil {
		return Conversation{}, err
	}
	switch {
	case now.Call != nil && now.Call.ID == callID:
		return now, nil
	case now.Call.rings(FromOperator):
		return d.AcceptCallByVisitor(ctx, by, id, now.Call.ID)
	case now.Call.goesOn():
		return now, Errorf(Conflict, "A call goes on in this chat already")
	case c.Hold:
		return now, Errorf(OnHold, "The chat is on hold. You can call when %s is back", c.OperatorName)
	case now.Voice != "":
		return now, Errorf(Refused, "%s", now.Voice)
	}
	if !d.mayOffer(id) {
		return now, Errorf(TooMany, "You have called several times just now. Try again in a minute, or write")
	}
	return d.offerCall(ctx, now, Call{ID: callID, OfferedBy: FromVisitor})
}

// mayOffer reports whether the visitor of a conversation may offer one more call now: each is a line that is kept.
func (d *Desk) mayOffer(id ConversationID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.live.conversations[id]
	return c != nil && c.offers.Allow()
}

func validCall(id CallID, window string) error {
	if !validClientID(string(id)) || window != "" && !validClientID(window) {
		return invalid("id", "A call needs an id of 16 to 32 letters and digits")
	}
	return nil
}

func (d *Desk) offerCall(ctx context.Context, c Conversation, k Call) (Conversation, error) {
	name := map[Side]string{FromVisitor: c.VisitorName, FromOperator: c.OperatorName}[k.OfferedBy]
	line := systemLine(c.ID, LineCallOffered, name+" would like to talk by voice")
	k.Conversation, k.Visitor, k.Operator, k.State, k.Offered = c.ID, c.Visitor, c.Operator, CallRings, line.At
	err := d.happen(ctx, &CallOffered{Line: line, Call: k})
	now, gone := d.carried(c.ID, k.ID, k.Window)
	switch {
	case KindOf(err) != Conflict:
		return d.asItStands(c.ID, err)
	case gone == nil && now.Call.goesOn() && now.Call.ID == k.ID: // sent twice, or the answer to the first was lost
		return now, nil
	case gone == nil && now.Call.rings(k.OfferedBy.other()): // both offered at once: both want it
		return d.acceptCall(ctx, c.ID, now.Call.ID, now.Call.OfferedBy, k.Window)
	}
	return now, err
}

// carried notes which window carries a call (see carriedLocked) and returns the conversation as it stands. NotFound.
func (d *Desk) carried(id ConversationID, callID CallID, window string) (Conversation, error) {
	d.mu.Lock()
	d.carriedLocked(id, callID, window)
	d.mu.Unlock()
	return d.Conversation(id)
}

// OwnConversation returns an open conversation of the operator's own as it stands, with its call. NotFound, Forbidden, Ended.
func (d *Desk) OwnConversation(ctx context.Context, by Actor, id ConversationID) (Conversation, error) {
	_, err := d.own(ctx, by, id)
	return d.asItStands(id, err)
}

// AcceptCall takes the call that the visitor offers, in one window of the operator's console. NotFound, Forbidden, Ended; Conflict when
// it does not ring any more; TooMany when the relay is full.
func (d *Desk) AcceptCall(ctx context.Context, by Actor, id ConversationID, callID CallID, window string) (Conversation, error) {
	if err := validCall(callID, window); err != nil {
		return Conversation{}, err
	}
	if _, err := d.own(ctx, by, id); err != nil {
		return Conversation{}, err
	}
	return d.acceptCall(ctx, id, callID, FromVisitor, window)
}

// AcceptCallByVisitor takes the call that the operator offers. NotFound, Ended, Conflict, TooMany as for AcceptCall.
func (d *Desk) AcceptCallByVisitor(ctx context.Context, by VisitorID, id ConversationID, callID CallID) (Conversation, error) {
	if _, err := d.visitors(ctx, by, id); err != nil {
		return Conversation{}, err
	}
	return d.acceptCall(ctx, id, callID, FromOperator, "")
}

func (d *Desk) acceptCall(ctx context.Context, id ConversationID, callID CallID, of Side, window string) (Conversation, error) {
	c, err := d.Conversation(id)
	if err != nil {
		return Conversation{}, err
	}
	switch {
	case c.Call == nil || c.Call.ID != callID || c.Call.OfferedBy != of:
		return c, notFound("call")
	case c.Call.State == CallIsOpen: // pressed twice
		return c, nil
	case c.Call.State == CallIsEnded:
		return c, Errorf(Conflict, "This call is over")
	}
	if d.relay == nil { // it rang when the process before this one ended, and this one has no voice
		return c, Errorf(Refused, NoVoice)
	}
	if !d.relay.Begin(string(callID)) {
		return c, Errorf(TooMany, "All voice lines are taken at the moment. Write meanwhile, and try again soon")
	}
	err = d.happen(ctx, &CallAccepted{Line: systemLine(id, LineCallStarted, "The call began"), Call: callID, Window: window})
	if d.relayed(id, callID) && KindOf(err) == Conflict { // accepted twice at once
		err = nil
	}
	if err != nil {
		return Conversation{}, err
	}
	return d.carried(id, callID, window)
}

// relayed lets a call be relayed if it is open, and not if it isn't: who accepted it at the same time, or ended it, may have undone the
// other's. It reports which.
func (d *Desk) relayed(id ConversationID, callID CallID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.live.conversations[id]
	if c == nil || c.call == nil || c.call.ID != callID || c.call.State != CallIsOpen {
		d.relay.End(string(callID))
		return false
	}
	d.relayLocked(c)
	return true
}

// EndCall ends a call by its operator: hung up, declined or taken back. NotFound, Forbidden, Ended.
func (d *Desk) EndCall(ctx context.Context, by Actor, id ConversationID, callID CallID, microphone bool) (Conversation, error) {
	if _, err := d.own(ctx, by, id); err != nil {
		return Conversation{}, err
	}
	return d.hangUp(ctx, id, callID, FromOperator, microphone)
}

// EndCallByVisitor ends a call by its visitor: hung up, declined or taken back; microphone says that none could be used. NotFound.
func (d *Desk) EndCallByVisitor(ctx context.Context, by VisitorID, id ConversationID, callID CallID, microphone bool) (Conversation, error) {
	if _, err := d.visitors(ctx, by, id); err != nil {
		return Conversation{}, err
	}
	return d.hangUp(ctx, id, callID, FromVisitor, microphone)
}

func (d *Desk) hangUp(ctx context.Context, id ConversationID, callID CallID, by Side, microphone bool) (Conversation, error) {
	c, err := d.Conversation(id)
	if err == nil && (c.Call == nil || c.Call.ID != callID) {
		return c, notFound("call")
	}
	goesOn := func() bool { return c.Call.goesOn() && c.Call.ID == callID }
	for tries := 2; err == nil && goesOn() && tries > 0; tries-- {
		err = d.endCall(ctx, c, endingOf(c.Call, by, microphone), by)
		if KindOf(err) != Conflict {
			return d.asItStands(id, err)
		}
		// In this moment it was accepted, and is now hung up; or the other has hung up too.
		if c, err = d.Conversation(id); err == nil && goesOn() && tries == 1 {
			err = Errorf(Conflict, "The call stands otherwise now. Try again")
		}
	}
	return c, err
}

// endingOf is how a call ends that one side does not want any more.
func endingOf(k *Call, by Side, microphone bool) CallEnding {
	switch {
	case microphone:
		return CallNoMicrophone
	case k.State == CallRings && k.OfferedBy == by:
		return CallWithdrawn
	case k.State == CallRings:
		return CallDeclined
	case by == FromVisitor:
		return CallEndedByVisitor
	}
	return CallEndedByOperator
}

// endCall ends the call of a conversation, if one goes on; by is who did it, where that matters for the words.
func (d *Desk) endCall(ctx context.Context, c Conversation, how CallEnding, by Side) error {
	k := c.Call
	if !k.goesOn() {
		return nil
	}
	names := map[Side]string{FromVisitor: c.VisitorName, FromOperator: c.OperatorName}
	name := names[by]
	text := map[CallEnding]string{
		CallEndedByVisitor: name + " hung up", CallEndedByOperator: name + " hung up", CallDeclined: name + " declined the call",
		CallWithdrawn: name + " took the call back", CallUnanswered: "The call was not answered", CallNoMicrophone: name + " has no microphone to use",
		CallLost: "The call was lost", CallNotConnected: "The call could not be connected", CallOver: "The call is over",
	}[how]
	if length := k.Duration(time.Now()); length > 0 {
		text += fmt.Sprintf(" · %d:%02d", int(length.Minutes()), int(length.Seconds())%60)
	}
	e := &CallEnded{Line: systemLine(c.ID, LineCallEnded, text), Call: k.ID, By: how, Connected: k.Connected}
	if how == CallDeclined || how == CallWithdrawn || how == CallUnanswered {
		e.Was = CallRings // it may be accepted in this moment, and then it is no such end
	}
	return d.happen(ctx, e)
}

func (k *Call) goesOn() bool { return k != nil && k.State != CallIsEnded }

// rings reports whether a call that this side has offered waits for the other.
func (k *Call) rings(of Side) bool { return k != nil && k.State == CallRings && k.OfferedBy == of }

// ReportCall takes how a call is for the operator, in one of his windows; ReportCallByVisitor for the visitor. What is of no open call is
// passed over, and what a window says that does not carry it: a call moves from one to another by TakeCall alone.
func (d *Desk) ReportCall(by Actor, id ConversationID, callID CallID, window string, r CallReport) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Operator == by.ID && (window == "" || validClientID(window) && c.call.carriedBy(window)) {
		d.reportLocked(c, callID, FromOperator, window, r)
	}
}

// TakeCall is ReportCall by the window that carries the call from now on.
func (d *Desk) TakeCall(by Actor, id ConversationID, callID CallID, window string, r CallReport) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Operator == by.ID && validClientID(window) {
		d.reportLocked(c, callID, FromOperator, window, r)
	}
}

// carriedBy reports whether a window of the operator's carries the call, or may: none does.
func (c *call) carriedBy(window string) bool {
	return c.open() && (c.Window == "" || c.Window == window)
}

// ReportCallByVisitor takes how a call is for the visitor.
func (d *Desk) ReportCallByVisitor(by VisitorID, id ConversationID, callID CallID, r CallReport) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Visitor == by {
		d.reportLocked(c, callID, FromVisitor, "", r)
	}
}

func (d *Desk) reportLocked(c *conversation, callID CallID, by Side, window string, r CallReport) {
	k := c.call
	if !k.open() || k.ID != callID {
		return
	}
	if r.Quality < 0 || r.Quality > 4 {
		r.Quality = 0
	}
	if r.Trouble != "microphone" {
		r.Trouble = ""
	}
	if k.Reports[by] == r && (window == "" || window == k.Window) {
		return
	}
	d.passLocked(&CallReported{Conversation: c.ID, Call: callID, By: by, Window: window, Report: r, At: time.Now()})
}
