package desktest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

func TestSameLinesOnEveryScreen_Guarantee2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert, guest := w.console(w.shop.Anna), w.console(w.shop.Bert), w.visitor()
		one, two := guest.open("/"), guest.open("/cart")
		talk := anna.talksTo(one)
		atOnce(
			func() error {
				for n := range 10 {
					one.says(fmt.Sprint("visitor ", n))
				}
				return nil
			},
			func() error {
				for n := range 30 {
					anna.says(talk.ID, fmt.Sprint("operator ", n))
				}
				return nil
			})
		pass(shortly)
		want := one.screen()
		if len(want) != 42 {
			t.Fatalf("the visitor's page shows %d lines, want 42", len(want))
		}
		stored, err := w.store.Messages(context.Background(), talk.ID, 0, 100)
		must(t, "read", err)
		for name, got := range map[string][]string{"the other tab": two.screen(), "Anna": anna.screen(talk.ID), "Bert": bert.screen(talk.ID), "the store": texts(stored)} {
			if !slices.Equal(got, want) {
				t.Errorf("%s shows %q, want %q", name, got, want)
			}
		}
		late := guest.open("/help")
		if got := late.screen(); !slices.Equal(got, want) {
			t.Errorf("a page opened later shows %q, want %q", got, want)
		}
		if got := w.console(w.shop.Carla).screen(talk.ID); !slices.Equal(got, want) {
			t.Errorf("a console opened later shows %q, want %q", got, want)
		}
	})
}

func TestMessageSentAgainIsTheSameLine_Guarantee3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		first, err := b.trySay("a-message-of-the-page", "Hello?")
		must(t, "say", err)
		told, err := w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, "a-message-of-console", "You are on %page%")
		must(t, "say", err)
		b = b.goes("/cart") // the text would be filled otherwise now
		for _, when := range []string{"while it is open", "after it ended", "after a restart"} {
			again, err := b.trySay("a-message-of-the-page", "Hello?")
			if err != nil {
				t.Fatalf("%s: say again: %v", when, err)
			}
			differ(t, when+" the visitor's line", again, first)
			again, err = w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, "a-message-of-console", "You are on %page%")
			if err != nil {
				t.Fatalf("%s: say again: %v", when, err)
			}
			differ(t, when+" the operator's line", again, told)
			if when == "while it is open" {
				_, err = b.trySay("a-message-of-the-page", "Something else")
				wants(t, "another text under this id", err, desk.Conflict)
				_, err := w.desk.End(ctx, actor(w.shop.Anna), talk.ID)
				must(t, "end", err)
			} else {
				_, err = b.trySay("another-message-of-it", "Too late")
				wants(t, when+" a new line", err, desk.Ended)
			}
			if when == "after it ended" {
				w.restart()
				guest.desk = w.desk
				b.hello.Resume = talk.ID
				b.reconnects()
				if _, c, _ := b.view(); c == nil || c.State != desk.ConversationIsEnded {
					t.Errorf("after a restart the page that shows the chat is told %+v, want that it ended", c)
				}
			}
		}
		if got := b.screen(); len(got) != 5 {
			t.Errorf("the page shows %q, want 5 lines", got)
		}
	})
}

func TestMessageThatIsNone(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		for _, c := range []struct {
			name, id, text string
			want           desk.Kind
		}{
			{"empty", "a-message-of-mine-1", "", desk.Invalid},
			{"white space", "a-message-of-mine-1", " \n ", desk.Invalid},
			{"control characters", "a-message-of-mine-1", "\x00\u202e", desk.Invalid},
			{"too long", "a-message-of-mine-1", strings.Repeat("🙂", desk.MaxMessage+1), desk.TooLarge},
			{"no id", "", "Hello", desk.Invalid},
			{"id too short", "a", "Hello", desk.Invalid},
			{"id with markup", "<b>a-message-of-mine</b>", "Hello", desk.Invalid},
		} {
			_, err := b.trySay(desk.ClientID(c.id), c.text)
			wants(t, "visitor: "+c.name, err, c.want)
			_, err = w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, desk.ClientID(c.id), c.text)
			wants(t, "operator: "+c.name, err, c.want)
		}
		if got := b.screen(); len(got) != 2 {
			t.Errorf("the page shows %q, want the first two lines alone", got)
		}
		pass(10 * time.Second)
		if m := b.says(strings.Repeat("🙂", desk.MaxMessage)); m.Seq != 3 {
			t.Errorf("the longest text got number %d, want 3", m.Seq)
		}
	})
}

func TestVisitorCantFloodTheOperator(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		refused := 0
		for n := range 40 {
			if _, err := b.trySay(desk.ClientID(fmt.Sprintf("a-message-of-mine-%d", n)), "!"); err != nil {
				wants(t, "too many", err, desk.TooMany)
				refused++
			}
		}
		if refused != 30 {
			t.Errorf("%d of 40 at once were refused, want 30", refused)
		}
		anna.says(talk.ID, "Slowly, please")
		pass(time.Second)
		b.says("Sorry")
	})
}

func TestMarksSayWhoHasIt(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		m := anna.says(talk.ID, "Hello")
		must(t, "got", w.desk.GotByVisitor(ctx, guest.id, talk.ID, m.Seq))
		must(t, "got less", w.desk.GotByVisitor(ctx, guest.id, talk.ID, 1))
		must(t, "got", w.desk.Got(ctx, actor(w.shop.Anna), talk.ID, 999))
		pass(shortly)
		if c := anna.talk(talk.ID); c.VisitorGot != 3 || c.OperatorGot != 3 {
			t.Errorf("got %d and %d, want 3 and 3: never less, never more than there is", c.VisitorGot, c.OperatorGot)
		}
		if _, c, _ := b.view(); c.VisitorGot != 3 || c.OperatorGot != 3 {
			t.Errorf("the page is told %d and %d, want 3 and 3", c.VisitorGot, c.OperatorGot)
		}
	})
}

func TestTypingIsToldAndNeverStored(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest, other := w.console(w.shop.Anna), w.visitor(), w.visitor()
		b, elsewhere := guest.open("/"), other.open("/")
		talk := anna.talksTo(b)
		w.desk.TypeByOperator(actor(w.shop.Anna), talk.ID, true)
		w.desk.TypeByOperator(actor(w.shop.Bert), talk.ID, false) // not his
		w.desk.TypeByVisitor(other.id, talk.ID, true)             // not his either
		w.desk.TypeByVisitor(guest.id, talk.ID, true)
		w.desk.TypeByVisitor(guest.id, "unknown", true)
		pass(shortly)
		if !b.seesTyping() || elsewhere.timesTold() > 0 || anna.countOf("Typing") != 2 {
			t.Errorf("typing at the visitor's page: %t, others were told %d, Anna %d times", b.seesTyping(), elsewhere.timesTold(), anna.countOf("Typing"))
		}
		if lines, _ := w.store.Messages(context.Background(), talk.ID, 0, 10); len(lines) != 2 {
			t.Errorf("%d lines are stored, want 2", len(lines))
		}
	})
}
