package voice_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/transport/v5/stdnet"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
	"golang.org/x/sys/unix"

	"beckon/voice"
)

// namespace is a network of its own: what is opened in it knows no other.
type namespace struct {
	t    *testing.T
	name string
	fd   int
}

// relayAt is the relay's address, whatever interface leads there.
const relayAt = "10.231.0.1"

func newNamespace(t *testing.T, name string) *namespace {
	t.Helper()
	n := &namespace{t: t, name: fmt.Sprintf("beckon-%s-%d", name, os.Getpid())}
	if out, err := exec.Command("ip", "netns", "add", n.name).CombinedOutput(); err != nil {
		t.Skipf("this machine gives no network namespaces (ip netns add: %v %s)", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", n.name).Run() })
	var err error
	if n.fd, err = unix.Open("/run/netns/"+n.name, unix.O_RDONLY, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(n.fd) })
	n.ip("link", "set", "lo", "up")
	return n
}

func (n *namespace) ip(args ...string) {
	n.t.Helper()
	if out, err := exec.Command("ip", append([]string{"-n", n.name}, args...)...).CombinedOutput(); err != nil {
		n.t.Fatalf("ip %s: %v %s", strings.Join(args, " "), err, out)
	}
}

// do runs f in the namespace: what it opens stays there.
func (n *namespace) do(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	home, err := unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY, 0)
	if err != nil {
		n.t.Error(err)
		return
	}
	defer func() { _ = unix.Close(home) }()
	if err := unix.Setns(n.fd, unix.CLONE_NEWNET); err != nil {
		n.t.Error(err)
		return
	}
	f()
	if err := unix.Setns(home, unix.CLONE_NEWNET); err != nil {
		panic(err) // this thread would be lost in another network
	}
}

// cable joins a network with the relay's by an interface, and leads the way there by it.
func (n *namespace) cable(relay *namespace, name, net string) {
	n.t.Helper()
	relay.ip("link", "add", name+"0", "type", "veth", "peer", "name", name+"1", "netns", n.name)
	relay.ip("addr", "add", net+".1/24", "dev", name+"0")
	relay.ip("link", "set", name+"0", "up")
	n.ip("addr", "add", net+".2/24", "dev", name+"1")
	n.ip("link", "set", name+"1", "up")
	n.ip("route", "add", "default", "via", net+".1")
}

// network is a namespace as a peer connection has it; some of what it sends and hears is lost.
type network struct {
	*stdnet.Net
	in   *namespace
	loss *atomic.Int32 // of a hundred packets
}

func (n network) ListenPacket(kind, address string) (c net.PacketConn, err error) {
	n.in.do(func() { c, err = net.ListenPacket(kind, address) }) //nolint:noctx // pion's own
	if err != nil {
		return nil, err
	}
	return lossy{c, n.loss}, nil
}

type lossy struct {
	net.PacketConn
	loss *atomic.Int32
}

func (l lossy) WriteTo(p []byte, to net.Addr) (int, error) {
	if rand.Int32N(100) < l.loss.Load() {
		return len(p), nil
	}
	return l.PacketConn.WriteTo(p, to)
}

func (l lossy) ReadFrom(p []byte) (n int, from net.Addr, err error) {
	for {
		if n, from, err = l.PacketConn.ReadFrom(p); err != nil || rand.Int32N(100) >= l.loss.Load() {
			return n, from, err
		}
	}
}

// through is a WebRTC engine of a namespace.
func (n *namespace) through(loss *atomic.Int32) (api *webrtc.API) {
	n.t.Helper()
	var own *stdnet.Net
	var err error
	n.do(func() { own, err = stdnet.NewNet() })
	if err != nil {
		n.t.Fatal(err)
	}
	settings := webrtc.SettingEngine{}
	settings.SetNet(network{own, n, loss})
	media := &webrtc.MediaEngine{}
	if err := media.RegisterDefaultCodecs(); err != nil {
		n.t.Fatal(err)
	}
	return webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(media))
}

// pass carries candidates and sound from one party to the other until the test ends.
func pass(t *testing.T, from, to *party) {
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended) })
	go func() {
		beat := time.NewTicker(20 * time.Millisecond)
		defer beat.Stop()
		for {
			select {
			case <-ended:
				return
			case <-beat.C:
				for len(from.found) > 0 && !from.waits.Load() {
					_ = to.AddICECandidate(webrtc.ICECandidateInit{Candidate: <-from.found}) // one of an earlier round finds no place
				}
				_ = from.sound.WriteSample(media.Sample{Data: make([]byte, 80), Duration: 20 * time.Millisecond})
			}
		}
	}()
}

// agree lets the operator offer and the visitor answer.
func agree(t *testing.T, r *voice.Relay, operator, visitor *party, anew bool) {
	t.Helper()
	for _, p := range []*party{operator, visitor} {
		p.waits.Store(true)
		defer p.waits.Store(false)
	}
	offer, err := operator.CreateOffer(&webrtc.OfferOptions{ICERestart: anew})
	if err != nil {
		t.Fatal(err)
	}
	tell(t, r.Private, operator, visitor, offer)
	answer, err := visitor.CreateAnswer(nil)
	if err != nil {
		t.Fatal(err)
	}
	tell(t, r.Private, visitor, operator, answer)
}

// hear waits until each of the parties has heard so many bytes more.
func hear(t *testing.T, bytes int64, parties ...*party) {
	t.Helper()
	const patience = 20 * time.Second
	began, want := time.Now(), make([]int64, len(parties))
	for i, p := range parties {
		want[i] = p.heard.Load() + bytes
	}
	for i, p := range parties {
		for p.heard.Load() < want[i] {
			if time.Since(began) > patience {
				t.Fatalf("in %s %d of %d bytes were not heard; the connection is %s", patience, want[i]-p.heard.Load(), bytes, p.ConnectionState())
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

func TestCallOutlivesAnotherNetworkAndLoss_F33_F17_A20(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root")
	}
	inside, outside := newNamespace(t, "relay"), newNamespace(t, "visitor")
	inside.ip("addr", "add", relayAt+"/32", "dev", "lo")
	outside.cable(inside, "first", "10.231.1")
	var r *voice.Relay
	var err error
	inside.do(func() {
		r, err = voice.Listen(voice.Options{Listen: relayAt + ":0", Address: netip.MustParseAddr(relayAt)})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	r.Begin(call)
	var loss, none atomic.Int32
	visitor, operator := joinBy(t, outside.through(&loss), r, voice.Visitor, relayAt, 0), joinBy(t, inside.through(&none), r, voice.Operator, relayAt, 0)
	pass(t, visitor, operator)
	pass(t, operator, visitor)
	began := time.Now()
	agree(t, r, operator, visitor, false)
	hear(t, 4000, visitor, operator)
	connected := time.Since(began)

	loss.Store(30)
	time.Sleep(3 * time.Second) // what it is like to talk so, not a wait for something
	if s := visitor.ConnectionState(); s != webrtc.PeerConnectionStateConnected {
		t.Errorf("with 30 of 100 packets lost the connection is %s", s)
	}
	hear(t, 4000, visitor, operator)
	loss.Store(0)

	outside.ip("link", "del", "first1")
	outside.cable(inside, "second", "10.231.2")
	began = time.Now() // of the restart: when a browser notices the loss is its own affair
	agree(t, r, operator, visitor, true)
	hear(t, 800, visitor, operator)
	t.Logf("connected and heard in %s, heard again %s after the restart began", connected.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
}
