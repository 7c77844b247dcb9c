package alert

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"beckon/desk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 10 * time.Second

// office is the desk and its book, as far as the worker asks them.
type office struct {
	alerts  chan desk.Alert
	key     *ecdh.PrivateKey
	mu      sync.Mutex // guards all below
	off     bool
	browser []desk.Subscription
	ended   []desk.SubscriptionID
}

func newOffice(t testing.TB) *office {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	must(t, "key", err)
	return &office{alerts: make(chan desk.Alert, 100), key: key}
}

func (o *office) Alerts() <-chan desk.Alert { return o.alerts }

func (o *office) Settings() desk.Settings {
	o.mu.Lock()
	defer o.mu.Unlock()
	return desk.Settings{WebPush: !o.off}
}

func (o *office) PushKeys() (private, public string) {
	return base64.RawURLEncoding.EncodeToString(o.key.Bytes()), base64.RawURLEncoding.EncodeToString(o.key.PublicKey().Bytes())
}

func (o *office) EndSubscription(_ context.Context, id desk.SubscriptionID) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = append(o.ended, id)
	o.browser = slices.DeleteFunc(o.browser, func(s desk.Subscription) bool { return s.ID == id })
	return nil
}

func (o *office) SubscriptionsOf(_ context.Context, of []desk.OperatorID, _ time.Time) ([]desk.Subscription, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []desk.Subscription
	for _, s := range o.browser {
		if slices.Contains(of, s.Operator) {
			out = append(out, s)
		}
	}
	return out, nil
}

// browser is subscribed at a push service, and can read what comes from there.
type browser struct {
	desk.Subscription
	key  *ecdh.PrivateKey
	auth []byte
}

func (o *office) subscribes(t testing.TB, operator desk.OperatorID, endpoint string) *browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	must(t, "key", err)
	b := &browser{key: key, auth: make([]byte, 16)}
	rand.Read(b.auth)
	o.mu.Lock()
	defer o.mu.Unlock()
	b.Subscription = desk.Subscription{
		ID: desk.SubscriptionID(fmt.Sprint("subscription", len(o.browser)+len(o.ended))), Operator: operator, Session: fmt.Sprint("session", len(o.browser)), Endpoint: endpoint,
		Key: base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), Auth: base64.RawURLEncoding.EncodeToString(b.auth), Wants: desk.AlertKinds,
	}
	o.browser = append(o.browser, b.Subscription)
	return b
}

// reads takes off the encryption of RFC 8291 and the padding.
func (b *browser) reads(t testing.TB, body []byte) Notice {
	t.Helper()
	salt, size, keyLength := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	theirs, sealed := body[21:21+keyLength], body[21+keyLength:]
	if size != 4096 || len(body) > 4096 {
		t.Errorf("a record of %d in a body of %d bytes, want 4096", size, len(body))
	}
	public, err := ecdh.P256().NewPublicKey(theirs)
	must(t, "their key", err)
	shared, err := b.key.ECDH(public)
	must(t, "shared secret", err)
	derive := func(secret, salt []byte, info string, n int) []byte {
		out, err := hkdf.Key(sha256.New, secret, salt, info, n)
		must(t, "derive", err)
		return out
	}
	ikm := derive(shared, b.auth, "WebPush: info\x00"+string(b.key.PublicKey().Bytes())+string(theirs), 32)
	block, err := aes.NewCipher(derive(ikm, salt, "Content-Encoding: aes128gcm\x00", 16))
	must(t, "cipher", err)
	gcm, err := cipher.NewGCM(block)
	must(t, "cipher", err)
	plain, err := gcm.Open(nil, derive(ikm, salt, "Content-Encoding: nonce\x00", 12), sealed, nil)
	must(t, "decrypt", err)
	text := strings.TrimRight(string(plain), "\x00")
	var n Notice
	must(t, "notice", json.Unmarshal([]byte(strings.TrimSuffix(text, "\x02")), &n))
	return n
}

// came is a push that a push service has got.
type came struct {
	path   string
	header http.Header
	body   []byte
}

// service is a push service over TLS.
type service struct {
	*httptest.Server
	got    chan came
	answer func(w http.ResponseWriter, r *http.Request) // nil: 201
}

func newService(t testing.TB, answer func(w http.ResponseWriter, r *http.Request)) *service {
	s := &service{got: make(chan came, 1000), answer: answer}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.got <- came{r.URL.Path, r.Header, body}
		if s.answer != nil {
			s.answer(w, r)
			return
		}
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) gets(t testing.TB) came {
	t.Helper()
	select {
	case c := <-s.got:
		return c
	case <-time.After(patience):
		t.Fatal("nothing came to the push service")
	}
	return came{}
}

// works starts a worker that trusts the services and may connect to this machine.
func works(t testing.TB, o *office, services ...*service) *Worker {
	roots := x509.NewCertPool()
	for _, s := range services {
		roots.AddCert(s.Certificate())
	}
	w := Start(Options{Book: o, Desk: o, PublicURL: "https://chat.example", Roots: roots, Allowed: func(at netip.AddrPort) bool { return at.Addr().IsLoopback() }})
	t.Cleanup(w.Close)
	return w
}

// until waits for the counts to become as they should.
func (w *Worker) until(t testing.TB, want Counts) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if w.Counts() == want {
			return
		}
	}
	t.Fatalf("got %+v, want %+v", w.Counts(), want)
}

// signedBy checks the token of RFC 8292.
func signedBy(t testing.TB, header, public string) map[string]any {
	t.Helper()
	token, key, _ := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	if key != public {
		t.Errorf("signed by %q, want our key", key)
	}
	raw, err := base64.RawURLEncoding.DecodeString(key)
	must(t, "key", err)
	x, y := elliptic.Unmarshal(elliptic.P256(), raw)
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("token %q", token)
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	must(t, "signature", err)
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(&ecdsa.PublicKey{Curve: elliptic.P256(), X: x, Y: y}, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature is wrong")
	}
	claims := map[string]any{}
	raw, err = base64.RawURLEncoding.DecodeString(parts[1])
	must(t, "claims", err)
	must(t, "claims", json.Unmarshal(raw, &claims))
	return claims
}

func must(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}
