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
	VoiceListen    string    `help:"Address for calls, UDP and TCP; \"off\" for no calls. Default: port 3478, at this machine alone when --listen and --public-url (or --voice-address) are so, else at all its addresses."`
	VoiceListenTLS string    `help:"Address for calls over TLS, with --tls-cert: for networks that let nothing else out." default:":5349" name:"voice-listen-tls"`
	VoiceAddress   string    `help:"Name or address by which browsers reach this machine for calls, when that is not Beckon's own name: a proxy or a CDN stands before it."`
	VoicePorts     portRange `help:"Ports that relayed addresses bear. None of them is opened." default:"49152-65535"`
	VoiceCalls     int       `help:"Calls at a time." default:"100"`
}

// openedCall is what came of opening the relay.
type openedCall struct {
	relay *voice.Relay
	why   string // it is not there, or not all of it, in words for the console
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
		return openedCall{why: "Beckon was started with --voice-listen off"}
	}
	listen := c.voiceListen()
	relay, err := voice.Listen(voice.Options{
		Listen: listen, TLS: secure, ListenTLS: c.VoiceListenTLS, Address: voice.FindAddress(ctx, c.voiceHost()),
		First: c.VoicePorts.First, Last: c.VoicePorts.Last, Calls: c.VoiceCalls,
	})
	if err != nil {
		slog.Warn("there are no calls", "error", err)
		return openedCall{why: fmt.Sprintf("The port for calls is not to be had (%s). Another is given with --voice-listen, such as --voice-listen :3479", listen)}
	}
	if err := relay.NoTLS(); err != nil {
		slog.Warn("calls are not reached over TLS", "error", err)
		return openedCall{relay: relay, why: fmt.Sprintf("The port for calls over TLS is not to be had (%s), so networks that let out nothing but TLS have none. Another is given with --voice-listen-tls, such as --voice-listen-tls :5350", c.VoiceListenTLS)}
	}
	return openedCall{relay: relay}
}

// voiceListen is where the relay listens: at this machine alone when browsers are sent there.
func (c *serveCommand) voiceListen() string {
	switch {
	case c.VoiceListen != "":
		return c.VoiceListen
	case isLoopback(c.voiceHost()):
		return "127.0.0.1:3478"
	}
	return ":3478"
}

// voiceHost is by what name or address browsers reach the relay, as far as the flags say: behind a proxy on this machine --listen does not.
func (c *serveCommand) voiceHost() string {
	host, _, _ := net.SplitHostPort(c.Listen)
	if u, err := url.Parse(c.PublicURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return cmp.Or(c.VoiceAddress, host)
}

func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}
