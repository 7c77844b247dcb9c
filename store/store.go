// Package store keeps what has happened: SQLite or PostgreSQL behind one type, one SQL text. It is the only truth and the referee;
// rules are the desk's.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"

	"beckon/desk"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a database with Beckon's tables. All methods may be called by many at once; errors are *desk.Error.
type Store struct {
	db     *bun.DB // reads
	writer writer
	words  words
	close  func() error
}

// writer runs functions in transactions; when it returns without an error the transaction is on disk.
type writer interface {
	write(ctx context.Context, f func(ctx context.Context, tx bun.IDB) error) error
	stop()
}

// Close commits what is under way and closes the database.
func (s *Store) Close() error {
	s.writer.stop()
	return s.close()
}

func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, options ...goose.ProviderOption) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// failed turns what the database says into an error for the person concerned; the desk's own errors pass.
func failed(doing string, err error) error {
	var e *desk.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return desk.StoreUnavailable(fmt.Errorf("%s: %w", doing, err))
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// randomHex returns n random bytes in hexadecimal.
func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// affected returns how many rows a statement changed.
func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
