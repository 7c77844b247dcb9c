package main

import (
	"fmt"
	"slices"
	"time"
)

// times are how long something took, again and again.
type times struct{ all []time.Duration }

func (t *times) add(d time.Duration) { t.all = append(t.all, d) }

func (t *times) print(goal, what string) {
	slices.Sort(t.all)
	at := func(share float64) float64 { return ms(t.all[int(share*float64(len(t.all)-1))]) }
	fmt.Printf("%s  %s: p50 %.1f, p95 %.1f, p99 %.1f, slowest %.1f ms (%d)\n", goal, what, at(0.5), at(0.95), at(0.99), at(1), len(t.all))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func mb(bytes int64) float64 { return float64(bytes) / (1 << 20) }
