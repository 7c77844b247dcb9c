package server_test

import (
	"testing"
	"time"

	"beckon/wire"
)

// phoneSays opens a call window that says what is given.
func (w *world) phoneSays(f wire.PhoneHelloFrame) *line {
	w.t.Helper()
	l, answer := w.dial("/v1/phone", map[string][]string{"Origin": {w.origin()}}, nil)
	if l == nil {
		w.t.Fatalf("the call window was refused: %s", answer.Status)
	}
	l.listen(ignored)
	f.Type, f.Version = "phone", wire.Version
	l.send(f)
	return l
}

func TestCallWindowComesBackWithoutItsPage_F34(t *testing.T) {
	t.Parallel()
	w, ana, b, chat := calling(t)
	b.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey})
	window := w.phone(callKey)
	token := await[wire.PhoneFrame](window, "phone", nil).Token
	window.send(wire.PlaceCallFrame{Type: "call", Conversation: chat.ID, ID: gerdasCall})
	await(window, "phone", rings("ringing"))
	ana.must("POST", "/conversations/"+chat.ID+"/calls/"+gerdasCall+"/accept", map[string]string{"window": callWindow}, nil)
	await(window, "phone", rings("open"))
	w.restart() // and no page comes to say the key
	began := time.Now()
	after := w.phoneSays(wire.PhoneHelloFrame{Key: callKey, Token: token})
	if f := await(after, "phone", rings("ended")); f.Conversation.Call.EndedBy != "lost" || time.Since(began) > 5*time.Second {
		t.Errorf("after %s the call window is told %+v", time.Since(began), f.Conversation.Call)
	}
	after.send(wire.PlaceCallFrame{Type: "call", Conversation: chat.ID, ID: "a-call-of-gerda-0002"})
	await(after, "phone", rings("ringing"))
	list := all[wire.PhoneFrame](after, "phone")
	if list[0].Token == "" {
		t.Error("the window gets no token to come back with another time")
	}
	for _, f := range list {
		if f.Conversation.Site != w.site.Name {
			t.Errorf("the window is told that it is on %q, want %q though no page of it is there", f.Conversation.Site, w.site.Name)
		}
	}
	other := w.visitor().open("/")
	const theirs = "another-key-0123456789abcdefghij"
	other.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: theirs})
	await[wire.PhoneFrame](w.phone(theirs), "phone", nil)
	if f := await[wire.PhoneFrame](w.phoneSays(wire.PhoneHelloFrame{Key: theirs, Token: token}), "phone", nil); f.Conversation != nil {
		t.Error("the token counts more than the key")
	}
}

func TestWindowNotOpenedBySitesPageAsksForAPress_T45(t *testing.T) {
	t.Parallel()
	w, ana, b, chat := calling(t)
	b.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey})
	token := ""
	for from, press := range map[string]bool{shop: false, "": true, "https://evil.example": true, "https://shop.example.evil.example": true, w.origin(): true, "null": true} {
		f := await[wire.PhoneFrame](w.phoneSays(wire.PhoneHelloFrame{Key: callKey, From: from}), "phone", nil)
		if f.Press != press {
			t.Errorf("opened from %q: press %v, want %v", from, f.Press, press)
		}
		token = f.Token
	}
	if f := await[wire.PhoneFrame](w.phoneSays(wire.PhoneHelloFrame{Key: "nobody-has-said-this-key-0000000", Token: token, From: shop}), "phone", nil); f.Press {
		t.Error("back by its token, from a page of the site: a press is asked for")
	}
	window := w.phoneSays(wire.PhoneHelloFrame{Key: callKey})
	await[wire.PhoneFrame](window, "phone", nil)
	ana.must("POST", "/conversations/"+chat.ID+"/calls", map[string]string{"id": "a-call-of-ana-000001", "window": callWindow}, nil)
	if f := await(window, "phone", rings("ringing")); !f.Press || f.Token != "" {
		t.Errorf("a later frame says press %v, token %q; want the press, and no token", f.Press, f.Token)
	}
}
