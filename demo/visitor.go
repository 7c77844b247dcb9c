package demo

import (
	"context"
	"math/rand/v2"
	"time"
)

// visitor is somebody simulated, over all his visits. One goroutine at a time works for him; nothing in him needs a lock.
type visitor struct {
	options *Options
	random  *rand.Rand
	who     persona
	token   string // what a welcome gave

	// the visit
	agenda  agenda
	leaving bool // goes for good after this page
	offer   *offer
	talk    *talk
	wary    bool // has answered an invitation in this visit

	// the page
	line      *line // nil while not connected
	ready     bool  // the line has had its welcome
	page      place
	pageID    string
	referrer  string
	until     time.Time // when he goes on
	hidden    bool
	lastFrame time.Time
}

// outcome is how a page ended for its visitor.
type outcome int

const (
	turned   outcome = iota // he goes on to another page
	sentAway                // the server wants him to be silent
	stopped                 // the simulation ends
)

// visit walks through the shop until the visitor has seen enough, is sent away, or ctx ends.
func (v *visitor) visit(ctx context.Context) outcome {
	v.agenda, v.leaving, v.offer, v.talk, v.wary = nil, false, nil, nil, false
	from := newArrival(v.random, v.who.country)
	path, referrer := from.path, from.referrer
	pages := 1 + v.random.IntN(4) + v.random.IntN(9)
	sleepsAt := -1
	if v.random.IntN(100) < 9 {
		sleepsAt = v.random.IntN(pages)
	}
	for n := 0; n < pages || v.talk != nil; n++ {
		stay := dwell(v.random)
		if n == sleepsAt {
			stay = between(v.random, 6*time.Minute, 18*time.Minute)
			v.agenda.in(25*time.Second, func() { v.look(false) })
			v.agenda.in(stay-10*time.Second, func() { v.look(true) })
		} else if v.random.IntN(100) < 10 {
			v.agenda.in(stay/3, func() { v.look(false) })
			v.agenda.in(stay*2/3, func() { v.look(true) })
		}
		if ended := v.open(ctx, placeOf(path), referrer, stay); ended != turned || v.leaving {
			return ended
		}
		referrer = v.options.Origin + path
		path = nextPath(v.random, path)
		if !sleep(ctx, between(v.random, 500*time.Millisecond, 1500*time.Millisecond)) {
			return stopped
		}
	}
	return turned
}

// open has a page open for a while, connecting again whenever the line is lost.
func (v *visitor) open(ctx context.Context, p place, referrer string, stay time.Duration) outcome {
	v.page, v.pageID, v.referrer = p, v.newID(), referrer
	v.until, v.hidden = time.Now().Add(stay), false
	v.readOn()
	var again backoff
	for {
		l, err := v.options.connect(ctx, v.who)
		if err == nil {
			begun := time.Now()
			var ended bool
			if ended, err = v.stay(ctx, l); ended {
				return turned
			}
			if time.Since(begun) >= time.Minute {
				again.tries = 0
			}
		}
		if ctx.Err() != nil {
			return stopped
		}
		code, asked := closeReason(err)
		switch code {
		case closeNotHere, closeTooOld:
			return sentAway
		case closeNumbersAnew:
			if v.talk != nil {
				v.talk.got = 0
			}
		}
		wait := again.wait(v.random, code, asked, v.talk != nil || v.offer != nil)
		if remaining := time.Until(v.until); remaining < wait && v.talk == nil {
			sleep(ctx, max(remaining, time.Second)) // he goes on though the line is dead
			return turned
		}
		if !sleep(ctx, wait) {
			return stopped
		}
	}
}

// stay lives on one line until the visitor goes on (true) or the line is lost (false, and why).
func (v *visitor) stay(ctx context.Context, l *line) (ended bool, lost error) {
	v.line, v.ready, v.lastFrame = l, false, time.Now()
	defer func() {
		v.line, v.ready = nil, false
		l.close()
	}()
	v.hello()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case frame, ok := <-l.frames:
			if !ok {
				return false, l.lost
			}
			v.lastFrame = time.Now()
			v.receive(frame)
		case <-timer.C:
			v.agenda.work()
		}
		now := time.Now()
		if v.leaving || !now.Before(v.until) && !v.isBusy() {
			return true, nil
		}
		if now.Sub(v.lastFrame) >= silenceIsDead {
			return false, nil
		}
		wake := v.lastFrame.Add(silenceIsDead)
		if now.Before(v.until) && v.until.Before(wake) {
			wake = v.until
		}
		timer.Reset(time.Until(v.agenda.next(wake)))
	}
}

// isBusy holds while the visitor has a reason to stay on the page.
func (v *visitor) isBusy() bool {
	return v.talk != nil && !v.talk.strolls || v.offer != nil && v.offer.willAccept
}

func (v *visitor) hello() {
	hello := helloFrame{
		Type: "hello", Version: protocolVersion, Site: v.options.Key, Token: v.token, Page: v.pageID,
		URL: v.options.Origin + v.page.path, Title: v.page.title, Referrer: v.referrer,
		Language: v.who.language, Screen: v.who.browser.screen, Visible: !v.hidden, Focused: !v.hidden,
	}
	if v.talk != nil {
		hello.After = &resumePoint{v.talk.id, v.talk.got}
	}
	v.line.send(hello)
}

// send says something to the server if it listens; what must not be lost is kept elsewhere.
func (v *visitor) send(frame any) {
	if v.ready {
		v.line.send(frame)
	}
}

// look turns to the page or away from it.
func (v *visitor) look(here bool) {
	if v.hidden == !here {
		return
	}
	v.hidden = !here
	v.send(attentionFrame{"attention", here, here, false})
	if here && v.offer != nil {
		v.see(v.offer.id)
	}
}

// readOn moves the pointer or scrolls now and then, as long as this page is open.
func (v *visitor) readOn() {
	page := v.pageID
	v.agenda.in(between(v.random, 21*time.Second, 50*time.Second), func() {
		if page != v.pageID {
			return
		}
		if !v.hidden {
			v.send(attentionFrame{"attention", true, true, true})
		}
		v.readOn()
	})
}

const idLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

// newID makes an id for a page or a message.
func (v *visitor) newID() string {
	id := make([]byte, 22)
	for i := range id {
		id[i] = idLetters[v.random.IntN(len(idLetters))]
	}
	return string(id)
}

// backoff says how long a page waits before it connects again. A minute of health begins it anew.
type backoff struct{ tries int }

func (b *backoff) wait(random *rand.Rand, code int, asked time.Duration, urgent bool) time.Duration {
	longest := time.Minute
	if urgent {
		longest = 5 * time.Second
	}
	b.tries++
	switch {
	case code == closeNotRead:
		return longest
	case code == closeTryLater && asked > 0:
		return between(random, asked, asked+time.Second)
	case asked > 0:
		return between(random, 1, asked+1)
	case b.tries == 1:
		return between(random, 1, 5*time.Second)
	}
	return between(random, 1, min(longest, time.Second<<min(b.tries-2, 6)))
}
