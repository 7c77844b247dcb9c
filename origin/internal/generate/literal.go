package main

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

const (
	// mostVariants bounds how many literals one pattern may become.
	mostVariants = 64
	// shortest literal worth having: shorter ones would meet ordinary browsers.
	shortest = 3
	// longEnough for a literal that may stand for a pattern with something undefined at its start or end.
	longEnough = 8
)

// literals turns patterns into plain strings that together match what the patterns match, or slightly more. A string that begins
// with ^ must stand at the start. Patterns that are not made of literals are returned as skipped.
func literals(patterns []string) (found, skipped []string) {
	for _, p := range patterns {
		variants := literalsOf(p)
		if len(variants) == 0 {
			skipped = append(skipped, p)
		}
		found = append(found, variants...)
	}
	slices.Sort(found)
	return withoutCovered(slices.Compact(found)), skipped
}

func literalsOf(pattern string) []string {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	variants, ok := expand(tree.Simplify())
	if !ok {
		return trimmed(tree)
	}
	for _, v := range variants {
		if len(strings.TrimPrefix(v, "^")) < shortest || strings.Contains(strings.TrimPrefix(v, "^"), "^") {
			return nil
		}
	}
	return variants
}

// trimmed leaves off what is no literal at the start or end of a pattern when enough remains to be told from a browser.
func trimmed(tree *syntax.Regexp) []string {
	if tree.Op != syntax.OpConcat {
		return nil
	}
	parts := tree.Sub
	for len(parts) > 0 && !isLiteral(parts[0]) {
		parts = parts[1:]
	}
	for len(parts) > 0 && !isLiteral(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	best := ""
	for _, part := range parts {
		if variants, ok := expand(part); ok && len(variants) == 1 && len(variants[0]) > len(best) {
			best = variants[0]
		}
	}
	if len(best) < longEnough {
		return nil
	}
	return []string{best}
}

func isLiteral(part *syntax.Regexp) bool {
	_, ok := expand(part)
	return ok && part.Op != syntax.OpBeginText
}

// expand lists every string the expression matches, ok only when they are finite and few.
func expand(re *syntax.Regexp) (variants []string, ok bool) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return []string{""}, true
	case syntax.OpBeginText:
		return []string{"^"}, true
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return expandCases(re.Rune)
		}
		return []string{string(re.Rune)}, true
	case syntax.OpCharClass:
		return expandClass(re.Rune)
	case syntax.OpCapture:
		return expand(re.Sub[0])
	case syntax.OpQuest:
		inner, ok := expand(re.Sub[0])
		return append([]string{""}, inner...), ok
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			inner, ok := expand(sub)
			if !ok {
				return nil, false
			}
			variants = append(variants, inner...)
		}
		return variants, len(variants) <= mostVariants
	case syntax.OpConcat:
		return expandSequence(re.Sub)
	}
	return nil, false
}

// expandCases spells out what [aA][bB] means: the parser reads it as "ab, whatever the case".
func expandCases(letters []rune) (variants []string, ok bool) {
	parts := make([]*syntax.Regexp, 0, len(letters))
	for _, r := range letters {
		lower, upper := unicode.ToLower(r), unicode.ToUpper(r)
		parts = append(parts, &syntax.Regexp{Op: syntax.OpCharClass, Rune: []rune{lower, lower, upper, upper}})
	}
	return expandSequence(parts)
}

func expandClass(ranges []rune) (variants []string, ok bool) {
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(variants) == mostVariants {
				return nil, false
			}
			variants = append(variants, string(r))
		}
	}
	return variants, true
}

func expandSequence(parts []*syntax.Regexp) (variants []string, ok bool) {
	variants = []string{""}
	for _, part := range parts {
		inner, ok := expand(part)
		if !ok || len(variants)*len(inner) > mostVariants {
			return nil, false
		}
		longer := make([]string, 0, len(variants)*len(inner))
		for _, start := range variants {
			for _, end := range inner {
				longer = append(longer, start+end)
			}
		}
		variants = longer
	}
	return variants, true
}

// withoutCovered drops literals that contain another one: the shorter one catches them.
func withoutCovered(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(l string) bool {
		return slices.ContainsFunc(all, func(other string) bool {
			return other != l && !strings.HasPrefix(other, "^") && strings.Contains(l, other)
		})
	})
}
