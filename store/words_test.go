package store

import (
	"context"
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"beckon/desk"
)

// before makes a database as it was before there was an index of words, with a conversation in it.
func before(t *testing.T, dialect goose.Dialect, db *sql.DB) {
	t.Helper()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO conversation (id, visitor, visit, site, invitation, kind, state, hold, operator, operator_name, visitor_name, started, ended, ended_by, last_seq, visitor_got, operator_got, spoken, last_spoke, asked)
			VALUES ('old', 'v', 's', 'shop', '', 'text', 'ended', 0, 'anna', 'Anna', 'Gerda', 1000, 2000, 'visitor', 2, 0, 0, 1, 1500, 0)`,
		`INSERT INTO message (conversation, seq, side, client_id, name, operator, what, body, sent) VALUES ('old', 1, 'system', 'a', 'Gerda', '', 'joined', 'Gerda chose text chat', 1000)`,
		`INSERT INTO message (conversation, seq, side, client_id, name, operator, what, body, sent) VALUES ('old', 2, 'visitor', 'b', 'Gerda', '', '', 'Do you have bells?', 1100)`,
		`INSERT INTO canned (id, title, body) VALUES ('one', 'Hello', 'Hello')`,
		`INSERT INTO canned (id, title, body) VALUES ('two', 'Bye', 'Bye')`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// What was said before there was an index is found too, and what is forgotten is not.
func oldLinesAreFound(t *testing.T, s *Store) {
	t.Helper()
	for _, word := range []string{"bell", "gerda"} {
		list, err := s.Archive(t.Context(), desk.ArchiveQuery{Words: []string{word}, Limit: 10})
		if err != nil || len(list) != 1 || list[0].Conversation.ID != "old" || list[0].Line.Seq == 0 {
			t.Errorf("%s: got %+v, %v, want the old conversation", word, list, err)
		}
	}
	if list, err := s.CannedList(t.Context(), "anna"); err != nil || len(list) != 2 || list[0].Owner != "" || list[0].Used != 0 {
		t.Errorf("old canned messages: got %+v, %v, want both, shared", list, err)
	}
	if _, err := s.db.ExecContext(t.Context(), "DELETE FROM message WHERE seq = 2"); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Archive(t.Context(), desk.ArchiveQuery{Words: []string{"bell"}, Limit: 10}); err != nil || len(list) != 0 {
		t.Errorf("a line that is gone: got %+v, %v", list, err)
	}
}

func TestOldLinesAreFoundOnSQLite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "beckon.db")
	db, err := openSQLite(t.Context(), file, 1)
	if err != nil {
		t.Fatal(err)
	}
	before(t, goose.DialectSQLite3, db.DB)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := OpenSQLite(t.Context(), file, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	// A copy made by VACUUM has other row numbers and finds the same.
	if _, err := s.writer.(*groupWriter).db.ExecContext(context.Background(), "VACUUM"); err != nil {
		t.Fatal(err)
	}
	oldLinesAreFound(t, s)
}
