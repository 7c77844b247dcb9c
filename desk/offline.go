package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/time/rate"
)

// OfflineState is where an off-line message stands.
type OfflineState string

// States of an off-line message.
const (
	OfflineIsUnanswered OfflineState = "unanswered"
	OfflineIsClosed     OfflineState = "closed"
)

// OfflineMessage is what a visitor leaves when nobody answers; it stands on the Message board.
type OfflineMessage struct {
	ID           OfflineID
	Visitor      VisitorID
	Site         SiteID
	Conversation ConversationID // that nobody could take; may be empty
	Name         string
	Email        string
	Subject      string // may be empty
	Text         string
	Files        []File // at most maxFiles; in the order attached
	At           time.Time
	State        OfflineState
	ClosedBy     OperatorID
	ClosedByName string
	Closed       time.Time
	Answered     int            // how many replies there are
	Replies      []OfflineReply // in the order sent; only where one message is asked for
}

// NewOffline is a message as the visitor leaves it.
type NewOffline struct {
	ID      OfflineID // made by the page, permanent
	Name    string
	Email   string
	Subject string
	Text    string
	Files   []FileID // his own
}

// maxSubject is the length of a subject in code points.
const maxSubject = 200

// OfflineMessageLeft says that a visitor left a message, and carries the notices to operators. Recorded now; the same id with the same
// words and files never makes a second copy, of the notices neither: the store sets Repeated and fills the message as it was. With others
// it is a Conflict; NotFound when one of its files was forgotten.
type OfflineMessageLeft struct {
	Message  OfflineMessage
	Notices  []Mail
	Repeated bool
}

// SaysSame reports whether two messages were left by the same visitor with the same words and files: then the second is the first, sent
// again.
func (m OfflineMessage) SaysSame(other OfflineMessage) bool {
	return m.Visitor == other.Visitor && m.Name == other.Name && m.Email == other.Email && m.Subject == other.Subject && m.Text == other.Text &&
		slices.EqualFunc(m.Files, other.Files, func(a, b File) bool { return a.ID == b.ID })
}

// Name implements Event.
func (*OfflineMessageLeft) Name() string { return "OfflineMessageLeft" }

func (*OfflineMessageLeft) apply(*live) {}

// off-line messages of a visitor: 5 at once, then one a minute.
const (
	offlineBurst = 5
	offlineEvery = time.Minute
)

// OfflineClosed says that an operator closed a message without a reply. Recorded now; Conflict when it is closed.
type OfflineClosed struct {
	ID     OfflineID
	By     OperatorID
	ByName string
	At     time.Time
}

// Name implements Event.
func (*OfflineClosed) Name() string { return "OfflineClosed" }

func (*OfflineClosed) apply(*live) {}

// OfflineReopened says that a closed message is to be answered again. Recorded now; Conflict when it is not closed.
type OfflineReopened struct {
	ID OfflineID
	By OperatorID
	At time.Time
}

// Name implements Event.
func (*OfflineReopened) Name() string { return "OfflineReopened" }

func (*OfflineReopened) apply(*live) {}

// LeaveMessage keeps a message with its files for the operators, and tells those who want an e-mail of it. Invalid names the field;
// TooLarge, TooMany, Conflict when other words or files were left under its id, Unavailable.
func (d *Desk) LeaveMessage(ctx context.Context, by VisitorID, n NewOffline) error {
	m, err := n.checked()
	if err != nil {
		return err
	}
	if m.Files, err = d.ownFiles(ctx, by, n.Files); err != nil {
		return err
	}
	told := d.mayMail(ctx) == nil // the message is kept in any case
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
	m.Visitor, m.Site, m.At, m.State = by, v.Site, time.Now(), OfflineIsUnanswered
	if c := d.live.lastEnded[by]; c != nil && c.EndedBy == EndedByNobody {
		m.Conversation = c.ID
	}
	e := &OfflineMessageLeft{Message: m}
	if told {
		e.Notices = d.live.notices(m)
	}
	d.mu.Unlock()
	if err := d.happen(ctx, e); err != nil {
		return err
	}
	return d.withdrawWaiting(ctx, by)
}

// ownFiles returns the files that a visitor leaves with a message: those he attached to it, or to a chat in which they could not be sent.
// Invalid.
func (d *Desk) ownFiles(ctx context.Context, by VisitorID, list []FileID) ([]File, error) {
	if len(list) > maxFiles {
		return nil, invalid("files", "A message has at most %d files", maxFiles)
	}
	var out []File
	for i, id := range list {
		f, err := d.store.File(ctx, id)
		if err != nil && KindOf(err) != NotFound {
			return nil, err
		}
		if err != nil || f.Visitor != by || f.By != FromVisitor {
			return nil, invalid("files", "A file is no longer here. Remove it, or attach it again")
		}
		if slices.Contains(list[:i], id) {
			return nil, invalid("files", "A file is attached twice")
		}
		out = append(out, f)
	}
	return out, nil
}

// MayAttachOffline reports whether a visitor may attach a file of so many bytes to a message that he leaves. NotFound when no page of his
// is open, TooLarge, TooMany when he has attached too much today.
func (d *Desk) MayAttachOffline(ctx context.Context, by VisitorID, size int64) error {
	if !d.isHere(by) {
		return notFound("visit")
	}
	return d.mayAttachMore(ctx, by, size)
}

// KeepOfflineFile notes a visitor's file for an off-line message whose bytes are on disk, and returns it; LeaveMessage says for which.
// Forgotten after a day when none has it. Invalid, Conflict, TooMany, Unavailable.
func (d *Desk) KeepOfflineFile(ctx context.Context, by VisitorID, f File) (File, error) {
	f.Conversation, f.Visitor, f.By, f.Operator = "", by, FromVisitor, ""
	return d.keepFile(ctx, f)
}

func (n NewOffline) checked() (m OfflineMessage, err error) {
	if !validClientID(string(n.ID)) {
		return m, invalid("id", "A message needs an id of 16 to 32 letters and digits")
	}
	m.ID = n.ID
	if m.Name, err = personName(n.Name); err != nil {
		return m, err
	}
	if m.Email, err = emailAddress("email", n.Email); err != nil {
		return m, err
	}
	if m.Subject = cleanLine(n.Subject); utf8.RuneCountInString(m.Subject) > maxSubject {
		return m, &Error{Kind: TooLarge, Field: "subject", Text: "A subject has at most 200 characters"}
	}
	m.Text, err = messageText(n.Text)
	return m, err
}

// notices are the mails that tell of a message: to every operator who is not disabled, has an address and has not switched them off
// (OFF-3, ALT-1).
func (l *live) notices(m OfflineMessage) []Mail {
	site, who := l.siteName(m.Site), m.Email
	if m.Name != "" {
		who = m.Name + " (" + m.Email + ")"
	}
	var out []Mail
	for _, o := range l.operatorList() {
		if o.Disabled || o.Email == "" || o.NoOfflineMail {
			continue
		}
		out = append(out, Mail{
			ID: MailID(newOrderedID(m.At)), Kind: MailNotice, To: o.Email, ToName: o.Name, Visitor: m.Visitor, Offline: m.ID,
			State: MailIsQueued, Queued: m.At, Next: m.At,
			Subject: cleanLine("Message left on " + site + ": " + cmp.Or(m.Subject, firstWords(m.Text))),
			Text:    who + " left a message on " + site + carrying(m.Files) + ":", Quote: m.Text,
		})
	}
	return out
}

// carrying names the files that a message has; empty: none.
func carrying(list []File) string {
	if len(list) == 0 {
		return ""
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name)
	}
	count := "a file"
	if len(list) > 1 {
		count = fmt.Sprintf("%d files", len(list))
	}
	return " with " + count + " (" + strings.Join(names, ", ") + ")"
}

// firstWords returns the beginning of a text, to be its subject.
func firstWords(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= 60 {
		return string(line)
	}
	return string(line[:59]) + "…"
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

// CloseOffline closes a message without a reply. NotFound, Conflict when it is closed and by whom.
func (d *Desk) CloseOffline(ctx context.Context, by Actor, id OfflineID) (OfflineMessage, error) {
	if err := by.may(Communicate); err != nil {
		return OfflineMessage{}, err
	}
	o, err := d.Operator(by.ID)
	if err != nil {
		return OfflineMessage{}, err
	}
	if err := d.happen(ctx, &OfflineClosed{ID: id, By: o.ID, ByName: o.PublicName(), At: time.Now()}); err != nil {
		return OfflineMessage{}, err
	}
	return d.store.OfflineMessage(ctx, id)
}

// ReopenOffline has a closed message stand unanswered again. NotFound, Conflict when it is not closed.
func (d *Desk) ReopenOffline(ctx context.Context, by Actor, id OfflineID) (OfflineMessage, error) {
	if err := by.may(Communicate); err != nil {
		return OfflineMessage{}, err
	}
	if err := d.happen(ctx, &OfflineReopened{ID: id, By: by.ID, At: time.Now()}); err != nil {
		return OfflineMessage{}, err
	}
	return d.store.OfflineMessage(ctx, id)
}
