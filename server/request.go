package server

import (
	"context"
	"encoding/json"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type handedOver struct {
	Conversations int `json:"conversations" doc:"how many went back to the queue"`
}

func (s *Server) registerRequests() {
	operation(s, operators, http.MethodGet, "/requests/{id}", "request", "A chat request that waits or is just over", func(_ context.Context, _ caller, in *ByID) (*body[wire.Request], error) {
		r, err := s.desk.Request(desk.RequestID(in.ID))
		return answer(wire.RequestOf(r), err)
	})
	operation(s, operators, http.MethodPost, "/requests/{id}/accept", "accept-request", "Take a chat request; one winner", func(ctx context.Context, by caller, in *ByID) (*body[wire.Conversation], error) {
		c, err := s.desk.AcceptRequest(ctx, by.actor, desk.RequestID(in.ID))
		return answer(wire.ConversationOf(c), err)
	})
	for _, p := range []struct {
		path, id, summary string
		how               desk.Passed
	}{
		{"decline", "decline-request", "Decline a chat request: not asked again", desk.PassDeclined},
		{"queue", "queue-request", "Leave a chat request to the queue: no second notification", desk.PassQueued},
	} {
		operation(s, operators, http.MethodPost, "/requests/{id}/"+p.path, p.id, p.summary, func(ctx context.Context, by caller, in *ByID) (*body[wire.Request], error) {
			r, err := s.desk.PassRequest(ctx, by.actor, desk.RequestID(in.ID), p.how)
			return answer(wire.RequestOf(r), err)
		})
	}
	operation(s, operators, http.MethodPost, "/operators/me/hand-over", "hand-over", "Give all one's conversations back to the queue", func(ctx context.Context, by caller, _ *none) (*body[handedOver], error) {
		n, err := s.desk.HandOver(ctx, by.actor)
		return answer(handedOver{Conversations: n}, err)
	})
}

func takeAsk(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.AskFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	undo, ok := p.server.limits.chats.count(p.from, f.ID)
	if !ok {
		return f.ID, desk.Errorf(desk.TooMany, "Too many chats were asked for from your network. Try again in a few minutes, or leave a message")
	}
	r, err := p.server.desk.Ask(ctx, p.arrived.Visitor, desk.NewRequest{ID: idOf[desk.RequestID](f.ID), Name: f.Name, Kind: desk.Talk(f.Kind)})
	if err != nil {
		undo()
		return f.ID, err
	}
	p.socket.send(wire.VisitorRequestFrame{Type: "request", Request: wire.VisitorRequestOf(r)})
	return f.ID, nil
}

func takeCancel(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.CancelFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return f.Request, p.server.desk.CancelRequest(ctx, p.arrived.Visitor, idOf[desk.RequestID](f.Request))
}
