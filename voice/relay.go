package voice

import (
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v5"
)

// Options say where and for how many calls relays are there.
type Options struct {
	Listen    string      // address for UDP and TCP, such as :3478; port 0 is any that is free
	TLS       *tls.Config // for TURN over TLS at ListenTLS; nil: none
	ListenTLS string
	Address   netip.Addr       // IPv4 address that relayed addresses bear; it is a name only (see the package)
	First     uint16           // first port that relayed addresses bear; 0: 49152
	Last      uint16           // last one; 0: 65535
	Calls     int              // at a time; 0: 100
	Now       func() time.Time // nil: the clock
}

// Bounds of streams to the relay: UDP has no state before a credential, TCP and TLS have.
const (
	streams           = 1000
	streamsPerAddress = 64               // of an IPv6 client's /64
	streamStrange     = 10 * time.Second // until it has a relay
	streamSilent      = time.Minute      // a call says something every few seconds
)

// Relay is the STUN and TURN server. Close it when calls are over.
type Relay struct {
	board  *switchboard
	turn   *turn.Server
	secret []byte
	calls  int
	now    func() time.Time
	port   uint16
	secure uint16
	noTLS  error
	doors  []*door
}

// Listen opens the ports and answers from then on. The error says in words which port could not be had; without the one for TLS it goes
// on (see NoTLS).
func Listen(o Options) (*Relay, error) {
	if o.First == 0 {
		o.First, o.Last = 49152, 65535
	}
	if o.Calls == 0 {
		o.Calls = 100
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if !o.Address.Is4() || o.Last < o.First {
		return nil, errors.New("relays need an IPv4 address and a range of ports")
	}
	r := &Relay{board: newSwitchboard(o.Address, o.First, o.Last), secret: make([]byte, 32), calls: o.Calls, now: o.Now}
	if _, err := rand.Read(r.secret); err != nil {
		return nil, err
	}
	packets, stream, err := listen(o.Listen)
	if err != nil {
		return nil, err
	}
	r.port = packets.LocalAddr().(*net.UDPAddr).AddrPort().Port()
	r.doors = []*door{newDoor(stream)}
	listeners := []turn.ListenerConfig{r.listener(r.doors[0])}
	if o.TLS != nil {
		if plain, err := net.Listen("tcp", o.ListenTLS); err != nil {
			r.noTLS = fmt.Errorf("listen on TCP %s: %w", o.ListenTLS, err)
		} else {
			r.secure = plain.Addr().(*net.TCPAddr).AddrPort().Port()
			r.doors = append(r.doors, newDoor(plain))
			listeners = append(listeners, r.listener(secured{r.doors[1], o.TLS}))
		}
	}
	r.turn, err = turn.NewServer(turn.ServerConfig{
		Realm: realm, AuthHandler: r.authenticate, StrictAddressFamily: true,
		QuotaHandler:      r.mayHave,
		PacketConnConfigs: []turn.PacketConnConfig{{PacketConn: byAddress(packets), RelayAddressGenerator: r.board, PermissionHandler: r.board.mayReach}},
		ListenerConfigs:   listeners,
		LoggerFactory:     &logging.DefaultLoggerFactory{Writer: io.Discard, DefaultLogLevel: logging.LogLevelDisabled},
	})
	if err != nil {
		for _, l := range listeners {
			err = errors.Join(err, l.Listener.Close())
		}
		return nil, errors.Join(err, packets.Close())
	}
	return r, nil
}

// mayHave reports whether a side may have one more relay.
func (r *Relay) mayHave(user, _ string, from net.Addr) bool {
	id, s, ok := parseUser(user)
	if !ok || !r.board.room(id, s) {
		return false
	}
	if from.Network() == "tcp" {
		for _, d := range r.doors {
			d.settle(from)
		}
	}
	return true
}

func (r *Relay) listener(l net.Listener) turn.ListenerConfig {
	return turn.ListenerConfig{Listener: l, RelayAddressGenerator: r.board, PermissionHandler: r.board.mayReach}
}

// portTries is how often a port that is free for UDP may be taken for TCP, where any will do.
const portTries = 20

// listen opens one port for both UDP and TCP.
func listen(address string) (packets net.PacketConn, stream net.Listener, err error) {
	_, port, _ := net.SplitHostPort(address)
	for range portTries {
		if packets, stream, err = listenOnce(address); err == nil || port != "0" {
			break
		}
	}
	return packets, stream, err
}

func listenOnce(address string) (net.PacketConn, net.Listener, error) {
	packets, err := net.ListenPacket("udp", address)
	if err != nil {
		return nil, nil, fmt.Errorf("listen on UDP %s: %w", address, err)
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, nil, errors.Join(err, packets.Close())
	}
	same := net.JoinHostPort(host, strconv.Itoa(packets.LocalAddr().(*net.UDPAddr).Port))
	stream, err := net.Listen("tcp", same)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("listen on TCP %s: %w", same, err), packets.Close())
	}
	return packets, stream, nil
}

// Begin lets a call be relayed until End. It reports whether there was room for it.
func (r *Relay) Begin(id string) bool { return r.board.begin(id, r.calls) }

// End closes a call's relays and its credentials at once.
func (r *Relay) End(id string) { r.board.end(id) }

// Calls is how many calls may be relayed now.
func (r *Relay) Calls() int { return r.board.count() }

// Most is how many may be at a time.
func (r *Relay) Most() int { return r.calls }

// NoTLS is why the relay is not reached over TLS though it has a certificate; nil when it is, or has none.
func (r *Relay) NoTLS() error { return r.noTLS }

// Address is what relayed addresses bear.
func (r *Relay) Address() netip.Addr { return r.board.address }

// URLs are where a browser finds the relay that reaches this machine under host, the fastest way first.
func (r *Relay) URLs(host string) []string {
	at := net.JoinHostPort(host, strconv.Itoa(int(r.port)))
	out := []string{"turn:" + at + "?transport=udp", "turn:" + at + "?transport=tcp"}
	if r.secure != 0 {
		out = append(out, "turns:"+net.JoinHostPort(host, strconv.Itoa(int(r.secure)))+"?transport=tcp")
	}
	return out
}

// Close ends all calls and frees the ports.
func (r *Relay) Close() error {
	r.board.mu.Lock()
	ids := make([]string, 0, len(r.board.calls))
	for id := range r.board.calls {
		ids = append(ids, id)
	}
	r.board.mu.Unlock()
	for _, id := range ids {
		r.board.end(id)
	}
	return r.turn.Close()
}
