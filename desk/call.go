package desk

import "time"

// CallState says how a call stands.
type CallState string

// other is the side that a side talks with.
func (s Side) other() Side {
	if s == FromVisitor {
		return FromOperator
	}
	return FromVisitor
}

// Call states, in the order in which they can follow each other.
const (
	CallRings   CallState = "ringing"
	CallIsOpen  CallState = "open" // both want it: the sides may connect
	CallIsEnded CallState = "ended"
)

// CallEnding says by whom or what a call ended.
type CallEnding string

// Call endings.
const (
	CallEndedByVisitor  CallEnding = "visitor" // hung up, as CallEndedByOperator
	CallEndedByOperator CallEnding = "operator"
	CallDeclined        CallEnding = "declined"
	CallWithdrawn       CallEnding = "withdrawn"
	CallUnanswered      CallEnding = "unanswered"
	CallNoMicrophone    CallEnding = "no-microphone" // of whom it was offered to, or who offered it
	CallLost            CallEnding = "lost"          // the connection, or the relay, for longer than callLost
	CallNotConnected    CallEnding = "not-connected" // in callConnects
	CallOver            CallEnding = "over"          // with its conversation, or its operator's part in it
)

// Call is the voice part of a conversation. Beside its row it has what both sides report of it, which is never recorded.
type Call struct {
	ID           CallID
	Conversation ConversationID
	Visitor      VisitorID
	Operator     OperatorID
	OfferedBy    Side
	State        CallState
	Offered      time.Time
	Accepted     time.Time
	Connected    time.Time // when both first heard each other
	Ended        time.Time
	EndedBy      CallEnding

	Window  string              // of the operator: which of his console's windows carries the call; passing
	Reports map[Side]CallReport // passing
}

// CallReport is what one side says of a call.
type CallReport struct {
	Connected bool // hears the other side now
	Muted     bool
	Quality   int    // 1 bad to 4 good; 0 unknown
	Trouble   string // why it is not heard: "microphone" or nothing
}

// Duration is how long the two were connected, until now or the end.
func (c Call) Duration(now time.Time) time.Duration {
	if c.Connected.IsZero() {
		return 0
	}
	if !c.Ended.IsZero() {
		now = c.Ended
	}
	return now.Sub(c.Connected)
}

// offersAMinute is how many calls a visitor may offer, and as many at once.
const offersAMinute = 5

// Times of a call that pass by themselves.
const (
	callRings    = 45 * time.Second
	callConnects = 30 * time.Second // until both hear each other
	callLost     = 20 * time.Second // they don't hear each other, or one side's window is away: it was noticed some seconds late (F-33)
)

// call is the live state of a conversation's latest call.
type call struct {
	Call
	paces     map[Side]*signalPace
	apart     time.Time // since when the two do not hear each other; zero: they do, or never did
	phoneGone time.Time // since when the visitor's window is away; zero: it is there, or it never was
}

func newCall(k Call) *call {
	k.Reports = map[Side]CallReport{}
	return &call{Call: k, paces: map[Side]*signalPace{FromVisitor: newSignalPace(), FromOperator: newSignalPace()}}
}

func (c *call) open() bool { return c != nil && c.State != CallIsEnded }

// CallOffered says that one side would like to talk by voice. Recorded now, as a system line; Conflict when a call goes on.
type CallOffered struct {
	Line Message
	Call Call
}

// Name implements Event.
func (*CallOffered) Name() string { return "CallOffered" }

func (e *CallOffered) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.LastSeq, c.LastSpoke, c.Asked = e.Line.Seq, e.Line.At, false
		c.call = newCall(e.Call)
	}
}

// CallAccepted says that the other side wants it too. Recorded now, as a system line; Conflict when it does not ring any more.
type CallAccepted struct {
	Line   Message
	Call   CallID
	Window string // the operator's
}

// Name implements Event.
func (*CallAccepted) Name() string { return "CallAccepted" }

func (e *CallAccepted) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.LastSeq = e.Line.Seq
		if k := c.call; k != nil && k.ID == e.Call {
			k.State, k.Accepted = CallIsOpen, e.Line.At
			if e.Window != "" {
				k.Window = e.Window
			}
		}
	}
}

// CallEnded says that a call ended. Recorded now, as a system line; Conflict when it had ended.
type CallEnded struct {
	Line      Message
	Call      CallID
	By        CallEnding
	Connected time.Time // when both first heard each other; zero: never
	Was       CallState // how it must stand; Conflict else; empty: however it does
}

// Name implements Event.
func (*CallEnded) Name() string { return "CallEnded" }

func (e *CallEnded) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.LastSeq, c.LastSpoke, c.Asked = e.Line.Seq, e.Line.At, false
		if k := c.call; k != nil && k.ID == e.Call {
			k.State, k.Ended, k.EndedBy, k.Connected = CallIsEnded, e.Line.At, e.By, e.Connected
		}
	}
}

// CallReported says how a call is for one side. Passing.
type CallReported struct {
	Conversation ConversationID
	Call         CallID
	By           Side
	Window       string // the operator's; empty: as it was
	Report       CallReport
	At           time.Time
}

// Name implements Event.
func (*CallReported) Name() string { return "CallReported" }

func (e *CallReported) apply(l *live) {
	c := l.conversations[e.Conversation]
	if c == nil || !c.call.open() || c.call.ID != e.Call {
		return
	}
	k := c.call
	reports := map[Side]CallReport{}
	for side, r := range k.Reports {
		reports[side] = r
	}
	reports[e.By] = e.Report
	k.Reports = reports
	if e.Window != "" {
		k.Window = e.Window
	}
	both := reports[FromVisitor].Connected && reports[FromOperator].Connected
	switch {
	case both:
		if k.Connected.IsZero() {
			k.Connected = e.At
		}
		k.apart = time.Time{}
	case !k.Connected.IsZero() && k.apart.IsZero():
		k.apart = e.At
	}
}

// Relay carries the sound of calls. Its methods do memory work only.
type Relay interface {
	// Begin lets a call be relayed; false when there is no room.
	Begin(call string) bool
	// End ends that at once.
	End(call string)
}

// noVoice is why no call is possible with anybody who could be asked, in words (S-42); empty when one is possible.
func (l *live) noVoice() string {
	if !l.relayed {
		return NoVoice
	}
	for _, o := range l.operators { // one who was here a moment ago may only be loading his console anew
		if o.LiveHelp && !o.Disabled && !o.NoCalls && (o.Online || time.Since(o.lastSeen) < l.settings.ListExpiration) {
			return ""
		}
	}
	return "Nobody can take voice calls right now"
}

// meet returns a copy of an invitation as the visitor meets it.
func (l *live) meet(i *invitation) *Invitation {
	now := i.Invitation
	now.NoVoice = l.noVoiceFor(now)
	return &now
}

// noVoiceFor is noVoiceWith for whom an operator has invited; who invites to a voice chat can have it.
func (l *live) noVoiceFor(i Invitation) string {
	if i.Kind == Voice && l.relayed {
		return ""
	}
	return l.noVoiceWith(i.Operator)
}

// noVoiceWith is noVoice with one operator, or with whoever takes the conversation when there is none.
func (l *live) noVoiceWith(id OperatorID) string {
	o := l.operators[id]
	switch {
	case o == nil:
		return l.noVoice()
	case !l.relayed:
		return NoVoice
	case o.NoCalls:
		return o.PublicName() + " can't take voice calls"
	}
	return ""
}
