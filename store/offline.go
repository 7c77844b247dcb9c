package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type offlineRow struct {
	bun.BaseModel `bun:"table:offline_message"`
	ID            string
	Visitor       string
	Site          string
	Conversation  string
	Name          string
	Email         string
	Body          string
	Sent          int64
}

// recordOffline keeps a message once, however often it is sent; another visitor's id is a Conflict.
func recordOffline(ctx context.Context, tx bun.IDB, m desk.OfflineMessage) error {
	row := offlineRow{ID: string(m.ID), Visitor: string(m.Visitor), Site: string(m.Site), Conversation: string(m.Conversation), Name: m.Name, Email: m.Email, Body: m.Text, Sent: millis(m.At)}
	n, err := affected(tx.NewInsert().Model(&row).Comment("offline.left").On("CONFLICT (id) DO NOTHING").Exec(ctx))
	if err != nil || n == 1 {
		return err
	}
	var there offlineRow
	if err := tx.NewSelect().Model(&there).Comment("offline.again").Where("id = ?", m.ID).Scan(ctx); err != nil {
		return err
	}
	if there.Visitor != row.Visitor || there.Body != row.Body {
		return desk.Errorf(desk.Conflict, "Another message was left under this id")
	}
	return nil
}

func (s *Store) offlineOf(ctx context.Context, id desk.VisitorID, limit int) ([]desk.OfflineMessage, error) {
	var rows []offlineRow
	if err := s.db.NewSelect().Model(&rows).Comment("offline.list").Where("visitor = ?", id).Order("sent DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, failed("read off-line messages", err)
	}
	out := make([]desk.OfflineMessage, len(rows))
	for i, r := range rows {
		out[i] = desk.OfflineMessage{ID: desk.OfflineID(r.ID), Visitor: id, Site: desk.SiteID(r.Site), Conversation: desk.ConversationID(r.Conversation), Name: r.Name, Email: r.Email, Text: r.Body, At: moment(r.Sent)}
	}
	return out, nil
}
