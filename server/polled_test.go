package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

func TestAnswerStandsWhilePageSaysItHasIt_MON3(t *testing.T) {
	t.Parallel()
	l := newPolled("https://shop.example", 1000)
	for range 1000 {
		for _, text := range []string{"one", "two", "three"} {
			if err := l.write(queued{text: []byte(text)}); err != nil {
				t.Fatalf("write: %v", err)
			}
		}
		answer, frames := l.hold(context.Background(), time.Now())
		var lies sync.WaitGroup
		lies.Go(func() { l.take(nil, 0, answer.From+2) }) // it says so before it can know
		for i, want := range []string{"one", "two", "three"} {
			if got := string(frames[i]); got != want {
				t.Fatalf("frame %d of the answer is %q, want %q", i, got, want)
			}
		}
		lies.Wait()
	}
}

func TestUntakenFramesOfALineAreBoundedByTheirBytes_Limits(t *testing.T) {
	t.Parallel()
	l := newPolled("https://shop.example", 1000)
	var sent [][]byte
	for n := range 8 {
		sent = append(sent, bytes.Repeat([]byte{'a' + byte(n)}, maxVisitorIn))
	}
	posts := 0
	for got := int64(0); got < int64(len(sent)); posts++ { // what there was no room for comes again
		l.take(sent[got:], got+1, 0)
		if came := l.received(); came != got+2 {
			t.Fatalf("of %d frames %d came in, want two more than before", len(sent), came)
		}
		for range 2 {
			if _, raw, err := l.ReadMessage(); err != nil || !bytes.Equal(raw, sent[got]) {
				t.Fatalf("frame %d comes as %.3s, %v", got, raw, err)
			}
			got++
		}
	}
	if posts != 4 {
		t.Errorf("it took %d posts, want 4", posts)
	}
	short := make([][]byte, 2*maxUntaken)
	if l.take(short, 9, 0); l.received() != 8+maxUntaken {
		t.Errorf("%d short frames came in, want %d", l.received()-8, maxUntaken)
	}
	for range maxUntaken {
		l.ReadMessage()
	}
	l.take([][]byte{{'x'}, make([]byte, maxVisitorIn+1)}, 9+maxUntaken, 0)
	l.ReadMessage()
	if _, _, err := l.ReadMessage(); !errors.Is(err, websocket.ErrReadLimit) {
		t.Errorf("behind a frame that is too long comes %v", err)
	}
}

func TestMadeUpEndsForgetNoLineOfOthers_Limits(t *testing.T) {
	t.Parallel()
	here, flood := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	l := newLines()
	l.end("was open")
	l.mu.Lock()
	defer l.mu.Unlock()
	l.endEarlyLocked(here, "overtaken by its end")
	for n := range 2 * maxEnded {
		l.endEarlyLocked(flood, fmt.Sprint(n))
		l.endEarlyLocked(flood, "said again and again")
		flood = flood.Next() // all of one network
	}
	for _, id := range []string{"was open", "overtaken by its end"} {
		if !l.overLocked(here, id) {
			t.Errorf("a line that %s may begin again", id)
		}
	}
	if remembered, _ := l.early.Get(network(flood)); len(remembered) != maxEarly || l.ended.Len() != 1 {
		t.Errorf("of one network %d are remembered, and %d that were open; want %d and 1", len(remembered), l.ended.Len(), maxEarly)
	}
	if l.overLocked(here, "none") || !l.overLocked(flood, fmt.Sprint(2*maxEnded-1)) {
		t.Error("a line that is new is over, or one that has just ended is not")
	}
}

func TestPolledReadEndsWhenThePageIsSilent_MON3(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPolled("https://shop.example", 1000)
		began := time.Now()
		for n := range int64(3) { // a frame puts it off
			l.SetReadDeadline(time.Now().Add(deadAfter))
			time.Sleep(deadAfter - time.Second)
			l.take([][]byte{[]byte("{}")}, n+1, 0)
			if _, _, err := l.ReadMessage(); err != nil {
				t.Fatalf("frame %d: %v", n, err)
			}
		}
		l.SetReadDeadline(time.Now().Add(deadAfter))
		if _, _, err := l.ReadMessage(); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(began) != 3*(deadAfter-time.Second)+deadAfter {
			t.Errorf("the silent line ends with %v after %v", err, time.Since(began))
		}
	})
}
