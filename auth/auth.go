package auth

import (
	"cmp"
	"context"
	"net/netip"
	"time"

	"beckon/desk"
)

// Store keeps accounts, sessions and one-time tokens. Errors are *desk.Error; what isn't there is no error.
type Store interface {
	// AccountByLogin returns the account with a login; false when there is none.
	AccountByLogin(ctx context.Context, login string) (Account, bool, error)
	// Account returns an operator's account; false when there is none.
	Account(ctx context.Context, operator desk.OperatorID) (Account, bool, error)
	// ReplacePassword replaces the password hash old by hash, deletes the operator's unused one-time tokens and all his sessions except
	// the one with the PublicID keep (empty: none stays), all in one transaction. False, and nothing is changed, when old is no longer
	// the hash.
	ReplacePassword(ctx context.Context, operator desk.OperatorID, old, hash, keep string) (bool, error)

	// AddSession adds a session if the operator is not disabled and his password hash is still hash; otherwise false. It takes turns
	// with ReplacePassword: in one transaction that first locks the operator's row.
	AddSession(ctx context.Context, s Session, hash string) (bool, error)
	// SessionByHash returns the session with an IDHash, expired or not; false when there is none or its operator is disabled.
	SessionByHash(ctx context.Context, idHash string) (Session, bool, error)
	// TouchSession moves LastSeen to a moment, never back.
	TouchSession(ctx context.Context, idHash string, seen time.Time) error
	// Sessions returns an operator's sessions, expired or not, last seen first.
	Sessions(ctx context.Context, operator desk.OperatorID) ([]Session, error)
	// DeleteSession deletes one session of an operator; false when he has no such session.
	DeleteSession(ctx context.Context, operator desk.OperatorID, publicID string) (bool, error)
	// DeleteSessions deletes all sessions and unused one-time tokens of an operator, in one transaction.
	DeleteSessions(ctx context.Context, operator desk.OperatorID) error

	// AddOnce adds a one-time token.
	AddOnce(ctx context.Context, t OnceToken) error
	// TakeOnce deletes the token with a hash and a purpose that expires after now, and adds s as a session of the token's operator, both
	// in one transaction that takes turns with ReplacePassword as AddSession does. It returns s with its Operator; false, and the store is
	// as before, when there is no such token or the operator is disabled. Of several calls at once one gets it.
	TakeOnce(ctx context.Context, hash string, p Purpose, now time.Time, s Session) (Session, bool, error)

	// DeleteExpired deletes sessions that expired by now or were last seen before idleSince, and one-time tokens that expired by now.
	DeleteExpired(ctx context.Context, now, idleSince time.Time) error
}

// Account is what signing in needs to know of an operator.
type Account struct {
	Operator desk.OperatorID
	Login    string
	Hash     string // of the password, in PHC form; empty: none is set
	Disabled bool
}

// Options are what may differ between servers; zero values stand for the defaults.
type Options struct {
	// Mask makes of an address what may be stored of it (PRV-2); nil: nothing is.
	Mask func(netip.Addr) netip.Addr
	// OnceFor is how long a one-time link works; 30 minutes.
	OnceFor time.Duration
	// Cost is the work for one password.
	Cost Cost
	// AccountTries and AddressTries are how many wrong passwords there may be before the first delay; 5 and 20.
	AccountTries, AddressTries int
	// LongestDelay bounds the delay between tries; a minute.
	LongestDelay time.Duration
	// Remembered bounds how many accounts, and how many addresses, the limiter remembers; 16,384.
	Remembered int
}

// Auth knows who is calling. All methods may be called by many at once.
type Auth struct {
	store    Store
	mask     func(netip.Addr) netip.Addr
	onceFor  time.Duration
	password *passwords
	limiter  *limiter
	touched  *touched
	tickets  *tickets
	watches  *watches
}

// New returns an Auth on a store.
func New(store Store, o Options) *Auth {
	remembered := cmp.Or(o.Remembered, 16_384)
	return &Auth{
		store:    store,
		mask:     o.Mask,
		onceFor:  cmp.Or(o.OnceFor, 30*time.Minute),
		password: newPasswords(o.Cost),
		limiter:  newLimiter(cmp.Or(o.AccountTries, 5), cmp.Or(o.AddressTries, 20), cmp.Or(o.LongestDelay, time.Minute), remembered),
		touched:  newTouched(),
		tickets:  newTickets(),
		watches:  newWatches(),
	}
}
