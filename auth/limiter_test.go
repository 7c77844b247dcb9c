package auth

import (
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// stranger returns one of many addresses.
func stranger(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{203, byte(i >> 16), byte(i >> 8), byte(i)})
}

func TestUnknownAndKnownLoginsAreIndistinguishable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		d.store.accounts["op-new"] = Account{Operator: "op-new", Login: "new"} // has no password yet
		d.store.accounts["op-off"] = Account{Operator: "op-off", Login: "off", Hash: d.store.accounts[anna].Hash, Disabled: true}
		type outcome struct {
			words         string
			kind          desk.Kind
			hashed, asked int64
		}
		var want []outcome
		for i, login := range []string{"anna", "nobody", "new", "off"} {
			var got []outcome
			for n := range 40 {
				hashed, asked := d.hashed.Load(), d.store.asked
				password := "wrong password"
				if n%3 == 1 {
					password = strings.Repeat("x", 5000)
				}
				_, _, err := d.SignIn(t.Context(), login, password, stranger(1000*i+n/5), browser)
				got = append(got, outcome{err.Error(), desk.KindOf(err), d.hashed.Load() - hashed, int64(d.store.asked - asked)})
				time.Sleep(700 * time.Millisecond)
			}
			if want == nil {
				want = got
			}
			for n := range got {
				if got[n] != want[n] {
					t.Errorf("%s, try %d: got %+v, want %+v as for a known login", login, n, got[n], want[n])
				}
			}
		}
		if want[0].hashed != 1 || want[0].kind != desk.Unauthenticated || want[39].kind != desk.TooMany || want[39].hashed != 0 {
			t.Errorf("got %+v … %+v", want[0], want[39])
		}
	})
}

func TestImpossibleLoginsCostTheSameWork(t *testing.T) {
	d := newDoor(t, Options{})
	for _, login := range []string{"", "a\x00b", "a\xffb", strings.Repeat("x", 1<<16)} {
		hashed, asked := d.hashed.Load(), d.store.asked
		_, _, err := d.SignIn(t.Context(), login, annasPass, home, browser)
		wantKind(t, err, desk.Unauthenticated)
		if got := d.hashed.Load() - hashed; got != 1 {
			t.Errorf("%.10q: hashed %d times, want 1", login, got)
		}
		if d.store.asked != asked {
			t.Errorf("%.10q: the store was asked", login)
		}
	}
}

// T-11: 10,000 tries in 10 minutes, at most 60 looked at.
func TestGuessingIsSlow(t *testing.T) {
	for name, from := range map[string]func(i int) (login string, addr netip.Addr){
		"one account from one address":    func(int) (string, netip.Addr) { return "anna", home },
		"one account from many addresses": func(i int) (string, netip.Addr) { return "anna", stranger(i) },
		"one account in other letters": func(i int) (string, netip.Addr) {
			return []string{"anna", "Anna", "aNna", "anNa", "annA", "ANna", "anNA", " ANNA "}[i%8], stranger(i)
		},
		"many accounts from one address": func(i int) (string, netip.Addr) { return fmt.Sprint("op", i), home },
		"many accounts from one /64": func(i int) (string, netip.Addr) {
			return fmt.Sprint("op", i), netip.MustParseAddr(fmt.Sprintf("2001:db8:1:2::%x", i+1))
		},
		"one address written in two ways": func(i int) (string, netip.Addr) {
			return fmt.Sprint("op", i), []netip.Addr{home, netip.AddrFrom16(home.As16())}[i%2]
		},
		"no address": func(i int) (string, netip.Addr) { return fmt.Sprint("op", i), netip.Addr{} },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDoor(t, Options{})
				for i := range 10_000 {
					login, addr := from(i)
					d.SignIn(t.Context(), login, "wrong password", addr, browser)
					time.Sleep(60 * time.Millisecond)
				}
				if got := d.hashed.Load(); got > 60 || got < 10 {
					t.Errorf("looked at %d, want 10 to 60", got)
				}
			})
		})
	}
}

func TestTriesAtOnceAreNoWayRound(t *testing.T) {
	d := newDoor(t, Options{})
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() { d.SignIn(t.Context(), "anna", "wrong password", stranger(i), browser) })
	}
	all.Wait()
	if got := d.hashed.Load(); got != 5 {
		t.Errorf("looked at %d, want 5", got)
	}
}

func TestDelayDoublesUpToAMinuteAndSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		for range 5 {
			_, _, err := d.SignIn(t.Context(), "anna", "wrong password", home, browser)
			wantKind(t, err, desk.Unauthenticated)
		}
		for _, seconds := range []int{1, 2, 4, 8, 16, 32, 60, 60, 60} {
			_, _, err := d.SignIn(t.Context(), "anna", annasPass, home, browser)
			wantKind(t, err, desk.TooMany)
			if want := fmt.Sprintf("Try again in %d second", seconds); !strings.Contains(err.Error(), want) {
				t.Fatalf("got %q, want %q", err, want)
			}
			time.Sleep(time.Duration(seconds)*time.Second - time.Millisecond)
			_, _, err = d.SignIn(t.Context(), "anna", annasPass, home, browser)
			wantKind(t, err, desk.TooMany)
			time.Sleep(time.Millisecond)
			_, _, err = d.SignIn(t.Context(), "anna", "wrong password", home, browser)
			wantKind(t, err, desk.Unauthenticated)
		}
		time.Sleep(time.Minute)
		d.in(t, "anna", annasPass) // never for good
		time.Sleep(forgiven + time.Second)
		for range 5 {
			_, _, err := d.SignIn(t.Context(), "anna", "wrong password", elsewhere, browser)
			wantKind(t, err, desk.Unauthenticated)
		}
	})
}

func TestStrangersDontLockTheOperatorOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		d.in(t, "anna", annasPass)
		for i := range 500 {
			d.SignIn(t.Context(), "anna", "wrong password", stranger(i), browser)
			time.Sleep(time.Second)
		}
		_, _, err := d.SignIn(t.Context(), "anna", annasPass, elsewhere, browser)
		wantKind(t, err, desk.TooMany)
		d.in(t, "anna", annasPass)
		d.in(t, "ben", bensPass)

		// Who mistypes and then remembers begins anew.
		for range 4 {
			for range 4 {
				_, _, err := d.SignIn(t.Context(), "anna", "wrong password", home, browser)
				wantKind(t, err, desk.Unauthenticated)
			}
			d.in(t, "anna", annasPass)
		}
		time.Sleep(forgiven + time.Second) // for the address too

		// From a known address guessing is slow all the same.
		hashed := d.hashed.Load()
		for range 100 {
			d.SignIn(t.Context(), "anna", "wrong password", home, browser)
		}
		if got := d.hashed.Load() - hashed; got != 5 {
			t.Errorf("looked at %d from the known address, want 5", got)
		}
	})
}

func TestOwnSuccessBuysNoTriesAtOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		for i := range 300 {
			d.SignIn(t.Context(), "ben", bensPass, home, browser)
			d.SignIn(t.Context(), fmt.Sprint("op", i), "wrong password", home, browser)
			time.Sleep(2 * time.Second)
		}
		wrong := d.hashed.Load() - int64(len(d.store.sessions))
		if wrong > 60 {
			t.Errorf("looked at %d wrong ones, want at most 60", wrong)
		}
	})
}

func TestColleaguesBehindOneAddressAreLetIn(t *testing.T) {
	d := newDoor(t, Options{})
	for range 25 {
		d.in(t, "anna", annasPass)
		d.in(t, "ben", bensPass)
	}
}

func TestLimiterIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most = 100
		d := newDoor(t, Options{Remembered: most})
		guess := func(login string, i int) error {
			_, _, err := d.SignIn(t.Context(), login, "wrong password", stranger(i), browser)
			return err
		}
		for range 5 {
			guess("anna", 1)
		}
		for i := range most - 1 {
			guess(fmt.Sprint("op", i), 100+i)
		}
		wantKind(t, guess("anna", 2), desk.TooMany)
		// Refused tries push nothing out, and looking for it kept the count of anna's account among the recently used.
		for i := range most - 1 {
			guess(fmt.Sprint("more", i), 1000+i)
		}
		wantKind(t, guess("anna", 3), desk.TooMany)
		for i := range most { // one more than fits beside it
			guess(fmt.Sprint("many", i), 2000+i)
		}
		wantKind(t, guess("anna", 4), desk.Unauthenticated)
		for name, n := range map[string]int{
			"accounts": d.limiter.accounts.Len(), "addresses": d.limiter.addresses.Len(), "knocks": d.limiter.knocks.Len(), "known": d.limiter.known.Len(),
		} {
			if n > most {
				t.Errorf("%s: got %d, want at most %d", name, n, most)
			}
		}
	})
}

func TestLimitsAreSettings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{AccountTries: 1, LongestDelay: 3 * time.Second})
		for range 6 {
			d.SignIn(t.Context(), "anna", "wrong password", home, browser)
			time.Sleep(4 * time.Second)
		}
		if got := d.hashed.Load(); got != 6 {
			t.Errorf("looked at %d, want 6", got)
		}
	})
}
