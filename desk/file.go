package desk

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// File is what somebody attached to a conversation, to canned messages, to an off-line message or to a reply. The bytes lie elsewhere,
// under Key.
type File struct {
	ID           FileID
	Conversation ConversationID // empty: an operator's is of canned messages and replies; a visitor's is for an off-line message
	Visitor      VisitorID      // of the conversation, or who leaves the message
	By           Side
	Operator     OperatorID
	Key          string // name of the bytes where they are kept; never leaves the server
	Name         string // as the sender called it: data only
	Type         string // by content; image/png, image/jpeg and image/gif are images made anew
	Size         int64  // bytes
	Width        int    // of an image; 0: none
	Height       int
	At           time.Time
}

// Image reports whether the file may be shown in the conversation.
func (f File) Image() bool { return f.Width > 0 }

func (f File) ofCanned() bool { return f.Conversation == "" && f.By == FromOperator }

// FileUse says who may have a file that is of no conversation, besides whoever attached it.
type FileUse struct {
	Shared bool // a shared canned message has it: operators may
	Sent   bool // it went with a message or a reply, which all operators may read
	SentTo bool // it went with a message to the visitor asked about
	Left   bool // it stands with an off-line message, which operators may read
}

// What may be attached (spec section 5; reliability, section 4).
const (
	maxFileName      = 255
	mostFile         = 100 << 20 // upper bound of the setting
	maxFiles         = 5         // of one message
	visitorBytesADay = 200 << 20 // of one visitor
)

// FileKept says that a file is on disk and can be sent with a message. Recorded now; Conflict when the id is another file's, TooMany
// when its visitor has then attached more than AtMost bytes since a moment.
type FileKept struct {
	File   File
	Since  time.Time
	AtMost int64 // 0: as much as he likes
}

// Name implements Event.
func (*FileKept) Name() string { return "FileKept" }

func (*FileKept) apply(*live) {}

// MayAttachByVisitor reports whether a visitor may attach a file of so many bytes now. NotFound, Ended, OnHold, TooMany when he has
// attached too much today.
func (d *Desk) MayAttachByVisitor(ctx context.Context, by VisitorID, id ConversationID, size int64) error {
	c, err := d.visitors(ctx, by, id)
	if err != nil {
		return err
	}
	if c.Hold {
		return Errorf(OnHold, "The chat is on hold. Files can be sent when %s is back", c.OperatorName)
	}
	return d.mayAttachMore(ctx, by, size)
}

// mayAttachMore reports whether a file of so many bytes is neither too large nor too much for a visitor's day.
func (d *Desk) mayAttachMore(ctx context.Context, by VisitorID, size int64) error {
	if size > d.Settings().MaxFile {
		return d.fileTooLarge()
	}
	used, err := d.store.FileBytes(ctx, by, time.Now().Add(-24*time.Hour))
	if err != nil {
		return err
	}
	if used+size > visitorBytesADay {
		return TooManyFiles()
	}
	return nil
}

// TooManyFiles is what a visitor is told who has attached as much as he may.
func TooManyFiles() *Error {
	return Errorf(TooMany, "You have sent a lot of files today. Try again tomorrow")
}

// MayAttach reports whether an operator may attach a file of so many bytes. NotFound, Forbidden, Ended, TooLarge.
func (d *Desk) MayAttach(ctx context.Context, by Actor, id ConversationID, size int64) error {
	if _, err := d.own(ctx, by, id); err != nil {
		return err
	}
	if size > d.Settings().MaxFile {
		return d.fileTooLarge()
	}
	return nil
}

func (d *Desk) fileTooLarge() *Error {
	return Errorf(TooLarge, "A file has at most %d MB", d.Settings().MaxFile>>20)
}

// KeepFile notes a file whose bytes are on disk, and returns it; the same id is the same file. Who may attach was asked before; how much
// a visitor attached is counted again, for by now its size is known. NotFound, Invalid, Conflict, TooMany, Unavailable.
func (d *Desk) KeepFile(ctx context.Context, f File) (File, error) {
	c, err := d.StoredConversation(ctx, f.Conversation)
	if err != nil {
		return File{}, err
	}
	f.Visitor = c.Visitor
	return d.keepFile(ctx, f)
}

func (d *Desk) keepFile(ctx context.Context, f File) (File, error) {
	if !validClientID(string(f.ID)) {
		return File{}, invalid("id", "A file needs an id of 16 to 32 letters and digits")
	}
	f.At, f.Name = time.Now(), fileName(f.Name)
	e := &FileKept{File: f}
	if f.By == FromVisitor {
		e.Since, e.AtMost = f.At.Add(-24*time.Hour), visitorBytesADay
	}
	err := d.happen(ctx, e)
	return e.File, err
}

// fileName returns a sender's name for a file, fit to be shown: the last part of a path, cut at its middle when it is long.
func fileName(s string) string {
	s = cleanLine(s)
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	if s == "" || strings.Trim(s, ".") == "" {
		return "file"
	}
	if r := []rune(s); utf8.RuneCountInString(s) > maxFileName {
		s = string(r[:maxFileName-21]) + "…" + string(r[len(r)-20:])
	}
	return s
}

// FileOfVisitor returns a file of a visitor's own conversation, or one that he attached himself. NotFound for unknown and foreign ones alike.
func (d *Desk) FileOfVisitor(ctx context.Context, by VisitorID, id FileID) (File, error) {
	f, err := d.store.File(ctx, id)
	if err != nil {
		return File{}, err
	}
	his := f.Visitor == by
	if f.ofCanned() {
		use, err := d.store.FileUse(ctx, id, by)
		if err != nil {
			return File{}, err
		}
		his = use.SentTo
	}
	if !his {
		return File{}, notFound("file")
	}
	return f, nil
}

// File returns a file for an operator. NotFound, also for one of a colleague's own canned message that he never sent, and for one that
// stands with no off-line message; Forbidden.
func (d *Desk) File(ctx context.Context, by Actor, id FileID) (File, error) {
	if err := by.may(Communicate); err != nil {
		return File{}, err
	}
	return d.fileFor(ctx, by.ID, id)
}

// fileFor returns a file that an operator may see.
func (d *Desk) fileFor(ctx context.Context, by OperatorID, id FileID) (File, error) {
	f, err := d.store.File(ctx, id)
	if err != nil || f.Conversation != "" || f.ofCanned() && f.Operator == by {
		return f, err
	}
	use, err := d.store.FileUse(ctx, id, "")
	if err != nil {
		return File{}, err
	}
	if !use.Shared && !use.Sent && !use.Left {
		return File{}, notFound("file")
	}
	return f, nil
}

// attached returns the files that a message carries: of its conversation and side, and an operator's of canned messages. Invalid names
// the field; NotFound for all others.
func (d *Desk) attached(ctx context.Context, m Message, list []FileID) ([]File, error) {
	if len(list) > maxFiles {
		return nil, invalid("files", "A message has at most %d files", maxFiles)
	}
	var out []File
	for i, file := range list {
		f, err := d.fileFor(ctx, m.Operator, file)
		if err != nil {
			return nil, err
		}
		fits := f.Conversation == m.Conversation || f.ofCanned() && m.From == FromOperator
		if !fits || f.By != m.From || slices.Contains(list[:i], file) {
			return nil, notFound("file")
		}
		out = append(out, f)
	}
	return out, nil
}

// StrayFiles returns files that were attached longer ago than a day, went with no message and stand with no canned and no off-line one,
// at most limit; they can be forgotten.
func (d *Desk) StrayFiles(ctx context.Context, limit int) ([]File, error) {
	return d.store.StrayFiles(ctx, time.Now().Add(-24*time.Hour), limit)
}

// UnknownKeys returns those of some keys that are no file's: bytes that lie under one long since are nobody's. Unavailable.
func (d *Desk) UnknownKeys(ctx context.Context, keys []string) ([]string, error) {
	known, err := d.store.FileKeys(ctx, keys)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return slices.Contains(known, k) }), nil
}

// ForgetFile drops a stray file's record and reports whether it's gone: then nothing can be sent with it, and its bytes can be deleted.
// One that went with a message meanwhile, or was left with one, stays. Unavailable.
func (d *Desk) ForgetFile(ctx context.Context, id FileID) (gone bool, err error) {
	if err := d.happen(ctx, &FileForgotten{ID: id}); err != nil {
		return false, err
	}
	_, err = d.store.File(ctx, id)
	if KindOf(err) == NotFound {
		return true, nil
	}
	return false, err
}

// FileForgotten says that a file that went with no message is gone. Recorded now.
type FileForgotten struct{ ID FileID }

// Name implements Event.
func (*FileForgotten) Name() string { return "FileForgotten" }

func (*FileForgotten) apply(*live) {}

// VisitorOf returns who speaks from a page of a site, by its KEY, origin and token. Refused, Unauthenticated.
func (d *Desk) VisitorOf(key, origin, token string) (VisitorID, error) {
	d.mu.Lock()
	id, ok := d.live.keys[key]
	var s Site
	if ok {
		s = *d.live.sites[id]
	}
	d.mu.Unlock()
	if !ok || s.Mode == ModeOff || s.Mode == ModeUnset || !s.allows(origin) {
		return "", Errorf(Refused, "This page is not of the site")
	}
	who, known := d.visitorOf(id, token)
	if !known {
		return "", Errorf(Unauthenticated, "This browser is not known here")
	}
	if d.keepsOut(who) {
		return "", Errorf(Refused, "This page is not of the site")
	}
	return who, nil
}

// Same reports whether two messages say the same: then the second is the first, sent again.
func (m Message) Same(other Message) bool {
	return m.Text == other.Text && slices.EqualFunc(m.Files, other.Files, func(a, b File) bool { return a.ID == b.ID })
}
