package server_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"beckon/desk"
	"beckon/files"
	"beckon/wire"
)

// lateSend is a store in which files go with a message just after they were found stray.
type lateSend struct {
	desk.Store
	send func()
}

// StrayFiles implements desk.Store.
func (s lateSend) StrayFiles(ctx context.Context, before time.Time, limit int) ([]desk.File, error) {
	list, err := s.Store.StrayFiles(ctx, before, limit)
	s.send()
	return list, err
}

func TestFileSentWhileItIsSweptStays(t *testing.T) {
	t.Parallel()
	send := func() {}
	w := newWorld(t, func(w *world) {
		w.spy = func(s desk.Store) desk.Store { return lateSend{s, func() { send() }} }
	})
	b := w.visitor().open("/")
	chat := talk(w.signIn(w.ana), b)
	id := newID("file")
	if answer, raw := b.who.attaches(chat.ID, id, "bell.png", bell(t)); answer.StatusCode != 200 {
		t.Fatalf("attached: %s %s", answer.Status, raw)
	}
	_, err := w.database().Exec("UPDATE file SET kept = kept - 90000000")
	must(t, "let a day pass", err)
	send = func() {
		_, err := w.database().Exec("UPDATE file SET sent = 1")
		must(t, "send", err)
	}
	must(t, "sweep", w.server.SweepFiles(t.Context()))
	if answer, raw := b.who.fetches(id); answer.StatusCode != 200 || w.filesLeft() != 1 {
		t.Errorf("it is gone: %s %s", answer.Status, raw)
	}
}

// mortal is a folder whose process ends as it is about to delete: nothing is deleted any more.
type mortal struct {
	files.Store
	ended atomic.Bool
}

var errEnded = errors.New("the process has ended")

// Delete implements files.Store.
func (m *mortal) Delete(name string) error {
	if m.ended.Load() {
		return errEnded
	}
	return m.Store.Delete(name)
}

// mortalStore notes no file any more when the process ends after the bytes were written.
type mortalStore struct {
	desk.Store
	files *mortal
}

// Record implements desk.Store.
func (m mortalStore) Record(ctx context.Context, e desk.Event) error {
	if _, keeping := e.(*desk.FileKept); keeping && m.files.ended.Load() {
		return errEnded
	}
	return m.Store.Record(ctx, e)
}

// aDayPasses makes all that is attached, on disk and in the database, older.
func (w *world) aDayPasses() {
	w.t.Helper()
	_, err := w.database().Exec("UPDATE file SET kept = kept - 90000000")
	must(w.t, "let a day pass", err)
	must(w.t, "let a day pass", filepath.Walk(filepath.Join(w.folder, "files"), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		return os.Chtimes(path, time.Time{}, info.ModTime().Add(-25*time.Hour))
	}))
}

func TestBytesThatAreNoFilesAreSweptAfterADay_F02(t *testing.T) {
	t.Parallel()
	var folder *mortal
	w := newWorld(t, func(w *world) {
		folder = &mortal{Store: w.options.Files}
		w.options.Files, w.spy = folder, func(s desk.Store) desk.Store { return mortalStore{s, folder} }
	})
	b := w.visitor().open("/")
	chat := talk(w.signIn(w.ana), b)
	attach := func() (id string, status int) {
		t.Helper()
		id = newID("file")
		answer, _ := b.who.attaches(chat.ID, id, "bell.png", bell(t))
		return id, answer.StatusCode
	}
	left := func(what string, want int) {
		t.Helper()
		if got := w.filesLeft(); got != want {
			t.Errorf("%s: %d files are on disk, want %d", what, got, want)
		}
	}
	sent, status := attach()
	if status != 200 {
		t.Fatalf("attached: %d", status)
	}
	b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Files: []string{sent}})
	b.line1(chat.ID, 3)
	if _, status = attach(); status != 200 {
		t.Fatalf("attached: %d", status)
	}
	folder.ended.Store(true)
	if _, status = attach(); status == 200 {
		t.Fatal("an image is noted after the end")
	}
	if answer, _ := b.who.attaches(chat.ID, newID("file"), "note.txt", []byte("hello")); answer.StatusCode == 200 {
		t.Fatal("a file is noted after the end")
	}
	left("one sent, one stray, an image as it came and made anew, a text", 5)
	w.aDayPasses()
	if err := w.server.SweepFiles(t.Context()); !errors.Is(err, errEnded) {
		t.Fatalf("the end of a sweep: %v", err)
	}
	if n := number(t, w.database(), "SELECT count(*) FROM file"); n != 1 {
		t.Fatalf("%d files are noted, want one: the stray one is forgotten and lies there", n)
	}
	folder.ended.Store(false)
	w.restart()
	b = w.visitor().open("/")
	chat = talk(w.signIn(w.ana), b)
	young, status := attach()
	if status != 200 {
		t.Fatalf("attached: %d", status)
	}
	must(t, "sweep", w.server.SweepFiles(t.Context()))
	left("all that is some file's", 2)
	if answer, raw := b.who.fetches(young); answer.StatusCode != 200 {
		t.Errorf("the young one: %s %s", answer.Status, raw)
	}
}

func TestYoungBytesAndAnotherStoresAreLeftAlone_F02(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	put := func(n int) {
		t.Helper()
		for range n {
			_, _, err := w.options.Files.Put(t.Context(), strings.NewReader("x"), 1)
			must(t, "put", err)
		}
	}
	sweep := func(what string, want int) {
		t.Helper()
		must(t, what, w.server.SweepFiles(t.Context()))
		if got := w.filesLeft(); got != want {
			t.Errorf("%s: %d are left, want %d", what, got, want)
		}
	}
	put(3)
	sweep("uploads under way", 3)
	w.aDayPasses()
	sweep("some, and none known", 3)
	b := w.visitor().open("/")
	chat := talk(w.signIn(w.ana), b)
	id := newID("file")
	if answer, raw := b.who.attaches(chat.ID, id, "bell.png", bell(t)); answer.StatusCode != 200 {
		t.Fatalf("attached: %s %s", answer.Status, raw)
	}
	_, err := w.database().Exec("UPDATE file SET sent = 1")
	must(t, "send", err)
	w.aDayPasses()
	sweep("many beside one that is known", 1)
}

func TestFileIsAskedForAgainEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	id := newID("file")
	if answer, raw := b.who.attaches(chat.ID, id, "bell.png", bell(t)); answer.StatusCode != 200 {
		t.Fatalf("attached: %s %s", answer.Status, raw)
	}
	answer, _ := ana.do(ana.request("GET", "/files/"+id, nil))
	tag := answer.Header.Get("ETag")
	if how := answer.Header.Get("Cache-Control"); how != "private, no-cache" || tag == "" {
		t.Errorf("it may be kept: %q, tag %q", how, tag)
	}
	for who, want := range map[*operator]int{ana: 304, w.browser(): 401} {
		again := who.request("GET", "/files/"+id, nil)
		again.Header.Set("If-None-Match", tag)
		if answer, raw := who.do(again); answer.StatusCode != want || len(raw) > 0 && want == 304 {
			t.Errorf("asked again: %s, want %d", answer.Status, want)
		}
	}
}

// fullLater is a folder that has no room from the second file on.
type fullLater struct {
	files.Store
	puts atomic.Int64
}

// Put implements files.Store.
func (f *fullLater) Put(ctx context.Context, r io.Reader, most int64) (string, int64, error) {
	if f.puts.Add(1) > 1 {
		return "", 0, files.ErrFull
	}
	return f.Store.Put(ctx, r, most)
}

func TestDiskFullWhileAnImageIsKeptIsToldInWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Files = &fullLater{Store: w.options.Files} })
	b := w.visitor().open("/")
	chat := talk(w.signIn(w.ana), b)
	answer, raw := b.who.attaches(chat.ID, newID("file"), "bell.png", bell(t))
	if answer.StatusCode != 503 || !strings.Contains(string(raw), "no room") || w.filesLeft() > 0 {
		t.Errorf("got %s %s, %d files left", answer.Status, raw, w.filesLeft())
	}
}
