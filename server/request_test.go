package server_test

import (
	"testing"

	"beckon/server"
	"beckon/wire"
)

// asks asks for a chat and returns where the request stands.
func (b *tab) asks(name string) wire.VisitorRequest {
	b.who.w.t.Helper()
	f := wire.AskFrame{Type: "ask", ID: newID("ask"), Name: name, Kind: "text"}
	b.send(f)
	return await(b.line, "request", func(got wire.VisitorRequestFrame) bool { return got.Request.ID == f.ID }).Request
}

func (c *console) rung(request string) wire.Request {
	return await(c.line, "request", func(f wire.RequestFrame) bool { return f.Request.ID == request && len(f.Request.Ringing) > 0 }).Request
}

func TestVisitorAsksWaitsAndTalks_COM3_COM4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	early := w.visitor().open("/early")
	if early.welcome.Available { // the server has begun a moment ago: an operator may be on his way
		ana.setting(func(s *wire.Settings) { s.ListExpiration = 1 })
		await(early.line, "availability", func(f wire.AvailabilityFrame) bool { return !f.Available })
	}
	if r := early.refused(wire.AskFrame{Type: "ask", ID: newID("ask"), Kind: "text"}); r.Code != "nobody" {
		t.Errorf("asked with nobody there: got %+v, want nobody", r)
	}
	c := ana.console()
	await(early.line, "availability", func(f wire.AvailabilityFrame) bool { return f.Available })
	ana.setting(func(s *wire.Settings) { s.ListExpiration = 60 })
	b := w.visitor().open("/")
	if !b.welcome.Available {
		t.Error("Live Help is not offered to who comes now")
	}
	r := b.asks("Gerda")
	if r.State != "waiting" || r.Place != 1 || r.Name != "Gerda" {
		t.Errorf("the visitor is told %+v", r)
	}
	got := c.rung(r.ID)
	if got.VisitorName != "Gerda" || got.Ringing[0].Operator != string(ana.who.ID) || got.Ringing[0].Until <= got.Asked {
		t.Errorf("the operator is told %+v", got)
	}
	second := b.who.open("/second")
	if again := second.welcome.Request; again == nil || again.ID != r.ID || again.Place != 1 {
		t.Errorf("another tab is welcomed with %+v, want the same place", again)
	}
	var talk wire.Conversation
	ana.must("POST", "/requests/"+r.ID+"/accept", nil, &talk)
	for _, at := range []*tab{b, second} {
		await(at.line, "request", func(f wire.VisitorRequestFrame) bool { return f.Request.State == "accepted" })
		if m := at.line1(talk.ID, 2); m.What != "joined" || m.Text != "Ana has joined the chat" {
			t.Errorf("the page shows %+v", m)
		}
	}
	b.says(talk.ID, "Hello")
	bert := w.signIn(w.addOperator("bert", "Bert"))
	if p := bert.wantProblem("POST", "/requests/"+r.ID+"/accept", nil, 409, "conflict"); p.Who != "Ana" {
		t.Errorf("who comes too late is told %+v, want that Ana has it", p)
	}
}

// A page fills in his name and looks at the size of his files before it sends them.
func TestWelcomeTellsNameAndLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.MaxFile = 2 })
	ana.console()
	b := w.visitor().open("/")
	if b.welcome.YourName != "" || b.welcome.MaxFile != 2<<20 {
		t.Errorf("a stranger is welcomed as %q with files of %d bytes, want no name and 2 MB", b.welcome.YourName, b.welcome.MaxFile)
	}
	b.asks("Gerda")
	if name := b.who.open("/bells").welcome.YourName; name != "Gerda" {
		t.Errorf("on the next page he is welcomed as %q, want Gerda", name)
	}
}

func TestRequestOfAnotherAndBadOnes_BadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.signIn(w.ana).console()
	b, other := w.visitor().open("/"), w.visitor().open("/")
	r := b.asks("")
	c.rung(r.ID)
	for name, c := range map[string]struct {
		frame any
		code  string
	}{
		"another's":    {wire.CancelFrame{Type: "cancel", Request: r.ID}, "not-found"},
		"unknown":      {wire.CancelFrame{Type: "cancel", Request: "unknown-request-0001"}, "not-found"},
		"no id":        {wire.AskFrame{Type: "ask", Kind: "text"}, "invalid"},
		"another's id": {wire.AskFrame{Type: "ask", ID: r.ID, Kind: "text"}, "conflict"},
		"voice":        {wire.AskFrame{Type: "ask", ID: newID("ask"), Kind: "voice"}, "invalid"},
		"no kind":      {wire.AskFrame{Type: "ask", ID: newID("ask"), Kind: "smoke"}, "invalid"},
	} {
		if got := other.refused(c.frame); got.Code != c.code {
			t.Errorf("%s: got %+v, want %s", name, got, c.code)
		}
	}
	b.send(wire.CancelFrame{Type: "cancel", Request: r.ID})
	await(c.line, "request", func(f wire.RequestFrame) bool { return f.Request.State == "withdrawn" })
	if f := await(b.line, "request", func(f wire.VisitorRequestFrame) bool { return f.Request.State != "waiting" }); f.Request.Place != 0 {
		t.Errorf("withdrawn it has place %d", f.Request.Place)
	}
}

func TestOneAddressAsksForAtMostTenChats_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.ChatsPerAddress = 2 })
	w.signIn(w.ana).console()
	for range 2 {
		w.visitor().open("/").asks("")
	}
	if r := w.visitor().open("/").refused(wire.AskFrame{Type: "ask", ID: newID("ask"), Kind: "text"}); r.Code != "too-many" {
		t.Errorf("the third: got %+v, want too-many", r)
	}
	if n := server.DefaultLimits().ChatsPerAddress; n != 10 {
		t.Errorf("by default %d, want 10", n)
	}
}
