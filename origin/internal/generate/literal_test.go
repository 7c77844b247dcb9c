package main

import (
	"slices"
	"testing"
)

func TestLiteralsOfAPattern(t *testing.T) {
	for pattern, want := range map[string][]string{
		`Googlebot\/`:                       {"Googlebot/"},
		`[wW]get`:                           {"Wget", "wget"},
		`(sistrix|SISTRIX) [cC]rawler`:      {"SISTRIX Crawler", "SISTRIX crawler", "sistrix Crawler", "sistrix crawler"},
		`^curl`:                             {"^curl"},
		`(^| )sentry\/`:                     {" sentry/", "^sentry/"},
		`AdsBot-Google([^-]|$)`:             {"AdsBot-Google"},
		`BlogTraffic\/\d\.\d+ Feed-Fetcher`: {" Feed-Fetcher"},
		`Colou?rs`:                          {"Colors", "Colours"},
		`(?i)robot`:                         {"ROBOT", "ROBOt", "ROBoT", "ROBot"}, // 32 in all; the first ones
		`.*`:                                nil,
		`[a-z]+bot`:                         nil,
		`ab`:                                nil,
		`(`:                                 nil,
	} {
		got, skipped := literals([]string{pattern})
		if len(got) > 4 && len(want) == 4 {
			got = got[:4]
		}
		if !slices.Equal(got, want) || (len(want) == 0) != (len(skipped) == 1) {
			t.Errorf("literals of %s: %q, skipped %q, want %q", pattern, got, skipped, want)
		}
	}
}

func TestLongerLiteralsAreCoveredByShorterOnes(t *testing.T) {
	got, _ := literals([]string{"Googlebot-Image", "Googlebot", "^Googlebot"})
	if want := []string{"Googlebot"}; !slices.Equal(got, want) {
		t.Errorf("literals: %q, want %q", got, want)
	}
}
