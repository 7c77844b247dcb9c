package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"beckon/auth"
	"beckon/desk"
)

type subscriptionRow struct {
	bun.BaseModel `bun:"table:subscription"`
	ID            string
	Operator      string
	Session       string
	Endpoint      string
	BrowserKey    string
	Auth          string
	Wants         string
	Made          int64
}

func (r subscriptionRow) subscription() desk.Subscription {
	s := desk.Subscription{
		ID: desk.SubscriptionID(r.ID), Operator: desk.OperatorID(r.Operator), Session: r.Session, Endpoint: r.Endpoint, Key: r.BrowserKey, Auth: r.Auth,
		Wants: []desk.AlertKind{}, Made: moment(r.Made),
	}
	for _, k := range strings.Fields(r.Wants) {
		s.Wants = append(s.Wants, desk.AlertKind(k))
	}
	return s
}

func recordSubscription(ctx context.Context, tx bun.IDB, s desk.Subscription) error {
	wants := make([]string, len(s.Wants))
	for i, k := range s.Wants {
		wants[i] = string(k)
	}
	if _, err := tx.NewRaw("/* subscription.replaced */ DELETE FROM subscription WHERE session = ? OR endpoint = ?", s.Session, s.Endpoint).Exec(ctx); err != nil {
		return err
	}
	row := subscriptionRow{
		ID: string(s.ID), Operator: string(s.Operator), Session: s.Session, Endpoint: s.Endpoint, BrowserKey: s.Key, Auth: s.Auth, Wants: strings.Join(wants, " "), Made: millis(s.Made),
	}
	if _, err := tx.NewInsert().Model(&row).Comment("subscription.made").Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewRaw(`/* subscription.bound */ DELETE FROM subscription WHERE operator = ? AND id NOT IN
		(SELECT id FROM subscription WHERE operator = ? ORDER BY made DESC, id DESC LIMIT ?)`, s.Operator, s.Operator, desk.MaxSubscriptions).Exec(ctx)
	return err
}

func deleteSubscription(ctx context.Context, tx bun.IDB, id desk.SubscriptionID) error {
	_, err := tx.NewRaw("/* subscription.ended */ DELETE FROM subscription WHERE id = ?", id).Exec(ctx)
	return err
}

// deleteStrays takes away the subscriptions of sessions that are no more, in the transaction that ended them.
func deleteStrays(ctx context.Context, tx bun.IDB) error {
	_, err := tx.NewRaw("/* subscription.strays */ DELETE FROM subscription WHERE session NOT IN (SELECT public_id FROM session)").Exec(ctx)
	return err
}

// Subscription implements desk.Store.
func (s *Store) Subscription(ctx context.Context, session string) (desk.Subscription, error) {
	var row subscriptionRow
	err := s.db.NewSelect().Model(&row).Comment("subscription.read").Where("session = ?", session).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Subscription{}, desk.Errorf(desk.NotFound, "There is no such subscription")
	}
	return row.subscription(), failed("read a subscription", err)
}

// SubscriptionsOf implements alert.Book: those whose operator may sign in and whose session is valid now.
func (s *Store) SubscriptionsOf(ctx context.Context, operators []desk.OperatorID, now time.Time) ([]desk.Subscription, error) {
	if len(operators) == 0 {
		return nil, nil
	}
	var rows []subscriptionRow
	err := s.db.NewSelect().Model(&rows).Comment("subscription.of").
		Where("operator IN (?)", bun.In(operators)).
		Where("session IN (SELECT s.public_id FROM session s JOIN operator o ON o.id = s.operator WHERE s.operator = subscription_row.operator AND o.disabled = 0 AND s.expires > ? AND s.last_seen > ?)",
			millis(now), millis(now.Add(-auth.LongestIdle))).
		Order("made", "id").Scan(ctx)
	out := make([]desk.Subscription, len(rows))
	for i, r := range rows {
		out[i] = r.subscription()
	}
	return out, failed("read subscriptions", err)
}
