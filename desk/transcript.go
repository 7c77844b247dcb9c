package desk

import (
	"context"
	"slices"
	"strings"
	"time"
)

// How often a visitor may have a conversation sent, and how much of it.
const (
	transcriptsAtMost = 3              // of a conversation, for good
	transcriptsTo     = 2              // addresses
	transcriptsOfSite = 500            // of a site in transcriptsWithin
	transcriptsWithin = 24 * time.Hour // also how long after its end a conversation is sent
	maxTranscript     = 2000           // lines; of a longer one the last
	maxTranscriptText = 512 << 10      // bytes; of a longer one the last lines
)

// TranscriptOrdered says that a visitor wants his conversation by e-mail. Recorded now, together with the mail; TooMany when it was
// ordered AtMost times or for Addresses others already, or when those of its site ordered since Since are OfSite.
type TranscriptOrdered struct {
	Mail      Mail
	AtMost    int
	Addresses int
	OfSite    int
	Since     time.Time
}

// Name implements Event.
func (*TranscriptOrdered) Name() string { return "TranscriptOrdered" }

func (*TranscriptOrdered) apply(*live) {}

// OrderTranscript sends a visitor his conversation as far as it has come, while it is open and for a day after. NotFound, Invalid, Ended
// when it is too late, Conflict when e-mail isn't set up, TooMany, Unavailable.
func (d *Desk) OrderTranscript(ctx context.Context, by VisitorID, id ConversationID, email string) error {
	to, err := emailAddress("email", email)
	if err != nil {
		return err
	}
	c, err := d.StoredConversation(ctx, id)
	if err != nil {
		return err
	}
	if c.Visitor != by {
		return notFound("conversation")
	}
	now := time.Now()
	if c.State == ConversationIsEnded && now.After(c.Ended.Add(transcriptsWithin)) {
		return Errorf(Ended, "This chat ended too long ago to be sent by e-mail. It can be downloaded")
	}
	if err := d.mayMail(ctx); err != nil {
		if KindOf(err) == Conflict {
			return Errorf(Conflict, "This site can't send e-mail yet")
		}
		return err
	}
	lines, err := d.transcript(ctx, by, id)
	if err != nil {
		return err
	}
	d.mu.Lock()
	site, zone, subject := d.live.siteName(c.Site), d.live.settings.Hours.location(), d.live.mail.TranscriptSubject
	d.mu.Unlock()
	m := Mail{
		ID: MailID(newOrderedID(now)), Kind: MailTranscript, To: to, ToName: c.VisitorName, Visitor: by, Conversation: id, State: MailIsQueued, Queued: now, Next: now,
		Subject: cleanLine(fill(subject, map[string]string{"site": site, "name": c.OperatorName, "visitor": c.VisitorName})),
		Text:    "Here is your conversation with " + site + " of " + c.Started.In(zone).Format("2 January 2006") + ", as you asked for it on our site. Times are " + zone.String() + ".",
	}
	for _, line := range lines {
		m.Lines = append(m.Lines, MailLine{At: line.At.In(zone), From: line.From, Name: line.Name, Text: withFiles(line)})
	}
	return d.happen(ctx, &TranscriptOrdered{
		Mail: m, AtMost: transcriptsAtMost, Addresses: transcriptsTo, OfSite: transcriptsOfSite, Since: now.Add(-transcriptsWithin),
	})
}

// Allowed returns why a transcript may not be sent: it was, so often and to so many other addresses, and so were so many of its site.
func (e *TranscriptOrdered) Allowed(sent, others, ofSite int) error {
	switch {
	case sent >= e.AtMost:
		return Errorf(TooMany, "This chat was sent by e-mail %d times already. It can be downloaded", sent)
	case others >= e.Addresses:
		return Errorf(TooMany, "This chat was sent to %d addresses already. It can be downloaded", others)
	case ofSite >= e.OfSite:
		return Errorf(TooMany, "Too many chats of this site were sent by e-mail today. It can be downloaded")
	}
	return nil
}

// withFiles returns what a line says, with the names of its files.
func withFiles(m Message) string {
	text := m.Text
	for _, f := range m.Files {
		text = strings.TrimSpace(text + "\nFile: " + f.Name)
	}
	return text
}

// transcript returns what the visitor himself may read of his conversation.
func (d *Desk) transcript(ctx context.Context, by VisitorID, id ConversationID) ([]Message, error) {
	var out []Message
	for after := int64(0); ; {
		lines, more, err := d.MessagesForVisitor(ctx, by, id, after, 500)
		if err != nil {
			return nil, err
		}
		if out = append(out, lines...); len(out) > maxTranscript {
			out = out[len(out)-maxTranscript:]
		}
		if !more {
			return fitting(out), nil
		}
		after = lines[len(lines)-1].Seq
	}
}

// fitting returns the last lines that have room in a transcript.
func fitting(lines []Message) []Message {
	room := maxTranscriptText
	for i, line := range slices.Backward(lines) {
		if room -= len(line.Text); room < 0 {
			return lines[i+1:]
		}
	}
	return lines
}
