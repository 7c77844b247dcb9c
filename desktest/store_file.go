package desktest

import (
	"context"
	"slices"
	"time"

	"beckon/desk"
)

type keptFile struct {
	desk.File
	sent   bool
	sentTo []desk.VisitorID // of a canned message
}

func (s *Store) keepFile(e *desk.FileKept) error {
	if there, known := s.files[e.File.ID]; known {
		if there.Visitor != e.File.Visitor || there.Conversation != e.File.Conversation || there.By != e.File.By || there.Operator != e.File.Operator {
			return desk.Errorf(desk.Conflict, "Another file was sent under this id")
		}
		e.File = there.File
		return nil
	}
	if e.AtMost > 0 && s.fileBytes(e.File.Visitor, e.Since)+e.File.Size > e.AtMost {
		return desk.TooManyFiles()
	}
	s.files[e.File.ID] = &keptFile{File: e.File}
	return nil
}

func (s *Store) forgetFile(id desk.FileID) {
	if f := s.files[id]; f != nil && !f.sent && !s.enclosed(id, false) && !s.stands(id) {
		delete(s.files, id)
	}
}

// enclosed reports whether a canned message has a file; a shared one, if asked so.
func (s *Store) enclosed(id desk.FileID, shared bool) bool {
	for _, c := range s.canned {
		if (c.Owner == "" || !shared) && slices.ContainsFunc(c.Files, func(f desk.File) bool { return f.ID == id }) {
			return true
		}
	}
	return false
}

// stands reports whether an off-line message has a file.
func (s *Store) stands(id desk.FileID) bool {
	return slices.ContainsFunc(s.offline, func(m desk.OfflineMessage) bool {
		return slices.ContainsFunc(m.Files, func(f desk.File) bool { return f.ID == id })
	})
}

// FileUse implements desk.Store.
func (s *Store) FileUse(ctx context.Context, id desk.FileID, visitor desk.VisitorID) (use desk.FileUse, err error) {
	err = s.work(ctx, false, func() error {
		if f := s.files[id]; f != nil {
			use = desk.FileUse{Shared: s.enclosed(id, true), Sent: f.sent, SentTo: slices.Contains(f.sentTo, visitor), Left: s.stands(id)}
		}
		return nil
	})
	return use, err
}

// keepSent notes that files went with something, and returns what that remembers of them.
func (s *Store) keepSent(list []desk.File) ([]desk.File, error) {
	var out []desk.File
	for _, f := range list {
		there := s.files[f.ID]
		if there == nil {
			return nil, notFound("file")
		}
		out = append(out, desk.File{ID: f.ID, Name: there.Name, Type: there.Type, Size: there.Size, Width: there.Width, Height: there.Height})
	}
	for _, f := range list {
		s.files[f.ID].sent = true
	}
	return out, nil
}

// sendFiles is keepSent for a message, whose visitor may have them.
func (s *Store) sendFiles(list []desk.File, to desk.VisitorID) ([]desk.File, error) {
	out, err := s.keepSent(list)
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		there := s.files[f.ID]
		if there.Conversation == "" && !slices.Contains(there.sentTo, to) {
			there.sentTo = append(there.sentTo, to)
		}
	}
	return out, nil
}

// File implements desk.Store.
func (s *Store) File(ctx context.Context, id desk.FileID) (out desk.File, err error) {
	err = s.work(ctx, false, func() error {
		f := s.files[id]
		if f == nil {
			return notFound("file")
		}
		out = f.File
		return nil
	})
	return out, err
}

// FileBytes implements desk.Store.
func (s *Store) FileBytes(ctx context.Context, by desk.VisitorID, since time.Time) (sum int64, err error) {
	err = s.work(ctx, false, func() error {
		sum = s.fileBytes(by, since)
		return nil
	})
	return sum, err
}

func (s *Store) fileBytes(by desk.VisitorID, since time.Time) (sum int64) {
	for _, f := range s.files {
		if f.Visitor == by && f.By == desk.FromVisitor && f.At.After(since) {
			sum += f.Size
		}
	}
	return sum
}

// FileKeys implements desk.Store.
func (s *Store) FileKeys(ctx context.Context, keys []string) (known []string, err error) {
	err = s.work(ctx, false, func() error {
		for _, f := range s.files {
			if slices.Contains(keys, f.Key) {
				known = append(known, f.Key)
			}
		}
		return nil
	})
	return known, err
}

// StrayFiles implements desk.Store.
func (s *Store) StrayFiles(ctx context.Context, before time.Time, limit int) (out []desk.File, err error) {
	err = s.work(ctx, false, func() error {
		for _, f := range s.files {
			if !f.sent && f.At.Before(before) && !s.enclosed(f.ID, false) && !s.stands(f.ID) {
				out = append(out, f.File)
			}
		}
		slices.SortFunc(out, func(a, b desk.File) int { return a.At.Compare(b.At) })
		out = out[:min(limit, len(out))]
		return nil
	})
	return out, err
}
