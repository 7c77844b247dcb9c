package server

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

const (
	sweepAtATime = 1_000
	nobodysAfter = 24 * time.Hour // an upload that is under way has no file yet
	mostNobodys  = 10_000         // in one sweep
)

// SweepFiles takes away files that went with no message for a day, and bytes that are no file's: left when the process ended between
// writing them and noting the file, or between forgetting it and deleting them.
func (s *Server) SweepFiles(ctx context.Context) error {
	if s.attached == nil {
		return nil
	}
	return errors.Join(s.sweepStray(ctx), s.sweepNobodys(ctx))
}

func (s *Server) sweepStray(ctx context.Context) error {
	for {
		list, err := s.desk.StrayFiles(ctx, sweepAtATime)
		if err != nil {
			return err
		}
		swept := 0
		for _, f := range list {
			gone, err := s.desk.ForgetFile(ctx, f.ID)
			if err != nil {
				return err
			}
			if !gone {
				continue
			}
			swept++
			if err := s.attached.store.Delete(f.Key); err != nil { // nobody's from now on
				return err
			}
		}
		if swept < sweepAtATime {
			return nil
		}
	}
}

// sweepNobodys leaves all as it is when the store knows none of what lies there: then the folder is rather another store's, begun with
// a wrong address of the database.
func (s *Server) sweepNobodys(ctx context.Context) error {
	var nobodys []string
	known := 0
	err := s.attached.store.Old(time.Now().Add(-nobodysAfter), func(names []string) error {
		unknown, err := s.desk.UnknownKeys(ctx, names)
		known += len(names) - len(unknown)
		nobodys = append(nobodys, unknown[:min(len(unknown), mostNobodys-len(nobodys))]...)
		return err
	})
	if err != nil {
		return err
	}
	if known == 0 && len(nobodys) > 0 {
		slog.Warn("the folder for files has none of this database, and is left as it is", "unknown", len(nobodys))
		return nil
	}
	for _, name := range nobodys {
		if err := s.attached.store.Delete(name); err != nil {
			return err
		}
	}
	if len(nobodys) > 0 {
		slog.Info("bytes that were no file's are deleted", "files", len(nobodys))
	}
	return nil
}
