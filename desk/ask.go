package desk

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// NewRequest is what a visitor asks for.
type NewRequest struct {
	ID   RequestID // made by the page; sending it again asks for nothing new
	Name string
	Kind Talk
}

// requests of one visitor and the length of the queue (reliability, section 4).
const (
	requestsAtMost = 3
	requestsWithin = 10 * time.Minute
)

// Ask puts a visitor's wish to talk into the queue (COM-3). Invalid, NotFound when he has no visit, Conflict when he waits, talks or is
// invited already, Refused when nobody is available, TooMany when the queue is full or he asked too often; he may leave a message then.
func (d *Desk) Ask(ctx context.Context, by VisitorID, n NewRequest) (Request, error) {
	if !validClientID(string(n.ID)) {
		return Request{}, invalid("id", "A request needs an id of 16 to 32 letters and digits")
	}
	name, err := personName(n.Name)
	if err != nil {
		return Request{}, err
	}
	if n.Kind != Text && n.Kind != Voice {
		return Request{}, invalid("kind", "A talk is text or voice")
	}
	if r, err := d.Request(n.ID); err == nil && r.Visitor == by {
		return r, nil
	}
	invited, err := d.invitedBefore(ctx, by)
	if err != nil {
		return Request{}, err
	}
	e, err := d.asking(by, n, name, invited)
	if err != nil {
		return Request{}, err
	}
	if err := d.happen(ctx, e); err != nil {
		d.unask(by, e.Request.Asked)
		return Request{}, err
	}
	return d.Request(n.ID)
}

// unask takes back that a try counts: nothing came of it, and the page tries again by itself.
func (d *Desk) unask(by VisitorID, at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if v := d.live.byVisitor[by]; v != nil {
		v.asked = slices.DeleteFunc(v.asked, at.Equal)
	}
}

// invitedBefore reports whether a visitor was invited during this visit and has not declined: he is served first (COM-7). The store is
// asked, since the picture forgets over a restart.
func (d *Desk) invitedBefore(ctx context.Context, by VisitorID) (bool, error) {
	d.mu.Lock()
	v := d.live.byVisitor[by]
	if v == nil {
		d.mu.Unlock()
		return false, notFound("visit")
	}
	id := v.ID
	d.mu.Unlock()
	invitations, err := d.store.Invitations(ctx, id)
	declined := slices.ContainsFunc(invitations, func(i Invitation) bool { return i.State == InvitationIsDeclined })
	return len(invitations) > 0 && !declined, err
}

// asking composes the fact that a visitor asks, under the rules that the picture can answer.
func (d *Desk) asking(by VisitorID, n NewRequest, name string, invited bool) (*RequestMade, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := &d.live
	v := l.byVisitor[by]
	if v == nil {
		return nil, notFound("visit")
	}
	now := time.Now()
	v.asked = slices.DeleteFunc(v.asked, func(t time.Time) bool { return now.Sub(t) >= requestsWithin })
	switch {
	case l.talking[by] != nil:
		return nil, Errorf(Conflict, "You are in a chat already")
	case l.waiting[by] != nil:
		return nil, Errorf(Conflict, "You are in the queue already")
	case l.unanswered[by] != nil:
		return nil, Errorf(Conflict, "%s has invited you to a chat", l.unanswered[by].OperatorName)
	case !l.available:
		return nil, Errorf(Refused, "Nobody is available right now. You can leave a message")
	case n.Kind == Voice && l.noVoice() != "":
		return nil, invalid("kind", "%s", l.noVoice())
	case len(l.requests) >= l.settings.QueueLength:
		return nil, Errorf(TooMany, "Too many people are waiting right now. You can leave a message")
	case len(v.asked) >= requestsAtMost:
		return nil, Errorf(TooMany, "You have asked several times. Try again in a few minutes, or leave a message")
	}
	v.asked = append(v.asked, now)
	if name == "" {
		name = v.Name
	}
	return &RequestMade{Named: name, Request: Request{
		ID: n.ID, Visitor: by, Visit: v.ID, Site: v.Site, Kind: n.Kind, VisitorName: cmp.Or(name, l.settings.DefaultVisitorName), State: RequestIsWaiting,
		Invited: invited, Asked: now,
	}}, nil
}
