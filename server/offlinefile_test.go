package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"beckon/wire"
)

// encloses attaches a file to a message that is to be left.
func (b *tab) encloses(name string, content []byte) wire.File {
	b.t.Helper()
	var f wire.File
	answer, raw := b.who.attaches("", newID("file"), name, content)
	if answer.StatusCode != 200 || json.Unmarshal(raw, &f) != nil {
		b.t.Fatalf("attach: %s %s", answer.Status, raw)
	}
	return f
}

func TestMessageIsLeftWithFiles_OFF1_OFF3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	ana.setsUpMail()
	b, thief := w.visitor().open("/"), w.visitor().open("/")
	picture := b.encloses("bell.html", append(bell(t), "<script>canary</script>"...))
	notes := b.encloses("notes.txt", []byte("It is rusty"))
	if picture.Type != "image/png" || picture.Width != 20 || notes.Width != 0 {
		t.Errorf("got %+v and %+v, want an image by its content and a plain file", picture, notes)
	}
	if got := ana.gets(notes.ID); got != 404 {
		t.Errorf("before it is left an operator gets %d, want 404", got)
	}
	f := leaving("The red bell", "See this")
	f.Files = []string{picture.ID, notes.ID}
	stolen := f
	stolen.ID = newID("leave")
	if r := thief.refused(stolen); r.Of != "leave" || r.Code != "invalid" {
		t.Errorf("another visitor leaves them: %+v, want invalid", r)
	}
	for range 2 { // sent again because the answer was lost
		b.leaves(f)
	}
	notice := w.smtp.got(t, 1)[0]
	if !strings.Contains(notice.raw, "with 2 files (bell.html, notes.txt)") || strings.Contains(notice.raw, picture.ID) || strings.Contains(notice.raw, "/files/") {
		t.Errorf("the notice is %s", notice.raw)
	}

	var m wire.Correspondence
	ana.must("GET", "/offline/"+f.ID, nil, &m)
	var board wire.Board
	ana.must("GET", "/offline", nil, &board)
	if len(board.Messages) != 1 || fmt.Sprint(board.Messages[0].Files) != fmt.Sprint([]wire.File{picture, notes}) || fmt.Sprint(m.Message.Files) != fmt.Sprint(board.Messages[0].Files) {
		t.Errorf("the board has %+v, the message %+v", board.Messages, m.Message)
	}
	answer, raw := ana.do(ana.request("GET", "/files/"+picture.ID, nil))
	if h := answer.Header; answer.StatusCode != 200 || h.Get("Content-Type") != "image/png" || !strings.HasPrefix(h.Get("Content-Disposition"), "inline") || bytes.Contains(raw, []byte("canary")) {
		t.Errorf("the operator gets %s %v", answer.Status, h)
	}
	answer, raw = ana.do(ana.request("GET", "/files/"+notes.ID, nil))
	if h := answer.Header; string(raw) != "It is rusty" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("Content-Security-Policy") != "sandbox; default-src 'none'" {
		t.Errorf("the operator gets %s %v %q", answer.Status, h, raw)
	}
	for who, want := range map[*visitor]int{b.who: 200, thief.who: 404} {
		if answer, _ := who.fetches(notes.ID); answer.StatusCode != want {
			t.Errorf("a visitor gets %s, want %d", answer.Status, want)
		}
	}
	if got := w.browser().gets(notes.ID); got != 401 {
		t.Errorf("who is not signed in gets %d", got)
	}
}

func TestFilesStayAsLongAsTheirMessage_OFF1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	kept, stray := b.encloses("kept.txt", []byte("kept")), b.encloses("stray.txt", []byte("stray"))
	f := leaving("", "See this")
	f.Files = []string{kept.ID}
	b.leaves(f)
	_, err := w.database().Exec("UPDATE file SET kept = kept - 90000000")
	must(t, "let a day pass", err)
	must(t, "sweep", w.server.SweepFiles(t.Context()))
	for id, want := range map[string]int{kept.ID: 200, stray.ID: 404} {
		if answer, _ := b.who.fetches(id); answer.StatusCode != want {
			t.Errorf("%s: got %s, want %d", id, answer.Status, want)
		}
	}
	_, err = w.database().Exec("DELETE FROM offline_message")
	must(t, "erase the message", err)
	if got := ana.gets(kept.ID); got != 404 {
		t.Errorf("without its message an operator gets %d, want 404", got)
	}
	must(t, "sweep", w.server.SweepFiles(t.Context()))
	if n := w.filesLeft(); n != 0 {
		t.Errorf("%d files are left without their message", n)
	}
}

func TestFilesForMessagesAreFewOfAnAddress_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.FilesPerAddress = 2 })
	ana := w.signIn(w.ana)
	b, other := w.visitor().open("/"), w.visitor().open("/")
	if answer, _ := b.who.attaches("", newID("file"), "empty", nil); answer.StatusCode != 422 { // counts nothing
		t.Errorf("an empty file: %s", answer.Status)
	}
	id := newID("file")
	for _, one := range []string{id, id, newID("file")} {
		if answer, raw := b.who.attaches("", one, "bell.png", bell(t)); answer.StatusCode != 200 {
			t.Errorf("two files, one sent again: %s %s", answer.Status, raw)
		}
	}
	answer, raw := other.who.attaches("", newID("file"), "bell.png", bell(t))
	if answer.StatusCode != 429 || !strings.Contains(string(raw), "can be sent without it") || w.filesLeft() != 2 {
		t.Errorf("a third of the address: %s %s, %d files", answer.Status, raw, w.filesLeft())
	}
	chat := talk(ana, other)
	if answer, raw := other.who.attaches(chat.ID, newID("file"), "bell.png", bell(t)); answer.StatusCode != 200 {
		t.Errorf("in a chat: %s %s", answer.Status, raw)
	}
}
