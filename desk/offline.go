package desk

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// OfflineMessage is what a visitor leaves when nobody answers.
type OfflineMessage struct {
	ID           OfflineID
	Visitor      VisitorID
	Site         SiteID
	Conversation ConversationID // that nobody could take; may be empty
	Name         string
	Email        string
	Text         string
	At           time.Time
}

// OfflineMessageLeft says that a visitor left a message. Recorded now; the same id never makes a second copy.
type OfflineMessageLeft struct{ Message OfflineMessage }

// Name implements Event.
func (*OfflineMessageLeft) Name() string { return "OfflineMessageLeft" }

func (*OfflineMessageLeft) apply(*live) {}

// off-line messages of a visitor: 5 at once, then one a minute.
const (
	offlineBurst = 5
	offlineEvery = time.Minute
)

// LeaveMessage keeps a message for the operators. Invalid names the field; TooLarge, TooMany, Unavailable.
func (d *Desk) LeaveMessage(ctx context.Context, by VisitorID, id OfflineID, name, email, text string) error {
	if !validClientID(string(id)) {
		return invalid("id", "A message needs an id of 16 to 32 letters and digits")
	}
	name, err := personName(name)
	if err != nil {
		return err
	}
	email = cleanLine(email)
	if err := emailAddress(email); err != nil {
		return err
	}
	if text, err = messageText(text); err != nil {
		return err
	}
	d.mu.Lock()
	v := d.live.byVisitor[by]
	if v == nil {
		d.mu.Unlock()
		return notFound("visit")
	}
	if v.leaving == nil {
		v.leaving = rate.NewLimiter(rate.Every(offlineEvery), offlineBurst)
	}
	if !v.leaving.Allow() {
		d.mu.Unlock()
		return Errorf(TooMany, "That was a lot at once. Please wait a minute")
	}
	m := OfflineMessage{ID: id, Visitor: by, Site: v.Site, Name: name, Email: email, Text: text, At: time.Now()}
	if c := d.live.lastEnded[by]; c != nil && c.EndedBy == EndedByNobody {
		m.Conversation = c.ID
	}
	d.mu.Unlock()
	if err := d.happen(ctx, &OfflineMessageLeft{Message: m}); err != nil {
		return err
	}
	return d.withdrawWaiting(ctx, by)
}

// withdrawWaiting takes a visitor from the queue: he has left a message instead.
func (d *Desk) withdrawWaiting(ctx context.Context, by VisitorID) error {
	d.mu.Lock()
	r := d.live.waiting[by]
	if r == nil {
		d.mu.Unlock()
		return nil
	}
	now := d.live.standing(r)
	d.mu.Unlock()
	if err := d.endRequest(ctx, now, RequestIsWithdrawn); KindOf(err) != Conflict && KindOf(err) != Ended {
		return err
	}
	return nil
}
