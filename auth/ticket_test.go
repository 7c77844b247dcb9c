package auth

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestTicketWorksOnceForHalfAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, Options{})
		_, s := d.in(t, "anna", annasPass)
		early, late := d.Ticket(s), d.Ticket(s)
		time.Sleep(30*time.Second - time.Millisecond)
		if got, ok := d.TakeTicket(early); !ok || got != s {
			t.Errorf("got %+v, %t", got, ok)
		}
		if _, ok := d.TakeTicket(early); ok {
			t.Error("a ticket worked twice")
		}
		time.Sleep(time.Millisecond)
		for _, name := range []string{late, "", newToken(), strings.Repeat("x", 1<<16)} {
			if _, ok := d.TakeTicket(name); ok {
				t.Errorf("%.50q worked", name)
			}
		}
	})
}

func TestTicketTakenByManyAtOnceWorksOnce(t *testing.T) {
	d := newDoor(t, Options{})
	name := d.Ticket(Session{PublicID: "p"})
	var taken atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, ok := d.TakeTicket(name); ok {
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Errorf("taken %d times, want 1", taken.Load())
	}
}

func TestTicketsAreBounded(t *testing.T) {
	d := newDoor(t, Options{})
	first := d.Ticket(Session{})
	second := d.Ticket(Session{})
	for range ticketsAtMost - 1 {
		d.Ticket(Session{})
	}
	if _, ok := d.TakeTicket(first); ok {
		t.Error("the oldest is still there beyond the bound")
	}
	if _, ok := d.TakeTicket(second); !ok {
		t.Error("the next oldest went too")
	}
}

// T-09: whatever ends a session ends its tickets and tells its sockets, and nobody else's.
func TestEndedSessionsTellTheirSockets(t *testing.T) {
	type session struct {
		token string
		Session
	}
	for name, c := range map[string]struct {
		end           func(ctx context.Context, d *door, s session) error
		itself, other bool // of the same operator
	}{
		"End":           {func(ctx context.Context, d *door, s session) error { return d.End(ctx, anna, s.PublicID) }, true, false},
		"SignOut":       {func(ctx context.Context, d *door, s session) error { return d.SignOut(ctx, s.token) }, true, false},
		"EndAll":        {func(ctx context.Context, d *door, _ session) error { return d.EndAll(ctx, anna) }, true, true},
		"ResetPassword": {func(ctx context.Context, d *door, _ session) error { _, err := d.ResetPassword(ctx, anna); return err }, true, true},
		"SetPassword": {func(ctx context.Context, d *door, s session) error {
			return d.SetPassword(ctx, s.Session, annasPass, "another password")
		}, false, true},
		"nothing": {func(context.Context, *door, session) error { return nil }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, Options{})
			var itself session
			itself.token, itself.Session = d.in(t, "anna", annasPass)
			_, other := d.in(t, "anna", annasPass)
			_, foreign := d.in(t, "ben", bensPass)
			all := []Session{itself.Session, itself.Session, other, foreign} // two sockets of one session
			want := []bool{c.itself, c.itself, c.other, false}
			var ended []<-chan struct{}
			var tickets []string
			for _, s := range all {
				e, stop := d.Watch(s)
				defer stop()
				ended = append(ended, e)
				tickets = append(tickets, d.Ticket(s))
			}
			gone, stop := d.Watch(itself.Session)
			stop()
			stop()
			if err := c.end(t.Context(), d, itself); err != nil {
				t.Fatal(err)
			}
			for i := range all {
				if got := isClosed(ended[i]); got != want[i] {
					t.Errorf("socket %d: told %t, want %t", i, got, want[i])
				}
				if _, got := d.TakeTicket(tickets[i]); got == want[i] {
					t.Errorf("ticket %d: works %t, want %t", i, got, !want[i])
				}
				if err := d.StillValid(t.Context(), all[i]); (desk.KindOf(err) == desk.Unauthenticated) != (err != nil) || (err != nil) != want[i] {
					t.Errorf("session %d: got %v, want ended %t", i, err, want[i])
				}
			}
			if isClosed(gone) {
				t.Error("a socket that stopped watching was told")
			}
		})
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestWatchesAreForgotten(t *testing.T) {
	d := newDoor(t, Options{})
	_, s := d.in(t, "anna", annasPass)
	_, stop := d.Watch(s)
	_, stopLate := d.Watch(s)
	stop()
	d.EndAll(t.Context(), anna)
	stopLate()
	if n := len(d.watches.open); n != 0 {
		t.Errorf("%d watches are left", n)
	}
}

func TestCookieFitsTheConnection(t *testing.T) {
	for secure, want := range map[bool]string{
		true:  "__Host-beckon=T; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax",
		false: "beckon-plain=T; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax",
	} {
		if got := Cookie("T", secure).String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got := Cookie("", secure); got.MaxAge >= 0 || got.Name != Cookie("T", secure).Name || got.Secure != secure {
			t.Errorf("taken away by %s", got)
		}
	}
}

func TestTokenOfTheRightCookieOnly(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if got := TokenOf(r, true) + TokenOf(r, false); got != "" {
		t.Errorf("got %q without a cookie", got)
	}
	r.AddCookie(Cookie("planted", false))
	if got := TokenOf(r, true); got != "" {
		t.Errorf("over HTTPS the plain cookie counts: %q", got)
	}
	r.AddCookie(Cookie("real", true))
	if got := TokenOf(r, true); got != "real" {
		t.Errorf("got %q", got)
	}
	if got := TokenOf(r, false); got != "planted" {
		t.Errorf("got %q", got)
	}
}
