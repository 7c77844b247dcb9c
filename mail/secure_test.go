package mail_test

import (
	"context"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"beckon/desk"
	"beckon/desktest"
	sending "beckon/mail"
)

var anna = desk.Operator{ID: "anna", Login: "anna", Name: "Anna", Email: "anna@shop.example"}

func TestLineIsEncryptedAsWanted_MAI1(t *testing.T) {
	for name, c := range map[string]struct {
		wanted   desk.MailTLS
		implicit bool // what the server does
		starttls bool
		sent     bool
	}{
		"STARTTLS":                        {desk.MailStartTLS, false, true, true},
		"TLS":                             {desk.MailTLSOnly, true, false, true},
		"none":                            {desk.MailNoTLS, false, false, true},
		"STARTTLS that is not offered":    {desk.MailStartTLS, false, false, false},
		"TLS from a server without it":    {desk.MailTLSOnly, false, false, false},
		"STARTTLS from a server with TLS": {desk.MailStartTLS, true, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.server.set(func() { w.server.implicit = c.implicit })
				if !c.starttls {
					w.server.smtp.TLSConfig = nil
				}
				w.desk.change(func(s *desk.MailSettings) { s.TLS = c.wanted })
				id := w.reply("gerda@home.example")
				pass(70 * time.Second)
				got := w.stands(id)
				if sent := got.State == desk.MailIsSent; sent != c.sent || sent != (len(w.server.taken()) == 1) {
					t.Errorf("it stands %s for %s, the server has %d", got.State, got.Trouble, len(w.server.taken()))
				}
			})
		})
	}
}

func TestStartTLSIsInsistedOn_MAI1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.smtp.TLSConfig = nil
		w.desk.change(func(s *desk.MailSettings) { s.TLS = desk.MailStartTLS })
		id := w.reply("gerda@home.example")
		pass(time.Second)
		if got := w.stands(id); got.Trouble != desk.MailUnencrypted {
			t.Errorf("it stands %+v, want encryption named", got)
		}
	})
}

func TestForeignCertificateIsNotTrusted_MAI1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.worker.Close()
		w.worker = sending.Start(sending.Options{Queue: w.store, Desk: w.desk, PublicURL: public, Dial: w.server.dial, Roots: x509.NewCertPool()})
		for _, way := range []desk.MailTLS{desk.MailStartTLS, desk.MailTLSOnly} {
			w.server.set(func() { w.server.implicit = way == desk.MailTLSOnly })
			w.desk.change(func(s *desk.MailSettings) { s.TLS = way })
			id := w.reply("gerda@home.example")
			pass(time.Second)
			if got := w.stands(id); got.Trouble != desk.MailUnencrypted {
				t.Errorf("by %s it stands %+v, want encryption named", way, got)
			}
			pass(10 * time.Minute)
		}
		if n := len(w.server.taken()); n != 0 {
			t.Errorf("%d mails went to a server nobody vouches for", n)
		}
	})
}

func TestSignInIsNeededRightAndEncrypted_MAI1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() { w.server.user, w.server.password = "shop", "right horse" })
		for _, c := range []struct {
			way            desk.MailTLS
			user, password string
			want           desk.MailTrouble
		}{
			{desk.MailStartTLS, "", "", desk.MailSignIn},
			{desk.MailStartTLS, "shop", "wrong", desk.MailSignIn},
			{desk.MailNoTLS, "shop", "right horse", desk.MailSignIn}, // never on an open line, whatever is stored
			{desk.MailStartTLS, "shop", "right horse", ""},
		} {
			w.desk.change(func(s *desk.MailSettings) { s.TLS, s.User, s.Password = c.way, c.user, c.password })
			pass(2 * time.Minute)
			id := w.reply("gerda@home.example")
			pass(2 * time.Minute)
			if got := w.stands(id); got.Trouble != c.want {
				t.Errorf("as %q by %s it stands %s for %s, want %s", c.user, c.way, got.State, got.Trouble, c.want)
			}
		}
		if n := len(w.server.taken()); n != 4 {
			t.Errorf("with the right password %d mails went, want all 4", n)
		}
	})
}

func TestTestMessageSaysWhatCameOfIt_MAI1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		test := func(what string, sent bool, words string) {
			t.Helper()
			before := time.Now()
			got, said := w.worker.Test(context.Background(), anna)
			if got != sent || !strings.Contains(said, words) {
				t.Errorf("%s: sent is %t, %q, want %q", what, got, said, words)
			}
			if took := time.Since(before); took > 8*time.Second {
				t.Errorf("%s: took %v", what, took)
			}
		}
		test("well", true, "anna@shop.example")
		if l := w.server.one(); l.to[0] != "anna@shop.example" {
			t.Errorf("sent to %v", l.to)
		}
		w.server.set(func() { w.server.user = "shop" })
		test("not signed in", false, "sign in")
		w.server.set(func() { w.server.hang = true })
		test("silent", false, "can't be reached")
		w.server.set(func() { w.server.hang, w.server.down = false, true })
		test("down", false, "can't be reached")
		w.desk.change(func(s *desk.MailSettings) { s.Host = "" })
		test("not set up", false, "Give the mail server")
		if _, said := w.worker.Test(context.Background(), desk.Operator{Login: "bert"}); !strings.Contains(said, "no e-mail address") {
			t.Errorf("without an address: %q", said)
		}
	})
}

func TestTestMessageNeverRepeatsWhatTheServerSays_T14(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.server.set(func() {
			w.server.refuse = func(string) error { return &smtpSecret }
		})
		if _, said := w.worker.Test(context.Background(), anna); strings.Contains(said, "10.0.0.7") || !strings.Contains(said, "553") {
			t.Errorf("said %q, want the number and no more", said)
		}
	})
}

var smtpSecret = smtp.SMTPError{Code: 553, Message: "internal relay 10.0.0.7 says no"}

func TestInjectionReachesNobodyElse_T31(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.worker.Close()
		for i, evil := range []string{"x\r\nBcc: thief@evil.example", "=?utf-8?q?x=0d=0aBcc:_thief@evil.example?=", `" <thief@evil.example>, "`, "\nSubject: cheap\n\nbody"} {
			m := desk.OfflineMessage{ID: desk.OfflineID("evil-" + string(rune('a'+i))), Visitor: "gerda", Site: "shop", Email: "gerda@home.example", Text: "x", At: time.Now()}
			desktest.Record(t, w.store, &desk.OfflineMessageLeft{Message: m, Notices: []desk.Mail{{
				ID: desk.MailID("mail-" + m.ID), Kind: desk.MailNotice, To: "anna@shop.example", ToName: evil, Subject: evil, Text: evil, Quote: evil, Queued: time.Now(), Next: time.Now(), State: desk.MailIsQueued,
			}}})
		}
		w.start()
		pass(time.Minute)
		all := w.server.taken()
		if len(all) != 4 {
			t.Errorf("got %d mails, want 4", len(all))
		}
		for _, l := range all {
			m := l.message(t)
			if len(l.to) != 1 || l.to[0] != "anna@shop.example" || l.from != "help@shop.example" || len(m.Header["Subject"]) != 1 || len(m.Header["Bcc"]) > 0 {
				t.Errorf("from %s to %v goes\n%s", l.from, l.to, l.raw)
			}
		}
	})
}
