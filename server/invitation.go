package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type inviteRequest struct {
	Body struct {
		ID      string `json:"id" doc:"made by the caller: 16 to 32 characters of A-Z a-z 0-9 _ -; sending it again sends nothing new"`
		Visitor string `json:"visitor"`
		Text    string `json:"text" doc:"with variables such as %name%"`
		Kind    string `json:"kind" enum:"text,voice"`
		Canned  string `json:"canned,omitempty" doc:"the canned message that the text was made from; it counts as used"`
	}
}

type previewRequest struct {
	Body struct {
		Visitor string `json:"visitor,omitempty"`
		Text    string `json:"text"`
	}
}

type previewOf struct {
	ByID
	Body struct {
		Text string `json:"text"`
	}
}

type preview struct {
	Text string `json:"text" doc:"as the visitor would read it"`
}

func (s *Server) registerInvitations() {
	operation(s, operators, http.MethodPost, "/invitations", "invite", "Invite a visitor", func(ctx context.Context, by caller, in *inviteRequest) (*body[wire.Invitation], error) {
		i, err := s.desk.Invite(ctx, by.actor, desk.NewInvitation{ID: desk.InvitationID(in.Body.ID), Visitor: desk.VisitorID(in.Body.Visitor), Text: in.Body.Text, Kind: desk.Talk(in.Body.Kind), Canned: idOf[desk.CannedID](in.Body.Canned)})
		return answer(wire.InvitationOf(i), err)
	})
	operation(s, operators, http.MethodPost, "/invitations/preview", "preview-invitation", "The text as the visitor would read it", func(_ context.Context, by caller, in *previewRequest) (*body[preview], error) {
		text, err := s.desk.PreviewInvitation(by.actor, desk.VisitorID(in.Body.Visitor), in.Body.Text)
		return answer(preview{Text: text}, err)
	})
	operation(s, operators, http.MethodGet, "/invitations/{id}", "invitation", "An invitation of a visit on the monitor", func(_ context.Context, _ caller, in *ByID) (*body[wire.Invitation], error) {
		i, err := s.desk.Invitation(desk.InvitationID(in.ID))
		return answer(wire.InvitationOf(i), err)
	})
	operation(s, operators, http.MethodPost, "/invitations/{id}/withdraw", "withdraw", "Take an unanswered invitation back", func(ctx context.Context, by caller, in *ByID) (*body[wire.Invitation], error) {
		i, err := s.desk.Withdraw(ctx, by.actor, desk.InvitationID(in.ID))
		return answer(wire.InvitationOf(i), err)
	})
}
