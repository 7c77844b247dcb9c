package voice

import (
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// caller is one end of a stream; the other comes from an address.
type caller struct {
	net.Conn
	from netip.AddrPort
}

func (c caller) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.from) }

// queue is a listener to which streams come as the test wants.
type queue struct {
	net.Listener
	in chan net.Conn
}

func (q queue) Accept() (net.Conn, error) { return <-q.in, nil }

// come lets a stream come from an address, and reads it; ended is closed with it.
func come(t *testing.T, d *door, from string) (theirs net.Conn, ended chan struct{}) {
	t.Helper()
	ours, theirs := net.Pipe()
	d.Listener.(queue).in <- caller{ours, netip.MustParseAddrPort(from)}
	ended = make(chan struct{})
	go func() {
		defer close(ended)
		for {
			if _, err := theirs.Read(make([]byte, 1)); err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { _ = theirs.Close() })
	return theirs, ended
}

func over(ended chan struct{}) bool {
	synctest.Wait()
	select {
	case <-ended:
		return true
	default:
		return false
	}
}

func TestStreamHasToGetARelay_T16(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(queue{in: make(chan net.Conn, 3)})
		serve := func() {
			c, err := d.Accept()
			if err != nil {
				t.Error(err)
			}
			go func() {
				for {
					if _, err := c.Read(make([]byte, 100)); err != nil {
						_ = c.Close()
						return
					}
				}
			}()
		}
		chatty, chattyOver := come(t, d, "198.51.100.1:1")
		_, silentOver := come(t, d, "198.51.100.1:2")
		_, settledOver := come(t, d, "198.51.100.1:3")
		for range 3 {
			serve()
		}
		d.settle(&net.TCPAddr{IP: net.IPv4(198, 51, 100, 1), Port: 3})
		for range 9 {
			time.Sleep(time.Second)
			if _, err := chatty.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		if over(chattyOver) || over(silentOver) {
			t.Error("a stream ended within 9 seconds")
		}
		time.Sleep(1001 * time.Millisecond)
		if !over(chattyOver) || !over(silentOver) || over(settledOver) {
			t.Errorf("after 10 seconds: without a relay ended %v and %v, with one %v", over(chattyOver), over(silentOver), over(settledOver))
		}
		time.Sleep(51 * time.Second)
		if !over(settledOver) || len(d.open) != 0 || len(d.from) != 0 {
			t.Errorf("after a silent minute: ended %v, %d are open", over(settledOver), len(d.open))
		}
	})
}

func TestIPv6ClientIsItsNetwork_T16(t *testing.T) {
	d := newDoor(nil)
	enter := func(from string) bool { return d.enter(caller{nil, netip.MustParseAddrPort(from)}) != nil }
	for n := range 80 {
		at := netip.AddrPortFrom(netip.MustParseAddr("2001:db8:1:2::").Next(), uint16(1000+n)) //nolint:gosec // below 80
		if n%2 == 0 {
			at = netip.AddrPortFrom(netip.MustParseAddr("2001:db8:1:2:ffff::").Next(), uint16(1000+n)) //nolint:gosec // below 80
		}
		if got := enter(at.String()); got != (n < streamsPerAddress) {
			t.Fatalf("stream %d of a /64: let in %v", n, got)
		}
	}
	if !enter("[2001:db8:1:3::1]:9") || !enter("198.51.100.1:9") || !enter("[::ffff:198.51.100.1]:10") || len(d.from) != 3 {
		t.Errorf("others are kept out, or counted apart: %v", d.from)
	}
}
