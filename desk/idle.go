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
)

func (l *live) conversationDue(c *conversation) (dueNow, time.Time) {
	what, at := nothingDue, time.Time{}
	sooner := func(w dueNow, t time.Time) {
		if at.IsZero() || t.Before(at) {
			what, at = w, t
		}
	}
	v := l.byVisitor[c.Visitor]
	if gone := l.goneSince(v, c); !gone.IsZero() {
		sooner(visitorGoneDue, gone.Add(l.settings.VisitorGone))
	}
	if c.Asked {
		sooner(silenceDue, c.LastSpoke.Add(2*l.settings.BothSilent))
	} else {
		sooner(silenceDue, c.LastSpoke.Add(l.settings.BothSilent))
	}
	if o := l.operators[c.Operator]; !c.Spoken && (o == nil || !o.Online) {
		since := c.Started
		if o != nil && !o.lastSeen.IsZero() {
			since = o.lastSeen
		}
		sooner(operatorAwayDue, since.Add(l.settings.OperatorAway))
	}
	return what, at
}

// goneSince returns since when no page of the visitor is connected; zero: one is.
func (l *live) goneSince(v *visit, c *conversation) time.Time {
	switch {
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
	if c == nil || d.closed {
		return
	}
	what, at := d.live.conversationDue(c)
	if what == nothingDue {
		return
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
	if c == nil || d.closed {
		d.mu.Unlock()
		return
	}
	what, at := d.live.conversationDue(c)
	if time.Now().Before(at) {
		d.rearmConversationLocked(c)
		d.mu.Unlock()
		return
	}
	now := d.live.talk(c)
	colleague := d.live.available(c.Operator)
	d.mu.Unlock()

	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	var err error
	switch {
	case what == visitorGoneDue:
		err = d.end(ctx, now, EndedByLeaving)
	case what == silenceDue && now.Asked:
		err = d.end(ctx, now, EndedBySilence)
	case what == silenceDue:
		err = d.happen(ctx, &SilenceNoticed{Line: systemLine(id, LineAsked, "Are you still there? The chat ends by itself when nobody writes any more")})
	case colleague != nil:
		line := systemLine(id, LineTookOver, colleague.PublicName()+" has taken over from "+now.OperatorName)
		err = d.happen(ctx, &ConversationTaken{Line: line, From: now.Operator, By: colleague.ID, ByName: colleague.PublicName()})
	default:
		err = d.end(ctx, now, EndedByNobody)
	}
	if err != nil {
		d.later(func() { d.conversationDue(id) })
	}
}

// available returns an operator who can take a conversation: connected, Live Help on, not the one it leaves; nil when there is none.
// The one with the fewest conversations comes first.
func (l *live) available(not OperatorID) *operator {
	busy := map[OperatorID]int{}
	for _, c := range l.conversations {
		busy[c.Operator]++
	}
	var best *operator
	for _, o := range l.operators {
		if o.ID == not || !o.Online || !o.LiveHelp || o.Disabled {
			continue
		}
		if best == nil || busy[o.ID] < busy[best.ID] || busy[o.ID] == busy[best.ID] && o.ID < best.ID {
			best = o
		}
	}
	return best
}
