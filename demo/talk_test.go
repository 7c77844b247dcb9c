package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }

func optionsOf(f *fakeServer) *Options {
	o := f.visitors(1, 1)
	o.Origin = o.URL
	return &o
}

// fakeDesk invites every visitor once and talks with those who accept.
type fakeDesk struct {
	*fakeServer
	invited map[string]bool // by address
	talks   map[string]*fakeTalk
	lines   []string // what the operator says, one after the other
	mute    bool
}

type fakeTalk struct {
	id       string
	seq      int64
	messages []frame
	said     map[string]string // texts by id
	hold     bool
	ended    bool
	next     int
}

func newFakeDesk(t *testing.T) *fakeDesk {
	d := &fakeDesk{fakeServer: newFakeServer(t), invited: map[string]bool{}, talks: map[string]*fakeTalk{}}
	d.lines = []string{"Hello, how can I help you?", "Yes, it does.", "It takes three days.", "The price is 690 euros.", "Which size do you need?"}
	d.on = d.serve
	d.fakeServer.welcome = d.greet
	return d
}

func (d *fakeDesk) greet(s *socket) frame {
	who := s.header.Get("X-Forwarded-For")
	welcome := frame{"type": "welcome", "keep": "browser", "chat": "/chat.js", "token": "token-of-" + who}
	d.lock.Lock()
	defer d.lock.Unlock()
	if talk := d.talks[who]; talk != nil && !talk.ended {
		welcome["conversation"] = talk.frame()["conversation"]
		var after int64
		if point, ok := s.frames("hello")[0].frame["after"].(map[string]any); ok && point["conversation"] == talk.id {
			after = int64(point["seq"].(float64))
		}
		welcome["messages"] = talk.messages[after:]
	}
	return welcome
}

func (f *fakeTalk) frame() frame {
	state := "open"
	if f.ended {
		state = "ended"
	}
	return frame{"type": "conversation", "conversation": frame{"id": f.id, "kind": "text", "state": state, "hold": f.hold, "lastSeq": f.seq}}
}

func (f *fakeTalk) add(from, what, id, text string) frame {
	f.seq++
	m := frame{"conversation": f.id, "seq": f.seq, "id": id, "from": from, "what": what, "text": text}
	f.messages = append(f.messages, m)
	return frame{"type": "message", "message": m}
}

func (d *fakeDesk) serve(s *socket, f frame) {
	who := s.header.Get("X-Forwarded-For")
	d.lock.Lock()
	var answers []frame
	talk := d.talks[who]
	switch f.text("type") {
	case "hello":
		if !d.invited[who] {
			d.invited[who] = true
			answers = append(answers, frame{"type": "invitation", "invitation": frame{"id": "invitation-" + who, "text": "Hello!"}})
		}
	case "accept":
		talk = &fakeTalk{id: "talk-" + who, said: map[string]string{}}
		d.talks[who] = talk
		answers = append(answers, frame{"type": "gone", "invitation": f.text("invitation"), "why": "accepted"}, talk.frame(), talk.add("operator", "invitation", "m-0", "Hello!"))
	case "decline":
		answers = append(answers, frame{"type": "gone", "invitation": f.text("invitation"), "why": "declined"})
	case "say":
		if _, twice := talk.said[f.text("id")]; !twice {
			answers = append(answers, talk.add("visitor", "", f.text("id"), f.text("text")))
		}
		talk.said[f.text("id")] = f.text("text")
		if !d.mute {
			answers = append(answers, talk.add("operator", "", fmt.Sprintf("o-%d", talk.next), d.lines[talk.next%len(d.lines)]))
			talk.next++
		}
	case "end":
		if talk.ended = true; talk.id == f.text("conversation") {
			answers = append(answers, talk.frame())
		}
	}
	d.lock.Unlock()
	for _, answer := range answers {
		s.send(answer)
	}
}

// story returns the frames of one visitor over all his pages, in order, without the passing ones.
func (d *fakeDesk) story(who string) (frames []cameFrame) {
	for _, s := range d.all() {
		if s.header.Get("X-Forwarded-For") == who {
			frames = append(frames, s.frames("")...)
		}
	}
	return slices.DeleteFunc(frames, func(f cameFrame) bool {
		return slices.Contains([]string{"hello", "pong", "attention"}, f.text("type"))
	})
}

func TestInvitationsAreAnsweredAsPeopleDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newFakeDesk(t)
		run(t, desk.visitors(60, 21), 6*time.Minute)
		count := map[string]int{}
		named := 0
		for who := range desk.invited {
			answer := ""
			var shown time.Time
			steps := ""
			for _, f := range desk.story(who) {
				switch kind := f.text("type"); kind {
				case "delivered", "shown", "accept", "decline":
					if !strings.HasSuffix(steps, kind+" ") {
						steps += kind + " "
					}
					if kind == "shown" && shown.IsZero() {
						shown = f.at
					}
					if kind == "accept" || kind == "decline" {
						answer = kind
						if wait := f.at.Sub(shown); wait < 2*time.Second || wait > 15*time.Second {
							t.Errorf("%s comes %v after it was shown", kind, wait)
						}
					}
					if kind == "accept" && f.text("kind") != "text" {
						t.Errorf("accepted with %v", f.frame)
					}
					if f.text("name") != "" {
						named++
					}
				}
			}
			if !strings.HasPrefix(steps, "delivered ") || answer != "" && !strings.HasPrefix(steps, "delivered shown ") {
				t.Errorf("an invitation went %s", steps)
			}
			count[answer]++
		}
		all := count[""] + count["accept"] + count["decline"]
		if all < 100 || count["accept"]*100 < all*45 || count["accept"]*100 > all*75 || count["decline"]*100 < all*10 || count["decline"]*100 > all*32 || count[""] == 0 {
			t.Errorf("of %d invitations: %v, want about 60 %% accepted and 20 %% declined", all, count)
		}
		if named == 0 || named == count["accept"] {
			t.Errorf("%d of %d gave a name, want some", named, count["accept"])
		}
	})
}

func TestTalksFollowTheProtocol(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newFakeDesk(t)
		run(t, desk.visitors(30, 4), 8*time.Minute)
		ended, texts := 0, map[string]bool{}
		for who, talk := range desk.talks {
			if talk.ended {
				ended++
			}
			typing, got := false, int64(0)
			ids := map[string]bool{}
			for _, f := range desk.story(who) {
				switch f.text("type") {
				case "typing":
					typing = f.frame["on"] == true
				case "say":
					if typing {
						t.Error("said while the typing sign is on")
					}
					if !idShape.MatchString(f.text("id")) || f.text("text") == "" || f.text("conversation") != talk.id || ids[f.text("id")] {
						t.Errorf("said %v", f.frame)
					}
					ids[f.text("id")] = true
					texts[f.text("text")] = true
				case "got":
					seq := int64(f.frame["seq"].(float64))
					if seq < got { // the same again: somebody came back to an open talk
						t.Errorf("acknowledged %d after %d", seq, got)
					}
					got = seq
				case "end":
					if len(ids) == 0 && !talk.ended {
						t.Error("ended without a word")
					}
				}
			}
			if talk.ended && got != talk.seq {
				t.Errorf("a talk of %d messages was acknowledged up to %d", talk.seq, got)
			}
		}
		if len(desk.talks) < 20 || ended < len(desk.talks)/2 || len(texts) < 40 {
			t.Errorf("%d talks, %d ended, %d different lines: want more", len(desk.talks), ended, len(texts))
		}
	})
}

// talking begins a talk of one visitor on one page, and returns after a while.
func talking(t *testing.T, desk *fakeDesk, howLong time.Duration) {
	t.Helper()
	for seed := uint64(1); seed < 50 && len(desk.talks) == 0; seed++ {
		v := &visitor{options: optionsOf(desk.fakeServer), random: seeded(seed), who: newPersona(seeded(seed))}
		v.open(t.Context(), placeOf("/demo/product/brass-bell"), "", howLong)
	}
	synctest.Wait()
	if len(desk.talks) == 0 {
		t.Fatal("nobody accepted an invitation")
	}
}

func TestNothingIsSaidOnHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newFakeDesk(t)
		var from, until time.Time
		serve := desk.on
		desk.on = func(s *socket, f frame) {
			serve(s, f)
			if f.text("type") == "say" && from.IsZero() {
				from, until = time.Now(), time.Now().Add(40*time.Second)
				talk := desk.talks[s.header.Get("X-Forwarded-For")]
				talk.hold = true
				s.send(talk.frame())
				time.AfterFunc(40*time.Second, func() {
					talk.hold = false
					s.send(talk.frame())
				})
			}
		}
		talking(t, desk, 2*time.Minute)
		later := 0
		for who := range desk.talks {
			for _, f := range desk.story(who) {
				kind := f.text("type")
				if (kind == "say" || kind == "typing" && f.frame["on"] == true) && f.at.After(from) && f.at.Before(until) {
					t.Errorf("on hold, after %v: %v", f.at.Sub(from), f.frame)
				}
				if kind == "say" && f.at.After(until) {
					later++
				}
			}
		}
		if later == 0 {
			t.Error("nothing was said after the hold")
		}
	})
}

func TestUnconfirmedLinesAreSaidAgainWithTheSameID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newFakeDesk(t)
		desk.mute = true
		serve, cut := desk.on, 0
		desk.on = func(s *socket, f frame) {
			if f.text("type") == "say" && cut < 3 {
				cut++
				s.hangUp(0, "") // the server dies before it has taken the line
				return
			}
			serve(s, f)
		}
		talking(t, desk, 80*time.Second)
		ids := map[string]int{}
		for who, talk := range desk.talks {
			for _, f := range desk.story(who) {
				if f.text("type") == "say" {
					ids[f.text("id")]++
				}
			}
			if len(talk.said) == 0 {
				t.Fatal("the line never arrived")
			}
			for id := range talk.said {
				if ids[id] == 4 {
					return
				}
			}
		}
		t.Errorf("no line was said four times with one id: %v", ids)
	})
}

func TestResumePointIsWhatHasCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := newFakeDesk(t)
		serve, cut := desk.on, false
		desk.on = func(s *socket, f frame) {
			serve(s, f)
			if f.text("type") == "got" && f["seq"].(float64) >= 3 && !cut {
				cut = true
				// What is said while the line is down is not lost.
				desk.talks[s.header.Get("X-Forwarded-For")].add("operator", "", "o-lost", "And one more thing.")
				s.hangUp(0, "")
			}
		}
		talking(t, desk, 2*time.Minute)
		sockets := desk.all()
		after, ok := sockets[len(sockets)-1].frames("hello")[0].frame["after"].(map[string]any)
		if !ok || after["seq"].(float64) < 3 {
			t.Fatalf("hello after the break has the resume point %v", after)
		}
		for who, talk := range desk.talks {
			last := int64(0)
			for _, f := range desk.story(who) {
				if f.text("type") == "got" {
					last = int64(f.frame["seq"].(float64))
				}
			}
			if last != talk.seq {
				t.Errorf("of %d messages %d are acknowledged", talk.seq, last)
			}
		}
	})
}

func TestGapsAreFetched(t *testing.T) {
	v := &visitor{random: seeded(1), who: newPersona(seeded(1))}
	v.talk = &talk{id: "c", ahead: map[int64]message{}, script: newScript(v.random, "/demo/")}
	line := func(seq int64) message { return message{Conversation: "c", Seq: seq, From: "system", What: "joined"} }
	v.heard([]message{line(3), line(2)})
	if v.talk.got != 0 {
		t.Errorf("took messages after a gap: up to %d", v.talk.got)
	}
	v.heard([]message{line(1), line(2)})
	if v.talk.got != 3 || len(v.talk.ahead) != 0 {
		t.Errorf("after the gap was filled: up to %d, %d waiting", v.talk.got, len(v.talk.ahead))
	}
	v.heard([]message{line(2), {Conversation: "other", Seq: 4}})
	if v.talk.got != 3 {
		t.Errorf("took a message of another conversation")
	}
}

func TestVisitorsReactToWhatIsSaid(t *testing.T) {
	for heard, want := range map[string]bool{
		"Goodbye, and have a nice day!": true, "Yes, of course.": false, "Hello, how can I help you?": false, "xyz": false, "": false,
	} {
		s := script{questions: []string{"Does it fit?"}, most: 5, turns: 1}
		text, last := s.answer(seeded(3), heard)
		if last != want || text == "" || text == "?" {
			t.Errorf("to %q the answer is %q, last %v", heard, text, last)
		}
	}
	s := newScript(seeded(3), "/demo/product/brass-bell")
	for range 20 {
		if _, last := s.answer(seeded(9), "Yes, of course."); last {
			return
		}
	}
	t.Error("a visitor never comes to an end")
}

func TestMailAddressesBelongToNobody(t *testing.T) {
	for _, h := range homes {
		for _, name := range h.names {
			if got := mailAddress(name); !strings.HasPrefix(got, "visitor.") || !strings.HasSuffix(got, "@mail.example") {
				t.Errorf("mailAddress(%q) = %q", name, got)
			}
		}
	}
}
