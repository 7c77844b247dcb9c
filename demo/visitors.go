package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"
)

// Options say which server simulated visitors visit, and how many are there at a time.
type Options struct {
	URL    string // the server's own address, such as http://127.0.0.1:8080
	Key    string // the site's
	Origin string // of the pages they claim to be on; URL when empty
	Count  int    // 45 when 0
	Seed   uint64 // the same seed gives the same visitors; 0: other ones every time

	dial dialFunc // tests only: instead of a network
}

// Run lets visitors come and go until ctx ends, and returns when the last one has left. Every visitor comes over connections of his
// own, with X-Forwarded-For naming an address of his country: the server must trust the address they connect from as a proxy.
func Run(ctx context.Context, o Options) error {
	address, err := url.Parse(o.URL)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		return fmt.Errorf("simulated visitors: %q is no server's address", o.URL)
	}
	if o.Origin == "" {
		o.Origin = address.Scheme + "://" + address.Host
	}
	if o.Count == 0 {
		o.Count = 45
	}
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	var all sync.WaitGroup
	for i := range o.Count {
		all.Go(func() { o.keepSeat(ctx, uint64(i)) })
	}
	all.Go(func() { o.sendRobots(ctx) })
	all.Wait()
	return nil
}

const (
	// settling is how long it takes until the shop is full.
	settling = 8 * time.Second
	// mostKnown bounds how many earlier visitors of a seat may return.
	mostKnown = 6
)

// keepSeat keeps one visitor on the site: when he leaves, somebody else comes a little later, or somebody who was here before.
func (o *Options) keepSeat(ctx context.Context, number uint64) {
	random := rand.New(rand.NewPCG(o.Seed, number))
	var known []*visitor
	wait := time.Duration(random.Int64N(int64(settling)))
	for sleep(ctx, wait) {
		var v *visitor
		if len(known) > 0 && random.IntN(100) < 35 {
			i := random.IntN(len(known))
			v, known = known[i], append(known[:i], known[i+1:]...)
		} else {
			v = &visitor{options: o, random: random, who: newPersona(random)}
		}
		wait = between(random, 500*time.Millisecond, 5*time.Second)
		if v.visit(ctx) == sentAway {
			wait += time.Minute
		}
		if known = append(known, v); len(known) > mostKnown {
			known = known[1:]
		}
	}
}

// sendRobots lets a robot knock now and then; it is sent away, and counted.
func (o *Options) sendRobots(ctx context.Context) {
	random := rand.New(rand.NewPCG(o.Seed, 1<<32))
	for sleep(ctx, between(random, 30*time.Second, 150*time.Second)) {
		v := &visitor{options: o, random: random, who: robot}
		v.open(ctx, placeOf(toProduct(random, "")), "", 2*time.Second)
	}
}

// sleep waits, and says whether there is anything left to do.
func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
