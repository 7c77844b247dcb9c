package wire

import "beckon/desk"

// MailSettings say which mail server sends for us, and as whom. The password goes in and never comes out.
type MailSettings struct {
	Host              string `json:"host" maxLength:"253" doc:"empty: e-mail is not set up"`
	Port              int    `json:"port" minimum:"1" maximum:"65535"`
	TLS               string `json:"tls" enum:"starttls,tls,none"`
	User              string `json:"user" maxLength:"256" doc:"empty: no sign-in"`
	HasPassword       bool   `json:"hasPassword" readOnly:"true"`
	FromAddress       string `json:"fromAddress" maxLength:"254"`
	FromName          string `json:"fromName" maxLength:"80"`
	TranscriptSubject string `json:"transcriptSubject" minLength:"1" maxLength:"200" doc:"with variables: %site%, %name%, %visitor%"`
}

// MailSettingsChange replaces the mail settings.
type MailSettingsChange struct {
	Host              string  `json:"host" maxLength:"253"`
	Port              int     `json:"port" minimum:"1" maximum:"65535"`
	TLS               string  `json:"tls" enum:"starttls,tls,none"`
	User              string  `json:"user" maxLength:"256"`
	Password          *string `json:"password,omitempty" maxLength:"512" doc:"absent: the stored one stays, for the same server and user"`
	FromAddress       string  `json:"fromAddress" maxLength:"254"`
	FromName          string  `json:"fromName" maxLength:"80"`
	TranscriptSubject string  `json:"transcriptSubject" minLength:"1" maxLength:"200"`
}

// MailTest says in words what came of a test message.
type MailTest struct {
	Sent bool   `json:"sent"`
	Text string `json:"text" doc:"in words"`
}

// MailQueue is how the mail queue stands.
type MailQueue struct {
	Waiting int    `json:"waiting"`
	Failed  int    `json:"failed" doc:"given up after three days, or refused for good"`
	Mails   []Mail `json:"mails" doc:"those not sent, latest first, 50 at most"`
}

// Mail is an e-mail that is not sent.
type Mail struct {
	ID       string `json:"id"`
	Kind     string `json:"kind" enum:"notice,request,reply,transcript"`
	To       string `json:"to"`
	Subject  string `json:"subject"`
	Offline  string `json:"offline,omitempty" doc:"the off-line message it is about"`
	State    string `json:"state" enum:"queued,failed"`
	Trouble  string `json:"trouble,omitempty" enum:"unreachable,encryption,sign-in,sender,busy,recipient,refused,unfit,file" doc:"of the last try"`
	Attempts int    `json:"attempts"`
	Queued   Millis `json:"queued"`
	Next     Millis `json:"next,omitempty" doc:"when it is tried next"`
}

// TranscriptFrame asks for a conversation by e-mail.
type TranscriptFrame struct {
	Type         string `json:"type" enum:"transcript"`
	Conversation string `json:"conversation"`
	Email        string `json:"email"`
}

// TranscriptSentFrame says that the transcript is on its way.
type TranscriptSentFrame struct {
	Type         string `json:"type" enum:"transcript-sent"`
	Conversation string `json:"conversation"`
}

// MailSettingsOf returns the mail settings; what password there is stays behind.
func MailSettingsOf(s desk.MailSettings, hasPassword bool) MailSettings {
	return MailSettings{
		Host: s.Host, Port: s.Port, TLS: string(s.TLS), User: s.User, HasPassword: hasPassword, FromAddress: s.FromAddress, FromName: s.FromName,
		TranscriptSubject: s.TranscriptSubject,
	}
}

// Desk returns the settings as the desk has them, without the password.
func (s MailSettingsChange) Desk() desk.MailSettings {
	return desk.MailSettings{
		Host: s.Host, Port: s.Port, TLS: desk.MailTLS(s.TLS), User: s.User, FromAddress: s.FromAddress, FromName: s.FromName, TranscriptSubject: s.TranscriptSubject,
	}
}

// MailQueueOf returns how the mail queue stands.
func MailQueueOf(q desk.MailQueue) MailQueue {
	return MailQueue{Waiting: q.Waiting, Failed: q.Failed, Mails: each(q.Mails, func(m desk.Mail) Mail {
		out := Mail{
			ID: string(m.ID), Kind: string(m.Kind), To: m.To, Subject: m.Subject, Offline: string(m.Offline), State: string(m.State), Trouble: string(m.Trouble),
			Attempts: m.Attempts, Queued: MillisOf(m.Queued),
		}
		if m.State == desk.MailIsQueued {
			out.Next = MillisOf(m.Next)
		}
		return out
	})}
}
