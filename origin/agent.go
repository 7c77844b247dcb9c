package origin

import (
	"slices"
	"strings"
	"sync"

	"github.com/mileusna/useragent"
)

// Devices as Agent names them.
const (
	Desktop = "desktop"
	Phone   = "phone"
	Tablet  = "tablet"
)

// Agent is the visitor's browser in words; what is unknown is empty.
type Agent struct {
	Browser        string
	BrowserVersion string // major version
	OS             string
	Device         string // Desktop, Phone, Tablet
}

// Hints are what a browser says of itself beside its user agent. All may be empty.
type Hints struct {
	Brands   string // header Sec-CH-UA
	Platform string // header Sec-CH-UA-Platform
	Mobile   string // header Sec-CH-UA-Mobile
	Screen   string // such as 1440x900
}

// longestAgent is how many bytes of a user agent are looked at.
const longestAgent = 512

// Agent reads a user agent and its hints. An empty user agent gives an empty Agent.
func (o *Origin) Agent(userAgent string, hints Hints) Agent {
	userAgent = userAgent[:min(len(userAgent), longestAgent)]
	key := agentKey{userAgent, limit(hints.Brands), limit(hints.Platform), limit(hints.Mobile), limit(hints.Screen)}
	return o.agents.get(key, readAgent)
}

func limit(hint string) string {
	return hint[:min(len(hint), 256)]
}

func readAgent(key agentKey) Agent {
	key.userAgent, _ = CleanText(key.userAgent, longestAgent)
	if key.userAgent == "" {
		return Agent{}
	}
	seen := useragent.Parse(key.userAgent)
	agent := Agent{OS: systemName(seen, key), Device: Desktop}
	agent.Browser, agent.BrowserVersion = browserName(seen, key)
	switch {
	case isTablet(seen, key):
		agent.Device = Tablet
	case seen.Mobile, key.mobile == "?1":
		agent.Device = Phone
	}
	if isDisguisedPad(key) {
		agent.OS, agent.Device = "iPadOS", Tablet
	}
	return agent
}

// brandNames are browsers that hide behind Chrome's user agent and show themselves in the hints only.
var brandNames = []string{"Brave", "DuckDuckGo", "Vivaldi", "Opera"}

// tokenNames are browsers the library takes for another one.
var tokenNames = []struct{ token, name string }{
	{"YaBrowser/", "Yandex Browser"},
	{"DuckDuckGo/", "DuckDuckGo"},
	{"Ddg/", "DuckDuckGo"},
	{"Brave/", "Brave"},
	{"UCBrowser/", "UC Browser"},
	{"MiuiBrowser/", "Mi Browser"},
	{"GSA/", "Google App"},
}

func browserName(seen useragent.UserAgent, key agentKey) (name, version string) {
	for _, brand := range brandNames {
		if strings.Contains(key.brands, `"`+brand+`"`) {
			return brand, major(seen.Version)
		}
	}
	for _, t := range tokenNames {
		if _, version, ok := strings.Cut(key.userAgent, t.token); ok {
			return t.name, major(version)
		}
	}
	switch seen.Name {
	case useragent.SamsungBrowser:
		return "Samsung Internet", major(seen.Version)
	case seen.String: // the library's way to say that it doesn't know
		return "", ""
	}
	name, _ = CleanText(seen.Name, 40)
	return name, major(seen.Version)
}

// major returns the digits a version begins with.
func major(version string) string {
	end := 0
	for end < len(version) && end < 6 && isDigit(version[end]) {
		end++
	}
	return version[:end]
}

func systemName(seen useragent.UserAgent, key agentKey) string {
	switch {
	case strings.Contains(key.userAgent, "iPad"):
		return "iPadOS"
	case seen.OS == useragent.Linux && strings.Contains(key.platform, "Chrome OS"):
		return useragent.ChromeOS
	case seen.OS == "":
		name, _ := CleanText(strings.Trim(key.platform, `" `), 40)
		return name
	}
	return seen.OS
}

// isTablet follows Google's rule for Android: a tablet's user agent lacks the word Mobile.
func isTablet(seen useragent.UserAgent, key agentKey) bool {
	return seen.Tablet || seen.OS == useragent.Android && key.mobile != "?1" && !strings.Contains(key.userAgent, "Mobile")
}

// padScreens are the screens of iPads, as Safari reports them: always upright.
var padScreens = []string{
	"744x1133", "768x1024", "810x1080", "820x1180", "834x1112", "834x1194", "834x1210", "1024x1366", "1032x1376",
}

// isDisguisedPad tells an iPad from the Mac it says it is: by a mobile browser's token, or by a screen no Mac has.
func isDisguisedPad(key agentKey) bool {
	if !strings.Contains(key.userAgent, "Macintosh") {
		return false
	}
	for _, token := range []string{"CriOS/", "FxiOS/", "EdgiOS/", "OPiOS/", " Mobile/"} {
		if strings.Contains(key.userAgent, token) {
			return true
		}
	}
	return strings.Contains(key.userAgent, "Version/") && slices.Contains(padScreens, key.screen)
}

type agentKey struct{ userAgent, brands, platform, mobile, screen string }

// mostAgents bounds each half of the cache; together they hold 4 MB at the very worst.
const mostAgents = 1024

// agentCache remembers the user agents met lately: when the young half is full it becomes the old half, and the old one is forgotten.
type agentCache struct {
	lock       sync.Mutex
	young, old map[agentKey]Agent
}

func (c *agentCache) get(key agentKey, read func(agentKey) Agent) Agent {
	c.lock.Lock()
	agent, ok := c.young[key]
	old := false
	if !ok {
		agent, old = c.old[key]
	}
	c.lock.Unlock()
	if ok {
		return agent
	}
	if !old {
		agent = read(key)
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.young == nil || len(c.young) >= mostAgents {
		c.old, c.young = c.young, make(map[agentKey]Agent)
	}
	c.young[key] = agent
	return agent
}
