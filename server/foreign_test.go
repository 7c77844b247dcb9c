package server_test

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"testing"

	"beckon/desk"
	"beckon/wire"
)

// foreignIDs are ids of things that are not the caller's, or that there are not; all must be answered alike.
func foreignIDs(own string) map[string]string {
	return map[string]string{
		"somebody else's": own, "unknown": "AAAAAAAAAAAAAAAAAAAAAA", "empty": "", "guessed in SQL": "' OR '1'='1", "upper case": strings.ToUpper(own),
		"with a blank": own + " ", "a path": "../" + own, "long": strings.Repeat("x", 3000), "a zero byte": "\x00",
	}
}

func TestVisitorReachesNothingOfAnotherVisitor_T04(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	b.says(chat.ID, "Nobody else may read this")
	invited := w.visitor().open("/")
	pending := ana.invites(invited.who.id(), "May I help?")
	spy := w.visitor().open("/")
	for name, id := range foreignIDs(chat.ID) {
		for _, frame := range []any{
			wire.SayFrame{Type: "say", Conversation: id, ID: newID("say"), Text: "Hello"},
			wire.FetchFrame{Type: "fetch", Conversation: id},
			wire.VisitorGotFrame{Type: "got", Conversation: id, Seq: 1},
			wire.VisitorReadFrame{Type: "read", Conversation: id, Seq: 1},
			wire.RateFrame{Type: "rate", Conversation: id, Stars: 1},
			wire.EndFrame{Type: "end", Conversation: id},
		} {
			if r := spy.refused(frame); r.Code != "not-found" || r.Text != "There is no such conversation" {
				t.Errorf("%s: %T gives %+v, want the one answer of all unknown conversations", name, frame, r)
			}
		}
		spy.send(wire.VisitorTypingFrame{Type: "typing", Conversation: id, On: true})
	}
	for name, id := range foreignIDs(pending.ID) {
		for _, frame := range []any{
			wire.InvitationReceivedFrame{Type: "delivered", Invitation: id},
			wire.InvitationShownFrame{Type: "shown", Invitation: id},
			wire.AcceptFrame{Type: "accept", Invitation: id, Kind: "text"},
			wire.DeclineFrame{Type: "decline", Invitation: id},
		} {
			if r := spy.refused(frame); r.Code != "not-found" || r.Text != "There is no such invitation" {
				t.Errorf("%s: %T gives %+v, want the one answer of all unknown invitations", name, frame, r)
			}
		}
	}
	spy = spy.again("\x00", 0)
	again := spy.again(chat.ID, 0) // names the other's conversation as its own
	if again.welcome.Conversation != nil || again.welcome.Messages != nil || again.welcome.Invitation != nil {
		t.Errorf("the spy is welcomed with %+v", again.welcome)
	}
	for _, kind := range []string{"message", "conversation", "invitation", "gone"} {
		wantNone(t, spy.line, kind)
	}
	b.says(chat.ID, "The chat goes on")
	var i wire.Invitation
	ana.must("GET", "/invitations/"+pending.ID, nil, &i)
	if i.State != "sent" {
		t.Errorf("the other's invitation is %s, want sent", i.State)
	}
}

func TestVisitorsMessageIDIsHisOwn_T04(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	one, two := w.visitor().open("/"), w.visitor().open("/")
	first, second := talk(ana, one), talk(ana, two)
	id := newID("say")
	one.saysAs(id, first.ID, "under an id")
	if m := two.saysAs(id, second.ID, "under the same id"); m.Conversation != second.ID || m.Text != "under the same id" {
		t.Errorf("got %+v", m)
	}
	leave := wire.LeaveFrame{Type: "leave", ID: newID("leave"), Email: "one@guest.example", Text: "From the first"}
	one.send(leave)
	await[wire.LeftFrame](one.line, "left", nil)
	if r := two.refused(leave); r.Code != "conflict" {
		t.Errorf("another visitor's off-line message: got %+v, want conflict", r)
	}
}

func TestTokenThatIsNotOursGivesANewIdentity_VIS1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addSite("another-site", "another-key-of-another", `["https://another.example"]`)
	guest := w.visitor()
	guest.open("/").hangUp()
	id, seal, _ := strings.Cut(guest.token, ".")
	raw, _ := base64.RawURLEncoding.DecodeString(seal)
	raw[0] ^= 1
	other := w.visitor()
	other.open("/").hangUp()
	otherID, _, _ := strings.Cut(other.token, ".")
	for name, token := range map[string]string{
		"no seal": id, "an empty seal": id + ".", "a forged seal": id + "." + base64.RawURLEncoding.EncodeToString(raw), "half a seal": id + "." + seal[:10],
		"another's id under this seal": otherID + "." + seal, "a chosen id": "AAAAAAAAAAAAAAAAAAAAAA." + seal, "nonsense": "x.y", "long": strings.Repeat("x", 8000),
		"control characters": "\x00.\x00",
	} {
		v := w.visitor()
		v.token = token
		if b := v.open("/"); b.welcome.Token == "" || v.id() == id || v.id() == otherID {
			t.Errorf("%s: the visitor is known as %q", name, v.id())
		}
	}
	abroad := w.visitor()
	abroad.header.Set("Origin", "https://another.example")
	h := abroad.hello("https://another.example/")
	h.Site, h.Token = "another-key-of-another", guest.token
	if b := abroad.openAs(h); b.welcome.Token == "" || abroad.id() == id {
		t.Errorf("the token of one site is good on another: %+v", b.welcome)
	}
	if b := guest.open("/"); b.welcome.Token != "" || guest.id() != id {
		t.Errorf("the own token is not: %+v", b.welcome)
	}
}

func TestOperatorReachesNothingThatIsAColleagues_T05(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	b := w.visitor().open("/")
	chat := talk(ana, b)
	for path, in := range map[string]any{"/messages": said(newID("said"), "Hello"), "/hold": nil, "/resume": nil, "/end": nil} {
		if p := bert.wantProblem("POST", "/conversations/"+chat.ID+path, in, 403, "forbidden"); p.Who != "Ana" || !strings.Contains(p.Detail, "Ana") {
			t.Errorf("%s: got %+v, want who has it", path, p)
		}
		bert.wantProblem("POST", "/conversations/AAAAAAAAAAAAAAAAAAAAAA"+path, in, 404, "not-found")
	}
	for _, path := range []string{
		"/conversations/unknown", "/conversations/unknown/messages", "/invitations/unknown", "/visits/unknown", "/visitors/unknown/conversations", "/sites/unknown/check",
	} {
		ana.wantProblem("GET", path, nil, 404, "not-found")
	}
	ana.wantProblem("POST", "/invitations/unknown/withdraw", nil, 404, "not-found")
	ana.wantProblem("PATCH", "/operators/unknown", map[string]string{"name": "X"}, 404, "not-found")
	ana.wantProblem("PATCH", "/sites/unknown", map[string]string{"name": "X"}, 404, "not-found")
	ana.wantProblem("PUT", "/canned/unknown", map[string]string{"title": "X", "text": "X"}, 404, "not-found")
	ana.wantProblem("DELETE", "/canned/unknown", nil, 404, "not-found")
	ana.wantProblem("POST", "/invitations", invitation("unknown", "Hello"), 404, "not-found")
	var sessions []wire.Session
	ana.must("GET", "/sessions", nil, &sessions)
	bert.wantProblem("DELETE", "/sessions/"+sessions[0].ID, nil, 404, "not-found")
	wantNone(t, b.line, "refused")
	if c := all[wire.VisitorConversationFrame](b.line, "conversation"); c[len(c)-1].Conversation.State != "open" || c[len(c)-1].Conversation.Hold {
		t.Errorf("the conversation was changed: %+v", c)
	}
}

// asked is a store that notes for which conversations it is asked.
type asked struct {
	desk.Store
	mu  sync.Mutex
	ids []desk.ConversationID
}

// Conversation implements desk.Store.
func (a *asked) Conversation(ctx context.Context, id desk.ConversationID) (desk.Conversation, error) {
	a.mu.Lock()
	a.ids = append(a.ids, id)
	a.mu.Unlock()
	return a.Store.Conversation(ctx, id)
}

func TestOddIdentifiersFromAConsoleDoNotReachTheStore_T04(t *testing.T) {
	t.Parallel()
	spy := &asked{}
	w := newWorld(t, func(w *world) {
		w.spy = func(s desk.Store) desk.Store {
			spy.Store = s
			return spy
		}
	})
	c := w.signIn(w.ana).console()
	for _, id := range foreignIDs("AAAAAAAAAAAAAAAAAAAAAA") {
		for _, kind := range []string{"got", "typing"} {
			c.send(map[string]any{"type": kind, "conversation": id, "seq": 1, "on": true})
		}
	}
	c.send(map[string]any{"type": "got", "conversation": "BBBBBBBBBBBBBBBBBBBBBB", "seq": 1})
	eventually(t, "all of them are looked at", func() bool {
		spy.mu.Lock()
		defer spy.mu.Unlock()
		return slices.Contains(spy.ids, "BBBBBBBBBBBBBBBBBBBBBB")
	})
	for _, id := range spy.ids {
		if strings.ContainsAny(string(id), " '/.\x00") || len(id) > 64 {
			t.Errorf("the store is asked for %.40q", id)
		}
	}
}

func TestReplayedAnswerChangesNothing_S35(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	guest := w.visitor()
	b := guest.open("/")
	sent := ana.invites(guest.id(), "May I help?")
	chat := b.accepts(b.invited().ID, "Gerda")
	accept := wire.AcceptFrame{Type: "accept", Invitation: sent.ID, Name: "Mallory", Kind: "text"}
	b.send(accept) // Start pressed twice: the conversation that goes on
	b.synced()
	ana.must("POST", "/conversations/"+chat.ID+"/end", nil, nil)
	if r := b.refused(accept); r.Code != "conflict" {
		t.Errorf("accepting once more after its end: got %+v, want conflict", r)
	}
	b.send(wire.DeclineFrame{Type: "decline", Invitation: sent.ID})
	b.synced()
	var history wire.VisitorHistory
	ana.must("GET", "/visitors/"+guest.id()+"/conversations", nil, &history)
	if len(history.Conversations) != 1 || history.Conversations[0].VisitorName != "Gerda" {
		t.Errorf("the history is %+v, want the one conversation", history.Conversations)
	}
	var i wire.Invitation
	ana.must("GET", "/invitations/"+sent.ID, nil, &i)
	if i.State != "accepted" {
		t.Errorf("the invitation is %s, want accepted", i.State)
	}
}

func TestTwoTabsAnswerAtOnceAndOneWins_S18_G4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	for range 10 {
		guest := w.visitor()
		tabs := []*tab{guest.open("/one"), guest.open("/two")}
		sent := ana.invites(guest.id(), "May I help?")
		answers := []any{
			wire.AcceptFrame{Type: "accept", Invitation: sent.ID, Name: "One", Kind: "text"},
			wire.DeclineFrame{Type: "decline", Invitation: sent.ID},
		}
		var at sync.WaitGroup
		for n, b := range tabs {
			b.invited()
			at.Go(func() { b.send(answers[n]) })
		}
		at.Wait()
		why := tabs[0].gone(sent.ID)
		if other := tabs[1].gone(sent.ID); why != other || why != "accepted" && why != "declined" {
			t.Errorf("one tab says %s, the other %s", why, other)
		}
		c.stands(sent.ID, why)
		for _, b := range tabs {
			b.synced()
			if n := len(all[struct{}](b.line, "gone")); n != 1 {
				t.Errorf("the invitation went %d times", n)
			}
			if talks := len(all[struct{}](b.line, "conversation")) > 0; talks != (why == "accepted") {
				t.Errorf("it was %s and a conversation began: %t", why, talks)
			}
			b.hangUp()
		}
	}
}

func TestTwoTabsAcceptAtOnceAndOneConversationBegins_G4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	guest := w.visitor()
	tabs := []*tab{guest.open("/one"), guest.open("/two"), guest.open("/three")}
	sent := ana.invites(guest.id(), "May I help?")
	var at sync.WaitGroup
	for _, b := range tabs {
		b.invited()
		at.Go(func() { b.send(wire.AcceptFrame{Type: "accept", Invitation: sent.ID, Kind: "text"}) })
	}
	at.Wait()
	ids := map[string]bool{}
	for _, b := range tabs {
		ids[await[wire.VisitorConversationFrame](b.line, "conversation", nil).Conversation.ID] = true
		b.gone(sent.ID)
		b.synced()
	}
	if len(ids) != 1 {
		t.Errorf("the tabs show %d conversations, want one", len(ids))
	}
}

func TestTwoOperatorsInviteAtOnceAndOneWins_S36_S37(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	for range 5 {
		b := w.visitor().open("/")
		var at sync.WaitGroup
		won := make([]bool, 2)
		who := make([]string, 2)
		for n, o := range []*operator{ana, bert} {
			at.Go(func() {
				answer, raw := o.do(o.request("POST", "/invitations", invitation(b.who.id(), "May I help?")))
				if won[n] = answer.StatusCode == 200; !won[n] {
					p := problemIn(t, "invite", answer, raw)
					if p.Status != 409 || p.Code != "conflict" {
						t.Errorf("the loser is told %+v", p)
					}
					who[n] = p.Who
				}
			})
		}
		at.Wait()
		if won[0] == won[1] {
			t.Fatalf("won: %v, want exactly one", won)
		}
		winner, loser := "Ana", 1
		if won[1] {
			winner, loser = "Bert", 0
		}
		if who[loser] != winner {
			t.Errorf("the loser is told that %q was first, want %q", who[loser], winner)
		}
		i := b.invited()
		b.synced()
		if n := len(all[struct{}](b.line, "invitation")); n != 1 || i.Name != winner {
			t.Errorf("the visitor met %d invitations, the first from %s, want one from %s", n, i.Name, winner)
		}
		b.accepts(i.ID, "")
		p := []*operator{ana, bert}[loser].wantProblem("POST", "/invitations", invitation(b.who.id(), "And I?"), 409, "conflict")
		if p.Who != winner || !strings.Contains(p.Detail, "in a chat with "+winner) {
			t.Errorf("inviting who is in a chat says %+v", p)
		}
	}
}
