package desktest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"beckon/desk"
)

// both does two things at once, each of a round in a chat of its own, some with a store that is slow enough for the one to meet the other.
func both(t *testing.T, prepare func(l *line), one, other func(l *line) error, then func(t *testing.T, l *line, errs [2]error)) {
	for round := range 40 {
		t.Run(fmt.Sprint("round ", round), func(t *testing.T) {
			calling(t, func(t *testing.T, l *line) {
				prepare(l)
				if round%2 == 0 {
					l.w.store.Slow(time.Millisecond)
				}
				var errs [2]error
				var done sync.WaitGroup
				for i, do := range []func(*line) error{one, other} {
					done.Go(func() { errs[i] = do(l) })
				}
				done.Wait()
				l.w.store.Heal()
				pass(time.Second)
				then(t, l, errs)
			})
		})
	}
}

func (l *line) annaCalls(id desk.CallID) error {
	_, err := l.w.desk.OfferCall(context.Background(), actor(l.w.shop.Anna), l.talk, id, window)
	return err
}

func (l *line) visitorCalls(id desk.CallID) error {
	_, err := l.w.desk.OfferCallByVisitor(context.Background(), l.page.of.id, l.talk, id)
	return err
}

func (l *line) annaAccepts() error {
	_, err := l.w.desk.AcceptCall(context.Background(), actor(l.w.shop.Anna), l.talk, l.id, window)
	return err
}

func (l *line) visitorAccepts() error {
	_, err := l.w.desk.AcceptCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id)
	return err
}

func (l *line) annaHangsUp() error {
	_, err := l.w.desk.EndCall(context.Background(), actor(l.w.shop.Anna), l.talk, l.id, false)
	return err
}

func (l *line) visitorHangsUp() error {
	_, err := l.w.desk.EndCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id, false)
	return err
}

// lines are how many lines of a kind the conversation has.
func (l *line) lines(what desk.What) (n int) {
	l.w.t.Helper()
	list, _, err := l.w.desk.Messages(context.Background(), l.talk, 0, 100)
	must(l.w.t, "read", err)
	for _, m := range list {
		if m.What == what {
			n++
		}
	}
	return n
}

func TestTwoOffersAtOnceAreOneOpenCall_A20(t *testing.T) {
	both(t, func(*line) {},
		func(l *line) error { return l.annaCalls("call-of-anna-0000001") },
		func(l *line) error { return l.visitorCalls("call-of-gerda-000001") },
		func(t *testing.T, l *line, errs [2]error) {
			must(t, "Anna calls", errs[0])
			must(t, "the visitor calls", errs[1])
			k := l.now().Call
			if k.State != desk.CallIsOpen || k.Window != window || !l.relay.relays(k.ID) || l.lines(desk.LineCallOffered) != 1 || l.lines(desk.LineCallStarted) != 1 {
				t.Errorf("the call is %+v, relayed %v", k, l.relay.relays(k.ID))
			}
		})
}

func TestOneOfferSentTwiceAtOnceIsOneCall_A20(t *testing.T) {
	call := func(l *line) error { return l.annaCalls("call-of-anna-0000001") }
	both(t, func(*line) {}, call, call, func(t *testing.T, l *line, errs [2]error) {
		must(t, "Anna calls", errs[0])
		must(t, "Anna calls again", errs[1])
		if k := l.now().Call; k.State != desk.CallRings || k.Window != window || l.lines(desk.LineCallOffered) != 1 {
			t.Errorf("the call is %+v", k)
		}
	})
}

func TestBothHangUpAtOnceIsOneEnd_A20(t *testing.T) {
	both(t, (*line).connected, (*line).annaHangsUp, (*line).visitorHangsUp, func(t *testing.T, l *line, errs [2]error) {
		must(t, "Anna hangs up", errs[0])
		must(t, "the visitor hangs up", errs[1])
		k := l.now().Call
		if k.State != desk.CallIsEnded || k.EndedBy != desk.CallEndedByOperator && k.EndedBy != desk.CallEndedByVisitor || l.relay.relays(k.ID) || l.lines(desk.LineCallEnded) != 1 {
			t.Errorf("the call is %+v, relayed %v", k, l.relay.relays(k.ID))
		}
	})
}

func TestTwoAcceptAtOnceAndItIsRelayed_A20(t *testing.T) {
	both(t, func(l *line) {
		must(l.w.t, "call", l.visitorCalls("call-of-gerda-000001"))
		l.id = "call-of-gerda-000001"
	},
		(*line).annaAccepts, (*line).annaAccepts, func(t *testing.T, l *line, errs [2]error) {
			must(t, "accept", errs[0])
			must(t, "accept in another window", errs[1])
			if k := l.now().Call; k.State != desk.CallIsOpen || k.Window != window || !l.relay.relays(k.ID) || l.lines(desk.LineCallStarted) != 1 {
				t.Errorf("the call is %+v, relayed %v", k, l.relay.relays(k.ID))
			}
		})
}

func TestAcceptedAndTakenBackAtOnce_A20(t *testing.T) {
	both(t, (*line).offered, (*line).visitorAccepts, (*line).annaHangsUp, func(t *testing.T, l *line, errs [2]error) {
		must(t, "Anna takes it back", errs[1])
		k, began := l.now().Call, l.lines(desk.LineCallStarted)
		want := map[int]desk.CallEnding{0: desk.CallWithdrawn, 1: desk.CallEndedByOperator}[began]
		if k.State != desk.CallIsEnded || k.EndedBy != want || l.relay.relays(k.ID) || l.lines(desk.LineCallEnded) != 1 {
			t.Errorf("begun %d times, the call is %+v, relayed %v", began, k, l.relay.relays(k.ID))
		}
		if began == 0 {
			wants(t, "accept what was taken back", errs[0], desk.Conflict)
		}
	})
}
