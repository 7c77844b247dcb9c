package voice_test

import (
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/stun/v4"

	"beckon/voice"
)

func TestSidesOfACallReachEachOther_T16(t *testing.T) {
	visitor, operator := began(t, relayed(t), call)
	if code := visitor.ask(stun.MethodCreatePermission, peer(operator.at())); code != 0 {
		t.Fatalf("permission: %d", code)
	}
	if code := operator.ask(stun.MethodCreatePermission, peer(visitor.at())); code != 0 {
		t.Fatalf("permission: %d", code)
	}
	visitor.send(operator.at(), "hello")
	if data, ok := operator.hear(5 * time.Second); !ok || data != "hello" {
		t.Fatalf("heard %q, %v", data, ok)
	}
	operator.send(visitor.at(), "hello yourself")
	if data, ok := visitor.hear(5 * time.Second); !ok || data != "hello yourself" {
		t.Fatalf("heard %q, %v", data, ok)
	}
	visitor.send(mapped(operator.at()), "hello again")
	if data, ok := operator.hear(5 * time.Second); !ok || data != "hello again" {
		t.Fatalf("by the IPv4-mapped address: heard %q, %v", data, ok)
	}
}

// mapped is the same address as IPv6 spells it.
func mapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom16(a.Addr().As16()), a.Port())
}

func TestCallsDoNotReachEachOther_T16(t *testing.T) {
	r := relayed(t)
	visitor, operator := began(t, r, call)
	stranger, _ := began(t, r, "another0123456789")
	for _, s := range []*speaker{stranger, operator} {
		if code := s.ask(stun.MethodCreatePermission, peer(visitor.at())); code != 0 {
			t.Fatalf("permission: %d", code)
		}
	}
	if code := visitor.ask(stun.MethodCreatePermission, peer(operator.at())); code != 0 {
		t.Fatalf("permission: %d", code)
	}
	stranger.send(visitor.at(), "from another call")
	operator.send(visitor.at(), "from this call")
	if data, _ := visitor.hear(5 * time.Second); data != "from this call" {
		t.Fatalf("heard %q", data)
	}
}

// addresses are targets inside a network, each in five spellings.
func addresses() []netip.Addr {
	var out []netip.Addr
	for _, text := range []string{
		"127.0.0.1", "127.0.0.2", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
		"255.255.255.255", "198.51.100.7",
	} {
		v4 := netip.MustParseAddr(text).As4()
		var compatible, mapped, six, nat [16]byte
		copy(compatible[12:], v4[:])
		mapped = netip.AddrFrom4(v4).As16()
		six[0], six[1] = 0x20, 0x02
		copy(six[2:], v4[:])
		nat[1], nat[2], nat[3] = 0x64, 0xff, 0x9b
		copy(nat[12:], v4[:])
		out = append(out, netip.AddrFrom4(v4), netip.AddrFrom16(mapped), netip.AddrFrom16(compatible), netip.AddrFrom16(six), netip.AddrFrom16(nat))
	}
	return out
}

// canary counts what reaches a port.
func canary(t *testing.T, address string) (port uint16, reached *atomic.Int64) {
	t.Helper()
	c, err := net.ListenPacket("udp4", address)
	if err != nil {
		t.Fatal(err)
	}
	reached = &atomic.Int64{}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b := make([]byte, 1600)
		for {
			n, _, err := c.ReadFrom(b)
			if err != nil || string(b[:n]) == "end" {
				return
			}
			reached.Add(1)
		}
	}()
	t.Cleanup(func() {
		// What was sent before the last word has come before it: loopback keeps the order.
		out, err := net.Dial("udp4", c.LocalAddr().String())
		if err == nil {
			_, err = out.Write([]byte("end"))
		}
		if err != nil {
			t.Error(err)
		}
		<-ended
		_ = c.Close()
		if n := reached.Load(); n > 0 {
			t.Errorf("%d packets reached the canary on %s", n, c.LocalAddr())
		}
	})
	return c.LocalAddr().(*net.UDPAddr).AddrPort().Port(), reached
}

func TestSpellingsOfAddressesDifferOnTheWire_A11(t *testing.T) {
	written := map[string]netip.Addr{}
	for _, a := range addresses() {
		m, err := stun.Build(peer(netip.AddrPortFrom(a, 50123)))
		if err != nil {
			t.Fatal(err)
		}
		if other, same := written[string(m.Raw)]; same {
			t.Errorf("%s is written as %s is", a, other)
		}
		written[string(m.Raw)] = a
		var read stun.XORMappedAddress
		if err := read.GetFromAs(m, stun.AttrXORPeerAddress); err != nil || !read.IP.Equal(a.AsSlice()) || len(read.IP) != a.BitLen()/8 || read.Port != 50123 {
			t.Errorf("%s is read as %s, %v", a, read, err)
		}
	}
	if len(written) != 60 {
		t.Errorf("%d spellings, want 60", len(written))
	}
}

func TestNoPacketReachesACanary_A11(t *testing.T) {
	r := relayed(t)
	inside, _ := canary(t, "127.0.0.2:50123") // on the relays' own address, in their range
	outside, _ := canary(t, "127.0.0.2:0")
	loopback, _ := canary(t, "127.0.0.1:0")
	visitor, _ := began(t, r, call)
	own := netip.MustParseAddr("127.0.0.2")
	for i, a := range addresses() {
		for j, port := range []uint16{inside, outside, loopback} {
			to, number := netip.AddrPortFrom(a, port), uint16(0x4000+3*i+j)
			if a.Is4In6() {
				number -= 3 // the channel of the same address in plain IPv4, which is just before it
			}
			visitor.send(to, "sent unasked")
			permitted, bound := visitor.ask(stun.MethodCreatePermission, peer(to)), visitor.ask(stun.MethodChannelBind, channel(number), peer(to))
			if a.Unmap() == own && (permitted != 0 || bound != 0) {
				t.Errorf("%s: permission %d, channel %d, want both: it is the relays' own address", to, permitted, bound)
			}
			if a.Unmap() != own && (permitted == 0 || bound == 0) {
				t.Errorf("%s: permission %d, channel %d, want a refusal", to, permitted, bound)
			}
			visitor.send(to, "sent")
			if _, err := visitor.conn.Write([]byte{byte(number >> 8), byte(number), 0, 4, 'd', 'a', 't', 'a'}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if code := visitor.ask(stun.MethodConnect, peer(netip.AddrPortFrom(own, outside))); code == 0 {
		t.Error("TCP was connected")
	}
	c, _ := r.Credential(call, voice.Visitor)
	if code := speak(t, r, c.Username, c.Password).ask(stun.MethodAllocate, transport(6)); code == 0 {
		t.Error("a relay of TCP was given")
	}
}

func TestCredentialIsOfACallThatGoesOn_T16(t *testing.T) {
	now := atomic.Pointer[time.Time]{}
	start := time.Now()
	now.Store(&start)
	r := relayed(t, func(o *voice.Options) { o.Now = func() time.Time { return *now.Load() } })
	if _, ok := r.Credential(call, voice.Visitor); ok {
		t.Fatal("a credential for a call that is not")
	}
	visitor, operator := began(t, r, call)
	c, _ := r.Credential(call, voice.Visitor)
	allocate := func(user, password string) int { return speak(t, r, user, password).allocate() }
	until, rest, _ := strings.Cut(c.Username, ":")
	for name, user := range map[string]string{
		"of the other side": until + ":operator:" + call, "of another call": until + ":visitor:other", "for longer": "9" + until + ":" + rest, "of nobody": "x", "": "::",
	} {
		if code := allocate(user, c.Password); code != 401 {
			t.Errorf("a name %s: %d, want 401", name, code)
		}
	}
	if code := allocate(c.Username, "guess"); code != 401 {
		t.Errorf("a guessed password: %d, want 401", code)
	}
	later := start.Add(6 * time.Minute)
	now.Store(&later)
	if code := allocate(c.Username, c.Password); code != 401 {
		t.Errorf("expired: %d, want 401", code)
	}
	if code := visitor.ask(stun.MethodRefresh); code != 0 {
		t.Errorf("what is open lives on: %d", code)
	}
	r.End(call)
	if code := operator.ask(stun.MethodRefresh); code != 401 {
		t.Errorf("after the call: %d, want 401", code)
	}
	if code := operator.ask(stun.MethodCreatePermission, peer(visitor.at())); code != 401 {
		t.Errorf("after the call: %d, want 401", code)
	}
	if r.Calls() != 0 {
		t.Error("the call is still counted")
	}
}

func TestEndedCallIsSilentAtOnce_T16(t *testing.T) {
	r := relayed(t)
	visitor, operator := began(t, r, call)
	for _, s := range [][2]*speaker{{visitor, operator}, {operator, visitor}} {
		if code := s[0].ask(stun.MethodCreatePermission, peer(s[1].at())); code != 0 {
			t.Fatalf("permission: %d", code)
		}
	}
	r.End(call)
	visitor.send(operator.at(), "after the end")
	if data, ok := operator.hear(300 * time.Millisecond); ok {
		t.Fatalf("heard %q", data)
	}
}

func TestRelaysAreBounded_T16(t *testing.T) {
	r := relayed(t, func(o *voice.Options) { o.Calls = 1 })
	began(t, r, call)
	if r.Begin("another0123456789") {
		t.Error("a call beyond the limit")
	}
	if !r.Begin(call) {
		t.Error("a call that goes on can't begin again")
	}
	c, _ := r.Credential(call, voice.Visitor)
	for i := 2; i <= 9; i++ {
		want := 0
		if i > 8 {
			want = 486
		}
		if code := speak(t, r, c.Username, c.Password).allocate(); code != want {
			t.Errorf("relay %d: %d, want %d", i, code, want)
		}
	}
}

func TestSideIsHeldToItsPace_T16(t *testing.T) {
	visitor, operator := began(t, relayed(t), call)
	for _, s := range [][2]*speaker{{visitor, operator}, {operator, visitor}} {
		if code := s[0].ask(stun.MethodCreatePermission, peer(s[1].at())); code != 0 {
			t.Fatalf("permission: %d", code)
		}
	}
	began := time.Now()
	sent := 0
	for range 300 {
		visitor.send(operator.at(), strings.Repeat("x", 1000))
		sent += 1000
	}
	visitor.ask(stun.MethodRefresh) // all of them were read before the answer
	heard := 0
	for {
		data, ok := operator.hear(200 * time.Millisecond)
		if !ok {
			break
		}
		heard += len(data)
	}
	most := 25_000 + int(time.Since(began).Seconds()*12_500) + 1000
	if heard == 0 || heard > most {
		t.Errorf("heard %d of %d bytes, at most %d may come through", heard, sent, most)
	}
}

func TestPortsThatAreTakenAreNamed(t *testing.T) {
	r := relayed(t)
	_, err := voice.Listen(voice.Options{Listen: hostPort(r), Address: netip.MustParseAddr("127.0.0.2")})
	if err == nil || !strings.Contains(err.Error(), hostPort(r)) {
		t.Errorf("%v", err)
	}
}
