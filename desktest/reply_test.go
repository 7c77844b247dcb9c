package desktest

import (
	"context"
	"strings"
	"testing"

	"beckon/desk"
)

// keeps attaches a file for canned messages and replies.
func (w *world) keeps(by desk.Operator, name string, size int64) desk.File {
	w.t.Helper()
	f, err := w.desk.KeepCannedFile(context.Background(), actor(by), desk.File{ID: desk.FileID("a-file-called-" + strings.ReplaceAll(name, ".", "-")), Key: "key of " + name, Name: name, Type: "application/pdf", Size: size})
	must(w.t, "keep a file", err)
	return f
}

func TestReplyCarriesFilesAndCountsItsCannedMessage_CAN1_OFF2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, anna := context.Background(), actor(w.shop.Anna)
		w.mailSetUp()
		guest := w.visitor()
		guest.open("/")
		left := leaving("1", "Saddle")
		must(t, "leave", w.desk.LeaveMessage(ctx, guest.id, left))
		leaflet, own, half := w.keeps(w.shop.Bert, "leaflet.pdf", 6<<20), w.keeps(w.shop.Anna, "own.pdf", 4<<20), w.keeps(w.shop.Anna, "a-byte.txt", 1)
		n := desk.NewReply{ID: "a-reply-of-anna-1", To: []string{left.Email, "gerda@work.example"}, Text: "Here, %visitor%", Files: []desk.FileID{leaflet.ID, own.ID}}
		_, err := w.desk.ReplyOffline(ctx, anna, left.ID, n)
		wants(t, "with a colleague's file", err, desk.Invalid)
		c, err := w.desk.SaveCanned(ctx, actor(w.shop.Bert), desk.Canned{Title: "Leaflet", Text: "Here, %visitor%", Files: []desk.File{leaflet}})
		must(t, "share it in a canned message", err)
		n.Canned = c.ID
		over := n
		over.Files = append(over.Files, half.ID)
		_, err = w.desk.ReplyOffline(ctx, anna, left.ID, over)
		wants(t, "with 10 MB and a byte", err, desk.TooLarge)
		wants(t, "attach 10 MB and a byte", w.desk.MayAttachToReply(ctx, anna, left.ID, 10<<20+1), desk.TooLarge)
		wants(t, "attach to no message", w.desk.MayAttachToReply(ctx, anna, "none", 1), desk.NotFound)
		must(t, "attach 10 MB", w.desk.MayAttachToReply(ctx, anna, left.ID, 10<<20))

		lost := false
		w.store.LoseAnswers(func(e desk.Event) bool {
			_, replied := e.(*desk.OfflineReplied)
			lost = replied && !lost
			return lost
		})
		_, err = w.desk.ReplyOffline(ctx, anna, left.ID, n)
		wants(t, "an answer gets lost", err, desk.Unavailable)
		got, err := w.desk.ReplyOffline(ctx, anna, left.ID, n)
		must(t, "sent again", err)
		if r := got.Message.Replies; len(r) != 1 || len(r[0].Files) != 2 || r[0].Files[0].Name != "leaflet.pdf" || r[0].Files[1].ID != own.ID {
			t.Errorf("the board has %+v", r)
		}
		mails := w.store.Mails()[2:] // after the notices
		if len(mails) != 2 {
			t.Fatalf("%d mails, want one to each address", len(mails))
		}
		for _, m := range mails {
			if len(m.Files) != 2 || m.Files[0].Key != leaflet.Key || m.Text != "Here, Gerda" {
				t.Errorf("a mail is %+v", m)
			}
		}
		if list, err := w.desk.CannedList(ctx, anna); err != nil || len(list) != 1 || list[0].Used != 1 {
			t.Errorf("canned messages are %+v, %v; want one used once", list, err)
		}
		must(t, "delete the canned message", w.desk.DeleteCanned(ctx, actor(w.shop.Bert), c.ID))
		gone, err := w.desk.ForgetFile(ctx, leaflet.ID)
		if gone || err != nil {
			t.Errorf("a reply's file was forgotten: %t, %v", gone, err)
		}
		if _, err := w.desk.File(ctx, actor(w.shop.Carla), own.ID); err != nil {
			t.Errorf("a colleague can't read what went with a reply: %v", err)
		}
	})
}
