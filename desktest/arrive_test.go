package desktest

import (
	"context"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

func TestWhoHasNoBusinessHereIsCountedAndRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		a     desk.Arrival
		mode  desk.Mode
		count func(desk.KeptOut) int64
	}{
		{"UnknownKey", desk.Arrival{Key: "KEY-of-nobody"}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.UnknownKey }},
		{"ForeignOrigin", desk.Arrival{Origin: "https://evil.example"}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.UnknownSite }},
		{"OriginThatEndsAlike", desk.Arrival{Origin: "https://evilshop.example"}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.UnknownSite }},
		{"OriginOfAnotherScheme", desk.Arrival{Origin: "http://shop.example"}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.UnknownSite }},
		{"OriginOfAFile", desk.Arrival{Origin: "null"}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.UnknownSite }},
		{"GlobalPrivacyControl_PRV1", desk.Arrival{GPC: true}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.Privacy }},
		{"Robot_MON8", desk.Arrival{Agent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.Robots }},
		{"HeadlessBrowser_MON8", desk.Arrival{Agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36"}, desk.ModeFull, func(k desk.KeptOut) int64 { return k.Robots }},
		{"SiteSwitchedOff_PRV1", desk.Arrival{}, desk.ModeOff, func(k desk.KeptOut) int64 { return k.SiteOff }},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				mode := c.mode
				_, err := w.desk.ChangeSite(context.Background(), actor(w.shop.Anna), w.shop.Site.ID, desk.SiteChange{Mode: &mode})
				must(t, "change the site", err)
				anna := w.console(w.shop.Anna)
				for range 3 {
					a := c.a
					a.URL = Address + "/"
					_, err := w.visitor().tryOpen(a)
					wants(t, "arrive", err, desk.Refused)
				}
				pass(shortly)
				anna.mu.Lock()
				badges := len(anna.visits)
				anna.mu.Unlock()
				if got := c.count(anna.kept()); got != 3 || badges > 0 {
					t.Errorf("counted %d, with %d badges, want 3 and none: %+v", got, badges, anna.kept())
				}
				if l := w.desk.Ledger(); l.Accepted > 0 {
					t.Errorf("page views of those kept out were counted: %+v", l)
				}
			})
		})
	}
}

func TestForeignOriginIsShownOnTheSetUpPage_OPS7(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		check := func() desk.SiteCheck {
			t.Helper()
			c, err := w.desk.CheckSite(actor(w.shop.Anna), w.shop.Site.ID)
			must(t, "check", err)
			return c
		}
		if c := check(); c.Verdict != "waiting" {
			t.Errorf("before anything: %s, want waiting", c.Verdict)
		}
		w.desk.ScriptFetched(Address)
		pass(11 * time.Second)
		if c := check(); c.Verdict != "blocked" {
			t.Errorf("the script was fetched and no page came: %s, want blocked", c.Verdict)
		}
		for n := range 30 {
			_, err := w.visitor().tryOpen(desk.Arrival{URL: Address + "/", Origin: "https://copy" + strings.Repeat("x", n%15) + ".example"})
			wants(t, "arrive", err, desk.Refused)
		}
		if c := check(); c.Verdict != "wrong-origin" || len(c.Foreign) != 10 {
			t.Errorf("after foreign pages: %s with %d origins, want wrong-origin with at most 10", c.Verdict, len(c.Foreign))
		}
		w.visitor().open("/")
		if c := check(); c.Verdict != "seen" || c.LastURL != Address+"/" || c.LastPage.IsZero() {
			t.Errorf("after the first page: %+v, want seen", c)
		}
		_, err := w.desk.CheckSite(actor(w.shop.Bert), w.shop.Site.ID)
		wants(t, "Bert looks", err, desk.Forbidden)
		_, err = w.desk.CheckSite(actor(w.shop.Anna), "unknown")
		wants(t, "unknown site", err, desk.NotFound)
	})
}

func TestPageWithoutIdOrAddressIsInvalid(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		for name, a := range map[string]desk.Arrival{
			"id too short":   {Page: "short", URL: Address + "/"},
			"id with markup": {Page: "<b>a-page-of-mine</b>", URL: Address + "/"},
			"id too long":    {Page: desk.PageID(strings.Repeat("x", 33)), URL: Address + "/"},
			"no web address": {URL: "javascript:alert(1)"},
		} {
			_, err := w.visitor().tryOpen(a)
			wants(t, name, err, desk.Invalid)
		}
	})
}

func TestTokenMakesAVisitorKnownOnItsSiteOnly(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		other := desk.Site{ID: "blog", Name: "The Blog", Key: "KEY-of-the-blog", Mode: desk.ModeFull, Origins: []string{"https://blog.example"}}
		Record(t, w.store, &desk.SiteChanged{Site: other})
		Record(t, w.store, &desk.ZonesChanged{Site: other.ID, Zones: []desk.Zone{desk.DefaultZone(other.ID)}})
		w.restart()
		guest := w.visitor()
		b := guest.open("/")
		if b.arrived.Token == "" || b.arrived.KeepInTab {
			t.Errorf("got %+v, want a token to keep in the browser", b.arrived)
		}
		pass(shortly)
		if again := guest.open("/cart"); again.arrived.Visitor != b.arrived.Visitor || again.arrived.Token != "" {
			t.Errorf("with his token he is %s, want %s and no new token", again.arrived.Visitor, b.arrived.Visitor)
		}
		token := guest.token
		sealed, _, _ := strings.Cut(token, ".")
		for name, forged := range map[string]string{
			"empty": ".", "of nobody": "nobody", "without a seal": sealed + ".", "with another seal": sealed + ".AAAAAAAAAAAAAAAAAAAAAAAAAAA",
			"longer": token + "A", "cut": token[:len(token)-2], "markup": "<script>." + token,
		} {
			p := w.visitor()
			p.token = forged
			if got := p.open("/"); got.arrived.Visitor == b.arrived.Visitor || got.arrived.Token == "" {
				t.Errorf("a token %s is taken for %s", name, got.arrived.Visitor)
			}
		}
		thief := w.visitor()
		thief.token = token
		there, err := thief.tryOpen(desk.Arrival{Key: other.Key, Origin: "https://blog.example", URL: "https://blog.example/"})
		must(t, "arrive", err)
		if there.arrived.Visitor == b.arrived.Visitor || there.arrived.Token == "" || there.arrived.Site != "blog" {
			t.Errorf("with the shop's token he is %+v on the blog, want somebody new", there.arrived)
		}
	})
}

func TestVisitOnlyModeKeepsTheTokenInTheTab_PRV1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		mode := desk.ModeVisit
		_, err := w.desk.ChangeSite(context.Background(), actor(w.shop.Anna), w.shop.Site.ID, desk.SiteChange{Mode: &mode})
		must(t, "change the site", err)
		if b := w.visitor().open("/"); !b.arrived.KeepInTab || b.arrived.Token == "" {
			t.Errorf("got %+v, want a token for the tab's session", b.arrived)
		}
	})
}

func TestSwitchedOffSiteDisconnectsItsPages_PRV1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		change := func(by desk.Operator, c desk.SiteChange) error {
			return errOf(w.desk.ChangeSite(ctx, actor(by), w.shop.Site.ID, c))
		}
		main := w.visitor().open("/")
		sub, err := w.visitor().tryOpen(desk.Arrival{URL: "https://m.shop.example/", Origin: "https://m.shop.example"})
		must(t, "arrive", err)
		off, origins := desk.ModeOff, []string{Address}
		wants(t, "Bert changes it", change(w.shop.Bert, desk.SiteChange{Mode: &off}), desk.Forbidden)
		must(t, "change the origins", change(w.shop.Anna, desk.SiteChange{Origins: &origins}))
		if sub.closedBy() != desk.Refused || main.closedBy() != 0 {
			t.Errorf("origins changed: got %d and %d, want the subdomain's page disconnected", sub.closedBy(), main.closedBy())
		}
		must(t, "switch off", change(w.shop.Anna, desk.SiteChange{Mode: &off}))
		if main.closedBy() != desk.Refused {
			t.Error("a switched off site's page stays connected")
		}
		wants(t, "reconnect", main.connect(), desk.Refused)
	})
}

func TestReferrerOfTheSiteItselfIsNone(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		for referrer, want := range map[string]string{
			"https://search.example/?q=tea": "https://search.example/?q=tea", Address + "/catalog/": "", "https://shop.example.evil.example/": "https://shop.example.evil.example/", "": "",
		} {
			guest := w.visitor()
			b, err := guest.tryOpen(desk.Arrival{URL: Address + "/", Referrer: referrer})
			must(t, "arrive", err)
			if v, err := w.desk.VisitNow(b.arrived.Visit); err != nil || v.Referrer != want {
				t.Errorf("from %q: got %q, %v, want %q", referrer, v.Referrer, err, want)
			}
		}
	})
}
