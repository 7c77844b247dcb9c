package desk

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"
)

// Rating is what a visitor thinks of a conversation that has ended (CHT-3).
type Rating struct {
	Stars   int // 1 to 5; 0: not rated
	Comment string
	At      time.Time
}

// rateWithin is how long after its end a conversation can be rated.
const rateWithin = 24 * time.Hour

// maxComment is the length of a rating's comment in code points.
const maxComment = 1000

// ConversationRated says that its visitor rated a conversation. Recorded now; rated anew, the later one counts.
type ConversationRated struct {
	Conversation ConversationID
	Rating       Rating
}

// Name implements Event.
func (*ConversationRated) Name() string { return "ConversationRated" }

func (e *ConversationRated) apply(l *live) {
	if c := l.talkOf(e.Conversation); c != nil {
		c.Rating = e.Rating
	}
}

// Rate rates a conversation by its visitor, within 24 hours of its end. NotFound for another visitor's; Conflict while it goes on,
// Ended when it is too late; Invalid, TooLarge.
func (d *Desk) Rate(ctx context.Context, by VisitorID, id ConversationID, stars int, comment string) (Conversation, error) {
	c, err := d.visitors(ctx, by, id)
	switch {
	case err == nil:
		return Conversation{}, Errorf(Conflict, "This chat goes on: it can be rated when it has ended")
	case KindOf(err) != Ended:
		return Conversation{}, err
	}
	if c, err = d.StoredConversation(ctx, id); err != nil {
		return Conversation{}, err
	}
	now := time.Now()
	if now.After(c.Ended.Add(rateWithin)) {
		return Conversation{}, Errorf(Ended, "This chat ended too long ago to be rated")
	}
	if stars < 1 || stars > 5 {
		return Conversation{}, invalid("stars", "A rating has 1 to 5 stars")
	}
	if comment, err = briefText(comment, maxComment); err != nil {
		return Conversation{}, err
	}
	c.Rating = Rating{Stars: stars, Comment: comment, At: now}
	return c, d.happen(ctx, &ConversationRated{Conversation: id, Rating: c.Rating})
}

// briefText returns a text that may be empty, ready to be kept; TooLarge over a number of characters.
func briefText(s string, most int) (string, error) {
	s = strings.TrimSpace(cleanText(s))
	if n := utf8.RuneCountInString(s); n > most {
		return "", Errorf(TooLarge, "The text is too long: %d of %d characters", n, most)
	}
	return s, nil
}

// talkOf returns a conversation that is in memory, open or just ended.
func (l *live) talkOf(id ConversationID) *conversation {
	if c := l.conversations[id]; c != nil {
		return c
	}
	return l.ended[id]
}
