package server

import (
	"context"
	"net/http"

	"beckon/auth"
	"beckon/desk"
	"beckon/wire"
)

// signedInAnswer carries the session's cookie.
type signedInAnswer struct {
	Cookie http.Cookie `header:"Set-Cookie"`
	Body   wire.Me
}

type signInRequest struct {
	Body struct {
		Login    string `json:"login" maxLength:"400"`
		Password string `json:"password" maxLength:"1000"`
	}
}

type onceRequest struct {
	Body struct {
		Token string `json:"token" maxLength:"200"`
	}
}

type passwordRequest struct {
	Body struct {
		Current  string `json:"current,omitempty" maxLength:"1000"`
		Password string `json:"password" maxLength:"1000"`
	}
}

type setupRequest struct {
	Body struct {
		OperatorName string   `json:"operatorName" doc:"what visitors read"`
		Login        string   `json:"login"`
		Password     string   `json:"password" maxLength:"1000"`
		SiteName     string   `json:"siteName"`
		Mode         string   `json:"mode" enum:"full,visit" doc:"the site's privacy mode"`
		Origins      []string `json:"origins"`
	}
}

func (s *Server) registerSession() {
	operation(s, open, http.MethodPost, "/session", "sign-in", "Sign in", func(ctx context.Context, by caller, in *signInRequest) (*signedInAnswer, error) {
		token, session, err := s.auth.SignIn(ctx, in.Body.Login, in.Body.Password, by.from, by.agent)
		return s.welcomeOperator(ctx, by, token, session, err)
	})
	operation(s, open, http.MethodPost, "/session/once", "sign-in-once", "Sign in by a one-time link", func(ctx context.Context, by caller, in *onceRequest) (*signedInAnswer, error) {
		token, session, err := s.auth.SignInOnce(ctx, in.Body.Token, by.from, by.agent)
		return s.welcomeOperator(ctx, by, token, session, err)
	})
	operation(s, operators, http.MethodGet, "/session", "me", "Who is signed in, and what still needs doing", func(ctx context.Context, by caller, _ *none) (*body[wire.Me], error) {
		return answer(s.me(ctx, by))
	})
	operation(s, operators, http.MethodDelete, "/session", "sign-out", "Sign out", func(ctx context.Context, by caller, _ *none) (*cookieAnswer, error) {
		return &cookieAnswer{Cookie: *auth.Cookie("", by.encrypted)}, s.auth.SignOut(ctx, by.token)
	})
	operation(s, operators, http.MethodPut, "/session/password", "set-password", "Set the password; other sessions end", func(ctx context.Context, by caller, in *passwordRequest) (*none, error) {
		return nil, s.auth.SetPassword(ctx, by.session, in.Body.Current, in.Body.Password)
	})
	operation(s, operators, http.MethodGet, "/sessions", "sessions", "The operator's own sessions", s.sessions)
	operation(s, operators, http.MethodDelete, "/sessions/{id}", "end-session", "End one of the operator's own sessions", func(ctx context.Context, by caller, in *ByID) (*none, error) {
		return nil, s.auth.End(ctx, by.session.Operator, in.ID)
	})
	operation(s, operators, http.MethodPost, "/live/ticket", "ticket", "A ticket for the console's socket; works once, for 30 s", func(_ context.Context, by caller, _ *none) (*body[wire.Ticket], error) {
		return &body[wire.Ticket]{Body: wire.Ticket{Ticket: s.auth.Ticket(by.session)}}, nil
	})
	operation(s, operators, http.MethodPost, "/setup", "setup", "Set up at first start", s.setup)
}

type cookieAnswer struct {
	Cookie http.Cookie `header:"Set-Cookie"`
}

func (s *Server) welcomeOperator(ctx context.Context, by caller, token string, session auth.Session, err error) (*signedInAnswer, error) {
	if err != nil {
		return nil, err
	}
	o, err := s.desk.Operator(session.Operator)
	if err != nil { // the command line has added him
		if err = s.desk.LearnOperators(ctx); err == nil {
			o, err = s.desk.Operator(session.Operator)
		}
	}
	if err != nil {
		return nil, err
	}
	by.session, by.actor = session, desk.Actor{ID: o.ID, Administrator: o.Administrator}
	me, err := s.me(ctx, by)
	return &signedInAnswer{Cookie: *auth.Cookie(token, by.encrypted), Body: me}, err
}

func (s *Server) me(ctx context.Context, by caller) (wire.Me, error) {
	o, err := s.desk.Operator(by.actor.ID)
	if err != nil {
		return wire.Me{}, err
	}
	has, err := s.auth.HasPassword(ctx, o.ID)
	if err != nil {
		return wire.Me{}, err
	}
	me := wire.Me{
		Operator: wire.OperatorOf(o), Session: by.session.PublicID, Demo: s.options.Demo != nil, Encrypted: by.encrypted, PublicURL: s.options.PublicURL, CanMail: s.desk.CanMail(), Version: s.options.Version,
	}
	me.Operator.HasPassword = has
	me.NeedsSetup = o.Administrator && s.desk.NeedsSetup()
	me.NeedsPassword = !has && !me.NeedsSetup && !(me.Demo && o.ID == s.options.DemoOperator)
	return me, nil
}

func (s *Server) sessions(ctx context.Context, by caller, _ *none) (*body[[]wire.Session], error) {
	list, err := s.auth.Sessions(ctx, by.session.Operator)
	if err != nil {
		return nil, err
	}
	out := make([]wire.Session, len(list))
	for i, v := range list {
		out[i] = wire.Session{
			ID: v.PublicID, Current: v.PublicID == by.session.PublicID, Created: wire.MillisOf(v.Created), LastSeen: wire.MillisOf(v.LastSeen),
			Address: v.AddressMasked, Agent: s.desk.AgentInWords(v.Agent),
		}
	}
	return &body[[]wire.Session]{Body: out}, nil
}

// setup is the first administrator's first step: his name and login, his password, and the site.
func (s *Server) setup(ctx context.Context, by caller, in *setupRequest) (*body[wire.Me], error) {
	b := in.Body
	err := s.desk.SetUp(ctx, by.actor, desk.SetUp{Login: b.Login, OperatorName: b.OperatorName, SiteName: b.SiteName, Mode: desk.Mode(b.Mode), Origins: b.Origins},
		func(ctx context.Context) error { return s.auth.SetPassword(ctx, by.session, "", b.Password) })
	if err != nil {
		return nil, err
	}
	return answer(s.me(ctx, by))
}
