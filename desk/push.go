package desk

import (
	"context"
	"net/url"
)

// PushPage offers a page to the visitor of an own conversation: a line with a link that he may open or not. NotFound, Forbidden, Ended,
// Invalid when it is no web address, Conflict, Unavailable. The same id is the same line.
func (d *Desk) PushPage(ctx context.Context, by Actor, id ConversationID, message ClientID, address string) (Message, error) {
	if err := validMessageID(message); err != nil {
		return Message{}, err
	}
	address = cleanLine(address)
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(address) > 2048 {
		return Message{}, invalid("url", "This is not an address such as https://shop.example/bells")
	}
	c, err := d.own(ctx, by, id)
	if kind := KindOf(err); kind == Forbidden || kind == Ended { // sent again because its tick got lost
		if m, ok, err := d.saidBefore(ctx, Message{Conversation: id, From: FromOperator, Operator: by.ID, ID: message, Text: u.String()}); ok || err != nil {
			return m, err
		}
	}
	if err != nil {
		return Message{}, err
	}
	return d.say(ctx, Message{Conversation: id, ID: message, From: FromOperator, What: LinePage, Operator: by.ID, Name: c.OperatorName, Text: u.String()}, "", nil)
}
