package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

func (s *Server) registerSubscription() {
	operation(s, operators, http.MethodGet, "/subscription", "subscription", "How web push stands, for all and in this session's browser", func(ctx context.Context, by caller, _ *none) (*body[wire.Push], error) {
		return answer(s.push(ctx, by))
	})
	operation(s, operators, http.MethodPut, "/subscription", "subscribe", "Have alerts pushed to this session's browser", func(ctx context.Context, by caller, in *body[wire.NewSubscription]) (*body[wire.Push], error) {
		if _, err := s.desk.Subscribe(ctx, by.actor, by.session.PublicID, in.Body.Desk()); err != nil {
			return nil, err
		}
		return answer(s.push(ctx, by))
	})
	operation(s, operators, http.MethodDelete, "/subscription", "unsubscribe", "End the pushes to this session's browser", func(ctx context.Context, by caller, _ *none) (*none, error) {
		return nil, s.desk.Unsubscribe(ctx, by.session.PublicID)
	})
}

func (s *Server) push(ctx context.Context, by caller) (wire.Push, error) {
	_, key := s.desk.PushKeys()
	on := s.desk.Settings().WebPush
	has, err := s.desk.Subscription(ctx, by.session.PublicID)
	switch {
	case err == nil:
		return wire.PushOf(on, key, &has), nil
	case desk.KindOf(err) == desk.NotFound:
		return wire.PushOf(on, key, nil), nil
	}
	return wire.Push{}, err
}
