package server

import (
	"context"
	"encoding/base64"
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
	Format string `query:"format" enum:"csv,json,jsonl" required:"true" doc:"jsonl: with what was said, a conversation on each line; else the list only"`
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
			e := newExport(c, s, by.actor)
			e.stream(in.Format, runs)
			e.finished()
		}}, nil
	})
}
