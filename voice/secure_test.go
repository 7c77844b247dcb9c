package voice_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/pion/stun/v4"
	"github.com/pion/turn/v5"

	"beckon/voice"
)

// certificate is one for 127.0.0.1 that nobody else trusts.
func certificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	raw, err := x509.CreateCertificate(rand.Reader, like, like, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

func TestRelayIsReachedOverTLS_NEW5(t *testing.T) {
	r := relayed(t, func(o *voice.Options) { o.TLS, o.ListenTLS = certificate(t), "127.0.0.1:0" })
	urls := r.URLs("127.0.0.1")
	if len(urls) != 3 || !strings.HasPrefix(urls[2], "turns:127.0.0.1:") || !strings.HasSuffix(urls[2], "?transport=tcp") {
		t.Fatalf("it is reached at %q", urls)
	}
	at := strings.TrimSuffix(strings.TrimPrefix(urls[2], "turns:"), "?transport=tcp")
	for range 100 { // whoever fails the handshake is put out, and holds no place
		conn, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		if _, err := conn.Write([]byte("GET / HTTP/1.1\r\n\r\n")); err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = conn.Read(make([]byte, 100))
		}
		_ = conn.Close()
	}
	_, operator := began(t, r, call)
	c, _ := r.Credential(call, voice.Visitor)
	conn, err := tls.Dial("tcp", at, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // the certificate is the test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	visitor := &speaker{t: t, conn: conn, user: c.Username, key: stun.MessageIntegrity(turn.GenerateAuthKey(c.Username, "beckon", c.Password))}
	if code := visitor.allocate(); code != 0 {
		t.Fatalf("allocate: %d", code)
	}
	if n := r.Strangers(); n != 0 {
		t.Errorf("with a relay it counts as one of %d without", n)
	}
	for _, s := range [][2]*speaker{{visitor, operator}, {operator, visitor}} {
		if code := s[0].ask(stun.MethodCreatePermission, peer(s[1].at())); code != 0 {
			t.Fatalf("permission: %d", code)
		}
	}
	visitor.send(operator.at(), "over TLS")
	if data, ok := operator.hear(5 * time.Second); !ok || data != "over TLS" {
		t.Errorf("heard %q, %v", data, ok)
	}
}

func TestStreamsOfAnAddressAreBounded_T16(t *testing.T) {
	r := relayed(t)
	refused := 0
	for range 80 {
		conn, err := net.Dial("tcp", hostPort(r))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		_ = conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		if _, err := conn.Read(make([]byte, 1)); err != nil && !strings.Contains(err.Error(), "timeout") {
			refused++
		}
	}
	if refused != 16 {
		t.Errorf("%d of 80 streams of an address were closed, want those beyond 64", refused)
	}
}
