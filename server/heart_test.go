package server_test

import (
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"beckon/wire"
)

func TestArrivalAndPageChangeReachTheMonitor_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	early := w.visitor().open("/early")
	c := ana.console()
	if n := len(c.picture.Visits); n != 1 || c.picture.Visits[0].URL != early.url || c.picture.Me != string(w.ana.ID) || c.picture.Epoch == "" {
		t.Fatalf("the picture shows %d visits, want the one that is here: %+v", n, c.picture)
	}
	if len(c.picture.Sites) != 1 || len(c.picture.Zones) != 2 || len(c.picture.Operators) != 1 || !c.picture.Operators[0].Online {
		t.Errorf("got %+v, want the site, its zones and its operator, on-line", c.picture)
	}
	b := w.visitor().open("/cart")
	v := c.visitOf(b)
	if v.Zone != "cart" || v.Browser == "" || v.OS != "Linux" || v.Device != "desktop" || v.Language != "de-AT" || v.Pages != 1 || v.Visits != 1 || v.Tabs != 1 {
		t.Errorf("got %+v", v)
	}
	next := wire.PageFrame{Type: "page", Page: newID("page"), URL: shop + "/help?sid=secret", Title: "Help"}
	b.send(next)
	await(b.line, "kept", func(f wire.KeptFrame) bool { return f.Page == next.Page })
	moved := c.badge(func(v wire.Visit) bool { return v.Title == "Help" })
	if moved.ID != v.ID || moved.Zone != "rest" || moved.Pages != 2 || strings.Contains(moved.URL, "sid") || strings.Join(moved.Trail, " ") != "cart rest" {
		t.Errorf("after the page change got %+v", moved)
	}
	b.send(wire.PageFrame{Type: "page", Page: next.Page, URL: next.URL, Title: "Help, retitled"})
	if v := c.badge(func(v wire.Visit) bool { return v.Title == "Help, retitled" }); v.Pages != 2 {
		t.Errorf("a changed title makes %d pages, want 2", v.Pages)
	}
	var detail wire.VisitDetail
	ana.must("GET", "/visits/"+v.ID, nil, &detail)
	if len(detail.Pages) != 2 || detail.Pages[0].ID != next.Page || detail.Pages[1].ID != b.page {
		t.Errorf("the profile has pages %+v, want two, the latest first", detail.Pages)
	}
}

func TestVisitorWhoLeftIsFadedAndThenGone_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.PageChangeGrace = 1 })
	c := ana.console()
	b := w.visitor().open("/")
	v := c.visitOf(b)
	b.hangUp()
	c.badge(func(v wire.Visit) bool { return v.Presence == "fading" })
	await(c.line, "visits", func(f wire.VisitsFrame) bool { return len(f.Gone) == 1 && f.Gone[0] == v.ID })
	b = b.who.open("/back")
	if back := c.visitOf(b); back.ID != v.ID || back.Pages != 2 {
		t.Errorf("coming back within the visit gap makes %+v, want the same visit with two pages", back)
	}
}

func TestSilentLineIsTakenForDeadAndItsVisitorLeaves_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.DeadAfter = 2 * time.Second })
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.PageChangeGrace = 1 })
	c := ana.console()
	lively := w.visitor().open("/lively")
	there := c.visitOf(lively)
	v := w.visitor()
	silent, _ := w.dial("/v1/visit", v.header, nil)
	silent.send(v.hello(shop + "/silent")) // it reads nothing from now on and answers no ping; its line stays open
	badge := c.badge(func(v wire.Visit) bool { return v.URL == shop+"/silent" && v.Presence == "here" })
	c.badge(func(v wire.Visit) bool { return v.ID == badge.ID && v.Presence == "fading" })
	await(c.line, "visits", func(f wire.VisitsFrame) bool { return len(f.Gone) == 1 && f.Gone[0] == badge.ID })
	silent.conn.SetReadDeadline(time.Now().Add(patience))
	var err error
	for err == nil {
		_, _, err = silent.conn.ReadMessage()
	}
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		t.Error("the silent line is still open")
	}
	lively.synced() // who answers pings stays, however little he does
	for _, f := range all[wire.VisitsFrame](c.line, "visits") {
		if slices.Contains(f.Gone, there.ID) {
			t.Error("the visitor who answers has left")
		}
	}
}

func TestSilentConsoleIsTakenForDead_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.DeadAfter = time.Second })
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	c := bert.console()
	l := ana.knock()
	l.send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ana.ticket()}) // and no pong
	online := func(is bool) {
		t.Helper()
		await(c.line, "operator", func(f wire.OperatorFrame) bool { return f.Operator.ID == string(w.ana.ID) && f.Operator.Online == is })
	}
	online(true)
	online(false)
}

func TestInvitationOpensInAllTabsOfThatVisitorAndNobodyElse_S18_S19(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	guest, other := w.visitor(), w.visitor()
	tabs := []*tab{guest.open("/one"), guest.open("/two"), guest.open("/three")}
	stranger := other.open("/")
	sent := ana.invites(guest.id(), "Hello! I'm %name%.")
	for _, b := range tabs {
		i := b.invited()
		if i.ID != sent.ID || i.Text != "Hello! I'm Ana." || i.Name != "Ana" || i.Initials != "A" || i.Site != "Velo & Bell" || i.Kind != "text" || i.Voice == "" {
			t.Errorf("the visitor meets %+v", i)
		}
	}
	stranger.synced()
	wantNone(t, stranger.line, "invitation")
	wantNone(t, stranger.line, "gone")
	if i := c.stands(sent.ID, "sent"); i.Text != "Hello! I'm Ana." || i.OperatorName != "Ana" {
		t.Errorf("the operator is told %+v", i)
	}
}

func TestTruthAboutAnInvitationIsTold_S35(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	b := w.visitor().open("/")
	sent := ana.invites(b.who.id(), "May I help?")
	b.send(wire.InvitationReceivedFrame{Type: "delivered", Invitation: b.invited().ID})
	if i := c.stands(sent.ID, "delivered"); i.Delivered == 0 || i.Shown != 0 {
		t.Errorf("delivered: got %+v", i)
	}
	b.send(wire.InvitationShownFrame{Type: "shown", Invitation: sent.ID})
	b.send(wire.InvitationShownFrame{Type: "shown", Invitation: sent.ID}) // a page says it again after a reconnect
	if i := c.stands(sent.ID, "shown"); i.Shown == 0 {
		t.Errorf("shown: got %+v", i)
	}
	c.badge(func(v wire.Visit) bool {
		return v.Invitation != nil && v.Invitation.State == "shown" && v.Invitation.OperatorName == "Ana"
	})
	talk := b.accepts(sent.ID, "Gerda")
	if i := c.stands(sent.ID, "accepted"); i.Conversation != talk.ID || i.Ended == 0 {
		t.Errorf("accepted: got %+v", i)
	}
	v := c.badge(func(v wire.Visit) bool { return v.Conversation != nil && v.Conversation.ID == talk.ID })
	if v.Invitation != nil || v.Name != "Gerda" {
		t.Errorf("the badge in a chat: %+v", v)
	}
	wantNone(t, b.line, "refused")
}

func TestWithdrawnInvitationGoesFromAllTabs_S37(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	guest := w.visitor()
	one, two := guest.open("/one"), guest.open("/two")
	sent := ana.invites(guest.id(), "May I help?")
	one.invited()
	ana.must("POST", "/invitations/"+sent.ID+"/withdraw", nil, nil)
	for _, b := range []*tab{one, two} {
		if why := b.gone(sent.ID); why != "withdrawn" {
			t.Errorf("it goes because it was %s, want withdrawn", why)
		}
	}
	c.stands(sent.ID, "withdrawn")
	if r := one.refused(wire.AcceptFrame{Type: "accept", Invitation: sent.ID, Kind: "text"}); r.Code != "conflict" || r.ID != sent.ID {
		t.Errorf("accepting it then: got %+v, want conflict", r)
	}
	ana.wantProblem("POST", "/invitations/"+sent.ID+"/withdraw", nil, 409, "conflict")
	ana.invites(guest.id(), "Another try") // nothing pends
}

func TestDeclinedInvitationGoesAndIsKnown_S22_S23(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	guest := w.visitor()
	one, two := guest.open("/one"), guest.open("/two")
	sent := ana.invites(guest.id(), "May I help?")
	two.invited()
	one.send(wire.DeclineFrame{Type: "decline", Invitation: one.invited().ID})
	for _, b := range []*tab{one, two} {
		if why := b.gone(sent.ID); why != "declined" {
			t.Errorf("it goes because it was %s, want declined", why)
		}
	}
	c.stands(sent.ID, "declined")
	c.badge(func(v wire.Visit) bool { return v.Refused && v.Invitation == nil })
	two.send(wire.DeclineFrame{Type: "decline", Invitation: sent.ID}) // said again after a reconnect
	two.synced()
	wantNone(t, two.line, "conversation")
	for _, r := range all[wire.RefusedFrame](two.line, "refused") {
		if r.Of == "decline" {
			t.Errorf("declining what is declined is refused: %+v", r)
		}
	}
	again := ana.invites(guest.id(), "May I ask again?") // warned, not stopped
	if i := one.invited(); i.ID != again.ID {
		t.Errorf("got invitation %s, want %s", i.ID, again.ID)
	}
}

func TestExpiredInvitationGoesAndCannotBeAccepted_S39(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.InvitationExpiry = 1 })
	c := ana.console()
	b := w.visitor().open("/")
	sent := ana.invites(b.who.id(), "May I help?")
	if why := b.gone(sent.ID); why != "expired" {
		t.Errorf("it goes because it was %s, want expired", why)
	}
	c.stands(sent.ID, "expired")
	if r := b.refused(wire.AcceptFrame{Type: "accept", Invitation: sent.ID, Kind: "text"}); r.Code != "conflict" || !strings.Contains(r.Text, "expired") {
		t.Errorf("got %+v, want conflict that says it expired", r)
	}
	wantNone(t, b.line, "conversation")
}

func TestUnansweredInvitationSurvivesAPageChange_S39(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	guest := w.visitor()
	b := guest.open("/one")
	sent := ana.invites(guest.id(), "May I help?")
	b.invited()
	b.hangUp()
	b = guest.open("/two")
	if i := b.welcome.Invitation; i == nil || i.ID != sent.ID || i.Text != "May I help?" {
		t.Fatalf("the next page is welcomed with invitation %+v, want %s", i, sent.ID)
	}
	b.accepts(sent.ID, "")
}

func TestInvitationThatCouldNotArriveIsToldAsUndeliverable_S35(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.PageChangeGrace = 1 })
	c := ana.console()
	b := w.visitor().open("/")
	v := c.visitOf(b)
	b.hangUp()
	c.badge(func(v wire.Visit) bool { return v.Presence == "fading" })
	sent := ana.invites(v.Visitor, "May I help?")
	if i := c.stands(sent.ID, "undeliverable"); i.Why == "" {
		t.Errorf("got %+v, want a reason in words", i)
	}
	p := ana.wantProblem("POST", "/invitations", invitation(v.Visitor, "May I help?"), 404, "not-found")
	if !strings.Contains(p.Detail, "left") {
		t.Errorf("inviting who has left says %q", p.Detail)
	}
}

func TestPreviewAndInvitationFillVariables_S11_S40_S41(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bert := w.signIn(w.addOperator("bert", ""))
	b := w.visitor().open("/")
	text := "%name%, %visitor%, %page%, %site%, %unknown%, 100% sure"
	want := "Operator, Site visitor, Page, Velo & Bell, %unknown%, 100% sure"
	var p struct{ Text string }
	bert.must("POST", "/invitations/preview", map[string]string{"visitor": b.who.id(), "text": text}, &p)
	sent := bert.invites(b.who.id(), text)
	if i := b.invited(); p.Text != want || i.Text != want || sent.Text != want || i.Name != "Operator" {
		t.Errorf("preview %q, sent %q, read %q from %q, want %q from Operator", p.Text, sent.Text, i.Text, i.Name, want)
	}
}

func TestInvitationSentAgainIsTheSame_G3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	in := invitation(b.who.id(), "May I help?")
	var first, again wire.Invitation
	ana.must("POST", "/invitations", in, &first)
	ana.must("POST", "/invitations", in, &again)
	if first.ID != again.ID || first.Sent != again.Sent {
		t.Errorf("got %+v, then %+v, want the same", first, again)
	}
	b.invited()
	b.synced()
	if n := len(all[struct{}](b.line, "invitation")); n != 1 {
		t.Errorf("the page got %d invitations, want 1", n)
	}
}
