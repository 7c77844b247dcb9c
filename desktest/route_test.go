package desktest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestRoundRobinGoesOnWhereItWasWhenTheOneAskedLastIsGone_COM7(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.Routing = desk.RoundRobin })
		w.console(w.shop.Anna)
		bert, carla := w.console(w.shop.Bert), w.console(w.shop.Carla)
		a, first := w.newcomer("") // rings at Anna
		b, _ := w.newcomer("")
		if !rings(bert.asked(b.of), w.shop.Bert) {
			t.Fatalf("it stands %+v, want it to ring at Bert", bert.asked(b.of))
		}
		must(t, "take back what rings at Anna", w.desk.CancelRequest(context.Background(), a.of.id, first.ID))
		bert.stop()
		synctest.Wait()
		if got := carla.asked(b.of); !rings(got, w.shop.Carla) {
			t.Errorf("Bert went and it stands %+v, want it to ring at Carla, who comes after him", got)
		}
	})
}

func TestChatThatComesBackToAnEmptyShopWaitsAWhileAndThenEnds_QUE3(t *testing.T) {
	for _, c := range []struct {
		name string
		goes func(t *testing.T, w *world, anna *console)
		back time.Duration // when it is in the queue
	}{
		{"lost", func(_ *testing.T, _ *world, anna *console) { anna.stop() }, 30 * time.Second},
		{"handed over and gone", func(t *testing.T, w *world, anna *console) {
			_, err := w.desk.HandOver(context.Background(), actor(w.shop.Anna))
			must(t, "hand over", err)
			anna.stop()
		}, 0},
		{"handed over and still here", func(t *testing.T, w *world, _ *console) {
			_, err := w.desk.HandOver(context.Background(), actor(w.shop.Anna))
			must(t, "hand over", err)
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				anna := w.console(w.shop.Anna)
				b, r := w.newcomer("")
				anna.takes(r)
				_, err := w.desk.SwitchLiveHelp(context.Background(), actor(w.shop.Anna), false)
				must(t, "switch", err)
				pass(2 * time.Minute) // the list has expired
				c.goes(t, w, anna)
				pass(c.back + 59*time.Second)
				if got := b.conversation(); got.State != desk.ConversationIsOpen || b.standing().Place != 1 {
					t.Fatalf("59 s after it came back it is %+v, the request %+v; want it to wait for Anna's return", got, b.standing())
				}
				pass(2 * time.Second)
				if got := b.conversation(); got.State != desk.ConversationIsEnded || got.EndedBy != desk.EndedByNobody {
					t.Errorf("nobody came and it is %+v, want it ended", got)
				}
			})
		})
	}
}
