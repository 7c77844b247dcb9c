package store

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"

	"beckon/desk"
)

// Names of settings that are kept as JSON.
const (
	settingsName     = "settings"
	mailSettingsName = "mail"
	secretName       = "secret" // seals visitors' tokens; 32 bytes in hexadecimal
	epochName        = "epoch"
	pushKeyName      = "push-key" // by which push services know us; a P-256 private key in hexadecimal
)

type siteRow struct {
	bun.BaseModel `bun:"table:site"`
	ID            string
	Name          string
	SiteKey       string
	Mode          string
	Origins       []string `bun:",type:text"`
	SneakPeek     int
	ButtonCorner  string
	ButtonX       int `bun:"button_x"`
	ButtonY       int `bun:"button_y"`
	ButtonZ       int `bun:"button_z"`
}

type zoneRow struct {
	bun.BaseModel `bun:"table:zone"`
	ID            string
	Site          string
	Parent        string
	Name          string
	Colour        string
	Patterns      []string `bun:",type:text"`
	Position      int
	IsDefault     int
}

func recordSite(ctx context.Context, tx bun.IDB, s desk.Site) error {
	origins, err := json.Marshal(s.Origins)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw(`/* site.changed */ INSERT INTO site (id, name, site_key, mode, origins, sneak_peek, button_corner, button_x, button_y, button_z)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, mode = EXCLUDED.mode, origins = EXCLUDED.origins, sneak_peek = EXCLUDED.sneak_peek,
			button_corner = EXCLUDED.button_corner, button_x = EXCLUDED.button_x, button_y = EXCLUDED.button_y, button_z = EXCLUDED.button_z`,
		s.ID, s.Name, s.Key, s.Mode, string(origins), flag(s.SneakPeek), s.Button.Corner, s.Button.X, s.Button.Y, s.Button.Z).Exec(ctx)
	return err
}

func recordZones(ctx context.Context, tx bun.IDB, site desk.SiteID, zones []desk.Zone) error {
	if _, err := tx.NewRaw("/* zone.cleared */ DELETE FROM zone WHERE site = ?", site).Exec(ctx); err != nil {
		return err
	}
	for _, z := range zones {
		patterns, err := json.Marshal(z.Patterns)
		if err != nil {
			return err
		}
		if _, err := tx.NewRaw("/* zone.changed */ INSERT INTO zone (id, site, parent, name, colour, patterns, position, is_default) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			z.ID, site, z.Parent, z.Name, z.Colour, string(patterns), z.Order, flag(z.Default)).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func recordSetting(ctx context.Context, tx bun.IDB, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw(`/* setting.changed */ INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value`, name, string(text)).Exec(ctx)
	return err
}

// Load implements desk.Store. The first time it makes the secret and the epoch.
func (s *Store) Load(ctx context.Context) (desk.Saved, error) {
	saved := desk.Saved{Zones: map[desk.SiteID][]desk.Zone{}}
	for _, load := range []func(context.Context, *desk.Saved) error{s.loadSettings, s.loadSites, s.loadOperators, s.loadOpen, s.loadRequests, s.loadCalls, s.loadBlocks} {
		if err := load(ctx, &saved); err != nil {
			return desk.Saved{}, failed("load", err)
		}
	}
	return saved, nil
}

func (s *Store) loadSettings(ctx context.Context, saved *desk.Saved) error {
	own, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	for _, made := range []struct{ name, hex string }{{secretName, randomHex(32)}, {epochName, randomHex(8)}, {pushKeyName, hex.EncodeToString(own.Bytes())}} {
		err := s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw("/* setting.made */ INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", made.name, `"`+made.hex+`"`).Exec(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	var secret, pushKey string
	if err := errors.Join(s.setting(ctx, secretName, &secret), s.setting(ctx, epochName, &saved.Epoch), s.setting(ctx, pushKeyName, &pushKey)); err != nil {
		return err
	}
	if saved.PushKey, err = hex.DecodeString(pushKey); err != nil {
		return err
	}
	if saved.Secret, err = hex.DecodeString(secret); err != nil {
		return err
	}
	if saved.Settings, err = storedOr(ctx, s, settingsName, desk.DefaultSettings()); err != nil {
		return err
	}
	saved.Mail, err = storedOr(ctx, s, mailSettingsName, desk.DefaultMailSettings())
	return err
}

// storedOr returns settings that are stored, nil when none are; one that is new since then has its default.
func storedOr[T any](ctx context.Context, s *Store, name string, value T) (*T, error) {
	err := s.setting(ctx, name, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &value, err
}

func (s *Store) setting(ctx context.Context, name string, value any) error {
	var text string
	if err := s.db.NewRaw("/* setting.read */ SELECT value FROM setting WHERE name = ?", name).Scan(ctx, &text); err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), value)
}

func (s *Store) loadSites(ctx context.Context, saved *desk.Saved) error {
	var sites []siteRow
	if err := s.db.NewSelect().Model(&sites).Comment("site.load").Order("id").Scan(ctx); err != nil {
		return err
	}
	for _, r := range sites {
		saved.Sites = append(saved.Sites, desk.Site{ID: desk.SiteID(r.ID), Name: r.Name, Key: r.SiteKey, Mode: desk.Mode(r.Mode), Origins: r.Origins, SneakPeek: r.SneakPeek != 0,
			Button: desk.Button{Corner: desk.Corner(r.ButtonCorner), X: r.ButtonX, Y: r.ButtonY, Z: r.ButtonZ}})
	}
	var zones []zoneRow
	if err := s.db.NewSelect().Model(&zones).Comment("zone.load").Order("position", "id").Scan(ctx); err != nil {
		return err
	}
	for _, r := range zones {
		site := desk.SiteID(r.Site)
		saved.Zones[site] = append(saved.Zones[site], desk.Zone{ID: desk.ZoneID(r.ID), Site: site, Parent: desk.ZoneID(r.Parent), Name: r.Name, Colour: r.Colour, Patterns: r.Patterns, Order: r.Position, Default: r.IsDefault != 0})
	}
	return nil
}

func (s *Store) loadOpen(ctx context.Context, saved *desk.Saved) error {
	var waiting []invitationRow
	if err := s.db.NewSelect().Model(&waiting).Comment("invitation.load").Where("ended = 0").Scan(ctx); err != nil {
		return err
	}
	saved.Invitations = invitations(waiting)
	var open []conversationRow
	if err := s.db.NewSelect().Model(&open).Comment("conversation.load").Where("ended = 0").Scan(ctx); err != nil {
		return err
	}
	var err error
	saved.Conversations, err = s.conversations(ctx, open)
	return err
}
