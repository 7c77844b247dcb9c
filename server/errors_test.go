package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"beckon/wire"
)

func TestWhatTheAPIDoesNotHaveIsAnsweredAsEveryError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	for _, c := range []struct {
		method, path, code string
		status             int
		allow              string
	}{
		{"GET", "/api", "not-found", 404, ""},
		{"GET", "/api/", "not-found", 404, ""},
		{"GET", "/api/v2/settings", "not-found", 404, ""},
		{"GET", "/api/v1/nothing", "not-found", 404, ""},
		{"POST", "/api/v1/nothing/of/the/kind", "not-found", 404, ""},
		{"GET", "/api/v1/openapi.xml", "not-found", 404, ""},
		{"DELETE", "/api/v1/settings", "invalid", 405, "GET, HEAD, PUT"},
		{"PUT", "/api/v1/files/some-file", "invalid", 405, "GET, HEAD"},
		{"GET", "/api/v1/conversations/some-conversation/files", "invalid", 405, "POST"},
	} {
		r := ana.request(c.method, "", nil)
		r.URL.Path = c.path
		answer, raw := ana.do(r)
		var p wire.Problem
		err := json.Unmarshal(raw, &p)
		if answer.StatusCode != c.status || answer.Header.Get("Content-Type") != "application/problem+json" || err != nil || p.Status != c.status || p.Code != c.code || p.Detail == "" {
			t.Errorf("%s %s: got %s %q %s, want a problem %d %s", c.method, c.path, answer.Status, answer.Header.Get("Content-Type"), raw, c.status, c.code)
		}
		if got := answer.Header.Get("Allow"); got != c.allow {
			t.Errorf("%s %s: Allow is %q, want %q", c.method, c.path, got, c.allow)
		}
	}
	// Beside the API nothing has changed.
	if answer := w.get("/nothing", nil); answer.StatusCode != http.StatusNotFound || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("/nothing: %s %q", answer.Status, answer.Header.Get("Content-Type"))
	}
}
