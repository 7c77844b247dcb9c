package desktest

import (
	"context"
	"slices"
	"testing"
	"time"

	"beckon/desk"
)

func TestArrivalAndPageChangeShowOnTheMonitor_MON3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		pass(shortly)
		first := anna.mustBadge(guest)
		if first.Zone != "default" || first.Presence != desk.Here || first.Pages != 1 || first.Visits != 1 || first.Tabs != 1 {
			t.Errorf("after arrival the badge is %+v", first)
		}
		if first.Browser == "" || first.Device != "desktop" || first.Address != "198.51.100.0" {
			t.Errorf("what is known of the browser: %+v, want it, and the address masked (PRV-2)", first)
		}
		b.leaves()
		pass(shortly)
		if v := anna.mustBadge(guest); v.Presence != desk.Fading || v.URL != first.URL {
			t.Errorf("with no page connected the badge is %+v, want it faded where it was", v)
		}
		pass(3 * time.Second)
		guest.open("/catalog/")
		pass(shortly)
		if v := anna.mustBadge(guest); v.ID != first.ID || v.Presence != desk.Here || v.Zone != "catalog" || v.Pages != 2 || !slices.Equal(v.Trail, []desk.ZoneID{"default", "catalog"}) {
			t.Errorf("after a page change the badge is %+v, want the same one in Catalog", v)
		}
		if n := anna.countOf("VisitorLeft"); n > 0 {
			t.Errorf("a page change was told as leaving, %d times", n)
		}
	})
}

func TestVisitorWithoutAPageForFourSecondsHasLeft_MON3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		guest.open("/").leaves()
		pass(4*time.Second - time.Millisecond)
		anna.mustBadge(guest)
		pass(shortly)
		if v, there := anna.badge(guest); there {
			t.Errorf("4 s after his last page went he still has the badge %+v", v)
		}
		pass(10 * time.Minute)
		b := guest.open("/cart")
		pass(shortly)
		if v := anna.mustBadge(guest); v.Pages != 2 || v.Visits != 1 || b.arrived.Visit != v.ID {
			t.Errorf("returned within the visit he has the badge %+v, want the same visit", v)
		}
	})
}

func TestVisitEndsThirtyMinutesAfterItsLastSignal_VIS2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		pass(2 * time.Hour) // a connected page keeps the visit open, whatever he does
		first := anna.mustBadge(guest)
		b.leaves()
		pass(29 * time.Minute)
		b = guest.open("/cart")
		pass(shortly)
		if v := anna.mustBadge(guest); v.ID != first.ID {
			t.Error("29 min after the last signal a new visit began")
		}
		b.leaves()
		pass(30*time.Minute + shortly)
		if _, err := w.desk.VisitNow(first.ID); desk.KindOf(err) != desk.NotFound {
			t.Errorf("30 min after the last signal the visit is still there: %v", err)
		}
		guest.open("/")
		pass(shortly)
		if v := anna.mustBadge(guest); v.ID == first.ID || v.Visits != 2 || v.Pages != 1 || !sameMilli(v.FirstSeen, first.FirstSeen) {
			t.Errorf("got %+v, want the second visit of the same visitor", v)
		}
	})
}

func TestManyTabsAreOneBadgeOnTheLastFocusedVisibleTab_MON3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		at := func(when string, zone desk.ZoneID, tabs int) {
			t.Helper()
			pass(shortly)
			if v := anna.mustBadge(guest); v.Zone != zone || v.Tabs != tabs {
				t.Errorf("%s: the badge is in %s with %d tabs, want %s with %d", when, v.Zone, v.Tabs, zone, tabs)
			}
		}
		home := guest.open("/")
		pass(shortly)
		catalog := guest.open("/catalog/")
		at("a second tab opened", "catalog", 2)
		cart, err := guest.tryOpen(desk.Arrival{URL: Address + "/cart"}) // in the background
		must(t, "arrive", err)
		at("a third opened hidden", "catalog", 3)
		catalog.attends(false, false, false)
		home.attends(true, true, true)
		at("the first was chosen", "default", 3)
		home.attends(false, false, false)
		cart.attends(true, true, false)
		at("the third was chosen", "cart", 3)
		catalog.attends(true, false, false) // in another window, seen but not focused
		pass(time.Second)
		cart.attends(true, true, false)
		at("focused again in the third", "cart", 3)
		cart.attends(false, false, false) // that window is put away
		at("only the second is still visible", "catalog", 3)
		catalog.attends(false, false, false)
		cart.attends(false, false, false)
		at("none is visible: the last one focused", "cart", 3)
		catalog.leaves()
		at("its tab was closed", "cart", 2)
		home.leaves()
		at("another was closed", "cart", 1)
		cart.leaves()
		pass(5 * time.Second)
		if _, there := anna.badge(guest); there {
			t.Error("all tabs are closed and he is still there")
		}
	})
}

func TestVisitorWithoutActivitySleeps_MON4(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		asleep := func(when string, want bool) {
			t.Helper()
			pass(shortly)
			if v := anna.mustBadge(guest); v.Sleeping != want {
				t.Errorf("%s: asleep %t, want %t", when, v.Sleeping, want)
			}
		}
		pass(299*time.Second - shortly)
		asleep("before the sleep timeout", false)
		pass(time.Second)
		asleep("after it", true)
		b.attends(true, true, false)
		asleep("focus is no activity", true)
		b.leaves()
		b.reconnects()
		asleep("a new connection of the same page is no activity", true)
		b.attends(true, true, true)
		asleep("a key, pointer, scroll or touch", false)
		pass(200 * time.Second)
		b.attends(true, true, true)
		pass(200 * time.Second)
		asleep("200 s after the last of it", false)
		pass(101 * time.Second)
		asleep("300 s after the last of it", true)
		b = b.goes("/cart")
		asleep("a page view", false)
		pass(301 * time.Second)
		asleep("300 s after it", true)
		talk := anna.talksTo(b)
		b.says("I am here")
		asleep("a chat message", false)
		pass(301 * time.Second)
		anna.says(talk.ID, "Still?")
		asleep("the operator's message is not his activity", true)
	})
}

func TestPageIsInOneZone_ZON2(t *testing.T) {
	for path, want := range map[string]desk.ZoneID{
		"/":                          "default",
		"/about":                     "default",
		"/catalog":                   "catalog",
		"/catalog/green?sort=price":  "catalog",
		"/catalog/green/product/123": "product", // the deepest that matches
		"/cart":                      "cart",
		"/cart/catalog":              "catalog", // the first in tree order
		"/legal":                     "help",
		"/legal/imprint":             "default", // $ ends the pattern
		"/CART":                      "default",
	} {
		t.Run(path, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				anna, guest := w.console(w.shop.Anna), w.visitor()
				b := guest.open(path)
				pass(shortly)
				if v := anna.mustBadge(guest); v.Zone != want {
					t.Errorf("got %s, want %s", v.Zone, want)
				}
				views, err := w.store.PageViews(context.Background(), b.arrived.Visit, 10)
				if err != nil || len(views) != 1 || views[0].Zone != want {
					t.Errorf("stored %+v, %v, want one view in %s", views, err, want)
				}
			})
		})
	}
}

func TestTrailKeepsTheLatestZones(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		for range 8 {
			b = b.goes("/catalog").goes("/cart").goes("/cart?again")
		}
		pass(shortly)
		if v := anna.mustBadge(guest); len(v.Trail) != 12 || v.Trail[11] != "cart" || v.Trail[10] != "catalog" || v.Pages != 25 {
			t.Errorf("got %d pages and %v, want 25 and the last 12 zones", v.Pages, v.Trail)
		}
	})
}

func TestNavigationWithoutALoad_API1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		sent := anna.invites(guest, "May I help?")
		keep := func(desk.PageID) {}
		must(t, "navigate", w.desk.Navigate(b.arrived, "the-second-page-of-it", Address+"/cart?sid=secret", "Cart", Address+"/", keep))
		must(t, "title", w.desk.Navigate(b.arrived, "the-second-page-of-it", Address+"/cart", "Cart (1)", "", keep))
		pass(shortly)
		v := anna.mustBadge(guest)
		if v.Zone != "cart" || v.Title != "Cart (1)" || v.URL != Address+"/cart" || v.Tabs != 1 || v.Pages != 2 {
			t.Errorf("got %+v, want one tab on the cart, its secret parameter cut (ZON-6)", v)
		}
		if card, _, _ := b.view(); card == nil || card.ID != sent.ID {
			t.Error("the invitation went")
		}
		views, err := w.store.PageViews(context.Background(), v.ID, 10)
		if err != nil || len(views) != 2 || views[0].Title != "Cart (1)" || views[0].Referrer != "" {
			t.Errorf("stored %+v, %v, want two views, the second with its last title", views, err)
		}
		wants(t, "no id", w.desk.Navigate(b.arrived, "x", Address+"/", "", "", keep), desk.Invalid)
		wants(t, "no address", w.desk.Navigate(b.arrived, "the-third-page-of-it", "javascript:alert(1)", "", "", keep), desk.Invalid)
		b.leaves()
		wants(t, "after it went", w.desk.Navigate(b.arrived, "the-third-page-of-it", Address+"/", "", "", keep), desk.NotFound)
		pass(5 * time.Second)
		if _, there := anna.badge(guest); there {
			t.Error("he left and is still there")
		}
	})
}

func TestLateFarewellOfAnOldConnectionTakesNobodyAway(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		old := guest.open("/")
		again := &tab{of: guest, hello: old.hello}
		again.reconnects() // the line was dead; the server learns it later
		pass(time.Minute)
		old.leaves()
		pass(10 * time.Second)
		if v := anna.mustBadge(guest); v.Presence != desk.Here || v.Tabs != 1 || v.Pages != 1 {
			t.Errorf("got %+v, want him here with one tab and one page view", v)
		}
		anna.invites(guest, "Still there?")
		if !again.invited() || old.invited() {
			t.Error("the invitation went to the old connection")
		}
	})
}
