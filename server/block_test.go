package server_test

import (
	"testing"

	"beckon/wire"
)

func TestBlockedVisitorsPagesAreOver_PRV6(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	v, other := w.visitor(), w.visitor().open("/")
	pages := []*tab{v.open("/"), v.open("/bells")}
	ana.must("PUT", "/blocks/"+v.id(), nil, nil)
	for _, b := range pages {
		b.wantClosed(4011)
	}
	l, _ := w.dial("/v1/visit", v.header, nil)
	l.listen(nil)
	l.send(v.hello(shop + "/"))
	l.wantClosed(4011)
	if got := all[wire.WelcomeFrame](other.line, "welcome"); len(got) != 1 {
		t.Errorf("another visitor was welcomed %d times, want once", len(got))
	}
}
