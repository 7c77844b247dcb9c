package server_test

import (
	"net/netip"
	"testing"
	"time"

	"beckon/desk"
	"beckon/voice"
	"beckon/wire"
)

// goings hears who went, until when he was there, and when that was noticed.
type goings chan going

type going struct{ there, noticed time.Time }

// Publish implements desk.Bus.
func (g goings) Publish(e desk.Event) {
	switch e := e.(type) {
	case *desk.OperatorLeft:
		g <- going{e.At, time.Now()}
	case *desk.PhoneWent:
		g <- going{e.At, time.Now()}
	}
}

// The leases of operators and calls count from there.
func TestSilentLineWasThereUntilItWasHeardLast_QUE3_F33(t *testing.T) {
	t.Parallel()
	const dead = 3 * time.Second // of a console, and of a call window, two thirds of it
	for what, open := range map[string]func(w *world, ana *operator){
		"a console": func(_ *world, ana *operator) {
			ana.knock().send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ana.ticket()}) // and no pong
		},
		"a call window": func(w *world, _ *operator) {
			b := w.visitor().open("/")
			b.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey})
			l, _ := w.dial("/v1/phone", map[string][]string{"Origin": {w.origin()}}, nil)
			l.send(wire.PhoneHelloFrame{Type: "phone", Version: wire.Version, Key: callKey, From: shop}) // and no pong
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			gone := make(goings, 10)
			w := newWorld(t, func(w *world) {
				r, err := voice.Listen(voice.Options{Listen: "127.0.0.1:0", Address: netip.MustParseAddr("127.0.0.2"), First: 50000, Last: 50999})
				must(t, "open a relay", err)
				t.Cleanup(func() { r.Close() })
				w.options.Voice, w.options.DeadAfter, w.bus = r, dead, gone
			})
			open(w, w.signIn(w.ana))
			select {
			case g := <-gone:
				if g.noticed.Sub(g.there) < dead*2/3 {
					t.Errorf("%s that fell silent is said to have been there until %v before that was noticed, want %v at least", what, g.noticed.Sub(g.there), dead*2/3)
				}
			case <-time.After(patience):
				t.Fatal("nobody noticed")
			}
		})
	}
}
