package server

import (
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// How many are remembered at a time; the longest unused is forgotten. A visitor's or an address's pace thus outlives its sockets:
// connecting anew buys nothing.
const (
	maxPaces   = 65_536
	maxTallies = 8_192
)

// paces are how fast each of many may go.
type paces[K comparable] struct {
	perSecond, atOnce int

	mu sync.Mutex // guards by
	by *simplelru.LRU[K, *rate.Limiter]
}

func newPaces[K comparable](perSecond, atOnce int) *paces[K] {
	return &paces[K]{perSecond: perSecond, atOnce: atOnce, by: newLRU[K, *rate.Limiter](maxPaces)}
}

func newLRU[K comparable, V any](size int) *simplelru.LRU[K, V] {
	l, err := simplelru.NewLRU[K, V](size, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return l
}

func (p *paces[K]) of(key K) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	pace, ok := p.by.Get(key)
	if !ok {
		pace = rate.NewLimiter(rate.Limit(p.perSecond), p.atOnce)
		p.by.Add(key, pace)
	}
	return pace
}

// tallies count what comes from each address within some time. What is sent again, under the same id, counts once.
type tallies struct {
	most   int
	within time.Duration

	mu sync.Mutex // guards by
	by *simplelru.LRU[netip.Prefix, []counted]
}

type counted struct {
	id string
	at time.Time
}

func newTallies(most int, within time.Duration) *tallies {
	return &tallies{most: most, within: within, by: newLRU[netip.Prefix, []counted](maxTallies)}
}

// count counts one in; false when there are too many. undo is for one that came to nothing.
func (t *tallies) count(from netip.Addr, id string) (undo func(), ok bool) {
	at, now := network(from), time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	old, _ := t.by.Get(at)
	recent := make([]counted, 0, len(old)+1)
	for _, c := range old {
		if c.id == id {
			return func() {}, true
		}
		if now.Sub(c.at) < t.within {
			recent = append(recent, c)
		}
	}
	if len(recent) >= t.most {
		return nil, false
	}
	t.by.Add(at, append(recent, counted{id: id, at: now}))
	return func() { t.uncount(at, id) }, true
}

func (t *tallies) uncount(at netip.Prefix, id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	old, _ := t.by.Peek(at)
	left := make([]counted, 0, len(old))
	for _, c := range old {
		if c.id != id {
			left = append(left, c)
		}
	}
	if len(left) == 0 {
		t.by.Remove(at)
		return
	}
	t.by.Add(at, left)
}
