package desktest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

// peeks turns the shop's sneak-peek on or off.
func (w *world) peeks(on bool) {
	w.t.Helper()
	_, err := w.desk.ChangeSite(context.Background(), actor(w.shop.Anna), w.shop.Site.ID, desk.SiteChange{SneakPeek: &on})
	must(w.t, "switch the sneak-peek", err)
}

// types says what stands in the visitor's box.
func (b *tab) types(text string) { b.at.TypeByVisitor(b.arrived, b.talkID(), text != "", text) }

// rests says that nobody types, and what stands in the box.
func (b *tab) rests(text string) { b.at.TypeByVisitor(b.arrived, b.talkID(), false, text) }

// previews are the texts told of visitors who type, in order; with "-" that one rests.
func (c *console) previews() []string {
	pass(0)
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for _, e := range c.typed {
		if e.On {
			out = append(out, e.Text)
		} else {
			out = append(out, "-"+e.Text)
		}
	}
	return out
}

func TestSneakPeekShowsWhatIsTyped_CHT2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.peeks(true)
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		if !b.conversation().SneakPeek {
			t.Fatal("the visitor is not told")
		}
		b.types("Do you")
		for _, text := range []string{"Do you h", "Do you ha", "Do you have\u202e <b>b\x07lue</b>"} { // within half a second
			pass(100 * time.Millisecond)
			b.types(text)
		}
		pass(time.Second)
		if got, want := anna.previews(), []string{"Do you", "Do you have <b>blue</b>"}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
		b.types(strings.Repeat("é", desk.MaxMessage+1))
		if last := anna.previews(); len([]rune(last[len(last)-1])) != desk.MaxMessage {
			t.Errorf("a text that is too long is told with %d characters", len([]rune(last[len(last)-1])))
		}
		b.types("")
		pass(time.Second)
		if got := anna.previews(); got[len(got)-1] != "-" {
			t.Errorf("an empty box is told as %q", got[len(got)-1])
		}
		if lines, _ := w.store.Messages(context.Background(), talk.ID, 0, 10); len(lines) != 2 {
			t.Errorf("%d lines are stored, want 2", len(lines))
		}
	})
}

func TestWhatIsTypedStandsWhileTheVisitorRests_CHT2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.peeks(true)
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		anna.talksTo(b)
		b.types("Is it")
		pass(time.Second)
		b.rests("Is it")
		pass(time.Minute)
		b.rests("")
		pass(time.Second)
		if got, want := anna.previews(), []string{"Is it", "-Is it", "-"}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
		w.peeks(false)
		b.rests("secret")
		pass(time.Second)
		if got := anna.previews(); strings.Contains(strings.Join(got, ""), "secret") {
			t.Errorf("switched off: told %q", got)
		}
	})
}

func TestSneakPeekIsTwoChangesASecond_V05(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.peeks(true)
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		anna.talksTo(b)
		for n := range 1000 { // 10 s
			b.types(strings.Repeat("x", n+1))
			time.Sleep(10 * time.Millisecond)
		}
		pass(time.Second)
		if got := anna.previews(); len(got) < 15 || len(got) > 22 || len(got[len(got)-1]) != 1000 {
			t.Errorf("told %d times, at last %d characters; want two a second, and the last as it stands", len(got), len(got[len(got)-1]))
		}
	})
}

func TestSwitchedOffNothingTypedIsSeen_V05(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		anna.talksTo(b)
		b.types("secret")
		if got := anna.previews(); !slices.Equal(got, []string{""}) || b.conversation().SneakPeek {
			t.Errorf("from the beginning: told %q, the visitor that he is seen: %t", got, b.conversation().SneakPeek)
		}
		w.peeks(true)
		if pass(0); !b.conversation().SneakPeek {
			t.Error("switched on, the visitor is not told")
		}
		pass(time.Second)
		b.types("seen")
		b.types("seen and held back")
		w.peeks(false)
		if pass(0); b.conversation().SneakPeek {
			t.Error("switched off, the visitor is not told")
		}
		pass(time.Second)
		b.types("secret again")
		pass(time.Second)
		got := anna.previews()
		if !slices.Contains(got, "seen") || strings.Contains(strings.Join(got, ""), "secret") || slices.Contains(got, "seen and held back") {
			t.Errorf("told %q", got)
		}
	})
}

func TestSneakPeekEndsWithWhatItIsOf(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.peeks(true)
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		b.types("Hello")
		b.types("Hello there") // waits for its turn
		b.says("Hello there")
		pass(2 * time.Second)
		if got := anna.previews(); !slices.Equal(got, []string{"Hello"}) && !slices.Equal(got, []string{"Hello", "-"}) {
			t.Errorf("said meanwhile: told %q", got)
		}
		b.types("On")
		b.types("On hold")
		_, err := w.desk.Hold(ctx, actor(w.shop.Anna), talk.ID)
		must(t, "hold", err)
		pass(time.Second)
		b.types("On hold too")
		pass(time.Second)
		if got := strings.Join(anna.previews(), "|"); strings.Contains(got, "hold") {
			t.Errorf("on hold: told %q", got)
		}
		_, err = w.desk.Resume(ctx, actor(w.shop.Anna), talk.ID)
		must(t, "resume", err)
		b.types("Back")
		pass(time.Second)
		b.leaves()
		pass(time.Second)
		if got := anna.previews(); !slices.Equal(got[len(got)-2:], []string{"Back", "-"}) {
			t.Errorf("the visitor left: told %q", got)
		}
	})
}

func TestWhatStoodInABoxIsOverWithThePage_CHT2(t *testing.T) {
	for name, ends := range map[string]func(b *tab){
		"another page":                        func(b *tab) { b.goes("/two") },
		"another page, before the first left": func(b *tab) { b.of.open("/two"); b.leaves() },
		"the same page by another line":       (*tab).reconnects,
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.peeks(true)
				anna, guest := w.console(w.shop.Anna), w.visitor()
				b := guest.open("/")
				anna.talksTo(b)
				b.types("Deleted there")
				pass(time.Second)
				b.rests("Deleted there")
				pass(time.Minute)
				ends(b)
				pass(time.Second)
				if got := anna.previews(); got[len(got)-1] != "-" {
					t.Errorf("told %q, which stands on", got)
				}
			})
		})
	}
}

func TestWhatStandsInABoxStaysWhenAnotherPageGoes_CHT2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.peeks(true)
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b, other := guest.open("/"), guest.open("/two")
		anna.talksTo(b)
		pass(0)
		other.types("There")
		pass(time.Second)
		b.types("Here")
		pass(time.Second)
		other.leaves()
		pass(time.Second)
		other.types("From a page that is gone")
		pass(time.Second)
		if got, want := anna.previews(), []string{"There", "Here"}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	})
}

func TestSneakPeekCrossesTheBusOnlyWhileOn(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		far := w.openDesk("two")
		anna, guest := w.consoleAt(far, w.shop.Anna), w.visitor()
		b := guest.open("/")
		pass(shortly)
		anna.talksTo(b)
		pass(shortly)
		b.types("secret")
		pass(time.Second)
		w.peeks(true)
		b.types("seen")
		pass(time.Second)
		if got := anna.previews(); !slices.Equal(got, []string{"", "seen"}) {
			t.Errorf("told %q", got)
		}
	})
}
