-- +goose Up
-- Chat requests and who let them pass.

CREATE TABLE request (
	id            TEXT    NOT NULL PRIMARY KEY,
	visitor       TEXT    NOT NULL,
	visit         TEXT    NOT NULL,
	site          TEXT    NOT NULL,
	kind          TEXT    NOT NULL,
	visitor_name  TEXT    NOT NULL,
	conversation  TEXT    NOT NULL, -- it led to, or that came back to the queue
	returned      INTEGER NOT NULL,
	invited       INTEGER NOT NULL,
	state         TEXT    NOT NULL,
	operator      TEXT    NOT NULL, -- who took it
	operator_name TEXT    NOT NULL,
	asked         BIGINT  NOT NULL,
	ended         BIGINT  NOT NULL
);
CREATE INDEX request_visitor ON request (visitor, asked);
-- One waiting request for a visitor.
CREATE UNIQUE INDEX request_waiting ON request (visitor) WHERE ended = 0;

CREATE TABLE request_pass (
	request       TEXT    NOT NULL,
	operator      TEXT    NOT NULL,
	how           TEXT    NOT NULL,
	passed        BIGINT  NOT NULL
);
CREATE INDEX request_pass_request ON request_pass (request);
