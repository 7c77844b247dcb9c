package desk

import (
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// A visitor's phone is his call window: a page of Beckon's own origin that holds the microphone and the connection, so that the call
// outlives the site's pages. A visitor has one; the one opened last counts.

// PhoneCame says that a visitor's call window is there. Passing.
type PhoneCame struct{ Visitor VisitorID }

// Name implements Event.
func (*PhoneCame) Name() string { return "PhoneCame" }

func (e *PhoneCame) apply(l *live) {
	l.phones[e.Visitor] = true
	if c := l.talking[e.Visitor]; c != nil && c.call != nil {
		c.call.phoneGone = time.Time{}
	}
}

// PhoneWent says that a visitor's call window is gone, or its line is. Passing.
type PhoneWent struct {
	Visitor VisitorID
	At      time.Time
}

// Name implements Event.
func (*PhoneWent) Name() string { return "PhoneWent" }

func (e *PhoneWent) apply(l *live) {
	delete(l.phones, e.Visitor)
	if c := l.talking[e.Visitor]; c != nil && c.call != nil {
		c.call.phoneGone = e.At
	}
}

// OpenPhone tells a visitor's call window what concerns its call, until leave is called with when it was heard last; one opened before is
// closed.
func (d *Desk) OpenPhone(by VisitorID, o Outlet) (leave func(heard time.Time)) {
	d.mu.Lock()
	before := d.phones[by]
	d.phones[by] = o
	d.passLocked(&PhoneCame{Visitor: by})
	d.mu.Unlock()
	if before != nil {
		before.Close(Conflict)
	}
	return func(heard time.Time) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.phones[by] == o {
			delete(d.phones, by)
			d.passLocked(&PhoneWent{Visitor: by, At: heard})
		}
	}
}

// PhoneSteered says that the visitor muted his microphone, or took that back, on a page of the site. Passing.
type PhoneSteered struct {
	Visitor VisitorID
	Muted   bool
}

// Name implements Event.
func (*PhoneSteered) Name() string { return "PhoneSteered" }

func (*PhoneSteered) apply(*live) {}

// SteerPhone lets a page of the visitor mute the microphone of his call window.
func (d *Desk) SteerPhone(by VisitorID, muted bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.passLocked(&PhoneSteered{Visitor: by, Muted: muted})
}

// MicrophoneMeasured says how loud the visitor's microphone is. It is for his own pages alone. Passing.
type MicrophoneMeasured struct {
	Visitor VisitorID
	Level   int // 0 to 10
}

// Name implements Event.
func (*MicrophoneMeasured) Name() string { return "MicrophoneMeasured" }

func (*MicrophoneMeasured) apply(*live) {}

// MeasureMicrophone lets the visitor's pages show how loud his microphone is, 0 to 10; beyond that counts as the nearer of the two.
func (d *Desk) MeasureMicrophone(by VisitorID, level int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.passLocked(&MicrophoneMeasured{Visitor: by, Level: min(max(level, 0), 10)})
}

// Talking returns the open conversation of a visitor and its site's name; ok is false when he has none.
func (d *Desk) Talking(by VisitorID) (c Conversation, site string, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.live.talking[by]
	if now == nil {
		return Conversation{}, "", false
	}
	return d.live.talk(now), d.live.siteName(now.Site), true
}

// Waiting returns the request by which a visitor waits for an operator; ok is false when he does not.
func (d *Desk) Waiting(by VisitorID) (r Request, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.live.waiting[by]
	if now == nil {
		return Request{}, false
	}
	return d.live.standing(now), true
}

// CallSignalled carries what the two browsers of a call have to agree on. It is for the other side alone. Passing.
type CallSignalled struct {
	Conversation ConversationID
	Call         CallID
	From         Side
	Signal       Signal
}

// Name implements Event.
func (*CallSignalled) Name() string { return "CallSignalled" }

func (*CallSignalled) apply(*live) {}

// Signal is one step of connecting two browsers. The operator's offers, the visitor's answers: neither can clash with the other. Round
// numbers the offers; what belongs to an earlier one is passed over.
type Signal struct {
	Kind  SignalKind
	Round int
	Text  string // description or candidate; addresses are taken out before (package voice)
	Mid   string // of a candidate
}

// SignalKind says what a signal is.
type SignalKind string

// Signals.
const (
	SignalOffer     SignalKind = "offer"
	SignalAnswer    SignalKind = "answer"
	SignalCandidate SignalKind = "candidate"
	SignalAgain     SignalKind = "again" // asks for a new offer: the network has changed, or a window has come back
)

// maySend are the signals of each side.
var maySend = map[Side][]SignalKind{
	FromOperator: {SignalOffer, SignalCandidate},
	FromVisitor:  {SignalAnswer, SignalCandidate, SignalAgain},
}

// signalPace bounds what one side of a call has passed on: the other takes it through a queue that is bounded too.
type signalPace struct{ descriptions, candidates, others *rate.Limiter }

// A browser gathers some thirty candidates at once where it has several networks and may connect directly.
func newSignalPace() *signalPace {
	return &signalPace{descriptions: rate.NewLimiter(2, 6), candidates: rate.NewLimiter(20, 60), others: rate.NewLimiter(1, 5)}
}

func (p *signalPace) of(k SignalKind) *rate.Limiter {
	switch k {
	case SignalOffer, SignalAnswer:
		return p.descriptions
	case SignalCandidate:
		return p.candidates
	}
	return p.others
}

// SignalCall passes a signal of the operator to the visitor's call window. NotFound, Forbidden, Invalid, TooMany; Conflict when no
// such call is open.
func (d *Desk) SignalCall(by Actor, id ConversationID, callID CallID, s Signal) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.live.conversations[id]
	if c == nil {
		return notFound("conversation")
	}
	if c.Operator != by.ID {
		return Errorf(Forbidden, "This chat is with %s", c.OperatorName)
	}
	return d.signalLocked(c, callID, FromOperator, s)
}

// SignalCallByVisitor passes a signal of the visitor's call window to the operator. NotFound, Invalid, Conflict, TooMany as for
// SignalCall.
func (d *Desk) SignalCallByVisitor(by VisitorID, id ConversationID, callID CallID, s Signal) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.live.conversations[id]
	if c == nil || c.Visitor != by {
		return notFound("conversation")
	}
	return d.signalLocked(c, callID, FromVisitor, s)
}

func (d *Desk) signalLocked(c *conversation, callID CallID, from Side, s Signal) error {
	switch {
	case c.call == nil || c.call.ID != callID || c.call.State != CallIsOpen:
		return Errorf(Conflict, "This call is not open")
	case !slices.Contains(maySend[from], s.Kind):
		return invalid("kind", "This side sends no such signal")
	case !c.call.paces[from].of(s.Kind).Allow():
		return Errorf(TooMany, "These are too many signals at once")
	}
	d.passLocked(&CallSignalled{Conversation: c.ID, Call: callID, From: from, Signal: s})
	return nil
}

// tellPhoneLocked tells the visitor's call window what concerns it.
func (d *Desk) tellPhoneLocked(t Told) {
	var of VisitorID
	if e, is := t.Event.(*PhoneSteered); is {
		of = e.Visitor
	} else if t.Conversation != nil {
		of = t.Conversation.Visitor
	} else if t.Request != nil { // the window waits for whoever takes it
		of = t.Request.Visitor
	}
	if o := d.phones[of]; o != nil {
		o.Tell(t)
	}
}
