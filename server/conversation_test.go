package server_test

import (
	"fmt"
	"slices"
	"testing"

	"beckon/wire"
)

func TestMessagesGoBothWaysWithNumberAndTick_G1_G2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	guest := w.visitor()
	b, second := guest.open("/one"), guest.open("/two")
	chat := talk(ana, b)
	if tick := b.says(chat.ID, "Do you have red bells?"); tick.Seq != 3 || tick.From != "visitor" || tick.Name != "Site visitor" || tick.At == 0 {
		t.Errorf("the tick is %+v", tick)
	}
	if m := c.line1(chat.ID, 3); m.Text != "Do you have red bells?" {
		t.Errorf("the operator reads %+v", m)
	}
	if tick := ana.says(chat.ID, "We do, %visitor%."); tick.Seq != 4 || tick.Text != "We do, Site visitor." || tick.Operator != string(w.ana.ID) {
		t.Errorf("the operator's tick is %+v", tick)
	}
	for _, each := range []*tab{b, second} {
		if m := each.line1(chat.ID, 4); m.From != "operator" || m.Name != "Ana" || m.Text != "We do, Site visitor." {
			t.Errorf("the visitor reads %+v", m)
		}
	}
	want := []string{"operator: Hello! I'm Ana.", "system: Site visitor chose text chat", "visitor: Do you have red bells?", "operator: We do, Site visitor."}
	second.synced()
	if got := second.screen(chat.ID); !slices.Equal(got, want) {
		t.Errorf("the other tab shows %q, want %q", got, want)
	}
	var stored wire.Messages
	ana.must("GET", "/conversations/"+chat.ID+"/messages", nil, &stored)
	if len(stored.Messages) != 4 || stored.More {
		t.Errorf("stored are %+v", stored)
	}
	ana.must("GET", "/conversations/"+chat.ID+"/messages?after=2&limit=1", nil, &stored)
	if len(stored.Messages) != 1 || stored.Messages[0].Seq != 3 || !stored.More {
		t.Errorf("one after 2 gives %+v", stored)
	}
}

func TestMessageSentAgainIsTheSameLineAndAnotherTextIsRefused_G3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	id := newID("say")
	first, again := b.saysAs(id, chat.ID, "Only once, please"), b.saysAs(id, chat.ID, "Only once, please")
	if first.Seq != 3 || again.Seq != 3 || first.At != again.At {
		t.Errorf("got %+v, then %+v, want the same line", first, again)
	}
	if r := b.refused(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: id, Text: "Something else"}); r.Code != "conflict" || r.ID != id {
		t.Errorf("another text under the same id: got %+v, want conflict", r)
	}
	path := "/conversations/" + chat.ID + "/messages"
	var one, two wire.Message
	in := said(newID("said"), "Only once, %page%")
	ana.must("POST", path, in, &one)
	b.send(wire.PageFrame{Type: "page", Page: b.page, URL: b.url, Title: "Retitled"})
	b.synced()
	ana.must("POST", path, in, &two)
	if one.Seq != two.Seq || one.Text != two.Text {
		t.Errorf("the operator's got %+v, then %+v, want the same line", one, two)
	}
	in["text"] = "Something else"
	ana.wantProblem("POST", path, in, 409, "conflict")
	if m := b.says(chat.ID, "And on"); m.Seq != 5 {
		t.Errorf("the next number is %d, want 5", m.Seq)
	}
}

func TestPageResumesByNumber_G2_G6(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	b.hangUp()
	for n := range 3 {
		ana.says(chat.ID, fmt.Sprintf("while you were away %d", n))
	}
	b = b.again(chat.ID, 2)
	if got := b.screen(chat.ID); !slices.Equal(got, []string{"operator: while you were away 0", "operator: while you were away 1", "operator: while you were away 2"}) {
		t.Errorf("after 2 the page is welcomed with %q", got)
	}
	if c := b.welcome.Conversation; c == nil || c.ID != chat.ID || c.LastSeq != 5 || b.welcome.Token != "" {
		t.Errorf("welcomed with %+v", b.welcome)
	}
	b = b.again(chat.ID, 5)
	if len(b.welcome.Messages) != 0 {
		t.Errorf("with everything there it is welcomed with %+v, want no message", b.welcome.Messages)
	}
	b = b.again("somebody-elses-conversation", 5)
	if len(b.welcome.Messages) != 5 {
		t.Errorf("a resume point of another conversation leaves out lines: got %d, want 5", len(b.welcome.Messages))
	}
}

func TestLongConversationIsFetchedByNumber_G2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	for n := range 118 {
		ana.says(chat.ID, fmt.Sprint("line ", n+3))
	}
	b = b.who.open("/next")
	if n := len(b.welcome.Messages); n != 100 || b.welcome.Messages[99].Seq != 100 || b.welcome.Conversation.LastSeq != 120 {
		t.Fatalf("welcomed with %d messages, want the first 100 of 120", n)
	}
	b.send(wire.FetchFrame{Type: "fetch", Conversation: chat.ID, After: 15})
	if f := await[wire.FetchedFrame](b.line, "fetched", nil); f.After != 15 || !f.More {
		t.Errorf("fetched %+v, want more", f)
	}
	b.send(wire.FetchFrame{Type: "fetch", Conversation: chat.ID, After: 100})
	if f := await[wire.FetchedFrame](b.line, "fetched", nil); f.After != 100 || f.More || f.Conversation != chat.ID {
		t.Errorf("fetched %+v, want no more", f)
	}
	got := b.screen(chat.ID)
	if len(got) != 120 || got[119] != "operator: line 120" {
		t.Errorf("the page shows %d lines, the last %q", len(got), got[len(got)-1])
	}
}

func TestChatFollowsFromPageToPage_CHT4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	guest := w.visitor()
	b := guest.open("/one")
	chat := talk(ana, b)
	b.says(chat.ID, "from the first page")
	b.hangUp()
	await(c.line, "conversation", func(f wire.ConversationFrame) bool { return f.Conversation.VisitorAway })
	b = guest.open("/two")
	await(c.line, "conversation", func(f wire.ConversationFrame) bool { return !f.Conversation.VisitorAway })
	if w := b.welcome.Conversation; w == nil || w.ID != chat.ID || w.State != "open" || !w.OperatorHere {
		t.Fatalf("welcomed with %+v", w)
	}
	b.says(chat.ID, "from the second page")
	want := []string{"operator: Hello! I'm Ana.", "system: Site visitor chose text chat", "visitor: from the first page", "visitor: from the second page"}
	if got := b.screen(chat.ID); !slices.Equal(got, want) {
		t.Errorf("the second page shows %q, want %q", got, want)
	}
}

func TestConsoleThatComesBackGetsANewPicture_G6(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	c.line1(chat.ID, 2)
	c.hangUp()
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return !f.Conversation.OperatorHere })
	b.says(chat.ID, "Hello?")
	c = ana.console()
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.OperatorHere })
	p := c.picture
	if len(p.Conversations) != 1 || p.Conversations[0].ID != chat.ID || p.Conversations[0].LastSeq != 3 || len(p.Visits) != 1 || p.Visits[0].Conversation == nil {
		t.Fatalf("the new picture is %+v", p)
	}
	var missed wire.Messages
	ana.must("GET", "/conversations/"+chat.ID+"/messages?after=2", nil, &missed)
	if len(missed.Messages) != 1 || missed.Messages[0].Text != "Hello?" {
		t.Errorf("by number it gets %+v", missed)
	}
}

func TestHoldStopsTheVisitorUntilResumed_S30_S31_S43(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	ana.must("POST", "/conversations/"+chat.ID+"/hold", nil, nil)
	if m := b.line1(chat.ID, 3); m.What != "held" || m.From != "system" {
		t.Errorf("the visitor reads %+v", m)
	}
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.Hold })
	id := newID("say")
	if r := b.refused(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: id, Text: "Hello?"}); r.Code != "on-hold" || r.ID != id {
		t.Errorf("a message on hold: got %+v, want on-hold", r)
	}
	ana.must("POST", "/conversations/"+chat.ID+"/hold", nil, nil) // pressed twice
	ana.must("POST", "/conversations/"+chat.ID+"/resume", nil, nil)
	if m := b.line1(chat.ID, 4); m.What != "resumed" {
		t.Errorf("the visitor reads %+v", m)
	}
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return !f.Conversation.Hold })
	if m := b.saysAs(id, chat.ID, "Hello?"); m.Seq != 5 {
		t.Errorf("sent again it has number %d, want 5", m.Seq)
	}
}

func TestTypingAndMarksReachTheOtherSide_CHT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c, bert := ana.console(), w.signIn(w.addOperator("bert", "Bert")).console()
	b, stranger := w.visitor().open("/"), w.visitor().open("/")
	chat := talk(ana, b)
	b.send(wire.VisitorTypingFrame{Type: "typing", Conversation: chat.ID, On: true})
	if f := await[wire.TypingFrame](c.line, "typing", nil); !f.On || f.Conversation != chat.ID {
		t.Errorf("the operator is told %+v", f)
	}
	c.send(wire.OperatorTypingFrame{Type: "typing", Conversation: chat.ID, On: true})
	if f := await[wire.VisitorTypingFrame](b.line, "typing", nil); !f.On {
		t.Errorf("the visitor is told %+v", f)
	}
	stranger.send(wire.VisitorTypingFrame{Type: "typing", Conversation: chat.ID, On: true})
	bert.send(wire.OperatorTypingFrame{Type: "typing", Conversation: chat.ID, On: true})
	stranger.synced()
	b.send(wire.VisitorGotFrame{Type: "got", Conversation: chat.ID, Seq: 999})
	f := await(c.line, "conversation", func(f wire.ConversationFrame) bool { return f.Conversation.VisitorGot > 0 })
	if f.Conversation.VisitorGot != 2 {
		t.Errorf("more than there is counts as %d, want 2", f.Conversation.VisitorGot)
	}
	c.send(wire.OperatorGotFrame{Type: "got", Conversation: chat.ID, Seq: 1})
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.OperatorGot == 1 })
	if n := len(all[struct{}](c.line, "typing")); n != 1 {
		t.Errorf("the operator was told %d times that somebody types, want once", n)
	}
	if n := len(all[struct{}](b.line, "typing")); n != 1 {
		t.Errorf("the visitor was told %d times that somebody types, want once", n)
	}
	wantNone(t, bert.line, "typing")
	wantNone(t, bert.line, "message")
}

func TestConversationEndsByEitherSide_CHT5(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	b := w.visitor().open("/")
	for _, by := range []string{"visitor", "operator"} {
		chat := talk(ana, b)
		if by == "visitor" {
			b.send(wire.EndFrame{Type: "end", Conversation: chat.ID})
		} else {
			ana.must("POST", "/conversations/"+chat.ID+"/end", nil, nil)
		}
		f := await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool {
			return f.Conversation.ID == chat.ID && f.Conversation.State == "ended"
		})
		if m := b.line1(chat.ID, 3); m.What != "ended" || f.Conversation.EndedBy != by || f.Conversation.LeaveMessage {
			t.Errorf("%s ended it: the visitor reads %+v, %+v", by, m, f.Conversation)
		}
		await(c.line, "conversation", func(f wire.ConversationFrame) bool {
			return f.Conversation.ID == chat.ID && f.Conversation.State == "ended" && f.Conversation.EndedBy == by
		})
		if r := b.refused(wire.SayFrame{Type: "say", Conversation: chat.ID, ID: newID("say"), Text: "Hello?"}); r.Code != "ended" {
			t.Errorf("a message then: got %+v, want ended", r)
		}
		ana.wantProblem("POST", "/conversations/"+chat.ID+"/messages", said(newID("said"), "Hello?"), 409, "conflict")
		ana.wantProblem("POST", "/conversations/"+chat.ID+"/hold", nil, 409, "conflict")
		b.send(wire.FetchFrame{Type: "fetch", Conversation: chat.ID, After: 2})
		await(b.line, "fetched", func(f wire.FetchedFrame) bool { return f.Conversation == chat.ID })
		b = b.again(chat.ID, 0)
		if w := b.welcome.Conversation; w == nil || w.State != "ended" || len(b.welcome.Messages) != 3 {
			t.Errorf("the page that still shows it is welcomed with %+v", b.welcome)
		}
	}
	var history wire.VisitorHistory
	ana.must("GET", "/visitors/"+b.who.id()+"/conversations", nil, &history)
	if len(history.Conversations) != 2 || history.Conversations[0].EndedBy != "operator" {
		t.Errorf("the history is %+v, want both, the latest first", history.Conversations)
	}
}

func TestVisitorLeavesAMessageWhenNobodyComes_S44(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	ana.setting(func(s *wire.Settings) { s.OperatorAway = 1 })
	b := w.visitor().open("/")
	chat := talk(ana, b) // with no console connected
	f := await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.State == "ended" })
	if !f.Conversation.LeaveMessage || f.Conversation.EndedBy != "nobody" {
		t.Fatalf("the visitor is told %+v", f.Conversation)
	}
	leave := wire.LeaveFrame{Type: "leave", ID: newID("leave"), Name: "Gerda", Email: secret("gerda@guest.example"), Text: secret("Please call me about the red bell")}
	for range 2 { // said again after a reconnect
		b.send(leave)
		if f := await[wire.LeftFrame](b.line, "left", nil); f.ID != leave.ID {
			t.Errorf("left %+v", f)
		}
	}
	bad := leave
	bad.ID, bad.Email = newID("leave"), "no address"
	if r := b.refused(bad); r.Code != "invalid" || r.ID != bad.ID {
		t.Errorf("without an address: got %+v, want invalid", r)
	}
	var history wire.VisitorHistory
	ana.must("GET", "/visitors/"+b.who.id()+"/conversations", nil, &history)
	if len(history.Offline) != 1 || history.Offline[0].Text != leave.Text || history.Offline[0].Conversation != chat.ID {
		t.Errorf("left are %+v, want one", history.Offline)
	}
}

func TestColleagueTakesOverFromAnInviterWhoIsAway_S44(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	ana.setting(func(s *wire.Settings) { s.OperatorAway = 1 })
	c := bert.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	f := await(c.line, "request", func(f wire.RequestFrame) bool { return len(f.Request.Ringing) > 0 })
	if f.Request.Ringing[0].Operator != string(bert.who.ID) || !f.Request.Returned || f.Request.Conversation != chat.ID {
		t.Fatalf("the colleague is told %+v", f.Request)
	}
	var taken wire.Conversation
	bert.must("POST", "/requests/"+f.Request.ID+"/accept", nil, &taken)
	if taken.ID != chat.ID || taken.State != "open" {
		t.Errorf("the colleague takes %+v", taken)
	}
	if m := b.line1(chat.ID, 4); m.What != "took-over" {
		t.Errorf("the visitor reads %+v", m)
	}
	bert.says(chat.ID, "I can help")
	p := ana.wantProblem("POST", "/conversations/"+chat.ID+"/messages", said(newID("said"), "Sorry, late"), 403, "forbidden")
	if p.Who != "Bert" {
		t.Errorf("who has it now is told as %q, want Bert", p.Who)
	}
}

func TestRestartLosesAndDoublesNothing_G1_G6(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	b, waiting := w.visitor().open("/chat"), w.visitor().open("/invited")
	chat := talk(ana, b)
	lost := newID("say")
	b.saysAs(lost, chat.ID, "before")
	ana.must("POST", "/conversations/"+chat.ID+"/hold", nil, nil)
	pending := ana.invites(waiting.who.id(), "May I help?")
	waiting.invited()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.wantClosed(1012)
		waiting.wantClosed(1012)
		c.wantClosed(1012)
	}()
	w.restart()
	<-ended
	b, waiting, c = b.again(chat.ID, 2), waiting.again("", 0), ana.console()
	if b.welcome.Token != "" || b.welcome.Conversation == nil || b.welcome.Conversation.ID != chat.ID || !b.welcome.Conversation.Hold {
		t.Fatalf("the visitor is welcomed with %+v", b.welcome)
	}
	if i := waiting.welcome.Invitation; i == nil || i.ID != pending.ID {
		t.Fatalf("the invited visitor is welcomed with %+v", waiting.welcome)
	}
	ana.must("POST", "/conversations/"+chat.ID+"/resume", nil, nil)
	if m := b.saysAs(lost, chat.ID, "before"); m.Seq != 3 { // as if its tick had been lost
		t.Errorf("sent again it has number %d, want 3", m.Seq)
	}
	b.says(chat.ID, "after")
	b.synced()
	want := []string{"visitor: before", "system: Ana has put the chat on hold and will be right back", "system: Ana is back", "visitor: after"}
	if got := b.screen(chat.ID); !slices.Equal(got, want) {
		t.Errorf("the page shows %q, want %q", got, want)
	}
	if len(c.picture.Conversations) != 1 || len(c.picture.Invitations) != 1 || len(c.picture.Visits) != 2 {
		t.Errorf("the picture is %+v", c.picture)
	}
	for _, v := range c.picture.Visits {
		if v.Visits != 1 || v.Pages != 1 {
			t.Errorf("%s counts %d visits and %d pages, want one of each", v.URL, v.Visits, v.Pages)
		}
	}
	waiting.accepts(pending.ID, "")
}
