-- +goose Up
-- Browsers of operators to which alerts are pushed.

CREATE TABLE subscription (
	id            TEXT    NOT NULL PRIMARY KEY,
	operator      TEXT    NOT NULL,
	session       TEXT    NOT NULL UNIQUE, -- public id; without its session a subscription is void
	endpoint      TEXT    NOT NULL UNIQUE, -- whoever knows it can send there
	browser_key   TEXT    NOT NULL,
	auth          TEXT    NOT NULL, -- shared with the browser
	wants         TEXT    NOT NULL, -- kinds of alert, separated by spaces
	made          BIGINT  NOT NULL
);
CREATE INDEX subscription_operator ON subscription (operator, made);
