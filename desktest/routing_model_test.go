package desktest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"beckon/desk"
)

// office is the Communication Queue on paper: what COM-5 to COM-7 and QUE-1 to QUE-3 say, with lists, and nothing of how a desk does it.
type office struct {
	now   time.Duration // since the run began
	mode  desk.Routing
	asked string         // at whom a dialog opened last
	seats []seat         // in the order of the operators' list
	queue []paper        // in the order of serving
	chats []chat         // that are with somebody
	over  map[int]string // how it ended, by guest
	empty time.Duration  // since when nobody is available; notEmpty: somebody is
}

// seat is an operator's.
type seat struct {
	login      string
	here, help bool
	went       time.Duration // when his console went; never: it was never here
	lease      time.Duration // how long his chats stay with him after that
}

// paper is a request that waits.
type paper struct {
	guest int
	turn  turn
	asked time.Duration
	said  map[string]desk.Passed   // by operators who let it pass
	rings map[string]time.Duration // at whom, and until when
	gave  string                   // the operator who handed it over, until he goes
}

// turn is whose turn comes first.
type turn int

const (
	returnedFirst turn = iota
	invitedThen
	newcomersLast
)

type chat struct {
	guest int
	with  string
}

const (
	never, notEmpty   = -1, -1
	officeRings       = 30 * time.Second
	officeLeaseLost   = 30 * time.Second
	officeLeaseClosed = 10 * time.Second
	officeListExpires = time.Minute
	officeMostChats   = 2 // at whom dialogs still open: soon reached
)

func (o *office) clone() *office {
	n := *o
	n.seats, n.queue, n.chats, n.over = slices.Clone(o.seats), slices.Clone(o.queue), slices.Clone(o.chats), maps.Clone(o.over)
	for i := range n.queue {
		n.queue[i].said, n.queue[i].rings = maps.Clone(n.queue[i].said), maps.Clone(n.queue[i].rings)
	}
	return &n
}

func (o *office) seat(login string) *seat {
	return &o.seats[slices.IndexFunc(o.seats, func(s seat) bool { return s.login == login })]
}

func (o *office) paper(guest int) *paper {
	return &o.queue[slices.IndexFunc(o.queue, func(p paper) bool { return p.guest == guest })]
}

func (o *office) chatsOf(login string) []int {
	var out []int
	for _, c := range o.chats {
		if c.with == login {
			out = append(out, c.guest)
		}
	}
	return out
}

// free: a dialog may open at him. He is there for requests, has none open, and not the maximum number of chats (COM-1, COM-6).
func (o *office) free(s seat) bool {
	asked := slices.ContainsFunc(o.queue, func(p paper) bool { return p.rings[s.login] > 0 })
	return s.here && s.help && !asked && len(o.chatsOf(s.login)) < officeMostChats
}

// mine: the request may come to him unasked for. He has not let it pass, and has not just handed it over.
func (p paper) mine(login string) bool { return p.said[login] == "" && p.gave != login }

// left: somebody has left it to the queue, or let it ring out. It waits there to be picked (COM-5).
func (p paper) left() bool {
	for _, how := range p.said {
		if how != desk.PassDeclined {
			return true
		}
	}
	return false
}

// chosen says at whom a request rings next, by the routing mode (COM-7).
func (o *office) chosen(p paper) []string {
	var fit []string
	for _, s := range o.seats {
		if o.free(s) && p.mine(s.login) {
			fit = append(fit, s.login)
		}
	}
	if len(fit) == 0 || o.mode == desk.RingAll {
		return fit
	}
	switch o.mode {
	case desk.LeastBusy:
		slices.SortStableFunc(fit, func(a, b string) int { return cmp.Compare(len(o.chatsOf(a)), len(o.chatsOf(b))) })
	case desk.RoundRobin: // who comes after the one asked last, in the list as it is
		after := slices.IndexFunc(fit, func(login string) bool { return login > o.asked })
		fit = fit[max(0, after):]
	}
	return fit[:1]
}

func (o *office) ring(p *paper, at ...string) {
	for _, login := range at {
		p.rings[login] = o.now + officeRings
		o.asked = login
	}
}

// settle lets the queue move on: first at freed, who has just become free, then for all who are new; and who can't be served is told.
func (o *office) settle(freed string) {
	if freed != "" && o.free(*o.seat(freed)) {
		for i := range o.queue {
			if p := &o.queue[i]; len(p.rings) == 0 && (p.mine(freed) || p.said[freed] == desk.PassMissed) {
				o.ring(p, freed)
				break
			}
		}
	}
	for i := range o.queue {
		if p := &o.queue[i]; !p.left() && (len(p.rings) == 0 || o.mode == desk.RingAll) {
			o.ring(p, o.chosen(*p)...)
		}
	}
	for _, p := range slices.Clone(o.queue) {
		if o.hopeless(p) {
			o.leaves(p.guest, "unanswered", "nobody")
		}
	}
}

// hopeless: nobody is left who could take it. Nobody has been there for as long as the operators' list lasts; or all who are there, or
// could still come back, have declined (COM-2, COM-5).
func (o *office) hopeless(p paper) bool {
	since := o.empty
	if p.asked-o.empty >= officeListExpires { // a chat that comes back when all have gone long ago waits as long as they would
		since = p.asked
	}
	if o.empty != notEmpty && o.now-since >= officeListExpires {
		return true
	}
	declined := false
	for _, s := range o.seats {
		if !s.help || !s.here && (s.went == never || o.now-s.went >= officeListExpires) {
			continue
		}
		if p.said[s.login] != desk.PassDeclined && (p.gave != s.login || o.now-p.asked < officeListExpires) {
			return false
		}
		declined = true
	}
	return declined
}

// leaves takes a request out of the queue. A chat that had come back to it ends.
func (o *office) leaves(guest int, how, endedBy string) {
	if o.over[guest] = how; o.paper(guest).turn == returnedFirst {
		o.over[guest] = "ended by " + endedBy
	}
	o.queue = slices.DeleteFunc(o.queue, func(p paper) bool { return p.guest == guest })
}

func (o *office) ask(guest int, t turn) {
	at := slices.IndexFunc(o.queue, func(p paper) bool { return p.turn > t })
	if at < 0 {
		at = len(o.queue)
	}
	o.queue = slices.Insert(o.queue, at, paper{guest: guest, turn: t, asked: o.now, said: map[string]desk.Passed{}, rings: map[string]time.Duration{}})
	o.settle("")
}

func (o *office) accept(guest int, login string) {
	o.queue = slices.DeleteFunc(o.queue, func(p paper) bool { return p.guest == guest })
	o.meet(guest, login)
}

func (o *office) meet(guest int, login string) {
	o.chats = append(o.chats, chat{guest, login})
	o.settle("")
}

func (o *office) pass(guest int, login string, how desk.Passed) {
	p := o.paper(guest)
	p.said[login] = how
	delete(p.rings, login)
	o.settle("")
}

func (o *office) cancel(guest int) {
	o.leaves(guest, "withdrawn", "visitor")
	o.settle("")
}

func (o *office) end(guest int, by string) {
	at := slices.IndexFunc(o.chats, func(c chat) bool { return c.guest == guest })
	with := o.chats[at].with
	o.chats, o.over[guest] = slices.Delete(o.chats, at, at+1), "ended by "+by
	o.settle(with)
}

// back: a chat comes back to the queue, before newcomers, after those who came back before (QUE-3). Of those who came back at the same moment any may
// be the first.
func (o *office) back(guest int, gave string) []*office {
	var out []*office
	for at := 0; at <= len(o.queue); at++ {
		if at > 0 && o.queue[at-1].turn != returnedFirst || at < len(o.queue) && o.queue[at].turn == returnedFirst && o.queue[at].asked < o.now {
			continue
		}
		n := o.clone()
		n.chats = slices.DeleteFunc(n.chats, func(c chat) bool { return c.guest == guest })
		n.queue = slices.Insert(n.queue, at, paper{guest: guest, asked: n.now, gave: gave, said: map[string]desk.Passed{}, rings: map[string]time.Duration{}})
		n.settle("")
		out = append(out, n)
	}
	return out
}

// handOver: his chats go back at once, in any order, and ring at others only.
func (o *office) handOver(login string) []*office {
	mine := o.chatsOf(login)
	if len(mine) == 0 {
		return []*office{o}
	}
	var out []*office
	for _, guest := range mine {
		for _, n := range o.back(guest, login) {
			out = append(out, n.handOver(login)...)
		}
	}
	return out
}

// changed: somebody's availability is another. A dialog at somebody who is not available closes.
func (o *office) changed(login, freed string) {
	if s := o.seat(login); !s.here || !s.help {
		for _, p := range o.queue {
			delete(p.rings, login)
		}
	}
	switch someone := slices.ContainsFunc(o.seats, func(s seat) bool { return s.here && s.help }); {
	case someone:
		o.empty = notEmpty
	case o.empty == notEmpty:
		o.empty = o.now
	}
	o.settle(freed)
}

func (o *office) comes(login string) {
	o.seat(login).here = true
	o.changed(login, login)
}

func (o *office) goes(login string, lease time.Duration) {
	s := o.seat(login)
	s.here, s.went, s.lease = false, o.now, lease
	for i := range o.queue {
		if o.queue[i].gave == login {
			o.queue[i].gave = ""
		}
	}
	o.changed(login, "")
}

func (o *office) switches(login string) {
	s := o.seat(login)
	s.help = !s.help
	o.changed(login, login)
}

func (o *office) hires(login string) {
	o.seats = append(o.seats, seat{login: login, help: true, went: never})
	slices.SortFunc(o.seats, func(a, b seat) int { return strings.Compare(a.login, b.login) })
	o.settle("")
}

// offered: visitors are offered Live Help (COM-2).
func (o *office) offered() bool { return o.empty == notEmpty || o.now-o.empty < officeListExpires }

// String tells all that can be seen from outside.
func (o *office) String() string {
	out := []string{fmt.Sprintf("Live Help offered: %t", o.offered())}
	for i, p := range o.queue {
		out = append(out, waits(p.guest, i+1, p.turn == returnedFirst, p.rings))
	}
	for _, c := range o.chats {
		out = append(out, talks(c.guest, c.with))
	}
	for guest, how := range o.over {
		out = append(out, isOver(guest, how))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func waits(guest, place int, returned bool, rings map[string]time.Duration) string {
	return fmt.Sprintf("place %d: guest %d, a chat that came back: %t, rings until %v", place, guest, returned, rings)
}

func talks(guest int, with string) string { return fmt.Sprintf("guest %d talks with %s", guest, with) }

func isOver(guest int, how string) string { return fmt.Sprintf("guest %d: %s", guest, how) }
