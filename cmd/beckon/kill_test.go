package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"beckon/wire"
)

// A-01, small: how often the server is killed, and what is said meanwhile.
const (
	kills         = 5
	conversations = 8
	perSide       = 19 // 304 messages in all
)

// ordeal is a server that is killed and started again, the people who talk over it, and what they were promised.
type ordeal struct {
	t    *testing.T
	data string
	key  string

	mu      sync.Mutex // guards all below
	command *exec.Cmd
	address string
	acked   map[string]string           // text by "conversation side id"
	shown   map[string]map[int64]string // by conversation and number, on any screen ever
	moved   chan struct{}               // closed when something was acknowledged or shown
}

// start starts the server, at whatever address.
func (o *ordeal) start() running {
	o.t.Helper()
	command := beckon(o.t, "serve", "--data="+o.data, "--listen=127.0.0.1:0")
	out, err := command.StdoutPipe()
	must(o.t, "stdout", err)
	command.Stderr = os.Stderr
	must(o.t, "start", command.Start())
	found := announced(out)
	select {
	case said := <-found:
		r := readAnnouncement(o.t, strings.NewReader(said))
		o.mu.Lock()
		o.command, o.address = command, r.address
		o.mu.Unlock()
		return r
	case <-time.After(patience):
		command.Process.Kill()
		o.t.Fatal("the server did not start")
		return running{}
	}
}

func (o *ordeal) at() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.address
}

// kill ends the server at once, as a power cut would.
func (o *ordeal) kill() {
	o.mu.Lock()
	command := o.command
	o.mu.Unlock()
	must(o.t, "kill", command.Process.Kill())
	command.Wait()
}

func (o *ordeal) ack(conversation, side, id, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.acked[conversation+" "+side+" "+id] = text
	o.news()
}

func (o *ordeal) show(conversation string, seq int64, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.shown[conversation] == nil {
		o.shown[conversation] = map[int64]string{}
	}
	if was, is := o.shown[conversation][seq]; is && was != text {
		o.t.Errorf("line %d of %s was shown as %q and as %q", seq, conversation, was, text)
	}
	o.shown[conversation][seq] = text
	o.news()
}

func (o *ordeal) news() {
	close(o.moved)
	o.moved = make(chan struct{})
}

// until waits until a condition holds over what was acknowledged and shown.
func (o *ordeal) until(what string, holds func() bool) {
	o.t.Helper()
	for deadline := time.After(3 * patience); ; {
		o.mu.Lock()
		held, moved, n := holds(), o.moved, len(o.acked)
		o.mu.Unlock()
		if held {
			return
		}
		select {
		case <-moved:
		case <-deadline:
			o.t.Fatalf("it did not become true that %s; %d were acknowledged", what, n)
		}
	}
}

// persist calls the API until it answers; what it refuses for good fails the test.
func (o *ordeal) persist(ctx context.Context, p *person, method, path string, in, out any) bool {
	for ctx.Err() == nil {
		err := p.try(method, path, in, out)
		if err == nil {
			return true
		}
		if s := statusOf(err); s != 0 && s != 503 && s != 404 {
			o.t.Errorf("%s %s: %v", method, path, err)
			return false
		}
		nap(ctx)
	}
	return false
}

// attend is an operator's part of one conversation: invite, and say everything in turn.
func (o *ordeal) attend(ctx context.Context, ana *person, n int, visitor string) {
	var i wire.Invitation
	id := fmt.Sprintf("invitation-of-guest-%02d", n)
	if !o.persist(ctx, ana, "POST", "/invitations", map[string]string{"id": id, "visitor": visitor, "text": "Hello!", "kind": "text"}, &i) {
		return
	}
	for i.Conversation == "" && ctx.Err() == nil {
		nap(ctx)
		o.persist(ctx, ana, "GET", "/invitations/"+id, nil, &i)
	}
	for said := range perSide {
		var m wire.Message
		in := map[string]string{"id": fmt.Sprintf("ana-to-%02d-message-%04d", n, said), "text": fmt.Sprintf("ana says %d to %d", said, n)}
		if !o.persist(ctx, ana, "POST", "/conversations/"+i.Conversation+"/messages", in, &m) {
			return
		}
		o.ack(i.Conversation, "operator", m.ID, m.Text)
	}
}

// watch is the operator's console, as often as it has to be opened.
func (o *ordeal) watch(ctx context.Context, ana *person) {
	for ctx.Err() == nil {
		var ticket wire.Ticket
		if ana.try("POST", "/live/ticket", nil, &ticket) != nil {
			nap(ctx)
			continue
		}
		address := o.at()
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, "ws://"+address+"/api/v1/live", http.Header{"Origin": {"http://" + address}})
		if err != nil {
			nap(ctx)
			continue
		}
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		conn.WriteJSON(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ticket.Ticket})
		for {
			var f struct {
				Type    string
				Message any
			}
			if conn.ReadJSON(&f) != nil {
				break
			}
			if m, is := f.Message.(map[string]any); is && f.Type == "message" {
				o.show(m["conversation"].(string), int64(m["seq"].(float64)), m["text"].(string))
			}
		}
		stop()
		conn.Close()
	}
}

func TestKilledServerLosesAndDoublesNothing_A01_G1_G2_G3(t *testing.T) {
	o := &ordeal{t: t, data: t.TempDir(), acked: map[string]string{}, shown: map[string]map[int64]string{}, moved: make(chan struct{})}
	r := o.start()
	ana := newPerson(t, o.at)
	ana.signIn(r.once)
	ana.must("POST", "/setup", firstSetUp, nil)
	var sites []wire.Site
	ana.must("GET", "/sites", nil, &sites)
	o.key = sites[0].Key

	ctx, end := context.WithCancel(t.Context())
	var people sync.WaitGroup
	defer people.Wait()
	defer end()
	people.Go(func() { o.watch(ctx, ana) })
	for n := range conversations {
		g := &guest{o: o, n: n, page: fmt.Sprintf("page-of-guest-%04d", n)}
		people.Go(func() { g.live(ctx) })
		people.Go(func() {
			for ctx.Err() == nil {
				g.mu.Lock()
				token := g.token
				g.mu.Unlock()
				if token != "" {
					o.attend(ctx, ana, n, token[:22])
					return
				}
				nap(ctx)
			}
		})
	}
	const all = 2 * conversations * perSide
	for kill := range kills {
		o.until(fmt.Sprint("it can be killed for the ", kill+1, ". time"), func() bool { return len(o.acked) >= (kill+1)*all/(kills+1) })
		o.kill()
		o.start()
	}
	o.until("everything is acknowledged", func() bool { return len(o.acked) >= all })
	o.until("everything is shown", func() bool {
		lines := 0
		for _, c := range o.shown {
			lines += len(c)
		}
		return lines >= all+2*conversations
	})
	end()
	people.Wait()
	o.mu.Lock()
	command := o.command
	o.mu.Unlock()
	must(t, "ask it to stop", command.Process.Signal(syscall.SIGTERM))
	must(t, "it stops in order", command.Wait())
	o.compare()
}

// compare compares what is stored with what was promised.
func (o *ordeal) compare() {
	o.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(o.data, "beckon.db"))
	must(o.t, "open the data", err)
	defer db.Close()
	var sound string
	if must(o.t, "integrity", db.QueryRow("PRAGMA integrity_check").Scan(&sound)); sound != "ok" {
		o.t.Errorf("the database says %s", sound)
	}
	rows, err := db.Query("SELECT conversation, seq, side, client_id, body FROM message ORDER BY conversation, seq")
	must(o.t, "read", err)
	defer rows.Close()
	stored, ids, next := map[string]string{}, map[string][]string{}, map[string]int64{}
	for rows.Next() {
		var conversation, side, id, text string
		var seq int64
		must(o.t, "read", rows.Scan(&conversation, &seq, &side, &id, &text))
		if next[conversation]++; seq != next[conversation] {
			o.t.Errorf("%s has number %d where %d belongs", conversation, seq, next[conversation])
		}
		key := conversation + " " + side + " " + id
		if _, twice := stored[key]; twice {
			o.t.Errorf("%s is stored twice", key)
		}
		stored[key] = text
		if seq > 2 {
			ids[conversation+side] = append(ids[conversation+side], id)
		}
		if shown, is := o.shown[conversation][seq]; is && shown != text {
			o.t.Errorf("line %d of %s was shown as %q and is stored as %q", seq, conversation, shown, text)
		}
		delete(o.shown[conversation], seq)
	}
	must(o.t, "read", rows.Err())
	for key, text := range o.acked {
		if stored[key] != text {
			o.t.Errorf("%s was acknowledged as %q and is stored as %q", key, text, stored[key])
		}
	}
	for conversation, lines := range o.shown {
		if len(lines) > 0 {
			o.t.Errorf("%s: shown and not stored: %v", conversation, lines)
		}
	}
	if len(next) != conversations {
		o.t.Errorf("%d conversations are stored, want %d", len(next), conversations)
	}
	for of, list := range ids { // each side said one thing after the other
		if !slices.IsSorted(list) {
			o.t.Errorf("%s: the order is %v", of, list)
		}
	}
}
