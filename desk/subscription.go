package desk

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Subscription is a browser of an operator to which alerts are pushed while he does not look at his console (ALT-1). It belongs to the
// session in which it was made and ends with it.
type Subscription struct {
	ID       SubscriptionID
	Operator OperatorID
	Session  string // public id of the sign-in
	Endpoint string // address at the browser maker's push service; whoever knows it can send there: never logged, never told
	Key      string // P-256 public key of the browser, base64url
	Auth     string // secret shared with the browser, base64url
	Wants    []AlertKind
	Made     time.Time
}

// NewSubscription is what a browser hands over.
type NewSubscription struct {
	Endpoint string
	Key      string
	Auth     string
	Wants    []AlertKind
}

// MaxSubscriptions bounds the browsers of an operator; beyond it the one subscribed longest ago goes.
const MaxSubscriptions = 10

// maxEndpoint is the length of a push service's address in bytes.
const maxEndpoint = 2048

// SubscriptionMade says that alerts are pushed to a browser from now on, in the place of what its session or its endpoint had before. Recorded
// now.
type SubscriptionMade struct{ Subscription Subscription }

// Name implements Event.
func (*SubscriptionMade) Name() string { return "SubscriptionMade" }

func (*SubscriptionMade) apply(*live) {}

// SubscriptionEnded says that nothing is pushed to a browser any more. Recorded now; nothing happens when it had ended before.
type SubscriptionEnded struct{ ID SubscriptionID }

// Name implements Event.
func (*SubscriptionEnded) Name() string { return "SubscriptionEnded" }

func (*SubscriptionEnded) apply(*live) {}

// PushKeys are the keys by which push services know us, base64url. Browsers subscribe with the public one; the private one is for whoever
// sends: it is neither told nor logged.
func (d *Desk) PushKeys() (private, public string) {
	return base64.RawURLEncoding.EncodeToString(d.pushKey.Bytes()), base64.RawURLEncoding.EncodeToString(d.pushKey.PublicKey().Bytes())
}

// Subscribe has alerts pushed to the browser of a session. Conflict while web push is off; Invalid names the field.
func (d *Desk) Subscribe(ctx context.Context, by Actor, session string, n NewSubscription) (Subscription, error) {
	if !d.Settings().WebPush {
		return Subscription{}, Errorf(Conflict, "Web push is off. An administrator turns it on in Settings, Alerts")
	}
	s, err := n.checked()
	if err != nil {
		return Subscription{}, err
	}
	s.ID, s.Operator, s.Session, s.Made = SubscriptionID(newID()), by.ID, session, time.Now()
	return s, d.happen(ctx, &SubscriptionMade{Subscription: s})
}

// Unsubscribe ends the pushes to the browser of a session, if there are any.
func (d *Desk) Unsubscribe(ctx context.Context, session string) error {
	s, err := d.store.Subscription(ctx, session)
	if KindOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return d.EndSubscription(ctx, s.ID)
}

// EndSubscription ends the pushes to a browser: the push service does not know it any more.
func (d *Desk) EndSubscription(ctx context.Context, id SubscriptionID) error {
	return d.happen(ctx, &SubscriptionEnded{ID: id})
}

// Subscription returns the subscription of a session's browser. NotFound.
func (d *Desk) Subscription(ctx context.Context, session string) (Subscription, error) {
	return d.store.Subscription(ctx, session)
}

func (n NewSubscription) checked() (Subscription, error) {
	s := Subscription{Endpoint: n.Endpoint, Key: strings.TrimRight(n.Key, "="), Auth: strings.TrimRight(n.Auth, "="), Wants: []AlertKind{}}
	if !pushEndpoint(s.Endpoint) {
		return s, invalid("endpoint", "This is not the address of a push service")
	}
	raw, err := base64.RawURLEncoding.DecodeString(s.Key)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(raw)
	}
	if err != nil {
		return s, invalid("key", "This is not a browser's key")
	}
	if raw, err = base64.RawURLEncoding.DecodeString(s.Auth); err != nil || len(raw) != 16 {
		return s, invalid("auth", "This is not a browser's secret")
	}
	for _, k := range n.Wants {
		if !slices.Contains(AlertKinds, k) {
			return s, invalid("wants", "There is no such alert")
		}
	}
	for _, k := range AlertKinds {
		if slices.Contains(n.Wants, k) {
			s.Wants = append(s.Wants, k)
		}
	}
	return s, nil
}

// pushEndpoint reports whether s can be the address of a push service: a public name, by HTTPS. What it leads to is checked again
// whenever something is sent there.
func pushEndpoint(s string) bool {
	u, err := url.Parse(s)
	if err != nil || len(s) > maxEndpoint || u.Scheme != "https" || u.User != nil || u.Fragment != "" || u.Opaque != "" || u.Port() != "" && u.Port() != "443" {
		return false
	}
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err == nil || !hostName(host) || strings.HasSuffix(host, ".") {
		return false
	}
	// A name ends in letters: what ends in a number some resolvers take for an address, such as 127.1 or 0x7f.1.
	dot := strings.LastIndexByte(host, '.')
	top := host[dot+1:]
	return dot > 0 && len(top) > 1 && (top[0] < '0' || top[0] > '9') && !strings.EqualFold(top, "localhost") && !strings.EqualFold(top, "local")
}
