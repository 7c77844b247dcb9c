package desk

import (
	"context"
	"slices"
	"strings"
	"time"
)

// OfflineReply is an operator's answer to an off-line message, by e-mail.
type OfflineReply struct {
	ID           ReplyID
	Message      OfflineID
	Operator     OperatorID
	OperatorName string
	To           []string
	Text         string // as it was sent, variables filled
	Files        []File // in the order attached, at most maxFiles
	At           time.Time
	Mails        []Mail // how the mails stand, one for each address; only where a message is asked for
}

// NewReply is a reply as the operator sends it.
type NewReply struct {
	ID     ReplyID // made by the console, permanent
	To     []string
	Text   string
	Files  []FileID
	Canned CannedID // the text was made from; may be empty
	Seen   int      // how many replies the operator has seen: of two who answer at once, the second is told
}

// What a reply may be.
const (
	maxRecipients = 10
	maxReplyFiles = 10 << 20 // bytes, of its files together: encoded for mail it is a third more, which mail servers take
)

// OfflineReplied says that an operator answered a message, which closes it, and carries the mails. Recorded now: reply and mails, or
// neither. Conflict when there are more replies than Seen, NotFound when a file of it was forgotten; the same id with the same text and
// files is the same reply, without more mails.
type OfflineReplied struct {
	Reply  OfflineReply
	Canned CannedID // its text was made from; counted as used with the first copy
	Mails  []Mail
	Seen   int
}

// Same reports whether two replies are one, sent again.
func (r OfflineReply) Same(other OfflineReply) bool {
	return r.Message == other.Message && r.Operator == other.Operator && Message{Text: r.Text, Files: r.Files}.Same(Message{Text: other.Text, Files: other.Files})
}

// Name implements Event.
func (*OfflineReplied) Name() string { return "OfflineReplied" }

func (*OfflineReplied) apply(*live) {}

// ReplyOffline answers an off-line message by e-mail and closes it; a canned message that the reply was made from counts as used, and one
// that is unknown or a colleague's counts nothing. NotFound, Invalid names the field, TooLarge, Conflict when a colleague answered
// meanwhile or e-mail isn't set up, TooMany, Unavailable.
func (d *Desk) ReplyOffline(ctx context.Context, by Actor, id OfflineID, n NewReply) (Correspondence, error) {
	if err := by.may(Communicate); err != nil {
		return Correspondence{}, err
	}
	if !validClientID(string(n.ID)) {
		return Correspondence{}, invalid("id", "A reply needs an id of 16 to 32 letters and digits")
	}
	m, err := d.store.OfflineMessage(ctx, id)
	if err != nil {
		return Correspondence{}, err
	}
	for _, r := range m.Replies { // sent again because the answer got lost: variables may stand for something else by now
		if r.ID == n.ID && r.Operator == by.ID {
			return d.correspondence(ctx, m)
		}
	}
	to, err := recipients(n.To)
	if err != nil {
		return Correspondence{}, err
	}
	if err := d.mayMail(ctx); err != nil {
		return Correspondence{}, err
	}
	files, err := d.filesOfReply(ctx, by, n.Files)
	if err != nil {
		return Correspondence{}, err
	}
	e, err := d.reply(by, m, n, to, files)
	if err != nil {
		return Correspondence{}, err
	}
	if err := d.happen(ctx, e); err != nil {
		return Correspondence{}, err
	}
	if m, err = d.store.OfflineMessage(ctx, id); err != nil {
		return Correspondence{}, err
	}
	return d.correspondence(ctx, m)
}

// recipients returns addresses ready to be written to, each once.
func recipients(list []string) ([]string, error) {
	var out []string
	for _, s := range list {
		a, err := emailAddress("to", s)
		if err != nil {
			return nil, invalid("to", "%q is not an e-mail address", cleanLine(s))
		}
		if !slices.ContainsFunc(out, func(x string) bool { return strings.EqualFold(x, a) }) {
			out = append(out, a)
		}
	}
	if len(out) == 0 || len(out) > maxRecipients {
		return nil, invalid("to", "A reply goes to 1 to %d addresses", maxRecipients)
	}
	return out, nil
}

// reply writes a reply, and a mail for each address: nobody learns the others'.
func (d *Desk) reply(by Actor, m OfflineMessage, n NewReply, to []string, files []File) (*OfflineReplied, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.live.operators[by.ID]
	if o == nil {
		return nil, notFound("operator")
	}
	values := d.live.variablesOfReply(o, m)
	text, err := messageText(fill(n.Text, values))
	if err != nil {
		return nil, err
	}
	subject := "Re: " + m.Subject
	switch {
	case m.Subject == "":
		subject = "Your message to " + values["site"]
	case strings.HasPrefix(strings.ToLower(m.Subject), "re:"):
		subject = m.Subject
	}
	now := time.Now()
	r := OfflineReply{ID: n.ID, Message: m.ID, Operator: o.ID, OperatorName: o.PublicName(), To: to, Text: text, Files: files, At: now}
	e := &OfflineReplied{Reply: r, Canned: n.Canned, Seen: n.Seen}
	for _, a := range to {
		mail := Mail{
			ID: MailID(newOrderedID(now)), Kind: MailReply, To: a, Visitor: m.Visitor, Offline: m.ID, Reply: r.ID, Subject: cleanLine(subject), Text: text, Quote: m.Text,
			Files: files, State: MailIsQueued, Queued: now, Next: now,
		}
		if o.Email != "" {
			mail.ReplyTo, mail.ReplyName = o.Email, r.OperatorName
		}
		if strings.EqualFold(a, m.Email) {
			mail.ToName = m.Name
		}
		e.Mails = append(e.Mails, mail)
	}
	return e, nil
}

// MayAttachToReply reports whether an operator may attach a file of so many bytes to a reply. NotFound, Forbidden, TooLarge.
func (d *Desk) MayAttachToReply(ctx context.Context, by Actor, id OfflineID, size int64) error {
	if err := by.may(Communicate); err != nil {
		return err
	}
	if _, err := d.store.OfflineMessage(ctx, id); err != nil {
		return err
	}
	switch {
	case size > d.Settings().MaxFile:
		return d.fileTooLarge()
	case size > maxReplyFiles:
		return replyTooLarge()
	}
	return nil
}

func replyTooLarge() *Error {
	return &Error{Kind: TooLarge, Field: "files", Text: "The files of a reply have at most 10 MB together"}
}

// filesOfReply returns the files that a reply carries: an operator's own, and those of canned messages that he may use.
func (d *Desk) filesOfReply(ctx context.Context, by Actor, list []FileID) ([]File, error) {
	if len(list) > maxFiles {
		return nil, invalid("files", "A reply has at most %d files", maxFiles)
	}
	var out []File
	var size int64
	for i, id := range list {
		if slices.Contains(list[:i], id) {
			return nil, invalid("files", "A file is attached twice")
		}
		f, err := d.fileFor(ctx, by.ID, id)
		if err == nil && !f.ofCanned() {
			err = notFound("file")
		}
		if KindOf(err) == NotFound {
			return nil, invalid("files", "A file is no longer here. Attach it again")
		}
		if err != nil {
			return nil, err
		}
		if size += f.Size; size > maxReplyFiles {
			return nil, replyTooLarge()
		}
		out = append(out, f)
	}
	return out, nil
}
