// Package server opens the doors: the visitor's socket, the console's socket, the HTTP API and the files of widget and console. It
// checks who calls and calls the desk; it decides no rule.
package server

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gorilla/websocket"

	"beckon/auth"
	"beckon/desk"
	kept "beckon/files"
	"beckon/origin"
	"beckon/voice"
)

// storeWithin is how long a call may take in all.
const storeWithin = 8 * time.Second

var bufferPool sync.Pool // write buffers that sockets share

// Options say what a server stands on.
type Options struct {
	Desk         *desk.Desk
	Auth         *auth.Auth
	Mail         Mailer
	Voice        *voice.Relay   // of calls; nil: voice is off
	VoiceHost    string         // by which browsers reach the relay; empty: the one they reach this server by
	NoVoice      string         // why voice is off, in words; with Voice: what of it is not to be had
	PublicURL    string         // as browsers see this server, without a slash at the end; links are built from nothing else
	AnyHost      bool           // PublicURL is only a guess: whatever Host a request names is answered
	Trusted      []netip.Prefix // proxies whose X-Forwarded-For and X-Forwarded-Proto count
	RequireTLS   bool           // console and API only over HTTPS
	Limits       Limits
	DeadAfter    time.Duration   // a line without a frame for so long is dead; it is pinged twice in that time; 0: 45 s; of a console two thirds of it
	Demo         http.Handler    // the demo shop; nil: none
	DemoOperator desk.OperatorID // who gets into the demo by its link each time, and needs no password
	Files        kept.Store      // what people attach; nil: nothing can be attached
	Console      fs.FS           // built console
	Widget       fs.FS           // built widget
	Version      string
}

// Server is Beckon's HTTP handler.
type Server struct {
	desk     *desk.Desk
	auth     *auth.Auth
	options  Options
	origin   string      // of PublicURL
	host     string      // of PublicURL
	direct   atomic.Bool // a page has come since the start whose address no proxy hides
	limits   *limiter
	open     *connections
	pinger   *pinger
	lines    *lines
	chatPath string
	widget   *files
	built    *files // the console's
	handler  http.Handler
	api      huma.API
	attached *attachments
	phones   *phones
	pages    sync.WaitGroup // and consoles: sockets under way

	mu       sync.Mutex // guards all below
	consoles map[*console]struct{}
	closing  bool
}

// New returns a server. Close it when done.
func New(o Options) (*Server, error) {
	public, err := url.Parse(o.PublicURL)
	if err != nil || public.Host == "" || public.Scheme != "http" && public.Scheme != "https" {
		return nil, fmt.Errorf("public URL %q: want an address such as https://chat.shop.example", o.PublicURL)
	}
	o.DeadAfter = cmp.Or(o.DeadAfter, deadAfter)
	p, err := newPinger(pingEvery(o.DeadAfter))
	if err != nil {
		return nil, err
	}
	s := &Server{
		desk: o.Desk, auth: o.Auth, options: o, origin: public.Scheme + "://" + public.Host, host: public.Hostname(), limits: newLimiter(o.Limits), pinger: p, lines: newLines(), phones: newPhones(), consoles: map[*console]struct{}{},
		widget: &files{from: o.Widget}, built: &files{from: o.Console},
	}
	s.open = newConnections(o.Limits, s.trusts)
	if o.Files != nil {
		s.attached = newAttachments(o.Files)
	}
	s.handler = s.routes()
	return s, nil
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	s.api = newAPI(mux)
	s.registerAPI()
	mux.HandleFunc("GET /v1/visit", s.visit)
	mux.HandleFunc("POST /v1/line", s.line)
	mux.HandleFunc("GET /v1/phone", s.phone)
	mux.HandleFunc("GET /api/v1/live", s.live)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	if s.attached != nil {
		s.routeAttachments(mux)
	}
	s.routeFiles(mux)
	if s.options.Demo != nil {
		mux.Handle("/demo/", s.options.Demo)
	}
	return s.guard(inWords(mux))
}

// ServeHTTP implements http.Handler. Browsers are told to guess nothing of any answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "same-origin")
	if r.URL.Path == "/livez" {
		s.handler.ServeHTTP(w, r)
		return
	}
	done, ok := s.limits.requestsOf(r.URL.Path).enter(s.clientAddress(r))
	if !ok {
		w.Header().Set("Retry-After", "5")
		w.Header().Set("Connection", "close")
		refuse(w, http.StatusServiceUnavailable, "Too much is asked for from this address at once. Try again in a moment")
		http.NewResponseController(w).SetReadDeadline(time.Now()) // its body is not waited for; where that can't be, it has its time
		return
	}
	defer done()
	s.handler.ServeHTTP(w, r)
}

// guard is what holds for every answer: a crash ends one request only, and it comes under our name and from a page that may.
func (s *Server) guard(next http.Handler) http.Handler {
	protect := http.NewCrossOriginProtection()
	protect.AddTrustedOrigin(s.origin)
	protect.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusForbidden, "This came from a page that is not Beckon's console, and was not carried out")
	}))
	safe := protect.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if crash := recover(); crash != nil && crash != http.ErrAbortHandler {
				slog.Error("a request crashed", "path", r.URL.Path, "crash", crash)
				refuse(w, http.StatusInternalServerError, "Something went wrong here. It has been noted")
			}
		}()
		if s.options.RequireTLS && !s.encrypted(r) && r.URL.Path != "/livez" {
			refuse(w, http.StatusForbidden, "Beckon is served over HTTPS only")
			return
		}
		if !s.answersTo(r) && r.URL.Path != "/livez" {
			refuse(w, http.StatusMisdirectedRequest, "Beckon is not served under this name")
			return
		}
		if strings.HasPrefix(r.URL.Path, "/v1/") { // pages of the sites: no cookie counts there
			next.ServeHTTP(w, r)
			return
		}
		safe.ServeHTTP(w, r)
	})
}

// clientAddress is whom a request comes from, after trusted proxies.
func (s *Server) clientAddress(r *http.Request) netip.Addr {
	return origin.ClientAddress(peer(r), r.Header.Values("X-Forwarded-For"), s.options.Trusted)
}

func peer(r *http.Request) netip.Addr { return addressOf(r.RemoteAddr) }

func (s *Server) trusts(a netip.Addr) bool {
	for _, p := range s.options.Trusted {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// hidden reports whether a proxy that is not trusted hides the client's address. Once a page has come without such a proxy the header
// is the visitor's own.
func (s *Server) hidden(r *http.Request) bool {
	return r.Header.Get("X-Forwarded-For") != "" && !s.trusts(peer(r)) && !s.direct.Load()
}

// encrypted reports whether the browser speaks HTTPS, to us or to a trusted proxy.
func (s *Server) encrypted(r *http.Request) bool {
	return r.TLS != nil || s.trusts(peer(r)) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// enter counts a line in: pages.Done when it has ended. False when the server closes: it takes no more.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing {
		s.pages.Add(1)
	}
	return !s.closing
}

// upgrade makes a request a socket and enters it. False when it was answered otherwise.
func (s *Server) upgrade(u *websocket.Upgrader, w http.ResponseWriter, r *http.Request) (*websocket.Conn, bool) {
	if !s.enter() {
		sendAway(w, errRestarting, "2")
		return nil, false
	}
	conn, err := u.Upgrade(w, r, nil)
	if err != nil {
		s.pages.Done()
		return nil, false // Upgrade has answered
	}
	return conn, true
}

// Close tells all sockets that the server restarts, spreads their return over some seconds, and waits for them to end.
func (s *Server) Close(ctx context.Context) {
	s.mu.Lock()
	again := s.closing
	s.closing = true
	s.mu.Unlock()
	if again {
		return
	}
	s.pinger.closeAll()
	s.mu.Lock()
	for c := range s.consoles {
		c.socket.close(closeRestart, "retry 1")
	}
	s.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		s.pages.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
}
