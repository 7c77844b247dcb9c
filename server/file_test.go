package server_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"beckon/wire"
)

// form is a multipart form with its file last.
func form(t testing.TB, fields map[string]string, name string, content []byte) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		must(t, "field", w.WriteField(k, v))
	}
	part, err := w.CreateFormFile("file", name)
	must(t, "file", err)
	_, err = part.Write(content)
	must(t, "file", err)
	must(t, "form", w.Close())
	return &b, w.FormDataContentType()
}

// posts sends a body as a page of the shop does.
func (v *visitor) posts(path, kind string, in io.Reader) (*http.Response, []byte) {
	v.w.t.Helper()
	r, err := http.NewRequest("POST", v.w.origin()+path, in)
	must(v.w.t, path, err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", shop)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := http.DefaultClient.Do(r)
	must(v.w.t, path, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(v.w.t, path, err)
	return answer, raw
}

func (v *visitor) attaches(conversation, id, name string, content []byte) (*http.Response, []byte) {
	v.w.t.Helper()
	in, kind := form(v.w.t, map[string]string{"site": v.w.site.Key, "token": v.token, "conversation": conversation, "id": id}, name, content)
	return v.posts("/v1/file", kind, in)
}

func (v *visitor) fetches(id string) (*http.Response, []byte) {
	in := url.Values{"site": {v.w.site.Key}, "token": {v.token}, "id": {id}}.Encode()
	return v.posts("/v1/file/bytes", "application/x-www-form-urlencoded", strings.NewReader(in))
}

// posting is a request with a body of some kind.
func (o *operator) posting(path, kind string, in io.Reader) *http.Request {
	o.w.t.Helper()
	raw, err := io.ReadAll(in)
	must(o.w.t, path, err)
	r := o.request("POST", path, raw)
	r.Header.Set("Content-Type", kind)
	return r
}

func bell(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, "draw", png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 20, 10))))
	return b.Bytes()
}

func TestFilesGoBothWays_CHT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	id := newID("file")
	var f wire.File
	for range 2 { // sent again because the answer was lost
		answer, raw := b.who.attaches(chat.ID, id, `C:\pictures\bell.html`, append(bell(t), "<script>canary</script>"...))
		if answer.StatusCode != 200 || json.Unmarshal(raw, &f) != nil || answer.Header.Get("Access-Control-Allow-Origin") != shop {
			t.Fatalf("attached: %s %s", answer.Status, raw)
		}
	}
	if f.ID != id || f.Name != "bell.html" || f.Type != "image/png" || f.Width != 20 || f.Height != 10 {
		t.Errorf("got %+v, want a PNG by its content, called as its sender does", f)
	}
	b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Files: []string{id}})
	m := await(c.line, "message", func(m wire.MessageFrame) bool { return len(m.Message.Files) == 1 }).Message
	if m.Text != "" || m.Files[0] != f {
		t.Errorf("the operator is told %+v", m)
	}
	answer, raw := ana.do(ana.request("GET", "/files/"+id, nil))
	h := answer.Header
	if answer.StatusCode != 200 || h.Get("Content-Type") != "image/png" || !strings.HasPrefix(h.Get("Content-Disposition"), "inline") || bytes.Contains(raw, []byte("canary")) {
		t.Errorf("the operator gets %s %v with what rode in it: %t", answer.Status, h, bytes.Contains(raw, []byte("canary")))
	}
	f = wire.File{}
	in, kind := form(t, map[string]string{"id": newID("file")}, "prices.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`))
	answer, raw = ana.do(ana.posting("/conversations/"+chat.ID+"/files", kind, in))
	if answer.StatusCode != 200 || json.Unmarshal(raw, &f) != nil || f.Width != 0 {
		t.Fatalf("the operator attaches: %s %s", answer.Status, raw)
	}
	ana.must("POST", "/conversations/"+chat.ID+"/messages", map[string]any{"id": newID("say"), "text": "Our prices", "files": []string{f.ID}}, nil)
	if got := await(b.line, "message", func(m wire.VisitorMessageFrame) bool {
		return len(m.Message.Files) == 1 && m.Message.From == "operator"
	}).Message; got.Files[0] != f {
		t.Errorf("the visitor is told %+v", got)
	}
	answer, raw = b.who.fetches(f.ID)
	h = answer.Header
	if answer.StatusCode != 200 || !strings.Contains(string(raw), "<svg") || h.Get("Content-Type") != "application/octet-stream" ||
		h.Get("Content-Disposition") != "attachment; filename*=UTF-8''prices.svg" || h.Get("Content-Security-Policy") != "sandbox; default-src 'none'" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("an SVG is given as %s %v, want a download that can't run (T-03)", answer.Status, h)
	}
}

// A browser asks first when a page wants to show how far an upload got.
func TestUploadThatTellsItsProgressIsAllowed_CHT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ask, err := http.NewRequest("OPTIONS", w.origin()+"/v1/file", nil)
	must(t, "ask", err)
	ask.Header.Set("Origin", shop)
	ask.Header.Set("Access-Control-Request-Method", "POST")
	ask.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := http.DefaultClient.Do(ask)
	must(t, "ask", err)
	answer.Body.Close()
	h := answer.Header
	if answer.StatusCode != 204 || h.Get("Access-Control-Allow-Origin") != shop || h.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("asked before an upload it says %s %v", answer.Status, h)
	}
}

// patient notes whether a connection was given minutes for what it sends.
type patient struct {
	net.Listener
	given atomic.Bool
}

// Accept implements net.Listener.
func (p *patient) Accept() (net.Conn, error) {
	c, err := p.Listener.Accept()
	return patientConn{c, p}, err
}

type patientConn struct {
	net.Conn
	of *patient
}

// SetReadDeadline implements net.Conn.
func (c patientConn) SetReadDeadline(t time.Time) error {
	if time.Until(t) > 2*time.Minute {
		c.of.given.Store(true)
	}
	return c.Conn.SetReadDeadline(t)
}

// Who may attach nothing gets no more time than any request; who may gets it.
func TestUploadHasTimeOnlyWhenItMayBe_Limits(t *testing.T) {
	t.Parallel()
	var seen *patient
	w := newWorld(t, func(w *world) {
		w.wrap = func(l net.Listener) net.Listener {
			seen = &patient{Listener: l}
			return seen
		}
	})
	b := w.visitor().open("/")
	chat := talk(w.signIn(w.ana), b)
	nobody := *b.who
	nobody.token = "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"
	if answer, raw := nobody.attaches(chat.ID, newID("file"), "bell.png", bell(t)); answer.StatusCode != 401 || seen.given.Load() {
		t.Errorf("who is not known gets %s %s, with time for an upload: %t", answer.Status, raw, seen.given.Load())
	}
	if answer, raw := b.who.attaches("unknown", newID("file"), "bell.png", bell(t)); answer.StatusCode != 404 || seen.given.Load() {
		t.Errorf("to no chat: %s %s, with time for an upload: %t", answer.Status, raw, seen.given.Load())
	}
	if answer, raw := b.who.attaches(chat.ID, newID("file"), "bell.png", bell(t)); answer.StatusCode != 200 || !seen.given.Load() {
		t.Errorf("who may attach gets %s %s, with time for it: %t", answer.Status, raw, seen.given.Load())
	}
}

func TestFilesOfOthersAreNotFound_T04(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b, other := w.visitor().open("/"), w.visitor().open("/")
	chat, theirs := talk(ana, b), talk(ana, other)
	id := newID("file")
	if answer, raw := b.who.attaches(chat.ID, id, "bell.png", bell(t)); answer.StatusCode != 200 {
		t.Fatalf("attached: %s %s", answer.Status, raw)
	}
	_, unknown := other.who.fetches("unknown-file-00000001")
	if answer, raw := other.who.fetches(id); answer.StatusCode != 404 || !bytes.Equal(raw, unknown) {
		t.Errorf("another's file: %s %s, want the same as for an unknown one: %s", answer.Status, raw, unknown)
	}
	if answer, raw := other.who.attaches(chat.ID, newID("file"), "x.png", bell(t)); answer.StatusCode != 404 {
		t.Errorf("into another's chat: %s %s", answer.Status, raw)
	}
	if r := other.refused(wire.SayFrame{Type: "say", Conversation: theirs.ID, ID: newID("say"), Files: []string{id}}); r.Code != "not-found" {
		t.Errorf("sent with another's file: %+v, want not-found", r)
	}
	nobody := *other.who
	nobody.token = "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"
	if answer, raw := nobody.fetches(id); answer.StatusCode != 401 {
		t.Errorf("with a made-up token: %s %s", answer.Status, raw)
	}
	if answer, raw := w.browser().do(w.browser().request("GET", "/files/"+id, nil)); answer.StatusCode != 401 {
		t.Errorf("who is not signed in: %s %s", answer.Status, raw)
	}
}

func TestBadFilesAreRefusedAndLeaveNothing_BadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.MaxFile = 1 })
	b := w.visitor().open("/")
	chat := talk(ana, b)
	for name, c := range map[string]struct {
		id      string
		content []byte
		want    int
	}{
		"one byte over the limit": {newID("file"), make([]byte, 1<<20+1), 413},
		"nothing in it":           {newID("file"), nil, 422},
		"no id":                   {"", bell(t), 422},
	} {
		if answer, raw := b.who.attaches(chat.ID, c.id, "x", c.content); answer.StatusCode != c.want {
			t.Errorf("%s: got %s %s, want %d", name, answer.Status, raw, c.want)
		}
	}
	if answer, raw := b.who.posts("/v1/file", "text/plain", strings.NewReader("no form")); answer.StatusCode != 422 {
		t.Errorf("no form: %s %s", answer.Status, raw)
	}
	if left := w.filesLeft(); left > 0 {
		t.Errorf("%d files were left", left)
	}
	ids := []string{"a", "b", "c", "d", "e", "f"}
	if r := b.refused(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Text: "x", Files: ids}); r.Code != "invalid" {
		t.Errorf("six files: %+v, want invalid", r)
	}
	if r := b.refused(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Text: " "}); r.Code != "invalid" {
		t.Errorf("neither text nor files: %+v, want invalid", r)
	}
}

// filesLeft counts the files that are on disk.
func (w *world) filesLeft() (n int) {
	must(w.t, "walk", filepath.Walk(filepath.Join(w.folder, "files"), func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n++
		}
		return err
	}))
	return n
}

// An upload that doesn't say how long it is counts as well.
func TestFilesOfADayAreCountedByWhatArrived_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.visitor().open("/")
	chat := talk(w.signIn(w.ana), b)
	attach := func() int {
		in, kind := form(t, map[string]string{"site": w.site.Key, "token": b.who.token, "conversation": chat.ID, "id": newID("file")}, "x", []byte("1234"))
		answer, _ := b.who.posts("/v1/file", kind, io.MultiReader(in))
		return answer.StatusCode
	}
	if got := attach(); got != 200 {
		t.Fatalf("the first: %d", got)
	}
	_, err := w.database().Exec("UPDATE file SET size = ?", 200<<20-4)
	must(t, "attach 200 MB", err)
	if got := attach(); got != 200 {
		t.Errorf("up to the last byte: %d", got)
	}
	if got := attach(); got != 429 || w.filesLeft() != 2 {
		t.Errorf("beyond: %d, and %d files are there; want 429 and 2", got, w.filesLeft())
	}
}

func TestStrayFilesAreSweptAfterADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	stray, sent := newID("file"), newID("file")
	for _, id := range []string{stray, sent} {
		if answer, raw := b.who.attaches(chat.ID, id, "bell.png", bell(t)); answer.StatusCode != 200 {
			t.Fatalf("attached: %s %s", answer.Status, raw)
		}
	}
	b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Files: []string{sent}})
	b.line1(chat.ID, 3)
	must(t, "sweep at once", w.server.SweepFiles(t.Context()))
	if answer, _ := b.who.fetches(stray); answer.StatusCode != 200 {
		t.Errorf("swept within the day: %s", answer.Status)
	}
	_, err := w.database().Exec("UPDATE file SET kept = kept - 90000000")
	must(t, "let a day pass", err)
	must(t, "sweep", w.server.SweepFiles(t.Context()))
	for id, want := range map[string]int{stray: 404, sent: 200} {
		if answer, _ := b.who.fetches(id); answer.StatusCode != want {
			t.Errorf("%s: got %s, want %d", id, answer.Status, want)
		}
	}
}

func TestFileIsCalledAsItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	for sent, want := range map[string]string{
		"the %22bell%22.txt": `the "bell".txt`, // as browsers write it
		"two%0D%0Alines.txt": "two lines.txt",
		"100 %.txt":          "100 %.txt",
	} {
		var f wire.File
		answer, raw := b.who.attaches(chat.ID, newID("file"), sent, []byte("plain"))
		if answer.StatusCode != 200 || json.Unmarshal(raw, &f) != nil || f.Name != want {
			t.Errorf("%q: %s, called %q, want %q", sent, answer.Status, f.Name, want)
		}
	}
}
