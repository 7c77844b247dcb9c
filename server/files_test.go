package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestLoaderIsSentCompressedToAnySite_API1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := string(builtWidget["beckon.js"].Data)
	plain := w.get("/beckon.js", nil)
	raw, err := io.ReadAll(plain.Body)
	must(t, "read", err)
	if string(raw) != want || plain.Header.Get("Content-Encoding") != "" {
		t.Errorf("without gzip: got %d bytes, encoding %q", len(raw), plain.Header.Get("Content-Encoding"))
	}
	zipped := w.get("/beckon.js", http.Header{"Accept-Encoding": {"br, gzip"}, "Origin": {shop}})
	h := zipped.Header
	unzip, err := gzip.NewReader(zipped.Body)
	must(t, "gzip", err)
	raw, err = io.ReadAll(unzip)
	must(t, "gzip", err)
	if string(raw) != want || h.Get("Content-Encoding") != "gzip" || h.Get("Vary") != "Accept-Encoding" || int(zipped.ContentLength) > len(want)/5 {
		t.Errorf("with gzip: got %d bytes of %d, headers %v", zipped.ContentLength, len(want), h)
	}
	if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" || !strings.HasPrefix(h.Get("Content-Type"), "text/javascript") ||
		h.Get("Cache-Control") != "public, max-age=300" || h.Get("Access-Control-Allow-Credentials") != "" || h.Get("Set-Cookie") != "" {
		t.Errorf("got headers %v", h)
	}
	again := w.get("/beckon.js", http.Header{"Accept-Encoding": {"gzip"}, "If-None-Match": {h.Get("ETag")}})
	if again.StatusCode != http.StatusNotModified || h.Get("ETag") == plain.Header.Get("ETag") {
		t.Errorf("asked again with its ETag: got %s", again.Status)
	}
	chat := w.get("/w/chat-97cebffe60.js?again", http.Header{"Origin": {shop}})
	if h := chat.Header; chat.StatusCode != 200 || h.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("the chat panel: got %s, headers %v", chat.Status, h)
	}
	line := w.get("/w/line.js", http.Header{"Origin": {shop}})
	if h := line.Header; line.StatusCode != 200 || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cache-Control") != "public, max-age=300" {
		t.Errorf("the line over HTTP: got %s, headers %v", line.Status, h)
	}
	if missing := w.get("/w/chat-old.js", nil); missing.StatusCode != 404 || strings.Contains(missing.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("a chat panel that is not there: got %s, %v", missing.Status, missing.Header)
	}
}

func TestUnknownConsolePathsGiveThePage_OPS1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	read := func(path string) (int, string, http.Header) {
		answer := w.get(path, nil)
		raw, err := io.ReadAll(answer.Body)
		must(t, path, err)
		return answer.StatusCode, string(raw), answer.Header
	}
	for _, path := range []string{"/console/", "/console/sign-in", "/console/visitors/x", "/console/assets", "/console/..%2f..%2fgo.mod", "/console/%00"} {
		if code, page, h := read(path); code != 200 || !strings.Contains(page, "<title>Beckon</title>") || h.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			t.Errorf("%s: got %d %q %v, want the page", path, code, page, h)
		}
	}
	for _, path := range []string{"/console/assets/missing.js", "/console/help/missing.png", "/nowhere", "/w/", "/api/v1/nowhere"} {
		if code, page, _ := read(path); code != 404 {
			t.Errorf("%s: got %d %q, want 404", path, code, page)
		}
	}
	if code, script, h := read("/console/assets/index-1a2b3c4d.js"); code != 200 || !strings.Contains(script, "console.log") || !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("an asset: got %d %q %v", code, script, h)
	}
	if code, _, h := read("/"); code != http.StatusFound || h.Get("Location") != "/console/" {
		t.Errorf("/: got %d to %q", code, h.Get("Location"))
	}
}

func TestUnbuiltFilesAreMissedInWords_OPS1(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Console, w.options.Widget = nothing{}, nothing{} })
	for _, path := range []string{"/console/", "/beckon.js", "/w/chat.js"} {
		answer := w.get(path, nil)
		raw, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != 404 || !strings.Contains(string(raw), "make build") || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %s %q", path, answer.Status, raw)
		}
	}
}
