package wire

import "beckon/desk"

// Push says how web push stands: for all, and in the browser of this session.
type Push struct {
	On    bool      `json:"on" doc:"an administrator has turned web push on"`
	Key   string    `json:"key" doc:"application server key that a browser subscribes with, base64url"`
	Wants *[]string `json:"wants,omitempty" enum:"request,message,offline" doc:"what this session's browser is alerted of; absent: it is not subscribed"`
}

// NewSubscription is a browser's push subscription. What it holds goes in and never comes out.
type NewSubscription struct {
	Endpoint string   `json:"endpoint" maxLength:"2048" doc:"address at the browser maker's push service"`
	Key      string   `json:"key" maxLength:"100" doc:"the browser's P-256 public key, base64url"`
	Auth     string   `json:"auth" maxLength:"40" doc:"secret shared with the browser, 16 bytes, base64url"`
	Wants    []string `json:"wants" maxItems:"3" enum:"request,message,offline" doc:"chat requests and new chats; messages in own chats; messages left"`
}

// ConsoleAttentionFrame says whether a console is in view, and whether its operator has used it since the last one. Sent whenever that changes
// and every 20 s while it is in view; after 45 s without one a console counts as out of view.
type ConsoleAttentionFrame struct {
	Type    string `json:"type" enum:"attention"`
	Visible bool   `json:"visible"`
	Active  bool   `json:"active"`
}

// ConsoleLeavingFrame says that the console's page is being closed: the line is not lost. Sent last.
type ConsoleLeavingFrame struct {
	Type string `json:"type" enum:"leaving"`
}

// PushOf returns how web push stands; s is the session's subscription, if it has one.
func PushOf(on bool, key string, s *desk.Subscription) Push {
	p := Push{On: on, Key: key}
	if s != nil {
		wants := each(s.Wants, func(k desk.AlertKind) string { return string(k) })
		p.Wants = &wants
	}
	return p
}

// Desk returns the subscription as the desk has it.
func (s NewSubscription) Desk() desk.NewSubscription {
	return desk.NewSubscription{Endpoint: s.Endpoint, Key: s.Key, Auth: s.Auth, Wants: each(s.Wants, func(k string) desk.AlertKind { return desk.AlertKind(k) })}
}
