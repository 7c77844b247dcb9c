package server

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"beckon/auth"
	"beckon/desk"
	"beckon/wire"
)

// console is one operator's console on the line.
type console struct {
	server  *Server
	socket  socket
	session auth.Session
	actor   desk.Actor

	follower *desk.Follower
}

var consoleUpgrader = websocket.Upgrader{
	ReadBufferSize: 1024, WriteBufferSize: 4096, WriteBufferPool: &bufferPool, EnableCompression: true,
	CheckOrigin: func(*http.Request) bool { return true }, // checked before, exactly
}

// live is the console's socket. Only the console's own origin may open it (T-08).
func (s *Server) live(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") != s.ownOrigin(r) {
		http.Error(w, "This is for Beckon's own console", http.StatusForbidden)
		return
	}
	release, err := s.limits.consoles.admit(s.clientAddress(r))
	if err != nil {
		sendAway(w, err, "2")
		return
	}
	conn, ok := s.upgrade(&consoleUpgrader, w, r)
	if !ok {
		release()
		return
	}
	conn.SetReadLimit(maxConsoleIn)
	c := &console{server: s, socket: socket{conn: webSocket{conn}, held: true}}
	go func() {
		defer s.pages.Done()
		defer release()
		c.serve()
	}()
}

// ownOrigin is the console's origin: the public one; the one asked for on the way through loopback, or when the public one is only a
// guess.
func (s *Server) ownOrigin(r *http.Request) string {
	if peer(r).IsLoopback() && isLoopbackHost(r.Host) && r.Header.Get("X-Forwarded-For") == "" {
		return "http://" + r.Host
	}
	if s.options.AnyHost {
		if s.encrypted(r) {
			return "https://" + r.Host
		}
		return "http://" + r.Host
	}
	return s.origin
}

func (c *console) serve() {
	defer c.socket.finish()
	c.socket.conn.SetReadDeadline(time.Now().Add(helloWithin))
	if !c.watch() {
		return
	}
	s := c.server
	release, err := s.limits.console(c.actor.ID)
	if err != nil {
		c.socket.close(closeBusy, "retry 10")
		return
	}
	defer release()
	s.mu.Lock()
	s.consoles[c] = struct{}{}
	closing := s.closing
	s.mu.Unlock()
	if closing {
		c.socket.close(closeRestart, "retry 1")
	}
	ctx, cancel := context.WithCancel(context.Background())
	follower, picture := s.desk.Follow(c.actor.ID)
	c.follower = follower
	c.socket.first(wire.PictureOf(picture, c.actor.ID))
	told := make(chan struct{})
	go func() {
		defer close(told)
		c.tell(ctx, follower)
	}()
	heard := c.read()
	cancel()
	<-told
	follower.Lost(heard)
	s.mu.Lock()
	delete(s.consoles, c)
	s.mu.Unlock()
}

// watch takes the ticket; false when it lets nobody in.
func (c *console) watch() bool {
	_, raw, err := c.socket.conn.ReadMessage()
	if err != nil {
		return false
	}
	var f wire.WatchFrame
	if json.Unmarshal(raw, &f) != nil || f.Type != "watch" {
		c.socket.close(closeBadFrame, "watch first")
		return false
	}
	if f.Version != wire.Version {
		c.socket.close(closeOld, "")
		return false
	}
	session, ok := c.server.auth.TakeTicket(f.Ticket)
	if !ok {
		c.socket.close(closeSignIn, "")
		return false
	}
	c.session = session
	o, err := c.server.desk.Operator(session.Operator)
	if err != nil {
		c.socket.close(closeSignIn, "")
		return false
	}
	c.actor = desk.Actor{ID: o.ID, Administrator: o.Administrator}
	return true
}

// recheckEvery is how often an open console's session is checked anew: it may have ended by the command line, or by time.
const recheckEvery = 1500 * time.Millisecond

// tell sends what happens until the line ends, the session ends or the console is too slow.
func (c *console) tell(ctx context.Context, f *desk.Follower) {
	ended, stop := c.server.auth.Watch(c.session)
	defer stop()
	following, cancel := context.WithCancel(ctx)
	defer cancel()
	go c.keep(following, cancel, ended)
	for {
		u, err := f.Next(following)
		if err != nil {
			if desk.KindOf(err) == desk.TooMany {
				c.socket.close(closeTooSlow, "")
			}
			return
		}
		for _, frame := range wire.UpdateOf(u, c.actor.ID) {
			c.socket.send(frame)
		}
	}
}

// keep pings the console and watches over its session.
func (c *console) keep(ctx context.Context, cancel func(), ended <-chan struct{}) {
	ping, check := time.NewTicker(consoleDead(c.server.options.DeadAfter)/3), time.NewTicker(recheckEvery)
	defer ping.Stop()
	defer check.Stop()
	c.socket.send(wire.PingFrame{Type: "ping", At: wire.MillisOf(time.Now())})
	for first := true; ; first = false {
		if first && !c.signedIn(ctx) { // ended between the ticket and Watch
			break
		}
		select {
		case <-ctx.Done():
			return
		case <-ping.C:
			c.socket.send(wire.PingFrame{Type: "ping", At: wire.MillisOf(time.Now())})
			continue
		case <-ended:
		case <-check.C:
			if c.signedIn(ctx) {
				continue
			}
		}
		break
	}
	c.socket.close(closeSignIn, "")
	cancel()
}

// signedIn reports whether the console's session holds; while the store can't be read, it does.
func (c *console) signedIn(ctx context.Context) bool {
	return desk.KindOf(c.server.auth.StillValid(ctx, c.session)) != desk.Unauthenticated
}

// read takes the console's frames until the line ends, and returns until when it was there.
func (c *console) read() (heard time.Time) {
	for {
		now := time.Now()
		c.socket.conn.SetReadDeadline(now.Add(consoleDead(c.server.options.DeadAfter)))
		kind, raw, err := c.socket.conn.ReadMessage()
		if tooSilent(err) {
			return now
		}
		if err != nil || c.socket.over() {
			return time.Now()
		}
		var f struct {
			Type         string
			Conversation string
			On           bool
			Seq          int64
			Visible      bool
			Active       bool
		}
		if kind != websocket.TextMessage || json.Unmarshal(raw, &f) != nil {
			c.socket.close(closeBadFrame, "not a frame")
			return time.Now()
		}
		of := idOf[desk.ConversationID](f.Conversation)
		switch f.Type {
		case "typing":
			c.server.desk.TypeByOperator(c.actor, of, f.On)
		case "attention":
			c.follower.Attend(c.session.PublicID, f.Visible, f.Active)
		case "leaving":
			c.follower.Leave()
		case "signal", "call-report":
			c.call(f.Type, raw)
		case "got":
			c.mark(c.server.desk.Got, of, f.Seq)
		case "read":
			c.mark(c.server.desk.Read, of, f.Seq)
		}
	}
}

// mark carries out a mark of what was received or seen; one that can't be kept is sent again with the next.
func (c *console) mark(note func(context.Context, desk.Actor, desk.ConversationID, int64) error, id desk.ConversationID, seq int64) {
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	if err := note(ctx, c.actor, id, seq); desk.KindOf(err) == desk.Unavailable {
		slog.Error("an operator's mark was not kept", "conversation", id, "error", err)
	}
}
