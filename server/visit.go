package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

func (s *Server) registerVisits() {
	operation(s, operators, http.MethodGet, "/visits/{id}", "visit", "A visit with its page views and what is known of the visitor", func(ctx context.Context, _ caller, in *ByID) (*body[wire.VisitDetail], error) {
		p, err := s.desk.Profile(ctx, desk.VisitID(in.ID))
		return answer(wire.ProfileOf(p), err)
	})
	operation(s, operators, http.MethodGet, "/visitors/{id}/conversations", "history", "Earlier conversations and off-line messages of a visitor", func(ctx context.Context, _ caller, in *ByID) (*body[wire.VisitorHistory], error) {
		conversations, offline, err := s.desk.History(ctx, desk.VisitorID(in.ID))
		return answer(wire.HistoryOf(conversations, offline), err)
	})
}
