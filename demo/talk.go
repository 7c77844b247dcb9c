package demo

import (
	"math/rand/v2"
	"slices"
	"time"
)

// talk is a conversation from the visitor's side: what has come, what is still unsent, and what he means to say.
type talk struct {
	id      string
	hold    bool
	got     int64             // all messages up to this number have come
	ahead   map[int64]message // came before one that is missing
	outbox  []sayFrame        // said, not yet come back
	strolls bool              // walks on while he talks

	script    script
	composing bool   // thinks or types; what the operator says meanwhile is answered too
	heardLast string // what the operator said last
	patience  int    // changes with every line; a reminder for an older one is void
	reminded  bool
	left      bool // an off-line message has been left
	done      bool // he has said goodbye
}

// talkChanged begins, changes or ends the talk as the server says.
func (v *visitor) talkChanged(c conversation) {
	if c.State != "open" {
		if v.talk != nil && v.talk.id == c.ID {
			v.until = time.Now().Add(between(v.random, 3*time.Second, 20*time.Second))
			if c.LeaveMessage {
				v.leaveMessage(c.ID)
				v.until = v.until.Add(20 * time.Second)
			}
			v.talk = nil
		}
		return
	}
	if v.talk == nil || v.talk.id != c.ID {
		v.offer = nil
		v.talk = &talk{id: c.ID, ahead: map[int64]message{}, script: newScript(v.random, v.page.path)}
		v.begin()
	}
	if c.LeaveMessage {
		v.leaveMessage(c.ID)
	}
	resumed := v.talk.hold && !c.Hold
	v.talk.hold = c.Hold
	if resumed {
		v.sayAgain()
		v.answerLater()
		v.begin()
	}
}

// begin speaks first, unless the operator does before; and waits for him then.
func (v *visitor) begin() {
	t := v.talk
	wait := between(v.random, 2*time.Second, 6*time.Second)
	if v.random.IntN(4) == 0 {
		wait = between(v.random, 12*time.Second, 20*time.Second)
	}
	v.whileTalking(wait, func() {
		if !t.composing && !t.hold && t.script.turns == 0 {
			v.compose(t.script.opening(v.random))
		}
	})
	v.waitForOperator()
}

// whileTalking does something later, if the same talk is still going on then.
func (v *visitor) whileTalking(wait time.Duration, do func()) {
	t := v.talk
	v.agenda.in(wait, func() {
		if v.talk == t && t != nil {
			do()
		}
	})
}

// heard takes messages in the order of their numbers; a gap is fetched.
func (v *visitor) heard(messages []message) {
	t := v.talk
	if t == nil {
		return
	}
	before := t.got
	for _, m := range messages {
		if m.Conversation == t.id && m.Seq > t.got && len(t.ahead) < 1000 {
			t.ahead[m.Seq] = m
		}
	}
	for next, ok := t.ahead[t.got+1]; ok; next, ok = t.ahead[t.got+1] {
		delete(t.ahead, next.Seq)
		t.got = next.Seq
		v.take(next)
	}
	if t.got > before {
		v.send(gotFrame{"got", t.id, t.got})
	}
	if len(t.ahead) > 0 {
		v.send(fetchFrame{"fetch", t.id, t.got})
	}
}

func (v *visitor) fetchMissing(last int64) {
	if last > v.talk.got {
		v.send(fetchFrame{"fetch", v.talk.id, v.talk.got})
	}
}

func (v *visitor) fetched(f fetchedFrame) {
	if f.More && v.talk != nil && v.talk.id == f.Conversation {
		v.send(fetchFrame{"fetch", v.talk.id, v.talk.got})
	}
}

func (v *visitor) take(m message) {
	t := v.talk
	switch {
	case m.From == "visitor":
		waiting := len(t.outbox)
		t.outbox = slices.DeleteFunc(t.outbox, func(s sayFrame) bool { return s.ID == m.ID })
		if len(t.outbox) == waiting {
			t.heardLast = "" // said on an earlier visit: what was heard before it has been answered
		}
	case m.From == "system" && m.What == "asked":
		v.whileTalking(between(v.random, 3*time.Second, 9*time.Second), func() { v.compose("Yes, I’m still here.") })
	case m.From == "operator" && m.What == "":
		t.heardLast, t.reminded = m.Text, false
		v.waitForOperator()
		v.answerLater()
	}
}

// answerLater thinks about what the operator said, then types.
func (v *visitor) answerLater() {
	t := v.talk
	if t.composing || t.hold || t.done || t.heardLast == "" {
		return
	}
	t.composing = true
	v.whileTalking(between(v.random, 1500*time.Millisecond, 5*time.Second), func() {
		t.composing = false
		v.compose("")
	})
}

// compose types for as long as the text takes, and says it. Without a text it answers what was heard last.
func (v *visitor) compose(text string) {
	t := v.talk
	if t.composing || t.hold {
		return
	}
	t.composing = true
	if text == "" {
		text, t.done = t.script.answer(v.random, t.heardLast)
		t.heardLast = ""
	}
	v.send(typingFrame{"typing", t.id, true})
	typing := min(800*time.Millisecond+time.Duration(len(text))*between(v.random, 40*time.Millisecond, 90*time.Millisecond), 9*time.Second)
	v.whileTalking(typing, func() {
		t.composing = false
		v.send(typingFrame{"typing", t.id, false})
		v.say(text)
		if t.done {
			v.whileTalking(between(v.random, 4*time.Second, 9*time.Second), v.finish)
		} else {
			v.answerLater()
		}
		v.waitForOperator()
	})
}

// say sends a line and keeps it until it has come back. On hold it is kept only.
func (v *visitor) say(text string) {
	s := sayFrame{"say", v.talk.id, v.newID(), text}
	v.talk.outbox = append(v.talk.outbox, s)
	if !v.talk.hold {
		v.send(s)
	}
}

// sayAgain sends what has not come back, with the same ids.
func (v *visitor) sayAgain() {
	if v.talk.hold {
		return
	}
	for _, s := range v.talk.outbox {
		v.send(s)
	}
}

func (v *visitor) sayingRefused(id, code string) {
	t := v.talk
	if t == nil {
		return
	}
	switch code {
	case "on-hold": // said again on resume
	case "too-many", "unavailable":
		v.whileTalking(between(v.random, 3*time.Second, 7*time.Second), v.sayAgain)
	default:
		t.outbox = slices.DeleteFunc(t.outbox, func(s sayFrame) bool { return s.ID == id })
	}
}

// finish ends the talk: mostly by ending it, sometimes by walking off, sometimes by going on to another page first.
func (v *visitor) finish() {
	t := v.talk
	switch chance := v.random.IntN(100); {
	case t.hold || chance < 65:
		v.send(plainFrame{"end", t.id})
		v.whileTalking(15*time.Second, v.finish) // in case it was lost
	case chance < 80:
		v.leaving = true
	default:
		t.strolls = true
		v.whileTalking(between(v.random, 30*time.Second, 80*time.Second), func() {
			t.strolls = false
			v.send(plainFrame{"end", t.id})
			v.whileTalking(15*time.Second, v.finish)
		})
	}
}

// waitForOperator loses patience when nothing comes: he asks once, then goes.
func (v *visitor) waitForOperator() {
	t := v.talk
	t.patience++
	now := t.patience
	v.whileTalking(between(v.random, 80*time.Second, 140*time.Second), func() {
		switch {
		case t.patience != now:
		case t.hold:
			v.waitOnHold(now)
		case !t.reminded:
			t.reminded = true
			v.compose(pick(v.random, reminders))
		default:
			v.compose(pick(v.random, farewells))
			v.whileTalking(15*time.Second, v.finish)
		}
	})
}

func (v *visitor) waitOnHold(patience int) {
	t := v.talk
	v.whileTalking(between(v.random, 2*time.Minute, 5*time.Minute), func() {
		if t.patience == patience && t.hold {
			v.finish()
		}
	})
}

// leaveMessage leaves name, e-mail and text when nobody could take the conversation; half of the visitors bother to.
func (v *visitor) leaveMessage(id string) {
	if v.talk.left {
		return
	}
	v.talk.left = true
	frame := leaveFrame{
		Type: "leave", ID: v.newID(), Name: v.who.name, Email: mailAddress(v.who.name), Text: v.talk.script.opening(v.random),
	}
	bothers := v.random.IntN(2) == 0
	v.agenda.in(between(v.random, 8*time.Second, 15*time.Second), func() {
		if bothers {
			v.send(frame)
		}
		if v.talk != nil && v.talk.id == id {
			v.finish()
		}
	})
}

// script is what a visitor wants to know, and how far he has come.
type script struct {
	questions []string
	turns     int
	most      int
	said      []string
}

func newScript(random *rand.Rand, path string) script {
	questions := slices.Clone(questionsOn(path))
	random.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
	return script{questions: questions, most: 3 + random.IntN(4)}
}
