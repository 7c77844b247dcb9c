package desk

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                              "plain",
		"one\r\ntwo\rthree\n\tend":           "one\ntwo\nthree\n\tend",
		"\x00a\x07b\x1b[0m\x7fc":             "ab[0mc",
		"\u0085\u009b":                       "",
		"a\u202eb\u2066c\u200ed\u061c\ufeff": "abcd",
		"bad \xff\xfe bytes":                 "bad � bytes",
		"👩‍👩‍👧‍👦 e\u0301 <b>":                "👩‍👩‍👧‍👦 e\u0301 <b>",
	} {
		if got := cleanText(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := cleanLine(" \u00a0a\n\n b\tc "); got != "a b c" {
		t.Errorf("got %q on one line", got)
	}
}

func TestMessageText(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		kind           Kind
	}{
		{"one code point less", strings.Repeat("🙂", MaxMessage-1), strings.Repeat("🙂", MaxMessage-1), Internal},
		{"the most", strings.Repeat("🙂", MaxMessage), strings.Repeat("🙂", MaxMessage), Internal},
		{"one more", strings.Repeat("🙂", MaxMessage+1), "", TooLarge},
		{"the most, with space around it", " \n" + strings.Repeat("x", MaxMessage) + "\n", strings.Repeat("x", MaxMessage), Internal},
		{"nothing", "", "", Invalid},
		{"nothing to see", "\x00\u202e\r\n ", "", Invalid},
	} {
		got, err := messageText(c.in)
		if got != c.want || (c.kind == Internal) != (err == nil) || err != nil && KindOf(err) != c.kind {
			t.Errorf("%s: got %d characters, %v", c.name, utf8.RuneCountInString(got), err)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	for _, s := range []string{"", "a\r\x00\nb", "\xff\r", "\u202e\r\n", " x "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := cleanText(s)
		if !utf8.ValidString(got) || cleanText(got) != got {
			t.Errorf("%q becomes %q, then %q", s, got, cleanText(got))
		}
		for _, r := range got {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || turnsDirection(r) {
				t.Errorf("%q keeps %U", s, r)
			}
		}
		if line := cleanLine(s); strings.ContainsAny(line, "\n\t") || strings.TrimSpace(line) != line {
			t.Errorf("%q becomes the line %q", s, line)
		}
	})
}

func TestInitials_S20(t *testing.T) {
	for name, want := range map[string]string{"": "", "  ": "", "anna": "A", "Anna Berg": "AB", "anna maria van berg": "AB", "Émile zola": "ÉZ", "李 小龙": "李小", "B<": "B", "<b>Rui</b> & 2": "B2", "🙂 (ana)": "A", "<>": "", "ß": "ß"} {
		if got := Initials(name); got != want && !(name == "ß" && utf8.RuneCountInString(got) == 1) {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestFill_S11_S41(t *testing.T) {
	values := map[string]string{"name": "Anna", "visitor": "%name%", "page": "", "site": "100% Tea"}
	for in, want := range map[string]string{
		"":                    "",
		"I'm %name%":          "I'm Anna",
		"%name%%name%":        "AnnaAnna",
		"%%name%%":            "%Anna%",
		"%name":               "%name",
		"name%":               "name%",
		"50% off, %name%":     "50% off, Anna",
		"%unknown%name%":      "%unknownAnna",
		"%unknown% %name%":    "%unknown% Anna",
		"%Name%":              "%Name%",
		"% name%":             "% name%",
		"%visitor% %name%":    "%name% Anna", // what is filled in is not filled again
		"[%page%] %site%":     "[] 100% Tea",
		"%":                   "%",
		"%%":                  "%%",
		"%site%name%":         "100% Teaname%",
		"é%name%é":            "éAnnaé",
		"%name\n% and %name%": "%name\n% and Anna",
	} {
		if got := fill(in, values); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzFill(f *testing.F) {
	for _, s := range []string{"I'm %name%", "%%name%%", "%a%b%name%", "%name", "100%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := fill(s, nil); got != s {
			t.Errorf("without variables %q becomes %q", s, got)
		}
		if got := fill(s, map[string]string{"name": "%name%"}); got != s {
			t.Errorf("%q becomes %q when a variable stands for itself", s, got)
		}
		if got := fill(s, map[string]string{"name": ""}); !strings.Contains(s, "%name%") && got != s {
			t.Errorf("without the variable %q becomes %q", s, got)
		}
	})
}
