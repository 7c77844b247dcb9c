package desktest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"beckon/desk"
)

// contract is what the suite asks of a store.
var contract = []struct {
	name string
	test func(*testing.T, *ledger)
}{
	{"EveryFactIsAccepted", everyFactIsAccepted},
	{"EmptyStoreLoadsWithSecretAndEpoch", emptyStoreLoads},
	{"SetUpComesBackAfterLoad", setUpComesBack},
	{"LoginIsTakenOnce", loginIsTakenOnce},
	{"CannedMessagesAreKeptChangedAndDeleted", cannedMessages},
	{"PersonalCannedMessagesAreTheirOwners", personalCanned},
	{"ShortcutIsTakenOnceOfItsKind", shortcutIsTakenOnce},
	{"CannedMessageIsCountedWithTheMessage", cannedIsCounted},
	{"ReadNumbersOnlyGrowAndWereReceived", readNumbersGrow},
	{"RatingIsKeptOfWhatHasEnded", ratingIsKept},
	{"TagsAreKeptSortedEachOnce", tagsAreKept},
	{"NotesAreKeptOnceAndAreNoLines", notesAreKept},
	{"WordsFindConversations", wordsFindConversations},
	{"WordsFindWhatIsSaidNow", wordsFindAtOnce},
	{"ArchiveIsNarrowed", archiveIsNarrowed},
	{"ArchivePagesMissNothing", archivePages},
	{"WhatIsLookedForIsDataOnly", lookedForIsData},
	{"OneOfManyInvitationsWins", oneOfManyInvitationsWins},
	{"OpenConversationBlocksInvitation", openConversationBlocksInvitation},
	{"InvitationSentAgainIsTheOneThatStands", invitationSentAgain},
	{"InvitationMovesOnceAndNotAfterItsEnd", invitationMoves},
	{"InvitationBeforeItsVisitIsStored", invitationBeforeVisit},
	{"OpenWithAVisitor", openWithVisitor},
	{"OneOfTwoAcceptsWins", oneOfTwoAcceptsWins},
	{"OneOfAcceptAndWithdrawWins", oneOfAcceptAndWithdrawWins},
	{"NumbersHaveNoGapsAndNoDoubles", numbersHaveNoGaps},
	{"OneCallAtATime", oneCallAtATime},
	{"RepeatedMessageIsTheSameLine", repeatedMessage},
	{"OneOfManyCopiesOfAMessageIsKept", oneOfManyCopies},
	{"TextSurvivesAsItIs", textSurvives},
	{"MessagesComeByNumber", messagesComeByNumber},
	{"HoldAndResumeOnce", holdAndResume},
	{"ConversationIsTakenFromItsOperatorOnly", conversationIsTaken},
	{"SilenceIsNoticedOnce", silenceIsNoticedOnce},
	{"NothingIsSaidAfterTheEnd", nothingAfterTheEnd},
	{"OneOfTwoEndingsIsKept", oneOfTwoEndings},
	{"ReceivedNumbersOnlyGrow", receivedNumbersGrow},
	{"LoadGivesBackWhatIsOpen", loadGivesBackWhatIsOpen},
	{"VisitorReturns", visitorReturns},
	{"VisitIsSeenAndEnded", visitIsSeen},
	{"ManyVisitsOfOneVisitorInABatch", manyVisitsInABatch},
	{"PageViewCountsOnce", pageViewCountsOnce},
	{"VisitStartedAgainStaysAsItIs", visitStartedAgain},
	{"SubscriptionIsOnePerSession", subscriptionIsOnePerSession},
	{"OldestSubscriptionGoes", oldestSubscriptionGoes},
	{"PushKeyStays", pushKeyStays},
	{"FileIsKeptOnce", fileIsKeptOnce},
	{"FilesOfAVisitorAreCounted", filesAreCounted},
	{"BlocksComeBackAfterLoad", blocksComeBack},
	{"MessageCarriesFiles", messageCarriesFiles},
	{"KeysAreFound", keysAreFound},
	{"CannedMessageKeepsItsFiles", cannedKeepsFiles},
	{"CannedMessagesFileGoesWithManyMessages", cannedFileIsSent},
	{"RequestIsMadeOnce", requestIsMadeOnce},
	{"WhoWaitsTalksOrIsInvitedCannotAsk", busyVisitorCannotAsk},
	{"OneOfManyAcceptsOfARequestWins", oneOfManyTakesARequest},
	{"PassesComeBackAfterLoad", passesComeBack},
	{"ConversationInTheQueueEndsWithItsRequest", conversationInTheQueue},
	{"HistoryIsLatestFirst", historyIsLatestFirst},
	{"OfflineMessageIsKeptOnce", offlineMessageOnce},
	{"OfflineMessageKeepsItsFiles", offlineMessageKeepsFiles},
	{"FileIsEnclosedOrForgotten", fileIsEnclosedOrForgotten},
	{"OfflineFilesAreTheirVisitors", offlineFilesAreTheirVisitors},
	{"ReplyIsKeptWithItsMailsOrNotAtAll", replyIsKeptWithItsMailsOrNotAtAll},
	{"ReplyCarriesFilesAndSoDoItsMails", replyCarriesFiles},
	{"CannedMessageIsCountedWithTheReply", cannedIsCountedWithReply},
	{"OneOfTwoRepliesWins", oneOfTwoRepliesWins},
	{"MessageIsClosedAndReopened", messageIsClosedAndReopened},
	{"BoardIsReadInRuns", boardIsReadInRuns},
	{"AddressesOfAVisitorUsedLastFirst", addressesOfAVisitor},
	{"VisitIsReadHoweverOld", visitIsReadHoweverOld},
	{"MailIsClaimedByOne", mailIsClaimedByOne},
	{"MailIsSettledOnce", mailIsSettledOnce},
	{"WaitingMailIsHurried", waitingMailIsHurried},
	{"TranscriptsAreFew", transcriptsAreFew},
	{"MailsOfRequestsAreFarApart", requestMails},
	{"OneOfTwoMailsOfRequestsIsQueued", oneOfTwoRequestMails},
	{"UnknownIsNotFound", unknownIsNotFound},
}

// StoreSuite is the contract of desk.Store: whatever passes it can stand under a desk. open returns an empty store for one test and
// closes it with the test.
func StoreSuite(t *testing.T, open func(t *testing.T) desk.Store) {
	for _, c := range contract {
		t.Run(c.name, func(t *testing.T) { c.test(t, &ledger{Store: open(t), t: t, now: begin}) })
	}
}

// begin is when the suite's stories begin.
var begin = time.Date(2026, 3, 1, 12, 0, 0, 123_000_000, time.UTC)

// ledger writes into a store what happens in the suite's stories.
type ledger struct {
	desk.Store
	t   testing.TB
	now time.Time
	n   int
}

// later returns the next moment, a second after the last.
func (l *ledger) later() time.Time {
	l.now = l.now.Add(time.Second)
	return l.now
}

func (l *ledger) id(of string) string {
	l.n++
	return fmt.Sprintf("%s-%0*d", of, 19-len(of), l.n)
}

func (l *ledger) record(e desk.Event) {
	l.t.Helper()
	Record(l.t, l.Store, e)
}

func (l *ledger) recordSoon(batch ...desk.Event) {
	l.t.Helper()
	if err := l.RecordSoon(context.Background(), batch); err != nil {
		l.t.Fatalf("record soon: %v", err)
	}
}

// refuses checks that a fact is refused with a kind, and returns who was first.
func (l *ledger) refuses(e desk.Event, want desk.Kind) string {
	l.t.Helper()
	err := l.Record(context.Background(), e)
	if err == nil || desk.KindOf(err) != want {
		l.t.Fatalf("record %s: got error %v (kind %d), want kind %d", e.Name(), err, desk.KindOf(err), want)
	}
	return whoOf(err)
}

func (l *ledger) load() desk.Saved {
	l.t.Helper()
	saved, err := l.Load(context.Background())
	if err != nil {
		l.t.Fatalf("load: %v", err)
	}
	return saved
}

func (l *ledger) lines(c desk.ConversationID) []desk.Message {
	l.t.Helper()
	list, err := l.Messages(context.Background(), c, 0, 10_000)
	if err != nil {
		l.t.Fatalf("messages: %v", err)
	}
	return list
}

func (l *ledger) stored(c desk.ConversationID) desk.Conversation {
	l.t.Helper()
	got, err := l.Conversation(context.Background(), c)
	if err != nil {
		l.t.Fatalf("conversation: %v", err)
	}
	return got
}

// visit starts the visit of a new visitor.
func (l *ledger) visit(name string) desk.Visit {
	l.t.Helper()
	at := l.later()
	v := desk.Visit{
		ID: desk.VisitID(l.id("visit")), Visitor: desk.VisitorID(l.id(name)), Site: "shop", FirstSeen: at, Country: "DE", City: "Köln", Language: "de-DE",
		Browser: "Firefox 140", OS: "Linux", Device: "desktop", Screen: "1440x900", Address: "192.0.2.0", Entry: Address + "/", Referrer: "https://search.example/?q=tea",
		Started: at, LastSeen: at, Visits: 1, Presence: desk.Left,
	}
	l.recordSoon(&desk.VisitStarted{Visit: v})
	return v
}

func (l *ledger) view(v desk.Visit, page, url, title string, zone desk.ZoneID) desk.PageView {
	return desk.PageView{Visit: v.ID, Page: desk.PageID(page), URL: Address + url, Title: title, Referrer: "https://search.example/", Zone: zone, At: l.later()}
}

// invitation returns an invitation ready to be sent.
func (l *ledger) invitation(v desk.Visit, by desk.Operator) desk.Invitation {
	at := l.later()
	return desk.Invitation{
		ID: desk.InvitationID(l.id("invitation")), Visitor: v.Visitor, Visit: v.ID, Site: v.Site, Operator: by.ID, OperatorName: by.Name, Text: "May I help?",
		Kind: desk.Text, State: desk.InvitationIsSent, Sent: at, Expires: at.Add(10 * time.Minute),
	}
}

// acceptance returns the acceptance of an invitation.
func (l *ledger) acceptance(i desk.Invitation) *desk.InvitationAccepted {
	at := l.later()
	c := desk.Conversation{
		ID: desk.ConversationID(l.id("talk")), Visitor: i.Visitor, Visit: i.Visit, Site: i.Site, Invitation: i.ID, Kind: desk.Text, State: desk.ConversationIsOpen,
		Operator: i.Operator, OperatorName: i.OperatorName, VisitorName: "Gast", Started: at, LastSpoke: at, LastSeq: 2,
	}
	return &desk.InvitationAccepted{Conversation: c, Named: c.VisitorName, Lines: []desk.Message{
		{Conversation: c.ID, Seq: 1, ID: desk.ClientID(i.ID), From: desk.FromOperator, Name: i.OperatorName, Operator: i.Operator, What: desk.LineInvitation, Text: i.Text, At: i.Sent},
		{Conversation: c.ID, Seq: 2, ID: desk.ClientID(l.id("joined")), From: desk.FromSystem, Name: c.VisitorName, What: desk.LineJoined, Text: "Gast chose text chat", At: at},
	}}
}

// talk begins a conversation with a new visitor.
func (l *ledger) talk(by desk.Operator) desk.Conversation {
	l.t.Helper()
	return l.talkWith(l.visit("visitor"), by)
}

func (l *ledger) talkWith(v desk.Visit, by desk.Operator) desk.Conversation {
	l.t.Helper()
	i := l.invitation(v, by)
	l.record(&desk.InvitationSent{Invitation: i})
	a := l.acceptance(i)
	l.record(a)
	return a.Conversation
}

func (l *ledger) saying(c desk.ConversationID, from desk.Side, text string) *desk.MessageSent {
	return &desk.MessageSent{Line: desk.Message{Conversation: c, ID: desk.ClientID(l.id("message")), From: from, Name: "Gast", Text: text, At: l.later()}}
}

func (l *ledger) system(c desk.ConversationID, what desk.What) desk.Message {
	return desk.Message{Conversation: c, ID: desk.ClientID(l.id("system")), From: desk.FromSystem, What: what, Text: "so it is", At: l.later()}
}

var (
	anna = desk.Operator{ID: "anna", Login: "anna", Name: "Anna", Email: "anna@shop.example", Administrator: true, LiveHelp: true}
	bert = desk.Operator{ID: "bert", Login: "bert", Name: "Bert"}
)

// differ fails the test when two values differ; times survive to the millisecond.
func differ(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), sameMoment); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

var sameMoment = cmp.Comparer(func(a, b time.Time) bool { return a.UnixMilli() == b.UnixMilli() })

// wants fails the test unless err is of a kind.
func wants(t testing.TB, what string, err error, kind desk.Kind) {
	t.Helper()
	if err == nil || desk.KindOf(err) != kind {
		t.Errorf("%s: got %v (kind %d), want kind %d", what, err, desk.KindOf(err), kind)
	}
}

func must(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}
