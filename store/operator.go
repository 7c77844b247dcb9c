package store

import (
	"context"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type operatorRow struct {
	bun.BaseModel `bun:"table:operator"`
	ID            string
	Login         string
	Name          string
	Email         string
	Administrator int
	Disabled      int
	LiveHelp      int
	NoCalls       int
	NoOfflineMail int
	RequestMail   int
	PasswordHash  string `bun:",scanonly"`
}

// recordOperator adds or changes an operator; his password is the business of session.go.
func recordOperator(ctx context.Context, tx bun.IDB, o desk.Operator) error {
	var taken int
	err := tx.NewRaw("/* operator.taken */ SELECT count(*) FROM operator WHERE login = ? AND id <> ?", o.Login, o.ID).Scan(ctx, &taken)
	if err != nil {
		return err
	}
	if taken > 0 {
		return &desk.Error{Kind: desk.Conflict, Field: "login", Text: "This login is taken"}
	}
	_, err = tx.NewRaw(`/* operator.changed */ INSERT INTO operator (id, login, name, email, administrator, disabled, live_help, no_calls, no_offline_mail, request_mail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET login = EXCLUDED.login, name = EXCLUDED.name, email = EXCLUDED.email, administrator = EXCLUDED.administrator,
			disabled = EXCLUDED.disabled, live_help = EXCLUDED.live_help, no_calls = EXCLUDED.no_calls, no_offline_mail = EXCLUDED.no_offline_mail,
			request_mail = EXCLUDED.request_mail`,
		o.ID, o.Login, o.Name, o.Email, flag(o.Administrator), flag(o.Disabled), flag(o.LiveHelp), flag(o.NoCalls), flag(o.NoOfflineMail), flag(o.RequestMail)).Exec(ctx)
	return err
}

func (s *Store) loadOperators(ctx context.Context, saved *desk.Saved) error {
	var rows []operatorRow
	if err := s.db.NewSelect().Model(&rows).Comment("operator.load").Order("login").Scan(ctx); err != nil {
		return err
	}
	for _, r := range rows {
		saved.Operators = append(saved.Operators, desk.Operator{
			ID: desk.OperatorID(r.ID), Login: r.Login, Name: r.Name, Email: r.Email, Administrator: r.Administrator != 0, Disabled: r.Disabled != 0, LiveHelp: r.LiveHelp != 0, NoCalls: r.NoCalls != 0,
			NoOfflineMail: r.NoOfflineMail != 0, RequestMail: r.RequestMail != 0,
		})
	}
	return nil
}
