package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"beckon/desk"
	"beckon/voice"
	"beckon/wire"
)

// phone is a visitor's call window on the line.
type phone struct {
	server  *Server
	socket  socket
	host    string // by which it came
	visitor desk.VisitorID
	site    desk.SiteID
	press   bool // no page of the site opened it: it asks before it takes the microphone
}

// phone is the call window's socket. Only Beckon's own page may open it.
func (s *Server) phone(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") != s.ownOrigin(r) {
		http.Error(w, "This is for Beckon's own call window", http.StatusForbidden)
		return
	}
	conn, release, ok := s.admitPage(w, r, s.clientAddress(r))
	if !ok {
		return
	}
	conn.SetReadLimit(maxConsoleIn)
	p := &phone{server: s, host: r.Host, socket: socket{conn: webSocket{conn}, held: true, soon: true}}
	go func() {
		defer s.pages.Done()
		defer release()
		p.serve()
	}()
}

func (p *phone) serve() {
	defer p.socket.finish()
	p.socket.conn.SetReadDeadline(time.Now().Add(helloWithin))
	if !p.hello() {
		return
	}
	s := p.server
	leave := s.desk.OpenPhone(p.visitor, p)
	heard := time.Now()
	defer func() { leave(heard) }()
	unping := s.pinger.join(&p.socket)
	defer unping()
	f := wire.PhoneFrame{Type: "phone", Token: s.desk.PhoneToken(p.site, p.visitor), Press: p.press}
	if c, site, ok := s.desk.Talking(p.visitor); ok {
		now := wire.VisitorConversationOf(c, site)
		f.Conversation = &now
	}
	p.socket.first(f)
	if r, ok := s.desk.Waiting(p.visitor); ok {
		p.socket.send(wire.VisitorRequestFrame{Type: "request", Request: wire.VisitorRequestOf(r)})
	}
	pace := s.limits.byVisitor.of(p.visitor)
	for {
		p.socket.conn.SetReadDeadline(heard.Add(consoleDead(s.options.DeadAfter)))
		kind, raw, err := p.socket.conn.ReadMessage()
		if !tooSilent(err) {
			heard = time.Now()
		}
		if err != nil || p.socket.over() {
			return
		}
		if !pace.Allow() {
			p.socket.close(closeBusy, "retry 5")
			return
		}
		var head struct{ Type string }
		if kind != websocket.TextMessage || json.Unmarshal(raw, &head) != nil {
			p.socket.close(closeBadFrame, "not a frame")
			return
		}
		if take := phoneFrames[head.Type]; take != nil {
			p.take(head.Type, raw, take)
		}
	}
}

// hello takes key and token; false when they are nobody's.
func (p *phone) hello() bool {
	_, raw, err := p.socket.conn.ReadMessage()
	if err != nil {
		return false
	}
	var f wire.PhoneHelloFrame
	if json.Unmarshal(raw, &f) != nil || f.Type != "phone" || !phoneKey.MatchString(f.Key) {
		p.end(closeBadFrame, "phone first")
		return false
	}
	if f.Version != wire.Version {
		p.end(closeOld, "")
		return false
	}
	if !p.whose(f) {
		return false
	}
	p.press = !p.server.desk.IsOfSite(p.site, f.From)
	return true
}

// whose finds out whose window it is: by its key, else by its token, else by the key once a page has said it.
func (p *phone) whose(f wire.PhoneHelloFrame) bool {
	ctx, cancel := context.WithTimeout(context.Background(), phoneWithin)
	defer cancel()
	now, ok := p.server.phones.of(f.Key)
	if !ok && f.Token != "" {
		var err error
		now.site, now.visitor, err = p.server.desk.PhoneOf(ctx, f.Token)
		if kind := desk.KindOf(err); err != nil && kind != desk.NotFound {
			p.end(closeBusy, "retry 5")
			return false
		}
		ok = err == nil
	}
	if !ok {
		now, ok = p.server.phones.whose(ctx, f.Key)
	}
	if !ok {
		p.end(closeSignIn, "")
		return false
	}
	p.visitor, p.site = now.visitor, now.site
	return true
}

func (p *phone) end(code int, reason string) {
	p.socket.drop()
	p.socket.close(code, reason)
}

// Tell implements desk.Outlet.
func (p *phone) Tell(t desk.Told) {
	for _, f := range wire.ForPhone(t) {
		if now, is := f.(wire.PhoneFrame); is {
			now.Press = p.press
			f = now
		}
		p.socket.send(f)
	}
}

// Close implements desk.Outlet: another window has taken its place.
func (p *phone) Close(desk.Kind) { p.socket.close(closeNotHere, "another call window was opened") }

// phoneFrames is what a call window may send.
var phoneFrames = map[string]func(ctx context.Context, p *phone, raw []byte) (string, error){
	"call":        phoneCalls,
	"hang-up":     phoneHangsUp,
	"signal":      phoneSignals,
	"call-report": phoneReports,
	"level":       phoneMeasures,
	"relay":       phoneAsksRelay,
}

func (p *phone) take(name string, raw []byte, take func(context.Context, *phone, []byte) (string, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	id, err := take(ctx, p, raw)
	if err == nil {
		return
	}
	f := wire.RefusedFrame{Type: "refused", Of: name, ID: id, Code: "unavailable", Text: "Something went wrong here. Try again in a moment"}
	var e *desk.Error
	if code, ok := refusalCodes[desk.KindOf(err)]; ok && errors.As(err, &e) {
		f.Code, f.Text = code, e.Text
	}
	p.socket.send(f)
}

func phoneCalls(ctx context.Context, p *phone, raw []byte) (string, error) {
	var f wire.PlaceCallFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	_, err := p.server.desk.OfferCallByVisitor(ctx, p.visitor, idOf[desk.ConversationID](f.Conversation), idOf[desk.CallID](f.ID))
	return f.ID, err
}

func phoneHangsUp(ctx context.Context, p *phone, raw []byte) (string, error) {
	var f wire.HangUpFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	_, err := p.server.desk.EndCallByVisitor(ctx, p.visitor, idOf[desk.ConversationID](f.Conversation), idOf[desk.CallID](f.Call), f.Microphone)
	return f.Call, err
}

func phoneSignals(_ context.Context, p *phone, raw []byte) (string, error) {
	var f wire.SignalFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	signal, err := p.server.signal(f.Signal)
	if err != nil {
		return f.Call, err
	}
	return f.Call, p.server.desk.SignalCallByVisitor(p.visitor, idOf[desk.ConversationID](f.Conversation), idOf[desk.CallID](f.Call), signal)
}

func phoneReports(_ context.Context, p *phone, raw []byte) (string, error) {
	var f wire.CallReportFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	p.server.desk.ReportCallByVisitor(p.visitor, idOf[desk.ConversationID](f.Conversation), idOf[desk.CallID](f.Call), f.CallSide.Desk())
	return f.Call, nil
}

func phoneMeasures(_ context.Context, p *phone, raw []byte) (string, error) {
	var f wire.LevelFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	p.server.desk.MeasureMicrophone(p.visitor, f.Level)
	return "", nil
}

func phoneAsksRelay(_ context.Context, p *phone, raw []byte) (string, error) {
	var f wire.AskRelayFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	c, _, ok := p.server.desk.Talking(p.visitor)
	if !ok {
		return f.Call, desk.Errorf(desk.Conflict, "This call is not open")
	}
	access, err := p.server.relayAccess(c, idOf[desk.CallID](f.Call), voice.Visitor, p.host)
	if err == nil {
		p.socket.send(wire.RelayFrame{Type: "relay", Call: f.Call, RelayAccess: access})
	}
	return f.Call, err
}

// What pages of the site say about the call window.

func takeExpectPhone(_ context.Context, p *page, raw []byte) (string, error) {
	var f wire.ExpectPhoneFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return "", p.server.phones.expect(f.Key, p.arrived.Site, p.arrived.Visitor)
}

func takeSteerPhone(_ context.Context, p *page, raw []byte) (string, error) {
	var f wire.SteerPhoneFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	p.server.desk.SteerPhone(p.arrived.Visitor, f.Muted)
	return "", nil
}

func takeHangUp(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.HangUpFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	_, err := p.server.desk.EndCallByVisitor(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation), idOf[desk.CallID](f.Call), f.Microphone)
	return f.Call, err
}
