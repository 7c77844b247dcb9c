package desk

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// RequestState says where a chat request stands.
type RequestState string

// Request states; all but the first end it.
const (
	RequestIsWaiting    RequestState = "waiting"
	RequestIsAccepted   RequestState = "accepted"
	RequestIsWithdrawn  RequestState = "withdrawn"  // by the visitor, or he left a message instead
	RequestIsLeft       RequestState = "left"       // the visitor left the site
	RequestIsUnanswered RequestState = "unanswered" // nobody was there to take it, or all declined
)

// Request is a visitor's wish to talk. Its place is in the Communication Queue until an operator takes it.
type Request struct {
	ID           RequestID
	Visitor      VisitorID
	Visit        VisitID
	Site         SiteID
	Kind         Talk
	VisitorName  string
	Conversation ConversationID // it led to; or, when Returned, the one that lost its operator
	Returned     bool           // an open conversation came back to the queue (QUE-3)
	Invited      bool           // the visitor was invited during this visit, and has not declined (COM-7)
	State        RequestState
	Operator     OperatorID // who took it
	OperatorName string
	Asked        time.Time
	Ended        time.Time
	Passes       []Pass // operators who did not take it, each once

	Ringing     []Ring        // operators being asked; computed
	Place       int           // in the queue, from 1; computed
	Expected    time.Duration // wait still to be expected; 0: unknown; computed
	VisitorAway bool          // no page connected; computed
}

// Passed says how an operator let a request pass.
type Passed string

// Ways to let a request pass (COM-5).
const (
	PassDeclined Passed = "declined" // not asked again
	PassQueued   Passed = "queued"   // left to the queue: no second notification
	PassMissed   Passed = "missed"   // it rang out
)

// Pass says that an operator did not take a request.
type Pass struct {
	Operator OperatorID
	How      Passed
	At       time.Time
}

// Ring is an operator being asked, and until when.
type Ring struct {
	Operator OperatorID
	Until    time.Time
}

// request is the live state of a waiting request.
type request struct {
	Request
	timer    *time.Timer // next of: it rings out, the visitor is gone too long
	told     int         // place the visitor was told last
	toldWait int         // words of the expected wait he was told last; see inWords
	first    int         // place he began with
	gave     OperatorID  // who gave the conversation away and is still here: not asked
	busy     bool        // something is being recorded of what happens by itself

	called []OperatorID // by push, on this node
	mailed []OperatorID // told by e-mail that it waits
}

// queued reports whether nobody is asked by himself any more: the request stands in the queue to be picked (COM-5).
func (r *request) queued() bool {
	return slices.ContainsFunc(r.Passes, func(p Pass) bool { return p.How != PassDeclined })
}

func (r *request) pass(of OperatorID) (Pass, bool) {
	for _, p := range slices.Backward(r.Passes) {
		if p.Operator == of {
			return p, true
		}
	}
	return Pass{}, false
}

// isFor reports whether r may still ring at an operator: he has neither let it pass nor given it away.
func (r *request) isFor(o OperatorID) bool {
	_, passed := r.pass(o)
	return !passed && r.gave != o
}

func (r *request) rings(at OperatorID) bool {
	return slices.ContainsFunc(r.Ringing, func(x Ring) bool { return x.Operator == at })
}

// before reports whether r is served before s: who lost his operator, then who was invited, then who waits longest.
func (r *request) before(s *request) bool {
	return cmp.Or(cmp.Compare(r.rank(), s.rank()), r.Asked.Compare(s.Asked), cmp.Compare(r.ID, s.ID)) < 0
}

func (r *request) rank() int {
	switch {
	case r.Returned:
		return 0
	case r.Invited:
		return 1
	}
	return 2
}

// RequestMade says that a visitor asked for a talk. Recorded now; Conflict when he waits, talks or is invited already. The same id is
// the same request: the store fills it as it stands.
type RequestMade struct {
	Request Request
	Named   string // name the visitor has given, now or before
}

// Name implements Event.
func (*RequestMade) Name() string { return "RequestMade" }

func (e *RequestMade) apply(l *live) {
	l.waits(e.Request)
	if v := l.byVisitor[e.Request.Visitor]; v != nil && e.Named != "" {
		v.Name = e.Named
	}
}

// waits puts a request into the queue, unless it is there or over.
func (l *live) waits(r Request) {
	if r.State != RequestIsWaiting || l.requests[r.ID] != nil {
		return
	}
	live := &request{Request: r}
	live.Ringing = nil
	l.requests[r.ID] = live
	l.waiting[r.Visitor] = live
}

// RequestOffered says which operators are being asked to take a request, from now on. Passing.
type RequestOffered struct {
	Request RequestID
	Ringing []Ring
	Last    OperatorID // asked last; empty: nobody was added
}

// Name implements Event.
func (*RequestOffered) Name() string { return "RequestOffered" }

func (e *RequestOffered) apply(l *live) {
	r := l.requests[e.Request]
	if r == nil {
		return
	}
	r.Ringing = e.Ringing
	if e.Last != "" {
		l.lastOffered = e.Last
	}
}

// RequestPassed says that operators did not take a request; of each the latest word counts. Recorded now; Conflict when it is over.
type RequestPassed struct {
	Request   RequestID
	Operators []OperatorID
	How       Passed
	At        time.Time
}

// Name implements Event.
func (*RequestPassed) Name() string { return "RequestPassed" }

func (e *RequestPassed) apply(l *live) {
	r := l.requests[e.Request]
	if r == nil {
		return
	}
	passes := slices.DeleteFunc(slices.Clone(r.Passes), func(p Pass) bool { return slices.Contains(e.Operators, p.Operator) })
	for _, o := range e.Operators {
		passes = append(passes, Pass{Operator: o, How: e.How, At: e.At})
	}
	r.Passes = passes
	r.Ringing = slices.DeleteFunc(slices.Clone(r.Ringing), func(x Ring) bool { return slices.Contains(e.Operators, x.Operator) })
}

// RequestAccepted says that an operator took a request: the conversation begins with its first lines. Recorded now; Conflict, saying
// who was first, when it is over.
type RequestAccepted struct {
	Request      RequestID
	Conversation Conversation
	Lines        []Message // numbered from 1
}

// Name implements Event.
func (*RequestAccepted) Name() string { return "RequestAccepted" }

func (e *RequestAccepted) apply(l *live) {
	c := e.Conversation
	l.answeredRequest(e.Request, RequestIsAccepted, c)
	if l.conversations[c.ID] == nil {
		l.begin(c)
	}
}

// answeredRequest takes a request out of the queue; c is the conversation that it leads to, if any.
func (l *live) answeredRequest(id RequestID, state RequestState, c Conversation) {
	r := l.requests[id]
	if r == nil {
		return
	}
	if r.timer != nil {
		r.timer.Stop()
	}
	r.State, r.Ringing = state, nil
	if state == RequestIsAccepted {
		r.Operator, r.OperatorName, r.Conversation, r.Ended = c.Operator, c.OperatorName, c.ID, time.Now()
		l.waited(r)
	}
	delete(l.requests, id)
	if l.waiting[r.Visitor] == r {
		delete(l.waiting, r.Visitor)
	}
	l.over[id] = r
	l.overOrder = append(l.overOrder, id)
	for len(l.overOrder) > maxEnded {
		delete(l.over, l.overOrder[0])
		l.overOrder = l.overOrder[1:]
	}
}

// RequestEnded says that a request is over without a talk. Recorded now; Conflict when it was over before.
type RequestEnded struct {
	Request RequestID
	State   RequestState
	At      time.Time
}

// Name implements Event.
func (*RequestEnded) Name() string { return "RequestEnded" }

func (e *RequestEnded) apply(l *live) {
	if r := l.requests[e.Request]; r != nil {
		r.Ended = e.At
	}
	l.answeredRequest(e.Request, e.State, Conversation{})
}

// Request returns a request that waits or is just over. NotFound.
func (d *Desk) Request(id RequestID) (Request, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r := cmp.Or(d.live.requests[id], d.live.over[id]); r != nil {
		return d.live.standing(r), nil
	}
	return Request{}, notFound("request")
}

// CancelRequest takes a visitor's request back. NotFound, Conflict when it is over.
func (d *Desk) CancelRequest(ctx context.Context, by VisitorID, id RequestID) error {
	r, err := d.Request(id)
	if err != nil || r.Visitor != by {
		return notFound("request")
	}
	if r.State == RequestIsWithdrawn {
		return nil
	}
	return d.endRequest(ctx, r, RequestIsWithdrawn)
}

// endRequest ends a request without a talk; one that was returned ends with its conversation.
func (d *Desk) endRequest(ctx context.Context, r Request, state RequestState) error {
	if r.State != RequestIsWaiting {
		return r.Over()
	}
	if !r.Returned {
		return d.happen(ctx, &RequestEnded{Request: r.ID, State: state, At: time.Now()})
	}
	c, err := d.Conversation(r.Conversation)
	if err != nil {
		return err
	}
	return d.end(ctx, c, map[RequestState]Ending{RequestIsWithdrawn: EndedByVisitor, RequestIsLeft: EndedByLeaving, RequestIsUnanswered: EndedByNobody}[state])
}

// Over returns the Conflict that says how a request stands that waits no more.
func (r Request) Over() *Error {
	switch r.State {
	case RequestIsAccepted:
		return &Error{Kind: Conflict, Text: r.OperatorName + " has taken this request", Who: r.OperatorName}
	case RequestIsWithdrawn:
		return Errorf(Conflict, "The visitor has taken this request back")
	case RequestIsLeft:
		return Errorf(Conflict, "The visitor has left the site")
	}
	return Errorf(Conflict, "This request is over")
}

// AcceptRequest takes a request: one winner among those who accept (guarantee 4). NotFound; Conflict says who was first; TooMany at the
// upper bound of chats.
func (d *Desk) AcceptRequest(ctx context.Context, by Actor, id RequestID) (Conversation, error) {
	if err := by.may(Communicate); err != nil {
		return Conversation{}, err
	}
	d.mu.Lock()
	r := cmp.Or(d.live.requests[id], d.live.over[id])
	o := d.live.operators[by.ID]
	if r == nil || o == nil {
		d.mu.Unlock()
		return Conversation{}, notFound("request")
	}
	now, chats, name := d.live.standing(r), d.live.chats(by.ID), o.PublicName()
	d.mu.Unlock()
	switch {
	case now.State == RequestIsAccepted && now.Operator == by.ID: // pressed twice
		return d.StoredConversation(ctx, now.Conversation)
	case now.State != RequestIsWaiting:
		return Conversation{}, now.Over()
	case chats >= mostChats:
		return Conversation{}, Errorf(TooMany, "You have %d chats: end one first", chats)
	}
	if now.Returned {
		line := systemLine(now.Conversation, LineTookOver, name+" has taken over")
		err := d.happen(ctx, &ConversationTaken{Line: line, By: by.ID, ByName: name, Request: id})
		return d.asItStands(now.Conversation, err)
	}
	e := now.acceptance(by.ID, name)
	return d.asItStands(e.Conversation.ID, d.happen(ctx, e))
}

func (r Request) acceptance(by OperatorID, name string) *RequestAccepted {
	now := time.Now()
	c := Conversation{
		ID: ConversationID(newID()), Visitor: r.Visitor, Visit: r.Visit, Site: r.Site, Kind: r.Kind, State: ConversationIsOpen,
		Operator: by, OperatorName: name, VisitorName: r.VisitorName, Started: now, LastSpoke: now, LastSeq: 2, Spoken: true,
	}
	return &RequestAccepted{Request: r.ID, Conversation: c, Lines: []Message{
		{Conversation: c.ID, Seq: 1, ID: ClientID(newID()), From: FromSystem, What: LineRequest, Name: r.VisitorName, Text: r.VisitorName + " asked for a " + r.Kind.chat(), At: r.Asked},
		{Conversation: c.ID, Seq: 2, ID: ClientID(newID()), From: FromSystem, What: LineJoined, Name: name, Text: name + " has joined the chat", At: now},
	}}
}

// PassRequest lets a request pass: declined by anybody, or left to the queue by whom it rings, or has rung, at (COM-5). An operator's
// latest word counts; said again it changes nothing. NotFound; Conflict when it is over, or does not ring at who leaves it to the queue.
func (d *Desk) PassRequest(ctx context.Context, by Actor, id RequestID, how Passed) (Request, error) {
	if err := by.may(Communicate); err != nil {
		return Request{}, err
	}
	now, err := d.Request(id)
	if err != nil {
		return Request{}, err
	}
	if now.State != RequestIsWaiting {
		return now, now.Over()
	}
	r := request{Request: now}
	before, _ := r.pass(by.ID)
	if !r.rings(by.ID) {
		if before.How == how {
			return now, nil
		}
		if how == PassQueued && before.How != PassMissed {
			return now, Errorf(Conflict, "This request does not ring at you")
		}
	}
	if err := d.happen(ctx, &RequestPassed{Request: id, Operators: []OperatorID{by.ID}, How: how, At: time.Now()}); err != nil {
		return Request{}, err
	}
	return d.Request(id)
}
