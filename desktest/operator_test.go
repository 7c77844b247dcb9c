package desktest

import (
	"context"
	"slices"
	"sync"
	"testing/synctest"

	"beckon/desk"
)

// console is an operator at a screen that follows a desk.
type console struct {
	w    *world
	at   *desk.Desk
	who  desk.Operator
	stop func()

	mu       sync.Mutex // guards all below
	visits   map[desk.VisitID]desk.Visit
	invited  map[desk.InvitationID]desk.Invitation
	talks    map[desk.ConversationID]desk.Conversation
	lines    map[desk.ConversationID][]desk.Message // as shown: in the order of their numbers
	people   map[desk.OperatorID]desk.Operator
	requests map[desk.RequestID]desk.Request
	keptOut  desk.KeptOut
	pictures int
	updates  int // with badges
	facts    []string
	seen     []desk.Visit // every state a badge was told in
	typed    []desk.Typing
}

// console opens a console of an operator at the world's desk.
func (w *world) console(o desk.Operator) *console { return w.consoleAt(w.desk, o) }

func (w *world) consoleAt(d *desk.Desk, o desk.Operator) *console {
	c := &console{w: w, at: d, who: o}
	ctx, cancel := context.WithCancel(context.Background())
	f := c.follow()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() { f.Close() }()
		anew := false
		for {
			u, err := f.Next(ctx)
			if desk.KindOf(err) == desk.TooMany && !anew {
				f.Close()
				f, anew = c.follow(), true
				continue
			}
			if err != nil { // also a new picture that is lost at once: the desk is closed
				return
			}
			anew = false
			c.take(u)
		}
	}()
	c.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	w.t.Cleanup(c.stop)
	return c
}

// follow begins with a new picture.
func (c *console) follow() *desk.Follower {
	f, p := c.at.Follow(c.who.ID)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.visits, c.invited, c.talks, c.people = map[desk.VisitID]desk.Visit{}, map[desk.InvitationID]desk.Invitation{}, map[desk.ConversationID]desk.Conversation{}, map[desk.OperatorID]desk.Operator{}
	c.lines, c.requests = map[desk.ConversationID][]desk.Message{}, map[desk.RequestID]desk.Request{}
	for _, r := range p.Requests {
		c.requests[r.ID] = r
	}
	for _, v := range p.Visits {
		c.visits[v.ID] = v
	}
	for _, i := range p.Invitations {
		c.invited[i.ID] = i
	}
	for _, o := range p.Operators {
		c.people[o.ID] = o
	}
	for _, t := range p.Conversations {
		c.talks[t.ID] = t
		c.fetch(t.ID)
	}
	c.keptOut = p.KeptOut
	c.pictures++
	return f
}

// fetch shows by number what the screen lacks.
func (c *console) fetch(id desk.ConversationID) {
	list, _, err := c.at.Messages(context.Background(), id, int64(len(c.lines[id])), 1000)
	if err == nil {
		c.show(list)
	}
}

func (c *console) show(lines []desk.Message) {
	for _, m := range lines {
		if m.Seq == int64(len(c.lines[m.Conversation])+1) {
			c.lines[m.Conversation] = append(c.lines[m.Conversation], m)
		}
	}
}

func (c *console) take(u desk.Update) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range u.Told {
		c.facts = append(c.facts, t.Event.Name())
		if t.Invitation != nil {
			c.invited[t.Invitation.ID] = *t.Invitation
		}
		if t.Conversation != nil {
			c.talks[t.Conversation.ID] = *t.Conversation
			c.show(t.Lines)
		}
		if t.Request != nil {
			c.requests[t.Request.ID] = *t.Request
		}
		if e, is := t.Event.(*desk.Typing); is {
			c.typed = append(c.typed, *e)
		}
		if t.Operator != nil {
			c.people[t.Operator.ID] = *t.Operator
		}
	}
	for _, t := range u.Talks {
		c.talks[t.ID] = t
		c.fetch(t.ID)
	}
	if len(u.Visits)+len(u.Gone) > 0 {
		c.updates++
	}
	for _, v := range u.Visits {
		c.visits[v.ID] = v
		c.seen = append(c.seen, v)
	}
	for _, id := range u.Gone {
		delete(c.visits, id)
	}
	if u.KeptOut != nil {
		c.keptOut = *u.KeptOut
	}
}

// badge returns a visitor's badge, and whether there is one; more than one fails the test.
func (c *console) badge(p *person) (desk.Visit, bool) {
	c.w.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []desk.Visit
	for _, v := range c.visits {
		if v.Visitor == p.id {
			found = append(found, v)
		}
	}
	if len(found) > 1 {
		c.w.t.Fatalf("%d badges for one visitor: %+v", len(found), found)
	}
	if len(found) == 0 {
		return desk.Visit{}, false
	}
	return found[0], true
}

// mustBadge returns the badge that a visitor has.
func (c *console) mustBadge(p *person) desk.Visit {
	c.w.t.Helper()
	v, ok := c.badge(p)
	if !ok {
		c.w.t.Fatal("the visitor has no badge")
	}
	return v
}

func (c *console) invitation(id desk.InvitationID) desk.Invitation {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.invited[id]
}

func (c *console) talk(id desk.ConversationID) desk.Conversation {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.talks[id]
}

func (c *console) shown(id desk.ConversationID) []desk.Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.lines[id])
}

func (c *console) countOf(fact string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, f := range c.facts {
		if f == fact {
			n++
		}
	}
	return n
}

func (c *console) kept() desk.KeptOut {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.keptOut
}

// invites sends an invitation to a visitor.
func (c *console) invites(p *person, text string) desk.Invitation {
	c.w.t.Helper()
	i, err := c.tryInvite(p, text)
	must(c.w.t, "invite", err)
	return i
}

func (c *console) tryInvite(p *person, text string) (desk.Invitation, error) {
	return c.at.Invite(context.Background(), actor(c.who), desk.NewInvitation{ID: desk.InvitationID(c.w.id("invite")), Visitor: p.id, Text: text, Kind: desk.Text})
}

func (c *console) says(talk desk.ConversationID, text string) desk.Message {
	c.w.t.Helper()
	m, err := c.at.Say(context.Background(), actor(c.who), talk, desk.ClientID(c.w.id("told")), text)
	must(c.w.t, "say", err)
	return m
}

// talksTo begins a conversation with the visitor of a page.
func (c *console) talksTo(b *tab) desk.Conversation {
	c.w.t.Helper()
	c.invites(b.of, "May I help?")
	synctest.Wait() // the page may be at another desk
	return b.accepts("")
}
