package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

// recordRating keeps the visitor's rating; the later one counts.
func recordRating(ctx context.Context, tx bun.IDB, e *desk.ConversationRated) error {
	_, err := tx.NewRaw(`/* conversation.rated */ UPDATE conversation SET stars = ?, comment = ?, rated = ? WHERE id = ? AND ended > 0`,
		e.Rating.Stars, e.Rating.Comment, millis(e.Rating.At), e.Conversation).Exec(ctx)
	return err
}
