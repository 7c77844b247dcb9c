package server_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"beckon/voice"
	"beckon/wire"
)

const (
	callKey    = "0123456789abcdefghijklmnopqrstuv"
	callWindow = "a-window-of-ana-00001"
	gerdasCall = "a-call-of-gerda-0001"
)

// calling is a world with a relay, and a chat of Ana's in it.
func calling(t *testing.T) (w *world, ana *operator, b *tab, chat wire.VisitorConversation) {
	t.Helper()
	w = newWorld(t, func(w *world) {
		r, err := voice.Listen(voice.Options{Listen: "127.0.0.1:0", Address: netip.MustParseAddr("127.0.0.2"), First: 50000, Last: 50999})
		must(t, "open a relay", err)
		t.Cleanup(func() { r.Close() })
		w.options.Voice = r
	})
	ana = w.signIn(w.ana)
	b = w.visitor().open("/")
	return w, ana, b, talk(ana, b)
}

// gerdaCalls lets the visitor call, and Ana accept; it returns the call window.
func (w *world) gerdaCalls(ana *operator, b *tab, chat wire.VisitorConversation) *line {
	w.t.Helper()
	b.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey})
	window := w.phone(callKey)
	await[wire.PhoneFrame](window, "phone", nil)
	window.send(wire.PlaceCallFrame{Type: "call", Conversation: chat.ID, ID: gerdasCall})
	await(window, "phone", rings("ringing"))
	ana.must("POST", "/conversations/"+chat.ID+"/calls/"+gerdasCall+"/accept", map[string]string{"window": callWindow}, nil)
	await(window, "phone", rings("open"))
	return window
}

// phone opens a visitor's call window.
func (w *world) phone(key string) *line {
	w.t.Helper()
	l, answer := w.dial("/v1/phone", http.Header{"Origin": {w.origin()}}, nil)
	if l == nil {
		w.t.Fatalf("the call window was refused: %s", answer.Status)
	}
	l.listen(ignored)
	l.send(wire.PhoneHelloFrame{Type: "phone", Version: wire.Version, Key: key})
	return l
}

func ignored(frame) {}

func rings(state string) func(wire.PhoneFrame) bool {
	return func(f wire.PhoneFrame) bool {
		return f.Conversation != nil && f.Conversation.Call != nil && f.Conversation.Call.State == state
	}
}

const description = "v=0\r\no=ana 1 2 IN IP4 203.0.113.9\r\ns=-\r\nt=0 0\r\nm=audio 54321 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 203.0.113.9\r\na=candidate:1 1 udp 1 192.168.7.7 9 typ host\r\n"

func TestCallGoesItsWayOverTheLines_S32_VOI1_T17(t *testing.T) {
	t.Parallel()
	w, ana, b, chat := calling(t)
	console := ana.console()
	var c wire.Conversation
	ana.must("POST", "/conversations/"+chat.ID+"/calls", map[string]string{"id": "a-call-of-ana-000001", "window": callWindow}, &c)
	if c.Call == nil || c.Call.State != "ringing" || c.Call.OfferedBy != "operator" || c.Call.Window != callWindow {
		t.Fatalf("offered is %+v", c.Call)
	}
	told := await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.Call != nil })
	if told.Conversation.Call.Window != "" {
		t.Error("the visitor is told of the operator's windows")
	}
	relay := "/conversations/" + chat.ID + "/calls/" + c.Call.ID + "/relay"
	ana.wantProblem("POST", relay, nil, 409, "conflict")

	window := w.phone(callKey) // before its page has said whose it is
	b.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey})
	if f := await[wire.PhoneFrame](window, "phone", nil); f.Conversation == nil || f.Conversation.Call == nil || f.Conversation.Name != "Ana" {
		t.Fatalf("the call window is told %+v", f)
	}
	window.send(wire.PlaceCallFrame{Type: "call", Conversation: chat.ID, ID: gerdasCall})
	open := await(window, "phone", rings("open"))
	if open.Conversation.Call.ID != c.Call.ID {
		t.Errorf("the visitor's call is %s, want the operator's that rang", open.Conversation.Call.ID)
	}

	window.send(wire.AskRelayFrame{Type: "relay", Call: c.Call.ID})
	theirs := await[wire.RelayFrame](window, "relay", nil)
	var mine wire.RelayAccess
	ana.must("POST", relay, nil, &mine)
	if theirs.Username == mine.Username || len(theirs.URLs) != 2 || !strings.HasPrefix(mine.URLs[0], "turn:127.0.0.1:") || mine.Direct || time.Until(time.UnixMilli(int64(mine.Until))) > 10*time.Minute {
		t.Errorf("access is %+v and %+v", theirs, mine)
	}

	signal := func(kind, text string) wire.SignalFrame {
		return wire.SignalFrame{Type: "signal", Signal: wire.Signal{Conversation: chat.ID, Call: c.Call.ID, Kind: kind, Round: 1, Text: text, Mid: "0"}}
	}
	console.send(signal("candidate", "candidate:1 1 udp 1 192.168.7.7 9 typ host"))
	console.send(signal("answer", description))
	console.send(signal("offer", description))
	offer := await[wire.SignalFrame](window, "signal", nil)
	if offer.Kind != "offer" || strings.Contains(offer.Text, "203.0.113.9") || strings.Contains(offer.Text, "192.168") || !strings.Contains(offer.Text, "m=audio 9 ") {
		t.Errorf("the visitor is signalled %+v, want the offer alone, without addresses", offer)
	}
	window.send(signal("offer", description))
	if f := await[wire.RefusedFrame](window, "refused", nil); f.Of != "signal" || f.Code != "invalid" {
		t.Errorf("an offer of the visitor's: %+v", f)
	}
	window.send(signal("candidate", "candidate:1 1 udp 1 127.0.0.2 50123 typ relay raddr 192.168.7.7 rport 9"))
	if f := await[wire.SignalFrame](console.line, "signal", nil); f.Text != "candidate:1 1 udp 1 127.0.0.2 50123 typ relay raddr 0.0.0.0 rport 0" {
		t.Errorf("the operator is signalled %q", f.Text)
	}
	if list := all[wire.SignalFrame](b.line, "signal"); len(list) > 0 {
		t.Errorf("the page of the site reads signals: %+v", list)
	}

	console.send(wire.CallReportFrame{Type: "call-report", Conversation: chat.ID, Call: c.Call.ID, Window: callWindow, CallSide: wire.CallSide{Connected: true, Quality: 4}})
	window.send(wire.CallReportFrame{Type: "call-report", Conversation: chat.ID, Call: c.Call.ID, CallSide: wire.CallSide{Connected: true, Quality: 3, Muted: true}})
	await(console.line, "conversation", func(f wire.ConversationFrame) bool {
		k := f.Conversation.Call
		return k != nil && k.Connected > 0 && k.Visitor.Muted && k.Visitor.Quality == 3 && k.Operator.Quality == 4 && f.Conversation.Phone
	})
	b.send(wire.SteerPhoneFrame{Type: "steer-phone", Muted: true})
	if f := await[wire.SteerPhoneFrame](window, "steer-phone", nil); !f.Muted {
		t.Error("the page can't mute")
	}
	window.send(wire.LevelFrame{Type: "level", Level: 99})
	if f := await[wire.LevelFrame](b.line, "level", nil); f.Level != 10 {
		t.Errorf("the page shows a level of %d", f.Level)
	}
	if list := all[wire.LevelFrame](console.line, "level"); len(list) > 0 {
		t.Error("the operator is told how loud the visitor is")
	}

	b.send(wire.HangUpFrame{Type: "hang-up", Conversation: chat.ID, Call: c.Call.ID})
	if f := await(window, "phone", rings("ended")); f.Conversation.Call.EndedBy != "visitor" {
		t.Errorf("the call ended by %s", f.Conversation.Call.EndedBy)
	}
	if w.options.Voice.Calls() != 0 {
		t.Error("it is still relayed")
	}
	ana.wantProblem("POST", relay, nil, 409, "conflict")
}

func TestCallWindowIsWhoseItsPageSays_T06(t *testing.T) {
	t.Parallel()
	w, _, b, chat := calling(t)
	if l, answer := w.dial("/v1/phone", http.Header{"Origin": {shop}}, nil); l != nil || answer.StatusCode != http.StatusForbidden {
		t.Error("a page of the site can be the call window")
	}
	b.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey})
	window := w.phone(callKey)
	await[wire.PhoneFrame](window, "phone", nil)
	other := w.visitor().open("/")
	if f := other.refused(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey}); f.Code != "conflict" {
		t.Errorf("another's key: %+v", f)
	}
	if f := other.refused(wire.ExpectPhoneFrame{Type: "expect-phone", Key: "short"}); f.Code != "invalid" {
		t.Errorf("a short key: %+v", f)
	}
	other.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: strings.Repeat("x", 32)})
	strange := w.phone(strings.Repeat("x", 32))
	if f := await[wire.PhoneFrame](strange, "phone", nil); f.Conversation != nil {
		t.Errorf("a stranger's window is told %+v", f.Conversation)
	}
	strange.send(wire.PlaceCallFrame{Type: "call", Conversation: chat.ID, ID: "a-call-of-a-stranger1"})
	if f := await[wire.RefusedFrame](strange, "refused", nil); f.Code != "not-found" {
		t.Errorf("a stranger's call: %+v", f)
	}
	again := w.phone(callKey)
	await[wire.PhoneFrame](again, "phone", nil)
	window.wantClosed(4003)
	w.phone("not a key at all").wantClosed(1008)
}

func TestRestartTellsOfTheLostCall_F34(t *testing.T) {
	t.Parallel()
	w, ana, b, chat := calling(t)
	w.gerdaCalls(ana, b, chat)
	w.restart()
	began := time.Now()
	page := b.who.open("/")
	page.send(wire.ExpectPhoneFrame{Type: "expect-phone", Key: callKey})
	after := w.phone(callKey)
	f := await(after, "phone", rings("ended"))
	if f.Conversation.Call.EndedBy != "lost" || f.Conversation.State != "open" || time.Since(began) > 10*time.Second {
		t.Errorf("after %s the call window is told %+v of a chat that is %s", time.Since(began), f.Conversation.Call, f.Conversation.State)
	}
}

func TestVoiceIsOffWithItsReason_S42(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.NoVoice = "The port for calls is not to be had" })
	ana := w.signIn(w.ana)
	var state wire.VoiceState
	ana.must("GET", "/voice", nil, &state)
	if state.On || state.Why != "The port for calls is not to be had" {
		t.Errorf("voice is %+v", state)
	}
	b := w.visitor().open("/")
	if b.welcome.NoVoice == "" {
		t.Error("the page is not told that there is no voice")
	}
	chat := talk(ana, b)
	if p := ana.problem("POST", "/conversations/"+chat.ID+"/calls", map[string]string{"id": "a-call-of-ana-000001", "window": callWindow}); p.Code != "forbidden" {
		t.Errorf("a call where there is none: %+v", p)
	}
}

func TestCallWindowHasAPolicyOfItsOwn_T45(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	answer := w.get("/call", nil)
	for name, want := range map[string]string{"Permissions-Policy": "microphone=(self)", "Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
		if got := answer.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
