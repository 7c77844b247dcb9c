package server

import (
	"context"
	"net/http"

	"beckon/desk"
	"beckon/wire"
)

type siteChange struct {
	ByID
	Body struct {
		Name    *string   `json:"name,omitempty"`
		Mode    *string   `json:"mode,omitempty" enum:"full,visit,off"`
		Origins *[]string `json:"origins,omitempty"`

		SneakPeek *bool        `json:"sneakPeek,omitempty"`
		Button    *wire.Button `json:"button,omitempty"`
	}
}

func (s *Server) registerSites() {
	operation(s, operators, http.MethodGet, "/sites", "sites", "All sites", func(context.Context, caller, *none) (*body[[]wire.Site], error) {
		out := []wire.Site{}
		for _, site := range s.desk.Sites() {
			out = append(out, wire.SiteOf(site))
		}
		return answer(out, nil)
	})
	operation(s, operators, http.MethodPatch, "/sites/{id}", "change-site", "Change a site", func(ctx context.Context, by caller, in *siteChange) (*body[wire.Site], error) {
		change := desk.SiteChange{Name: in.Body.Name, Mode: (*desk.Mode)(in.Body.Mode), Origins: in.Body.Origins, SneakPeek: in.Body.SneakPeek}
		if in.Body.Button != nil {
			button := in.Body.Button.Desk()
			change.Button = &button
		}
		site, err := s.desk.ChangeSite(ctx, by.actor, desk.SiteID(in.ID), change)
		return answer(wire.SiteOf(site), err)
	})
	operation(s, operators, http.MethodGet, "/sites/{id}/check", "check-site", "The live check of the set-up page", func(_ context.Context, by caller, in *ByID) (*body[wire.SiteCheck], error) {
		c, err := s.desk.CheckSite(by.actor, desk.SiteID(in.ID))
		return answer(wire.CheckOf(c), err)
	})
	operation(s, operators, http.MethodGet, "/settings", "settings", "The settings", func(context.Context, caller, *none) (*body[wire.Settings], error) {
		return answer(wire.SettingsOf(s.desk.Settings()), nil)
	})
	operation(s, operators, http.MethodPut, "/settings", "change-settings", "Replace the settings", func(ctx context.Context, by caller, in *body[wire.Settings]) (*body[wire.Settings], error) {
		changed, err := s.desk.ChangeSettings(ctx, by.actor, in.Body.Desk())
		return answer(wire.SettingsOf(changed), err)
	})
}
