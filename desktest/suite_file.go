package desktest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"beckon/desk"
)

// file returns a file of a conversation that is not yet recorded.
func (l *ledger) file(c desk.Conversation, by desk.Side) desk.File {
	return desk.File{
		ID: desk.FileID(l.id("file")), Conversation: c.ID, Visitor: c.Visitor, By: by, Key: "kept-as-this", Name: "Bell «1».png", Type: "image/png", Size: 1000,
		Width: 20, Height: 10, At: l.later(),
	}
}

func fileIsKeptOnce(t *testing.T, l *ledger) {
	ctx := context.Background()
	c, other := l.talk(anna), l.talk(bert)
	f := l.file(c, desk.FromVisitor)
	l.record(&desk.FileKept{File: f})
	again := &desk.FileKept{File: f}
	again.File.Key = "another place"
	l.record(again)
	if again.File.Key != f.Key {
		t.Errorf("sent again it lies at %q, want where it lay", again.File.Key)
	}
	if got, err := l.File(ctx, f.ID); err != nil || !cmp.Equal(got, f) {
		t.Errorf("got %v, %s", err, cmp.Diff(f, got))
	}
	foreign := f
	foreign.Conversation = other.ID
	l.refuses(&desk.FileKept{File: foreign}, desk.Conflict)
	if _, err := l.File(ctx, "unknown"); desk.KindOf(err) != desk.NotFound {
		t.Errorf("an unknown file: %v, want NotFound", err)
	}
	theirs := l.file(c, desk.FromOperator)
	l.record(&desk.FileKept{File: theirs})
	if sum, err := l.FileBytes(ctx, c.Visitor, f.At.Add(-time.Second)); err != nil || sum != 1000 {
		t.Errorf("the visitor attached %d bytes, %v; want 1000: only his own", sum, err)
	}
	if sum, err := l.FileBytes(ctx, c.Visitor, f.At); err != nil || sum != 0 {
		t.Errorf("since then %d bytes, %v; want none", sum, err)
	}
}

func filesAreCounted(t *testing.T, l *ledger) {
	c := l.talk(anna)
	keeping := func() *desk.FileKept { // room for two
		return &desk.FileKept{File: l.file(c, desk.FromVisitor), Since: begin, AtMost: 2500}
	}
	first := keeping()
	l.record(first)
	errs := atOnce(l.recording(keeping()), l.recording(keeping()))
	if (errs[0] == nil) == (errs[1] == nil) || desk.KindOf(errors.Join(errs...)) != desk.TooMany {
		t.Errorf("two at once with room for one: %v", errs)
	}
	l.refuses(keeping(), desk.TooMany)
	l.record(first) // it is there
	theirs := l.file(c, desk.FromOperator)
	l.record(&desk.FileKept{File: theirs})
	late := keeping()
	late.Since = late.File.At.Add(-time.Millisecond)
	l.record(late)
	if sum, err := l.FileBytes(context.Background(), c.Visitor, begin); err != nil || sum != 3000 {
		t.Errorf("%d bytes are kept, %v; want 3000", sum, err)
	}
}

func messageCarriesFiles(t *testing.T, l *ledger) {
	ctx := context.Background()
	c := l.talk(anna)
	sent, stray := l.file(c, desk.FromVisitor), l.file(c, desk.FromVisitor)
	l.record(&desk.FileKept{File: sent})
	l.record(&desk.FileKept{File: stray})
	said := l.saying(c.ID, desk.FromVisitor, "")
	said.Line.Files = []desk.File{sent}
	l.record(said)
	lines := l.lines(c.ID)
	if got := lines[len(lines)-1].Files; len(got) != 1 || got[0].ID != sent.ID || got[0].Name != sent.Name || got[0].Width != 20 || got[0].Size != 1000 || got[0].Key != "" {
		t.Errorf("the line remembers %+v", got)
	}
	other := l.saying(c.ID, desk.FromVisitor, "")
	other.Line.ID = said.Line.ID
	l.refuses(other, desk.Conflict)
	gone := l.saying(c.ID, desk.FromVisitor, "")
	gone.Line.Files = []desk.File{{ID: "unknown"}}
	l.refuses(gone, desk.NotFound)
	if now := l.lines(c.ID); len(now) != len(lines) {
		t.Errorf("what was refused left %d lines", len(now)-len(lines))
	}
	list, err := l.StrayFiles(ctx, l.later(), 10)
	if err != nil || len(list) != 1 || list[0].ID != stray.ID {
		t.Errorf("stray are %+v, %v; want the one that went with nothing", list, err)
	}
	l.record(&desk.FileForgotten{ID: stray.ID})
	l.record(&desk.FileForgotten{ID: sent.ID})
	if _, err := l.File(ctx, stray.ID); desk.KindOf(err) != desk.NotFound {
		t.Errorf("the forgotten one: %v, want NotFound", err)
	}
	if _, err := l.File(ctx, sent.ID); err != nil {
		t.Errorf("the one sent was forgotten: %v", err)
	}
}

func keysAreFound(t *testing.T, l *ledger) {
	c := l.talk(anna)
	for _, key := range []string{"key-one", "key-two", "key-three"} {
		f := l.file(c, desk.FromVisitor)
		f.Key = key
		l.record(&desk.FileKept{File: f})
		if key == "key-three" {
			l.record(&desk.FileForgotten{ID: f.ID})
		}
	}
	for _, ask := range []struct{ keys, want []string }{
		{[]string{"key-two", "nobody's", "key-one", "key-three", "", "key-%"}, []string{"key-one", "key-two"}},
		{[]string{"nobody's"}, nil},
		{nil, nil},
	} {
		got, err := l.FileKeys(context.Background(), ask.keys)
		slices.Sort(got)
		if err != nil || !slices.Equal(got, ask.want) {
			t.Errorf("of %q there are %q, %v; want %q", ask.keys, got, err, ask.want)
		}
	}
}

func blocksComeBack(t *testing.T, l *ledger) {
	first := desk.Block{Visitor: "one", Name: "Gerda", Country: "AT", By: anna.ID, ByName: "Anna", At: l.later()}
	second := desk.Block{Visitor: "two", Name: "Site visitor", By: bert.ID, ByName: "Bert", At: l.later()}
	again := first
	again.ByName = "Bert"
	for _, b := range []desk.Block{first, second, again} {
		l.record(&desk.VisitorBlocked{Block: b})
	}
	if got := l.load().Blocked; !cmp.Equal(got, []desk.Block{first, second}) {
		t.Errorf("got %s", cmp.Diff([]desk.Block{first, second}, got))
	}
	l.record(&desk.VisitorUnblocked{Visitor: "one"})
	if got := l.load().Blocked; len(got) != 1 || got[0].Visitor != "two" {
		t.Errorf("after one was let in again: %+v", got)
	}
}
