package server_test

import (
	"strings"
	"testing"

	"beckon/desk"
	"beckon/wire"
)

func TestButtonIsPlacedWithinBounds_COM2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	path := "/sites/" + string(w.site.ID)
	usual := wire.Button{Corner: "end", X: 28, Y: 28, Z: 2147483647}
	var site wire.Site
	for _, good := range []wire.Button{
		{Corner: "start", X: 0, Y: 400, Z: 1}, {Corner: "end", X: 400, Y: 0, Z: 2147483647}, usual,
	} {
		if ana.must("PATCH", path, map[string]any{"button": good}, &site); site.Button != good {
			t.Errorf("of %+v got %+v", good, site.Button)
		}
	}
	for _, bad := range []map[string]any{
		{"corner": "end", "x": -1, "y": 0, "z": 1},
		{"corner": "end", "x": 401, "y": 0, "z": 1},
		{"corner": "end", "x": 0, "y": -1, "z": 1},
		{"corner": "end", "x": 0, "y": 401, "z": 1},
		{"corner": "end", "x": 0, "y": 0, "z": 0},
		{"corner": "end", "x": 0, "y": 0, "z": 2147483648},
		{"corner": "end", "x": 1.5, "y": 0, "z": 1},
		{"corner": "end", "x": "1px}*{display:none", "y": 0, "z": 1},
		{"corner": "left}*{display:none", "x": 0, "y": 0, "z": 1},
		{"corner": "", "x": 0, "y": 0, "z": 0},
		{"x": 0, "y": 0, "z": 1},
	} {
		p := ana.wantProblem("PATCH", path, map[string]any{"name": "Not kept", "button": bad}, 422, "invalid")
		named := false
		for field := range p.Fields {
			named = named || strings.Contains(field, "button")
		}
		if !named {
			t.Errorf("%v: got fields %v, want button named", bad, p.Fields)
		}
	}
	var sites []wire.Site
	if ana.must("GET", "/sites", nil, &sites); sites[0].Button != usual || sites[0].Name == "Not kept" {
		t.Errorf("after refusals the site is %+v", sites[0])
	}
}

func TestOpenPagesFollowTheButton_COM2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	path := "/sites/" + string(w.site.ID)
	b := w.visitor().open("/")
	if b.welcome.CSS != "" {
		t.Errorf("a button at the usual place is welcomed with %q", b.welcome.CSS)
	}
	ana.must("PATCH", path, map[string]any{"button": wire.Button{Corner: "start", X: 40, Y: 96, Z: 7}}, nil)
	moved := await(b.line, "availability", func(f wire.AvailabilityFrame) bool { return f.CSS != "" })
	if again := w.visitor().open("/"); again.welcome.CSS != moved.CSS || !strings.Contains(moved.CSS, "min(96px,") || !strings.Contains(moved.CSS, "z-index:7}") {
		t.Errorf("an open page is told %q, a new one %q", moved.CSS, again.welcome.CSS)
	}
	c := ana.console()
	ana.must("PATCH", path, map[string]any{"button": wire.ButtonOf(desk.Button{})}, nil)
	await(b.line, "availability", func(f wire.AvailabilityFrame) bool { return f.Available && f.CSS == "" })
	await(c.line, "changed", func(f wire.ChangedFrame) bool { return f.What == "sites" })
}
