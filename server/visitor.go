package server

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"beckon/desk"
	"beckon/origin"
	"beckon/wire"
)

// page is one visitor's page on the line.
type page struct {
	server  *Server
	socket  socket
	from    netip.Addr   // after trusted proxies
	arrival desk.Arrival // what the request tells; emptied after hello
	arrived *desk.Arrived
	pace    *rate.Limiter // of the visitor, with all his pages
	owed    atomic.Int32  // what it may say of lines it was told beside its pace, got and read of each
}

var visitorUpgrader = websocket.Upgrader{
	ReadBufferSize: 512, WriteBufferSize: 1024, WriteBufferPool: &bufferPool,
	CheckOrigin: func(*http.Request) bool { return true }, // the desk decides by KEY and allowed origins
}

// admitPage makes a request the socket of one of a visitor's pages, whose place `release` gives back; false: it has been answered.
func (s *Server) admitPage(w http.ResponseWriter, r *http.Request, from netip.Addr) (conn *websocket.Conn, release func(), ok bool) {
	release, err := s.limits.pages.admit(from)
	if err != nil {
		sendAway(w, err, "5")
		return nil, nil, false
	}
	if conn, ok = s.upgrade(&visitorUpgrader, w, r); !ok {
		release()
	}
	return conn, release, ok
}

// visit is the visitor's socket.
func (s *Server) visit(w http.ResponseWriter, r *http.Request) {
	from := s.clientAddress(r)
	conn, release, ok := s.admitPage(w, r, from)
	if !ok {
		return
	}
	conn.SetReadLimit(maxVisitorIn)
	p := s.pageOf(r, from, webSocket{conn})
	conn.SetPingHandler(func(text string) error { return p.pinged(conn, text) })
	go func() { // the request's own goroutine and buffers are given back
		defer s.pages.Done()
		defer release()
		p.read()
	}()
}

// pageOf returns the page that opens a line by a request.
func (s *Server) pageOf(r *http.Request, from netip.Addr, by carrier) *page {
	p := &page{server: s, from: from, socket: socket{conn: by, held: true}}
	p.arrival = desk.Arrival{
		Origin: r.Header.Get("Origin"), Agent: r.UserAgent(), GPC: r.Header.Get("Sec-GPC") == "1", Address: from, Forwarded: s.hidden(r),
		Hints: origin.Hints{Brands: r.Header.Get("Sec-CH-UA"), Platform: r.Header.Get("Sec-CH-UA-Platform"), Mobile: r.Header.Get("Sec-CH-UA-Mobile")},
	}
	if language := r.Header.Get("Accept-Language"); language != "" {
		p.arrival.Language, _, _ = strings.Cut(language, ",")
	}
	return p
}

// read takes the page's frames until the line ends.
func (p *page) read() {
	defer p.socket.finish()
	p.socket.conn.SetReadDeadline(time.Now().Add(helloWithin))
	if !p.hello() {
		return
	}
	defer p.server.desk.Depart(p.arrived)
	leave := p.server.pinger.join(&p.socket)
	defer leave()
	for {
		p.socket.conn.SetReadDeadline(time.Now().Add(p.server.options.DeadAfter))
		raw, err := p.next()
		if err != nil || p.socket.over() || !p.take(raw) {
			return
		}
	}
}

// pinged answers a ping of the WebSocket protocol itself; they count as frames (T-27).
func (p *page) pinged(conn *websocket.Conn, text string) error {
	if p.pace != nil && !p.pace.Allow() {
		p.end(closeBusy, "retry 10")
		return errTooMany
	}
	conn.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(writeWithin)) // a broken line is noticed by reading
	return nil
}

func (p *page) next() ([]byte, error) {
	kind, raw, err := p.socket.conn.ReadMessage()
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		p.socket.close(closeTooBig, "")
	case errors.Is(err, errTooOften):
		p.end(closeBusy, "retry 10")
	case err == nil && kind != websocket.TextMessage:
		p.socket.close(closeBadFrame, "")
		err = errors.New("not text")
	}
	return raw, err
}

// hello connects the page; false when it has no business here.
func (p *page) hello() bool {
	raw, err := p.next()
	if err != nil {
		return false
	}
	var h wire.HelloFrame
	if json.Unmarshal(raw, &h) != nil || h.Type != "hello" {
		p.end(closeBadFrame, "hello first")
		return false
	}
	if h.Version != wire.Version {
		p.end(closeOld, "")
		return false
	}
	if !p.mayView() {
		return false
	}
	a := p.arrival
	p.arrival = desk.Arrival{}
	a.Key, a.Token, a.Page, a.URL, a.Title, a.Referrer = h.Site, h.Token, desk.PageID(h.Page), h.URL, h.Title, h.Referrer
	a.Screen, a.Visible, a.Focused, a.GPC = h.Screen, h.Visible, h.Focused, a.GPC || h.GPC
	if h.Language != "" {
		a.Language = h.Language
	}
	var after int64
	if h.After != nil {
		a.Resume, after = idOf[desk.ConversationID](h.After.Conversation), h.After.Seq
	}
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	p.arrived, err = p.server.desk.Arrive(ctx, a, p, p.kept)
	if err != nil {
		p.refuseHello(err)
		return false
	}
	p.pace = p.server.limits.byVisitor.of(p.arrived.Visitor)
	if !a.Forwarded {
		p.server.direct.Store(true)
	}
	p.welcome(ctx, a, after)
	return true
}

// mayView reports whether one more page view may come from the page's address now; else it closes the line.
func (p *page) mayView() bool {
	if p.server.limits.pageView(p.from) {
		return true
	}
	p.server.desk.TurnedAway()
	p.end(closeBusy, "retry 10")
	return false
}

func (p *page) refuseHello(err error) {
	kind := desk.KindOf(err)
	if kind == desk.Internal {
		slog.Error("a page could not connect", "error", err)
	}
	reason := ""
	switch kind {
	case desk.Refused, desk.Invalid:
		reason = err.Error()
	case desk.TooMany, desk.Unavailable:
		reason = "retry 5"
	}
	p.end(closeCodeOf(kind), reason)
}

func (p *page) welcome(ctx context.Context, a desk.Arrival, after int64) {
	var lines []desk.Message
	if c := p.arrived.Conversation; c != nil {
		if a.Resume != c.ID {
			after = 0
		}
		var err error
		if lines, _, err = p.server.desk.MessagesForVisitor(ctx, p.arrived.Visitor, c.ID, after, maxRun); err != nil {
			slog.Error("the lines of a conversation can't be read", "conversation", c.ID, "error", err) // the page fetches them by number
		}
	}
	p.socket.first(wire.WelcomeOf(p.arrived, lines, p.server.chatPath, p.server.desk.Settings()))
}

// end closes the line with nothing sent before.
func (p *page) end(code int, reason string) {
	p.socket.drop()
	p.socket.close(code, reason)
}

func (p *page) kept(id desk.PageID) { p.socket.send(wire.KeptFrame{Type: "kept", Page: string(id)}) }

// Tell implements desk.Outlet.
func (p *page) Tell(t desk.Told) {
	for _, f := range wire.ForVisitor(t, "") {
		p.send(f)
	}
}

// send sends a frame, and lets the page say got and read of a line beside its pace.
func (p *page) send(f any) {
	if _, line := f.(wire.VisitorMessageFrame); line {
		p.owed.Add(2)
	}
	p.socket.send(f)
}

// answers reports whether a frame only says what the page owes: an operator's run of lines is not the visitor's haste.
func (p *page) answers(kind string) bool {
	if kind != "got" && kind != "read" || p.owed.Load() <= 0 {
		return false
	}
	p.owed.Add(-1)
	return true
}

// Close implements desk.Outlet.
func (p *page) Close(k desk.Kind) { p.socket.close(closeCodeOf(k), "") }

// visitorFrames is what a page may send after hello. An error closes the line or is answered with a refusal, see refused.
var visitorFrames = map[string]func(ctx context.Context, p *page, raw []byte) (id string, err error){
	"page":       takePage,
	"attention":  takeAttention,
	"pong":       func(context.Context, *page, []byte) (string, error) { return "", nil },
	"delivered":  takeDelivered,
	"shown":      takeShown,
	"accept":     takeAccept,
	"decline":    takeDecline,
	"say":        takeSay,
	"typing":     takeTyping,
	"got":        takeGot,
	"read":       takeRead,
	"rate":       takeRate,
	"fetch":      takeFetch,
	"end":        takeEnd,
	"leave":      takeLeave,
	"transcript": takeTranscript,
	"ask":        takeAsk,
	"cancel":     takeCancel,

	"expect-phone": takeExpectPhone,
	"steer-phone":  takeSteerPhone,
	"hang-up":      takeHangUp,
}

// take carries out a frame; false when it can't be understood.
func (p *page) take(raw []byte) bool {
	var head struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(raw, &head) != nil {
		p.end(closeBadFrame, "not a frame")
		return false
	}
	if !p.answers(head.Type) && !p.pace.Allow() {
		p.end(closeBusy, "retry 10")
		return false
	}
	if head.Type == "page" && !p.mayView() {
		return false
	}
	if head.Type == "hello" {
		p.end(closeBadFrame, "hello once")
		return false
	}
	take, known := visitorFrames[head.Type]
	if !known {
		return true // a newer page may know more than we do
	}
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	id, err := take(ctx, p, raw)
	if err == nil {
		return true
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &kind) {
		p.end(closeBadFrame, "not a "+head.Type)
		return false
	}
	p.refuse(head.Type, id, err)
	return true
}

var refusalCodes = map[desk.Kind]string{
	desk.Invalid:     "invalid",
	desk.TooLarge:    "too-long",
	desk.NotFound:    "not-found",
	desk.Conflict:    "conflict",
	desk.OnHold:      "on-hold",
	desk.Ended:       "ended",
	desk.TooMany:     "too-many",
	desk.Refused:     "nobody",
	desk.Unavailable: "unavailable",
}

func (p *page) refuse(of, id string, err error) {
	f := wire.RefusedFrame{Type: "refused", Of: of, ID: id, Code: "unavailable", Text: "Something went wrong here. Try again in a moment"}
	var e *desk.Error
	if code, ok := refusalCodes[desk.KindOf(err)]; ok && errors.As(err, &e) {
		f.Code, f.Text = code, e.Text
	}
	if k := desk.KindOf(err); k == desk.Internal || k == desk.Unavailable {
		slog.Error("a visitor's frame was not carried out", "frame", of, "visit", p.arrived.Visit, "error", err)
	}
	p.socket.send(f)
}
