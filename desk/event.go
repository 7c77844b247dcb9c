package desk

// Event is a fact: something that has happened. Facts stand in the file of their noun.
type Event interface {
	// Name is the fact's name, in past tense.
	Name() string
	// apply writes the fact into the live picture. It is called under the desk's lock and does memory work only. An unknown fact never
	// creates the thing it speaks of.
	apply(*live)
}

// Road says how a fact is kept.
type Road int

// Roads.
const (
	Now     Road = iota // committed before anybody is told
	Soon                // committed in batches, acknowledged when the batch is
	Passing             // never recorded
)

// Facts are all facts there are, each with its road. A test walks them and asks store and wires for an answer.
var Facts = []struct {
	Road  Road
	Event Event
}{
	{Now, &SiteChanged{}},
	{Now, &ZonesChanged{}},
	{Now, &SettingsChanged{}},
	{Now, &OperatorChanged{}},
	{Now, &CannedSaved{}},
	{Now, &CannedDeleted{}},
	{Now, &InvitationSent{}},
	{Now, &InvitationMoved{}},
	{Now, &InvitationAccepted{}},
	{Now, &MessageSent{}},
	{Now, &MessagesReceived{}},
	{Now, &MessagesRead{}},
	{Now, &ConversationHeld{}},
	{Now, &ConversationResumed{}},
	{Now, &ConversationTaken{}},
	{Now, &ConversationReturned{}},
	{Now, &SilenceNoticed{}},
	{Now, &ConversationEnded{}},
	{Now, &CallOffered{}},
	{Now, &CallAccepted{}},
	{Now, &CallEnded{}},
	{Now, &ConversationRated{}},
	{Now, &ConversationNoted{}},
	{Now, &ConversationTagged{}},
	{Now, &ConversationUntagged{}},
	{Now, &OfflineMessageLeft{}},
	{Now, &VisitorBlocked{}},
	{Now, &VisitorUnblocked{}},
	{Now, &FileKept{}},
	{Now, &FileForgotten{}},
	{Now, &OfflineReplied{}},
	{Now, &OfflineClosed{}},
	{Now, &OfflineReopened{}},
	{Now, &MailSettingsChanged{}},
	{Now, &MailRequeued{}},
	{Now, &TranscriptOrdered{}},
	{Now, &RequestMailed{}},
	{Now, &SubscriptionMade{}},
	{Now, &SubscriptionEnded{}},
	{Now, &RequestMade{}},
	{Now, &RequestPassed{}},
	{Now, &RequestAccepted{}},
	{Now, &RequestEnded{}},
	{Soon, &VisitStarted{}},
	{Soon, &PageViewed{}},
	{Soon, &PageTitled{}},
	{Soon, &VisitSeen{}},
	{Soon, &VisitorLeft{}},
	{Soon, &VisitEnded{}},
	{Passing, &PageOpened{}},
	{Passing, &PageClosed{}},
	{Passing, &PageAttended{}},
	{Passing, &VisitorSlept{}},
	{Passing, &OperatorArrived{}},
	{Passing, &OperatorLeft{}},
	{Passing, &RequestOffered{}},
	{Passing, &AvailabilityChanged{}},
	{Passing, &Typing{}},
	{Passing, &MailSettled{}},
	{Passing, &ConsoleAttended{}},
	{Passing, &CallReported{}},
	{Passing, &CallSignalled{}},
	{Passing, &PhoneCame{}},
	{Passing, &PhoneWent{}},
	{Passing, &PhoneSteered{}},
	{Passing, &MicrophoneMeasured{}},
}

// Numbered is a fact that is a line of a conversation; the store gives its number.
type Numbered interface {
	Event
	// NumberedLine returns the line, to be numbered or read.
	NumberedLine() *Message
}

// NumberedLine implements Numbered.
func (e *MessageSent) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *ConversationHeld) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *ConversationResumed) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *ConversationTaken) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *ConversationReturned) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *SilenceNoticed) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *ConversationEnded) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *CallOffered) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *CallAccepted) NumberedLine() *Message { return &e.Line }

// NumberedLine implements Numbered.
func (e *CallEnded) NumberedLine() *Message { return &e.Line }
