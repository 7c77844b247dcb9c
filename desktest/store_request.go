package desktest

import (
	"context"
	"slices"

	"beckon/desk"
)

func (s *Store) request(id desk.RequestID) *desk.Request {
	at := slices.IndexFunc(s.requests, func(r desk.Request) bool { return r.ID == id })
	if at < 0 {
		return nil
	}
	return &s.requests[at]
}

func (s *Store) ask(e *desk.RequestMade) error {
	r := e.Request
	if there := s.request(r.ID); there != nil {
		if there.Visitor != r.Visitor {
			return desk.Errorf(desk.Conflict, "This request exists already")
		}
		e.Request = *there
		return nil
	}
	if s.talking(r.Visitor) != nil {
		return desk.Errorf(desk.Conflict, "You are in a chat already")
	}
	if slices.ContainsFunc(s.invitations, func(i desk.Invitation) bool { return i.Visitor == r.Visitor && i.State.Open() }) {
		return desk.Errorf(desk.Conflict, "You are invited to a chat already")
	}
	if slices.ContainsFunc(s.requests, func(x desk.Request) bool { return x.Visitor == r.Visitor && x.State == desk.RequestIsWaiting }) {
		return desk.Errorf(desk.Conflict, "You are in the queue already")
	}
	s.requests = append(s.requests, r)
	if who, known := s.visitors[r.Visitor]; known && e.Named != "" {
		who.Name = e.Named
		s.visitors[r.Visitor] = who
	}
	return nil
}

func (s *Store) pass(e *desk.RequestPassed) error {
	r := s.request(e.Request)
	if r == nil {
		return notFound("request")
	}
	if r.State != desk.RequestIsWaiting {
		return r.Over()
	}
	r.Passes = slices.DeleteFunc(slices.Clone(r.Passes), func(p desk.Pass) bool { return slices.Contains(e.Operators, p.Operator) })
	for _, o := range e.Operators {
		r.Passes = append(r.Passes, desk.Pass{Operator: o, How: e.How, At: e.At})
	}
	return nil
}

// closeRequest ends a waiting request; when it is over already, it says how.
func (s *Store) closeRequest(id desk.RequestID, state desk.RequestState, c desk.Conversation) error {
	r := s.request(id)
	if r == nil {
		return notFound("request")
	}
	if r.State != desk.RequestIsWaiting {
		return r.Over()
	}
	r.State, r.Operator, r.OperatorName = state, c.Operator, c.OperatorName
	if r.Conversation == "" {
		r.Conversation = c.ID
	}
	return nil
}

func (s *Store) acceptRequest(e *desk.RequestAccepted) error {
	c := e.Conversation
	if r := s.request(e.Request); r != nil && r.State == desk.RequestIsWaiting && s.talking(c.Visitor) != nil {
		return desk.Errorf(desk.Conflict, "You are in a chat already")
	}
	if err := s.closeRequest(e.Request, desk.RequestIsAccepted, c); err != nil {
		return err
	}
	s.conversations = append(s.conversations, c)
	s.messages[c.ID] = slices.Clone(e.Lines)
	return nil
}

// changeRequest makes the change that a line of a conversation in the queue means for its request.
func (s *Store) changeRequest(c desk.Conversation, e desk.Numbered) error {
	switch e := e.(type) {
	case *desk.ConversationReturned:
		s.requests = append(s.requests, e.Request)
	case *desk.ConversationTaken:
		if e.Request != "" {
			return s.closeRequest(e.Request, desk.RequestIsAccepted, c)
		}
	case *desk.ConversationEnded:
		for i := range s.requests {
			if r := &s.requests[i]; r.Conversation == c.ID && r.State == desk.RequestIsWaiting {
				r.State, r.Ended = e.By.OfRequest(), e.Line.At
			}
		}
	}
	return nil
}

// Open implements desk.Store.
func (s *Store) Open(ctx context.Context, id desk.VisitorID) (open desk.OpenWith, err error) {
	err = s.work(ctx, false, func() error {
		if stored := s.unanswered(id); stored != nil {
			open.Invitation = *stored
		}
		if stored := s.talking(id); stored != nil {
			open.Conversation = *stored
		}
		for _, r := range s.requests {
			if r.Visitor == id && r.State == desk.RequestIsWaiting {
				open.Request = r
			}
		}
		return nil
	})
	return open, err
}

// Request implements desk.Store.
func (s *Store) Request(ctx context.Context, id desk.RequestID) (r desk.Request, err error) {
	err = s.work(ctx, false, func() error {
		stored := s.request(id)
		if stored == nil {
			return notFound("request")
		}
		r = *stored
		return nil
	})
	return r, err
}
