-- +goose Up
-- Where a site's button stands on its pages; an empty corner is the usual place.

ALTER TABLE site ADD COLUMN button_corner TEXT    NOT NULL DEFAULT ''; -- end, start
ALTER TABLE site ADD COLUMN button_x      INTEGER NOT NULL DEFAULT 0;  -- CSS pixels from the side
ALTER TABLE site ADD COLUMN button_y      INTEGER NOT NULL DEFAULT 0;  -- CSS pixels from the bottom
ALTER TABLE site ADD COLUMN button_z      INTEGER NOT NULL DEFAULT 0;  -- z-index
