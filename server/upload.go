package server

import (
	"io"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"beckon/desk"
)

// How many uploads may be under way at once in this process, and how fast each has to be. Operators have their own, so that no crowd of
// visitors keeps them from attaching.
const (
	pageUploads         = 32
	uploadsPerVisitor   = 2
	uploadsPerAddress   = 8
	operatorUploads     = 16
	uploadsPerOperator  = 5               // a message's files
	uploadWithin        = 5 * time.Minute // a slow phone's 10 MB
	uploadChunk         = 32 << 10        // arrive
	uploadChunkWithin   = 15 * time.Second
	uploadAnswersWithin = time.Minute // an image has to be made anew, and waits for its turn
)

// uploads are those under way. A map has no more entries than there are.
type uploads struct {
	mu          sync.Mutex // guards all below
	ofPages     int
	ofOperators int
	byVisitor   map[desk.VisitorID]int
	byAddress   map[netip.Prefix]int
	byOperator  map[desk.OperatorID]int
}

func newUploads() *uploads {
	return &uploads{byVisitor: map[desk.VisitorID]int{}, byAddress: map[netip.Prefix]int{}, byOperator: map[desk.OperatorID]int{}}
}

func errUploads() error {
	return desk.Errorf(desk.TooMany, "Many files are under way right now. Try again in a moment")
}

// ofVisitor counts an upload in; done counts it out. TooMany.
func (u *uploads) ofVisitor(who desk.VisitorID, from netip.Addr) (done func(), err error) {
	at := network(from)
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ofPages >= pageUploads || u.byVisitor[who] >= uploadsPerVisitor || u.byAddress[at] >= uploadsPerAddress {
		return nil, errUploads()
	}
	u.ofPages++
	u.byVisitor[who]++
	u.byAddress[at]++
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.ofPages--
		countOut(u.byVisitor, who)
		countOut(u.byAddress, at)
	}, nil
}

// ofOperator counts an upload in; done counts it out. TooMany.
func (u *uploads) ofOperator(who desk.OperatorID) (done func(), err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ofOperators >= operatorUploads || u.byOperator[who] >= uploadsPerOperator {
		return nil, errUploads()
	}
	u.ofOperators++
	u.byOperator[who]++
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.ofOperators--
		countOut(u.byOperator, who)
	}, nil
}

func countOut[K comparable](m map[K]int, of K) {
	if m[of]--; m[of] == 0 {
		delete(m, of)
	}
}

// steady reads what is uploaded. Each chunk that has arrived gives the next one its time, up to the end: who trickles is cut off.
type steady struct {
	r     io.Reader
	renew func(time.Time) error // the read deadline
	end   time.Time
	since int // bytes
}

// newSteady gives an upload its time, from now on.
func newSteady(w http.ResponseWriter, r io.Reader) (*steady, error) {
	c := http.NewResponseController(w)
	s := &steady{r: r, renew: c.SetReadDeadline, end: time.Now().Add(uploadWithin)}
	if err := c.SetWriteDeadline(s.end.Add(uploadAnswersWithin)); err != nil {
		return nil, err
	}
	return s, s.next()
}

func (s *steady) next() error {
	s.since = 0
	until := time.Now().Add(uploadChunkWithin)
	if until.After(s.end) {
		until = s.end
	}
	return s.renew(until)
}

// Read implements io.Reader.
func (s *steady) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.since += n
	switch {
	case err == io.EOF: // a deadline that passed now would end the request
		if failed := s.renew(s.end.Add(uploadAnswersWithin)); failed != nil {
			return n, failed
		}
	case err == nil && s.since >= uploadChunk:
		err = s.next()
	}
	return n, err
}
