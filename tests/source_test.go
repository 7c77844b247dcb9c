package tests

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Above these a file or function fails; above those of the house style it is only named.
const (
	longFile, tooLongFile         = 400, 450
	longFunction, tooLongFunction = 60, 75
)

// sources lists our files with one of the endings, by their path in the repository; not what is built, installed or fetched.
func sources(t testing.TB, endings ...string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (slices.Contains([]string{"node_modules", "dist", "bin", "testdata", "test-results"}, name) || strings.HasPrefix(name, ".") && name != "..") {
			return fs.SkipDir
		}
		if !d.IsDir() && slices.Contains(endings, path.Ext(name)) {
			out = append(out, strings.TrimPrefix(filepath.ToSlash(file), "../"))
		}
		return nil
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	return out
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

var generated = regexp.MustCompile(`(?m)^(//|/\*\*|\s\*) ?(Code generated|This file was auto-generated)`)

// goFiles parses our Go files, without tests and generated ones.
func goFiles(t testing.TB) (*token.FileSet, map[string]*ast.File) {
	t.Helper()
	set, out := token.NewFileSet(), map[string]*ast.File{}
	for _, file := range sources(t, ".go") {
		raw := read(t, file)
		if strings.HasSuffix(file, "_test.go") || generated.Match(raw) {
			continue
		}
		parsed, err := parser.ParseFile(set, file, raw, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out[file] = parsed
	}
	return set, out
}

var sqlText = regexp.MustCompile(`\b(SELECT\s+\S|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX)\s|PRAGMA\s)`)

func TestSQLStandsInTheStoreOnly_Architecture3(t *testing.T) {
	set, files := goFiles(t)
	found := 0
	for file, parsed := range files {
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, is := n.(*ast.BasicLit)
			if !is || literal.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(literal.Value)
			if !sqlText.MatchString(text) {
				return true
			}
			found++
			if folder := path.Dir(file); folder != "store" && folder != "report" {
				t.Errorf("%s: SQL outside the store: %.60s", set.Position(literal.Pos()), text)
			}
			return true
		})
	}
	if found == 0 {
		t.Error("no SQL found at all: the pattern is wrong")
	}
}

func TestExportedNamesAreDocumented_HouseStyle50(t *testing.T) {
	set, files := goFiles(t)
	documented := map[string]bool{}
	for file, parsed := range files {
		documented[path.Dir(file)] = documented[path.Dir(file)] || parsed.Doc != nil
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && ofExportedType(d) && !says(d.Doc, d.Name.Name) && !fulfils(d) {
					t.Errorf("%s: %s has no comment that begins with its name", set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					for _, name := range undocumented(d, s) {
						t.Errorf("%s: %s has no comment that begins with its name", set.Position(s.Pos()), name)
					}
				}
			}
		}
	}
	for folder, is := range documented {
		if !is {
			t.Errorf("package %s has no comment", folder)
		}
	}
}

// ofExportedType reports whether a function is no method, or one of an exported type.
func ofExportedType(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	of := d.Recv.List[0].Type
	if star, is := of.(*ast.StarExpr); is {
		of = star.X
	}
	if generic, is := of.(*ast.IndexExpr); is {
		of = generic.X
	}
	name, is := of.(*ast.Ident)
	return is && name.IsExported()
}

// fulfils reports whether a method is one that everybody knows.
func fulfils(d *ast.FuncDecl) bool {
	return d.Recv != nil && slices.Contains([]string{"Error", "Unwrap", "String", "Len", "Less", "Swap"}, d.Name.Name)
}

func says(doc *ast.CommentGroup, name string) bool {
	return doc != nil && strings.HasPrefix(doc.Text(), name)
}

// undocumented returns the exported names of a declaration that no comment is about; one comment may be for a group.
func undocumented(d *ast.GenDecl, s ast.Spec) []string {
	group := d.Doc != nil
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && !says(s.Doc, s.Name.Name) && !says(d.Doc, s.Name.Name) && (!d.Lparen.IsValid() || !group) {
			return []string{s.Name.Name}
		}
	case *ast.ValueSpec:
		if group || s.Doc != nil || s.Comment != nil {
			return nil
		}
		var out []string
		for _, n := range s.Names {
			if n.IsExported() {
				out = append(out, n.Name)
			}
		}
		return out
	}
	return nil
}

func TestFilesAndFunctionsStaySmall_HouseStyle57(t *testing.T) {
	for _, file := range sources(t, ".go", ".ts", ".tsx") {
		raw := read(t, file)
		if strings.HasSuffix(file, "_test.go") || generated.Match(raw) || strings.Contains(file, ".test.") || strings.Contains(file, ".spec.") {
			continue
		}
		switch lines := bytes.Count(raw, []byte("\n")); {
		case lines > tooLongFile:
			t.Errorf("%s has %d lines, more than %d: what second thing is in there?", file, lines, longFile)
		case lines > longFile:
			t.Logf("%s has %d lines", file, lines)
		}
	}
	set, files := goFiles(t)
	for _, parsed := range files {
		for _, d := range parsed.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is || f.Body == nil {
				continue
			}
			switch lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; {
			case lines > tooLongFunction:
				t.Errorf("%s: %s has %d lines, more than %d", set.Position(f.Pos()), f.Name.Name, lines, longFunction)
			case lines > longFunction:
				t.Logf("%s: %s has %d lines", set.Position(f.Pos()), f.Name.Name, lines)
			}
		}
	}
}
