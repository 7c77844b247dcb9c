package demo

import (
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"time"
)

// place is a page of the shop as a visitor meets it.
type place struct{ path, title string }

func placeOf(path string) place {
	if path == "/demo/" {
		return place{path, homeTitle}
	}
	if phrase, ok := strings.CutPrefix(path, "/demo/search?q="); ok {
		phrase, _ = url.QueryUnescape(phrase)
		return place{path, titled("Search: " + phrase)}
	}
	path, query, _ := strings.Cut(path, "?")
	if query != "" {
		found := placeOf(path)
		return place{path + "?" + query, found.title}
	}
	for _, s := range shelves {
		if s.Path() == path {
			return place{path, titled(s.Name)}
		}
	}
	for _, p := range products {
		if p.Path() == path {
			return place{path, titled(p.Name)}
		}
	}
	for _, p := range plainPages {
		if p.path == path {
			return place{path, titled(p.name)}
		}
	}
	return place{path, titled("Page not found")}
}

// way is a page to go to, and how many of a hundred do.
type way struct {
	share int
	to    func(random *rand.Rand, from string) string
}

func to(path string) func(*rand.Rand, string) string {
	return func(*rand.Rand, string) string { return path }
}

func toProduct(random *rand.Rand, from string) string {
	p, ok := productBySlug(strings.TrimPrefix(from, "/demo/product/"))
	if ok {
		other, _ := productBySlug(pick(random, p.With))
		return other.Path()
	}
	for _, s := range shelves {
		if s.Path() == from {
			return pick(random, s.Products()).Path()
		}
	}
	return pick(random, products).Path()
}

func toShelf(random *rand.Rand, from string) string {
	others := slices.DeleteFunc(slices.Clone(shelves), func(s shelf) bool { return s.Path() == from })
	return pick(random, others).Path()
}

func toSearch(random *rand.Rand, _ string) string {
	return "/demo/search?q=" + pick(random, []string{"bell", "saddle", "folding", "light", "rack", "gravel", "bike", "child+seat", "basket"})
}

func toHelp(random *rand.Rand, _ string) string {
	return pick(random, []string{"/demo/help", "/demo/help/delivery", "/demo/help/delivery", "/demo/help/contact", "/demo/help/legal"})
}

// ways are believable next steps by the beginning of the path; the longest one that fits counts.
var ways = map[string][]way{
	"/demo/":                   {{35, to("/demo/catalog/bikes")}, {15, to("/demo/catalog/parts")}, {15, to("/demo/catalog/sale")}, {22, toProduct}, {8, toSearch}, {5, toHelp}},
	"/demo/catalog/":           {{72, toProduct}, {16, toShelf}, {5, toSearch}, {4, toHelp}, {3, to("/demo/")}},
	"/demo/product/":           {{34, toProduct}, {27, toShelf}, {26, to("/demo/cart")}, {8, toHelp}, {5, to("/demo/")}},
	"/demo/search":             {{80, toProduct}, {20, toShelf}},
	"/demo/cart":               {{48, to("/demo/checkout")}, {28, toShelf}, {14, toProduct}, {10, to("/demo/help/delivery")}},
	"/demo/checkout":           {{72, to("/demo/checkout/delivery")}, {16, to("/demo/cart")}, {12, to("/demo/help/delivery")}},
	"/demo/checkout/delivery":  {{78, to("/demo/checkout/thank-you")}, {22, to("/demo/checkout")}},
	"/demo/checkout/thank-you": {{100, to("/demo/")}},
	"/demo/help":               {{30, toHelp}, {40, toProduct}, {30, toShelf}},
}

func nextPath(random *rand.Rand, from string) string {
	if !strings.HasPrefix(from, "/demo/search") {
		from, _, _ = strings.Cut(from, "?")
	}
	best := ""
	for start := range ways {
		if strings.HasPrefix(from, start) && len(start) > len(best) {
			best = start
		}
	}
	at := random.IntN(100)
	for _, w := range ways[best] {
		if at -= w.share; at < 0 {
			if path := w.to(random, from); path != from {
				return path
			}
			break
		}
	}
	return toProduct(random, from)
}

// arrival is how a visit begins: the first page and where it was linked.
type arrival struct{ path, referrer string }

func newArrival(random *rand.Rand, country string) arrival {
	ending := map[string]string{"GB": "co.uk", "US": "com", "JP": "co.jp", "AU": "com.au", "BR": "com.br", "MX": "com.mx", "IN": "co.in", "NZ": "co.nz", "ZA": "co.za", "KR": "co.kr", "TR": "com.tr", "UA": "com.ua", "AR": "com.ar"}[country]
	if ending == "" {
		ending = strings.ToLower(country)
	}
	landing := pick(random, []string{"/demo/", "/demo/", "/demo/catalog/bikes", "/demo/catalog/sale", toProduct(random, "")})
	phrase := url.QueryEscape(pick(random, []string{"brass bicycle bell", "folding bike for trains", "wool saddle", "city bike with basket", "gravel bike 45 mm", "dynamo light"}))
	switch at := random.IntN(100); {
	case at < 32:
		return arrival{"/demo/", ""}
	case at < 56:
		return arrival{landing, "https://www.google." + ending + "/"}
	case at < 62:
		return arrival{landing, "https://www.bing.com/search?q=" + phrase}
	case at < 68:
		return arrival{landing, "https://duckduckgo.com/"}
	case at < 72:
		return arrival{landing, "https://www.ecosia.org/search?q=" + phrase}
	case at < 82:
		return arrival{"/demo/?utm_source=newsletter&utm_medium=email&utm_campaign=autumn", ""}
	case at < 88:
		return arrival{"/demo/catalog/sale?utm_source=instagram&utm_medium=social&utm_campaign=last-season", "https://l.instagram.com/"}
	case at < 94:
		return arrival{toProduct(random, ""), "https://www.reddit.com/"}
	}
	return arrival{toProduct(random, ""), "https://slow-roads.example/reviews/bells"}
}

// dwell is how long a page is looked at: 5 to 60 s, short looks being more frequent.
func dwell(random *rand.Rand) time.Duration {
	return 5*time.Second + time.Duration(math.Pow(random.Float64(), 1.6)*float64(55*time.Second))
}

// between draws a time from an interval.
func between(random *rand.Rand, from, until time.Duration) time.Duration {
	return from + time.Duration(random.Int64N(int64(until-from)))
}
