package demo

// The frames of the visitor's socket as docs/protocol.md describes them, as far as simulated visitors use them.

const protocolVersion = 1

type helloFrame struct {
	Type     string       `json:"type"`
	Version  int          `json:"version"`
	Site     string       `json:"site"`
	Token    string       `json:"token,omitempty"`
	Page     string       `json:"page"`
	URL      string       `json:"url"`
	Title    string       `json:"title,omitempty"`
	Referrer string       `json:"referrer,omitempty"`
	Language string       `json:"language,omitempty"`
	Screen   string       `json:"screen,omitempty"`
	Visible  bool         `json:"visible"`
	Focused  bool         `json:"focused"`
	After    *resumePoint `json:"after,omitempty"`
}

type resumePoint struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

type attentionFrame struct {
	Type    string `json:"type"`
	Visible bool   `json:"visible"`
	Focused bool   `json:"focused"`
	Active  bool   `json:"active"`
}

// answerFrame is delivered, shown, accept and decline.
type answerFrame struct {
	Type       string `json:"type"`
	Invitation string `json:"invitation"`
	Name       string `json:"name,omitempty"`
	Kind       string `json:"kind,omitempty"`
}

type sayFrame struct {
	Type         string `json:"type"`
	Conversation string `json:"conversation"`
	ID           string `json:"id"`
	Text         string `json:"text"`
}

type typingFrame struct {
	Type         string `json:"type"`
	Conversation string `json:"conversation"`
	On           bool   `json:"on"`
}

type gotFrame struct {
	Type         string `json:"type"`
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

type fetchFrame struct {
	Type         string `json:"type"`
	Conversation string `json:"conversation"`
	After        int64  `json:"after"`
}

// plainFrame is pong; with a conversation it is end.
type plainFrame struct {
	Type         string `json:"type"`
	Conversation string `json:"conversation,omitempty"`
}

type leaveFrame struct {
	Type  string `json:"type"`
	ID    string `json:"id"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
	Text  string `json:"text"`
}

type invitation struct {
	ID       string `json:"id"`
	YourName string `json:"yourName"`
}

type conversation struct {
	ID           string `json:"id"`
	State        string `json:"state"`
	Hold         bool   `json:"hold"`
	LeaveMessage bool   `json:"leaveMessage"`
	LastSeq      int64  `json:"lastSeq"`
}

type message struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
	ID           string `json:"id"`
	From         string `json:"from"`
	What         string `json:"what"`
	Text         string `json:"text"`
}

type welcomeFrame struct {
	Token        string        `json:"token"`
	Invitation   *invitation   `json:"invitation"`
	Conversation *conversation `json:"conversation"`
	Messages     []message     `json:"messages"`
}

type invitationFrame struct {
	Invitation invitation `json:"invitation"`
}

type goneFrame struct {
	Invitation string `json:"invitation"`
}

type conversationFrame struct {
	Conversation conversation `json:"conversation"`
}

type messageFrame struct {
	Message message `json:"message"`
}

type fetchedFrame struct {
	Conversation string `json:"conversation"`
	More         bool   `json:"more"`
}

type refusedFrame struct {
	Of   string `json:"of"`
	ID   string `json:"id"`
	Code string `json:"code"`
}
