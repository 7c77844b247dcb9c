-- +goose Up
-- Files of canned messages: their rows in file have no conversation.

CREATE TABLE canned_file (
	canned        TEXT    NOT NULL,
	file          TEXT    NOT NULL,
	position      INTEGER NOT NULL,
	PRIMARY KEY (canned, file)
);
CREATE INDEX canned_file_file ON canned_file (file);

-- To whom such a file went with a message: he may have it.
CREATE TABLE file_sent_to (
	file          TEXT    NOT NULL,
	visitor       TEXT    NOT NULL,
	PRIMARY KEY (file, visitor)
);
