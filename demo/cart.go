package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	cartCookie   = "velo-cart"
	mostLines    = 16
	mostPieces   = 9
	freeDelivery = 100_00
	delivery     = cents(6_90)
)

// cartLine is a product in the cart.
type cartLine struct {
	Product  product
	Option   string
	Quantity int
}

func (l cartLine) Total() cents { return l.Product.Price * cents(l.Quantity) }

// Key names the line in forms.
func (l cartLine) Key() string { return l.Product.Slug + "." + l.Option }

// cart is kept by the visitor's browser; the shop keeps nothing.
type cart []cartLine

func (c cart) Count() (n int) {
	for _, l := range c {
		n += l.Quantity
	}
	return n
}

func (c cart) Sum() (sum cents) {
	for _, l := range c {
		sum += l.Total()
	}
	return sum
}

func (c cart) Delivery() cents {
	if c.Sum() >= freeDelivery {
		return 0
	}
	return delivery
}

func (c cart) Total() cents { return c.Sum() + c.Delivery() }

// cartOf reads the cookie; what makes no sense is left out.
func cartOf(r *http.Request) cart {
	cookie, err := r.Cookie(cartCookie)
	if err != nil {
		return nil
	}
	var c cart
	for entry := range strings.SplitSeq(cookie.Value, "~") {
		key, count, _ := strings.Cut(entry, "*")
		quantity, _ := strconv.Atoi(count)
		c = c.with(key, quantity)
	}
	return c
}

// with returns the cart with so many pieces more of a line; it stays within its bounds.
func (c cart) with(key string, more int) cart {
	slug, code, _ := strings.Cut(key, ".")
	p, ok := productBySlug(slug)
	if !ok || p.OptionName(code) == "" || more < 1 {
		return c
	}
	i := slices.IndexFunc(c, func(l cartLine) bool { return l.Key() == key })
	if i < 0 {
		if len(c) == mostLines {
			return c
		}
		return append(c, cartLine{Product: p, Option: code, Quantity: min(more, mostPieces)})
	}
	c[i].Quantity = min(c[i].Quantity+more, mostPieces)
	return c
}

// without returns the cart without a line.
func (c cart) without(key string) cart {
	return slices.DeleteFunc(c, func(l cartLine) bool { return l.Key() == key })
}

func (c cart) keep(w http.ResponseWriter) {
	entries := make([]string, len(c))
	for i, l := range c {
		entries[i] = l.Key() + "*" + strconv.Itoa(l.Quantity)
	}
	cookie := http.Cookie{Name: cartCookie, Value: strings.Join(entries, "~"), Path: "/demo/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if len(c) == 0 {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, &cookie)
}

// changeCart puts something into the cart, changes how many there are, or takes it out. The script asks for JSON and stays on its page.
func (s *shop) changeCart(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "That form can't be read.", http.StatusBadRequest)
		return
	}
	c, key := cartOf(r), r.PostForm.Get("product")+"."+r.PostForm.Get("option")
	quantity, _ := strconv.Atoi(r.PostForm.Get("quantity"))
	switch r.PostForm.Get("do") {
	case "remove":
		c = c.without(key)
	case "set":
		if i := slices.IndexFunc(c, func(l cartLine) bool { return l.Key() == key }); i >= 0 && quantity > 0 {
			c[i].Quantity = min(quantity, mostPieces)
		}
	default:
		c = c.with(key, max(quantity, 1))
	}
	c.keep(w)
	if r.Header.Get("Accept") != "application/json" {
		http.Redirect(w, r, "/demo/cart", http.StatusSeeOther)
		return
	}
	p, _ := productBySlug(r.PostForm.Get("product"))
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"count": c.Count(), "said": fmt.Sprintf("%s is in your cart.", p.Name)})
}
