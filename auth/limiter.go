package auth

import (
	"crypto/sha256"
	"math"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"

	"beckon/desk"
)

const (
	// forgiven is how long after the last try its wrong passwords are forgotten.
	forgiven = 15 * time.Minute
	// Each address may knock so often at once, and so often a second, whatever comes of it.
	knocksAtOnce = 60
	knocksRate   = rate.Limit(1)
)

// limiter slows down who guesses. A try counts as wrong from its beginning, so that many at once are no way round; what turns out
// right is given back.
//
// Nobody is locked out by strangers: the delay has an upper bound, and an account's count is kept apart for each address from which
// its operator has signed in. All maps are bounded; the least recently used goes. To push a count out one would have to try
// as many other logins as are remembered, which takes longer than the delay it would save.
type limiter struct {
	accountTries, addressTries int
	longest                    time.Duration

	mu        sync.Mutex // guards the maps and what is in them
	accounts  *simplelru.LRU[accountKey, *count]
	addresses *simplelru.LRU[netip.Prefix, *count]
	knocks    *simplelru.LRU[netip.Prefix, *rate.Limiter]
	known     *simplelru.LRU[accountKey, struct{}]
}

// accountKey is an account as seen from an address. A login is hashed: its length is bounded so, and no name lies about in memory.
type accountKey struct {
	login [sha256.Size]byte
	from  netip.Prefix // zero: all strangers
}

// count is how many tries in a row were wrong or are under way.
type count struct {
	wrong int
	last  time.Time
}

func newLimiter(accountTries, addressTries int, longest time.Duration, remembered int) *limiter {
	return &limiter{
		accountTries: accountTries, addressTries: addressTries, longest: longest,
		accounts:  newLRU[accountKey, *count](remembered),
		addresses: newLRU[netip.Prefix, *count](remembered),
		knocks:    newLRU[netip.Prefix, *rate.Limiter](remembered),
		known:     newLRU[accountKey, struct{}](remembered),
	}
}

func newLRU[K comparable, V any](size int) *simplelru.LRU[K, V] {
	l, err := simplelru.NewLRU[K, V](size, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return l
}

// try is a try that was let in. It stays counted as wrong unless it is given back.
type try struct {
	l       *limiter
	counted []*count
	known   accountKey // what becomes known when it turns out right
}

// begin lets a try at a login in and counts it. TooMany says in how many seconds it would be let in.
func (l *limiter) begin(login string, from netip.Addr) (*try, error) {
	address := network(from)
	known := accountKey{login: sha256.Sum256([]byte(strings.ToLower(login))), from: address}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if err := l.knockLocked(address, now); err != nil {
		return nil, err
	}
	account := accountKey{login: known.login}
	if _, ok := l.known.Get(known); ok {
		account = known
	}
	wait := max(wait(l, l.addresses, address, l.addressTries, now), wait(l, l.accounts, account, l.accountTries, now))
	if wait > 0 {
		return nil, tooMany(wait)
	}
	// Only now: a refused try must not push anything out.
	return &try{l: l, known: known, counted: []*count{another(l, l.addresses, address, now), another(l, l.accounts, account, now)}}, nil
}

// beginInside lets a try at the current password of an operator who is signed in in and counts it. TooMany.
func (l *limiter) beginInside(operator desk.OperatorID) (*try, error) {
	// No login has a zero byte.
	account := accountKey{login: sha256.Sum256([]byte("\x00" + operator))}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if wait := wait(l, l.accounts, account, l.accountTries, now); wait > 0 {
		return nil, tooMany(wait)
	}
	return &try{l: l, counted: []*count{another(l, l.accounts, account, now)}}, nil
}

// knock counts a try by something that can't be guessed. TooMany.
func (l *limiter) knock(from netip.Addr) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.knockLocked(network(from), time.Now())
}

func (l *limiter) knockLocked(from netip.Prefix, now time.Time) error {
	k, ok := l.knocks.Get(from)
	if !ok {
		k = rate.NewLimiter(knocksRate, knocksAtOnce)
		l.knocks.Add(from, k)
	}
	r := k.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return tooMany(wait)
	}
	return nil
}

// giveBack uncounts a try that was not wrong or not looked at.
func (t *try) giveBack() {
	t.l.mu.Lock()
	defer t.l.mu.Unlock()
	t.giveBackLocked()
}

func (t *try) giveBackLocked() {
	for _, c := range t.counted {
		c.wrong = max(0, c.wrong-1)
	}
}

// right gives a try back and remembers the address as one of the account's operator. The counts of strangers and of the address stay
// otherwise as they are: a success now and then must not buy anybody more tries.
func (t *try) right() {
	t.l.mu.Lock()
	defer t.l.mu.Unlock()
	t.giveBackLocked()
	t.l.known.Add(t.known, struct{}{})
	t.l.accounts.Remove(t.known)
}

// wait returns how long after now the next try is let in.
func wait[K comparable](l *limiter, counts *simplelru.LRU[K, *count], key K, free int, now time.Time) time.Duration {
	c, ok := counts.Get(key)
	if !ok || c.wrong < free || l.forgets(c, now) {
		return 0
	}
	delay := l.longest
	if doublings := c.wrong - free; doublings < 20 {
		delay = min(delay, time.Second<<doublings)
	}
	return c.last.Add(delay).Sub(now)
}

// another counts one more try.
func another[K comparable](l *limiter, counts *simplelru.LRU[K, *count], key K, now time.Time) *count {
	c, ok := counts.Get(key)
	if !ok || l.forgets(c, now) {
		c = &count{}
		counts.Add(key, c)
	}
	c.wrong++
	c.last = now
	return c
}

func (l *limiter) forgets(c *count, now time.Time) bool {
	return now.Sub(c.last) > max(forgiven, l.longest)
}

// network returns what counts as one address: a household gets a whole /64 of IPv6.
func network(from netip.Addr) netip.Prefix {
	from = from.Unmap().WithZone("")
	bits := 32
	if from.Is6() {
		bits = 64
	}
	p, _ := from.Prefix(bits) // zero for no address: all those count as one
	return p
}

func tooMany(wait time.Duration) error {
	seconds := int(math.Ceil(wait.Seconds()))
	if seconds <= 1 {
		return desk.Errorf(desk.TooMany, "Too many tries. Try again in 1 second")
	}
	return desk.Errorf(desk.TooMany, "Too many tries. Try again in %d seconds", seconds)
}
