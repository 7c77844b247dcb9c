package origin

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// cleaned are URLs as pages report them, and what is kept of them.
var cleaned = map[string]string{
	// Ordinary addresses stay as they are.
	"https://shop.example/":                                                        "https://shop.example/",
	"https://shop.example":                                                         "https://shop.example",
	"http://shop.example:8080/catalog/bikes?page=2&b=1":                            "http://shop.example:8080/catalog/bikes?page=2&b=1",
	"https://shop.example/a%20b/%E2%82%AC?q=a+b%26c":                               "https://shop.example/a%20b/%E2%82%AC?q=a+b%26c",
	"https://shop.example/100%?x=%zz":                                              "https://shop.example/100%?x=%zz",
	"https://shop.example/grün?Größe=5":                                            "https://shop.example/grün?Größe=5",
	"https://[2001:db8::1]:8080/x":                                                 "https://[2001:db8::1]:8080/x",
	"HTTPS://Shop.Example/Catalog":                                                 "https://shop.example/Catalog",
	"https://shop.example/?utm_source=mail&utm_campaign=autumn-2026-velo-and-bell": "https://shop.example/?utm_source=mail&utm_campaign=autumn-2026-velo-and-bell",
	"https://shop.example/product/Canon-EOS-R5-Mark-II-Body-2024-Kit-24-105mm":     "https://shop.example/product/Canon-EOS-R5-Mark-II-Body-2024-Kit-24-105mm",
	"https://shop.example/donaudampfschifffahrtsgesellschaftskapitaen":             "https://shop.example/donaudampfschifffahrtsgesellschaftskapitaen",
	"https://shop.example/react@18.2.0/index":                                      "https://shop.example/react@18.2.0/index",
	"https://shop.example/?t=1767225600000&b=&c&&d==":                              "https://shop.example/?t=1767225600000&b=&c&&d==",
	"https://shop.example/?order=4000-1234":                                        "https://shop.example/?order=4000-1234",

	// ZON-6: sessions and secrets are cut, whatever the case, and the order of the rest stays.
	"https://shop.example/?b=2&PHPSESSID=1&a=1":             "https://shop.example/?b=2&a=1",
	"https://shop.example/?phpsessid=1":                     "https://shop.example/",
	"https://shop.example/?Sid=1&b=2":                       "https://shop.example/?b=2",
	"https://shop.example/?b=2&oscsid=1":                    "https://shop.example/?b=2",
	"https://shop.example/?f=1;sid=2;t=3":                   "https://shop.example/?f=1;t=3",
	"https://shop.example/?%73id=2&x=1":                     "https://shop.example/?x=1",
	"https://shop.example/?token[]=2&x=1":                   "https://shop.example/?x=1",
	"https://shop.example/?side=2&mytoken=1":                "https://shop.example/?side=2&mytoken=1",
	"https://shop.example/cart;jsessionid=1A2B?x=1":         "https://shop.example/cart?x=1",
	"https://shop.example/cart;a=1;sid=2/x":                 "https://shop.example/cart;a=1/x",
	"https://shop.example/?next=%2Fcart%3Fsid%3D12%26x%3D1": "https://shop.example/?next=…",
	"https://shop.example/?next=%2Fcart%3Fx%3D1":            "https://shop.example/?next=%2Fcart%3Fx%3D1",

	// Values that look personal or secret.
	"https://shop.example/?to=ann@mail.example&x=1":                                                        "https://shop.example/?to=…&x=1",
	"https://shop.example/?to=ann%40mail.example":                                                          "https://shop.example/?to=…",
	"https://shop.example/?to=ann%2540mail.example":                                                        "https://shop.example/?to=…",
	"https://shop.example/?q=write+to+ann@mail.example+now":                                                "https://shop.example/?q=…",
	"https://shop.example/user/ann@mail.example/orders":                                                    "https://shop.example/user/…/orders",
	"https://shop.example/?ann@mail.example":                                                               "https://shop.example/?…",
	"https://shop.example/?n=4111111111111111":                                                             "https://shop.example/?n=…",
	"https://shop.example/?n=4111+1111+1111+1111":                                                          "https://shop.example/?n=…",
	"https://shop.example/?n=4111-1111-1111-1111":                                                          "https://shop.example/?n=…",
	"https://shop.example/?n=4111111111111112":                                                             "https://shop.example/?n=4111111111111112",
	"https://shop.example/pay/5500005555555559":                                                            "https://shop.example/pay/…",
	"https://shop.example/r/9f86d081884c7d659a2feaa0c55ad015":                                              "https://shop.example/r/…",
	"https://shop.example/r/123e4567-e89b-12d3-a456-426614174000/x":                                        "https://shop.example/r/…/x",
	"https://shop.example/?j=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0": "https://shop.example/?j=…",
	"https://shop.example/?gclid=Cj0KCQiAgJa6BhCOARIsAMiL7V8_k2":                                           "https://shop.example/?gclid=…",

	// User names, fragments, control characters.
	"https://ann:secret@shop.example/x":         "https://shop.example/x",
	"https://ann@evil@shop.example/x":           "https://shop.example/x",
	"https://shop.example/x#reviews":            "https://shop.example/x",
	"https://shop.example/x#access_token=1":     "https://shop.example/x",
	"https://shop.example/#/cart?sid=1&a=2#top": "https://shop.example/#/cart?a=2",
	"https://shop.example/#!cart":               "https://shop.example/#!cart",
	" https://shop.example/a\x00b\nc\u202ed ":   "https://shop.example/abcd",
	"https://shop.example/a\xffb":               "https://shop.example/a\ufffdb",

	// What is no web page's address.
	"":                                      "",
	"shop.example/x":                        "",
	"//shop.example/x":                      "",
	"https://":                              "",
	"https:///x":                            "",
	"https://?x":                            "",
	"javascript:alert(1)":                   "",
	"javascript://shop.example/%0aalert(1)": "",
	"data:text/html,x":                      "",
	"file:///etc/passwd":                    "",
	"ftp://shop.example/":                   "",
	"https://shop.example:99999/":           "",
	"https://shop.example:port/":            "",
	"https://sh op.example/":                "",
	"https://<b>.example/":                  "",
	`https://shop.example\@evil/`:           "",
	"https://[2001:db8::1/":                 "",
}

func TestCleanURL(t *testing.T) {
	for raw, want := range cleaned {
		got, truncated := CleanURL(raw, RemoveFromURL())
		if got != want || truncated {
			t.Errorf("CleanURL(%q)\n got %q, %v\nwant %q", raw, got, truncated, want)
		}
	}
}

func TestCleanURLKeepsWhatTheOwnerDoesNotRemove(t *testing.T) {
	const raw = "https://shop.example/?sid=1&lot=2"
	if got, _ := CleanURL(raw, nil); got != raw {
		t.Errorf("with an empty list: %q, want %q", got, raw)
	}
	if got, _ := CleanURL(raw, []string{"LOT"}); got != "https://shop.example/?sid=1" {
		t.Errorf("with a list of lot: %q", got)
	}
}

func TestCleanURLCutsLongOnesBetweenRunes(t *testing.T) {
	for _, fill := range []string{"a/", "ä/", "日/", "😀/"} {
		for shift := range 4 {
			raw := "https://shop.example/" + strings.Repeat("x", shift) + strings.Repeat(fill, 6000)
			got, truncated := CleanURL(raw, RemoveFromURL())
			if !truncated || len(got) > longestURL || len(got) < longestURL-utf8.UTFMax || !utf8.ValidString(got) || !strings.HasPrefix(raw, got) {
				t.Errorf("CleanURL of %d bytes of %q: %d bytes, truncated %v: …%q", len(raw), fill, len(got), truncated, got[len(got)-8:])
			}
		}
	}
	exact := "https://shop.example/" + strings.Repeat("/x", 1000) + strings.Repeat("/", 27)
	if got, truncated := CleanURL(exact, nil); got != exact || truncated {
		t.Errorf("a URL of %d bytes is cut to %d", len(exact), len(got))
	}
}

func FuzzCleanURL(f *testing.F) {
	for _, seed := range []string{
		"https://ann:pw@shop.example/a;sid=1/b?x=1&token=2&to=ann@mail.example#/r?key=1",
		"http://[::1]:80/?n=4111 1111 1111 1111", "https://x.y/%zz#!a#b", "https://x/\xff\u202e",
	} {
		f.Add(seed)
	}
	remove := RemoveFromURL()
	f.Fuzz(func(t *testing.T, raw string) {
		got, truncated := CleanURL(raw, remove)
		if len(got) > longestURL || !utf8.ValidString(got) || withoutInvisible(got) != got {
			t.Fatalf("CleanURL(%q) = %q", raw, got)
		}
		if got == "" {
			return
		}
		if again, _ := CleanURL(got, remove); again != got && !truncated {
			t.Fatalf("CleanURL(%q) = %q, cleaned again %q", raw, got, again)
		}
		page, err := url.Parse(got)
		if err != nil {
			return // a stray % in the path: browsers allow it
		}
		if page.User != nil || page.Host == "" || !isWeb(page.Scheme) {
			t.Fatalf("CleanURL(%q) = %q", raw, got)
		}
		for name := range page.Query() {
			if (redactor{remove}).isRemoved(name) {
				t.Fatalf("CleanURL(%q) = %q keeps %s", raw, got, name)
			}
		}
	})
}

func BenchmarkCleanURL(b *testing.B) {
	remove := RemoveFromURL()
	b.ReportAllocs()
	for b.Loop() {
		CleanURL("https://shop.example/product/kestrel-3-speed?utm_source=newsletter&utm_campaign=autumn&PHPSESSID=1a2b3c&ref=home", remove)
	}
}

func BenchmarkCleanURLAtItsWorst(b *testing.B) {
	remove, raw := RemoveFromURL(), "https://shop.example/?"+strings.Repeat("@;%25=&1 ", 2000)
	for b.Loop() {
		CleanURL(raw, remove)
	}
}
