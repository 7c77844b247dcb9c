package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type blockRow struct {
	bun.BaseModel `bun:"table:block"`
	Visitor       string
	Name          string
	Country       string
	Operator      string
	OperatorName  string
	Blocked       int64
}

func recordBlock(ctx context.Context, tx bun.IDB, b desk.Block) error {
	row := blockRow{Visitor: string(b.Visitor), Name: b.Name, Country: b.Country, Operator: string(b.By), OperatorName: b.ByName, Blocked: millis(b.At)}
	_, err := tx.NewInsert().Model(&row).Comment("block.set").On("CONFLICT DO NOTHING").Exec(ctx)
	return err
}

func deleteBlock(ctx context.Context, tx bun.IDB, id desk.VisitorID) error {
	_, err := tx.NewRaw("/* block.lift */ DELETE FROM block WHERE visitor = ?", id).Exec(ctx)
	return err
}

func (s *Store) loadBlocks(ctx context.Context, saved *desk.Saved) error {
	var rows []blockRow
	if err := s.db.NewSelect().Model(&rows).Comment("block.load").Order("blocked").Scan(ctx); err != nil {
		return err
	}
	for _, r := range rows {
		saved.Blocked = append(saved.Blocked, desk.Block{
			Visitor: desk.VisitorID(r.Visitor), Name: r.Name, Country: r.Country, By: desk.OperatorID(r.Operator), ByName: r.OperatorName, At: moment(r.Blocked),
		})
	}
	return nil
}
