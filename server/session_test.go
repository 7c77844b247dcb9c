package server_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
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

// valves are connections of a listener that a test can shut, as a network does that takes no more from the server.
type valves struct {
	net.Listener
	mu sync.Mutex
	by map[string]*valve // their clients' addresses
}

type valve struct {
	*net.TCPConn
	flow sync.RWMutex // locked: shut
}

func newValves(l net.Listener) *valves { return &valves{Listener: l, by: map[string]*valve{}} }

// Accept implements net.Listener.
func (v *valves) Accept() (net.Conn, error) {
	c, err := v.Listener.Accept()
	if err != nil {
		return nil, err
	}
	one := &valve{TCPConn: c.(*net.TCPConn)}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.by[c.RemoteAddr().String()] = one
	return one, nil
}

// shut stops what the server sends on a line until open.
func (v *valves) shut(l *line) (open func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	one := v.by[l.conn.LocalAddr().String()]
	one.flow.Lock()
	return one.flow.Unlock
}

// Write implements net.Conn.
func (v *valve) Write(b []byte) (int, error) {
	v.flow.RLock()
	defer v.flow.RUnlock()
	return v.TCPConn.Write(b)
}

// SetWriteDeadline implements net.Conn: how long a valve is shut is for the test to say.
func (v *valve) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline implements net.Conn.
func (v *valve) SetDeadline(t time.Time) error { return v.SetReadDeadline(t) }

func TestSlowConsoleLosesItsBacklogAndGetsANewPicture_Limits(t *testing.T) {
	t.Parallel()
	var network *valves
	w := newWorld(t, func(w *world) {
		w.wrap = func(l net.Listener) net.Listener {
			network = newValves(l)
			return network
		}
		w.options.DeadAfter = 5 * time.Minute // the slow one answers no ping
	})
	ana := w.signIn(w.ana)
	fast := ana.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	slow := ana.knock()
	slow.send(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ana.ticket()})
	_, _, err := slow.conn.ReadMessage()
	must(t, "read the picture", err)
	open := network.shut(slow)
	const lines = 300 // more than a socket keeps
	for range lines {
		ana.says(chat.ID, "quick")
	}
	fast.line1(chat.ID, lines+2) // the other console keeps up: the desk does not wait for the slow one
	eventually(t, "the slow console is given up", func() bool { return w.server.ConsolesServed() == 1 })
	open()
	slow.conn.SetReadDeadline(time.Now().Add(patience))
	for err == nil {
		_, _, err = slow.conn.ReadMessage()
	}
	b.says(chat.ID, "All the others go on")
	fast.line1(chat.ID, lines+3)
	if !websocket.IsCloseError(err, 4008) {
		t.Errorf("the slow console's line ended with %v, want 4008", err)
	}
	if p := ana.console().picture; len(p.Conversations) != 1 || p.Conversations[0].LastSeq != lines+3 {
		t.Errorf("the new picture is %+v", p)
	}
}
