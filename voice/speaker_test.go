package voice_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/stun/v4"
	"github.com/pion/turn/v5"

	"beckon/voice"
)

const call = "call0123456789abcdef"

// relayed listens with relays named 127.0.0.2, so that a packet which got out would reach the canaries there.
func relayed(t *testing.T, change ...func(*voice.Options)) *voice.Relay {
	t.Helper()
	o := voice.Options{Listen: "127.0.0.1:0", Address: netip.MustParseAddr("127.0.0.2"), First: 50000, Last: 50999}
	for _, c := range change {
		c(&o)
	}
	r, err := voice.Listen(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// speaker says TURN requests one by one, as a hostile client would.
type speaker struct {
	t       *testing.T
	conn    net.Conn
	user    string
	key     stun.MessageIntegrity
	nonce   stun.Nonce
	relayed stun.XORMappedAddress
}

func speak(t *testing.T, r *voice.Relay, user, password string) *speaker {
	t.Helper()
	return speakAt(t, hostPort(r), user, password)
}

func speakAt(t *testing.T, at, user, password string) *speaker {
	t.Helper()
	conn, err := net.Dial("udp4", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &speaker{t: t, conn: conn, user: user, key: stun.MessageIntegrity(turn.GenerateAuthKey(user, "beckon", password))}
}

func hostPort(r *voice.Relay) string {
	u, err := stun.ParseURI(r.URLs("127.0.0.1")[0])
	if err != nil {
		panic(err)
	}
	return netip.AddrPortFrom(netip.MustParseAddr(u.Host), uint16(u.Port)).String()
}

// ask sends a request and returns the code it was refused with, 0 when it was not.
func (s *speaker) ask(method stun.Method, with ...stun.Setter) int {
	s.t.Helper()
	for range 3 {
		parts := append([]stun.Setter{stun.TransactionID, stun.NewType(method, stun.ClassRequest)}, with...)
		parts = append(parts, stun.NewUsername(s.user), stun.NewRealm("beckon"), s.nonce, s.key)
		m, err := stun.Build(parts...)
		if err != nil {
			s.t.Fatal(err)
		}
		answer := s.exchange(m)
		if answer.Type.Class == stun.ClassSuccessResponse {
			_ = s.relayed.GetFromAs(answer, stun.AttrXORRelayedAddress)
			return 0
		}
		var code stun.ErrorCodeAttribute
		if err := code.GetFrom(answer); err != nil {
			s.t.Fatal(err)
		}
		had := len(s.nonce) > 0 && code.Code != stun.CodeStaleNonce
		if code.Code != stun.CodeUnauthorized && code.Code != stun.CodeStaleNonce || had {
			return int(code.Code)
		}
		if err := s.nonce.GetFrom(answer); err != nil {
			s.t.Fatal(err)
		}
	}
	return -1
}

func (s *speaker) exchange(m *stun.Message) *stun.Message {
	s.t.Helper()
	if err := s.conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.conn.Write(m.Raw); err != nil {
		s.t.Fatal(err)
	}
	for {
		answer := &stun.Message{Raw: make([]byte, 1600)}
		n, err := s.conn.Read(answer.Raw)
		if err != nil {
			s.t.Fatalf("no answer to %s: %v", m.Type, err)
		}
		answer.Raw = answer.Raw[:n]
		if answer.Decode() == nil && answer.TransactionID == m.TransactionID {
			return answer
		}
	}
}

// allocate asks for a relay of UDP.
func (s *speaker) allocate() int {
	s.t.Helper()
	return s.ask(stun.MethodAllocate, transport(17))
}

// send lets the relay send data to a peer, without asking whether it may.
func (s *speaker) send(to netip.AddrPort, data string) {
	s.t.Helper()
	m, err := stun.Build(stun.TransactionID, stun.NewType(stun.MethodSend, stun.ClassIndication), peer(to), raw{stun.AttrData, []byte(data)})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.conn.Write(m.Raw); err != nil {
		s.t.Fatal(err)
	}
}

// hear waits for what a peer has sent; ok is false when nothing came within the time.
func (s *speaker) hear(within time.Duration) (data string, ok bool) {
	s.t.Helper()
	_ = s.conn.SetDeadline(time.Now().Add(within))
	for {
		m := &stun.Message{Raw: make([]byte, 1600)}
		n, err := s.conn.Read(m.Raw)
		if err != nil {
			return "", false
		}
		m.Raw = m.Raw[:n]
		if m.Decode() == nil && m.Type == stun.NewType(stun.MethodData, stun.ClassIndication) {
			v, err := m.Get(stun.AttrData)
			if err != nil {
				s.t.Fatal(err)
			}
			return string(v), true
		}
	}
}

func (s *speaker) at() netip.AddrPort {
	a, _ := netip.AddrFromSlice(s.relayed.IP)
	return netip.AddrPortFrom(a.Unmap(), uint16(s.relayed.Port))
}

type raw struct {
	kind  stun.AttrType
	value []byte
}

func (r raw) AddTo(m *stun.Message) error { m.Add(r.kind, r.value); return nil }

func transport(protocol byte) stun.Setter {
	return raw{stun.AttrRequestedTransport, []byte{protocol, 0, 0, 0}}
}

func channel(number uint16) stun.Setter {
	return raw{stun.AttrChannelNumber, []byte{byte(number >> 8), byte(number), 0, 0}}
}

// peerAddress is written as it is spelled: pion's own writer would make plain IPv4 of an IPv4-mapped address.
type peerAddress netip.AddrPort

func (p peerAddress) AddTo(m *stun.Message) error {
	a := netip.AddrPort(p)
	family := byte(0x01)
	if a.Addr().Is6() {
		family = 0x02
	}
	mask := append([]byte{0x21, 0x12, 0xa4, 0x42}, m.TransactionID[:]...) // the magic cookie, then the transaction
	value := []byte{0, family, byte(a.Port()>>8) ^ mask[0], byte(a.Port()) ^ mask[1]}
	for i, b := range a.Addr().AsSlice() {
		value = append(value, b^mask[i])
	}
	m.Add(stun.AttrXORPeerAddress, value)
	return nil
}

func peer(a netip.AddrPort) stun.Setter { return peerAddress(a) }

// began returns a speaker of each side of a call that goes on, each with a relay.
func began(t *testing.T, r *voice.Relay, id string) (visitor, operator *speaker) {
	t.Helper()
	if !r.Begin(id) {
		t.Fatal("no room for a call")
	}
	both := [2]*speaker{}
	for i, side := range []voice.Side{voice.Visitor, voice.Operator} {
		c, ok := r.Credential(id, side)
		if !ok {
			t.Fatal("no credential")
		}
		both[i] = speak(t, r, c.Username, c.Password)
		if code := both[i].allocate(); code != 0 {
			t.Fatalf("allocate: %d", code)
		}
	}
	return both[0], both[1]
}
