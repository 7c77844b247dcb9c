package server

import (
	"context"
	"net/http"
	"net/netip"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"beckon/auth"
	"beckon/desk"
)

const apiRoot = "/api/v1"

// settle tells huma, which knows it for the whole process, how errors are answered; once, for servers may start side by side.
var settle = sync.OnceFunc(func() {
	huma.NewError = newProblem
	huma.DefaultArrayNullable = false
})

// newAPI returns the HTTP API, described by OpenAPI at /api/v1/openapi.json.
func newAPI(mux *http.ServeMux) huma.API {
	settle()
	config := huma.DefaultConfig("Beckon", "1")
	config.Info.Description = "Everything Beckon's console does. Socket frames stand among the components."
	config.OpenAPIPath = apiRoot + "/openapi"
	config.DocsPath, config.SchemasPath = "", ""
	config.CreateHooks = nil
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "__Host-beckon", Description: "From POST /api/v1/session"},
	}
	return humago.New(mux, config)
}

// caller is who calls, and from where.
type caller struct {
	session   auth.Session
	actor     desk.Actor
	token     string
	from      netip.Addr
	agent     string
	encrypted bool
}

type callerKey struct{}

// whence finds out from where a request comes.
func (s *Server) whence(ctx huma.Context) caller {
	r, _ := humago.Unwrap(ctx)
	secure := s.encrypted(r)
	return caller{token: auth.TokenOf(r, secure), from: s.clientAddress(r), agent: r.UserAgent(), encrypted: secure}
}

func (s *Server) anybody(ctx huma.Context, next func(huma.Context)) {
	next(huma.WithValue(ctx, callerKey{}, s.whence(ctx)))
}

// signedIn lets only operators through.
func (s *Server) signedIn(ctx huma.Context, next func(huma.Context)) {
	c := s.whence(ctx)
	var err error
	if c.session, c.actor, err = s.session(ctx.Context(), c.token); err == nil {
		next(huma.WithValue(ctx, callerKey{}, c))
		return
	}
	p := problemOf("sign in", err).(*problem)
	huma.WriteErr(s.api, ctx, p.Status, p.Detail)
}

// session returns the session that a token stands for, and whose it is. Unauthenticated, Unavailable.
func (s *Server) session(ctx context.Context, token string) (auth.Session, desk.Actor, error) {
	session, err := s.auth.Session(ctx, token)
	if err != nil {
		return auth.Session{}, desk.Actor{}, err
	}
	o, err := s.desk.Operator(session.Operator)
	if err != nil {
		return auth.Session{}, desk.Actor{}, desk.Errorf(desk.Unauthenticated, "Sign in, please")
	}
	return session, desk.Actor{ID: o.ID, Administrator: o.Administrator}, nil
}

// operatorOf returns who calls beside the API's own operations. Unauthenticated, Unavailable.
func (s *Server) operatorOf(r *http.Request) (desk.Actor, error) {
	_, by, err := s.session(r.Context(), auth.TokenOf(r, s.encrypted(r)))
	return by, err
}

// door says who may use an operation.
type door bool

const (
	open      door = true
	operators door = false
)

// operation adds an operation to the API.
func operation[I, O any](s *Server, who door, method, path, id, summary string, do func(ctx context.Context, by caller, in *I) (*O, error)) {
	op := huma.Operation{
		OperationID: id, Method: method, Path: apiRoot + path, Summary: summary, MaxBodyBytes: 64 << 10,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusServiceUnavailable},
	}
	if who == open {
		op.Middlewares = huma.Middlewares{s.anybody}
	} else {
		op.Middlewares = huma.Middlewares{s.signedIn}
		op.Security = []map[string][]string{{"session": {}}}
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		by := ctx.Value(callerKey{}).(caller)
		ctx, cancel := context.WithTimeout(ctx, storeWithin)
		defer cancel()
		out, err := do(ctx, by, in)
		return out, problemOf(id, err)
	})
}

// body is an answer, or a request, that is all body.
type body[T any] struct{ Body T }

func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{Body: v}, nil
}

// none is a request that says nothing, or an answer without content.
type none struct{}

// ByID is a request about one thing.
type ByID struct {
	ID string `path:"id"`
}

// Resolve implements huma.Resolver: what can't be an identifier is answered as one that is unknown.
func (b *ByID) Resolve(huma.Context) []error {
	if anID(b.ID) {
		return nil
	}
	return []error{problemOf("read a path", desk.Errorf(desk.NotFound, "There is nothing under this address"))}
}

// anID reports whether a text could be an identifier. Others are nobody's, and databases choke on some.
func anID(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// idOf returns a text as an identifier; the empty one, which nobody has, when it can't be any.
func idOf[T ~string](s string) T {
	if !anID(s) {
		return ""
	}
	return T(s)
}

func (s *Server) registerAPI() {
	s.registerSession()
	s.registerOperators()
	s.registerSites()
	s.registerVisits()
	s.registerInvitations()
	s.registerConversations()
	s.registerCalls()
	s.registerCanned()
	s.registerRequests()
	s.registerBlocks()
	s.registerArchive()
	s.registerNotes()
	s.registerTags()
	s.registerOffline()
	s.registerMail()
	s.registerSubscription()
	registerFrames(s.api)
}
