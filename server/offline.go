package server

import (
	"context"
	"encoding/json"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type boardRequest struct {
	State  string `query:"state" enum:"unanswered,closed" doc:"absent: both"`
	Before string `query:"before" maxLength:"64" doc:"what the run before gave as next"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type replyRequest struct {
	ByID
	Body wire.NewReply
}

func (s *Server) registerOffline() {
	operation(s, operators, http.MethodGet, "/offline", "board", "The Message board, latest first", func(ctx context.Context, by caller, in *boardRequest) (*body[wire.Board], error) {
		q := desk.BoardQuery{State: desk.OfflineState(in.State), Limit: in.Limit}
		if in.Before != "" {
			var ok bool
			if q.Before, q.Than, ok = wire.BeforeOf(in.Before); !ok || !anID(string(q.Than)) {
				return nil, &desk.Error{Kind: desk.Invalid, Field: "before", Text: "This is no place on the Message board"}
			}
		}
		b, err := s.desk.Board(ctx, by.actor, q)
		return answer(wire.BoardOf(b), err)
	})
	operation(s, operators, http.MethodGet, "/offline/{id}", "offline-message", "An off-line message with its replies", func(ctx context.Context, by caller, in *ByID) (*body[wire.Correspondence], error) {
		c, err := s.desk.Correspondence(ctx, by.actor, desk.OfflineID(in.ID))
		return answer(wire.CorrespondenceOf(c), err)
	})
	operation(s, operators, http.MethodPost, "/offline/{id}/replies", "reply", "Answer by e-mail, and close the message", func(ctx context.Context, by caller, in *replyRequest) (*body[wire.Correspondence], error) {
		n := desk.NewReply{ID: idOf[desk.ReplyID](in.Body.ID), To: in.Body.To, Text: in.Body.Text, Files: fileIDs(in.Body.Files), Canned: idOf[desk.CannedID](in.Body.Canned), Seen: in.Body.Seen}
		c, err := s.desk.ReplyOffline(ctx, by.actor, desk.OfflineID(in.ID), n)
		return answer(wire.CorrespondenceOf(c), err)
	})
	operation(s, operators, http.MethodPost, "/offline/{id}/preview", "preview-reply", "The text of a reply as it would be read", func(ctx context.Context, by caller, in *previewOf) (*body[preview], error) {
		text, err := s.desk.PreviewReply(ctx, by.actor, desk.OfflineID(in.ID), in.Body.Text)
		return answer(preview{Text: text}, err)
	})
	change := func(path, id, summary string, do func(context.Context, desk.Actor, desk.OfflineID) (desk.OfflineMessage, error)) {
		operation(s, operators, http.MethodPost, "/offline/{id}/"+path, id, summary, func(ctx context.Context, by caller, in *ByID) (*body[wire.OfflineMessage], error) {
			m, err := do(ctx, by.actor, desk.OfflineID(in.ID))
			return answer(wire.OfflineOf(m), err)
		})
	}
	change("close", "close-offline-message", "Close a message without a reply", s.desk.CloseOffline)
	change("reopen", "reopen-offline-message", "Have a closed message stand unanswered again", s.desk.ReopenOffline)
}

func takeLeave(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.LeaveFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	undo, ok := p.server.limits.letters.count(p.from, f.ID)
	if !ok {
		return f.ID, desk.Errorf(desk.TooMany, "Many messages have come from your network. Try again in ten minutes")
	}
	err := p.server.desk.LeaveMessage(ctx, p.arrived.Visitor, desk.NewOffline{ID: idOf[desk.OfflineID](f.ID), Name: f.Name, Email: f.Email, Subject: f.Subject, Text: f.Text, Files: fileIDs(f.Files)})
	if err != nil {
		undo()
		return f.ID, err
	}
	p.socket.send(wire.LeftFrame{Type: "left", ID: f.ID})
	return f.ID, nil
}

func takeTranscript(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.TranscriptFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	undo, ok := p.server.limits.letters.count(p.from, f.Conversation+" "+f.Email)
	if !ok {
		return f.Conversation, desk.Errorf(desk.TooMany, "Too many e-mails were asked for from your network. Try again in a few minutes")
	}
	err := p.server.desk.OrderTranscript(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation), f.Email)
	if err != nil {
		undo()
		return f.Conversation, err
	}
	p.socket.send(wire.TranscriptSentFrame{Type: "transcript-sent", Conversation: f.Conversation})
	return f.Conversation, nil
}
