package desk

import (
	"context"
	"unicode/utf8"
)

// Canned is prepared text, shared by all operators.
type Canned struct {
	ID    CannedID
	Title string
	Text  string // keeps its variables
}

// CannedSaved says that a canned message is new or was changed. Recorded now.
type CannedSaved struct{ Canned Canned }

// Name implements Event.
func (*CannedSaved) Name() string { return "CannedSaved" }

func (*CannedSaved) apply(*live) {}

// CannedDeleted says that a canned message is gone. Recorded now.
type CannedDeleted struct{ ID CannedID }

// Name implements Event.
func (*CannedDeleted) Name() string { return "CannedDeleted" }

func (*CannedDeleted) apply(*live) {}

// SaveCanned adds a canned message (empty ID) or changes one. Invalid, TooLarge, NotFound.
func (d *Desk) SaveCanned(ctx context.Context, by Actor, c Canned) (Canned, error) {
	if err := by.may(ManageCanned); err != nil {
		return Canned{}, err
	}
	text, err := messageText(c.Text)
	if err != nil {
		return Canned{}, err
	}
	c.Text = text
	if c.Title = cleanLine(c.Title); c.Title == "" || utf8.RuneCountInString(c.Title) > maxName {
		return Canned{}, invalid("title", "A canned message needs a title of at most %d characters", maxName)
	}
	defer d.configuring()()
	if c.ID == "" {
		c.ID = CannedID(newID())
	} else if _, err := d.store.Canned(ctx, c.ID); err != nil {
		return Canned{}, err
	}
	return c, d.happen(ctx, &CannedSaved{Canned: c})
}

// DeleteCanned deletes a canned message. NotFound.
func (d *Desk) DeleteCanned(ctx context.Context, by Actor, id CannedID) error {
	if err := by.may(ManageCanned); err != nil {
		return err
	}
	defer d.configuring()()
	if _, err := d.store.Canned(ctx, id); err != nil {
		return err
	}
	return d.happen(ctx, &CannedDeleted{ID: id})
}

// CannedList returns the canned messages, by title.
func (d *Desk) CannedList(ctx context.Context) ([]Canned, error) { return d.store.CannedList(ctx) }
