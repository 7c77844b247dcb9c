package desk

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"time"
)

// Operator is somebody who answers visitors.
type Operator struct {
	ID            OperatorID
	Login         string
	Name          string // shown to visitors; empty: they read "Operator"
	Email         string
	Administrator bool
	Disabled      bool
	LiveHelp      bool // the availability switch; concerns requests only (COM-1)
	NoCalls       bool // can't receive voice calls (DEP-2)
	NoOfflineMail bool // no e-mail of messages that visitors leave (ALT-1)
	RequestMail   bool // an e-mail of chat requests that wait in the queue while he does not look (ALT-1)
	Online        bool // a console is connected; never recorded
}

// PublicName is what visitors read (S-40).
func (o Operator) PublicName() string { return cmp.Or(o.Name, "Operator") }

// operator is the live state of an operator.
type operator struct {
	Operator
	consoles  int       // connected on this node
	lastSeen  time.Time // when the last console went; zero: not since the start
	closed    bool      // that one was closed, not lost
	startedAt time.Time
	attends   map[string]attention // consoles in view
	mailed    time.Time            // of a chat request, last
}

// OperatorChanged says that an operator is new or was changed. Recorded now.
type OperatorChanged struct{ Operator Operator }

// Name implements Event.
func (*OperatorChanged) Name() string { return "OperatorChanged" }

func (e *OperatorChanged) apply(l *live) {
	o := l.operators[e.Operator.ID]
	if o == nil {
		o = &operator{}
		l.operators[e.Operator.ID] = o
	}
	online := o.Online
	o.Operator = e.Operator
	o.Online = online
}

// OperatorArrived says that an operator's first console connected. Passing.
type OperatorArrived struct{ Operator OperatorID }

// Name implements Event.
func (*OperatorArrived) Name() string { return "OperatorArrived" }

func (e *OperatorArrived) apply(l *live) {
	if o := l.operators[e.Operator]; o != nil {
		o.Online = true
	}
}

// OperatorLeft says that an operator's last console went. Passing.
type OperatorLeft struct {
	Operator OperatorID
	At       time.Time
	Closed   bool // by him; else it was lost
}

// Name implements Event.
func (*OperatorLeft) Name() string { return "OperatorLeft" }

func (e *OperatorLeft) apply(l *live) {
	if o := l.operators[e.Operator]; o != nil {
		o.Online, o.lastSeen, o.closed = false, e.At, e.Closed
		l.went(e.Operator)
	}
}

// AddOperator adds an operator. Invalid, Conflict when the login is taken.
func (d *Desk) AddOperator(ctx context.Context, o Operator) (Operator, error) {
	o.ID = OperatorID(newID())
	o.Login = cleanLine(o.Login)
	if o.Login == "" {
		return Operator{}, invalid("login", "An operator needs a login")
	}
	o.LiveHelp = true
	defer d.configuring()()
	return d.changeOperator(ctx, o)
}

// changeOperator checks and records an operator; the caller is configuring.
func (d *Desk) changeOperator(ctx context.Context, o Operator) (Operator, error) {
	name, err := personName(o.Name)
	if err != nil {
		return Operator{}, err
	}
	o.Name = name
	if o.Login, err = personName(o.Login); err != nil || o.Login == "" {
		return Operator{}, invalid("login", "A login has 1 to 80 characters")
	}
	if o.Email != "" {
		if o.Email, err = emailAddress("email", o.Email); err != nil {
			return Operator{}, err
		}
	}
	if err := d.loginAllowed(o); err != nil {
		return Operator{}, err
	}
	e := &OperatorChanged{Operator: o}
	err = d.happen(ctx, e)
	return e.Operator, err
}

// loginForm is what a new login may be; older ones stay as they are.
var loginForm = regexp.MustCompile(`^[\p{L}\p{M}\p{N}._@+-]+$`)

func (d *Desk) loginAllowed(o Operator) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, other := range d.live.operators {
		if other.ID != o.ID && other.Login == o.Login {
			return &Error{Kind: Conflict, Field: "login", Text: "This login is taken"}
		}
	}
	if now := d.live.operators[o.ID]; (now == nil || now.Login != o.Login) && !loginForm.MatchString(o.Login) {
		return invalid("login", "A login has letters, digits and the signs . _ - @ + only, without blanks")
	}
	return nil
}

// OperatorChange is what may be changed of an operator; nil leaves it.
type OperatorChange struct {
	Name, Login, Email *string
	NoCalls            *bool
	NoOfflineMail      *bool
	RequestMail        *bool
}

// ChangeOperator changes an operator's record: one's own, or anybody's for an administrator. Forbidden, NotFound, Invalid, Conflict.
func (d *Desk) ChangeOperator(ctx context.Context, by Actor, id OperatorID, c OperatorChange) (Operator, error) {
	if by.ID != id {
		if err := by.may(ChangeSettings); err != nil {
			return Operator{}, err
		}
	}
	defer d.configuring()()
	o, err := d.Operator(id)
	if err != nil {
		return Operator{}, err
	}
	if c.Name != nil {
		o.Name = *c.Name
	}
	if c.Login != nil {
		o.Login = *c.Login
	}
	if c.Email != nil {
		o.Email = *c.Email
	}
	if c.NoCalls != nil {
		o.NoCalls = *c.NoCalls
	}
	if c.NoOfflineMail != nil {
		o.NoOfflineMail = *c.NoOfflineMail
	}
	if c.RequestMail != nil {
		o.RequestMail = *c.RequestMail
	}
	return d.changeOperator(ctx, o)
}

// SwitchLiveHelp turns the operator's own Live Help on or off (COM-1).
func (d *Desk) SwitchLiveHelp(ctx context.Context, by Actor, available bool) (Operator, error) {
	defer d.configuring()()
	o, err := d.Operator(by.ID)
	if err != nil {
		return Operator{}, err
	}
	o.LiveHelp = available
	return d.changeOperator(ctx, o)
}

// Operator returns an operator. NotFound.
func (d *Desk) Operator(id OperatorID) (Operator, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.live.operators[id]
	if o == nil {
		return Operator{}, notFound("operator")
	}
	return o.Operator, nil
}

// Operators returns all operators, by login.
func (d *Desk) Operators() []Operator {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live.operatorList()
}

func (l *live) operatorList() []Operator {
	out := make([]Operator, 0, len(l.operators))
	for _, o := range l.operators {
		out = append(out, o.Operator)
	}
	slices.SortFunc(out, func(a, b Operator) int { return cmp.Compare(a.Login, b.Login) })
	return out
}

// consoleOpened counts a console of an operator in; the returned function counts it out.
func (d *Desk) consoleOpened(id OperatorID) (closed func(heard time.Time, leaves bool)) {
	d.mu.Lock()
	o := d.live.operators[id]
	if o != nil {
		o.consoles++
		if o.consoles == 1 {
			d.passLocked(&OperatorArrived{Operator: id})
			d.rearmConversationsLocked(id)
		}
	}
	d.mu.Unlock()
	return func(heard time.Time, leaves bool) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if o := d.live.operators[id]; o != nil {
			o.consoles--
			if o.consoles == 0 {
				d.passLocked(&OperatorLeft{Operator: id, At: heard, Closed: leaves})
				d.rearmConversationsLocked(id)
			}
		}
	}
}

// LearnOperators takes into the picture the operators that another process has added or changed: the command line.
func (d *Desk) LearnOperators(ctx context.Context) error {
	defer d.configuring()()
	saved, err := d.store.Load(ctx)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, o := range saved.Operators {
		now := o
		if known := d.live.operators[o.ID]; known != nil {
			now.Online = known.Online
			if known.Operator == now {
				continue
			}
		}
		d.passLocked(&OperatorChanged{Operator: o})
	}
	return nil
}
