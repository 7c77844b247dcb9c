package desktest

import (
	"context"
	"fmt"
	"testing"

	"beckon/desk"
)

func (l *ledger) subscription(of desk.Operator, session string) desk.Subscription {
	l.t.Helper()
	return desk.Subscription{
		ID: desk.SubscriptionID(l.id("subscription")), Operator: of.ID, Session: session, Endpoint: "https://push.example/" + l.id("endpoint"),
		Key: "key", Auth: "auth", Wants: []desk.AlertKind{desk.AlertRequest, desk.AlertOffline}, Made: l.later(),
	}
}

func (l *ledger) subscribed(session string) desk.SubscriptionID {
	l.t.Helper()
	s, err := l.Subscription(context.Background(), session)
	if err != nil && desk.KindOf(err) != desk.NotFound {
		l.t.Fatalf("subscription: %v", err)
	}
	return s.ID
}

func subscriptionIsOnePerSession(t *testing.T, l *ledger) {
	first, other := l.subscription(anna, "desk"), l.subscription(anna, "phone")
	l.record(&desk.SubscriptionMade{Subscription: first})
	l.record(&desk.SubscriptionMade{Subscription: other})
	got, err := l.Subscription(context.Background(), "desk")
	must(t, "subscription", err)
	differ(t, "subscription", got, first)
	again := l.subscription(anna, "desk")
	again.Wants = []desk.AlertKind{}
	l.record(&desk.SubscriptionMade{Subscription: again})
	got, err = l.Subscription(context.Background(), "desk")
	must(t, "subscription", err)
	differ(t, "subscribed anew", got, again)
	// The same browser, and now somebody else uses it.
	his := l.subscription(bert, "bert's")
	his.Endpoint = other.Endpoint
	l.record(&desk.SubscriptionMade{Subscription: his})
	if l.subscribed("phone") != "" || l.subscribed("bert's") != his.ID {
		t.Error("one browser is subscribed for two")
	}
	l.record(&desk.SubscriptionEnded{ID: first.ID}) // told late: it was replaced
	if l.subscribed("desk") != again.ID {
		t.Error("the end of an earlier subscription ended a later one")
	}
	l.record(&desk.SubscriptionEnded{ID: again.ID})
	l.record(&desk.SubscriptionEnded{ID: again.ID})
	if l.subscribed("desk") != "" {
		t.Error("an ended subscription is there")
	}
}

func oldestSubscriptionGoes(t *testing.T, l *ledger) {
	l.record(&desk.SubscriptionMade{Subscription: l.subscription(bert, "bert's")})
	for n := range desk.MaxSubscriptions + 2 {
		l.record(&desk.SubscriptionMade{Subscription: l.subscription(anna, fmt.Sprint("session", n))})
	}
	for n := range desk.MaxSubscriptions + 2 {
		if is := l.subscribed(fmt.Sprint("session", n)) != ""; is != (n >= 2) {
			t.Errorf("browser %d of %d: subscribed is %t", n+1, desk.MaxSubscriptions+2, is)
		}
	}
	if l.subscribed("bert's") == "" {
		t.Error("a colleague's browser went")
	}
}

func pushKeyStays(t *testing.T, l *ledger) {
	first, again := l.load(), l.load()
	if len(first.PushKey) != 32 || string(first.PushKey) != string(again.PushKey) {
		t.Errorf("got keys of %d and %d bytes, want the same 32", len(first.PushKey), len(again.PushKey))
	}
}
