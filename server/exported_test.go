package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"beckon/desk"
	"beckon/wire"
)

const withMessages = "/conversations/export?format=jsonl"

// exported reads an export with messages back: an object on each line.
func exported(t testing.TB, raw []byte) []wire.ExportedConversation {
	t.Helper()
	var out []wire.ExportedConversation
	for line := range strings.Lines(string(raw)) {
		in := json.NewDecoder(strings.NewReader(line))
		in.DisallowUnknownFields()
		var c wire.ExportedConversation
		must(t, "read a line back: "+line, in.Decode(&c))
		if in.More() || !strings.HasSuffix(line, "}\n") {
			t.Errorf("a line holds more than one object, or half of one: %s", line)
		}
		out = append(out, c)
	}
	return out
}

func TestExportWithMessagesSaysWhatWasSaid_OPS9(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	texts := []string{"two\nlines \u2028 and \"more\"", "=1+1", "<b>bold</b> & so on", "日本 🎈"}
	b := w.visitor().open("/")
	chat := talk(ana, b)
	for _, text := range texts {
		b.says(chat.ID, text)
	}
	content := []byte("Price list")
	id := newID("file")
	if answer, raw := b.who.attaches(chat.ID, id, "prices.txt", content); answer.StatusCode != 200 {
		t.Fatalf("attach: %s: %s", answer.Status, raw)
	}
	b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Files: []string{id}})
	b.line1(chat.ID, int64(len(texts)+3))
	ana.must("PUT", "/conversations/"+chat.ID+"/tags/returns", nil, nil)
	bert.must("POST", "/conversations/"+chat.ID+"/notes", said(newID("note"), "Ordered twice before"), nil)
	ana.must("POST", "/conversations/"+chat.ID+"/end", nil, nil)
	other := w.visitor().open("/")
	second := talk(ana, other)

	answer, raw := ana.do(ana.request("GET", withMessages, nil))
	name := "conversations-with-messages-" + time.Now().UTC().Format(time.DateOnly) + ".jsonl"
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || !strings.HasPrefix(kind, "application/jsonl") || answer.Header.Get("Content-Disposition") != `attachment; filename="`+name+`"` {
		t.Fatalf("got %s, %s, %v", answer.Status, kind, answer.Header)
	}
	list := exported(t, raw)
	if len(list) != 2 || list[0].Conversation != second.ID || list[1].Conversation != chat.ID {
		t.Fatalf("got %s, want two conversations, the latest first", raw)
	}
	got := list[1]
	if got.Operator != "Ana" || got.VisitorID == "" || got.Site != w.site.Name || got.EndedBy != "operator" || got.Lines != int64(len(got.Messages)) || !slices.Equal(got.Tags, []string{"returns"}) {
		t.Errorf("the facts are %+v", got.ExportedFacts)
	}
	var words []string
	for i, m := range got.Messages {
		if at, err := time.Parse(time.RFC3339, m.At); m.Seq != int64(i+1) || err != nil || time.Since(at) > time.Hour {
			t.Errorf("line %d is %+v, %v", i+1, m, err)
		}
		if m.From == "visitor" {
			words = append(words, m.Text)
		}
	}
	if want := append(texts, ""); !slices.Equal(words, want) {
		t.Errorf("the visitor said %q, want %q", words, want)
	}
	if first, end := got.Messages[0], got.Messages[len(got.Messages)-1]; first.What != "invitation" || first.Name != "Ana" || end.What != "ended" || end.From != "system" {
		t.Errorf("it begins with %+v and ends with %+v", first, end)
	}
	if sent := got.Messages[len(got.Messages)-2].Files; len(sent) != 1 || sent[0] != (wire.ExportedFile{Name: "prices.txt", Type: "text/plain; charset=utf-8", Size: int64(len(content))}) {
		t.Errorf("the file is told as %+v", sent)
	}
	if len(got.Notes) != 1 || got.Notes[0].Text != "Ordered twice before" || got.Notes[0].Name != "Bert" || got.Notes[0].At == "" || list[0].Notes != nil {
		t.Errorf("notes: %+v and %+v", got.Notes, list[0].Notes)
	}
}

func TestExportWithMessagesIsNarrowedAndAllowedLikeTheList_OPS9(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	for n := range 3 {
		b := w.visitor().open("/")
		chat := talk(ana, b)
		b.says(chat.ID, fmt.Sprintf("Do you have bell number%d?", n))
	}
	for query, want := range map[string]int{"": 3, "&search=number1": 1, "&search=bell": 3, "&state=ended": 0, "&operator=unknown": 0, "&search=" + url.QueryEscape("...nothing"): 0} {
		answer, raw := ana.do(ana.request("GET", withMessages+query, nil))
		if got := exported(t, raw); answer.StatusCode != 200 || len(got) != want {
			t.Errorf("%q gives %s and %d conversations, want %d", query, answer.Status, len(got), want)
		}
	}
	bert.wantProblem("GET", withMessages, nil, 403, "forbidden")
	w.browser().wantProblem("GET", withMessages, nil, 401, "unauthenticated")
}

// longStore is a store in which every conversation has so many lines of a length.
type longStore struct {
	desk.Store
	lines, length int
	reads         time.Duration // takes to read some
	most          atomic.Int64  // that were asked for at once
}

// Messages implements desk.Store.
func (s *longStore) Messages(_ context.Context, id desk.ConversationID, after int64, limit int) (out []desk.Message, _ error) {
	time.Sleep(s.reads)
	s.most.Store(max(s.most.Load(), int64(limit)))
	for seq := after + 1; seq <= int64(s.lines) && len(out) < limit; seq++ {
		text := fmt.Sprintf("%s %d", strings.Repeat("x", s.length), seq)
		out = append(out, desk.Message{Conversation: id, Seq: seq, ID: desk.ClientID(newID("said")), From: desk.FromVisitor, Text: text, At: time.Now()})
	}
	return out, nil
}

// long begins a conversation that is so long.
func long(t testing.TB, lines, length int, change func(*world)) (*longStore, *operator) {
	t.Helper()
	store := &longStore{lines: lines, length: length}
	w := newWorld(t, func(w *world) {
		change(w)
		w.spy = func(s desk.Store) desk.Store {
			store.Store = s
			return store
		}
	})
	ana := w.signIn(w.ana)
	talk(ana, w.visitor().open("/"))
	return store, ana
}

func TestExportOfALongConversationIsWhole_OPS9(t *testing.T) {
	t.Parallel()
	store, ana := long(t, 3000, 20, func(w *world) { w.options.Limits.ExportWithin = 500 * time.Millisecond })
	store.reads = 30 * time.Millisecond // all of it takes longer than the reader may for a part
	_, raw := ana.do(ana.request("GET", withMessages, nil))
	list := exported(t, raw)
	if len(list) != 1 || len(list[0].Messages) != 3000 {
		t.Fatalf("got %d conversations of %d bytes, want one with 3,000 lines", len(list), len(raw))
	}
	said := map[string]bool{}
	for i, m := range list[0].Messages {
		if m.Seq != int64(i+1) {
			t.Fatalf("line %d has the number %d", i+1, m.Seq)
		}
		said[m.Text] = true
	}
	if len(said) != 3000 {
		t.Errorf("%d different lines, want 3,000", len(said))
	}
	if most := store.most.Load(); most > 100 {
		t.Errorf("%d lines were held at once, want a run of them", most)
	}
}

func TestReaderOfAnExportWhoTakesNothingHoldsNothing_Limits(t *testing.T) {
	t.Parallel()
	_, ana := long(t, 10_000, 4000, func(w *world) { w.options.Limits.ExportWithin = 200 * time.Millisecond }) // more than lies between two sockets
	answer, err := ana.client.Do(ana.request("GET", withMessages, nil))
	must(t, "export", err)
	defer answer.Body.Close()
	begin := make([]byte, 1000)
	_, err = io.ReadFull(answer.Body, begin) // and no more
	must(t, "read the beginning", err)
	if !bytes.HasPrefix(begin, []byte(`{"conversation":`)) {
		t.Errorf("it begins with %s", begin)
	}
	eventually(t, "the next export is let in", func() bool {
		next, err := ana.client.Do(ana.request("GET", "/conversations/export?format=csv", nil))
		must(t, "export again", err)
		defer next.Body.Close()
		return next.StatusCode == 200
	})
	if rest, err := io.ReadAll(answer.Body); err == nil {
		t.Errorf("after %d bytes more the file seems whole", len(rest))
	}
}
