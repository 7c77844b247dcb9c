package auth

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"beckon/desk"
)

// LongestIdle is how long a session lasts that nobody uses.
const LongestIdle = 30 * 24 * time.Hour

const (
	longestSession = 90 * 24 * time.Hour
	touchEvery     = time.Minute
	touchedAtMost  = 4096 // sessions; beyond, one is touched more often

	mostLogin = 80 * utf8.UTFMax // bytes; the desk lets no operator have more
	mostAgent = 512              // bytes
)

// Session is a sign-in that was valid when it was returned. It holds nothing that lets anybody in.
type Session struct {
	IDHash        string // of the token
	PublicID      string // by which its operator can end it
	Operator      desk.OperatorID
	Created       time.Time
	LastSeen      time.Time // to the minute
	Expires       time.Time
	AddressMasked string
	Agent         string // as it came, cut
}

// LogValue keeps address and browser out of logs (PRV-7).
func (s Session) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", s.PublicID), slog.String("operator", string(s.Operator)))
}

func (s Session) validAt(now time.Time) bool {
	return now.Before(s.Expires) && now.Before(s.LastSeen.Add(LongestIdle))
}

// SignIn begins a session of the operator with a login and a password and returns its token. Unauthenticated in the same words and
// after the same work whether the login is unknown, the password wrong or the operator disabled; TooMany says when to try again.
func (a *Auth) SignIn(ctx context.Context, login, password string, from netip.Addr, agent string) (token string, s Session, err error) {
	login = strings.TrimSpace(login)
	try, err := a.limiter.begin(login, from)
	if err != nil {
		return "", Session{}, err
	}
	account, right, err := a.accountFor(ctx, login, password)
	if err != nil {
		try.giveBack()
		return "", Session{}, err
	}
	if right {
		token, s = a.newSession(from, agent)
		s.Operator = account.Operator
		if right, err = a.store.AddSession(ctx, s, account.Hash); err != nil {
			try.giveBack()
			return "", Session{}, err
		}
	}
	if !right {
		return "", Session{}, desk.Errorf(desk.Unauthenticated, "Login or password is wrong")
	}
	try.right()
	return token, s, nil
}

// accountFor returns the account with a login if the password is its own. An unknown login costs the same work.
func (a *Auth) accountFor(ctx context.Context, login, password string) (Account, bool, error) {
	var account Account
	if storable(login) {
		var err error
		if account, _, err = a.store.AccountByLogin(ctx, login); err != nil {
			return Account{}, false, err
		}
	}
	right, err := a.password.check(ctx, account.Hash, password)
	return account, right && !account.Disabled, err
}

// storable reports whether a login could be somebody's; databases choke on some others.
func storable(login string) bool {
	return login != "" && len(login) <= mostLogin && utf8.ValidString(login) && !strings.ContainsFunc(login, unicode.IsControl)
}

// newSession makes a session of nobody yet and its token.
func (a *Auth) newSession(from netip.Addr, agent string) (token string, s Session) {
	token = newToken()
	s.IDHash, _ = tokenHash(token)
	var public [16]byte
	rand.Read(public[:])
	s.PublicID = base64.RawURLEncoding.EncodeToString(public[:])
	s.Created = wall()
	s.LastSeen = s.Created
	s.Expires = s.Created.Add(longestSession)
	if a.mask != nil && from.IsValid() {
		s.AddressMasked = a.mask(from).String()
	}
	s.Agent = cleanAgent(agent)
	return token, s
}

func cleanAgent(agent string) string {
	agent = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, agent[:min(len(agent), mostAgent)])
	return agent
}

// wall is the time as the store keeps it.
func wall() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Session returns the session with a token and has it seen now. Unauthenticated when there is none, it has expired or been ended, or
// its operator is disabled; Unavailable when that can't be known.
func (a *Auth) Session(ctx context.Context, token string) (Session, error) {
	hash, ok := tokenHash(token)
	if !ok {
		return Session{}, signInAgain()
	}
	return a.sessionByHash(ctx, hash)
}

// StillValid asks the store whether a session goes on, and has it seen now. A socket asks after it began to Watch and every two
// seconds from then on: another process may end a session too. Unauthenticated when it has ended, Unavailable when that can't be known.
func (a *Auth) StillValid(ctx context.Context, s Session) error {
	_, err := a.sessionByHash(ctx, s.IDHash)
	return err
}

func (a *Auth) sessionByHash(ctx context.Context, hash string) (Session, error) {
	s, ok, err := a.store.SessionByHash(ctx, hash)
	if err != nil {
		return Session{}, err
	}
	now := wall()
	if !ok || !s.validAt(now) {
		return Session{}, signInAgain()
	}
	if now.Sub(s.LastSeen) >= touchEvery && a.touched.due(hash, now) {
		// A store that can't be written now must not keep the operator from reading; the next minute tries again.
		if err := a.store.TouchSession(ctx, hash, now); err == nil {
			s.LastSeen = now
		}
	}
	return s, nil
}

func signInAgain() error { return desk.Errorf(desk.Unauthenticated, "Sign in, please") }

// touched knows when sessions were last seen, so that many requests at once write only once.
type touched struct {
	mu sync.Mutex
	at *simplelru.LRU[string, time.Time]
}

func newTouched() *touched { return &touched{at: newLRU[string, time.Time](touchedAtMost)} }

func (t *touched) due(hash string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at, ok := t.at.Get(hash); ok && now.Sub(at).Abs() < touchEvery {
		return false
	}
	t.at.Add(hash, now)
	return true
}

// Sessions returns an operator's valid sessions, last seen first.
func (a *Auth) Sessions(ctx context.Context, operator desk.OperatorID) ([]Session, error) {
	all, err := a.store.Sessions(ctx, operator)
	if err != nil {
		return nil, err
	}
	now := wall()
	valid := make([]Session, 0, len(all))
	for _, s := range all {
		if s.validAt(now) {
			valid = append(valid, s)
		}
	}
	return valid, nil
}

// End ends one session of an operator; its tickets are void and its watchers told. NotFound when he has no such session, Unavailable.
func (a *Auth) End(ctx context.Context, operator desk.OperatorID, publicID string) error {
	ended, err := a.store.DeleteSession(ctx, operator, publicID)
	if err != nil {
		return err
	}
	if !ended {
		return desk.Errorf(desk.NotFound, "There is no such session")
	}
	a.over(func(s Session) bool { return s.PublicID == publicID })
	return nil
}

// SignOut ends the session with a token, if there is one. Unavailable.
func (a *Auth) SignOut(ctx context.Context, token string) error {
	hash, ok := tokenHash(token)
	if !ok {
		return nil
	}
	s, ok, err := a.store.SessionByHash(ctx, hash)
	if err != nil || !ok {
		return err
	}
	if err := a.End(ctx, s.Operator, s.PublicID); desk.KindOf(err) != desk.NotFound {
		return err
	}
	return nil
}

// EndAll ends all sessions of an operator and makes his one-time links void, as is due when he is disabled. Unavailable.
func (a *Auth) EndAll(ctx context.Context, operator desk.OperatorID) error {
	if err := a.store.DeleteSessions(ctx, operator); err != nil {
		return err
	}
	a.over(func(s Session) bool { return s.Operator == operator })
	return nil
}

// DeleteExpired takes sessions and one-time tokens that are of no use any more out of the store. Once a day is enough.
func (a *Auth) DeleteExpired(ctx context.Context) error {
	now := wall()
	return a.store.DeleteExpired(ctx, now, now.Add(-LongestIdle))
}

// over voids the tickets of sessions that have ended and tells their watchers.
func (a *Auth) over(ended func(Session) bool) {
	a.tickets.void(ended)
	a.watches.tell(ended)
}
