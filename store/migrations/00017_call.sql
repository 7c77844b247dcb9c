-- +goose Up
-- Calls, and who can receive them.

CREATE TABLE voice_call (
	id            TEXT    NOT NULL PRIMARY KEY, -- the browser's that offered it
	conversation  TEXT    NOT NULL,
	visitor       TEXT    NOT NULL,
	operator      TEXT    NOT NULL,
	offered_by    TEXT    NOT NULL,
	state         TEXT    NOT NULL,
	offered       BIGINT  NOT NULL,
	accepted      BIGINT  NOT NULL,
	connected     BIGINT  NOT NULL, -- when both first heard each other
	ended         BIGINT  NOT NULL,
	ended_by      TEXT    NOT NULL
);
CREATE INDEX voice_call_conversation ON voice_call (conversation, offered);
CREATE INDEX voice_call_visitor ON voice_call (visitor);
-- One call at a time in a conversation.
CREATE UNIQUE INDEX voice_call_open ON voice_call (conversation) WHERE ended = 0;

ALTER TABLE operator ADD COLUMN no_calls INTEGER NOT NULL DEFAULT 0;
