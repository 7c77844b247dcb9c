package desk

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPhoneToken_T06(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &Desk{secret: []byte(strings.Repeat("s", 32))}
		id := VisitorID(newID())
		token := d.PhoneToken("shop", id)
		if site, got, ok := d.phoneOf(token); !ok || got != id || site != "shop" {
			t.Errorf("got %q of %q, %t", got, site, ok)
		}
		if _, _, ok := (&Desk{secret: []byte(strings.Repeat("x", 32))}).phoneOf(token); ok {
			t.Error("another desk takes it")
		}
		if _, ok := d.visitorOf("shop", token); ok {
			t.Error("it is good for a page too")
		}
		if _, _, ok := d.phoneOf(d.token("shop", id)); ok {
			t.Error("a page's token opens a call window")
		}
		for i := range len(token) - 1 { // a change anywhere; the last letter has spare bits
			other := byte('A')
			if token[i] == 'A' {
				other = 'B'
			}
			if _, _, ok := d.phoneOf(token[:i] + string(other) + token[i+1:]); ok {
				t.Errorf("changed at %d it is taken", i)
			}
		}
		time.Sleep(phoneTokenFor - time.Second)
		if _, _, ok := d.phoneOf(token); !ok {
			t.Error("it is void before its time")
		}
		time.Sleep(time.Second)
		if _, _, ok := d.phoneOf(token); ok {
			t.Error("it is good for ever")
		}
	})
}
