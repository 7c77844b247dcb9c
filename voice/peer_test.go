package voice_test

import (
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"

	"beckon/voice"
)

// party is one browser of a call, as far as a test without one can have it.
type party struct {
	*webrtc.PeerConnection
	sound *webrtc.TrackLocalStaticSample
	heard atomic.Int64 // bytes of sound
	found chan string  // candidates, as the server passes them on
	waits atomic.Bool  // until both descriptions are known
}

func join(t *testing.T, r *voice.Relay, s voice.Side, over int) *party {
	t.Helper()
	return joinBy(t, webrtc.NewAPI(), r, s, "127.0.0.1", over)
}

// joinBy is join by an engine of one's own; over says by which of the relay's ways.
func joinBy(t *testing.T, engine *webrtc.API, r *voice.Relay, s voice.Side, host string, over int) *party {
	t.Helper()
	c, ok := r.Credential(call, s)
	if !ok {
		t.Fatal("no credential")
	}
	return joinWith(t, engine, s, webrtc.Configuration{
		ICETransportPolicy: webrtc.ICETransportPolicyRelay,
		ICEServers:         []webrtc.ICEServer{{URLs: r.URLs(host)[over : over+1], Username: c.Username, Credential: c.Password}},
	}, r.Candidate)
}

// joinWith is joinBy as configured; its candidates go through pass.
func joinWith(t *testing.T, engine *webrtc.API, s voice.Side, how webrtc.Configuration, pass func(string) (string, error)) *party {
	t.Helper()
	pc, err := engine.NewPeerConnection(how)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	p := &party{PeerConnection: pc, found: make(chan string, 16)}
	p.sound, err = webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus}, "sound", string(s))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pc.AddTrack(p.sound); err != nil {
		t.Fatal(err)
	}
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		for {
			packet, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			p.heard.Add(int64(len(packet.Payload)))
		}
	})
	pc.OnICECandidate(func(c *webrtc.ICECandidate) {
		if c != nil {
			if text, err := pass(c.ToJSON().Candidate); err == nil {
				p.found <- text
			}
		}
	})
	return p
}

// tell gives one side's description to the other as the server passes it on.
func tell(t *testing.T, pass func(string) (string, error), from, to *party, d webrtc.SessionDescription) {
	t.Helper()
	if err := from.SetLocalDescription(d); err != nil {
		t.Fatal(err)
	}
	passed, err := pass(d.SDP)
	if err != nil {
		t.Fatal(err)
	}
	if err := to.SetRemoteDescription(webrtc.SessionDescription{Type: d.Type, SDP: passed}); err != nil {
		t.Fatal(err)
	}
}

func TestTwoPeersHearEachOtherThroughTheRelay_VOI1(t *testing.T) {
	for over, name := range []string{"UDP", "TCP"} {
		t.Run(name, func(t *testing.T) {
			r := relayed(t)
			r.Begin(call)
			visitor, operator := join(t, r, voice.Visitor, over), join(t, r, voice.Operator, over)
			hearEachOther(t, visitor, operator, r.Private)
			if got := ways(visitor); !slices.Equal(got, []webrtc.ICECandidateType{webrtc.ICECandidateTypeRelay, webrtc.ICECandidateTypeRelay}) {
				t.Errorf("the ends of their way are %v, want the relay's both", got)
			}
		})
	}
}

// hearEachOther connects two parties whose descriptions go through pass, until both have heard the other.
func hearEachOther(t *testing.T, visitor, operator *party, pass func(string) (string, error)) {
	t.Helper()
	offer, err := operator.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	tell(t, pass, operator, visitor, offer)
	answer, err := visitor.CreateAnswer(nil)
	if err != nil {
		t.Fatal(err)
	}
	tell(t, pass, visitor, operator, answer)
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended) })
	for _, sides := range [][2]*party{{visitor, operator}, {operator, visitor}} {
		go func() {
			beat := time.NewTicker(20 * time.Millisecond)
			defer beat.Stop()
			for {
				select {
				case <-ended:
					return
				case text := <-sides[0].found:
					if err := sides[1].AddICECandidate(webrtc.ICECandidateInit{Candidate: text}); err != nil {
						t.Errorf("candidate %s: %v", text, err)
					}
				case <-beat.C:
					_ = sides[0].sound.WriteSample(media.Sample{Data: make([]byte, 80), Duration: 20 * time.Millisecond})
				}
			}
		}()
	}
	until := time.Now().Add(20 * time.Second)
	for visitor.heard.Load() < 4000 || operator.heard.Load() < 4000 {
		if time.Now().After(until) {
			t.Fatalf("heard %d and %d bytes; %s, %s", visitor.heard.Load(), operator.heard.Load(), visitor.ConnectionState(), operator.ConnectionState())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// ways are the kinds of both ends of the way that a party's sound takes.
func ways(visitor *party) (kinds []webrtc.ICECandidateType) {
	for _, stats := range visitor.GetStats() {
		pair, ok := stats.(webrtc.ICECandidatePairStats)
		if !ok || !pair.Nominated {
			continue
		}
		for _, id := range []string{pair.LocalCandidateID, pair.RemoteCandidateID} {
			if c, ok := visitor.GetStats()[id].(webrtc.ICECandidateStats); ok {
				kinds = append(kinds, c.CandidateType)
			}
		}
	}
	return kinds
}

func TestDescriptionNamesNobodysAddress_T17(t *testing.T) {
	r := relayed(t)
	theirs := strings.Join([]string{
		"v=0", "o=jdoe 1 2 IN IP4 203.0.113.5", "s=-", "t=0 0", "m=audio 54321 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 203.0.113.5", "a=rtcp:54321 IN IP4 203.0.113.5",
		"a=candidate:1 1 udp 2122260223 192.168.7.7 54321 typ host", "a=candidate:2 1 udp 1 203.0.113.5 54321 typ srflx raddr 192.168.7.7 rport 54321",
		"a=candidate:3 1 udp 1 203.0.113.5 54321 typ relay raddr 192.168.7.7 rport 54321", "a=candidate:4 1 udp 41819902 127.0.0.2 50007 typ relay raddr 192.168.7.7 rport 4242",
		"a=remote-candidates:1 203.0.113.5 54321", "a=mid:0", "a=sendrecv", "",
	}, "\r\n")
	private, err := r.Private(theirs)
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"203.0.113.5", "192.168.7.7", "54321", "4242", "jdoe", "host", "srflx"} {
		if strings.Contains(private, hidden) {
			t.Errorf("%q is told:\n%s", hidden, private)
		}
	}
	for _, kept := range []string{"a=candidate:4 1 udp 41819902 127.0.0.2 50007 typ relay raddr 0.0.0.0 rport 0", "a=mid:0", "m=audio 9 "} {
		if !strings.Contains(private, kept) {
			t.Errorf("%q is missing:\n%s", kept, private)
		}
	}
	for _, wrong := range []string{
		"", "hello", "v=0\r\n", "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n", theirs + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", theirs + "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n",
		theirs + "a=\x00\r\n", theirs + strings.Repeat("a=x\r\n", 10_000), "v=0\r\nm=audio 9\r\n",
	} {
		if _, err := r.Private(wrong); err == nil {
			t.Errorf("%.40q was passed on", wrong)
		}
	}
}

func TestOnlyCandidatesOfTheRelayPass_T17(t *testing.T) {
	r := relayed(t)
	for _, other := range []string{
		"candidate:1 1 udp 2122260223 192.168.7.7 54321 typ host", "candidate:1 1 udp 1 127.0.0.2 50007 typ host", "candidate:1 1 udp 1 0b7a.local 54321 typ host",
		"candidate:1 1 udp 1 127.0.0.2 49999 typ relay", "candidate:1 1 udp 1 127.0.0.2 51000 typ relay", "candidate:1 1 udp 1 127.0.0.3 50007 typ relay",
		"candidate:1 1 udp 1 ::ffff:127.0.0.2 50007 typ relay", "candidate:1 1 tcp 1 127.0.0.2 50007 typ relay", "candidate:1 1 udp 1 127.0.0.2 70000 typ relay", "x", strings.Repeat("candidate ", 100),
	} {
		if text, err := r.Candidate(other); err == nil {
			t.Errorf("%.60q passed as %q", other, text)
		}
	}
	if text, err := r.Candidate("candidate:1 1 udp 1 127.0.0.2 50007 typ relay raddr 9.9.9.9 rport 9 generation 0 ufrag ab network-cost 50"); err != nil || text != "candidate:1 1 udp 1 127.0.0.2 50007 typ relay raddr 0.0.0.0 rport 0 generation 0 ufrag ab" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := r.Candidate(""); err != nil {
		t.Error(err)
	}
	if a := voice.FindAddress(t.Context(), "192.0.2.7"); a != netip.MustParseAddr("192.0.2.7") {
		t.Errorf("found %s", a)
	}
	if a := voice.FindAddress(t.Context(), "localhost"); !a.Is4() || a.IsLoopback() {
		t.Errorf("found %s", a)
	}
}

func TestTwoPeersHearEachOtherDirectly_T17(t *testing.T) {
	parties := func(pass func(string) (string, error)) (visitor, operator *party) {
		one := func(s voice.Side) *party {
			var e webrtc.SettingEngine
			e.SetIncludeLoopbackCandidate(true)
			return joinWith(t, webrtc.NewAPI(webrtc.WithSettingEngine(e)), s, webrtc.Configuration{}, pass)
		}
		return one(voice.Visitor), one(voice.Operator)
	}
	visitor, operator := parties(voice.OpenCandidate)
	hearEachOther(t, visitor, operator, voice.Open)
	for _, kind := range ways(visitor) {
		if kind == webrtc.ICECandidateTypeRelay {
			t.Error("there is no relay, and yet it is the way")
		}
	}
	r := relayed(t) // the same two where that is not allowed: not one candidate passes
	visitor, operator = parties(r.Candidate)
	offer, err := operator.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(operator.PeerConnection)
	tell(t, r.Private, operator, visitor, offer)
	<-gathered
	private, err := r.Private(operator.LocalDescription().SDP)
	if err != nil || strings.Contains(private, "a=candidate") || !strings.Contains(operator.LocalDescription().SDP, "typ host") || len(operator.found) != 0 {
		t.Errorf("passed on is, %v:\n%s", err, private)
	}
}

func TestDirectCallsAreOfAudioAloneToo_T17(t *testing.T) {
	const theirs = "v=0\r\no=jdoe 1 2 IN IP4 203.0.113.5\r\ns=-\r\nt=0 0\r\nm=audio 54321 UDP/TLS/RTP/SAVPF 111\r\na=candidate:1 1 udp 1 192.168.7.7 54321 typ host\r\n"
	if got, err := voice.Open(theirs); err != nil || got != theirs {
		t.Errorf("passed on is %q, %v, want all of it", got, err)
	}
	for _, wrong := range []string{"", "hello", theirs + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", theirs + "a=\x00\r\n", theirs + strings.Repeat("a=x\r\n", 10_000)} {
		if got, err := voice.Open(wrong); err == nil {
			t.Errorf("%.40q was passed on as %.40q", wrong, got)
		}
	}
	for text, passes := range map[string]bool{
		"": true, "candidate:1 1 udp 1 192.168.7.7 54321 typ host": true, "candidate:1 1 udp 1 0b7a.local 54321 typ host": true,
		"a=candidate:1 1 udp 1 192.168.7.7 9 typ host": false, "candidate:1\r\na=x": false, "candidate:" + strings.Repeat("x", 512): false,
	} {
		if got, err := voice.OpenCandidate(text); (err == nil) != passes || passes && got != text {
			t.Errorf("%.40q: %q, %v", text, got, err)
		}
	}
}
