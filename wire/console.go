package wire

// Visit is a badge: one visit as an operator's monitor shows it.
type Visit struct {
	ID           string            `json:"id"`
	Visitor      string            `json:"visitor"`
	Site         string            `json:"site"`
	Name         string            `json:"name,omitempty" doc:"name the visitor gave, empty when unknown"`
	Country      string            `json:"country,omitempty" doc:"ISO 3166-1 alpha-2, empty when unknown"`
	City         string            `json:"city,omitempty"`
	Language     string            `json:"language,omitempty"`
	Browser      string            `json:"browser,omitempty"`
	OS           string            `json:"os,omitempty"`
	Device       string            `json:"device,omitempty" enum:"desktop,phone,tablet"`
	Screen       string            `json:"screen,omitempty"`
	Address      string            `json:"address,omitempty" doc:"masked IP address"`
	Zone         string            `json:"zone"`
	Trail        []string          `json:"trail" doc:"zones passed through, oldest first, at most 12"`
	URL          string            `json:"url"`
	Title        string            `json:"title,omitempty" doc:"title of the current page"`
	Entry        string            `json:"entry,omitempty" doc:"URL of the first page of the visit"`
	Referrer     string            `json:"referrer,omitempty"`
	Started      Millis            `json:"started"`
	PageSince    Millis            `json:"pageSince" doc:"since when the current page is open"`
	Pages        int               `json:"pages" doc:"page views of this visit"`
	Visits       int               `json:"visits" doc:"visits of this visitor, this one included"`
	Tabs         int               `json:"tabs" doc:"connected tabs"`
	Presence     string            `json:"presence" enum:"here,fading,left" doc:"fading: no page connected for less than the page-change grace"`
	Sleeping     bool              `json:"sleeping"`
	Refused      bool              `json:"refused" doc:"declined an invitation during this visit"`
	Invitation   *InvitationMark   `json:"invitation,omitempty"`
	Conversation *ConversationMark `json:"conversation,omitempty"`
	Request      *RequestMark      `json:"request,omitempty"`
}

// InvitationMark says on a badge that an invitation is unanswered, and whose.
type InvitationMark struct {
	ID           string `json:"id"`
	Operator     string `json:"operator"`
	OperatorName string `json:"operatorName"`
	State        string `json:"state" enum:"sent,delivered,shown"`
}

// ConversationMark says on a badge that a conversation is open, and whose.
type ConversationMark struct {
	ID           string `json:"id"`
	Kind         string `json:"kind" enum:"text,voice"`
	Operator     string `json:"operator"`
	OperatorName string `json:"operatorName"`
	Hold         bool   `json:"hold"`
}

// Invitation is an operator's offer to talk, with the truth about where it stands.
type Invitation struct {
	ID           string `json:"id"`
	Visitor      string `json:"visitor"`
	Visit        string `json:"visit"`
	Site         string `json:"site"`
	Operator     string `json:"operator"`
	OperatorName string `json:"operatorName"`
	Text         string `json:"text" doc:"as the visitor reads it, variables filled"`
	Kind         string `json:"kind" enum:"text,voice"`
	State        string `json:"state" enum:"sent,delivered,shown,accepted,declined,expired,withdrawn,undeliverable"`
	Why          string `json:"why,omitempty" doc:"in words, when undeliverable"`
	Sent         Millis `json:"sent"`
	Delivered    Millis `json:"delivered,omitempty"`
	Shown        Millis `json:"shown,omitempty"`
	Ended        Millis `json:"ended,omitempty" doc:"when it was accepted, declined, expired, withdrawn or found undeliverable"`
	Expires      Millis `json:"expires"`
	Conversation string `json:"conversation,omitempty" doc:"the conversation it led to"`
}

// Conversation is a talk between a visitor and an operator.
type Conversation struct {
	ID           string `json:"id"`
	Visitor      string `json:"visitor"`
	Visit        string `json:"visit"`
	Site         string `json:"site"`
	Invitation   string `json:"invitation,omitempty"`
	Kind         string `json:"kind" enum:"text,voice"`
	State        string `json:"state" enum:"open,ended"`
	Hold         bool   `json:"hold"`
	Operator     string `json:"operator,omitempty" doc:"empty while nobody has it"`
	OperatorName string `json:"operatorName,omitempty"`
	VisitorName  string `json:"visitorName"`
	Started      Millis `json:"started"`
	Ended        Millis `json:"ended,omitempty"`
	EndedBy      string `json:"endedBy,omitempty" enum:"visitor,operator,left,silence,nobody"`
	LastSeq      int64  `json:"lastSeq" doc:"number of the last message"`
	VisitorGot   int64  `json:"visitorGot" doc:"number up to which the visitor's browser has acknowledged"`
	OperatorGot  int64  `json:"operatorGot" doc:"number up to which the operator's console has acknowledged"`
	VisitorRead  int64  `json:"visitorRead" doc:"number up to which the visitor has seen everything"`
	OperatorRead int64  `json:"operatorRead" doc:"number up to which the operator has seen everything"`
	VisitorAway  bool   `json:"visitorAway" doc:"no page of the visitor is connected"`

	Stars   int      `json:"stars,omitempty" minimum:"1" maximum:"5" doc:"the visitor's rating; absent: not rated"`
	Comment string   `json:"comment,omitempty" doc:"of the rating"`
	Tags    []string `json:"tags" doc:"sorted"`

	Call  *Call `json:"call,omitempty" doc:"the latest one"`
	Phone bool  `json:"phone,omitempty" doc:"the visitor's call window is there"`
}

// Message is one line of a conversation. Lines are numbered 1, 2, 3 … without gaps.
type Message struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
	ID           string `json:"id" doc:"the sender's own id of the message; permanent"`
	From         string `json:"from" enum:"visitor,operator,system"`
	Name         string `json:"name,omitempty" doc:"sender's name as it was then"`
	Operator     string `json:"operator,omitempty"`
	What         string `json:"what,omitempty" enum:"invitation,request,joined,held,resumed,took-over,returned,page,asked,ended,call-offered,call-started,call-ended" doc:"what a system line says; invitation: the text that opened the conversation"`
	Text         string `json:"text" doc:"may be empty when there are files"`
	Files        []File `json:"files,omitempty"`
	At           Millis `json:"at"`
}

// Operator is somebody who answers visitors.
type Operator struct {
	ID            string `json:"id"`
	Login         string `json:"login"`
	Name          string `json:"name" doc:"shown to visitors; may be empty: then visitors read \"Operator\""`
	Email         string `json:"email,omitempty"`
	Administrator bool   `json:"administrator"`
	Disabled      bool   `json:"disabled"`
	Online        bool   `json:"online" doc:"a console of this operator is connected"`
	LiveHelp      bool   `json:"liveHelp"`
	NoCalls       bool   `json:"noCalls,omitempty" doc:"can't receive voice calls"`
	NoOfflineMail bool   `json:"noOfflineMail,omitempty" doc:"no e-mail of messages that visitors leave"`
	RequestMail   bool   `json:"requestMail,omitempty" doc:"an e-mail of chat requests that wait in the queue while the operator looks at no console"`
	HasPassword   bool   `json:"hasPassword"`
}

// Zone is a named, coloured part of a site.
type Zone struct {
	ID       string   `json:"id"`
	Site     string   `json:"site"`
	Parent   string   `json:"parent,omitempty"`
	Name     string   `json:"name"`
	Colour   string   `json:"colour" doc:"#rrggbb"`
	Patterns []string `json:"patterns"`
	Order    int      `json:"order"`
	Default  bool     `json:"default" doc:"holds every page that no other zone claims"`
}

// Site is a monitored website.
type Site struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Key     string   `json:"key" doc:"public; stands in the snippet"`
	Mode    string   `json:"mode" enum:"unset,full,visit,off" doc:"privacy mode; unset until the owner has chosen"`
	Origins []string `json:"origins" doc:"origins whose pages belong to the site, such as https://shop.example or https://*.shop.example"`

	SneakPeek bool   `json:"sneakPeek,omitempty" doc:"operators see what visitors type before it is sent; visitors are told so"`
	Button    Button `json:"button" doc:"where the button, the invitation and the chat panel stand on the site's pages"`
}

// KeptOut counts who is not on the monitor, and why.
type KeptOut struct {
	Robots       int64            `json:"robots" doc:"connections of robots refused since the start"`
	RobotNames   map[string]int64 `json:"robotNames" doc:"by the name that gave them away; the ten most frequent"`
	Privacy      int64            `json:"privacy" doc:"browsers that asked not to be tracked (Global Privacy Control)"`
	UnknownSite  int64            `json:"unknownSite" doc:"known KEY on a page outside the site's origins"`
	UnknownKey   int64            `json:"unknownKey"`
	SiteOff      int64            `json:"siteOff" doc:"site's privacy mode is off or not chosen yet"`
	OverCapacity int64            `json:"overCapacity"`
	Blocked      int64            `json:"blocked" doc:"connections of blocked visitors"`
}

// PictureFrame is the whole live picture; everything known before it is void.
type PictureFrame struct {
	Type          string         `json:"type" enum:"picture"`
	At            Millis         `json:"at" doc:"server's clock"`
	Epoch         string         `json:"epoch" doc:"changes when numbers of earlier pictures mean nothing any more"`
	Me            string         `json:"me" doc:"operator signed in"`
	Sites         []Site         `json:"sites"`
	Zones         []Zone         `json:"zones"`
	Visits        []Visit        `json:"visits"`
	Invitations   []Invitation   `json:"invitations" doc:"unanswered ones, and those of connected visits answered since the visit began"`
	Conversations []Conversation `json:"conversations" doc:"open ones"`
	Requests      []Request      `json:"requests" doc:"waiting ones, first the one to be served first"`
	Operators     []Operator     `json:"operators"`
	KeptOut       KeptOut        `json:"keptOut"`
	Closed        bool           `json:"closed,omitempty" doc:"it is outside the business hours: visitors read Leave a message, whoever is there"`
}

// HoursFrame says that the business hours open or close.
type HoursFrame struct {
	Type   string `json:"type" enum:"hours"`
	Closed bool   `json:"closed"`
}

// VisitsFrame carries the latest state of the visits that changed, at most ten times a second, and of colleagues' conversations that went on, at most four times.
type VisitsFrame struct {
	Type    string         `json:"type" enum:"visits"`
	At      Millis         `json:"at"`
	Changed []Visit        `json:"changed"`
	Gone    []string       `json:"gone" doc:"visits no longer on the monitor"`
	Talks   []Conversation `json:"talks,omitempty" doc:"colleagues' conversations with new messages or marks"`
	KeptOut *KeptOut       `json:"keptOut,omitempty"`
}

// InvitationFrame says where an invitation stands.
type InvitationFrame struct {
	Type       string     `json:"type" enum:"invitation"`
	Invitation Invitation `json:"invitation"`
}

// ConversationFrame says where a conversation stands.
type ConversationFrame struct {
	Type         string       `json:"type" enum:"conversation"`
	Conversation Conversation `json:"conversation"`
}

// MessageFrame carries a committed message, to the operator who has the conversation and to those who look at it.
type MessageFrame struct {
	Type    string  `json:"type" enum:"message"`
	Message Message `json:"message"`
}

// TypingFrame says that the visitor began or stopped typing. A message of his, a hold and the end end it too.
type TypingFrame struct {
	Type         string `json:"type" enum:"typing"`
	Conversation string `json:"conversation"`
	On           bool   `json:"on"`
	Text         string `json:"text,omitempty" doc:"what stands in his box, while he types and while he rests, where the site has sneakPeek; never kept"`
}

// OperatorFrame says how an operator stands; an operator not known before is new.
type OperatorFrame struct {
	Type     string   `json:"type" enum:"operator"`
	Operator Operator `json:"operator"`
}

// ChangedFrame says that something fetched over the API is out of date.
type ChangedFrame struct {
	Type  string `json:"type" enum:"changed"`
	What  string `json:"what" enum:"settings,canned,sites,zones,blocks,offline,mail"`
	Sites []Site `json:"sites,omitempty" doc:"the sites that changed, when What is sites"`
	Zones []Zone `json:"zones,omitempty" doc:"all zones of the site that changed, when What is zones"`
}

// PingFrame keeps the line alive; the console answers with a pong at once.
type PingFrame struct {
	Type string `json:"type" enum:"ping"`
	At   Millis `json:"at"`
}

// WatchFrame is the first frame a console sends.
type WatchFrame struct {
	Type    string `json:"type" enum:"watch"`
	Version int    `json:"version"`
	Ticket  string `json:"ticket" doc:"from POST /api/v1/live/ticket; works once, for 30 s"`
}

// PongFrame answers a ping.
type PongFrame struct {
	Type string `json:"type" enum:"pong"`
}

// OperatorTypingFrame says that the operator began or stopped typing.
type OperatorTypingFrame struct {
	Type         string `json:"type" enum:"typing"`
	Conversation string `json:"conversation"`
	On           bool   `json:"on"`
}

// OperatorGotFrame acknowledges messages up to a number.
type OperatorGotFrame struct {
	Type         string `json:"type" enum:"got"`
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}
