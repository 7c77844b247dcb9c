package desk

import (
	"context"
	"time"
)

// What a conversation does by itself: it ends when the visitor has been gone too long, asks and then ends when both are silent
// (CHT-5), and goes to a colleague when the inviter doesn't come (S-44).

// dueNow is what is next to happen to a conversation by itself.
type dueNow int

const (
	nothingDue dueNow = iota
	visitorGoneDue
	silenceDue
	operatorAwayDue
	callDue
)

// closedLease is the lease of an operator who has closed his console: it may only be loading anew, on a slow line.
const closedLease = 10 * time.Second

func (l *live) conversationDue(c *conversation) (dueNow, time.Time) {
	what, at := nothingDue, time.Time{}
	sooner := func(w dueNow, t time.Time) {
		if at.IsZero() || t.Before(at) {
			what, at = w, t
		}
	}
	if due := c.call.due(); !due.IsZero() {
		sooner(callDue, due)
	}
	v := l.byVisitor[c.Visitor]
	if gone := l.goneSince(v, c); !gone.IsZero() {
		sooner(visitorGoneDue, gone.Add(l.settings.VisitorGone))
	}
	if c.Operator == "" {
		return what, at // stands in the queue
	}
	switch {
	case c.call.open(): // they talk, as far as anybody here can know
	case c.Asked:
		sooner(silenceDue, c.LastSpoke.Add(2*l.settings.BothSilent))
	default:
		sooner(silenceDue, c.LastSpoke.Add(l.settings.BothSilent))
	}
	if o := l.operators[c.Operator]; o == nil || !o.Online {
		since := c.Started
		if o != nil && !o.lastSeen.IsZero() {
			since = o.lastSeen
		}
		lease := l.settings.OperatorAway
		if o != nil && o.closed {
			lease = min(lease, closedLease)
		}
		sooner(operatorAwayDue, since.Add(lease))
		if c.call.open() && c.call.State == CallIsOpen { // his microphone is not on for nobody, whatever his lease
			sooner(callDue, since.Add(callLost))
		}
	}
	return what, at
}

// goneSince returns since when no page of the visitor is connected; zero: one is.
func (l *live) goneSince(v *visit, c *conversation) time.Time {
	switch {
	case l.phones[c.Visitor]:
		return time.Time{}
	case v == nil && !c.gone.IsZero():
		return c.gone
	case v == nil && l.began.After(c.LastSpoke):
		return l.began // a restart: the visitor gets the time to come back
	case v == nil:
		return c.LastSpoke
	case len(v.pages) == 0:
		return v.LastSeen
	}
	return time.Time{}
}

func (d *Desk) rearmConversationLocked(c *conversation) {
	if c == nil || d.closed || c.busy {
		return
	}
	what, at := d.live.conversationDue(c)
	if what == nothingDue {
		if c.timer != nil {
			c.timer.Stop()
		}
		return
	}
	if c.retry.After(at) {
		at = c.retry
	}
	if c.timer == nil {
		id := c.ID
		c.timer = d.after(time.Until(at), func() { d.conversationDue(id) })
		return
	}
	c.timer.Reset(time.Until(at))
}

func (d *Desk) rearmConversationsLocked(of OperatorID) {
	for _, c := range d.live.conversations {
		if c.Operator == of {
			d.rearmConversationLocked(c)
		}
	}
}

func (d *Desk) conversationDue(id ConversationID) {
	d.mu.Lock()
	c := d.live.conversations[id]
	if c == nil || d.closed || c.busy {
		d.mu.Unlock()
		return
	}
	what, at := d.live.conversationDue(c)
	if now := time.Now(); what == nothingDue || now.Before(at) || now.Before(c.retry) {
		d.rearmConversationLocked(c)
		d.mu.Unlock()
		return
	}
	now := d.live.talk(c)
	colleague, why := d.live.colleague(c.Operator), " has lost the connection"
	if o := d.live.operators[c.Operator]; o != nil && o.closed {
		why = " has gone"
	}
	c.busy = true
	d.mu.Unlock()

	err := d.doWhatIsDue(what, now, colleague, now.OperatorName+why)
	d.mu.Lock()
	defer d.mu.Unlock()
	c.busy, c.retry = false, time.Time{}
	if err != nil {
		c.retry = time.Now().Add(retryAfter)
	}
	d.rearmConversationLocked(d.live.conversations[id])
}

// doWhatIsDue does to a conversation what happens by itself; colleague says whether another operator could take it, away how its own went.
func (d *Desk) doWhatIsDue(what dueNow, c Conversation, colleague bool, away string) error {
	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	switch {
	case what == callDue:
		return d.callIsDue(ctx, c)
	case what == visitorGoneDue:
		return d.end(ctx, c, EndedByLeaving)
	case what == silenceDue && c.Asked:
		return d.end(ctx, c, EndedBySilence)
	case what == silenceDue:
		return d.happen(ctx, &SilenceNoticed{Line: systemLine(c.ID, LineAsked, "Are you still there? The chat ends by itself when nobody writes any more")})
	case c.Spoken || colleague:
		return d.giveBack(ctx, c, away)
	}
	return d.end(ctx, c, EndedByNobody) // S-44: nobody has said a word yet, and nobody else is there
}

// colleague reports whether an operator other than this one could take a conversation.
func (l *live) colleague(not OperatorID) bool {
	for _, o := range l.operators {
		if o.ID != not && o.available() {
			return true
		}
	}
	return false
}
