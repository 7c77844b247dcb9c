package wire

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"beckon/desk"
)

// OfflineMessage is what a visitor left when nobody answered.
type OfflineMessage struct {
	ID           string `json:"id"`
	Visitor      string `json:"visitor"`
	Site         string `json:"site"`
	Conversation string `json:"conversation,omitempty" doc:"that nobody could take"`
	Name         string `json:"name,omitempty"`
	Email        string `json:"email"`
	Subject      string `json:"subject,omitempty"`
	Text         string `json:"text"`
	Files        []File `json:"files,omitempty" doc:"left with it; may be fetched by whoever may read the message"`
	At           Millis `json:"at"`
	State        string `json:"state" enum:"unanswered,closed"`
	Closed       Millis `json:"closed,omitempty"`
	ClosedBy     string `json:"closedBy,omitempty" doc:"operator"`
	ClosedByName string `json:"closedByName,omitempty"`
	Answered     int    `json:"answered" doc:"how many replies there are"`
}

// Board is a run of the Message board.
type Board struct {
	Messages   []OfflineMessage `json:"messages" doc:"latest first"`
	Next       string           `json:"next,omitempty" doc:"give it as before to get those that follow; absent: there are none"`
	Unanswered int              `json:"unanswered" doc:"in all"`
	Oldest     string           `json:"oldest,omitempty" doc:"the unanswered message that waits longest"`
}

// Correspondence is an off-line message with all that is needed to answer it.
type Correspondence struct {
	Message   OfflineMessage `json:"message"`
	Replies   []OfflineReply `json:"replies" doc:"in the order sent"`
	Addresses []string       `json:"addresses" doc:"known of the visitor, that of the message first"`
	Visit     *Visit         `json:"visit,omitempty" doc:"the visitor's latest"`
	CanMail   bool           `json:"canMail" doc:"e-mail is set up"`
}

// OfflineReply is an operator's answer to an off-line message.
type OfflineReply struct {
	ID           string     `json:"id"`
	Operator     string     `json:"operator"`
	OperatorName string     `json:"operatorName"`
	Text         string     `json:"text" doc:"as it was sent"`
	Files        []File     `json:"files,omitempty" doc:"that went with it"`
	At           Millis     `json:"at"`
	To           []Delivery `json:"to"`
}

// Delivery says how the mail to one address stands.
type Delivery struct {
	Address string `json:"address"`
	State   string `json:"state" enum:"queued,sent,failed"`
	Trouble string `json:"trouble,omitempty" enum:"unreachable,encryption,sign-in,sender,busy,recipient,refused,unfit,file" doc:"of the last try"`
}

// NewReply is a reply as an operator sends it.
type NewReply struct {
	ID     string   `json:"id" doc:"made by the caller: 16 to 32 characters of A-Z a-z 0-9 _ -; the same id never makes a second copy"`
	To     []string `json:"to" minItems:"1" maxItems:"10" doc:"each gets a mail of its own"`
	Text   string   `json:"text" doc:"with variables such as %name%"`
	Files  []string `json:"files,omitempty" maxItems:"5" doc:"ids of files attached by POST /offline/{id}/files, or of canned messages; 10 MB together at most"`
	Canned string   `json:"canned,omitempty" doc:"the canned message that the text was made from; it counts as used"`
	Seen   int      `json:"seen" minimum:"0" doc:"how many replies the caller has seen: more of them are a conflict"`
}

// OfflineOf returns an off-line message.
func OfflineOf(m desk.OfflineMessage) OfflineMessage {
	return OfflineMessage{
		ID: string(m.ID), Visitor: string(m.Visitor), Site: string(m.Site), Conversation: string(m.Conversation), Name: m.Name, Email: m.Email, Subject: m.Subject, Text: m.Text, Files: filesOf(m.Files),
		At: MillisOf(m.At), State: string(cmp.Or(m.State, desk.OfflineIsUnanswered)), Closed: MillisOf(m.Closed), ClosedBy: string(m.ClosedBy), ClosedByName: m.ClosedByName,
		Answered: m.Answered,
	}
}

// BoardOf returns a run of the Message board.
func BoardOf(b desk.Board) Board {
	out := Board{Messages: each(b.Messages, OfflineOf), Unanswered: b.Unanswered, Oldest: string(b.Oldest)}
	if n := len(b.Messages); b.More && n > 0 {
		last := b.Messages[n-1]
		out.Next = strconv.FormatInt(last.At.UnixMilli(), 10) + "." + string(last.ID)
	}
	return out
}

// BeforeOf reads what a Board gave as Next; false when it is none.
func BeforeOf(next string) (at time.Time, than desk.OfflineID, ok bool) {
	ms, id, found := strings.Cut(next, ".")
	n, err := strconv.ParseInt(ms, 10, 64)
	if !found || err != nil || n <= 0 || id == "" {
		return time.Time{}, "", false
	}
	return time.UnixMilli(n), desk.OfflineID(id), true
}

// CorrespondenceOf returns an off-line message with its replies.
func CorrespondenceOf(c desk.Correspondence) Correspondence {
	out := Correspondence{
		Message: OfflineOf(c.Message), Replies: each(c.Message.Replies, replyOf), Addresses: append([]string{}, c.Addresses...), CanMail: c.CanMail,
	}
	if c.Visit.ID != "" {
		v := VisitOf(c.Visit)
		out.Visit = &v
	}
	return out
}

func replyOf(r desk.OfflineReply) OfflineReply {
	return OfflineReply{
		ID: string(r.ID), Operator: string(r.Operator), OperatorName: r.OperatorName, Text: r.Text, Files: filesOf(r.Files), At: MillisOf(r.At),
		To: each(r.Mails, func(m desk.Mail) Delivery {
			return Delivery{Address: m.To, State: string(m.State), Trouble: string(m.Trouble)}
		}),
	}
}
