package desk

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"
)

// Settings are what an administrator can change (spec section 5). Times have whole seconds, at least one.
type Settings struct {
	DefaultInvitation  string
	DefaultVisitorName string
	PageChangeGrace    time.Duration // MON-3
	SleepTimeout       time.Duration // MON-4
	VisitGap           time.Duration // VIS-2
	InvitationExpiry   time.Duration // S-39
	VisitorGone        time.Duration // CHT-5
	BothSilent         time.Duration // CHT-5
	OperatorAway       time.Duration // lease of an operator: S-44, QUE-3
	ResponseTimeout    time.Duration // COM-5
	ListExpiration     time.Duration // COM-2
	WaitingGone        time.Duration // how long a waiting visitor may be off the site
	MaxChats           int           // COM-6
	QueueLength        int           // reliability, section 4
	MessageLength      int           // code points of what is said in a chat; at most MaxMessage
	MaxFile            int64         // bytes
	Routing            Routing       // COM-7
	Hours              Hours         // COM-2
	WebPush            bool          // ALT-1: off until an administrator turns it on
	DirectCalls        bool          // the two of a call may connect directly, and learn each other's address
}

// DefaultSettings are the values of spec section 5.
func DefaultSettings() Settings {
	return Settings{
		DefaultInvitation:  `Hello! I'm %name%. If you have any questions or requests I'm ready to help you. Just click "Start Chat" button to start a conversation.`,
		DefaultVisitorName: "Site visitor",
		PageChangeGrace:    4 * time.Second,
		SleepTimeout:       300 * time.Second,
		VisitGap:           30 * time.Minute,
		InvitationExpiry:   10 * time.Minute,
		VisitorGone:        10 * time.Minute,
		BothSilent:         30 * time.Minute,
		OperatorAway:       30 * time.Second,
		ResponseTimeout:    30 * time.Second,
		ListExpiration:     60 * time.Second,
		WaitingGone:        60 * time.Second,
		MaxChats:           3,
		QueueLength:        200,
		MessageLength:      MaxMessage,
		MaxFile:            10 << 20,
		Routing:            FirstAvailable,
	}
}

// SettingsChanged says what the settings are from now on. Recorded now.
type SettingsChanged struct{ Settings Settings }

// Name implements Event.
func (*SettingsChanged) Name() string { return "SettingsChanged" }

func (e *SettingsChanged) apply(l *live) { l.settings = e.Settings }

// configuring waits until nobody else changes settings, sites, zones, operators or canned messages; the returned function lets the
// next one in. Such a change is read, recorded and applied in one go, so that none is lost and the picture ends where the store does.
// This is not the desk's lock: it is held across the store, for recordWithin at most, and taken before the desk's, never under it.
func (d *Desk) configuring() (done func()) {
	d.setup <- struct{}{}
	return func() { <-d.setup }
}

// Settings returns the settings in force.
func (d *Desk) Settings() Settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live.settings
}

// ChangeSettings replaces the settings. Forbidden; Invalid names the field.
func (d *Desk) ChangeSettings(ctx context.Context, by Actor, s Settings) (Settings, error) {
	if err := by.may(ChangeSettings); err != nil {
		return Settings{}, err
	}
	text, err := messageText(s.DefaultInvitation)
	if err != nil {
		return Settings{}, invalid("defaultInvitation", "The default invitation has 1 to %d characters", MaxMessage)
	}
	s.DefaultInvitation = text
	if s.DefaultVisitorName = cleanLine(s.DefaultVisitorName); s.DefaultVisitorName == "" || utf8.RuneCountInString(s.DefaultVisitorName) > maxName {
		return Settings{}, invalid("defaultVisitorName", "The default visitor name has 1 to %d characters", maxName)
	}
	for _, t := range []struct {
		field string
		is    time.Duration
		most  time.Duration
	}{
		{"pageChangeGrace", s.PageChangeGrace, time.Minute},
		{"sleepTimeout", s.SleepTimeout, 24 * time.Hour},
		{"visitGap", s.VisitGap, 24 * time.Hour},
		{"invitationExpiry", s.InvitationExpiry, 24 * time.Hour},
		{"visitorGone", s.VisitorGone, 24 * time.Hour},
		{"bothSilent", s.BothSilent, 24 * time.Hour},
		{"operatorAway", s.OperatorAway, 10 * time.Minute},
		{"responseTimeout", s.ResponseTimeout, 10 * time.Minute},
		{"listExpiration", s.ListExpiration, time.Hour},
		{"waitingGone", s.WaitingGone, time.Hour},
	} {
		if t.is < time.Second || t.is > t.most || t.is%time.Second != 0 {
			return Settings{}, invalid(t.field, "This time is from 1 to %d whole seconds", int(t.most.Seconds()))
		}
	}
	if s.MaxChats < 1 || s.MaxChats > mostChats {
		return Settings{}, invalid("maxChats", "An operator has from 1 to %d chats", mostChats)
	}
	if s.QueueLength < 1 || s.QueueLength > mostWaiting {
		return Settings{}, invalid("queueLength", "The queue holds from 1 to %d requests", mostWaiting)
	}
	if s.MessageLength < 1 || s.MessageLength > MaxMessage {
		return Settings{}, invalid("messageLength", "A message has from 1 to %d characters", MaxMessage)
	}
	if s.MaxFile < 1<<20 || s.MaxFile > mostFile {
		return Settings{}, invalid("maxFile", "A file has from 1 to %d MB", mostFile>>20)
	}
	if !slices.Contains([]Routing{FirstAvailable, LeastBusy, RoundRobin, RingAll}, s.Routing) {
		return Settings{}, invalid("routing", "There is no such way of routing")
	}
	if s.Hours, err = s.Hours.checked(); err != nil {
		return Settings{}, err
	}
	defer d.configuring()()
	return s, d.happen(ctx, &SettingsChanged{Settings: s})
}
