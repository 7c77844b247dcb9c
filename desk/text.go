package desk

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxMessage is the most that a text may have, in code points; what is said in a chat may be held shorter (spec section 5).
const MaxMessage = 4000

// maxName is the length of a person's name in code points.
const maxName = 80

// cleanText makes text fit to be kept and shown: valid UTF-8, line ends as \n, without control characters other than line end and
// tab, without the characters that turn the direction of what follows.
func cleanText(s string) string {
	s = strings.ToValidUTF8(s, "�")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || turnsDirection(r):
			return -1
		}
		return r
	}, s)
}

// firstOf returns the first n code points of a text.
func firstOf(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func turnsDirection(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C || r == 0xFEFF
}

// cleanLine is cleanText on one line, white space at the ends removed.
func cleanLine(s string) string { return strings.Join(strings.Fields(cleanText(s)), " ") }

// messageText returns text ready to be sent; Invalid when nothing is left of it, TooLarge over MaxMessage.
func messageText(s string) (string, error) {
	s = strings.TrimSpace(cleanText(s))
	if s == "" {
		return "", invalid("text", "There is no text to send")
	}
	if n := utf8.RuneCountInString(s); n > MaxMessage {
		return "", tooLong(n, MaxMessage)
	}
	return s, nil
}

func tooLong(n, most int) *Error {
	return &Error{Kind: TooLarge, Field: "text", Text: Errorf(TooLarge, "The text is too long: %d of %d characters", n, most).Text}
}

// personName returns a name ready to be kept; TooLarge over 80 characters.
func personName(s string) (string, error) {
	s = cleanLine(s)
	if utf8.RuneCountInString(s) > maxName {
		return "", &Error{Kind: TooLarge, Field: "name", Text: "A name has at most 80 characters"}
	}
	return s, nil
}

// Initials returns one or two letters or digits that stand for a name without a picture; none when it has no such.
func Initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		if i := strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }); i >= 0 {
			r, _ := utf8.DecodeRuneInString(word[i:])
			out = append(out, unicode.ToUpper(r))
		}
	}
	switch len(out) {
	case 0:
		return ""
	case 1:
		return string(out)
	}
	return string([]rune{out[0], out[len(out)-1]})
}

// couldFill reports whether a text with variables could have been filled to a line, whatever they stood for then. White space does not
// count: the ends of a filled text are trimmed.
func couldFill(text, line string) bool {
	const hole = "\x00" // no text has it
	without := func(s string) string { return strings.Join(strings.Fields(s), "") }
	literal := strings.Split(without(fill(text, map[string]string{"name": hole, "visitor": hole, "page": hole, "site": hole})), hole)
	return len(literal) > 1 && pattern{parts: literal, end: true}.matches(without(line))
}
