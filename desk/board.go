package desk

import (
	"context"
	"time"
)

// BoardQuery asks for a run of the Message board, latest first.
type BoardQuery struct {
	State  OfflineState // empty: any
	Before time.Time    // messages before this one; zero: from the latest
	Than   OfflineID    // of those at the same moment, those with a smaller id
	Limit  int
}

// Board is a run of the Message board.
type Board struct {
	Messages   []OfflineMessage
	More       bool
	Unanswered int
	Oldest     OfflineID // the unanswered one that waits longest
}

// Board returns a run of the Message board, and how many messages are unanswered.
func (d *Desk) Board(ctx context.Context, by Actor, q BoardQuery) (Board, error) {
	if err := by.may(Communicate); err != nil {
		return Board{}, err
	}
	limit := q.Limit
	q.Limit++
	list, err := d.store.OfflineMessages(ctx, q)
	if err != nil {
		return Board{}, err
	}
	b := Board{Messages: list, More: len(list) > limit}
	b.Messages = list[:min(limit, len(list))]
	b.Unanswered, b.Oldest, err = d.store.Unanswered(ctx)
	return b, err
}

// Correspondence is an off-line message with all that is needed to answer it.
type Correspondence struct {
	Message   OfflineMessage
	Addresses []string // known of the visitor, that of the message first
	Visit     Visit    // his latest; the zero visit when none is known
	CanMail   bool
}

// Correspondence returns one off-line message with its replies. NotFound.
func (d *Desk) Correspondence(ctx context.Context, by Actor, id OfflineID) (Correspondence, error) {
	if err := by.may(Communicate); err != nil {
		return Correspondence{}, err
	}
	m, err := d.store.OfflineMessage(ctx, id)
	if err != nil {
		return Correspondence{}, err
	}
	return d.correspondence(ctx, m)
}

func (d *Desk) correspondence(ctx context.Context, m OfflineMessage) (Correspondence, error) {
	c := Correspondence{Message: m, Addresses: []string{m.Email}, CanMail: d.CanMail()}
	known, err := d.store.Addresses(ctx, m.Visitor, maxRecipients)
	if err != nil {
		return c, err
	}
	for _, a := range known {
		if a != m.Email && len(c.Addresses) < maxRecipients {
			c.Addresses = append(c.Addresses, a)
		}
	}
	d.mu.Lock()
	v := d.live.byVisitor[m.Visitor]
	if v != nil {
		c.Visit = d.live.badge(v)
	}
	d.mu.Unlock()
	if v == nil {
		if _, c.Visit, err = d.store.Return(ctx, m.Visitor); KindOf(err) == NotFound {
			err = nil
		}
		c.Visit.Presence = Left
	}
	return c, err
}
