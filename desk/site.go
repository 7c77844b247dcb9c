package desk

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Mode is a site's privacy mode (spec PRV-1).
type Mode string

// Privacy modes. A site whose owner has not chosen yet lets nobody in.
const (
	ModeUnset Mode = "unset"
	ModeFull  Mode = "full"  // ID in first-party storage
	ModeVisit Mode = "visit" // ID in memory and the tab's session
	ModeOff   Mode = "off"
)

// Site is one monitored website.
type Site struct {
	ID      SiteID
	Name    string
	Key     string // public; stands in the snippet
	Mode    Mode
	Origins []string // such as https://shop.example or https://*.shop.example

	Button    Button
	SneakPeek bool // operators see what visitors type before it is sent, and visitors are told so
}

// allows reports whether pages of an origin belong to the site.
func (s Site) allows(origin string) bool {
	return slices.ContainsFunc(s.Origins, func(allowed string) bool { return originMatches(allowed, origin) })
}

func originMatches(allowed, origin string) bool {
	scheme, host, found := strings.Cut(allowed, "://*.")
	if !found {
		return strings.EqualFold(allowed, origin)
	}
	gotScheme, gotHost, _ := strings.Cut(origin, "://")
	return strings.EqualFold(scheme, gotScheme) && strings.HasSuffix(strings.ToLower(gotHost), "."+strings.ToLower(host))
}

// SiteChanged says that a site is new or was changed. Recorded now.
type SiteChanged struct{ Site Site }

// Name implements Event.
func (*SiteChanged) Name() string { return "SiteChanged" }

func (e *SiteChanged) apply(l *live) {
	l.sites[e.Site.ID] = &e.Site
	l.keys[e.Site.Key] = e.Site.ID
	if l.zones[e.Site.ID] == nil {
		l.zones[e.Site.ID] = newFloor(nil)
	}
	if !e.Site.SneakPeek {
		l.unpeek(e.Site.ID)
	}
}

// SiteChange is what may be changed of a site; nil leaves it.
type SiteChange struct {
	Name      *string
	Mode      *Mode
	Origins   *[]string
	SneakPeek *bool
	Button    *Button
}

// ChangeSite changes a site. Forbidden, NotFound, Invalid.
func (d *Desk) ChangeSite(ctx context.Context, by Actor, id SiteID, c SiteChange) (Site, error) {
	if err := by.may(ChangeSettings); err != nil {
		return Site{}, err
	}
	defer d.configuring()()
	d.mu.Lock()
	old, ok := d.live.sites[id]
	d.mu.Unlock()
	if !ok {
		return Site{}, notFound("site")
	}
	s := *old
	if c.Name != nil {
		if s.Name = cleanLine(*c.Name); s.Name == "" || utf8.RuneCountInString(s.Name) > maxName {
			return Site{}, invalid("name", "A site needs a name of at most %d characters", maxName)
		}
	}
	if c.Mode != nil {
		if s.Mode = *c.Mode; !slices.Contains([]Mode{ModeFull, ModeVisit, ModeOff}, s.Mode) {
			return Site{}, invalid("mode", "The privacy mode is one of full, visit and off")
		}
	}
	if c.Origins != nil {
		origins, err := CleanOrigins(*c.Origins)
		if err != nil {
			return Site{}, err
		}
		s.Origins = origins
	}
	if c.SneakPeek != nil {
		s.SneakPeek = *c.SneakPeek
	}
	if c.Button != nil {
		button, err := c.Button.checked()
		if err != nil {
			return Site{}, err
		}
		s.Button = button
	}
	if err := d.happen(ctx, &SiteChanged{Site: s}); err != nil {
		return Site{}, err
	}
	d.turnAwayFrom(s)
	return s, nil
}

// turnAwayFrom disconnects the pages that a site no longer lets in.
func (d *Desk) turnAwayFrom(s Site) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, v := range d.live.visits {
		if v.Site != s.ID {
			continue
		}
		for _, p := range v.pages {
			if p.outlet != nil && (s.Mode == ModeOff || !s.allows(p.origin)) {
				p.outlet.Close(Refused)
			}
		}
	}
}

// Sites returns the sites, by name.
func (d *Desk) Sites() []Site {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live.siteList()
}

func (l *live) siteList() []Site {
	out := make([]Site, 0, len(l.sites))
	for _, s := range l.sites {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Site) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// CleanOrigins returns origins in the form in which browsers send them. Invalid names the first that is none.
func CleanOrigins(list []string) ([]string, error) {
	out := []string{}
	for _, raw := range list {
		raw = strings.TrimSpace(raw)
		if raw == "" {
			continue
		}
		if !strings.Contains(raw, "://") {
			raw = "https://" + raw
		}
		u, err := url.Parse(strings.Replace(raw, "://*.", "://wildcard.", 1))
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || strings.Contains(u.Host, "*") {
			return nil, invalid("origins", "%q is not an address such as https://shop.example", raw)
		}
		host := strings.ToLower(u.Host)
		if u.Scheme == "https" {
			host = strings.TrimSuffix(host, ":443")
		} else {
			host = strings.TrimSuffix(host, ":80")
		}
		if strings.Contains(raw, "://*.") {
			host = "*." + strings.TrimPrefix(host, "wildcard.")
		}
		if origin := u.Scheme + "://" + host; !slices.Contains(out, origin) {
			out = append(out, origin)
		}
	}
	if len(out) == 0 {
		return nil, invalid("origins", "Name at least one address of the site, such as https://shop.example")
	}
	if len(out) > 50 {
		return nil, invalid("origins", "A site has at most 50 addresses")
	}
	return out, nil
}

// siteWatch is what the set-up page's live check knows of a site since the start of the process.
type siteWatch struct {
	lastPage   time.Time
	lastURL    string
	lastScript time.Time
	address    string
	forwarded  bool
	foreign    []ForeignOrigin
}

// ForeignOrigin is an origin that used a site's KEY without being allowed to.
type ForeignOrigin struct {
	Origin string
	Count  int64
	Last   time.Time
}

// maxForeign bounds what a live check remembers; the longest unseen goes first.
const maxForeign = 10

func (w *siteWatch) sawForeign(origin string, now time.Time) {
	for i := range w.foreign {
		if w.foreign[i].Origin == origin {
			w.foreign[i].Count++
			w.foreign[i].Last = now
			return
		}
	}
	if len(w.foreign) == maxForeign {
		oldest := 0
		for i := range w.foreign {
			if w.foreign[i].Last.Before(w.foreign[oldest].Last) {
				oldest = i
			}
		}
		w.foreign = slices.Delete(w.foreign, oldest, oldest+1)
	}
	w.foreign = append(w.foreign, ForeignOrigin{Origin: origin, Count: 1, Last: now})
}

// SiteCheck says whether a site's snippet works, as far as the server can see.
type SiteCheck struct {
	Verdict    string // waiting, seen, off, wrong-origin, blocked, proxy
	LastPage   time.Time
	LastURL    string
	LastScript time.Time
	Foreign    []ForeignOrigin
	Address    string
	Forwarded  bool
}

// connectWithin is how long after its script a page has always connected, unless something blocks it.
const connectWithin = 10 * time.Second

// CheckSite returns the live check of the set-up page (OPS-7). Forbidden, NotFound.
func (d *Desk) CheckSite(by Actor, id SiteID) (SiteCheck, error) {
	if err := by.may(ChangeSettings); err != nil {
		return SiteCheck{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	s, ok := d.live.sites[id]
	if !ok {
		return SiteCheck{}, notFound("site")
	}
	w := d.live.watch(id)
	c := SiteCheck{LastPage: w.lastPage, LastURL: w.lastURL, LastScript: w.lastScript, Foreign: slices.Clone(w.foreign), Address: w.address, Forwarded: w.forwarded}
	switch {
	case s.Mode == ModeOff || s.Mode == ModeUnset:
		c.Verdict = "off"
	case !w.lastPage.IsZero() && w.forwarded:
		c.Verdict = "proxy"
	case !w.lastPage.IsZero():
		c.Verdict = "seen"
	case len(w.foreign) > 0:
		c.Verdict = "wrong-origin"
	case !w.lastScript.IsZero() && time.Since(w.lastScript) > connectWithin:
		c.Verdict = "blocked"
	default:
		c.Verdict = "waiting"
	}
	return c, nil
}

// ScriptFetched notes that the script was fetched for a page of this origin; the live check needs it to tell a blocked page from none.
func (d *Desk) ScriptFetched(origin string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, s := range d.live.sites {
		if s.allows(origin) {
			d.live.watch(id).lastScript = time.Now()
		}
	}
}
