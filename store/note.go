package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type noteRow struct {
	bun.BaseModel `bun:"table:note"`
	Conversation  string
	ID            string
	Operator      string
	OperatorName  string
	Body          string
	Made          int64
}

func (r noteRow) note() desk.Note {
	return desk.Note{
		ID: desk.ClientID(r.ID), Conversation: desk.ConversationID(r.Conversation), Operator: desk.OperatorID(r.Operator), OperatorName: r.OperatorName, Text: r.Body, At: moment(r.Made),
	}
}

// recordNote keeps a note once, however often it is sent.
func recordNote(ctx context.Context, tx bun.IDB, e *desk.ConversationNoted) error {
	n := e.Note
	if _, err := lockConversation(ctx, tx, n.Conversation); err != nil {
		return err
	}
	var there noteRow
	err := tx.NewSelect().Model(&there).Comment("note.again").Where("conversation = ? AND operator = ? AND id = ?", n.Conversation, n.Operator, n.ID).Scan(ctx)
	if err == nil {
		if there.Body != n.Text {
			return desk.Errorf(desk.Conflict, "Another note was written under this id")
		}
		e.Note = there.note()
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	count, err := tx.NewSelect().Model((*noteRow)(nil)).Comment("note.count").Where("conversation = ?", n.Conversation).Count(ctx)
	if err != nil {
		return err
	}
	if count >= desk.MaxNotes {
		return desk.Errorf(desk.TooMany, "A conversation holds at most %d notes", desk.MaxNotes)
	}
	row := noteRow{Conversation: string(n.Conversation), ID: string(n.ID), Operator: string(n.Operator), OperatorName: n.OperatorName, Body: n.Text, Made: millis(n.At)}
	_, err = tx.NewInsert().Model(&row).Comment("note.made").Exec(ctx)
	return err
}

// Notes implements desk.Store.
func (s *Store) Notes(ctx context.Context, id desk.ConversationID) ([]desk.Note, error) {
	var rows []noteRow
	if err := s.db.NewSelect().Model(&rows).Comment("note.list").Where("conversation = ?", id).Order("made", "operator", "id").Limit(desk.MaxNotes).Scan(ctx); err != nil {
		return nil, failed("read notes", err)
	}
	out := make([]desk.Note, len(rows))
	for i, r := range rows {
		out[i] = r.note()
	}
	return out, nil
}
