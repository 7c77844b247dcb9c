package wire_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"beckon/desk"
	"beckon/wire"
)

// marked fills every field of a value that can be set with text that names it, so that it is seen wherever it appears; numbers and
// times count up, truths are true.
func marked[T any](name string) (v T) {
	n := 0
	mark(reflect.ValueOf(&v).Elem(), name, &n)
	return v
}

func mark(v reflect.Value, name string, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("mark:" + name + ";")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), 1, 1)
		mark(s.Index(0), name, n)
		v.Set(s)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		mark(v.Elem(), name, n)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for _, side := range []desk.Side{desk.FromVisitor, desk.FromOperator} {
			r := marked[desk.CallReport](name + "." + string(side))
			v.SetMapIndex(reflect.ValueOf(side), reflect.ValueOf(r))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.UnixMilli(int64(1_700_000_000_000 + *n))))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				mark(v.Field(i), name+"."+v.Type().Field(i).Name, n)
			}
		}
	}
}

// marks returns the names of the marks that stand in frames, sorted.
func marks(frames []any) []string {
	raw, err := json.Marshal(frames)
	if err != nil {
		panic(err)
	}
	var out []string
	for _, found := range regexp.MustCompile(`mark:([A-Za-z.]+);`).FindAllStringSubmatch(string(raw), -1) {
		out = append(out, found[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func kinds(frames []any) string {
	var out []string
	for _, f := range frames {
		out = append(out, reflect.ValueOf(f).FieldByName("Type").String())
	}
	return strings.Join(out, " ")
}

const me = desk.OperatorID("mark:Conversation.Operator;") // has the conversation

// told is what the desk tells of a fact of each kind: about an invitation, a conversation, an operator, or nothing of these.
func told(e desk.Event, about string) desk.Told {
	t := desk.Told{Event: e, Site: "mark:Site;"}
	if strings.Contains(about, "invitation") {
		i := marked[desk.Invitation]("Invitation")
		t.Invitation = &i
	}
	if strings.Contains(about, "conversation") {
		c := marked[desk.Conversation]("Conversation")
		t.Conversation = &c
	}
	if strings.Contains(about, "request") {
		r := marked[desk.Request]("Request")
		t.Request = &r
	}
	if strings.Contains(about, "line") {
		t.Lines = []desk.Message{marked[desk.Message]("Line")}
	}
	if strings.Contains(about, "operator") {
		o := marked[desk.Operator]("Operator")
		t.Operator = &o
	}
	return t
}

func moved(to desk.InvitationState) desk.Event {
	e := marked[desk.InvitationMoved]("Moved")
	e.To = to
	return &e
}

func typing(by desk.Side) desk.Event {
	return &desk.Typing{Conversation: "mark:Typing;", By: by, On: true, Text: "mark:Typed;"}
}

func signal(from desk.Side) desk.Event {
	e := marked[desk.CallSignalled]("Signal")
	e.From = from
	return &e
}

// answers say what operator and visitor are told of every fact, in frames; "nothing" is an answer.
var answers = []struct {
	told              desk.Told
	operator, visitor string
	colleague         string // what an operator is told who does not have the conversation; "=": the same
}{
	{told(ptr(marked[desk.SiteChanged]("Site")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.SiteChanged]("Site")), "conversation"), "conversation changed", "conversation", "="}, // to those who talk there
	{told(ptr(marked[desk.ZonesChanged]("Zones")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.SettingsChanged]("Settings")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.CannedSaved]("Canned")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.CannedDeleted]("Canned")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.OperatorChanged]("Operator")), "operator"), "operator", "nothing", "="},
	{told(ptr(marked[desk.OperatorArrived]("Operator")), "operator"), "operator", "nothing", "="},
	{told(ptr(marked[desk.OperatorLeft]("Operator")), "operator"), "operator", "nothing", "="},
	{told(ptr(marked[desk.OperatorArrived]("Operator")), "conversation"), "conversation", "conversation", "="}, // to those who talk with him
	{told(ptr(marked[desk.InvitationSent]("Sent")), "invitation"), "invitation", "invitation", "="},
	{told(moved(desk.InvitationIsDelivered), "invitation"), "invitation", "nothing", "="},
	{told(moved(desk.InvitationIsShown), "invitation"), "invitation", "nothing", "="},
	{told(moved(desk.InvitationIsDeclined), "invitation"), "invitation", "gone", "="},
	{told(moved(desk.InvitationIsExpired), "invitation"), "invitation", "gone", "="},
	{told(moved(desk.InvitationIsWithdrawn), "invitation"), "invitation", "gone", "="},
	{told(moved(desk.InvitationIsUndeliverable), "invitation"), "invitation", "gone", "="},
	{told(ptr(marked[desk.InvitationAccepted]("Accepted")), "invitation conversation line"), "invitation conversation message", "gone conversation message", "invitation conversation"},
	{told(ptr(marked[desk.MessageSent]("Said")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.MessagesReceived]("Got")), "conversation"), "conversation", "conversation", "="},
	{told(ptr(marked[desk.MessagesRead]("Read")), "conversation"), "conversation", "conversation", "="},
	{told(ptr(marked[desk.ConversationRated]("Rated")), "conversation"), "conversation", "conversation", "="},
	{told(ptr(marked[desk.ConversationNoted]("Noted")), "conversation"), "conversation note", "nothing", "conversation"},
	{told(ptr(marked[desk.ConversationTagged]("Tagged")), "conversation"), "conversation", "nothing", "="},
	{told(ptr(marked[desk.ConversationUntagged]("Untagged")), "conversation"), "conversation", "nothing", "="},
	{told(ptr(marked[desk.ConversationHeld]("Held")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.ConversationResumed]("Resumed")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.ConversationTaken]("Taken")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.SilenceNoticed]("Silence")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.ConversationEnded]("Ended")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.OfflineMessageLeft]("Left")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.OfflineReplied]("Replied")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.OfflineClosed]("Closed")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.OfflineReopened]("Reopened")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.MailSettingsChanged]("Settings")), ""), "changed changed", "nothing", "="},
	{told(ptr(marked[desk.MailRequeued]("Requeued")), ""), "changed changed", "nothing", "="},
	{told(ptr(marked[desk.MailSettled]("Settled")), ""), "changed changed", "nothing", "="},
	{told(ptr(marked[desk.TranscriptOrdered]("Transcript")), ""), "nothing", "nothing", "="}, // its page is answered by transcript-sent
	{told(ptr(marked[desk.RequestMailed]("Mailed")), ""), "nothing", "nothing", "="},         // the queue tells by MailSettled
	{told(ptr(marked[desk.ConversationReturned]("Returned")), "conversation line request"), "request conversation message", "request conversation message", "request conversation"},
	{told(ptr(marked[desk.VisitorBlocked]("Block")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.VisitorUnblocked]("Block")), ""), "changed", "nothing", "="},
	{told(ptr(marked[desk.FileKept]("File")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.FileForgotten]("File")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.SubscriptionMade]("Subscription")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.SubscriptionEnded]("Subscription")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.ConsoleAttended]("Attended")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.RequestMade]("Made")), "request"), "request", "request", "="},
	{told(ptr(marked[desk.RequestOffered]("Offered")), "request"), "request", "nothing", "="},
	{told(ptr(marked[desk.RequestPassed]("Passed")), "request"), "request", "nothing", "="},
	{told(ptr(marked[desk.RequestAccepted]("Taken")), "request conversation line"), "request conversation message", "request conversation message", "request conversation"},
	{told(ptr(marked[desk.RequestEnded]("Ended")), "request"), "request", "request", "="},
	{told(ptr(marked[desk.AvailabilityChanged]("Availability")), ""), "hours", "availability", "="},
	{told(ptr(marked[desk.VisitStarted]("Visit")), ""), "nothing", "nothing", "="}, // badges go by Update.Visits
	{told(ptr(marked[desk.PageViewed]("View")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.PageTitled]("Title")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.VisitSeen]("Visit")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.VisitorLeft]("Visit")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.VisitEnded]("Visit")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.VisitorSlept]("Visit")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.PageOpened]("Page")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.PageOpened]("Page")), "conversation"), "conversation", "conversation", "="}, // who talks came back
	{told(ptr(marked[desk.PageClosed]("Page")), "conversation"), "conversation", "conversation", "="},
	{told(ptr(marked[desk.PageAttended]("Page")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.CallOffered]("Offered")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.CallAccepted]("Accepted")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.CallEnded]("Ended")), "conversation line"), "conversation message", "conversation message", "conversation"},
	{told(ptr(marked[desk.CallReported]("Reported")), "conversation"), "conversation", "conversation", "="},
	{told(signal(desk.FromVisitor), "conversation"), "signal", "nothing", "nothing"},
	{told(signal(desk.FromOperator), "conversation"), "nothing", "nothing", "nothing"}, // for the call window alone
	{told(ptr(marked[desk.PhoneCame]("Phone")), "conversation"), "conversation", "conversation", "="},
	{told(ptr(marked[desk.PhoneWent]("Phone")), "conversation"), "conversation", "conversation", "="},
	{told(ptr(marked[desk.PhoneSteered]("Phone")), ""), "nothing", "nothing", "="},
	{told(ptr(marked[desk.MicrophoneMeasured]("Level")), ""), "nothing", "level", "="},
	{told(typing(desk.FromVisitor), "conversation"), "typing", "nothing", "nothing"},
	{told(typing(desk.FromOperator), "conversation"), "nothing", "typing", "nothing"},
}

func ptr[T any](v T) *T { return &v }

func TestEveryFactHasAnAnswerForOperatorAndVisitor_Architecture4(t *testing.T) {
	answered := map[string]bool{}
	for _, a := range answers {
		name := a.told.Event.Name()
		answered[name] = true
		if a.colleague == "=" {
			a.colleague = a.operator
		}
		for who, c := range map[string]struct {
			frames []any
			want   string
		}{
			"the operator": {wire.ForOperator(a.told, me), a.operator},
			"a colleague":  {wire.ForOperator(a.told, "a colleague"), a.colleague},
			"the visitor":  {wire.ForVisitor(a.told, "mark:YourName;"), a.visitor},
		} {
			got := kinds(c.frames)
			if got == "" {
				got = "nothing"
			}
			if got != c.want {
				t.Errorf("of %s %s is told %s, want %s", name, who, got, c.want)
			}
		}
	}
	for _, f := range desk.Facts {
		if name := f.Event.Name(); !answered[name] {
			t.Errorf("%s has no answer: what are operators and the visitor told of it? (answers)", name)
		}
	}
}

// visitorSees is all that a visitor may ever read, by where it comes from.
var visitorSees = []string{
	"Accepted.Conversation.Invitation",
	"Conversation.Call.EndedBy", "Conversation.Call.ID", "Conversation.Call.OfferedBy", "Conversation.Call.Reports.operator.Trouble",
	"Conversation.Call.Reports.visitor.Trouble", "Conversation.Call.State", "Conversation.Voice",
	"Availability.NoVoice",
	"Conversation.EndedBy", "Conversation.ID", "Conversation.Kind", "Conversation.OperatorName", "Conversation.State",
	"Line.Conversation", "Line.Files.ID", "Line.Files.Name", "Line.Files.Type", "Line.From", "Line.ID", "Line.Name", "Line.Text", "Line.What",
	"Moved.Invitation",
	"Request.ID", "Request.Kind", "Request.State", "Request.VisitorName",
	"Invitation.ID", "Invitation.Kind", "Invitation.NoVoice", "Invitation.OperatorName", "Invitation.Text",
	"Site", "Typing", "YourName",
}

func TestVisitorIsToldNothingElse_T04(t *testing.T) {
	var seen []string
	for _, a := range answers {
		for _, m := range marks(wire.ForVisitor(a.told, "mark:YourName;")) {
			if !slices.Contains(visitorSees, m) {
				t.Errorf("of %s the visitor reads %s", a.told.Event.Name(), m)
			}
			seen = append(seen, m)
		}
	}
	for _, m := range visitorSees {
		if !slices.Contains(seen, m) {
			t.Errorf("the visitor is never told %s any more: take it from the list", m)
		}
	}
}

func TestCallWindowIsToldNothingElse_T04(t *testing.T) {
	may := append([]string{"Signal.Call", "Signal.Conversation", "Signal.Signal.Kind", "Signal.Signal.Mid", "Signal.Signal.Text"}, visitorSees...)
	for _, a := range answers {
		for _, m := range marks(wire.ForPhone(a.told)) {
			if !slices.Contains(may, m) {
				t.Errorf("of %s the call window reads %s", a.told.Event.Name(), m)
			}
		}
	}
	for from, want := range map[desk.Side]string{desk.FromOperator: "signal", desk.FromVisitor: ""} {
		if got := kinds(wire.ForPhone(told(signal(from), "conversation"))); got != want {
			t.Errorf("of a signal from the %s the call window is told %q, want %q", from, got, want)
		}
	}
}

func TestTypedTextIsToldToItsOperatorWhileHisVisitorKnows_V05(t *testing.T) {
	for _, c := range []struct {
		peeks, hold bool
		who         desk.OperatorID
		want        string
	}{{true, false, me, "[Typed Typing]"}, {false, false, me, "[Typing]"}, {true, true, me, "[Typing]"}, {true, false, "a colleague", "[]"}} {
		typing := told(typing(desk.FromVisitor), "conversation")
		typing.Conversation.SneakPeek, typing.Conversation.Hold = c.peeks, c.hold
		if got := fmt.Sprint(marks(wire.ForOperator(typing, c.who))); got != c.want {
			t.Errorf("peeked at: %t, on hold: %t, %s is told %s, want %s", c.peeks, c.hold, c.who, got, c.want)
		}
	}
}

func TestWelcomeTellsTheVisitorOnlyHisOwn_T04(t *testing.T) {
	a := desk.Arrived{Visitor: "mark:Visitor;", Visit: "mark:Visit;", Site: "mark:SiteID;", SiteName: "mark:Site;", Token: "mark:Token;", YourName: "mark:YourName;"}
	a.Invitation, a.Conversation = ptr(marked[desk.Invitation]("Invitation")), ptr(marked[desk.Conversation]("Conversation"))
	w := wire.WelcomeOf(&a, []desk.Message{marked[desk.Message]("Line")}, "mark:Chat;", desk.Settings{MaxFile: 10, MessageLength: 20})
	may := append([]string{"Token", "Chat"}, visitorSees...)
	for _, m := range marks([]any{w}) {
		if !slices.Contains(may, m) {
			t.Errorf("the visitor is welcomed with %s", m)
		}
	}
	if w.Keep != "browser" || len(w.Messages) != 1 || w.MaxFile != 10 || w.MaxMessage != 20 || w.YourName != a.YourName {
		t.Errorf("got %+v", w)
	}
	a.KeepInTab = true
	if w := wire.WelcomeOf(&a, nil, "", desk.Settings{}); w.Keep != "tab" {
		t.Errorf("in mode visit the identity is kept in the %s, want tab", w.Keep)
	}
}

func TestOperatorsAreToldNoSecrets_PRV2(t *testing.T) {
	visit := marked[desk.Visit]("Visit")
	visit.Invitation, visit.Conversation = ptr(marked[desk.Invitation]("Invitation")), ptr(marked[desk.Conversation]("Conversation"))
	badge := marks([]any{wire.VisitOf(visit)})
	for _, m := range []string{"Invitation.Text", "Visit.Page"} { // the mark on a badge says who, not what
		if slices.Contains(badge, m) {
			t.Errorf("a badge tells %s", m)
		}
	}
	p := desk.Picture{Sites: []desk.Site{marked[desk.Site]("Site")}, Operators: []desk.Operator{marked[desk.Operator]("Operator")}, Visits: []desk.Visit{visit}}
	for _, m := range marks([]any{wire.PictureOf(p, me)}) {
		if strings.Contains(strings.ToLower(m), "password") || strings.Contains(strings.ToLower(m), "secret") || strings.Contains(strings.ToLower(m), "token") {
			t.Errorf("the picture tells %s", m)
		}
	}
}

func TestMailPasswordNeverLeaves_MAI1(t *testing.T) {
	s := marked[desk.MailSettings]("Mail")
	got := marks([]any{wire.MailSettingsOf(s, true)})
	if slices.Contains(got, "Mail.Password") || !slices.Contains(got, "Mail.User") {
		t.Errorf("the mail settings tell %v", got)
	}
	changed := told(&desk.MailSettingsChanged{Settings: s}, "")
	if got := marks(append(wire.ForOperator(changed, me), wire.ForVisitor(changed, "")...)); len(got) > 0 {
		t.Errorf("of changed mail settings consoles and pages are told %v", got)
	}
}

func TestPlaceOnTheBoardComesBack_OFF2(t *testing.T) {
	at := time.UnixMilli(1_700_000_000_123)
	b := wire.BoardOf(desk.Board{Messages: []desk.OfflineMessage{{ID: "later"}, {ID: "a_message-1", At: at}}, More: true})
	if got, than, ok := wire.BeforeOf(b.Next); !ok || !got.Equal(at) || than != "a_message-1" {
		t.Errorf("of %q got %v %s %t", b.Next, got, than, ok)
	}
	for _, bad := range []string{"", "x", "1700000000123", "0.id", "-1.id", "1700000000123.", "9999999999999999999999.id"} {
		if _, _, ok := wire.BeforeOf(bad); ok {
			t.Errorf("%q is taken for a place on the board", bad)
		}
	}
	if b := wire.BoardOf(desk.Board{Messages: []desk.OfflineMessage{{ID: "last", At: at}}}); b.Next != "" {
		t.Errorf("the last run goes on at %q", b.Next)
	}
}

func TestListsAreNeverNull_API4(t *testing.T) {
	for name, v := range map[string]any{
		"picture": wire.PictureOf(desk.Picture{}, me), "visit": wire.VisitOf(desk.Visit{}), "site": wire.SiteOf(desk.Site{}), "zone": wire.ZoneOf(desk.Zone{}),
		"profile": wire.ProfileOf(desk.Profile{}), "history": wire.HistoryOf(nil, nil), "messages": wire.MessagesOf(nil, false), "check": wire.CheckOf(desk.SiteCheck{}),
		"board": wire.BoardOf(desk.Board{}), "message": wire.CorrespondenceOf(desk.Correspondence{}), "queue": wire.MailQueueOf(desk.MailQueue{}),
		"visits": wire.UpdateOf(desk.Update{Gone: []desk.VisitID{"x"}}, me)[0], "sites": wire.ForOperator(told(&desk.SiteChanged{}, ""), me)[0],
	} {
		raw, err := json.Marshal(v)
		if err != nil || strings.Contains(string(raw), "null") {
			t.Errorf("%s travels as %s, %v", name, raw, err)
		}
	}
}

func TestMomentsTravelAsMilliseconds_Protocol(t *testing.T) {
	if got := wire.MillisOf(time.Time{}); got != 0 {
		t.Errorf("no moment travels as %d, want 0", got)
	}
	if got := wire.MillisOf(time.UnixMilli(1_700_000_000_123)); got != 1_700_000_000_123 {
		t.Errorf("got %d", got)
	}
}

func TestSettingsComeBackAsTheyWent_Settings(t *testing.T) {
	if got := wire.SettingsOf(desk.DefaultSettings()).Desk(); !cmp.Equal(got, desk.DefaultSettings(), cmpopts.EquateEmpty()) {
		t.Errorf("got %+v, want %+v", got, desk.DefaultSettings())
	}
}

func TestTenMostFrequentRobotsAreNamed_MON8(t *testing.T) {
	k := desk.KeptOut{Robots: 78, RobotNames: map[string]int64{}}
	for n := range 12 {
		k.RobotNames[fmt.Sprint("robot", n)] = int64(n + 1)
	}
	got := wire.KeptOutOf(k)
	if len(got.RobotNames) != 10 || got.RobotNames["robot11"] != 12 || got.RobotNames["robot1"] != 0 || got.Robots != 78 {
		t.Errorf("got %+v", got)
	}
}
