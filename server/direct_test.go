package server_test

import (
	"strings"
	"testing"

	"beckon/wire"
)

func TestDirectConnectionsAreASetting_T17(t *testing.T) {
	t.Parallel()
	w, ana, b, chat := calling(t)
	plain := w.signIn(w.addOperator("bo", "Bo"))
	var s wire.Settings
	ana.must("GET", "/settings", nil, &s)
	if s.DirectCalls {
		t.Error("they are on from the start")
	}
	s.DirectCalls = true
	plain.wantProblem("PUT", "/settings", s, 403, "forbidden")

	console := ana.console()
	window := w.gerdaCalls(ana, b, chat)

	const host = "candidate:1 1 udp 1 192.168.7.7 9 typ host"
	round := 0
	signal := func(kind, text string) wire.SignalFrame {
		round++
		return wire.SignalFrame{Type: "signal", Signal: wire.Signal{Conversation: chat.ID, Call: gerdasCall, Kind: kind, Round: round, Text: text, Mid: "0"}}
	}
	passed := func(on *line, what wire.SignalFrame) string {
		t.Helper()
		return await(on, "signal", func(f wire.SignalFrame) bool { return f.Round == what.Round }).Text
	}
	direct := func() bool {
		t.Helper()
		var access wire.RelayAccess
		ana.must("POST", "/conversations/"+chat.ID+"/calls/"+gerdasCall+"/relay", nil, &access)
		window.send(wire.AskRelayFrame{Type: "relay", Call: gerdasCall})
		theirs := await(window, "relay", func(f wire.RelayFrame) bool { return f.Direct == access.Direct })
		return theirs.Direct
	}

	if direct() {
		t.Error("the two are told that they may connect directly")
	}
	offer := signal("offer", description)
	console.send(offer)
	if text := passed(window, offer); strings.Contains(text, "203.0.113.9") || strings.Contains(text, "192.168.7.7") {
		t.Errorf("while it is off, passed on is %q", text)
	}
	window.send(signal("candidate", host))
	if f := await[wire.RefusedFrame](window, "refused", nil); f.Of != "signal" || f.Code != "invalid" {
		t.Errorf("while it is off, a candidate of the visitor's network: %+v", f)
	}

	ana.setting(func(s *wire.Settings) { s.DirectCalls = true })
	if !direct() {
		t.Error("the two are not told that they may connect directly")
	}
	offer = signal("offer", description)
	console.send(offer)
	if text := passed(window, offer); text != description {
		t.Errorf("while it is on, passed on is %q", text)
	}
	candidate := signal("candidate", host)
	window.send(candidate)
	if text := passed(console.line, candidate); text != host {
		t.Errorf("while it is on, a candidate passes as %q", text)
	}
	answer := signal("answer", description+"m=video 9 UDP/TLS/RTP/SAVPF 96\r\n")
	window.send(answer)
	await(window, "refused", func(f wire.RefusedFrame) bool { return f.Of == "signal" })

	ana.setting(func(s *wire.Settings) { s.DirectCalls = false })
	offer = signal("offer", description)
	console.send(offer)
	if text := passed(window, offer); strings.Contains(text, "192.168.7.7") {
		t.Errorf("off again, passed on is %q", text)
	}
}
