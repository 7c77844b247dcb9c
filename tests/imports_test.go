package tests

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "beckon"

// mayImport says which packages of ours each package of ours may import (ARCHITECTURE.md). A package without a row fails.
var mayImport = map[string][]string{
	"origin":                   {},
	"origin/internal/generate": {},
	"desk":                     {"origin"},
	"auth":                     {"desk"},
	"wire":                     {"desk"},
	"mail":                     {"desk"},
	"alert":                    {"desk"},
	"store":                    {"desk", "auth"},
	"files":                    {},
	"voice":                    {},
	"server":                   {"desk", "auth", "wire", "origin", "files", "voice"},
	"demo":                     {},
	"web":                      {},
	"desktest":                 {"desk", "origin"}, // and it is for tests only
	"cmd/beckon":               {"desk", "auth", "wire", "store", "server", "origin", "demo", "web", "files", "mail", "alert", "voice"},
	"tests":                    {},
}

// mayNeverImport are packages outside that would turn a direction round.
var mayNeverImport = map[string][]string{
	"desk":   {"net/http", "database/sql", "github.com/uptrace/bun", "github.com/gorilla/websocket", "encoding/json"},
	"wire":   {"net/http", "database/sql", "github.com/uptrace/bun", "github.com/gorilla/websocket"},
	"origin": {"net/http", "database/sql"},
	"auth":   {"database/sql", "github.com/uptrace/bun"},
	"alert":  {"database/sql", "github.com/uptrace/bun"},
	"mail":   {"database/sql", "github.com/uptrace/bun", "net/http", "text/template"},
	"server": {"database/sql", "github.com/uptrace/bun"},
	"demo":   {"database/sql", "github.com/uptrace/bun"},
}

type goPackage struct {
	ImportPath, Name, Dir              string
	Imports, TestImports, XTestImports []string
}

// ours lists the module's packages by their path inside it.
func ours(t testing.TB) map[string]goPackage {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Name,Dir,Imports,TestImports,XTestImports", "./...")
	list.Dir = ".."
	raw, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	out := map[string]goPackage{}
	for d := json.NewDecoder(strings.NewReader(string(raw))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		out[strings.TrimPrefix(p.ImportPath, module+"/")] = p
	}
}

func inside(list []string) []string {
	var out []string
	for _, p := range list {
		if rest, is := strings.CutPrefix(p, module+"/"); is {
			out = append(out, rest)
		}
	}
	return out
}

func TestImportsPointInwards_Architecture3(t *testing.T) {
	for name, p := range ours(t) {
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("package %s has no row in mayImport: what may it import?", name)
		}
		for _, imported := range inside(p.Imports) {
			if !slices.Contains(allowed, imported) {
				t.Errorf("%s imports %s, and may import only %v", name, imported, allowed)
			}
		}
		for _, imported := range p.Imports {
			if slices.Contains(mayNeverImport[name], imported) {
				t.Errorf("%s imports %s", name, imported)
			}
		}
	}
}

func TestNothingImportsMainOrTestPackages_Architecture3(t *testing.T) {
	for name, p := range ours(t) {
		for _, imported := range slices.Concat(inside(p.Imports), inside(p.TestImports), inside(p.XTestImports)) {
			if strings.HasPrefix(imported, "cmd/") {
				t.Errorf("%s imports %s", name, imported)
			}
		}
		if slices.Contains(inside(p.Imports), "desktest") {
			t.Errorf("%s imports desktest outside its tests", name)
		}
	}
}

func TestPackagesAreNamedForWhatTheyAreAbout_HouseStyle4(t *testing.T) {
	empty := []string{"util", "utils", "common", "model", "models", "helper", "helpers", "manager", "service", "services", "base", "misc", "types", "shared", "lib"}
	for name, p := range ours(t) {
		if slices.Contains(empty, p.Name) || slices.Contains(empty, path.Base(name)) {
			t.Errorf("%s is named for nothing", name)
		}
	}
	for _, file := range sources(t, ".ts", ".tsx") {
		for _, part := range strings.Split(path.Dir(file), "/") {
			if slices.Contains(empty, part) {
				t.Errorf("%s: %s is named for nothing", file, part)
			}
		}
		if base, _, _ := strings.Cut(path.Base(file), "."); slices.Contains(empty, base) {
			t.Errorf("%s is named for nothing", file)
		}
	}
}
