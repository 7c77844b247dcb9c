package server

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"beckon/desk"
	"beckon/wire"
)

// problem is an error as the API answers it; it is the one table from the desk's kinds to HTTP.
type problem struct{ wire.Problem }

var problems = map[desk.Kind]struct {
	status int
	code   string
}{
	desk.Internal:        {http.StatusInternalServerError, "internal"},
	desk.Invalid:         {http.StatusUnprocessableEntity, "invalid"},
	desk.Unauthenticated: {http.StatusUnauthorized, "unauthenticated"},
	desk.Forbidden:       {http.StatusForbidden, "forbidden"},
	desk.NotFound:        {http.StatusNotFound, "not-found"},
	desk.Conflict:        {http.StatusConflict, "conflict"},
	desk.Ended:           {http.StatusConflict, "conflict"},
	desk.OnHold:          {http.StatusConflict, "conflict"},
	desk.TooLarge:        {http.StatusRequestEntityTooLarge, "too-large"},
	desk.TooMany:         {http.StatusTooManyRequests, "too-many"},
	desk.Unavailable:     {http.StatusServiceUnavailable, "unavailable"},
	desk.Refused:         {http.StatusForbidden, "forbidden"},
}

// Error implements error.
func (p *problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *problem) ContentType(string) string { return "application/problem+json" }

// problemOf returns err as it is answered, and logs what the person who calls can't do anything about.
func problemOf(doing string, err error) error {
	if err == nil {
		return nil
	}
	kind := desk.KindOf(err)
	as := problems[kind]
	p := &problem{wire.Problem{Status: as.status, Code: as.code, Detail: "Something went wrong here. It has been noted"}}
	var e *desk.Error
	if errors.As(err, &e) && kind != desk.Internal {
		p.Detail, p.Who = e.Text, e.Who
		if e.Field != "" {
			p.Fields = map[string]string{e.Field: e.Text}
		}
	}
	if kind == desk.Internal || kind == desk.Unavailable {
		slog.Error("a call failed", "operation", doing, "error", err)
	}
	return p
}

// refuse answers a request that comes to no operation with a problem.
func refuse(w http.ResponseWriter, status int, text string) {
	p := newProblem(status, text).(*problem)
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(p.Problem) // whoever has gone needs no answer
}

// newProblem is how huma says what it finds wrong with a request.
func newProblem(status int, text string, errs ...error) huma.StatusError {
	p := &problem{wire.Problem{Status: status, Code: "invalid", Detail: text}}
	for code, as := range problems {
		if as.status == status && code != desk.Ended && code != desk.OnHold && code != desk.Refused {
			p.Code = as.code
		}
	}
	for _, err := range errs {
		var known *problem
		if errors.As(err, &known) {
			return known
		}
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			if p.Fields == nil {
				p.Fields = map[string]string{}
			}
			p.Fields[detail.Location] = detail.Message
		}
	}
	return p
}

// inWords answers what lies under /api and comes to no operation as every other error is answered there: a program reads one form only.
func inWords(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nobody, pattern := mux.Handler(r)
		if pattern != "" || r.URL.Path != "/api" && !strings.HasPrefix(r.URL.Path, "/api/") {
			mux.ServeHTTP(w, r)
			return
		}
		said := refusal{head: w.Header()}
		nobody.ServeHTTP(&said, r)
		if said.status == http.StatusMethodNotAllowed {
			refuse(w, said.status, r.Method+" can't be done here, only "+w.Header().Get("Allow"))
			return
		}
		refuse(w, http.StatusNotFound, "There is nothing under this address")
	})
}

// refusal takes the status of an answer and leaves its words out.
type refusal struct {
	head   http.Header
	status int
}

func (a *refusal) Header() http.Header { return a.head }

func (a *refusal) WriteHeader(status int) { a.status = status }

func (a *refusal) Write(b []byte) (int, error) { return len(b), nil }
