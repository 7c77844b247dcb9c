package demo

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// openShop serves the shop and returns a browser of a kind: it keeps cookies and follows redirects.
func openShop(t *testing.T) (*http.Client, string) {
	t.Helper()
	server := httptest.NewServer(Shop(func() string { return "KEY-1" }))
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := server.Client()
	client.Jar = jar
	return client, server.URL
}

// read returns a function that takes an answer and returns it with its body.
func read(t *testing.T) func(*http.Response, error) (*http.Response, string) {
	t.Helper()
	return func(answer *http.Response, err error) (*http.Response, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer, string(body)
	}
}

var (
	titlePattern = regexp.MustCompile(`<title>([^<]+)</title>`)
	linkPattern  = regexp.MustCompile(`(?:href|src|action)="([^"]+)"`)
	idPattern    = regexp.MustCompile(` id="([^"]+)"`)
)

func TestEveryLinkOfTheShopLeadsSomewhere(t *testing.T) {
	client, address := openShop(t)
	read(t)(client.PostForm(address+"/demo/cart", url.Values{"product": {"brass-bell"}, "option": {"22"}}))
	titles := map[string]string{}
	seen := map[string]bool{"/demo/": true, "/demo/checkout/delivery": true, "/demo/checkout/thank-you": true} // two are reached by forms
	for queue := slices.Sorted(maps.Keys(seen)); len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		answer, body := read(t)(client.Get(address + path))
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s answers %s", path, answer.Status)
			continue
		}
		if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			continue
		}
		checkPage(t, path, answer, body, titles)
		for _, link := range linkPattern.FindAllStringSubmatch(body, -1) {
			to := strings.ReplaceAll(link[1], "&amp;", "&")
			if seen[to] || strings.HasPrefix(to, "#") || to == "/beckon.js" {
				continue
			}
			if !strings.HasPrefix(to, "/demo/") {
				t.Errorf("%s leads out of the shop, to %s", path, to)
			}
			seen[to] = true
			queue = append(queue, to)
		}
	}
	if len(titles) < 20 {
		t.Errorf("only %d pages are linked: %v", len(titles), titles)
	}
	for _, p := range plainPages {
		if !seen[p.path] {
			t.Errorf("no link leads to %s", p.path)
		}
	}
}

func checkPage(t *testing.T, path string, answer *http.Response, body string, titles map[string]string) {
	t.Helper()
	if !strings.Contains(body, `<script async src="/beckon.js" data-site="KEY-1"></script>`) {
		t.Errorf("%s lacks the snippet", path)
	}
	if got := answer.Header.Get("Content-Security-Policy"); got != contentPolicy || !strings.Contains(got, "script-src 'self';") || strings.Contains(got, "unsafe") {
		t.Errorf("%s has the policy %q", path, got)
	}
	if strings.Contains(answer.Header.Get("Cache-Control"), "no-store") {
		t.Errorf("%s can't be kept in the back/forward cache", path)
	}
	for _, inline := range []string{" style=", "<style", "<script>", " onclick=", "http://", "https://"} {
		if strings.Contains(body, inline) {
			t.Errorf("%s contains %q, which its policy forbids", path, inline)
		}
	}
	title := titlePattern.FindStringSubmatch(body)
	if title == nil {
		t.Fatalf("%s has no title", path)
	}
	if !strings.Contains(path, "/search") {
		if other, ok := titles[title[1]]; ok {
			t.Errorf("%s and %s have the same title %q", path, other, title[1])
		}
	}
	titles[title[1]] = path
	ids := map[string]bool{}
	for _, id := range idPattern.FindAllStringSubmatch(body, -1) {
		if ids[id[1]] {
			t.Errorf("%s has the id %q twice", path, id[1])
		}
		ids[id[1]] = true
	}
	if n := strings.Count(body, "<h1"); n != 1 {
		t.Errorf("%s has %d main headings", path, n)
	}
}

func TestUnknownPagesSaySo(t *testing.T) {
	client, address := openShop(t)
	for _, path := range []string{"/demo/nowhere", "/demo/product/unicycle", "/demo/asset/../shop.go", "/demo/asset/none.svg"} {
		if answer, body := read(t)(client.Get(address + path)); answer.StatusCode != http.StatusNotFound || !strings.Contains(body, "data-site") && !strings.Contains(body, "404") {
			t.Errorf("%s answers %s", path, answer.Status)
		}
	}
}

func TestVisitorsAndShopAgreeOnTitles(t *testing.T) {
	client, address := openShop(t)
	paths := []string{"/demo/", "/demo/?utm_source=newsletter", "/demo/search?q=child+seat", "/demo/catalog/sale?utm_source=x"}
	for _, s := range shelves {
		paths = append(paths, s.Path())
	}
	for _, p := range products {
		paths = append(paths, p.Path())
	}
	for _, p := range plainPages {
		paths = append(paths, p.path)
	}
	for _, path := range paths {
		_, body := read(t)(client.Get(address + path))
		got := strings.ReplaceAll(titlePattern.FindStringSubmatch(body)[1], "&amp;", "&")
		if want := placeOf(path); got != want.title || want.path != path {
			t.Errorf("%s has the title %q, visitors say %q of %s", path, got, want.title, want.path)
		}
	}
}

func TestCartKeepsWhatIsPutIn(t *testing.T) {
	client, address := openShop(t)
	cart := address + "/demo/cart"
	post := func(values url.Values) string {
		t.Helper()
		_, body := read(t)(client.PostForm(cart, values))
		return body
	}
	body := post(url.Values{"product": {"wren-folding"}, "option": {"cream"}})
	if !strings.Contains(body, "Colour: Cream") || !strings.Contains(body, "(1)") || !strings.Contains(body, "€820.00") {
		t.Errorf("the cart lacks the folding bike: %s", body)
	}
	body = post(url.Values{"product": {"brass-bell"}, "option": {"22"}, "quantity": {"3"}})
	if !strings.Contains(body, "(4)") || !strings.Contains(body, "€72.00") || !strings.Contains(body, "€892.00") {
		t.Errorf("the cart lacks three bells: %s", body)
	}
	if body = post(url.Values{"product": {"brass-bell"}, "option": {"22"}, "do": {"set"}, "quantity": {"2"}}); !strings.Contains(body, "(3)") {
		t.Errorf("the bells are not two: %s", body)
	}
	if body = post(url.Values{"product": {"wren-folding"}, "option": {"cream"}, "do": {"remove"}}); strings.Contains(body, "Wren folding") || !strings.Contains(body, "€54.90") {
		t.Errorf("the folding bike is still there, or delivery is not paid for: %s", body)
	}
	for _, nonsense := range []url.Values{{}, {"product": {"brass-bell"}, "option": {"9"}}, {"product": {"x"}}, {"product": {"brass-bell"}, "option": {"22"}, "quantity": {"-5"}}} {
		body = post(nonsense)
	}
	if !strings.Contains(body, "(3)") { // the last one adds one
		t.Errorf("nonsense changed the cart: %s", body)
	}
	answer, _ := read(t)(client.PostForm(address+"/demo/checkout/delivery", url.Values{"way": {"parcel"}}))
	if answer.Request.URL.Path != "/demo/checkout/thank-you" {
		t.Errorf("an order leads to %s", answer.Request.URL)
	}
	if _, body = read(t)(client.Get(cart)); !strings.Contains(body, "(0)") {
		t.Error("the cart is not empty after the order")
	}
}

func TestAddingByScriptStaysOnThePage(t *testing.T) {
	client, address := openShop(t)
	request, err := http.NewRequest("POST", address+"/demo/cart", strings.NewReader("product=brass-bell&option=31"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, body := read(t)(client.Do(request))
	var said struct {
		Count int
		Said  string
	}
	if err := json.Unmarshal([]byte(body), &said); err != nil || answer.StatusCode != 200 || said.Count != 1 || said.Said != "Brass bell is in your cart." {
		t.Errorf("adding by script answers %s %s", answer.Status, body)
	}
}

func TestDamagedCartCookiesAreHarmless(t *testing.T) {
	for _, value := range []string{"~~~", "x*1", "brass-bell.22*999999999", "brass-bell.22*-1", strings.Repeat("brass-bell.22*9~", 5000), "wren-folding.pink*1"} {
		r := httptest.NewRequest("GET", "/demo/cart", nil)
		r.Header.Set("Cookie", cartCookie+"="+value)
		if c := cartOf(r); c.Count() > mostLines*mostPieces || len(c) > 1 {
			t.Errorf("the cookie %.40q gives %v", value, c)
		}
	}
}

func TestSearchFindsByAnyWord(t *testing.T) {
	for phrase, want := range map[string]string{
		"bell": "brass-bell", "Folding": "wren-folding", "child seat": "kestrel-3-speed", "lights": "dynamo-light",
	} {
		found := false
		for _, p := range search(phrase) {
			found = found || p.Slug == want
		}
		if !found {
			t.Errorf("searching %q does not find %s", phrase, want)
		}
	}
	if got := search("submarine"); len(got) != 0 {
		t.Errorf("searching a submarine finds %v", got)
	}
	client, address := openShop(t)
	_, body := read(t)(client.Get(address + "/demo/search?q=" + url.QueryEscape(`<script>alert(1)</script>`)))
	if strings.Contains(body, "<script>alert") {
		t.Error("a search phrase is executed")
	}
}

func TestZonesOfTheShop(t *testing.T) {
	names := map[string]bool{"": true}
	for _, z := range Zones() {
		if !names[z.Parent] {
			t.Errorf("zone %s comes before its parent %s", z.Name, z.Parent)
		}
		if len(z.Patterns) == 0 || !regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(z.Colour) {
			t.Errorf("zone %s is incomplete: %+v", z.Name, z)
		}
		names[z.Name] = true
	}
	for _, want := range []string{"Default zone", "Catalog", "Product info", "Cart", "Checkout", "Help & Legal"} {
		if !names[want] {
			t.Errorf("zone %s is missing", want)
		}
	}
}
