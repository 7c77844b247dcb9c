package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"beckon/wire"
)

// chrome is an ordinary browser.
const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

// visitor is a browser that keeps its token and opens tabs.
type visitor struct {
	w      *world
	token  string
	header http.Header
}

// tab is one page of a visitor on the line.
type tab struct {
	*line
	who     *visitor
	page    string
	url     string
	welcome wire.WelcomeFrame
}

func (w *world) visitor() *visitor {
	return &visitor{w: w, header: http.Header{"Origin": {shop}, "User-Agent": {chrome}, "Accept-Language": {"de-AT,de;q=0.9"}}}
}

// hello is what a new page of this visitor says first.
func (v *visitor) hello(url string) wire.HelloFrame {
	return wire.HelloFrame{Type: "hello", Version: wire.Version, Site: v.w.site.Key, Token: v.token, Page: newID("page"), URL: url, Title: "Page", Visible: true, Focused: true, Screen: "1440x900"}
}

// open opens a page of the shop and waits until its page view is kept.
func (v *visitor) open(path string) *tab { return v.openAs(v.hello(shop + path)) }

func (v *visitor) openAs(h wire.HelloFrame) *tab {
	v.w.t.Helper()
	l, answer := v.w.dial("/v1/visit", v.header, nil)
	if l == nil {
		v.w.t.Fatalf("the visitor's socket was refused: %s", answer.Status)
	}
	b := &tab{line: l, who: v, page: h.Page, url: h.URL}
	l.listen(b.note)
	l.send(h)
	b.welcome = await[wire.WelcomeFrame](l, "welcome", nil)
	if b.welcome.Token != "" {
		v.token = secret(b.welcome.Token)
	}
	await(l, "kept", func(f wire.KeptFrame) bool { return f.Page == h.Page })
	return b
}

// note writes down what was acknowledged: it must be stored in the end.
func (b *tab) note(f frame) {
	w := b.who.w
	switch f.kind {
	case "kept":
		var k wire.KeptFrame
		json.Unmarshal(f.raw, &k)
		w.mu.Lock()
		w.kept[k.Page] = true
		w.mu.Unlock()
	case "message":
		var m wire.VisitorMessageFrame
		json.Unmarshal(f.raw, &m)
		w.noteLine(m.Message.Conversation, m.Message.From, m.Message.ID, m.Message.Text)
	}
}

func (w *world) noteLine(conversation, from, id, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ticked[conversation+" "+from+" "+id] = text
}

// again connects the same page anew, with everything up to a number of its conversation.
func (b *tab) again(conversation string, seq int64) *tab {
	b.t.Helper()
	b.hangUp()
	h := b.who.hello(b.url)
	h.Page = b.page
	if conversation != "" {
		h.After = &wire.ResumePoint{Conversation: conversation, Seq: seq}
	}
	return b.who.openAs(h)
}

// synced waits until the server has answered all that this page has sent, and the page has all that the server sent before.
func (b *tab) synced() {
	b.t.Helper()
	id := newID("nowhere")
	b.send(wire.FetchFrame{Type: "fetch", Conversation: id})
	await(b.line, "refused", func(f wire.RefusedFrame) bool { return f.ID == id })
}

// invited waits for an invitation.
func (b *tab) invited() wire.VisitorInvitation {
	b.t.Helper()
	return await[wire.VisitorInvitationFrame](b.line, "invitation", nil).Invitation
}

// gone waits until an invitation goes and returns why.
func (b *tab) gone(id string) string {
	b.t.Helper()
	return await(b.line, "gone", func(f wire.InvitationGoneFrame) bool { return f.Invitation == id }).Why
}

// accepts presses Start on an invitation and waits for the conversation with its first two lines.
func (b *tab) accepts(invitation, name string) wire.VisitorConversation {
	b.t.Helper()
	b.send(wire.AcceptFrame{Type: "accept", Invitation: invitation, Name: name, Kind: "text"})
	c := await[wire.VisitorConversationFrame](b.line, "conversation", nil).Conversation
	b.line1(c.ID, 1)
	b.line1(c.ID, 2)
	return c
}

// line1 waits for a line of a conversation by its number.
func (b *tab) line1(conversation string, seq int64) wire.VisitorMessage {
	b.t.Helper()
	return await(b.line, "message", func(f wire.VisitorMessageFrame) bool {
		return f.Message.Conversation == conversation && f.Message.Seq == seq
	}).Message
}

// says sends a message and waits for its tick.
func (b *tab) says(conversation, text string) wire.VisitorMessage {
	b.t.Helper()
	return b.saysAs(newID("say"), conversation, text)
}

func (b *tab) saysAs(id, conversation, text string) wire.VisitorMessage {
	b.t.Helper()
	b.send(wire.SayFrame{Type: "say", Conversation: conversation, ID: id, Text: secret(text)})
	return await(b.line, "message", func(f wire.VisitorMessageFrame) bool { return f.Message.ID == id && f.Message.From == "visitor" }).Message
}

// refused sends a frame and returns the refusal of it.
func (b *tab) refused(f any) wire.RefusedFrame {
	b.t.Helper()
	raw, err := json.Marshal(f)
	must(b.t, "frame", err)
	var head struct{ Type string }
	json.Unmarshal(raw, &head)
	b.send(f)
	return await(b.line, "refused", func(r wire.RefusedFrame) bool { return r.Of == head.Type })
}

// screen returns the lines that have come, in the order of their numbers, each once.
func (b *tab) screen(conversation string) []string {
	lines := slices.Clone(b.welcome.Messages)
	for _, f := range all[wire.VisitorMessageFrame](b.line, "message") {
		lines = append(lines, f.Message)
	}
	lines = slices.DeleteFunc(lines, func(m wire.VisitorMessage) bool { return m.Conversation != conversation })
	slices.SortStableFunc(lines, func(a, b wire.VisitorMessage) int { return int(a.Seq - b.Seq) })
	lines = slices.CompactFunc(lines, func(a, b wire.VisitorMessage) bool { return a.Seq == b.Seq })
	out := []string{}
	for _, m := range lines {
		out = append(out, m.From+": "+m.Text)
	}
	return out
}

// wantNone fails the test if a frame of a type has come to the line.
func wantNone(t testing.TB, l *line, kind string) {
	t.Helper()
	if n := len(all[struct{}](l, kind)); n > 0 {
		t.Errorf("%d %s frames came, want none: %s", n, kind, l.came())
	}
}
