package demo

import (
	"context"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// run lets visitors walk for a while of fake time; everything has ended when it returns.
func run(t *testing.T, o Options, howLong time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), howLong)
	defer cancel()
	if err := Run(ctx, o); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
}

var idShape = regexp.MustCompile(`^[A-Za-z0-9_-]{16,32}$`)

func TestPagesOfAVisitorFollowTheProtocol(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newFakeServer(t)
		run(t, server.visitors(1, 7), 30*time.Minute)
		sockets := server.all()
		if len(sockets) < 30 {
			t.Fatalf("in half an hour one visitor at a time opened %d pages only", len(sockets))
		}
		pages, people := map[string]bool{}, map[string]int{}
		for _, s := range sockets {
			if strings.Contains(s.header.Get("User-Agent"), "Googlebot") {
				continue
			}
			people[s.header.Get("X-Forwarded-For")]++
			checkSocket(t, s)
			page := s.frames("hello")[0].text("page")
			if pages[page] {
				t.Errorf("two pages have the id %s", page)
			}
			pages[page] = true
		}
		if len(people) < 4 {
			t.Errorf("only %d people came in half an hour: %v", len(people), people)
		}
	})
}

func checkSocket(t *testing.T, s *socket) {
	t.Helper()
	hello := s.frames("")[0]
	if hello.text("type") != "hello" || hello.at.Sub(s.opened) > 5*time.Second {
		t.Errorf("the first frame is %v, after %v", hello.frame, hello.at.Sub(s.opened))
	}
	if len(s.frames("hello")) != 1 {
		t.Errorf("hello is said %d times on one line", len(s.frames("hello")))
	}
	if hello.text("site") != "KEY-1" || !idShape.MatchString(hello.text("page")) || hello.frame["version"] != 1.0 {
		t.Errorf("hello is %v", hello.frame)
	}
	if url := hello.text("url"); !strings.HasPrefix(url, "http://127.0.0.1:80/demo/") || s.header.Get("Origin") != "http://127.0.0.1:80" || strings.Contains(hello.text("title"), "not found") {
		t.Errorf("the page is %q %q of origin %s", url, hello.text("title"), s.header.Get("Origin"))
	}
	if _, err := netip.ParseAddr(s.header.Get("X-Forwarded-For")); err != nil || s.header.Get("User-Agent") == "" || s.header.Get("Accept-Language") == "" {
		t.Errorf("the visitor's headers are %v", s.header)
	}
	if s.code != closeGoneAway {
		t.Errorf("the page was left with code %d", s.code)
	}
	pongs := s.frames("pong")
	for i, at := range s.pinged {
		if at.Equal(s.ended) {
			break // left in the same instant
		}
		if i >= len(pongs) || !pongs[i].at.Equal(at) {
			t.Errorf("the ping of %v is not answered at once", at.Sub(s.opened))
			break
		}
	}
	active := time.Time{}
	for _, f := range s.frames("attention") {
		if f.frame["active"] == true {
			if f.at.Sub(active) < 20*time.Second {
				t.Errorf("two signs of activity within %v", f.at.Sub(active))
			}
			active = f.at
		}
	}
}

func TestOneVisitorGoesFromPageToPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newFakeServer(t)
		run(t, server.visitors(1, 11), time.Hour)
		var before *socket
		pageChanges, tokens := 0, 0
		for _, s := range server.all() {
			if strings.Contains(s.header.Get("User-Agent"), "Googlebot") {
				continue
			}
			if before == nil || before.header.Get("X-Forwarded-For") != s.header.Get("X-Forwarded-For") {
				if s.frames("hello")[0].text("token") != "" {
					tokens++ // somebody who was here before
				}
				before = s
				continue
			}
			hello := s.frames("hello")[0]
			if hello.text("token") != "token-of-"+s.header.Get("X-Forwarded-For") {
				t.Errorf("on a later page the token is %q", hello.text("token"))
			}
			if gap := s.opened.Sub(before.ended); gap < 500*time.Millisecond || gap > 6*time.Second {
				t.Errorf("from page to page it took %v", gap)
			} else if gap <= 1500*time.Millisecond && hello.text("referrer") == before.frames("hello")[0].text("url") {
				pageChanges++
			}
			before = s
		}
		if pageChanges < 30 || tokens < 2 {
			t.Errorf("%d page changes, %d returns with a token, want more", pageChanges, tokens)
		}
	})
}

func TestTheShopStaysAboutAsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newFakeServer(t)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- Run(ctx, server.visitors(45, 3)) }()
		time.Sleep(30 * time.Second)
		countries := map[string]bool{}
		for minute := range 10 {
			time.Sleep(time.Minute)
			synctest.Wait()
			open := 0
			for _, s := range server.all() {
				s.lock.Lock()
				if s.ended.IsZero() {
					open++
				}
				s.lock.Unlock()
				countries[countryOf(s.header.Get("X-Forwarded-For"))] = true
			}
			if open < 36 || open > 46 {
				t.Errorf("after %d minutes %d visitors are there, want about 45", minute+1, open)
			}
		}
		if len(countries) < 25 {
			t.Errorf("visitors come from %d countries, want 25", len(countries))
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		for _, s := range server.all() {
			if s.ended.IsZero() {
				t.Error("a line is open though all visitors have ended")
			}
		}
	})
}

func countryOf(address string) string {
	for _, h := range homes {
		for _, network := range h.networks {
			if strings.HasPrefix(address, network+".") {
				return h.country
			}
		}
	}
	return "robot"
}

func TestTheSameSeedGivesTheSameVisitors(t *testing.T) {
	trace := func() (lines []string) {
		synctest.Test(t, func(t *testing.T) {
			server := newFakeServer(t)
			run(t, server.visitors(1, 99), 10*time.Minute)
			begin := server.all()[0].opened
			for _, s := range server.all() {
				hello := s.frames("hello")[0]
				lines = append(lines, s.opened.Sub(begin).String()+hello.text("url")+hello.text("page")+s.header.Get("X-Forwarded-For"))
			}
		})
		return lines
	}
	first, second := trace(), trace()
	if len(first) < 10 || strings.Join(first, "\n") != strings.Join(second, "\n") {
		t.Errorf("two walks with one seed differ:\n%s\n\n%s", strings.Join(first, "\n"), strings.Join(second, "\n"))
	}
}

func TestRunWantsAServer(t *testing.T) {
	for _, address := range []string{"", "localhost:8080", "ftp://x", "http://"} {
		if err := Run(t.Context(), Options{URL: address}); err == nil {
			t.Errorf("visitors go to %q", address)
		}
	}
}

func TestLostLinesAreTakenUpAgain(t *testing.T) {
	for _, c := range []struct {
		what    string
		code    int
		reason  string
		minimum time.Duration
		maximum time.Duration
	}{
		{"line cut", 0, "", 0, 5 * time.Second},
		{"server's fault", 1011, "", 0, 5 * time.Second},
		{"restart", 1012, "retry 3", 0, 3 * time.Second},
		{"too many", 1013, "retry 4", 4 * time.Second, 5 * time.Second},
		{"not understood", 1008, "", 20 * time.Second, time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := newFakeServer(t)
			cut := false
			server.on = func(s *socket, f frame) {
				if !cut && f.text("type") == "hello" {
					cut = true
					s.hangUp(c.code, c.reason)
				}
			}
			v := &visitor{options: optionsOf(server), random: seeded(5), who: newPersona(seeded(5))}
			v.open(t.Context(), placeOf("/demo/cart"), "", 3*time.Minute)
			synctest.Wait()
			sockets := server.all()
			if len(sockets) != 2 {
				t.Fatalf("%s: %d lines, want 2", c.what, len(sockets))
			}
			wait := sockets[1].opened.Sub(sockets[0].ended)
			if wait < c.minimum || wait > c.maximum {
				t.Errorf("%s: connected again after %v, want %v to %v", c.what, wait, c.minimum, c.maximum)
			}
			if one, two := sockets[0].frames("hello")[0], sockets[1].frames("hello")[0]; one.text("page") != two.text("page") {
				t.Errorf("%s: the page changed its id from %s to %s", c.what, one.text("page"), two.text("page"))
			}
		})
	}
}

func TestSilenceIsTakenForDeath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newFakeServer(t)
		server.silent = true
		v := &visitor{options: optionsOf(server), random: seeded(5), who: newPersona(seeded(5))}
		v.open(t.Context(), placeOf("/demo/cart"), "", 80*time.Second)
		synctest.Wait()
		sockets := server.all()
		if s := sockets[0]; s.ended.Sub(s.opened) != 45*time.Second || len(sockets) != 2 {
			t.Errorf("the silent line was given up after %v, %d lines in all", s.ended.Sub(s.opened), len(sockets))
		}
	})
}

func TestVisitorsWhoAreSentAwayStaySilent(t *testing.T) {
	for _, code := range []int{closeNotHere, closeTooOld} {
		synctest.Test(t, func(t *testing.T) {
			server := newFakeServer(t)
			server.on = func(s *socket, f frame) { s.hangUp(code, "") }
			run(t, server.visitors(1, 5), 50*time.Second)
			people := slices.DeleteFunc(server.all(), func(s *socket) bool { return s.header.Get("X-Forwarded-For") == robot.address })
			if len(people) != 1 {
				t.Errorf("after %d a visitor opened %d lines more", code, len(people)-1)
			}
		})
	}
}

func TestBackoffGrows(t *testing.T) {
	for _, urgent := range []bool{false, true} {
		longest, most := time.Duration(0), time.Minute
		if urgent {
			most = 5 * time.Second
		}
		random := seeded(1)
		for range 50 {
			var b backoff
			for try := range 12 {
				wait := b.wait(random, 0, 0, urgent)
				if bound := min(most, max(5*time.Second, time.Second<<max(try-1, 0))); wait <= 0 || wait > bound {
					t.Fatalf("try %d waits %v, at most %v is right", try, wait, bound)
				}
				longest = max(longest, wait)
			}
		}
		if longest < most/2 {
			t.Errorf("with urgent %v nobody ever waited longer than %v", urgent, longest)
		}
	}
}
