package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type conversationRow struct {
	bun.BaseModel `bun:"table:conversation"`
	ID            string
	Visitor       string
	Visit         string
	Site          string
	Invitation    string
	Kind          string
	State         string
	Hold          int
	Operator      string
	OperatorName  string
	VisitorName   string
	Started       int64
	Ended         int64
	EndedBy       string
	LastSeq       int64
	VisitorGot    int64
	OperatorGot   int64
	VisitorRead   int64
	OperatorRead  int64
	Spoken        int
	LastSpoke     int64
	Asked         int
	Stars         int
	Comment       string
	Rated         int64
}

func rowOfConversation(c desk.Conversation) *conversationRow {
	return &conversationRow{
		ID: string(c.ID), Visitor: string(c.Visitor), Visit: string(c.Visit), Site: string(c.Site), Invitation: string(c.Invitation), Kind: string(c.Kind),
		State: string(c.State), Hold: flag(c.Hold), Operator: string(c.Operator), OperatorName: c.OperatorName, VisitorName: c.VisitorName, Started: millis(c.Started),
		Ended: millis(c.Ended), EndedBy: string(c.EndedBy), LastSeq: c.LastSeq, VisitorGot: c.VisitorGot, OperatorGot: c.OperatorGot, Spoken: flag(c.Spoken),
		LastSpoke: millis(c.LastSpoke), Asked: flag(c.Asked), VisitorRead: c.VisitorRead, OperatorRead: c.OperatorRead, Stars: c.Rating.Stars, Comment: c.Rating.Comment,
		Rated: millis(c.Rating.At),
	}
}

func (r conversationRow) conversation() desk.Conversation {
	return desk.Conversation{
		ID: desk.ConversationID(r.ID), Visitor: desk.VisitorID(r.Visitor), Visit: desk.VisitID(r.Visit), Site: desk.SiteID(r.Site), Invitation: desk.InvitationID(r.Invitation),
		Kind: desk.Talk(r.Kind), State: desk.ConversationState(r.State), Hold: r.Hold != 0, Operator: desk.OperatorID(r.Operator), OperatorName: r.OperatorName,
		VisitorName: r.VisitorName, Started: moment(r.Started), Ended: moment(r.Ended), EndedBy: desk.Ending(r.EndedBy), LastSeq: r.LastSeq, VisitorGot: r.VisitorGot,
		OperatorGot: r.OperatorGot, Spoken: r.Spoken != 0, LastSpoke: moment(r.LastSpoke), Asked: r.Asked != 0,
		VisitorRead: r.VisitorRead, OperatorRead: r.OperatorRead, Rating: desk.Rating{Stars: r.Stars, Comment: r.Comment, At: moment(r.Rated)},
	}
}

// Conversation implements desk.Store.
func (s *Store) Conversation(ctx context.Context, id desk.ConversationID) (desk.Conversation, error) {
	var row conversationRow
	err := s.db.NewSelect().Model(&row).Comment("conversation.read").Where("id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Conversation{}, desk.Errorf(desk.NotFound, "There is no such conversation")
	}
	if err != nil {
		return desk.Conversation{}, failed("read a conversation", err)
	}
	list, err := s.conversations(ctx, []conversationRow{row})
	if err != nil {
		return desk.Conversation{}, failed("read a conversation", err)
	}
	return list[0], nil
}

// History implements desk.Store.
func (s *Store) History(ctx context.Context, id desk.VisitorID, limit int) ([]desk.Conversation, []desk.OfflineMessage, error) {
	var rows []conversationRow
	if err := s.db.NewSelect().Model(&rows).Comment("conversation.history").Where("visitor = ?", id).Order("started DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, nil, failed("read conversations", err)
	}
	out, err := s.conversations(ctx, rows)
	if err != nil {
		return nil, nil, failed("read conversations", err)
	}
	left, err := s.offlineOf(ctx, id, limit)
	return out, left, err
}

// beginConversation writes a new conversation with its first lines; Conflict when its visitor is in another.
func beginConversation(ctx context.Context, tx bun.IDB, c desk.Conversation, lines []desk.Message) error {
	n, err := affected(tx.NewInsert().Model(rowOfConversation(c)).Comment("conversation.begin").On("CONFLICT DO NOTHING").Exec(ctx))
	if err != nil {
		return err
	}
	if n == 0 {
		return desk.Errorf(desk.Conflict, "You are in a chat already")
	}
	rows := make([]messageRow, len(lines))
	for i, m := range lines {
		rows[i] = rowOfMessage(m)
	}
	_, err = tx.NewInsert().Model(&rows).Comment("conversation.lines").Exec(ctx)
	return err
}
