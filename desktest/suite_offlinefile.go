package desktest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"beckon/desk"
)

// leftFile records a visitor's file for an off-line message.
func (l *ledger) leftFile(v desk.Visit) desk.File {
	f := l.file(desk.Conversation{Visitor: v.Visitor}, desk.FromVisitor)
	l.record(&desk.FileKept{File: f})
	return f
}

// leavesWith is a message of a visitor with files, not yet recorded.
func (l *ledger) leavesWith(v desk.Visit, files ...desk.File) desk.OfflineMessage {
	return desk.OfflineMessage{
		ID: desk.OfflineID(l.id("offline")), Visitor: v.Visitor, Site: v.Site, Email: "gast@home.example", Text: "See this", Files: files, At: l.later(),
		State: desk.OfflineIsUnanswered,
	}
}

func offlineMessageKeepsFiles(t *testing.T, l *ledger) {
	ctx := context.Background()
	v, c := l.visit("visitor"), l.talk(anna)
	one, two, spare, ofChat := l.leftFile(v), l.leftFile(v), l.leftFile(v), l.file(c, desk.FromVisitor)
	ofChat.Visitor = v.Visitor
	l.record(&desk.FileKept{File: ofChat})
	differ(t, "use before it is left", l.use(one, ""), desk.FileUse{})
	m, plain := l.leavesWith(v, two, one, ofChat), l.leavesWith(v)
	notice := l.mail(desk.MailNotice, "anna@shop.example")
	for i := range 2 { // sent again
		e := &desk.OfflineMessageLeft{Message: m, Notices: []desk.Mail{notice}}
		l.record(e)
		if e.Repeated != (i == 1) || !cmp.Equal(e.Message.Files, m.Files) {
			t.Errorf("left %d times: Repeated is %t, files %+v", i+1, e.Repeated, e.Message.Files)
		}
	}
	l.record(&desk.OfflineMessageLeft{Message: plain})
	differ(t, "the message", l.message(m.ID), m)
	list, err := l.OfflineMessages(ctx, desk.BoardQuery{Limit: 10})
	must(t, "read the board", err)
	differ(t, "the board", list, []desk.OfflineMessage{plain, m})
	_, list, err = l.History(ctx, v.Visitor, 10)
	must(t, "read the history", err)
	differ(t, "the history", list, []desk.OfflineMessage{plain, m})
	differ(t, "use when it is left", l.use(one, ""), desk.FileUse{Left: true})

	for _, files := range [][]desk.File{nil, {two, one}, {one, two, ofChat}} {
		other := m
		other.Files = files
		l.refuses(&desk.OfflineMessageLeft{Message: other}, desk.Conflict)
	}
	gone := l.leavesWith(v, one, desk.File{ID: "unknown"})
	l.refuses(&desk.OfflineMessageLeft{Message: gone, Notices: []desk.Mail{notice}}, desk.NotFound)
	if _, err := l.OfflineMessage(ctx, gone.ID); desk.KindOf(err) != desk.NotFound || l.queue().Waiting != 1 {
		t.Errorf("what was refused stands, or its notices wait: %v, %+v", err, l.queue())
	}

	differ(t, "strays", l.strays(), []desk.FileID{spare.ID})
	for _, f := range m.Files {
		l.record(&desk.FileForgotten{ID: f.ID})
		if _, err := l.File(ctx, f.ID); err != nil {
			t.Errorf("a message's file was forgotten: %v", err)
		}
	}
	l.record(&desk.FileForgotten{ID: spare.ID})
	if _, err := l.File(ctx, spare.ID); desk.KindOf(err) != desk.NotFound {
		t.Errorf("one that stands with no message: %v, want NotFound", err)
	}
}

// fileIsEnclosedOrForgotten lets a file be forgotten while a message is left with it, and while one is sent with it: either it is gone
// and the message was refused, or both stand.
func fileIsEnclosedOrForgotten(t *testing.T, l *ledger) {
	v, c := l.visit("visitor"), l.talk(anna)
	for range 20 {
		left, ofChat := l.leftFile(v), l.file(c, desk.FromVisitor)
		l.record(&desk.FileKept{File: ofChat})
		m, said := l.leavesWith(v, left), l.saying(c.ID, desk.FromVisitor, "")
		said.Line.Files = []desk.File{ofChat}
		errs := atOnce(
			l.recording(&desk.OfflineMessageLeft{Message: m}), l.recording(&desk.FileForgotten{ID: left.ID}),
			l.recording(said), l.recording(&desk.FileForgotten{ID: ofChat.ID}),
		)
		for _, f := range []struct {
			id   desk.FileID
			sent error
		}{{left.ID, errs[0]}, {ofChat.ID, errs[2]}} {
			_, err := l.File(context.Background(), f.id)
			if gone := desk.KindOf(err) == desk.NotFound; gone != (desk.KindOf(f.sent) == desk.NotFound) || !gone && (err != nil || f.sent != nil) {
				t.Errorf("a message with a file: %v; the file then: %v", f.sent, err)
			}
		}
		if errs[1] != nil || errs[3] != nil {
			t.Errorf("forgetting: %v, %v", errs[1], errs[3])
		}
	}
}

func offlineFilesAreTheirVisitors(t *testing.T, l *ledger) {
	v, other := l.visit("visitor"), l.visit("visitor")
	f := l.leftFile(v)
	stolen := f
	stolen.Visitor = other.Visitor
	l.refuses(&desk.FileKept{File: stolen}, desk.Conflict) // else it would be answered with what v attached
	keeping := func(v desk.Visit) *desk.FileKept {         // room for two
		return &desk.FileKept{File: l.file(desk.Conversation{Visitor: v.Visitor}, desk.FromVisitor), Since: begin, AtMost: 2500}
	}
	var all []func() error
	for range 8 {
		all = append(all, l.recording(keeping(v)))
	}
	kept := 0
	for _, err := range atOnce(all...) {
		if err == nil {
			kept++
		} else if desk.KindOf(err) != desk.TooMany {
			t.Errorf("beyond: %v, want TooMany", err)
		}
	}
	if kept != 1 {
		t.Errorf("eight at once with room for one: %d are kept", kept)
	}
	l.refuses(keeping(v), desk.TooMany)
	l.record(keeping(other))
	if sum, err := l.FileBytes(context.Background(), v.Visitor, begin.Add(-time.Second)); err != nil || sum != 2000 {
		t.Errorf("%d bytes are counted, %v; want 2000", sum, err)
	}
}
