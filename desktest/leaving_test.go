package desktest

import (
	"testing"
	"time"
)

func TestClosedConsoleKeepsItsChatsForAMomentOnly_QUE3(t *testing.T) {
	for _, c := range []struct {
		name string
		back bool // another console comes after 9 s
		kept bool
	}{
		{"loaded anew", true, true},
		{"closed", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				anna := w.console(w.shop.Anna)
				_, r := w.newcomer("")
				talk := anna.takes(r)
				closing, _ := w.desk.Follow(w.shop.Anna.ID)
				anna.stop()
				closing.Leave()
				closing.Close()
				pass(9 * time.Second)
				if got, err := w.desk.Conversation(talk.ID); err != nil || got.Operator != w.shop.Anna.ID {
					t.Errorf("after 9 s it is %+v, %v; want it with Anna", got, err)
				}
				if c.back {
					w.console(w.shop.Anna)
				}
				pass(2 * time.Second)
				if got, err := w.desk.Conversation(talk.ID); err != nil || (got.Operator == w.shop.Anna.ID) != c.kept {
					t.Errorf("after 11 s it is %+v, %v; want it with Anna: %v", got, err, c.kept)
				}
			})
		})
	}
}

func TestAnotherConsoleOfHisKeepsTheChats_QUE3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		_, r := w.newcomer("")
		talk := anna.takes(r)
		closing, _ := w.desk.Follow(w.shop.Anna.ID)
		closing.Leave()
		closing.Close()
		pass(time.Minute)
		if got, err := w.desk.Conversation(talk.ID); err != nil || got.Operator != w.shop.Anna.ID {
			t.Errorf("it is %+v, %v; want it with Anna, who has another console", got, err)
		}
	})
}
