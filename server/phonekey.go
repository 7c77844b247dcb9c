package server

import (
	"context"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"beckon/desk"
)

// Keys of call windows. A page of the site makes a key, opens the window with it, and says over its own line that this key is its
// visitor's: the window needs no cookie and no opener, both of which browsers take away between origins.
const (
	phoneKeyFor  = 12 * time.Hour // a page that is still there says it anew with each connection
	phonesAtMost = 20_000         // visitors with keys; beyond, those of the one who said his longest ago are void
	keysOfOne    = 3              // a tab has one; beyond, the one he said longest ago is void
	waitAtMost   = 20_000         // windows that came before their page had spoken
	phoneWithin  = 15 * time.Second
)

var phoneKey = regexp.MustCompile(`^[A-Za-z0-9_-]{32}$`)

// phones knows whose the keys are.
type phones struct {
	mu    sync.Mutex // guards all below
	keys  map[string]expected
	by    *simplelru.LRU[desk.VisitorID, []string] // keys of a visitor, the latest last
	waits map[string]chan struct{}                 // windows that came before their page had spoken
}

type expected struct {
	visitor desk.VisitorID
	site    desk.SiteID
	until   time.Time
}

func newPhones() *phones {
	p := &phones{keys: map[string]expected{}, waits: map[string]chan struct{}{}}
	p.by = newLRU[desk.VisitorID, []string](phonesAtMost)
	return p
}

// expect notes whose a key is. The first visitor who says so has it.
func (p *phones) expect(key string, site desk.SiteID, by desk.VisitorID) error {
	if !phoneKey.MatchString(key) {
		return desk.Errorf(desk.Invalid, "A key has 32 letters and digits")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now, ok := p.keys[key]; ok && now.visitor != by {
		return desk.Errorf(desk.Conflict, "This key is somebody else's")
	}
	own, known := p.by.Get(by)
	if !known && p.by.Len() >= phonesAtMost {
		_, theirs, _ := p.by.RemoveOldest()
		p.forgetLocked(theirs)
	}
	own = append(slices.DeleteFunc(slices.Clone(own), func(k string) bool { return k == key }), key)
	if more := len(own) - keysOfOne; more > 0 {
		p.forgetLocked(own[:more])
		own = own[more:]
	}
	p.by.Add(by, own)
	p.keys[key] = expected{visitor: by, site: site, until: time.Now().Add(phoneKeyFor)}
	if wait := p.waits[key]; wait != nil {
		close(wait)
		delete(p.waits, key)
	}
	return nil
}

func (p *phones) forgetLocked(keys []string) {
	for _, key := range keys {
		delete(p.keys, key)
	}
}

// of returns whose a key is, when that has been said.
func (p *phones) of(key string) (expected, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ofLocked(key)
}

func (p *phones) ofLocked(key string) (expected, bool) {
	now, ok := p.keys[key]
	return now, ok && time.Now().Before(now.until)
}

// whose returns whose a key is; it waits a while for the page to say it.
func (p *phones) whose(ctx context.Context, key string) (expected, bool) {
	for {
		p.mu.Lock()
		if now, ok := p.ofLocked(key); ok {
			p.mu.Unlock()
			return now, true
		}
		wait := p.waits[key]
		if wait == nil {
			if len(p.waits) >= waitAtMost {
				p.mu.Unlock()
				return expected{}, false
			}
			wait = make(chan struct{})
			p.waits[key] = wait
		}
		p.mu.Unlock()
		select {
		case <-wait:
		case <-ctx.Done():
			p.mu.Lock()
			if p.waits[key] == wait {
				delete(p.waits, key)
				close(wait) // whoever else waits begins anew, and has its own time
			}
			p.mu.Unlock()
			return expected{}, false
		}
		if ctx.Err() != nil {
			return expected{}, false
		}
	}
}
