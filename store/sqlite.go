package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	sqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"beckon/desk"
)

// OpenSQLite opens or makes the database in a file and brings it to the current schema. broken is called, once, when the disk fails
// in a way after which nothing it says can be trusted (D4): the process should end.
func OpenSQLite(ctx context.Context, file string, broken func(error)) (*Store, error) {
	write, err := openSQLite(ctx, file, 1)
	if err != nil {
		return nil, err
	}
	read, err := openSQLite(ctx, file, 4)
	if err != nil {
		write.Close()
		return nil, err
	}
	if err := migrate(ctx, goose.DialectSQLite3, write.DB, sqliteWords.migration()); err != nil {
		write.Close()
		read.Close()
		return nil, err
	}
	w := newGroupWriter(write, broken)
	return &Store{db: read, writer: w, words: sqliteWords, close: func() error { return errors.Join(read.Close(), write.Close()) }}, nil
}

func openSQLite(ctx context.Context, file string, connections int) (*bun.DB, error) {
	name := "file:" + (&url.URL{Path: file}).EscapedPath() + "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_txlock=immediate&_time_format=sqlite"
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	var mode string
	var sync int
	if err := errors.Join(db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode), db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&sync)); err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	if mode != "wal" || sync != 2 {
		db.Close()
		return nil, fmt.Errorf("open %s: journal mode %s, synchronous %d: want wal and 2 (FULL); network file systems can't do this", file, mode, sync)
	}
	return bun.NewDB(db, sqlitedialect.New()), nil
}

// groupWriter is SQLite's one writer. Whoever comes while a commit is under way shares the next one: one fsync for all of them.
type groupWriter struct {
	db     *bun.DB
	jobs   chan *writeJob
	ended  sync.WaitGroup
	broken func(error)
	once   sync.Once

	mu      sync.RWMutex
	stopped bool
}

type writeJob struct {
	ctx  context.Context
	run  func(ctx context.Context, tx bun.IDB) error
	err  error // the desk's, known once it ran
	done chan error
}

// maxGroup bounds how many writes share a commit.
const maxGroup = 128

func newGroupWriter(db *bun.DB, broken func(error)) *groupWriter {
	w := &groupWriter{db: db, jobs: make(chan *writeJob, maxGroup), broken: broken}
	w.ended.Go(w.run)
	return w
}

func (w *groupWriter) write(ctx context.Context, f func(ctx context.Context, tx bun.IDB) error) error {
	j := &writeJob{ctx: ctx, run: f, done: make(chan error, 1)}
	w.mu.RLock()
	if w.stopped {
		w.mu.RUnlock()
		return desk.StoreUnavailable(errors.New("the store is closed"))
	}
	select {
	case w.jobs <- j:
		w.mu.RUnlock()
	case <-ctx.Done():
		w.mu.RUnlock()
		return ctx.Err()
	}
	return <-j.done // once queued it is carried out or fails: nobody may take an open end for a failure
}

func (w *groupWriter) stop() {
	w.mu.Lock()
	if !w.stopped {
		w.stopped = true
		close(w.jobs)
	}
	w.mu.Unlock()
	w.ended.Wait()
}

func (w *groupWriter) run() {
	for first := range w.jobs {
		group := []*writeJob{first}
	gather:
		for len(group) < maxGroup {
			select {
			case j, ok := <-w.jobs:
				if !ok {
					break gather
				}
				group = append(group, j)
			default:
				break gather
			}
		}
		w.commit(group)
	}
}

// commit runs a group in one transaction; when that fails, each in its own, so that nobody fails for another.
func (w *groupWriter) commit(group []*writeJob) {
	err := w.transaction(group)
	if err != nil && len(group) > 1 {
		for _, j := range group {
			w.commit([]*writeJob{j})
		}
		return
	}
	if err != nil && diskFailed(err) {
		w.once.Do(func() { w.broken(err) })
	}
	for _, j := range group {
		if err != nil {
			j.done <- err
		} else {
			j.done <- j.err
		}
	}
}

func (w *groupWriter) transaction(group []*writeJob) error {
	ctx := context.Background()
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, j := range group {
		if j.err = j.ctx.Err(); j.err != nil {
			continue
		}
		if err := inSavepoint(ctx, tx, j); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// inSavepoint runs one write; what it refused leaves no trace. A returned error is the database's.
func inSavepoint(ctx context.Context, tx bun.Tx, j *writeJob) error {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	j.err = j.run(ctx, tx)
	var refused *desk.Error
	if j.err != nil && !errors.As(j.err, &refused) {
		return j.err
	}
	if j.err != nil {
		if _, err := tx.ExecContext(ctx, "ROLLBACK TO one"); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "RELEASE one")
	return err
}

// diskFailed reports whether an error is one after which fsync can't be trusted.
func diskFailed(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_IOERR
}
