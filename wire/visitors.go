package wire

import (
	"cmp"

	"beckon/desk"
)

// VisitorInvitationOf returns an invitation as the visitor meets it.
func VisitorInvitationOf(i desk.Invitation, site, yourName string) VisitorInvitation {
	return VisitorInvitation{
		ID: string(i.ID), Name: i.OperatorName, Initials: desk.Initials(i.OperatorName), Site: site, Text: i.Text, Kind: string(i.Kind), Voice: i.NoVoice, YourName: yourName,
	}
}

// VisitorConversationOf returns a conversation as the visitor sees it.
func VisitorConversationOf(c desk.Conversation, site string) VisitorConversation {
	return VisitorConversation{
		ID: string(c.ID), Kind: string(c.Kind), State: string(c.State), EndedBy: string(c.EndedBy), Hold: c.Hold, Name: c.OperatorName, Initials: desk.Initials(c.OperatorName),
		Site: site, OperatorHere: c.OperatorHere, LeaveMessage: c.EndedBy == desk.EndedByNobody, LastSeq: c.LastSeq, OperatorGot: c.OperatorGot,
		OperatorRead: c.OperatorRead, SneakPeek: c.SneakPeek, Mail: c.CanMail, Stars: c.Rating.Stars,
		Call: visitorCallOf(c.Call), Phone: c.Phone, NoVoice: c.Voice,
	}
}

// VisitorMessageOf returns a line as the visitor sees it.
func VisitorMessageOf(m desk.Message) VisitorMessage {
	return VisitorMessage{Conversation: string(m.Conversation), Seq: m.Seq, ID: string(m.ID), From: string(m.From), Name: m.Name, What: string(m.What), Text: m.Text, Files: filesOf(m.Files), At: MillisOf(m.At)}
}

// WelcomeOf answers a hello. chat is the path of the chat panel.
func WelcomeOf(a *desk.Arrived, lines []desk.Message, chat string, s desk.Settings) WelcomeFrame {
	w := WelcomeFrame{Type: "welcome", Token: a.Token, Keep: "browser", Chat: chat, MaxMessage: s.MessageLength, MaxFile: s.MaxFile, YourName: a.YourName, Available: a.Available, NoVoice: a.NoVoice, CSS: cssOf(a.Button)}
	if a.KeepInTab {
		w.Keep = "tab"
	}
	if a.Invitation != nil {
		i := VisitorInvitationOf(*a.Invitation, a.SiteName, a.YourName)
		w.Invitation = &i
	}
	if a.Conversation != nil {
		c := VisitorConversationOf(*a.Conversation, a.SiteName)
		w.Conversation = &c
		w.Messages = each(lines, VisitorMessageOf)
	}
	if a.Request != nil {
		r := VisitorRequestOf(*a.Request)
		w.Request = &r
	}
	return w
}

// ForVisitor returns what a visitor is told of a fact: his invitation opens or goes, his conversation stands otherwise, a line came,
// the operator types. He is not told what we saw of him, nor of invitations' progress.
func ForVisitor(t desk.Told, yourName string) []any {
	switch e := t.Event.(type) {
	case *desk.Typing:
		if e.By == desk.FromOperator {
			return []any{VisitorTypingFrame{Type: "typing", Conversation: string(e.Conversation), On: e.On}}
		}
		return nil
	case *desk.AvailabilityChanged:
		return []any{AvailabilityFrame{Type: "availability", Available: e.Available, NoVoice: e.NoVoice, CSS: cssOf(t.Button)}}
	case *desk.ConversationNoted, *desk.ConversationTagged, *desk.ConversationUntagged:
		return nil // operators' own
	case *desk.CallSignalled, *desk.PhoneSteered:
		return nil // for the call window alone
	case *desk.MicrophoneMeasured:
		return []any{LevelFrame{Type: "level", Level: e.Level}}
	case *desk.RequestOffered, *desk.RequestPassed:
		return nil // who is asked is no business of his; his place comes by itself
	case *desk.InvitationSent:
		return []any{VisitorInvitationFrame{Type: "invitation", Invitation: VisitorInvitationOf(*cmp.Or(t.Invitation, &e.Invitation), t.Site, yourName)}}
	case *desk.InvitationMoved:
		if e.To == desk.InvitationIsDelivered || e.To == desk.InvitationIsShown {
			return nil
		}
		return []any{InvitationGoneFrame{Type: "gone", Invitation: string(e.Invitation), Why: string(e.To)}}
	}
	var out []any
	if e, is := t.Event.(*desk.InvitationAccepted); is {
		out = append(out, InvitationGoneFrame{Type: "gone", Invitation: string(e.Conversation.Invitation), Why: string(desk.InvitationIsAccepted)})
	}
	if t.Request != nil {
		out = append(out, VisitorRequestFrame{Type: "request", Request: VisitorRequestOf(*t.Request)})
	}
	if t.Conversation != nil {
		out = append(out, VisitorConversationFrame{Type: "conversation", Conversation: VisitorConversationOf(*t.Conversation, t.Site)})
	}
	for _, m := range t.Lines {
		out = append(out, VisitorMessageFrame{Type: "message", Message: VisitorMessageOf(m)})
	}
	return out
}
