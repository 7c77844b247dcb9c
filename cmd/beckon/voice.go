package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"

	"beckon/desk"
	"beckon/voice"
)

// voiceFlags say how calls are relayed.
type voiceFlags struct {
	VoiceListen    string    `help:"Address for calls, UDP and TCP; \"off\" for no calls. Default: port 3478, at this machine alone when --listen is so, else at all its addresses."`
	VoiceListenTLS string    `help:"Address for calls over TLS, with --tls-cert: for networks that let nothing else out." default:":5349" name:"voice-listen-tls"`
	VoiceAddress   string    `help:"Name or address by which browsers reach this machine for calls, when that is not Beckon's own name: a proxy or a CDN stands before it."`
	VoicePorts     portRange `help:"Ports that relayed addresses bear. None of them is opened." default:"49152-65535"`
	VoiceCalls     int       `help:"Calls at a time." default:"100"`
}

// openedCall is what came of opening the relay.
type openedCall struct {
	relay *voice.Relay
	why   string // it is not there, in words for the console
}

// portRange is a range such as 49152-65535.
type portRange struct{ First, Last uint16 }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *portRange) UnmarshalText(text []byte) error {
	if n, err := fmt.Sscanf(string(text), "%d-%d", &p.First, &p.Last); n != 2 || err != nil || p.First == 0 || p.Last < p.First {
		return fmt.Errorf("%q is no range of ports such as 49152-65535", text)
	}
	return nil
}

// desk returns the relay as the desk takes it.
func (o openedCall) desk() desk.Relay {
	if o.relay == nil {
		return nil
	}
	return o.relay
}

func (o openedCall) close() error {
	if o.relay == nil {
		return nil
	}
	return o.relay.Close()
}

// openVoice opens the relay. Beckon serves without calls when the ports are not to be had, and says why.
func (c *serveCommand) openVoice(ctx context.Context, secure *tls.Config) openedCall {
	if c.VoiceListen == "off" {
		return openedCall{why: "Calls are switched off (--voice-listen off)"}
	}
	host, _, _ := net.SplitHostPort(c.Listen)
	listen := c.VoiceListen
	if listen == "" {
		listen = ":3478"
		if isLoopback(host) {
			listen = net.JoinHostPort("127.0.0.1", "3478")
		}
	}
	if u, err := url.Parse(c.PublicURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	relay, err := voice.Listen(voice.Options{
		Listen: listen, TLS: secure, ListenTLS: c.VoiceListenTLS, Address: voice.FindAddress(ctx, cmp.Or(c.VoiceAddress, host)),
		First: c.VoicePorts.First, Last: c.VoicePorts.Last, Calls: c.VoiceCalls,
	})
	if err != nil {
		slog.Warn("there are no calls", "error", err)
		return openedCall{why: fmt.Sprintf("The port for calls is not to be had (%s). Another is given with --voice-listen, such as --voice-listen :3479", listen)}
	}
	return openedCall{relay: relay}
}

func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}
