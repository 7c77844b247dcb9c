-- +goose Up
-- Visitors who are kept out.

CREATE TABLE block (
	visitor       TEXT    NOT NULL PRIMARY KEY,
	name          TEXT    NOT NULL,
	country       TEXT    NOT NULL,
	operator      TEXT    NOT NULL, -- who did it
	operator_name TEXT    NOT NULL,
	blocked       BIGINT  NOT NULL
);
