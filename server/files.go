package server

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"
)

// consolePolicy lets the console use only what comes from here (T-01, T-32).
const consolePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// callPolicy lets the call window use its own script and style sheet, and the line.
const callPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob: mediastream:; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'"

// alertsWorker is the console's service worker. It shows what is pushed and answers clicks on it; it fetches nothing.
const (
	alertsWorker = "/console/alerts.js"
	alertsPolicy = "default-src 'none'; img-src 'self'"
)

// routeFiles serves the built widget and console.
func (s *Server) routeFiles(mux *http.ServeMux) {
	var manifest struct {
		Chat string `json:"chat"`
	}
	if b, err := fs.ReadFile(s.options.Widget, "manifest.json"); err == nil && json.Unmarshal(b, &manifest) == nil {
		s.chatPath = "/w/" + manifest.Chat
	}
	mux.HandleFunc("GET /beckon.js", s.script)
	mux.HandleFunc("GET /w/{file}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*") // import() from the site's pages
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		if r.PathValue("file") == "line.js" { // the one without a hash in its name: the loader asks for it before any welcome
			w.Header().Set("Cache-Control", "public, max-age=300")
		}
		s.widget.serve(w, r, r.PathValue("file"), "Beckon's widget is not built: run make build")
	})
	mux.HandleFunc("GET /call", s.callWindow)
	mux.HandleFunc("GET /console/", s.console)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/console/", http.StatusFound) })
}

// script serves the loader. For which site it was fetched helps the set-up page's live check.
func (s *Server) script(w http.ResponseWriter, r *http.Request) {
	if u, err := url.Parse(r.Referer()); err == nil && u.Host != "" {
		s.desk.ScriptFetched(u.Scheme + "://" + u.Host)
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("Cache-Control", "public, max-age=300")
	s.widget.serve(w, r, "beckon.js", "Beckon's widget is not built: run make build")
}

// callWindow serves the page of the visitor's call window. It stands in no frame, and the microphone is its own alone.
func (s *Server) callWindow(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", callPolicy)
	h.Set("Permissions-Policy", "microphone=(self), camera=(), geolocation=()")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	s.widget.serve(w, r, "call.html", "Beckon's widget is not built: run make build")
}

// console serves the console: its files, and for all other paths below /console/ its page.
func (s *Server) console(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", consolePolicy)
	h.Set("X-Frame-Options", "DENY")
	if r.URL.Path == alertsWorker {
		h.Set("Content-Security-Policy", alertsPolicy)
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/console")
	name = strings.TrimPrefix(name, "/")
	if f, err := fs.Stat(s.options.Console, name); name == "" || err != nil || f.IsDir() {
		if strings.HasPrefix(name, "assets/") || strings.HasPrefix(name, "help/") || r.URL.Path == alertsWorker {
			http.NotFound(w, r)
			return
		}
		name = "index.html"
	}
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	s.built.serve(w, r, name, "Beckon's console is not built: run make build")
}

// built is one built file, ready to be sent: as it is, and compressed where that is worth it.
type built struct {
	plain, zipped []byte
	etag          string
}

// files are the built files of widget or console; they never change while the process runs.
type files struct {
	from fs.FS
	read sync.Map // name to *built
}

func (f *files) get(name string) (*built, error) {
	if b, ok := f.read.Load(name); ok {
		return b.(*built), nil
	}
	plain, err := fs.ReadFile(f.from, name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(plain)
	b := &built{plain: plain, etag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	zipped, err := fs.ReadFile(f.from, name+".gz") // the build has compressed it better than we can
	if err != nil {
		if zipped, err = compress(plain); err != nil {
			return nil, err
		}
	}
	if len(zipped) < len(plain)*9/10 {
		b.zipped = zipped
	}
	f.read.Store(name, b)
	return b, nil
}

func compress(plain []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// typeOf are types that not every system knows.
var typeOf = map[string]string{".webmanifest": "application/manifest+json"}

func (f *files) serve(w http.ResponseWriter, r *http.Request, name, missing string) {
	b, err := f.get(name)
	h := w.Header()
	if err != nil {
		h.Set("Cache-Control", "no-store")
		http.Error(w, missing, http.StatusNotFound)
		return
	}
	h.Set("Content-Type", cmp.Or(typeOf[path.Ext(name)], mime.TypeByExtension(path.Ext(name)), "application/octet-stream"))
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", b.etag)
	content := b.plain
	if b.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", strings.TrimSuffix(b.etag, `"`)+`-gz"`)
		content = b.zipped
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
