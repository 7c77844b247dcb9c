package desktest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// world is a shop: its store, its desk, and the people who come. Stories run in a synctest bubble, where time passes by itself.
type world struct {
	t     testing.TB
	store *Store
	shop  Shop
	bus   *Bus
	desk  *desk.Desk // of the first node
	count atomic.Int64

	maxVisits int        // of the desks opened from now on
	relay     desk.Relay // the same; nil: no voice
}

// story runs f in a bubble, in a world with one desk.
func story(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f(t, newWorld(t))
	})
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, store: NewStore(), bus: NewBus(t)}
	w.shop = Seed(t, w.store)
	w.desk = w.openDesk("one")
	t.Cleanup(w.bus.Close)
	return w
}

// openDesk opens a desk on the world's store, joined with the others.
func (w *world) openDesk(node string) *desk.Desk {
	w.t.Helper()
	port := w.bus.Port()
	d, err := desk.Open(context.Background(), desk.Options{Store: w.store, Bus: port, Node: node, Origin: place, MaxVisits: w.maxVisits, Relay: w.relay})
	if err != nil {
		w.t.Fatalf("open a desk: %v", err)
	}
	port.Join(d)
	w.t.Cleanup(d.Close)
	return d
}

// restart closes the world's desk and opens another on the same store.
func (w *world) restart() {
	w.t.Helper()
	w.desk.Close()
	w.bus.Close()
	w.desk = w.openDesk("one")
}

// crash is a restart after kill -9: what was not stored is lost.
func (w *world) crash() {
	w.t.Helper()
	w.store.Fail(ErrDiskFull)
	w.desk.Close()
	w.store.Heal()
	w.restart()
}

// setting changes a setting.
func (w *world) setting(change func(*desk.Settings)) {
	w.t.Helper()
	s := w.desk.Settings()
	change(&s)
	if _, err := w.desk.ChangeSettings(context.Background(), actor(w.shop.Anna), s); err != nil {
		w.t.Fatalf("change settings: %v", err)
	}
}

// pass lets time pass, and all that happens in it happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// shortly is enough for a batch to be committed and for badges to be told.
const shortly = 400 * time.Millisecond

func (w *world) id(of string) string { return fmt.Sprintf("%s-%0*d", of, 19-len(of), w.count.Add(1)) }

func actor(o desk.Operator) desk.Actor { return desk.Actor{ID: o.ID, Administrator: o.Administrator} }
