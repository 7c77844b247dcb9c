-- +goose Up
-- Files of off-line messages: a visitor's rows in file without a conversation, or of a chat that nobody took. A file stays as long as its
-- message stands.

CREATE TABLE offline_file (
	message       TEXT    NOT NULL,
	file          TEXT    NOT NULL,
	position      INTEGER NOT NULL,
	PRIMARY KEY (message, file)
);
CREATE INDEX offline_file_file ON offline_file (file);
