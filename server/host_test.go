package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"beckon/wire"
)

// hosts are what a request may name as Host, and whether a server that is https://chat.example answers it.
var hosts = []struct {
	host     string
	loopback bool // it comes from this machine
	answered bool
}{
	{host: "chat.example", answered: true},
	{host: "CHAT.Example", answered: true},
	{host: "chat.example:443", answered: true},
	{host: "chat.example:8080", answered: true},
	{host: "127.0.0.1:8080", loopback: true, answered: true},
	{host: "localhost", loopback: true, answered: true},
	{host: "[::1]:8080", loopback: true, answered: true},
	{host: "127.0.0.1:8080"},
	{host: "localhost"},
	{host: "[::1]"},
	{host: ""},
	{host: "evil.example"},
	{host: "evil.example", loopback: true},
	{host: "chat.example.evil.example"},
	{host: "evil-chat.example"},
	{host: "chat.example."},
	{host: "example"},
	{host: "chat.example:443:80"},
	{host: "evil.example:chat.example"},
	{host: "chаt.example"}, // а Cyrillic letter
	{host: "127.0.0.1.evil.example", loopback: true},
	{host: "203.0.113.1"},
}

func TestOnlyThePublicHostIsAnswered_T12(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	wantHosts(t, w, func(loopback, answered bool) bool { return answered })
}

func TestEveryHostIsAnsweredWithoutAPublicURL_T12(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.PublicURL, w.options.AnyHost = "http://localhost:8080", true })
	wantHosts(t, w, func(bool, bool) bool { return true })
	ana := w.signIn(w.ana)
	r := ana.request("GET", "/session", nil)
	for _, c := range ana.client.Jar.Cookies(r.URL) {
		r.AddCookie(c)
	}
	r.Host = "evil.example"
	var me wire.Me
	_, raw := ana.do(r)
	if err := json.Unmarshal(raw, &me); err != nil || me.PublicURL != "http://localhost:8080" || strings.Contains(string(raw), "evil") {
		t.Errorf("asked as evil.example it answers %s", raw)
	}
}

func wantHosts(t *testing.T, w *world, want func(loopback, answered bool) bool) {
	t.Helper()
	paths := []string{"/", "/console/", "/console/sign-in", "/api/v1/session", "/api/v1/openapi.json", "/api/v1/live", "/beckon.js", "/w/chat-97cebffe60.js", "/v1/visit", "/nowhere"}
	for _, h := range hosts {
		for _, path := range paths {
			answer := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, "http://chat.example"+path, nil)
			if r.Host, r.RemoteAddr = h.host, "203.0.113.9:4711"; h.loopback {
				r.RemoteAddr = "127.0.0.1:4711"
			}
			w.server.ServeHTTP(answer, r)
			if got := answer.Code != http.StatusMisdirectedRequest; got != want(h.loopback, h.answered) {
				t.Errorf("host %q, loopback %t, %s: got %d", h.host, h.loopback, path, answer.Code)
			}
			if to := answer.Header().Get("Location"); strings.Contains(to, "//") {
				t.Errorf("host %q, %s: it leads to %s", h.host, path, to)
			}
		}
		answer := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "http://chat.example/livez", nil)
		r.Host = h.host
		if w.server.ServeHTTP(answer, r); answer.Code != http.StatusNoContent {
			t.Errorf("host %q, /livez: got %d, want 204", h.host, answer.Code)
		}
	}
}
