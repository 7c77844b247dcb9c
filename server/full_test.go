package server_test

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"testing"

	"modernc.org/sqlite"

	"beckon/wire"
)

// tight bounds the databases whose file is named in it, as a full disk would. SQLite keeps that bound per connection.
var tight sync.Map // file to number of pages

// boundTight makes the driver, for the whole process, look at tight with every connection.
func boundTight() {
	sqlite.RegisterConnectionHook(func(c sqlite.ExecQuerierContext, dsn string) error {
		var err error
		tight.Range(func(file, pages any) bool {
			if strings.Contains(dsn, file.(string)) {
				_, err = c.ExecContext(context.Background(), "PRAGMA max_page_count = "+pages.(string), nil)
			}
			return err == nil
		})
		return err
	})
}

// fill leaves no room in the world's data; the returned function gives it back.
func (w *world) fill(db *sql.DB) (giveBack func()) {
	w.t.Helper()
	_, err := db.Exec("CREATE TABLE filling (block BLOB)")
	must(w.t, "begin to fill", err)
	for size := 64 << 10; size >= 16; {
		if _, err := db.Exec("INSERT INTO filling VALUES (zeroblob(?))", size); err == nil {
			continue
		} else if !strings.Contains(err.Error(), "full") {
			w.t.Fatalf("fill: %v", err)
		}
		size /= 2
	}
	return func() {
		w.t.Helper()
		_, err := db.Exec("DROP TABLE filling")
		must(w.t, "give room back", err)
	}
}

func TestFullStoreGivesNoTickAndRecovers_G1_G3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { tight.Store(w.file(), "300") }) // of 4 KiB
	defer tight.Delete(w.file())
	ana := w.signIn(w.ana)
	c := ana.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	b.says(chat.ID, "There is room")
	giveBack := w.fill(w.database())

	long := secret(strings.Repeat("Is there any room left? ", 160))
	say := wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Text: long}
	b.send(say)
	r := await(b.line, "refused", func(f wire.RefusedFrame) bool { return f.ID == say.ID })
	if r.Code != "unavailable" || !strings.Contains(r.Text, "Nothing was lost") || strings.Contains(strings.ToLower(r.Text), "sql") {
		t.Errorf("the visitor is told %+v", r)
	}
	answer := said(newID("said"), long)
	p := ana.wantProblem("POST", "/conversations/"+chat.ID+"/messages", answer, 503, "unavailable")
	if strings.Contains(strings.ToLower(p.Detail), "sql") || strings.Contains(p.Detail, "full") {
		t.Errorf("the operator is told internal text: %q", p.Detail)
	}
	another := w.visitor()
	l, _ := w.dial("/v1/visit", another.header, nil)
	l.listen(nil)
	h := another.hello(shop + "/" + strings.Repeat("long/", 400))
	h.Title, h.Referrer = strings.Repeat("long ", 100), "https://search.example/"+strings.Repeat("long/", 400)
	l.send(h)
	await[wire.WelcomeFrame](l, "welcome", nil) // page views wait
	for range 20 {
		l.send(wire.PageFrame{Type: "page", Page: newID("page"), URL: h.URL + newID("page"), Title: h.Title, Referrer: h.Referrer})
	}
	b.synced()
	c.badge(func(v wire.Visit) bool { return strings.HasPrefix(v.URL, h.URL) })
	for _, f := range all[wire.VisitorMessageFrame](b.line, "message") {
		if f.Message.ID == say.ID {
			t.Error("the visitor got a tick for what is not stored")
		}
	}
	w.assertLedger()
	if l := w.desk.Ledger(); l.Waiting == 0 {
		t.Errorf("page views are acknowledged by a full store: %+v", l)
	}
	if text := logged.String(); !strings.Contains(text, "is full") {
		t.Error("the log doesn't say that the store is full")
	}

	giveBack()
	if m := b.saysAs(say.ID, chat.ID, long); m.Seq != 4 {
		t.Errorf("with room again it has number %d, want 4", m.Seq)
	}
	var m wire.Message
	ana.must("POST", "/conversations/"+chat.ID+"/messages", answer, &m)
	if m.Seq != 5 {
		t.Errorf("the operator's has number %d, want 5", m.Seq)
	}
	eventually(t, "page views that waited are kept", func() bool { return len(all[struct{}](l, "kept")) == 21 })
	if l := w.desk.Ledger(); l.Waiting != 0 || l.Rejected != 0 {
		t.Errorf("page views: %+v", l)
	}
}

func TestBrokenStoreIsToldAndNothingIsLost_G1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	db := w.database()
	lock, err := db.Conn(t.Context())
	must(t, "connect", err)
	defer lock.Close()
	_, err = lock.ExecContext(t.Context(), "BEGIN IMMEDIATE") // another process holds the data
	must(t, "lock", err)
	id := newID("say")
	text := secret("While it is locked")
	b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: id, Text: text})
	if r := await[wire.RefusedFrame](b.line, "refused", nil); r.Code != "unavailable" || r.ID != id {
		t.Errorf("the visitor is told %+v, want unavailable", r)
	}
	_, err = lock.ExecContext(t.Context(), "ROLLBACK")
	must(t, "unlock", err)
	if m := b.saysAs(id, chat.ID, text); m.Seq != 3 {
		t.Errorf("sent again it has number %d, want 3", m.Seq)
	}
}
