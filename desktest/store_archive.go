package desktest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"beckon/desk"
)

func (s *Store) read(e *desk.MessagesRead) {
	c := s.conversation(e.Conversation)
	switch {
	case c == nil:
	case e.By == desk.FromVisitor:
		c.VisitorRead, c.VisitorGot = max(c.VisitorRead, e.Seq), max(c.VisitorGot, e.Seq)
	default:
		c.OperatorRead, c.OperatorGot = max(c.OperatorRead, e.Seq), max(c.OperatorGot, e.Seq)
	}
}

func (s *Store) rate(e *desk.ConversationRated) {
	if c := s.conversation(e.Conversation); c != nil && c.State == desk.ConversationIsEnded {
		c.Rating = e.Rating
	}
}

func (s *Store) tag(id desk.ConversationID, tag string, on bool) {
	c := s.conversation(id)
	switch {
	case c == nil:
	case on:
		c.Tags = desk.WithTag(c.Tags, tag)
	default:
		c.Tags = slices.DeleteFunc(slices.Clone(c.Tags), func(t string) bool { return t == tag })
	}
}

func (s *Store) note(e *desk.ConversationNoted) error {
	if s.conversation(e.Note.Conversation) == nil {
		return notFound("conversation")
	}
	notes := s.notes[e.Note.Conversation]
	if at := slices.IndexFunc(notes, func(n desk.Note) bool { return n.ID == e.Note.ID && n.Operator == e.Note.Operator }); at >= 0 {
		if notes[at].Text != e.Note.Text {
			return desk.Errorf(desk.Conflict, "Another note was written under this id")
		}
		e.Note = notes[at]
		return nil
	}
	if len(notes) >= desk.MaxNotes {
		return desk.Errorf(desk.TooMany, "A conversation holds at most %d notes", desk.MaxNotes)
	}
	s.notes[e.Note.Conversation] = append(notes, e.Note)
	return nil
}

func (s *Store) saveCanned(c desk.Canned) error {
	for _, other := range s.canned {
		if other.ID != c.ID && other.Owner == c.Owner && other.Shortcut == c.Shortcut && c.Shortcut != "" {
			return &desk.Error{Kind: desk.Conflict, Field: "shortcut", Text: "Another canned message has this shortcut"}
		}
	}
	for _, f := range c.Files {
		if there := s.files[f.ID]; there == nil || there.Conversation != "" {
			return notFound("file")
		}
	}
	c.Used = s.canned[c.ID].Used
	s.canned[c.ID] = c
	return nil
}

func (s *Store) useCanned(id desk.CannedID, by desk.OperatorID) {
	if c, there := s.canned[id]; there && (c.Owner == "" || c.Owner == by) {
		c.Used++
		s.canned[id] = c
	}
}

// Notes implements desk.Store.
func (s *Store) Notes(ctx context.Context, id desk.ConversationID) (list []desk.Note, err error) {
	err = s.work(ctx, false, func() error {
		list = slices.Clone(s.notes[id])
		return nil
	})
	return list, err
}

// Tags implements desk.Store.
func (s *Store) Tags(ctx context.Context, limit int) (list []string, err error) {
	err = s.work(ctx, false, func() error {
		count := map[string]int{}
		for _, c := range s.conversations {
			for _, t := range c.Tags {
				if count[t]++; count[t] == 1 {
					list = append(list, t)
				}
			}
		}
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(count[b]-count[a], strings.Compare(a, b)) })
		list = list[:min(limit, len(list))]
		return nil
	})
	return list, err
}

// Archive implements desk.Store.
func (s *Store) Archive(ctx context.Context, q desk.ArchiveQuery) (list []desk.Found, err error) {
	err = s.work(ctx, false, func() error {
		found := s.found(q)
		list = found[:min(q.Limit, len(found))]
		return nil
	})
	return list, err
}

// CountArchive implements desk.Store.
func (s *Store) CountArchive(ctx context.Context, q desk.ArchiveQuery, most int) (n int, err error) {
	err = s.work(ctx, false, func() error {
		n = min(most, len(s.found(q)))
		return nil
	})
	return n, err
}

func (s *Store) found(q desk.ArchiveQuery) []desk.Found {
	var out []desk.Found
	for _, c := range s.conversations {
		if !s.matches(c, q) {
			continue
		}
		f := desk.Found{Conversation: c}
		best := 0
		for _, m := range s.messages[c.ID] {
			if n := desk.WordsFound(searched(m), q.Words); n > 0 && (f.Line.Seq == 0 || desk.WordsFound(m.Text, q.Words) > best) {
				f.Line, best = m, desk.WordsFound(m.Text, q.Words)
			}
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b desk.Found) int {
		return latestFirst(desk.PlaceOf(a.Conversation), desk.PlaceOf(b.Conversation))
	})
	if q.After.ID != "" {
		out = slices.DeleteFunc(out, func(f desk.Found) bool { return latestFirst(q.After, desk.PlaceOf(f.Conversation)) >= 0 })
	}
	return out
}

func latestFirst(a, b desk.ArchivePlace) int {
	return cmp.Or(cmp.Compare(b.Started.UnixMilli(), a.Started.UnixMilli()), strings.Compare(string(b.ID), string(a.ID)))
}

// searched is what is looked for in a line: what was said, of a system line the name it tells.
func searched(m desk.Message) string {
	if m.From == desk.FromSystem {
		return m.Name
	}
	return m.Text
}

func (s *Store) matches(c desk.Conversation, q desk.ArchiveQuery) bool {
	lines := s.messages[c.ID]
	said := func(w string) bool {
		return slices.ContainsFunc(lines, func(m desk.Message) bool { return desk.WordsFound(searched(m), []string{w}) > 0 })
	}
	for _, w := range q.Words {
		if !said(w) {
			return false
		}
	}
	wrote := slices.ContainsFunc(lines, func(m desk.Message) bool { return m.Operator == q.Operator })
	before := func(a, b time.Time) bool { return a.UnixMilli() < b.UnixMilli() }
	stars := c.Rating.Stars
	for _, no := range []bool{
		q.Operator != "" && c.Operator != q.Operator && !wrote, q.Site != "" && c.Site != q.Site, q.State != "" && c.State != q.State,
		!q.From.IsZero() && before(c.Started, q.From), !q.To.IsZero() && !before(c.Started, q.To), q.Tag != "" && !slices.Contains(c.Tags, q.Tag),
		q.Rating >= 1 && q.Rating <= 5 && stars != int(q.Rating), q.Rating == desk.RatedAny && stars == 0, q.Rating == desk.NotRated && stars > 0,
	} {
		if no {
			return false
		}
	}
	return true
}
