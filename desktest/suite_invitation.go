package desktest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"beckon/desk"
)

// whoOf returns who was first, according to a Conflict.
func whoOf(err error) string {
	var e *desk.Error
	if errors.As(err, &e) {
		return e.Who
	}
	return ""
}

// fieldOf returns which field is wrong, according to an error.
func fieldOf(err error) string {
	var e *desk.Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}

// atOnce runs functions at the same time and returns their errors in order.
func atOnce(list ...func() error) []error {
	errs := make([]error, len(list))
	start := make(chan struct{})
	var all sync.WaitGroup
	for n, f := range list {
		all.Go(func() {
			<-start
			errs[n] = f()
		})
	}
	close(start)
	all.Wait()
	return errs
}

func (l *ledger) recording(e desk.Event) func() error {
	return func() error { return l.Record(context.Background(), e) }
}

func oneOfManyInvitationsWins(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	for range 10 {
		a, b := l.invitation(v, anna), l.invitation(v, bert)
		errs := atOnce(l.recording(&desk.InvitationSent{Invitation: a}), l.recording(&desk.InvitationSent{Invitation: b}))
		won, winner, loser := a, anna, errs[1]
		if errs[0] != nil {
			won, winner, loser = b, bert, errs[0]
		}
		if (errs[0] == nil) == (errs[1] == nil) || desk.KindOf(loser) != desk.Conflict || whoOf(loser) != winner.Name {
			t.Fatalf("got %v and %v, want one winner, and a Conflict that names him", errs[0], errs[1])
		}
		if open := l.load().Invitations; len(open) != 1 || open[0].ID != won.ID {
			t.Fatalf("got %+v open, want %s alone", open, won.ID)
		}
		l.record(&desk.InvitationMoved{Invitation: won.ID, To: desk.InvitationIsWithdrawn, At: l.later()})
	}
}

func openConversationBlocksInvitation(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	c := l.talkWith(v, anna)
	if who := l.refuses(&desk.InvitationSent{Invitation: l.invitation(v, bert)}, desk.Conflict); who != "Anna" {
		t.Errorf("got %q, want the Conflict to name Anna", who)
	}
	l.record(&desk.ConversationEnded{Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByOperator})
	l.record(&desk.InvitationSent{Invitation: l.invitation(v, bert)})
}

func invitationSentAgain(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	i := l.invitation(v, anna)
	l.record(&desk.InvitationSent{Invitation: i})
	shown := l.later()
	l.record(&desk.InvitationMoved{Invitation: i.ID, To: desk.InvitationIsShown, At: shown})
	again := &desk.InvitationSent{Invitation: i}
	l.record(again)
	if again.Invitation.State != desk.InvitationIsShown {
		t.Errorf("got %s, want the invitation as it stands: shown", again.Invitation.State)
	}
	stolen := i
	stolen.Operator, stolen.OperatorName = bert.ID, bert.Name
	l.refuses(&desk.InvitationSent{Invitation: stolen}, desk.Conflict)
	elsewhere := i
	elsewhere.Visitor = l.visit("visitor").Visitor
	l.refuses(&desk.InvitationSent{Invitation: elsewhere}, desk.Conflict)

	l.record(&desk.InvitationMoved{Invitation: i.ID, To: desk.InvitationIsDeclined, At: l.later()})
	again = &desk.InvitationSent{Invitation: i}
	l.record(again)
	if again.Invitation.State != desk.InvitationIsDeclined || len(l.load().Invitations) > 0 {
		t.Errorf("got %s, want declined: sending it again opens nothing", again.Invitation.State)
	}
}

func invitationMoves(t *testing.T, l *ledger) {
	for _, c := range []struct {
		name  string
		moves []desk.InvitationState
		again desk.InvitationState // refused afterwards
	}{
		{"delivered twice", []desk.InvitationState{"delivered"}, "delivered"},
		{"delivered after shown", []desk.InvitationState{"shown"}, "delivered"},
		{"shown twice", []desk.InvitationState{"delivered", "shown"}, "shown"},
		{"shown after declined", []desk.InvitationState{"shown", "declined"}, "shown"},
		{"withdrawn after declined", []desk.InvitationState{"delivered", "shown", "declined"}, "withdrawn"},
		{"declined after withdrawn", []desk.InvitationState{"withdrawn"}, "declined"},
		{"declined after expired", []desk.InvitationState{"delivered", "expired"}, "declined"},
		{"expired after undeliverable", []desk.InvitationState{"undeliverable"}, "expired"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			v := l.visit("visitor")
			want := l.invitation(v, anna)
			l.record(&desk.InvitationSent{Invitation: want})
			for _, to := range c.moves {
				at := l.later()
				l.record(&desk.InvitationMoved{Invitation: want.ID, To: to, Why: "so it is", At: at})
				switch want.State = to; to {
				case desk.InvitationIsDelivered:
					want.Delivered = at
				case desk.InvitationIsShown:
					want.Shown = at
					if want.Delivered.IsZero() {
						want.Delivered = at
					}
				default:
					want.Ended, want.Why = at, "so it is"
				}
			}
			l.refuses(&desk.InvitationMoved{Invitation: want.ID, To: c.again, At: l.later()}, desk.Conflict)
			got, err := l.Invitations(context.Background(), v.ID)
			if err != nil {
				t.Fatal(err)
			}
			differ(t, "invitations of the visit", got, []desk.Invitation{want})
			_, last, err := l.Return(context.Background(), v.Visitor)
			if declined := c.moves[len(c.moves)-1] == desk.InvitationIsDeclined; err != nil || last.Refused != declined {
				t.Errorf("got refused %t, %v, want %t", last.Refused, err, declined)
			}
			if want.State.Open() {
				return
			}
			next := l.invitation(v, bert)
			l.record(&desk.InvitationSent{Invitation: next})
			l.record(l.acceptance(next))
			if _, last, err := l.Return(context.Background(), v.Visitor); err != nil || last.Refused {
				t.Errorf("who accepted the next one counts as having refused: %t, %v", last.Refused, err)
			}
		})
	}
}

// invitationBeforeVisit: the database was away when the visit's batch was to be committed, and the operator was quicker.
func invitationBeforeVisit(t *testing.T, l *ledger) {
	v := desk.Visit{ID: "visit-not-there-yet", Visitor: "visitor-not-there-yet", Site: "shop", FirstSeen: begin, Started: begin, LastSeen: begin, Visits: 1}
	c := l.talkWith(v, anna)
	l.recordSoon(&desk.VisitStarted{Visit: v}, &desk.PageViewed{View: l.view(v, "page", "/", "Home", "default")})
	who, last, err := l.Return(context.Background(), v.Visitor)
	if err != nil || last.ID != v.ID || last.Pages != 1 || who.Visits != 1 || who.Name != "Gast" {
		t.Errorf("got %+v, %+v, %v, want the visit with its page view, and the visitor's name", who, last, err)
	}
	if got := l.stored(c.ID); got.State != desk.ConversationIsOpen {
		t.Errorf("got %+v, want an open conversation", got)
	}
}

func oneOfTwoAcceptsWins(t *testing.T, l *ledger) {
	for range 10 {
		v := l.visit("visitor")
		i := l.invitation(v, anna)
		l.record(&desk.InvitationSent{Invitation: i})
		a, b := l.acceptance(i), l.acceptance(i)
		errs := atOnce(l.recording(a), l.recording(b))
		if (errs[0] == nil) == (errs[1] == nil) || desk.KindOf(errors.Join(errs...)) != desk.Conflict {
			t.Fatalf("got %v and %v, want one winner and a Conflict", errs[0], errs[1])
		}
		won := a
		if errs[0] != nil {
			won = b
		}
		talks, _, err := l.History(context.Background(), v.Visitor, 10)
		if err != nil {
			t.Fatal(err)
		}
		differ(t, "conversations", talks, []desk.Conversation{won.Conversation})
		differ(t, "lines", l.lines(won.Conversation.ID), won.Lines)
		stands, err := l.Invitations(context.Background(), v.ID)
		if err != nil || len(stands) != 1 || stands[0].State != desk.InvitationIsAccepted || stands[0].Conversation != won.Conversation.ID || stands[0].Shown.IsZero() {
			t.Fatalf("got %+v, %v, want it accepted, shown, and leading to %s", stands, err, won.Conversation.ID)
		}
		who, _, err := l.Return(context.Background(), v.Visitor)
		if err != nil || who.Name != "Gast" {
			t.Fatalf("got %+v, %v, want the visitor to be called as he called himself", who, err)
		}
	}
}

func oneOfAcceptAndWithdrawWins(t *testing.T, l *ledger) {
	for range 10 {
		v := l.visit("visitor")
		i := l.invitation(v, anna)
		l.record(&desk.InvitationSent{Invitation: i})
		a := l.acceptance(i)
		errs := atOnce(l.recording(a), l.recording(&desk.InvitationMoved{Invitation: i.ID, To: desk.InvitationIsWithdrawn, At: l.later()}))
		if (errs[0] == nil) == (errs[1] == nil) || desk.KindOf(errors.Join(errs...)) != desk.Conflict {
			t.Fatalf("got %v and %v, want one winner and a Conflict", errs[0], errs[1])
		}
		_, err := l.Conversation(context.Background(), a.Conversation.ID)
		if accepted := errs[0] == nil; accepted != (err == nil) {
			t.Fatalf("accepted: %t, but reading the conversation gives %v", accepted, err)
		}
	}
}

// openWithVisitor: what a desk reads that has missed something.
func openWithVisitor(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	is := func(when string, want desk.Invitation, talk desk.Conversation) {
		t.Helper()
		open, err := l.Open(context.Background(), v.Visitor)
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		differ(t, when+" the invitation", open.Invitation, want)
		differ(t, when+" the conversation", open.Conversation, talk)
	}
	is("at first", desk.Invitation{}, desk.Conversation{})
	l.talk(bert) // with somebody else
	declined := l.invitation(v, bert)
	l.record(&desk.InvitationSent{Invitation: declined})
	l.record(&desk.InvitationMoved{Invitation: declined.ID, To: desk.InvitationIsDeclined, At: l.later()})
	i := l.invitation(v, anna)
	l.record(&desk.InvitationSent{Invitation: i})
	is("invited", i, desk.Conversation{})
	a := l.acceptance(i)
	l.record(a)
	is("accepted", desk.Invitation{}, a.Conversation)
	got, err := l.Invitation(context.Background(), i.ID)
	if err != nil || got.State != desk.InvitationIsAccepted || got.Conversation != a.Conversation.ID || got.Visitor != v.Visitor {
		t.Errorf("got %+v, %v, want the accepted invitation", got, err)
	}
	l.record(&desk.ConversationEnded{Line: l.system(a.Conversation.ID, desk.LineEnded), By: desk.EndedByOperator})
	is("at the end", desk.Invitation{}, desk.Conversation{})
}
