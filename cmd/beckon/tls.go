package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"
)

// certificateFor is how long a certificate is used before its files are looked at again: whoever renews them need not restart Beckon.
const certificateFor = 10 * time.Minute

// certificate is a certificate in two files.
type certificate struct {
	cert, key string

	mu   sync.Mutex
	last *tls.Certificate
	read time.Time
}

// tls returns how Beckon speaks TLS itself; nil when a proxy does that for it.
func (c *serveCommand) tls() (*tls.Config, error) {
	if c.TLSCert == "" && c.TLSKey == "" {
		return nil, nil
	}
	if c.TLSCert == "" || c.TLSKey == "" {
		return nil, errors.New("--tls-cert and --tls-key go together")
	}
	k := &certificate{cert: c.TLSCert, key: c.TLSKey}
	if _, err := k.get(nil); err != nil {
		return nil, fmt.Errorf("--tls-cert: %w", err)
	}
	return &tls.Config{GetCertificate: k.get, MinVersion: tls.VersionTLS12}, nil
}

// get returns the certificate as its files have it. While they can't be read, it is the one before.
func (k *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last != nil && time.Since(k.read) < certificateFor {
		return k.last, nil
	}
	now, err := tls.LoadX509KeyPair(k.cert, k.key)
	k.read = time.Now()
	if err != nil && k.last == nil {
		return nil, err
	}
	if err != nil {
		slog.Error("the certificate can't be read anew", "error", err)
		return k.last, nil
	}
	k.last = &now
	return k.last, nil
}

// overTLS speaks TLS on what comes in; as it is without a certificate.
func overTLS(l net.Listener, secure *tls.Config) net.Listener {
	if secure == nil {
		return l
	}
	return tls.NewListener(l, secure)
}
