package origin

import (
	"net/url"
	"strings"
)

// redactor cuts what is personal or secret from the part of a URL behind the host.
type redactor struct{ remove []string }

// pathAndBeyond cleans path, query and fragment.
func (r redactor) pathAndBeyond(s string) string {
	s, fragment, _ := strings.Cut(s, "#")
	path, query, asked := strings.Cut(s, "?")
	clean := r.path(path)
	if asked {
		if query = r.query(query); query != "" {
			clean += "?" + query
		}
	}
	if route, ok := strings.CutPrefix(fragment, "!"); ok {
		clean += "#!" + r.pathAndBeyond(route)
	} else if strings.HasPrefix(fragment, "/") {
		clean += "#" + r.pathAndBeyond(fragment)
	}
	return clean
}

func (r redactor) path(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		name, parameters, found := strings.Cut(segment, ";")
		if r.isSecret(name) {
			name = cut
		}
		if found {
			if parameters = r.query(parameters); parameters != "" {
				name += ";" + parameters
			}
		}
		segments[i] = name
	}
	return strings.Join(segments, "/")
}

// query keeps parameters in their order, and the separators between them: & and, as old shops write it, ;.
func (r redactor) query(query string) string {
	var b strings.Builder
	separator := ""
	for rest := query; ; {
		end := strings.IndexAny(rest, "&;")
		parameter := rest
		if end >= 0 {
			parameter = rest[:end]
		}
		if kept, ok := r.parameter(parameter); ok {
			if b.Len() > 0 {
				b.WriteString(separator)
			}
			b.WriteString(kept)
		}
		if end < 0 {
			return b.String()
		}
		separator, rest = rest[end:end+1], rest[end+1:]
	}
}

// parameter returns the parameter without what is secret in it, and whether it stays at all.
func (r redactor) parameter(parameter string) (kept string, stays bool) {
	name, value, hasValue := strings.Cut(parameter, "=")
	if r.isRemoved(name) {
		return "", false
	}
	if r.isSecret(name) {
		return cut, true
	}
	if hasValue && (r.isSecret(value) || r.carriesRemoved(value)) {
		return name + "=" + cut, true
	}
	return parameter, true
}

// isRemoved compares a parameter's name as a server would read it: decoded, without PHP's [].
func (r redactor) isRemoved(name string) bool {
	name = strings.TrimSpace(decoded(name))
	name, _, _ = strings.Cut(name, "[")
	for _, removed := range r.remove {
		if strings.EqualFold(name, removed) {
			return true
		}
	}
	return false
}

// carriesRemoved finds a removed parameter inside a value that is itself a URL.
func (r redactor) carriesRemoved(value string) bool {
	value = decoded(decoded(value))
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("?&;#", r) }) {
		if name, _, ok := strings.Cut(part, "="); ok && r.isRemoved(name) {
			return true
		}
	}
	return false
}

// isSecret looks at a value as it stands and as a server reads it, decoded twice at most.
func (r redactor) isSecret(value string) bool {
	once := decoded(value)
	return isPersonal(value) || isToken(value) || once != value && (isPersonal(once) || isToken(once) || isPersonal(decoded(once)))
}

func decoded(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func isPersonal(s string) bool {
	return hasMailAddress(s) || hasCardNumber(s)
}

// hasMailAddress finds name@host.ending.
func hasMailAddress(s string) bool {
	for {
		before, after, found := strings.Cut(s, "@")
		if !found {
			return false
		}
		host := after
		if end := strings.IndexFunc(host, func(r rune) bool { return !isNameRune(r) && r != '.' && r != '-' }); end >= 0 {
			host = host[:end]
		}
		if before != "" && isNameRune(rune(before[len(before)-1])) && isHostName(host) {
			return true
		}
		s = after
	}
}

// isHostName wants an ending of letters, so that a version (react@18.2.0) is no address.
func isHostName(s string) bool {
	s = strings.TrimRight(s, ".-")
	dot := strings.LastIndexByte(s, '.')
	return dot > 0 && len(s)-dot > 2 && strings.IndexFunc(s[dot+1:], func(r rune) bool { return r >= '0' && r <= '9' }) < 0
}

// isNameRune takes every byte beyond ASCII as part of a name.
func isNameRune(r rune) bool {
	return r >= 0x80 || r == '_' || r == '-' || r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z'
}

// hasCardNumber finds 13 to 19 digits, maybe in groups, that begin as cards do and bear a right check digit.
func hasCardNumber(s string) bool {
	var digits []byte
	for i := 0; i <= len(s); i++ {
		switch {
		case i < len(s) && s[i] >= '0' && s[i] <= '9':
			digits = append(digits, s[i])
			continue
		case i < len(s)-1 && (s[i] == ' ' || s[i] == '-' || s[i] == '.') && len(digits) > 0 && isDigit(s[i+1]):
			continue
		}
		if len(digits) >= 13 && len(digits) <= 19 && digits[0] >= '2' && digits[0] <= '6' && hasCheckDigit(digits) {
			return true
		}
		digits = digits[:0]
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// hasCheckDigit is Luhn's test.
func hasCheckDigit(digits []byte) bool {
	sum := 0
	for i, c := range digits {
		n := int(c - '0')
		if (len(digits)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

const (
	// longRun letters and digits without a break are no word.
	longRun = 24
	// longToken is how long a value of several runs must be to be taken for one token.
	longToken = 32
)

// isToken tells what a machine made up (sessions, UUIDs, JSON web tokens) from the words of a readable address.
func isToken(s string) bool {
	if isUUID(s) {
		return true
	}
	var run, letters, digits, pairs, changes int
	before := punctuation
	for _, r := range s {
		kind := kindOf(r)
		switch kind {
		case readable:
			return false
		case punctuation:
			run, letters, digits = 0, 0, 0
		case digit:
			run++
			digits++
		default:
			run++
			letters++
		}
		if run >= longRun && letters > 0 && digits > 0 {
			return true
		}
		if kind != punctuation && before != punctuation {
			pairs++
			if kind != before {
				changes++
			}
		}
		before = kind
	}
	// In random letters and digits the kind changes at three of five places; in words hardly ever.
	return len(s) >= longToken && pairs > longToken/2 && changes*5 > pairs*2
}

type runeKind int

const (
	readable runeKind = iota // doesn't occur in tokens
	punctuation
	digit
	lower
	upper
)

func kindOf(r rune) runeKind {
	switch {
	case r >= '0' && r <= '9':
		return digit
	case r >= 'a' && r <= 'z':
		return lower
	case r >= 'A' && r <= 'Z':
		return upper
	case strings.ContainsRune("-_.~+/=:$", r):
		return punctuation
	}
	return readable
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if !isDigit(s[i]) && (s[i]|0x20 < 'a' || s[i]|0x20 > 'f') {
			return false
		}
	}
	return true
}
