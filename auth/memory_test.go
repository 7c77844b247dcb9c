package auth

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beckon/desk"
)

// memory is a Store in memory. Broken, it answers everything with Unavailable.
type memory struct {
	mu       sync.Mutex
	accounts map[desk.OperatorID]Account
	sessions map[string]Session
	once     map[string]OnceToken
	broken   error
	full     bool // can be read only
	touches  int
	asked    int           // for logins and tokens
	before   func()        // called once before a session is added or deleted
	slow     time.Duration // until a touch is seen
}

func newMemory(accounts ...Account) *memory {
	m := &memory{accounts: map[desk.OperatorID]Account{}, sessions: map[string]Session{}, once: map[string]OnceToken{}}
	for _, a := range accounts {
		m.accounts[a.Operator] = a
	}
	return m
}

func (m *memory) lock(writes bool) (func(), error) {
	m.mu.Lock()
	if m.broken != nil || m.full && writes {
		m.mu.Unlock()
		return nil, desk.StoreUnavailable(context.DeadlineExceeded)
	}
	return m.mu.Unlock, nil
}

func (m *memory) interrupt() {
	if f := m.before; f != nil {
		m.before = nil
		f()
	}
}

func (m *memory) AccountByLogin(_ context.Context, login string) (Account, bool, error) {
	unlock, err := m.lock(false)
	if err != nil {
		return Account{}, false, err
	}
	defer unlock()
	m.asked++
	for _, a := range m.accounts {
		if a.Login == login {
			return a, true, nil
		}
	}
	return Account{}, false, nil
}

func (m *memory) Account(_ context.Context, id desk.OperatorID) (Account, bool, error) {
	unlock, err := m.lock(false)
	if err != nil {
		return Account{}, false, err
	}
	defer unlock()
	a, ok := m.accounts[id]
	return a, ok, nil
}

func (m *memory) ReplacePassword(_ context.Context, id desk.OperatorID, old, hash, keep string) (bool, error) {
	unlock, err := m.lock(true)
	if err != nil {
		return false, err
	}
	defer unlock()
	a, ok := m.accounts[id]
	if !ok || a.Hash != old {
		return false, nil
	}
	a.Hash = hash
	m.accounts[id] = a
	m.deleteOf(id, keep)
	return true, nil
}

func (m *memory) deleteOf(id desk.OperatorID, keep string) {
	for k, s := range m.sessions {
		if s.Operator == id && s.PublicID != keep {
			delete(m.sessions, k)
		}
	}
	for k, t := range m.once {
		if t.Operator == id {
			delete(m.once, k)
		}
	}
}

func (m *memory) AddSession(_ context.Context, s Session, hash string) (bool, error) {
	m.interrupt()
	unlock, err := m.lock(true)
	if err != nil {
		return false, err
	}
	defer unlock()
	a, ok := m.accounts[s.Operator]
	if !ok || a.Disabled || a.Hash != hash {
		return false, nil
	}
	m.sessions[s.IDHash] = s
	return true, nil
}

func (m *memory) SessionByHash(_ context.Context, idHash string) (Session, bool, error) {
	unlock, err := m.lock(false)
	if err != nil {
		return Session{}, false, err
	}
	defer unlock()
	m.asked++
	s, ok := m.sessions[idHash]
	if !ok || m.accounts[s.Operator].Disabled {
		return Session{}, false, nil
	}
	return s, true, nil
}

func (m *memory) TouchSession(_ context.Context, idHash string, seen time.Time) error {
	time.Sleep(m.slow)
	unlock, err := m.lock(true)
	if err != nil {
		return err
	}
	defer unlock()
	m.touches++
	if s, ok := m.sessions[idHash]; ok && seen.After(s.LastSeen) {
		s.LastSeen = seen
		m.sessions[idHash] = s
	}
	return nil
}

func (m *memory) Sessions(_ context.Context, id desk.OperatorID) ([]Session, error) {
	unlock, err := m.lock(false)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var out []Session
	for _, s := range m.sessions {
		if s.Operator == id {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Session) int { return b.LastSeen.Compare(a.LastSeen) })
	return out, nil
}

func (m *memory) DeleteSession(_ context.Context, id desk.OperatorID, publicID string) (bool, error) {
	m.interrupt()
	unlock, err := m.lock(true)
	if err != nil {
		return false, err
	}
	defer unlock()
	for k, s := range m.sessions {
		if s.Operator == id && s.PublicID == publicID {
			delete(m.sessions, k)
			return true, nil
		}
	}
	return false, nil
}

func (m *memory) DeleteSessions(_ context.Context, id desk.OperatorID) error {
	unlock, err := m.lock(true)
	if err != nil {
		return err
	}
	defer unlock()
	m.deleteOf(id, "")
	return nil
}

func (m *memory) AddOnce(_ context.Context, t OnceToken) error {
	unlock, err := m.lock(true)
	if err != nil {
		return err
	}
	defer unlock()
	m.once[t.Hash] = t
	return nil
}

func (m *memory) TakeOnce(_ context.Context, hash string, p Purpose, now time.Time, s Session) (Session, bool, error) {
	unlock, err := m.lock(true)
	if err != nil {
		return Session{}, false, err
	}
	defer unlock()
	m.asked++
	t, ok := m.once[hash]
	if !ok || t.Purpose != p || !t.Expires.After(now) || m.accounts[t.Operator].Disabled {
		return Session{}, false, nil
	}
	delete(m.once, hash)
	s.Operator = t.Operator
	m.sessions[s.IDHash] = s
	return s, true, nil
}

func (m *memory) DeleteExpired(_ context.Context, now, idleSince time.Time) error {
	unlock, err := m.lock(true)
	if err != nil {
		return err
	}
	defer unlock()
	for k, s := range m.sessions {
		if !s.Expires.After(now) || s.LastSeen.Before(idleSince) {
			delete(m.sessions, k)
		}
	}
	for k, t := range m.once {
		if !t.Expires.After(now) {
			delete(m.once, k)
		}
	}
	return nil
}

func (m *memory) disable(id desk.OperatorID, disabled bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.accounts[id]
	a.Disabled = disabled
	m.accounts[id] = a
}

const (
	anna, ben = desk.OperatorID("op-anna"), desk.OperatorID("op-ben")
	annasPass = "correct horse"
	bensPass  = "battery staple"
	browser   = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
)

var (
	home      = netip.MustParseAddr("192.0.2.7")
	elsewhere = netip.MustParseAddr("198.51.100.9")
	// cheap keeps the tests quick; the usual cost has a test of its own.
	cheap = Cost{Memory: 8, Passes: 1, Threads: 1}
)

// door is an Auth with two operators, and how often it hashed.
type door struct {
	*Auth
	store  *memory
	hashed atomic.Int64
}

func newDoor(t testing.TB, o Options) *door {
	t.Helper()
	o.Cost = cheap
	o.Mask = func(a netip.Addr) netip.Addr { return netip.PrefixFrom(a, 24).Masked().Addr() }
	d := &door{store: newMemory()}
	d.Auth = New(d.store, o)
	for _, a := range []Account{{Operator: anna, Login: "anna"}, {Operator: ben, Login: "ben"}} {
		hash, err := d.password.hash(t.Context(), map[desk.OperatorID]string{anna: annasPass, ben: bensPass}[a.Operator])
		if err != nil {
			t.Fatal(err)
		}
		a.Hash = hash
		d.store.accounts[a.Operator] = a
	}
	derive := d.password.derive
	d.password.derive = func(p, s []byte, t, m uint32, th uint8, l uint32) []byte {
		d.hashed.Add(1)
		return derive(p, s, t, m, th, l)
	}
	return d
}

// in signs an operator in.
func (d *door) in(t testing.TB, login, password string) (string, Session) {
	t.Helper()
	token, s, err := d.SignIn(t.Context(), login, password, home, browser)
	if err != nil {
		t.Fatalf("sign in %s: %v", login, err)
	}
	return token, s
}

func wantKind(t testing.TB, err error, want desk.Kind) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want kind %d", want)
	}
	if got := desk.KindOf(err); got != want {
		t.Fatalf("got kind %d (%v), want %d", got, err, want)
	}
}
