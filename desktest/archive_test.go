package desktest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

func (w *world) stored(id desk.ConversationID) desk.Conversation {
	w.t.Helper()
	c, err := w.store.Conversation(context.Background(), id)
	must(w.t, "read the conversation", err)
	return c
}

func TestVisitorRatesWithin24HoursOfTheEnd_CHT3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest, stranger := w.console(w.shop.Anna), w.visitor(), w.visitor()
		b := guest.open("/")
		stranger.open("/")
		talk := anna.talksTo(b)
		rate := func(by desk.VisitorID, stars int, comment string) error {
			return errOf(w.desk.Rate(ctx, by, talk.ID, stars, comment))
		}
		wants(t, "rating while it goes on", rate(guest.id, 5, ""), desk.Conflict)
		must(t, "end", errOf(w.desk.End(ctx, actor(w.shop.Anna), talk.ID)))
		for name, c := range map[string]struct {
			err  error
			want desk.Kind
		}{
			"a stranger": {rate(stranger.id, 1, ""), desk.NotFound}, "no star": {rate(guest.id, 0, ""), desk.Invalid}, "six stars": {rate(guest.id, 6, ""), desk.Invalid},
			"an endless comment": {rate(guest.id, 3, strings.Repeat("x", 1001)), desk.TooLarge},
		} {
			wants(t, name, c.err, c.want)
		}
		pass(shortly)
		if r := anna.talk(talk.ID).Rating; r.Stars != 0 {
			t.Errorf("Anna sees %+v, want no rating yet", r)
		}
		must(t, "rate", rate(guest.id, 3, ""))
		must(t, "rate anew, with a comment", rate(guest.id, 4, "  Quick\u202e <b>help</b> "))
		pass(shortly)
		for who, r := range map[string]desk.Rating{"Anna": anna.talk(talk.ID).Rating, "the store": w.stored(talk.ID).Rating} {
			if r.Stars != 4 || r.Comment != "Quick <b>help</b>" || r.At.IsZero() {
				t.Errorf("%s has %+v", who, r)
			}
		}
		w.restart() // out of memory by now
		must(t, "rate after a restart", rate(guest.id, 5, ""))
		pass(24 * time.Hour)
		wants(t, "a day later", rate(guest.id, 1, ""), desk.Ended)
		if r := w.stored(talk.ID).Rating; r.Stars != 5 {
			t.Errorf("stored are %d stars, want 5", r.Stars)
		}
	})
}

func TestNotesNeverReachTheVisitor_CHT2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		b := guest.open("/")
		talk := anna.talksTo(b)
		pass(shortly)
		before := b.screen()
		n, err := w.desk.AddNote(ctx, actor(w.shop.Bert), talk.ID, "a-note-of-bert-1", "Ordered twice before")
		must(t, "a colleague's note", err)
		again, err := w.desk.AddNote(ctx, actor(w.shop.Bert), talk.ID, "a-note-of-bert-1", "Ordered twice before")
		must(t, "the same note", err)
		differ(t, "the same note", again, n)
		must(t, "end", errOf(w.desk.End(ctx, actor(w.shop.Anna), talk.ID)))
		must(t, "a note after the end", errOf(w.desk.AddNote(ctx, actor(w.shop.Anna), talk.ID, "a-note-of-anna-1", "Send the catalogue")))
		_, err = w.desk.AddNote(ctx, actor(w.shop.Anna), talk.ID, "a-note-of-anna-2", " \n ")
		wants(t, "an empty note", err, desk.Invalid)
		_, err = w.desk.AddNote(ctx, actor(w.shop.Anna), "nothing", "a-note-of-anna-3", "Hello")
		wants(t, "a note on nothing", err, desk.NotFound)
		pass(shortly)
		notes, err := w.desk.Notes(ctx, actor(w.shop.Anna), talk.ID)
		if err != nil || len(notes) != 2 || notes[0].OperatorName != "Bert" || notes[1].Text != "Send the catalogue" {
			t.Errorf("notes: got %+v, %v", notes, err)
		}
		if got := b.screen(); len(got) != len(before)+1 { // the end
			t.Errorf("the visitor reads %q, before %q", got, before)
		}
		lines, _, err := w.desk.MessagesForVisitor(ctx, guest.id, talk.ID, 0, 100)
		must(t, "lines", err)
		for i, m := range lines {
			if m.Seq != int64(i+1) || strings.Contains(m.Text, "Ordered") {
				t.Errorf("the visitor's line %d is %+v", i+1, m)
			}
		}
	})
}

func TestTagsOfAConversation_CHT2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest := w.console(w.shop.Anna), w.visitor()
		talk := anna.talksTo(guest.open("/"))
		by := actor(w.shop.Bert)
		for _, tag := range []string{" Returns ", "delivery", "returns"} {
			must(t, "tag", errOf(w.desk.Tag(ctx, by, talk.ID, tag)))
		}
		pass(shortly)
		if got := anna.talk(talk.ID).Tags; !slices.Equal(got, []string{"delivery", "returns"}) {
			t.Errorf("Anna sees %q", got)
		}
		must(t, "untag", errOf(w.desk.Untag(ctx, by, talk.ID, "Delivery")))
		wants(t, "untag what is not there", errOf(w.desk.Untag(ctx, by, talk.ID, "delivery")), desk.NotFound)
		wants(t, "an empty tag", errOf(w.desk.Tag(ctx, by, talk.ID, " ")), desk.Invalid)
		wants(t, "a long tag", errOf(w.desk.Tag(ctx, by, talk.ID, strings.Repeat("x", 31))), desk.Invalid)
		for n := range 19 {
			must(t, "many tags", errOf(w.desk.Tag(ctx, by, talk.ID, strings.Repeat("x", n+1))))
		}
		wants(t, "the 21st", errOf(w.desk.Tag(ctx, by, talk.ID, "one too many")), desk.TooMany)
		w.restart()
		c, err := w.desk.StoredConversation(ctx, talk.ID)
		if err != nil || len(c.Tags) != 20 || c.Tags[0] != "returns" {
			t.Errorf("after a restart: %q, %v", c.Tags, err)
		}
	})
}

func TestReadMarksGoBothWays_CHT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, guest, stranger := w.console(w.shop.Anna), w.visitor(), w.visitor()
		b := guest.open("/")
		stranger.open("/")
		talk := anna.talksTo(b)
		anna.says(talk.ID, "Hello!")
		must(t, "the visitor has seen", w.desk.ReadByVisitor(ctx, guest.id, talk.ID, 99))
		must(t, "said again, less", w.desk.ReadByVisitor(ctx, guest.id, talk.ID, 1))
		must(t, "Anna has seen", w.desk.Read(ctx, actor(w.shop.Anna), talk.ID, 2))
		wants(t, "a stranger's mark", w.desk.ReadByVisitor(ctx, stranger.id, talk.ID, 3), desk.NotFound)
		wants(t, "a colleague's mark", w.desk.Read(ctx, actor(w.shop.Bert), talk.ID, 3), desk.Forbidden)
		pass(shortly)
		for who, c := range map[string]desk.Conversation{"Anna": anna.talk(talk.ID), "the store": w.stored(talk.ID)} {
			if c.VisitorRead != 3 || c.VisitorGot != 3 || c.OperatorRead != 2 || c.OperatorGot < 2 {
				t.Errorf("%s has visitor %d (got %d), operator %d (got %d), want 3 3 2 2", who, c.VisitorRead, c.VisitorGot, c.OperatorRead, c.OperatorGot)
			}
		}
		must(t, "end", errOf(w.desk.End(ctx, actor(w.shop.Anna), talk.ID)))
		must(t, "read after the end", w.desk.ReadByVisitor(ctx, guest.id, talk.ID, 4))
		pass(shortly)
		if c := anna.talk(talk.ID); c.VisitorRead != 4 {
			t.Errorf("Anna sees that the visitor read up to %d, want the end", c.VisitorRead)
		}
	})
}

func TestPersonalCannedMessagesAreOnesOwn_CAN1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, bert := actor(w.shop.Anna), actor(w.shop.Bert)
		own, err := w.desk.SaveCanned(ctx, bert, desk.Canned{Owner: anna.ID, Title: "Mine", Text: "Hi", Shortcut: "/Hi", Tags: []string{"B", "a", "b"}})
		must(t, "save one's own", err)
		if own.Owner != bert.ID || own.Shortcut != "hi" || !slices.Equal(own.Tags, []string{"a", "b"}) {
			t.Errorf("saved %+v: whoever saves is the owner", own)
		}
		taken := own
		taken.ID = ""
		_, err = w.desk.SaveCanned(ctx, bert, taken)
		wants(t, "a shortcut twice", err, desk.Conflict)
		stolen := own
		stolen.Title = "Anna's now"
		_, err = w.desk.SaveCanned(ctx, anna, stolen)
		wants(t, "changing a colleague's, administrator or not", err, desk.NotFound)
		wants(t, "deleting a colleague's", w.desk.DeleteCanned(ctx, anna, own.ID), desk.NotFound)
		for _, shortcut := range []string{"two words", "ümlaut", strings.Repeat("x", 31), "a_b"} {
			_, err = w.desk.SaveCanned(ctx, bert, desk.Canned{Title: "X", Text: "X", Shortcut: shortcut})
			wants(t, "shortcut "+shortcut, err, desk.Invalid)
		}
		list := func(by desk.Actor) int {
			l, err := w.desk.CannedList(ctx, by)
			must(t, "list", err)
			return len(l)
		}
		if list(bert) != 1 || list(anna) != 0 {
			t.Errorf("Bert sees %d, Anna %d, want 1 and 0", list(bert), list(anna))
		}
		talk := w.console(w.shop.Bert).talksTo(w.visitor().open("/"))
		for range 2 { // sent again is used once
			must(t, "say", errOf(w.desk.SayCanned(ctx, bert, talk.ID, "a-message-of-bert-1", "Hi", own.ID)))
		}
		must(t, "say", errOf(w.desk.SayCanned(ctx, bert, talk.ID, "a-message-of-bert-2", "Hi", "gone")))
		own.Owner = ""
		own.Used = 99
		own, err = w.desk.SaveCanned(ctx, bert, own)
		must(t, "share it", err)
		l, err := w.desk.CannedList(ctx, anna)
		if err != nil || len(l) != 1 || l[0].Used != 1 || own.Used != 1 {
			t.Errorf("shared: Anna sees %+v, %v, want it used once", l, err)
		}
	})
}

func TestArchiveFindsAndShowsWhere_OPS9(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna := w.console(w.shop.Anna)
		long := strings.Repeat("There is much to say before it. ", 10) + "The <b>Kestrel</b> takes a child seat, " + strings.Repeat("and much after it. ", 20)
		var talks []desk.ConversationID
		for _, text := range []string{"Nothing", long, "kestrels"} {
			b := w.visitor().open("/")
			talk := anna.talksTo(b)
			b.says(text)
			talks = append([]desk.ConversationID{talk.ID}, talks...)
			pass(time.Minute)
		}
		by := actor(w.shop.Bert)
		found, more, err := w.desk.Archive(ctx, by, "KESTREL", desk.ArchiveQuery{Limit: 10})
		if err != nil || more || len(found) != 2 || found[0].Conversation.ID != talks[0] || found[1].Conversation.ID != talks[1] {
			t.Fatalf("got %+v, %t, %v", found, more, err)
		}
		var all, hits string
		for _, p := range found[1].Snippet {
			all += p.Text
			if p.Found {
				hits += p.Text
			}
		}
		if hits != "Kestrel" || !strings.Contains(all, "The <b>Kestrel</b> takes a child seat") || len([]rune(all)) > 170 || !strings.HasPrefix(all, "…") || !strings.HasSuffix(all, "…") {
			t.Errorf("the snippet is %q, set off is %q", all, hits)
		}
		for _, page := range []int{1, 2} {
			found, more, err = w.desk.Archive(ctx, by, "", desk.ArchiveQuery{Limit: page})
			if err != nil || !more || len(found) != page {
				t.Errorf("%d at most: got %d, %t, %v", page, len(found), more, err)
			}
		}
		if found, _, err := w.desk.Archive(ctx, by, "!!!", desk.ArchiveQuery{Limit: 10}); err != nil || len(found) != 0 {
			t.Errorf("no word at all finds %d, %v", len(found), err)
		}
	})
}
