package origin

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanText(t *testing.T) {
	for _, c := range []struct {
		in       string
		maxBytes int
		want     string
		cut      bool
	}{
		{"", 10, "", false},
		{"Wool saddle", 20, "Wool saddle", false},
		{"  Wool \t\n saddle\u00a0 ", 20, "Wool saddle", false},
		{"a\u2028b\u2029c", 20, "a b c", false},
		{"\u202egnp.exe\u202c\u2066x\u2069", 20, "gnp.exex", false},
		{"a\x00b\x1b[31mc\u0085d", 20, "ab[31mc d", false},
		{"zero\u200bwidth\ufeff\u00ad", 20, "zerowidth", false},
		{"👩‍👧 family", 40, "👩‍👧 family", false},
		{"می‌خواهم", 40, "می‌خواهم", false},
		{"bad\xff\xfeutf8", 20, "bad��utf8", false},
		{"Straße", 5, "Stra", true},
		{"Straße", 6, "Straß", true},
		{"Straße", 7, "Straße", false},
		{"one two", 4, "one", true},
		{"one     ", 3, "one", false},
		{"日本語", 8, "日本", true},
		{"x", 0, "", true},
		{"<b>bold</b>", 20, "<b>bold</b>", false},
	} {
		got, cut := CleanText(c.in, c.maxBytes)
		if got != c.want || cut != c.cut {
			t.Errorf("CleanText(%q, %d) = %q, %v, want %q, %v", c.in, c.maxBytes, got, cut, c.want, c.cut)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	f.Add("Wool  saddle\u202e", 8)
	f.Add("\xff日本語", 5)
	f.Fuzz(func(t *testing.T, s string, maxBytes int) {
		maxBytes = max(0, maxBytes%1000)
		got, _ := CleanText(s, maxBytes)
		if len(got) > maxBytes || !utf8.ValidString(got) || strings.TrimSpace(got) != got {
			t.Errorf("CleanText(%q, %d) = %q", s, maxBytes, got)
		}
		if again, _ := CleanText(got, maxBytes); again != got {
			t.Errorf("CleanText(%q) = %q, cleaned again %q", s, got, again)
		}
	})
}
