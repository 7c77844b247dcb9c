package alert

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func ring(to ...desk.OperatorID) desk.Alert {
	return desk.Alert{Kind: desk.AlertRequest, Why: desk.RequestRings, Operators: to, Request: "request-0123456789", Name: "Gerda", Site: "The Shop", Until: time.Now().Add(30 * time.Second)}
}

func TestPushIsEncryptedSignedAndShort_ALT1(t *testing.T) {
	s, o := newService(t, nil), newOffice(t)
	b := o.subscribes(t, "anna", s.URL+"/push/secret")
	w := works(t, o, s)
	o.alerts <- ring("anna")
	got := s.gets(t)
	w.until(t, Counts{Sent: 1})
	want := Notice{Title: "Gerda asks for a chat", Body: "The Shop", Tag: "request-0123456789", Ring: true, Request: "request-0123456789"}
	if n := b.reads(t, got.body); n != want {
		t.Errorf("the browser reads %+v, want %+v", n, want)
	}
	if bytes.Contains(got.body, []byte("Gerda")) || got.path != "/push/secret" {
		t.Error("what is sent can be read on the way")
	}
	ttl, _ := strconv.Atoi(got.header.Get("TTL"))
	if got.header.Get("Topic") != "request-0123456789" || got.header.Get("Urgency") != "high" || ttl < 25 || ttl > 30 || got.header.Get("Content-Encoding") != "aes128gcm" {
		t.Errorf("got headers %v", got.header)
	}
	_, public := o.PushKeys()
	claims := signedBy(t, got.header.Get("Authorization"), public)
	expires := time.Unix(int64(claims["exp"].(float64)), 0)
	if claims["aud"] != s.URL || claims["sub"] != "https://chat.example" || time.Until(expires) > 24*time.Hour || time.Until(expires) < time.Minute {
		t.Errorf("got claims %v", claims)
	}
}

func TestOnlyThoseArePushedToWhoWantIt_ALT1(t *testing.T) {
	s, o := newService(t, nil), newOffice(t)
	w := works(t, o, s)
	in := o.subscribes(t, "anna", s.URL+"/in-view")
	o.subscribes(t, "anna", s.URL+"/anna")
	quiet := o.subscribes(t, "bert", s.URL+"/bert")
	o.mu.Lock()
	o.browser[2].Wants = []desk.AlertKind{desk.AlertOffline}
	o.mu.Unlock()
	a := ring("anna", "bert")
	a.Except = []string{in.Session}
	o.alerts <- a
	if got := s.gets(t); got.path != "/anna" {
		t.Errorf("pushed to %s", got.path)
	}
	w.until(t, Counts{Sent: 1})
	o.alerts <- desk.Alert{Kind: desk.AlertOffline, Why: desk.MessageWasLeft, Operators: []desk.OperatorID{"bert"}, Offline: "left-1", Name: "Gerda", Text: "Bells", Until: time.Now().Add(time.Hour)}
	got := s.gets(t)
	if n := quiet.reads(t, got.body); n.Offline != "left-1" || n.Body != "Bells" || got.header.Get("Urgency") != "normal" {
		t.Errorf("got %+v %v", n, got.header)
	}
	w.until(t, Counts{Sent: 2})
	o.mu.Lock()
	o.off = true
	o.mu.Unlock()
	o.alerts <- ring("anna", "bert")
	late := ring("anna", "bert")
	late.Until = time.Now()
	o.alerts <- late
	for len(o.alerts) > 0 {
		time.Sleep(time.Millisecond)
	}
	w.Close()
	if got := w.Counts(); got != (Counts{Sent: 2}) {
		t.Errorf("switched off: got %+v", got)
	}
}

func TestNoticesAreWorded_ALT1(t *testing.T) {
	for _, c := range []struct {
		alert desk.Alert
		want  Notice
	}{
		{desk.Alert{Why: desk.RequestQueues, Request: "r", Site: "Shop"}, Notice{Title: "A visitor waits in the queue", Body: "Shop", Tag: "r", Request: "r"}},
		{desk.Alert{Why: desk.RequestRings, Request: "r", Name: "Gerda", Returned: true}, Notice{Title: "Gerda asks for a chat", Body: "The chat has lost its operator", Tag: "r", Ring: true, Request: "r"}},
		{desk.Alert{Why: desk.RequestIsOver, Request: "r", Name: "Gerda", Text: "Bert has taken this request", Returned: true}, Notice{Title: "Gerda", Body: "Bert has taken this request", Tag: "r", Over: true, Request: "r"}},
		{desk.Alert{Why: desk.ChatBegins, Conversation: "c", Name: "Gerda", Site: "Shop"}, Notice{Title: "Gerda has started a chat with you", Body: "Shop", Tag: "c", Conversation: "c"}},
		{desk.Alert{Why: desk.VisitorWrites, Conversation: "c", Name: "Gerda", Text: "Hello", Seq: 3}, Notice{Title: "Gerda", Body: "Hello", Tag: "c", Conversation: "c"}},
	} {
		if got := noticeOf(c.alert); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.alert.Why, got, c.want)
		}
	}
}

func TestLongestNoticeFits_Limits(t *testing.T) {
	s, o := newService(t, nil), newOffice(t)
	b := o.subscribes(t, "anna", s.URL)
	works(t, o, s)
	a := ring("anna")
	a.Why, a.Name, a.Text = desk.VisitorWrites, strings.Repeat("<", 80), strings.Repeat("\u2028", 160)
	o.alerts <- a
	if n := b.reads(t, s.gets(t).body); n.Title != a.Name || n.Body != a.Text {
		t.Errorf("got %+v", n)
	}
}

func TestBrowserThatIsGoneIsForgotten_ALT1(t *testing.T) {
	for _, code := range []int{http.StatusNotFound, http.StatusGone} {
		s, o := newService(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }), newOffice(t)
		b := o.subscribes(t, "anna", s.URL)
		w := works(t, o, s)
		o.alerts <- ring("anna")
		w.until(t, Counts{Gone: 1})
		o.alerts <- ring("anna")
		w.Close()
		if len(o.ended) != 1 || o.ended[0] != b.ID || len(s.got) != 1 {
			t.Errorf("%d: ended %v after %d pushes, want one of each", code, o.ended, len(s.got))
		}
	}
}

func TestDeadServiceHoldsNoOtherUp_Limits(t *testing.T) {
	end := make(chan struct{})
	dead := newService(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-end:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(end) })
	s, o := newService(t, nil), newOffice(t)
	// The dead one has another name, as it would.
	for n := range 3 * perHost {
		o.subscribes(t, "anna", strings.Replace(dead.URL, "127.0.0.1", "localhost", 1)+fmt.Sprint("/", n))
	}
	o.subscribes(t, "anna", s.URL+"/alive")
	w := Start(Options{Book: o, Desk: o, PublicURL: "https://chat.example", Roots: trusting(s, dead), Allowed: func(at netip.AddrPort) bool { return at.Addr().IsLoopback() }})
	for range 20 {
		o.alerts <- ring("anna")
		s.gets(t)
	}
	w.mu.Lock()
	busy := w.lanes[strings.Replace(dead.Listener.Addr().String(), "127.0.0.1", "localhost", 1)]
	if busy == nil || busy.running != perHost || len(busy.waiting) != 20*3*perHost-perHost {
		t.Errorf("at the dead one: got %+v", busy)
	}
	w.mu.Unlock()
	w.abandon() // the test does not wait for what is lost
	w.Close()
}

// answering is a transport that answers by itself, so that time passes in a bubble.
type answering func(r *http.Request) (*http.Response, error)

func (f answering) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answered(code int, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader("no"))}
}

func TestBusyServiceIsTriedAgainInTime_Limits(t *testing.T) {
	for name, c := range map[string]struct {
		answers []func() (*http.Response, error)
		want    Counts
		at      []time.Duration
	}{
		"taken at the second try": {
			[]func() (*http.Response, error){func() (*http.Response, error) { return answered(503), nil }, func() (*http.Response, error) { return answered(201), nil }},
			Counts{Sent: 1}, []time.Duration{0, time.Second},
		},
		"asked for more time": {
			[]func() (*http.Response, error){func() (*http.Response, error) { return answered(429, "Retry-After", "7"), nil }, func() (*http.Response, error) { return answered(201), nil }},
			Counts{Sent: 1}, []time.Duration{0, 7 * time.Second},
		},
		"asked for more time than there is": {
			[]func() (*http.Response, error){func() (*http.Response, error) { return answered(429, "Retry-After", "31"), nil }}, Counts{Failed: 1}, []time.Duration{0},
		},
		"three times in vain": {
			[]func() (*http.Response, error){func() (*http.Response, error) { return answered(500), nil }}, Counts{Failed: 1}, []time.Duration{0, time.Second, 3 * time.Second},
		},
		"no connection": {
			[]func() (*http.Response, error){func() (*http.Response, error) { return nil, errors.New("down") }, func() (*http.Response, error) { return answered(201), nil }},
			Counts{Sent: 1}, []time.Duration{0, time.Second},
		},
		"refused": {[]func() (*http.Response, error){func() (*http.Response, error) { return answered(403), nil }}, Counts{Refused: 1}, []time.Duration{0}},
		"sent elsewhere": {
			[]func() (*http.Response, error){func() (*http.Response, error) { return answered(307, "Location", "https://127.0.0.1/"), nil }}, Counts{Refused: 1}, []time.Duration{0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t)
				o.subscribes(t, "anna", "https://push.example/secret")
				var at []time.Duration
				begin := time.Now()
				client := newClient(public, nil)
				client.Transport = answering(func(*http.Request) (*http.Response, error) {
					at = append(at, time.Since(begin))
					return c.answers[min(len(at), len(c.answers))-1]()
				})
				w := start(Options{Book: o, Desk: o, PublicURL: "https://chat.example"}, client)
				o.alerts <- ring("anna")
				time.Sleep(time.Minute)
				synctest.Wait()
				if got := w.Counts(); got != c.want || fmt.Sprint(at) != fmt.Sprint(c.at) {
					t.Errorf("got %+v after tries at %v, want %+v at %v", got, at, c.want, c.at)
				}
				w.Close()
			})
		})
	}
}

func TestTooManyPushesDropTheOldest_Limits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.subscribes(t, "anna", "https://push.example/secret")
		var sent atomic.Int64
		client := &http.Client{Transport: answering(func(r *http.Request) (*http.Response, error) {
			sent.Add(1)
			<-r.Context().Done()
			return nil, r.Context().Err()
		})}
		w := start(Options{Book: o, Desk: o, PublicURL: "https://chat.example"}, client)
		for range perHost + mostWaiting + 5 {
			a := ring("anna")
			a.Until = time.Now().Add(time.Hour)
			o.alerts <- a
		}
		synctest.Wait()
		if got := w.Counts(); got.Dropped != 5 || sent.Load() != perHost {
			t.Errorf("got %+v with %d under way, want 5 dropped and %d under way", got, sent.Load(), perHost)
		}
		w.Close()
		if got := w.Counts(); got.Dropped != 5+mostWaiting || got.Failed != perHost {
			t.Errorf("closed: got %+v", got)
		}
	})
}

func TestTooManyServices_Limits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		var all []desk.OperatorID
		for n := range mostHosts + 3 {
			operator := desk.OperatorID(fmt.Sprint("operator", n/perOperator))
			o.subscribes(t, operator, fmt.Sprintf("https://push%d.example/secret", n))
			if n%perOperator == 0 {
				all = append(all, operator)
			}
		}
		client := &http.Client{Transport: answering(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})}
		w := start(Options{Book: o, Desk: o, PublicURL: "https://chat.example"}, client)
		o.alerts <- ring(all...)
		synctest.Wait()
		if got := w.Counts(); got.Dropped != 3 {
			t.Errorf("got %+v, want 3 dropped", got)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		w.mu.Lock()
		left := len(w.lanes)
		w.mu.Unlock()
		if left != 0 {
			t.Errorf("%d push services are remembered for nothing", left)
		}
		w.Close()
	})
}

func TestHostsThatHangTakeNoRoomFromOthers_Limits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		for n := range 10 {
			o.subscribes(t, "anna", fmt.Sprintf("https://hangs%d.example/secret", n))
			o.subscribes(t, "bert", fmt.Sprintf("https://hangs%d.example/secret", 10+n))
		}
		good := []string{
			"https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x", "https://web.push.apple.com/x",
			"https://wns2-am3p.notify.windows.com/w/?token=x", "https://push.own.example/x",
		}
		for _, endpoint := range good {
			o.subscribes(t, "carla", endpoint)
		}
		var answers atomic.Int64
		client := &http.Client{Transport: answering(func(r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Host, "hangs") {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			answers.Add(1)
			return answered(http.StatusCreated), nil
		})}
		w := start(Options{Book: o, Desk: o, PublicURL: "https://chat.example"}, client)
		o.alerts <- ring("anna", "bert", "carla")
		synctest.Wait()
		if got := w.Counts(); answers.Load() != int64(len(good)) || got.Dropped != 20-2*perOperator {
			t.Errorf("%d have come through, %+v; want %d, and %d dropped", answers.Load(), got, len(good), 20-2*perOperator)
		}
		w.abandon()
		w.Close()
	})
}

func TestLaneOfAHost(t *testing.T) {
	for host, want := range map[string]string{
		"fcm.googleapis.com": "fcm.googleapis.com", "eu.notify.windows.com:443": "notify.windows.com", "evilpush.apple.com": "evilpush.apple.com",
		"web.push.apple.com:8443": "web.push.apple.com:8443", "push.apple.com.evil.example": "push.apple.com.evil.example",
	} {
		if got, known := laneOf(host); got != want || known != (got == "fcm.googleapis.com" || got == "notify.windows.com") {
			t.Errorf("%s: got %s, %t", host, got, known)
		}
	}
}

func TestLogTellsNoSecret_PRV7(t *testing.T) {
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(was)
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		b := o.subscribes(t, "anna", "https://push.example/the-secret")
		tried := 0
		client := &http.Client{Transport: answering(func(r *http.Request) (*http.Response, error) {
			if tried++; tried%2 == 0 {
				return nil, fmt.Errorf("dial %s", r.URL)
			}
			return answered(400), nil
		})}
		w := start(Options{Book: o, Desk: o, PublicURL: "https://chat.example"}, client)
		for range 6 {
			o.alerts <- ring("anna")
			time.Sleep(30 * time.Second)
		}
		w.Close()
		private, _ := o.PushKeys()
		for _, secret := range []string{"the-secret", "Gerda", b.Auth, b.Key, private, "anna"} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log tells %s", secret)
			}
		}
		if n := strings.Count(log.String(), "answer=400"); n != 1 || !strings.Contains(log.String(), "push.example") {
			t.Errorf("said %d times, want once:\n%s", n, log.String())
		}
	})
}
