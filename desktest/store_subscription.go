package desktest

import (
	"context"
	"slices"

	"beckon/desk"
)

func (s *Store) subscribe(made desk.Subscription) {
	s.subscriptions = slices.DeleteFunc(s.subscriptions, func(x desk.Subscription) bool { return x.Session == made.Session || x.Endpoint == made.Endpoint })
	s.subscriptions = append(s.subscriptions, made)
	var his []desk.Subscription
	for _, x := range s.subscriptions {
		if x.Operator == made.Operator {
			his = append(his, x)
		}
	}
	if len(his) > desk.MaxSubscriptions {
		oldest := slices.MinFunc(his, func(a, b desk.Subscription) int { return a.Made.Compare(b.Made) })
		s.unsubscribe(oldest.ID)
	}
}

func (s *Store) unsubscribe(id desk.SubscriptionID) {
	s.subscriptions = slices.DeleteFunc(s.subscriptions, func(x desk.Subscription) bool { return x.ID == id })
}

// Subscription implements desk.Store.
func (s *Store) Subscription(ctx context.Context, session string) (found desk.Subscription, err error) {
	err = s.work(ctx, false, func() error {
		at := slices.IndexFunc(s.subscriptions, func(x desk.Subscription) bool { return x.Session == session })
		if at < 0 {
			return notFound("subscription")
		}
		found = s.subscriptions[at]
		return nil
	})
	return found, err
}
