package server_test

import (
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"beckon/wire"
)

// texts are what people send, and what is kept of it; an empty want: refused with code.
var texts = []struct {
	name, text, want, code string
}{
	{name: "empty", text: "", code: "invalid"},
	{name: "blank", text: " \t\r\n ", code: "invalid"},
	{name: "only control characters", text: "\x00\x07\u202e\u200f", code: "invalid"},
	{name: "4,000 characters", text: strings.Repeat("x", 4000), want: strings.Repeat("x", 4000)},
	{name: "4,001 characters", text: strings.Repeat("x", 4001), code: "too-long"},
	{name: "4,000 emoji", text: strings.Repeat("🚲", 4000), want: strings.Repeat("🚲", 4000)},
	{name: "4,001 emoji", text: strings.Repeat("🚲", 4001), code: "too-long"},
	{name: "4,000 characters and blanks around", text: " " + strings.Repeat("x", 4000) + "\n", want: strings.Repeat("x", 4000)},
	{name: "markup", text: `<img src=x onerror=alert(1)><script>alert(2)</script>&amp;`, want: `<img src=x onerror=alert(1)><script>alert(2)</script>&amp;`},
	{name: "a script's address", text: "javascript:alert(1)", want: "javascript:alert(1)"},
	{name: "control characters", text: "a\x00b\x07c\x1b[31md\x7fe\u0085f", want: "abc[31mdef"},
	{name: "line ends and tabs", text: "a\r\nb\rc\n\td", want: "a\nb\nc\n\td"},
	{name: "turned direction", text: "a\u202eb\u2066c\u200fd\u061ce\ufefff", want: "abcdef"},
	{name: "emoji of several parts", text: "👩‍👩‍👧 🏳️‍🌈 é", want: "👩‍👩‍👧 🏳️‍🌈 é"},
	{name: "Hebrew and Arabic", text: "שלום مرحبا", want: "שלום مرحبا"},
	{name: "SQL", text: "'; DROP TABLE message; --", want: "'; DROP TABLE message; --"},
	{name: "a percent sign", text: "100 % of %unknown%", want: "100 % of %unknown%"},
}

func TestTextIsKeptAsItWasSentOrRefused_S38(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	for _, c := range texts {
		b := w.visitor().open("/") // a new one each time: messages of a visitor are paced
		chat := talk(ana, b)
		id := newID("say")
		b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: id, Text: c.text})
		path := "/conversations/" + chat.ID + "/messages"
		if c.want == "" {
			if r := await[wire.RefusedFrame](b.line, "refused", nil); r.Code != c.code || r.ID != id || r.Of != "say" {
				t.Errorf("%s from the visitor: got %+v, want %s", c.name, r, c.code)
			}
			status, code := 422, "invalid"
			if c.code == "too-long" {
				status, code = 413, "too-large"
			}
			ana.wantProblem("POST", path, said(newID("said"), c.text), status, code)
			ana.wantProblem("POST", "/canned", map[string]string{"title": "A text", "text": c.text}, status, code)
			b.synced()
			if n := len(b.screen(chat.ID)); n != 2 {
				t.Errorf("%s: %d lines, want none more than 2", c.name, n)
			}
			continue
		}
		if m := b.line1(chat.ID, 3); m.Text != c.want {
			t.Errorf("%s from the visitor: got %.200q, want %.200q", c.name, m.Text, c.want)
		}
		if m := ana.says(chat.ID, c.text); m.Text != c.want {
			t.Errorf("%s from the operator: got %.200q, want %.200q", c.name, m.Text, c.want)
		}
		b.hangUp()
	}
}

func TestInvitationTextIsKeptAsItWasSentOrRefused_S15_S34_S38(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	for _, c := range texts {
		in := invitation(b.who.id(), c.text)
		if c.want == "" {
			status, code := 422, "invalid"
			if c.code == "too-long" {
				status, code = 413, "too-large"
			}
			ana.wantProblem("POST", "/invitations", in, status, code)
			continue
		}
		ana.must("POST", "/invitations", in, nil)
		i := b.invited()
		if i.Text != c.want {
			t.Errorf("%s: the visitor reads %.200q, want %.200q", c.name, i.Text, c.want)
		}
		b.send(wire.DeclineFrame{Type: "decline", Invitation: i.ID})
		b.gone(i.ID)
	}
	b.synced()
	wantNone(t, b.line, "conversation")
}

func TestInvalidUTF8IsReplaced_T01(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	b.sendRaw(websocket.TextMessage, []byte(`{"type":"say","conversation":"`+chat.ID+`","id":"`+newID("say")+`","text":"a`+"\xff\xc0"+`b \ud800 c"}`))
	if m := b.line1(chat.ID, 3); m.Text != "a\ufffd\ufffdb \ufffd c" {
		t.Errorf("kept as %q, want replacement characters", m.Text)
	}
}

func TestNamesAreCleanedAndBounded_S25_S26(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	i := ana.invites(b.who.id(), "May I help?")
	b.invited()
	if r := b.refused(wire.AcceptFrame{Type: "accept", Invitation: i.ID, Name: strings.Repeat("x", 81), Kind: "text"}); r.Code != "too-long" {
		t.Errorf("a name of 81 characters: got %+v, want too-long", r)
	}
	if r := b.refused(wire.AcceptFrame{Type: "accept", Invitation: i.ID, Kind: "voice"}); r.Code != "invalid" || r.Text == "" {
		t.Errorf("a voice chat: got %+v, want invalid with the reason", r)
	}
	b.send(wire.AcceptFrame{Type: "accept", Invitation: i.ID, Name: " <b>Gerda</b>\u202e\n Gast\x00 ", Kind: "text"})
	if m := b.line1(await[wire.VisitorConversationFrame](b.line, "conversation", nil).Conversation.ID, 2); m.Name != "<b>Gerda</b> Gast" {
		t.Errorf("the name is kept as %q", m.Name)
	}
	ana.wantProblem("PATCH", "/operators/"+string(w.ana.ID), map[string]string{"name": strings.Repeat("x", 81)}, 413, "too-large")
	ana.wantProblem("PATCH", "/operators/"+string(w.ana.ID), map[string]string{"email": "no address"}, 422, "invalid")
}

func TestWhatAPageSaysOfItselfIsCleanedAndCut_ZON6_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.signIn(w.ana).console()
	v := w.visitor()
	h := v.hello(shop + "/page?sid=abc&q=bell&token=def#part")
	h.Title = strings.Repeat("🚲", 200) + "\u202e<script>"
	h.Referrer = "https://search.example/?q=bell&PHPSESSID=1"
	h.Language, h.Screen = strings.Repeat("x", 100), strings.Repeat("9", 100)
	v.openAs(h)
	got := c.badge(func(v wire.Visit) bool { return v.Presence == "here" })
	if strings.Contains(got.URL, "sid") || strings.Contains(got.URL, "token") || !strings.Contains(got.URL, "q=bell") || strings.Contains(got.Referrer, "PHPSESSID") {
		t.Errorf("kept addresses %q and %q", got.URL, got.Referrer)
	}
	if len(got.Title) > 512 || strings.Trim(got.Title, "🚲") != "" || len(got.Language) > 35 || len(got.Screen) > 11 {
		t.Errorf("kept a title of %d bytes %q, language %q, screen %q", len(got.Title), got.Title, got.Language, got.Screen)
	}
}

func TestVisitorWhoSendsTooFastIsSlowedDown_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	ids := []string{}
	for range 60 { // 10 at once and 2 a second: a slow machine needs some more
		ids = append(ids, newID("say"))
		b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: ids[len(ids)-1], Text: "quick"})
	}
	r := await(b.line, "refused", func(f wire.RefusedFrame) bool { return f.Code == "too-many" })
	if r.Of != "say" || r.Text == "" {
		t.Errorf("got %+v", r)
	}
	eventually(t, "the refused message gets through", func() bool {
		b.send(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: r.ID, Text: "quick"})
		b.synced()
		_, ticked := take(b.line, "message", func(f wire.VisitorMessageFrame) bool { return f.Message.ID == r.ID })
		return ticked
	})
}
