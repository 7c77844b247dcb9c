package mail

import (
	"errors"
	"slices"

	"github.com/wneessen/go-mail/smtp"
)

// errNoWay says that the server offers no way of signing in that we know.
var errNoWay = errors.New("the mail server offers no way of signing in that is known here")

// signIn signs in by the best way that the server offers, on an encrypted line only.
type signIn struct {
	user, password string
	begun          bool // whatever goes wrong from then on is the sign-in's fault
	way            smtp.Auth
}

// Start implements smtp.Auth.
func (a *signIn) Start(server *smtp.ServerInfo) (string, []byte, error) {
	a.begun = true
	if !server.TLS {
		return "", nil, smtp.ErrUnencrypted
	}
	for _, way := range []struct {
		name string
		auth smtp.Auth
	}{
		{"SCRAM-SHA-256", smtp.ScramSHA256Auth(a.user, a.password)},
		{"PLAIN", smtp.PlainAuth("", a.user, a.password, server.Name, false)},
		{"LOGIN", smtp.LoginAuth(a.user, a.password, server.Name, false)},
		{"CRAM-MD5", smtp.CRAMMD5Auth(a.user, a.password)},
	} {
		if slices.Contains(server.Auth, way.name) {
			a.way = way.auth
			return a.way.Start(server)
		}
	}
	return "", nil, errNoWay
}

// Next implements smtp.Auth.
func (a *signIn) Next(fromServer []byte, more bool) ([]byte, error) {
	return a.way.Next(fromServer, more)
}
