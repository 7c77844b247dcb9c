package origin

import "testing"

func TestRobotsAreKnown(t *testing.T) {
	o := open(t)
	for userAgent, want := range map[string]string{
		"":  NoUserAgent,
		" ": NoUserAgent,
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36": "HeadlessChrome",
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)":                                      "Googlebot",
		"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)":                                       "bingbot",
		"curl/8.5.0":       "curl",
		"Wget/1.21.4":      "Wget",
		"wget/1.21.4":      "wget",
		"AhrefsBot/7.0":    "AhrefsBot",
		"AdsBot-Google":    "AdsBot-Google",
		"Mozilla sentry/1": "sentry",
	} {
		if got, ok := o.Robot(userAgent); !ok || got != want {
			t.Errorf("Robot(%q) = %q, %v, want %q", userAgent, got, ok, want)
		}
	}
}

func TestRobotAtTheStartOnly(t *testing.T) {
	o := open(t)
	if name, ok := o.Robot("A browser with curl inside"); ok {
		t.Errorf("taken for %q, though ^curl must stand at the start", name)
	}
}

func TestPeopleAreNoRobots(t *testing.T) {
	o := open(t)
	for _, b := range browsers {
		if name, ok := o.Robot(b.userAgent); ok {
			t.Errorf("%q is taken for the robot %q", b.userAgent, name)
		}
	}
}

func TestRobotListIsWhole(t *testing.T) {
	index := indexRobots(robotData)
	n := len(index.starts)
	for _, literals := range index.anywhere {
		n += len(literals)
	}
	if n < 1000 {
		t.Errorf("the list holds %d literals, more than 1,000 are expected", n)
	}
}

func BenchmarkRobot(b *testing.B) {
	o := open(b)
	b.ReportAllocs()
	for b.Loop() {
		o.Robot(browsers[0].userAgent)
	}
}
