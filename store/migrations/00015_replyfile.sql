-- +goose Up
-- A reply carries files, and so do its mails.

ALTER TABLE offline_reply ADD COLUMN files TEXT NOT NULL DEFAULT '[]'; -- JSON
ALTER TABLE mail ADD COLUMN files TEXT NOT NULL DEFAULT '[]'; -- JSON, with where the bytes lie
