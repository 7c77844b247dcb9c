package desk

import (
	"cmp"
	"slices"
	"strings"
)

// Zone is a named, coloured part of a site, given by URL patterns; zones nest.
type Zone struct {
	ID       ZoneID
	Site     SiteID
	Parent   ZoneID // empty at top level
	Name     string
	Colour   string // #rrggbb
	Patterns []string
	Order    int
	Default  bool // holds every page that no other zone claims
}

// ZonesChanged says what the zones of a site are from now on. Recorded now.
type ZonesChanged struct {
	Site  SiteID
	Zones []Zone
}

// Name implements Event.
func (*ZonesChanged) Name() string { return "ZonesChanged" }

func (e *ZonesChanged) apply(l *live) {
	l.zones[e.Site] = newFloor(e.Zones)
	for _, v := range l.visits {
		if v.Site == e.Site {
			v.Zone = l.zones[e.Site].zoneOf(v.URL)
		}
	}
}

// DefaultZone is the only zone of a site whose owner has drawn none (ZON-1).
func DefaultZone(site SiteID) Zone {
	return Zone{ID: ZoneID(newID()), Site: site, Name: "Default zone", Colour: "#7b8494", Patterns: []string{"*://*/*"}, Default: true}
}

// pattern is a URL pattern of ZON-4: * is any run of characters, all else literal; it matches from the start and more may follow,
// unless it ends with $.
type pattern struct {
	parts []string // literal runs between the stars
	end   bool     // ends with $
}

func parsePattern(s string) pattern {
	p := pattern{}
	if strings.HasSuffix(s, "$") {
		p.end = true
		s = s[:len(s)-1]
	}
	p.parts = strings.Split(s, "*")
	return p
}

// matches takes time linear in the URL: each literal run is looked for once, leftmost, behind the one before it.
func (p pattern) matches(url string) bool {
	first := p.parts[0]
	if !strings.HasPrefix(url, first) {
		return false
	}
	url = url[len(first):]
	if len(p.parts) == 1 {
		return !p.end || url == ""
	}
	last := p.parts[len(p.parts)-1]
	for _, part := range p.parts[1 : len(p.parts)-1] {
		at := strings.Index(url, part)
		if at < 0 {
			return false
		}
		url = url[at+len(part):]
	}
	if p.end {
		return strings.HasSuffix(url, last)
	}
	return strings.Contains(url, last)
}

// floor is a site's zones ready for asking: deepest first, then in tree order.
type floor struct {
	zones    []Zone // in tree order, as shown
	asked    []Zone // deepest first
	patterns map[ZoneID][]pattern
	fallback ZoneID
}

func newFloor(zones []Zone) *floor {
	f := &floor{patterns: map[ZoneID][]pattern{}}
	children := map[ZoneID][]Zone{}
	for _, z := range zones {
		children[z.Parent] = append(children[z.Parent], z)
	}
	depth := map[ZoneID]int{}
	var walk func(parent ZoneID, level int)
	walk = func(parent ZoneID, level int) {
		list := children[parent]
		slices.SortStableFunc(list, func(a, b Zone) int { return cmp.Compare(a.Order, b.Order) })
		for _, z := range list {
			if _, seen := depth[z.ID]; seen { // a ring of parents is no tree
				continue
			}
			depth[z.ID] = level
			f.zones = append(f.zones, z)
			if z.Default {
				f.fallback = z.ID
			}
			for _, s := range z.Patterns {
				f.patterns[z.ID] = append(f.patterns[z.ID], parsePattern(s))
			}
			walk(z.ID, level+1)
		}
	}
	walk("", 0)
	f.asked = slices.Clone(f.zones)
	slices.SortStableFunc(f.asked, func(a, b Zone) int { return cmp.Compare(depth[b.ID], depth[a.ID]) })
	return f
}

// zoneOf returns the one zone a page belongs to (ZON-2): the deepest that matches, then the first in tree order, else the default.
func (f *floor) zoneOf(url string) ZoneID {
	for _, z := range f.asked {
		if z.Default {
			continue
		}
		for _, p := range f.patterns[z.ID] {
			if p.matches(url) {
				return z.ID
			}
		}
	}
	return f.fallback
}

// ZonesOf returns the zones of a site in tree order.
func (d *Desk) ZonesOf(site SiteID) []Zone {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.live.zones[site]; f != nil {
		return slices.Clone(f.zones)
	}
	return nil
}
