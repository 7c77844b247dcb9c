package desktest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beckon/desk"
)

// asks presses Start in Start communication.
func (b *tab) asks(name string) desk.Request {
	b.of.w.t.Helper()
	r, err := b.tryAsk(name)
	must(b.of.w.t, "ask", err)
	synctest.Wait()
	return r
}

func (b *tab) tryAsk(name string) (desk.Request, error) {
	return b.at.Ask(context.Background(), b.of.id, desk.NewRequest{ID: desk.RequestID(b.of.w.id("ask")), Name: name, Kind: desk.Text})
}

// standing is what the page was told of its request last.
func (b *tab) standing() desk.Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asked == nil {
		return desk.Request{}
	}
	return *b.asked
}

// toldSoFar counts what the page was told.
func (b *tab) toldSoFar() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.told
}

// offered reports whether the page offers Live Help, and not to leave a message.
func (b *tab) offered() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.live
}

// asked is a visitor's latest request as the console sees it.
func (c *console) asked(p *person) desk.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found desk.Request
	for _, r := range c.requests {
		if r.Visitor == p.id && (found.ID == "" || found.State != desk.RequestIsWaiting && !r.Asked.Before(found.Asked) || r.State == desk.RequestIsWaiting) {
			found = r
		}
	}
	return found
}

func rings(r desk.Request, at desk.Operator) bool {
	return slices.ContainsFunc(r.Ringing, func(x desk.Ring) bool { return x.Operator == at.ID })
}

func (c *console) takes(r desk.Request) desk.Conversation {
	c.w.t.Helper()
	talk, err := c.at.AcceptRequest(context.Background(), actor(c.who), r.ID)
	must(c.w.t, "accept a request", err)
	synctest.Wait()
	return talk
}

func (c *console) passes(r desk.Request, how desk.Passed) {
	c.w.t.Helper()
	_, err := c.at.PassRequest(context.Background(), actor(c.who), r.ID, how)
	must(c.w.t, "pass a request", err)
	synctest.Wait()
}

func (c *console) ends(talk desk.Conversation) {
	c.w.t.Helper()
	_, err := c.at.End(context.Background(), actor(c.who), talk.ID)
	must(c.w.t, "end", err)
	synctest.Wait()
}

// newcomer is a visitor who asks at once.
func (w *world) newcomer(name string) (*tab, desk.Request) {
	b := w.visitor().open("/")
	return b, b.asks(name)
}

func TestRequestRingsIsAcceptedAndBecomesAChat_COM4(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		synctest.Wait()
		b := w.visitor().open("/")
		again := b.of.open("/second")
		r := b.asks("Gerda")
		if got := anna.asked(b.of); !rings(got, w.shop.Anna) || got.VisitorName != "Gerda" || got.Place != 1 {
			t.Errorf("Anna sees %+v, want it to ring at her", got)
		}
		pass(shortly)
		if v := anna.mustBadge(b.of); v.Request == nil || v.Request.ID != r.ID {
			t.Error("the badge does not show that its visitor waits")
		}
		if got := again.standing(); got.ID != r.ID || got.Place != 1 {
			t.Errorf("the other tab shows %+v, want the same place", got)
		}
		talk := anna.takes(r)
		for _, at := range []*tab{b, again} {
			if _, c, lines := at.view(); c == nil || c.ID != talk.ID || c.OperatorName != "Anna" || c.VisitorName != "Gerda" || len(lines) != 2 || lines[1].What != desk.LineJoined {
				t.Errorf("the page shows %+v with %d lines, want the chat with Anna", c, len(lines))
			}
			if got := at.standing(); got.State != desk.RequestIsAccepted || got.Conversation != talk.ID {
				t.Errorf("the request stands %+v, want accepted", got)
			}
		}
		if again := anna.takes(r); again.ID != talk.ID {
			t.Error("pressed twice, Accept began another chat")
		}
		anna.says(talk.ID, "Hello Gerda")
		if got := anna.talk(talk.ID); !got.Spoken || got.Operator != w.shop.Anna.ID {
			t.Errorf("Anna sees %+v", got)
		}
	})
}

func TestRequestRingsOutIntoTheQueue_COM5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert := w.console(w.shop.Anna), w.console(w.shop.Bert)
		b, r := w.newcomer("")
		pass(29 * time.Second)
		if got := anna.asked(b.of); !rings(got, w.shop.Anna) || rings(got, w.shop.Bert) || got.Ringing[0].Until.Sub(r.Asked) != 30*time.Second {
			t.Errorf("after 29 s it stands %+v, want it to ring at Anna alone for 30 s", got)
		}
		pass(2 * time.Second)
		if got := bert.asked(b.of); len(got.Ringing) != 0 || got.State != desk.RequestIsWaiting || got.Place != 1 {
			t.Errorf("after 31 s it stands %+v, want it in the queue", got)
		}
		pass(5 * time.Minute)
		if got := bert.asked(b.of); len(got.Ringing) != 0 {
			t.Error("it rings again by itself")
		}
		if talk := bert.takes(r); talk.Operator != w.shop.Bert.ID {
			t.Errorf("picked from the queue it is with %s", talk.OperatorName)
		}
	})
}

func TestDeclinedGoesToTheNextAndThenToNobody_COM5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert := w.console(w.shop.Anna), w.console(w.shop.Bert)
		b, r := w.newcomer("")
		anna.passes(r, desk.PassDeclined)
		if got := anna.asked(b.of); rings(got, w.shop.Anna) || !rings(got, w.shop.Bert) {
			t.Errorf("declined by Anna it stands %+v, want it to ring at Bert", got)
		}
		bert.passes(r, desk.PassDeclined)
		if got := b.standing(); got.State != desk.RequestIsWaiting {
			t.Errorf("Carla could come back from the restart a moment ago, and it is %s", got.State)
		}
		pass(61 * time.Second)
		if got := b.standing(); got.State != desk.RequestIsUnanswered {
			t.Errorf("declined by all it is %s, want unanswered", got.State)
		}
		must(t, "leave", w.desk.LeaveMessage(context.Background(), b.of.id, desk.NewOffline{ID: "an-offline-message-1", Email: "g@home.example", Text: "Call me"}))
	})
}

func TestDeclinedEndsWhenTheLastOneLeftGoesAway_COM5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		bert := w.console(w.shop.Bert)
		bert.tooBusy()
		anna := w.console(w.shop.Anna)
		anna.tooBusy()        // Bert's chats will not ring at her
		pass(2 * time.Minute) // Carla does not come
		b, r := w.newcomer("")
		anna.passes(r, desk.PassDeclined)
		pass(2 * time.Minute)
		bert.stop()
		pass(59 * time.Second)
		if got := b.standing(); got.State != desk.RequestIsWaiting {
			t.Fatalf("Bert, who had no time, could come back, and it is %s", got.State)
		}
		pass(2 * time.Second)
		if got := b.standing(); got.State != desk.RequestIsUnanswered {
			t.Errorf("Anna declined, Bert is gone, and it is %s, want unanswered", got.State)
		}
	})
}

func TestChangedSettingsHoldForThoseWhoWaitAlready(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		w.console(w.shop.Bert).stop()
		b, r := w.newcomer("")
		anna.passes(r, desk.PassDeclined)
		w.setting(func(s *desk.Settings) { s.ListExpiration = 5 * time.Second })
		pass(6 * time.Second)
		if got := b.standing(); got.State != desk.RequestIsUnanswered {
			t.Errorf("the operators list expires after 5 s now, and it is %s, want unanswered", got.State)
		}
		gone, _ := w.newcomer("")
		gone.leaves()
		synctest.Wait()
		w.setting(func(s *desk.Settings) { s.WaitingGone = 5 * time.Second })
		pass(6 * time.Second)
		if got := anna.asked(gone.of); got.State != desk.RequestIsLeft {
			t.Errorf("who leaves is waited for 5 s now, and his request is %s, want left", got.State)
		}
	})
}

func TestOnlyWhomItRingsAtLeavesARequestToTheQueue_COM5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna, bert := w.console(w.shop.Anna), w.console(w.shop.Bert)
		b, r := w.newcomer("")
		_, err := w.desk.PassRequest(ctx, actor(w.shop.Bert), r.ID, desk.PassQueued)
		wants(t, "Bert leaves to the queue what rings at Anna", err, desk.Conflict)
		anna.passes(r, desk.PassDeclined)
		_, err = w.desk.PassRequest(ctx, actor(w.shop.Anna), r.ID, desk.PassQueued)
		wants(t, "Anna leaves to the queue what she declined", err, desk.Conflict)
		if got := anna.asked(b.of); !rings(got, w.shop.Bert) {
			t.Errorf("it stands %+v, want it to ring at Bert", got)
		}
		pass(31 * time.Second)
		bert.passes(r, desk.PassQueued) // pressed as it rang out
		recorded := w.store.Asked("RequestPassed")
		for range 50 {
			bert.passes(r, desk.PassQueued)
			anna.passes(r, desk.PassDeclined)
		}
		if got := bert.asked(b.of); len(got.Passes) != 2 || w.store.Asked("RequestPassed") != recorded {
			t.Errorf("said over and over: %+v, written down %d times more; want nothing new", got.Passes, w.store.Asked("RequestPassed")-recorded)
		}
	})
}

func TestQueuedByHandIsNotNotifiedAgain_COM5(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		_, first := w.newcomer("")
		talk := anna.takes(first)
		b, r := w.newcomer("")
		anna.passes(r, desk.PassQueued)
		anna.ends(talk)
		if got := anna.asked(b.of); len(got.Ringing) != 0 || got.State != desk.RequestIsWaiting {
			t.Errorf("it stands %+v, want no second dialog", got)
		}
		anna.takes(r)
	})
}

func TestDialogsOnlyUpToTheMaximumOfChats_COM6(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		var talks []desk.Conversation
		for range 3 {
			_, r := w.newcomer("")
			talks = append(talks, anna.takes(r))
		}
		first, _ := w.newcomer("")
		pass(time.Second)
		second, _ := w.newcomer("")
		if rings(anna.asked(first.of), w.shop.Anna) || rings(anna.asked(second.of), w.shop.Anna) {
			t.Fatal("a dialog opens at somebody with three chats")
		}
		anna.ends(talks[1])
		if !rings(anna.asked(first.of), w.shop.Anna) || rings(anna.asked(second.of), w.shop.Anna) {
			t.Error("when a chat ended, no dialog opened for the one who waits longest, or for both")
		}
		if got := second.standing(); got.Place != 2 {
			t.Errorf("the second has place %d, want 2", got.Place)
		}
		anna.takes(anna.asked(first.of))
		if got := second.standing(); got.Place != 1 {
			t.Errorf("the second moved up to %d, want 1", got.Place)
		}
	})
}

func TestDialogsComeOneAtATime(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		a, r := w.newcomer("")
		b, _ := w.newcomer("")
		if !rings(anna.asked(a.of), w.shop.Anna) || rings(anna.asked(b.of), w.shop.Anna) {
			t.Fatal("want the first to ring and the second to wait")
		}
		anna.takes(r)
		if !rings(anna.asked(b.of), w.shop.Anna) {
			t.Error("the first was taken: want the second to ring")
		}
	})
}

func TestRoutingModes_COM7(t *testing.T) {
	for _, c := range []struct {
		mode desk.Routing
		want []string // at whom three requests ring, one after the other; Anna has a chat beforehand
	}{
		{desk.FirstAvailable, []string{"Anna", "Bert", "Carla"}},
		{desk.LeastBusy, []string{"Bert", "Carla", "Anna"}},
		{desk.RoundRobin, []string{"Bert", "Carla", "Anna"}},
		{desk.RingAll, []string{"Anna Bert Carla", "", ""}},
	} {
		t.Run(string(c.mode), func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				consoles := []*console{w.console(w.shop.Anna), w.console(w.shop.Bert), w.console(w.shop.Carla)}
				_, r := w.newcomer("")
				consoles[0].takes(r)
				w.setting(func(s *desk.Settings) { s.Routing = c.mode })
				for i, want := range c.want {
					b, _ := w.newcomer("")
					got := ""
					for _, o := range []desk.Operator{w.shop.Anna, w.shop.Bert, w.shop.Carla} {
						if rings(consoles[0].asked(b.of), o) {
							got = orElse(got, o.Name)
							if got != o.Name {
								got += " " + o.Name
							}
						}
					}
					if got != want {
						t.Errorf("request %d rings at %q, want %q", i+1, got, want)
					}
					pass(time.Second)
				}
			})
		})
	}
}

func TestManyAcceptAndOneWins_Guarantee4(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.Routing = desk.RingAll })
		w.console(w.shop.Anna)
		w.console(w.shop.Bert)
		other := w.openDesk("two")
		w.consoleAt(other, w.shop.Carla)
		b, r := w.newcomer("")
		pass(shortly)
		operators := []desk.Operator{w.shop.Anna, w.shop.Bert, w.shop.Carla}
		var wait sync.WaitGroup
		errs := make([]error, len(operators))
		for i, o := range operators {
			at := w.desk
			if o.ID == w.shop.Carla.ID {
				at = other
			}
			wait.Go(func() { _, errs[i] = at.AcceptRequest(context.Background(), actor(o), r.ID) })
		}
		wait.Wait()
		synctest.Wait()
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
				continue
			}
			wants(t, operators[i].Name, err, desk.Conflict)
			var told *desk.Error
			if who := b.conversation().OperatorName; !errors.As(err, &told) || told.Who != who || told.Text != who+" has taken this request" {
				t.Errorf("%s is told %q, want who was first: %s", operators[i].Name, err, who)
			}
		}
		if won != 1 {
			t.Errorf("%d accepts won, want 1", won)
		}
	})
}

func TestReturnedThenInvitedThenFirstCome_COM7(t *testing.T) {
	for _, when := range []string{"", "after a restart"} {
		t.Run(when, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.setting(func(s *desk.Settings) { s.InvitationExpiry = time.Minute })
				anna := w.console(w.shop.Anna)
				anna.tooBusy()
				plain, refuses, invited := w.visitor().open("/"), w.visitor().open("/"), w.visitor().open("/")
				i := anna.invites(refuses.of, "May I help?")
				must(t, "decline", w.desk.Decline(context.Background(), refuses.of.id, i.ID))
				anna.invites(invited.of, "May I help?")
				pass(61 * time.Second)
				if when != "" {
					anna.stop()
					w.restart()
					anna = w.console(w.shop.Anna)
					for _, b := range []**tab{&plain, &refuses, &invited} {
						(*b).of.desk = w.desk
						*b = (*b).of.open("/next")
					}
				}
				plain.asks("")
				pass(time.Second)
				refuses.asks("")
				pass(time.Second)
				invited.asks("")
				if plain.standing().Place != 2 || refuses.standing().Place != 3 || invited.standing().Place != 1 {
					t.Errorf("places %d, %d and %d; want who did not answer first, and who declined like anybody", plain.standing().Place, refuses.standing().Place, invited.standing().Place)
				}
			})
		})
	}
}

// tooBusy gives an operator as many chats as he may have.
func (c *console) tooBusy() []desk.Conversation {
	var out []desk.Conversation
	for range c.w.desk.Settings().MaxChats {
		_, r := c.w.newcomer("")
		out = append(out, c.takes(r))
	}
	return out
}

func TestVanishedOperatorsChatsGoBackToTheQueue_QUE3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert := w.console(w.shop.Anna), w.console(w.shop.Bert)
		b, r := w.newcomer("Gerda")
		talk := anna.takes(r)
		anna.says(talk.ID, "Hello")
		bert.tooBusy()
		late, _ := w.newcomer("Late")
		anna.stop()
		pass(29 * time.Second)
		if c := b.conversation(); c.Operator != w.shop.Anna.ID {
			t.Fatalf("after 29 s it is %+v, want it to be Anna's still", c)
		}
		pass(2 * time.Second)
		c, lines := b.conversation(), b.shown()
		if c.Operator != "" || c.State != desk.ConversationIsOpen || last(lines).What != desk.LineReturned {
			t.Fatalf("after 31 s it is %+v, want it in the queue and the visitor told", c)
		}
		if b.standing().Place != 1 || late.standing().Place != 2 {
			t.Errorf("places %d and %d, want it before newcomers", b.standing().Place, late.standing().Place)
		}
		_, err := w.desk.SayByVisitor(context.Background(), b.of.id, talk.ID, desk.ClientID(w.id("said")), "Still there?")
		must(t, "say while waiting", err)
		bert.takes(bert.asked(b.of))
		if c := b.conversation(); c.ID != talk.ID || c.Operator != w.shop.Bert.ID || len(b.shown()) != 6 {
			t.Errorf("taken by Bert it is %+v with %d lines, want the same talk with all 6", c, len(b.shown()))
		}
	})
}

func TestOperatorBackInTimeKeepsHisChats_QUE3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		b, r := w.newcomer("")
		anna.takes(r)
		anna.stop()
		pass(25 * time.Second)
		w.console(w.shop.Anna)
		pass(5 * time.Minute)
		if c := b.conversation(); c.Operator != w.shop.Anna.ID || len(b.shown()) != 2 {
			t.Errorf("got %+v, want it to stay with Anna without a word", c)
		}
	})
}

func TestHandingOverReturnsAllChatsAtOnce(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna, bert := w.console(w.shop.Anna), w.console(w.shop.Bert)
		b, r := w.newcomer("")
		anna.takes(r)
		n, err := w.desk.HandOver(context.Background(), actor(w.shop.Anna))
		must(t, "hand over", err)
		synctest.Wait()
		anna.stop()
		synctest.Wait()
		if got := bert.asked(b.of); n != 1 || !got.Returned || !rings(got, w.shop.Bert) {
			t.Errorf("handed %d over, it stands %+v; want it to ring at Bert", n, got)
		}
	})
}

func TestHandedOverDoesNotRingAtWhoLeaves(t *testing.T) {
	for _, mode := range []desk.Routing{desk.FirstAvailable, desk.LeastBusy, desk.RoundRobin, desk.RingAll} {
		t.Run(string(mode), func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.setting(func(s *desk.Settings) { s.Routing = mode })
				anna := w.console(w.shop.Anna)
				var talks []*tab
				for range 2 {
					b, r := w.newcomer("")
					anna.takes(r)
					talks = append(talks, b)
				}
				bert := w.console(w.shop.Bert)
				_, err := w.desk.HandOver(context.Background(), actor(w.shop.Anna))
				must(t, "hand over", err)
				_, err = w.desk.ChangeOperator(context.Background(), actor(w.shop.Anna), w.shop.Anna.ID, desk.OperatorChange{}) // she seems to become free
				must(t, "change", err)
				synctest.Wait()
				for i, b := range talks {
					if rings(bert.asked(b.of), w.shop.Anna) {
						t.Errorf("chat %d rings at Anna, who has just handed it over", i+1)
					}
				}
				if first, second := bert.asked(talks[0].of), bert.asked(talks[1].of); rings(first, w.shop.Bert) == rings(second, w.shop.Bert) {
					t.Errorf("they ring at %+v and %+v, want one of them at Bert", first.Ringing, second.Ringing)
				}
			})
		})
	}
}

func TestHandedOverWithNobodyElseWaitsForHisReturn(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		pass(2 * time.Minute)
		b, r := w.newcomer("")
		anna.takes(r)
		for range 2 {
			_, err := w.desk.HandOver(context.Background(), actor(w.shop.Anna))
			must(t, "hand over", err)
			synctest.Wait()
			if c := b.conversation(); c.State != desk.ConversationIsOpen || len(b.standing().Ringing) > 0 {
				t.Fatalf("handed over it is %+v, the request %+v; want it to wait", c, b.standing())
			}
			pass(time.Second)
			anna.stop()
			pass(50 * time.Second)
			anna = w.console(w.shop.Anna)
			synctest.Wait()
			if got := anna.asked(b.of); !rings(got, w.shop.Anna) {
				t.Fatalf("Anna is back and the request stands %+v, want it to ring at her", got)
			}
			anna.takes(anna.asked(b.of))
		}
		_, err := w.desk.HandOver(context.Background(), actor(w.shop.Anna)) // and she stays
		must(t, "hand over", err)
		pass(61 * time.Second)
		if c := b.conversation(); c.State != desk.ConversationIsEnded || c.EndedBy != desk.EndedByNobody {
			t.Errorf("nobody but who gave it away is there, and it is %+v, want it ended", c)
		}
	})
}

func TestAvailabilityFollowsOperatorsWithDelay_COM2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		pass(61 * time.Second)
		b := w.visitor().open("/")
		if b.offered() {
			t.Fatal("Live Help is offered with nobody there")
		}
		_, err := b.tryAsk("")
		wants(t, "ask with nobody there", err, desk.Refused)
		anna := w.console(w.shop.Anna)
		synctest.Wait()
		if !b.offered() {
			t.Fatal("Anna came, and the open page was not told")
		}
		_, err = w.desk.SwitchLiveHelp(context.Background(), actor(w.shop.Anna), false)
		must(t, "switch", err)
		pass(59 * time.Second)
		if !b.offered() {
			t.Error("taken away before the operators list expired")
		}
		pass(2 * time.Second)
		if b.offered() || w.visitor().open("/").offered() {
			t.Error("offered after the operators list expired")
		}
		_, err = w.desk.SwitchLiveHelp(context.Background(), actor(w.shop.Anna), true)
		must(t, "switch", err)
		synctest.Wait()
		if !b.offered() {
			t.Error("not offered again at once")
		}
		anna.stop()
		r := b.asks("")
		pass(61 * time.Second)
		if got := b.standing(); got.ID != r.ID || got.State != desk.RequestIsUnanswered {
			t.Errorf("nobody is there any more and the request is %s, want unanswered", got.State)
		}
	})
}

func TestHoursOpenAndCloseByThemselves_COM2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.console(w.shop.Anna)
		b := w.visitor().open("/")
		synctest.Wait()
		now := time.Now().UTC() // a bubble begins at midnight of a Saturday
		closed := func() bool { // as a console is told
			f, p := w.desk.Follow(w.shop.Anna.ID)
			f.Close()
			return p.Closed
		}
		w.setting(func(s *desk.Settings) {
			s.Hours = desk.Hours{Limited: true, TimeZone: "Europe/Lisbon"}
			s.Hours.Week[now.Weekday()] = []desk.Span{{From: 9 * 60, To: 10 * 60}}
		})
		synctest.Wait()
		if b.offered() || !closed() {
			t.Errorf("at night offered %t, consoles told so %t", b.offered(), closed())
		}
		pass(9*time.Hour + time.Second)
		if !b.offered() || closed() {
			t.Errorf("at 9 o'clock offered %t, consoles told otherwise %t", b.offered(), closed())
		}
		r := b.asks("")
		pass(time.Hour)
		if b.offered() || b.standing().State != desk.RequestIsWaiting || b.standing().ID != r.ID {
			t.Errorf("at 10 o'clock: offered %t, request %s; want no new ones, and who waits stays", b.offered(), b.standing().State)
		}
		w.setting(func(s *desk.Settings) {
			s.Hours.Week[now.Weekday()] = []desk.Span{{From: 0, To: 24 * 60}}
			s.Hours.Holidays = []desk.Holiday{{Date: now.Format(time.DateOnly), Name: "Founder's day"}}
		})
		if b.offered() {
			t.Error("offered on a holiday")
		}
	})
}

func TestWaitingVisitorWhoLeavesLosesHisPlaceOnlyAfterAWhile(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		anna.tooBusy()
		b, r := w.newcomer("")
		b.leaves()
		pass(50 * time.Second)
		b = b.of.open("/next")
		if got := b.standing(); got.ID != r.ID || got.Place != 1 {
			t.Fatalf("back after 50 s he has %+v, want his place", got)
		}
		b.leaves()
		pass(65 * time.Second)
		if got := anna.asked(b.of); got.State != desk.RequestIsLeft {
			t.Errorf("gone for 65 s it is %s, want left", got.State)
		}
	})
}

func TestCancelAndWhatComesTooLate(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna := w.console(w.shop.Anna)
		b, r := w.newcomer("")
		stranger := w.visitor().open("/")
		wants(t, "another's", w.desk.CancelRequest(ctx, stranger.of.id, r.ID), desk.NotFound)
		for range 2 {
			must(t, "cancel", w.desk.CancelRequest(ctx, b.of.id, r.ID))
		}
		synctest.Wait()
		_, err := w.desk.AcceptRequest(ctx, actor(w.shop.Anna), r.ID)
		wants(t, "accept what was withdrawn", err, desk.Conflict)
		_, err = w.desk.PassRequest(ctx, actor(w.shop.Anna), r.ID, desk.PassDeclined)
		wants(t, "decline what was withdrawn", err, desk.Conflict)
		if got := anna.asked(b.of); got.State != desk.RequestIsWithdrawn || len(got.Ringing) > 0 {
			t.Errorf("it stands %+v, want withdrawn", got)
		}
		second := b.asks("")
		_, err = b.tryAsk("")
		wants(t, "ask twice", err, desk.Conflict)
		_, err = anna.tryInvite(b.of, "Hello")
		wants(t, "invite somebody who waits", err, desk.Conflict)
		must(t, "leave a message instead", w.desk.LeaveMessage(ctx, b.of.id, desk.NewOffline{ID: "an-offline-message-1", Email: "g@home.example", Text: "Call me"}))
		if got := b.standing(); got.ID != second.ID || got.State != desk.RequestIsWithdrawn {
			t.Errorf("after leaving a message he waits still: %+v", got)
		}
		b.asks("")
		must(t, "cancel", w.desk.CancelRequest(ctx, b.of.id, b.standing().ID))
		_, err = b.tryAsk("")
		wants(t, "the fourth time in ten minutes", err, desk.TooMany)
	})
}

func TestFullQueueRefusesPolitely(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.setting(func(s *desk.Settings) { s.QueueLength = 2 })
		w.console(w.shop.Anna)
		for i := range 2 {
			w.newcomer(fmt.Sprint(i))
		}
		_, err := w.visitor().open("/").tryAsk("")
		wants(t, "the third", err, desk.TooMany)
	})
}

func TestPlacesSurviveARestart(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		bert := w.console(w.shop.Bert)
		bert.tooBusy()
		anna := w.console(w.shop.Anna)
		a, r := w.newcomer("")
		anna.passes(r, desk.PassDeclined)
		anna.stop()
		bert.stop()
		w.restart()
		a.of.desk = w.desk
		back := a.of.open("/next")
		anna = w.console(w.shop.Anna)
		w.console(w.shop.Bert)
		synctest.Wait()
		if got := anna.asked(a.of); got.ID != r.ID || got.State != desk.RequestIsWaiting || len(got.Ringing) > 0 {
			t.Errorf("after a restart it stands %+v, want it to wait, and not to ring at who declined", got)
		}
		if got := back.standing(); got.ID != r.ID || got.Place != 1 {
			t.Errorf("the page is told %+v, want its place", got)
		}
	})
}

func TestExpectedWaitIsReckonedFromWaits_COM3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		_, r := w.newcomer("")
		if got, _ := w.desk.Request(r.ID); got.Expected != 0 {
			t.Errorf("with no wait known it says %v, want nothing", got.Expected)
		}
		pass(20 * time.Second)
		anna.takes(r)
		_, second := w.newcomer("")
		third, _ := w.newcomer("")
		got, _ := w.desk.Request(second.ID)
		if got.Expected != 20*time.Second || third.standing().Expected != 40*time.Second {
			t.Errorf("expected waits %v and %v, want 20 s and 40 s", got.Expected, third.standing().Expected)
		}
	})
}

func TestExpectedWaitIsLive_COM3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		_, r := w.newcomer("")
		pass(4 * time.Minute)
		anna.takes(r) // a place takes four minutes
		first, _ := w.newcomer("")
		second, _ := w.newcomer("")
		pass(35 * time.Second) // all has rung out
		before := first.toldSoFar()
		for _, c := range []struct {
			after, first, second time.Duration
		}{{time.Minute, 3 * time.Minute, 7 * time.Minute}, {3 * time.Minute, time.Minute, 5 * time.Minute}, {10 * time.Minute, 30 * time.Second, 4 * time.Minute}} {
			pass(c.after - time.Since(first.standing().Asked) + 20*time.Second)
			for _, x := range []struct {
				b    *tab
				want time.Duration
			}{{first, c.first}, {second, c.second}} {
				if got := x.b.standing(); got.Expected > x.want+30*time.Second || got.Expected < x.want-30*time.Second {
					t.Errorf("after %v the page of number %d shows %v, want %v or so", c.after, got.Place, got.Expected, x.want)
				}
			}
		}
		if n := first.toldSoFar() - before; n > 4 {
			t.Errorf("the page was told %d times, want once for each minute", n)
		}
		if got := first.standing(); got.Expected <= 0 {
			t.Errorf("who waits longer than expected is told %v, want soon", got.Expected)
		}
	})
}

func TestOutageCostsNobodyHisRequest_Limits(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.console(w.shop.Anna)
		b := w.visitor().open("/")
		w.store.Fill()
		for range 10 { // as a page does that tries again by itself
			_, err := b.tryAsk("Gerda")
			wants(t, "ask while nothing can be stored", err, desk.Unavailable)
		}
		w.store.Heal()
		_, err := b.tryAsk("Gerda")
		must(t, "ask afterwards", err)
	})
}

func TestLostAnswersToARequest_S35(t *testing.T) {
	all := func(desk.Event) bool { return true }
	story(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		anna := w.console(w.shop.Anna)
		b := w.visitor().open("/")
		w.store.LoseAnswers(all)
		_, err := b.tryAsk("Gerda")
		wants(t, "ask", err, desk.Unavailable)
		w.store.Heal()
		_, err = b.tryAsk("Gerda") // under another id
		wants(t, "ask again", err, desk.Conflict)
		synctest.Wait()
		r := anna.asked(b.of)
		if r.VisitorName != "Gerda" || !rings(r, w.shop.Anna) || b.standing().ID != r.ID {
			t.Fatalf("Anna sees %+v, the page %+v; want the request that was stored", r, b.standing())
		}
		w.store.LoseAnswers(all)
		_, err = w.desk.AcceptRequest(ctx, actor(w.shop.Anna), r.ID)
		wants(t, "accept", err, desk.Unavailable)
		w.store.Heal()
		_, err = w.desk.AcceptRequest(ctx, actor(w.shop.Anna), r.ID)
		wants(t, "accept again", err, desk.Conflict)
		synctest.Wait()
		if c := b.conversation(); c.OperatorName != "Anna" || len(b.shown()) != 2 || b.standing().State != desk.RequestIsAccepted {
			t.Errorf("the page shows %+v with %d lines and a request that is %s, want the chat with Anna", c, len(b.shown()), b.standing().State)
		}
	})
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		b, r := w.newcomer("")
		w.store.LoseAnswers(all)
		wants(t, "cancel", w.desk.CancelRequest(context.Background(), b.of.id, r.ID), desk.Unavailable)
		w.store.Heal()
		_, err := w.desk.AcceptRequest(context.Background(), actor(w.shop.Anna), r.ID)
		wants(t, "accept what was withdrawn", err, desk.Conflict)
		synctest.Wait()
		if b.standing().State != desk.RequestIsWithdrawn || anna.asked(b.of).State != desk.RequestIsWithdrawn {
			t.Errorf("it stands %s at the page and %s at the console, want withdrawn", b.standing().State, anna.asked(b.of).State)
		}
	})
}

func TestLeaseCountsFromTheLastHeartbeat_QUE3(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		anna := w.console(w.shop.Anna)
		_, r := w.newcomer("")
		talk := anna.takes(r)
		f, _ := w.desk.Follow(w.shop.Bert.ID) // a console whose line falls silent
		defer f.Close()
		silent, _ := w.desk.Follow(w.shop.Anna.ID)
		anna.stop()
		heard := time.Now()
		pass(29 * time.Second)
		silent.Lost(heard)
		pass(2 * time.Second)
		if got, err := w.desk.Conversation(talk.ID); err != nil || got.Operator != "" {
			t.Errorf("31 s after Anna was heard last it is %+v, %v; want it in the queue", got, err)
		}
	})
}
