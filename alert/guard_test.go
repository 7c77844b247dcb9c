package alert

import (
	"crypto/x509"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

func trusting(services ...*service) *x509.CertPool {
	roots := x509.NewCertPool()
	for _, s := range services {
		roots.AddCert(s.Certificate())
	}
	return roots
}

func TestOnlyPublicAddressesAreConnectedTo_A11(t *testing.T) {
	for _, a := range strings.Fields(`
		127.0.0.1 127.0.0.2 127.1.2.3 127.255.255.255 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
		169.254.0.1 169.254.169.254 100.64.0.1 100.127.255.254 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9
		224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
		::1 :: ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:192.168.1.1 ::ffff:0.0.0.0 ::ffff:224.0.0.1 ::ffff:100.64.0.1
		::127.0.0.1 ::7f00:1 ::10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::7f00:1 2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1:: 2001:db8::1 2001:10::1
		3fff::1 100::1 fc00::1 fd00::1 fdff:ffff::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff05::2 ff0e::1 5f00::1 4000::1`) {
		if at := netip.AddrPortFrom(netip.MustParseAddr(a), 443); public(at) {
			t.Errorf("%s could be a push service's", a)
		}
	}
	for _, a := range []string{"8.8.8.8", "142.250.74.42", "172.32.0.1", "100.128.0.1", "17.188.143.34", "2607:f8b0:4005:80b::200a", "2a00:1450:4001:82a::200a", "::ffff:8.8.8.8"} {
		if !public(netip.AddrPortFrom(netip.MustParseAddr(a), 443)) {
			t.Errorf("%s could be no push service's", a)
		}
		for _, port := range []uint16{0, 22, 80, 444, 8443} {
			if public(netip.AddrPortFrom(netip.MustParseAddr(a), port)) {
				t.Errorf("port %d of %s is let through", port, a)
			}
		}
	}
}

func TestNothingReachesThisMachine_A11(t *testing.T) {
	canary, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, "listen", err)
	reached := make(chan struct{}, 100)
	go func() {
		for {
			c, err := canary.Accept()
			if err != nil {
				return
			}
			reached <- struct{}{}
			c.Close()
		}
	}()
	defer canary.Close()
	_, port, _ := net.SplitHostPort(canary.Addr().String())
	o := newOffice(t)
	hosts := []string{"127.0.0.1", "localhost", "LOCALHOST", "localhost.", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]", "0.0.0.0", "[::]", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "127.0.1"}
	var all []desk.OperatorID
	for _, host := range hosts { // each of another operator: one alone has no room for so many
		all = append(all, desk.OperatorID("of "+host))
		o.subscribes(t, all[len(all)-1], "https://"+host+":"+port+"/")
	}
	// Whatever the port: only the address is judged here, after the name was resolved.
	judge := func(at netip.AddrPort) bool { return public(netip.AddrPortFrom(at.Addr(), 443)) }
	w := Start(Options{Book: o, Desk: o, PublicURL: "https://chat.example", Allowed: judge})
	a := ring(all...)
	a.Until = time.Now().Add(1500 * time.Millisecond) // names that don't resolve are tried again
	o.alerts <- a
	for end := time.Now().Add(patience); w.Counts().Refused+w.Counts().Failed < int64(len(hosts)) && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	w.Close()
	if got := w.Counts(); got.Refused < 8 || got.Sent > 0 || got.Refused+got.Failed != int64(len(hosts)) || len(reached) > 0 {
		t.Errorf("got %+v, reached %d times", got, len(reached))
	}
}

func TestServiceThatAnswersUnencryptedIsNotSpokenTo_A11(t *testing.T) {
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, "listen", err)
	heard := make(chan []byte, 10)
	go func() {
		for {
			c, err := plain.Accept()
			if err != nil {
				return
			}
			b := make([]byte, 1024)
			n, _ := c.Read(b)
			heard <- b[:n]
			c.Close()
		}
	}()
	defer plain.Close()
	client := newClient(func(netip.AddrPort) bool { return true }, nil)
	o := newOffice(t)
	b := o.subscribes(t, "anna", "https://"+plain.Addr().String()+"/the-secret")
	w := start(Options{Book: o, Desk: o, PublicURL: "https://chat.example"}, client)
	p, err := pushOf(ring("anna"), b.Subscription, "plain")
	must(t, "push", err)
	if _, err := w.post(p); err == nil {
		t.Error("a push was sent without encryption")
	}
	w.Close()
	if got := <-heard; strings.Contains(string(got), "the-secret") {
		t.Errorf("sent in the open: %q", got)
	}
}

var _ Book = (*office)(nil)
var _ Desk = (*desk.Desk)(nil)
