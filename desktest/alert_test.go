package desktest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// screen is a console that tells whether it is in view.
type screen struct{ *desk.Follower }

// screen opens a console of an operator who does not look at it.
func (w *world) screen(o desk.Operator) screen {
	f, _ := w.desk.Follow(o.ID)
	w.t.Cleanup(f.Close)
	return screen{f}
}

// webPush turns web push on.
func (w *world) webPush() { w.setting(func(s *desk.Settings) { s.WebPush = true }) }

// alerted takes the alerts so far, each as its reason, whom it calls and the sessions it spares.
func (w *world) alerted() string {
	w.t.Helper()
	synctest.Wait()
	var out []string
	for {
		select {
		case a := <-w.desk.Alerts():
			var to []string
			for _, o := range a.Operators {
				to = append(to, string(o))
			}
			slices.Sort(to)
			line := fmt.Sprintf("%s: %s", a.Why, strings.Join(to, " "))
			if len(a.Except) > 0 {
				line += " but " + strings.Join(a.Except, " ")
			}
			out = append(out, line)
		default:
			return strings.Join(out, ", ")
		}
	}
}

func (w *world) wantAlerted(what, want string) {
	w.t.Helper()
	if got := w.alerted(); got != want {
		w.t.Errorf("%s: alerted %q, want %q", what, got, want)
	}
}

func TestNobodyIsAlertedUntilItIsTurnedOn_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.screen(w.shop.Anna)
		w.newcomer("Gerda")
		w.wantAlerted("off", "")
		w.webPush()
		w.newcomer("Ida")
		w.wantAlerted("on", "queues: anna bert carla") // at Anna another rings
	})
}

func TestRequestCallsWhoDoesNotLook_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		anna := w.screen(w.shop.Anna)
		b, r := w.newcomer("Gerda")
		synctest.Wait()
		a := <-w.desk.Alerts()
		if a.Why != desk.RequestRings || a.Request != r.ID || a.Name != "Gerda" || a.Site != "The Shop" || time.Until(a.Until) != 30*time.Second || len(a.Operators) != 1 {
			t.Errorf("got %+v", a)
		}
		pass(31 * time.Second)
		w.wantAlerted("it rang out", "queues: bert carla") // she has been asked
		must(t, "cancel", w.desk.CancelRequest(context.Background(), b.of.id, r.ID))
		w.wantAlerted("taken back", "over: anna bert carla")

		anna.Attend("at her desk", true, true)
		w.newcomer("Ida")
		w.wantAlerted("she looks", "")
		pass(31 * time.Second)
		w.wantAlerted("it rang out while she looked", "queues: bert carla")
	})
}

func TestWhoIsAttentive_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		anna, other := w.screen(w.shop.Anna), w.screen(w.shop.Anna)
		_, r := w.newcomer("Gerda")
		w.alerted()
		talk, err := w.desk.AcceptRequest(context.Background(), actor(w.shop.Anna), r.ID)
		must(t, "accept", err)
		w.wantAlerted("she took it", "over: anna")
		writes := func(what, want string) {
			t.Helper()
			pass(6 * time.Second)
			_, err := w.desk.SayByVisitor(context.Background(), r.Visitor, talk.ID, desk.ClientID(w.id("said")), "Hello")
			must(t, "say", err)
			w.wantAlerted(what, want)
		}
		writes("no console tells of itself", "writes: anna")
		anna.Attend("desk", true, true)
		writes("in view and used", "")
		anna.Attend("desk", false, false)
		writes("out of view", "writes: anna")
		anna.Attend("desk", true, false)
		writes("in view, used a moment ago in another window", "writes: anna but desk")
		anna.Attend("desk", true, true)
		pass(30 * time.Second)
		anna.Attend("desk", true, false)
		pass(20 * time.Second)
		writes("used 56 s ago", "")
		anna.Attend("desk", true, false)
		writes("used 62 s ago", "writes: anna but desk")
		pass(40 * time.Second)
		writes("silent for 46 s: it is asleep", "writes: anna")
		other.Attend("desk", true, true)
		anna.Attend("desk", false, false)
		writes("one of two in view", "")
		other.Close()
		writes("that one was closed", "writes: anna")
	})
}

func TestFloodOfMessagesIsOneAlert_Limits(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		anna := w.console(w.shop.Anna)
		b, r := w.newcomer("Gerda")
		talk := anna.takes(r)
		w.alerted()
		for range 10 {
			b.says("Hello?")
		}
		w.wantAlerted("ten lines", "writes: anna")
		anna.says(talk.ID, "Yes")
		w.wantAlerted("her own", "")
		pass(6 * time.Second)
		b.says(strings.Repeat("ß", 500))
		synctest.Wait()
		if a := <-w.desk.Alerts(); len([]rune(a.Text)) != 160 || a.Seq == 0 || a.Conversation != talk.ID {
			t.Errorf("got %+v", a)
		}
	})
}

func TestQueueCallsWhoMayPick_COM5_COM6(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		anna, bert := w.console(w.shop.Anna), w.console(w.shop.Bert)
		_, err := w.desk.SwitchLiveHelp(context.Background(), actor(w.shop.Carla), false)
		must(t, "switch Live Help", err)
		_, r := w.newcomer("Gerda")
		w.wantAlerted("it rings at the first", "rings: anna")
		anna.passes(r, desk.PassDeclined)
		w.wantAlerted("declined", "rings: bert")
		bert.passes(r, desk.PassQueued)
		w.wantAlerted("left to the queue: no second notification", "")
		anna.takes(r)
		w.wantAlerted("taken", "over: anna bert")
		bert.tooBusy()
		w.alerted()
		_, r = w.newcomer("Ida")
		anna.passes(r, desk.PassQueued)
		w.wantAlerted("who has his fill of chats is left in peace", "rings: anna")
	})
}

func TestLostChatCallsOthersAndWhoLostIt_QUE3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		anna := w.console(w.shop.Anna)
		b, r := w.newcomer("Gerda")
		anna.takes(r)
		w.alerted()
		anna.stop()
		pass(31 * time.Second)
		w.wantAlerted("her lease ran out", "queues: anna bert carla")
		b.says("Hello?")
		w.wantAlerted("nobody has it", "")
		bert := w.console(w.shop.Bert)
		w.wantAlerted("and rings at who comes", "rings: bert")
		bert.takes(b.standing())
		w.wantAlerted("taken", "over: anna bert carla")
		n, err := w.desk.HandOver(context.Background(), actor(w.shop.Bert))
		must(t, "hand over", err)
		synctest.Wait()
		if n != 1 {
			t.Fatalf("handed %d over", n)
		}
		bert.stop()
		if got := w.alerted(); !strings.Contains(got, "anna") || !strings.Contains(got, "carla") {
			t.Errorf("handed over: alerted %q", got)
		}
		must(t, "end", w.desk.EndByVisitor(context.Background(), b.of.id, b.conversation().ID))
		if got := w.alerted(); !strings.HasPrefix(got, "over: anna") {
			t.Errorf("ended while it waited: alerted %q", got)
		}
	})
}

func TestOperatorWhoGoesWhileItRingsIsCalled_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		anna := w.screen(w.shop.Anna)
		anna.Attend("desk", true, true)
		w.newcomer("Gerda")
		w.wantAlerted("she looks", "")
		anna.Close()
		w.wantAlerted("her lid is closed", "queues: anna bert carla")
	})
}

func TestAcceptedInvitationAndLeftMessageCall_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		anna := w.console(w.shop.Anna)
		b := w.visitor().open("/")
		synctest.Wait()
		anna.invites(b.of, "May I help?")
		b.sees()
		b.accepts("Gerda")
		w.wantAlerted("accepted", "begins: anna")
		guest := w.visitor().open("/")
		must(t, "leave", w.desk.LeaveMessage(context.Background(), guest.of.id, desk.NewOffline{ID: "an-offline-message-1", Name: "Ida", Email: "i@home.example", Subject: "Bells", Text: "Call me"}))
		synctest.Wait()
		a := <-w.desk.Alerts()
		if a.Why != desk.MessageWasLeft || a.Text != "Bells" || a.Name != "Ida" || len(a.Operators) != 3 || a.Kind != desk.AlertOffline {
			t.Errorf("got %+v", a)
		}
	})
}

func TestWhatIsSentAgainAlertsNobodyAgain_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.webPush()
		w.screen(w.shop.Anna)
		b, r := w.newcomer("Gerda")
		talk, err := w.desk.AcceptRequest(ctx, actor(w.shop.Anna), r.ID)
		must(t, "accept", err)
		w.alerted()
		for _, want := range []string{"writes: anna", ""} {
			_, err = w.desk.SayByVisitor(ctx, r.Visitor, talk.ID, "a-message-0000000001", "Hello")
			must(t, "say", err)
			w.wantAlerted("said", want)
			pass(6 * time.Second)
		}
		m := leaving("1", "Saddle")
		for _, want := range []string{"message: anna bert carla", ""} {
			must(t, "leave", w.desk.LeaveMessage(ctx, b.of.id, m))
			w.wantAlerted("left", want)
		}
		m.Subject = "Read this instead"
		wants(t, "leave another under the same id", w.desk.LeaveMessage(ctx, b.of.id, m), desk.Conflict)
		w.wantAlerted("refused", "")
	})
}

func TestAlertsThatNobodyTakesAreBounded_Limits(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		w.setting(func(s *desk.Settings) { s.QueueLength = 1000 })
		visitors := make([]*person, 340)
		for n := range visitors {
			visitors[n] = w.visitor()
			b := visitors[n].open("/")
			for range 3 {
				must(t, "leave", w.desk.LeaveMessage(context.Background(), b.of.id, desk.NewOffline{ID: desk.OfflineID(w.id("left")), Email: "i@home.example", Text: "Call me"}))
			}
		}
		if got := len(w.desk.Alerts()); got != 1000 || w.desk.AlertsDropped() != 20 {
			t.Errorf("%d wait and %d were dropped, want 1000 and 20", got, w.desk.AlertsDropped())
		}
	})
}

// fit is what a browser hands over.
func fit() desk.NewSubscription {
	return desk.NewSubscription{
		Endpoint: "https://push.example/a-browser", Key: "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
		Auth: "BTBZMqHH6r4Tts7J_aSIgg", Wants: []desk.AlertKind{desk.AlertOffline, desk.AlertRequest, desk.AlertOffline},
	}
}

func TestSubscriptionIsCheckedAndEnds_ALT1(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx, anna := context.Background(), actor(w.shop.Anna)
		_, err := w.desk.Subscribe(ctx, anna, "session", fit())
		wants(t, "subscribe while it is off", err, desk.Conflict)
		w.webPush()
		s, err := w.desk.Subscribe(ctx, anna, "session", fit())
		must(t, "subscribe", err)
		if got, err := w.desk.Subscription(ctx, "session"); err != nil || got.ID != s.ID || fmt.Sprint(got.Wants) != "[request offline]" || got.Operator != anna.ID {
			t.Errorf("got %+v, %v", got, err)
		}
		for name, change := range map[string]func(*desk.NewSubscription){
			"no key": func(n *desk.NewSubscription) { n.Key = "" }, "no point on the curve": func(n *desk.NewSubscription) { n.Key = "BA" + n.Key[2:] },
			"a short secret": func(n *desk.NewSubscription) { n.Auth = "BTBZMqHH6r4" }, "an unknown kind": func(n *desk.NewSubscription) { n.Wants = []desk.AlertKind{"visitor"} },
		} {
			n := fit()
			change(&n)
			_, err := w.desk.Subscribe(ctx, anna, "session", n)
			wants(t, name, err, desk.Invalid)
		}
		must(t, "unsubscribe", w.desk.Unsubscribe(ctx, "session"))
		must(t, "unsubscribe again", w.desk.Unsubscribe(ctx, "session"))
		_, err = w.desk.Subscription(ctx, "session")
		wants(t, "it ended", err, desk.NotFound)
	})
}

func TestEndpointIsAPublicName_A11(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.webPush()
		try := func(endpoint string) error {
			n := fit()
			n.Endpoint = endpoint
			_, err := w.desk.Subscribe(context.Background(), actor(w.shop.Anna), "session", n)
			return err
		}
		for _, host := range strings.Fields(`
			localhost LOCALHOST localhost. x.localhost a.local 127.0.0.1 127.1 127.0.1 0x7f.0.0.1 0x7f000001 0177.0.0.1 2130706433 017700000001 0 0.0.0.0 10.0.0.1 192.168.0.1
			169.254.169.254 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:0:0:1] [fe80::1] [fe80::1%25eth0] [fd00::1] 8.8.8.8 push push. push.example. .push.example
			push..1 user@push.example user:pass@push.example push.example:80 push.example:8443 push.example:22 push.example:0 127.0.0.1:443 １２７.0.0.1 push_.exa\tmple`) {
			if err := try("https://" + host + "/x"); desk.KindOf(err) != desk.Invalid {
				t.Errorf("%s: got %v, want Invalid", host, err)
			}
		}
		for _, endpoint := range []string{"", "push.example", "http://push.example/x", "ftp://push.example/x", "file:///etc/passwd", "https:///x", "https:push.example", "javascript:alert(1)", "https://push.example/#x", "https://push.example/" + strings.Repeat("x", 2048), "https://push.example\r\nHost: x/"} {
			if err := try(endpoint); desk.KindOf(err) != desk.Invalid {
				t.Errorf("%.40s: got %v, want Invalid", endpoint, err)
			}
		}
		for _, endpoint := range []string{"https://fcm.googleapis.com/fcm/send/x:y", "https://updates.push.services.mozilla.com/wpush/v2/x", "https://web.push.apple.com/x", "https://wns2-par02p.notify.windows.com/w/?token=x", "https://push.example:443/x"} {
			must(t, endpoint, try(endpoint))
		}
	})
}
