package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"beckon/desk"
)

// Record implements desk.Store.
func (s *Store) Record(ctx context.Context, e desk.Event) error {
	err := s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error { return record(ctx, tx, e) })
	return failed("record "+e.Name(), err)
}

func record(ctx context.Context, tx bun.IDB, e desk.Event) error {
	switch e := e.(type) {
	case *desk.SiteChanged:
		return recordSite(ctx, tx, e.Site)
	case *desk.ZonesChanged:
		return recordZones(ctx, tx, e.Site, e.Zones)
	case *desk.SettingsChanged:
		return recordSetting(ctx, tx, settingsName, e.Settings)
	case *desk.OperatorChanged:
		return recordOperator(ctx, tx, e.Operator)
	case *desk.CannedSaved:
		return recordCanned(ctx, tx, e.Canned)
	case *desk.CannedDeleted:
		return deleteCanned(ctx, tx, e.ID)
	case *desk.VisitorBlocked:
		return recordBlock(ctx, tx, e.Block)
	case *desk.VisitorUnblocked:
		return deleteBlock(ctx, tx, e.Visitor)
	case *desk.FileKept:
		return recordFile(ctx, tx, e)
	case *desk.FileForgotten:
		return forgetFile(ctx, tx, e.ID)
	case *desk.OfflineMessageLeft:
		return recordOffline(ctx, tx, e)
	case *desk.OfflineReplied:
		return recordReply(ctx, tx, e)
	case *desk.OfflineClosed:
		return closeOffline(ctx, tx, e)
	case *desk.OfflineReopened:
		return reopenOffline(ctx, tx, e)
	case *desk.MailSettingsChanged:
		return recordMailSettings(ctx, tx, e)
	case *desk.MailRequeued:
		return requeueMail(ctx, tx, e)
	case *desk.SubscriptionMade:
		return recordSubscription(ctx, tx, e.Subscription)
	case *desk.SubscriptionEnded:
		return deleteSubscription(ctx, tx, e.ID)
	case *desk.TranscriptOrdered:
		return orderTranscript(ctx, tx, e)
	case *desk.RequestMailed:
		return mailRequest(ctx, tx, e)
	}
	return recordTalk(ctx, tx, e)
}

// recordTalk makes the change of what is about an invitation, a request or a conversation.
func recordTalk(ctx context.Context, tx bun.IDB, e desk.Event) error {
	switch e := e.(type) {
	case *desk.InvitationSent:
		return recordInvitation(ctx, tx, e)
	case *desk.InvitationMoved:
		return moveInvitation(ctx, tx, e)
	case *desk.InvitationAccepted:
		return acceptInvitation(ctx, tx, e)
	case *desk.MessagesReceived:
		return recordReceived(ctx, tx, e)
	case *desk.MessagesRead:
		return recordRead(ctx, tx, e)
	case *desk.ConversationRated:
		return recordRating(ctx, tx, e)
	case *desk.ConversationNoted:
		return recordNote(ctx, tx, e)
	case *desk.ConversationTagged:
		return recordTag(ctx, tx, e)
	case *desk.ConversationUntagged:
		return deleteTag(ctx, tx, e)
	case *desk.RequestMade:
		return recordRequest(ctx, tx, e)
	case *desk.RequestPassed:
		return recordPass(ctx, tx, e)
	case *desk.RequestAccepted:
		return acceptRequest(ctx, tx, e)
	case *desk.RequestEnded:
		return closeRequest(ctx, tx, e.Request, e.State, millis(e.At), desk.Conversation{})
	case desk.Numbered:
		return recordLine(ctx, tx, e)
	}
	return fmt.Errorf("no way to record %s", e.Name())
}

// RecordSoon implements desk.Store.
func (s *Store) RecordSoon(ctx context.Context, batch []desk.Event) error {
	b := sortBatch(batch)
	err := s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error { return b.record(ctx, tx) })
	return failed("record a batch", err)
}
