package desktest

import (
	"context"
	"slices"

	"beckon/desk"
)

// changeCall makes the change that a line of a conversation means for its call.
func (s *Store) changeCall(e desk.Numbered) error {
	line := e.NumberedLine()
	find := func(id desk.CallID) int {
		return slices.IndexFunc(s.calls, func(k desk.Call) bool { return k.ID == id && k.Conversation == line.Conversation })
	}
	switch e := e.(type) {
	case *desk.CallOffered:
		if slices.ContainsFunc(s.calls, func(k desk.Call) bool {
			return k.ID == e.Call.ID || k.Conversation == line.Conversation && k.State != desk.CallIsEnded
		}) {
			return desk.Errorf(desk.Conflict, "A call goes on in this chat already")
		}
		k := e.Call
		k.Window, k.Reports = "", nil
		s.calls = append(s.calls, k)
	case *desk.CallAccepted:
		at := find(e.Call)
		if at < 0 || s.calls[at].State != desk.CallRings {
			return desk.Errorf(desk.Conflict, "This call does not ring any more")
		}
		s.calls[at].State, s.calls[at].Accepted = desk.CallIsOpen, line.At
	case *desk.CallEnded:
		at := find(e.Call)
		if at < 0 || s.calls[at].State == desk.CallIsEnded || e.Was != "" && s.calls[at].State != e.Was {
			return desk.Errorf(desk.Conflict, "This call stands otherwise now")
		}
		k := &s.calls[at]
		k.State, k.Ended, k.EndedBy, k.Connected = desk.CallIsEnded, line.At, e.By, e.Connected
	}
	return nil
}

// Calls implements desk.Store.
func (s *Store) Calls(ctx context.Context, id desk.ConversationID, limit int) (list []desk.Call, err error) {
	err = s.work(ctx, false, func() error {
		for _, k := range s.calls {
			if k.Conversation == id {
				list = append(list, k)
			}
		}
		list = list[max(0, len(list)-limit):]
		return nil
	})
	return list, err
}
