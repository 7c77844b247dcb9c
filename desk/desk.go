package desk

import (
	"cmp"
	"context"
	"crypto/ecdh"
	"fmt"
	"sync"
	"time"

	"beckon/origin"
)

// Store is the only truth. Every method ends within its context's deadline. Errors are *Error: NotFound, Conflict, Unavailable.
type Store interface {
	// Record commits a fact of the road Now to disk before it returns; it gives Numbered facts their number in that transaction.
	// Conflict when another was first, Unavailable when it can't be written.
	Record(ctx context.Context, e Event) error
	// RecordSoon commits facts of the road Soon, all or none. Page views that are there already stay as they are.
	RecordSoon(ctx context.Context, batch []Event) error
	// Load returns what the live picture begins with.
	Load(ctx context.Context) (Saved, error)
	// Return returns a visitor and his latest visit; the zero visit when there is none. NotFound.
	Return(ctx context.Context, id VisitorID) (Visitor, Visit, error)
	// Messages returns up to limit lines after a number, in order.
	Messages(ctx context.Context, id ConversationID, after int64, limit int) ([]Message, error)
	// MessageByID finds a message by its sender's id.
	MessageByID(ctx context.Context, id ConversationID, from Side, message ClientID) (Message, bool, error)
	// Conversation returns a conversation, open or ended. NotFound.
	Conversation(ctx context.Context, id ConversationID) (Conversation, error)
	// History returns a visitor's conversations and off-line messages, latest first, limit of each at most.
	History(ctx context.Context, id VisitorID, limit int) ([]Conversation, []OfflineMessage, error)
	// PageViews returns a visit's page views, latest first.
	PageViews(ctx context.Context, id VisitID, limit int) ([]PageView, error)
	// Invitation returns an invitation. NotFound.
	Invitation(ctx context.Context, id InvitationID) (Invitation, error)
	// Open returns what is open with a visitor.
	Open(ctx context.Context, id VisitorID) (OpenWith, error)
	// Calls returns the latest calls of a conversation, at most limit, in the order offered.
	Calls(ctx context.Context, id ConversationID, limit int) ([]Call, error)
	// Request returns a chat request. NotFound.
	Request(ctx context.Context, id RequestID) (Request, error)
	// Invitations returns a visit's invitations, latest first.
	Invitations(ctx context.Context, id VisitID) ([]Invitation, error)
	// File returns an attached file. NotFound.
	File(ctx context.Context, id FileID) (File, error)
	// FileBytes returns how much a visitor has attached since a moment.
	FileBytes(ctx context.Context, by VisitorID, since time.Time) (int64, error)
	// FileUse returns who may have a file that is of no conversation; SentTo is about one visitor.
	FileUse(ctx context.Context, id FileID, visitor VisitorID) (FileUse, error)
	// StrayFiles returns files kept before a moment that went with no message and stand with no canned and no off-line one, at most limit.
	StrayFiles(ctx context.Context, before time.Time, limit int) ([]File, error)
	// FileKeys returns those of some keys under which a file is kept.
	FileKeys(ctx context.Context, keys []string) ([]string, error)
	// Canned returns a canned message. NotFound.
	Canned(ctx context.Context, id CannedID) (Canned, error)
	// CannedList returns the shared canned messages and those of one operator, by title.
	CannedList(ctx context.Context, of OperatorID) ([]Canned, error)
	// Archive returns the conversations that a query asks for, latest first, with the line that answers its words best.
	Archive(ctx context.Context, q ArchiveQuery) ([]Found, error)
	// CountArchive counts the conversations that a query asks for, up to a number.
	CountArchive(ctx context.Context, q ArchiveQuery, most int) (int, error)
	// Tags returns the tags of conversations, the most frequent first.
	Tags(ctx context.Context, limit int) ([]string, error)
	// Notes returns the notes on a conversation, in the order made.
	Notes(ctx context.Context, id ConversationID) ([]Note, error)
	// OfflineMessages returns the off-line messages that a query asks for, latest first, without their replies.
	OfflineMessages(ctx context.Context, q BoardQuery) ([]OfflineMessage, error)
	// OfflineMessage returns an off-line message with its replies and how their mails stand. NotFound.
	OfflineMessage(ctx context.Context, id OfflineID) (OfflineMessage, error)
	// Unanswered counts the unanswered off-line messages and returns the one that waits longest; empty when there is none.
	Unanswered(ctx context.Context) (int, OfflineID, error)
	// Addresses returns the e-mail addresses known of a visitor, the one used last first, limit at most.
	Addresses(ctx context.Context, id VisitorID, limit int) ([]string, error)
	// MailQueue returns how many mails wait and how many failed, and limit of those not sent, latest first.
	MailQueue(ctx context.Context, limit int) (MailQueue, error)
	// Visit returns a visit, however old. NotFound.
	Visit(ctx context.Context, id VisitID) (Visit, error)
	// Subscription returns the subscription of a session's browser. NotFound.
	Subscription(ctx context.Context, session string) (Subscription, error)
}

// OpenWith is what is open with a visitor; zero ones when there is none.
type OpenWith struct {
	Invitation   Invitation   // unanswered
	Conversation Conversation // open
	Request      Request      // waiting
}

// Saved is what the live picture begins with.
type Saved struct {
	Secret        []byte // seals visitors' tokens; 32 bytes
	Epoch         string // changes when numbers begin anew
	PushKey       []byte // by which push services know us: a P-256 private key
	Settings      *Settings
	Mail          *MailSettings
	Sites         []Site
	Zones         map[SiteID][]Zone
	Operators     []Operator
	Invitations   []Invitation   // unanswered
	Conversations []Conversation // open
	Requests      []Request      // waiting
	Calls         []Call         // not ended
	Blocked       []Block
}

// Bus carries facts to the desks of other nodes. It may lose everything without harm.
type Bus interface {
	// Publish passes a fact on; it neither waits nor fails.
	Publish(e Event)
}

// Alone is the Bus of a desk without others.
type Alone struct{}

// Publish implements Bus.
func (Alone) Publish(Event) {}

// Options say on what a desk stands.
type Options struct {
	Store  Store
	Bus    Bus // nil: Alone
	Node   string
	Origin *origin.Origin
	Relay  Relay // of calls; nil: voice is off
	Beside bool  // for a command beside a server: the calls that go on are the server's

	MaxVisits int // in the picture at once; 0: 100,000
}

const maxVisits = 100_000

// Desk is where visitors and operators meet. All methods may be called at any time by anybody; none keeps the lock while it waits.
type Desk struct {
	store  Store
	bus    Bus
	node   string
	origin *origin.Origin
	relay  Relay
	secret []byte
	epoch  string

	maxVisits int

	mu           sync.Mutex // guards all below
	live         live
	followers    map[*Follower]struct{}
	phones       map[VisitorID]Outlet    // call windows at this node
	strangers    map[ConversationID]bool // unknown ones that somebody speaks in: they are being looked up
	closed       bool
	availability *time.Timer // next change by itself of whether visitors find somebody
	places       *time.Timer // when the expected waits are looked at again; nil: they stand

	soon  *recorder
	setup chan struct{} // see configuring
	tasks sync.WaitGroup
	done  chan struct{}

	mailWaits chan struct{} // see MailWaits

	pushKey *ecdh.PrivateKey
	alerts  alerts // guarded by mu
}

// recordWithin is how long the store may take to commit.
const recordWithin = 5 * time.Second

// Open returns a desk with the picture that the store has saved. Close it when done.
func Open(ctx context.Context, o Options) (*Desk, error) {
	if o.Bus == nil {
		o.Bus = Alone{}
	}
	saved, err := o.Store.Load(ctx)
	if err != nil {
		return nil, err
	}
	pushKey, err := ecdh.P256().NewPrivateKey(saved.PushKey)
	if err != nil {
		return nil, fmt.Errorf("the stored key for push services: %w", err)
	}
	d := &Desk{
		pushKey: pushKey, alerts: alerts{waiting: make(chan Alert, alertsWait)},
		store: o.Store, bus: o.Bus, node: o.Node, origin: o.Origin, relay: o.Relay, secret: saved.Secret, epoch: saved.Epoch,
		live: newLive(), followers: map[*Follower]struct{}{}, strangers: map[ConversationID]bool{}, phones: map[VisitorID]Outlet{}, maxVisits: cmp.Or(o.MaxVisits, maxVisits),
		setup: make(chan struct{}, 1), mailWaits: make(chan struct{}, 1), done: make(chan struct{}),
	}
	d.live.relayed = o.Relay != nil
	if o.Beside {
		saved.Calls = nil
	}
	d.begin(saved)
	d.soon = newRecorder(o.Store)
	d.tasks.Go(func() { d.soon.run(d.done) })
	d.tasks.Go(d.sweep)
	return d, nil
}

func (d *Desk) begin(saved Saved) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if saved.Settings != nil {
		d.live.settings = *saved.Settings
	}
	if saved.Mail != nil {
		d.live.mail = *saved.Mail
	}
	for _, s := range saved.Sites {
		(&SiteChanged{Site: s}).apply(&d.live)
		(&ZonesChanged{Site: s.ID, Zones: saved.Zones[s.ID]}).apply(&d.live)
	}
	for _, o := range saved.Operators {
		(&OperatorChanged{Operator: o}).apply(&d.live)
		d.live.operators[o.ID].lastSeen = d.live.began
	}
	for _, i := range saved.Invitations {
		(&InvitationSent{Invitation: i}).apply(&d.live)
		d.armInvitationLocked(d.live.invitations[i.ID])
	}
	d.after(returnWithin+d.live.settings.PageChangeGrace, d.nobodyReturned)
	for _, c := range saved.Conversations {
		d.rearmConversationLocked(d.live.begin(c))
	}
	d.losePastCalls(saved.Calls)
	for _, b := range saved.Blocked {
		(&VisitorBlocked{Block: b}).apply(&d.live)
	}
	for _, r := range saved.Requests {
		d.live.waits(r)
		d.armRequestLocked(d.live.requests[r.ID])
	}
	// Pages can be back before the consoles: a restart is no reason to tell them that everybody has gone (COM-2).
	d.live.available = d.live.mayCome(d.live.began)
	d.availabilityLocked()
}

// Epoch changes when the numbers of conversations begin anew.
func (d *Desk) Epoch() string { return d.epoch }

// Close ends what happens by itself, commits the last batch and waits for all of it. Nothing may be called afterwards.
func (d *Desk) Close() {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return
	}
	d.noteSeenLocked(time.Now(), d.live.connected.Len())
	d.closed = true
	for _, v := range d.live.visits {
		if v.timer != nil {
			v.timer.Stop()
		}
	}
	for _, i := range d.live.invitations {
		if i.timer != nil {
			i.timer.Stop()
		}
	}
	for _, c := range d.live.conversations {
		if c.timer != nil {
			c.timer.Stop()
		}
	}
	for _, r := range d.live.requests {
		if r.timer != nil {
			r.timer.Stop()
		}
	}
	d.armAvailabilityLocked(time.Time{})
	if d.places != nil {
		d.places.Stop()
	}
	for f := range d.followers {
		f.lose()
	}
	d.mu.Unlock()
	close(d.done)
	d.tasks.Wait()
}

// after runs f when a time has passed, and Close waits for it.
func (d *Desk) after(wait time.Duration, f func()) *time.Timer {
	return time.AfterFunc(wait, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.spawn(f)
	})
}

// spawn runs f beside, and Close waits for it. The desk's lock is held by the caller.
func (d *Desk) spawn(f func()) {
	if d.closed {
		return
	}
	d.tasks.Go(f)
}

// retryAfter is how long what happens by itself waits when the store could not be written.
const retryAfter = 2 * time.Second

// later runs f again in a while: the store could not be written.
func (d *Desk) later(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.spawn(func() {
		if d.waited(retryAfter) {
			f()
		}
	})
}

// waited lets a time pass; false when the desk was closed meanwhile.
func (d *Desk) waited(t time.Duration) bool {
	select {
	case <-time.After(t):
		return true
	case <-d.done:
		return false
	}
}
