package wire

import (
	"time"

	"beckon/desk"
)

// Request is a visitor's wish to talk, as operators see it.
type Request struct {
	ID           string `json:"id"`
	Visitor      string `json:"visitor"`
	Visit        string `json:"visit"`
	Site         string `json:"site"`
	Kind         string `json:"kind" enum:"text,voice"`
	VisitorName  string `json:"visitorName"`
	State        string `json:"state" enum:"waiting,accepted,withdrawn,left,unanswered"`
	Returned     bool   `json:"returned" doc:"an open conversation lost its operator; it is served before newcomers"`
	Invited      bool   `json:"invited" doc:"the visitor was invited during this visit; served before those who were not"`
	Conversation string `json:"conversation,omitempty" doc:"it led to; or, when returned, the one that waits"`
	Operator     string `json:"operator,omitempty" doc:"who took it"`
	OperatorName string `json:"operatorName,omitempty"`
	Asked        Millis `json:"asked"`
	Ended        Millis `json:"ended,omitempty"`
	Ringing      []Ring `json:"ringing" doc:"operators being asked; none: it stands in the queue"`
	Passes       []Pass `json:"passes" doc:"operators who did not take it"`
	VisitorAway  bool   `json:"visitorAway" doc:"no page of the visitor is connected"`
}

// Ring is an operator being asked to take a request, and until when.
type Ring struct {
	Operator string `json:"operator"`
	Until    Millis `json:"until"`
}

// Pass says that an operator did not take a request.
type Pass struct {
	Operator string `json:"operator"`
	How      string `json:"how" enum:"declined,queued,missed"`
	At       Millis `json:"at"`
}

// RequestFrame says where a request stands.
type RequestFrame struct {
	Type    string  `json:"type" enum:"request"`
	Request Request `json:"request"`
}

// RequestMark says on a badge that its visitor waits.
type RequestMark struct {
	ID       string `json:"id"`
	Kind     string `json:"kind" enum:"text,voice"`
	Asked    Millis `json:"asked"`
	Returned bool   `json:"returned"`
}

// AskFrame says that the visitor pressed Start in Start communication. Sent again with the same id it asks for nothing new.
type AskFrame struct {
	Type string `json:"type" enum:"ask"`
	ID   string `json:"id" doc:"the request's id, made by the page: 16 to 32 characters of A-Z a-z 0-9 _ -"`
	Name string `json:"name,omitempty"`
	Kind string `json:"kind" enum:"text,voice"`
}

// CancelFrame takes the visitor's request back.
type CancelFrame struct {
	Type    string `json:"type" enum:"cancel"`
	Request string `json:"request"`
}

// VisitorRequest is a request as its visitor sees it.
type VisitorRequest struct {
	ID       string `json:"id"`
	Kind     string `json:"kind" enum:"text,voice"`
	State    string `json:"state" enum:"waiting,accepted,withdrawn,left,unanswered" doc:"unanswered: nobody could take it, the visitor may leave a message"`
	Returned bool   `json:"returned" doc:"the chat goes on with another operator: the page keeps showing it"`
	Name     string `json:"name,omitempty" doc:"what the visitor called himself"`
	Place    int    `json:"place" doc:"in the queue, from 1; 0 when it is over"`
	Expected int    `json:"expected" doc:"seconds still to be expected; 0: not known"`
}

// VisitorRequestFrame says where the visitor's request stands; it comes whenever that changes.
type VisitorRequestFrame struct {
	Type    string         `json:"type" enum:"request"`
	Request VisitorRequest `json:"request"`
}

// AvailabilityFrame says whether somebody takes requests: the site's button reads Click for Live Help or Leave a message.
type AvailabilityFrame struct {
	Type      string `json:"type" enum:"availability"`
	Available bool   `json:"available"`
	NoVoice   string `json:"noVoice,omitempty" doc:"as in welcome"`
	CSS       string `json:"css,omitempty" doc:"as in welcome; absent: the button is back at the usual place"`
}

// RequestOf returns a request as operators see it.
func RequestOf(r desk.Request) Request {
	return Request{
		ID: string(r.ID), Visitor: string(r.Visitor), Visit: string(r.Visit), Site: string(r.Site), Kind: string(r.Kind), VisitorName: r.VisitorName,
		State: string(r.State), Returned: r.Returned, Invited: r.Invited, Conversation: string(r.Conversation), Operator: string(r.Operator), OperatorName: r.OperatorName,
		Asked: MillisOf(r.Asked), Ended: MillisOf(r.Ended), VisitorAway: r.VisitorAway,
		Ringing: each(r.Ringing, func(x desk.Ring) Ring { return Ring{Operator: string(x.Operator), Until: MillisOf(x.Until)} }),
		Passes: each(r.Passes, func(p desk.Pass) Pass {
			return Pass{Operator: string(p.Operator), How: string(p.How), At: MillisOf(p.At)}
		}),
	}
}

// VisitorRequestOf returns a request as its visitor sees it.
func VisitorRequestOf(r desk.Request) VisitorRequest {
	return VisitorRequest{
		ID: string(r.ID), Kind: string(r.Kind), State: string(r.State), Returned: r.Returned, Name: r.VisitorName, Place: r.Place,
		Expected: int(r.Expected.Round(time.Second) / time.Second),
	}
}
