package desktest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"beckon/desk"
)

func replyCarriesFiles(t *testing.T, l *ledger) {
	ctx := context.Background()
	m := l.offline(l.visit("visitor"), "gast@home.example")
	one, two, spare := l.cannedFile(anna), l.cannedFile(anna), l.cannedFile(anna)
	e := l.replying(m, anna, 0, "gast@home.example", "gast@work.example")
	e.Reply.Files = []desk.File{two, one}
	for i := range e.Mails {
		e.Mails[i].Files = e.Reply.Files
	}
	for range 2 { // sent again: once
		l.record(e)
	}
	told := func(f desk.File) desk.File {
		return desk.File{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, Width: f.Width, Height: f.Height}
	}
	got := l.message(m.ID).Replies
	if want := []desk.File{told(two), told(one)}; len(got) != 1 || !cmp.Equal(got[0].Files, want) {
		t.Errorf("the reply has %s", cmp.Diff(want, got[0].Files))
	}
	if q := l.queue(); len(q.Mails) != 2 || len(q.Mails[0].Files) > 0 {
		t.Errorf("lists show %+v, want two mails without files", q.Mails)
	}
	due := l.due(l.later())
	if len(due) != 2 {
		t.Fatalf("%d mails are due, want two", len(due))
	}
	for _, x := range due {
		if len(x.Files) != 2 || x.Files[0].ID != two.ID || x.Files[0].Key != two.Key || x.Files[1].Name != one.Name || x.Files[1].Size != one.Size {
			t.Errorf("a mail carries %+v", x.Files)
		}
	}
	differ(t, "use of what went with a reply", l.use(one, m.Visitor), desk.FileUse{Sent: true})
	differ(t, "strays", l.strays(), []desk.FileID{spare.ID})
	l.record(&desk.FileForgotten{ID: one.ID})
	if _, err := l.File(ctx, one.ID); err != nil {
		t.Errorf("a reply's file was forgotten: %v", err)
	}

	other := *e
	other.Reply.Files = []desk.File{two}
	l.refuses(&other, desk.Conflict)
	l.record(&desk.FileForgotten{ID: spare.ID})
	late := l.replying(m, bert, 1, "gast@home.example")
	late.Reply.Files = []desk.File{one, spare}
	l.refuses(late, desk.NotFound)
	if now := l.message(m.ID); now.Answered != 1 || len(now.Replies) != 1 || l.queue().Waiting != 2 {
		t.Errorf("a reply whose file is gone left %+v", now)
	}
}

func cannedIsCountedWithReply(t *testing.T, l *ledger) {
	ctx := context.Background()
	m := l.offline(l.visit("visitor"), "gast@home.example")
	used := func(id desk.CannedID, want int64) {
		t.Helper()
		if c, err := l.Canned(ctx, id); err != nil || c.Used != want {
			t.Errorf("it was used %d times, %v; want %d", c.Used, err, want)
		}
	}
	l.record(&desk.CannedSaved{Canned: desk.Canned{ID: "shared", Title: "Ours", Text: "Hello"}})
	l.record(&desk.CannedSaved{Canned: desk.Canned{ID: "berts", Owner: bert.ID, Title: "His", Text: "Hello"}})
	first := l.replying(m, anna, 0, "gast@home.example", "gast@work.example")
	first.Canned = "shared"
	for range 2 { // sent again, to two addresses: once
		l.record(first)
	}
	used("shared", 1)
	refused := l.replying(m, bert, 0, "gast@home.example")
	refused.Canned = "shared"
	l.refuses(refused, desk.Conflict)
	used("shared", 1)
	second := l.replying(m, anna, 1, "gast@home.example")
	second.Canned = "berts"
	l.record(second)
	used("berts", 0)
	third := l.replying(m, anna, 2, "gast@home.example")
	third.Canned = "gone"
	l.record(third)
	fourth := l.replying(m, anna, 3, "gast@home.example")
	fourth.Canned = "shared"
	l.record(fourth)
	used("shared", 2)
}
