package server

import (
	"net/netip"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func TestOfflineMessagesAreCountedForTenMinutes_Limits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(DefaultLimits()).letters
		from := netip.MustParseAddr("203.0.113.7")
		n := 0
		another := func() bool {
			n++
			_, ok := l.count(from, strconv.Itoa(n))
			return ok
		}
		another()
		time.Sleep(5 * time.Minute)
		for range 9 {
			if !another() {
				t.Fatalf("message %d of 10 is refused", n)
			}
		}
		if another() {
			t.Error("the eleventh within 10 minutes is let in")
		}
		time.Sleep(5 * time.Minute)
		if !another() {
			t.Error("10 minutes after the first one there is no room for another")
		}
		if another() {
			t.Error("and one more than that is let in")
		}
		undo, ok := l.count(netip.MustParseAddr("203.0.113.8"), "theirs")
		if !ok {
			t.Fatal("a neighbour is refused")
		}
		if undo(); l.by.Len() != 1 {
			t.Errorf("%d addresses are remembered, want the one with messages", l.by.Len())
		}
	})
}

func TestWhatIsRememberedIsBounded_Limits(t *testing.T) {
	p, w := newPaces[int](1, 1), newTallies(10, time.Minute)
	for n := range maxPaces + 10 {
		p.of(n)
		w.count(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}), "one")
	}
	if p.by.Len() != maxPaces || w.by.Len() != maxTallies {
		t.Errorf("%d paces and %d addresses are remembered, want %d and %d", p.by.Len(), w.by.Len(), maxPaces, maxTallies)
	}
}

func TestIdleSocketHoldsNothing_Limits(t *testing.T) {
	s := socket{held: true}
	for range 3 {
		s.send("a frame")
	}
	if len(s.queue) != 3 || s.waiting != 3*len(`"a frame"`) {
		t.Fatalf("%d frames of %d bytes wait", len(s.queue), s.waiting)
	}
	if s.drop(); s.queue != nil || s.waiting != 0 {
		t.Errorf("%d bytes count after they were dropped", s.waiting)
	}
}
