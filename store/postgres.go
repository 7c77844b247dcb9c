package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"beckon/desk"
)

// OpenPostgres opens a database by its address and brings it to the current schema; one of several nodes migrates.
func OpenPostgres(ctx context.Context, address string) (*Store, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.ConnConfig.RuntimeParams["statement_timeout"] = "5000" // ms
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := stdlib.OpenDBFromPool(pool)
	locker, err := lock.NewPostgresSessionLocker()
	if err == nil {
		err = migrate(ctx, goose.DialectPostgres, db, goose.WithSessionLocker(locker), postgresWords.migration())
	}
	if err != nil {
		pool.Close()
		return nil, err
	}
	b := bun.NewDB(db, pgdialect.New())
	return &Store{db: b, writer: pgWriter{b}, words: postgresWords, close: func() error { err := db.Close(); pool.Close(); return err }}, nil
}

type pgWriter struct{ db *bun.DB }

// attempts is how often a transaction is tried that lost against another one.
const attempts = 5

func (w pgWriter) write(ctx context.Context, f func(ctx context.Context, tx bun.IDB) error) error {
	var err error
	for range attempts {
		err = w.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error { return f(ctx, tx) })
		var refused *desk.Error
		if err == nil || errors.As(err, &refused) || !lostRace(err) {
			return err
		}
	}
	return err
}

func (pgWriter) stop() {}

// lostRace reports a deadlock, a serialisation failure or a unique key that another transaction took first.
func lostRace(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40P01" || e.Code == "40001" || e.Code == "23505")
}
