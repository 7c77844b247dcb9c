package server

import (
	"context"
	"sync"
	"testing"
	"time"
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
