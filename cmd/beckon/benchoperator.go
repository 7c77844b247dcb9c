package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// benchOperator is an operator with an open console.
type benchOperator struct {
	server    *benchServer
	from      *net.Dialer
	client    *http.Client
	key       string
	conn      *websocket.Conn
	mu        sync.Mutex // writes
	frames    chan benchFrame
	byURL     map[string]string // visitor of each page in the first picture
	talksOnly bool              // what visitors do is not looked at: the bench is not to spend its time on that
}

func newBenchOperator(s *benchServer, from *net.Dialer) (*benchOperator, error) {
	jar, err := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Timeout: 10 * time.Second, Transport: &http.Transport{DialContext: from.DialContext}}
	return &benchOperator{server: s, from: from, client: client, frames: make(chan benchFrame, 4096), byURL: map[string]string{}}, err
}

// signInForBench signs in by the link of the first start and sets the site up.
func signInForBench(ctx context.Context, s *benchServer) (*benchOperator, error) {
	o, err := newBenchOperator(s, &net.Dialer{})
	if err != nil {
		return nil, err
	}
	select {
	case token := <-s.link:
		err = o.call(ctx, http.MethodPost, "/session/once", map[string]any{"token": token}, nil)
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	setup := map[string]any{"operatorName": "Ana", "login": "ana", "password": "a password of the bench", "siteName": "Bench", "mode": "full", "origins": []string{benchOrigin}}
	if err := o.call(ctx, http.MethodPost, "/setup", setup, nil); err != nil {
		return nil, err
	}
	var sites []struct{ Key string }
	if err := o.call(ctx, http.MethodGet, "/sites", nil, &sites); err != nil {
		return nil, err
	}
	o.key = sites[0].Key
	return o, nil
}

func (o *benchOperator) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+o.server.address+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header["Idempotency-Key"] = nil // not sent: net/http may try again when the server has just closed an idle connection
	answer, err := o.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, b)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(b, out)
}

// follow opens the console's socket and reads from then on.
func (o *benchOperator) follow(ctx context.Context) error {
	var ticket struct{ Ticket string }
	if err := o.call(ctx, http.MethodPost, "/live/ticket", nil, &ticket); err != nil {
		return err
	}
	dialer := websocket.Dialer{NetDialContext: o.from.DialContext, HandshakeTimeout: 10 * time.Second}
	conn, _, err := dialer.DialContext(ctx, "ws://"+o.server.address+"/api/v1/live", http.Header{"Origin": {"http://" + o.server.address}})
	if err != nil {
		return err
	}
	o.conn = conn
	if err := o.send(map[string]any{"type": "watch", "version": 1, "ticket": ticket.Ticket}); err != nil {
		return err
	}
	var picture benchFrame
	for picture.Type != "picture" {
		if err := conn.ReadJSON(&picture); err != nil {
			return err
		}
	}
	for _, v := range picture.Visits {
		o.byURL[v.URL] = v.Visitor
	}
	go o.read()
	return nil
}

func (o *benchOperator) send(frame any) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.conn.WriteJSON(frame)
}

func (o *benchOperator) read() {
	for {
		_, raw, err := o.conn.ReadMessage()
		if err != nil {
			return
		}
		var f benchFrame
		if o.talksOnly && bytes.HasPrefix(raw, []byte(`{"type":"visits"`)) || json.Unmarshal(raw, &f) != nil && f.Type == "" {
			continue
		}
		if f.Type == "ping" {
			o.send(map[string]any{"type": "pong"})
			continue
		}
		select {
		case o.frames <- f:
		default: // nobody waits for it
		}
	}
}

func (o *benchOperator) await(ctx context.Context, kind string, is func(benchFrame) bool) error {
	late := time.After(10 * time.Second)
	for {
		select {
		case f := <-o.frames:
			if f.Type == kind && is(f) {
				return nil
			}
		case <-late:
			return fmt.Errorf("no %s within 10 s", kind)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (o *benchOperator) invite(ctx context.Context, id string, v *benchVisitor) error {
	visitor, ok := o.byURL[v.url]
	if !ok {
		return fmt.Errorf("%s is not in the picture", v.url)
	}
	return o.call(ctx, http.MethodPost, "/invitations", map[string]any{"id": id, "visitor": visitor, "text": "Hello! I'm %name%.", "kind": "text"}, nil)
}

// talkWith invites a visitor who accepts, and returns the conversation.
func (o *benchOperator) talkWith(ctx context.Context, v *benchVisitor, id string) (conversation string, err error) {
	if err := o.invite(ctx, id, v); err != nil {
		return "", err
	}
	if err := v.await(ctx, "invitation", id); err != nil {
		return "", err
	}
	if err := v.send(map[string]any{"type": "accept", "invitation": id, "name": "Rui", "kind": "text"}); err != nil {
		return "", err
	}
	err = o.await(ctx, "invitation", func(f benchFrame) bool {
		conversation = f.Invitation.Conversation
		return f.Invitation.ID == id && f.Invitation.State == "accepted"
	})
	return conversation, err
}

func (o *benchOperator) say(ctx context.Context, conversation, id, text string) error {
	return o.call(ctx, http.MethodPost, "/conversations/"+conversation+"/messages", map[string]any{"id": id, "text": text}, nil)
}

func (o *benchOperator) close() {
	if o.conn != nil {
		o.conn.Close()
	}
}
