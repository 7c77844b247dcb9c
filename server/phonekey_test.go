package server

import (
	"fmt"
	"testing"

	"beckon/desk"
)

func TestKeysOfCallWindowsAreBounded_T27(t *testing.T) {
	p := newPhones()
	key := func(n int) string { return fmt.Sprintf("key-%028d", n) }
	say := func(n int, by desk.VisitorID) {
		t.Helper()
		if err := p.expect(key(n), "shop", by); err != nil {
			t.Fatal(err)
		}
	}
	say(0, "gerda")
	for n := range 1000 {
		say(1000+n, "greedy")
		say(0, "gerda") // a page says it with each connection
	}
	if _, ok := p.of(key(0)); !ok || len(p.keys) != 1+keysOfOne {
		t.Errorf("%d keys are kept, gerda's %v; want hers and %d of the greedy one", len(p.keys), ok, keysOfOne)
	}
	if _, ok := p.of(key(1999)); !ok {
		t.Error("the latest key is forgotten, not the first")
	}
	for n := range phonesAtMost {
		say(10_000+n, desk.VisitorID(fmt.Sprint("visitor ", n)))
	}
	if _, ok := p.of(key(0)); ok || len(p.keys) != phonesAtMost || p.by.Len() != phonesAtMost {
		t.Errorf("%d keys of %d visitors, the oldest there %v", len(p.keys), p.by.Len(), ok)
	}
}
