package store

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beckon/auth"
	"beckon/desk"
	"beckon/desktest"
)

// signIns is the contract of auth.Store, told as what people do; it runs on both databases.
func signIns(t *testing.T, s *Store) {
	ctx := t.Context()
	from := netip.MustParseAddr("192.0.2.7")
	for _, o := range []desk.Operator{{ID: "ana", Login: "ana"}, {ID: "ben", Login: "ben"}, {ID: "out", Login: "out", Disabled: true}} {
		if err := s.Record(ctx, &desk.OperatorChanged{Operator: o}); err != nil {
			t.Fatal(err)
		}
	}
	a := auth.New(s, auth.Options{})
	once, err := a.Once(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	var won atomic.Int64
	var token string
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, _, err := a.SignInOnce(context.WithoutCancel(ctx), once, from, "test"); err == nil {
				won.Add(1)
				token = got
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Fatalf("a one-time link let in %d of 8 at once, want 1", won.Load())
	}
	first, err := a.Session(ctx, token)
	if err != nil || first.Operator != "ana" {
		t.Fatalf("session: got %v, %v", first, err)
	}
	if err := a.SetPassword(ctx, first, "", "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	second, _, err := a.SignIn(ctx, "ana", "correct horse battery", from, "test")
	if err != nil {
		t.Fatal(err)
	}
	if list, err := a.Sessions(ctx, "ana"); err != nil || len(list) != 2 {
		t.Fatalf("sessions: got %d, %v, want 2", len(list), err)
	}
	if err := a.SetPassword(ctx, first, "correct horse battery", "another long password"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Session(ctx, second); desk.KindOf(err) != desk.Unauthenticated {
		t.Errorf("another session after the password changed: got %v, want it ended", err)
	}
	if _, err := a.Session(ctx, token); err != nil {
		t.Errorf("the session that changed the password: got %v, want it to go on", err)
	}
	if _, _, err := a.SignIn(ctx, "ana", "correct horse battery", from, "test"); desk.KindOf(err) != desk.Unauthenticated {
		t.Errorf("the old password: got %v", err)
	}
	if _, err := a.ResetPassword(ctx, "ana"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Session(ctx, token); desk.KindOf(err) != desk.Unauthenticated {
		t.Errorf("a session after a reset: got %v, want it ended", err)
	}
	if out, err := a.Once(ctx, "out"); err != nil {
		t.Fatal(err)
	} else if _, _, err := a.SignInOnce(ctx, out, from, "test"); desk.KindOf(err) != desk.Unauthenticated {
		t.Errorf("a disabled operator's link: got %v", err)
	}
	if err := s.DeleteExpired(ctx, time.Now().Add(100*24*time.Hour), time.Now()); err != nil {
		t.Fatal(err)
	}
}

func TestSignInsOnSQLite(t *testing.T) { signIns(t, openTestSQLite(t)) }

// pushes is the contract of alert.Book: a browser is pushed to as long as the session it was subscribed in holds.
func pushes(t *testing.T, s *Store) {
	ctx, now := t.Context(), time.Now()
	for _, id := range []desk.OperatorID{"ana", "ben"} {
		desktest.Record(t, s, &desk.OperatorChanged{Operator: desk.Operator{ID: id, Login: string(id)}})
	}
	a := auth.New(s, auth.Options{})
	session := func(of desk.OperatorID) auth.Session {
		t.Helper()
		once, err := a.Once(ctx, of)
		if err != nil {
			t.Fatal(err)
		}
		_, begun, err := a.SignInOnce(ctx, once, netip.MustParseAddr("192.0.2.7"), "test")
		if err != nil {
			t.Fatal(err)
		}
		id := desk.SubscriptionID(begun.PublicID)
		desktest.Record(t, s, &desk.SubscriptionMade{Subscription: desk.Subscription{
			ID: id, Operator: of, Session: begun.PublicID, Endpoint: "https://push.example/" + begun.PublicID, Wants: []desk.AlertKind{desk.AlertRequest}, Made: now,
		}})
		return begun
	}
	count := func(what string, at time.Time, want int, of ...desk.OperatorID) {
		t.Helper()
		if list, err := s.SubscriptionsOf(ctx, of, at); err != nil || len(list) != want {
			t.Errorf("%s: got %d subscriptions, %v; want %d", what, len(list), err, want)
		}
	}
	first, _, _ := session("ana"), session("ana"), session("ben")
	// Another's session does not carry it.
	desktest.Record(t, s, &desk.SubscriptionMade{Subscription: desk.Subscription{ID: "odd", Operator: "ben", Session: "nobody's", Endpoint: "https://push.example/odd", Made: now}})
	count("both", now, 3, "ana", "ben")
	count("one", now, 2, "ana", "nobody")
	count("nobody", now, 0)
	count("after a month", now.Add(auth.LongestIdle+time.Hour), 0, "ana", "ben")
	if err := a.End(ctx, "ana", first.PublicID); err != nil {
		t.Fatal(err)
	}
	count("one ended", now, 1, "ana")
	if _, err := s.Subscription(ctx, first.PublicID); desk.KindOf(err) != desk.NotFound {
		t.Errorf("of an ended session: got %v, want NotFound", err)
	}
	if _, err := s.Subscription(ctx, "nobody's"); desk.KindOf(err) != desk.NotFound {
		t.Errorf("of no session: got %v, want NotFound", err)
	}
	desktest.Record(t, s, &desk.OperatorChanged{Operator: desk.Operator{ID: "ben", Login: "ben", Disabled: true}})
	count("disabled", now, 0, "ben")
	if err := a.EndAll(ctx, "ana"); err != nil {
		t.Fatal(err)
	}
	count("all ended", now, 0, "ana")
}

func TestPushesOnSQLite(t *testing.T) { pushes(t, openTestSQLite(t)) }
