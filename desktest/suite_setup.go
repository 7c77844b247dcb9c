package desktest

import (
	"context"
	"maps"
	"testing"
	"time"

	"beckon/desk"
)

func everyFactIsAccepted(t *testing.T, l *ledger) {
	v := l.visit("visitor")
	facts := l.setUpAndVisit(v)
	held := l.talk(anna)
	maps.Copy(facts, l.talks(v, held))
	maps.Copy(facts, l.letters(v, held))
	for _, f := range desk.Facts {
		name := f.Event.Name()
		e, told := facts[name]
		switch {
		case f.Road == desk.Passing:
		case !told:
			t.Errorf("no story tells %s: add it here", name)
		case f.Road == desk.Now:
			if err := l.Record(context.Background(), e); err != nil {
				t.Errorf("record %s: %v", name, err)
			}
		default:
			if err := l.RecordSoon(context.Background(), []desk.Event{e}); err != nil {
				t.Errorf("record %s soon: %v", name, err)
			}
		}
	}
}

// setUpAndVisit are facts of setting up and of a visit.
func (l *ledger) setUpAndVisit(v desk.Visit) map[string]desk.Event {
	return map[string]desk.Event{
		"SiteChanged":      &desk.SiteChanged{Site: desk.Site{ID: "shop", Name: "Shop", Key: Key, Mode: desk.ModeFull, Origins: []string{Address}}},
		"ZonesChanged":     &desk.ZonesChanged{Site: "shop", Zones: shopZones("shop")},
		"SettingsChanged":  &desk.SettingsChanged{Settings: desk.DefaultSettings()},
		"OperatorChanged":  &desk.OperatorChanged{Operator: anna},
		"CannedSaved":      &desk.CannedSaved{Canned: desk.Canned{ID: "canned", Title: "Hello", Text: "Hello"}},
		"CannedDeleted":    &desk.CannedDeleted{ID: "canned"},
		"VisitorBlocked":   &desk.VisitorBlocked{Block: desk.Block{Visitor: v.Visitor, Name: "Gerda", By: anna.ID, ByName: "Anna", At: l.later()}},
		"VisitorUnblocked": &desk.VisitorUnblocked{Visitor: "unknown"},
		"VisitStarted":     &desk.VisitStarted{Visit: v},
		"PageViewed":       &desk.PageViewed{View: l.view(v, "page", "/", "Home", "default")},
		"PageTitled":       &desk.PageTitled{Visit: v.ID, Page: "page", Title: "Home (1)"},
		"VisitorLeft":      &desk.VisitorLeft{Visit: v.ID, At: l.later()},
		"VisitEnded":       &desk.VisitEnded{Visit: v.ID, At: l.later()},
		"VisitSeen":        &desk.VisitSeen{Visit: v.ID, At: l.later()},
	}
}

// talks are facts of inviting, asking and talking.
func (l *ledger) talks(v desk.Visit, held desk.Conversation) map[string]desk.Event {
	other := l.talk(anna)
	i := l.invitation(v, anna)
	accepted := l.invitation(l.visit("visitor"), anna)
	l.record(&desk.InvitationSent{Invitation: accepted})
	asked, taken, dropped := l.request(), l.request(), l.request()
	l.record(&desk.RequestMade{Request: taken})
	l.record(&desk.RequestMade{Request: dropped})
	returned := l.talk(anna)
	ringing, connecting, over := l.talk(anna), l.talk(anna), l.talk(anna)
	l.record(l.calling(connecting))
	l.record(l.calling(over))
	return map[string]desk.Event{
		"InvitationSent":       &desk.InvitationSent{Invitation: i},
		"InvitationMoved":      &desk.InvitationMoved{Invitation: i.ID, To: desk.InvitationIsShown, At: l.later()},
		"InvitationAccepted":   l.acceptance(accepted),
		"MessageSent":          l.saying(held.ID, desk.FromVisitor, "Hello"),
		"MessagesReceived":     &desk.MessagesReceived{Conversation: held.ID, By: desk.FromVisitor, Seq: 2},
		"ConversationHeld":     &desk.ConversationHeld{Line: l.system(held.ID, desk.LineHeld)},
		"ConversationResumed":  &desk.ConversationResumed{Line: l.system(held.ID, desk.LineResumed)},
		"ConversationTaken":    &desk.ConversationTaken{Line: l.system(held.ID, desk.LineTookOver), From: anna.ID, By: bert.ID, ByName: bert.Name},
		"ConversationReturned": l.returning(returned.ID, anna.ID),
		"CallOffered":          l.calling(ringing),
		"CallAccepted":         &desk.CallAccepted{Line: l.system(connecting.ID, desk.LineCallStarted), Call: callOf(connecting)},
		"CallEnded":            &desk.CallEnded{Line: l.system(over.ID, desk.LineCallEnded), Call: callOf(over), By: desk.CallDeclined},
		"FileKept":             &desk.FileKept{File: l.file(held, desk.FromVisitor)},
		"FileForgotten":        &desk.FileForgotten{ID: "unknown"},
		"RequestMade":          &desk.RequestMade{Request: asked, Named: "Gerda"},
		"RequestPassed":        &desk.RequestPassed{Request: dropped.ID, Operators: []desk.OperatorID{anna.ID, bert.ID}, How: desk.PassMissed, At: l.later()},
		"RequestAccepted":      l.taking(taken, bert),
		"RequestEnded":         &desk.RequestEnded{Request: dropped.ID, State: desk.RequestIsWithdrawn, At: l.later()},
		"MessagesRead":         &desk.MessagesRead{Conversation: held.ID, By: desk.FromOperator, Seq: 2},
		"ConversationRated":    &desk.ConversationRated{Conversation: other.ID, Rating: desk.Rating{Stars: 4, Comment: "Quick", At: l.later()}},
		"ConversationNoted":    &desk.ConversationNoted{Note: l.note(held.ID, anna, "Knows the shop")},
		"ConversationTagged":   &desk.ConversationTagged{Conversation: held.ID, Tag: "delivery"},
		"ConversationUntagged": &desk.ConversationUntagged{Conversation: held.ID, Tag: "delivery"},
		"SilenceNoticed":       &desk.SilenceNoticed{Line: l.system(held.ID, desk.LineAsked)},
		"ConversationEnded":    &desk.ConversationEnded{Line: l.system(other.ID, desk.LineEnded), By: desk.EndedByVisitor},
	}
}

// letters are facts of messages left and of mail.
func (l *ledger) letters(v desk.Visit, held desk.Conversation) map[string]desk.Event {
	open, closed := l.offline(v, "g@x.example"), l.offline(v, "g@x.example")
	l.record(&desk.OfflineClosed{ID: closed.ID, By: anna.ID, ByName: anna.Name, At: l.later()})
	failed := l.replying(open, anna, 0, "g@x.example")
	l.record(failed)
	l.settles(failed.Mails[0], desk.MailIsFailed, desk.MailRecipient, time.Time{}, l.later())
	transcript := l.mail(desk.MailTranscript, "g@x.example")
	transcript.Conversation = held.ID
	waiting := l.request()
	l.record(&desk.RequestMade{Request: waiting})
	return map[string]desk.Event{
		"OfflineMessageLeft":  &desk.OfflineMessageLeft{Message: desk.OfflineMessage{ID: "offline", Visitor: v.Visitor, Site: "shop", Email: "g@x.example", Text: "Call me", At: l.later()}},
		"OfflineReplied":      l.replying(open, anna, 1, "g@x.example"),
		"OfflineClosed":       &desk.OfflineClosed{ID: l.offline(v, "g@x.example").ID, By: anna.ID, ByName: anna.Name, At: l.later()},
		"OfflineReopened":     &desk.OfflineReopened{ID: closed.ID, By: anna.ID, At: l.later()},
		"MailSettingsChanged": &desk.MailSettingsChanged{Settings: desk.DefaultMailSettings()},
		"MailRequeued":        &desk.MailRequeued{Mail: failed.Mails[0].ID, At: l.later()},
		"SubscriptionMade":    &desk.SubscriptionMade{Subscription: l.subscription(anna, "session")},
		"SubscriptionEnded":   &desk.SubscriptionEnded{ID: "unknown"},
		"TranscriptOrdered":   &desk.TranscriptOrdered{Mail: transcript, AtMost: 3, Addresses: 2, OfSite: 500, Since: begin},
		"RequestMailed":       &desk.RequestMailed{Request: waiting.ID, Mails: []desk.Mail{l.mail(desk.MailRequest, "anna@shop.example")}, At: l.now, Since: begin},
	}
}

func emptyStoreLoads(t *testing.T, l *ledger) {
	first, again := l.load(), l.load()
	if len(first.Secret) != 32 || first.Epoch == "" {
		t.Errorf("got a secret of %d bytes and epoch %q, want 32 bytes and an epoch", len(first.Secret), first.Epoch)
	}
	if first.Settings != nil || len(first.Sites)+len(first.Operators)+len(first.Invitations)+len(first.Conversations) > 0 {
		t.Errorf("an empty store holds %+v", first)
	}
	if string(first.Secret) != string(again.Secret) || first.Epoch != again.Epoch {
		t.Error("secret or epoch changed between two loads")
	}
}

func setUpComesBack(t *testing.T, l *ledger) {
	site := desk.Site{ID: "shop", Name: "Shop", Key: Key, Mode: desk.ModeVisit, Origins: []string{Address, "https://*.shop.example"}}
	settings := desk.DefaultSettings()
	settings.DefaultInvitation, settings.VisitGap = "Hi, %name% here — 🙂", 90*time.Second
	l.record(&desk.SiteChanged{Site: site})
	site.Name, site.Mode, site.Origins, site.SneakPeek = "The Shop", desk.ModeFull, []string{Address}, true
	site.Button = desk.Button{Corner: desk.CornerStart, X: 40, Y: 400, Z: 2147483647}
	l.record(&desk.SiteChanged{Site: site})
	l.record(&desk.ZonesChanged{Site: "shop", Zones: []desk.Zone{desk.DefaultZone("shop")}})
	l.record(&desk.ZonesChanged{Site: "shop", Zones: shopZones("shop")})
	l.record(&desk.SettingsChanged{Settings: settings})
	l.record(&desk.OperatorChanged{Operator: anna})
	l.record(&desk.OperatorChanged{Operator: bert})
	changed := bert
	changed.Name, changed.Disabled, changed.LiveHelp, changed.NoOfflineMail, changed.RequestMail = "Bertram", true, true, true, true
	l.record(&desk.OperatorChanged{Operator: changed})

	saved := l.load()
	differ(t, "sites", saved.Sites, []desk.Site{site})
	differ(t, "zones", saved.Zones["shop"], shopZones("shop"))
	differ(t, "settings", saved.Settings, &settings)
	differ(t, "operators", saved.Operators, []desk.Operator{anna, changed})
}

func loginIsTakenOnce(t *testing.T, l *ledger) {
	l.record(&desk.OperatorChanged{Operator: anna})
	thief := bert
	thief.Login = anna.Login
	l.refuses(&desk.OperatorChanged{Operator: thief}, desk.Conflict)
	l.record(&desk.OperatorChanged{Operator: bert})
	l.refuses(&desk.OperatorChanged{Operator: thief}, desk.Conflict)
	differ(t, "operators", l.load().Operators, []desk.Operator{anna, bert})
}

func cannedMessages(t *testing.T, l *ledger) {
	ctx := context.Background()
	b, a := desk.Canned{ID: "1", Title: "b – Bye", Text: "Good bye, %visitor%"}, desk.Canned{ID: "2", Title: "A hello", Text: "Hello <b>%visitor%</b>"}
	l.record(&desk.CannedSaved{Canned: b})
	l.record(&desk.CannedSaved{Canned: a})
	list, err := l.CannedList(ctx, anna.ID)
	if err != nil {
		t.Fatal(err)
	}
	differ(t, "list by title", list, []desk.Canned{a, b})
	b.Title, b.Text = "0 Bye", "Bye"
	l.record(&desk.CannedSaved{Canned: b})
	got, err := l.Canned(ctx, "1")
	must(t, "canned", err)
	differ(t, "changed", got, b)
	l.record(&desk.CannedDeleted{ID: "2"})
	if _, err := l.Canned(ctx, "2"); desk.KindOf(err) != desk.NotFound {
		t.Errorf("got %v, want NotFound", err)
	}
	if list, err = l.CannedList(ctx, anna.ID); err != nil {
		t.Fatal(err)
	}
	differ(t, "list after deleting", list, []desk.Canned{b})
}

func unknownIsNotFound(t *testing.T, l *ledger) {
	ctx := context.Background()
	_, _, returned := l.Return(ctx, "nobody")
	_, talk := l.Conversation(ctx, "none")
	_, canned := l.Canned(ctx, "none")
	_, invited := l.Invitation(ctx, "none")
	_, left := l.OfflineMessage(ctx, "none")
	for name, err := range map[string]error{
		"return": returned, "conversation": talk, "canned": canned, "invitation": invited, "off-line message": left,
		"move": l.Record(ctx, &desk.InvitationMoved{Invitation: "none", To: desk.InvitationIsShown, At: begin}),
		"say":  l.Record(ctx, l.saying("none", desk.FromVisitor, "Hello")),
		"hold": l.Record(ctx, &desk.ConversationHeld{Line: l.system("none", desk.LineHeld)}),
	} {
		if err == nil || desk.KindOf(err) != desk.NotFound {
			t.Errorf("%s: got %v, want NotFound", name, err)
		}
	}
	lines, err := l.Messages(ctx, "none", 0, 10)
	_, found, errOne := l.MessageByID(ctx, "none", desk.FromVisitor, "none")
	views, errViews := l.PageViews(ctx, "none", 10)
	invitations, errInvitations := l.Invitations(ctx, "none")
	talks, history, errHistory := l.History(ctx, "nobody", 10)
	if len(lines)+len(views)+len(invitations)+len(talks)+len(history) > 0 || found || err != nil || errOne != nil || errViews != nil || errInvitations != nil || errHistory != nil {
		t.Errorf("lists of unknown things are empty, without an error; got %v %v %v %v %v", err, errOne, errViews, errInvitations, errHistory)
	}
}
