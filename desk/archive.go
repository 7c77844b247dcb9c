package desk

import (
	"context"
	"time"
)

// ArchiveQuery asks for conversations; what is empty does not narrow.
type ArchiveQuery struct {
	Words    []string   // all of them, somewhere in the conversation; see Words
	Operator OperatorID // who has it, had it last or wrote in it
	Site     SiteID
	State    ConversationState
	From, To time.Time // begun from, and before
	Rating   Rated
	Tag      string
	After    ArchivePlace // those that come after it in the list
	Limit    int
}

// Rated narrows by the visitor's rating: 1 to 5 stars, or one of the others.
type Rated int

// Ratings other than a number of stars.
const (
	RatedOrNot Rated = 0
	RatedAny   Rated = 6
	NotRated   Rated = -1
)

// ArchivePlace is a conversation's place in the list, latest first.
type ArchivePlace struct {
	Started time.Time
	ID      ConversationID
}

// PlaceOf returns the place of a conversation.
func PlaceOf(c Conversation) ArchivePlace { return ArchivePlace{Started: c.Started, ID: c.ID} }

// Found is a conversation with the line that answers the words looked for; the line has no number when none were.
type Found struct {
	Conversation Conversation
	Line         Message
	Snippet      []SnippetPart // filled by the desk
}

// maxArchivePage is how many conversations come in one answer.
const maxArchivePage = 100

// Archive returns conversations, latest first, and whether there are more (OPS-9). Forbidden, Invalid.
func (d *Desk) Archive(ctx context.Context, by Actor, text string, q ArchiveQuery) ([]Found, bool, error) {
	if err := by.may(ReadArchive); err != nil {
		return nil, false, err
	}
	q, nothing := asked(text, q)
	if nothing {
		return nil, false, nil
	}
	limit := min(max(q.Limit, 1), maxArchivePage)
	q.Limit = limit + 1
	list, err := d.store.Archive(ctx, q)
	if err != nil {
		return nil, false, err
	}
	more := len(list) > limit
	if more {
		list = list[:limit]
	}
	for i := range list {
		if f := &list[i]; f.Line.Seq > 0 {
			f.Snippet = snippet(f.Line.Text, q.Words)
		}
	}
	return list, more, nil
}

// asked completes a query with the words of a text; nothing is true when nothing can be
// found by it: a text without any word, a tag that can't be one.
func asked(text string, q ArchiveQuery) (_ ArchiveQuery, nothing bool) {
	text = cleanLine(text)
	q.Words = Words(text)
	nothing = text != "" && len(q.Words) == 0
	if q.Tag != "" {
		tag, err := tagText(q.Tag)
		q.Tag, nothing = tag, nothing || err != nil
	}
	return q, nothing
}

// MaxExport is how many conversations one export holds.
const MaxExport = 10_000

const exportPage = 500

// ExportArchive passes on all conversations that a query asks for, latest first, in runs. Forbidden; TooLarge, before the first run,
// when they are more than MaxExport.
func (d *Desk) ExportArchive(ctx context.Context, by Actor, text string, q ArchiveQuery) (func(ctx context.Context, run func([]Conversation) error) error, error) {
	if err := by.may(Export); err != nil {
		return nil, err
	}
	q, nothing := asked(text, q)
	if nothing {
		return func(context.Context, func([]Conversation) error) error { return nil }, nil
	}
	n, err := d.store.CountArchive(ctx, q, MaxExport+1)
	if err != nil {
		return nil, err
	}
	if n > MaxExport {
		return nil, Errorf(TooLarge, "These are more than %d conversations: narrow the list and export it in parts", MaxExport)
	}
	return func(ctx context.Context, run func([]Conversation) error) error { return d.export(ctx, q, run) }, nil
}

func (d *Desk) export(ctx context.Context, q ArchiveQuery, run func([]Conversation) error) error {
	q.Limit = exportPage
	for sent := 0; sent < MaxExport; sent += exportPage {
		page, cancel := context.WithTimeout(ctx, recordWithin)
		list, err := d.store.Archive(page, q)
		cancel()
		if err != nil {
			return err
		}
		out := make([]Conversation, len(list))
		for i, f := range list {
			out[i] = f.Conversation
		}
		if err := run(out); err != nil || len(list) < exportPage {
			return err
		}
		q.After = PlaceOf(out[len(out)-1])
	}
	return nil
}

// exportedLines is how many lines of a conversation an export holds at a time.
const exportedLines = 100

// ExportLines passes on what was said in a conversation until now, in runs. Forbidden.
func (d *Desk) ExportLines(ctx context.Context, by Actor, id ConversationID, run func([]Message) error) error {
	if err := by.may(Export); err != nil {
		return err
	}
	for after := int64(0); ; {
		page, cancel := context.WithTimeout(ctx, recordWithin)
		list, err := d.store.Messages(page, id, after, exportedLines)
		cancel()
		if err != nil {
			return err
		}
		if err := run(list); err != nil || len(list) < exportedLines {
			return err
		}
		after = list[len(list)-1].Seq
	}
}
