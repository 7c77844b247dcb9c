package origin

import (
	"net/url"
	"strings"
)

// Source is the place a visitor came from. It is empty for one who came directly, or from another page of the same site.
type Source struct {
	Host   string // without www.
	Engine string // the search engine's name
	Phrase string // what was searched for, where the engine still tells
}

// longestPhrase is how many bytes of a search phrase are kept.
const longestPhrase = 256

// engines are known by a label of their host name: google stands for google.com, www.google.co.uk and news.google.de.
// A name with a dot must be the end of the host name.
var engines = []struct{ host, name, parameter string }{
	{"google", "Google", "q"},
	{"bing.com", "Bing", "q"},
	{"duckduckgo.com", "DuckDuckGo", "q"},
	{"search.yahoo.com", "Yahoo", "p"},
	{"search.yahoo.co.jp", "Yahoo Japan", "p"},
	{"yandex", "Yandex", "text"},
	{"ya.ru", "Yandex", "text"},
	{"baidu.com", "Baidu", "wd"},
	{"ecosia.org", "Ecosia", "q"},
	{"qwant.com", "Qwant", "q"},
	{"startpage.com", "Startpage", "query"},
	{"search.brave.com", "Brave Search", "q"},
	{"kagi.com", "Kagi", "q"},
	{"seznam.cz", "Seznam", "q"},
	{"search.naver.com", "Naver", "query"},
	{"search.daum.net", "Daum", "q"},
	{"sogou.com", "Sogou", "query"},
	{"so.com", "360 Search", "q"},
	{"mojeek.com", "Mojeek", "q"},
	{"swisscows.com", "Swisscows", "query"},
	{"metager.de", "MetaGer", "eingabe"},
	{"ask.com", "Ask", "q"},
	{"search.aol.com", "AOL", "q"},
	{"go.mail.ru", "Mail.ru", "q"},
	{"coccoc.com", "Cốc Cốc", "query"},
}

// Referrer reads a referrer. Own is the page's URL, origin or host: what comes from there is no source.
func Referrer(ref, own string) Source {
	from, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || !isWeb(from.Scheme) || from.Hostname() == "" {
		return Source{}
	}
	host := bareHost(from.Hostname())
	if host == "" || host == ownHost(own) {
		return Source{}
	}
	source := Source{Host: host}
	for _, e := range engines {
		if !isEngine(host, e.host) {
			continue
		}
		source.Engine = e.name
		phrase, _ := CleanText(from.Query().Get(e.parameter), longestPhrase)
		if !isPersonal(phrase) {
			source.Phrase = phrase
		}
		break
	}
	return source
}

func isWeb(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

func bareHost(host string) string {
	host, truncated := CleanText(strings.ToLower(strings.TrimSuffix(host, ".")), 253)
	if truncated {
		return ""
	}
	return strings.TrimPrefix(host, "www.")
}

func ownHost(own string) string {
	if !strings.Contains(own, "://") {
		own = "http://" + own
	}
	page, err := url.Parse(own)
	if err != nil {
		return ""
	}
	return bareHost(page.Hostname())
}

// isEngine compares whole labels, so that notgoogle.com is no engine. A label without a dot must be followed by a country's or
// company's ending only (google.co.uk), so that google.example.org is none either.
func isEngine(host, engine string) bool {
	if strings.Contains(engine, ".") {
		return host == engine || strings.HasSuffix(host, "."+engine)
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if label != engine || i > 1 || i == 1 && !isSearchPart(labels[0]) {
			continue
		}
		ending := labels[i+1:]
		switch len(ending) {
		case 1:
			return len(ending[0]) <= 3
		case 2:
			return (ending[0] == "co" || ending[0] == "com") && len(ending[1]) == 2
		}
	}
	return false
}

// isSearchPart tells images.google.com, which searches, from mail.google.com, which doesn't.
func isSearchPart(label string) bool {
	return label == "images" || label == "news" || label == "m" || label == "shopping"
}
