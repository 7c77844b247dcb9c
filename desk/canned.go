package desk

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Canned is prepared text, shared by all operators or personal.
type Canned struct {
	ID       CannedID
	Owner    OperatorID // empty: shared; a personal one is seen and changed by its owner only
	Shortcut string     // after / or # in a text; may be empty; one of its kind among the shared, and among each owner's
	Title    string
	Text     string   // keeps its variables
	Tags     []string // sorted
	Used     int64    // how often sent; counted by the store
	Files    []File   // sent along, at most maxFiles; in the order attached
}

// CannedSaved says that a canned message is new or was changed. Recorded now; Conflict when the shortcut is taken.
type CannedSaved struct{ Canned Canned }

// Name implements Event.
func (*CannedSaved) Name() string { return "CannedSaved" }

func (*CannedSaved) apply(*live) {}

// CannedDeleted says that a canned message is gone. Recorded now.
type CannedDeleted struct{ ID CannedID }

// Name implements Event.
func (*CannedDeleted) Name() string { return "CannedDeleted" }

func (*CannedDeleted) apply(*live) {}

var shortcutForm = regexp.MustCompile(`^[a-z0-9-]{0,30}$`)

// maxCanned bounds the shared canned messages, and those of each operator.
const maxCanned = 500

// SaveCanned adds a canned message (empty ID) or changes one; with an Owner it is the caller's own. Of Files the ids say which; nil
// leaves them. Invalid, TooLarge; NotFound also for a colleague's, and for files that are not here; Conflict when the shortcut is taken,
// TooMany at the bound.
func (d *Desk) SaveCanned(ctx context.Context, by Actor, c Canned) (Canned, error) {
	defer d.configuring()()
	var there Canned
	if c.ID != "" {
		var err error
		if there, err = d.cannedOf(ctx, by, c.ID); err != nil {
			return Canned{}, err
		}
		c.Used = there.Used
	} else {
		c.ID, c.Used = CannedID(newID()), 0
	}
	if c.Owner != "" {
		c.Owner = by.ID
	} else if err := by.may(ManageCanned); err != nil {
		return Canned{}, err
	}
	if there.ID == "" || there.Owner != c.Owner {
		if err := d.roomForCanned(ctx, by, c.Owner); err != nil {
			return Canned{}, err
		}
	}
	var err error
	if c.Text, err = messageText(c.Text); err != nil {
		return Canned{}, err
	}
	if c.Title = cleanLine(c.Title); c.Title == "" || utf8.RuneCountInString(c.Title) > maxName {
		return Canned{}, invalid("title", "A canned message needs a title of at most %d characters", maxName)
	}
	if c.Shortcut = strings.ToLower(strings.TrimLeft(strings.TrimSpace(c.Shortcut), "/#")); !shortcutForm.MatchString(c.Shortcut) {
		return Canned{}, invalid("shortcut", "A shortcut has at most 30 small letters, digits and hyphens")
	}
	if c.Tags, err = tagList(c.Tags); err != nil {
		return Canned{}, err
	}
	if c.Files, err = d.enclosed(ctx, by, c.Files, there.Files); err != nil {
		return Canned{}, err
	}
	return c, d.happen(ctx, &CannedSaved{Canned: c})
}

// roomForCanned reports whether there may be one more of an owner.
func (d *Desk) roomForCanned(ctx context.Context, by Actor, owner OperatorID) error {
	list, err := d.store.CannedList(ctx, by.ID)
	if err != nil {
		return err
	}
	of, n := "for all", 0
	if owner != "" {
		of = "of your own"
	}
	for _, c := range list {
		if c.Owner == owner {
			n++
		}
	}
	if n >= maxCanned {
		return Errorf(TooMany, "There are %d canned messages %s already. Delete one first", n, of)
	}
	return nil
}

// DeleteCanned deletes a canned message. NotFound also for a colleague's.
func (d *Desk) DeleteCanned(ctx context.Context, by Actor, id CannedID) error {
	defer d.configuring()()
	if _, err := d.cannedOf(ctx, by, id); err != nil {
		return err
	}
	return d.happen(ctx, &CannedDeleted{ID: id})
}

// cannedOf returns a canned message that the caller may change: a shared one with the right to, or his own.
func (d *Desk) cannedOf(ctx context.Context, by Actor, id CannedID) (Canned, error) {
	c, err := d.store.Canned(ctx, id)
	switch {
	case err != nil:
		return Canned{}, err
	case c.Owner != "" && c.Owner != by.ID:
		return Canned{}, notFound("canned message")
	case c.Owner == "":
		return c, by.may(ManageCanned)
	}
	return c, nil
}

// CannedList returns the shared canned messages and the caller's own, by title.
func (d *Desk) CannedList(ctx context.Context, by Actor) ([]Canned, error) {
	return d.store.CannedList(ctx, by.ID)
}

// enclosed returns the files that a canned message is to have: those it has, and what the caller attached for one. nil: as before.
func (d *Desk) enclosed(ctx context.Context, by Actor, wanted, there []File) ([]File, error) {
	if wanted == nil {
		return there, nil
	}
	if len(wanted) > maxFiles {
		return nil, invalid("files", "A canned message has at most %d files", maxFiles)
	}
	out := []File{}
	for i, w := range wanted {
		same := func(f File) bool { return f.ID == w.ID }
		if slices.ContainsFunc(wanted[:i], same) {
			return nil, invalid("files", "A file is attached twice")
		}
		if has := slices.IndexFunc(there, same); has >= 0 {
			out = append(out, there[has])
			continue
		}
		f, err := d.store.File(ctx, w.ID)
		if err == nil && (!f.ofCanned() || f.Operator != by.ID) {
			err = notFound("file")
		}
		if KindOf(err) == NotFound {
			return nil, invalid("files", "A file is no longer here. Attach it again")
		}
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// MayAttachToCanned reports whether an operator may attach a file of so many bytes for a canned message. Forbidden, TooLarge.
func (d *Desk) MayAttachToCanned(by Actor, size int64) error {
	if err := by.may(Communicate); err != nil {
		return err
	}
	if size > d.Settings().MaxFile {
		return d.fileTooLarge()
	}
	return nil
}

// KeepCannedFile notes a file for canned messages or replies whose bytes are on disk, and returns it; SaveCanned and ReplyOffline say for
// which. Forgotten after a day when none has it. Invalid, Conflict, Unavailable.
func (d *Desk) KeepCannedFile(ctx context.Context, by Actor, f File) (File, error) {
	f.Conversation, f.Visitor, f.By, f.Operator = "", "", FromOperator, by.ID
	return d.keepFile(ctx, f)
}
