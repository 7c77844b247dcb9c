package desk

import "context"

// Profile is a visit with its page views and the invitations of that visit.
type Profile struct {
	Visit       Visit
	Pages       []PageView   // latest first
	Invitations []Invitation // latest first
}

// maxPages is how many page views a profile shows.
const maxPages = 200

// Profile returns what is known of a visit. NotFound.
func (d *Desk) Profile(ctx context.Context, id VisitID) (Profile, error) {
	v, err := d.VisitNow(id)
	if KindOf(err) == NotFound { // over, and no longer in the picture
		if v, err = d.store.Visit(ctx, id); err == nil {
			v.Presence = Left
		}
	}
	if err != nil {
		return Profile{}, err
	}
	p := Profile{Visit: v}
	if p.Pages, err = d.store.PageViews(ctx, id, maxPages); err != nil {
		return Profile{}, err
	}
	p.Invitations, err = d.store.Invitations(ctx, id)
	return p, err
}

// maxHistory is how many earlier conversations a profile shows.
const maxHistory = 100

// History returns a visitor's earlier conversations and off-line messages, latest first. NotFound for an unknown visitor.
func (d *Desk) History(ctx context.Context, id VisitorID) ([]Conversation, []OfflineMessage, error) {
	conversations, offline, err := d.store.History(ctx, id, maxHistory)
	if err == nil && len(conversations) == 0 && len(offline) == 0 && !d.isHere(id) {
		_, _, err = d.store.Return(ctx, id)
	}
	return conversations, offline, err
}

// StoredConversation returns a conversation as it stands, however old. NotFound.
func (d *Desk) StoredConversation(ctx context.Context, id ConversationID) (Conversation, error) {
	if c, err := d.Conversation(id); err == nil {
		return c, nil
	}
	return d.store.Conversation(ctx, id)
}
