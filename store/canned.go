package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type cannedRow struct {
	bun.BaseModel `bun:"table:canned"`
	ID            string
	Title         string
	Body          string
}

func (r cannedRow) canned() desk.Canned {
	return desk.Canned{ID: desk.CannedID(r.ID), Title: r.Title, Text: r.Body}
}

func recordCanned(ctx context.Context, tx bun.IDB, c desk.Canned) error {
	_, err := tx.NewRaw(`/* canned.saved */ INSERT INTO canned (id, title, body) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body`, c.ID, c.Title, c.Text).Exec(ctx)
	return err
}

func deleteCanned(ctx context.Context, tx bun.IDB, id desk.CannedID) error {
	_, err := tx.NewRaw("/* canned.deleted */ DELETE FROM canned WHERE id = ?", id).Exec(ctx)
	return err
}

// Canned implements desk.Store.
func (s *Store) Canned(ctx context.Context, id desk.CannedID) (desk.Canned, error) {
	var row cannedRow
	err := s.db.NewSelect().Model(&row).Comment("canned.read").Where("id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Canned{}, desk.Errorf(desk.NotFound, "There is no such canned message")
	}
	return row.canned(), failed("read a canned message", err)
}

// CannedList implements desk.Store.
func (s *Store) CannedList(ctx context.Context) ([]desk.Canned, error) {
	var rows []cannedRow
	if err := s.db.NewSelect().Model(&rows).Comment("canned.list").OrderExpr("lower(title), id").Limit(1000).Scan(ctx); err != nil {
		return nil, failed("read canned messages", err)
	}
	out := make([]desk.Canned, len(rows))
	for i, r := range rows {
		out[i] = r.canned()
	}
	return out, nil
}
