package web_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"beckon/web"
)

func build(n int) fstest.MapFS {
	return fstest.MapFS{
		"manifest.json":                         {Data: fmt.Appendf(nil, `{"chat":"chat-%010x.js"}`, n)},
		fmt.Sprintf("chat-%010x.js", n):         {Data: fmt.Appendf(nil, "chat of %d", n)},
		fmt.Sprintf("chat-%010x.js.gz", n):      {Data: fmt.Appendf(nil, "packed chat of %d", n)},
		"beckon.js":                             {Data: fmt.Appendf(nil, "loader of %d", n)},
		fmt.Sprintf("after-%010x.js", 1000+n/2): {Data: []byte("the same in two builds")},
	}
}

func open(t *testing.T, folder string, n int) fs.FS {
	t.Helper()
	w, err := web.WidgetFrom(folder, build(n))
	if err != nil {
		t.Fatalf("build %d: %v", n, err)
	}
	return w
}

func has(w fs.FS, name string) string {
	raw, err := fs.ReadFile(w, name)
	if err != nil {
		return ""
	}
	return string(raw)
}

// age makes all that folder keeps older, as if the server had run for a while.
func age(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil {
			err = os.Chtimes(filepath.Join(folder, e.Name()), time.Time{}, info.ModTime().Add(-time.Hour))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestPagesOpenedBeforeAnUpgradeGetTheirParts(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "widget")
	open(t, folder, 1)
	age(t, folder)
	w := open(t, folder, 2)
	for name, want := range map[string]string{
		"chat-0000000001.js":    "chat of 1",
		"chat-0000000001.js.gz": "packed chat of 1",
		"chat-0000000002.js":    "chat of 2",
		"beckon.js":             "loader of 2",
		"after-00000003e9.js":   "the same in two builds",
		"chat-0000000003.js":    "",
		"../lock":               "",
		"half-0000000001.js/..": "",
	} {
		if got := has(w, name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestTheLastBuildsAreKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "widget")
	for n := range 6 {
		open(t, folder, n)
		age(t, folder)
	}
	w := open(t, folder, 1) // back to it: it is the newest again
	if has(w, "chat-0000000000.js") != "" || has(w, "chat-0000000002.js") == "" {
		t.Error("of six builds the last five are not those that are kept")
	}
	age(t, folder)
	w = open(t, folder, 7)
	if has(w, "chat-0000000001.js") == "" || has(w, "chat-0000000002.js") != "" {
		t.Error("a build that was gone back to is not kept as the newest")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 5 {
		t.Errorf("%d builds are kept, want 5", len(entries))
	}
}

func TestLastBuildIsKeptWhateverTheClockSays(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "widget")
	for n := range 5 {
		open(t, folder, n)
	}
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(folder, e.Name()), time.Time{}, time.Now().Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	open(t, folder, 5)
	if w := open(t, folder, 6); has(w, "chat-0000000005.js") == "" {
		t.Error("pages of the last build get no parts")
	}
}

func TestWhatIsHalfWrittenIsNoBuild(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "widget")
	torn := filepath.Join(folder, "half-1234")
	if err := os.MkdirAll(torn, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(torn, "chat-00000000ff.js"), []byte("half a ch"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := has(open(t, folder, 1), "chat-00000000ff.js"); got != "" {
		t.Errorf("a torn file is served: %q", got)
	}
	if _, err := os.Stat(torn); err == nil {
		t.Error("it stays for ever")
	}
}

func TestWidgetThatCantBeKeptIsServed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := web.WidgetFrom(file, build(1))
	if err == nil {
		t.Error("a file is no folder, and nothing is said")
	}
	if has(w, "chat-0000000001.js") == "" {
		t.Error("this build's own files are gone")
	}
	if w, err := web.WidgetFrom(filepath.Join(t.TempDir(), "none"), fstest.MapFS{}); err != nil || has(w, "beckon.js") != "" {
		t.Errorf("without a build: %v", err)
	}
}
