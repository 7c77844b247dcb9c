package desk

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestPattern_ZON4(t *testing.T) {
	for _, c := range []struct {
		pattern, url string
		want         bool
	}{
		{"*://*/*", "https://shop.example/", true},
		{"*://*/*", "https://shop.example", false},
		{"https://shop.example/cart", "https://shop.example/cart", true},
		{"https://shop.example/cart", "https://shop.example/cart/2?x=1", true}, // more may follow
		{"https://shop.example/cart", "http://shop.example/cart", false},
		{"https://shop.example/cart$", "https://shop.example/cart", true},
		{"https://shop.example/cart$", "https://shop.example/cart/", false},
		{"shop.example", "https://shop.example/", false}, // from the start
		{"*shop.example", "https://shop.example/", true},
		{"*://*/p?d=", "https://shop.example/p?d=7", true}, // ? is literal
		{"*://*/p?d=", "https://shop.example/pad=7", false},
		{"*://*/a.c", "https://shop.example/abc", false}, // so is .
		{"*://*/$", "https://shop.example/", true},
		{"*://*/$", "https://shop.example/x", false},
		{"*://*/*.html$", "https://shop.example/a.html/b.html", true},
		{"*://*/*.html$", "https://shop.example/a.html?x", false},
		{"*a*a$", "a", false}, // the same a can't be both
		{"*a*a$", "xaxa", true},
		{"a*a$", "a", false},
		{"a*b*c$", "abbc", true},
		{"**", "", true},
		{"", "anything", true},
		{"$", "", true},
		{"$", "x", false},
		{"$$", "$", true},
		{"a$b", "a$bc", true}, // only a trailing $ anchors
		{"*", "", true},
		{"*$", "anything", true},
		{"*://*/straße", "https://shop.example/straße/1", true},
	} {
		if got := parsePattern(c.pattern).matches(c.url); got != c.want {
			t.Errorf("%q on %q: got %t, want %t", c.pattern, c.url, got, c.want)
		}
	}
}

// slowMatch is what a pattern means, said by a regular expression.
func slowMatch(pattern, url string) bool {
	end := ""
	if strings.HasSuffix(pattern, "$") {
		pattern, end = pattern[:len(pattern)-1], `\z`
	}
	parts := strings.Split(pattern, "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile(`(?s)\A` + strings.Join(parts, `.*`) + end).MatchString(url)
}

func FuzzPattern(f *testing.F) {
	for _, s := range [][2]string{{"*://*/*", "https://shop.example/"}, {"a*b$", "axb"}, {"*a*a$", "aa"}, {"$", ""}, {"**$", "x"}, {"*.html$", "/a.html/b.html"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, pattern, url string) {
		pattern, url = strings.ToValidUTF8(pattern, "?"), strings.ToValidUTF8(url, "?")
		if strings.Count(pattern, "*") > 20 || len(pattern) > 500 {
			return
		}
		if got, want := parsePattern(pattern).matches(url), slowMatch(pattern, url); got != want {
			t.Errorf("%q on %q: got %t, want %t", pattern, url, got, want)
		}
	})
}

func TestPatternTakesLinearTime_ZON4(t *testing.T) {
	evil := parsePattern(strings.Repeat("*a", 200) + "*b$")
	took := func(n int) time.Duration {
		url, best := strings.Repeat("a", n), time.Hour
		for range 5 {
			began := time.Now()
			if evil.matches(url) {
				t.Fatal("it matches")
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	if short, long := took(10_000), took(100_000); long > 100*short+10*time.Millisecond {
		t.Errorf("10 times the length took %v instead of %v", long, short)
	}
}

func TestFloor_ZON2(t *testing.T) {
	floor := newFloor([]Zone{
		{ID: "late", Order: 9, Patterns: []string{"*/shared"}},
		{ID: "inner", Parent: "outer", Patterns: []string{"*/outer/inner"}},
		{ID: "outer", Order: 2, Patterns: []string{"*/outer", "*/also"}},
		{ID: "early", Order: 1, Patterns: []string{"*/shared"}},
		{ID: "rest", Order: 0, Default: true, Patterns: []string{"*"}},
		{ID: "deepest", Parent: "inner", Patterns: []string{"*/shared/deepest"}},
		{ID: "ring a", Parent: "ring b", Patterns: []string{"*"}},
		{ID: "ring b", Parent: "ring a", Patterns: []string{"*"}},
	})
	for url, want := range map[string]ZoneID{
		"/":                     "rest",
		"/outer":                "outer",
		"/also":                 "outer",
		"/outer/inner/2":        "inner",
		"/shared":               "early",
		"/shared/deepest":       "deepest",
		"/outer/shared/deepest": "deepest",
	} {
		if got := floor.zoneOf(url); got != want {
			t.Errorf("%s: got %q, want %q", url, got, want)
		}
	}
	var order []ZoneID
	for _, z := range floor.zones {
		order = append(order, z.ID)
	}
	if got := len(order); got != 6 || order[0] != "rest" || order[1] != "early" || order[2] != "outer" || order[3] != "inner" || order[4] != "deepest" || order[5] != "late" {
		t.Errorf("got %v in tree order", order)
	}
	if got := newFloor(nil).zoneOf("/"); got != "" {
		t.Errorf("a site without zones: got %q", got)
	}
}
