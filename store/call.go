package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type callRow struct {
	bun.BaseModel `bun:"table:voice_call"`
	ID            string
	Conversation  string
	Visitor       string
	Operator      string
	OfferedBy     string
	State         string
	Offered       int64
	Accepted      int64
	Connected     int64
	Ended         int64
	EndedBy       string
}

func (r callRow) call() desk.Call {
	return desk.Call{
		ID: desk.CallID(r.ID), Conversation: desk.ConversationID(r.Conversation), Visitor: desk.VisitorID(r.Visitor), Operator: desk.OperatorID(r.Operator),
		OfferedBy: desk.Side(r.OfferedBy), State: desk.CallState(r.State), Offered: moment(r.Offered), Accepted: moment(r.Accepted), Connected: moment(r.Connected),
		Ended: moment(r.Ended), EndedBy: desk.CallEnding(r.EndedBy),
	}
}

// changeCall makes the change that a line of a conversation means for its call; Conflict when somebody was first.
func changeCall(ctx context.Context, tx bun.IDB, e desk.Numbered) error {
	line := e.NumberedLine()
	switch e := e.(type) {
	case *desk.CallOffered:
		k := e.Call
		n, err := affected(tx.NewInsert().Model(&callRow{
			ID: string(k.ID), Conversation: string(k.Conversation), Visitor: string(k.Visitor), Operator: string(k.Operator), OfferedBy: string(k.OfferedBy),
			State: string(desk.CallRings), Offered: millis(k.Offered),
		}).Comment("call.offered").On("CONFLICT DO NOTHING").Exec(ctx))
		if err != nil || n == 0 {
			return orConflict(err, "A call goes on in this chat already")
		}
	case *desk.CallAccepted:
		n, err := affected(tx.NewRaw(`/* call.accepted */ UPDATE voice_call SET state = ?, accepted = ? WHERE id = ? AND conversation = ? AND state = ?`,
			desk.CallIsOpen, millis(line.At), e.Call, line.Conversation, desk.CallRings).Exec(ctx))
		if err != nil || n == 0 {
			return orConflict(err, "This call does not ring any more")
		}
	case *desk.CallEnded:
		n, err := affected(tx.NewRaw(`/* call.ended */ UPDATE voice_call SET state = ?, connected = ?, ended = ?, ended_by = ? WHERE id = ? AND conversation = ? AND ended = 0 AND (? = '' OR state = ?)`,
			desk.CallIsEnded, millis(e.Connected), millis(line.At), e.By, e.Call, line.Conversation, e.Was, e.Was).Exec(ctx))
		if err != nil || n == 0 {
			return orConflict(err, "This call stands otherwise now")
		}
	}
	return nil
}

// Calls implements desk.Store.
func (s *Store) Calls(ctx context.Context, id desk.ConversationID, limit int) ([]desk.Call, error) {
	var rows []callRow
	err := s.db.NewSelect().Model(&rows).Comment("call.list").Where("conversation = ?", id).Order("offered DESC").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, failed("read calls", err)
	}
	out := make([]desk.Call, len(rows))
	for i, r := range rows {
		out[len(rows)-1-i] = r.call()
	}
	return out, nil
}

// loadCalls reads the calls that have not ended.
func (s *Store) loadCalls(ctx context.Context, saved *desk.Saved) error {
	var rows []callRow
	if err := s.db.NewSelect().Model(&rows).Comment("call.load").Where("ended = 0").Scan(ctx); err != nil {
		return err
	}
	for _, r := range rows {
		saved.Calls = append(saved.Calls, r.call())
	}
	return nil
}
