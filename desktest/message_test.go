package desktest

import (
	"context"
	"fmt"
	"reflect"
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

func TestMessageSentAgainAfterATakeOverIsTheSameLine_Guarantee3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		first := anna.says(talk.ID, "Green or black?")
		Record(t, w.store, &desk.ConversationTaken{Line: desk.Message{Conversation: talk.ID, ID: "a-line-of-the-system-1", From: desk.FromSystem, What: desk.LineTookOver, At: time.Now()}, From: "anna", By: "bert", ByName: "Bert"})
		w.restart()
		again, err := w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, first.ID, "Green or black?")
		if err != nil || again.Seq != first.Seq {
			t.Errorf("sent again: line %d, %v, want line %d", again.Seq, err, first.Seq)
		}
		_, err = w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, first.ID, "White?")
		wants(t, "another text under this id", err, desk.Conflict)
		_, err = w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, "a-new-message-of-hers", "White?")
		wants(t, "a new message", err, desk.Forbidden)
		_, err = w.desk.Say(ctx, actor(w.shop.Carla), talk.ID, first.ID, "Green or black?")
		wants(t, "a colleague's id", err, desk.Forbidden)
	})
}

func TestAnotherTextUnderAnIdIsAConflict_Guarantee3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		say := func(id desk.ClientID, text string) (desk.Message, error) {
			return w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, id, text)
		}
		for n, c := range []struct {
			first, again string
			same         bool
		}{
			{"You are on %page%", "You are on %page%", true},
			{"You are on %page%", "You were on %page%", false},
			{"You are on %page%", "You are on %page%!", false},
			{"You are on %page%", "100% sure", false},
			{"I'm %name%, %visitor%: %unknown%", "I'm %name%, %visitor%: %unknown%", true},
			{"I'm %name%, %visitor%: %unknown%", "I'm %name%, %visitor%: %other%", false},
			{"100% sure", "100% sure", true},
			{"100% sure", "90% sure", false},
			{"  %visitor%, look  ", "  %visitor%, look  ", true},
			{"Look, %visitor% ", "Look, %visitor% ", true},
		} {
			id := desk.ClientID(fmt.Sprintf("a-message-of-anna-%d", n))
			first, err := say(id, c.first)
			must(t, c.first, err)
			b = b.goes(fmt.Sprint("/catalog/", n)) // the page's variable stands for something else now
			again, err := say(id, c.again)
			if c.same && (err != nil || !reflect.DeepEqual(again, first)) {
				t.Errorf("%q sent again: %+v, %v, want the line %+v", c.again, again, err, first)
			}
			if !c.same {
				wants(t, fmt.Sprintf("%q under the id of %q", c.again, c.first), err, desk.Conflict)
			}
		}
		_, err := w.desk.Hold(ctx, actor(w.shop.Anna), talk.ID)
		must(t, "hold", err)
		_, err = b.trySay("a-message-of-the-page", "Hello?")
		wants(t, "on hold", err, desk.OnHold)
		_, err = w.desk.Resume(ctx, actor(w.shop.Anna), talk.ID)
		must(t, "resume", err)
		must(t, "say", errOf(b.trySay("a-message-of-the-page", "Hello?")))
		must(t, "end", w.desk.EndByVisitor(ctx, guest.id, talk.ID))
		must(t, "the same after the end", errOf(b.trySay("a-message-of-the-page", " Hello?")))
		wants(t, "another after the end", errOf(b.trySay("a-message-of-the-page", "Hello!")), desk.Conflict)
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

func TestMessageLengthIsASetting_Settings(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, anna, guest := context.Background(), w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		w.setting(func(s *desk.Settings) { s.MessageLength = 10 })
		for text, want := range map[string]desk.Kind{strings.Repeat("🙂", 11): desk.TooLarge, strings.Repeat("🙂", 10): 0} {
			_, err := b.trySay(desk.ClientID(w.id("said")), text)
			if desk.KindOf(err) != want {
				t.Errorf("the visitor says %d characters: %v", len([]rune(text)), err)
			}
			_, err = w.desk.Say(ctx, actor(w.shop.Anna), talk.ID, desk.ClientID(w.id("told")), text)
			if desk.KindOf(err) != want {
				t.Errorf("the operator says %d characters: %v", len([]rune(text)), err)
			}
		}
		for _, n := range []int{0, -1, desk.MaxMessage + 1} {
			s := w.desk.Settings()
			s.MessageLength = n
			_, err := w.desk.ChangeSettings(ctx, actor(w.shop.Anna), s)
			wants(t, fmt.Sprintf("a length of %d", n), err, desk.Invalid)
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
		w.desk.TypeByOperator(actor(w.shop.Bert), talk.ID, false)  // not his
		w.desk.TypeByVisitor(elsewhere.arrived, talk.ID, true, "") // not his either
		w.desk.TypeByVisitor(b.arrived, talk.ID, true, "")
		w.desk.TypeByVisitor(b.arrived, "unknown", true, "")
		pass(shortly)
		if !b.seesTyping() || elsewhere.timesTold() > 0 || anna.countOf("Typing") != 2 {
			t.Errorf("typing at the visitor's page: %t, others were told %d, Anna %d times", b.seesTyping(), elsewhere.timesTold(), anna.countOf("Typing"))
		}
		if lines, _ := w.store.Messages(context.Background(), talk.ID, 0, 10); len(lines) != 2 {
			t.Errorf("%d lines are stored, want 2", len(lines))
		}
	})
}

func TestTypingIsConflated_Guarantee9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		told := func() int {
			pass(0)
			return anna.countOf("Typing")
		}
		for range 100 {
			w.desk.TypeByVisitor(b.arrived, talk.ID, true, "")
		}
		if n := told(); n != 1 {
			t.Errorf("said 100 times at once that he types: told %d times, want once", n)
		}
		for range 3 {
			pass(600 * time.Millisecond)
			w.desk.TypeByVisitor(b.arrived, talk.ID, true, "")
		}
		if n := told(); n != 1 {
			t.Errorf("said again within 2 s: told %d times, want once", n)
		}
		for range 10 { // 10 s
			for n := range 100 {
				w.desk.TypeByVisitor(b.arrived, talk.ID, n%2 == 1, "")
				time.Sleep(10 * time.Millisecond)
			}
		}
		if n := told(); n < 3 || n > 22 {
			t.Errorf("100 changes a second for 10 s: told %d times, want two a second at most", n)
		}
		w.desk.TypeByOperator(actor(w.shop.Anna), talk.ID, true)
		w.desk.TypeByOperator(actor(w.shop.Anna), talk.ID, false)
		w.desk.TypeByOperator(actor(w.shop.Anna), talk.ID, true)
		w.desk.TypeByOperator(actor(w.shop.Anna), talk.ID, false)
		if !b.seesTyping() {
			t.Error("the other side's changes keep this side's from being told")
		}
		pass(time.Second)
		if b.seesTyping() {
			t.Error("what was said last is never told")
		}
		before := told()
		for range 10 { // a long text: the sign is renewed every 3 s
			w.desk.TypeByOperator(actor(w.shop.Anna), talk.ID, true)
			pass(3 * time.Second)
		}
		if n := told() - before; n != 10 {
			t.Errorf("renewed 10 times, told %d times, want all: the other side lets it fade", n)
		}
		_, err := w.desk.Hold(context.Background(), actor(w.shop.Anna), talk.ID)
		must(t, "hold", err)
		w.desk.TypeByOperator(actor(w.shop.Anna), talk.ID, false)
		if pass(0); b.seesTyping() {
			t.Error("on hold the operator's sign stays")
		}
	})
}

func TestVariablesAreOfTheConversationWhileTheVisitorIsAway_S11(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		for n := range 20 { // one of many must not come by chance
			s := desk.Site{ID: desk.SiteID(fmt.Sprint("a-site-", n)), Name: fmt.Sprint("Another ", n), Key: fmt.Sprintf("key-of-another-%07d", n), Mode: desk.ModeFull}
			Record(t, w.store, &desk.SiteChanged{Site: s})
		}
		w.restart()
		w.setting(func(s *desk.Settings) { s.VisitorGone, s.VisitGap = 24*time.Hour, time.Minute })
		anna := w.console(w.shop.Anna)
		guest := w.visitor()
		guest.desk = w.desk
		b := guest.open("/")
		anna.invites(guest, "May I help?")
		talk := b.accepts("Gerda")
		b.leaves()
		pass(10 * time.Minute)
		m, err := w.desk.SayCanned(ctx, actor(w.shop.Anna), talk.ID, "a-message-0000000001", "Hello %visitor% of %site%%page%", "")
		if err != nil || m.Text != "Hello Gerda of The Shop" {
			t.Errorf("it says %q, %v", m.Text, err)
		}
		first, err := w.desk.PreviewInvitation(actor(w.shop.Anna), "", "%site%")
		must(t, "preview", err)
		for range 20 {
			if again, _ := w.desk.PreviewInvitation(actor(w.shop.Anna), "", "%site%"); again != first {
				t.Fatalf("an example says %q, then %q", first, again)
			}
		}
	})
}
