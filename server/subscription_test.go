package server_test

import (
	"context"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"beckon/desk"
	"beckon/wire"
)

// browserOf is what a browser hands over that has subscribed at a push service.
func browserOf(name string, wants ...string) wire.NewSubscription {
	return wire.NewSubscription{
		Endpoint: secret("https://push.example/" + name), Key: "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
		Auth: secret("BTBZMqHH6r4Tts7J_aSIgg"), Wants: append([]string{}, wants...),
	}
}

// pushedTo returns how many browsers of an operator would be pushed to now.
func (w *world) pushedTo(o desk.Operator) int {
	w.t.Helper()
	list, err := w.store.SubscriptionsOf(context.Background(), []desk.OperatorID{o.ID}, time.Now())
	must(w.t, "subscriptions", err)
	return len(list)
}

func TestBrowserSubscribesAndEndsWithItsSession_ALT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, phone := w.signIn(w.ana), w.signIn(w.ana)
	var p wire.Push
	ana.must("GET", "/subscription", nil, &p)
	if p.On || p.Wants != nil || len(p.Key) != 87 {
		t.Errorf("at first: got %+v", p)
	}
	ana.wantProblem("PUT", "/subscription", browserOf("ana", "request"), 409, "conflict")
	ana.setting(func(s *wire.Settings) { s.WebPush = true })
	ana.must("PUT", "/subscription", browserOf("ana", "message", "request"), &p)
	if !p.On || p.Wants == nil || strings.Join(*p.Wants, " ") != "request message" {
		t.Errorf("subscribed: got %+v", p)
	}
	var other wire.Push
	phone.must("GET", "/subscription", nil, &other)
	if other.Wants != nil || w.pushedTo(w.ana) != 1 {
		t.Errorf("another browser of hers: got %+v", other)
	}
	phone.must("PUT", "/subscription", browserOf("phone"), nil)
	if n := w.pushedTo(w.ana); n != 2 {
		t.Errorf("pushed to %d browsers, want 2", n)
	}
	for field, change := range map[string]func(*wire.NewSubscription){
		"endpoint": func(n *wire.NewSubscription) { n.Endpoint = "https://127.0.0.1/" }, "key": func(n *wire.NewSubscription) { n.Key = "x" }, "auth": func(n *wire.NewSubscription) { n.Auth = "x" },
	} {
		n := browserOf("bad", "request")
		change(&n)
		if p := ana.wantProblem("PUT", "/subscription", n, 422, "invalid"); p.Fields[field] == "" {
			t.Errorf("%s: got fields %v", field, p.Fields)
		}
	}
	ana.must("DELETE", "/subscription", nil, nil)
	ana.must("DELETE", "/subscription", nil, nil)
	if n := w.pushedTo(w.ana); n != 1 {
		t.Errorf("after unsubscribing: pushed to %d browsers, want the phone", n)
	}
	phone.must("DELETE", "/session", nil, nil)
	if n := number(t, w.database(), "SELECT count(*) FROM subscription"); n != 0 || w.pushedTo(w.ana) != 0 {
		t.Errorf("signed out: %d subscriptions are kept", n)
	}
}

func TestDisabledOrSignedOutElsewhereIsNotPushedTo_ALT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bert := w.addOperator("bert", "Bert")
	w.signIn(w.ana).setting(func(s *wire.Settings) { s.WebPush = true })
	ctx := context.Background()
	begin := func() {
		t.Helper()
		w.signIn(bert).must("PUT", "/subscription", browserOf("bert", "request"), nil)
		if n := w.pushedTo(bert); n != 1 {
			t.Fatalf("pushed to %d browsers, want 1", n)
		}
	}
	begin()
	must(t, "end all", w.auth.EndAll(ctx, bert.ID))
	if n := w.pushedTo(bert); n != 0 {
		t.Error("his sessions are ended, and he is pushed to")
	}
	begin()
	for _, change := range []string{"UPDATE operator SET disabled = 1 WHERE id = ?", "UPDATE session SET expires = 1 WHERE operator = ?", "DELETE FROM session WHERE operator = ?"} {
		_, err := w.database().Exec(change, bert.ID) // another process may do it
		must(t, change, err)
		if n := w.pushedTo(bert); n != 0 {
			t.Errorf("%s: he is pushed to", change)
		}
		_, err = w.database().Exec("UPDATE operator SET disabled = 0; UPDATE session SET expires = 9000000000000")
		must(t, "undo", err)
	}
}

func TestPushSecretsNeverLeave_ALT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.WebPush = true })
	n := browserOf("a-secret-address", "request")
	ana.must("PUT", "/subscription", n, nil)
	var stored string
	must(t, "key", w.database().QueryRow("SELECT value FROM setting WHERE name = 'push-key'").Scan(&stored))
	raw, err := hex.DecodeString(strings.Trim(stored, `"`))
	must(t, "key", err)
	private, public := w.desk.PushKeys()
	secret(private)
	c := ana.console()
	for _, r := range w.routes() {
		if r.method != http.MethodGet {
			continue
		}
		_, body := ana.do(ana.request("GET", r.path, nil))
		for _, s := range []string{hex.EncodeToString(raw), private, n.Endpoint, n.Auth, n.Key} {
			if strings.Contains(string(body), s) {
				t.Errorf("%s tells %s", r.path, s)
			}
		}
	}
	if public == private || len(raw) != 32 {
		t.Error("there is no key of its own")
	}
	w.restart()
	if again, _ := w.desk.PushKeys(); again != private {
		t.Error("after a restart the key is another: every browser would have to subscribe anew")
	}
	_ = c
}

func TestConsoleInViewIsNotAlerted_ALT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.WebPush = true })
	c := ana.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	next := func() (a desk.Alert) {
		t.Helper()
		select {
		case a = <-w.desk.Alerts():
		case <-time.After(patience):
			t.Fatal("no alert")
		}
		return a
	}
	if a := next(); a.Why != desk.ChatBegins || string(a.Conversation) != chat.ID || len(a.Except) != 0 {
		t.Errorf("got %+v", a)
	}
	c.send(wire.ConsoleAttentionFrame{Type: "attention", Visible: true})
	var me wire.Me
	ana.must("GET", "/session", nil, &me)
	var except []string
	for n := 0; n < 8 && len(except) == 0; n++ { // until the frame has come
		w.visitor().open("/").asks("Ida")
		except = next().Except
	}
	if len(except) != 1 || except[0] != me.Session {
		t.Errorf("alerted all but %v, want all but %s", except, me.Session)
	}
}

func TestServiceWorkerIsServedWithAPolicyOfItsOwn_ALT1(t *testing.T) {
	t.Parallel()
	built := fstest.MapFS{}
	for name, file := range builtConsole {
		built[name] = file
	}
	built["alerts.js"] = &fstest.MapFile{Data: []byte("addEventListener('push', () => {})")}
	built["app.webmanifest"] = &fstest.MapFile{Data: []byte("{}")}
	w := newWorld(t, func(w *world) { w.options.Console = built })
	answer := w.get("/console/alerts.js", nil)
	raw, err := io.ReadAll(answer.Body)
	must(t, "read", err)
	h := answer.Header
	if answer.StatusCode != 200 || !strings.HasPrefix(h.Get("Content-Type"), "text/javascript") || h.Get("Cache-Control") != "no-cache" || !strings.Contains(string(raw), "push") ||
		h.Get("Content-Security-Policy") != "default-src 'none'; img-src 'self'" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("got %s %v", answer.Status, h)
	}
	if got := w.get("/console/app.webmanifest", nil).Header.Get("Content-Type"); got != "application/manifest+json" {
		t.Errorf("the manifest is of type %s", got)
	}
	if got := w.get("/console/", nil).Header.Get("Content-Security-Policy"); !strings.Contains(got, "worker-src 'self'") || strings.Contains(got, "unsafe") {
		t.Errorf("the console's policy is %s", got)
	}
	if bare := newWorld(t).get("/console/alerts.js", nil); bare.StatusCode != 404 {
		t.Errorf("a service worker that is not built: got %s, want 404", bare.Status)
	}
}
