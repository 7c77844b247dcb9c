package voice_test

import (
	"net"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/pion/stun/v4"

	"beckon/voice"
)

// A machine with two addresses: a browser that asks at one of them has to be answered from it. To 127.0.0.1 the way out is 127.0.0.1.
func TestAnswersComeFromTheAddressAsked_VOI1(t *testing.T) {
	for _, listen := range []string{":0", "0.0.0.0:0", "[::]:0"} {
		r, err := voice.Listen(voice.Options{Listen: listen, Address: netip.MustParseAddr("192.0.2.1")})
		if err != nil {
			if listen == "[::]:0" {
				t.Logf("no IPv6 here: %v", err)
				continue
			}
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = r.Close() })
		for _, asked := range []string{"127.0.0.1", "127.0.0.2", "127.0.0.2", "127.0.0.1"} {
			conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
			if err != nil {
				t.Fatal(err)
			}
			_, port, _ := net.SplitHostPort(hostPort(r))
			at, err := net.ResolveUDPAddr("udp4", net.JoinHostPort(asked, port))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := conn.WriteTo(stun.MustBuild(stun.TransactionID, stun.BindingRequest).Raw, at); err != nil {
				t.Fatal(err)
			}
			_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
			_, from, err := conn.ReadFromUDPAddrPort(make([]byte, 1000))
			if err != nil || from.String() != asked+":"+strconv.Itoa(at.Port) {
				t.Errorf("on %s, asked at %s: answered from %s, %v", listen, at, from, err)
			}
			_ = conn.Close()
		}
	}
}
