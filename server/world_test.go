package server_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"beckon/auth"
	"beckon/desk"
	"beckon/files"
	"beckon/mail"
	"beckon/origin"
	"beckon/server"
	"beckon/store"
)

// The shop of every world.
const (
	shop   = "https://shop.example"
	public = "https://chat.example"
)

// patience is how long anything may take before a test gives it up.
const patience = 15 * time.Second

// world is the real thing: a store on SQLite in a folder of its own, desk, sign-in, and the server on a TCP port of its own. When its
// test ends it asserts that whatever was acknowledged is stored, once, and that the count of page views is even.
type world struct {
	t       testing.TB
	folder  string
	address string // host:port, kept over restarts
	options server.Options
	polled  bool // its pages have no WebSocket
	wrap    func(net.Listener) net.Listener
	spy     func(desk.Store) desk.Store // stands before the store
	bus     desk.Bus                    // nil: nobody hears
	site    desk.Site
	ana     desk.Operator // the first administrator

	smtp *postOffice // where its mail goes; nil: it sends none
	mail *mail.Worker

	store  *store.Store
	desk   *desk.Desk
	auth   *auth.Auth
	server *server.Server
	http   *httptest.Server

	mu     sync.Mutex        // guards all below
	kept   map[string]bool   // page views acknowledged
	ticked map[string]string // messages acknowledged: text by "conversation side id"
}

// place is opened once: it is only read.
var place *origin.Origin

// begun is a folder with the database of a shop that has just been set up; worlds begin with a copy.
var begun string

// builtConsole and builtWidget stand for what web/ builds.
var (
	builtConsole = fstest.MapFS{
		"index.html":               {Data: []byte("<!doctype html><title>Beckon</title>")},
		"assets/index-1a2b3c4d.js": {Data: []byte("console.log('console')")},
		"help/index.html":          {Data: []byte("<!doctype html><title>Help</title>")},
	}
	builtWidget = fstest.MapFS{
		"manifest.json":      {Data: []byte(`{"chat":"chat-97cebffe60.js"}`)},
		"beckon.js":          {Data: longScript()},
		"chat-97cebffe60.js": {Data: []byte("export {}")},
		"line.js":            {Data: []byte("export {}")},
	}
)

func longScript() []byte {
	var b []byte
	for n := range 400 {
		b = fmt.Appendf(b, "var part%d = 'a loader that is worth compressing';\n", n)
	}
	return b
}

// newWorld starts a world; change, if given, may alter its options before.
func newWorld(t testing.TB, change ...func(*world)) *world {
	t.Helper()
	w := &world{t: t, folder: t.TempDir(), polled: strings.HasPrefix(t.Name(), overPolls), kept: map[string]bool{}, ticked: map[string]string{}}
	limits := server.DefaultLimits()
	limits.FramesPerVisitor = 1000
	folder, err := files.OpenFolder(filepath.Join(w.folder, "files"))
	must(t, "open a folder", err)
	t.Cleanup(func() { folder.Close() })
	w.options = server.Options{PublicURL: public, Files: folder, Limits: limits, Console: builtConsole, Widget: builtWidget, Version: "test"}
	copied(t, filepath.Join(begun, "beckon.db"), filepath.Join(w.folder, "beckon.db"))
	for _, f := range change {
		f(w)
	}
	w.start()
	w.site, w.ana = w.desk.Sites()[0], w.desk.Operators()[0]
	t.Cleanup(func() {
		w.stop()
		w.assertLedger()
		w.assertStored()
	})
	return w
}

func copied(t testing.TB, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	must(t, "read the template", err)
	must(t, "copy the template", os.WriteFile(to, b, 0o600))
}

// begin makes the template.
func begin() (folder string, err error) {
	if folder, err = os.MkdirTemp("", "beckon-server-test"); err != nil {
		return "", err
	}
	ctx := context.Background()
	s, err := store.OpenSQLite(ctx, filepath.Join(folder, "beckon.db"), func(err error) { panic(err) })
	if err != nil {
		return "", err
	}
	d, err := desk.Open(ctx, desk.Options{Store: s, Node: "one", Origin: place})
	if err != nil {
		return "", err
	}
	_, _, err = d.Begin(ctx, desk.First{
		Operator: desk.Operator{Login: "ana", Name: "Ana"},
		Site:     desk.Site{Name: "Velo & Bell", Mode: desk.ModeFull, Origins: []string{shop}},
		Zones: []desk.Zone{
			{ID: "cart", Name: "Cart", Colour: "#aa0000", Patterns: []string{"*/cart"}},
			{ID: "rest", Name: "Default zone", Colour: "#7b8494", Patterns: []string{"*://*/*"}, Order: 1, Default: true},
		},
	})
	if err == nil {
		settings := d.Settings()
		settings.OperatorAway = 10 * time.Minute // chats go on while no console is open
		_, err = d.ChangeSettings(ctx, desk.Actor{Administrator: true}, settings)
	}
	d.Close()
	if err != nil {
		return "", err
	}
	return folder, s.Close()
}

// start opens everything, at the address it had before.
func (w *world) start() {
	w.t.Helper()
	ctx := context.Background()
	var err error
	w.store, err = store.OpenSQLite(ctx, w.file(), func(err error) { w.t.Errorf("the disk failed: %v", err) })
	must(w.t, "open the store", err)
	var kept desk.Store = w.store
	if w.spy != nil {
		kept = w.spy(kept)
	}
	w.desk, err = desk.Open(ctx, desk.Options{Store: kept, Node: "one", Bus: w.bus, Origin: place, Relay: w.relay()})
	must(w.t, "open the desk", err)
	w.auth = auth.New(w.store, auth.Options{Mask: origin.Mask, Cost: auth.Cost{Memory: 64, Passes: 1, Threads: 1}})
	w.options.Desk, w.options.Auth = w.desk, w.auth
	w.options.Mail = nobodysMail{}
	if w.smtp != nil {
		w.mail = mail.Start(mail.Options{Queue: w.store, Desk: w.desk, Files: w.options.Files, PublicURL: public})
		w.options.Mail = w.mail
	}
	w.server, err = server.New(w.options)
	must(w.t, "make the server", err)
	if w.address == "" {
		w.address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", w.address)
	must(w.t, "listen", err)
	w.address = listener.Addr().String()
	if w.wrap != nil {
		listener = w.wrap(listener)
	}
	w.http = httptest.NewUnstartedServer(w.server)
	w.http.Listener.Close()
	w.http.Listener, w.http.Config.ConnState = w.server.Listener(listener), w.server.Connection
	w.http.Start()
}

// relay is the world's relay as its desk takes it.
func (w *world) relay() desk.Relay {
	if w.options.Voice == nil {
		return nil
	}
	return w.options.Voice
}

// stop closes everything in reverse, as serve does.
func (w *world) stop() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	w.server.Close(ctx)
	if ctx.Err() != nil {
		w.t.Error("the server's sockets did not end")
	}
	w.http.CloseClientConnections()
	w.http.Close()
	w.assertLedger()
	if w.mail != nil {
		w.mail.Close()
	}
	w.desk.Close()
	must(w.t, "close the store", w.store.Close())
}

// restart stops the server and starts it again on the same data.
func (w *world) restart() {
	w.t.Helper()
	w.stop()
	w.start()
}

func (w *world) file() string { return filepath.Join(w.folder, "beckon.db") }

// origin is the console's own.
func (w *world) origin() string { return "http://" + w.address }

// assertLedger fails the test unless every page view is accounted for (guarantee 7).
func (w *world) assertLedger() {
	w.t.Helper()
	if l := w.desk.Ledger(); l.Accepted-l.Stored-l.Rejected-l.Waiting != 0 {
		w.t.Errorf("page views are missing: %+v", l)
	}
}

// assertStored fails the test unless all that was acknowledged is in the database exactly once, and conversations are numbered without
// gaps (guarantees 1 and 2).
func (w *world) assertStored() {
	w.t.Helper()
	db := w.database()
	w.mu.Lock()
	defer w.mu.Unlock()
	for page := range w.kept {
		if n := number(w.t, db, "SELECT count(*) FROM page_view WHERE page = ?", page); n != 1 {
			w.t.Errorf("page view %s was acknowledged and is stored %d times", page, n)
		}
	}
	for key, text := range w.ticked {
		n := number(w.t, db, "SELECT count(*) FROM message WHERE conversation || ' ' || side || ' ' || client_id = ? AND body = ?", key, text)
		if n != 1 {
			w.t.Errorf("message %s was acknowledged and is stored %d times", key, n)
		}
	}
	if n := number(w.t, db, `SELECT count(*) FROM conversation c WHERE last_seq <> (SELECT count(*) FROM message WHERE conversation = c.id)
		OR last_seq <> (SELECT coalesce(max(seq), 0) FROM message WHERE conversation = c.id)`); n != 0 {
		w.t.Errorf("%d conversations have gaps in their numbers", n)
	}
}

// database opens the world's data beside the server.
func (w *world) database() *sql.DB {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.file()+"?_pragma=busy_timeout(5000)")
	must(w.t, "open the data", err)
	w.t.Cleanup(func() { db.Close() })
	return db
}

func number(t testing.TB, db *sql.DB, query string, args ...any) (n int64) {
	t.Helper()
	must(t, query, db.QueryRow(query, args...).Scan(&n))
	return n
}

// addSite adds a second site to the data; the server is started anew for it.
func (w *world) addSite(id, key, origins string) {
	w.t.Helper()
	db := w.database()
	_, err := db.Exec("INSERT INTO site (id, name, site_key, mode, origins) VALUES (?, 'Another', ?, 'full', ?)", id, key, origins)
	must(w.t, "add a site", err)
	_, err = db.Exec("INSERT INTO zone (id, site, parent, name, colour, patterns, position, is_default) VALUES (?, ?, '', 'Default zone', '#7b8494', '[]', 0, 1)", id+"-zone", id)
	must(w.t, "add its zone", err)
	w.restart()
}

// addOperator adds an operator who is no administrator.
func (w *world) addOperator(login, name string) desk.Operator {
	w.t.Helper()
	o, err := w.desk.AddOperator(context.Background(), desk.Operator{Login: login, Name: name})
	must(w.t, "add "+login, err)
	return o
}

func trusting(networks ...string) func(*world) {
	return func(w *world) {
		for _, n := range networks {
			w.options.Trusted = append(w.options.Trusted, netip.MustParsePrefix(n))
		}
	}
}

func must(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

var count atomic.Int64

// newID returns an identifier as pages and consoles make them.
func newID(of string) string { return fmt.Sprintf("%s-%0*d", of, 23-len(of), count.Add(1)) }

// get fetches a path as nobody in particular.
func (w *world) get(path string, header http.Header) *http.Response {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodGet, w.origin()+path, nil)
	must(w.t, "get "+path, err)
	for name, values := range header {
		r.Header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		r.Host = host
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(r)
	must(w.t, "get "+path, err)
	w.t.Cleanup(func() { answer.Body.Close() })
	return answer
}

// nothing is a folder that nobody has built anything into.
type nothing struct{}

// Open implements fs.FS.
func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
