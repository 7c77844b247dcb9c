package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"beckon/desk"
	"beckon/wire"
)

// attaches puts a file up for canned messages.
func (o *operator) attaches(name string, content []byte) (f wire.File) {
	o.w.t.Helper()
	in, kind := form(o.w.t, map[string]string{"id": newID("file")}, name, content)
	answer, raw := o.do(o.posting("/canned/files", kind, in))
	if answer.StatusCode != http.StatusOK || json.Unmarshal(raw, &f) != nil {
		o.w.t.Fatalf("attach %s: %s %s", name, answer.Status, raw)
	}
	return f
}

// gets returns how a file is answered.
func (o *operator) gets(id string) int {
	answer, _ := o.do(o.request("GET", "/files/"+id, nil))
	return answer.StatusCode
}

func canned(title string, personal bool, files ...string) map[string]any {
	return map[string]any{"title": title, "text": "Here it is", "personal": personal, "files": append([]string{}, files...)}
}

// bytesKept counts the files in the world's folder.
func (w *world) bytesKept() (n int) {
	must(w.t, "walk the folder", filepath.WalkDir(filepath.Join(w.folder, "files"), func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	}))
	return n
}

func TestCannedMessagesFileGoesWithMessagesAndIsKeptOnce_CAN1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	one, two, stranger := w.visitor().open("/"), w.visitor().open("/"), w.visitor().open("/")
	leaflet := ana.attaches("leaflet.pdf", []byte("%PDF-1.4 about bells"))
	var c wire.Canned
	ana.must("POST", "/canned", canned("Leaflet", false, leaflet.ID), &c)
	if len(c.Files) != 1 || c.Files[0] != leaflet {
		t.Fatalf("saved with %+v", c.Files)
	}
	ana.must("PUT", "/canned/"+c.ID, map[string]any{"title": "The leaflet", "text": "Here it is"}, &c)
	if len(c.Files) != 1 {
		t.Errorf("changed by somebody who knows of no files it has %+v", c.Files)
	}
	for who, b := range map[*operator]*tab{ana: one, bert: two} {
		chat := talk(who, b)
		if answer, raw := b.who.fetches(leaflet.ID); answer.StatusCode != http.StatusNotFound {
			t.Errorf("before it is sent the visitor gets %s %s", answer.Status, raw)
		}
		said := map[string]any{"id": newID("said"), "text": "Here it is", "canned": c.ID, "files": []string{leaflet.ID}}
		for range 2 { // sent again because the answer was lost
			who.must("POST", "/conversations/"+chat.ID+"/messages", said, nil)
		}
		m := await(b.line, "message", func(m wire.VisitorMessageFrame) bool { return len(m.Message.Files) == 1 }).Message
		if m.Files[0] != leaflet {
			t.Errorf("the visitor is told %+v", m)
		}
		if answer, raw := b.who.fetches(leaflet.ID); answer.StatusCode != http.StatusOK || !bytes.Contains(raw, []byte("about bells")) {
			t.Errorf("the visitor gets %s %q", answer.Status, raw)
		}
	}
	if answer, _ := stranger.who.fetches(leaflet.ID); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a visitor it was not sent to gets %s", answer.Status)
	}
	if n := w.bytesKept(); n != 1 {
		t.Errorf("%d files are kept, want one", n)
	}
	ana.must("DELETE", "/canned/"+c.ID, nil, nil)
	must(t, "age", agedFiles(w))
	must(t, "sweep", w.server.SweepFiles(context.Background()))
	if answer, _ := one.who.fetches(leaflet.ID); answer.StatusCode != http.StatusOK || bert.gets(leaflet.ID) != http.StatusOK {
		t.Errorf("after the canned message is gone its visitor gets %s", answer.Status)
	}
}

// agedFiles makes all files two days old.
func agedFiles(w *world) error {
	_, err := w.database().Exec("UPDATE file SET kept = kept - 172800000")
	return err
}

func TestCannedMessagesFileIsSwept_CAN1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	kept, dropped, stray := ana.attaches("kept.png", bell(t)), ana.attaches("dropped.txt", []byte("no more")), ana.attaches("stray.txt", []byte("never"))
	var c wire.Canned
	ana.must("POST", "/canned", canned("Bell", false, kept.ID, dropped.ID), &c)
	ana.must("PUT", "/canned/"+c.ID, canned("Bell", false, kept.ID), &c)
	must(t, "sweep", w.server.SweepFiles(context.Background()))
	if ana.gets(stray.ID) != http.StatusOK {
		t.Error("what was attached just now is swept")
	}
	must(t, "age", agedFiles(w))
	must(t, "sweep", w.server.SweepFiles(context.Background()))
	if got := []int{ana.gets(kept.ID), ana.gets(dropped.ID), ana.gets(stray.ID), w.bytesKept()}; got[0] != 200 || got[1] != 404 || got[2] != 404 || got[3] != 1 {
		t.Errorf("after a day: of the canned message %d, taken off %d, of none %d, kept %d", got[0], got[1], got[2], got[3])
	}
}

func TestCannedFilesAreTheirOwnersUntilShared_T04(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	b := w.visitor().open("/")
	chat := talk(ana, b)
	berts := bert.attaches("mine.txt", []byte("Bert's own"))
	var own wire.Canned
	bert.must("POST", "/canned", canned("Mine", true, berts.ID), &own)
	if code := ana.gets(berts.ID); code != http.StatusNotFound {
		t.Errorf("a colleague's own is answered with %d", code)
	}
	say := map[string]any{"id": newID("said"), "text": "Look", "files": []string{berts.ID}}
	ana.wantProblem("POST", "/conversations/"+chat.ID+"/messages", say, http.StatusNotFound, "not-found")
	ana.wantProblem("POST", "/canned", canned("Stolen", false, berts.ID), http.StatusUnprocessableEntity, "invalid")
	b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Files: []string{berts.ID}})
	await(b.line, "refused", func(f wire.RefusedFrame) bool { return f.Code == "not-found" })
	visitors := newID("file")
	b.who.attaches(chat.ID, visitors, "a.txt", []byte("a visitor's"))
	ana.wantProblem("POST", "/canned", canned("A visitor's", false, visitors), http.StatusUnprocessableEntity, "invalid")
	six := make([]string, 6)
	for i := range six {
		six[i] = ana.attaches("one of six", []byte{'x', byte('0' + i)}).ID
	}
	ana.wantProblem("POST", "/canned", canned("Six", false, six...), http.StatusUnprocessableEntity, "invalid")
	ana.wantProblem("POST", "/canned", canned("Twice", false, six[0], six[0]), http.StatusUnprocessableEntity, "invalid")
	ana.must("POST", "/canned", canned("Five", false, six[:5]...), nil)
	bert.must("PUT", "/canned/"+own.ID, canned("Ours", false, berts.ID), nil)
	if code := ana.gets(berts.ID); code != http.StatusOK {
		t.Errorf("shared, a colleague is answered with %d", code)
	}
	ana.must("POST", "/conversations/"+chat.ID+"/messages", say, nil)
	settings := w.desk.Settings()
	settings.MaxFile = 1 << 20
	_, err := w.desk.ChangeSettings(context.Background(), desk.Actor{ID: w.ana.ID, Administrator: true}, settings)
	must(t, "change settings", err)
	in, kind := form(t, map[string]string{"id": newID("file")}, "large.bin", make([]byte, 1<<20+1))
	if answer, raw := ana.do(ana.posting("/canned/files", kind, in)); answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a file over the limit: %s %s", answer.Status, raw)
	}
	answer, err := http.Post(w.origin()+"/api/v1/canned/files", kind, nil)
	must(t, "post", err)
	if answer.Body.Close(); answer.StatusCode != http.StatusUnauthorized && answer.StatusCode != http.StatusForbidden {
		t.Errorf("nobody in particular gets %s", answer.Status)
	}
}
