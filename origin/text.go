package origin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText makes a title or a name fit to be kept and shown on one line: valid UTF-8, no control or direction-changing characters,
// white space collapsed, at most maxBytes long. The second result says whether something was cut off.
func CleanText(s string, maxBytes int) (text string, truncated bool) {
	var b strings.Builder
	b.Grow(min(len(s), maxBytes))
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) || r == '\u2028' || r == '\u2029' {
			space = b.Len() > 0
			continue
		}
		if isInvisible(r) {
			continue
		}
		gap := 0
		if space {
			gap = 1
		}
		if b.Len()+gap+utf8.RuneLen(r) > maxBytes {
			return b.String(), true
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String(), false
}

// isInvisible holds for what a reader can't see but what changes what he sees: controls, direction marks and overrides, tags.
// Joiners stay: scripts and emoji are written with them.
func isInvisible(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r == '\u200e', r == '\u200f', r == '\u061c', r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff':
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u206f', r >= '\ufff9' && r <= '\ufffb':
		return true
	}
	return r >= 0xe0000 && r <= 0xe007f
}
