package server_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"beckon/wire"
)

// knockFrom opens the console's socket as seen through a proxy; the answer tells whether it was let in.
func (w *world) knockFrom(address string) (*line, *http.Response) {
	w.t.Helper()
	return w.dial("/api/v1/live", http.Header{"Host": {strings.TrimPrefix(public, "https://")}, "Origin": {public}, "X-Forwarded-For": {address}}, nil)
}

func wantSentAway(t testing.TB, what string, l *line, answer *http.Response) {
	t.Helper()
	if l != nil || answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("%s: got %s, want 503 with Retry-After", what, answer.Status)
	}
}

func TestTooManyConsolesOfAnAddressAreRefused_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), func(w *world) { w.options.Limits.ConsolesPerAddress = 2 })
	letIn := func(address string) *line {
		t.Helper()
		l, answer := w.knockFrom(address)
		if l == nil {
			t.Fatalf("%s: got %s", address, answer.Status)
		}
		return l
	}
	first := letIn("203.0.113.7")
	letIn("203.0.113.7")
	l, answer := w.knockFrom("203.0.113.7")
	wantSentAway(t, "a third console of an address", l, answer)
	letIn("2001:db8:1:2::1")
	letIn("2001:db8:1:2:ffff::2")
	l, answer = w.knockFrom("2001:db8:1:2:3:4:5:6")
	wantSentAway(t, "a third console of a /64", l, answer)
	letIn("2001:db8:1:3::1")
	for range 3 { // pages have places of their own
		v := w.visitor()
		v.header.Set("X-Forwarded-For", "203.0.113.7")
		v.open("/")
	}
	first.hangUp()
	eventually(t, "a place is free again", func() bool {
		l, _ := w.knockFrom("203.0.113.7")
		if l != nil {
			l.hangUp()
		}
		return l != nil
	})
}

func TestTooManyConsoleHandshakesAreRefused_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), func(w *world) { w.options.Limits.ConsoleHandshakes = 2 })
	for n := range 50 {
		l, answer := w.knockFrom(fmt.Sprintf("203.0.113.%d", n))
		if l == nil {
			wantSentAway(t, "too many at once", l, answer)
			w.visitor().open("/") // visitors don't suffer
			return
		}
	}
	t.Error("50 handshakes at once are let in, want 2 a second")
}

func TestOperatorsHaveTheirOwnHandshakes_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.Handshakes = 1 })
	ana := w.signIn(w.ana)
	for range 20 {
		if l, _ := w.dial("/v1/visit", w.visitor().header, nil); l != nil {
			l.hangUp()
		}
	}
	ana.console()
}

func TestTooManyConsolesOfAnOperatorAreSentAway_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.ConsolesPerOperator = 2 })
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	watch := func() *line {
		l := ana.knock()
		l.listen(nil)
		l.send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ana.ticket()})
		return l
	}
	first := ana.console()
	ana.console()
	third := watch()
	if code, reason := third.closed(); code != 1013 || !strings.HasPrefix(reason, "retry ") {
		t.Errorf("the third console: closed with %d %q, want 1013 with the seconds", code, reason)
	}
	wantNone(t, third, "picture")
	bert.console()
	first.hangUp()
	eventually(t, "a place is free again", func() bool {
		l := watch()
		defer l.hangUp()
		for {
			if _, is := take[wire.PictureFrame](l, "picture", nil); is {
				return true
			}
			select {
			case <-l.ended:
				return false
			case <-time.After(time.Millisecond):
			}
		}
	})
}

func TestAddressWithTooManySocketsCostsOthersNoHandshake_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), func(w *world) { w.options.Limits.SocketsPerAddress, w.options.Limits.Handshakes = 1, 3 })
	greedy := w.visitor()
	greedy.header.Set("X-Forwarded-For", "203.0.113.7")
	greedy.open("/")
	for range 20 {
		l, answer := w.dial("/v1/visit", greedy.header, nil)
		wantSentAway(t, "one too many", l, answer)
	}
	w.visitor().open("/")
}

func TestFramesAreCountedOverAllTabsOfAVisitor_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.FramesPerVisitor = 5 }) // 10 at once
	v, other := w.visitor(), w.visitor().open("/")
	var tabs []*tab
	for range 8 {
		tabs = append(tabs, v.open("/"))
	}
	for range 5 {
		for _, b := range tabs {
			b.send(wire.PongFrame{Type: "pong"})
		}
	}
	sentAway := 0
	eventually(t, "40 frames of 8 tabs are too many, with 5 from each", func() bool {
		sentAway = 0
		for _, b := range tabs {
			select {
			case <-b.ended:
				sentAway++
				b.wantClosed(1013)
			default:
			}
		}
		return sentAway > 0
	})
	other.synced()
}

func TestLinesMayBeAcknowledgedHoweverFastTheyCome_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.FramesPerVisitor = 5 }) // 10 at once
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	var last int64
	for n := range 30 {
		last = ana.says(chat.ID, fmt.Sprintf("Bell number %d", n)).Seq
	}
	await(b.line, "message", func(f wire.VisitorMessageFrame) bool { return f.Message.Seq == last })
	acknowledge := func() {
		for seq := last - 29; seq <= last; seq++ {
			b.send(wire.VisitorGotFrame{Type: "got", Conversation: chat.ID, Seq: seq})
			b.send(wire.VisitorReadFrame{Type: "read", Conversation: chat.ID, Seq: seq})
		}
	}
	acknowledge()
	b.synced()
	acknowledge() // twice is haste again
	b.wantClosed(1013)
}

func TestTooManyPageViewsInAllEndTheLine_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"), func(w *world) { w.options.Limits.PageViews, w.options.Limits.PageViewsPerAddress = 5, 1000 })
	c := w.signIn(w.ana).console()
	for n := range 100 {
		v := w.visitor()
		v.header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", n))
		l, _ := w.dial("/v1/visit", v.header, nil)
		l.listen(nil)
		l.send(v.hello(shop + "/"))
		eventually(t, "it is answered", func() bool { return l.came() != "" || isClosed(l.ended) })
		if !isClosed(l.ended) {
			continue
		}
		if code, reason := l.closed(); code != 1013 || !strings.HasPrefix(reason, "retry ") {
			t.Errorf("closed with %d %q, want 1013 with the seconds", code, reason)
		}
		await(c.line, "visits", func(f wire.VisitsFrame) bool { return f.KeptOut != nil && f.KeptOut.OverCapacity == 1 })
		return
	}
	t.Error("100 page views of 100 addresses at once are let in, want 5 a second")
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestTooManyOfflineMessagesOfAnAddressAreRefused_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8"))
	at := func(address string) *tab {
		v := w.visitor()
		v.header.Set("X-Forwarded-For", address)
		return v.open("/")
	}
	leave := func(b *tab) wire.LeaveFrame {
		t.Helper()
		f := wire.LeaveFrame{Type: "leave", ID: newID("leave"), Email: "guest@mail.example", Text: "Call me"}
		b.send(f)
		await(b.line, "left", func(l wire.LeftFrame) bool { return l.ID == f.ID })
		return f
	}
	b := at("203.0.113.7")
	if r := b.refused(wire.LeaveFrame{Type: "leave", ID: newID("leave"), Email: "no address", Text: "Call me"}); r.Code != "invalid" {
		t.Errorf("an address that is none: got %+v", r) // and it does not count
	}
	first := leave(b)
	for range 3 { // four visitors: each has a limit of his own
		guest := at("203.0.113.7")
		for range 3 {
			leave(guest)
		}
	}
	late := at("203.0.113.7")
	f := wire.LeaveFrame{Type: "leave", ID: newID("leave"), Email: "guest@mail.example", Text: "Call me"}
	if r := late.refused(f); r.Code != "too-many" || r.ID != f.ID || r.Text == "" {
		t.Errorf("the eleventh: got %+v, want too-many in words", r)
	}
	b.send(first) // sent again: it was left before
	await(b.line, "left", func(l wire.LeftFrame) bool { return l.ID == first.ID })
	leave(at("203.0.113.8"))
}

func TestSlowPageLosesItsBacklogOfAMebibyte_Limits(t *testing.T) {
	t.Parallel()
	var network *valves
	w := newWorld(t, func(w *world) {
		w.wrap = func(l net.Listener) net.Listener {
			network = newValves(l)
			return network
		}
		w.options.DeadAfter = 5 * time.Minute // the slow one answers no ping
	})
	ana := w.signIn(w.ana)
	v := w.visitor()
	fast := v.open("/")
	chat := talk(ana, fast)
	slow, _ := w.dial("/v1/visit", v.header, nil)
	slow.send(v.hello(shop + "/slow"))
	_, _, err := slow.conn.ReadMessage()
	must(t, "read the welcome", err)
	open := network.shut(slow)
	long := strings.Repeat("🚲", 4000) // 16 KB
	for range 80 {
		ana.says(chat.ID, long)
	}
	fast.line1(chat.ID, 82) // it does not wait for the slow one
	open()
	slow.conn.SetReadDeadline(time.Now().Add(patience))
	got := 0
	for ; err == nil; got++ {
		_, _, err = slow.conn.ReadMessage()
	}
	if !websocket.IsCloseError(err, 4008) || got > 5 {
		t.Errorf("the slow page got %d frames and its line ended with %v, want 4008 at once", got, err)
	}
}

func TestPictureMayBeLongerThanTheBacklog_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) {
		l := &w.options.Limits
		l.SocketsPerAddress, l.PageViewsPerAddress, l.FramesPerVisitor = 1000, 5000, 1000
	})
	ana := w.signIn(w.ana)
	long := shop + "/" + strings.Repeat("a", 1900)
	for range 300 {
		v := w.visitor()
		h := v.hello(long + newID("page"))
		h.Title, h.Referrer = strings.Repeat("t", 500), "https://search.example/"+strings.Repeat("r", 1900)
		l, _ := w.dial("/v1/visit", v.header, nil)
		l.listen(nil)
		l.send(h)
		await[wire.WelcomeFrame](l, "welcome", nil)
	}
	c := ana.console()
	if raw := c.raw("picture"); len(raw) < 1<<20 {
		t.Fatalf("the picture has %d bytes: too short for this test", len(raw))
	}
	c.visitOf(w.visitor().open("/more")) // and it goes on
}

// raw returns the first frame of a type as it came.
func (l *line) raw(kind string) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.frames {
		if f.kind == kind {
			return f.raw
		}
	}
	return nil
}
