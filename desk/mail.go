package desk

import (
	"context"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"
)

// MailKind says what a mail is for.
type MailKind string

// Kinds of mail.
const (
	MailNotice     MailKind = "notice"     // to an operator: a message was left
	MailRequest    MailKind = "request"    // to an operator: a chat request waits
	MailReply      MailKind = "reply"      // to a visitor: the answer to his off-line message
	MailTranscript MailKind = "transcript" // to a visitor: his conversation
	MailTest       MailKind = "test"       // to an administrator; never queued
)

// MailState is where a mail stands.
type MailState string

// States of a mail. A queued one is tried until it is sent, or failed.
const (
	MailIsQueued MailState = "queued"
	MailIsSent   MailState = "sent"
	MailIsFailed MailState = "failed"
)

// MailTrouble says in a word why a mail was not taken by the mail server.
type MailTrouble string

// Troubles. Up to MailBusy they concern the mail server as a whole and pass; the others concern one mail and don't, but for MailFile.
const (
	MailUnreachable MailTrouble = "unreachable" // no connection, no answer, or the line broke
	MailUnencrypted MailTrouble = "encryption"  // the encryption that is wanted can't be had
	MailSignIn      MailTrouble = "sign-in"     // user name or password are wrong, or not wanted
	MailSender      MailTrouble = "sender"      // the server does not send for our address
	MailBusy        MailTrouble = "busy"        // try again later, it says
	MailRecipient   MailTrouble = "recipient"   // there is no such recipient
	MailRefused     MailTrouble = "refused"     // the server does not take this mail
	MailUnfit       MailTrouble = "unfit"       // the mail can't be written
	MailFile        MailTrouble = "file"        // a file that it carries can't be read; that may pass
)

// Passes reports whether a mail in this trouble is worth another try.
func (t MailTrouble) Passes() bool {
	return t != MailRecipient && t != MailRefused && t != MailUnfit
}

// Mail is an e-mail on its way to one person.
type Mail struct {
	ID           MailID
	Kind         MailKind
	To           string // address
	ToName       string
	ReplyTo      string // address; may be empty
	ReplyName    string
	Subject      string
	Text         string
	Quote        string // what is answered; may be empty
	Lines        []MailLine
	Files        []File         // it carries
	Visitor      VisitorID      // it is for, or about
	Offline      OfflineID      // it is about; may be empty
	Reply        ReplyID        // it carries; may be empty
	Conversation ConversationID // it is about; may be empty
	State        MailState
	Trouble      MailTrouble // of the last try
	Attempts     int
	Queued       time.Time // since when it is tried
	Next         time.Time // when it is tried next
	Done         time.Time // when it was sent, or failed
}

// MailLine is a line of a conversation as a transcript shows it.
type MailLine struct {
	At   time.Time // in the site's time zone
	From Side
	Name string
	Text string
}

// MailQueue is how the queue stands.
type MailQueue struct {
	Waiting int
	Failed  int
	Mails   []Mail // those not sent, latest first
}

// MailSettled says that a mail was tried. Passing: the queue itself keeps where it stands.
type MailSettled struct{ Offline OfflineID }

// Name implements Event.
func (*MailSettled) Name() string { return "MailSettled" }

func (*MailSettled) apply(*live) {}

// TellMail tells consoles that a mail about an off-line message, or about none, stands otherwise.
func (d *Desk) TellMail(about OfflineID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closed {
		d.passLocked(&MailSettled{Offline: about})
	}
}

// MailRequeued says that a mail that failed is tried anew. Recorded now.
type MailRequeued struct {
	Mail MailID
	At   time.Time
}

// Name implements Event.
func (*MailRequeued) Name() string { return "MailRequeued" }

func (*MailRequeued) apply(*live) {}

// RequeueMail has a mail that failed tried anew. Forbidden, NotFound, Conflict when it did not fail.
func (d *Desk) RequeueMail(ctx context.Context, by Actor, id MailID) error {
	if err := by.may(ChangeSettings); err != nil {
		return err
	}
	return d.happen(ctx, &MailRequeued{Mail: id, At: time.Now()})
}

// maxMailShown is how many mails that are not sent an administrator is shown.
const maxMailShown = 50

// MailQueue returns how the queue stands. Forbidden.
func (d *Desk) MailQueue(ctx context.Context, by Actor) (MailQueue, error) {
	if err := by.may(ChangeSettings); err != nil {
		return MailQueue{}, err
	}
	return d.store.MailQueue(ctx, maxMailShown)
}

// maxQueuedMail bounds the queue: beyond it nothing more is promised to anybody.
const maxQueuedMail = 10_000

// mayMail reports whether mail can be queued now: Conflict when it isn't set up, TooMany when the queue is full.
func (d *Desk) mayMail(ctx context.Context) error {
	if !d.CanMail() {
		return Errorf(Conflict, "E-mail is not set up. An administrator does that in Settings, E-mail")
	}
	q, err := d.store.MailQueue(ctx, 0)
	if err == nil && q.Waiting >= maxQueuedMail {
		err = Errorf(TooMany, "Too many e-mails wait to be sent. Try again later")
	}
	return err
}

// MailWaits is signalled when there may be something for the mail worker to do: a mail was queued, the settings changed.
func (d *Desk) MailWaits() <-chan struct{} { return d.mailWaits }

// wakeMailLocked signals MailWaits after a fact that could matter to the queue.
func (d *Desk) wakeMailLocked(e Event) {
	switch e.(type) {
	case *OfflineMessageLeft, *OfflineReplied, *TranscriptOrdered, *RequestMailed, *MailRequeued, *MailSettingsChanged:
		select {
		case d.mailWaits <- struct{}{}:
		default:
		}
	}
}

// maxAddress is the length of an e-mail address (RFC 5321).
const maxAddress = 254

// emailAddress returns an address that can stand in a mail: a plain one, without name, comment, quoted part or line break. Invalid
// names the field.
func emailAddress(field, s string) (string, error) {
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > maxAddress || cleanLine(s) != s || strings.ContainsAny(s, `"[]\ `) || !utf8.ValidString(s) {
		return "", invalid(field, "This is not an e-mail address")
	}
	return s, nil
}
