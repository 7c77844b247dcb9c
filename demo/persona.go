package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// home is where simulated visitors come from. The network's first two numbers belong to a large provider of that country.
type home struct {
	country   string
	networks  []string
	languages []string // Accept-Language; the first tag is navigator.language
	names     []string
}

// homes never change; newPersona says how frequent they are.
var homes = []home{
	{"DE", []string{"79.194", "87.133", "91.12"}, []string{"de-DE,de;q=0.9,en;q=0.7"}, []string{"Jonas", "Lena Vogt", "Annika", "Malte Brandt", "Greta"}},
	{"FR", []string{"90.34", "82.226", "176.134"}, []string{"fr-FR,fr;q=0.9,en;q=0.6"}, []string{"Camille", "Hugo Marchand", "Léa", "Mathis"}},
	{"GB", []string{"86.131", "90.195", "81.131"}, []string{"en-GB,en;q=0.9"}, []string{"Priya", "Tom Ashby", "Eleanor", "Callum"}},
	{"US", []string{"73.162", "98.207", "68.45"}, []string{"en-US,en;q=0.9", "en-US,en;q=0.9,es;q=0.7"}, []string{"Maya", "Ethan Reyes", "Sarah", "Devon", "Grace Kim"}},
	{"NL", []string{"77.163", "145.53"}, []string{"nl-NL,nl;q=0.9,en;q=0.8"}, []string{"Sanne", "Daan de Wit", "Fleur"}},
	{"PT", []string{"85.243", "188.81", "94.61"}, []string{"pt-PT,pt;q=0.9,en;q=0.7"}, []string{"Rui Costa", "Ana Marques", "Inês"}},
	{"ES", []string{"83.36", "88.4", "79.146"}, []string{"es-ES,es;q=0.9"}, []string{"Lucía", "Pablo Ortega", "Marta"}},
	{"IT", []string{"79.22", "151.38", "93.41"}, []string{"it-IT,it;q=0.9,en;q=0.6"}, []string{"Giulia", "Marco Bellini", "Chiara"}},
	{"PL", []string{"83.11", "89.68", "79.185"}, []string{"pl-PL,pl;q=0.9,en;q=0.7"}, []string{"Zofia", "Kacper Nowak", "Ola"}},
	{"SE", []string{"95.195", "78.68", "90.229"}, []string{"sv-SE,sv;q=0.9,en;q=0.8"}, []string{"Elsa", "Oskar Lind", "Maja"}},
	{"DK", []string{"94.147", "87.49"}, []string{"da-DK,da;q=0.9,en;q=0.8"}, []string{"Freja", "Mads Holm"}},
	{"NO", []string{"84.211", "88.90"}, []string{"nb-NO,nb;q=0.9,en;q=0.8"}, []string{"Ingrid", "Sindre Moe"}},
	{"FI", []string{"91.154", "88.113"}, []string{"fi-FI,fi;q=0.9,en;q=0.8"}, []string{"Aino", "Eero Salmi"}},
	{"BE", []string{"109.130", "81.242"}, []string{"nl-BE,nl;q=0.9,fr;q=0.7", "fr-BE,fr;q=0.9,nl;q=0.6"}, []string{"Noor", "Lucas Peeters"}},
	{"AT", []string{"77.117", "178.113"}, []string{"de-AT,de;q=0.9,en;q=0.7"}, []string{"Katharina", "Felix Gruber"}},
	{"CH", []string{"85.3", "178.195"}, []string{"de-CH,de;q=0.9,fr;q=0.7", "fr-CH,fr;q=0.9"}, []string{"Nora", "Luca Meier"}},
	{"CZ", []string{"88.101", "90.181"}, []string{"cs-CZ,cs;q=0.9,en;q=0.6"}, []string{"Tereza", "Ondřej Malý"}},
	{"IE", []string{"86.43", "109.77"}, []string{"en-IE,en;q=0.9"}, []string{"Aoife", "Conor Walsh"}},
	{"GR", []string{"94.66", "2.85"}, []string{"el-GR,el;q=0.9,en;q=0.7"}, []string{"Eleni", "Nikos"}},
	{"HU", []string{"89.133", "91.82"}, []string{"hu-HU,hu;q=0.9,en;q=0.6"}, []string{"Réka", "Bence"}},
	{"RO", []string{"109.98", "92.83"}, []string{"ro-RO,ro;q=0.9,en;q=0.7"}, []string{"Ioana", "Andrei"}},
	{"UA", []string{"37.53", "46.200"}, []string{"uk-UA,uk;q=0.9,en;q=0.6"}, []string{"Oksana", "Taras"}},
	{"TR", []string{"88.230", "78.163"}, []string{"tr-TR,tr;q=0.9,en;q=0.6"}, []string{"Elif", "Emre"}},
	{"CA", []string{"99.229", "70.66"}, []string{"en-CA,en;q=0.9", "fr-CA,fr;q=0.9,en;q=0.7"}, []string{"Élodie", "Noah Tremblay"}},
	{"MX", []string{"177.226", "189.226"}, []string{"es-MX,es;q=0.9"}, []string{"Valeria", "Diego"}},
	{"BR", []string{"179.114", "191.194"}, []string{"pt-BR,pt;q=0.9,en;q=0.6"}, []string{"Beatriz", "Rafael Lima", "Júlia"}},
	{"AR", []string{"186.130", "181.26"}, []string{"es-AR,es;q=0.9"}, []string{"Sofía", "Tomás"}},
	{"CL", []string{"190.161", "186.105"}, []string{"es-CL,es;q=0.9"}, []string{"Antonia"}},
	{"JP", []string{"153.131", "180.12", "60.66"}, []string{"ja-JP,ja;q=0.9,en;q=0.5"}, []string{"Haruka", "Kenji"}},
	{"KR", []string{"175.195", "121.130"}, []string{"ko-KR,ko;q=0.9,en;q=0.5"}, []string{"Jiwoo", "Minjun"}},
	{"IN", []string{"117.195", "157.34"}, []string{"en-IN,en;q=0.9,hi;q=0.8"}, []string{"Ananya", "Arjun Rao"}},
	{"AU", []string{"1.129", "101.177", "120.148"}, []string{"en-AU,en;q=0.9"}, []string{"Ruby", "Lachlan"}},
	{"NZ", []string{"49.225", "121.73"}, []string{"en-NZ,en;q=0.9"}, []string{"Aroha"}},
	{"ZA", []string{"197.66", "105.210"}, []string{"en-ZA,en;q=0.9"}, []string{"Thandi", "Pieter"}},
}

// browser is a user agent with a screen that goes with it.
type browser struct{ userAgent, screen string }

var browsers = []browser{
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36", "1920x1080"},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "1536x864"},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", "1920x1080"},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "2560x1440"},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0", "1366x768"},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15", "1512x982"},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36", "1728x1117"},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0", "1440x900"},
	{"Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "1920x1200"},
	{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "1366x768"},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1", "393x852"},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "390x844"},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1", "430x932"},
	{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36", "412x915"},
	{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "360x800"},
	{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "384x854"},
	{"Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "412x892"},
	{"Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1", "820x1180"},
	{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "800x1280"},
}

// robot looks about now and then, so that the console has one to keep out.
var robot = persona{
	country: "US", address: "66.249.66.1", language: "en", acceptLanguage: "en",
	browser: browser{"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "1024x768"},
}

// persona is who a simulated visitor is; it stays the same over his visits.
type persona struct {
	country, address         string
	language, acceptLanguage string
	name                     string
	browser                  browser
}

func newPersona(random *rand.Rand) persona {
	// The first ten countries send most of the visitors, as for a shop in Europe.
	among := len(homes)
	if random.IntN(2) == 0 {
		among = 10
	}
	h := homes[random.IntN(among)]
	accept := pick(random, h.languages)
	language, _, _ := strings.Cut(accept, ",")
	return persona{
		country:        h.country,
		address:        fmt.Sprintf("%s.%d.%d", pick(random, h.networks), random.IntN(256), 1+random.IntN(254)),
		language:       language,
		acceptLanguage: accept,
		name:           pick(random, h.names),
		browser:        pick(random, browsers),
	}
}

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }
