package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of tags.
const (
	maxTag  = 30 // characters of one
	maxTags = 20 // of one thing
)

// ConversationTagged says that an operator put a tag on a conversation. Recorded now.
type ConversationTagged struct {
	Conversation ConversationID
	Tag          string
}

// Name implements Event.
func (*ConversationTagged) Name() string { return "ConversationTagged" }

func (e *ConversationTagged) apply(l *live) {
	if c := l.talkOf(e.Conversation); c != nil {
		c.Tags = WithTag(c.Tags, e.Tag)
	}
}

// ConversationUntagged says that a tag was taken off. Recorded now.
type ConversationUntagged struct {
	Conversation ConversationID
	Tag          string
}

// Name implements Event.
func (*ConversationUntagged) Name() string { return "ConversationUntagged" }

func (e *ConversationUntagged) apply(l *live) {
	if c := l.talkOf(e.Conversation); c != nil {
		c.Tags = slices.DeleteFunc(slices.Clone(c.Tags), func(t string) bool { return t == e.Tag })
	}
}

// WithTag returns a new sorted list of tags with one more.
func WithTag(tags []string, tag string) []string {
	at, there := slices.BinarySearch(tags, tag)
	if there {
		return tags
	}
	return slices.Insert(slices.Clone(tags), at, tag)
}

// Tag puts a tag on a conversation, open or ended. NotFound, Invalid, TooMany.
func (d *Desk) Tag(ctx context.Context, by Actor, id ConversationID, tag string) (Conversation, error) {
	tag, err := tagText(tag)
	if err != nil {
		return Conversation{}, err
	}
	c, err := d.taggable(ctx, by, id)
	if err != nil {
		return Conversation{}, err
	}
	if slices.Contains(c.Tags, tag) {
		return c, nil
	}
	if len(c.Tags) >= maxTags {
		return Conversation{}, Errorf(TooMany, "A conversation has at most %d tags", maxTags)
	}
	c.Tags = WithTag(c.Tags, tag)
	return c, d.happen(ctx, &ConversationTagged{Conversation: id, Tag: tag})
}

// Untag takes a tag off a conversation. NotFound.
func (d *Desk) Untag(ctx context.Context, by Actor, id ConversationID, tag string) (Conversation, error) {
	c, err := d.taggable(ctx, by, id)
	if err != nil {
		return Conversation{}, err
	}
	tag, err = tagText(tag)
	if err != nil || !slices.Contains(c.Tags, tag) {
		return Conversation{}, notFound("tag")
	}
	c.Tags = slices.DeleteFunc(slices.Clone(c.Tags), func(t string) bool { return t == tag })
	return c, d.happen(ctx, &ConversationUntagged{Conversation: id, Tag: tag})
}

func (d *Desk) taggable(ctx context.Context, by Actor, id ConversationID) (Conversation, error) {
	if err := by.may(Communicate); err != nil {
		return Conversation{}, err
	}
	return d.StoredConversation(ctx, id)
}

// manyTags is how many tags are suggested.
const manyTags = 100

// Tags returns the tags that conversations have, the most frequent first. Forbidden.
func (d *Desk) Tags(ctx context.Context, by Actor) ([]string, error) {
	if err := by.may(ReadArchive); err != nil {
		return nil, err
	}
	return d.store.Tags(ctx, manyTags)
}

// tagText returns a tag as it is kept: small letters, one line. Invalid.
func tagText(s string) (string, error) {
	s = strings.ToLower(cleanLine(s))
	if s == "" || utf8.RuneCountInString(s) > maxTag {
		return "", invalid("tag", "A tag has 1 to %d characters", maxTag)
	}
	return s, nil
}

// tagList returns tags as they are kept, sorted, each once. Invalid.
func tagList(tags []string) ([]string, error) {
	var out []string
	for _, t := range tags {
		tag, err := tagText(t)
		if err != nil {
			return nil, invalid("tags", "A tag has 1 to %d characters", maxTag)
		}
		out = WithTag(out, tag)
	}
	if len(out) > maxTags {
		return nil, invalid("tags", "There are at most %d tags", maxTags)
	}
	return out, nil
}
