package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type operatorChange struct {
	ByID
	Body struct {
		Name  *string `json:"name,omitempty" doc:"shown to visitors"`
		Email *string `json:"email,omitempty"`

		NoCalls       *bool `json:"noCalls,omitempty" doc:"can't receive voice calls"`
		NoOfflineMail *bool `json:"noOfflineMail,omitempty" doc:"no e-mail of messages that visitors leave"`
		RequestMail   *bool `json:"requestMail,omitempty" doc:"an e-mail of chat requests that wait in the queue while the operator looks at no console"`
	}
}

type liveHelpRequest struct {
	Body struct {
		Available bool `json:"available"`
	}
}

func (s *Server) registerOperators() {
	operation(s, operators, http.MethodGet, "/operators", "operators", "All operators", func(context.Context, caller, *none) (*body[[]wire.Operator], error) {
		out := []wire.Operator{}
		for _, o := range s.desk.Operators() {
			out = append(out, wire.OperatorOf(o))
		}
		return answer(out, nil)
	})
	operation(s, operators, http.MethodPatch, "/operators/{id}", "change-operator", "Change an operator", func(ctx context.Context, by caller, in *operatorChange) (*body[wire.Operator], error) {
		o, err := s.desk.ChangeOperator(ctx, by.actor, desk.OperatorID(in.ID), desk.OperatorChange{
			Name: in.Body.Name, Email: in.Body.Email, NoCalls: in.Body.NoCalls, NoOfflineMail: in.Body.NoOfflineMail, RequestMail: in.Body.RequestMail,
		})
		return answer(wire.OperatorOf(o), err)
	})
	operation(s, operators, http.MethodPut, "/operators/me/live-help", "live-help", "The Live Help switch", func(ctx context.Context, by caller, in *liveHelpRequest) (*body[wire.Operator], error) {
		o, err := s.desk.SwitchLiveHelp(ctx, by.actor, in.Body.Available)
		return answer(wire.OperatorOf(o), err)
	})
}
