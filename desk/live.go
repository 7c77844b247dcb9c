package desk

import (
	"container/list"
	"time"
)

// live is the live picture. Only apply writes it, under the desk's lock.
type live struct {
	began         time.Time // when this picture began: the start of the process
	settings      Settings
	mail          MailSettings
	sites         map[SiteID]*Site
	keys          map[string]SiteID
	zones         map[SiteID]*floor
	operators     map[OperatorID]*operator
	visits        map[VisitID]*visit
	byVisitor     map[VisitorID]*visit // the visit going on
	connected     list.List            // visits with pages at this desk, or fading: the longest unnoted first
	left          list.List            // visits whose visitor has left, the longest ago first
	invitations   map[InvitationID]*invitation
	unanswered    map[VisitorID]*invitation
	outlived      []InvitationID                   // answered ones whose visit is over: the last maxEnded
	conversations map[ConversationID]*conversation // open ones
	talking       map[VisitorID]*conversation
	ended         map[ConversationID]*conversation // the last maxEnded that ended
	lastEnded     map[VisitorID]*conversation
	endedOrder    []ConversationID
	blocked       map[VisitorID]Block
	phones        map[VisitorID]bool     // whose call window is there
	relayed       bool                   // calls are possible: there is a relay
	requests      map[RequestID]*request // waiting
	waiting       map[VisitorID]*request
	over          map[RequestID]*request // the last maxEnded that are over
	overOrder     []RequestID
	waitsPerPlace []time.Duration // how long a place in the queue took, the last maxWaits
	head          RequestID       // first in the queue
	headSince     time.Time       // when he became the first
	lastOffered   OperatorID      // who was asked last
	available     bool            // what visitors are told
	outOfHours    bool            // it is outside the business hours
	toldNoVoice   string          // the same of voice; see AvailabilityChanged
	lastAvailable time.Time       // when the last operator who could be asked went; zero: one is there
	watches       map[SiteID]*siteWatch
	keptOut       KeptOut
}

// maxEnded bounds how many ended conversations stay in memory; older ones are read from the store.
const maxEnded = 1000

func newLive() live {
	return live{
		began: time.Now(), settings: DefaultSettings(), mail: DefaultMailSettings(),
		sites: map[SiteID]*Site{}, keys: map[string]SiteID{}, zones: map[SiteID]*floor{}, operators: map[OperatorID]*operator{},
		visits: map[VisitID]*visit{}, byVisitor: map[VisitorID]*visit{},
		invitations: map[InvitationID]*invitation{}, unanswered: map[VisitorID]*invitation{},
		conversations: map[ConversationID]*conversation{}, talking: map[VisitorID]*conversation{},
		ended: map[ConversationID]*conversation{}, lastEnded: map[VisitorID]*conversation{},
		blocked: map[VisitorID]Block{}, phones: map[VisitorID]bool{}, requests: map[RequestID]*request{}, waiting: map[VisitorID]*request{}, over: map[RequestID]*request{},
		watches: map[SiteID]*siteWatch{}, keptOut: KeptOut{RobotNames: map[string]int64{}},
	}
}

func (l *live) watch(id SiteID) *siteWatch {
	if l.watches[id] == nil {
		l.watches[id] = &siteWatch{}
	}
	return l.watches[id]
}

// justEnded keeps an ended conversation in memory for those who still look at it.
func (l *live) justEnded(c *conversation) {
	l.ended[c.ID], l.lastEnded[c.Visitor] = c, c
	l.endedOrder = append(l.endedOrder, c.ID)
	for len(l.endedOrder) > maxEnded {
		old := l.ended[l.endedOrder[0]]
		l.endedOrder = l.endedOrder[1:]
		delete(l.ended, old.ID)
		if l.lastEnded[old.Visitor] == old {
			delete(l.lastEnded, old.Visitor)
		}
	}
}

// KeptOut counts who is not on the monitor, and why, since the start (MON-8).
type KeptOut struct {
	Robots       int64
	RobotNames   map[string]int64
	Privacy      int64
	UnknownSite  int64
	UnknownKey   int64
	SiteOff      int64
	Blocked      int64
	OverCapacity int64
}

// maxRobotNames bounds the names counted apart; further ones count as "other".
const maxRobotNames = 200

func (k *KeptOut) robot(name string) {
	k.Robots++
	if _, known := k.RobotNames[name]; !known && len(k.RobotNames) >= maxRobotNames {
		name = "other"
	}
	k.RobotNames[name]++
}

func (k KeptOut) clone() KeptOut {
	names := make(map[string]int64, len(k.RobotNames))
	for n, c := range k.RobotNames {
		names[n] = c
	}
	k.RobotNames = names
	return k
}
