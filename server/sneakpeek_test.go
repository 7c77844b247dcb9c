package server_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"beckon/wire"
)

// peeks turns the site's sneak-peek on or off.
func (o *operator) peeks(on bool) {
	o.w.t.Helper()
	o.must("PATCH", "/sites/"+string(o.w.site.ID), map[string]any{"sneakPeek": on}, nil)
}

// types says what stands in the visitor's box.
func (b *tab) types(conversation, text string) {
	b.send(wire.VisitorTypingFrame{Type: "typing", Conversation: conversation, On: text != "", Text: text})
}

func TestTypedTextReachesItsOperatorAndNoPlaceElse_V05(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	c, colleague := ana.console(), bert.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	if chat.SneakPeek {
		t.Error("a new site peeks")
	}
	hidden, seen := secret("typed while it is off"), secret("typed while it is on")
	b.types(chat.ID, hidden) // a page that sends it all the same
	if f := await[wire.TypingFrame](c.line, "typing", nil); !f.On || f.Text != "" {
		t.Errorf("switched off, the operator is told %+v", f)
	}
	ana.peeks(true)
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.SneakPeek })
	b.types(chat.ID, seen)
	await(c.line, "typing", func(f wire.TypingFrame) bool { return f.Text == seen })
	if again := b.again(chat.ID, 2); !again.welcome.Conversation.SneakPeek {
		t.Error("a page that connects anew is not told")
	} else {
		b = again
	}
	ana.peeks(false)
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return !f.Conversation.SneakPeek })
	await(c.line, "changed", func(f wire.ChangedFrame) bool { return f.What == "sites" && !f.Sites[0].SneakPeek })
	b.types(chat.ID, hidden)
	b.says(chat.ID, "Said and kept") // what comes after it has come
	c.line1(chat.ID, 3)
	for _, f := range all[wire.TypingFrame](c.line, "typing") {
		if f.Text != "" && f.Text != seen {
			t.Errorf("the operator was told %+v", f)
		}
	}
	if got := all[wire.TypingFrame](colleague.line, "typing"); len(got) > 0 {
		t.Errorf("a colleague was told %+v", got)
	}
	w.wantNowhere(hidden, seen)
}

// wantNowhere fails the test when a text stands in the data; the log is searched when all tests are over.
func (w *world) wantNowhere(texts ...string) {
	w.t.Helper()
	kept := false
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(w.file() + suffix)
		must(w.t, "read the data", err)
		kept = kept || bytes.Contains(raw, []byte("Said and kept"))
		for _, text := range texts {
			if strings.Contains(string(raw), text) {
				w.t.Errorf("%q stands in beckon.db%s", text, suffix)
			}
		}
	}
	if !kept {
		w.t.Error("what was said is not found either: the search is blind")
	}
}
