package desktest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"beckon/desk"
)

func numbersHaveNoGaps(t *testing.T, l *ledger) {
	const writers, each = 8, 12
	c := l.talk(anna)
	var write []func() error
	for w := range writers {
		var list []*desk.MessageSent
		for n := range each {
			list = append(list, l.saying(c.ID, []desk.Side{desk.FromVisitor, desk.FromOperator}[w%2], fmt.Sprintf("%d of writer %d", n, w)))
		}
		write = append(write, func() error {
			before := int64(0)
			for _, e := range list {
				if err := l.Record(context.Background(), e); err != nil {
					return err
				}
				if e.Line.Seq <= before {
					return fmt.Errorf("number %d came after %d", e.Line.Seq, before)
				}
				before = e.Line.Seq
			}
			return nil
		})
	}
	for _, err := range atOnce(write...) {
		if err != nil {
			t.Error(err)
		}
	}
	texts := map[string]bool{}
	lines := l.lines(c.ID)
	for n, m := range lines {
		if m.Seq != int64(n+1) {
			t.Fatalf("line %d has number %d", n+1, m.Seq)
		}
		texts[m.Text] = true
	}
	if len(lines) != 2+writers*each || len(texts) != len(lines) || l.stored(c.ID).LastSeq != int64(len(lines)) {
		t.Errorf("got %d lines, %d texts, last number %d, want %d of each", len(lines), len(texts), l.stored(c.ID).LastSeq, 2+writers*each)
	}
}

func repeatedMessage(t *testing.T, l *ledger) {
	c := l.talk(anna)
	first := l.saying(c.ID, desk.FromVisitor, "Hello?")
	l.record(first)
	l.record(l.saying(c.ID, desk.FromOperator, "Hello!"))
	again := &desk.MessageSent{Line: first.Line}
	again.Line.Seq, again.Line.At = 0, l.later()
	l.record(again)
	if !again.Repeated || first.Repeated {
		t.Errorf("got Repeated %t then %t, want false then true", first.Repeated, again.Repeated)
	}
	differ(t, "the line sent again", again.Line, first.Line)
	other := &desk.MessageSent{Line: first.Line}
	other.Line.Text = "Something else"
	l.refuses(other, desk.Conflict)
	mine := &desk.MessageSent{Line: first.Line} // ids are the sender's: the other side may have the same
	mine.Line.From, mine.Line.Text = desk.FromOperator, "Mine"
	l.record(mine)
	if lines := l.lines(c.ID); len(lines) != 5 || mine.Line.Seq != 5 || mine.Repeated {
		t.Errorf("got %d lines, number %d, want 5 and 5", len(lines), mine.Line.Seq)
	}
	byID, found, err := l.MessageByID(context.Background(), c.ID, desk.FromVisitor, first.Line.ID)
	if err != nil || !found {
		t.Fatalf("got %t, %v, want the line", found, err)
	}
	differ(t, "the line by its id", byID, first.Line)

	l.record(&desk.ConversationEnded{Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByOperator})
	late := &desk.MessageSent{Line: first.Line}
	l.record(late)
	differ(t, "the line sent again after the end", late.Line, first.Line)
}

func oneOfManyCopies(t *testing.T, l *ledger) {
	c := l.talk(anna)
	for n := range 5 {
		first := l.saying(c.ID, desk.FromVisitor, fmt.Sprint("copied ", n))
		copies := make([]*desk.MessageSent, 4)
		var send []func() error
		for i := range copies {
			copies[i] = &desk.MessageSent{Line: first.Line}
			send = append(send, l.recording(copies[i]))
		}
		fresh := 0
		for i, err := range atOnce(send...) {
			if err != nil {
				t.Fatal(err)
			}
			if !copies[i].Repeated {
				fresh++
			}
			if copies[i].Line.Seq != int64(3+n) {
				t.Errorf("a copy got number %d, want %d", copies[i].Line.Seq, 3+n)
			}
		}
		if fresh != 1 {
			t.Errorf("%d of 4 copies were the first, want 1", fresh)
		}
	}
	if lines := l.lines(c.ID); len(lines) != 7 {
		t.Errorf("got %d lines, want 7", len(lines))
	}
}

func textSurvives(t *testing.T, l *ledger) {
	c := l.talk(anna)
	for name, text := range map[string]string{
		"emoji":        "👩‍👩‍👧‍👦 🇩🇪 👍🏽",
		"markup":       `<script>alert("1")</script> & <b>'); DROP TABLE message; --`,
		"placeholders": "100 % ? $1 :name @x {0} %s %d ?? \\ \\n",
		"lines":        "one\n\n\ttwo  \n three",
		"scripts":      "Grüße, مرحبا, שלום, 你好, привет, e\u0301",
		"longest":      strings.Repeat("🙂", desk.MaxMessage),
	} {
		e := l.saying(c.ID, desk.FromVisitor, text)
		l.record(e)
		got, found, err := l.MessageByID(context.Background(), c.ID, desk.FromVisitor, e.Line.ID)
		if err != nil || !found || got.Text != text {
			t.Errorf("%s: got %.60q, %t, %v, want %.60q", name, got.Text, found, err, text)
		}
	}
}

func messagesComeByNumber(t *testing.T, l *ledger) {
	c := l.talk(anna)
	for n := range 8 {
		l.record(l.saying(c.ID, desk.FromVisitor, fmt.Sprint("line ", n+3)))
	}
	for _, w := range []struct {
		after       int64
		limit       int
		first, last int64
	}{{0, 100, 1, 10}, {0, 3, 1, 3}, {4, 3, 5, 7}, {9, 3, 10, 10}} {
		list, err := l.Messages(context.Background(), c.ID, w.after, w.limit)
		if err != nil || len(list) != int(w.last-w.first+1) || list[0].Seq != w.first || list[len(list)-1].Seq != w.last {
			t.Errorf("after %d, %d at most: got %d lines, %v, want %d to %d", w.after, w.limit, len(list), err, w.first, w.last)
		}
	}
	if list, err := l.Messages(context.Background(), c.ID, 10, 3); err != nil || len(list) > 0 {
		t.Errorf("after the last: got %d lines, %v", len(list), err)
	}
}

func holdAndResume(t *testing.T, l *ledger) {
	c := l.talk(anna)
	l.refuses(&desk.ConversationResumed{Line: l.system(c.ID, desk.LineResumed)}, desk.Conflict)
	l.record(&desk.ConversationHeld{Line: l.system(c.ID, desk.LineHeld)})
	if !l.stored(c.ID).Hold {
		t.Error("not on hold")
	}
	l.refuses(&desk.ConversationHeld{Line: l.system(c.ID, desk.LineHeld)}, desk.Conflict)
	resumed := &desk.ConversationResumed{Line: l.system(c.ID, desk.LineResumed)}
	l.record(resumed)
	want := c
	want.LastSeq, want.LastSpoke = 4, resumed.Line.At
	differ(t, "after resuming", l.stored(c.ID), want)
}

func conversationIsTaken(t *testing.T, l *ledger) {
	c := l.talk(anna)
	l.record(&desk.MessagesReceived{Conversation: c.ID, By: desk.FromOperator, Seq: 2})
	take := func() *desk.ConversationTaken {
		return &desk.ConversationTaken{Line: l.system(c.ID, desk.LineTookOver), From: anna.ID, By: bert.ID, ByName: bert.Name}
	}
	taken := take()
	l.record(taken)
	want := c
	want.Operator, want.OperatorName, want.LastSeq, want.LastSpoke = bert.ID, bert.Name, 3, taken.Line.At
	differ(t, "after it was taken", l.stored(c.ID), want)
	if who := l.refuses(take(), desk.Conflict); who != "Bert" {
		t.Errorf("got %q, want the Conflict to name Bert", who)
	}
	if lines := l.lines(c.ID); len(lines) != 3 {
		t.Errorf("got %d lines, want 3: what is refused leaves none", len(lines))
	}
}

func silenceIsNoticedOnce(t *testing.T, l *ledger) {
	c := l.talk(anna)
	l.record(&desk.SilenceNoticed{Line: l.system(c.ID, desk.LineAsked)})
	l.refuses(&desk.SilenceNoticed{Line: l.system(c.ID, desk.LineAsked)}, desk.Conflict) // two desks' clocks are due at once
	if !l.stored(c.ID).Asked {
		t.Error("not asked")
	}
	said := l.saying(c.ID, desk.FromVisitor, "Yes!")
	l.record(said)
	if got := l.stored(c.ID); got.Asked || !sameMilli(got.LastSpoke, said.Line.At) {
		t.Errorf("got asked %t, last spoke %v, want an answer", got.Asked, got.LastSpoke)
	}
	l.record(&desk.SilenceNoticed{Line: l.system(c.ID, desk.LineAsked)})
}

func nothingAfterTheEnd(t *testing.T, l *ledger) {
	c := l.talk(anna)
	l.record(&desk.ConversationHeld{Line: l.system(c.ID, desk.LineHeld)})
	end := &desk.ConversationEnded{Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByVisitor}
	l.record(end)
	want := c
	want.State, want.Ended, want.EndedBy, want.LastSeq = desk.ConversationIsEnded, end.Line.At, desk.EndedByVisitor, 4
	differ(t, "after the end", l.stored(c.ID), want)
	for _, e := range []desk.Event{
		l.saying(c.ID, desk.FromVisitor, "Wait!"), l.saying(c.ID, desk.FromOperator, "Yes?"),
		&desk.ConversationHeld{Line: l.system(c.ID, desk.LineHeld)}, &desk.ConversationResumed{Line: l.system(c.ID, desk.LineResumed)},
		&desk.ConversationTaken{Line: l.system(c.ID, desk.LineTookOver), From: anna.ID, By: bert.ID, ByName: bert.Name},
		&desk.SilenceNoticed{Line: l.system(c.ID, desk.LineAsked)}, &desk.ConversationEnded{Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByOperator},
	} {
		l.refuses(e, desk.Ended)
	}
	if lines := l.lines(c.ID); len(lines) != 4 {
		t.Errorf("got %d lines, want 4", len(lines))
	}
}

func oneOfTwoEndings(t *testing.T, l *ledger) {
	for range 10 {
		c := l.talk(anna)
		ends := []*desk.ConversationEnded{
			{Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByOperator}, {Line: l.system(c.ID, desk.LineEnded), By: desk.EndedByVisitor},
		}
		errs := atOnce(l.recording(ends[0]), l.recording(ends[1]))
		if (errs[0] == nil) == (errs[1] == nil) || desk.KindOf(errors.Join(errs...)) != desk.Ended {
			t.Fatalf("got %v and %v, want one that ended it and one refused as %v", errs[0], errs[1], desk.Ended)
		}
		won := ends[0]
		if errs[0] != nil {
			won = ends[1]
		}
		want := c
		want.State, want.Ended, want.EndedBy, want.LastSeq = desk.ConversationIsEnded, won.Line.At, won.By, 3
		differ(t, "ended by both sides at once", l.stored(c.ID), want)
		if lines := l.lines(c.ID); len(lines) != 3 || lines[2].ID != won.Line.ID {
			t.Errorf("got %d lines, want 3, the last one of the ending that was first", len(lines))
		}
	}
}

func receivedNumbersGrow(t *testing.T, l *ledger) {
	c := l.talk(anna)
	for _, seq := range []int64{1, 2, 1} {
		l.record(&desk.MessagesReceived{Conversation: c.ID, By: desk.FromVisitor, Seq: seq})
	}
	l.record(&desk.MessagesReceived{Conversation: c.ID, By: desk.FromOperator, Seq: 1})
	if got := l.stored(c.ID); got.VisitorGot != 2 || got.OperatorGot != 1 {
		t.Errorf("got %d and %d, want 2 and 1", got.VisitorGot, got.OperatorGot)
	}
}

func loadGivesBackWhatIsOpen(t *testing.T, l *ledger) {
	waiting, withdrawn := l.invitation(l.visit("visitor"), anna), l.invitation(l.visit("visitor"), anna)
	l.record(&desk.InvitationSent{Invitation: waiting})
	waiting.Delivered, waiting.State = l.later(), desk.InvitationIsDelivered
	l.record(&desk.InvitationMoved{Invitation: waiting.ID, To: desk.InvitationIsDelivered, At: waiting.Delivered})
	l.record(&desk.InvitationSent{Invitation: withdrawn})
	l.record(&desk.InvitationMoved{Invitation: withdrawn.ID, To: desk.InvitationIsWithdrawn, At: l.later()})
	open, ended := l.talk(anna), l.talk(anna)
	said := l.saying(open.ID, desk.FromOperator, "Hello")
	l.record(said)
	l.record(&desk.ConversationHeld{Line: l.system(open.ID, desk.LineHeld)})
	l.record(&desk.SilenceNoticed{Line: l.system(open.ID, desk.LineAsked)})
	l.record(&desk.MessagesReceived{Conversation: open.ID, By: desk.FromVisitor, Seq: 4})
	l.record(&desk.MessagesReceived{Conversation: open.ID, By: desk.FromOperator, Seq: 3})
	l.record(&desk.ConversationEnded{Line: l.system(ended.ID, desk.LineEnded), By: desk.EndedBySilence})
	open.LastSeq, open.VisitorGot, open.OperatorGot, open.Hold, open.Spoken, open.Asked, open.LastSpoke = 5, 4, 3, true, true, true, said.Line.At

	saved := l.load()
	differ(t, "unanswered invitations", saved.Invitations, []desk.Invitation{waiting})
	differ(t, "open conversations", saved.Conversations, []desk.Conversation{open})
}
