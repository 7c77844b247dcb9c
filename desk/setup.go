package desk

import (
	"context"
	"slices"
	"unicode/utf8"

	"beckon/origin"
)

// SetUp is what the first administrator says at first start.
type SetUp struct {
	Login        string
	OperatorName string
	SiteName     string
	Mode         Mode
	Origins      []string
}

// NeedsSetup reports whether the first site still waits for its owner's choice of privacy mode.
func (d *Desk) NeedsSetup() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.live.sites {
		if s.Mode == ModeUnset {
			return true
		}
	}
	return false
}

// SetUp carries out the first start: everything said is checked before anything is changed; password sets the administrator's.
// Forbidden, Conflict when it was done already, Invalid names the field.
func (d *Desk) SetUp(ctx context.Context, by Actor, s SetUp, password func(context.Context) error) error {
	if err := by.may(ChangeSettings); err != nil {
		return err
	}
	if !d.NeedsSetup() {
		return Errorf(Conflict, "Beckon is set up already")
	}
	if cleanLine(s.OperatorName) == "" {
		return invalid("operatorName", "Visitors read this name: say who answers them")
	}
	if name := cleanLine(s.SiteName); name == "" || utf8.RuneCountInString(name) > maxName {
		return invalid("siteName", "A site needs a name of at most %d characters", maxName)
	}
	if s.Mode != ModeFull && s.Mode != ModeVisit {
		return invalid("mode", "Choose how visitors are recognised")
	}
	origins, err := CleanOrigins(s.Origins)
	if err != nil {
		return err
	}
	if _, err := d.ChangeOperator(ctx, by, by.ID, OperatorChange{Name: &s.OperatorName, Login: &s.Login}); err != nil {
		return err
	}
	if err := password(ctx); err != nil {
		return err
	}
	sites := d.Sites()
	i := slices.IndexFunc(sites, func(s Site) bool { return s.Mode == ModeUnset })
	if i < 0 {
		return nil
	}
	_, err = d.ChangeSite(ctx, by, sites[i].ID, SiteChange{Name: &s.SiteName, Mode: &s.Mode, Origins: &origins})
	return err
}

// First says what there is at the very first start.
type First struct {
	Operator Operator
	Site     Site
	Zones    []Zone // without Site; empty: only the Default zone
}

// Begin makes, in an empty store, the first administrator and the first site; otherwise it changes nothing. It returns the
// administrator, and whether this was the first start.
func (d *Desk) Begin(ctx context.Context, f First) (Operator, bool, error) {
	if operators := d.Operators(); len(operators) > 0 {
		i := max(0, slices.IndexFunc(operators, func(o Operator) bool { return o.Administrator && !o.Disabled }))
		return operators[i], false, nil
	}
	f.Operator.Administrator = true
	o, err := d.AddOperator(ctx, f.Operator)
	if err != nil {
		return Operator{}, false, err
	}
	f.Site.ID, f.Site.Key = SiteID(newID()), newID()
	if len(f.Zones) == 0 {
		f.Zones = []Zone{DefaultZone(f.Site.ID)}
	}
	for i := range f.Zones {
		f.Zones[i].Site = f.Site.ID
	}
	defer d.configuring()()
	if err := d.happen(ctx, &ZonesChanged{Site: f.Site.ID, Zones: f.Zones}); err != nil {
		return Operator{}, false, err
	}
	return o, true, d.happen(ctx, &SiteChanged{Site: f.Site})
}

// AgentInWords says which browser and system a user agent stands for.
func (d *Desk) AgentInWords(agent string) string {
	a := d.origin.Agent(agent, origin.Hints{})
	switch {
	case a.Browser == "" && a.OS == "":
		return "unknown"
	case a.OS == "":
		return a.Browser
	case a.Browser == "":
		return a.OS
	}
	return a.Browser + " on " + a.OS
}
