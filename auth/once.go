package auth

import (
	"context"
	"net/netip"
	"time"

	"beckon/desk"
)

// Purpose is what a one-time token is good for.
type Purpose string

// ToSignIn is the purpose of the first administrator's link and of those after a reset.
const ToSignIn Purpose = "sign-in"

// OnceToken is what is kept of a one-time token.
type OnceToken struct {
	Hash     string
	Operator desk.OperatorID
	Purpose  Purpose
	Expires  time.Time
}

// Once makes a one-time token by which an operator can sign in without a password, and returns it; only its hash is stored. Unavailable.
func (a *Auth) Once(ctx context.Context, operator desk.OperatorID) (token string, err error) {
	token = newToken()
	hash, _ := tokenHash(token)
	if err := a.store.AddOnce(ctx, OnceToken{Hash: hash, Operator: operator, Purpose: ToSignIn, Expires: wall().Add(a.onceFor)}); err != nil {
		return "", err
	}
	return token, nil
}

// SignInOnce begins a session of the operator for whom a one-time token was made; the token is used up then. Unauthenticated when it
// is unknown, used, too old or the operator disabled, TooMany, Unavailable (the token stays good).
func (a *Auth) SignInOnce(ctx context.Context, once string, from netip.Addr, agent string) (token string, s Session, err error) {
	if err := a.limiter.knock(from); err != nil {
		return "", Session{}, err
	}
	hash, possible := tokenHash(once)
	if possible {
		token, s = a.newSession(from, agent)
		if s, possible, err = a.store.TakeOnce(ctx, hash, ToSignIn, s.Created, s); err != nil {
			return "", Session{}, err
		}
	}
	if !possible {
		return "", Session{}, desk.Errorf(desk.Unauthenticated, "This sign-in link was used already or is too old")
	}
	return token, s, nil
}
