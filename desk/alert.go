package desk

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"
)

// AlertKind is what an operator can have pushed to a browser of his.
type AlertKind string

// Kinds of alert.
const (
	AlertRequest AlertKind = "request" // a chat request rings or stands in the queue; a chat begins
	AlertMessage AlertKind = "message" // a visitor has written in a chat of his
	AlertOffline AlertKind = "offline" // a visitor has left a message
)

// AlertKinds are all kinds of alert.
var AlertKinds = []AlertKind{AlertRequest, AlertMessage, AlertOffline}

// AlertReason says what an alert tells.
type AlertReason string

// Reasons of an alert.
const (
	RequestRings   AlertReason = "rings"   // it rings at the operator
	RequestQueues  AlertReason = "queues"  // it stands in the queue to be picked
	RequestIsOver  AlertReason = "over"    // what an alert called for is over
	ChatBegins     AlertReason = "begins"  // a visitor has accepted the invitation
	VisitorWrites  AlertReason = "writes"  // in a chat of the operator's
	MessageWasLeft AlertReason = "message" // on the Message board
)

// Alert calls operators who do not look at their consoles, by the browsers they have subscribed.
type Alert struct {
	Kind         AlertKind
	Why          AlertReason
	Operators    []OperatorID
	Except       []string // sessions in whose browser a console is in view: it tells by itself
	Request      RequestID
	Conversation ConversationID
	Offline      OfflineID
	Seq          int64  // of the line, where a visitor writes
	Name         string // of the visitor; empty: unknown
	Text         string // what he wrote, cut; or how what was called for ended
	Site         string // name
	Returned     bool   // the request is a chat that lost its operator
	Until        time.Time
}

// How long an alert is of use.
const (
	queueAlert   = 5 * time.Minute
	overAlert    = time.Minute
	messageAlert = 10 * time.Minute
	offlineAlert = 4 * time.Hour
)

const (
	alertText   = 160             // characters of an alert's text
	alertsWait  = 1000            // at most; then the one that waits longest goes
	alertsApart = 5 * time.Second // two alerts of one chat
)

// alerts are what operators are to be told by push. Guarded by the desk's lock.
type alerts struct {
	waiting chan Alert
	dropped int64
}

// Alerts hands over the alerts to be pushed. While web push is off there are none. Of more than 1,000 that wait the oldest is dropped.
func (d *Desk) Alerts() <-chan Alert { return d.alerts.waiting }

// AlertsDropped counts the alerts that nobody took in time.
func (d *Desk) AlertsDropped() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.alerts.dropped
}

// alertLocked calls the operators whom a fact concerns and who do not look. It is called where the fact happened, on no other node.
func (d *Desk) alertLocked(e Event) {
	l := &d.live
	switch e := e.(type) {
	case *RequestOffered:
		if r := l.requests[e.Request]; r != nil && e.Last != "" {
			d.alertRingLocked(r)
		}
	case *RequestMade:
		d.alertQueueLocked(l.requests[e.Request.ID])
	case *RequestPassed:
		d.alertQueueLocked(l.requests[e.Request])
	case *ConversationReturned:
		d.alertQueueLocked(l.requests[e.Request.ID])
	case *InvitationAccepted:
		c := e.Conversation
		d.callLocked(Alert{Kind: AlertRequest, Why: ChatBegins, Conversation: c.ID, Name: c.VisitorName, Site: l.siteName(c.Site), Until: time.Now().Add(messageAlert)}, c.Operator)
	case *MessageSent:
		d.alertLineLocked(e.Line)
	case *OfflineMessageLeft:
		m := e.Message
		text := cmp.Or(m.Subject, m.Text)
		d.callLocked(Alert{Kind: AlertOffline, Why: MessageWasLeft, Offline: m.ID, Name: m.Name, Text: text, Site: l.siteName(m.Site), Until: time.Now().Add(offlineAlert)}, l.mayReply()...)
	}
}

// alertRingLocked: a request has begun to ring at operators.
func (d *Desk) alertRingLocked(r *request) {
	var to []OperatorID
	var until time.Time
	for _, ring := range r.Ringing { // those asked together ring to the same moment
		if ring.Until.After(until) {
			to, until = nil, ring.Until
		}
		if ring.Until.Equal(until) {
			to = append(to, ring.Operator)
		}
	}
	d.alertRequestLocked(r, RequestRings, until, to)
}

// alertQueueLocked: when a request rings at nobody, all are called who may pick it, each once by push and once by e-mail.
func (d *Desk) alertQueueLocked(r *request) {
	if r == nil || len(r.Ringing) > 0 || !d.live.settings.WebPush && !d.live.mail.Ready() {
		return
	}
	if refused, _ := d.live.refusedByAll(r); refused {
		return
	}
	may := d.live.mayPick(r)
	d.mailRequestLocked(r, may)
	d.alertRequestLocked(r, RequestQueues, time.Now().Add(queueAlert), without(may, r.called))
}

// mayPick are the operators to be called to a request in the queue. Who passed it or gave it away is not asked again, who has his fill of
// chats is left in peace (COM-5, COM-6).
func (l *live) mayPick(r *request) []OperatorID {
	var out []OperatorID
	loads := l.loads()
	for _, o := range l.operatorList() {
		if o.LiveHelp && !o.Disabled && r.isFor(o.ID) && loads[o.ID].chats < l.settings.MaxChats {
			out = append(out, o.ID)
		}
	}
	return out
}

// without returns those of a list whom another does not have.
func without(list, other []OperatorID) []OperatorID {
	return slices.DeleteFunc(slices.Clone(list), func(o OperatorID) bool { return slices.Contains(other, o) })
}

func (d *Desk) alertRequestLocked(r *request, why AlertReason, until time.Time, to []OperatorID) {
	called := d.callLocked(Alert{Kind: AlertRequest, Why: why, Request: r.ID, Name: r.VisitorName, Site: d.live.siteName(r.Site), Returned: r.Returned, Until: until}, to...)
	for _, o := range called {
		if !slices.Contains(r.called, o) {
			r.called = append(r.called, o)
		}
	}
}

// alertOverLocked tells those who were called by a request that they are needed no more, wherever that was decided.
func (d *Desk) alertOverLocked(e Event) {
	var over *request
	switch e := e.(type) {
	case *RequestAccepted:
		over = d.live.over[e.Request]
	case *RequestEnded:
		over = d.live.over[e.Request]
	case *ConversationTaken:
		over = d.live.over[e.Request]
	case *ConversationEnded:
		for _, id := range slices.Backward(d.live.overOrder) {
			if r := d.live.over[id]; r.Conversation == e.Line.Conversation && len(r.called) > 0 {
				over = r
				break
			}
		}
	}
	if over == nil || len(over.called) == 0 {
		return
	}
	d.pushLocked(Alert{Kind: AlertRequest, Why: RequestIsOver, Request: over.ID, Name: over.VisitorName, Text: over.Over().Text, Until: time.Now().Add(overAlert), Operators: over.called})
	over.called = nil
}

// alertLineLocked: a visitor has written.
func (d *Desk) alertLineLocked(line Message) {
	c := d.live.conversations[line.Conversation]
	now := time.Now()
	if c == nil || line.From != FromVisitor || c.Operator == "" || now.Sub(c.alerted) < alertsApart {
		return
	}
	text := line.Text
	if text == "" && len(line.Files) > 0 {
		text = line.Files[0].Name
	}
	a := Alert{Kind: AlertMessage, Why: VisitorWrites, Conversation: c.ID, Seq: line.Seq, Name: c.VisitorName, Text: text, Site: d.live.siteName(c.Site), Until: now.Add(messageAlert)}
	if len(d.callLocked(a, c.Operator)) > 0 {
		c.alerted = now
	}
}

// mayReply are the operators who answer messages that were left.
func (l *live) mayReply() []OperatorID {
	var out []OperatorID
	for _, o := range l.operatorList() {
		if !o.Disabled {
			out = append(out, o.ID)
		}
	}
	return out
}

// callLocked has an alert pushed to those of the operators who do not look at a console, and returns them.
func (d *Desk) callLocked(a Alert, to ...OperatorID) []OperatorID {
	if !d.live.settings.WebPush {
		return nil
	}
	a.Operators, a.Except = d.live.notLooking(to)
	if len(a.Operators) > 0 {
		d.pushLocked(a)
	}
	return a.Operators
}

// notLooking returns those of the operators who do not look at a console, and the sessions in whose browser one is in view nevertheless.
func (l *live) notLooking(list []OperatorID) (away []OperatorID, sessions []string) {
	now := time.Now()
	for _, id := range list {
		o := l.operators[id]
		if o == nil || o.Disabled {
			continue
		}
		if in, attentive := o.inView(now); !attentive {
			away, sessions = append(away, id), append(sessions, in...)
		}
	}
	return away, sessions
}

// pushLocked hands an alert on; it never waits.
func (d *Desk) pushLocked(a Alert) {
	if !d.live.settings.WebPush || d.closed {
		return
	}
	a.Text = cutText(cleanLine(a.Text), alertText)
	for {
		select {
		case d.alerts.waiting <- a:
			return
		default:
		}
		select {
		case <-d.alerts.waiting:
			d.alerts.dropped++
		default:
		}
	}
}

// cutText returns a text of so many characters at most; an ellipsis marks the cut.
func cutText(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
