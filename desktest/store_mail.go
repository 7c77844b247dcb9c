package desktest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"beckon/desk"
)

// post is a mail in the fake store's queue.
type post struct {
	desk.Mail
	ordered time.Time // when it was queued first
	claimed time.Time // until when somebody is sending it
}

// recordMail makes the change of a fact about off-line messages and mail.
func (s *Store) recordMail(e desk.Event) error {
	switch e := e.(type) {
	case *desk.OfflineReplied:
		return s.reply(e)
	case *desk.OfflineClosed:
		m := s.left(e.ID)
		switch {
		case m == nil:
			return notFound("message")
		case m.State == desk.OfflineIsClosed:
			return &desk.Error{Kind: desk.Conflict, Text: m.ClosedByName + " has closed this message already", Who: m.ClosedByName}
		}
		m.State, m.ClosedBy, m.ClosedByName, m.Closed = desk.OfflineIsClosed, e.By, e.ByName, e.At
	case *desk.OfflineReopened:
		m := s.left(e.ID)
		switch {
		case m == nil:
			return notFound("message")
		case m.State != desk.OfflineIsClosed:
			return desk.Errorf(desk.Conflict, "This message is not closed")
		}
		m.State, m.ClosedBy, m.ClosedByName, m.Closed = desk.OfflineIsUnanswered, "", "", time.Time{}
	case *desk.MailSettingsChanged:
		settings := e.Settings
		s.mail = &settings
		for i := range s.mails {
			s.mails[i].Next = s.mails[i].Queued
		}
	case *desk.MailRequeued:
		m := s.post(e.Mail)
		switch {
		case m == nil:
			return notFound("e-mail")
		case m.State != desk.MailIsFailed:
			return desk.Errorf(desk.Conflict, "This e-mail did not fail")
		}
		m.State, m.Attempts, m.Queued, m.Next, m.Done, m.claimed = desk.MailIsQueued, 0, e.At, e.At, time.Time{}, time.Time{}
	case *desk.TranscriptOrdered:
		return s.order(e)
	case *desk.RequestMailed:
		return s.mailRequest(e)
	default:
		return fmt.Errorf("no way to record %s", e.Name())
	}
	return nil
}

func (s *Store) left(id desk.OfflineID) *desk.OfflineMessage {
	if at := slices.IndexFunc(s.offline, func(x desk.OfflineMessage) bool { return x.ID == id }); at >= 0 {
		return &s.offline[at]
	}
	return nil
}

func (s *Store) post(id desk.MailID) *post {
	if at := slices.IndexFunc(s.mails, func(x post) bool { return x.ID == id }); at >= 0 {
		return &s.mails[at]
	}
	return nil
}

func (s *Store) queue(list []desk.Mail) {
	for _, m := range list {
		s.mails = append(s.mails, post{Mail: m, ordered: m.Queued})
	}
}

func (s *Store) leave(e *desk.OfflineMessageLeft) error {
	m := e.Message
	there := s.left(m.ID)
	switch {
	case there == nil:
		for _, f := range m.Files {
			if s.files[f.ID] == nil {
				return notFound("file")
			}
		}
		m.State = desk.OfflineIsUnanswered
		s.offline = append(s.offline, m)
		s.queue(e.Notices)
	case !there.SaysSame(m):
		return desk.Errorf(desk.Conflict, "Another message was left under this id")
	default:
		e.Message, e.Repeated = *there, true
		e.Message.Replies = nil
	}
	return nil
}

func (s *Store) reply(e *desk.OfflineReplied) error {
	r := e.Reply
	m := s.left(r.Message)
	if m == nil {
		return notFound("message")
	}
	for _, other := range s.offline {
		for _, there := range other.Replies {
			if there.ID != r.ID {
				continue
			}
			if !there.Same(r) {
				return desk.Errorf(desk.Conflict, "Another reply was sent under this id")
			}
			return nil
		}
	}
	if m.Answered > e.Seen {
		who := m.Replies[len(m.Replies)-1].OperatorName
		return &desk.Error{Kind: desk.Conflict, Text: who + " has answered meanwhile. Read that first", Who: who}
	}
	files, err := s.keepSent(r.Files)
	if err != nil {
		return err
	}
	r.Files = files
	s.useCanned(e.Canned, r.Operator)
	m.Replies = append(m.Replies, r)
	m.State, m.ClosedBy, m.ClosedByName, m.Closed = desk.OfflineIsClosed, r.Operator, r.OperatorName, r.At
	m.Answered++
	s.queue(e.Mails)
	return nil
}

func (s *Store) order(e *desk.TranscriptOrdered) error {
	c := s.conversation(e.Mail.Conversation)
	if c == nil {
		return notFound("conversation")
	}
	sent, ofSite, others := 0, 0, map[string]bool{}
	for _, m := range s.mails {
		if m.Kind != desk.MailTranscript {
			continue
		}
		if of := s.conversation(m.Conversation); of != nil && of.Site == c.Site && m.ordered.After(e.Since) {
			ofSite++
		}
		if m.Conversation == c.ID {
			sent++
			if !strings.EqualFold(m.To, e.Mail.To) {
				others[strings.ToLower(m.To)] = true
			}
		}
	}
	if err := e.Allowed(sent, len(others), ofSite); err != nil {
		return err
	}
	s.queue([]desk.Mail{e.Mail})
	return nil
}

func (s *Store) mailRequest(e *desk.RequestMailed) error {
	r := s.request(e.Request)
	if r == nil {
		return notFound("request")
	}
	if r.State != desk.RequestIsWaiting {
		return r.Over()
	}
	var had []string
	for _, m := range s.mails {
		if m.Kind == desk.MailRequest && m.ordered.After(e.Since) {
			had = append(had, m.To)
		}
	}
	e.LeaveOut(had)
	s.queue(e.Mails)
	return nil
}

// OfflineMessages implements desk.Store.
func (s *Store) OfflineMessages(ctx context.Context, q desk.BoardQuery) (list []desk.OfflineMessage, err error) {
	err = s.work(ctx, false, func() error {
		for _, m := range s.offline {
			earlier := cmp.Or(m.At.Compare(q.Before), strings.Compare(string(m.ID), string(q.Than))) < 0
			if (q.State == "" || m.State == q.State) && (q.Before.IsZero() || earlier) {
				m.Replies = nil
				list = append(list, m)
			}
		}
		slices.SortFunc(list, func(a, b desk.OfflineMessage) int {
			return cmp.Or(b.At.Compare(a.At), strings.Compare(string(b.ID), string(a.ID)))
		})
		list = list[:min(q.Limit, len(list))]
		return nil
	})
	return list, err
}

// OfflineMessage implements desk.Store.
func (s *Store) OfflineMessage(ctx context.Context, id desk.OfflineID) (m desk.OfflineMessage, err error) {
	err = s.work(ctx, false, func() error {
		there := s.left(id)
		if there == nil {
			return notFound("message")
		}
		m = *there
		m.Replies = slices.Clone(m.Replies)
		for i := range m.Replies {
			for _, p := range s.mails {
				if p.Reply == m.Replies[i].ID {
					m.Replies[i].Mails = append(m.Replies[i].Mails, p.outline())
				}
			}
		}
		return nil
	})
	return m, err
}

// outline is a mail without its text.
func (p post) outline() desk.Mail {
	m := p.Mail
	m.Text, m.Quote, m.Lines, m.Files = "", "", nil, nil
	return m
}

// Unanswered implements desk.Store.
func (s *Store) Unanswered(ctx context.Context) (n int, oldest desk.OfflineID, err error) {
	list, err := s.OfflineMessages(ctx, desk.BoardQuery{State: desk.OfflineIsUnanswered, Limit: 1 << 30})
	if len(list) > 0 {
		oldest = list[len(list)-1].ID
	}
	return len(list), oldest, err
}

// Addresses implements desk.Store.
func (s *Store) Addresses(ctx context.Context, id desk.VisitorID, limit int) (list []string, err error) {
	err = s.work(ctx, false, func() error {
		used := map[string]time.Time{}
		use := func(address string, at time.Time) {
			if at.After(used[address]) {
				used[address] = at
			}
		}
		for _, m := range s.offline {
			if m.Visitor == id {
				use(m.Email, m.At)
			}
		}
		for _, m := range s.mails {
			if m.Visitor == id && m.Kind != desk.MailNotice && m.Kind != desk.MailRequest {
				use(m.To, m.ordered)
			}
		}
		for address := range used {
			list = append(list, address)
		}
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(used[b].Compare(used[a]), strings.Compare(a, b)) })
		list = list[:min(limit, len(list))]
		return nil
	})
	return list, err
}

// MailQueue implements desk.Store.
func (s *Store) MailQueue(ctx context.Context, limit int) (q desk.MailQueue, err error) {
	err = s.work(ctx, false, func() error {
		for _, m := range slices.Backward(s.mails) {
			switch m.State {
			case desk.MailIsSent:
				continue
			case desk.MailIsFailed:
				q.Failed++
			default:
				q.Waiting++
			}
			if len(q.Mails) < limit {
				q.Mails = append(q.Mails, m.outline())
			}
		}
		return nil
	})
	return q, err
}

// Visit implements desk.Store.
func (s *Store) Visit(ctx context.Context, id desk.VisitID) (desk.Visit, error) {
	var then desk.Visit
	err := s.work(ctx, false, func() error {
		v := s.visit(id)
		if v == nil {
			return notFound("visit")
		}
		then = *v
		return nil
	})
	if err != nil {
		return desk.Visit{}, err
	}
	_, last, err := s.Return(ctx, then.Visitor)
	if err == nil && last.ID != id { // an earlier one
		last = then
	}
	return last, err
}

// DueMail implements mail.Queue.
func (s *Store) DueMail(ctx context.Context, now time.Time, limit int) (list []desk.Mail, err error) {
	err = s.work(ctx, false, func() error {
		due := slices.DeleteFunc(slices.Clone(s.mails), func(p post) bool {
			return p.State != desk.MailIsQueued || p.Next.After(now) || p.claimed.After(now)
		})
		slices.SortStableFunc(due, func(a, b post) int { return a.Next.Compare(b.Next) })
		for _, p := range due[:min(limit, len(due))] {
			list = append(list, p.Mail)
		}
		return nil
	})
	return list, err
}

// ClaimMail implements mail.Queue.
func (s *Store) ClaimMail(ctx context.Context, id desk.MailID, now, until time.Time) (ok bool, err error) {
	err = s.work(ctx, true, func() error {
		if p := s.post(id); p != nil && p.State == desk.MailIsQueued && !p.claimed.After(now) {
			p.claimed = until
			p.Attempts++
			ok = true
		}
		return nil
	})
	return ok, err
}

// SettleMail implements mail.Queue.
func (s *Store) SettleMail(ctx context.Context, m desk.Mail) error {
	return s.work(ctx, true, func() error {
		if p := s.post(m.ID); p != nil && p.State == desk.MailIsQueued {
			p.State, p.Trouble, p.Next, p.Done, p.claimed = m.State, m.Trouble, m.Next, m.Done, time.Time{}
		}
		return nil
	})
}

// HurryMail implements mail.Queue.
func (s *Store) HurryMail(ctx context.Context, now time.Time) error {
	return s.work(ctx, true, func() error {
		for i := range s.mails {
			p := &s.mails[i]
			if p.State == desk.MailIsQueued && p.Next.After(now) && slices.Contains([]desk.MailTrouble{desk.MailUnreachable, desk.MailUnencrypted, desk.MailSignIn, desk.MailSender}, p.Trouble) {
				p.Next = now
			}
		}
		return nil
	})
}

// ForgetMail implements mail.Queue.
func (s *Store) ForgetMail(ctx context.Context, before time.Time) error {
	return s.work(ctx, true, func() error {
		for i := range s.mails {
			if p := &s.mails[i]; p.State == desk.MailIsSent && p.Done.Before(before) {
				p.Mail = p.outline()
			}
		}
		return nil
	})
}

// Mails returns all mails, sent or not, in the order queued.
func (s *Store) Mails() []desk.Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]desk.Mail, len(s.mails))
	for i, p := range s.mails {
		out[i] = p.Mail
	}
	return out
}
