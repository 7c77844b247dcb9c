package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type pageRequest struct {
	ByID
	Body struct {
		ID  string `json:"id" doc:"made by the caller, as for a message"`
		URL string `json:"url" doc:"http or https"`
	}
}

func (s *Server) registerBlocks() {
	operation(s, operators, http.MethodGet, "/blocks", "blocks", "Visitors who are kept out, latest first", func(context.Context, caller, *none) (*body[[]wire.Block], error) {
		return answer(wire.BlocksOf(s.desk.Blocked()), nil)
	})
	operation(s, operators, http.MethodPut, "/blocks/{id}", "block", "Keep a visitor out; what is open with him ends", func(ctx context.Context, by caller, in *ByID) (*none, error) {
		return nil, s.desk.BlockVisitor(ctx, by.actor, desk.VisitorID(in.ID))
	})
	operation(s, operators, http.MethodDelete, "/blocks/{id}", "unblock", "Let a visitor come again", func(ctx context.Context, by caller, in *ByID) (*none, error) {
		return nil, s.desk.UnblockVisitor(ctx, by.actor, desk.VisitorID(in.ID))
	})
	operation(s, operators, http.MethodPost, "/conversations/{id}/page", "push-page", "Offer a page to the visitor", func(ctx context.Context, by caller, in *pageRequest) (*body[wire.Message], error) {
		m, err := s.desk.PushPage(ctx, by.actor, desk.ConversationID(in.ID), idOf[desk.ClientID](in.Body.ID), in.Body.URL)
		return answer(wire.MessageOf(m), err)
	})
}
