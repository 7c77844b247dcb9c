package main

import (
	"context"
	"log/slog"
	"time"
)

// tidyEvery is how often what has expired is deleted; until then it only takes room.
const tidyEvery = 24 * time.Hour

// keepTidy deletes sessions and one-time links that have expired, at once and then every day, until ctx ends.
func keepTidy(ctx context.Context, a interface {
	DeleteExpired(ctx context.Context) error
}) {
	day := time.NewTicker(tidyEvery)
	defer day.Stop()
	for {
		if err := a.DeleteExpired(ctx); err != nil && ctx.Err() == nil {
			slog.Error("expired sessions could not be deleted", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}
