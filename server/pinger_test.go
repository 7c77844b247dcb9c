package server

import (
	"sync"
	"testing"
	"time"
)

// told is a carrier that notes why its line ends.
type told struct {
	*lost
	of map[string]int
	in *sync.WaitGroup
}

// lost carries nothing.
type lost struct{ mu sync.Mutex }

func (*lost) ReadMessage() (int, []byte, error) { return 0, nil, errTooOften }
func (*lost) SetReadDeadline(time.Time) error   { return nil }
func (*lost) write(queued) error                { return nil }
func (*lost) linger()                           {}
func (*lost) Close() error                      { return nil }

func (c told) bye(_ int, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of[reason]++
	c.in.Done()
}

func TestCallWindowsComeBackFirst_F34(t *testing.T) {
	p, err := newPinger(time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	in := &sync.WaitGroup{}
	pages, windows := told{&lost{}, map[string]int{}, in}, told{&lost{}, map[string]int{}, in}
	for range 8000 {
		in.Add(1)
		p.join(&socket{conn: pages})
	}
	in.Add(1)
	p.join(&socket{conn: windows, soon: true})
	p.closeAll()
	in.Wait()
	if pages.of["retry 18"] != 8000 || windows.of["retry 5"] != 1 {
		t.Errorf("pages are told %v, call windows %v", pages.of, windows.of)
	}
}
