-- +goose Up
-- Bytes on disk are looked for by name: what no file has is swept.

CREATE INDEX file_kept_as ON file (kept_as);
