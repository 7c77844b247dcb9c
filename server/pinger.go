package server

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// pingEvery is how often a line is pinged that is dead after some silence: two pings may be lost.
func pingEvery(dead time.Duration) time.Duration { return dead * 4 / 9 }

// tooSilent reports whether err ended a reading because nothing came in time. A WebSocket hides that it was os.ErrDeadlineExceeded.
func tooSilent(err error) bool {
	var late net.Error
	return errors.As(err, &late) && late.Timeout()
}

// consoleDead is after what silence a console is dead: an operator's lease runs out sooner than a visitor's line (reliability, D10).
func consoleDead(dead time.Duration) time.Duration { return dead * 2 / 3 }

// pinger keeps lines alive: every socket gets a ping every 20 s, spread over the time so that they do not come all at once.
type pinger struct {
	every time.Duration
	frame queued

	mu    sync.Mutex // guards all below
	slots [20]map[*socket]struct{}
	next  int
	over  bool
	done  chan struct{}
	ended sync.WaitGroup
}

func newPinger(every time.Duration) (*pinger, error) {
	text := []byte(`{"type":"ping","at":0}`)
	shared, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
	if err != nil {
		return nil, err
	}
	p := &pinger{every: every, frame: queued{text: text, shared: shared}, done: make(chan struct{})}
	for i := range p.slots {
		p.slots[i] = map[*socket]struct{}{}
	}
	p.ended.Go(p.run)
	return p, nil
}

func (p *pinger) join(s *socket) (leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	slot := p.slots[p.next%len(p.slots)]
	p.next++
	slot[s] = struct{}{}
	if p.over {
		s.close(closeRestart, "retry 2")
	}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(slot, s)
	}
}

func (p *pinger) run() {
	tick := time.NewTicker(p.every / time.Duration(len(p.slots)))
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-p.done:
			return
		case <-tick.C:
		}
		p.mu.Lock()
		for s := range p.slots[i%len(p.slots)] {
			s.send(p.frame)
		}
		p.mu.Unlock()
	}
}

// After a restart so many pages may return in a second; a call window does within so many seconds: its call is broken off.
const (
	returnPer   = 500
	phoneReturn = 5
)

// closeAll ends pinging and tells every socket that the server restarts.
func (p *pinger) closeAll() {
	close(p.done)
	p.ended.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	sockets := 0
	for _, slot := range p.slots {
		sockets += len(slot)
	}
	retry := min(30, 2+sockets/returnPer)
	reason, soon := fmt.Sprintf("retry %d", retry), fmt.Sprintf("retry %d", min(phoneReturn, retry))
	for _, slot := range p.slots {
		for s := range slot {
			if s.soon {
				s.close(closeRestart, soon)
				continue
			}
			s.close(closeRestart, reason)
		}
	}
}
