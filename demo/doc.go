// Package demo is the shop that `beckon serve --demo` shows at /demo/, and the visitors who walk about in it.
//
// The shop is a small web shop that knows nothing of Beckon but the snippet on each of its pages. The visitors are simulated, yet
// they come over real connections and speak the protocol of docs/protocol.md as any page does: there is no other door for them.
// The package imports no other package of Beckon.
package demo

// Zone is a part of the shop as an owner would set it up on the site monitor.
type Zone struct {
	Name     string
	Colour   string // #rrggbb
	Parent   string // name of the zone it lies in, "" at top level
	Patterns []string
}

// Zones returns the zones of the shop, parents before children. The first one holds every page that no other zone claims.
func Zones() []Zone {
	return []Zone{
		{Name: "Default zone", Colour: "#7b8494", Patterns: []string{"*://*/*"}},
		{Name: "Catalog", Colour: "#3f7fe0", Patterns: []string{"*://*/demo/catalog*", "*://*/demo/search*"}},
		{Name: "Product info", Colour: "#8b63d6", Parent: "Catalog", Patterns: []string{"*://*/demo/product/*"}},
		{Name: "Cart", Colour: "#e39420", Patterns: []string{"*://*/demo/cart*"}},
		{Name: "Checkout", Colour: "#21a179", Patterns: []string{"*://*/demo/checkout*"}},
		{Name: "Help & Legal", Colour: "#d4577f", Patterns: []string{"*://*/demo/help*"}},
	}
}
