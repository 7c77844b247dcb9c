package server

import (
	"context"
	"encoding/json"

	"beckon/desk"
	"beckon/wire"
)

func takeRate(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.RateFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	c, err := p.server.desk.Rate(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation), f.Stars, f.Comment)
	if err == nil {
		p.socket.send(wire.RatedFrame{Type: "rated", Conversation: f.Conversation, Stars: c.Rating.Stars})
	}
	return f.Conversation, err
}

func takeRead(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.VisitorReadFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return f.Conversation, p.server.desk.ReadByVisitor(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation), f.Seq)
}
