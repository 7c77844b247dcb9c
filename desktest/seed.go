package desktest

import (
	"context"
	"testing"

	"beckon/desk"
)

// Shop is what Seed puts into a store: a site with the zones of the shop preset, and operators.
type Shop struct {
	Site  desk.Site
	Zones map[string]desk.ZoneID // by name
	Anna  desk.Operator          // administrator
	Bert  desk.Operator
	Carla desk.Operator
}

// Key and Address of the shop that Seed puts into a store.
const (
	Key     = "KEY-of-the-shop"
	Address = "https://shop.example"
)

// Seed puts a shop into a store.
func Seed(t testing.TB, s desk.Store) Shop {
	t.Helper()
	shop := Shop{
		Site:  desk.Site{ID: "shop", Name: "The Shop", Key: Key, Mode: desk.ModeFull, Origins: []string{Address, "https://*.shop.example"}},
		Zones: map[string]desk.ZoneID{},
		Anna:  desk.Operator{ID: "anna", Login: "anna", Name: "Anna", Administrator: true, LiveHelp: true},
		Bert:  desk.Operator{ID: "bert", Login: "bert", Name: "Bert", LiveHelp: true},
		Carla: desk.Operator{ID: "carla", Login: "carla", Name: "Carla", LiveHelp: true},
	}
	zones := shopZones(shop.Site.ID)
	for _, z := range zones {
		shop.Zones[z.Name] = z.ID
	}
	settings := desk.DefaultSettings()
	for _, e := range []desk.Event{
		&desk.SettingsChanged{Settings: settings}, &desk.SiteChanged{Site: shop.Site}, &desk.ZonesChanged{Site: shop.Site.ID, Zones: zones},
		&desk.OperatorChanged{Operator: shop.Anna}, &desk.OperatorChanged{Operator: shop.Bert}, &desk.OperatorChanged{Operator: shop.Carla},
	} {
		Record(t, s, e)
	}
	return shop
}

// shopZones are the zones of the shop preset (ZON-3); Product info lies within Catalog.
func shopZones(site desk.SiteID) []desk.Zone {
	return []desk.Zone{
		{ID: "default", Site: site, Name: "Default zone", Colour: "#7b8494", Patterns: []string{"*://*/*"}, Order: 0, Default: true},
		{ID: "catalog", Site: site, Name: "Catalog", Colour: "#2f7fd1", Patterns: []string{"*://*/catalog"}, Order: 1},
		{ID: "product", Site: site, Parent: "catalog", Name: "Product info", Colour: "#1f9e8f", Patterns: []string{"*://*/catalog/*/product"}, Order: 2},
		{ID: "cart", Site: site, Name: "Cart", Colour: "#d9822b", Patterns: []string{"*://*/cart"}, Order: 3},
		{ID: "checkout", Site: site, Name: "Checkout", Colour: "#c23b4e", Patterns: []string{"*://*/checkout"}, Order: 4},
		{ID: "help", Site: site, Name: "Help & Legal", Colour: "#8457c2", Patterns: []string{"*://*/help", "*://*/legal$"}, Order: 5},
	}
}

// Record records a fact or fails the test.
func Record(t testing.TB, s desk.Store, e desk.Event) {
	t.Helper()
	if err := s.Record(context.Background(), e); err != nil {
		t.Fatalf("record %s: %v", e.Name(), err)
	}
}
