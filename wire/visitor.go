package wire

// HelloFrame is the first frame a page sends.
type HelloFrame struct {
	Type     string       `json:"type" enum:"hello"`
	Version  int          `json:"version"`
	Site     string       `json:"site" doc:"the site's KEY"`
	Token    string       `json:"token,omitempty" doc:"what an earlier welcome gave; absent on the first visit"`
	Page     string       `json:"page" doc:"the page view's id, made by the page: 16 to 32 characters of A-Z a-z 0-9 _ -"`
	URL      string       `json:"url"`
	Title    string       `json:"title,omitempty"`
	Referrer string       `json:"referrer,omitempty"`
	Language string       `json:"language,omitempty"`
	Screen   string       `json:"screen,omitempty" doc:"such as 1440x900"`
	Visible  bool         `json:"visible"`
	Focused  bool         `json:"focused"`
	GPC      bool         `json:"gpc,omitempty" doc:"navigator.globalPrivacyControl"`
	After    *ResumePoint `json:"after,omitempty"`
}

// ResumePoint says up to which message of a conversation a page has everything.
type ResumePoint struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

// PageFrame says that the page became another one without a load (single-page navigation), or, with the same id, that its title changed.
type PageFrame struct {
	Type     string `json:"type" enum:"page"`
	Page     string `json:"page"`
	URL      string `json:"url"`
	Title    string `json:"title,omitempty"`
	Referrer string `json:"referrer,omitempty"`
}

// AttentionFrame says whether the page is visible and focused, and whether the visitor did something on it.
type AttentionFrame struct {
	Type    string `json:"type" enum:"attention"`
	Visible bool   `json:"visible"`
	Focused bool   `json:"focused"`
	Active  bool   `json:"active"`
}

// InvitationReceivedFrame says that an invitation reached the page.
type InvitationReceivedFrame struct {
	Type       string `json:"type" enum:"delivered"`
	Invitation string `json:"invitation"`
}

// InvitationShownFrame says that an invitation was painted in a visible tab.
type InvitationShownFrame struct {
	Type       string `json:"type" enum:"shown"`
	Invitation string `json:"invitation"`
}

// AcceptFrame says that the visitor pressed Start.
type AcceptFrame struct {
	Type       string `json:"type" enum:"accept"`
	Invitation string `json:"invitation"`
	Name       string `json:"name,omitempty"`
	Kind       string `json:"kind" enum:"text,voice"`
}

// DeclineFrame says that the visitor closed the invitation.
type DeclineFrame struct {
	Type       string `json:"type" enum:"decline"`
	Invitation string `json:"invitation"`
}

// SayFrame sends a message. The same id never makes a second copy.
type SayFrame struct {
	Type         string   `json:"type" enum:"say"`
	Conversation string   `json:"conversation"`
	ID           string   `json:"id" doc:"the message's id, made by the page: 16 to 32 characters of A-Z a-z 0-9 _ -"`
	Text         string   `json:"text"`
	Files        []string `json:"files,omitempty" maxItems:"5" doc:"ids of files attached before"`
}

// VisitorTypingFrame says that the other side began or stopped typing; both ways.
type VisitorTypingFrame struct {
	Type         string `json:"type" enum:"typing"`
	Conversation string `json:"conversation"`
	On           bool   `json:"on"`
	Text         string `json:"text,omitempty" doc:"from a page only: what stands in the box, typing or resting, 4,000 characters at most, while the conversation has sneakPeek and says so to the visitor; passed over otherwise"`
}

// VisitorGotFrame acknowledges messages up to a number.
type VisitorGotFrame struct {
	Type         string `json:"type" enum:"got"`
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

// FetchFrame asks for the messages after a number; they come as message frames, 100 at most, then a fetched frame.
type FetchFrame struct {
	Type         string `json:"type" enum:"fetch"`
	Conversation string `json:"conversation"`
	After        int64  `json:"after"`
}

// EndFrame ends the conversation.
type EndFrame struct {
	Type         string `json:"type" enum:"end"`
	Conversation string `json:"conversation"`
}

// LeaveFrame leaves an off-line message, at any time; who waits in the queue gives up his place with it.
type LeaveFrame struct {
	Type    string   `json:"type" enum:"leave"`
	ID      string   `json:"id" doc:"as for a message: the same id never makes a second copy"`
	Name    string   `json:"name,omitempty"`
	Email   string   `json:"email"`
	Subject string   `json:"subject,omitempty" doc:"at most 200 characters"`
	Text    string   `json:"text"`
	Files   []string `json:"files,omitempty" maxItems:"5" doc:"ids of the visitor's own files"`
}

// WelcomeFrame answers a hello.
type WelcomeFrame struct {
	Type         string               `json:"type" enum:"welcome"`
	Token        string               `json:"token,omitempty" doc:"keep it; absent when the one sent still holds"`
	Keep         string               `json:"keep" enum:"browser,tab" doc:"browser: cookie or local storage (mode full); tab: memory and the tab's session only (mode visit)"`
	Chat         string               `json:"chat" doc:"path of the chat panel's module on Beckon's origin"`
	MaxMessage   int                  `json:"maxMessage" doc:"characters (Unicode code points) that a message may have"`
	MaxFile      int64                `json:"maxFile" doc:"bytes that a file may have"`
	YourName     string               `json:"yourName,omitempty" doc:"name known of the visitor"`
	Invitation   *VisitorInvitation   `json:"invitation,omitempty"`
	Conversation *VisitorConversation `json:"conversation,omitempty"`
	Request      *VisitorRequest      `json:"request,omitempty" doc:"a waiting one"`
	NoVoice      string               `json:"noVoice,omitempty" doc:"why a voice chat can't be asked for, in words; absent: it can"`
	Available    bool                 `json:"available" doc:"somebody takes requests: the button reads Click for Live Help, else Leave a message"`
	CSS          string               `json:"css,omitempty" doc:"style sheet that goes behind the widget's own: where the button stands; absent at the usual place"`
	Messages     []VisitorMessage     `json:"messages,omitempty" doc:"after the resume point, 100 at most; the page fetches the rest"`
}

// VisitorInvitation is an invitation as the visitor meets it.
type VisitorInvitation struct {
	ID       string `json:"id"`
	Name     string `json:"name" doc:"the operator's"`
	Initials string `json:"initials"`
	Site     string `json:"site" doc:"the site's name"`
	Text     string `json:"text"`
	Kind     string `json:"kind" enum:"text,voice" doc:"chosen beforehand"`
	Voice    string `json:"voice,omitempty" doc:"why a voice chat is impossible, in words; empty when it is possible"`
	YourName string `json:"yourName,omitempty" doc:"name known of the visitor"`
}

// VisitorConversation is a conversation as the visitor sees it.
type VisitorConversation struct {
	ID           string `json:"id"`
	Kind         string `json:"kind" enum:"text,voice"`
	State        string `json:"state" enum:"open,ended"`
	EndedBy      string `json:"endedBy,omitempty" enum:"visitor,operator,left,silence,nobody"`
	Hold         bool   `json:"hold"`
	Name         string `json:"name,omitempty" doc:"the operator's; empty while nobody has it"`
	Initials     string `json:"initials,omitempty"`
	Site         string `json:"site"`
	OperatorHere bool   `json:"operatorHere" doc:"the operator's console is connected"`
	LeaveMessage bool   `json:"leaveMessage" doc:"nobody could take it: the visitor may leave a message"`
	LastSeq      int64  `json:"lastSeq"`
	OperatorGot  int64  `json:"operatorGot" doc:"number up to which the operator's console has everything"`
	OperatorRead int64  `json:"operatorRead" doc:"number up to which the operator has seen everything"`
	SneakPeek    bool   `json:"sneakPeek,omitempty" doc:"the operator sees what is typed before it is sent: the page says so first"`
	Mail         bool   `json:"mail,omitempty" doc:"its transcript can be sent by e-mail"`
	Stars        int    `json:"stars,omitempty" minimum:"1" maximum:"5" doc:"the visitor's own rating; absent: not rated"`
	Call         *Call  `json:"call,omitempty" doc:"the latest one"`
	Phone        bool   `json:"phone,omitempty" doc:"the visitor's call window is there"`
	NoVoice      string `json:"noVoice,omitempty" doc:"why the visitor can't call, in words; absent: he can"`
}

// VisitorMessage is one line of a conversation as the visitor sees it.
type VisitorMessage struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
	ID           string `json:"id"`
	From         string `json:"from" enum:"visitor,operator,system"`
	Name         string `json:"name,omitempty"`
	What         string `json:"what,omitempty" enum:"invitation,request,joined,held,resumed,took-over,returned,page,asked,ended,call-offered,call-started,call-ended"`
	Text         string `json:"text" doc:"may be empty when there are files"`
	Files        []File `json:"files,omitempty"`
	At           Millis `json:"at"`
}

// KeptFrame says that a page view is committed.
type KeptFrame struct {
	Type string `json:"type" enum:"kept"`
	Page string `json:"page"`
}

// VisitorInvitationFrame opens an invitation on the page.
type VisitorInvitationFrame struct {
	Type       string            `json:"type" enum:"invitation"`
	Invitation VisitorInvitation `json:"invitation"`
}

// InvitationGoneFrame takes an invitation from the page: answered in another tab, withdrawn, expired.
type InvitationGoneFrame struct {
	Type       string `json:"type" enum:"gone"`
	Invitation string `json:"invitation"`
	Why        string `json:"why" enum:"accepted,declined,expired,withdrawn,undeliverable"`
}

// VisitorConversationFrame says where the conversation stands.
type VisitorConversationFrame struct {
	Type         string              `json:"type" enum:"conversation"`
	Conversation VisitorConversation `json:"conversation"`
}

// VisitorMessageFrame carries a committed message; the page's own come back too and are its tick.
type VisitorMessageFrame struct {
	Type    string         `json:"type" enum:"message"`
	Message VisitorMessage `json:"message"`
}

// FetchedFrame ends the answer to a fetch.
type FetchedFrame struct {
	Type         string `json:"type" enum:"fetched"`
	Conversation string `json:"conversation"`
	After        int64  `json:"after" doc:"the fetch's"`
	More         bool   `json:"more"`
}

// LeftFrame says that the off-line message with this id is committed.
type LeftFrame struct {
	Type string `json:"type" enum:"left"`
	ID   string `json:"id"`
}

// RefusedFrame says that a frame was not carried out.
type RefusedFrame struct {
	Type string `json:"type" enum:"refused"`
	Of   string `json:"of" doc:"type of the frame refused"`
	ID   string `json:"id,omitempty" doc:"of the message, invitation or conversation concerned"`
	Code string `json:"code" enum:"invalid,too-long,not-found,conflict,on-hold,ended,too-many,nobody,unavailable" doc:"unavailable and too-many: try again later; on-hold: when the chat is resumed; the others: never as it is"`
	Text string `json:"text" doc:"in words, for the visitor"`
}
