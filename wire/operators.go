package wire

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"beckon/desk"
)

// MillisOf returns a moment as it travels.
func MillisOf(t time.Time) Millis {
	if t.IsZero() {
		return 0
	}
	return Millis(t.UnixMilli())
}

// VisitOf returns a badge.
func VisitOf(v desk.Visit) Visit {
	out := Visit{
		ID: string(v.ID), Visitor: string(v.Visitor), Site: string(v.Site), Name: v.Name, Country: v.Country, City: v.City, Language: v.Language,
		Browser: v.Browser, OS: v.OS, Device: v.Device, Screen: v.Screen, Address: v.Address, Zone: string(v.Zone), Trail: make([]string, len(v.Trail)),
		URL: v.URL, Title: v.Title, Entry: v.Entry, Referrer: v.Referrer, Started: MillisOf(v.Started), PageSince: MillisOf(v.PageSince), Pages: v.Pages,
		Visits: v.Visits, Tabs: v.Tabs, Presence: string(v.Presence), Sleeping: v.Sleeping, Refused: v.Refused,
	}
	for i, z := range v.Trail {
		out.Trail[i] = string(z)
	}
	if i := v.Invitation; i != nil {
		out.Invitation = &InvitationMark{ID: string(i.ID), Operator: string(i.Operator), OperatorName: i.OperatorName, State: string(i.State)}
	}
	if c := v.Conversation; c != nil {
		out.Conversation = &ConversationMark{ID: string(c.ID), Kind: string(c.Kind), Operator: string(c.Operator), OperatorName: c.OperatorName, Hold: c.Hold}
	}
	if r := v.Request; r != nil {
		out.Request = &RequestMark{ID: string(r.ID), Kind: string(r.Kind), Asked: MillisOf(r.Asked), Returned: r.Returned}
	}
	return out
}

// InvitationOf returns an invitation as operators see it.
func InvitationOf(i desk.Invitation) Invitation {
	return Invitation{
		ID: string(i.ID), Visitor: string(i.Visitor), Visit: string(i.Visit), Site: string(i.Site), Operator: string(i.Operator), OperatorName: i.OperatorName,
		Text: i.Text, Kind: string(i.Kind), State: string(i.State), Why: i.Why, Sent: MillisOf(i.Sent), Delivered: MillisOf(i.Delivered), Shown: MillisOf(i.Shown),
		Ended: MillisOf(i.Ended), Expires: MillisOf(i.Expires), Conversation: string(i.Conversation),
	}
}

// ConversationOf returns a conversation as operators see it.
func ConversationOf(c desk.Conversation) Conversation {
	return Conversation{
		ID: string(c.ID), Visitor: string(c.Visitor), Visit: string(c.Visit), Site: string(c.Site), Invitation: string(c.Invitation), Kind: string(c.Kind),
		State: string(c.State), Hold: c.Hold, Operator: string(c.Operator), OperatorName: c.OperatorName, VisitorName: c.VisitorName, Started: MillisOf(c.Started),
		Ended: MillisOf(c.Ended), EndedBy: string(c.EndedBy), LastSeq: c.LastSeq, VisitorGot: c.VisitorGot, OperatorGot: c.OperatorGot, VisitorAway: c.VisitorAway,
		VisitorRead: c.VisitorRead, OperatorRead: c.OperatorRead, Stars: c.Rating.Stars, Comment: c.Rating.Comment, Tags: append([]string{}, c.Tags...), Call: CallOf(c.Call), Phone: c.Phone,
	}
}

// MessageOf returns a line as operators see it.
func MessageOf(m desk.Message) Message {
	return Message{
		Conversation: string(m.Conversation), Seq: m.Seq, ID: string(m.ID), From: string(m.From), Name: m.Name, Operator: string(m.Operator), What: string(m.What),
		Text: m.Text, Files: filesOf(m.Files), At: MillisOf(m.At),
	}
}

// MessagesOf returns a run of lines as operators see them.
func MessagesOf(list []desk.Message, more bool) Messages {
	return Messages{Messages: each(list, MessageOf), More: more}
}

// OperatorOf returns an operator.
func OperatorOf(o desk.Operator) Operator {
	return Operator{
		ID: string(o.ID), Login: o.Login, Name: o.Name, Email: o.Email, Administrator: o.Administrator, Disabled: o.Disabled, Online: o.Online, LiveHelp: o.LiveHelp, NoCalls: o.NoCalls,
		NoOfflineMail: o.NoOfflineMail, RequestMail: o.RequestMail,
	}
}

// SiteOf returns a site.
func SiteOf(s desk.Site) Site {
	return Site{ID: string(s.ID), Name: s.Name, Key: s.Key, Mode: string(s.Mode), Origins: append([]string{}, s.Origins...), SneakPeek: s.SneakPeek, Button: ButtonOf(s.Button)}
}

// ZoneOf returns a zone.
func ZoneOf(z desk.Zone) Zone {
	return Zone{
		ID: string(z.ID), Site: string(z.Site), Parent: string(z.Parent), Name: z.Name, Colour: z.Colour, Patterns: append([]string{}, z.Patterns...),
		Order: z.Order, Default: z.Default,
	}
}

// topRobots is how many names of robots a console is told.
const topRobots = 10

// KeptOutOf returns the counts of who is not on the monitor.
func KeptOutOf(k desk.KeptOut) KeptOut {
	names := slices.SortedFunc(maps.Keys(k.RobotNames), func(a, b string) int { return cmp.Compare(k.RobotNames[b], k.RobotNames[a]) })
	top := map[string]int64{}
	for _, n := range names[:min(topRobots, len(names))] {
		top[n] = k.RobotNames[n]
	}
	return KeptOut{Robots: k.Robots, RobotNames: top, Privacy: k.Privacy, UnknownSite: k.UnknownSite, UnknownKey: k.UnknownKey, SiteOff: k.SiteOff, Blocked: k.Blocked, OverCapacity: k.OverCapacity}
}

// CannedOf returns a canned message.
func CannedOf(c desk.Canned) Canned {
	return Canned{
		ID: string(c.ID), Personal: c.Owner != "", Shortcut: c.Shortcut, Title: c.Title, Text: c.Text, Tags: append([]string{}, c.Tags...), Used: c.Used, Files: filesOf(c.Files),
	}
}

// HistoryOf returns what was said with a visitor before.
func HistoryOf(conversations []desk.Conversation, offline []desk.OfflineMessage) VisitorHistory {
	return VisitorHistory{Conversations: each(conversations, ConversationOf), Offline: each(offline, OfflineOf)}
}

// ProfileOf returns a visit with its page views and invitations.
func ProfileOf(p desk.Profile) VisitDetail {
	return VisitDetail{
		Visit: VisitOf(p.Visit), FirstSeen: MillisOf(p.Visit.FirstSeen), Invitations: each(p.Invitations, InvitationOf),
		Pages: each(p.Pages, func(v desk.PageView) PageView {
			return PageView{ID: string(v.Page), URL: v.URL, Title: v.Title, Zone: string(v.Zone), At: MillisOf(v.At)}
		}),
	}
}

// CheckOf returns the live check of a site's snippet.
func CheckOf(c desk.SiteCheck) SiteCheck {
	return SiteCheck{
		Verdict: c.Verdict, LastPage: MillisOf(c.LastPage), LastURL: c.LastURL, LastScript: MillisOf(c.LastScript), Address: c.Address, Forwarded: c.Forwarded,
		Foreign: each(c.Foreign, func(f desk.ForeignOrigin) ForeignOrigin {
			return ForeignOrigin{Origin: f.Origin, Count: f.Count, Last: MillisOf(f.Last)}
		}),
	}
}

// SettingsOf returns the settings.
func SettingsOf(s desk.Settings) Settings {
	seconds := func(d time.Duration) int { return int(d / time.Second) }
	return Settings{
		DefaultInvitation: s.DefaultInvitation, DefaultVisitorName: s.DefaultVisitorName, PageChangeGrace: seconds(s.PageChangeGrace), SleepTimeout: seconds(s.SleepTimeout),
		VisitGap: seconds(s.VisitGap), InvitationExpiry: seconds(s.InvitationExpiry), VisitorGone: seconds(s.VisitorGone), BothSilent: seconds(s.BothSilent),
		OperatorAway: seconds(s.OperatorAway), ResponseTimeout: seconds(s.ResponseTimeout), ListExpiration: seconds(s.ListExpiration), WaitingGone: seconds(s.WaitingGone),
		MaxChats: s.MaxChats, QueueLength: s.QueueLength, MessageLength: s.MessageLength, MaxFile: int(s.MaxFile >> 20), Routing: string(s.Routing), Hours: HoursOf(s.Hours), WebPush: s.WebPush, DirectCalls: s.DirectCalls,
	}
}

// Desk returns the settings as the desk has them.
func (s Settings) Desk() desk.Settings {
	d := func(seconds int) time.Duration { return time.Duration(seconds) * time.Second }
	return desk.Settings{
		DefaultInvitation: s.DefaultInvitation, DefaultVisitorName: s.DefaultVisitorName, PageChangeGrace: d(s.PageChangeGrace), SleepTimeout: d(s.SleepTimeout),
		VisitGap: d(s.VisitGap), InvitationExpiry: d(s.InvitationExpiry), VisitorGone: d(s.VisitorGone), BothSilent: d(s.BothSilent), OperatorAway: d(s.OperatorAway), ResponseTimeout: d(s.ResponseTimeout), ListExpiration: d(s.ListExpiration), WaitingGone: d(s.WaitingGone),
		MaxChats: s.MaxChats, QueueLength: s.QueueLength, MessageLength: s.MessageLength, MaxFile: int64(s.MaxFile) << 20, Routing: desk.Routing(s.Routing), Hours: s.Hours.Desk(), WebPush: s.WebPush, DirectCalls: s.DirectCalls,
	}
}

// PictureOf returns the whole picture for an operator.
func PictureOf(p desk.Picture, me desk.OperatorID) PictureFrame {
	return PictureFrame{
		Type: "picture", At: MillisOf(p.At), Epoch: p.Epoch, Me: string(me), Sites: each(p.Sites, SiteOf), Zones: each(p.Zones, ZoneOf), Visits: each(p.Visits, VisitOf),
		Invitations: each(p.Invitations, InvitationOf), Conversations: each(p.Conversations, ConversationOf), Operators: each(p.Operators, OperatorOf),
		Requests: each(p.Requests, RequestOf),
		KeptOut:  KeptOutOf(p.KeptOut),
		Closed:   p.Closed,
	}
}

// UpdateOf returns the frames that tell an operator what has changed.
func UpdateOf(u desk.Update, me desk.OperatorID) []any {
	var out []any
	for _, t := range u.Told {
		out = append(out, ForOperator(t, me)...)
	}
	if len(u.Visits) > 0 || len(u.Gone) > 0 || len(u.Talks) > 0 || u.KeptOut != nil {
		f := VisitsFrame{Type: "visits", At: MillisOf(time.Now()), Changed: each(u.Visits, VisitOf), Gone: each(u.Gone, func(id desk.VisitID) string { return string(id) })}
		if len(u.Talks) > 0 {
			f.Talks = each(u.Talks, ConversationOf)
		}
		if u.KeptOut != nil {
			k := KeptOutOf(*u.KeptOut)
			f.KeptOut = &k
		}
		out = append(out, f)
	}
	return out
}

// ForOperator returns what an operator is told of a fact: how the invitation, conversation and operator it concerns stand, and, of his
// own conversations, the lines and whether the visitor types.
func ForOperator(t desk.Told, me desk.OperatorID) []any {
	var out []any
	if e, is := t.Event.(*desk.Typing); is {
		if e.By == desk.FromVisitor && t.Conversation.Operator == me {
			f := TypingFrame{Type: "typing", Conversation: string(e.Conversation), On: e.On}
			if t.Conversation.SneakPeek && !t.Conversation.Hold { // another node may have let it pass while that changed
				f.Text = e.Text
			}
			return []any{f}
		}
		return nil
	}
	if e, is := t.Event.(*desk.CallSignalled); is {
		if e.From == desk.FromVisitor && t.Conversation.Operator == me {
			return []any{SignalOf(e)}
		}
		return nil
	}
	if t.Invitation != nil {
		out = append(out, InvitationFrame{Type: "invitation", Invitation: InvitationOf(*t.Invitation)})
	}
	if t.Request != nil {
		out = append(out, RequestFrame{Type: "request", Request: RequestOf(*t.Request)})
	}
	if t.Conversation != nil {
		out = append(out, ConversationFrame{Type: "conversation", Conversation: ConversationOf(*t.Conversation)})
		if t.Conversation.Operator == me {
			for _, m := range t.Lines {
				out = append(out, MessageFrame{Type: "message", Message: MessageOf(m)})
			}
		}
	}
	if t.Operator != nil {
		out = append(out, OperatorFrame{Type: "operator", Operator: OperatorOf(*t.Operator)})
	}
	switch e := t.Event.(type) {
	case *desk.SiteChanged:
		out = append(out, ChangedFrame{Type: "changed", What: "sites", Sites: []Site{SiteOf(e.Site)}})
	case *desk.ZonesChanged:
		out = append(out, ChangedFrame{Type: "changed", What: "zones", Zones: each(e.Zones, ZoneOf)})
	case *desk.SettingsChanged:
		out = append(out, ChangedFrame{Type: "changed", What: "settings"})
	case *desk.AvailabilityChanged:
		out = append(out, HoursFrame{Type: "hours", Closed: e.Closed})
	case *desk.VisitorBlocked, *desk.VisitorUnblocked:
		out = append(out, ChangedFrame{Type: "changed", What: "blocks"})
	case *desk.ConversationNoted:
		if t.Conversation != nil && t.Conversation.Operator == me {
			out = append(out, NoteFrame{Type: "note", Note: NoteOf(e.Note)})
		}
	case *desk.CannedSaved, *desk.CannedDeleted:
		out = append(out, ChangedFrame{Type: "changed", What: "canned"})
	case *desk.OfflineMessageLeft, *desk.OfflineReplied, *desk.OfflineClosed, *desk.OfflineReopened:
		out = append(out, ChangedFrame{Type: "changed", What: "offline"})
	case *desk.MailSettled, *desk.MailRequeued, *desk.MailSettingsChanged: // a reply's mail stands otherwise, or whether replies can be sent
		out = append(out, ChangedFrame{Type: "changed", What: "mail"}, ChangedFrame{Type: "changed", What: "offline"})
	}
	return out
}

func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}
