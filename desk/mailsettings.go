package desk

import (
	"context"
	"net"
	"strings"
	"unicode/utf8"
)

// MailTLS says how the line to the mail server is encrypted.
type MailTLS string

// Ways of encryption.
const (
	MailStartTLS MailTLS = "starttls" // begun on a plain line, and insisted on
	MailTLSOnly  MailTLS = "tls"      // from the first byte
	MailNoTLS    MailTLS = "none"
)

// MailSettings say which mail server sends for us, and as whom.
type MailSettings struct {
	Host              string // empty: e-mail is not set up
	Port              int
	TLS               MailTLS
	User              string // empty: no sign-in
	Password          string
	FromAddress       string
	FromName          string
	TranscriptSubject string // keeps its variables
}

// DefaultMailSettings are the settings before an administrator has made any.
func DefaultMailSettings() MailSettings {
	return MailSettings{Port: 587, TLS: MailStartTLS, TranscriptSubject: "Your conversation with %site%"}
}

// Ready reports whether mail can be sent.
func (s MailSettings) Ready() bool { return s.Host != "" && s.FromAddress != "" }

// MailSettingsChanged says what the mail settings are from now on; what waits is tried at once. Recorded now.
type MailSettingsChanged struct{ Settings MailSettings }

// Name implements Event.
func (*MailSettingsChanged) Name() string { return "MailSettingsChanged" }

func (e *MailSettingsChanged) apply(l *live) { l.mail = e.Settings }

// MailSettings returns the mail settings with the password, for whoever sends.
func (d *Desk) MailSettings() MailSettings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live.mail
}

// CanMail reports whether e-mail is set up.
func (d *Desk) CanMail() bool { return d.MailSettings().Ready() }

// MailSettingsFor returns the mail settings without the password, and whether there is one. Forbidden.
func (d *Desk) MailSettingsFor(by Actor) (s MailSettings, hasPassword bool, err error) {
	if err := by.may(ChangeSettings); err != nil {
		return MailSettings{}, false, err
	}
	s = d.MailSettings()
	hasPassword, s.Password = s.Password != "", ""
	return s, hasPassword, nil
}

// ChangeMailSettings replaces the mail settings; without a password the stored one stays, but only for the same server and user: whoever
// may change settings must not learn it by sending it elsewhere. Forbidden; Invalid names the field.
func (d *Desk) ChangeMailSettings(ctx context.Context, by Actor, s MailSettings, password *string) error {
	if err := by.may(ChangeSettings); err != nil {
		return err
	}
	s, err := s.checked()
	if err != nil {
		return err
	}
	was := d.MailSettings()
	same := was.Host == s.Host && was.Port == s.Port && was.TLS == s.TLS && was.User == s.User
	switch {
	case s.User == "":
		s.Password = ""
	case password != nil:
		if s.Password = *password; len(s.Password) > 512 || strings.ContainsAny(s.Password, "\r\n\x00") {
			return invalid("password", "A password has at most 512 characters, on one line")
		}
	case was.Password != "" && !same:
		return invalid("password", "Give the password again: it was for another server or user")
	default:
		s.Password = was.Password
	}
	return d.happen(ctx, &MailSettingsChanged{Settings: s})
}

func (s MailSettings) checked() (MailSettings, error) {
	s.Host, s.User, s.FromName, s.TranscriptSubject = strings.TrimSpace(s.Host), cleanLine(s.User), cleanLine(s.FromName), cleanLine(s.TranscriptSubject)
	if s.Host != "" && !hostName(s.Host) {
		return s, invalid("host", "This is not the name of a server, such as mail.shop.example")
	}
	if s.Port < 1 || s.Port > 65535 {
		return s, invalid("port", "A port is from 1 to 65535")
	}
	if s.TLS != MailStartTLS && s.TLS != MailTLSOnly && s.TLS != MailNoTLS {
		return s, invalid("tls", "There is no such encryption")
	}
	if len(s.User) > 256 {
		return s, invalid("user", "A user name has at most 256 characters")
	}
	if s.User != "" && s.TLS == MailNoTLS {
		return s, invalid("user", "User name and password are sent only encrypted: choose STARTTLS or TLS")
	}
	if s.FromAddress = strings.TrimSpace(s.FromAddress); s.FromAddress != "" || s.Host != "" {
		var err error
		if s.FromAddress, err = emailAddress("fromAddress", s.FromAddress); err != nil {
			return s, err
		}
	}
	if utf8.RuneCountInString(s.FromName) > maxName {
		return s, invalid("fromName", "A name has at most %d characters", maxName)
	}
	if s.TranscriptSubject == "" || utf8.RuneCountInString(s.TranscriptSubject) > maxSubject {
		return s, invalid("transcriptSubject", "A subject has 1 to %d characters", maxSubject)
	}
	return s, nil
}

// hostName reports whether s can be the name or the address of a server.
func hostName(s string) bool {
	if net.ParseIP(s) != nil {
		return true
	}
	if len(s) > 253 || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "-") {
		return false
	}
	for _, r := range s {
		if r != '-' && r != '.' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}
