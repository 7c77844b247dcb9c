package desk

import "time"

// Typing says that one side began or stopped typing, or goes on. Passing.
type Typing struct {
	Conversation ConversationID
	By           Side
	On           bool
	At           time.Time
}

// Name implements Event.
func (*Typing) Name() string { return "Typing" }

func (e *Typing) apply(l *live) {
	if c := l.conversations[e.Conversation]; c != nil && c.typing[e.By] != nil {
		c.typing[e.By].on, c.typing[e.By].at = e.On, e.At
	}
}

// typing is what is told of one side's typing.
type typing struct {
	on      bool
	at      time.Time // when it was told last
	wanted  bool      // what the side said last
	waiting bool      // to be told, when it may be
}

const (
	typingEvery = 500 * time.Millisecond // at most two changes a second are told
	typingAnew  = 2 * time.Second        // "goes on" is told no more often; the other side lets a sign fade that isn't renewed
)

// TypeByVisitor tells the operator that the visitor types; TypeByOperator the other way. Unknown conversations are passed over, and
// what says nothing new.
func (d *Desk) TypeByVisitor(by VisitorID, id ConversationID, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Visitor == by {
		d.typeLocked(c, FromVisitor, on)
	}
}

// TypeByOperator tells the visitor that the operator types.
func (d *Desk) TypeByOperator(by Actor, id ConversationID, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Operator == by.ID && !(on && c.Hold) {
		d.typeLocked(c, FromOperator, on)
	}
}

func (d *Desk) typeLocked(c *conversation, by Side, on bool) {
	t := c.typing[by]
	t.wanted = on
	if t.waiting || on == t.on && (!on || time.Since(t.at) < typingAnew) {
		return
	}
	if wait := time.Until(t.at.Add(typingEvery)); wait > 0 {
		t.waiting = true
		d.after(wait, func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			if t.waiting = false; d.live.conversations[c.ID] == c {
				d.typeLocked(c, by, t.wanted)
			}
		})
		return
	}
	d.passLocked(&Typing{Conversation: c.ID, By: by, On: on, At: time.Now()})
}
