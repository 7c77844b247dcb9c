package desktest

import (
	"fmt"
	"slices"
	"time"

	"beckon/desk"
)

// happening is something that happens by itself; it may turn out in several ways.
type happening func(o *office) []*office

// passes lets time pass. What happens at the same moment may happen in any order: all ways it can turn out are returned.
func (o *office) passes(until time.Duration) []*office {
	at, due := o.next()
	if at > until {
		o.now = until
		return []*office{o}
	}
	o.now = at
	if len(due) == 0 {
		o.settle("")
		return o.passes(until)
	}
	var out []*office
	for _, h := range due {
		for _, n := range h(o.clone()) {
			out = append(out, n.passes(until)...)
		}
	}
	return distinct(out)
}

// next returns when something happens by itself, and what; nothing in particular when it is only that somebody stayed away too long.
func (o *office) next() (at time.Duration, due []happening) {
	at = 1 << 62
	sooner := func(t time.Duration, h happening) {
		switch {
		case t < o.now || h == nil && t == o.now:
			return
		case t < at:
			at, due = t, nil
		case t > at:
			return
		}
		if h != nil {
			due = append(due, h)
		}
	}
	for _, p := range o.queue {
		first := time.Duration(1 << 62)
		for _, until := range p.rings {
			first = min(first, until)
		}
		sooner(first, ringsOut(p.guest))
		sooner(p.asked+officeListExpires, nil)
	}
	if o.empty != notEmpty {
		sooner(o.empty+officeListExpires, nil)
	}
	for _, s := range o.seats {
		if s.here || s.went == never {
			continue
		}
		sooner(s.went+officeListExpires, nil)
		for _, guest := range o.chatsOf(s.login) {
			sooner(s.went+s.lease, func(o *office) []*office { return o.back(guest, "") })
		}
	}
	return at, due
}

// ringsOut: whoever did not answer has let it pass, and it is left to the queue (COM-5).
func ringsOut(guest int) happening {
	return func(o *office) []*office {
		p := o.paper(guest)
		for login, until := range p.rings {
			if until <= o.now {
				p.said[login] = desk.PassMissed
				delete(p.rings, login)
			}
		}
		o.settle("")
		return []*office{o}
	}
}

// distinct leaves one of those that are alike in all.
func distinct(list []*office) []*office {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(o *office) bool {
		key := fmt.Sprint(*o)
		again := seen[key]
		seen[key] = true
		return again
	})
}
