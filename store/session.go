package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"beckon/auth"
	"beckon/desk"
)

type sessionRow struct {
	bun.BaseModel `bun:"table:session"`
	IDHash        string
	PublicID      string
	Operator      string
	Created       int64
	LastSeen      int64
	Expires       int64
	Address       string
	Agent         string
}

func rowOfSession(s auth.Session) *sessionRow {
	return &sessionRow{
		IDHash: s.IDHash, PublicID: s.PublicID, Operator: string(s.Operator), Created: millis(s.Created), LastSeen: millis(s.LastSeen), Expires: millis(s.Expires),
		Address: s.AddressMasked, Agent: s.Agent,
	}
}

func (r sessionRow) session() auth.Session {
	return auth.Session{
		IDHash: r.IDHash, PublicID: r.PublicID, Operator: desk.OperatorID(r.Operator), Created: moment(r.Created), LastSeen: moment(r.LastSeen), Expires: moment(r.Expires),
		AddressMasked: r.Address, Agent: r.Agent,
	}
}

func (s *Store) account(ctx context.Context, where string, arg any) (auth.Account, bool, error) {
	var row operatorRow
	err := s.db.NewRaw("/* session.account */ SELECT id, login, password_hash, disabled FROM operator WHERE "+where, arg).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return auth.Account{}, false, nil
	}
	return auth.Account{Operator: desk.OperatorID(row.ID), Login: row.Login, Hash: row.PasswordHash, Disabled: row.Disabled != 0}, err == nil, failed("read an account", err)
}

// AccountByLogin implements auth.Store.
func (s *Store) AccountByLogin(ctx context.Context, login string) (auth.Account, bool, error) {
	return s.account(ctx, "login = ?", login)
}

// Account implements auth.Store.
func (s *Store) Account(ctx context.Context, operator desk.OperatorID) (auth.Account, bool, error) {
	return s.account(ctx, "id = ?", operator)
}

// decide runs a transaction that may decide against itself: then nothing is changed, and it is no error.
func (s *Store) decide(ctx context.Context, doing string, f func(ctx context.Context, tx bun.IDB) (bool, error)) (bool, error) {
	against := desk.Errorf(desk.Conflict, "decided against")
	err := s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
		ok, err := f(ctx, tx)
		if err == nil && !ok {
			return against
		}
		return err
	})
	if errors.Is(err, against) {
		return false, nil
	}
	return err == nil, failed(doing, err)
}

// ReplacePassword implements auth.Store.
func (s *Store) ReplacePassword(ctx context.Context, operator desk.OperatorID, old, hash, keep string) (bool, error) {
	return s.decide(ctx, "replace a password", func(ctx context.Context, tx bun.IDB) (bool, error) {
		n, err := affected(tx.NewRaw("/* session.password */ UPDATE operator SET password_hash = ? WHERE id = ? AND password_hash = ?", hash, operator, old).Exec(ctx))
		if err != nil || n == 0 {
			return false, err
		}
		if _, err := tx.NewRaw("/* session.others */ DELETE FROM session WHERE operator = ? AND public_id <> ?", operator, keep).Exec(ctx); err != nil {
			return false, err
		}
		if err := deleteStrays(ctx, tx); err != nil {
			return false, err
		}
		_, err = tx.NewRaw("/* session.links */ DELETE FROM once_token WHERE operator = ?", operator).Exec(ctx)
		return true, err
	})
}

// lockOperator makes transactions about one operator's sign-in follow each other; false when he may not sign in.
func lockOperator(ctx context.Context, tx bun.IDB, operator desk.OperatorID) (hash string, ok bool, err error) {
	var row operatorRow
	err = tx.NewRaw("/* session.lock */ UPDATE operator SET login = login WHERE id = ? AND disabled = 0 RETURNING id, password_hash", operator).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return row.PasswordHash, err == nil, err
}

// AddSession implements auth.Store.
func (s *Store) AddSession(ctx context.Context, session auth.Session, hash string) (bool, error) {
	return s.decide(ctx, "begin a session", func(ctx context.Context, tx bun.IDB) (bool, error) {
		now, ok, err := lockOperator(ctx, tx, session.Operator)
		if err != nil || !ok || now != hash {
			return false, err
		}
		_, err = tx.NewInsert().Model(rowOfSession(session)).Comment("session.begin").Exec(ctx)
		return true, err
	})
}

// SessionByHash implements auth.Store.
func (s *Store) SessionByHash(ctx context.Context, idHash string) (auth.Session, bool, error) {
	var row sessionRow
	err := s.db.NewRaw(`/* session.read */ SELECT s.id_hash, s.public_id, s.operator, s.created, s.last_seen, s.expires, s.address, s.agent
		FROM session s JOIN operator o ON o.id = s.operator WHERE s.id_hash = ? AND o.disabled = 0`, idHash).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return auth.Session{}, false, nil
	}
	return row.session(), err == nil, failed("read a session", err)
}

// TouchSession implements auth.Store.
func (s *Store) TouchSession(ctx context.Context, idHash string, seen time.Time) error {
	return s.exec(ctx, "touch a session", "/* session.touch */ UPDATE session SET last_seen = ? WHERE id_hash = ? AND last_seen < ?", millis(seen), idHash, millis(seen))
}

func (s *Store) exec(ctx context.Context, doing, query string, args ...any) error {
	return failed(doing, s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw(query, args...).Exec(ctx)
		return err
	}))
}

// Sessions implements auth.Store.
func (s *Store) Sessions(ctx context.Context, operator desk.OperatorID) ([]auth.Session, error) {
	var rows []sessionRow
	if err := s.db.NewSelect().Model(&rows).Comment("session.list").Where("operator = ?", operator).Order("last_seen DESC", "created DESC").Limit(200).Scan(ctx); err != nil {
		return nil, failed("read sessions", err)
	}
	out := make([]auth.Session, len(rows))
	for i, r := range rows {
		out[i] = r.session()
	}
	return out, nil
}

// DeleteSession implements auth.Store.
func (s *Store) DeleteSession(ctx context.Context, operator desk.OperatorID, publicID string) (bool, error) {
	return s.decide(ctx, "end a session", func(ctx context.Context, tx bun.IDB) (bool, error) {
		n, err := affected(tx.NewRaw("/* session.end */ DELETE FROM session WHERE operator = ? AND public_id = ?", operator, publicID).Exec(ctx))
		if err != nil || n == 0 {
			return false, err
		}
		return true, deleteStrays(ctx, tx)
	})
}

// DeleteSessions implements auth.Store.
func (s *Store) DeleteSessions(ctx context.Context, operator desk.OperatorID) error {
	return failed("end sessions", s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.NewRaw("/* session.endAll */ DELETE FROM session WHERE operator = ?", operator).Exec(ctx); err != nil {
			return err
		}
		if err := deleteStrays(ctx, tx); err != nil {
			return err
		}
		_, err := tx.NewRaw("/* session.links */ DELETE FROM once_token WHERE operator = ?", operator).Exec(ctx)
		return err
	}))
}

// AddOnce implements auth.Store.
func (s *Store) AddOnce(ctx context.Context, t auth.OnceToken) error {
	return s.exec(ctx, "make a one-time link", "/* session.once */ INSERT INTO once_token (hash, operator, purpose, expires) VALUES (?, ?, ?, ?)", t.Hash, t.Operator, t.Purpose, millis(t.Expires))
}

// TakeOnce implements auth.Store.
func (s *Store) TakeOnce(ctx context.Context, hash string, p auth.Purpose, now time.Time, session auth.Session) (auth.Session, bool, error) {
	ok, err := s.decide(ctx, "take a one-time link", func(ctx context.Context, tx bun.IDB) (bool, error) {
		var operator string
		err := tx.NewRaw("/* session.whoseOnce */ SELECT operator FROM once_token WHERE hash = ?", hash).Scan(ctx, &operator)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		session.Operator = desk.OperatorID(operator)
		// The operator first, as in ReplacePassword: two transactions that lock in one order don't wait for each other.
		if _, ok, err := lockOperator(ctx, tx, session.Operator); err != nil || !ok {
			return false, err
		}
		n, err := affected(tx.NewRaw("/* session.takeOnce */ DELETE FROM once_token WHERE hash = ? AND purpose = ? AND expires > ?", hash, p, millis(now)).Exec(ctx))
		if err != nil || n == 0 {
			return false, err
		}
		_, err = tx.NewInsert().Model(rowOfSession(session)).Comment("session.begin").Exec(ctx)
		return true, err
	})
	if !ok {
		return auth.Session{}, false, err
	}
	return session, true, nil
}

// DeleteExpired implements auth.Store.
func (s *Store) DeleteExpired(ctx context.Context, now, idleSince time.Time) error {
	return failed("delete expired sessions", s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.NewRaw("/* session.expired */ DELETE FROM session WHERE expires <= ? OR last_seen < ?", millis(now), millis(idleSince)).Exec(ctx); err != nil {
			return err
		}
		if err := deleteStrays(ctx, tx); err != nil {
			return err
		}
		_, err := tx.NewRaw("/* session.expiredLinks */ DELETE FROM once_token WHERE expires <= ?", millis(now)).Exec(ctx)
		return err
	}))
}
