package server_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"beckon/wire"
)

// soon is how long an open console may outlive its right (guarantee 8).
const soon = 2 * time.Second

// wantOut fails the test unless a console is sent to the sign-in page in time.
func (c *console) wantOut(since time.Time, why string) {
	c.t.Helper()
	code, _ := c.closed()
	if took := time.Since(since); code != 4001 || took > soon {
		c.t.Errorf("%s: the console was closed with %d after %s, want 4001 within %s", why, code, took, soon)
	}
}

func TestTicketOpensOneSocketOnce_T08(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ticket := ana.ticket()
	watch := wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ticket}
	first := ana.knock()
	first.listen(nil)
	first.send(watch)
	await[wire.PictureFrame](first, "picture", nil)
	again := ana.knock()
	again.listen(nil)
	again.send(watch)
	again.wantClosed(4001)
	void := ana.ticket()
	ana.must("DELETE", "/session", nil, nil)
	l := ana.knock()
	l.listen(nil)
	l.send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: void})
	l.wantClosed(4001)
}

func TestEndedSessionClosesItsConsoles_T09_G8(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	db := w.database()
	for why, end := range map[string]func(*operator){
		"signed out": func(o *operator) { o.must("DELETE", "/session", nil, nil) },
		"ended in the list": func(o *operator) {
			other := w.signIn(o.who)
			var list []wire.Session
			other.must("GET", "/sessions", nil, &list)
			for _, s := range list {
				if !s.Current {
					other.must("DELETE", "/sessions/"+s.ID, nil, nil)
				}
			}
		},
		"reset": func(o *operator) {
			_, err := w.auth.ResetPassword(context.Background(), o.who.ID)
			must(t, "reset", err)
		},
		"ended by another process": func(o *operator) {
			_, err := db.Exec("DELETE FROM session WHERE operator = ?", o.who.ID)
			must(t, "delete", err)
		},
		"disabled by another process": func(o *operator) {
			_, err := db.Exec("UPDATE operator SET disabled = 1 WHERE id = ?", o.who.ID)
			must(t, "disable", err)
		},
	} {
		who := w.addOperator("of-"+strings.ReplaceAll(why, " ", "-"), "")
		o := w.signIn(who)
		c := o.console()
		b := w.visitor().open("/")
		chat := talk(o, b)
		since := time.Now()
		end(o)
		c.send(wire.OperatorTypingFrame{Type: "typing", Conversation: "", On: true})
		c.wantOut(since, why)
		o.wantProblem("GET", "/session", nil, 401, "unauthenticated")
		o.wantProblem("POST", "/conversations/"+chat.ID+"/messages", said(newID("said"), "Still here?"), 401, "unauthenticated")
		b.synced()
		b.hangUp()
	}
}

func TestNewPasswordEndsOtherSessions_T09(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, elsewhere := w.signIn(w.ana), w.signIn(w.ana)
	mine, other := here.console(), elsewhere.console()
	since := time.Now()
	here.must("PUT", "/session/password", map[string]string{"password": secret("correct horse battery")}, nil)
	other.wantOut(since, "another session set the password")
	var me wire.Me
	here.must("GET", "/session", nil, &me)
	if !me.Operator.HasPassword || me.NeedsPassword {
		t.Errorf("got %+v, want a password", me)
	}
	here.must("PUT", "/operators/me/live-help", map[string]bool{"available": false}, nil)
	await(mine.line, "operator", func(f wire.OperatorFrame) bool { return !f.Operator.LiveHelp }) // this one goes on
	if p := here.wantProblem("PUT", "/session/password", map[string]string{"current": "wrong", "password": secret("another horse battery")}, 422, "invalid"); p.Fields["current"] == "" {
		t.Errorf("a wrong current password: got %+v", p)
	}
	here.wantProblem("PUT", "/session/password", map[string]string{"current": "correct horse battery", "password": "short"}, 422, "invalid")
}

func TestSignInByPasswordTellsNothingElse_T11(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.signIn(w.ana).must("PUT", "/session/password", map[string]string{"password": secret("correct horse battery")}, nil)
	nobody := w.browser()
	known := nobody.wantProblem("POST", "/session", map[string]string{"login": "ana", "password": secret("wrong horse battery")}, 401, "unauthenticated")
	unknown := nobody.wantProblem("POST", "/session", map[string]string{"login": "nobody", "password": secret("wrong horse battery")}, 401, "unauthenticated")
	if known.Detail != unknown.Detail {
		t.Errorf("a known login is answered %q, an unknown one %q", known.Detail, unknown.Detail)
	}
	o := w.browser()
	answer, raw := o.do(o.request("POST", "/session", map[string]string{"login": "ana", "password": "correct horse battery"}))
	if answer.StatusCode != 200 {
		t.Fatalf("the right password: got %s %s", answer.Status, raw)
	}
	cookie := answer.Cookies()[0]
	secret(cookie.Value)
	if cookie.Name != "beckon-plain" || !cookie.HttpOnly || cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" {
		t.Errorf("over plain HTTP the cookie is %v", cookie)
	}
	var me wire.Me
	o.must("GET", "/session", nil, &me)
	if me.Operator.Login != "ana" || me.Encrypted || me.NeedsPassword || me.PublicURL != public {
		t.Errorf("got %+v", me)
	}
}

func TestCookieIsForHTTPSOnlyBehindATrustedProxy_T07(t *testing.T) {
	t.Parallel()
	for _, trusted := range []bool{true, false} {
		w := newWorld(t, func(w *world) {
			if trusted {
				trusting("127.0.0.0/8")(w)
			}
		})
		token, err := w.auth.Once(context.Background(), w.ana.ID)
		must(t, "make a link", err)
		o := w.browser()
		r := o.request("POST", "/session/once", map[string]string{"token": secret(token)})
		r.Header.Set("X-Forwarded-Proto", "https")
		answer, _ := o.do(r)
		cookie := answer.Cookies()[0]
		secret(cookie.Value)
		if cookie.Secure != trusted || strings.HasPrefix(cookie.Name, "__Host-") != trusted {
			t.Errorf("behind a proxy that is trusted: %t, the cookie is %v", trusted, cookie)
		}
		again := o.problem("POST", "/session/once", map[string]string{"token": token})
		if again.Status != 401 {
			t.Errorf("the link used again: got %+v, want 401", again)
		}
	}
}

func TestFirstStartIsSetUpOnce_T41_OPS7(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.database().Exec("UPDATE site SET mode = 'unset'")
	must(t, "unset", err)
	w.restart()
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	var me wire.Me
	if ana.must("GET", "/session", nil, &me); !me.NeedsSetup || me.NeedsPassword {
		t.Errorf("at first start: got %+v", me)
	}
	v := w.visitor()
	l, _ := w.dial("/v1/visit", v.header, nil)
	l.listen(nil)
	l.send(v.hello(shop + "/"))
	l.wantClosed(4003) // nobody is let in before the owner has chosen
	in := map[string]any{"operatorName": "Ana Maria", "login": "anamaria", "password": secret("correct horse battery"), "siteName": "Velo & Bell", "mode": "visit", "origins": []string{"shop.example"}}
	bert.wantProblem("POST", "/setup", in, 403, "forbidden")
	for field, value := range map[string]any{"operatorName": " ", "siteName": "", "mode": "off", "origins": []string{"::"}, "password": "short", "login": ""} {
		if p := ana.problem("POST", "/setup", with(in, field, value)); p.Status != 422 {
			t.Errorf("%s %v: got %+v, want 422", field, value, p)
		}
		if ana.must("GET", "/session", nil, &me); !me.NeedsSetup {
			t.Fatalf("%s %v: set up all the same", field, value)
		}
	}
	ana.must("POST", "/setup", in, &me)
	if me.NeedsSetup || me.Operator.Name != "Ana Maria" || !me.Operator.HasPassword {
		t.Errorf("after it: got %+v", me)
	}
	ana.wantProblem("POST", "/setup", in, 409, "conflict")
	if b := v.open("/"); b.welcome.Keep != "tab" {
		t.Errorf("visitors are welcomed with %+v", b.welcome)
	}
	w.browser().must("POST", "/session", map[string]string{"login": "anamaria", "password": "correct horse battery"}, nil)
}

// narrow makes the connections of a listener take little at a time, so that a slow reader is noticed early.
type narrow struct{ net.Listener }

// Accept implements net.Listener.
func (n narrow) Accept() (net.Conn, error) {
	c, err := n.Listener.Accept()
	if tcp, is := c.(*net.TCPConn); is {
		tcp.SetWriteBuffer(4 << 10)
	}
	return c, err
}

func TestSlowConsoleLosesItsBacklogAndGetsANewPicture_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) {
		w.wrap = func(l net.Listener) net.Listener { return narrow{l} }
		w.options.Limits.FramesPerPage = 100_000
	})
	ana := w.signIn(w.ana)
	fast := ana.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	dialer := &websocket.Dialer{NetDial: func(network, address string) (net.Conn, error) {
		c, err := net.Dial(network, address)
		if tcp, is := c.(*net.TCPConn); is {
			tcp.SetReadBuffer(4 << 10)
		}
		return c, err
	}}
	slow, _ := w.dial("/api/v1/live", http.Header{"Origin": {w.origin()}}, dialer)
	slow.send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ana.ticket()})
	_, _, err := slow.conn.ReadMessage() // the picture, and then it reads no more
	must(t, "read the picture", err)
	for round := 0; round < 40 && err == nil; round++ {
		const at = 150
		for n := range at {
			b.send(wire.VisitorTypingFrame{Type: "typing", Conversation: chat.ID, On: n%2 == 0})
		}
		for range at { // the other console keeps up: the desk does not wait for the slow one
			await[wire.TypingFrame](fast.line, "typing", nil)
		}
		for n := 0; n < at/4 && err == nil; n++ { // it takes something, or its line counts as dead
			_, _, err = slow.conn.ReadMessage()
		}
	}
	b.says(chat.ID, "All the others go on")
	fast.line1(chat.ID, 3)
	if !websocket.IsCloseError(err, 4008) {
		t.Errorf("the slow console's line ended with %v, want 4008", err)
	}
	if p := ana.console().picture; len(p.Conversations) != 1 || p.Conversations[0].LastSeq != 3 {
		t.Errorf("the new picture is %+v", p)
	}
}
