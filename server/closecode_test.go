package server_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"beckon/wire"
)

// greeting says how a page introduces itself wrongly.
type greeting struct {
	name   string
	header func(http.Header)
	hello  func(*wire.HelloFrame)
	raw    string // sent instead of hello
	kind   int    // of the raw frame
	want   int
	counts func(wire.KeptOut) int64 // is 1 afterwards
}

var greetings = []greeting{
	{name: "no JSON", raw: "hello", want: 1008},
	{name: "half a frame", raw: `{"type":"hello"`, want: 1008},
	{name: "an array", raw: `[]`, want: 1008},
	{name: "null", raw: `null`, want: 1008},
	{name: "a number for the version's text", raw: `{"type":"hello","version":"1"}`, want: 1008},
	{name: "no hello", raw: `{"type":"say"}`, want: 1008},
	{name: "an empty frame", raw: ``, want: 1008},
	{name: "a binary frame", raw: `{"type":"hello"}`, kind: websocket.BinaryMessage, want: 1008},
	{name: "an older version", hello: func(h *wire.HelloFrame) { h.Version = 0 }, want: 4010},
	{name: "a newer version", hello: func(h *wire.HelloFrame) { h.Version = 2 }, want: 4010},
	{name: "over 40 KiB", hello: func(h *wire.HelloFrame) { h.Title = strings.Repeat("x", 40<<10) }, want: 1009},
	{name: "unknown KEY", hello: func(h *wire.HelloFrame) { h.Site = "nobody's" }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.UnknownKey }},
	{name: "empty KEY", hello: func(h *wire.HelloFrame) { h.Site = "" }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.UnknownKey }},
	{name: "foreign origin", header: func(h http.Header) { h.Set("Origin", "https://shop.example.evil.example") }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.UnknownSite }},
	{name: "origin with another scheme", header: func(h http.Header) { h.Set("Origin", "http://shop.example") }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.UnknownSite }},
	{name: "origin with another port", header: func(h http.Header) { h.Set("Origin", shop+":8443") }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.UnknownSite }},
	{name: "null origin", header: func(h http.Header) { h.Set("Origin", "null") }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.UnknownSite }},
	{name: "no origin", header: func(h http.Header) { h.Del("Origin") }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.UnknownSite }},
	{name: "robot", header: func(h http.Header) {
		h.Set("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
	}, want: 4003, counts: func(k wire.KeptOut) int64 { return k.Robots }},
	{name: "headless browser", header: func(h http.Header) { h.Set("User-Agent", strings.Replace(chrome, "Chrome/", "HeadlessChrome/", 1)) }, want: 4003,
		counts: func(k wire.KeptOut) int64 { return k.RobotNames["HeadlessChrome"] }},
	{name: "Sec-GPC", header: func(h http.Header) { h.Set("Sec-GPC", "1") }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.Privacy }},
	{name: "globalPrivacyControl", hello: func(h *wire.HelloFrame) { h.GPC = true }, want: 4003, counts: func(k wire.KeptOut) int64 { return k.Privacy }},
	{name: "page id of 15 characters", hello: func(h *wire.HelloFrame) { h.Page = strings.Repeat("x", 15) }, want: 1008},
	{name: "page id of 33 characters", hello: func(h *wire.HelloFrame) { h.Page = strings.Repeat("x", 33) }, want: 1008},
	{name: "page id with other characters", hello: func(h *wire.HelloFrame) { h.Page = "'; DROP TABLE --" }, want: 1008},
	{name: "an address that is none", hello: func(h *wire.HelloFrame) { h.URL = "javascript:alert(1)" }, want: 1008},
}

func TestPageThatHasNoBusinessHereIsToldByACloseCode_Protocol(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	keptOut := func() wire.KeptOut {
		c := ana.console()
		defer c.hangUp()
		return c.picture.KeptOut
	}
	for _, g := range greetings {
		v := w.visitor()
		if g.header != nil {
			g.header(v.header)
		}
		h := v.hello(shop + "/")
		if g.hello != nil {
			g.hello(&h)
		}
		var before int64
		if g.counts != nil {
			before = g.counts(keptOut())
		}
		l, answer := w.dial("/v1/visit", v.header, nil)
		if l == nil {
			t.Fatalf("%s: the handshake was refused: %s", g.name, answer.Status)
		}
		l.listen(nil)
		if g.hello != nil || g.header != nil {
			l.send(h)
		} else {
			l.sendRaw(max(g.kind, websocket.TextMessage), []byte(g.raw))
		}
		if code, reason := l.closed(); code != g.want {
			t.Errorf("%s: closed with %d %q (%v), want %d", g.name, code, reason, l.err, g.want)
		}
		wantNone(t, l, "welcome")
		if g.counts != nil {
			if after := g.counts(keptOut()); after != before+1 {
				t.Errorf("%s: counted %d times, want once", g.name, after-before)
			}
		}
	}
	if c := ana.console(); len(c.picture.Visits) != 0 {
		t.Errorf("%d of them have a badge, want none", len(c.picture.Visits))
	}
}

func TestFrameThatCannotBeUnderstoodEndsTheLine_Protocol(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		name string
		kind int
		raw  string
		want int
	}{
		{"no JSON", websocket.TextMessage, "say", 1008},
		{"an array", websocket.TextMessage, `[{"type":"say"}]`, 1008},
		{"a number for text", websocket.TextMessage, `{"type":"say","text":7}`, 1008},
		{"a text for a number", websocket.TextMessage, `{"type":"fetch","after":"x"}`, 1008},
		{"a binary frame", websocket.BinaryMessage, `{"type":"pong"}`, 1008},
		{"hello a second time", websocket.TextMessage, `{"type":"hello","version":1}`, 1008},
		{"a frame of 40 KiB and a byte", websocket.TextMessage, `{"type":"pong","x":"` + strings.Repeat("x", 40<<10-21) + `"}`, 1009},
	} {
		b := w.visitor().open("/")
		b.sendRaw(c.kind, []byte(c.raw))
		if code, reason := b.closed(); code != c.want {
			t.Errorf("%s: closed with %d %q (%v), want %d", c.name, code, reason, b.err, c.want)
		}
	}
	b := w.visitor().open("/")
	b.sendRaw(websocket.TextMessage, []byte(`{"type":"pong","x":"`+strings.Repeat("x", 40<<10-22)+`"}`)) // 40 KiB
	b.sendRaw(websocket.TextMessage, []byte(`{"type":"from-a-newer-page","x":[1,2,{}]}`))
	b.send(map[string]any{"type": "typing", "conversation": "nobody's", "on": true, "new": "field"})
	b.synced() // the line lives
}

func TestFragmentsCountInTheLimit_T27(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.visitor().open("/")
	b.writing.Lock() // a pong would come between
	defer b.writing.Unlock()
	out, err := b.conn.NextWriter(websocket.TextMessage)
	must(t, "begin a message", err)
	for range 41 { // 1 KiB each, a frame each once gorilla's buffer of 4 KiB is full
		out.Write([]byte(strings.Repeat(" ", 1<<10)))
	}
	out.Close()
	b.wantClosed(1009)
}

func TestTooManyFramesEndTheLine_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.FramesPerVisitor = 5 })
	for _, frame := range []string{`{"type":"pong"}`, `{"type":"not-known-here"}`} {
		b := w.visitor().open("/")
		for range 50 {
			b.sendRaw(websocket.TextMessage, []byte(frame))
		}
		if code, reason := b.closed(); code != 1013 || !strings.HasPrefix(reason, "retry ") {
			t.Errorf("%s: closed with %d %q, want 1013 with the seconds", frame, code, reason)
		}
	}
}

func TestFloodOfPingsEndsTheLine_T27(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.FramesPerVisitor = 5 })
	b := w.visitor().open("/")
	for range 200 {
		b.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(patience))
	}
	b.wantClosed(1013)
}

func TestTooManySocketsOfAnAddressAreRefused_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), func(w *world) { w.options.Limits.SocketsPerAddress = 2 })
	at := func(address string) *visitor {
		v := w.visitor()
		v.header.Set("X-Forwarded-For", address)
		return v
	}
	refused := func(address string) {
		t.Helper()
		l, answer := w.dial("/v1/visit", at(address).header, nil)
		if l != nil || answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
			t.Errorf("a third socket of %s: got %v, want 503 with Retry-After", address, answer)
		}
	}
	first := at("203.0.113.7").open("/")
	at("203.0.113.7").open("/")
	refused("203.0.113.7")
	at("2001:db8:1:2::1").open("/")
	at("2001:db8:1:2:ffff::2").open("/")
	refused("2001:db8:1:2:3:4:5:6") // the same /64
	at("203.0.113.8").open("/")     // a neighbour
	at("2001:db8:1:3::1").open("/")
	first.hangUp()
	eventually(t, "a place is free again", func() bool {
		l, _ := w.dial("/v1/visit", at("203.0.113.7").header, nil)
		if l != nil {
			l.hangUp()
		}
		return l != nil
	})
}

func TestTooManySocketsInAllAreRefused_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.Sockets = 1 })
	b := w.visitor().open("/")
	if l, answer := w.dial("/v1/visit", w.visitor().header, nil); l != nil || answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one too many: got %v, want 503", answer)
	}
	b.synced()
	w.signIn(w.ana).console() // operators have their own places
}

func TestTooManyPageViewsOfAnAddressEndTheLine_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.PageViewsPerAddress = 3 })
	c := w.signIn(w.ana).console()
	b := w.visitor().open("/")
	for n := range 40 {
		b.send(wire.PageFrame{Type: "page", Page: newID("page"), URL: shop + "/" + strings.Repeat("x", n)})
	}
	if code, reason := b.closed(); code != 1013 || !strings.HasPrefix(reason, "retry ") {
		t.Errorf("closed with %d %q, want 1013 with the seconds", code, reason)
	}
	await(c.line, "visits", func(f wire.VisitsFrame) bool { return f.KeptOut != nil && f.KeptOut.OverCapacity == 1 })
}

func TestTooManyHandshakesAreRefused_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.Handshakes = 1 })
	refused := false
	for range 50 {
		l, answer := w.dial("/v1/visit", w.visitor().header, nil)
		if l != nil {
			l.hangUp()
			continue
		}
		refused = answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") != ""
		break
	}
	if !refused {
		t.Error("50 handshakes at once are let in, want 1 a second")
	}
}

func TestTooManyTabsOfAVisitorAreRefused_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor()
	var tabs []*tab
	for range 40 {
		tabs = append(tabs, v.open("/"))
	}
	l, _ := w.dial("/v1/visit", v.header, nil)
	l.listen(nil)
	l.send(v.hello(shop + "/"))
	l.wantClosed(1013)
	tabs[0].again("", 0) // a page that is there already may come anew
	w.visitor().open("/")
}

func TestSiteThatIsSwitchedOffLetsNobodyIn_PRV1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	elsewhere := []string{"https://elsewhere.example"}
	ana.must("PATCH", "/sites/"+string(w.site.ID), map[string]any{"origins": elsewhere}, nil)
	b.wantClosed(4003)
	ana.must("PATCH", "/sites/"+string(w.site.ID), map[string]any{"origins": []string{shop}}, nil)
	b = w.visitor().open("/")
	ana.must("PATCH", "/sites/"+string(w.site.ID), map[string]any{"mode": "off"}, nil)
	b.wantClosed(4003)
	v := w.visitor()
	l, _ := w.dial("/v1/visit", v.header, nil)
	l.listen(nil)
	l.send(v.hello(shop + "/"))
	l.wantClosed(4003)
	if k := ana.console().picture.KeptOut; k.SiteOff != 1 {
		t.Errorf("counted %d, want 1", k.SiteOff)
	}
}

func TestVisitOnlyKeepsTheIdentityInTheTab_PRV1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor()
	if b := v.open("/"); b.welcome.Keep != "browser" || b.welcome.Token == "" || b.welcome.Chat != "/w/chat-97cebffe60.js" {
		t.Errorf("mode full welcomes with %+v", b.welcome)
	}
	w.signIn(w.ana).must("PATCH", "/sites/"+string(w.site.ID), map[string]any{"mode": "visit"}, nil)
	if b := w.visitor().open("/"); b.welcome.Keep != "tab" {
		t.Errorf("mode visit welcomes with %+v, want the identity kept in the tab", b.welcome)
	}
}

func TestConsoleThatHasNoBusinessHereIsToldByACloseCode_Protocol(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	watch := func(version int, ticket string) map[string]any {
		return map[string]any{"type": "watch", "version": version, "ticket": ticket}
	}
	for _, c := range []struct {
		name string
		send any
		raw  string
		want int
	}{
		{name: "no JSON", raw: "watch", want: 1008},
		{name: "no watch", raw: `{"type":"got"}`, want: 1008},
		{name: "wrong version", send: watch(2, ana.ticket()), want: 4010},
		{name: "no ticket", send: watch(1, ""), want: 4001},
		{name: "a ticket we never gave", send: watch(1, strings.Repeat("A", 43)), want: 4001},
		{name: "over 64 KiB", send: watch(1, strings.Repeat("A", 64<<10)), want: 1009},
	} {
		l := ana.knock()
		l.listen(nil)
		if c.send != nil {
			l.send(c.send)
		} else {
			l.sendRaw(websocket.TextMessage, []byte(c.raw))
		}
		if code, reason := l.closed(); code != c.want {
			t.Errorf("%s: closed with %d %q (%v), want %d", c.name, code, reason, l.err, c.want)
		}
		wantNone(t, l, "picture")
	}
	for name, raw := range map[string]string{"no JSON": "got", "a text for a number": `{"type":"got","seq":"x"}`} {
		c := ana.console()
		c.sendRaw(websocket.TextMessage, []byte(raw))
		if code, _ := c.closed(); code != 1008 {
			t.Errorf("%s: closed with %d, want 1008", name, code)
		}
	}
	c := ana.console()
	c.sendRaw(websocket.TextMessage, []byte(`{"type":"pong","x":"`+strings.Repeat("x", 64<<10)+`"}`))
	c.wantClosed(1009)
	c = ana.console()
	c.sendRaw(websocket.BinaryMessage, []byte(`{"type":"pong"}`))
	c.wantClosed(1008)
}

func TestPageThatSaysNothingIsClosed_Protocol(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l, _ := w.dial("/v1/visit", w.visitor().header, nil)
	began := time.Now()
	l.listen(nil)
	l.closed()
	if waited := time.Since(began); waited > 8*time.Second {
		t.Errorf("it took %s, want 5 s", waited)
	}
}

func TestSocketsThatComeWhileTheServerClosesEndToo_OPS5(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	v := w.visitor()
	page, _ := w.dial("/v1/visit", v.header, nil)
	page.listen(nil)
	watching := ana.knock()
	watching.listen(nil)
	ticket := ana.ticket()
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		w.server.Close(ctx)
	}()
	b := v.w.visitor()
	eventually(t, "the server closes", func() bool { // what connects later is sent away
		l, answer := w.dial("/v1/visit", b.header, nil)
		if l == nil {
			return answer.StatusCode == http.StatusServiceUnavailable
		}
		l.hangUp()
		return false
	})
	page.send(v.hello(shop + "/"))
	watching.send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ticket})
	page.wantClosed(1012)
	watching.wantClosed(1012)
	select {
	case <-closed:
	case <-time.After(4 * time.Second):
		t.Error("the server waits for sockets that came while it closed")
	}
}
