package origin

import "testing"

func TestReferrer(t *testing.T) {
	const own = "https://shop.example/catalog"
	for ref, want := range map[string]Source{
		"":                                       {},
		"not a url":                              {},
		"javascript:alert(1)":                    {},
		"android-app://com.google.android.gm/":   {},
		"https://shop.example/cart":              {},
		"https://www.shop.example/":              {},
		"https://www.google.com/":                {Host: "google.com", Engine: "Google"},
		"https://google.co.uk/search?q=red+bell": {Host: "google.co.uk", Engine: "Google", Phrase: "red bell"},
		"https://images.google.de/":              {Host: "images.google.de", Engine: "Google"},
		"https://mail.google.com/":               {Host: "mail.google.com"},
		"https://google.evil.example/?q=x":       {Host: "google.evil.example"},
		"https://notgoogle.com/":                 {Host: "notgoogle.com"},
		"https://www.bing.com/search?q=a%20b":    {Host: "bing.com", Engine: "Bing", Phrase: "a b"},
		"https://duckduckgo.com/":                {Host: "duckduckgo.com", Engine: "DuckDuckGo"},
		"https://de.search.yahoo.com/s?p=velo":   {Host: "de.search.yahoo.com", Engine: "Yahoo", Phrase: "velo"},
		"https://yandex.ru/search/?text=вело":    {Host: "yandex.ru", Engine: "Yandex", Phrase: "вело"},
		"https://www.baidu.com/s?wd=车":           {Host: "baidu.com", Engine: "Baidu", Phrase: "车"},
		"https://bing.com/?q=ann@mail.example":   {Host: "bing.com", Engine: "Bing"},
		"https://Blog.Example:8443/post?a=1":     {Host: "blog.example"},
		"https://u:p@blog.example/":              {Host: "blog.example"},
	} {
		if got := Referrer(ref, own); got != want {
			t.Errorf("Referrer(%q) = %+v, want %+v", ref, got, want)
		}
	}
	for _, own := range []string{"blog.example", "www.blog.example:8080", "https://blog.example"} {
		if got := Referrer("https://blog.example/x", own); got != (Source{}) {
			t.Errorf("Referrer from itself (%q) = %+v, want nothing", own, got)
		}
	}
}
