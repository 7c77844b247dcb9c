package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type cannedText struct {
	Title string `json:"title"`
	Text  string `json:"text" doc:"with variables such as %name%"`
}

type cannedChange struct {
	ByID
	Body cannedText
}

func (s *Server) registerCanned() {
	operation(s, operators, http.MethodGet, "/canned", "canned", "The canned messages", func(ctx context.Context, _ caller, _ *none) (*body[[]wire.Canned], error) {
		list, err := s.desk.CannedList(ctx)
		out := make([]wire.Canned, len(list))
		for i, c := range list {
			out[i] = wire.CannedOf(c)
		}
		return answer(out, err)
	})
	operation(s, operators, http.MethodPost, "/canned", "add-canned", "Add a canned message", func(ctx context.Context, by caller, in *body[cannedText]) (*body[wire.Canned], error) {
		c, err := s.desk.SaveCanned(ctx, by.actor, desk.Canned{Title: in.Body.Title, Text: in.Body.Text})
		return answer(wire.CannedOf(c), err)
	})
	operation(s, operators, http.MethodPut, "/canned/{id}", "change-canned", "Change a canned message", func(ctx context.Context, by caller, in *cannedChange) (*body[wire.Canned], error) {
		c, err := s.desk.SaveCanned(ctx, by.actor, desk.Canned{ID: desk.CannedID(in.ID), Title: in.Body.Title, Text: in.Body.Text})
		return answer(wire.CannedOf(c), err)
	})
	operation(s, operators, http.MethodDelete, "/canned/{id}", "delete-canned", "Delete a canned message", func(ctx context.Context, by caller, in *ByID) (*none, error) {
		return nil, s.desk.DeleteCanned(ctx, by.actor, desk.CannedID(in.ID))
	})
}
