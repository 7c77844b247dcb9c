package desktest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

// attachesToLetter has a visitor attach a file to a message that he is about to leave.
func (p *person) attachesToLetter(id, name string, size int64) (desk.File, error) {
	ctx := context.Background()
	if err := p.w.desk.MayAttachOffline(ctx, p.id, size); err != nil {
		return desk.File{}, err
	}
	return p.w.desk.KeepOfflineFile(ctx, p.id, desk.File{ID: desk.FileID(id), Key: "kept as " + id, Name: name, Size: size})
}

func TestMessageIsLeftWithFiles_OFF1_OFF3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.mailSetUp()
		guest, thief := w.visitor(), w.visitor()
		_, err := guest.attachesToLetter("file-of-nobody-000", "x", 1)
		wants(t, "attach without an open page", err, desk.NotFound)
		guest.open("/")
		thief.open("/")
		bell, err := guest.attachesToLetter("file-000000000001", `C:\bell.png`, 1000)
		must(t, "attach", err)
		notes, err := guest.attachesToLetter("file-000000000002", "notes.txt", 20)
		must(t, "attach", err)
		_, err = thief.attachesToLetter(string(bell.ID), "mine", 1)
		wants(t, "attach under another visitor's id", err, desk.Conflict)
		_, err = guest.attachesToLetter("file-000000000003", "film", w.desk.Settings().MaxFile+1)
		wants(t, "attach what is too large", err, desk.TooLarge)
		operators := func(id desk.FileID) error {
			_, err := w.desk.File(ctx, actor(w.shop.Bert), id)
			return err
		}
		wants(t, "an operator sees what was not left", operators(bell.ID), desk.NotFound)

		m := leaving("1", "Saddle")
		m.Files = []desk.FileID{bell.ID, notes.ID}
		wants(t, "another leaves it", w.desk.LeaveMessage(ctx, thief.id, desk.NewOffline{ID: "an-offline-message-9", Email: m.Email, Text: "x", Files: m.Files}), desk.Invalid)
		for range 2 {
			must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, m))
		}
		other := m
		other.Files = m.Files[:1]
		wants(t, "with other files under its id", w.desk.LeaveMessage(ctx, guest.id, other), desk.Conflict)
		b, err := w.desk.Board(ctx, actor(w.shop.Bert), desk.BoardQuery{Limit: 10})
		if err != nil || len(b.Messages) != 1 || len(b.Messages[0].Files) != 2 || b.Messages[0].Files[0].Name != "bell.png" {
			t.Errorf("the board is %+v, %v", b, err)
		}
		mails := w.store.Mails()
		if len(mails) != 2 || !strings.Contains(mails[0].Text, "on The Shop with 2 files (bell.png, notes.txt):") || strings.Contains(mails[0].Text, string(bell.ID)) {
			t.Errorf("the notices are %+v", mails)
		}
		must(t, "an operator sees what was left", operators(bell.ID))
		_, err = w.desk.FileOfVisitor(ctx, guest.id, bell.ID)
		must(t, "his own", err)
		_, err = w.desk.FileOfVisitor(ctx, thief.id, bell.ID)
		wants(t, "another's", err, desk.NotFound)
		pass(25 * time.Hour)
		if list, err := w.desk.StrayFiles(ctx, 10); err != nil || len(list) > 0 {
			t.Errorf("stray are %+v, %v", list, err)
		}
	})
}

func TestFilesOfAMessageAreBounded_OFF1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		guest := w.visitor()
		guest.open("/")
		m := leaving("1", "")
		for i := range 20 {
			f, err := guest.attachesToLetter(fmt.Sprintf("file-%013d", i), "film", 10<<20)
			must(t, "attach", err)
			m.Files = append(m.Files, f.ID)
		}
		_, err := guest.attachesToLetter("file-of-tomorrow-1", "film", 1)
		wants(t, "beyond 200 MB a day", err, desk.TooMany)
		all := m.Files
		m.Files = all[:6]
		wants(t, "six files", w.desk.LeaveMessage(ctx, guest.id, m), desk.Invalid)
		m.Files = []desk.FileID{all[0], all[0]}
		wants(t, "the same twice", w.desk.LeaveMessage(ctx, guest.id, m), desk.Invalid)
		m.Files = []desk.FileID{"unknown-file-0001"}
		wants(t, "an unknown one", w.desk.LeaveMessage(ctx, guest.id, m), desk.Invalid)
		m.Files = all[:5]
		must(t, "five", w.desk.LeaveMessage(ctx, guest.id, m))
	})
}

func TestWhatAChatDidNotTakeIsLeft_S44(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor().open("/")
		c := anna.talksTo(guest)
		f, err := w.desk.KeepFile(ctx, desk.File{ID: "file-000000000001", Conversation: c.ID, By: desk.FromVisitor, Key: "kept", Name: "bell.png", Size: 10})
		must(t, "attach in the chat", err)
		theirs, err := w.desk.KeepFile(ctx, desk.File{ID: "file-000000000002", Conversation: c.ID, By: desk.FromOperator, Operator: "anna", Key: "kept", Name: "prices", Size: 10})
		must(t, "the operator attaches", err)
		anna.ends(c)
		m := leaving("1", "")
		m.Files = []desk.FileID{theirs.ID}
		wants(t, "leave the operator's", w.desk.LeaveMessage(ctx, guest.of.id, m), desk.Invalid)
		m.Files = []desk.FileID{f.ID}
		must(t, "leave", w.desk.LeaveMessage(ctx, guest.of.id, m))
		pass(25 * time.Hour)
		if list, err := w.desk.StrayFiles(ctx, 10); err != nil || len(list) != 1 || list[0].ID != theirs.ID {
			t.Errorf("stray are %+v, %v; want the operator's", list, err)
		}
	})
}
