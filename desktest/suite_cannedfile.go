package desktest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"beckon/desk"
)

// cannedFile records a file for canned messages.
func (l *ledger) cannedFile(by desk.Operator) desk.File {
	f := l.file(desk.Conversation{}, desk.FromOperator)
	f.Operator = by.ID
	l.record(&desk.FileKept{File: f})
	return f
}

func (l *ledger) strays() []desk.FileID {
	list, err := l.StrayFiles(context.Background(), l.later(), 10)
	must(l.t, "read stray files", err)
	out := []desk.FileID{}
	for _, f := range list {
		out = append(out, f.ID)
	}
	return out
}

func (l *ledger) use(f desk.File, visitor desk.VisitorID) desk.FileUse {
	use, err := l.FileUse(context.Background(), f.ID, visitor)
	must(l.t, "read who may have a file", err)
	return use
}

func cannedKeepsFiles(t *testing.T, l *ledger) {
	ctx := context.Background()
	one, two, spare := l.cannedFile(anna), l.cannedFile(anna), l.cannedFile(anna)
	c := desk.Canned{ID: "1", Owner: anna.ID, Title: "Leaflet", Text: "Here it is", Files: []desk.File{two, one}}
	l.record(&desk.CannedSaved{Canned: c})
	l.record(&desk.CannedSaved{Canned: desk.Canned{ID: "2", Title: "Without", Text: "Nothing"}})
	differ(t, "strays", l.strays(), []desk.FileID{spare.ID})
	if got, err := l.Canned(ctx, c.ID); err != nil || !cmp.Equal(got.Files, c.Files) {
		t.Errorf("got %v, %s", err, cmp.Diff(c.Files, got.Files))
	}
	list := l.cannedOf(anna)
	if len(list) != 2 || !cmp.Equal(list[0].Files, c.Files) || len(list[1].Files) != 0 {
		t.Errorf("the list has %+v", list)
	}
	differ(t, "use of a personal one's", l.use(one, ""), desk.FileUse{})
	l.record(&desk.FileForgotten{ID: one.ID}) // it is of a canned message
	if _, err := l.File(ctx, one.ID); err != nil {
		t.Errorf("a canned message's file was forgotten: %v", err)
	}
	c.Owner, c.Files = "", []desk.File{one}
	l.record(&desk.CannedSaved{Canned: c})
	differ(t, "use of a shared one's", l.use(one, ""), desk.FileUse{Shared: true})
	differ(t, "strays after one was taken off", l.strays(), []desk.FileID{two.ID, spare.ID})
	gone := c
	gone.Files = []desk.File{{ID: "unknown"}}
	l.refuses(&desk.CannedSaved{Canned: gone}, desk.NotFound)
	said := l.file(l.talk(anna), desk.FromOperator)
	l.record(&desk.FileKept{File: said})
	gone.Files = []desk.File{said} // a conversation's
	l.refuses(&desk.CannedSaved{Canned: gone}, desk.NotFound)
	if got, err := l.Canned(ctx, c.ID); err != nil || len(got.Files) != 1 {
		t.Errorf("after refusals it has %+v, %v", got.Files, err)
	}
	l.record(&desk.CannedDeleted{ID: c.ID})
	differ(t, "strays after it was deleted", l.strays(), []desk.FileID{one.ID, two.ID, spare.ID, said.ID})
	differ(t, "use after it was deleted", l.use(one, ""), desk.FileUse{})
}

func cannedFileIsSent(t *testing.T, l *ledger) {
	f := l.cannedFile(anna)
	canned := desk.Canned{ID: "1", Title: "Leaflet", Text: "Here it is", Files: []desk.File{f}}
	l.record(&desk.CannedSaved{Canned: canned})
	first, second, third := l.talk(anna), l.talk(bert), l.talk(bert)
	for _, c := range []desk.Conversation{first, second} {
		e := l.saying(c.ID, desk.FromOperator, "Here it is")
		e.Line.Files = []desk.File{f}
		l.record(e)
		l.record(&desk.MessageSent{Line: e.Line}) // sent again
		again := l.saying(c.ID, desk.FromOperator, "And once more")
		again.Line.Files = []desk.File{f}
		l.record(again)
		lines := l.lines(c.ID)
		if got := lines[len(lines)-1].Files; len(got) != 1 || got[0].ID != f.ID {
			t.Errorf("the line remembers %+v", got)
		}
	}
	for c, want := range map[desk.VisitorID]bool{first.Visitor: true, second.Visitor: true, third.Visitor: false} {
		differ(t, "use by a visitor", l.use(f, c), desk.FileUse{Shared: true, Sent: true, SentTo: want})
	}
	l.record(&desk.CannedDeleted{ID: canned.ID})
	differ(t, "strays: it is in conversations", l.strays(), []desk.FileID{})
	l.record(&desk.FileForgotten{ID: f.ID})
	differ(t, "use after the canned message is gone", l.use(f, first.Visitor), desk.FileUse{Sent: true, SentTo: true})
	theirs := l.file(first, desk.FromOperator)
	l.record(&desk.FileKept{File: theirs})
	e := l.saying(first.ID, desk.FromOperator, "")
	e.Line.Files = []desk.File{theirs}
	l.record(e)
	differ(t, "use of a conversation's own file", l.use(theirs, first.Visitor), desk.FileUse{Sent: true})
}
