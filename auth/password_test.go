package auth

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestHashIsPHCAtTheUsualCost(t *testing.T) {
	p := newPasswords(Cost{})
	hash, err := p.hash(t.Context(), annasPass)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("got %s", hash)
	}
	for password, want := range map[string]bool{annasPass: true, annasPass + " ": false, "": false} {
		if got, err := p.check(t.Context(), hash, password); err != nil || got != want {
			t.Errorf("check %q: got %t, %v, want %t", password, got, err, want)
		}
	}
	if again, _ := p.hash(t.Context(), annasPass); again == hash {
		t.Error("the salt doesn't change")
	}
}

func TestStoredHashesThatCantBeReadMatchNothing(t *testing.T) {
	p := newPasswords(cheap)
	hash, _ := p.hash(t.Context(), annasPass)
	for _, bad := range []string{
		"", "$", "plain", strings.Replace(hash, "argon2id", "argon2i", 1), strings.Replace(hash, "v=19", "v=16", 1), strings.Replace(hash, "m=8", "m=4000000", 1),
		strings.Replace(hash, "m=8", "m=08", 1), strings.Replace(hash, "t=1", "t=0", 1), strings.Replace(hash, "t=1", "t=99", 1), strings.Replace(hash, "p=1", "p=0", 1),
		hash + "$", hash[:len(hash)-1], hash + "\n", strings.Replace(hash, "p=1$", "p=1 x$", 1),
	} {
		if _, ok := readPHC(bad); ok {
			t.Fatalf("%q can be read", bad)
		}
		if ok, err := p.check(t.Context(), bad, annasPass); ok || err != nil {
			t.Errorf("%q: got %t, %v", bad, ok, err)
		}
	}
	if ok, _ := p.check(t.Context(), p.decoy, ""); ok {
		t.Error("the decoy has a password")
	}
}

func TestTooLongPasswordsMatchNothing(t *testing.T) {
	p := newPasswords(cheap)
	long := strings.Repeat("x", longest)
	hash, _ := p.hash(t.Context(), long)
	for password, want := range map[string]bool{long: true, long + "x": false, strings.Repeat(long, 5): false} {
		if got, err := p.check(t.Context(), hash, password); err != nil || got != want {
			t.Errorf("%d characters: got %t, %v, want %t", len(password), got, err, want)
		}
	}
}

func TestAcceptablePasswords(t *testing.T) {
	for password, want := range map[string]bool{
		"ninechars": false, "ten chars!": true, "zehn Ängst": true, strings.Repeat("aé", 100): true, strings.Repeat("aé", 100) + "x": false,
		"Anna.Lindqvist": false, " anna.lindqvist": false, "anna.lindqvist2": true, "Password123": false, "qwertyuiop": false, "aaaaaaaaaaaa": false,
		"ten chars\xff": false, "": false,
	} {
		err := acceptable(password, "anna.lindqvist")
		if (err == nil) != want {
			t.Errorf("%q: got %v, want accepted %t", password, err, want)
		}
		if err != nil {
			wantKind(t, err, desk.Invalid)
		}
	}
	for _, c := range common {
		if n := len(c); n < shortest || c != strings.ToLower(c) {
			t.Errorf("%q is in the list for nothing", c)
		}
	}
}

func TestTwoHashesAtATimeAndABoundedQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPasswords(cheap)
		var mu sync.Mutex
		running, most := 0, 0
		p.derive = func(_, _ []byte, _, _ uint32, _ uint8, n uint32) []byte {
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			running--
			mu.Unlock()
			return make([]byte, n)
		}
		var all sync.WaitGroup
		for range hashedAtOnce + waitingAtOnce {
			all.Go(func() {
				if _, err := p.check(t.Context(), "", annasPass); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		_, err := p.check(t.Context(), "", annasPass)
		wantKind(t, err, desk.TooMany)
		all.Wait()
		if most != hashedAtOnce {
			t.Errorf("got %d at once, want %d", most, hashedAtOnce)
		}

		// Who gives up while he waits leaves his place to others.
		for range hashedAtOnce {
			all.Go(func() { p.check(t.Context(), "", annasPass) })
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err = p.check(ctx, "", annasPass)
		wantKind(t, err, desk.TooMany)
		all.Wait()
		if len(p.waiting) != 0 || len(p.running) != 0 {
			t.Errorf("places are still taken: %d waiting, %d running", len(p.waiting), len(p.running))
		}
	})
}

func TestSetPasswordEndsTheOtherSessions(t *testing.T) {
	d := newDoor(t, Options{})
	mine, s := d.in(t, "anna", annasPass)
	other, _ := d.in(t, "anna", annasPass)
	bens, _ := d.in(t, "ben", bensPass)
	link, _ := d.Once(t.Context(), anna)
	const fresh = "another password"

	err := d.SetPassword(t.Context(), s, "not this one", fresh)
	wantKind(t, err, desk.Invalid)
	wantKind(t, d.SetPassword(t.Context(), s, annasPass, "short"), desk.Invalid)
	if _, err := d.Session(t.Context(), other); err != nil {
		t.Fatalf("a refused change ended a session: %v", err)
	}
	if err := d.SetPassword(t.Context(), s, annasPass, fresh); err != nil {
		t.Fatal(err)
	}
	for token, valid := range map[string]bool{mine: true, other: false, bens: true} {
		if _, err := d.Session(t.Context(), token); (err == nil) != valid {
			t.Errorf("got %v, want valid %t", err, valid)
		}
	}
	_, _, err = d.SignInOnce(t.Context(), link, home, browser)
	wantKind(t, err, desk.Unauthenticated)
	_, _, err = d.SignIn(t.Context(), "anna", annasPass, home, browser)
	wantKind(t, err, desk.Unauthenticated)
	d.in(t, "anna", fresh)
}

func TestSetPasswordWithoutOneAsksForNone(t *testing.T) {
	d := newDoor(t, Options{})
	old, _ := d.in(t, "anna", annasPass)
	link, err := d.ResetPassword(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Session(t.Context(), old)
	wantKind(t, err, desk.Unauthenticated)
	for _, guess := range []string{annasPass, ""} {
		_, _, err = d.SignIn(t.Context(), "anna", guess, home, browser)
		wantKind(t, err, desk.Unauthenticated)
	}
	_, s, err := d.SignInOnce(t.Context(), link, home, browser)
	if err != nil {
		t.Fatal(err)
	}
	if has, err := d.HasPassword(t.Context(), anna); has || err != nil {
		t.Errorf("after the reset: got %t, %v", has, err)
	}
	if err := d.SetPassword(t.Context(), s, "", "another password"); err != nil {
		t.Fatal(err)
	}
	if has, err := d.HasPassword(t.Context(), anna); !has || err != nil {
		t.Errorf("after setting it: got %t, %v", has, err)
	}
	d.in(t, "anna", "another password")
	_, err = d.ResetPassword(t.Context(), "nobody")
	wantKind(t, err, desk.NotFound)
}

func TestTwoPasswordChangesAtOnceHaveOneWinner(t *testing.T) {
	d := newDoor(t, Options{})
	_, s := d.in(t, "anna", annasPass)
	derive := d.password.derive
	arrived := make(chan struct{}, 4)
	both := make(chan struct{})
	d.password.derive = func(p, salt []byte, a, b uint32, c uint8, l uint32) []byte {
		if string(p) != annasPass { // the new one: both have checked the old
			arrived <- struct{}{}
			<-both
		}
		return derive(p, salt, a, b, c, l)
	}
	results := make(chan error, 2)
	for _, p := range []string{"first new password", "second new password"} {
		go func() { results <- d.SetPassword(context.Background(), s, annasPass, p) }()
	}
	<-arrived
	<-arrived
	close(both)
	won, lost := <-results, <-results
	if won != nil {
		won, lost = lost, won
	}
	if won != nil {
		t.Fatal(won)
	}
	wantKind(t, lost, desk.Conflict)
}

func TestGuessingTheCurrentPasswordIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		_, s := d.in(t, "anna", annasPass)
		annasHash := d.store.accounts[anna].Hash
		before := d.hashed.Load()
		for range 100 {
			d.SetPassword(t.Context(), s, "not this one", "another password")
		}
		if got := d.hashed.Load() - before; got != 5 {
			t.Errorf("got %d tries looked at, want 5", got)
		}
		for i := range 10 { // right ones don't count
			time.Sleep(time.Second)
			d.store.accounts[anna] = Account{Operator: anna, Login: "anna", Hash: annasHash}
			if err := d.SetPassword(t.Context(), s, annasPass, "another password"); err != nil {
				t.Fatalf("change %d: %v", i, err)
			}
		}
	})
}
