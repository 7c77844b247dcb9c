package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type cannedText struct {
	Title    string   `json:"title"`
	Text     string   `json:"text" doc:"with variables such as %name%"`
	Shortcut string   `json:"shortcut,omitempty" doc:"small letters, digits and hyphens, 30 at most; one of its kind among the shared, and among each operator's own"`
	Personal bool     `json:"personal,omitempty" doc:"seen and changed by the caller only"`
	Tags     []string `json:"tags,omitempty" maxItems:"20"`

	Files *[]string `json:"files,omitempty" doc:"ids of files attached by POST /canned/files, at most five; absent: those it has"`
}

type cannedChange struct {
	ByID
	Body cannedText
}

func (t cannedText) canned(id string, by caller) desk.Canned {
	c := desk.Canned{ID: desk.CannedID(id), Title: t.Title, Text: t.Text, Shortcut: t.Shortcut, Tags: t.Tags}
	if t.Personal {
		c.Owner = by.actor.ID
	}
	if t.Files != nil {
		c.Files = []desk.File{}
		for _, id := range fileIDs(*t.Files) {
			c.Files = append(c.Files, desk.File{ID: id})
		}
	}
	return c
}

func (s *Server) registerCanned() {
	operation(s, operators, http.MethodGet, "/canned", "canned", "The shared canned messages and the caller's own", func(ctx context.Context, by caller, _ *none) (*body[[]wire.Canned], error) {
		list, err := s.desk.CannedList(ctx, by.actor)
		out := make([]wire.Canned, len(list))
		for i, c := range list {
			out[i] = wire.CannedOf(c)
		}
		return answer(out, err)
	})
	operation(s, operators, http.MethodPost, "/canned", "add-canned", "Add a canned message", func(ctx context.Context, by caller, in *body[cannedText]) (*body[wire.Canned], error) {
		c, err := s.desk.SaveCanned(ctx, by.actor, in.Body.canned("", by))
		return answer(wire.CannedOf(c), err)
	})
	operation(s, operators, http.MethodPut, "/canned/{id}", "change-canned", "Change a canned message", func(ctx context.Context, by caller, in *cannedChange) (*body[wire.Canned], error) {
		c, err := s.desk.SaveCanned(ctx, by.actor, in.Body.canned(in.ID, by))
		return answer(wire.CannedOf(c), err)
	})
	operation(s, operators, http.MethodDelete, "/canned/{id}", "delete-canned", "Delete a canned message", func(ctx context.Context, by caller, in *ByID) (*none, error) {
		return nil, s.desk.DeleteCanned(ctx, by.actor, desk.CannedID(in.ID))
	})
}
