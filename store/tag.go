package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type tagRow struct {
	bun.BaseModel `bun:"table:conversation_tag"`
	Conversation  string
	Tag           string
}

func recordTag(ctx context.Context, tx bun.IDB, e *desk.ConversationTagged) error {
	_, err := tx.NewRaw(`/* tag.put */ INSERT INTO conversation_tag (conversation, tag) SELECT id, ? FROM conversation WHERE id = ? ON CONFLICT DO NOTHING`, e.Tag, e.Conversation).Exec(ctx)
	return err
}

func deleteTag(ctx context.Context, tx bun.IDB, e *desk.ConversationUntagged) error {
	_, err := tx.NewRaw(`/* tag.off */ DELETE FROM conversation_tag WHERE conversation = ? AND tag = ?`, e.Conversation, e.Tag).Exec(ctx)
	return err
}

// Tags implements desk.Store.
func (s *Store) Tags(ctx context.Context, limit int) ([]string, error) {
	var out []string
	err := s.db.NewRaw(`/* tag.list */ SELECT tag FROM conversation_tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?`, limit).Scan(ctx, &out)
	return out, failed("read tags", err)
}

// conversations returns rows as conversations, with their tags.
func (s *Store) conversations(ctx context.Context, rows []conversationRow) ([]desk.Conversation, error) {
	out := make([]desk.Conversation, len(rows))
	if len(rows) == 0 {
		return out, nil
	}
	ids, at := make([]string, len(rows)), map[string]int{}
	for i, r := range rows {
		out[i] = r.conversation()
		ids[i], at[r.ID] = r.ID, i
	}
	var tags []tagRow
	err := s.db.NewSelect().Model(&tags).Comment("tag.of").Where("conversation IN (?)", bun.List(ids)).Order("tag").Scan(ctx)
	for _, t := range tags {
		c := &out[at[t.Conversation]]
		c.Tags = desk.WithTag(c.Tags, t.Tag) // a database may sort otherwise than we do
	}
	return out, err
}
