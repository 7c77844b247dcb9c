package wire

import "beckon/desk"

// Call is a conversation's latest call.
type Call struct {
	ID        string   `json:"id"`
	OfferedBy string   `json:"offeredBy" enum:"visitor,operator"`
	State     string   `json:"state" enum:"ringing,open,ended"`
	Offered   Millis   `json:"offered"`
	Accepted  Millis   `json:"accepted,omitempty"`
	Connected Millis   `json:"connected,omitempty" doc:"when both first heard each other"`
	Ended     Millis   `json:"ended,omitempty"`
	EndedBy   string   `json:"endedBy,omitempty" enum:"visitor,operator,declined,withdrawn,unanswered,no-microphone,lost,not-connected,over"`
	Window    string   `json:"window,omitempty" doc:"which of the operator's windows carries it; never told to visitors"`
	Visitor   CallSide `json:"visitor"`
	Operator  CallSide `json:"operator"`
}

// CallSide is what one side reports of a call.
type CallSide struct {
	Connected bool   `json:"connected" doc:"hears the other side now"`
	Muted     bool   `json:"muted"`
	Quality   int    `json:"quality" minimum:"0" maximum:"4" doc:"1 bad to 4 good; 0 not known"`
	Trouble   string `json:"trouble,omitempty" enum:"microphone" doc:"why it is not heard"`
}

// RelayAccess is how one side of an open call reaches the relay.
type RelayAccess struct {
	URLs       []string `json:"urls" doc:"the fastest way first"`
	Username   string   `json:"username"`
	Credential string   `json:"credential"`
	Until      Millis   `json:"until" doc:"no new connection to the relay after it"`
	Direct     bool     `json:"direct" doc:"the two may also connect directly; else the relay is the only way and neither learns the other's address"`
}

// Signal is one step of connecting two browsers. The operator's window offers, the visitor's answers.
type Signal struct {
	Conversation string `json:"conversation"`
	Call         string `json:"call"`
	Kind         string `json:"kind" enum:"offer,answer,candidate,again" doc:"again: the visitor's window asks for a new offer"`
	Round        int    `json:"round" minimum:"0" doc:"numbers the offers; what belongs to an earlier one is passed over"`
	Text         string `json:"text,omitempty" maxLength:"32768" doc:"description or candidate, without addresses other than the relay's"`
	Mid          string `json:"mid,omitempty" maxLength:"16"`
}

// SignalFrame carries a signal: to the operator's consoles and from them, to the visitor's call window and from it.
type SignalFrame struct {
	Type string `json:"type" enum:"signal"`
	Signal
}

// CallReportFrame says how the call is for whoever sends it, at most once a second and when it changes.
type CallReportFrame struct {
	Type         string `json:"type" enum:"call-report"`
	Conversation string `json:"conversation"`
	Call         string `json:"call"`
	Window       string `json:"window,omitempty" doc:"from a console: which of the operator's windows says so; passed over when another carries the call"`
	Take         bool   `json:"take,omitempty" doc:"from a console: this window carries the call from now on"`
	CallSide
}

// ExpectPhoneFrame says, on a page of the site, which key the visitor's call window will come with.
type ExpectPhoneFrame struct {
	Type string `json:"type" enum:"expect-phone"`
	Key  string `json:"key" doc:"made by the page: 32 characters of A-Z a-z 0-9 _ -"`
}

// SteerPhoneFrame mutes the visitor's call window from a page of the site, or takes that back; to the window it comes as it was sent.
type SteerPhoneFrame struct {
	Type  string `json:"type" enum:"steer-phone"`
	Muted bool   `json:"muted"`
}

// LevelFrame says how loud the visitor's microphone is: from his call window, and as it was sent to his pages.
type LevelFrame struct {
	Type  string `json:"type" enum:"level"`
	Level int    `json:"level" minimum:"0" maximum:"10"`
}

// HangUpFrame ends a call, declines it or takes it back; from a page and from the call window.
type HangUpFrame struct {
	Type         string `json:"type" enum:"hang-up"`
	Conversation string `json:"conversation"`
	Call         string `json:"call"`
	Microphone   bool   `json:"microphone,omitempty" doc:"none could be used"`
}

// PhoneHelloFrame is the first frame a call window sends.
type PhoneHelloFrame struct {
	Type    string `json:"type" enum:"phone"`
	Version int    `json:"version"`
	Key     string `json:"key"`
	Token   string `json:"token,omitempty" doc:"that the first phone frame gave, by which the window comes back when its page is gone"`
	From    string `json:"from,omitempty" doc:"origin of the page that opened the window, as the browser names it (document.referrer); empty when it names none"`
}

// PhoneFrame says how the visitor's conversation and its call stand; the answer to the first frame, and whenever that changes.
type PhoneFrame struct {
	Type         string               `json:"type" enum:"phone"`
	Conversation *VisitorConversation `json:"conversation,omitempty" doc:"absent: an operator has not come yet"`
	Token        string               `json:"token,omitempty" doc:"in the first answer: names the visitor for the next 12 hours, to be kept for the tab and said in the window's first frame"`
	Press        bool                 `json:"press,omitempty" doc:"no page of the visitor's site opened the window: it asks before it takes the microphone"`
}

// PlaceCallFrame offers the operator a call, once the microphone is there; when he has offered one, it accepts that.
type PlaceCallFrame struct {
	Type         string `json:"type" enum:"call"`
	Conversation string `json:"conversation"`
	ID           string `json:"id" doc:"made by the window; form as a message's"`
}

// AskRelayFrame asks for access to the relay, for a call that is open.
type AskRelayFrame struct {
	Type string `json:"type" enum:"relay"`
	Call string `json:"call"`
}

// RelayFrame is the answer.
type RelayFrame struct {
	Type string `json:"type" enum:"relay"`
	Call string `json:"call"`
	RelayAccess
}

// VoiceState says whether calls are possible at all, and how.
type VoiceState struct {
	On      bool     `json:"on"`
	Why     string   `json:"why,omitempty" doc:"why not, in words; while it is on: what of it is not to be had"`
	Address string   `json:"address,omitempty" doc:"that relayed addresses bear"`
	URLs    []string `json:"urls,omitempty" doc:"where browsers reach the relay"`
	Calls   int      `json:"calls" doc:"relayed now"`
	Most    int      `json:"most" doc:"at a time"`
}

// CallOf returns a call as operators see it.
func CallOf(k *desk.Call) *Call {
	if k == nil {
		return nil
	}
	side := func(s desk.Side) CallSide {
		r := k.Reports[s]
		return CallSide{Connected: r.Connected, Muted: r.Muted, Quality: r.Quality, Trouble: r.Trouble}
	}
	return &Call{
		ID: string(k.ID), OfferedBy: string(k.OfferedBy), State: string(k.State), Offered: MillisOf(k.Offered), Accepted: MillisOf(k.Accepted),
		Connected: MillisOf(k.Connected), Ended: MillisOf(k.Ended), EndedBy: string(k.EndedBy), Window: k.Window,
		Visitor: side(desk.FromVisitor), Operator: side(desk.FromOperator),
	}
}

// visitorCallOf returns a call as the visitor sees it.
func visitorCallOf(k *desk.Call) *Call {
	c := CallOf(k)
	if c != nil {
		c.Window = ""
	}
	return c
}

// SignalOf returns a signal on its way.
func SignalOf(e *desk.CallSignalled) SignalFrame {
	s := e.Signal
	return SignalFrame{Type: "signal", Signal: Signal{Conversation: string(e.Conversation), Call: string(e.Call), Kind: string(s.Kind), Round: s.Round, Text: s.Text, Mid: s.Mid}}
}

// Desk returns the signal as the desk has it.
func (s Signal) Desk() desk.Signal {
	return desk.Signal{Kind: desk.SignalKind(s.Kind), Round: s.Round, Text: s.Text, Mid: s.Mid}
}

// Desk returns the report as the desk has it.
func (s CallSide) Desk() desk.CallReport {
	return desk.CallReport{Connected: s.Connected, Muted: s.Muted, Quality: s.Quality, Trouble: s.Trouble}
}

// ForPhone returns what a visitor's call window is told of a fact: the operator's signals, what a page says, how conversation and call
// stand, and the request before there is one.
func ForPhone(t desk.Told) []any {
	switch e := t.Event.(type) {
	case *desk.CallSignalled:
		if e.From == desk.FromOperator {
			return []any{SignalOf(e)}
		}
		return nil
	case *desk.PhoneSteered:
		return []any{SteerPhoneFrame{Type: "steer-phone", Muted: e.Muted}}
	case *desk.Typing, *desk.MessageSent, *desk.MessagesReceived, *desk.MessagesRead, *desk.ConversationNoted, *desk.ConversationTagged, *desk.ConversationUntagged,
		*desk.RequestOffered, *desk.RequestPassed:
		return nil
	}
	if t.Conversation == nil {
		if t.Request != nil {
			return []any{VisitorRequestFrame{Type: "request", Request: VisitorRequestOf(*t.Request)}}
		}
		return nil
	}
	c := VisitorConversationOf(*t.Conversation, t.Site)
	return []any{PhoneFrame{Type: "phone", Conversation: &c}}
}
