package desktest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"beckon/desk"
)

// switchboard is a relay that relays nothing and remembers for whom.
type switchboard struct {
	mu    sync.Mutex
	calls map[string]bool
	full  bool
}

func (s *switchboard) Begin(call string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full {
		return false
	}
	s.calls[call] = true
	return true
}

func (s *switchboard) End(call string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.calls, call)
}

func (s *switchboard) relays(call desk.CallID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[string(call)]
}

// phone is a visitor's call window.
type phone struct {
	mu      sync.Mutex
	call    *desk.Call
	hold    bool
	here    bool // the operator
	signals []desk.Signal
	request *desk.Request // told last
	closed  bool
	leave   func(heard time.Time)
}

func (p *phone) Tell(t desk.Told) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, is := t.Event.(*desk.CallSignalled); is && s.From == desk.FromOperator {
		p.signals = append(p.signals, s.Signal)
	}
	if t.Conversation != nil {
		p.call, p.hold, p.here = t.Conversation.Call, t.Conversation.Hold, t.Conversation.OperatorHere
	}
	p.request = t.Request
}

func (p *phone) Close(desk.Kind) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

func (p *phone) heard() []desk.Signal {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.signals)
}

// line is a chat between Anna and a visitor that can become a call.
type line struct {
	w     *world
	relay *switchboard
	anna  *console
	page  *tab
	phone *phone
	talk  desk.ConversationID
	id    desk.CallID // of the last one offered
}

const window = "window-of-anna-0001"

// calling is a story about a call.
func calling(t *testing.T, f func(t *testing.T, l *line)) {
	t.Helper()
	story(t, func(t *testing.T, w *world) {
		l := &line{w: w, relay: &switchboard{calls: map[string]bool{}}}
		w.relay = l.relay
		w.restart()
		l.anna = w.console(w.shop.Anna)
		page, r := w.newcomer("Gerda")
		l.page, l.talk = page, l.anna.takes(r).ID
		f(t, l)
	})
}

func (l *line) now() desk.Conversation {
	l.w.t.Helper()
	c, err := l.w.desk.Conversation(l.talk)
	must(l.w.t, "read", err)
	return c
}

func (l *line) last() string {
	l.w.t.Helper()
	lines, _, err := l.w.desk.Messages(context.Background(), l.talk, 0, 100)
	must(l.w.t, "read", err)
	return lines[len(lines)-1].Text
}

func (l *line) opensPhone() {
	l.phone = &phone{}
	l.phone.leave = l.w.desk.OpenPhone(l.page.of.id, l.phone)
}

// offered is a call that Anna offers.
func (l *line) offered() {
	l.w.t.Helper()
	l.id = desk.CallID(l.w.id("call"))
	_, err := l.w.desk.OfferCall(context.Background(), actor(l.w.shop.Anna), l.talk, l.id, window)
	must(l.w.t, "offer a call", err)
}

// connected is a call in which both hear each other.
func (l *line) connected() {
	l.w.t.Helper()
	l.offered()
	l.opensPhone()
	_, err := l.w.desk.AcceptCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id)
	must(l.w.t, "accept a call", err)
	l.report(true)
}

func (l *line) report(connected bool) {
	l.w.desk.ReportCall(actor(l.w.shop.Anna), l.talk, l.id, window, desk.CallReport{Connected: connected})
	l.w.desk.ReportCallByVisitor(l.page.of.id, l.talk, l.id, desk.CallReport{Connected: connected})
}

func (l *line) ended(how desk.CallEnding, words string) {
	l.w.t.Helper()
	if k := l.now().Call; k.State != desk.CallIsEnded || k.EndedBy != how {
		l.w.t.Errorf("the call is %s by %q, want it ended by %s", k.State, k.EndedBy, how)
	}
	if got := l.last(); got != words {
		l.w.t.Errorf("the line reads %q, want %q", got, words)
	}
	if l.relay.relays(l.id) {
		l.w.t.Error("it is still relayed")
	}
}

func TestCallIsOfferedAcceptedAndEnds_S32(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		ctx := context.Background()
		l.offered()
		if c := l.page.conversation(); c.Call == nil || c.Call.State != desk.CallRings || c.Call.OfferedBy != desk.FromOperator {
			t.Errorf("the page shows %+v, want a call that rings", c.Call)
		}
		if l.relay.relays(l.id) {
			t.Error("a call that only rings is relayed")
		}
		wants(t, "a signal before it is open", l.w.desk.SignalCall(actor(l.w.shop.Anna), l.talk, l.id, desk.Signal{Kind: desk.SignalOffer}), desk.Conflict)
		l.opensPhone()
		for range 2 { // pressed twice
			_, err := l.w.desk.AcceptCallByVisitor(ctx, l.page.of.id, l.talk, l.id)
			must(t, "accept", err)
		}
		if !l.relay.relays(l.id) {
			t.Error("an open call is not relayed")
		}
		must(t, "signal", l.w.desk.SignalCall(actor(l.w.shop.Anna), l.talk, l.id, desk.Signal{Kind: desk.SignalOffer, Round: 1, Text: "v=0"}))
		must(t, "signal", l.w.desk.SignalCallByVisitor(l.page.of.id, l.talk, l.id, desk.Signal{Kind: desk.SignalAnswer, Round: 1, Text: "v=0"}))
		if got := l.phone.heard(); len(got) != 1 || got[0].Kind != desk.SignalOffer || got[0].Round != 1 {
			t.Errorf("the visitor's window heard %+v, want the operator's offer alone", got)
		}
		wants(t, "an answer by the operator", l.w.desk.SignalCall(actor(l.w.shop.Anna), l.talk, l.id, desk.Signal{Kind: desk.SignalAnswer}), desk.Invalid)
		wants(t, "an offer by the visitor", l.w.desk.SignalCallByVisitor(l.page.of.id, l.talk, l.id, desk.Signal{Kind: desk.SignalOffer}), desk.Invalid)
		l.report(true)
		pass(151 * time.Second)
		_, err := l.w.desk.EndCallByVisitor(ctx, l.page.of.id, l.talk, l.id, false)
		must(t, "hang up", err)
		l.ended(desk.CallEndedByVisitor, "Gerda hung up · 2:31")
		_, err = l.w.desk.EndCall(ctx, actor(l.w.shop.Anna), l.talk, l.id, false)
		must(t, "hang up after the other", err)
		if c := l.now(); c.State != desk.ConversationIsOpen {
			t.Error("the chat ended with the call")
		}
	})
}

func TestCallThatIsNotTaken_S32(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(l *line) error
		how  desk.CallEnding
		text string
	}{
		{"declined", func(l *line) error {
			_, err := l.w.desk.EndCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id, false)
			return err
		}, desk.CallDeclined, "Gerda declined the call"},
		{"taken back", func(l *line) error {
			_, err := l.w.desk.EndCall(context.Background(), actor(l.w.shop.Anna), l.talk, l.id, false)
			return err
		}, desk.CallWithdrawn, "Anna took the call back"},
		{"no microphone", func(l *line) error {
			_, err := l.w.desk.EndCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id, true)
			return err
		}, desk.CallNoMicrophone, "Gerda has no microphone to use"},
		{"not answered", func(*line) error { pass(46 * time.Second); return nil }, desk.CallUnanswered, "The call was not answered"},
	} {
		t.Run(c.name, func(t *testing.T) {
			calling(t, func(t *testing.T, l *line) {
				l.offered()
				must(t, c.name, c.do(l))
				l.ended(c.how, c.text)
				_, err := l.w.desk.AcceptCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id)
				wants(t, "accept after it", err, desk.Conflict)
				l.offered() // and again
				if k := l.now().Call; k.State != desk.CallRings {
					t.Errorf("another call is %s", k.State)
				}
			})
		})
	}
}

func TestBothOfferAtOnceIsOneCall_A20(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.offered()
		theirs := desk.CallID(l.w.id("call"))
		c, err := l.w.desk.OfferCallByVisitor(context.Background(), l.page.of.id, l.talk, theirs)
		must(t, "offer", err)
		if c.Call.ID != l.id || c.Call.State != desk.CallIsOpen {
			t.Errorf("the call is %+v, want the operator's, open", c.Call)
		}
		_, err = l.w.desk.OfferCallByVisitor(context.Background(), l.page.of.id, l.talk, desk.CallID(l.w.id("call")))
		wants(t, "a second call", err, desk.Conflict)
	})
}

func TestCallEndsByItself_F33(t *testing.T) {
	for _, c := range []struct {
		name  string
		begin func(l *line)
		after time.Duration
		how   desk.CallEnding
		text  string
	}{
		{"never connected", func(l *line) {
			l.offered()
			l.opensPhone()
			_, err := l.w.desk.AcceptCallByVisitor(context.Background(), l.page.of.id, l.talk, l.id)
			must(l.w.t, "accept", err)
		}, 30 * time.Second, desk.CallNotConnected, "The call could not be connected"},
		{"apart", func(l *line) { l.connected(); pass(time.Minute); l.report(false) }, 20 * time.Second, desk.CallLost, "The call was lost · 1:20"},
		{"window away", func(l *line) { l.connected(); pass(time.Minute); l.phone.leave(time.Now()) }, 20 * time.Second, desk.CallLost, "The call was lost · 1:20"},
		{"window silent", func(l *line) { l.connected(); pass(time.Minute); l.phone.leave(time.Now().Add(-10 * time.Second)) }, 10 * time.Second, desk.CallLost, "The call was lost · 1:10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			calling(t, func(t *testing.T, l *line) {
				c.begin(l)
				pass(c.after - time.Second)
				if k := l.now().Call; k.State != desk.CallIsOpen {
					t.Fatalf("the call is %s a second before", k.State)
				}
				pass(time.Second)
				l.ended(c.how, c.text)
			})
		})
	}
	t.Run("together again", func(t *testing.T) {
		calling(t, func(t *testing.T, l *line) {
			l.connected()
			l.report(false)
			l.phone.leave(time.Now())
			pass(19 * time.Second)
			l.opensPhone()
			l.report(true)
			pass(time.Hour)
			if k := l.now().Call; k.State != desk.CallIsOpen {
				t.Errorf("the call is %s by %s", k.State, k.EndedBy)
			}
		})
	})
}

func TestTalkersAreNotAskedWhetherTheyAreThere_CHT5(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.connected()
		l.page.leaves() // the call goes on without the site's pages
		pass(3 * time.Hour)
		if c := l.now(); c.State != desk.ConversationIsOpen || c.Asked || c.Call.State != desk.CallIsOpen {
			t.Errorf("after three hours of talk it is %s, asked %v, call %s", c.State, c.Asked, c.Call.State)
		}
	})
}

func TestCallEndsWithTheConversationOrTheOperator_T45(t *testing.T) {
	for name, over := range map[string]func(l *line){
		"ended": func(l *line) {
			_, err := l.w.desk.End(context.Background(), actor(l.w.shop.Anna), l.talk)
			must(l.w.t, "end", err)
		},
		"handed over": func(l *line) {
			_, err := l.w.desk.HandOver(context.Background(), actor(l.w.shop.Anna))
			must(l.w.t, "hand over", err)
		},
		"lease lost": func(l *line) { l.anna.stop(); pass(31 * time.Second) },
		"lease longer than a call may be alone": func(l *line) {
			l.w.setting(func(s *desk.Settings) { s.OperatorAway = 10 * time.Minute })
			l.anna.stop()
			pass(21 * time.Second)
			if c := l.now(); c.Operator != l.w.shop.Anna.ID {
				l.w.t.Error("the chat is not hers any more")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			calling(t, func(t *testing.T, l *line) {
				l.connected()
				over(l)
				c, err := l.w.desk.Conversation(l.talk)
				must(t, "read", err)
				if c.Call.State != desk.CallIsEnded || l.relay.relays(l.id) {
					t.Errorf("the call is %s, relayed %v", c.Call.State, l.relay.relays(l.id))
				}
				if l.phone.call.State != desk.CallIsEnded {
					t.Error("the visitor's window was not told")
				}
			})
		})
	}
}

func TestRestartLosesCallsAndSaysSo_F34(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		l.connected()
		l.w.crash()
		pass(time.Second)
		if got := l.last(); !strings.HasPrefix(got, "The call was lost") {
			t.Errorf("the last line reads %q", got)
		}
		if c := l.now(); c.State != desk.ConversationIsOpen || c.Call.EndedBy != desk.CallLost {
			t.Errorf("the chat is %s, its call %+v", c.State, c.Call)
		}
	})
}

func TestVoiceIsOfferedOnlyWhereItIsPossible_S42(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		ctx, anna := context.Background(), actor(l.w.shop.Anna)
		if why := l.now().Voice; why != "" {
			t.Errorf("voice is impossible: %s", why)
		}
		no := true
		_, err := l.w.desk.ChangeOperator(ctx, anna, l.w.shop.Anna.ID, desk.OperatorChange{NoCalls: &no})
		must(t, "change", err)
		if why := l.now().Voice; why != "Anna can't take voice calls" {
			t.Errorf("the reason reads %q", why)
		}
		_, err = l.w.desk.OfferCallByVisitor(ctx, l.page.of.id, l.talk, desk.CallID(l.w.id("call")))
		wants(t, "a call to who takes none", err, desk.Refused)
		l.offered() // she may call herself
		l.relay.mu.Lock()
		l.relay.full = true
		l.relay.mu.Unlock()
		_, err = l.w.desk.AcceptCallByVisitor(ctx, l.page.of.id, l.talk, l.id)
		wants(t, "more calls than there is room for", err, desk.TooMany)

		pass(time.Minute) // Bert was not here since the start, and does not come
		other := l.w.visitor().open("/")
		_, err = l.w.desk.Ask(ctx, other.of.id, desk.NewRequest{ID: desk.RequestID(l.w.id("ask")), Kind: desk.Voice})
		wants(t, "a voice request that nobody can take", err, desk.Invalid)
		bert := l.w.console(l.w.shop.Bert)
		pass(shortly)
		r, err := l.w.desk.Ask(ctx, other.of.id, desk.NewRequest{ID: desk.RequestID(l.w.id("ask")), Kind: desk.Voice})
		must(t, "ask for voice", err)
		pass(shortly)
		if got := bert.asked(other.of); !rings(got, l.w.shop.Bert) || rings(got, l.w.shop.Anna) {
			t.Errorf("it rings at %+v, want Bert alone", got.Ringing)
		}
		if talk := bert.takes(r); talk.Kind != desk.Voice {
			t.Errorf("the chat is by %s", talk.Kind)
		}
	})
}

func TestNobodyElseHasAWordInACall(t *testing.T) {
	calling(t, func(t *testing.T, l *line) {
		ctx, bert := context.Background(), actor(l.w.shop.Bert)
		l.connected()
		stranger := l.w.visitor().open("/")
		_, err := l.w.desk.EndCall(ctx, bert, l.talk, l.id, false)
		wants(t, "a colleague hangs up", err, desk.Forbidden)
		_, err = l.w.desk.EndCallByVisitor(ctx, stranger.of.id, l.talk, l.id, false)
		wants(t, "a stranger hangs up", err, desk.NotFound)
		wants(t, "a colleague's signal", l.w.desk.SignalCall(bert, l.talk, l.id, desk.Signal{Kind: desk.SignalOffer}), desk.Forbidden)
		wants(t, "a stranger's signal", l.w.desk.SignalCallByVisitor(stranger.of.id, l.talk, l.id, desk.Signal{Kind: desk.SignalAnswer}), desk.NotFound)
		l.w.desk.ReportCall(bert, l.talk, l.id, window, desk.CallReport{Muted: true})
		l.w.desk.ReportCallByVisitor(stranger.of.id, l.talk, l.id, desk.CallReport{Muted: true})
		for side, r := range l.now().Call.Reports {
			if r.Muted {
				t.Errorf("others have muted the %s", side)
			}
		}
		_, err = l.w.desk.OfferCall(ctx, actor(l.w.shop.Anna), l.talk, "short", window)
		wants(t, "a short id", err, desk.Invalid)
	})
}
