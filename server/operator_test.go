package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"

	"beckon/desk"
	"beckon/wire"
)

// operator is somebody who is signed in with a browser: cookies, API, consoles.
type operator struct {
	w      *world
	who    desk.Operator
	client *http.Client
}

// console is one open console.
type console struct {
	*line
	of      *operator
	picture wire.PictureFrame
}

// signIn signs an operator in by a one-time link.
func (w *world) signIn(who desk.Operator) *operator {
	w.t.Helper()
	token, err := w.auth.Once(context.Background(), who.ID)
	must(w.t, "make a link", err)
	o := w.browser()
	o.who = who
	o.must("POST", "/session/once", map[string]string{"token": secret(token)}, nil)
	for _, c := range o.client.Jar.Cookies(o.request("GET", "/session", nil).URL) {
		secret(c.Value)
	}
	return o
}

// browser is nobody yet.
func (w *world) browser() *operator {
	jar, err := cookiejar.New(nil)
	must(w.t, "cookies", err)
	o := &operator{w: w, client: &http.Client{Jar: jar, Transport: &http.Transport{}, Timeout: patience}}
	w.t.Cleanup(o.client.CloseIdleConnections)
	return o
}

func (o *operator) request(method, path string, in any) *http.Request {
	o.w.t.Helper()
	var body io.Reader
	if in != nil {
		raw, is := in.([]byte)
		if !is {
			var err error
			raw, err = json.Marshal(in)
			must(o.w.t, "body", err)
		}
		body = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, o.w.origin()+"/api/v1"+path, body)
	must(o.w.t, method+" "+path, err)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("User-Agent", chrome)
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// do carries a request out and returns the answer with its body read.
func (o *operator) do(r *http.Request) (*http.Response, []byte) {
	o.w.t.Helper()
	answer, err := o.client.Do(r)
	must(o.w.t, r.Method+" "+r.URL.Path, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(o.w.t, "read the answer", err)
	return answer, raw
}

// must calls the API; anything but success fails the test.
func (o *operator) must(method, path string, in, out any) {
	o.w.t.Helper()
	answer, raw := o.do(o.request(method, path, in))
	if answer.StatusCode >= 300 {
		o.w.t.Fatalf("%s %s: %s: %s", method, path, answer.Status, raw)
	}
	if out != nil {
		must(o.w.t, method+" "+path, json.Unmarshal(raw, out))
	}
}

// problem calls the API and returns the problem it answers with.
func (o *operator) problem(method, path string, in any) wire.Problem {
	o.w.t.Helper()
	answer, raw := o.do(o.request(method, path, in))
	return problemIn(o.w.t, method+" "+path, answer, raw)
}

func problemIn(t testing.TB, what string, answer *http.Response, raw []byte) (p wire.Problem) {
	t.Helper()
	if got := answer.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s: %s of type %q, want application/problem+json: %s", what, answer.Status, got, raw)
	}
	if err := json.Unmarshal(raw, &p); err != nil || p.Status != answer.StatusCode || p.Code == "" || p.Detail == "" {
		t.Errorf("%s: %s: got %s, want a problem with status, code and detail", what, answer.Status, raw)
	}
	return p
}

func (o *operator) wantProblem(method, path string, in any, status int, code string) wire.Problem {
	o.w.t.Helper()
	p := o.problem(method, path, in)
	if p.Status != status || p.Code != code {
		o.w.t.Errorf("%s %s: got %d %s (%s), want %d %s", method, path, p.Status, p.Code, p.Detail, status, code)
	}
	return p
}

// setting changes a setting over the API.
func (o *operator) setting(change func(*wire.Settings)) {
	o.w.t.Helper()
	var s wire.Settings
	o.must("GET", "/settings", nil, &s)
	change(&s)
	o.must("PUT", "/settings", s, nil)
}

func (o *operator) ticket() string {
	o.w.t.Helper()
	var t wire.Ticket
	o.must("POST", "/live/ticket", nil, &t)
	return secret(t.Ticket)
}

// knock opens the console's socket without saying anything.
func (o *operator) knock() *line {
	o.w.t.Helper()
	l, answer := o.w.dial("/api/v1/live", http.Header{"Origin": {o.w.origin()}}, nil)
	if l == nil {
		o.w.t.Fatalf("the console's socket was refused: %s", answer.Status)
	}
	return l
}

// console opens a console and waits for its picture.
func (o *operator) console() *console {
	o.w.t.Helper()
	c := &console{line: o.knock(), of: o}
	c.listen(c.note)
	c.send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: o.ticket()})
	c.picture = await[wire.PictureFrame](c.line, "picture", nil)
	return c
}

func (c *console) note(f frame) {
	if f.kind == "message" {
		var m wire.MessageFrame
		json.Unmarshal(f.raw, &m)
		c.of.w.noteLine(m.Message.Conversation, m.Message.From, m.Message.ID, m.Message.Text)
	}
}

// badge waits until a visit for which ok holds is told.
func (c *console) badge(ok func(wire.Visit) bool) (found wire.Visit) {
	c.t.Helper()
	await(c.line, "visits", func(f wire.VisitsFrame) bool {
		i := slices.IndexFunc(f.Changed, ok)
		if i >= 0 {
			found = f.Changed[i]
		}
		return i >= 0
	})
	return found
}

// visitOf waits for the badge on a page.
func (c *console) visitOf(b *tab) wire.Visit {
	c.t.Helper()
	return c.badge(func(v wire.Visit) bool { return v.URL == b.url && v.Presence == "here" })
}

// stands waits until an invitation stands so.
func (c *console) stands(id, state string) wire.Invitation {
	c.t.Helper()
	return await(c.line, "invitation", func(f wire.InvitationFrame) bool { return f.Invitation.ID == id && f.Invitation.State == state }).Invitation
}

// line1 waits for a line of a conversation by its number.
func (c *console) line1(conversation string, seq int64) wire.Message {
	c.t.Helper()
	return await(c.line, "message", func(f wire.MessageFrame) bool { return f.Message.Conversation == conversation && f.Message.Seq == seq }).Message
}

// invites invites a visitor.
func (o *operator) invites(visitor, text string) (i wire.Invitation) {
	o.w.t.Helper()
	o.must("POST", "/invitations", invitation(visitor, text), &i)
	return i
}

func invitation(visitor, text string) map[string]string {
	return map[string]string{"id": newID("invitation"), "visitor": visitor, "text": text, "kind": "text"}
}

// says says something in a conversation.
func (o *operator) says(conversation, text string) (m wire.Message) {
	o.w.t.Helper()
	o.must("POST", "/conversations/"+conversation+"/messages", said(newID("said"), text), &m)
	o.w.noteLine(m.Conversation, m.From, m.ID, m.Text)
	return m
}

func said(id, text string) map[string]string { return map[string]string{"id": id, "text": text} }

// id returns the visitor's identifier: what stands before the seal of the token.
func (v *visitor) id() string {
	id, _, _ := strings.Cut(v.token, ".")
	return id
}

// talk begins a conversation: the operator invites, the visitor accepts.
func talk(o *operator, b *tab) wire.VisitorConversation {
	o.w.t.Helper()
	o.invites(b.who.id(), "Hello! I'm %name%.")
	return b.accepts(b.invited().ID, "")
}
