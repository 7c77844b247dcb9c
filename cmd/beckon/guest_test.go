package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"beckon/wire"
)

// guest is a page that keeps what it says until it is acknowledged, and says it again after every break.
type guest struct {
	o            *ordeal
	n            int
	page         string
	token        string
	conversation string
	seq          int64
	said         int // acknowledged so far

	mu   sync.Mutex // guards writing to conn
	conn *websocket.Conn
}

func (g *guest) send(f any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.conn.WriteJSON(f) // a broken line is noticed by reading
}

// live connects again and again until ctx ends.
func (g *guest) live(ctx context.Context) {
	for ctx.Err() == nil {
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, "ws://"+g.o.at()+"/v1/visit", http.Header{"Origin": {benchOrigin}, "User-Agent": {benchAgent}})
		if err != nil {
			nap(ctx)
			continue
		}
		g.mu.Lock()
		g.conn = conn
		g.mu.Unlock()
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		g.connected()
		stop()
		conn.Close()
	}
}

// nap is the pause before trying again.
func nap(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(20 * time.Millisecond):
	}
}

func (g *guest) connected() {
	h := wire.HelloFrame{Type: "hello", Version: wire.Version, Site: g.o.key, Token: g.token, Page: g.page, URL: benchOrigin + "/", Visible: true, Focused: true}
	if g.conversation != "" {
		h.After = &wire.ResumePoint{Conversation: g.conversation, Seq: g.seq}
	}
	g.send(h)
	for {
		var f struct {
			Type         string
			Token        string
			Messages     []wire.VisitorMessage
			Message      wire.VisitorMessage
			Invitation   any
			Conversation any
			ID, Code, Of string
		}
		if g.conn.ReadJSON(&f) != nil {
			return
		}
		switch f.Type {
		case "welcome":
			if f.Token != "" {
				g.mu.Lock()
				g.token = f.Token
				g.mu.Unlock()
			}
			g.accept(f.Invitation)
			if c, is := f.Conversation.(map[string]any); is {
				g.conversation = c["id"].(string)
			}
			for _, m := range f.Messages {
				g.take(m)
			}
			g.say()
		case "invitation":
			g.accept(f.Invitation)
		case "conversation":
			g.conversation = f.Conversation.(map[string]any)["id"].(string)
		case "message":
			g.take(f.Message)
		case "ping":
			g.send(wire.PongFrame{Type: "pong"})
		case "refused":
			g.refused(f.Of, f.Code)
		}
	}
}

func (g *guest) accept(invitation any) {
	if i, is := invitation.(map[string]any); is {
		g.send(wire.AcceptFrame{Type: "accept", Invitation: i["id"].(string), Kind: "text"})
	}
}

func (g *guest) refused(of, code string) {
	switch {
	case of == "say" && (code == "too-many" || code == "unavailable"):
		time.AfterFunc(100*time.Millisecond, g.say)
	case of == "accept" && code == "conflict": // accepted before the break
	default:
		g.o.t.Errorf("guest %d: %s was refused: %s", g.n, of, code)
	}
}

// take shows a line; a gap is fetched by number; the own one is the tick, and the next is said.
func (g *guest) take(m wire.VisitorMessage) {
	g.o.show(m.Conversation, m.Seq, m.Text)
	g.conversation = m.Conversation
	switch {
	case m.Seq == g.seq+1:
		g.seq = m.Seq
	case m.Seq > g.seq+1:
		g.send(wire.FetchFrame{Type: "fetch", Conversation: m.Conversation, After: g.seq})
	}
	if m.From == "visitor" {
		g.o.ack(m.Conversation, "visitor", m.ID, m.Text)
	}
	g.mu.Lock()
	own := m.ID == g.id()
	if own {
		g.said++
	}
	g.mu.Unlock()
	if own || m.What == "joined" {
		g.say()
	}
}

func (g *guest) id() string { return fmt.Sprintf("guest-%02d-message-%04d", g.n, g.said) }

// say says what is next, if there is anything left and somebody to say it to.
func (g *guest) say() {
	g.mu.Lock()
	f := wire.SayFrame{Type: "say", Conversation: g.conversation, ID: g.id(), Text: fmt.Sprintf("guest %d says %d", g.n, g.said)}
	done := g.said == perSide || g.conversation == ""
	g.mu.Unlock()
	if !done {
		g.send(f)
	}
}
