package desk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Searching goes by words: runs of letters and digits, small. A word that is looked for stands for all that begin with it.

// span is a word's place in a text, in bytes.
type span struct{ from, to int }

func wordSpans(text string) []span {
	var out []span
	from := -1
	for at, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || from >= 0 && unicode.IsMark(r):
			if from < 0 {
				from = at
			}
		case from >= 0:
			out = append(out, span{from, at})
			from = -1
		}
	}
	if from >= 0 {
		out = append(out, span{from, len(text)})
	}
	return out
}

// maxWords bounds the words looked for at once.
const maxWords = 10

// Words returns the words of what somebody looks for, each once, at most ten.
func Words(text string) []string {
	var out []string
	for _, s := range wordSpans(text) {
		if w := strings.ToLower(text[s.from:s.to]); len(out) < maxWords && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// WordsFound counts how many of the words stand in a text, or begin one of its words.
func WordsFound(text string, words []string) int {
	found := map[int]bool{}
	for _, s := range wordSpans(text) {
		if w := begins(text[s.from:s.to], words); w >= 0 {
			found[w] = true
		}
	}
	return len(found)
}

func begins(word string, words []string) int {
	word = strings.ToLower(word)
	return slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(word, w) })
}

// SnippetPart is a piece of a snippet: plain, or one of the words looked for.
type SnippetPart struct {
	Text  string
	Found bool
}

// Runes of a snippet before its first found word, and in all.
const (
	snippetBefore = 40
	snippetLength = 160
)

// snippet cuts from a text what stands round the first of the words, on one line, with the words set off.
func snippet(text string, words []string) []SnippetPart {
	text = strings.Join(strings.Fields(text), " ")
	spans := wordSpans(text)
	first := slices.IndexFunc(spans, func(s span) bool { return begins(text[s.from:s.to], words) >= 0 })
	from := 0
	for n := first; n >= 0 && runes(text[spans[n].from:spans[first].from]) <= snippetBefore; n-- {
		from = spans[n].from
		if n == 0 {
			from = 0
		}
	}
	to := cut(text, from, snippetLength)
	var out []SnippetPart
	add := func(t string, found bool) {
		if t != "" {
			out = append(out, SnippetPart{Text: t, Found: found})
		}
	}
	at := from
	if from > 0 {
		add("…", false)
	}
	for _, s := range spans {
		if s.from < from || s.to > to || begins(text[s.from:s.to], words) < 0 {
			continue
		}
		add(text[at:s.from], false)
		add(text[s.from:s.to], true)
		at = s.to
	}
	add(text[at:to], false)
	if to < len(text) {
		add("…", false)
	}
	return out
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// cut returns where a text ends that begins at from and has at most so many runes.
func cut(text string, from, most int) int {
	for at := range text[from:] {
		if most--; most < 0 {
			return from + at
		}
	}
	return len(text)
}
