package alert

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

var errForbidden = errors.New("this address is none of a push service")

// Times of a connection.
const (
	connectWithin = 5 * time.Second
	answerWithin  = 10 * time.Second // a push, from connecting to the answer's head
)

// notPublic are networks that no push service is in, beside those netip knows: this one, shared, special purpose, documentation,
// benchmarking, reserved; and those that carry an IPv4 address inside, which would be judged by its cover.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("3fff::/20"),
}

// globalIPv6 is all that is routed in public.
var globalIPv6 = netip.MustParsePrefix("2000::/3")

// public reports whether an address could be a push service's: at port 443, and neither this machine nor one beside it.
func public(at netip.AddrPort) bool {
	a := at.Addr().Unmap()
	if at.Port() != 443 || a.Zone() != "" || !a.IsGlobalUnicast() || a.IsPrivate() || a.Is6() && !globalIPv6.Contains(a) {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// newClient returns a client that connects to allowed addresses only. They are judged when the connection is made, so that a name that
// resolves otherwise the next moment leads nowhere else; a proxy from the environment would take that out of our hands, so there is none.
func newClient(allowed func(netip.AddrPort) bool, roots *x509.CertPool) *http.Client {
	dialer := &net.Dialer{Timeout: connectWithin, Control: func(network, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || network != "tcp4" && network != "tcp6" || !allowed(at) {
			return errForbidden
		}
		return nil
	}}
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: connectWithin, ResponseHeaderTimeout: answerWithin, MaxResponseHeaderBytes: 16 << 10, DisableCompression: true,
			MaxIdleConns: mostHosts, MaxIdleConnsPerHost: 2, MaxConnsPerHost: perHost, IdleConnTimeout: 90 * time.Second,
		},
	}
}
