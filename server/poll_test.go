package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"beckon/wire"
)

// typeOf is a frame's type.
func typeOf(raw string) string {
	var head struct{ Type string }
	json.Unmarshal([]byte(raw), &head)
	return head.Type
}

func textOf(t testing.TB, f any) string {
	t.Helper()
	raw, err := json.Marshal(f)
	must(t, "make a frame", err)
	return string(raw)
}

// ask makes one request of the line; it must be answered with 200.
func (p *polling) ask(t testing.TB, head wire.LinePost, frames ...string) (wire.LineAnswer, []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	head.Line = p.id
	a, news, status, err := p.post(ctx, head, frames...)
	if err != nil || status != http.StatusOK {
		t.Fatalf("%+v is answered with %d, %v", head, status, err)
	}
	return a, news
}

// arrive says hello and polls until the page view is kept; it returns how many frames have come.
func (p *polling) arrive(t testing.TB, v *visitor) (heard int64) {
	t.Helper()
	head := wire.LinePost{From: 1, Poll: true}
	frames := []string{textOf(t, v.hello(shop+"/"))}
	for {
		a, news := p.ask(t, head, frames...)
		if a.Close != 0 {
			t.Fatalf("hello is answered with %d %q", a.Close, a.Reason)
		}
		heard += int64(len(news))
		head, frames = wire.LinePost{From: 2, Heard: heard, Poll: true}, nil
		if slices.ContainsFunc(news, func(f string) bool { return typeOf(f) == "kept" }) {
			return heard
		}
	}
}

// held begins a poll and returns what it will be answered with. It is held once settled says so.
func (p *polling) held(t testing.TB, head wire.LinePost) <-chan []string {
	t.Helper()
	news := make(chan []string, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		head.Line, head.Poll = p.id, true
		a, frames, _, err := p.post(ctx, head)
		if err != nil {
			frames = []string{err.Error()}
		}
		if a.Close != 0 {
			frames = append(frames, textOf(t, a))
		}
		news <- frames
	}()
	return news
}

func wantNews(t testing.TB, news <-chan []string, ok func([]string) bool) {
	t.Helper()
	select {
	case got := <-news:
		if !ok(got) {
			t.Errorf("the poll is answered with %q", got)
		}
	case <-time.After(patience):
		t.Error("the poll is not answered")
	}
}

func fetch(id string) string { return `{"type":"fetch","conversation":"` + id + `"}` }

func TestPostSentAgainIsTakenOnce_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.newPolling(w.visitor().header)
	heard := p.arrive(t, w.visitor())
	first, second, third := newID("nowhere"), newID("nowhere"), newID("nowhere")
	p.ask(t, wire.LinePost{From: 2, Heard: heard}, fetch(first))
	p.ask(t, wire.LinePost{From: 2, Heard: heard}, fetch(first), fetch(second)) // its answer was lost
	if a, _ := p.ask(t, wire.LinePost{From: 5, Heard: heard}, fetch("from-the-future")); a.Got != 3 {
		t.Errorf("frames behind a gap are got: %+v, want 3", a)
	}
	p.ask(t, wire.LinePost{From: 1, Heard: heard}, "hello again", "", "", fetch(third))
	var ids []string
	for len(ids) < 3 {
		_, news := p.ask(t, wire.LinePost{From: 5, Heard: heard, Poll: true})
		heard += int64(len(news))
		for _, f := range news {
			var r wire.RefusedFrame
			json.Unmarshal([]byte(f), &r)
			if typeOf(f) == "refused" { // other news may be late
				ids = append(ids, r.ID)
			}
		}
	}
	if want := []string{first, second, third}; !slices.Equal(ids, want) {
		t.Errorf("carried out %q, want %q", ids, want)
	}
}

func TestTwoFirstPostsOfALineAreOnePage_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.signIn(w.ana).console()
	p := w.newPolling(w.visitor().header)
	hello := textOf(t, w.visitor().hello(shop+"/"))
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			p.post(ctx, wire.LinePost{Line: p.id, From: 1, Poll: true}, hello)
		})
	}
	both.Wait()
	if v := c.badge(func(wire.Visit) bool { return true }); v.Tabs != 1 || v.Pages != 1 {
		t.Errorf("the badge has %d tabs and %d pages, want one", v.Tabs, v.Pages)
	}
}

func TestAnswerThatWasLostComesAgain_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.newPolling(w.visitor().header)
	hello := textOf(t, w.visitor().hello(shop+"/"))
	_, first := p.ask(t, wire.LinePost{From: 1, Poll: true}, hello)
	a, again := p.ask(t, wire.LinePost{From: 1, Poll: true}, hello)
	if a.From != 1 || len(again) < len(first) || !slices.Equal(first, again[:len(first)]) || typeOf(first[0]) != "welcome" {
		t.Fatalf("the poll after a lost answer brings %q from %d, want %q first", again, a.From, first)
	}
	a, rest := p.ask(t, wire.LinePost{From: 2, Heard: 1}, fetch("nowhere"))
	if a.Got != 2 || len(rest) != 0 {
		t.Errorf("a post that does not poll is answered with %+v %q", a, rest)
	}
	kinds := []string{}
	for heard := int64(1); !slices.Contains(kinds, "refused"); {
		a, news := p.ask(t, wire.LinePost{From: 3, Heard: heard, Poll: true})
		if a.From != heard+1 {
			t.Fatalf("frames from %d on come to a page that has %d", a.From, heard)
		}
		heard += int64(len(news))
		for _, f := range news {
			kinds = append(kinds, typeOf(f))
		}
	}
	if slices.Contains(kinds, "welcome") {
		t.Errorf("what was acknowledged comes again: %q", kinds)
	}
}

func TestNewestPollIsHeldAndSaidIsWhatComesMeanwhile_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.newPolling(w.visitor().header)
	heard := p.arrive(t, w.visitor())
	older := p.held(t, wire.LinePost{From: 2, Heard: heard})
	newer := p.held(t, wire.LinePost{From: 2, Heard: heard})
	empty := func(news []string) bool { return len(news) == 0 }
	select { // whichever of the two came first
	case news := <-older:
		if !empty(news) {
			t.Errorf("the older poll is answered with %q", news)
		}
		older = newer
	case news := <-newer:
		if !empty(news) {
			t.Errorf("the older poll is answered with %q", news)
		}
	case <-time.After(patience):
		t.Fatal("two polls are held")
	}
	p.ask(t, wire.LinePost{From: 2, Heard: heard}, fetch("nowhere"))
	wantNews(t, older, func(news []string) bool { return len(news) == 1 && typeOf(news[0]) == "refused" })
}

func TestLineThatIsNotKnownBeginsAnew_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visitor()
	hello := textOf(t, v.hello(shop+"/"))
	wantAnew := func(what string, p *polling, head wire.LinePost, frames ...string) {
		t.Helper()
		if a, news := p.ask(t, head, frames...); a.Close != 1012 || a.Reason != "retry 2" || a.Got != 0 || news != nil {
			t.Errorf("%s: answered with %+v %q, want 1012", what, a, news)
		}
	}
	p := w.newPolling(v.header)
	wantAnew("an id that nobody has", p, wire.LinePost{From: 2, Heard: 3, Poll: true})
	wantAnew("no frame", p, wire.LinePost{From: 1, Poll: true})
	wantAnew("a first frame that isn't the first", p, wire.LinePost{From: 2, Poll: true}, hello)
	heard := p.arrive(t, v)
	thief := w.newPolling(http.Header{"Origin": {"https://other.example"}, "User-Agent": {chrome}})
	thief.id = p.id
	wantAnew("another origin", thief, wire.LinePost{From: 2, Heard: heard, End: true}, fetch("nowhere"))
	if a, _ := p.ask(t, wire.LinePost{From: 2, Heard: heard}, fetch("nowhere")); a.Got != 2 || a.Close != 0 {
		t.Errorf("the line does not go on: %+v", a)
	}
	p.ask(t, wire.LinePost{From: 3, End: true})
	eventually(t, "the line has ended", func() bool {
		a, _ := p.ask(t, wire.LinePost{From: 3, Heard: heard, Poll: true})
		return a.Close != 0
	})
	p.client.CloseIdleConnections()
	eventually(t, "an ended line is not begun again", func() bool {
		a, _ := p.ask(t, wire.LinePost{From: 1, Poll: true}, hello)
		return a.Got == 0 && a.Close == 1012
	})
	late := w.newPolling(v.header)
	late.ask(t, wire.LinePost{From: 1, End: true})
	wantAnew("begun after its end", late, wire.LinePost{From: 1, Poll: true}, hello)
}

func TestPostThatIsNoneIsRefused_BadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.newPolling(w.visitor().header)
	id := `{"line":"` + newLineID() + `","from":1,"heard":0,"poll":false}`
	for _, c := range []struct {
		name, body string
		want       int
	}{
		{"empty", "", 400},
		{"no JSON", "hello", 400},
		{"an array", "[]", 400},
		{"no id", `{"from":1}`, 400},
		{"a short id", `{"line":"0123456789abcdef","from":1}`, 400},
		{"an id that is none", `{"line":"` + strings.Repeat("g", 32) + `","from":1}`, 400},
		{"a text for a number", `{"line":"` + newLineID() + `","from":"1"}`, 400},
		{"128 KiB and a byte", id + "\n" + strings.Repeat("x", 128<<10-len(id)), 413},
	} {
		if _, _, status, err := p.send(context.Background(), []byte(c.body)); status != c.want {
			t.Errorf("%s: got %d %v, want %d", c.name, status, err, c.want)
		}
	}
	answer := w.get("/v1/line", nil)
	if answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET: got %d, want 405", answer.StatusCode)
	}
}

func TestFloodOfPostsEndsTheLine_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.FramesPerVisitor = 5 })
	p := w.newPolling(w.visitor().header)
	heard := p.arrive(t, w.visitor())
	for range 20 { // twice what may come at once
		p.ask(t, wire.LinePost{From: 2, Heard: heard})
	}
	wantNews(t, p.held(t, wire.LinePost{From: 2, Heard: heard}), func(news []string) bool {
		return len(news) > 0 && strings.Contains(news[len(news)-1], `"close":1013,"reason":"retry 10"`)
	})
}

func TestPolledPagesCountAsConnected_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.SocketsPerAddress = 2 })
	w.visitor().open("/")
	p := w.newPolling(w.visitor().header)
	p.arrive(t, w.visitor())
	if l, answer := w.dial("/v1/visit", w.visitor().header, nil); l != nil || answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a third page has a socket: %v", answer)
	}
	third := w.newPolling(w.visitor().header)
	body := `{"line":"` + third.id + `","from":1}` + "\n" + textOf(t, w.visitor().hello(shop+"/"))
	r, err := http.NewRequest(http.MethodPost, w.origin()+"/v1/line", strings.NewReader(body))
	must(t, "make a request", err)
	answer, err := http.DefaultClient.Do(r)
	must(t, "post", err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" || answer.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("a third page has a line: %v", answer)
	}
	http.DefaultClient.CloseIdleConnections()
	p.Close()
	eventually(t, "a place is free again", func() bool {
		l, _ := w.dial("/v1/visit", w.visitor().header, nil)
		if l != nil {
			l.hangUp()
		}
		return l != nil
	})
}

func TestSilentPolledLineIsTakenForDead_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.DeadAfter = 5 * time.Second }) // the lively one has that long for an answer, however busy the machine
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.PageChangeGrace = 1 })
	c := ana.console()
	w.polled = true
	lively := w.visitor().open("/lively")
	there := c.visitOf(lively)
	p := w.newPolling(w.visitor().header)
	p.arrive(t, w.visitor())
	silent := c.badge(func(v wire.Visit) bool { return v.ID != there.ID && v.Presence == "here" })
	await(c.line, "visits", func(f wire.VisitsFrame) bool { return slices.Contains(f.Gone, silent.ID) })
	lively.synced() // who answers pings stays, however little he does
	for _, f := range all[wire.VisitsFrame](c.line, "visits") {
		if slices.Contains(f.Gone, there.ID) {
			t.Error("the visitor who answers has left")
		}
	}
	eventually(t, "the dead line is answered 1012", func() bool { // pings that nobody took come first
		a, _ := p.ask(t, wire.LinePost{From: 2, Heard: 2})
		return a.Close == 1012
	})
}

func TestPolledPageThatIsLeftIsNoticedAtOnce_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.signIn(w.ana).console()
	p := w.newPolling(w.visitor().header)
	heard := p.arrive(t, w.visitor())
	c.badge(func(v wire.Visit) bool { return v.Presence == "here" })
	held := p.held(t, wire.LinePost{From: 2, Heard: heard})
	p.ask(t, wire.LinePost{From: 2, End: true}, fetch("nowhere")) // what was said last is carried out
	c.badge(func(v wire.Visit) bool { return v.Presence == "fading" })
	wantNews(t, held, func(news []string) bool { return len(news) > 0 })
}

func TestServerThatClosesEndsPolledLines_OPS5(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.newPolling(w.visitor().header)
	heard := p.arrive(t, w.visitor())
	held := p.held(t, wire.LinePost{From: 2, Heard: heard})
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	began := time.Now()
	w.server.Close(ctx)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("closing took %s", took)
	}
	wantNews(t, held, func(news []string) bool {
		return len(news) == 1 && strings.Contains(news[0], `"close":1012,"reason":"retry 2"`)
	})
	other := w.newPolling(w.visitor().header)
	if _, _, status, _ := other.post(ctx, wire.LinePost{Line: other.id, From: 1}, "{}"); status != http.StatusServiceUnavailable {
		t.Errorf("a server that closes answers a new line with %d, want 503", status)
	}
}

func TestPageThatPollsNoMoreLosesItsLine_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	v := w.visitor()
	fast := v.open("/")
	chat := talk(ana, fast)
	p := w.newPolling(v.header)
	p.arrive(t, v)
	long := strings.Repeat("🚲", 4000) // 16 KB
	said := int64(0)
	for ; said < 90 && !w.server.LineIsOver(p.id); said++ {
		ana.says(chat.ID, long)
	}
	var a wire.LineAnswer
	heard := int64(0)
	for a.Close == 0 {
		var news []string
		a, news = p.ask(t, wire.LinePost{From: 2, Heard: heard, Poll: true})
		heard += int64(len(news))
	}
	if a.Close != 4008 || heard > 40 {
		t.Errorf("the slow page got %d frames and its line ended with %d, want 4008 at once", heard, a.Close)
	}
	fast.line1(chat.ID, said+2) // it did not wait for the slow one
}

func TestHeldPollOutlivesTheDeadlineOfRequests_MON3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.DeadAfter = 9 * time.Second }) // a ping ends the wait after 4 s
	strict := httptest.NewUnstartedServer(w.server)
	strict.Config.ReadTimeout, strict.Config.WriteTimeout = 500*time.Millisecond, 8*time.Second
	strict.Start()
	defer strict.Close()
	p := w.newPolling(w.visitor().header)
	defer p.client.CloseIdleConnections()
	p.at = strict.URL
	heard := p.arrive(t, w.visitor())
	for range 2 {
		began := time.Now()
		a, news := p.ask(t, wire.LinePost{From: 2, Heard: heard, Poll: true})
		if len(news) == 0 || typeOf(news[0]) != "ping" {
			t.Errorf("after %s came %+v %q, want a ping", time.Since(began), a, news)
		}
		heard += int64(len(news))
	}
}
