package origin

import (
	"net/netip"
	"strings"
)

// mostHops bounds how many entries of X-Forwarded-For are looked at.
const mostHops = 32

// ClientAddress returns the address a request really comes from. The headers X-Forwarded-For count only as far as trusted proxies
// wrote them: they are walked from the right, and the first address that is no trusted proxy's is the client's. What can't be read
// ends the walk; the last trusted address is the answer then. A peer that is not trusted is the client, whatever it claims.
func ClientAddress(remote netip.Addr, forwardedFor []string, trusted []netip.Prefix) netip.Addr {
	client := plain(remote)
	hops := 0
	for i := len(forwardedFor) - 1; i >= 0; i-- {
		rest := forwardedFor[i]
		for more := true; more; hops++ {
			if hops == mostHops || !isTrusted(client, trusted) {
				return client
			}
			var entry string
			rest, entry, more = cutLast(rest)
			addr, ok := readHop(entry)
			if !ok {
				return client
			}
			client = addr
		}
	}
	return client
}

func cutLast(list string) (rest, last string, more bool) {
	if i := strings.LastIndexByte(list, ','); i >= 0 {
		return list[:i], list[i+1:], true
	}
	return "", list, false
}

// readHop reads an entry as proxies write them: an address, with brackets and a port or without, maybe quoted.
func readHop(entry string) (netip.Addr, bool) {
	entry = strings.Trim(strings.TrimSpace(entry), `"`)
	if len(entry) > 64 {
		return netip.Addr{}, false
	}
	if addr, err := netip.ParseAddr(entry); err == nil {
		return plain(addr), true
	}
	if withPort, err := netip.ParseAddrPort(entry); err == nil {
		return plain(withPort.Addr()), true
	}
	if inner, ok := strings.CutPrefix(entry, "["); ok {
		if inner, ok = strings.CutSuffix(inner, "]"); ok {
			if addr, err := netip.ParseAddr(inner); err == nil && addr.Is6() {
				return plain(addr), true
			}
		}
	}
	return netip.Addr{}, false
}

func isTrusted(addr netip.Addr, trusted []netip.Prefix) bool {
	for _, prefix := range trusted {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

func plain(addr netip.Addr) netip.Addr {
	return addr.Unmap().WithZone("")
}
