package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type noteRequest struct {
	ByID
	Body struct {
		ID   string `json:"id" doc:"made by the caller: 16 to 32 characters of A-Z a-z 0-9 _ -; the same id never makes a second copy"`
		Text string `json:"text"`
	}
}

func (s *Server) registerNotes() {
	operation(s, operators, http.MethodGet, "/conversations/{id}/notes", "notes", "The notes on a conversation, in the order made; visitors never see them", func(ctx context.Context, by caller, in *ByID) (*body[[]wire.Note], error) {
		list, err := s.desk.Notes(ctx, by.actor, desk.ConversationID(in.ID))
		return answer(wire.NotesOf(list), err)
	})
	operation(s, operators, http.MethodPost, "/conversations/{id}/notes", "add-note", "Write a note on a conversation", func(ctx context.Context, by caller, in *noteRequest) (*body[wire.Note], error) {
		n, err := s.desk.AddNote(ctx, by.actor, desk.ConversationID(in.ID), idOf[desk.ClientID](in.Body.ID), in.Body.Text)
		return answer(wire.NoteOf(n), err)
	})
}
