-- +goose Up
-- Which e-mails an operator wants.

ALTER TABLE operator ADD COLUMN no_offline_mail INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operator ADD COLUMN request_mail    INTEGER NOT NULL DEFAULT 0;
