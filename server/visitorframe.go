package server

import (
	"context"
	"encoding/json"

	"beckon/desk"
	"beckon/wire"
)

// maxRun is how many lines of a conversation go in one answer.
const maxRun = 100

func takePage(_ context.Context, p *page, raw []byte) (string, error) {
	var f wire.PageFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return f.Page, p.server.desk.Navigate(p.arrived, desk.PageID(f.Page), f.URL, f.Title, f.Referrer, p.kept)
}

func takeAttention(_ context.Context, p *page, raw []byte) (string, error) {
	var f wire.AttentionFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	p.server.desk.Attend(p.arrived, f.Visible, f.Focused, f.Active)
	return "", nil
}

func takeDelivered(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.InvitationReceivedFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return f.Invitation, p.server.desk.Delivered(ctx, p.arrived.Visitor, idOf[desk.InvitationID](f.Invitation))
}

func takeShown(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.InvitationShownFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return f.Invitation, p.server.desk.Shown(ctx, p.arrived.Visitor, idOf[desk.InvitationID](f.Invitation))
}

func takeAccept(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.AcceptFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	_, err := p.server.desk.Accept(ctx, p.arrived.Visitor, idOf[desk.InvitationID](f.Invitation), f.Name, desk.Talk(f.Kind))
	return f.Invitation, err
}

func takeDecline(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.DeclineFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return f.Invitation, p.server.desk.Decline(ctx, p.arrived.Visitor, idOf[desk.InvitationID](f.Invitation))
}

// takeSay answers a repeated message to the page that repeats it; a new one reaches all pages by itself.
func takeSay(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.SayFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	m, err := p.server.desk.SayByVisitor(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation), desk.ClientID(f.ID), f.Text, fileIDs(f.Files)...)
	if err != nil {
		return f.ID, err
	}
	p.send(wire.VisitorMessageFrame{Type: "message", Message: wire.VisitorMessageOf(m)})
	return f.ID, nil
}

func takeTyping(_ context.Context, p *page, raw []byte) (string, error) {
	var f wire.VisitorTypingFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	p.server.desk.TypeByVisitor(p.arrived, idOf[desk.ConversationID](f.Conversation), f.On, f.Text)
	return "", nil
}

func takeGot(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.VisitorGotFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	err := p.server.desk.GotByVisitor(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation), f.Seq)
	if desk.KindOf(err) == desk.Ended { // nobody waits for this mark any more
		err = nil
	}
	return f.Conversation, err
}

func takeFetch(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.FetchFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	lines, more, err := p.server.desk.MessagesForVisitor(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation), f.After, maxRun)
	if err != nil {
		return f.Conversation, err
	}
	for _, m := range lines {
		p.send(wire.VisitorMessageFrame{Type: "message", Message: wire.VisitorMessageOf(m)})
	}
	p.socket.send(wire.FetchedFrame{Type: "fetched", Conversation: f.Conversation, After: f.After, More: more})
	return f.Conversation, nil
}

func takeEnd(ctx context.Context, p *page, raw []byte) (string, error) {
	var f wire.EndFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return "", err
	}
	return f.Conversation, p.server.desk.EndByVisitor(ctx, p.arrived.Visitor, idOf[desk.ConversationID](f.Conversation))
}
