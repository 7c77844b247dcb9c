package desktest

import (
	"context"
	"testing"
	"time"

	"beckon/desk"
)

// A PostgreSQL that answers too late has committed all the same: what the desk then learns from the store is the call, not only its lines.

func TestLostAnswerToAnOfferOfACall_Guarantee1(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		ctx := context.Background()
		l.w.store.LoseAnswers(losing("CallOffered"))
		l.id = desk.CallID(l.w.id("call"))
		_, err := l.w.desk.OfferCall(ctx, actor(l.w.shop.Anna), l.talk, l.id, window)
		wants(t, "offer a call", err, desk.Unavailable)
		c, err := l.w.desk.OfferCall(ctx, actor(l.w.shop.Anna), l.talk, l.id, window)
		if err != nil || c.Call == nil || c.Call.ID != l.id || c.Call.State != desk.CallRings || c.Call.Window != window {
			t.Fatalf("offered again: %+v, %v, want the call that rings, in her window", c.Call, err)
		}
		if k := l.page.conversation().Call; k == nil || k.State != desk.CallRings {
			t.Errorf("the page shows %+v, want a call that rings", k)
		}
		pass(46 * time.Second)
		l.ended(desk.CallUnanswered, "The call was not answered")
		l.connected() // and another is possible
	})
}

func TestLostAnswerToAnOfferOfAnother_L1(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.w.store.LoseAnswers(losing("CallOffered"))
		l.id = desk.CallID(l.w.id("call"))
		_, err := l.w.desk.OfferCall(context.Background(), actor(l.w.shop.Anna), l.talk, l.id, window)
		wants(t, "offer a call", err, desk.Unavailable)
		c, err := l.w.desk.OfferCallByVisitor(context.Background(), l.page.of.id, l.talk, desk.CallID(l.w.id("call")))
		must(t, "the visitor calls too", err)
		if c.Call.ID != l.id || c.Call.State != desk.CallIsOpen || !l.relay.relays(l.id) {
			t.Errorf("the call is %+v, relayed %v", c.Call, l.relay.relays(l.id))
		}
	})
}

func TestLostAnswerToAnAcceptedCall_Guarantee1(t *testing.T) {
	for name, next := range map[string]func(l *line) error{
		"pressed again": func(l *line) error {
			_, err := l.w.desk.AcceptCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id)
			return err
		},
		"learned with a line": func(l *line) error { l.page.says("Hello?"); pass(3 * time.Second); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			calling(t, func(t *testing.T, l *line) {
				l.offered()
				l.opensPhone()
				l.w.store.LoseAnswers(losing("CallAccepted"))
				_, err := l.w.desk.AcceptCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id)
				wants(t, "accept", err, desk.Unavailable)
				if l.relay.relays(l.id) {
					t.Error("a call that was refused is relayed")
				}
				must(t, name, next(l))
				if k := l.now().Call; k.State != desk.CallIsOpen || k.Accepted.IsZero() || k.Window != window || !l.relay.relays(l.id) {
					t.Errorf("the call is %+v, relayed %v", k, l.relay.relays(l.id))
				}
				l.report(true)
				pass(time.Minute)
				_, err = l.w.desk.EndCall(context.Background(), actor(l.w.shop.Anna), l.talk, l.id, false)
				must(t, "hang up", err)
				l.ended(desk.CallEndedByOperator, "Anna hung up · 1:00")
			})
		})
	}
}

func TestLostAnswerToTheEndOfACall_Guarantee1(t *testing.T) {
	for name, next := range map[string]func(l *line) error{
		"hung up again": func(l *line) error {
			_, err := l.w.desk.EndCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id, false)
			return err
		},
		"learned with a line": func(l *line) error { l.page.says("Hello?"); pass(3 * time.Second); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			calling(t, func(t *testing.T, l *line) {
				l.connected()
				pass(time.Minute)
				l.w.store.LoseAnswers(losing("CallEnded"))
				_, err := l.w.desk.EndCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id, false)
				wants(t, "hang up", err, desk.Unavailable)
				must(t, name, next(l))
				k := l.now().Call
				if k.State != desk.CallIsEnded || k.EndedBy != desk.CallEndedByVisitor || k.Duration(time.Now()) != time.Minute || l.relay.relays(l.id) {
					t.Errorf("the call is %+v of %s, relayed %v", k, k.Duration(time.Now()), l.relay.relays(l.id))
				}
				if l.phone.call.EndedBy != desk.CallEndedByVisitor {
					t.Errorf("the window reads that it ended by %q: it would call again", l.phone.call.EndedBy)
				}
				l.connected() // and another is possible
			})
		})
	}
}
