package main

import (
	"crypto/tls"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"beckon/wire"
)

func TestRelayListensWhereBrowsersAreSent_VOI1(t *testing.T) {
	for _, c := range []struct {
		flags []string
		local bool
	}{
		{nil, true},
		{[]string{"--listen=127.0.0.1:8080"}, true},
		{[]string{"--listen=[::1]:8080"}, true},
		{[]string{"--listen=127.0.0.1:8080", "--public-url=https://chat.shop.example", "--trusted-proxy=127.0.0.1"}, false}, // of docs/install.md
		{[]string{"--listen=127.0.0.1:8080", "--public-url=http://localhost:8080"}, true},
		{[]string{"--listen=127.0.0.1:8080", "--voice-address=voice.shop.example"}, false},
		{[]string{"--listen=127.0.0.1:8080", "--public-url=https://chat.shop.example", "--voice-address=127.0.0.1"}, true},
		{[]string{"--listen=:8080"}, false},
		{[]string{"--listen=192.0.2.7:8080"}, false},
	} {
		parsed, err := parsed(append([]string{"serve"}, c.flags...)...)
		must(t, "flags", err)
		if got := parsed.Serve.voiceListen(); (got == "127.0.0.1:3478") != c.local || !c.local && got != ":3478" {
			t.Errorf("%q: the relay listens at %s", c.flags, got)
		}
	}
}

// voice is how calls stand, as the console shows it.
func (p *person) voice(once string) (v wire.VoiceState) {
	p.t.Helper()
	p.signIn(once)
	p.must("GET", "/voice", nil, &v)
	return v
}

func TestTakenPortSwitchesCallsOffAndSaysSo_VOI1(t *testing.T) {
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, "take a port", err)
	defer packets.Close()
	stream, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, "take a port", err)
	defer stream.Close()
	for protocol, taken := range map[string]string{"UDP": packets.LocalAddr().String(), "TCP": stream.Addr().String()} {
		r, stop := serving(t, "--data="+t.TempDir(), "--demo", "--demo-visitors=0", "--voice-listen="+taken)
		v := r.person().voice(r.once)
		if v.On || !strings.Contains(v.Why, taken) || !strings.Contains(v.Why, "--voice-listen") || strings.Contains(v.Why, "bind") {
			t.Errorf("with %s %s taken the console reads %+v", protocol, taken, v)
		}
		stop()
	}
	r, stop := serving(t, "--data="+t.TempDir(), "--demo", "--demo-visitors=0", "--voice-listen=off")
	if v := r.person().voice(r.once); v.On || !strings.Contains(v.Why, "--voice-listen off") {
		t.Errorf("switched off the console reads %+v", v)
	}
	stop()
}

// overHTTPS sends over TLS what is meant for plain HTTP.
type overHTTPS struct{ http.RoundTripper }

func (o overHTTPS) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme = "https"
	return o.RoundTripper.RoundTrip(r)
}

func TestTakenPortForTLSLeavesTheOtherCalls_VOI1(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	trust := &tls.Config{RootCAs: certified(t, cert, key, 1)}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, "take a port", err)
	defer taken.Close()
	r, stop := serving(t, "--data="+t.TempDir(), "--tls-cert="+cert, "--tls-key="+key, "--demo", "--demo-visitors=0", "--voice-listen=127.0.0.1:0",
		"--voice-listen-tls="+taken.Addr().String())
	defer stop()
	p := r.person()
	p.client.Transport = overHTTPS{&http.Transport{TLSClientConfig: trust, DisableKeepAlives: true}}
	v := p.voice(r.once)
	if !v.On || !strings.Contains(v.Why, taken.Addr().String()) || !strings.Contains(v.Why, "--voice-listen-tls") || strings.Contains(strings.Join(v.URLs, " "), "turns:") {
		t.Errorf("the console reads %+v, want calls, without TLS, and why", v)
	}
}
