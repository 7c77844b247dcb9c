package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"beckon/desk"
)

// connectWithin is how long connecting to the mail server may take.
const connectWithin = 15 * time.Second

// errUnfit says that a mail can't be written.
var errUnfit = errors.New("the mail can't be written")

// send brings one mail to the mail server within the context's deadline. An empty trouble: the server has taken it.
func (w *Worker) send(ctx context.Context, m desk.Mail) (desk.MailTrouble, error) {
	s := w.Desk.MailSettings()
	message, err := compose(m, s, w.PublicURL, w.Files)
	if errors.Is(err, errFile) {
		return desk.MailFile, err
	}
	if err != nil {
		return desk.MailUnfit, errors.Join(errUnfit, err)
	}
	line := &line{dial: w.Dial, within: ctx}
	defer line.close()
	client, err := w.client(s, line, within(m))
	if err != nil {
		return desk.MailUnreachable, err
	}
	smtp, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return troubleOfLine(err, line), err
	}
	err = client.SendWithSMTPClient(smtp, message)
	if message.IsDelivered() { // whatever was wrong with the farewell
		client.CloseWithSMTPClient(smtp)
		return "", nil
	}
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	return troubleOf(err), err
}

// client returns a client for one mail: it does what the settings say and nothing weaker.
func (w *Worker) client(s desk.MailSettings, l *line, within time.Duration) (*gomail.Client, error) {
	config := &tls.Config{ServerName: s.Host, RootCAs: w.Roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(within), gomail.WithTLSConfig(config), gomail.WithHELO(hostOf(w.PublicURL)), gomail.WithoutNoop(),
	}
	switch s.TLS {
	case desk.MailStartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case desk.MailTLSOnly:
		l.tls = config
		options = append(options, gomail.WithSSL())
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.User != "" {
		l.signIn = &signIn{user: s.User, password: s.Password}
		options = append(options, gomail.WithSMTPAuthCustom(l.signIn))
	}
	return gomail.NewClient(s.Host, append(options, gomail.WithDialContextFunc(l.open))...)
}

// line is the connection of one try. It ends with the try, whatever the client does: nothing may hang.
type line struct {
	dial   func(ctx context.Context, network, address string) (net.Conn, error)
	within context.Context
	tls    *tls.Config // from the first byte
	conn   net.Conn
	cut    func() bool
	signIn *signIn // nil: none is wanted
}

func (l *line) open(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	conn, err := l.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.conn = conn
	l.cut = context.AfterFunc(l.within, func() { conn.Close() })
	if l.tls == nil {
		return conn, nil
	}
	secure := tls.Client(conn, l.tls)
	return secure, secure.HandshakeContext(ctx)
}

func (l *line) close() {
	if l.conn != nil {
		l.cut()
		l.conn.Close()
	}
}

// troubleOfLine says what kept us from speaking with the server: until then it knows nothing of the mail.
func troubleOfLine(err error, l *line) desk.MailTrouble {
	var code *textproto.Error
	var alert tls.AlertError
	var name x509.HostnameError
	var issuer x509.UnknownAuthorityError
	var bad x509.CertificateInvalidError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case l.signIn != nil && l.signIn.begun:
		return desk.MailSignIn
	case errors.As(err, &alert), errors.As(err, &name), errors.As(err, &issuer), errors.As(err, &bad), errors.As(err, &certificate), errors.As(err, &record):
		return desk.MailUnencrypted
	case errors.As(err, &code) && code.Code/100 == 5:
		return desk.MailSender // it does not speak with us
	case errors.As(err, &code):
		return desk.MailUnreachable // busy for everybody
	case strings.Contains(err.Error(), "does not support STARTTLS"):
		return desk.MailUnencrypted
	}
	return desk.MailUnreachable
}

// troubleOf says why the server did not take a mail. Without an answer of the server the line broke.
func troubleOf(err error) desk.MailTrouble {
	var e *gomail.SendError
	if !errors.As(err, &e) || e.ErrorCode() == 0 {
		if errors.As(err, &e) && (e.Reason == gomail.ErrGetRcpts || e.Reason == gomail.ErrGetSender) {
			return desk.MailUnfit
		}
		return desk.MailUnreachable
	}
	switch code := e.ErrorCode(); {
	case code == 530 || code == 535 || code == 538:
		return desk.MailSignIn
	case code/100 == 4:
		return desk.MailBusy
	case e.Reason == gomail.ErrSMTPMailFrom:
		return desk.MailSender
	case e.Reason == gomail.ErrSMTPRcptTo:
		return desk.MailRecipient
	}
	return desk.MailRefused
}

// codeOf returns the code of the server's answer, 0 when there was none. Its text stays where it is: it may be anything.
func codeOf(err error) int {
	var e *gomail.SendError
	var code *textproto.Error
	switch {
	case errors.As(err, &e) && e.ErrorCode() > 0:
		return e.ErrorCode()
	case errors.As(err, &code):
		return code.Code
	}
	return 0
}

var troubles = map[desk.MailTrouble]string{
	desk.MailUnreachable: "The mail server can't be reached, or does not answer. Check server and port",
	desk.MailUnencrypted: "The line to the mail server can't be encrypted as wanted, or its certificate is not valid. Check the encryption and the port",
	desk.MailSignIn:      "The mail server does not let us sign in. Check user name and password",
	desk.MailSender:      "The mail server does not send for this sender. Check the sender's address, and whether it wants a user name and password",
	desk.MailBusy:        "The mail server is busy and asks to try again later",
	desk.MailRecipient:   "The mail server does not take mail to this address",
	desk.MailRefused:     "The mail server refused the message",
	desk.MailFile:        "A file of the message can't be read",
	desk.MailUnfit:       "The message can't be written: an address in it is not valid",
}

// wordsOf says a trouble in words.
func wordsOf(t desk.MailTrouble, code int) string {
	if code > 0 {
		return fmt.Sprintf("%s (it answered %d)", troubles[t], code)
	}
	return troubles[t]
}
