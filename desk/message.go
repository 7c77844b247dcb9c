package desk

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"
)

// Side says who said something.
type Side string

// Sides.
const (
	FromVisitor  Side = "visitor"
	FromOperator Side = "operator"
	FromSystem   Side = "system"
)

// What says what a line is, when it isn't just something said.
type What string

// Lines of a conversation other than what the two say.
const (
	LineInvitation What = "invitation"
	LineRequest    What = "request"
	LineJoined     What = "joined"
	LineHeld       What = "held"
	LineResumed    What = "resumed"
	LineTookOver   What = "took-over"
	LineReturned   What = "returned"
	LinePage       What = "page" // a page the operator offers
	LineAsked      What = "asked"
	LineEnded      What = "ended"

	LineCallOffered What = "call-offered"
	LineCallStarted What = "call-started"
	LineCallEnded   What = "call-ended"
)

// Message is one line of a conversation.
type Message struct {
	Conversation ConversationID
	Seq          int64 // given by the store in the committing transaction
	ID           ClientID
	From         Side
	Name         string // sender's, as it was then
	Operator     OperatorID
	What         What
	Text         string
	Files        []File // at most maxFiles
	At           time.Time
}

// messages of a visitor: 20 in 10 s, 10 at once (reliability, section 4).
const (
	messagesAtMost = 20
	messagesBurst  = 10
	messagesWithin = 10 * time.Second
)

// MessageSent says that somebody said something. Recorded now: committed before the tick (guarantee 1), with the next number
// (guarantee 2). The same id with the same text is the same message (guarantee 3): the store sets Repeated and fills the line as it
// was; with another text it is a Conflict.
type MessageSent struct {
	Line     Message
	Canned   CannedID // it was made from; counted as used with the first copy
	Repeated bool
}

// Name implements Event.
func (*MessageSent) Name() string { return "MessageSent" }

func (e *MessageSent) apply(l *live) {
	c := l.conversations[e.Line.Conversation]
	if c == nil {
		return
	}
	c.LastSeq, c.LastSpoke, c.Asked = e.Line.Seq, e.Line.At, false
	if e.Line.From == FromOperator {
		c.Spoken = true
	}
	if e.Line.From == FromVisitor {
		c.typing[FromVisitor].rests()
	}
	if v := l.byVisitor[c.Visitor]; v != nil && e.Line.From == FromVisitor {
		v.lastActive, v.Sleeping = e.Line.At, false
	}
}

func systemLine(c ConversationID, what What, text string) Message {
	return Message{Conversation: c, ID: ClientID(newID()), From: FromSystem, What: what, Text: text, At: time.Now()}
}

// Say sends an operator's message. NotFound, Forbidden, Ended, OnHold, Invalid, TooLarge, Conflict, Unavailable.
func (d *Desk) Say(ctx context.Context, by Actor, id ConversationID, message ClientID, text string, files ...FileID) (Message, error) {
	return d.SayCanned(ctx, by, id, message, text, "", files...)
}

// SayCanned is Say of a text that was made from a canned message, which counts as used. One that is unknown or a colleague's counts
// nothing: the message goes its way.
func (d *Desk) SayCanned(ctx context.Context, by Actor, id ConversationID, message ClientID, text string, from CannedID, files ...FileID) (Message, error) {
	if err := validMessageID(message); err != nil {
		return Message{}, err
	}
	text, err := spokenText(text, len(files))
	if err != nil {
		return Message{}, err
	}
	c, err := d.own(ctx, by, id)
	// It may be sent again because its tick got lost: after the end, after a colleague took over, or when what a variable of it stands
	// for has changed.
	if kind := KindOf(err); kind == Forbidden || kind == Ended || strings.ContainsRune(text, '%') {
		if m, ok, err := d.saidBefore(ctx, Message{Conversation: id, From: FromOperator, Operator: by.ID, ID: message, Text: text}); ok || err != nil {
			return m, err
		}
	}
	if err != nil {
		return Message{}, err
	}
	d.mu.Lock()
	values := d.live.variablesOfTalk(d.live.operators[by.ID], c)
	d.mu.Unlock()
	text = fill(text, values)
	return d.say(ctx, Message{Conversation: id, ID: message, From: FromOperator, Operator: by.ID, Name: c.OperatorName, Text: text}, from, files)
}

// SayByVisitor sends a visitor's message. NotFound, Ended, OnHold, Invalid, TooLarge, TooMany, Conflict, Unavailable.
func (d *Desk) SayByVisitor(ctx context.Context, by VisitorID, id ConversationID, message ClientID, text string, files ...FileID) (Message, error) {
	if err := validMessageID(message); err != nil {
		return Message{}, err
	}
	text, err := spokenText(text, len(files))
	if err != nil {
		return Message{}, err
	}
	c, err := d.visitors(ctx, by, id)
	if KindOf(err) == Ended || c.Hold { // what was committed before may be sent again because its tick got lost
		if m, ok, err := d.saidBefore(ctx, Message{Conversation: id, From: FromVisitor, ID: message, Text: text}); ok || err != nil {
			return m, err
		}
	}
	if err != nil {
		return Message{}, err
	}
	if c.Hold {
		return Message{}, Errorf(OnHold, "The chat is on hold. Your message can be sent when %s is back", c.OperatorName)
	}
	d.mu.Lock()
	live := d.live.conversations[id]
	d.mu.Unlock()
	if live != nil && !live.pace.Allow() {
		return Message{}, Errorf(TooMany, "That was a lot at once. It will be sent in a moment")
	}
	return d.say(ctx, Message{Conversation: id, ID: message, From: FromVisitor, Name: c.VisitorName, Text: text}, "", files)
}

func validMessageID(id ClientID) error {
	if !validClientID(string(id)) {
		return invalid("id", "A message needs an id of 16 to 32 letters and digits")
	}
	return nil
}

func (d *Desk) say(ctx context.Context, m Message, from CannedID, files []FileID) (Message, error) {
	var err error
	if m.Files, err = d.attached(ctx, m, files); err != nil {
		return Message{}, err
	}
	if m.Text, err = spokenText(m.Text, len(m.Files)); err != nil {
		return Message{}, err
	}
	if n, most := utf8.RuneCountInString(m.Text), d.Settings().MessageLength; n > most {
		return Message{}, tooLong(n, most)
	}
	m.At = time.Now()
	e := &MessageSent{Line: m, Canned: from}
	if err := d.happen(ctx, e); err != nil {
		return Message{}, err
	}
	return e.Line, nil
}

// spokenText is messageText for a message that may say nothing beside its files.
func spokenText(text string, files int) (string, error) {
	if files > 0 && strings.TrimSpace(cleanText(text)) == "" {
		return "", nil
	}
	return messageText(text)
}

// saidBefore finds the line of a message that is there already under its sender's id. Conflict when another text was sent under it; an
// operator's text with variables is the same when the line is one that it could have been filled to.
func (d *Desk) saidBefore(ctx context.Context, m Message) (Message, bool, error) {
	line, ok, err := d.store.MessageByID(ctx, m.Conversation, m.From, m.ID)
	if err != nil || !ok || line.Operator != m.Operator {
		return Message{}, false, err
	}
	if line.Text != m.Text && (m.From != FromOperator || !couldFill(m.Text, line.Text)) {
		return Message{}, false, Errorf(Conflict, "Another message was sent under this id")
	}
	return line, true, nil
}

// Messages returns up to limit lines after a number, and whether there are later ones. NotFound.
func (d *Desk) Messages(ctx context.Context, id ConversationID, after int64, limit int) ([]Message, bool, error) {
	list, err := d.store.Messages(ctx, id, after, limit+1)
	if err != nil {
		return nil, false, err
	}
	if len(list) > limit {
		return list[:limit], true, nil
	}
	return list, false, nil
}

// MessagesForVisitor is Messages for the visitor whose conversation it is.
func (d *Desk) MessagesForVisitor(ctx context.Context, by VisitorID, id ConversationID, after int64, limit int) ([]Message, bool, error) {
	if _, err := d.visitors(ctx, by, id); err != nil && KindOf(err) != Ended {
		return nil, false, err
	}
	return d.Messages(ctx, id, after, limit)
}

// MessagesReceived says up to which number one side has a conversation's messages. Recorded now.
type MessagesReceived struct {
	Conversation ConversationID
	By           Side
	Seq          int64
}

// Name implements Event.
func (*MessagesReceived) Name() string { return "MessagesReceived" }

func (e *MessagesReceived) apply(l *live) {
	c := l.conversations[e.Conversation]
	if c == nil {
		return
	}
	if e.By == FromVisitor {
		c.VisitorGot = max(c.VisitorGot, e.Seq)
	} else {
		c.OperatorGot = max(c.OperatorGot, e.Seq)
	}
}

// GotByVisitor acknowledges messages up to a number for the visitor; Got for the operator. More than there is counts as all there is.
func (d *Desk) GotByVisitor(ctx context.Context, by VisitorID, id ConversationID, seq int64) error {
	c, err := d.visitors(ctx, by, id)
	if err != nil {
		return err
	}
	if seq = min(seq, c.LastSeq); seq <= c.VisitorGot {
		return nil
	}
	return d.happen(ctx, &MessagesReceived{Conversation: id, By: FromVisitor, Seq: seq})
}

// Got acknowledges messages up to a number for the operator.
func (d *Desk) Got(ctx context.Context, by Actor, id ConversationID, seq int64) error {
	c, err := d.own(ctx, by, id)
	if err != nil {
		return err
	}
	if seq = min(seq, c.LastSeq); seq <= c.OperatorGot {
		return nil
	}
	return d.happen(ctx, &MessagesReceived{Conversation: id, By: FromOperator, Seq: seq})
}
