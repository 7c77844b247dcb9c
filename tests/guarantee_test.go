package tests

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	guarantee   = regexp.MustCompile(`(?m)^\d+\. .*$`)
	namedTest   = regexp.MustCompile("`(Test[A-Za-z0-9_]+)`")
	namedFile   = regexp.MustCompile("`(web/[^`]+)`(: \"[^\"]+\")?")
	namedInside = regexp.MustCompile("in (?:`Test\\w+`(?: and )?)+: \"(\\w+)\"")
)

// What the README guarantees must name tests that are there.
func TestGuaranteesNameTheirTests_HouseStyle53(t *testing.T) {
	_, text, found := strings.Cut(string(read(t, "README.md")), "## What is guaranteed")
	text, _, ended := strings.Cut(text, "Not guaranteed:")
	lines := guarantee.FindAllString(text, -1)
	if !found || !ended || len(lines) == 0 {
		t.Fatal("README.md guarantees nothing")
	}
	var tests, suite strings.Builder
	for _, file := range sources(t, ".go") {
		if strings.HasSuffix(file, "_test.go") {
			tests.Write(read(t, file))
		}
		if strings.HasPrefix(path.Base(file), "suite") {
			suite.Write(read(t, file))
		}
	}
	for _, line := range lines {
		named := namedTest.FindAllStringSubmatch(line, -1)
		if len(named) == 0 {
			t.Errorf("a guarantee names no test: %.60s", line)
		}
		for _, n := range named {
			if !strings.Contains(tests.String(), "func "+n[1]+"(") {
				t.Errorf("%.40s…: there is no %s", line, n[1])
			}
		}
		for _, n := range namedInside.FindAllStringSubmatch(line, -1) {
			if !strings.Contains(suite.String(), n[1]) {
				t.Errorf("%.40s…: the store's suite has no %s", line, n[1])
			}
		}
		for _, n := range namedFile.FindAllStringSubmatch(line, -1) {
			raw, err := os.ReadFile(filepath.Join("..", n[1]))
			if title := strings.Trim(n[2], `: "`); err != nil || title == "" || !strings.Contains(string(raw), title) {
				t.Errorf("%.40s…: %s has no test %q", line, n[1], title)
			}
		}
	}
}
