package alert

import (
	"encoding/json"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"beckon/desk"
)

// Notice is what a browser shows of an alert: the text under the encryption.
type Notice struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Tag   string `json:"tag"` // a later notice with the same takes its place
	Ring  bool   `json:"ring,omitempty"`
	Over  bool   `json:"over,omitempty"` // what the tag's notice called for is over

	Request      string `json:"request,omitempty"` // a click leads to
	Conversation string `json:"conversation,omitempty"`
	Offline      string `json:"offline,omitempty"`
}

// noticeOf words an alert.
func noticeOf(a desk.Alert) Notice {
	n := Notice{Request: string(a.Request), Conversation: string(a.Conversation), Offline: string(a.Offline), Body: a.Site}
	name := a.Name
	if name == "" {
		name = "A visitor"
	}
	switch a.Why {
	case desk.RequestRings:
		n.Title, n.Ring = name+" asks for a chat", true
	case desk.RequestQueues:
		n.Title = name + " waits in the queue"
	case desk.RequestIsOver:
		n.Title, n.Body, n.Over = name, a.Text, true
	case desk.ChatBegins:
		n.Title = name + " has started a chat with you"
	case desk.VisitorWrites:
		n.Title, n.Body = name, a.Text
	case desk.MessageWasLeft:
		n.Title, n.Body = name+" has left a message", a.Text
	}
	if a.Returned && !n.Over {
		n.Body = "The chat has lost its operator"
	}
	switch {
	case a.Request != "":
		n.Tag = n.Request
	case a.Conversation != "":
		n.Tag = n.Conversation
	default:
		n.Tag = n.Offline
	}
	return n
}

// push is one alert on its way to one browser.
type push struct {
	to      desk.Subscription
	host    string // of the push service
	content []byte
	topic   string
	urgency webpush.Urgency
	until   time.Time
}

func pushOf(a desk.Alert, to desk.Subscription, host string) (push, error) {
	n := noticeOf(a)
	content, err := json.Marshal(n)
	p := push{to: to, host: host, content: content, topic: topicOf(n.Tag), urgency: webpush.UrgencyHigh, until: a.Until}
	if a.Why == desk.MessageWasLeft { // nobody waits for it: a phone need not wake
		p.urgency = webpush.UrgencyNormal
	}
	return p, err
}

// topicOf returns a tag as a push service takes it: 32 characters of A-Z a-z 0-9 _ - at most (RFC 8030). Identifiers are of these.
func topicOf(tag string) string { return tag[:min(len(tag), 32)] }
