package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestSessionOfItsToken(t *testing.T) {
	d := newDoor(t, Options{})
	token, s := d.in(t, " anna ", annasPass)
	got, err := d.Session(t.Context(), token)
	if err != nil || got != s {
		t.Fatalf("got %+v, %v, want %+v", got, err, s)
	}
	if s.Operator != anna || s.AddressMasked != "192.0.2.0" || s.Agent != browser || !s.Expires.Equal(s.Created.Add(90*24*time.Hour)) {
		t.Errorf("got %+v", s)
	}
	for hash := range d.store.sessions {
		if strings.Contains(fmt.Sprintf("%#v", d.store.sessions[hash]), token) {
			t.Error("the store has the token itself")
		}
	}
}

func TestUnknownTokensAreUnauthenticated(t *testing.T) {
	d := newDoor(t, Options{})
	token, _ := d.in(t, "anna", annasPass)
	asked := d.store.asked
	for _, bad := range []string{"", "x", token + "A", token[:42], strings.Repeat("!", 43), strings.Repeat("A", 1<<20)} {
		_, err := d.Session(t.Context(), bad)
		wantKind(t, err, desk.Unauthenticated)
	}
	if d.store.asked != asked {
		t.Error("the store was asked for what can't be a token")
	}
	_, err := d.Session(t.Context(), newToken())
	wantKind(t, err, desk.Unauthenticated)
	hash, _ := tokenHash(token)
	_, err = d.Session(t.Context(), hash)
	wantKind(t, err, desk.Unauthenticated)
}

func TestSessionExpires(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name  string
		every time.Duration // seen
		lives time.Duration
	}{
		{"idle for 30 days", 0, 30 * day},
		{"90 days however busy", 29 * day, 90 * day},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDoor(t, Options{})
				began := time.Now()
				token, s := d.in(t, "anna", annasPass)
				for c.every > 0 && time.Since(began)+c.every < c.lives {
					time.Sleep(c.every)
					if _, err := d.Session(t.Context(), token); err != nil {
						t.Fatal(err)
					}
				}
				time.Sleep(c.lives - time.Since(began) - time.Millisecond)
				if left, err := d.Sessions(t.Context(), anna); err != nil || len(left) != 1 {
					t.Fatalf("just before: got %v, %v", left, err)
				}
				time.Sleep(time.Millisecond)
				_, err := d.Session(t.Context(), token)
				wantKind(t, err, desk.Unauthenticated)
				wantKind(t, d.StillValid(t.Context(), s), desk.Unauthenticated)
				if left, err := d.Sessions(t.Context(), anna); err != nil || len(left) != 0 {
					t.Fatalf("after: got %v, %v", left, err)
				}
			})
		})
	}
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		token, _ := d.in(t, "anna", annasPass)
		time.Sleep(59 * time.Second)
		d.Session(t.Context(), token)
		if d.store.touches != 0 {
			t.Fatalf("got %d writes within the first minute, want 0", d.store.touches)
		}
		time.Sleep(time.Second)
		d.store.slow = time.Millisecond
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { d.Session(t.Context(), token) })
		}
		all.Wait()
		if d.store.touches != 1 {
			t.Fatalf("got %d writes by requests at once, want 1", d.store.touches)
		}
		d.store.slow = 0
		time.Sleep(time.Minute)
		s, _ := d.Session(t.Context(), token)
		if !s.LastSeen.Equal(wall()) {
			t.Errorf("got last seen %v, want %v", s.LastSeen, wall())
		}
		for range 60 { // a socket that asks every two seconds
			time.Sleep(2 * time.Second)
			if err := d.StillValid(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		if d.store.touches != 4 {
			t.Errorf("got %d writes by then, want 2 more in the two minutes after", d.store.touches)
		}
	})
}

func TestAFullStoreStillLetsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		token, _ := d.in(t, "anna", annasPass)
		time.Sleep(time.Hour)
		d.store.full = true
		if _, err := d.Session(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		wantKind(t, d.SignOut(t.Context(), token), desk.Unavailable)
		_, _, err := d.SignIn(t.Context(), "anna", annasPass, home, browser)
		wantKind(t, err, desk.Unavailable)
	})
}

func TestABrokenStoreIsUnavailableNotSignedOut(t *testing.T) {
	d := newDoor(t, Options{})
	token, s := d.in(t, "anna", annasPass)
	d.store.broken = errors.New("gone")
	_, err := d.Session(t.Context(), token)
	wantKind(t, err, desk.Unavailable)
	wantKind(t, d.StillValid(t.Context(), s), desk.Unavailable)
	for range 30 { // not counted as wrong
		_, _, err = d.SignIn(t.Context(), "anna", annasPass, home, browser)
		wantKind(t, err, desk.Unavailable)
	}
	d.store.broken = nil
	d.in(t, "anna", annasPass)
}

func TestDisabledOperatorIsNobody(t *testing.T) {
	d := newDoor(t, Options{})
	token, s := d.in(t, "anna", annasPass)
	link, err := d.Once(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	d.store.disable(anna, true)
	_, err = d.Session(t.Context(), token)
	wantKind(t, err, desk.Unauthenticated)
	wantKind(t, d.StillValid(t.Context(), s), desk.Unauthenticated)
	d.store.before = func() { t.Error("the store was to write for a disabled operator") }
	_, _, disabled := d.SignIn(t.Context(), "anna", annasPass, elsewhere, browser)
	_, _, wrong := d.SignIn(t.Context(), "ben", annasPass, elsewhere, browser)
	d.store.before = nil
	if disabled == nil || wrong == nil || disabled.Error() != wrong.Error() {
		t.Errorf("got %v and %v, want the same", disabled, wrong)
	}
	_, _, err = d.SignInOnce(t.Context(), link, home, browser)
	wantKind(t, err, desk.Unauthenticated)
	wantKind(t, d.SetPassword(t.Context(), s, annasPass, "another password"), desk.Unauthenticated)

	if err := d.EndAll(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	d.store.disable(anna, false)
	_, err = d.Session(t.Context(), token)
	wantKind(t, err, desk.Unauthenticated)
	_, _, err = d.SignInOnce(t.Context(), link, home, browser)
	wantKind(t, err, desk.Unauthenticated)
}

func TestSessionsAreListedAndEndedByTheirOperatorOnly(t *testing.T) {
	d := newDoor(t, Options{})
	first, _ := d.in(t, "anna", annasPass)
	_, second := d.in(t, "anna", annasPass)
	bens, _ := d.in(t, "ben", bensPass)
	if list, err := d.Sessions(t.Context(), anna); err != nil || len(list) != 2 {
		t.Fatalf("got %v, %v, want 2", list, err)
	}
	foreign := d.End(t.Context(), ben, second.PublicID)
	unknown := d.End(t.Context(), ben, "nothing")
	wantKind(t, foreign, desk.NotFound)
	if foreign.Error() != unknown.Error() {
		t.Errorf("foreign %q, unknown %q: want the same", foreign, unknown)
	}
	if err := d.End(t.Context(), anna, second.PublicID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, d.StillValid(t.Context(), second), desk.Unauthenticated)
	for _, token := range []string{first, bens} {
		if _, err := d.Session(t.Context(), token); err != nil {
			t.Errorf("another session ended too: %v", err)
		}
	}
	for range 2 { // signing out twice is no error
		if err := d.SignOut(t.Context(), first); err != nil {
			t.Fatal(err)
		}
	}
	third, s := d.in(t, "anna", annasPass)
	d.store.before = func() { // two tabs at once
		if err := d.End(t.Context(), anna, s.PublicID); err != nil {
			t.Error(err)
		}
	}
	if err := d.SignOut(t.Context(), third); err != nil {
		t.Fatal(err)
	}
	if err := d.SignOut(t.Context(), "nonsense"); err != nil {
		t.Fatal(err)
	}
	_, err := d.Session(t.Context(), first)
	wantKind(t, err, desk.Unauthenticated)
}

func TestPasswordChangedDuringSignInLetsNobodyIn(t *testing.T) {
	d := newDoor(t, Options{})
	_, s := d.in(t, "anna", annasPass)
	d.store.before = func() {
		if err := d.SetPassword(context.Background(), s, annasPass, "another password"); err != nil {
			t.Error(err)
		}
	}
	_, _, err := d.SignIn(t.Context(), "anna", annasPass, elsewhere, browser)
	wantKind(t, err, desk.Unauthenticated)
	if list, _ := d.Sessions(t.Context(), anna); len(list) != 1 {
		t.Errorf("got %d sessions, want only the one that changed the password", len(list))
	}
}

func TestDeleteExpiredLeavesWhatIsOfUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		d.in(t, "anna", annasPass)
		d.Once(t.Context(), anna)
		time.Sleep(31 * 24 * time.Hour)
		_, fresh := d.in(t, "anna", annasPass)
		d.Once(t.Context(), anna)
		if err := d.DeleteExpired(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, ok := d.store.sessions[fresh.IDHash]; !ok || len(d.store.sessions) != 1 || len(d.store.once) != 1 {
			t.Errorf("got %d sessions and %d links, want the fresh ones", len(d.store.sessions), len(d.store.once))
		}
	})
}

func TestAgentIsCut(t *testing.T) {
	d := newDoor(t, Options{})
	agent := "a\x00b\nc\xff" + strings.Repeat("é", 400)
	_, s, err := d.SignIn(t.Context(), "anna", annasPass, netip.Addr{}, agent)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.Agent, "abcé") || len(s.Agent) > mostAgent || strings.ContainsRune(s.Agent, '�') || s.AddressMasked != "" {
		t.Errorf("got agent %q, address %q", s.Agent, s.AddressMasked)
	}
}

func TestNothingPersonalIsLogged(t *testing.T) {
	var out bytes.Buffer
	type input struct {
		Login    string
		Password Secret
	}
	s := Session{IDHash: "hash", PublicID: "public", Operator: anna, AddressMasked: "192.0.2.0", Agent: browser}
	in := input{"anna", Secret(annasPass)}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("test", "password", Secret(annasPass), "in", in, "pointer", &in, "session", s)
	}
	fmt.Fprintf(&out, "%v %+v %#v %s %q %x %d", in, in, in, in.Password, in.Password, in.Password, in.Password)
	for _, never := range []string{annasPass, fmt.Sprintf("%x", annasPass), "192.0.2", "Mozilla", "hash"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("%q is in the log:\n%s", never, out.String())
		}
	}
	if !strings.Contains(out.String(), "op-anna") {
		t.Error("the log doesn't say whose session it is")
	}
}
