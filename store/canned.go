package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type cannedRow struct {
	bun.BaseModel `bun:"table:canned"`
	ID            string
	Owner         string
	Shortcut      string
	Title         string
	Body          string
	Tags          []string `bun:"type:text"`
	Used          int64
}

func (r cannedRow) canned() desk.Canned {
	return desk.Canned{ID: desk.CannedID(r.ID), Owner: desk.OperatorID(r.Owner), Shortcut: r.Shortcut, Title: r.Title, Text: r.Body, Tags: r.Tags, Used: r.Used}
}

// recordCanned keeps a canned message; how often it was used stays. Conflict when the shortcut is taken among those of its kind.
func recordCanned(ctx context.Context, tx bun.IDB, c desk.Canned) error {
	tags, err := json.Marshal(append([]string{}, c.Tags...))
	if err != nil {
		return err
	}
	taken, err := tx.NewSelect().Model((*cannedRow)(nil)).Comment("canned.taken").Where("owner = ? AND shortcut = ? AND shortcut <> '' AND id <> ?", c.Owner, c.Shortcut, c.ID).Exists(ctx)
	if err != nil {
		return err
	}
	if taken { // the unique index decides between two at once
		return &desk.Error{Kind: desk.Conflict, Field: "shortcut", Text: "Another canned message has this shortcut"}
	}
	_, err = tx.NewRaw(`/* canned.saved */ INSERT INTO canned (id, owner, shortcut, title, body, tags) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
		SET owner = EXCLUDED.owner, shortcut = EXCLUDED.shortcut, title = EXCLUDED.title, body = EXCLUDED.body, tags = EXCLUDED.tags`,
		c.ID, c.Owner, c.Shortcut, c.Title, c.Text, string(tags)).Exec(ctx)
	if err != nil {
		return err
	}
	return encloseFiles(ctx, tx, c)
}

// encloseFiles replaces a canned message's files; NotFound when one was forgotten meanwhile.
func encloseFiles(ctx context.Context, tx bun.IDB, c desk.Canned) error {
	if _, err := tx.NewRaw("/* canned.emptied */ DELETE FROM canned_file WHERE canned = ?", c.ID).Exec(ctx); err != nil {
		return err
	}
	for i, f := range c.Files {
		if _, err := lockFile(ctx, tx, f.ID); err != nil {
			return err
		}
		n, err := affected(tx.NewRaw("/* canned.encloses */ INSERT INTO canned_file (canned, file, position) SELECT ?, id, ? FROM file WHERE id = ? AND conversation = ''",
			c.ID, i, f.ID).Exec(ctx))
		if err != nil {
			return err
		}
		if n == 0 {
			return desk.Errorf(desk.NotFound, "There is no such file")
		}
	}
	return nil
}

// enclosures returns the files of canned messages, each in the order attached.
func enclosures(ctx context.Context, db bun.IDB, of []string) (map[string][]desk.File, error) {
	var rows []struct {
		Canned string
		fileRow
	}
	out := map[string][]desk.File{}
	if len(of) == 0 {
		return out, nil
	}
	err := db.NewRaw(`/* canned.files */ SELECT cf.canned, f.* FROM canned_file cf JOIN file f ON f.id = cf.file WHERE cf.canned IN (?) ORDER BY cf.position`, bun.List(of)).Scan(ctx, &rows)
	for _, r := range rows {
		out[r.Canned] = append(out[r.Canned], r.file())
	}
	return out, err
}

func deleteCanned(ctx context.Context, tx bun.IDB, id desk.CannedID) error {
	if _, err := tx.NewRaw("/* canned.emptied */ DELETE FROM canned_file WHERE canned = ?", id).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewRaw("/* canned.deleted */ DELETE FROM canned WHERE id = ?", id).Exec(ctx)
	return err
}

// useCanned counts that an operator sent a text made from a canned message; a colleague's, or one that is gone, counts nothing.
func useCanned(ctx context.Context, tx bun.IDB, id desk.CannedID, by desk.OperatorID) error {
	if id == "" {
		return nil
	}
	_, err := tx.NewRaw("/* canned.used */ UPDATE canned SET used = used + 1 WHERE id = ? AND owner IN ('', ?)", id, by).Exec(ctx)
	return err
}

// Canned implements desk.Store.
func (s *Store) Canned(ctx context.Context, id desk.CannedID) (desk.Canned, error) {
	var row cannedRow
	err := s.db.NewSelect().Model(&row).Comment("canned.read").Where("id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Canned{}, desk.Errorf(desk.NotFound, "There is no such canned message")
	}
	if err != nil {
		return desk.Canned{}, failed("read a canned message", err)
	}
	c := row.canned()
	files, err := enclosures(ctx, s.db, []string{row.ID})
	c.Files = files[row.ID]
	return c, failed("read a canned message's files", err)
}

// CannedList implements desk.Store.
func (s *Store) CannedList(ctx context.Context, of desk.OperatorID) ([]desk.Canned, error) {
	var rows []cannedRow
	if err := s.db.NewSelect().Model(&rows).Comment("canned.list").Where("owner IN ('', ?)", of).OrderExpr("lower(title), id").Limit(1000).Scan(ctx); err != nil {
		return nil, failed("read canned messages", err)
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	files, err := enclosures(ctx, s.db, ids)
	if err != nil {
		return nil, failed("read canned messages' files", err)
	}
	out := make([]desk.Canned, len(rows))
	for i, r := range rows {
		out[i] = r.canned()
		out[i].Files = files[r.ID]
	}
	return out, nil
}
