package desk

import (
	"context"
	"time"
)

// Note is what an operator writes on a conversation for colleagues only. It has no number: the visitor's lines would show the gap.
type Note struct {
	ID           ClientID // made by the console: sent again it is the same note
	Conversation ConversationID
	Operator     OperatorID
	OperatorName string
	Text         string
	At           time.Time
}

// MaxNotes is how many notes a conversation holds.
const MaxNotes = 200

// ConversationNoted says that an operator wrote a note. Recorded now; the same id with the same text is the same note, with another
// text a Conflict; TooMany when the conversation is full of notes. The visitor never learns of it.
type ConversationNoted struct{ Note Note }

// Name implements Event.
func (*ConversationNoted) Name() string { return "ConversationNoted" }

func (*ConversationNoted) apply(*live) {}

// AddNote writes a note on a conversation, open or ended, whoever has it. NotFound, Invalid, TooLarge, Conflict, TooMany.
func (d *Desk) AddNote(ctx context.Context, by Actor, id ConversationID, note ClientID, text string) (Note, error) {
	if err := by.may(Communicate); err != nil {
		return Note{}, err
	}
	if err := validMessageID(note); err != nil {
		return Note{}, err
	}
	text, err := messageText(text)
	if err != nil {
		return Note{}, err
	}
	if _, err := d.StoredConversation(ctx, id); err != nil {
		return Note{}, err
	}
	o, err := d.Operator(by.ID)
	if err != nil {
		return Note{}, err
	}
	e := &ConversationNoted{Note: Note{ID: note, Conversation: id, Operator: by.ID, OperatorName: o.PublicName(), Text: text, At: time.Now()}}
	err = d.happen(ctx, e)
	return e.Note, err
}

// Notes returns the notes on a conversation, in the order made. Forbidden, NotFound.
func (d *Desk) Notes(ctx context.Context, by Actor, id ConversationID) ([]Note, error) {
	if err := by.may(ReadArchive); err != nil {
		return nil, err
	}
	if _, err := d.StoredConversation(ctx, id); err != nil {
		return nil, err
	}
	return d.store.Notes(ctx, id)
}
