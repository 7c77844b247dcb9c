package demo

import (
	"fmt"
	"slices"
	"strings"
)

// cents is a price in euros.
type cents int

func (c cents) String() string {
	whole, rest := int(c)/100, int(c)%100
	if whole >= 1000 {
		return fmt.Sprintf("€%d,%03d.%02d", whole/1000, whole%1000, rest)
	}
	return fmt.Sprintf("€%d.%02d", whole, rest)
}

// product is something the shop pretends to sell.
type product struct {
	Slug, Name string
	Part       bool // belongs on a bicycle rather than being one
	Price, Was cents
	Tone       string // of the tile behind its picture: a class of shop.css
	Lead       string
	Story      []string
	Choice     string // what is chosen: a size, a colour
	Options    []option
	Details    []detail
	Included   []string
	With       []string // slugs of what goes well with it
	Words      string   // what people search for
}

type option struct{ Code, Name string }

type detail struct{ Name, Value string }

func (p product) Path() string    { return "/demo/product/" + p.Slug }
func (p product) Picture() string { return p.Slug + ".svg" }
func (p product) OnSale() bool    { return p.Was > p.Price }

func (p product) OptionName(code string) string {
	for _, o := range p.Options {
		if o.Code == code {
			return o.Name
		}
	}
	return ""
}

func productBySlug(slug string) (product, bool) {
	i := slices.IndexFunc(products, func(p product) bool { return p.Slug == slug })
	if i < 0 {
		return product{}, false
	}
	return products[i], true
}

// shelf is a page of the catalog.
type shelf struct {
	Slug, Name, Lead string
	Holds            func(product) bool
}

func (s shelf) Path() string { return "/demo/catalog/" + s.Slug }

func (s shelf) Products() []product {
	return slices.DeleteFunc(slices.Clone(products), func(p product) bool { return !s.Holds(p) })
}

var shelves = []shelf{
	{"bikes", "Bikes", "Four bicycles, each good at one thing. All come assembled, tuned and ready for the first mile.", func(p product) bool { return !p.Part }},
	{"parts", "Parts", "Small things that change every ride. They fit our bikes, and nearly everybody else's.", func(p product) bool { return p.Part }},
	{"sale", "Sale", "Last season's colours and a few boxes with a dent. The things inside are as good as new, because they are.", product.OnSale},
}

// search returns the products that have every word of the phrase somewhere in what is said about them.
func search(phrase string) []product {
	words := strings.Fields(strings.ToLower(phrase))
	if len(words) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(products), func(p product) bool {
		text := strings.ToLower(strings.Join(append([]string{p.Name, p.Lead, p.Words}, p.Story...), " "))
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, strings.TrimSuffix(w, "s")) })
	})
}
