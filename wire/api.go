package wire

// Me is what a console needs to know about who is signed in.
type Me struct {
	Operator      Operator `json:"operator"`
	Session       string   `json:"session"`
	NeedsPassword bool     `json:"needsPassword" doc:"signed in by a one-time link and has no password yet"`
	NeedsSetup    bool     `json:"needsSetup" doc:"first start: the set-up page comes first"`
	Demo          bool     `json:"demo" doc:"the server runs with --demo"`
	Encrypted     bool     `json:"encrypted" doc:"this request came over HTTPS"`
	PublicURL     string   `json:"publicURL" doc:"Beckon's own address as browsers see it, without a slash at the end"`
	CanMail       bool     `json:"canMail" doc:"e-mail is set up"`
	Version       string   `json:"version"`
}

// Session is a sign-in that is still valid.
type Session struct {
	ID       string `json:"id"`
	Current  bool   `json:"current"`
	Created  Millis `json:"created"`
	LastSeen Millis `json:"lastSeen"`
	Address  string `json:"address" doc:"masked"`
	Agent    string `json:"agent" doc:"browser and system in words"`
}

// Ticket opens the console's socket once.
type Ticket struct {
	Ticket string `json:"ticket"`
}

// Settings are what an administrator can change. Times are in seconds.
type Settings struct {
	DefaultInvitation  string `json:"defaultInvitation" minLength:"1" maxLength:"4000" doc:"with variables such as %name%"`
	DefaultVisitorName string `json:"defaultVisitorName" minLength:"1" maxLength:"80"`
	PageChangeGrace    int    `json:"pageChangeGrace" minimum:"1" maximum:"60"`
	SleepTimeout       int    `json:"sleepTimeout" minimum:"1" maximum:"86400"`
	VisitGap           int    `json:"visitGap" minimum:"1" maximum:"86400"`
	InvitationExpiry   int    `json:"invitationExpiry" minimum:"1" maximum:"86400"`
	VisitorGone        int    `json:"visitorGone" minimum:"1" maximum:"86400" doc:"an open conversation ends when the visitor has been gone so long"`
	BothSilent         int    `json:"bothSilent" minimum:"1" maximum:"86400" doc:"both silent so long: asked, and after as long again ended"`
	OperatorAway       int    `json:"operatorAway" minimum:"1" maximum:"600" doc:"an operator not connected for so long loses his conversations to the queue"`
	ResponseTimeout    int    `json:"responseTimeout" minimum:"1" maximum:"600" doc:"how long a chat request rings at an operator"`
	ListExpiration     int    `json:"listExpiration" minimum:"1" maximum:"3600" doc:"how long after the last operator went visitors are told so"`
	WaitingGone        int    `json:"waitingGone" minimum:"1" maximum:"3600" doc:"a waiting visitor off the site so long loses his place"`
	MaxChats           int    `json:"maxChats" minimum:"1" maximum:"20" doc:"dialogs open at an operator up to so many chats"`
	QueueLength        int    `json:"queueLength" minimum:"1" maximum:"1000"`
	MessageLength      int    `json:"messageLength" minimum:"1" maximum:"4000" doc:"characters (Unicode code points) of what is said in a chat"`
	MaxFile            int    `json:"maxFile" minimum:"1" maximum:"100" doc:"megabytes"`
	Routing            string `json:"routing" enum:"first-available,least-busy,round-robin,ring-all"`
	Hours              Hours  `json:"hours"`
	DirectCalls        bool   `json:"directCalls" doc:"the two of a call may connect directly: each can learn the other's address"`
	WebPush            bool   `json:"webPush" doc:"alerts may be pushed to operators' browsers through their makers' push services, encrypted"`
}

// SiteCheck says whether the snippet works.
type SiteCheck struct {
	Verdict    string          `json:"verdict" enum:"waiting,seen,off,wrong-origin,blocked,proxy"`
	LastPage   Millis          `json:"lastPage,omitempty" doc:"when a page of the site was last seen"`
	LastURL    string          `json:"lastURL,omitempty"`
	LastScript Millis          `json:"lastScript,omitempty" doc:"when the script was last fetched for a page of the site"`
	Foreign    []ForeignOrigin `json:"foreign" doc:"origins that used the KEY without being allowed; ten at most"`
	Address    string          `json:"address,omitempty" doc:"masked address the last page seemed to come from"`
	Forwarded  bool            `json:"forwarded" doc:"a proxy that is not trusted hides the visitors' addresses"`
}

// ForeignOrigin is an origin that used a site's KEY without being allowed to.
type ForeignOrigin struct {
	Origin string `json:"origin"`
	Count  int64  `json:"count"`
	Last   Millis `json:"last"`
}

// VisitDetail is a visit with its page views and what is known of the visitor.
type VisitDetail struct {
	Visit       Visit        `json:"visit"`
	FirstSeen   Millis       `json:"firstSeen"`
	Pages       []PageView   `json:"pages" doc:"latest first, 200 at most"`
	Invitations []Invitation `json:"invitations" doc:"of this visit, latest first"`
}

// PageView is one page seen.
type PageView struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
	Zone  string `json:"zone"`
	At    Millis `json:"at"`
}

// VisitorHistory is what was said with a visitor before.
type VisitorHistory struct {
	Conversations []Conversation   `json:"conversations" doc:"latest first, 100 at most"`
	Offline       []OfflineMessage `json:"offline" doc:"latest first, 100 at most"`
}

// Canned is prepared text.
type Canned struct {
	ID       string   `json:"id"`
	Personal bool     `json:"personal" doc:"the caller's own; nobody else sees it"`
	Shortcut string   `json:"shortcut,omitempty" doc:"after / or # in a text"`
	Title    string   `json:"title"`
	Text     string   `json:"text" doc:"with variables such as %name%"`
	Tags     []string `json:"tags" doc:"sorted"`
	Used     int64    `json:"used" doc:"how often it was sent"`
	Files    []File   `json:"files,omitempty" doc:"sent along; their ids may go with any message of an operator"`
}

// Messages is a run of a conversation's messages.
type Messages struct {
	Messages []Message `json:"messages" doc:"in order of their numbers"`
	More     bool      `json:"more" doc:"there are later ones"`
}

// Problem says what went wrong, in words for the person concerned.
type Problem struct {
	Status int               `json:"status"`
	Code   string            `json:"code" enum:"invalid,unauthenticated,forbidden,not-found,conflict,too-large,too-many,unavailable,internal"`
	Detail string            `json:"detail"`
	Who    string            `json:"who,omitempty" doc:"name of the operator who was first"`
	Fields map[string]string `json:"fields,omitempty" doc:"what is wrong with which field"`
}
