package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

// maxLinesSearched bounds the lines of a page of conversations among which the best is chosen.
const maxLinesSearched = 5000

// Archive implements desk.Store.
func (s *Store) Archive(ctx context.Context, q desk.ArchiveQuery) ([]desk.Found, error) {
	var rows []conversationRow
	err := s.narrowed(s.db.NewSelect().Model(&rows).Comment("archive.list"), q).Order("started DESC", "id DESC").Limit(int64(q.Limit)).Scan(ctx)
	if err != nil {
		return nil, failed("search conversations", err)
	}
	list, err := s.conversations(ctx, rows)
	if err != nil {
		return nil, failed("search conversations", err)
	}
	out := make([]desk.Found, len(list))
	at := map[desk.ConversationID]int{}
	ids := make([]desk.ConversationID, len(list))
	for i, c := range list {
		out[i].Conversation = c
		at[c.ID], ids[i] = i, c.ID
	}
	if len(q.Words) == 0 || len(list) == 0 {
		return out, nil
	}
	var lines []messageRow
	err = s.db.NewSelect().Model(&lines).ModelTableExpr("message AS m").ColumnExpr("m.*").Comment("archive.lines").Where("m.conversation IN (?)", bun.List(ids)).
		Where(s.words.lines, s.words.query(q.Words, true)).OrderExpr("m.conversation, m.seq").Limit(maxLinesSearched).Scan(ctx)
	for _, r := range lines {
		m := r.message()
		if f := &out[at[m.Conversation]]; f.Line.Seq == 0 || desk.WordsFound(m.Text, q.Words) > desk.WordsFound(f.Line.Text, q.Words) {
			f.Line = m
		}
	}
	return out, failed("search conversations", err)
}

// CountArchive implements desk.Store.
func (s *Store) CountArchive(ctx context.Context, q desk.ArchiveQuery, most int) (int, error) {
	some := s.narrowed(s.db.NewSelect().Model((*conversationRow)(nil)).Column("id"), q).Limit(int64(most))
	var n int
	err := s.db.NewSelect().TableExpr("(?) AS found", some).ColumnExpr("count(*)").Comment("archive.count").Scan(ctx, &n)
	return n, failed("count conversations", err)
}

// narrowed adds the conditions of a query. Columns and relations are these; what the query brings are arguments only (T-37).
func (s *Store) narrowed(sel *bun.SelectQuery, q desk.ArchiveQuery) *bun.SelectQuery {
	for _, w := range q.Words {
		sel = sel.Where("id IN (SELECT m.conversation FROM message m WHERE "+s.words.lines+")", s.words.query([]string{w}, false))
	}
	if q.Operator != "" {
		sel = sel.Where("(operator = ? OR EXISTS (SELECT 1 FROM message m WHERE m.conversation = ?TableAlias.id AND m.operator = ?))", q.Operator, q.Operator)
	}
	for _, c := range []struct {
		is    bool
		where string
		arg   any
	}{
		{q.Site != "", "site = ?", q.Site},
		{q.State != "", "state = ?", q.State},
		{!q.From.IsZero(), "started >= ?", millis(q.From)},
		{!q.To.IsZero(), "started < ?", millis(q.To)},
		{q.Rating >= 1 && q.Rating <= 5, "stars = ?", int(q.Rating)},
		{q.Rating == desk.RatedAny, "stars > ?", 0},
		{q.Rating == desk.NotRated, "stars = ?", 0},
		{q.Tag != "", "id IN (SELECT tag.conversation FROM conversation_tag tag WHERE tag.tag = ?)", q.Tag},
	} {
		if c.is {
			sel = sel.Where(c.where, c.arg)
		}
	}
	if q.After.ID != "" {
		sel = sel.Where("(started, id) < (?, ?)", millis(q.After.Started), q.After.ID)
	}
	return sel
}
