package desk

import "time"

const (
	inViewFor    = 45 * time.Second // a console that says so no more
	attentiveFor = 60 * time.Second // an operator who does nothing
)

// attention is how a console stands to its operator. It is a lease: a console that falls silent is in view no more.
type attention struct {
	session      string
	seen, active time.Time
}

// ConsoleAttended says whether a console is in view, and whether its operator uses it. Passing.
type ConsoleAttended struct {
	Operator OperatorID
	Console  string
	Session  string
	Visible  bool
	Active   bool // used since it said so last
	At       time.Time
}

// Name implements Event.
func (*ConsoleAttended) Name() string { return "ConsoleAttended" }

func (e *ConsoleAttended) apply(l *live) {
	o := l.operators[e.Operator]
	if o == nil {
		return
	}
	for console, a := range o.attends {
		if e.At.Sub(a.seen) > inViewFor {
			delete(o.attends, console)
		}
	}
	if !e.Visible {
		delete(o.attends, e.Console)
		return
	}
	if o.attends == nil {
		o.attends = map[string]attention{}
	}
	a := o.attends[e.Console]
	a.session, a.seen = e.Session, e.At
	if e.Active {
		a.active = e.At
	}
	o.attends[e.Console] = a
}

// Attend takes what a console tells of itself: whether it is in view, and whether its operator has used it since. One in view says so again
// and again.
func (f *Follower) Attend(session string, visible, active bool) {
	d := f.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, on := d.followers[f]; !on || d.closed {
		return
	}
	if f.console == "" {
		f.console = newID()
	}
	f.session = session
	d.passLocked(&ConsoleAttended{Operator: f.operator, Console: f.console, Session: session, Visible: visible, Active: active, At: time.Now()})
}

// unattendLocked: a console that has gone is in view no more.
func (d *Desk) unattendLocked(f *Follower) {
	if f.console != "" && !d.closed {
		d.passLocked(&ConsoleAttended{Operator: f.operator, Console: f.console, Session: f.session, At: time.Now()})
	}
}

// inView returns the sessions whose browser shows a console of an operator, and whether he uses one: then he is told there.
func (o *operator) inView(now time.Time) (sessions []string, attentive bool) {
	for _, a := range o.attends {
		if now.Sub(a.seen) <= inViewFor {
			sessions = append(sessions, a.session)
			attentive = attentive || now.Sub(a.active) <= attentiveFor
		}
	}
	return sessions, attentive
}
