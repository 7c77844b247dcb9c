package desk

import (
	"context"
	"time"
)

// due is when something happens to the call by itself; zero: nothing does.
func (c *call) due() time.Time {
	if !c.open() {
		return time.Time{}
	}
	if c.State == CallRings {
		return c.Offered.Add(callRings)
	}
	due := time.Time{}
	if c.Connected.IsZero() {
		due = c.Accepted.Add(callConnects)
	}
	for _, since := range []time.Time{c.apart, c.phoneGone} {
		if at := since.Add(callLost); !since.IsZero() && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	return due
}

// callIsDue ends a call that came to nothing.
func (d *Desk) callIsDue(ctx context.Context, c Conversation) error {
	switch k := c.Call; {
	case !k.goesOn():
		return nil
	case k.State == CallRings: // or was accepted in this moment
		return d.endCall(ctx, c, CallUnanswered, FromSystem)
	case k.Connected.IsZero():
		return d.endCall(ctx, c, CallNotConnected, FromSystem)
	}
	return d.endCall(ctx, c, CallLost, FromSystem)
}

// callOver ends the call of a conversation that ends or loses its operator; the microphones are off before anything else is said.
func (d *Desk) callOver(ctx context.Context, id ConversationID) error {
	c, err := d.Conversation(id)
	if err != nil || !c.Call.goesOn() {
		return nil
	}
	if err := d.endCall(ctx, c, CallOver, FromSystem); KindOf(err) != Conflict && KindOf(err) != Ended {
		return err
	}
	return nil
}

// losePastCalls ends the calls that a process before this one relayed: their sound went with it (reliability, F-34).
func (d *Desk) losePastCalls(calls []Call) {
	for _, k := range calls {
		if c := d.live.conversations[k.Conversation]; c != nil {
			c.call = newCall(k)
			id := k.Conversation
			d.spawn(func() { d.losePastCall(id) })
		}
	}
}

func (d *Desk) losePastCall(id ConversationID) {
	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	c, err := d.Conversation(id)
	if err != nil {
		return
	}
	if err := d.endCall(ctx, c, CallLost, FromSystem); KindOf(err) == Unavailable {
		d.later(func() { d.losePastCall(id) })
	}
}
