package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type messagesRequest struct {
	ByID
	After int64 `query:"after" minimum:"0" doc:"number after which messages are wanted"`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type sayRequest struct {
	ByID
	Body struct {
		ID     string   `json:"id" doc:"made by the caller: 16 to 32 characters of A-Z a-z 0-9 _ -; the same id never makes a second copy"`
		Text   string   `json:"text"`
		Files  []string `json:"files,omitempty" maxItems:"5" doc:"ids of files attached before"`
		Canned string   `json:"canned,omitempty" doc:"the canned message that the text was made from; it counts as used"`
	}
}

func (s *Server) registerConversations() {
	operation(s, operators, http.MethodGet, "/conversations/{id}", "conversation", "A conversation as it stands", func(ctx context.Context, _ caller, in *ByID) (*body[wire.Conversation], error) {
		c, err := s.desk.StoredConversation(ctx, desk.ConversationID(in.ID))
		return answer(wire.ConversationOf(c), err)
	})
	operation(s, operators, http.MethodGet, "/conversations/{id}/messages", "messages", "Messages by number", func(ctx context.Context, _ caller, in *messagesRequest) (*body[wire.Messages], error) {
		if _, err := s.desk.StoredConversation(ctx, desk.ConversationID(in.ID)); err != nil {
			return nil, err
		}
		list, more, err := s.desk.Messages(ctx, desk.ConversationID(in.ID), in.After, in.Limit)
		return answer(wire.MessagesOf(list, more), err)
	})
	operation(s, operators, http.MethodPost, "/conversations/{id}/messages", "say", "Say something", func(ctx context.Context, by caller, in *sayRequest) (*body[wire.Message], error) {
		m, err := s.desk.SayCanned(ctx, by.actor, desk.ConversationID(in.ID), idOf[desk.ClientID](in.Body.ID), in.Body.Text, idOf[desk.CannedID](in.Body.Canned), fileIDs(in.Body.Files)...)
		return answer(wire.MessageOf(m), err)
	})
	operation(s, operators, http.MethodPost, "/conversations/{id}/preview", "preview-message", "The text as the visitor would read it", func(ctx context.Context, by caller, in *previewOf) (*body[preview], error) {
		text, err := s.desk.PreviewMessage(ctx, by.actor, desk.ConversationID(in.ID), in.Body.Text)
		return answer(preview{Text: text}, err)
	})
	change := func(path, id, summary string, do func(context.Context, desk.Actor, desk.ConversationID) (desk.Conversation, error)) {
		operation(s, operators, http.MethodPost, "/conversations/{id}/"+path, id, summary, func(ctx context.Context, by caller, in *ByID) (*body[wire.Conversation], error) {
			c, err := do(ctx, by.actor, desk.ConversationID(in.ID))
			return answer(wire.ConversationOf(c), err)
		})
	}
	change("hold", "hold", "Put on hold", s.desk.Hold)
	change("resume", "resume", "Take up again", s.desk.Resume)
	change("end", "end", "End", s.desk.End)
}
