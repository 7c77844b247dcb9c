package desktest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"beckon/desk"
)

func notFound(what string) error { return desk.Errorf(desk.NotFound, "There is no such %s", what) }

func byTitle(a, b desk.Canned) int {
	return cmp.Or(strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), strings.Compare(string(a.ID), string(b.ID)))
}

// record makes the change of a fact of the road Now.
func (s *Store) record(e desk.Event) error {
	switch e := e.(type) {
	case *desk.SiteChanged:
		put(&s.sites, e.Site, func(x desk.Site) bool { return x.ID == e.Site.ID })
	case *desk.ZonesChanged:
		s.zones[e.Site] = slices.Clone(e.Zones)
	case *desk.SettingsChanged:
		settings := e.Settings
		s.settings = &settings
	case *desk.OperatorChanged:
		return s.changeOperator(e.Operator)
	case *desk.CannedSaved:
		return s.saveCanned(e.Canned)
	case *desk.CannedDeleted:
		delete(s.canned, e.ID)
	case *desk.VisitorBlocked:
		if !slices.ContainsFunc(s.blocked, func(b desk.Block) bool { return b.Visitor == e.Block.Visitor }) {
			s.blocked = append(s.blocked, e.Block)
		}
	case *desk.VisitorUnblocked:
		s.blocked = slices.DeleteFunc(s.blocked, func(b desk.Block) bool { return b.Visitor == e.Visitor })
	case *desk.FileKept:
		return s.keepFile(e)
	case *desk.FileForgotten:
		s.forgetFile(e.ID)
	case *desk.SubscriptionMade:
		s.subscribe(e.Subscription)
	case *desk.SubscriptionEnded:
		s.unsubscribe(e.ID)
	case *desk.OfflineMessageLeft:
		return s.leave(e)
	default:
		return s.recordTalk(e)
	}
	return nil
}

// recordTalk makes the change of what is about an invitation, a request or a conversation.
func (s *Store) recordTalk(e desk.Event) error {
	switch e := e.(type) {
	case *desk.InvitationSent:
		return s.invite(e)
	case *desk.InvitationMoved:
		return s.move(e)
	case *desk.InvitationAccepted:
		return s.accept(e)
	case *desk.MessagesReceived:
		s.receive(e)
	case *desk.MessagesRead:
		s.read(e)
	case *desk.ConversationRated:
		s.rate(e)
	case *desk.ConversationNoted:
		return s.note(e)
	case *desk.ConversationTagged:
		s.tag(e.Conversation, e.Tag, true)
	case *desk.ConversationUntagged:
		s.tag(e.Conversation, e.Tag, false)
	case *desk.RequestMade:
		return s.ask(e)
	case *desk.RequestPassed:
		return s.pass(e)
	case *desk.RequestAccepted:
		return s.acceptRequest(e)
	case *desk.RequestEnded:
		return s.closeRequest(e.Request, e.State, desk.Conversation{})
	case desk.Numbered:
		return s.line(e)
	default:
		return s.recordMail(e)
	}
	return nil
}

func put[T any](list *[]T, value T, same func(T) bool) {
	if at := slices.IndexFunc(*list, same); at >= 0 {
		(*list)[at] = value
		return
	}
	*list = append(*list, value)
}

func (s *Store) changeOperator(o desk.Operator) error {
	if slices.ContainsFunc(s.operators, func(x desk.Operator) bool { return x.Login == o.Login && x.ID != o.ID }) {
		return &desk.Error{Kind: desk.Conflict, Field: "login", Text: "This login is taken"}
	}
	o.Online = false
	put(&s.operators, o, func(x desk.Operator) bool { return x.ID == o.ID })
	return nil
}

// recordSoon makes the change of a fact of the road Soon.
func (s *Store) recordSoon(e desk.Event) {
	switch e := e.(type) {
	case *desk.VisitStarted:
		v := e.Visit
		who, known := s.visitors[v.Visitor]
		if !known {
			who = desk.Visitor{ID: v.Visitor, Site: v.Site, Name: v.Name, FirstSeen: v.FirstSeen}
		}
		who.Visits = max(who.Visits, v.Visits)
		s.visitors[v.Visitor] = who
		if s.visit(v.ID) == nil {
			s.visits = append(s.visits, v)
		}
	case *desk.PageViewed:
		p := e.View
		if !slices.ContainsFunc(s.views[p.Visit], func(x desk.PageView) bool { return x.Page == p.Page }) {
			s.views[p.Visit] = append(s.views[p.Visit], p)
		}
		if v := s.visit(p.Visit); v != nil {
			v.LastSeen = p.At
		}
	case *desk.PageTitled:
		for i := range s.views[e.Visit] {
			if s.views[e.Visit][i].Page == e.Page {
				s.views[e.Visit][i].Title = e.Title
			}
		}
	case *desk.VisitSeen:
		s.see(e.Visit, e.At, time.Time{})
	case *desk.VisitorLeft:
		s.see(e.Visit, e.At, time.Time{})
	case *desk.VisitEnded:
		s.see(e.Visit, e.At, e.At)
	}
}

func (s *Store) see(id desk.VisitID, at, ended time.Time) {
	if v := s.visit(id); v != nil {
		v.LastSeen, v.Ended = at, ended
	}
}

func (s *Store) visit(id desk.VisitID) *desk.Visit {
	at := slices.IndexFunc(s.visits, func(v desk.Visit) bool { return v.ID == id })
	if at < 0 {
		return nil
	}
	return &s.visits[at]
}

func (s *Store) invitation(id desk.InvitationID) *desk.Invitation {
	at := slices.IndexFunc(s.invitations, func(i desk.Invitation) bool { return i.ID == id })
	if at < 0 {
		return nil
	}
	return &s.invitations[at]
}

func (s *Store) conversation(id desk.ConversationID) *desk.Conversation {
	at := slices.IndexFunc(s.conversations, func(c desk.Conversation) bool { return c.ID == id })
	if at < 0 {
		return nil
	}
	return &s.conversations[at]
}

func (s *Store) talking(v desk.VisitorID) *desk.Conversation {
	for i := range s.conversations {
		if c := &s.conversations[i]; c.Visitor == v && c.State == desk.ConversationIsOpen {
			return c
		}
	}
	return nil
}

func (s *Store) unanswered(v desk.VisitorID) *desk.Invitation {
	for n := range s.invitations {
		if i := &s.invitations[n]; i.Visitor == v && i.State.Open() {
			return i
		}
	}
	return nil
}

// invite is the referee of S-36 and S-37.
func (s *Store) invite(e *desk.InvitationSent) error {
	i := e.Invitation
	if there := s.invitation(i.ID); there != nil {
		if there.Operator != i.Operator || there.Visitor != i.Visitor {
			return desk.Errorf(desk.Conflict, "This invitation exists already")
		}
		e.Invitation = *there
		return nil
	}
	if c := s.talking(i.Visitor); c != nil {
		return &desk.Error{Kind: desk.Conflict, Text: "This visitor is in a chat with " + c.OperatorName, Who: c.OperatorName}
	}
	if first := s.unanswered(i.Visitor); first != nil {
		return &desk.Error{Kind: desk.Conflict, Text: "This visitor has an unanswered invitation from " + first.OperatorName, Who: first.OperatorName}
	}
	s.invitations = append(s.invitations, i)
	s.useCanned(e.Canned, i.Operator)
	return nil
}

func (s *Store) move(e *desk.InvitationMoved) error {
	i := s.invitation(e.Invitation)
	if i == nil {
		return notFound("invitation")
	}
	conflict := &desk.Error{Kind: desk.Conflict, Text: "This invitation has been " + string(i.State), Who: i.OperatorName}
	if !i.State.Open() {
		return conflict
	}
	switch e.To {
	case desk.InvitationIsDelivered:
		if !i.Delivered.IsZero() {
			return conflict
		}
		i.Delivered, i.State = e.At, e.To
	case desk.InvitationIsShown:
		if !i.Shown.IsZero() {
			return conflict
		}
		i.Shown, i.State = e.At, e.To
		if i.Delivered.IsZero() {
			i.Delivered = e.At
		}
	default:
		i.State, i.Why, i.Ended = e.To, e.Why, e.At
	}
	if v := s.visit(i.Visit); v != nil && e.To == desk.InvitationIsDeclined {
		v.Refused = true
	}
	return nil
}

func (s *Store) accept(e *desk.InvitationAccepted) error {
	c := e.Conversation
	i := s.invitation(c.Invitation)
	if i == nil {
		return notFound("invitation")
	}
	if !i.State.Open() {
		return &desk.Error{Kind: desk.Conflict, Text: "This invitation has been " + string(i.State), Who: i.OperatorName}
	}
	if s.talking(c.Visitor) != nil {
		return desk.Errorf(desk.Conflict, "You are in a chat already")
	}
	i.State, i.Ended, i.Conversation = desk.InvitationIsAccepted, c.Started, c.ID
	for _, at := range []*time.Time{&i.Delivered, &i.Shown} {
		if at.IsZero() {
			*at = c.Started
		}
	}
	if v := s.visit(c.Visit); v != nil {
		v.Refused = false
	}
	s.conversations = append(s.conversations, c)
	s.messages[c.ID] = slices.Clone(e.Lines)
	who, known := s.visitors[c.Visitor]
	if !known {
		who = desk.Visitor{ID: c.Visitor, Site: c.Site, FirstSeen: c.Started}
	}
	who.Name = e.Named
	s.visitors[c.Visitor] = who
	return nil
}

func (s *Store) said(id desk.ConversationID, from desk.Side, message desk.ClientID) (desk.Message, bool) {
	at := slices.IndexFunc(s.messages[id], func(m desk.Message) bool { return m.From == from && m.ID == message })
	if at < 0 {
		return desk.Message{}, false
	}
	return s.messages[id][at], true
}

// line gives a line the next number of its conversation and makes the change that it tells.
func (s *Store) line(e desk.Numbered) error {
	line := e.NumberedLine()
	c := s.conversation(line.Conversation)
	if c == nil {
		return notFound("conversation")
	}
	if m, is := e.(*desk.MessageSent); is {
		if there, repeated := s.said(c.ID, line.From, line.ID); repeated {
			if !there.Same(*line) {
				return desk.Errorf(desk.Conflict, "Another message was sent under this id")
			}
			m.Line, m.Repeated = there, true
			return nil
		}
	}
	if c.State != desk.ConversationIsOpen {
		return desk.Errorf(desk.Ended, "This chat has ended")
	}
	changed := *c
	if err := change(&changed, e); err != nil {
		return err
	}
	if err := s.changeRequest(changed, e); err != nil {
		return err
	}
	if err := s.changeCall(e); err != nil {
		return err
	}
	files, err := s.sendFiles(line.Files, c.Visitor)
	if err != nil {
		return err
	}
	*c, line.Files = changed, files
	c.LastSeq++
	line.Seq = c.LastSeq
	s.messages[c.ID] = append(s.messages[c.ID], *line)
	if m, is := e.(*desk.MessageSent); is {
		s.useCanned(m.Canned, line.Operator)
	}
	return nil
}

func change(c *desk.Conversation, e desk.Numbered) error {
	at := e.NumberedLine().At
	switch e := e.(type) {
	case *desk.MessageSent:
		c.LastSpoke, c.Asked, c.Spoken = at, false, c.Spoken || e.Line.From == desk.FromOperator
	case *desk.ConversationHeld:
		if c.Hold {
			return desk.Errorf(desk.Conflict, "This chat is on hold already")
		}
		c.Hold = true
	case *desk.ConversationResumed:
		if !c.Hold {
			return desk.Errorf(desk.Conflict, "This chat is not on hold")
		}
		c.Hold, c.LastSpoke, c.Asked = false, at, false
	case *desk.ConversationTaken:
		if c.Operator != e.From {
			return &desk.Error{Kind: desk.Conflict, Text: "This chat is with " + c.OperatorName, Who: c.OperatorName}
		}
		c.Operator, c.OperatorName, c.OperatorGot, c.OperatorRead, c.LastSpoke, c.Asked = e.By, e.ByName, 0, 0, at, false
	case *desk.ConversationReturned:
		if c.Operator != e.From {
			return &desk.Error{Kind: desk.Conflict, Text: "This chat is with " + c.OperatorName, Who: c.OperatorName}
		}
		c.Operator, c.OperatorName, c.Hold = "", "", false
	case *desk.SilenceNoticed:
		if c.Asked {
			return desk.Errorf(desk.Conflict, "They have been asked already")
		}
		c.Asked = true
	case *desk.ConversationEnded:
		c.State, c.Ended, c.EndedBy, c.Hold = desk.ConversationIsEnded, at, e.By, false
	}
	return nil
}

func (s *Store) receive(e *desk.MessagesReceived) {
	c := s.conversation(e.Conversation)
	switch {
	case c == nil:
	case e.By == desk.FromVisitor:
		c.VisitorGot = max(c.VisitorGot, e.Seq)
	default:
		c.OperatorGot = max(c.OperatorGot, e.Seq)
	}
}
