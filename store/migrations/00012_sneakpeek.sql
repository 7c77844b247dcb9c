-- +goose Up
-- Whether operators see what a site's visitors type before it is sent.

ALTER TABLE site ADD COLUMN sneak_peek INTEGER NOT NULL DEFAULT 0;
