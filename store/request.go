package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type requestRow struct {
	bun.BaseModel `bun:"table:request"`
	ID            string
	Visitor       string
	Visit         string
	Site          string
	Kind          string
	VisitorName   string
	Conversation  string
	Returned      int
	Invited       int
	State         string
	Operator      string
	OperatorName  string
	Asked         int64
	Ended         int64
}

type passRow struct {
	bun.BaseModel `bun:"table:request_pass"`
	Request       string
	Operator      string
	How           string
	Passed        int64
}

func rowOfRequest(r desk.Request) *requestRow {
	return &requestRow{
		ID: string(r.ID), Visitor: string(r.Visitor), Visit: string(r.Visit), Site: string(r.Site), Kind: string(r.Kind), VisitorName: r.VisitorName,
		Conversation: string(r.Conversation), Returned: flag(r.Returned), Invited: flag(r.Invited), State: string(r.State), Operator: string(r.Operator),
		OperatorName: r.OperatorName, Asked: millis(r.Asked), Ended: millis(r.Ended),
	}
}

func (r requestRow) request() desk.Request {
	return desk.Request{
		ID: desk.RequestID(r.ID), Visitor: desk.VisitorID(r.Visitor), Visit: desk.VisitID(r.Visit), Site: desk.SiteID(r.Site), Kind: desk.Talk(r.Kind),
		VisitorName: r.VisitorName, Conversation: desk.ConversationID(r.Conversation), Returned: r.Returned != 0, Invited: r.Invited != 0,
		State: desk.RequestState(r.State), Operator: desk.OperatorID(r.Operator), OperatorName: r.OperatorName, Asked: moment(r.Asked), Ended: moment(r.Ended),
	}
}

func readRequest(ctx context.Context, tx bun.IDB, where string, arg any) (*desk.Request, error) {
	var row requestRow
	err := tx.NewSelect().Model(&row).Comment("request.read").Where(where, arg).Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r := row.request()
	return &r, err
}

// recordRequest lets one request of a visitor through; sent again it is the one that stands there.
func recordRequest(ctx context.Context, tx bun.IDB, e *desk.RequestMade) error {
	r := e.Request
	if err := lockVisitor(ctx, tx, r.Visitor, r.Site, r.Asked); err != nil {
		return err
	}
	same, err := readRequest(ctx, tx, "id = ?", r.ID)
	if err != nil {
		return err
	}
	if same != nil {
		if same.Visitor != r.Visitor {
			return desk.Errorf(desk.Conflict, "This request exists already")
		}
		e.Request = *same
		return nil
	}
	if busy, err := tx.NewSelect().Model((*conversationRow)(nil)).Comment("request.talking").Where("visitor = ? AND ended = 0", r.Visitor).Exists(ctx); err != nil || busy {
		return orConflict(err, "You are in a chat already")
	}
	if busy, err := tx.NewSelect().Model((*invitationRow)(nil)).Comment("request.invited").Where("visitor = ? AND ended = 0", r.Visitor).Exists(ctx); err != nil || busy {
		return orConflict(err, "You are invited to a chat already")
	}
	n, err := affected(tx.NewInsert().Model(rowOfRequest(r)).Comment("request.made").On("CONFLICT DO NOTHING").Exec(ctx))
	if err != nil || n == 0 {
		return orConflict(err, "You are in the queue already")
	}
	if e.Named == "" {
		return nil
	}
	_, err = tx.NewRaw(`/* visitor.named */ UPDATE visitor SET name = ? WHERE id = ?`, e.Named, r.Visitor).Exec(ctx)
	return err
}

func orConflict(err error, words string) error {
	if err != nil {
		return err
	}
	return desk.Errorf(desk.Conflict, "%s", words)
}

// closeRequest ends a waiting request; when it is over already, it says how.
func closeRequest(ctx context.Context, tx bun.IDB, id desk.RequestID, state desk.RequestState, at int64, c desk.Conversation) error {
	n, err := affected(tx.NewRaw(`/* request.ended */ UPDATE request SET state = ?, ended = ?, operator = ?, operator_name = ?,
			conversation = CASE WHEN conversation = '' THEN ? ELSE conversation END WHERE id = ? AND ended = 0`,
		state, at, c.Operator, c.OperatorName, c.ID, id).Exec(ctx))
	if err != nil || n == 1 {
		return err
	}
	return howItIsOver(ctx, tx, id)
}

func howItIsOver(ctx context.Context, tx bun.IDB, id desk.RequestID) error {
	r, err := readRequest(ctx, tx, "id = ?", id)
	if err != nil {
		return err
	}
	if r == nil {
		return desk.Errorf(desk.NotFound, "There is no such request")
	}
	return r.Over()
}

func acceptRequest(ctx context.Context, tx bun.IDB, e *desk.RequestAccepted) error {
	c := e.Conversation
	if err := lockVisitor(ctx, tx, c.Visitor, c.Site, c.Started); err != nil {
		return err
	}
	if err := closeRequest(ctx, tx, e.Request, desk.RequestIsAccepted, millis(c.Started), c); err != nil {
		return err
	}
	return beginConversation(ctx, tx, c, e.Lines)
}

func recordPass(ctx context.Context, tx bun.IDB, e *desk.RequestPassed) error {
	if err := lockRequest(ctx, tx, e.Request); err != nil || len(e.Operators) == 0 {
		return err
	}
	rows := make([]passRow, len(e.Operators))
	for i, o := range e.Operators {
		rows[i] = passRow{Request: string(e.Request), Operator: string(o), How: string(e.How), Passed: millis(e.At)}
	}
	_, err := tx.NewDelete().Model((*passRow)(nil)).Comment("request.passedBefore").Where("request = ? AND operator IN (?)", e.Request, bun.List(e.Operators)).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&rows).Comment("request.passed").Exec(ctx)
	return err
}

// lockRequest keeps others from ending a waiting request until the transaction ends; of one that is over it says how.
func lockRequest(ctx context.Context, tx bun.IDB, id desk.RequestID) error {
	n, err := affected(tx.NewRaw(`/* request.lock */ UPDATE request SET state = state WHERE id = ? AND ended = 0`, id).Exec(ctx))
	if err != nil || n == 1 {
		return err
	}
	return howItIsOver(ctx, tx, id)
}

// changeRequest makes the change that a line of a conversation in the queue means for its request.
func changeRequest(ctx context.Context, tx bun.IDB, c desk.Conversation, e desk.Numbered) error {
	at := millis(e.NumberedLine().At)
	switch e := e.(type) {
	case *desk.ConversationReturned:
		_, err := tx.NewInsert().Model(rowOfRequest(e.Request)).Comment("request.returned").Exec(ctx)
		return err
	case *desk.ConversationTaken:
		if e.Request == "" {
			return nil
		}
		return closeRequest(ctx, tx, e.Request, desk.RequestIsAccepted, at, c)
	case *desk.ConversationEnded:
		_, err := tx.NewRaw(`/* request.endedWith */ UPDATE request SET state = ?, ended = ? WHERE conversation = ? AND ended = 0`, e.By.OfRequest(), at, c.ID).Exec(ctx)
		return err
	}
	return nil
}

// loadRequests reads the waiting requests.
func (s *Store) loadRequests(ctx context.Context, saved *desk.Saved) error {
	var err error
	saved.Requests, err = s.requests(ctx, "ended = 0")
	return err
}

// Request implements desk.Store.
func (s *Store) Request(ctx context.Context, id desk.RequestID) (desk.Request, error) {
	found, err := s.requests(ctx, "id = ?", id)
	if err != nil {
		return desk.Request{}, failed("read a request", err)
	}
	if len(found) == 0 {
		return desk.Request{}, desk.Errorf(desk.NotFound, "There is no such request")
	}
	return found[0], nil
}

// requests returns requests in the order asked, with who let them pass.
func (s *Store) requests(ctx context.Context, where string, args ...any) ([]desk.Request, error) {
	var rows []requestRow
	if err := s.db.NewSelect().Model(&rows).Comment("request.list").Where(where, args...).Order("asked", "id").Scan(ctx); err != nil {
		return nil, err
	}
	var passes []passRow
	of := s.db.NewSelect().Model((*requestRow)(nil)).Column("id").Where(where, args...)
	if err := s.db.NewSelect().Model(&passes).Comment("request.passes").Where("request IN (?)", of).Order("passed").Scan(ctx); err != nil {
		return nil, err
	}
	var out []desk.Request
	for _, row := range rows {
		r := row.request()
		for _, p := range passes {
			if p.Request == row.ID {
				r.Passes = append(r.Passes, desk.Pass{Operator: desk.OperatorID(p.Operator), How: desk.Passed(p.How), At: moment(p.Passed)})
			}
		}
		out = append(out, r)
	}
	return out, nil
}
