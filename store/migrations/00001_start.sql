-- +goose Up
-- One text for SQLite and PostgreSQL. Moments are milliseconds since 1970-01-01 UTC; 0: not yet.

CREATE TABLE setting (
	name          TEXT    NOT NULL PRIMARY KEY,
	value         TEXT    NOT NULL -- JSON
);

CREATE TABLE site (
	id            TEXT    NOT NULL PRIMARY KEY,
	name          TEXT    NOT NULL,
	site_key      TEXT    NOT NULL UNIQUE,
	mode          TEXT    NOT NULL,
	origins       TEXT    NOT NULL -- JSON
);

CREATE TABLE zone (
	id            TEXT    NOT NULL PRIMARY KEY,
	site          TEXT    NOT NULL,
	parent        TEXT    NOT NULL,
	name          TEXT    NOT NULL,
	colour        TEXT    NOT NULL,
	patterns      TEXT    NOT NULL, -- JSON
	position      INTEGER NOT NULL,
	is_default    INTEGER NOT NULL
);

CREATE TABLE operator (
	id            TEXT    NOT NULL PRIMARY KEY,
	login         TEXT    NOT NULL UNIQUE,
	name          TEXT    NOT NULL,
	email         TEXT    NOT NULL,
	administrator INTEGER NOT NULL,
	disabled      INTEGER NOT NULL,
	live_help     INTEGER NOT NULL,
	password_hash TEXT    NOT NULL DEFAULT ''
);

CREATE TABLE session (
	id_hash       TEXT    NOT NULL PRIMARY KEY,
	public_id     TEXT    NOT NULL UNIQUE,
	operator      TEXT    NOT NULL,
	created       BIGINT  NOT NULL,
	last_seen     BIGINT  NOT NULL,
	expires       BIGINT  NOT NULL,
	address       TEXT    NOT NULL, -- masked
	agent         TEXT    NOT NULL
);
CREATE INDEX session_operator ON session (operator);

CREATE TABLE once_token (
	hash          TEXT    NOT NULL PRIMARY KEY,
	operator      TEXT    NOT NULL,
	purpose       TEXT    NOT NULL,
	expires       BIGINT  NOT NULL
);

CREATE TABLE visitor (
	id            TEXT    NOT NULL PRIMARY KEY,
	site          TEXT    NOT NULL,
	name          TEXT    NOT NULL,
	first_seen    BIGINT  NOT NULL,
	visits        INTEGER NOT NULL
);

CREATE TABLE visit (
	id            TEXT    NOT NULL PRIMARY KEY,
	visitor       TEXT    NOT NULL,
	site          TEXT    NOT NULL,
	country       TEXT    NOT NULL,
	city          TEXT    NOT NULL,
	language      TEXT    NOT NULL,
	browser       TEXT    NOT NULL,
	os            TEXT    NOT NULL,
	device        TEXT    NOT NULL,
	screen        TEXT    NOT NULL,
	address       TEXT    NOT NULL, -- masked
	entry         TEXT    NOT NULL,
	referrer      TEXT    NOT NULL,
	started       BIGINT  NOT NULL,
	last_seen     BIGINT  NOT NULL,
	ended         BIGINT  NOT NULL,
	visits        INTEGER NOT NULL,
	refused       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX visit_visitor ON visit (visitor, started);

CREATE TABLE page_view (
	visit         TEXT    NOT NULL,
	page          TEXT    NOT NULL,
	url           TEXT    NOT NULL,
	title         TEXT    NOT NULL,
	referrer      TEXT    NOT NULL,
	zone          TEXT    NOT NULL,
	viewed        BIGINT  NOT NULL,
	PRIMARY KEY (visit, page)
);

CREATE TABLE invitation (
	id            TEXT    NOT NULL PRIMARY KEY,
	visitor       TEXT    NOT NULL,
	visit         TEXT    NOT NULL,
	site          TEXT    NOT NULL,
	operator      TEXT    NOT NULL,
	operator_name TEXT    NOT NULL,
	body          TEXT    NOT NULL,
	kind          TEXT    NOT NULL,
	state         TEXT    NOT NULL,
	why           TEXT    NOT NULL,
	sent          BIGINT  NOT NULL,
	delivered     BIGINT  NOT NULL,
	shown         BIGINT  NOT NULL,
	ended         BIGINT  NOT NULL,
	expires       BIGINT  NOT NULL,
	conversation  TEXT    NOT NULL
);
CREATE INDEX invitation_visit ON invitation (visit);
-- The referee of S-36 and S-37: one unanswered invitation for a visitor.
CREATE UNIQUE INDEX invitation_unanswered ON invitation (visitor) WHERE ended = 0;

CREATE TABLE conversation (
	id            TEXT    NOT NULL PRIMARY KEY,
	visitor       TEXT    NOT NULL,
	visit         TEXT    NOT NULL,
	site          TEXT    NOT NULL,
	invitation    TEXT    NOT NULL,
	kind          TEXT    NOT NULL,
	state         TEXT    NOT NULL,
	hold          INTEGER NOT NULL,
	operator      TEXT    NOT NULL,
	operator_name TEXT    NOT NULL,
	visitor_name  TEXT    NOT NULL,
	started       BIGINT  NOT NULL,
	ended         BIGINT  NOT NULL,
	ended_by      TEXT    NOT NULL,
	last_seq      BIGINT  NOT NULL,
	visitor_got   BIGINT  NOT NULL,
	operator_got  BIGINT  NOT NULL,
	spoken        INTEGER NOT NULL,
	last_spoke    BIGINT  NOT NULL,
	asked         INTEGER NOT NULL
);
CREATE INDEX conversation_visitor ON conversation (visitor, started);
-- Guarantee 4 for the visitor's side: one open conversation.
CREATE UNIQUE INDEX conversation_open ON conversation (visitor) WHERE ended = 0;

CREATE TABLE message (
	conversation  TEXT    NOT NULL,
	seq           BIGINT  NOT NULL,
	side          TEXT    NOT NULL,
	client_id     TEXT    NOT NULL, -- the sender's; permanent (guarantee 3)
	name          TEXT    NOT NULL,
	operator      TEXT    NOT NULL,
	what          TEXT    NOT NULL,
	body          TEXT    NOT NULL,
	sent          BIGINT  NOT NULL,
	PRIMARY KEY (conversation, seq),
	UNIQUE (conversation, side, client_id)
);

CREATE TABLE canned (
	id            TEXT    NOT NULL PRIMARY KEY,
	title         TEXT    NOT NULL,
	body          TEXT    NOT NULL
);

CREATE TABLE offline_message (
	id            TEXT    NOT NULL PRIMARY KEY,
	visitor       TEXT    NOT NULL,
	site          TEXT    NOT NULL,
	conversation  TEXT    NOT NULL,
	name          TEXT    NOT NULL,
	email         TEXT    NOT NULL,
	body          TEXT    NOT NULL,
	sent          BIGINT  NOT NULL
);
CREATE INDEX offline_message_visitor ON offline_message (visitor, sent);
