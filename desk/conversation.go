package desk

import (
	"cmp"
	"context"
	"time"

	"golang.org/x/time/rate"
)

// ConversationState says whether a conversation goes on.
type ConversationState string

// Conversation states.
const (
	ConversationIsOpen  ConversationState = "open"
	ConversationIsEnded ConversationState = "ended"
)

// Ending says by whom or what a conversation ended.
type Ending string

// Endings.
const (
	EndedByVisitor  Ending = "visitor"
	EndedByOperator Ending = "operator"
	EndedByLeaving  Ending = "left"    // the visitor was gone too long
	EndedBySilence  Ending = "silence" // both silent, asked, and silent again
	EndedByNobody   Ending = "nobody"  // no operator could take it (S-44)
)

// Conversation is the talk between a visitor and an operator.
type Conversation struct {
	ID           ConversationID
	Visitor      VisitorID
	Visit        VisitID
	Site         SiteID
	Invitation   InvitationID
	Kind         Talk
	State        ConversationState
	Hold         bool
	Operator     OperatorID
	OperatorName string
	VisitorName  string
	Started      time.Time
	Ended        time.Time
	EndedBy      Ending
	LastSeq      int64 // number of the last message
	VisitorGot   int64 // number up to which the visitor's browser has acknowledged
	OperatorGot  int64
	VisitorRead  int64 // number up to which the visitor has seen everything
	OperatorRead int64
	Spoken       bool      // the operator has said something himself
	LastSpoke    time.Time // when one of the two last said something
	Asked        bool      // asked whether they are still there, and nobody spoke since
	Rating       Rating    // the visitor's; zero: not rated
	Tags         []string  // sorted

	VisitorAway  bool   // no page connected; computed
	OperatorHere bool   // a console connected; computed
	SneakPeek    bool   // what the visitor types is seen before he sends it; computed
	Call         *Call  // the latest, since the start; computed
	Phone        bool   // the visitor's call window is there; computed
	Voice        string // why the visitor can't call, in words; empty: he can; computed
	CanMail      bool   // its transcript can be sent by e-mail; computed
}

// conversation is the live state of an open conversation.
type conversation struct {
	Conversation
	waiting  map[int64]Event // facts whose number is not next
	catching bool            // those before them are about to be fetched
	timer    *time.Timer     // next due of what happens by itself
	busy     bool            // it is happening now
	retry    time.Time       // not before: the store could not be written
	alerted  time.Time       // when its operator was last alerted, by this node
	gone     time.Time       // when the visitor left whose visit has ended; zero: unknown
	pace     *rate.Limiter   // of the visitor's messages
	offers   *rate.Limiter   // of the calls he offers
	typing   map[Side]*typing
	call     *call // the latest; nil: none since the start
}

// InvitationAccepted says that a visitor pressed Start: the invitation is accepted and the conversation begins with its first lines.
// Recorded now; Conflict when the invitation had ended or the visitor has an open conversation.
type InvitationAccepted struct {
	Conversation Conversation
	Named        string    // name the visitor has given, now or before; empty: none, the default stands in the conversation only
	Lines        []Message // numbered from 1
}

// Name implements Event.
func (*InvitationAccepted) Name() string { return "InvitationAccepted" }

func (e *InvitationAccepted) apply(l *live) {
	c := e.Conversation
	if i := l.invitations[c.Invitation]; i != nil && i.State.Open() {
		i.State, i.Ended, i.Conversation = InvitationIsAccepted, c.Started, c.ID
		if i.Shown.IsZero() {
			i.Shown = c.Started
		}
		l.answered(i)
	}
	if v := l.byVisitor[c.Visitor]; v != nil {
		v.Name = e.Named
		v.Refused = false
	}
	if l.conversations[c.ID] == nil {
		l.begin(c)
	}
}

func (l *live) begin(c Conversation) *conversation {
	live := &conversation{Conversation: c, waiting: map[int64]Event{}, pace: rate.NewLimiter(rate.Every(messagesWithin/messagesAtMost), messagesBurst),
		offers: rate.NewLimiter(rate.Every(time.Minute/offersAMinute), offersAMinute),
		typing: map[Side]*typing{FromVisitor: {}, FromOperator: {}}}
	l.conversations[c.ID] = live
	l.talking[c.Visitor] = live
	return live
}

// ConversationEnded says that a conversation ended. Recorded now, as a system line.
type ConversationEnded struct {
	Line Message
	By   Ending
}

// Name implements Event.
func (*ConversationEnded) Name() string { return "ConversationEnded" }

func (e *ConversationEnded) apply(l *live) {
	c := l.conversations[e.Line.Conversation]
	if c == nil {
		return
	}
	c.State, c.Ended, c.EndedBy, c.Hold, c.LastSeq = ConversationIsEnded, e.Line.At, e.By, false, e.Line.Seq
	c.typing[FromVisitor].rests()
	if c.timer != nil {
		c.timer.Stop()
	}
	if l.talking[c.Visitor] == c {
		delete(l.talking, c.Visitor)
	}
	delete(l.conversations, c.ID)
	l.justEnded(c)
	if r := l.waiting[c.Visitor]; r != nil && r.Conversation == c.ID {
		r.Ended = e.Line.At
		l.answeredRequest(r.ID, e.By.OfRequest(), Conversation{})
	}
}

// ConversationTaken says that another operator took the conversation over. Recorded now, as a system line; Conflict when it had
// another operator than From by then.
type ConversationTaken struct {
	Line     Message
	From, By OperatorID // From is empty when it stood in the queue
	ByName   string
	Request  RequestID // by which it stood in the queue
}

// Name implements Event.
func (*ConversationTaken) Name() string { return "ConversationTaken" }

func (e *ConversationTaken) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.Operator, c.OperatorName, c.LastSeq, c.OperatorGot, c.OperatorRead, c.LastSpoke = e.By, e.ByName, e.Line.Seq, 0, 0, e.Line.At
		c.Asked = false
		c.typing[FromVisitor].rests()
		if r := l.waiting[c.Visitor]; r != nil && r.Conversation == c.ID {
			l.answeredRequest(r.ID, RequestIsAccepted, c.Conversation)
		}
	}
}

// SilenceNoticed says that both were silent and were asked whether they are still there. Recorded now, as a system line.
type SilenceNoticed struct{ Line Message }

// Name implements Event.
func (*SilenceNoticed) Name() string { return "SilenceNoticed" }

func (e *SilenceNoticed) apply(l *live) {
	if c := l.conversations[e.Line.Conversation]; c != nil {
		c.Asked, c.LastSeq = true, e.Line.Seq
	}
}

// Accept begins the conversation that an invitation offers: Start was pressed. NotFound for another visitor's; Conflict when it has
// ended; the same tab's second press gets the conversation that the first began.
func (d *Desk) Accept(ctx context.Context, by VisitorID, id InvitationID, name string, kind Talk) (Conversation, error) {
	name, err := personName(name)
	if err != nil {
		return Conversation{}, err
	}
	if kind != Text && kind != Voice {
		return Conversation{}, invalid("kind", "A talk is text or voice")
	}
	e, begun, err := d.acceptance(by, id, name, kind)
	if err != nil || e == nil {
		return begun, err
	}
	if err := d.happen(ctx, e); err != nil {
		if _, begun, again := d.acceptance(by, id, name, kind); KindOf(err) == Conflict && again == nil && begun.ID != "" {
			return begun, nil // this press came before already, or another tab's
		}
		return Conversation{}, err
	}
	return d.Conversation(e.Conversation.ID)
}

// acceptance composes the fact that an invitation is accepted; without one, the conversation that it has led to already.
func (d *Desk) acceptance(by VisitorID, id InvitationID, name string, kind Talk) (*InvitationAccepted, Conversation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := d.live.invitations[id]
	if i == nil || i.Visitor != by {
		return nil, Conversation{}, notFound("invitation")
	}
	if !i.State.Open() {
		if c := d.live.conversations[i.Conversation]; c != nil && i.State == InvitationIsAccepted {
			return nil, d.live.talk(c), nil
		}
		return nil, Conversation{}, Errorf(Conflict, "This invitation has been %s", i.State)
	}
	if why := d.live.noVoiceFor(i.Invitation); kind == Voice && why != "" {
		return nil, Conversation{}, invalid("kind", "%s", why)
	}
	if v := d.live.byVisitor[by]; name == "" && v != nil {
		name = v.Name
	}
	shown := cmp.Or(name, d.live.settings.DefaultVisitorName)
	now := time.Now()
	c := Conversation{
		ID: ConversationID(newID()), Visitor: by, Visit: i.Visit, Site: i.Site, Invitation: id, Kind: kind, State: ConversationIsOpen,
		Operator: i.Operator, OperatorName: i.OperatorName, VisitorName: shown, Started: now, LastSpoke: now, LastSeq: 2,
	}
	return &InvitationAccepted{Conversation: c, Named: name, Lines: []Message{
		{Conversation: c.ID, Seq: 1, ID: ClientID(i.ID), From: FromOperator, Name: i.OperatorName, Operator: i.Operator, What: LineInvitation, Text: i.Text, At: i.Sent},
		{Conversation: c.ID, Seq: 2, ID: ClientID(newID()), From: FromSystem, What: LineJoined, Name: shown, Text: shown + " chose " + kind.chat(), At: now},
	}}, Conversation{}, nil
}

// Decline refuses an invitation (S-22, S-23). NotFound for another visitor's; Conflict when it has ended.
func (d *Desk) Decline(ctx context.Context, by VisitorID, id InvitationID) error {
	if err := d.mine(by, id); err != nil {
		return err
	}
	i, err := d.moveInvitation(ctx, id, InvitationIsDeclined, "")
	if i.State == InvitationIsDeclined { // said twice, or in two tabs
		return nil
	}
	return err
}

// Delivered notes that an invitation reached a page of the visitor; Shown that it was painted in a visible tab.
func (d *Desk) Delivered(ctx context.Context, by VisitorID, id InvitationID) error {
	return d.progress(ctx, by, id, InvitationIsDelivered)
}

// Shown notes that an invitation was painted in a visible tab.
func (d *Desk) Shown(ctx context.Context, by VisitorID, id InvitationID) error {
	return d.progress(ctx, by, id, InvitationIsShown)
}

func (d *Desk) progress(ctx context.Context, by VisitorID, id InvitationID, to InvitationState) error {
	if err := d.mine(by, id); err != nil {
		return err
	}
	_, err := d.moveInvitation(ctx, id, to, "")
	if KindOf(err) == Conflict { // answered in another tab meanwhile
		return nil
	}
	return err
}

func (d *Desk) mine(by VisitorID, id InvitationID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := d.live.invitations[id]; i == nil || i.Visitor != by {
		return notFound("invitation")
	}
	return nil
}

// End ends a conversation by its operator. NotFound, Forbidden for a colleague's, Ended.
func (d *Desk) End(ctx context.Context, by Actor, id ConversationID) (Conversation, error) {
	c, err := d.own(ctx, by, id)
	if err != nil {
		return Conversation{}, err
	}
	err = d.end(ctx, c, EndedByOperator)
	return d.asItStands(id, err)
}

// EndByVisitor ends a conversation by its visitor. NotFound, Ended.
func (d *Desk) EndByVisitor(ctx context.Context, by VisitorID, id ConversationID) error {
	c, err := d.visitors(ctx, by, id)
	if err != nil {
		return err
	}
	return d.end(ctx, c, EndedByVisitor)
}

func (d *Desk) end(ctx context.Context, c Conversation, by Ending) error {
	text := map[Ending]string{
		EndedByVisitor:  c.VisitorName + " ended the chat",
		EndedByOperator: c.OperatorName + " ended the chat",
		EndedByLeaving:  "The chat ended because " + c.VisitorName + " had left the site",
		EndedBySilence:  "The chat ended because nobody wrote any more",
		EndedByNobody:   "Nobody is available right now",
	}[by]
	return d.endWith(ctx, c, by, text)
}

// endWith is end in words of one's own.
func (d *Desk) endWith(ctx context.Context, c Conversation, by Ending, text string) error {
	if err := d.callOver(ctx, c.ID); err != nil {
		return err
	}
	return d.happen(ctx, &ConversationEnded{Line: systemLine(c.ID, LineEnded, text), By: by})
}

// own returns the operator's own open conversation.
func (d *Desk) own(ctx context.Context, by Actor, id ConversationID) (Conversation, error) {
	if err := by.may(Communicate); err != nil {
		return Conversation{}, err
	}
	c, err := d.StoredConversation(ctx, id)
	switch {
	case err != nil:
		return Conversation{}, err
	case c.State == ConversationIsEnded:
		return Conversation{}, Errorf(Ended, "This chat has ended")
	case c.Operator == "":
		return Conversation{}, Errorf(Forbidden, "This chat waits in the queue")
	case c.Operator != by.ID:
		return Conversation{}, &Error{Kind: Forbidden, Text: "This chat is with " + c.OperatorName, Who: c.OperatorName}
	}
	return c, nil
}

// visitors returns the visitor's own open conversation.
func (d *Desk) visitors(ctx context.Context, by VisitorID, id ConversationID) (Conversation, error) {
	c, err := d.StoredConversation(ctx, id)
	switch {
	case err != nil:
		return Conversation{}, err
	case c.Visitor != by:
		return Conversation{}, notFound("conversation")
	case c.State == ConversationIsEnded:
		return Conversation{}, Errorf(Ended, "This chat has ended")
	}
	return c, nil
}

// talk returns a copy of c with who is there.
func (l *live) talk(c *conversation) Conversation {
	out := c.Conversation
	v := l.byVisitor[c.Visitor]
	out.VisitorAway = v == nil || len(v.pages) == 0
	if o := l.operators[c.Operator]; o != nil {
		out.OperatorHere = o.Online
	}
	out.SneakPeek = l.peeks(c)
	out.CanMail = l.mail.Ready()
	out.Phone, out.Voice = l.phones[c.Visitor], l.noVoiceWith(c.Operator)
	if c.call != nil {
		k := c.call.Call
		out.Call = &k
	}
	return out
}

// Conversation returns an open or just ended conversation as it stands. NotFound.
func (d *Desk) Conversation(id ConversationID) (Conversation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil {
		return d.live.talk(c), nil
	}
	if c := d.live.ended[id]; c != nil {
		return d.live.talk(c), nil
	}
	return Conversation{}, notFound("conversation")
}

func (d *Desk) asItStands(id ConversationID, err error) (Conversation, error) {
	if err != nil {
		return Conversation{}, err
	}
	return d.Conversation(id)
}
