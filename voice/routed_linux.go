package voice

import (
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sys/unix"
)

// rememberedClients is of how many clients it is kept which address of this machine they speak to.
const rememberedClients = 4096

// routed is a socket on all addresses of a machine that answers from the one a client has spoken to. By itself the system takes the one
// of its way out, and a browser takes no answer from another address than it has asked.
type routed struct {
	*net.UDPConn

	mu sync.Mutex // guards by
	by *simplelru.LRU[netip.AddrPort, string]
}

// byAddress returns c so that it answers from the address asked; as it is, when it has one address only or the system can't do that.
func byAddress(c net.PacketConn) net.PacketConn {
	u, ok := c.(*net.UDPConn)
	if !ok || !u.LocalAddr().(*net.UDPAddr).IP.IsUnspecified() {
		return c
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return c
	}
	four, six := error(nil), error(nil)
	err = raw.Control(func(fd uintptr) {
		four = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_PKTINFO, 1)
		six = unix.SetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_RECVPKTINFO, 1)
	})
	by, bad := simplelru.NewLRU[netip.AddrPort, string](rememberedClients, nil)
	if errors.Join(err, bad) != nil || four != nil && six != nil {
		return c
	}
	return &routed{UDPConn: u, by: by}
}

// ReadFrom notes to which address a client has spoken.
func (r *routed) ReadFrom(p []byte) (int, net.Addr, error) {
	var about [128]byte
	n, m, _, from, err := r.ReadMsgUDPAddrPort(p, about[:])
	if err != nil {
		return n, nil, err
	}
	if way, ok := answering(about[:m]); ok {
		r.mu.Lock()
		if last, known := r.by.Get(from); !known || last != way {
			r.by.Add(from, way)
		}
		r.mu.Unlock()
	}
	return n, net.UDPAddrFromAddrPort(netip.AddrPortFrom(from.Addr().Unmap(), from.Port())), nil
}

// WriteTo answers from the address that the client has spoken to, where that is known and still ours; else from that of the way out.
func (r *routed) WriteTo(p []byte, to net.Addr) (int, error) {
	u, ok := to.(*net.UDPAddr)
	if !ok {
		return 0, net.InvalidAddrError("no address of datagrams")
	}
	at := u.AddrPort()
	if r.LocalAddr().(*net.UDPAddr).IP.To4() == nil { // a socket of both kinds has its own form of IPv4 addresses
		at = netip.AddrPortFrom(netip.AddrFrom16(at.Addr().As16()), at.Port())
	}
	r.mu.Lock()
	way, known := r.by.Get(at)
	r.mu.Unlock()
	if known {
		if n, _, err := r.WriteMsgUDPAddrPort(p, []byte(way), at); err == nil {
			return n, nil
		}
	}
	return r.WriteToUDPAddrPort(p, at)
}

// answering makes of what the system says about a datagram's arrival what it is told for the answer: the same address, any interface.
func answering(about []byte) (string, bool) {
	list, err := unix.ParseSocketControlMessage(about)
	if err != nil {
		return "", false
	}
	for _, m := range list {
		switch {
		case m.Header.Level == unix.IPPROTO_IP && m.Header.Type == unix.IP_PKTINFO && len(m.Data) >= unix.SizeofInet4Pktinfo:
			return string(unix.PktInfo4(&unix.Inet4Pktinfo{Spec_dst: [4]byte(m.Data[8:12])})), true
		case m.Header.Level == unix.IPPROTO_IPV6 && m.Header.Type == unix.IPV6_PKTINFO && len(m.Data) >= unix.SizeofInet6Pktinfo:
			info := unix.Inet6Pktinfo{Addr: [16]byte(m.Data[:16])}
			if net.IP(info.Addr[:]).IsLinkLocalUnicast() { // which is one of an interface
				info.Ifindex = binary.NativeEndian.Uint32(m.Data[16:20])
			}
			return string(unix.PktInfo6(&info)), true
		}
	}
	return "", false
}
