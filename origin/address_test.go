package origin

import (
	"net/netip"
	"strings"
	"testing"
)

func TestClientAddress(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		what, remote string
		headers      []string
		want         string
	}{
		{"no header, no proxy", "198.51.100.1", nil, "198.51.100.1"},
		{"no header behind a proxy", "10.0.0.1", nil, "10.0.0.1"},
		{"empty header", "10.0.0.1", []string{""}, "10.0.0.1"},
		{"one proxy", "10.0.0.1", []string{"203.0.113.7"}, "203.0.113.7"},
		{"spoofed by an untrusted peer", "198.51.100.1", []string{"203.0.113.7"}, "198.51.100.1"},
		{"spoofed before the proxy", "10.0.0.1", []string{"1.2.3.4, 203.0.113.7"}, "203.0.113.7"},
		{"spoofed as a proxy's own address", "10.0.0.1", []string{"10.0.0.9, 203.0.113.7"}, "203.0.113.7"},
		{"two proxies", "10.0.0.1", []string{"203.0.113.7, 10.0.0.2"}, "203.0.113.7"},
		{"two proxies, spoofed", "10.0.0.1", []string{"8.8.8.8, 203.0.113.7, 10.0.0.2"}, "203.0.113.7"},
		{"two header lines", "10.0.0.1", []string{"203.0.113.7", "10.0.0.2"}, "203.0.113.7"},
		{"two header lines, spoofed", "10.0.0.1", []string{"8.8.8.8", "203.0.113.7"}, "203.0.113.7"},
		{"trusted only: the farthest", "10.0.0.1", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"with a port", "10.0.0.1", []string{"203.0.113.7:51234"}, "203.0.113.7"},
		{"version 6", "10.0.0.1", []string{"2001:db8::7"}, "2001:db8::7"},
		{"version 6 in brackets", "10.0.0.1", []string{"[2001:db8::7]"}, "2001:db8::7"},
		{"version 6 in brackets with a port", "10.0.0.1", []string{"[2001:db8::7]:443"}, "2001:db8::7"},
		{"version 6 with a zone", "10.0.0.1", []string{"fe80::7%eth0"}, "fe80::7"},
		{"in quotes", "10.0.0.1", []string{`"[2001:db8::7]:443"`}, "2001:db8::7"},
		{"version 4 inside version 6", "10.0.0.1", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		{"peer as version 4 inside version 6", "::ffff:10.0.0.1", []string{"203.0.113.7"}, "203.0.113.7"},
		{"proxy of version 6", "fd00::1", []string{"203.0.113.7"}, "203.0.113.7"},
		{"junk", "10.0.0.1", []string{"junk"}, "10.0.0.1"},
		{"junk on the left is never read", "10.0.0.1", []string{"junk, 203.0.113.7"}, "203.0.113.7"},
		{"junk between ends the walk", "10.0.0.1", []string{"203.0.113.7, junk, 10.0.0.2"}, "10.0.0.2"},
		{"unknown, as some proxies write", "10.0.0.1", []string{"unknown"}, "10.0.0.1"},
		{"empty entries", "10.0.0.1", []string{"203.0.113.7, ,"}, "10.0.0.1"},
		{"white space", "10.0.0.1", []string{" \t203.0.113.7 "}, "203.0.113.7"},
		{"octal is no address", "10.0.0.1", []string{"0203.0.113.7"}, "10.0.0.1"},
		{"decimal is no address", "10.0.0.1", []string{"3405803783"}, "10.0.0.1"},
		{"version 4 in brackets is junk", "10.0.0.1", []string{"[203.0.113.7]"}, "10.0.0.1"},
		{"unclosed bracket", "10.0.0.1", []string{"[2001:db8::7"}, "10.0.0.1"},
		{"a name is junk", "10.0.0.1", []string{"localhost"}, "10.0.0.1"},
		{"loopback as proxy", "127.0.0.1", []string{"203.0.113.7"}, "203.0.113.7"},
		{"injected line", "10.0.0.1", []string{"203.0.113.7\r\nX: y"}, "10.0.0.1"},
		{"very long", "10.0.0.1", []string{strings.Repeat("9", 100_000)}, "10.0.0.1"},
		{"very many hops", "10.0.0.1", []string{"203.0.113.7" + strings.Repeat(",10.0.0.2", 100_000)}, "10.0.0.2"},
	} {
		if got := ClientAddress(netip.MustParseAddr(c.remote), c.headers, trusted); got.String() != c.want {
			t.Errorf("%s: ClientAddress(%s, %.60q) = %s, want %s", c.what, c.remote, c.headers, got, c.want)
		}
		if got, want := ClientAddress(netip.MustParseAddr(c.remote), c.headers, nil), plain(netip.MustParseAddr(c.remote)); got != want {
			t.Errorf("%s, nobody trusted: got %s, want the peer %s", c.what, got, want)
		}
	}
}

func FuzzClientAddress(f *testing.F) {
	f.Add("203.0.113.7, 10.0.0.2")
	f.Add(`"[2001:db8::7]:443"`)
	peer, trusted := netip.MustParseAddr("10.0.0.1"), []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, header string) {
		got := ClientAddress(peer, []string{header}, trusted)
		if !got.IsValid() || got.Zone() != "" || got.Is4In6() {
			t.Errorf("ClientAddress(%q) = %v", header, got)
		}
	})
}
