package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// certified writes a certificate for this machine with its key; what trusts it comes back.
func certified(t *testing.T, cert, key string, serial int64) *x509.CertPool {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, "make a key", err)
	like := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, BasicConstraintsValid: true, IsCA: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, like, like, secret.Public(), secret)
	must(t, "make a certificate", err)
	hidden, err := x509.MarshalPKCS8PrivateKey(secret)
	must(t, "write the key", err)
	must(t, "keep the certificate", os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), 0o600))
	must(t, "keep the key", os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: hidden}), 0o600))
	made, err := x509.ParseCertificate(raw)
	must(t, "read the certificate", err)
	pool := x509.NewCertPool()
	pool.AddCert(made)
	return pool
}

func TestServerWithACertificateSpeaksTLS_VOI1(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	trust := &tls.Config{RootCAs: certified(t, cert, key, 1)}
	relay, err := freeAddress()
	must(t, "find a free port", err)
	relayTLS, err := freeAddress()
	must(t, "find a free port", err)
	r, stop := serving(t, "--data="+t.TempDir(), "--tls-cert="+cert, "--tls-key="+key, "--demo", "--demo-visitors=0",
		"--voice-listen="+relay, "--voice-listen-tls="+relayTLS)
	defer stop()
	if !strings.Contains(r.said, "Console:   https://") {
		t.Errorf("it says:\n%s", r.said)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: trust, DisableKeepAlives: true}, Timeout: patience}
	answer, err := client.Get("https://" + r.address + "/api/v1/openapi.json")
	must(t, "ask over TLS", err)
	answer.Body.Close()
	if answer.StatusCode != 200 {
		t.Errorf("over TLS: %s", answer.Status)
	}
	plain, err := (&http.Client{Timeout: patience}).Get("http://" + r.address + "/api/v1/openapi.json")
	must(t, "ask without TLS", err)
	plain.Body.Close()
	if plain.StatusCode != 400 {
		t.Errorf("without TLS: %s, want a refusal", plain.Status)
	}
	page, _, err := (&websocket.Dialer{TLSClientConfig: trust, HandshakeTimeout: patience}).
		Dial("wss://"+r.address+"/v1/visit", http.Header{"Origin": {"https://" + r.address}})
	must(t, "open a page's line over TLS", err)
	defer page.Close()
	must(t, "say what is no frame", page.WriteMessage(websocket.TextMessage, []byte("hello?")))
	page.SetReadDeadline(time.Now().Add(patience))
	if _, _, err := page.ReadMessage(); !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
		t.Errorf("the line ended with %v, want to be told why", err)
	}
	calls, err := tls.Dial("tcp", relayTLS, trust)
	must(t, "reach the relay over TLS", err)
	calls.Close()
}

func TestRenewedCertificateIsServed_VOI1(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	certified(t, cert, key, 1)
	k := &certificate{cert: cert, key: key}
	serial := func() int64 {
		t.Helper()
		c, err := k.get(nil)
		must(t, "the certificate", err)
		return c.Leaf.SerialNumber.Int64()
	}
	serial()
	certified(t, cert, key, 2)
	if got := serial(); got != 1 {
		t.Errorf("a moment later: number %d, want what was read", got)
	}
	k.read = k.read.Add(-certificateFor)
	if got := serial(); got != 2 {
		t.Errorf("ten minutes later: number %d, want the renewed", got)
	}
	k.read = k.read.Add(-certificateFor)
	must(t, "spoil the key", os.WriteFile(key, []byte("half a k"), 0o600))
	if got := serial(); got != 2 {
		t.Errorf("while it is being written: number %d, want the one before", got)
	}
}

func TestHalfACertificateIsAnError_VOI1(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	certified(t, cert, key, 1)
	for _, c := range []struct{ cert, key, want string }{
		{cert, "", "--tls-cert and --tls-key go together"},
		{"", key, "--tls-cert and --tls-key go together"},
		{cert, filepath.Join(folder, "none.pem"), "--tls-cert: "},
		{key, key, "--tls-cert: "},
	} {
		secure, err := (&serveCommand{TLSCert: c.cert, TLSKey: c.key}).tls()
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q with %q: got %v, %v, want an error with %q", c.cert, c.key, secure, err, c.want)
		}
	}
}
