package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// requestMailsApart is the least time between two mails of chat requests to one address. Whoever comes for the first finds all who wait:
// a flood of requests tells him nothing more, and shall not fill his mailbox.
const requestMailsApart = 2 * time.Minute

// RequestMailed says that operators who do not look are told by e-mail of a request that waits. Recorded now, together with the mails;
// Conflict when the request is over. The store leaves out the mails to addresses that had one after Since, whichever node queued it.
type RequestMailed struct {
	Request RequestID
	Mails   []Mail
	At      time.Time
	Since   time.Time
}

// Name implements Event.
func (*RequestMailed) Name() string { return "RequestMailed" }

func (e *RequestMailed) apply(l *live) {
	r := l.requests[e.Request]
	for _, o := range l.operators {
		if !slices.ContainsFunc(e.Mails, func(m Mail) bool { return strings.EqualFold(m.To, o.Email) }) {
			continue
		}
		o.mailed = e.At
		if r != nil && !slices.Contains(r.mailed, o.ID) {
			r.mailed = append(r.mailed, o.ID)
		}
	}
}

// LeaveOut drops the mails to some addresses.
func (e *RequestMailed) LeaveOut(addresses []string) {
	e.Mails = slices.DeleteFunc(slices.Clone(e.Mails), func(m Mail) bool {
		return slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(a, m.To) })
	})
}

// mailRequestLocked has those of the operators told by e-mail who want that and do not look. Nothing of it waits under the lock.
func (d *Desk) mailRequestLocked(r *request, may []OperatorID) {
	if len(d.live.toMail(r, may, time.Now())) > 0 {
		id := r.ID
		d.spawn(func() { d.mailRequest(id) })
	}
}

// mailRequest queues the mails of a request, unless it was taken or rings again meanwhile.
func (d *Desk) mailRequest(id RequestID) {
	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	err := d.mayMail(ctx)
	if err == nil {
		d.mu.Lock()
		e := d.live.requestMailed(id)
		d.mu.Unlock()
		if len(e.Mails) == 0 {
			return
		}
		err = d.happen(ctx, e)
	}
	if kind := KindOf(err); err != nil && kind != Conflict && kind != TooMany && kind != NotFound {
		d.later(func() { d.mailRequest(id) })
	}
}

// toMail are those of the operators who get an e-mail of a request: they want it, do not look, and had none of it, and none of another a
// moment ago.
func (l *live) toMail(r *request, may []OperatorID, now time.Time) []*operator {
	var out []*operator
	away, _ := l.notLooking(without(may, r.mailed))
	for _, id := range away {
		o := l.operators[id]
		if o.RequestMail && o.Email != "" && now.Sub(o.mailed) >= requestMailsApart {
			out = append(out, o)
		}
	}
	return out
}

// requestMailed composes the mails of a request that rings at nobody, one to each address; none when it is over or rings.
func (l *live) requestMailed(id RequestID) *RequestMailed {
	now := time.Now()
	e := &RequestMailed{Request: id, At: now, Since: now.Add(-requestMailsApart)}
	r := l.requests[id]
	if r == nil || len(r.Ringing) > 0 {
		return e
	}
	subject, text := l.wordsOfWaiting(r)
	for _, o := range l.toMail(r, l.mayPick(r), now) {
		if slices.ContainsFunc(e.Mails, func(m Mail) bool { return strings.EqualFold(m.To, o.Email) }) {
			continue
		}
		e.Mails = append(e.Mails, Mail{
			ID: MailID(newOrderedID(now)), Kind: MailRequest, To: o.Email, ToName: o.Name, Visitor: r.Visitor, State: MailIsQueued, Queued: now, Next: now,
			Subject: subject, Text: text,
		})
	}
	return e
}

// wordsOfWaiting are what a mail says of a request that waits.
func (l *live) wordsOfWaiting(r *request) (subject, text string) {
	site, who, chat := l.siteName(r.Site), cmp.Or(r.VisitorName, l.settings.DefaultVisitorName), "a chat"
	if r.forVoice() {
		chat = "a voice chat"
	}
	zone := l.settings.Hours.location()
	since := r.Asked.In(zone).Format("15:04") + " (" + zone.String() + ")"
	if r.Returned {
		subject = "the chat with " + who + " has lost its operator"
		text = "The chat with " + who + " on " + site + " has lost its operator. " + who + " has been waiting since " + since + "."
	} else {
		subject = who + " is waiting for " + chat
		text = who + " has been waiting for " + chat + " on " + site + " since " + since + "."
	}
	if v := l.byVisitor[r.Visitor]; v != nil && v.Title != "" {
		text += "\n\nPage: " + cleanLine(v.Title)
	}
	return cleanLine(site + ": " + subject), text + "\n\n" + who + " stands in the Communication Queue. Whoever accepts first has the chat."
}
