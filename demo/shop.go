package demo

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed page/*.html
var pageFiles embed.FS

//go:embed asset/*.svg asset/*.css asset/*.js asset/*.woff2
var assetFiles embed.FS

// contentPolicy is as strict as a careful owner's: it proves on every page that the snippet needs nothing more.
const contentPolicy = "default-src 'none'; script-src 'self'; connect-src 'self' ws: wss:; style-src 'self'; img-src 'self'; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

type shop struct {
	key    func() string
	pages  map[string]*template.Template
	assets map[string]asset
}

type asset struct {
	content []byte
	kind    string
	version string
}

// Shop returns the demo shop, to be served at /demo/. Every page carries the snippet of the site whose KEY key returns.
func Shop(key func() string) http.Handler {
	s := &shop{key: key, assets: readAssets()}
	s.pages = s.readPages()
	routes := http.NewServeMux()
	routes.HandleFunc("GET /demo/{$}", s.page("home", homeTitle, func(*http.Request) any { return products }))
	for _, sh := range shelves {
		routes.HandleFunc("GET "+sh.Path(), s.page("catalog", titled(sh.Name), func(*http.Request) any { return sh }))
	}
	for _, p := range products {
		routes.HandleFunc("GET "+p.Path(), s.page("product", titled(p.Name), func(*http.Request) any { return p }))
	}
	for _, p := range plainPages {
		routes.HandleFunc("GET "+p.path, s.page(p.template, titled(p.name), func(*http.Request) any { return nil }))
	}
	routes.HandleFunc("GET /demo/search", s.searchPage)
	routes.HandleFunc("POST /demo/cart", s.changeCart)
	routes.HandleFunc("POST /demo/checkout", nextStep("/demo/checkout/delivery"))
	routes.HandleFunc("POST /demo/checkout/delivery", s.order)
	routes.HandleFunc("GET /demo/asset/{name}", s.asset)
	routes.HandleFunc("/demo/", s.missing)
	return routes
}

// plainPages need nothing but the cart.
var plainPages = []struct{ path, name, template string }{
	{"/demo/cart", "Your cart", "cart"},
	{"/demo/checkout", "Checkout", "checkout"},
	{"/demo/checkout/delivery", "Delivery", "checkout-delivery"},
	{"/demo/checkout/thank-you", "Thank you", "thank-you"},
	{"/demo/help", "Help", "help"},
	{"/demo/help/delivery", "Delivery and returns", "help-delivery"},
	{"/demo/help/contact", "Contact", "help-contact"},
	{"/demo/help/legal", "Legal", "help-legal"},
}

const homeTitle = "Velo & Bell – bicycles and what belongs on them"

func titled(name string) string { return name + " – Velo & Bell" }

// view is what every template is given.
type view struct {
	Title   string
	Path    string
	Key     string
	Cart    cart
	Shelves []shelf
	Asked   string // search phrase
	Content any
}

func (s *shop) page(name, title string, content func(*http.Request) any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.write(w, r, http.StatusOK, name, view{Title: title, Content: content(r)})
	}
}

func (s *shop) searchPage(w http.ResponseWriter, r *http.Request) {
	asked := strings.TrimSpace(r.URL.Query().Get("q"))
	asked = strings.ToValidUTF8(asked[:min(len(asked), 80)], "")
	title := titled("Search")
	if asked != "" {
		title = titled("Search: " + asked)
	}
	s.write(w, r, http.StatusOK, "search", view{Title: title, Asked: asked, Content: search(asked)})
}

func (s *shop) missing(w http.ResponseWriter, r *http.Request) {
	s.write(w, r, http.StatusNotFound, "missing", view{Title: titled("Page not found"), Content: products[:4]})
}

// nextStep forgets what was typed: the shop sells nothing and keeps nothing.
func nextStep(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusSeeOther) }
}

// order empties the cart, as if it had been sold.
func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	cart(nil).keep(w)
	http.Redirect(w, r, "/demo/checkout/thank-you", http.StatusSeeOther)
}

func (s *shop) write(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	v.Path, v.Key, v.Shelves, v.Cart = r.URL.Path, s.key(), shelves, cartOf(r)
	var page bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&page, "layout.html", v); err != nil {
		http.Error(w, "This page can't be shown.", http.StatusInternalServerError)
		return
	}
	guard(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// Not no-store: that would keep the page out of the back/forward cache.
	w.Header().Set("Cache-Control", "private, no-cache")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

func guard(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", contentPolicy)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "strict-origin-when-cross-origin")
}

func (s *shop) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := s.assets[r.PathValue("name")]
	if !ok {
		s.missing(w, r)
		return
	}
	guard(w)
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == a.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, _ = w.Write(a.content)
}

var assetKinds = map[string]string{
	".svg": "image/svg+xml", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
}

// readAssets can fail only if the binary was built wrong, which the first test would show.
func readAssets() map[string]asset {
	assets := map[string]asset{}
	names, err := fs.Glob(assetFiles, "asset/*")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		content, err := assetFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(content)
		assets[path.Base(name)] = asset{content, assetKinds[path.Ext(name)], hex.EncodeToString(sum[:6])}
	}
	return assets
}

func (s *shop) readPages() map[string]*template.Template {
	functions := template.FuncMap{
		"asset": func(name string) (string, error) {
			a, ok := s.assets[name]
			if !ok {
				return "", fmt.Errorf("no asset %s", name)
			}
			return "/demo/asset/" + name + "?v=" + a.version, nil
		},
		"goesWith": func(p product) (others []product) {
			for _, slug := range p.With {
				if other, ok := productBySlug(slug); ok {
					others = append(others, other)
				}
			}
			return others
		},
		"upTo": func(n int) []int {
			numbers := make([]int, n)
			for i := range numbers {
				numbers[i] = i + 1
			}
			return numbers
		},
	}
	layout := template.Must(template.New("layout.html").Funcs(functions).ParseFS(pageFiles, "page/layout.html"))
	pages := map[string]*template.Template{}
	names, err := fs.Glob(pageFiles, "page/*.html")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		pages[strings.TrimSuffix(path.Base(name), ".html")] = template.Must(template.Must(layout.Clone()).ParseFS(pageFiles, name))
	}
	return pages
}
