package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type visitorRow struct {
	bun.BaseModel `bun:"table:visitor"`
	ID            string
	Site          string
	Name          string
	FirstSeen     int64
	Visits        int
}

type visitRow struct {
	bun.BaseModel `bun:"table:visit"`
	ID            string
	Visitor       string
	Site          string
	Country       string
	City          string
	Language      string
	Browser       string
	OS            string `bun:"os"`
	Device        string
	Screen        string
	Address       string
	Entry         string
	Referrer      string
	Started       int64
	LastSeen      int64
	Ended         int64
	Visits        int
	Refused       int
}

type pageViewRow struct {
	bun.BaseModel `bun:"table:page_view"`
	Visit         string
	Page          string
	URL           string `bun:"url"`
	Title         string
	Referrer      string
	Zone          string
	Viewed        int64
}

// batch is what a batch of facts comes to: rows to add, and for each visit its last signal.
type batch struct {
	visitors []visitorRow
	visits   []visitRow
	views    []pageViewRow
	titles   []desk.PageTitled
	lastSeen map[string]int64
	ended    map[string]int64
}

func sortBatch(events []desk.Event) batch {
	b := batch{lastSeen: map[string]int64{}, ended: map[string]int64{}}
	titled := map[desk.PageID]*desk.PageTitled{}
	for _, e := range events {
		switch e := e.(type) {
		case *desk.VisitStarted:
			v := e.Visit
			b.visitors = append(b.visitors, visitorRow{ID: string(v.Visitor), Site: string(v.Site), Name: v.Name, FirstSeen: millis(v.FirstSeen), Visits: v.Visits})
			b.visits = append(b.visits, rowOfVisit(v))
		case *desk.PageViewed:
			v := e.View
			b.views = append(b.views, pageViewRow{Visit: string(v.Visit), Page: string(v.Page), URL: v.URL, Title: v.Title, Referrer: v.Referrer, Zone: string(v.Zone), Viewed: millis(v.At)})
		case *desk.PageTitled:
			titled[e.Page] = e
		case *desk.VisitSeen:
			b.see(e.Visit, e.At, time.Time{})
		case *desk.VisitorLeft:
			b.see(e.Visit, e.At, time.Time{})
		case *desk.VisitEnded:
			b.see(e.Visit, e.At, e.At)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(titled)) {
		b.titles = append(b.titles, *titled[id])
	}
	// One order for all nodes, so that two batches never wait for each other.
	slices.SortFunc(b.visitors, func(x, y visitorRow) int { return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(y.Visits, x.Visits)) })
	b.visitors = slices.CompactFunc(b.visitors, func(x, y visitorRow) bool { return x.ID == y.ID })
	return b
}

func (b batch) see(id desk.VisitID, at, ended time.Time) {
	b.lastSeen[string(id)], b.ended[string(id)] = millis(at), millis(ended)
}

func rowOfVisit(v desk.Visit) visitRow {
	return visitRow{
		ID: string(v.ID), Visitor: string(v.Visitor), Site: string(v.Site), Country: v.Country, City: v.City, Language: v.Language,
		Browser: v.Browser, OS: v.OS, Device: v.Device, Screen: v.Screen, Address: v.Address, Entry: v.Entry, Referrer: v.Referrer,
		Started: millis(v.Started), LastSeen: millis(v.LastSeen), Visits: v.Visits,
	}
}

func (b batch) record(ctx context.Context, tx bun.IDB) error {
	if len(b.visitors) > 0 {
		// The row may be there without a visit: an invitation locks it (lockVisitor).
		_, err := tx.NewInsert().Model(&b.visitors).Comment("visit.visitors").
			On("CONFLICT (id) DO UPDATE").Set("visits = CASE WHEN visitor_row.visits > EXCLUDED.visits THEN visitor_row.visits ELSE EXCLUDED.visits END").Exec(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&b.visits).Comment("visit.started").On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
			return err
		}
	}
	if len(b.views) > 0 {
		if _, err := tx.NewInsert().Model(&b.views).Comment("visit.views").On("CONFLICT (visit, page) DO NOTHING").Exec(ctx); err != nil {
			return err
		}
	}
	for _, t := range b.titles {
		if _, err := tx.NewRaw("/* visit.titled */ UPDATE page_view SET title = ? WHERE visit = ? AND page = ?", t.Title, t.Visit, t.Page).Exec(ctx); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b.lastSeen)) {
		if _, err := tx.NewRaw("/* visit.seen */ UPDATE visit SET last_seen = ?, ended = ? WHERE id = ?", b.lastSeen[id], b.ended[id], id).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lockVisitor makes transactions about one visitor follow each other.
func lockVisitor(ctx context.Context, tx bun.IDB, id desk.VisitorID, site desk.SiteID, now time.Time) error {
	_, err := tx.NewRaw(`/* visitor.lock */ INSERT INTO visitor (id, site, name, first_seen, visits) VALUES (?, ?, '', ?, 0)
		ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id`, id, site, millis(now)).Exec(ctx)
	return err
}

// recentPages is how many page views tell where a visit stands: its count, page and the zones passed through.
const recentPages = 60

// Return implements desk.Store.
func (s *Store) Return(ctx context.Context, id desk.VisitorID) (desk.Visitor, desk.Visit, error) {
	return s.latest(ctx, "visitor", "r.id = ?", id)
}

// Visit implements desk.Store.
func (s *Store) Visit(ctx context.Context, id desk.VisitID) (desk.Visit, error) {
	_, v, err := s.latest(ctx, "visit", "v.id = ?", id)
	return v, err
}

// latest returns a visitor with the latest of the visits that a condition leaves.
func (s *Store) latest(ctx context.Context, what, where string, arg any) (desk.Visitor, desk.Visit, error) {
	var row struct {
		visitorRow
		V     visitRow `bun:"embed:v_"`
		Pages int
	}
	err := s.db.NewRaw(`/* visit.return */ SELECT r.id, r.site, r.name, r.first_seen, r.visits,
			coalesce(v.id, '') AS v_id, coalesce(v.country, '') AS v_country, coalesce(v.city, '') AS v_city, coalesce(v.language, '') AS v_language,
			coalesce(v.browser, '') AS v_browser, coalesce(v.os, '') AS v_os, coalesce(v.device, '') AS v_device, coalesce(v.screen, '') AS v_screen,
			coalesce(v.address, '') AS v_address, coalesce(v.entry, '') AS v_entry, coalesce(v.referrer, '') AS v_referrer,
			coalesce(v.started, 0) AS v_started, coalesce(v.last_seen, 0) AS v_last_seen, coalesce(v.ended, 0) AS v_ended, coalesce(v.visits, 0) AS v_visits, coalesce(v.refused, 0) AS v_refused,
			(SELECT count(*) FROM page_view p WHERE p.visit = v.id) AS pages
		FROM visitor r LEFT JOIN visit v ON v.visitor = r.id WHERE `+where+` ORDER BY v.started DESC LIMIT 1`, arg).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Visitor{}, desk.Visit{}, desk.Errorf(desk.NotFound, "There is no such %s", what)
	}
	if err != nil {
		return desk.Visitor{}, desk.Visit{}, failed("read a "+what, err)
	}
	who := desk.Visitor{ID: desk.VisitorID(row.ID), Site: desk.SiteID(row.Site), Name: row.Name, FirstSeen: moment(row.FirstSeen), Visits: row.Visits}
	if row.V.ID == "" {
		return who, desk.Visit{}, nil
	}
	v := row.V
	last := desk.Visit{
		ID: desk.VisitID(v.ID), Visitor: who.ID, Site: who.Site, Name: who.Name, FirstSeen: who.FirstSeen, Country: v.Country, City: v.City, Language: v.Language,
		Browser: v.Browser, OS: v.OS, Device: v.Device, Screen: v.Screen, Address: v.Address, Entry: v.Entry, Referrer: v.Referrer,
		Started: moment(v.Started), LastSeen: moment(v.LastSeen), Ended: moment(v.Ended), Pages: row.Pages, Visits: v.Visits, Refused: v.Refused != 0,
	}
	views, err := s.PageViews(ctx, last.ID, recentPages)
	if err != nil {
		return who, desk.Visit{}, err
	}
	stand(&last, views)
	if len(views) > 0 && views[0].At.After(last.LastSeen) { // a visit's own row is written now and then only
		last.LastSeen = views[0].At
	}
	return who, last, nil
}

// stand puts a visit on its latest page, with the zones passed through.
func stand(v *desk.Visit, views []desk.PageView) {
	if len(views) == 0 {
		return
	}
	now := views[0]
	v.Page, v.URL, v.Title, v.Zone, v.PageSince = now.Page, now.URL, now.Title, now.Zone, now.At
	for _, p := range slices.Backward(views) {
		if n := len(v.Trail); n == 0 || v.Trail[n-1] != p.Zone {
			v.Trail = append(v.Trail, p.Zone)
		}
	}
	v.Trail = v.Trail[max(0, len(v.Trail)-12):]
}

// PageViews implements desk.Store.
func (s *Store) PageViews(ctx context.Context, id desk.VisitID, limit int) ([]desk.PageView, error) {
	var rows []pageViewRow
	err := s.db.NewRaw("/* visit.pages */ SELECT visit, page, url, title, referrer, zone, viewed FROM page_view WHERE visit = ? ORDER BY viewed DESC, page DESC LIMIT ?", id, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, failed("read page views", err)
	}
	out := make([]desk.PageView, len(rows))
	for i, r := range rows {
		out[i] = desk.PageView{Visit: id, Page: desk.PageID(r.Page), URL: r.URL, Title: r.Title, Referrer: r.Referrer, Zone: desk.ZoneID(r.Zone), At: moment(r.Viewed)}
	}
	return out, nil
}
