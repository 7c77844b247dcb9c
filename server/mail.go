package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

// Mailer sends mail at once.
type Mailer interface {
	// Test sends a test message to an operator's own address, and says in words what came of it. It ends within its context's deadline.
	Test(ctx context.Context, to desk.Operator) (sent bool, words string)
}

func (s *Server) registerMail() {
	operation(s, operators, http.MethodGet, "/mail/settings", "mail-settings", "The mail server and the sender, without the password", func(_ context.Context, by caller, _ *none) (*body[wire.MailSettings], error) {
		m, has, err := s.desk.MailSettingsFor(by.actor)
		return answer(wire.MailSettingsOf(m, has), err)
	})
	operation(s, operators, http.MethodPut, "/mail/settings", "change-mail-settings", "Replace the mail settings", func(ctx context.Context, by caller, in *body[wire.MailSettingsChange]) (*body[wire.MailSettings], error) {
		if err := s.desk.ChangeMailSettings(ctx, by.actor, in.Body.Desk(), in.Body.Password); err != nil {
			return nil, err
		}
		m, has, err := s.desk.MailSettingsFor(by.actor)
		return answer(wire.MailSettingsOf(m, has), err)
	})
	operation(s, operators, http.MethodPost, "/mail/test", "test-mail", "Send a test message to one's own address", func(ctx context.Context, by caller, _ *none) (*body[wire.MailTest], error) {
		if _, _, err := s.desk.MailSettingsFor(by.actor); err != nil {
			return nil, err
		}
		if !s.limits.test() {
			return nil, desk.Errorf(desk.TooMany, "Too many tests at once. Try again in a moment")
		}
		o, err := s.desk.Operator(by.actor.ID)
		if err != nil {
			return nil, err
		}
		sent, words := s.options.Mail.Test(ctx, o)
		return answer(wire.MailTest{Sent: sent, Text: words}, nil)
	})
	operation(s, operators, http.MethodGet, "/mail/queue", "mail-queue", "How the mail queue stands", func(ctx context.Context, by caller, _ *none) (*body[wire.MailQueue], error) {
		q, err := s.desk.MailQueue(ctx, by.actor)
		return answer(wire.MailQueueOf(q), err)
	})
	operation(s, operators, http.MethodPost, "/mail/{id}/again", "send-mail-again", "Try an e-mail that failed anew", func(ctx context.Context, by caller, in *ByID) (*none, error) {
		return nil, s.desk.RequeueMail(ctx, by.actor, desk.MailID(in.ID))
	})
}
