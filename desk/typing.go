package desk

import "time"

// Typing says that one side began or stopped typing, or goes on. Passing.
type Typing struct {
	Conversation ConversationID
	By           Side
	On           bool
	Text         string // what the visitor has typed and not sent; empty unless his site has SneakPeek
	At           time.Time
}

// Name implements Event.
func (*Typing) Name() string { return "Typing" }

func (e *Typing) apply(l *live) {
	if c := l.conversations[e.Conversation]; c != nil && c.typing[e.By] != nil {
		t := c.typing[e.By]
		t.on, t.text, t.at = e.On, e.Text, e.At
	}
}

// typing is what is told of one side's typing.
type typing struct {
	on      bool
	text    string
	at      time.Time // when it was told last
	wanted  typed     // what the side said last
	waiting bool      // to be told, when it may be
	from    *Arrived  // page that said it, if it is connected to this node
}

// typed is what one side says of its typing.
type typed struct {
	on   bool
	text string
}

// rests notes that nothing is being typed any more; whoever is told why knows.
func (t *typing) rests() {
	if t != nil {
		t.on, t.text, t.wanted = false, "", typed{}
	}
}

const (
	typingEvery = 500 * time.Millisecond // at most two changes a second are told
	typingAnew  = 2 * time.Second        // "goes on" is told no more often; the other side lets a sign fade that isn't renewed
)

// TypeByVisitor tells the operator that the visitor types, and what, where the site has SneakPeek; TypeByOperator the other way. Text
// beyond MaxMessage is cut. Unknown conversations are passed over, pages that are gone, and what says nothing new. What a page said ends
// with its connection.
func (d *Desk) TypeByVisitor(p *Arrived, id ConversationID, on bool, text string) {
	text = cleanText(firstOf(text, MaxMessage))
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Visitor == p.Visitor && d.live.stillHere(p) {
		c.typing[FromVisitor].from = p
		d.typeLocked(c, FromVisitor, typed{on, text})
	}
}

// stillHere reports whether a page is there by this connection: not gone, and not connected anew.
func (l *live) stillHere(p *Arrived) bool {
	v := l.visits[p.Visit]
	return v != nil && v.pages[p.page] != nil && v.pages[p.page].outlet == p.outlet
}

// untypeLocked tells that nothing is typed when the connection has ended that said so: nobody knows what stands in that box by now.
func (d *Desk) untypeLocked(by VisitorID, ended func(*Arrived) bool) {
	c := d.live.talking[by]
	if c == nil {
		return
	}
	if t := c.typing[FromVisitor]; t.from != nil && ended(t.from) {
		t.from = nil
		d.typeLocked(c, FromVisitor, typed{})
	}
}

// untypeAnewLocked is untypeLocked of a page that connects anew before its old line was given up, here or at another node.
func (d *Desk) untypeAnewLocked(e *PageOpened) {
	if v := d.live.visits[e.Visit]; v != nil {
		d.untypeLocked(v.Visitor, func(p *Arrived) bool { return p.Visit == e.Visit && p.page == e.Page })
	}
}

// TypeByOperator tells the visitor that the operator types.
func (d *Desk) TypeByOperator(by Actor, id ConversationID, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.live.conversations[id]; c != nil && c.Operator == by.ID && !(on && c.Hold) {
		d.typeLocked(c, FromOperator, typed{on: on})
	}
}

func (d *Desk) typeLocked(c *conversation, by Side, now typed) {
	t := c.typing[by]
	now.text = d.live.peeked(c, by, now)
	t.wanted = now
	if t.waiting || now == (typed{t.on, t.text}) && (!now.on || time.Since(t.at) < typingAnew) {
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
	d.passLocked(&Typing{Conversation: c.ID, By: by, On: now.on, Text: now.text, At: time.Now()})
}

// peeked returns what may be shown of what one side types: nothing unless the visitor was told so. It
// stands while he rests. On hold he can't send, and nobody looks.
func (l *live) peeked(c *conversation, by Side, now typed) string {
	if by != FromVisitor || c.Hold || c.Operator == "" || !l.peeks(c) {
		return ""
	}
	return now.text
}

func (l *live) peeks(c *conversation) bool {
	s := l.sites[c.Site]
	return s != nil && s.SneakPeek
}

// unpeek forgets what is being typed on a site that is no longer peeked at; consoles do so when they learn of it.
func (l *live) unpeek(id SiteID) {
	for _, c := range l.conversations {
		if c.Site == id {
			t := c.typing[FromVisitor]
			t.text, t.wanted.text = "", ""
		}
	}
}
