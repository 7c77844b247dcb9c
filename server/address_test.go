package server_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beckon/wire"
)

func TestAddressIsMaskedBeforeItIsKeptOrShown_PRV2(t *testing.T) {
	t.Parallel()
	w := newWorld(t, trusting("127.0.0.0/8", "10.1.0.0/16"))
	ana := w.signIn(w.ana)
	c := ana.console()
	// From these the client is told; none of them may be found anywhere afterwards.
	whole := []string{"203.0.113.77", "198.51.100.23", "2001:db8:1:2:3:4:5:6"}
	for _, s := range whole {
		secret(s)
	}
	for _, v := range []struct{ forwarded, want string }{
		{"203.0.113.77", "203.0.113.0"},
		{"9.9.9.9, 203.0.113.77, 10.1.2.3", "203.0.113.0"}, // what stands left of the last foreign address is anybody's claim
		{`"[2001:db8:1:2:3:4:5:6]:443"`, "2001:db8:1::"},
		{"198.51.100.23, nonsense", "127.0.0.0"},
		{"", "127.0.0.0"},
	} {
		guest := w.visitor()
		if v.forwarded != "" {
			guest.header.Set("X-Forwarded-For", v.forwarded)
		}
		b := guest.open("/from/" + strings.NewReplacer(" ", "", `"`, "", "[", "", "]", "", ":", "-", ",", "-", ".", "-").Replace(v.forwarded))
		if got := c.visitOf(b).Address; got != v.want {
			t.Errorf("X-Forwarded-For %q: the badge has address %q, want %q", v.forwarded, got, v.want)
		}
		chat := talk(ana, b)
		b.says(chat.ID, "Hello")
	}
	o := w.browser()
	r := o.request("POST", "/session", map[string]string{"login": "ana", "password": "a wrong one here"})
	r.Header.Set("X-Forwarded-For", whole[1])
	o.do(r)
	token, err := w.auth.Once(t.Context(), w.ana.ID)
	must(t, "make a link", err)
	r = o.request("POST", "/session/once", map[string]string{"token": secret(token)})
	r.Header.Set("X-Forwarded-For", whole[1])
	if answer, raw := o.do(r); answer.StatusCode != 200 {
		t.Fatalf("sign in: %s %s", answer.Status, raw)
	}
	var sessions []wire.Session
	o.must("GET", "/sessions", nil, &sessions)
	if got := sessions[0].Address; sessions[0].Agent != "Chrome on Linux" || got != "198.51.100.0" && sessions[1].Address != "198.51.100.0" {
		t.Errorf("the sessions are %+v, want a masked address and the browser in words", sessions)
	}
	entries, err := os.ReadDir(w.folder)
	must(t, "read the folder", err)
	for _, e := range entries {
		if e.IsDir() { // what people attach
			continue
		}
		raw, err := os.ReadFile(filepath.Join(w.folder, e.Name()))
		must(t, "read "+e.Name(), err)
		for _, address := range append(whole, "2001:db8:1:2", "20010db8000100020003000400050006") {
			if bytes.Contains(raw, []byte(address)) {
				t.Errorf("%s holds the whole address %s", e.Name(), address)
			}
		}
	}
}

func TestForwardedAddressOfAStrangerDoesNotCount_PRV2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.signIn(w.ana).console()
	v := w.visitor()
	v.header.Set("X-Forwarded-For", "203.0.113.7")
	if got := c.visitOf(v.open("/")).Address; got != "127.0.0.0" {
		t.Errorf("the badge has address %q, want the peer's", got)
	}
}

func TestLiveCheckSaysWhatIsWrong_OPS7(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	path := "/sites/" + string(w.site.ID)
	check := func(want string) (c wire.SiteCheck) {
		t.Helper()
		if ana.must("GET", path+"/check", nil, &c); c.Verdict != want {
			t.Errorf("the verdict is %q, want %q: %+v", c.Verdict, want, c)
		}
		return c
	}
	if c := check("waiting"); c.LastPage != 0 || c.LastScript != 0 || len(c.Foreign) != 0 {
		t.Errorf("at first: %+v", c)
	}
	w.get("/beckon.js", http.Header{"Referer": {"https://elsewhere.example/"}})
	if c := check("waiting"); c.LastScript != 0 {
		t.Errorf("the script for a page of another site: %+v", c)
	}
	w.get("/beckon.js", http.Header{"Referer": {shop + "/any/page"}})
	if c := check("waiting"); c.LastScript == 0 { // blocked only when nothing follows for 10 s: desktest
		t.Errorf("after the script: %+v", c)
	}
	stray := w.visitor()
	stray.header.Set("Origin", "https://www.shop.example")
	for range 2 {
		l, _ := w.dial("/v1/visit", stray.header, nil)
		l.listen(nil)
		l.send(stray.hello("https://www.shop.example/"))
		l.wantClosed(4003)
	}
	if c := check("wrong-origin"); len(c.Foreign) != 1 || c.Foreign[0].Origin != "https://www.shop.example" || c.Foreign[0].Count != 2 || c.Foreign[0].Last == 0 {
		t.Errorf("after a page of another origin: %+v", c)
	}
	hidden := w.visitor()
	hidden.header.Set("X-Forwarded-For", "203.0.113.7")
	hidden.open("/")
	if c := check("proxy"); !c.Forwarded || c.Address != "127.0.0.0" {
		t.Errorf("behind a proxy that is not trusted: %+v", c)
	}
	w.visitor().open("/seen")
	if c := check("seen"); c.LastURL != shop+"/seen" || c.LastPage == 0 || c.Forwarded {
		t.Errorf("after a page: %+v", c)
	}
	hidden.open("/again") // a header that this visitor makes up
	if c := check("seen"); c.LastURL != shop+"/again" || c.Forwarded {
		t.Errorf("after a page that claims to come through a proxy: %+v", c)
	}
	ana.must("PATCH", path, map[string]string{"mode": "off"}, nil)
	check("off")
}
