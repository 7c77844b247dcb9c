package server

import (
	"net"
	"net/http"
	"strings"
)

// answersTo reports whether the Host of a request is one of ours (T-12): the public URL's, or this machine's own names on the way
// through loopback. The port is not compared: proxies leave it out, and it leads nobody astray.
func (s *Server) answersTo(r *http.Request) bool {
	if s.options.AnyHost || peer(r).IsLoopback() && isLoopbackHost(r.Host) {
		return true
	}
	return strings.EqualFold(hostname(r.Host), s.host)
}

// hostname is a Host header without its port and without brackets.
func hostname(host string) string {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return strings.Trim(name, "[]")
}

// isLoopbackHost reports whether a Host header names this machine itself.
func isLoopbackHost(host string) bool {
	name := hostname(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}
