package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type tagRequest struct {
	ByID
	Tag string `path:"tag"`
}

func (s *Server) registerTags() {
	operation(s, operators, http.MethodGet, "/tags", "tags", "Tags that conversations have, the most frequent first", func(ctx context.Context, by caller, _ *none) (*body[[]string], error) {
		list, err := s.desk.Tags(ctx, by.actor)
		return answer(append([]string{}, list...), err)
	})
	for _, t := range []struct {
		method, id, summary string
		do                  func(context.Context, desk.Actor, desk.ConversationID, string) (desk.Conversation, error)
	}{
		{http.MethodPut, "tag", "Put a tag on a conversation", s.desk.Tag},
		{http.MethodDelete, "untag", "Take a tag off a conversation", s.desk.Untag},
	} {
		operation(s, operators, t.method, "/conversations/{id}/tags/{tag}", t.id, t.summary, func(ctx context.Context, by caller, in *tagRequest) (*body[wire.Conversation], error) {
			c, err := t.do(ctx, by.actor, desk.ConversationID(in.ID), in.Tag)
			return answer(wire.ConversationOf(c), err)
		})
	}
}
