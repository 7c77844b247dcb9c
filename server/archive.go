package server

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"beckon/desk"
	"beckon/wire"
)

// ArchiveFilter narrows the archive; what is absent does not.
type ArchiveFilter struct {
	Search   string `query:"search" maxLength:"200" doc:"words, all of which stand in the conversation; each stands for what begins with it"`
	Operator string `query:"operator" doc:"id: has it, had it last or wrote in it"`
	Site     string `query:"site" doc:"id"`
	State    string `query:"state" enum:"open,ended"`
	From     int64  `query:"from" minimum:"0" doc:"begun from this moment on"`
	To       int64  `query:"to" minimum:"0" doc:"begun before this moment"`
	Rating   string `query:"rating" enum:"1,2,3,4,5,any,none"`
	Tag      string `query:"tag" maxLength:"100"`
}

type archiveRequest struct {
	ArchiveFilter
	After string `query:"after" maxLength:"200" doc:"next of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type exportRequest struct {
	ArchiveFilter
	Format string `query:"format" enum:"csv,json" required:"true"`
}

// Nobody has this id: an id that can't be one narrows to nothing.
const nobody = "-"

func (f ArchiveFilter) query() desk.ArchiveQuery {
	id := func(s string) string {
		if s == "" || anID(s) {
			return s
		}
		return nobody
	}
	q := desk.ArchiveQuery{Operator: desk.OperatorID(id(f.Operator)), Site: desk.SiteID(id(f.Site)), State: desk.ConversationState(f.State), Tag: f.Tag}
	if f.From > 0 {
		q.From = time.UnixMilli(f.From)
	}
	if f.To > 0 {
		q.To = time.UnixMilli(f.To)
	}
	switch f.Rating {
	case "any":
		q.Rating = desk.RatedAny
	case "none":
		q.Rating = desk.NotRated
	default:
		n, _ := strconv.Atoi(f.Rating) // absent is 0: rated or not
		q.Rating = desk.Rated(n)
	}
	return q
}

func placeText(p desk.ArchivePlace) string {
	return base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, p.Started.UnixMilli(), 10)) + "." + string(p.ID)
}

func placeOf(text string) (desk.ArchivePlace, error) {
	if text == "" {
		return desk.ArchivePlace{}, nil
	}
	when, id, _ := strings.Cut(text, ".")
	raw, err := base64.RawURLEncoding.DecodeString(when)
	ms, bad := strconv.ParseInt(string(raw), 10, 64)
	if err != nil || bad != nil || !anID(id) {
		return desk.ArchivePlace{}, &desk.Error{Kind: desk.Invalid, Field: "after", Text: "This is no place in the list"}
	}
	return desk.ArchivePlace{Started: time.UnixMilli(ms), ID: desk.ConversationID(id)}, nil
}

func (s *Server) registerArchive() {
	operation(s, operators, http.MethodGet, "/conversations", "archive", "The archive of conversations, latest first", func(ctx context.Context, by caller, in *archiveRequest) (*body[wire.Archive], error) {
		q := in.query()
		var err error
		if q.After, err = placeOf(in.After); err != nil {
			return nil, err
		}
		q.Limit = in.Limit
		list, more, err := s.desk.Archive(ctx, by.actor, in.Search, q)
		next := ""
		if more {
			next = placeText(desk.PlaceOf(list[len(list)-1].Conversation))
		}
		return answer(wire.ArchiveOf(list, next), err)
	})
	operation(s, operators, http.MethodGet, "/conversations/export", "export-archive", "The archive as a file, up to 10,000 conversations", func(ctx context.Context, by caller, in *exportRequest) (*huma.StreamResponse, error) {
		release, err := s.limits.export(by.actor.ID)
		if err != nil {
			return nil, err
		}
		runs, err := s.desk.ExportArchive(ctx, by.actor, in.Search, in.query())
		if err != nil {
			release()
			return nil, err
		}
		return &huma.StreamResponse{Body: func(c huma.Context) {
			defer release()
			runs, finished := hurried(c, runs)
			s.export(c, in.Format, runs)
			finished()
		}}, nil
	})
}

type runs = func(ctx context.Context, run func([]desk.Conversation) error) error

// exportWithin is how long the reader of an export may take for a part of it: who takes nothing holds nothing.
const exportWithin = 30 * time.Second

// hurried is runs, each of which must be taken in time; finished gives the connection back to what comes next on it.
func hurried(c huma.Context, all runs) (hurried runs, finished func()) {
	w, ok := c.BodyWriter().(http.ResponseWriter)
	if !ok { // not over a network
		return all, func() {}
	}
	line := http.NewResponseController(w)
	begin := func() { line.SetWriteDeadline(time.Now().Add(exportWithin)) } // a line that can't have a deadline has none
	return func(ctx context.Context, run func([]desk.Conversation) error) error {
		begin()
		return all(ctx, func(list []desk.Conversation) error {
			begin()
			err := run(list)
			begin()
			return err
		})
	}, func() { line.SetWriteDeadline(time.Time{}) }
}

// export streams conversations as a file. What breaks in the middle breaks the connection: half a file must not look whole.
func (s *Server) export(c huma.Context, format string, runs runs) {
	kind := map[string]string{"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}[format]
	c.SetHeader("Content-Type", kind)
	c.SetHeader("Content-Disposition", `attachment; filename="conversations-`+time.Now().UTC().Format("2006-01-02")+"."+format+`"`)
	c.SetHeader("X-Content-Type-Options", "nosniff")
	c.SetHeader("Cache-Control", "no-store")
	out := bufio.NewWriter(c.BodyWriter())
	sites := map[desk.SiteID]string{}
	for _, site := range s.desk.Sites() {
		sites[site.ID] = site.Name
	}
	var err error
	if format == "csv" {
		err = exportCSV(c.Context(), out, sites, runs)
	} else {
		err = exportJSON(c.Context(), out, runs)
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		if c.Context().Err() == nil {
			slog.Error("an export broke off", "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

func exportJSON(ctx context.Context, out *bufio.Writer, runs runs) error {
	between := "[\n"
	err := runs(ctx, func(list []desk.Conversation) error {
		for _, c := range list {
			raw, err := json.Marshal(wire.ConversationOf(c))
			if err != nil {
				return err
			}
			out.WriteString(between)
			out.Write(raw)
			between = ",\n"
		}
		return out.Flush()
	})
	if between == "[\n" {
		out.WriteString(between)
	}
	out.WriteString("\n]\n") // a broken writer says so at Flush
	return err
}
