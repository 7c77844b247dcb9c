package desktest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"beckon/desk"
)

// Store is a desk.Store in memory, with the guarantees of the real ones: StoreSuite passes on it too. Desks that share one are a
// cluster; a desk opened on it after another was closed is a restart.
type Store struct {
	mu            sync.Mutex // guards all below; it stands for the transaction
	settings      *desk.Settings
	mail          *desk.MailSettings
	sites         []desk.Site
	zones         map[desk.SiteID][]desk.Zone
	operators     []desk.Operator
	canned        map[desk.CannedID]desk.Canned
	invitations   []desk.Invitation   // in the order sent
	conversations []desk.Conversation // in the order begun
	messages      map[desk.ConversationID][]desk.Message
	notes         map[desk.ConversationID][]desk.Note
	visitors      map[desk.VisitorID]desk.Visitor
	visits        []desk.Visit // in the order begun
	views         map[desk.VisitID][]desk.PageView
	offline       []desk.OfflineMessage
	requests      []desk.Request // in the order asked
	calls         []desk.Call    // in the order offered
	files         map[desk.FileID]*keptFile
	blocked       []desk.Block
	mails         []post // in the order queued
	subscriptions []desk.Subscription

	failure error                  // every call fails with it
	full    bool                   // it can be read only
	hanging chan struct{}          // every call waits for its closing
	slow    time.Duration          // every write takes as long
	answer  func(desk.Event) error // of every fact recorded now
	asked   map[string]int         // facts to record now, so far, by name
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{
		zones: map[desk.SiteID][]desk.Zone{}, canned: map[desk.CannedID]desk.Canned{}, messages: map[desk.ConversationID][]desk.Message{}, notes: map[desk.ConversationID][]desk.Note{},
		visitors: map[desk.VisitorID]desk.Visitor{}, views: map[desk.VisitID][]desk.PageView{}, files: map[desk.FileID]*keptFile{}, asked: map[string]int{},
	}
}

// ErrDiskFull is a failure to inject.
var ErrDiskFull = errors.New("database or disk is full")

// Fail makes every call fail with Unavailable because of err, until Heal.
func (s *Store) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = err
}

// Fill makes every write fail with Unavailable, until Heal: the disk is full.
func (s *Store) Fill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.full = true
}

// Hang makes every call wait, for its deadline at longest, until Heal.
func (s *Store) Hang() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hanging = make(chan struct{})
}

// Slow makes every write take some time.
func (s *Store) Slow(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slow = d
}

// Answer makes the answer to every fact recorded now, after it was committed, be what f returns: it may come late, or be lost.
func (s *Store) Answer(f func(e desk.Event) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

// LoseAnswers makes the store commit the facts that lost names, and then fail with Unavailable.
func (s *Store) LoseAnswers(lost func(e desk.Event) bool) {
	s.Answer(func(e desk.Event) error {
		if lost(e) {
			return desk.StoreUnavailable(errors.New("the answer to the commit was lost"))
		}
		return nil
	})
}

// Asked returns how often it was to record a fact of a name, so far, of the road Now.
func (s *Store) Asked(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[name]
}

// Heal ends what Fail, Fill, Hang, Slow and Answer began.
func (s *Store) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure, s.full, s.slow, s.answer = nil, false, 0, nil
	if s.hanging != nil {
		close(s.hanging)
		s.hanging = nil
	}
}

// work does f as one transaction, unless the store is ill.
func (s *Store) work(ctx context.Context, writes bool, f func() error) error {
	s.mu.Lock()
	hanging, slow := s.hanging, s.slow
	s.mu.Unlock()
	if hanging != nil {
		select {
		case <-hanging:
		case <-ctx.Done():
			return desk.StoreUnavailable(ctx.Err())
		}
	}
	if writes && slow > 0 {
		select {
		case <-time.After(slow):
		case <-ctx.Done():
			return desk.StoreUnavailable(ctx.Err())
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure != nil {
		return desk.StoreUnavailable(s.failure)
	}
	if s.full && writes {
		return desk.StoreUnavailable(ErrDiskFull)
	}
	return f()
}

// Record implements desk.Store.
func (s *Store) Record(ctx context.Context, e desk.Event) error {
	s.mu.Lock()
	s.asked[e.Name()]++
	s.mu.Unlock()
	if err := s.work(ctx, true, func() error { return s.record(e) }); err != nil {
		return err
	}
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()
	if answer == nil {
		return nil
	}
	return answer(e)
}

// RecordSoon implements desk.Store.
func (s *Store) RecordSoon(ctx context.Context, batch []desk.Event) error {
	return s.work(ctx, true, func() error {
		for _, e := range batch {
			s.recordSoon(e)
		}
		return nil
	})
}

// Load implements desk.Store.
func (s *Store) Load(ctx context.Context) (desk.Saved, error) {
	saved := desk.Saved{Secret: bytes.Repeat([]byte{7}, 32), Epoch: "epoch", PushKey: bytes.Repeat([]byte{9}, 32), Zones: map[desk.SiteID][]desk.Zone{}}
	err := s.work(ctx, false, func() error {
		if s.settings != nil {
			settings := *s.settings
			saved.Settings = &settings
		}
		if s.mail != nil {
			settings := *s.mail
			saved.Mail = &settings
		}
		saved.Sites, saved.Operators = slices.Clone(s.sites), slices.Clone(s.operators)
		for id, zones := range s.zones {
			saved.Zones[id] = slices.Clone(zones)
		}
		for _, i := range s.invitations {
			if i.State.Open() {
				saved.Invitations = append(saved.Invitations, i)
			}
		}
		for _, c := range s.conversations {
			if c.State == desk.ConversationIsOpen {
				saved.Conversations = append(saved.Conversations, c)
			}
		}
		saved.Blocked = slices.Clone(s.blocked)
		for _, r := range s.requests {
			if r.State == desk.RequestIsWaiting {
				saved.Requests = append(saved.Requests, r)
			}
		}
		for _, k := range s.calls {
			if k.State != desk.CallIsEnded {
				saved.Calls = append(saved.Calls, k)
			}
		}
		return nil
	})
	return saved, err
}

// Return implements desk.Store.
func (s *Store) Return(ctx context.Context, id desk.VisitorID) (who desk.Visitor, last desk.Visit, err error) {
	err = s.work(ctx, false, func() error {
		var known bool
		if who, known = s.visitors[id]; !known {
			return notFound("visitor")
		}
		for _, v := range s.visits {
			if v.Visitor == id {
				last = v
			}
		}
		if last.ID == "" {
			return nil
		}
		last.Name, last.FirstSeen, last.Pages = who.Name, who.FirstSeen, len(s.views[last.ID])
		for _, p := range s.views[last.ID] {
			last.Page, last.URL, last.Title, last.Zone, last.PageSince = p.Page, p.URL, p.Title, p.Zone, p.At
			if n := len(last.Trail); n == 0 || last.Trail[n-1] != p.Zone {
				last.Trail = append(last.Trail, p.Zone)
			}
		}
		return nil
	})
	return who, last, err
}

// Messages implements desk.Store.
func (s *Store) Messages(ctx context.Context, id desk.ConversationID, after int64, limit int) (list []desk.Message, err error) {
	err = s.work(ctx, false, func() error {
		for _, m := range s.messages[id] {
			if m.Seq > after && len(list) < limit {
				list = append(list, m)
			}
		}
		return nil
	})
	return list, err
}

// MessageByID implements desk.Store.
func (s *Store) MessageByID(ctx context.Context, id desk.ConversationID, from desk.Side, message desk.ClientID) (m desk.Message, found bool, err error) {
	err = s.work(ctx, false, func() error {
		m, found = s.said(id, from, message)
		return nil
	})
	return m, found, err
}

// Conversation implements desk.Store.
func (s *Store) Conversation(ctx context.Context, id desk.ConversationID) (c desk.Conversation, err error) {
	err = s.work(ctx, false, func() error {
		stored := s.conversation(id)
		if stored == nil {
			return notFound("conversation")
		}
		c = *stored
		return nil
	})
	return c, err
}

// History implements desk.Store.
func (s *Store) History(ctx context.Context, id desk.VisitorID, limit int) (talks []desk.Conversation, left []desk.OfflineMessage, err error) {
	err = s.work(ctx, false, func() error {
		for _, c := range slices.Backward(s.conversations) {
			if c.Visitor == id && len(talks) < limit {
				talks = append(talks, c)
			}
		}
		for _, m := range slices.Backward(s.offline) {
			if m.Visitor == id && len(left) < limit {
				m.Replies = nil
				left = append(left, m)
			}
		}
		return nil
	})
	return talks, left, err
}

// PageViews implements desk.Store.
func (s *Store) PageViews(ctx context.Context, id desk.VisitID, limit int) (list []desk.PageView, err error) {
	err = s.work(ctx, false, func() error {
		list = slices.Clone(s.views[id])
		slices.Reverse(list)
		list = list[:min(limit, len(list))]
		return nil
	})
	return list, err
}

// Invitation implements desk.Store.
func (s *Store) Invitation(ctx context.Context, id desk.InvitationID) (i desk.Invitation, err error) {
	err = s.work(ctx, false, func() error {
		stored := s.invitation(id)
		if stored == nil {
			return notFound("invitation")
		}
		i = *stored
		return nil
	})
	return i, err
}

// Invitations implements desk.Store.
func (s *Store) Invitations(ctx context.Context, id desk.VisitID) (list []desk.Invitation, err error) {
	err = s.work(ctx, false, func() error {
		for _, i := range slices.Backward(s.invitations) {
			if i.Visit == id {
				list = append(list, i)
			}
		}
		return nil
	})
	return list, err
}

// Canned implements desk.Store.
func (s *Store) Canned(ctx context.Context, id desk.CannedID) (c desk.Canned, err error) {
	err = s.work(ctx, false, func() error {
		var found bool
		if c, found = s.canned[id]; !found {
			return notFound("canned message")
		}
		return nil
	})
	return c, err
}

// CannedList implements desk.Store.
func (s *Store) CannedList(ctx context.Context, of desk.OperatorID) (list []desk.Canned, err error) {
	err = s.work(ctx, false, func() error {
		for _, c := range s.canned {
			if c.Owner == "" || c.Owner == of {
				list = append(list, c)
			}
		}
		slices.SortFunc(list, byTitle)
		return nil
	})
	return list, err
}
