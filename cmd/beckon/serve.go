package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"beckon/alert"
	"beckon/desk"
	"beckon/mail"
	"beckon/server"
	"beckon/web"
)

type serveCommand struct {
	database
	voiceFlags
	Listen             string   `help:"Address to listen on." default:"localhost:8080"`
	PublicURL          string   `help:"Beckon's address as browsers see it, such as https://chat.shop.example. Requests to another host are refused. Default: what it listens on, and every host is answered." name:"public-url"`
	TrustedProxy       []string `help:"Address or network of a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto count; may be repeated."`
	TLSCert            string   `help:"File of the certificate, with its chain, when Beckon speaks TLS itself. Read again when it is renewed." name:"tls-cert"`
	TLSKey             string   `help:"File of its key." name:"tls-key"`
	RequireTLS         bool     `help:"Refuse console and API over plain HTTP." name:"require-tls"`
	Demo               bool     `help:"Also serve a demo shop at /demo/ with simulated visitors, in a data folder of its own."`
	DemoVisitors       int      `help:"Simulated visitors of the demo at a time." default:"45"`
	SocketsPerAddress  int      `help:"Pages that one address may have connected." default:"100"`
	ConsolesPerAddress int      `help:"Consoles that one address may have open." default:"100"`
	ChatsPerAddress    int      `help:"Chats that one address may ask for in 10 minutes. Raise it when many visitors share one address." default:"10"`
	LettersPerAddress  int      `help:"Off-line messages and transcripts that one address may send in 10 minutes." default:"10"`
	FilesPerAddress    int      `help:"Files that one address may attach to off-line messages in 24 hours." default:"100"`
	Requests           int      `help:"HTTP requests of one address that may be under way: so many of pages, and as many of consoles." default:"250" name:"requests-per-address"`
	Connections        int      `help:"Connections that one address, if it is no trusted proxy, may have open, sockets not counted." default:"1000" name:"connections-per-address"`
	Sockets            int      `help:"Pages that may be connected in all; fewer when the system allows too few open files (7 of 10 of them)." default:"15000"`
	PageViews          int      `help:"Page views that one address may make in a second." default:"200" name:"page-views-per-address"`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	return c.serve(ctx, os.Stdout)
}

func (c *serveCommand) serve(ctx context.Context, out *os.File) (err error) {
	if c.Demo {
		c.Data += "/demo"
	}
	trusted, err := c.trusted()
	if err != nil {
		return err
	}
	unlock, err := c.lock()
	if err != nil {
		return err
	}
	defer unlock()
	secure, err := c.tls()
	if err != nil {
		return err
	}
	call := c.openVoice(ctx, secure)
	defer func() { err = errors.Join(err, call.close()) }()
	o, err := c.openWith(ctx, desk.Options{Relay: call.desk()})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("listen on %s: %w; another address is given with --listen, such as --listen 127.0.0.1:8081", c.Listen, err), o.close())
	}
	anyHost := c.PublicURL == ""
	if c.PublicURL = strings.TrimSuffix(c.PublicURL, "/"); anyHost {
		c.PublicURL = fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
		if secure != nil {
			c.PublicURL = "https" + strings.TrimPrefix(c.PublicURL, "http")
		}
	}
	first, err := c.begin(ctx, o)
	if err != nil {
		return errors.Join(err, o.close())
	}
	o.mail = mail.Start(mail.Options{Queue: o.store, Desk: o.desk, Files: o.files, PublicURL: c.PublicURL})
	o.alert = alert.Start(alert.Options{Book: o.store, Desk: o.desk, PublicURL: c.PublicURL})
	limits, err := c.limits()
	if err != nil {
		return errors.Join(err, o.close())
	}
	widget, err := web.WidgetFrom(filepath.Join(c.Data, "widget"), web.Widget())
	if err != nil {
		slog.Warn("pages that were opened before the next upgrade will have to be loaded again", "error", err)
	}
	s, err := server.New(server.Options{
		Desk: o.desk, Auth: o.auth, Mail: o.mail, Voice: call.relay, VoiceHost: c.VoiceAddress, NoVoice: call.why, PublicURL: c.PublicURL, AnyHost: anyHost, Trusted: trusted, RequireTLS: c.RequireTLS, Demo: first.shop, DemoOperator: first.operator, Files: o.files, Console: web.Console(), Widget: widget, Version: version,
		Limits: limits,
	})
	if err != nil {
		return errors.Join(err, o.close())
	}
	c.announce(out, first.link)
	return c.run(ctx, o, s, listener, secure)
}

// begun is what a start has prepared.
type begun struct {
	link     string          // by which the first administrator signs in; empty: he can by himself
	shop     http.Handler    // of the demo; nil: none
	operator desk.OperatorID // the demo's own
}

// begin prepares the first start.
func (c *serveCommand) begin(ctx context.Context, o *opened) (begun, error) {
	if c.Demo {
		return c.beginDemo(ctx, o)
	}
	admin, _, err := o.desk.Begin(ctx, desk.First{
		Operator: desk.Operator{Login: "admin"},
		Site:     desk.Site{Name: "My site", Mode: desk.ModeUnset},
	})
	if err != nil || !o.desk.NeedsSetup() {
		return begun{}, err
	}
	link, err := c.signInLink(ctx, o, admin.ID)
	return begun{link: link}, err
}

func (c *serveCommand) signInLink(ctx context.Context, o *opened, id desk.OperatorID) (string, error) {
	token, err := o.auth.Once(ctx, id)
	return c.PublicURL + "/console/sign-in#once=" + token, err
}

func (c *serveCommand) announce(out *os.File, link string) {
	fmt.Fprintln(out)
	if link != "" {
		fmt.Fprintf(out, "  Console:   %s\n             (signs you in, once)\n", link)
	} else {
		fmt.Fprintf(out, "  Console:   %s/console/\n", c.PublicURL)
	}
	if c.Demo {
		fmt.Fprintf(out, "  Demo shop: %s/demo/\n", c.PublicURL)
	}
	fmt.Fprintln(out)
}

// run serves until ctx ends, then stops in reverse: doors, demo, desk, store.
func (c *serveCommand) run(ctx context.Context, o *opened, s *server.Server, listener net.Listener, secure *tls.Config) error {
	h := httpServer(s, s.Connection)
	served := make(chan error, 1)
	go func() { served <- h.Serve(overTLS(s.Listener(listener), secure)) }()
	demoEnded := make(chan struct{})
	go func() {
		defer close(demoEnded)
		if c.Demo {
			c.runDemo(ctx, o, listener.Addr())
		}
	}()
	tidying, endTidying := context.WithCancel(ctx)
	tidied := make(chan struct{})
	go func() {
		defer close(tidied)
		keepTidy(tidying, o.auth, s)
	}()
	var err error
	select {
	case <-ctx.Done():
	case err = <-served:
		err = fmt.Errorf("serve: %w", err)
	}
	closing, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	s.Close(closing)
	err = errors.Join(err, h.Shutdown(closing))
	<-demoEnded
	endTidying()
	<-tidied
	return errors.Join(err, o.close())
}

func (c *serveCommand) limits() (server.Limits, error) {
	l := server.DefaultLimits()
	l.SocketsPerAddress, l.ConsolesPerAddress, l.PageViewsPerAddress = c.SocketsPerAddress, c.ConsolesPerAddress, c.PageViews
	l.ChatsPerAddress, l.LettersPerAddress, l.FilesPerAddress = c.ChatsPerAddress, c.LettersPerAddress, c.FilesPerAddress
	l.RequestsPerAddress, l.ConnectionsPerAddress = c.Requests, c.Connections
	files, err := openFiles()
	l.Sockets, l.Connections = socketsWithin(files, c.Sockets), connectionsWithin(files)
	slog.Info("limits", "sockets", l.Sockets, "files", files)
	return l, err
}

func (c *serveCommand) trusted() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range c.TrustedProxy {
		if a, err := netip.ParseAddr(text); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy %s: want an address or a network such as 10.0.0.0/8", text)
		}
		out = append(out, p)
	}
	if c.Demo { // the simulated visitors come through loopback, from many countries
		out = append(out, netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"))
	}
	return out, nil
}
