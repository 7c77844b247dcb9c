package auth

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const (
	ticketFor     = 30 * time.Second
	ticketsAtMost = 1024 // beyond, the oldest is void: its console fetches another
)

// tickets are what opens the console's socket. A page of another site can make the browser send the cookie with a socket's handshake,
// but it can't fetch a ticket.
type tickets struct {
	mu   sync.Mutex
	open *simplelru.LRU[string, ticket]
}

type ticket struct {
	session Session
	until   time.Time
}

func newTickets() *tickets { return &tickets{open: newLRU[string, ticket](ticketsAtMost)} }

// Ticket returns a ticket of a session. It works once, on this node, for 30 seconds.
func (a *Auth) Ticket(s Session) string {
	name := newToken()
	t := a.tickets
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open.Add(name, ticket{session: s, until: time.Now().Add(ticketFor)})
	return name
}

// TakeTicket uses a ticket up and returns its session; false when it is unknown, used, too old, or its session has ended on this node.
func (a *Auth) TakeTicket(name string) (Session, bool) {
	t := a.tickets
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.open.Peek(name)
	if !ok {
		return Session{}, false
	}
	t.open.Remove(name)
	if !time.Now().Before(found.until) {
		return Session{}, false
	}
	return found.session, true
}

func (t *tickets) void(ended func(Session) bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, name := range t.open.Keys() {
		if found, ok := t.open.Peek(name); ok && ended(found.session) {
			t.open.Remove(name)
		}
	}
}
