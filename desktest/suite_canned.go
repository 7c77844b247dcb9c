package desktest

import (
	"context"
	"testing"

	"beckon/desk"
)

func (l *ledger) cannedOf(by desk.Operator) []desk.Canned {
	l.t.Helper()
	list, err := l.CannedList(context.Background(), by.ID)
	must(l.t, "canned list", err)
	return list
}

func personalCanned(t *testing.T, l *ledger) {
	shared := desk.Canned{ID: "1", Title: "Bye", Text: "Bye", Shortcut: "bye", Tags: []string{"end", "polite"}}
	annas := desk.Canned{ID: "2", Owner: anna.ID, Title: "Anna's", Text: "Hi", Shortcut: "bye"}
	for _, c := range []desk.Canned{shared, annas} {
		l.record(&desk.CannedSaved{Canned: c})
	}
	differ(t, "Anna sees", l.cannedOf(anna), []desk.Canned{annas, shared})
	differ(t, "Bert sees", l.cannedOf(bert), []desk.Canned{shared})
	annas.Owner, annas.Shortcut, annas.Tags = "", "hi", []string{"begin"}
	l.record(&desk.CannedSaved{Canned: annas})
	differ(t, "shared now, Bert sees", l.cannedOf(bert), []desk.Canned{annas, shared})
}

func shortcutIsTakenOnce(t *testing.T, l *ledger) {
	c := desk.Canned{ID: "1", Title: "A", Text: "A", Shortcut: "hi"}
	l.record(&desk.CannedSaved{Canned: c})
	l.record(&desk.CannedSaved{Canned: c}) // its own
	other := desk.Canned{ID: "2", Title: "B", Text: "B", Shortcut: "hi"}
	l.refuses(&desk.CannedSaved{Canned: other}, desk.Conflict)
	other.Owner = anna.ID
	l.record(&desk.CannedSaved{Canned: other})
	third := desk.Canned{ID: "3", Owner: bert.ID, Title: "C", Text: "C", Shortcut: "hi"}
	l.record(&desk.CannedSaved{Canned: third})
	third.Owner = ""
	l.refuses(&desk.CannedSaved{Canned: third}, desk.Conflict)
	for _, id := range []desk.CannedID{"4", "5"} { // none is no shortcut
		l.record(&desk.CannedSaved{Canned: desk.Canned{ID: id, Title: "D", Text: "D"}})
	}
	var save []func() error
	for _, id := range []desk.CannedID{"6", "7", "8"} {
		save = append(save, l.recording(&desk.CannedSaved{Canned: desk.Canned{ID: id, Title: "E", Text: "E", Shortcut: "race"}}))
	}
	won := 0
	for _, err := range atOnce(save...) {
		if err == nil {
			won++
		} else if desk.KindOf(err) != desk.Conflict {
			t.Errorf("got %v, want Conflict", err)
		}
	}
	if won != 1 {
		t.Errorf("%d of 3 have the shortcut, want 1", won)
	}
}

func cannedIsCounted(t *testing.T, l *ledger) {
	shared, annas := desk.Canned{ID: "1", Title: "A", Text: "A"}, desk.Canned{ID: "2", Owner: anna.ID, Title: "B", Text: "B"}
	l.record(&desk.CannedSaved{Canned: shared})
	l.record(&desk.CannedSaved{Canned: annas})
	invitation := l.invitation(l.visit("visitor"), anna)
	l.record(&desk.InvitationSent{Invitation: invitation, Canned: annas.ID})
	l.record(&desk.InvitationSent{Invitation: invitation, Canned: annas.ID}) // sent again
	l.record(l.acceptance(invitation))
	c := l.talk(anna)
	say := func(by desk.Operator, from desk.CannedID) *desk.MessageSent {
		e := l.saying(c.ID, desk.FromOperator, "A")
		e.Line.Operator, e.Canned = by.ID, from
		return e
	}
	said := say(anna, shared.ID)
	l.record(said)
	l.record(&desk.MessageSent{Line: said.Line, Canned: shared.ID}) // sent again
	l.record(say(bert, shared.ID))
	l.record(say(bert, annas.ID)) // not his
	l.record(say(anna, "gone"))
	shared.Title = "A, renamed"
	l.record(&desk.CannedSaved{Canned: shared})
	shared.Used, annas.Used = 2, 1
	differ(t, "used", l.cannedOf(anna), []desk.Canned{shared, annas})
	l.ends(c.ID)
	l.refuses(say(anna, shared.ID), desk.Ended)
	differ(t, "used after a refusal", l.cannedOf(anna), []desk.Canned{shared, annas})
}
