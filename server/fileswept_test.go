package server_test

import (
	"context"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"beckon/desk"
	"beckon/files"
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
