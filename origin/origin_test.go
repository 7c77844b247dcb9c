package origin

import (
	"net/netip"
	"testing"
)

func open(t testing.TB) *Origin {
	t.Helper()
	o, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCountryOfKnownNetworks(t *testing.T) {
	o := open(t)
	for addr, want := range map[string]string{
		"8.8.8.8":              "US",
		"::ffff:8.8.8.8":       "US",
		"193.136.0.1":          "PT",
		"141.20.1.1":           "DE",
		"130.54.0.1":           "JP",
		"2001:638::1":          "DE",
		"2001:4860:4860::8888": "US",
		"127.0.0.1":            "",
		"10.1.2.3":             "",
		"::1":                  "",
		"fe80::1%eth0":         "",
	} {
		if got := o.Country(netip.MustParseAddr(addr)); got != want {
			t.Errorf("Country(%s) = %q, want %q", addr, got, want)
		}
	}
	if got := o.Country(netip.Addr{}); got != "" {
		t.Errorf("Country of no address = %q, want nothing", got)
	}
}

func TestMaskZeroesTheHostPart(t *testing.T) {
	for addr, want := range map[string]string{
		"203.0.113.77":        "203.0.113.0",
		"::ffff:203.0.113.77": "203.0.113.0",
		"2001:db8:1:2:3::4":   "2001:db8:1::",
		"fe80::1:2%eth0":      "fe80::",
	} {
		if got := Mask(netip.MustParseAddr(addr)).String(); got != want {
			t.Errorf("Mask(%s) = %s, want %s", addr, got, want)
		}
	}
	if Mask(netip.Addr{}).IsValid() {
		t.Error("the mask of no address is an address")
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCountry(b *testing.B) {
	o := open(b)
	addr := netip.MustParseAddr("141.20.1.1")
	b.ReportAllocs()
	for b.Loop() {
		o.Country(addr)
	}
}
