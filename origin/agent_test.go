package origin

import (
	"fmt"
	"sync"
	"testing"
)

// browsers are user agents of people, as browsers send them.
var browsers = []struct {
	userAgent string
	hints     Hints
	want      Agent
}{
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", Hints{}, Agent{"Chrome", "131", "Windows", Desktop}},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", Hints{}, Agent{"Edge", "131", "Windows", Desktop}},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", Hints{}, Agent{"Firefox", "133", "Windows", Desktop}},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", Hints{Brands: `"Brave";v="131", "Chromium";v="131", "Not_A Brand";v="24"`}, Agent{"Brave", "131", "Windows", Desktop}},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0", Hints{}, Agent{"Opera", "115", "Windows", Desktop}},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 YaBrowser/24.10.0.0 Safari/537.36", Hints{}, Agent{"Yandex Browser", "24", "Windows", Desktop}},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", Hints{Screen: "1512x982"}, Agent{"Safari", "18", "macOS", Desktop}},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", Hints{Screen: "820x1180"}, Agent{"Safari", "18", "iPadOS", Tablet}},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131 Version/11.1.1 Safari/605.1.15", Hints{}, Agent{"Chrome", "131", "iPadOS", Tablet}},
	{"Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1", Hints{}, Agent{"Safari", "17", "iPadOS", Tablet}},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", Hints{}, Agent{"Safari", "18", "iOS", Phone}},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", Hints{}, Agent{"Chrome", "131", "iOS", Phone}},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Mobile/15E148 Safari/605.1.15", Hints{}, Agent{"Firefox", "133", "iOS", Phone}},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/344.0.698432586 Mobile/15E148 Safari/604.1", Hints{}, Agent{"Google App", "344", "iOS", Phone}},
	{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", Hints{Mobile: "?1"}, Agent{"Chrome", "131", "Android", Phone}},
	{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", Hints{Mobile: "?0"}, Agent{"Chrome", "131", "Android", Tablet}},
	{"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36", Hints{}, Agent{"Samsung Internet", "26", "Android", Phone}},
	{"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Safari/537.36", Hints{}, Agent{"Samsung Internet", "26", "Android", Tablet}},
	{"Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", Hints{}, Agent{"Firefox", "133", "Android", Phone}},
	{"Mozilla/5.0 (Linux; Android 14; 23127PN0CG) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/118.0.5993.80 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.18.0-gn", Hints{}, Agent{"Mi Browser", "14", "Android", Phone}},
	{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", Hints{}, Agent{"Chrome", "131", "Linux", Desktop}},
	{"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", Hints{}, Agent{"Firefox", "133", "Linux", Desktop}},
	{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", Hints{}, Agent{"Chrome", "131", "ChromeOS", Desktop}},
	{"Mozilla/5.0 (Linux; Android 13; Pixel 6 Build/TQ3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 Instagram 358.0.0.51.97 Android", Hints{}, Agent{"Instagram App", "358", "Android", Phone}},
	{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F79 [FBAN/FBIOS;FBAV/487.0.0.40.109;FBDV/iPhone14,5]", Hints{}, Agent{"Facebook App", "", "iOS", Phone}},
}

func TestAgentOfBrowsers(t *testing.T) {
	o := open(t)
	for _, b := range browsers {
		got := o.Agent(b.userAgent, b.hints)
		if got != b.want {
			t.Errorf("Agent(%q, %+v)\n got %+v\nwant %+v", b.userAgent, b.hints, got, b.want)
		}
		if again := o.Agent(b.userAgent, b.hints); again != got {
			t.Errorf("the second answer for %q is %+v, the first was %+v", b.userAgent, again, got)
		}
	}
}

func TestAgentOfNothingIsNothing(t *testing.T) {
	o := open(t)
	for _, userAgent := range []string{"", " ", "\x00\x01"} {
		if got := o.Agent(userAgent, Hints{Mobile: "?1"}); got != (Agent{}) {
			t.Errorf("Agent(%q) = %+v, want nothing", userAgent, got)
		}
	}
}

func TestAgentCacheStaysBounded(t *testing.T) {
	o := open(t)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 2 * mostAgents {
				o.Agent(fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64) Firefox/%d.%d", i, worker), Hints{})
			}
		})
	}
	all.Wait()
	if n := len(o.agents.young); n > mostAgents {
		t.Errorf("the young half holds %d agents, at most %d are allowed", n, mostAgents)
	}
	if n := len(o.agents.old); n > mostAgents {
		t.Errorf("the old half holds %d agents, at most %d are allowed", n, mostAgents)
	}
}

func BenchmarkAgentRead(b *testing.B) {
	for b.Loop() {
		readAgent(agentKey{userAgent: browsers[0].userAgent})
	}
}

func BenchmarkAgentCached(b *testing.B) {
	o := open(b)
	for b.Loop() {
		o.Agent(browsers[0].userAgent, Hints{})
	}
}
