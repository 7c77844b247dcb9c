-- +goose Up
-- The archive of conversations: what was seen, rated, tagged and noted; canned messages with shortcuts. What is searched is in words.go.

ALTER TABLE conversation ADD COLUMN visitor_read  BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN operator_read BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN stars         INTEGER NOT NULL DEFAULT 0; -- 0: not rated
ALTER TABLE conversation ADD COLUMN comment       TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN rated         BIGINT  NOT NULL DEFAULT 0;
CREATE INDEX conversation_started ON conversation (started, id);

CREATE TABLE conversation_tag (
	conversation  TEXT    NOT NULL,
	tag           TEXT    NOT NULL,
	PRIMARY KEY (conversation, tag)
);
CREATE INDEX conversation_tag_tag ON conversation_tag (tag);

-- Notes are no lines: a visitor's lines are numbered without gaps.
CREATE TABLE note (
	conversation  TEXT    NOT NULL,
	id            TEXT    NOT NULL, -- made by the console
	operator      TEXT    NOT NULL,
	operator_name TEXT    NOT NULL,
	body          TEXT    NOT NULL,
	made          BIGINT  NOT NULL,
	PRIMARY KEY (conversation, operator, id)
);

ALTER TABLE canned ADD COLUMN owner    TEXT   NOT NULL DEFAULT ''; -- operator; empty: shared
ALTER TABLE canned ADD COLUMN shortcut TEXT   NOT NULL DEFAULT '';
ALTER TABLE canned ADD COLUMN tags     TEXT   NOT NULL DEFAULT '[]'; -- JSON
ALTER TABLE canned ADD COLUMN used     BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX canned_shortcut ON canned (owner, shortcut) WHERE shortcut <> '';
