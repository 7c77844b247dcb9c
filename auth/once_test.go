package auth

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestOneTimeLinkWorksOnce(t *testing.T) {
	d := newDoor(t, Options{})
	link, err := d.Once(t.Context(), ben)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := d.store.once[link]; ok || len(link) != 43 {
		t.Fatalf("the store has the token itself, or %q is too short", link)
	}
	token, s, err := d.SignInOnce(t.Context(), link, home, browser)
	if err != nil || s.Operator != ben {
		t.Fatalf("got %+v, %v", s, err)
	}
	if got, err := d.Session(t.Context(), token); err != nil || got != s {
		t.Errorf("got %+v, %v, want %+v", got, err, s)
	}
	_, _, used := d.SignInOnce(t.Context(), link, home, browser)
	_, _, unknown := d.SignInOnce(t.Context(), newToken(), home, browser)
	_, _, nonsense := d.SignInOnce(t.Context(), "nonsense", home, browser)
	wantKind(t, used, desk.Unauthenticated)
	if unknown == nil || nonsense == nil || used.Error() != unknown.Error() || used.Error() != nonsense.Error() {
		t.Errorf("used %v, unknown %v, nonsense %v: want the same", used, unknown, nonsense)
	}
}

func TestOneTimeLinkUsedByManyAtOnceLetsOneIn(t *testing.T) {
	d := newDoor(t, Options{})
	link, _ := d.Once(t.Context(), anna)
	var in atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, _, err := d.SignInOnce(context.Background(), link, home, browser); err == nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 || len(d.store.sessions) != 1 {
		t.Errorf("let in %d, sessions %d, want 1", in.Load(), len(d.store.sessions))
	}
}

func TestOneTimeLinkExpires(t *testing.T) {
	for _, c := range []struct{ set, want time.Duration }{{0, 30 * time.Minute}, {time.Hour, time.Hour}} {
		synctest.Test(t, func(t *testing.T) {
			d := newDoor(t, Options{OnceFor: c.set})
			late, _ := d.Once(t.Context(), anna)
			early, _ := d.Once(t.Context(), anna)
			time.Sleep(c.want - time.Millisecond)
			if _, _, err := d.SignInOnce(t.Context(), early, home, browser); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Millisecond)
			_, _, err := d.SignInOnce(t.Context(), late, home, browser)
			wantKind(t, err, desk.Unauthenticated)
		})
	}
}

func TestOneTimeLinkSurvivesAFullStore(t *testing.T) {
	d := newDoor(t, Options{})
	link, _ := d.Once(t.Context(), anna)
	d.store.full = true
	_, _, err := d.SignInOnce(t.Context(), link, home, browser)
	wantKind(t, err, desk.Unavailable)
	_, err = d.Once(t.Context(), anna)
	wantKind(t, err, desk.Unavailable)
	d.store.full = false
	if _, _, err := d.SignInOnce(t.Context(), link, home, browser); err != nil {
		t.Fatal(err)
	}
}

func TestTryingLinksIsLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		var err error
		for range 1000 {
			_, _, err = d.SignInOnce(t.Context(), newToken(), home, browser)
		}
		wantKind(t, err, desk.TooMany)
		if !strings.Contains(err.Error(), "1 second") {
			t.Errorf("got %q, want in how many seconds", err)
		}
		if d.store.asked != knocksAtOnce {
			t.Errorf("the store was asked %d times, want %d", d.store.asked, knocksAtOnce)
		}
		link, _ := d.Once(t.Context(), anna)
		if _, _, err := d.SignInOnce(t.Context(), link, elsewhere, browser); err != nil {
			t.Errorf("another address: %v", err)
		}
		time.Sleep(time.Second)
		_, _, err = d.SignInOnce(t.Context(), newToken(), home, browser)
		wantKind(t, err, desk.Unauthenticated)
	})
}
