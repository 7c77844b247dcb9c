package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"
)

// benchOrigin is the origin of the site that is measured.
const benchOrigin = "https://shop.example"

const benchAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

// benchFrame is what of any frame a bench looks at.
type benchFrame struct {
	Type       string `json:"type"`
	Invitation struct {
		ID           string `json:"id"`
		State        string `json:"state"`
		Conversation string `json:"conversation"`
	} `json:"invitation"`
	Message struct {
		ID string `json:"id"`
	} `json:"message"`
	Changed []struct {
		Visitor string `json:"visitor"`
		URL     string `json:"url"`
	} `json:"changed"`
	Visits []struct {
		Visitor string `json:"visitor"`
		URL     string `json:"url"`
	} `json:"visits"`
}

func (f benchFrame) shows(url string) bool {
	for _, v := range f.Changed {
		if v.URL == url {
			return true
		}
	}
	return false
}

// benchVisitor is a page that answers pings and passes on what a bench waits for.
type benchVisitor struct {
	conn   *websocket.Conn
	url    string
	mu     sync.Mutex // writes
	frames chan benchFrame
}

// handshakePace is how many visitors connect in a second.
const handshakePace = 900

// connectVisitors connects n pages, a few at a time.
func connectVisitors(ctx context.Context, s *benchServer, key string, n int) ([]*benchVisitor, error) {
	out := make([]*benchVisitor, n)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(32)
	pace := rate.NewLimiter(handshakePace, 1) // within the server's limit of handshakes
	for i := range out {
		group.Go(func() error {
			if err := pace.Wait(ctx); err != nil {
				return err
			}
			random := rand.New(rand.NewPCG(3, uint64(i)))
			v, err := connectVisitor(ctx, s, key, fmt.Sprintf("%s/visitor/%d", benchOrigin, i), benchID(random))
			out[i] = v
			return err
		})
	}
	return out, group.Wait()
}

var benchBuffers sync.Pool

func connectVisitor(ctx context.Context, s *benchServer, key, url, page string) (*benchVisitor, error) {
	dialer := websocket.Dialer{ReadBufferSize: 512, WriteBufferSize: 512, WriteBufferPool: &benchBuffers, HandshakeTimeout: 10 * time.Second}
	header := http.Header{"Origin": {benchOrigin}, "User-Agent": {benchAgent}, "Accept-Language": {"en-GB,en;q=0.9"}}
	conn, _, err := dialer.DialContext(ctx, "ws://"+s.address+"/v1/visit", header)
	if err != nil {
		return nil, err
	}
	v := &benchVisitor{conn: conn, url: url, frames: make(chan benchFrame, 16)}
	hello := map[string]any{"type": "hello", "version": 1, "site": key, "page": page, "url": url, "title": "A page of the bench", "visible": true, "focused": true, "screen": "1440x900", "language": "en-GB"}
	if err := v.send(hello); err != nil {
		return nil, err
	}
	var welcome benchFrame
	if err := conn.ReadJSON(&welcome); err != nil {
		return nil, fmt.Errorf("welcome: %w", err)
	}
	go v.read()
	return v, nil
}

func (v *benchVisitor) send(frame any) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.conn.WriteJSON(frame)
}

func (v *benchVisitor) read() {
	for {
		_, raw, err := v.conn.ReadMessage()
		if err != nil {
			return
		}
		var f benchFrame
		if json.Unmarshal(raw, &f) != nil && f.Type == "" {
			continue
		}
		switch f.Type {
		case "ping":
			v.send(map[string]any{"type": "pong"})
		case "invitation", "message":
			select {
			case v.frames <- f:
			default: // nobody waits for it
			}
		}
	}
}

// await waits for an invitation or a message with an id.
func (v *benchVisitor) await(ctx context.Context, kind, id string) error {
	late := time.After(10 * time.Second)
	for {
		select {
		case f := <-v.frames:
			if f.Type == kind && (f.Invitation.ID == id || f.Message.ID == id) {
				return nil
			}
		case <-late:
			return fmt.Errorf("no %s within 10 s", kind)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (v *benchVisitor) close() { v.conn.Close() }

const benchLetters = "abcdefghijklmnopqrstuvwxyz0123456789"

func benchID(random *rand.Rand) string {
	b := make([]byte, 20)
	for i := range b {
		b[i] = benchLetters[random.IntN(len(benchLetters))]
	}
	return string(b)
}
