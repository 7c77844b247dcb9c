package server

import (
	"bytes"
	"io"
	"net/netip"
	"strconv"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"beckon/desk"
)

func TestUploadsAreBoundedPerVisitorAndAddress_Limits(t *testing.T) {
	u := newUploads()
	enter := func(visitor int, from string) (func(), bool) {
		done, err := u.ofVisitor(desk.VisitorID(strconv.Itoa(visitor)), netip.MustParseAddr(from))
		if err != nil && desk.KindOf(err) != desk.TooMany {
			t.Errorf("got %v, want TooMany", err)
		}
		return done, err == nil
	}
	var all []func()
	in := func(visitor int, from string, want bool) {
		t.Helper()
		done, ok := enter(visitor, from)
		if ok != want {
			t.Errorf("visitor %d from %s: let in %t, want %t", visitor, from, ok, want)
		}
		if ok {
			all = append(all, done)
		}
	}
	for _, want := range []bool{true, true, false} {
		in(1, "192.0.2.1", want)
	}
	in(1, "192.0.2.2", false) // from elsewhere, too
	for n := range 6 {
		in(2+n, "192.0.2.1", true)
	}
	in(10, "192.0.2.1", false)
	for n := range pageUploads - 8 {
		in(100+n, "198.51.100."+strconv.Itoa(n), true)
	}
	in(200, "203.0.113.1", false)
	for operator := range 3 { // no visitor takes their turns
		for n := range uploadsPerOperator {
			done, err := u.ofOperator(desk.OperatorID(strconv.Itoa(operator)))
			if err != nil {
				t.Fatalf("operator %d, file %d: %v", operator, n, err)
			}
			all = append(all, done)
		}
		if _, err := u.ofOperator(desk.OperatorID(strconv.Itoa(operator))); desk.KindOf(err) != desk.TooMany {
			t.Errorf("operator %d, one more: %v, want TooMany", operator, err)
		}
	}
	for _, done := range all {
		done()
	}
	if len(u.byVisitor)+len(u.byAddress)+len(u.byOperator)+u.ofPages+u.ofOperators > 0 {
		t.Errorf("when all are done there are %+v", u)
	}
}

func TestUploadThatTricklesIsCutOff_Limits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var until time.Time
		began := time.Now()
		s := &steady{r: iotest.OneByteReader(bytes.NewReader(make([]byte, 3*uploadChunk))), end: began.Add(uploadWithin), renew: func(at time.Time) error { until = at; return nil }}
		if err := s.next(); err != nil {
			t.Fatal(err)
		}
		read := func(n int) {
			t.Helper()
			if _, err := io.ReadFull(s, make([]byte, n)); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(10 * time.Second)
		read(uploadChunk - 1)
		if want := began.Add(uploadChunkWithin); until != want {
			t.Errorf("a byte less than a chunk puts the deadline off by %v", until.Sub(want))
		}
		read(1)
		if want := time.Now().Add(uploadChunkWithin); until != want {
			t.Errorf("after a chunk the deadline is %v, want %v", until, want)
		}
		time.Sleep(uploadWithin - 15*time.Second)
		read(uploadChunk)
		if until != s.end {
			t.Errorf("the deadline is %v after the end", until.Sub(s.end))
		}
		if n, err := io.Copy(io.Discard, s); n != uploadChunk || err != nil || until != s.end.Add(uploadAnswersWithin) {
			t.Errorf("read %d, %v; the deadline while it is worked on is %v", n, err, until)
		}
	})
}
