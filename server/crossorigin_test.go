package server_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestForeignPagesCannotChangeAnything_T07(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	db := w.database()
	own := w.origin()
	for _, c := range []struct {
		name, site, origin string // Sec-Fetch-Site and Origin; empty: not sent
		through            bool
	}{
		{name: "another site's page", site: "cross-site", origin: "https://evil.example"},
		{name: "a page of the same site", site: "same-site", origin: "https://shop." + strings.TrimPrefix(public, "https://")},
		{name: "a page without an origin", site: "cross-site", origin: "null"},
		{name: "an old browser on another site", origin: "https://evil.example"},
		{name: "an old browser without an origin", origin: "null"},
		{name: "an old browser on another port", origin: own + "0"},
		{name: "the shop", site: "cross-site", origin: shop},
		{name: "the console", site: "same-origin", origin: own, through: true},
		{name: "the console in an old browser", origin: own, through: true},
		{name: "a program", through: true},
	} {
		before := everything(t, db)
		for _, r := range w.routes() {
			if !r.changes() || r.open && c.through || r.id == "sign-out" && c.through || r.id == "set-password" && c.through {
				continue
			}
			request := ana.request(r.method, r.path, r.in())
			request.Header.Del("Sec-Fetch-Site")
			if c.site != "" {
				request.Header.Set("Sec-Fetch-Site", c.site)
			}
			if c.origin != "" {
				request.Header.Set("Origin", c.origin)
			}
			answer, raw := ana.do(request)
			if c.through {
				if answer.StatusCode == 403 {
					t.Errorf("%s: %s is refused: %s", c.name, r.id, raw)
				}
				continue
			}
			if p := problemIn(t, c.name+": "+r.id, answer, raw); p.Status != 403 || p.Code != "forbidden" {
				t.Errorf("%s: %s: got %d, want 403", c.name, r.id, p.Status)
			}
		}
		if !c.through {
			wantUnchanged(t, db, before, c.name)
		}
	}
}

func TestForeignPagesAreNotAllowedToReadTheAPI_T07(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	request := ana.request("GET", "/session", nil)
	request.Header.Set("Origin", "https://evil.example")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, _ := ana.do(request)
	for name := range answer.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("the API answers a foreign page with %s", name)
		}
	}
	preflight, _ := http.NewRequest("OPTIONS", w.origin()+"/api/v1/settings", nil)
	preflight.Header.Set("Origin", "https://evil.example")
	preflight.Header.Set("Access-Control-Request-Method", "PUT")
	if answer, _ := ana.do(preflight); answer.StatusCode < 400 || answer.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a preflight is answered with %s", answer.Status)
	}
}

func TestConsoleSocketOpensForItsOwnOriginOnly_T08(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.origin()
	for _, origin := range []string{
		"", "null", "http://localhost", "http://127.0.0.1", own + "/", own + "0", own + ".evil.example", strings.Replace(own, "http:", "https:", 1),
		strings.Replace(own, "http:", "ws:", 1), strings.Replace(own, "127.0.0.1", "localhost", 1), strings.Replace(own, "127.0.0.1", "127.0.0.2", 1),
		strings.Replace(own, "127.0.0.1", "127.0.0.1.", 1), strings.Replace(own, "http", "HTTP", 1), strings.Replace(own, "127.0.0.1", "[::1]", 1),
		strings.Replace(own, "127.0.0.1", "evil@127.0.0.1", 1), own + " " + own, "https://evil.example", shop, "file://", "chrome-extension://abcdef", public,
		public + ".evil.example", "https://evil-chat.example", "https://CHAT.example", "https://chаt.example", // а Cyrillic letter
	} {
		header := http.Header{"Origin": {origin}}
		if origin == "" {
			header = http.Header{}
		}
		if l, answer := w.dial("/api/v1/live", header, nil); l != nil || answer.StatusCode != http.StatusForbidden {
			t.Errorf("from %q: got %v, want 403", origin, answer)
		}
	}
	if l, answer := w.dial("/api/v1/live", http.Header{"Origin": {own}}, nil); l == nil {
		t.Errorf("from its own: got %s", answer.Status)
	}
}

func TestConsoleSocketOpensForThePublicOrigin_T08(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := func(host, origin string) int {
		l, answer := w.dial("/api/v1/live", http.Header{"Host": {host}, "Origin": {origin}}, nil)
		if l != nil {
			l.hangUp()
		}
		return answer.StatusCode
	}
	name := strings.TrimPrefix(public, "https://")
	for _, c := range []struct {
		host, origin string
		want         int
	}{
		{name, public, http.StatusSwitchingProtocols},
		{name, "http://" + name, http.StatusForbidden},
		{name, w.origin(), http.StatusForbidden},
		{"evil.example", "http://evil.example", http.StatusMisdirectedRequest},  // a name that was bound anew to this address
		{"evil.example", "https://evil.example", http.StatusMisdirectedRequest}, // the same
		{"127.0.0.1.evil.example", "http://127.0.0.1.evil.example", http.StatusMisdirectedRequest},
	} {
		if got := at(c.host, c.origin); got != c.want {
			t.Errorf("host %s from %s: got %d, want %d", c.host, c.origin, got, c.want)
		}
	}
	w.options.AnyHost = true
	w.restart()
	for _, c := range []struct {
		host, origin string
		want         int
	}{
		{"beckon.lan", "http://beckon.lan", http.StatusSwitchingProtocols}, // no cookie of another name comes with it
		{"beckon.lan", "https://beckon.lan", http.StatusForbidden},
		{"beckon.lan", "http://evil.example", http.StatusForbidden},
	} {
		if got := at(c.host, c.origin); got != c.want {
			t.Errorf("without a public URL, host %s from %s: got %d, want %d", c.host, c.origin, got, c.want)
		}
	}
	w.options.AnyHost = false
	w.restart()
	// Behind a proxy on this machine only the public origin counts.
	l, answer := w.dial("/api/v1/live", http.Header{"Origin": {w.origin()}, "X-Forwarded-For": {"203.0.113.7"}}, nil)
	if l != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("behind a proxy from the loopback origin: got %s, want 403", answer.Status)
	}
}

func TestAnswersSayWhatBrowsersMayDo_T01_T32(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/console/", "/console/sign-in", "/console/visits/x/y", "/console/assets/index-1a2b3c4d.js", "/console/assets/missing.js", "/console/help/index.html", "/console/..%2f..%2fetc/passwd"} {
		h := w.get(path, nil).Header
		policy := strings.Split(h.Get("Content-Security-Policy"), "; ")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "img-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'"} {
			if !slices.Contains(policy, want) {
				t.Errorf("%s: the policy %q lacks %q", path, policy, want)
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("X-Frame-Options") != "DENY" || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: got headers %v", path, h)
		}
	}
	for _, path := range []string{"/console/", "/beckon.js", "/w/chat-97cebffe60.js", "/w/missing.js", "/api/v1/session", "/api/v1/openapi.json", "/livez", "/nowhere", "/"} {
		if got := w.get(path, nil).Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options is %q", path, got)
		}
	}
}

func TestPlainHTTPIsRefusedWhereTLSIsRequired_OPS2(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), func(w *world) { w.options.RequireTLS = true })
	for _, path := range []string{"/console/", "/api/v1/session", "/api/v1/openapi.json"} {
		if got := w.get(path, nil).StatusCode; got != http.StatusForbidden {
			t.Errorf("%s over plain HTTP: got %d, want 403", path, got)
		}
		if got := w.get(path, http.Header{"X-Forwarded-Proto": {"https"}}).StatusCode; got == http.StatusForbidden {
			t.Errorf("%s over HTTPS by a trusted proxy: got %d", path, got)
		}
	}
	if got := w.get("/livez", nil).StatusCode; got != http.StatusNoContent {
		t.Errorf("/livez: got %d, want 204", got)
	}
}
