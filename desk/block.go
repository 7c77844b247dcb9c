package desk

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"
)

// Block keeps a visitor out: not on the monitor, not in the statistics, and nothing of Beckon on his pages.
type Block struct {
	Visitor VisitorID
	Name    string // as operators knew him
	Country string
	By      OperatorID
	ByName  string
	At      time.Time
}

// maxBlocked bounds how many visitors are blocked at once.
const maxBlocked = 10_000

// VisitorBlocked says that an operator blocked a visitor. Recorded now; blocked again it stays as it was.
type VisitorBlocked struct{ Block Block }

// Name implements Event.
func (*VisitorBlocked) Name() string { return "VisitorBlocked" }

func (e *VisitorBlocked) apply(l *live) {
	if _, is := l.blocked[e.Block.Visitor]; !is {
		l.blocked[e.Block.Visitor] = e.Block
	}
}

// shutOutLocked disconnects the pages that a visitor has at this desk; Ended has them forget what they have of him.
func (d *Desk) shutOutLocked(id VisitorID) {
	v := d.live.byVisitor[id]
	if v == nil {
		return
	}
	for _, p := range v.pages {
		if p.outlet != nil {
			p.outlet.Close(Ended)
		}
	}
}

// keepsOut reports whether a visitor is blocked; keepsOutLocked counts the page with which he came.
func (d *Desk) keepsOut(v VisitorID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, is := d.live.blocked[v]
	return is
}

func (d *Desk) keepsOutLocked(v VisitorID) bool {
	_, is := d.live.blocked[v]
	if is {
		d.live.keptOut.Blocked++
		d.countChangedLocked()
	}
	return is
}

// VisitorUnblocked says that a visitor may come again. Recorded now.
type VisitorUnblocked struct{ Visitor VisitorID }

// Name implements Event.
func (*VisitorUnblocked) Name() string { return "VisitorUnblocked" }

func (e *VisitorUnblocked) apply(l *live) { delete(l.blocked, e.Visitor) }

// BlockVisitor blocks a visitor who has a visit: what is open with him ends, and his pages are disconnected. NotFound, Forbidden for
// one who talks with a colleague, TooMany at the bound.
func (d *Desk) BlockVisitor(ctx context.Context, by Actor, id VisitorID) error {
	if err := by.may(Communicate); err != nil {
		return err
	}
	e, err := d.blocking(by, id)
	if err != nil {
		return err
	}
	if err := d.happen(ctx, e); err != nil {
		return err
	}
	d.closeWithBlocked(ctx, id, e.Block.ByName)
	return nil
}

func (d *Desk) blocking(by Actor, id VisitorID) (*VisitorBlocked, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := &d.live
	v, o := l.byVisitor[id], l.operators[by.ID]
	if v == nil || o == nil {
		return nil, notFound("visitor")
	}
	if c := l.talking[id]; c != nil && c.Operator != "" && c.Operator != by.ID && !by.Administrator {
		return nil, &Error{Kind: Forbidden, Text: "This visitor is in a chat with " + c.OperatorName, Who: c.OperatorName}
	}
	if len(l.blocked) >= maxBlocked {
		return nil, Errorf(TooMany, "%d visitors are blocked already", len(l.blocked))
	}
	name := cmp.Or(v.Name, l.settings.DefaultVisitorName)
	return &VisitorBlocked{Block: Block{Visitor: id, Name: name, Country: v.Country, By: by.ID, ByName: o.PublicName(), At: time.Now()}}, nil
}

// closeWithBlocked ends what is open with a blocked visitor, in the name of who blocked him. What can't be ended now is logged, and ends
// as with anybody who has left: the block stands.
func (d *Desk) closeWithBlocked(ctx context.Context, id VisitorID, by string) {
	d.mu.Lock()
	var talk *Conversation
	if c := d.live.talking[id]; c != nil {
		now := d.live.talk(c)
		talk = &now
	}
	var waits *Request
	if r := d.live.waiting[id]; r != nil && talk == nil {
		now := d.live.standing(r)
		waits = &now
	}
	var invited InvitationID
	if i := d.live.unanswered[id]; i != nil {
		invited = i.ID
	}
	d.mu.Unlock()
	ended := func(what string, err error) {
		if kind := KindOf(err); err != nil && kind != Ended && kind != Conflict { // somebody else was first
			slog.Error("what was open with a blocked visitor could not be ended", "what", what, "error", err)
		}
	}
	if talk != nil {
		ended("chat", d.endWith(ctx, *talk, EndedByOperator, by+" ended the chat"))
	}
	if waits != nil {
		ended("request", d.endRequest(ctx, *waits, RequestIsUnanswered))
	}
	if invited != "" {
		_, err := d.moveInvitation(ctx, invited, InvitationIsWithdrawn, "")
		ended("invitation", err)
	}
}

// UnblockVisitor lets a blocked visitor come again. Forbidden, NotFound.
func (d *Desk) UnblockVisitor(ctx context.Context, by Actor, id VisitorID) error {
	if err := by.may(Communicate); err != nil {
		return err
	}
	d.mu.Lock()
	_, is := d.live.blocked[id]
	d.mu.Unlock()
	if !is {
		return notFound("blocked visitor")
	}
	return d.happen(ctx, &VisitorUnblocked{Visitor: id})
}

// Blocked returns who is blocked, latest first.
func (d *Desk) Blocked() []Block {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]Block, 0, len(d.live.blocked))
	for _, b := range d.live.blocked {
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Block) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Visitor, b.Visitor)) })
	return out
}
