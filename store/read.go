package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

// recordRead notes up to where one side has seen everything; what was seen was received. Numbers only grow.
func recordRead(ctx context.Context, tx bun.IDB, e *desk.MessagesRead) error {
	read, got := bun.Ident("operator_read"), bun.Ident("operator_got")
	if e.By == desk.FromVisitor {
		read, got = "visitor_read", "visitor_got"
	}
	_, err := tx.NewRaw(`/* message.read */ UPDATE conversation SET ? = ?, ? = CASE WHEN ? < ? THEN ? ELSE ? END WHERE id = ? AND ? < ?`,
		read, e.Seq, got, got, e.Seq, e.Seq, got, e.Conversation, read, e.Seq).Exec(ctx)
	return err
}
