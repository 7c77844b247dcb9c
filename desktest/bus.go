package desktest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"beckon/desk"
)

// Bus joins desks in one process as cluster nodes are joined: facts travel as JSON, later, and may be lost, late or out of order.
type Bus struct {
	t testing.TB

	mu    sync.Mutex // guards all below; memory work only
	ports []*Port
	lost  func(desk.Event) bool
	late  time.Duration
	mixed *rand.Rand
}

// Port is one desk's way to the others.
type Port struct {
	bus   *Bus
	in    chan desk.Event
	desk  *desk.Desk
	done  chan struct{}
	ended chan struct{}
}

// maxUnderWay bounds the facts on their way to one desk; beyond it they are lost, as signals may be.
const maxUnderWay = 4096

// NewBus returns a bus without desks; it is closed with the test. Inside a synctest bubble call Close before the bubble ends.
func NewBus(t testing.TB) *Bus { return &Bus{t: t} }

// Port returns the way for a desk that is about to be opened. Nothing reaches it before Join.
func (b *Bus) Port() *Port {
	return &Port{bus: b, in: make(chan desk.Event, maxUnderWay), done: make(chan struct{}), ended: make(chan struct{})}
}

// Join makes the desk hear from now on what the others publish.
func (p *Port) Join(d *desk.Desk) {
	p.desk = d
	p.bus.mu.Lock()
	p.bus.ports = append(p.bus.ports, p)
	p.bus.mu.Unlock()
	go p.run()
}

// Close ends what is under way, before the desks are closed.
func (b *Bus) Close() {
	b.mu.Lock()
	ports := b.ports
	b.ports = nil
	b.mu.Unlock()
	for _, p := range ports {
		close(p.done)
		<-p.ended
	}
}

// Lose makes the bus lose the facts that lost names; nil: none.
func (b *Bus) Lose(lost func(desk.Event) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost = lost
}

// Delay makes every fact travel for some time.
func (b *Bus) Delay(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.late = d
}

// Reorder mixes the facts that arrive within the delay, in a way that the seed decides.
func (b *Bus) Reorder(seed uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mixed = rand.New(rand.NewPCG(seed, seed))
}

// Publish implements desk.Bus. It may be called under the publisher's lock: it only puts the fact on its way.
func (p *Port) Publish(e desk.Event) {
	b := p.bus
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lost != nil && b.lost(e) {
		return
	}
	for _, other := range b.ports {
		if other == p {
			continue
		}
		copied, err := carried(e)
		if err != nil {
			b.t.Errorf("carry %s: %v", e.Name(), err)
			return
		}
		select {
		case other.in <- copied:
		default:
		}
	}
}

// carried returns what is left of a fact at the other end of a wire.
func carried(e desk.Event) (desk.Event, error) {
	text, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	copied, ok := reflect.New(reflect.TypeOf(e).Elem()).Interface().(desk.Event)
	if !ok {
		return nil, fmt.Errorf("%T is no fact", e)
	}
	return copied, json.Unmarshal(text, copied)
}

func (p *Port) run() {
	defer close(p.ended)
	for {
		select {
		case e := <-p.in:
			for _, e := range p.gather(e) {
				p.desk.Hear(e)
			}
		case <-p.done:
			return
		}
	}
}

// gather returns a fact, when its time has come, with those that came meanwhile.
func (p *Port) gather(first desk.Event) []desk.Event {
	p.bus.mu.Lock()
	late := p.bus.late
	p.bus.mu.Unlock()
	if late == 0 {
		return []desk.Event{first}
	}
	group := []desk.Event{first}
	over := time.After(late)
	for {
		select {
		case e := <-p.in:
			group = append(group, e)
			continue
		case <-over:
		case <-p.done:
		}
		break
	}
	p.bus.mu.Lock()
	defer p.bus.mu.Unlock()
	if p.bus.mixed != nil {
		p.bus.mixed.Shuffle(len(group), func(i, j int) { group[i], group[j] = group[j], group[i] })
	}
	return group
}
