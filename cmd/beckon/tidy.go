package main

import (
	"context"
	"log/slog"
	"time"
)

// tidyEvery is how often what has expired is deleted; until then it only takes room.
const tidyEvery = 24 * time.Hour

// keepTidy takes away, at once and then every day until ctx ends, sessions and one-time links that have expired and files that went
// with no message.
func keepTidy(ctx context.Context, a interface {
	DeleteExpired(ctx context.Context) error
}, f interface {
	SweepFiles(ctx context.Context) error
}) {
	day := time.NewTicker(tidyEvery)
	defer day.Stop()
	for {
		if err := a.DeleteExpired(ctx); err != nil && ctx.Err() == nil {
			slog.Error("expired sessions could not be deleted", "error", err)
		}
		if err := f.SweepFiles(ctx); err != nil && ctx.Err() == nil {
			slog.Error("files that went with no message could not be deleted", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}
