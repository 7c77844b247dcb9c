package desktest

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"beckon/desk"
)

// rush fills the queue: so many operators are on line, a dialog is open at each, and so many wait in all. The last request is returned.
func (w *world) rush(operators, waiting int) (last desk.Request) {
	w.t.Helper()
	w.setting(func(s *desk.Settings) { s.QueueLength = waiting + 1 })
	for i := range operators {
		o, err := w.desk.AddOperator(context.Background(), desk.Operator{Login: fmt.Sprintf("operator-%d", i)})
		must(w.t, "add an operator", err)
		f, _ := w.desk.Follow(o.ID) // a console that reads nothing: it costs nothing
		w.t.Cleanup(f.Close)
	}
	for range waiting {
		last = w.another()
	}
	return last
}

// another is one more who asks; his page is never painted.
func (w *world) another() desk.Request {
	w.t.Helper()
	b := w.visitor().open("/")
	r, err := b.tryAsk("")
	must(w.t, "ask", err)
	return r
}

// Routing under the desk's lock stops everybody: what it does must not be operators times requests.
func TestFullQueueCostsLittleToRoute_COM6(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		r := w.rush(50, 200)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		must(t, "cancel", w.desk.CancelRequest(context.Background(), r.Visitor, r.ID))
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 256<<10 {
			t.Errorf("one request of 200 was taken back, and 50 operators were listed so often that it took %d bytes, want 256 KiB at most", used)
		}
	})
}

func BenchmarkFullQueue(b *testing.B) {
	w := newWorld(b)
	w.rush(200, 999)
	for b.Loop() {
		r := w.another()
		must(b, "cancel", w.desk.CancelRequest(context.Background(), r.Visitor, r.ID))
	}
}
