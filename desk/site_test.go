package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCleanOrigins(t *testing.T) {
	got, err := CleanOrigins([]string{" https://Shop.Example ", "", "shop.example", "http://shop.example:80/path?x", "https://shop.example:443", "https://*.shop.example", "http://localhost:8080", "https://münchen.example"})
	want := []string{"https://shop.example", "http://shop.example", "https://*.shop.example", "http://localhost:8080", "https://münchen.example"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = fmt.Sprintf("https://shop%d.example", i)
	}
	if _, err := CleanOrigins(many[:50]); err != nil {
		t.Errorf("50 addresses: %v", err)
	}
	for name, list := range map[string][]string{
		"none": {}, "empty": {" "}, "51": many, "no web address": {"ftp://shop.example"}, "script": {"javascript://shop.example"}, "a star alone": {"*"},
		"a star inside": {"https://a*.shop.example"}, "two stars": {"https://*.*.example"}, "no host": {"https://"}, "a user": {"https://u@shop.example"}, "nonsense": {"https://shop example"},
	} {
		if got, err := CleanOrigins(list); KindOf(err) != Invalid || err == nil {
			t.Errorf("%s: got %q, %v, want Invalid", name, got, err)
		}
	}
}

func TestOriginsThatBelongToASite(t *testing.T) {
	s := Site{Origins: []string{"https://shop.example", "https://*.shop.example", "http://localhost:8080"}}
	for origin, want := range map[string]bool{
		"https://shop.example":          true,
		"https://SHOP.example":          true,
		"https://m.shop.example":        true,
		"https://a.m.shop.example":      true,
		"http://localhost:8080":         true,
		"http://shop.example":           false,
		"http://m.shop.example":         false,
		"https://shop.example:8443":     false,
		"https://m.shop.example:8443":   false,
		"https://evilshop.example":      false,
		"https://shop.example.evil.org": false,
		"http://localhost":              false,
		"null":                          false,
		"":                              false,
	} {
		if got := s.allows(origin); got != want {
			t.Errorf("%q: got %t, want %t", origin, got, want)
		}
	}
}

func TestForeignOriginsAreBounded(t *testing.T) {
	w := siteWatch{}
	at := time.Unix(0, 0)
	for n := range 50 {
		at = at.Add(time.Second)
		w.sawForeign("https://often.example", at)
		w.sawForeign(fmt.Sprintf("https://copy%d.example", n), at)
	}
	if len(w.foreign) != maxForeign {
		t.Fatalf("got %d, want %d", len(w.foreign), maxForeign)
	}
	if i := slices.IndexFunc(w.foreign, func(f ForeignOrigin) bool { return f.Origin == "https://often.example" }); i < 0 || w.foreign[i].Count != 50 {
		t.Errorf("got %+v, want the one often seen to stay", w.foreign)
	}
}

func TestNamesOfRobotsAreBounded(t *testing.T) {
	k := KeptOut{RobotNames: map[string]int64{}}
	for n := range 1000 {
		k.robot(fmt.Sprint("robot ", n))
	}
	if len(k.RobotNames) > maxRobotNames+1 || k.Robots != 1000 || k.RobotNames["other"] != 800 {
		t.Errorf("got %d names, %d robots, %d others", len(k.RobotNames), k.Robots, k.RobotNames["other"])
	}
}

func TestToken(t *testing.T) {
	d := &Desk{secret: []byte(strings.Repeat("s", 32))}
	id := VisitorID(newID())
	token := d.token("shop", id)
	if got, ok := d.visitorOf("shop", token); !ok || got != id {
		t.Errorf("got %q, %t, want %q", got, ok, id)
	}
	if _, ok := d.visitorOf("blog", token); ok {
		t.Error("another site takes it")
	}
	if _, ok := (&Desk{secret: []byte(strings.Repeat("x", 32))}).visitorOf("shop", token); ok {
		t.Error("another desk takes it")
	}
	for i := range len(token) { // a change anywhere
		other := byte('A')
		if token[i] == 'A' {
			other = 'B'
		}
		if _, ok := d.visitorOf("shop", token[:i]+string(other)+token[i+1:]); ok && i < len(token)-1 { // the last letter has spare bits
			t.Errorf("changed at %d it is taken", i)
		}
	}
}

func FuzzToken(f *testing.F) {
	d := &Desk{secret: []byte(strings.Repeat("s", 32))}
	good := d.token("shop", "0123456789012345678901")
	f.Add(good)
	f.Add("")
	f.Add(".")
	f.Fuzz(func(t *testing.T, token string) {
		if id, ok := d.visitorOf("shop", token); ok && id != "0123456789012345678901" {
			t.Errorf("%q is taken for %q", token, id)
		}
	})
}

func TestIdentifiers(t *testing.T) {
	for id, want := range map[string]bool{
		"0123456789abcdef": true, strings.Repeat("A", 32): true, "aZ09_-aZ09_-aZ09": true,
		"0123456789abcde": false, strings.Repeat("A", 33): false, "0123456789abcde ": false, "0123456789abcde\n": false, "0123456789abcdé": false, "0123456789'; --x": false,
	} {
		if got := validClientID(id); got != want {
			t.Errorf("%q: got %t, want %t", id, got, want)
		}
	}
	seen := map[string]bool{}
	before := ""
	for n := range 1000 {
		id, ordered := newID(), newOrderedID(time.UnixMilli(int64(n)))
		if seen[id] || !validClientID(id) || !validClientID(ordered) || ordered <= before {
			t.Fatalf("got %q and %q after %q", id, ordered, before)
		}
		seen[id], before = true, ordered
	}
}
