-- +goose Up
-- Off-line messages are answered and closed; mail waits in a queue.

ALTER TABLE offline_message ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE offline_message ADD COLUMN state TEXT NOT NULL DEFAULT 'unanswered';
ALTER TABLE offline_message ADD COLUMN closed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE offline_message ADD COLUMN closed_by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE offline_message ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE offline_message ADD COLUMN answered INTEGER NOT NULL DEFAULT 0; -- how many replies there are
CREATE INDEX offline_message_board ON offline_message (sent, id);
CREATE INDEX offline_message_state ON offline_message (state, sent, id);

CREATE TABLE offline_reply (
	id            TEXT    NOT NULL PRIMARY KEY, -- the console's; permanent
	message       TEXT    NOT NULL,
	operator      TEXT    NOT NULL,
	operator_name TEXT    NOT NULL,
	recipients    TEXT    NOT NULL, -- JSON
	body          TEXT    NOT NULL,
	sent          BIGINT  NOT NULL
);
CREATE INDEX offline_reply_message ON offline_reply (message, sent);

CREATE TABLE mail (
	id            TEXT    NOT NULL PRIMARY KEY, -- sorts by the time it was queued
	kind          TEXT    NOT NULL,
	recipient     TEXT    NOT NULL,
	name          TEXT    NOT NULL, -- the recipient's
	reply_to      TEXT    NOT NULL,
	reply_name    TEXT    NOT NULL,
	subject       TEXT    NOT NULL,
	body          TEXT    NOT NULL,
	quote         TEXT    NOT NULL,
	transcript    TEXT    NOT NULL, -- JSON
	visitor       TEXT    NOT NULL,
	offline       TEXT    NOT NULL,
	reply         TEXT    NOT NULL,
	conversation  TEXT    NOT NULL,
	state         TEXT    NOT NULL,
	trouble       TEXT    NOT NULL, -- of the last try, in a word
	attempts      INTEGER NOT NULL,
	ordered       BIGINT  NOT NULL, -- when it was queued first
	queued        BIGINT  NOT NULL, -- since when it is tried
	next_try      BIGINT  NOT NULL,
	claimed       BIGINT  NOT NULL, -- until when somebody is sending it
	done          BIGINT  NOT NULL
);
CREATE INDEX mail_due ON mail (next_try) WHERE state = 'queued';
CREATE INDEX mail_unsent ON mail (state, id) WHERE state <> 'sent';
CREATE INDEX mail_offline ON mail (offline);
CREATE INDEX mail_conversation ON mail (conversation, ordered);
CREATE INDEX mail_visitor ON mail (visitor);
CREATE INDEX mail_done ON mail (done);
