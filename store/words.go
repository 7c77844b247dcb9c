package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/pressly/goose/v3"
)

// Searching by words is where SQLite and PostgreSQL differ; all of it stands here. Both index, in the transaction that commits a line,
// what was said, and of system lines whose name they tell; both look for words that begin with those asked for, small letters and
// capitals alike, accents told apart.
//
// SQLite: an FTS5 index without the text itself (message_words), kept by triggers; message_place gives each line the number by which
// FTS5 knows it, because VACUUM may change a rowid that is not a column.
// PostgreSQL: an index over an expression (message_words()), which needs no trigger. Text is cut at what is neither letter nor digit
// before its parser sees it: otherwise addresses and hyphenated words would be one word. Combining marks cut words there.
type words struct {
	prepare []string // makes the index and fills it with the lines that are there
	lines   string   // condition on the row m of message, with one argument
	query   func(words []string, or bool) string
}

// wordsVersion is the migration that makes the index.
const wordsVersion = 5

var sqliteWords = words{
	prepare: []string{
		`CREATE TABLE message_place (id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, seq BIGINT NOT NULL, UNIQUE (conversation, seq))`,
		`CREATE VIRTUAL TABLE message_words USING fts5 (said, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0')`,
		`INSERT INTO message_place (conversation, seq) SELECT conversation, seq FROM message`,
		`INSERT INTO message_words (rowid, said) SELECT p.id, CASE WHEN m.side = 'system' THEN m.name ELSE m.body END
			FROM message m JOIN message_place p ON p.conversation = m.conversation AND p.seq = m.seq`,
		`CREATE TRIGGER message_said AFTER INSERT ON message BEGIN
			INSERT INTO message_place (conversation, seq) VALUES (NEW.conversation, NEW.seq);
			INSERT INTO message_words (rowid, said) VALUES ((SELECT id FROM message_place WHERE conversation = NEW.conversation AND seq = NEW.seq),
				CASE WHEN NEW.side = 'system' THEN NEW.name ELSE NEW.body END);
		END`,
		`CREATE TRIGGER message_forgotten AFTER DELETE ON message BEGIN
			DELETE FROM message_words WHERE rowid = (SELECT id FROM message_place WHERE conversation = OLD.conversation AND seq = OLD.seq);
			DELETE FROM message_place WHERE conversation = OLD.conversation AND seq = OLD.seq;
		END`,
	},
	lines: `(m.conversation, m.seq) IN (SELECT p.conversation, p.seq FROM message_words w JOIN message_place p ON p.id = w.rowid WHERE w.said MATCH ?)`,
	query: func(words []string, or bool) string { return joined(words, `"`, `"*`, or, " OR ", " AND ") },
}

var postgresWords = words{
	prepare: []string{
		`CREATE FUNCTION message_words(side TEXT, name TEXT, body TEXT) RETURNS tsvector LANGUAGE SQL IMMUTABLE AS $$
			SELECT to_tsvector('simple'::regconfig, regexp_replace(CASE WHEN side = 'system' THEN name ELSE body END, '[^[:alnum:]]+', ' ', 'g')) $$`,
		`CREATE INDEX message_words ON message USING GIN (message_words(side, name, body))`,
	},
	lines: `message_words(m.side, m.name, m.body) @@ to_tsquery('simple'::regconfig, ?)`,
	query: func(words []string, or bool) string { return joined(words, `'`, `':*`, or, " | ", " & ") },
}

// joined makes a query of words; they are letters and digits only, so nothing in them is read as anything else.
func joined(words []string, before, after string, or bool, any, all string) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = before + w + after
	}
	if or {
		return strings.Join(parts, any)
	}
	return strings.Join(parts, all)
}

// migration returns the migration that makes the index.
func (w words) migration() goose.ProviderOption {
	return goose.WithGoMigrations(goose.NewGoMigration(wordsVersion, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		for _, statement := range w.prepare {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	}}, nil))
}
