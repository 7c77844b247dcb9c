package desktest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestWindowOpenedLastIsThePhone(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.connected()
		first := l.phone
		l.opensPhone()
		if !first.closed || l.phone.closed {
			t.Error("the window before is not closed")
		}
		first.leave(time.Now()) // its line ends after
		if !l.now().Phone {
			t.Error("the phone is gone with the window before it")
		}
		l.phone.leave(time.Now())
		if l.now().Phone {
			t.Error("the phone is still there")
		}
	})
}

func TestWindowLearnsWhatBecomesOfTheRequest_COM3(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		b, r := l.w.newcomer("Rui")
		if got, ok := l.w.desk.Waiting(b.of.id); !ok || got.ID != r.ID {
			t.Errorf("waiting is %v %v, want the request", got.ID, ok)
		}
		own := &phone{}
		leave := l.w.desk.OpenPhone(b.of.id, own)
		defer func() { leave(time.Now()) }()
		must(t, "cancel", l.w.desk.CancelRequest(context.Background(), b.of.id, r.ID))
		own.mu.Lock()
		defer own.mu.Unlock()
		if own.request == nil || own.request.State != desk.RequestIsWithdrawn {
			t.Errorf("the window was told %+v, want that it was taken back", own.request)
		}
		if _, ok := l.w.desk.Waiting(b.of.id); ok {
			t.Error("a request that was taken back still waits")
		}
	})
}

// A call that was lost with the operator is offered again when he is there.
func TestWindowLearnsWhetherTheOperatorIsThere_F33(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.opensPhone()
		knows := func(want bool) {
			t.Helper()
			l.phone.mu.Lock()
			defer l.phone.mu.Unlock()
			if l.phone.here != want {
				t.Errorf("the window was told that Anna is there: %t", l.phone.here)
			}
		}
		l.w.console(l.w.shop.Anna).stop()
		knows(true) // by her other console
		l.anna.stop()
		knows(false)
		l.w.console(l.w.shop.Anna)
		knows(true)
	})
}

func TestCallMovesOnlyToTheWindowThatTakesIt_S32(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		const second = "window-of-anna-0002"
		anna := actor(l.w.shop.Anna)
		l.connected()
		l.w.desk.ReportCall(anna, l.talk, l.id, second, desk.CallReport{Connected: true, Muted: true})
		if k := l.now().Call; k.Window != window || k.Reports[desk.FromOperator].Muted {
			t.Errorf("a window that does not carry the call has it: %+v", k)
		}
		l.w.desk.TakeCall(anna, l.talk, l.id, second, desk.CallReport{})
		l.w.desk.ReportCall(anna, l.talk, l.id, window, desk.CallReport{Connected: true, Muted: true}) // late, of the window before
		if k := l.now().Call; k.Window != second || k.Reports[desk.FromOperator] != (desk.CallReport{}) {
			t.Errorf("the window before has taken it back: %+v", k)
		}
		l.w.desk.TakeCall(actor(l.w.shop.Bert), l.talk, l.id, window, desk.CallReport{})
		if k := l.now().Call; k.Window != second {
			t.Error("a colleague has taken it")
		}
	})
}

func TestVisitorWithOnlyHisCallWindowIsCalled_S32(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.opensPhone()
		l.page.leaves()
		pass(time.Second)
		l.offered()
		l.phone.leave(time.Now())
		must(t, "take it back", l.annaHangsUp())
		wants(t, "call who is not there", l.annaCalls("call-of-anna-0000009"), desk.Conflict)
	})
}

func TestVisitorOffersFiveCallsAMinute_T27(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		calls := func() error {
			l.id = desk.CallID(l.w.id("call"))
			return l.visitorCalls(l.id)
		}
		for range 5 {
			must(t, "call", calls())
			must(t, "take it back", l.visitorHangsUp())
		}
		err := calls()
		wants(t, "a sixth call", err, desk.TooMany)
		if n := l.lines(desk.LineCallOffered); n != 5 {
			t.Errorf("%d lines", n)
		}
		l.offered() // the operator's is no matter of his
		must(t, "accept", l.visitorAccepts())
		must(t, "hang up", l.visitorHangsUp())
		pass(13 * time.Second)
		must(t, "call a while later", calls())
	})
}

func TestSignalsArePaced_T27(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.connected()
		passed := func(kind desk.SignalKind, times int) (n int) {
			for range times {
				if l.w.desk.SignalCallByVisitor(l.page.of.id, l.talk, l.id, desk.Signal{Kind: kind, Round: 1}) == nil {
					n++
				}
			}
			return n
		}
		if a, c, again := passed(desk.SignalAnswer, 100), passed(desk.SignalCandidate, 100), passed(desk.SignalAgain, 100); a != 6 || c != 60 || again != 5 {
			t.Errorf("%d answers, %d candidates, %d requests of an offer are passed on at once", a, c, again)
		}
		must(t, "the other side's signal", l.w.desk.SignalCall(actor(l.w.shop.Anna), l.talk, l.id, desk.Signal{Kind: desk.SignalOffer, Round: 1}))
		pass(time.Second)
		if n := passed(desk.SignalAnswer, 10); n != 2 {
			t.Errorf("a second later %d answers are passed on", n)
		}
	})
}

func TestCallThatRangBeforeVoiceWasOff_F34(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		must(t, "call", l.visitorCalls("call-of-gerda-000001"))
		l.id = "call-of-gerda-000001"
		l.w.relay = nil
		l.w.store.Slow(5 * time.Second) // its end is not written yet
		l.w.restart()
		synctest.Wait() // it is being written
		l.w.store.Heal()
		err := l.annaAccepts()
		wants(t, "accept without a relay", err, desk.Refused)
		pass(10 * time.Second)
		if k := l.now().Call; k.EndedBy != desk.CallLost {
			t.Errorf("it ended by %q", k.EndedBy)
		}
	})
}
