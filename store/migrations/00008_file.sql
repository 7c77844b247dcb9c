-- +goose Up
-- What people attach. The bytes lie in a folder, under kept_as.

CREATE TABLE file (
	id            TEXT    NOT NULL PRIMARY KEY,
	conversation  TEXT    NOT NULL,
	visitor       TEXT    NOT NULL,
	side          TEXT    NOT NULL,
	operator      TEXT    NOT NULL,
	kept_as       TEXT    NOT NULL,
	name          TEXT    NOT NULL, -- the sender's
	kind          TEXT    NOT NULL, -- by content
	size          BIGINT  NOT NULL, -- bytes
	width         INTEGER NOT NULL, -- 0: no image
	height        INTEGER NOT NULL,
	kept          BIGINT  NOT NULL,
	sent          INTEGER NOT NULL  -- went with a message
);
CREATE INDEX file_visitor ON file (visitor, kept);
CREATE INDEX file_stray ON file (kept) WHERE sent = 0;

ALTER TABLE message ADD COLUMN files TEXT NOT NULL DEFAULT '[]'; -- JSON
