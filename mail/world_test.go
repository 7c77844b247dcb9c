package mail_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"beckon/desk"
	"beckon/desktest"
	sending "beckon/mail"
)

// public is Beckon's own address.
const public = "https://chat.shop.example"

// world is a mail server, a queue with an off-line message in it, and a worker. It lives in a synctest bubble, where time passes by itself.
type world struct {
	t      testing.TB
	server *mailServer
	store  *desktest.Store
	desk   *settingsDesk
	worker *sending.Worker
	files  *folder
	count  int
}

func story(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, server: newMailServer(t), store: desktest.NewStore(), desk: newSettingsDesk(), files: &folder{}}
		shop := desktest.Seed(t, w.store)
		desktest.Record(t, w.store, &desk.OfflineMessageLeft{Message: desk.OfflineMessage{
			ID: "message", Visitor: "gerda", Site: shop.Site.ID, Email: "gerda@home.example", Text: "Where is my <b>saddle</b>?\n\nGerda", At: time.Now(),
		}})
		w.start()
		t.Cleanup(func() { w.worker.Close() })
		f(t, w)
	})
}

func (w *world) start() {
	w.worker = sending.Start(sending.Options{Queue: w.store, Desk: w.desk, Files: w.files, PublicURL: public, Dial: w.server.dial, Roots: w.server.roots})
}

// reply queues the mails of a reply and returns the first one's id.
func (w *world) reply(to ...string) desk.MailID { return w.replyWith(nil, to...) }

// replyWith is reply with files.
func (w *world) replyWith(files []desk.File, to ...string) desk.MailID {
	w.t.Helper()
	w.count++
	now := time.Now()
	r := desk.OfflineReply{ID: desk.ReplyID(fmt.Sprintf("reply-%03d", w.count)), Message: "message", Operator: "anna", OperatorName: "Anna", To: to, Text: "It is on its way.", Files: files, At: now}
	e := &desk.OfflineReplied{Reply: r, Seen: w.count}
	for i, a := range to {
		e.Mails = append(e.Mails, desk.Mail{
			ID: desk.MailID(fmt.Sprintf("mail-%03d-%03d", w.count, i)), Kind: desk.MailReply, To: a, ToName: "Gerda", ReplyTo: "anna@shop.example", ReplyName: "Anna", Subject: "Re: Saddle",
			Files: files, Text: r.Text, Quote: "Where is my <b>saddle</b>?", Offline: "message", Reply: r.ID, State: desk.MailIsQueued, Queued: now, Next: now,
		})
	}
	desktest.Record(w.t, w.store, e)
	w.desk.wake()
	return e.Mails[0].ID
}

// stands returns how a mail stands.
func (w *world) stands(id desk.MailID) desk.Mail {
	w.t.Helper()
	m, err := w.store.OfflineMessage(context.Background(), "message")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range m.Replies {
		for _, x := range r.Mails {
			if x.ID == id {
				return x
			}
		}
	}
	w.t.Fatalf("no mail %s", id)
	return desk.Mail{}
}

// pass lets time pass, and all that happens in it happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// settingsDesk is what the worker needs of the desk.
type settingsDesk struct {
	mu       sync.Mutex
	settings desk.MailSettings
	told     int
	waits    chan struct{}
}

func newSettingsDesk() *settingsDesk {
	return &settingsDesk{
		settings: desk.MailSettings{Host: "mail.shop.example", Port: 587, TLS: desk.MailNoTLS, FromAddress: "help@shop.example", FromName: "The Shop"},
		waits:    make(chan struct{}, 1),
	}
}

func (d *settingsDesk) MailSettings() desk.MailSettings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.settings
}

func (d *settingsDesk) change(f func(*desk.MailSettings)) {
	d.mu.Lock()
	f(&d.settings)
	d.mu.Unlock()
	d.wake()
}

func (d *settingsDesk) MailWaits() <-chan struct{} { return d.waits }

func (d *settingsDesk) TellMail(desk.OfflineID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told++
}

func (d *settingsDesk) wake() {
	select {
	case d.waits <- struct{}{}:
	default:
	}
}

// letter is a mail as the server has taken it.
type letter struct {
	from string
	to   []string
	raw  []byte
}

func (l letter) message(t testing.TB) *mail.Message {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(l.raw))
	if err != nil {
		t.Fatalf("not a mail: %v\n%s", err, l.raw)
	}
	return m
}

// mailServer is a real SMTP server on lines in memory, with the faults a test wants.
type mailServer struct {
	t     testing.TB
	smtp  *smtp.Server
	lines *lines
	roots *x509.CertPool
	tls   *tls.Config

	mu       sync.Mutex // guards all below
	letters  []letter
	down     bool                  // nobody answers the door
	hang     bool                  // the door opens, and then nothing
	refuse   func(at string) error // at "mail", "rcpt ADDRESS", "data"
	cut      bool                  // takes the mail and breaks the line before it says so
	implicit bool                  // TLS from the first byte
	user     string
	password string
	dials    int
}

func newMailServer(t testing.TB) *mailServer {
	s := &mailServer{t: t, lines: newLines()}
	s.tls, s.roots = certificate(t)
	s.smtp = smtp.NewServer(s)
	s.smtp.Domain, s.smtp.EnableSMTPUTF8, s.smtp.TLSConfig = "mail.shop.example", true, s.tls
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	s.smtp.ReadTimeout = 10 * time.Minute
	var ended sync.WaitGroup
	ended.Go(func() { s.smtp.Serve(s.lines) })
	t.Cleanup(func() {
		s.smtp.Close()
		s.lines.Close()
		ended.Wait()
	})
	return s
}

func (s *mailServer) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// taken returns what the server has taken.
func (s *mailServer) taken() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]letter(nil), s.letters...)
}

// one returns the one mail that the server has taken.
func (s *mailServer) one() letter {
	s.t.Helper()
	all := s.taken()
	if len(all) != 1 {
		s.t.Fatalf("the server has taken %d mails, want 1", len(all))
	}
	return all[0]
}

func (s *mailServer) dial(_ context.Context, _, address string) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dials++
	if s.down || address != "mail.shop.example:587" {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	ours, theirs := pipe()
	if s.hang {
		s.t.Cleanup(func() { theirs.Close() })
		return ours, nil
	}
	if s.implicit {
		s.lines.conns <- tls.Server(theirs, s.tls)
	} else {
		s.lines.conns <- theirs
	}
	return ours, nil
}

// NewSession implements smtp.Backend.
func (s *mailServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &session{server: s, conn: c, open: s.user == ""}, nil
}

type session struct {
	server *mailServer
	conn   *smtp.Conn
	open   bool // signed in, or nobody needs to be
	letter letter
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.server.mu.Lock()
		defer s.server.mu.Unlock()
		if user != s.server.user || password != s.server.password {
			return smtp.ErrAuthFailed
		}
		s.open = true
		return nil
	}), nil
}

func (s *session) fault(at string) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.refuse == nil {
		return nil
	}
	return s.server.refuse(at)
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.open {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Sign in first"}
	}
	s.letter = letter{from: from}
	return s.fault("mail")
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.fault("rcpt " + to); err != nil {
		return err
	}
	s.letter.to = append(s.letter.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := s.fault("data"); err != nil {
		return err
	}
	s.letter.raw = raw
	s.server.mu.Lock()
	s.server.letters = append(s.server.letters, s.letter)
	cut := s.server.cut
	s.server.mu.Unlock()
	if cut {
		s.conn.Close()
	}
	return nil
}

func (s *session) Reset()        { s.letter = letter{} }
func (s *session) Logout() error { return nil }

// pipe is net.Pipe with room in it, as TCP has: TLS writes before it reads.
func pipe() (net.Conn, net.Conn) {
	a, b := net.Pipe()
	return newRoomy(a), newRoomy(b)
}

type roomy struct {
	net.Conn
	mu     sync.Mutex
	out    chan []byte
	closed bool
}

func newRoomy(c net.Conn) *roomy {
	r := &roomy{Conn: c, out: make(chan []byte, 10_000)}
	go func() {
		for p := range r.out {
			r.Conn.Write(p)
		}
		r.Conn.Close()
	}()
	return r
}

func (r *roomy) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return 0, net.ErrClosed
	}
	r.out <- bytes.Clone(p)
	return len(p), nil
}

func (r *roomy) SetDeadline(t time.Time) error    { return r.Conn.SetReadDeadline(t) }
func (r *roomy) SetWriteDeadline(time.Time) error { return nil }

// Close lets what was written arrive, for a second.
func (r *roomy) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.closed = true
		close(r.out)
		r.Conn.SetDeadline(time.Now().Add(time.Second))
	}
	return nil
}

// lines is a net.Listener in memory.
type lines struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newLines() *lines { return &lines{conns: make(chan net.Conn, 100), done: make(chan struct{})} }

func (l *lines) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *lines) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *lines) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 587} }

// certificate is one for the mail server, and who vouches for it.
func certificate(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.shop.example"}, DNSNames: []string{"mail.shop.example"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(365 * 24 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}, pool
}

func has(t testing.TB, what, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s lacks %q:\n%s", what, p, text)
		}
	}
}
