package desk

import (
	"context"
	"slices"
	"time"
)

// toldCalls are those that stored lines may tell of. A line does not name its call: the moment does, which the two were recorded with.
type toldCalls []Call

// callsOf returns the calls that stored lines of a conversation may tell of.
func (d *Desk) callsOf(ctx context.Context, lines []Message) (toldCalls, error) {
	at := slices.IndexFunc(lines, func(m Message) bool {
		return m.What == LineCallOffered || m.What == LineCallStarted || m.What == LineCallEnded
	})
	if at < 0 {
		return nil, nil
	}
	return d.store.Calls(ctx, lines[at].Conversation, linesAtMost)
}

// factOf returns the fact that a line tells of a call; nil when it tells of none.
func (calls toldCalls) factOf(line Message) Event {
	find := func(when func(k Call) time.Time) (k Call, ok bool) {
		at := slices.IndexFunc(calls, func(k Call) bool { return when(k).Equal(line.At) })
		if at < 0 {
			return Call{}, false
		}
		return calls[at], true
	}
	switch line.What {
	case LineCallOffered:
		if k, ok := find(func(k Call) time.Time { return k.Offered }); ok {
			k.State, k.Accepted, k.Connected, k.Ended, k.EndedBy = CallRings, time.Time{}, time.Time{}, time.Time{}, ""
			return &CallOffered{Line: line, Call: k}
		}
	case LineCallStarted:
		if k, ok := find(func(k Call) time.Time { return k.Accepted }); ok {
			return &CallAccepted{Line: line, Call: k.ID}
		}
	case LineCallEnded:
		if k, ok := find(func(k Call) time.Time { return k.Ended }); ok {
			return &CallEnded{Line: line, Call: k.ID, By: k.EndedBy, Connected: k.Connected}
		}
	}
	return nil
}

// relayLocked lets the call of a conversation be relayed when it is open: that may just have been learned. Without room, it can't be
// connected, and ends by itself.
func (d *Desk) relayLocked(c *conversation) {
	if d.relay != nil && c != nil && c.call != nil && c.call.State == CallIsOpen {
		d.relay.Begin(string(c.call.ID))
	}
}

// carriedLocked notes which of the operator's windows carries a call that may just have been learned: the store does not know it.
func (d *Desk) carriedLocked(id ConversationID, callID CallID, window string) {
	c := d.live.conversations[id]
	if c == nil || !c.call.open() || c.call.ID != callID || c.call.Window != "" || window == "" {
		return
	}
	d.passLocked(&CallReported{Conversation: id, Call: callID, By: FromOperator, Window: window, Report: c.call.Reports[FromOperator], At: time.Now()})
}
