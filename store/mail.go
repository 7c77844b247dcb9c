package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type mailRow struct {
	bun.BaseModel `bun:"table:mail"`
	ID            string
	Kind          string
	Recipient     string
	Name          string
	ReplyTo       string
	ReplyName     string
	Subject       string
	Body          string
	Quote         string
	Transcript    string
	Files         []fileJSON
	Visitor       string
	Offline       string
	Reply         string
	Conversation  string
	State         string
	Trouble       string
	Attempts      int
	Ordered       int64
	Queued        int64
	NextTry       int64
	Claimed       int64
	Done          int64
}

func (r mailRow) mail() desk.Mail {
	m := desk.Mail{
		ID: desk.MailID(r.ID), Kind: desk.MailKind(r.Kind), To: r.Recipient, ToName: r.Name, ReplyTo: r.ReplyTo, ReplyName: r.ReplyName, Subject: r.Subject,
		Text: r.Body, Quote: r.Quote, Visitor: desk.VisitorID(r.Visitor), Offline: desk.OfflineID(r.Offline), Reply: desk.ReplyID(r.Reply),
		Conversation: desk.ConversationID(r.Conversation), State: desk.MailState(r.State), Trouble: desk.MailTrouble(r.Trouble), Attempts: r.Attempts,
		Queued: moment(r.Queued), Next: moment(r.NextTry), Done: moment(r.Done),
		Files: filesOfJSON(r.Files),
	}
	if r.Transcript != "" {
		json.Unmarshal([]byte(r.Transcript), &m.Lines) // written below
	}
	return m
}

func mails(rows []mailRow) []desk.Mail {
	var out []desk.Mail
	for _, r := range rows {
		out = append(out, r.mail())
	}
	return out
}

// queueMail adds mails to the queue, in the transaction of what they tell.
func queueMail(ctx context.Context, tx bun.IDB, list []desk.Mail) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([]mailRow, len(list))
	for i, m := range list {
		rows[i] = mailRow{
			ID: string(m.ID), Kind: string(m.Kind), Recipient: m.To, Name: m.ToName, ReplyTo: m.ReplyTo, ReplyName: m.ReplyName, Subject: m.Subject, Body: m.Text,
			Quote: m.Quote, Visitor: string(m.Visitor), Offline: string(m.Offline), Reply: string(m.Reply), Conversation: string(m.Conversation),
			Files: jsonOfMail(m.Files), State: string(desk.MailIsQueued), Ordered: millis(m.Queued), Queued: millis(m.Queued), NextTry: millis(m.Next),
		}
		if len(m.Lines) > 0 {
			lines, err := json.Marshal(m.Lines)
			if err != nil {
				return err
			}
			rows[i].Transcript = string(lines)
		}
	}
	_, err := tx.NewInsert().Model(&rows).Comment("mail.queued").Exec(ctx)
	return err
}

func orderTranscript(ctx context.Context, tx bun.IDB, e *desk.TranscriptOrdered) error {
	c, err := lockConversation(ctx, tx, e.Mail.Conversation)
	if err != nil {
		return err
	}
	var sent, others, ofSite int
	err = tx.NewRaw(`/* mail.transcripts */ SELECT count(*), count(DISTINCT CASE WHEN lower(recipient) <> lower(?) THEN lower(recipient) END) FROM mail WHERE conversation = ? AND kind = ?`,
		e.Mail.To, c.ID, desk.MailTranscript).Scan(ctx, &sent, &others)
	if err != nil {
		return err
	}
	// What was ordered since then was also done since then, or waits: of both there is an index.
	err = tx.NewRaw(`/* mail.transcriptsOfSite */ SELECT count(*) FROM mail m JOIN conversation c ON c.id = m.conversation
		WHERE (m.done = 0 AND m.state <> 'sent' OR m.done > ?) AND m.ordered > ? AND m.kind = ? AND c.site = ?`, millis(e.Since), millis(e.Since), desk.MailTranscript, c.Site).Scan(ctx, &ofSite)
	if err != nil {
		return err
	}
	if err := e.Allowed(sent, others, ofSite); err != nil {
		return err
	}
	return queueMail(ctx, tx, []desk.Mail{e.Mail})
}

// mailRequest queues mails of a request that waits, but for addresses that had one a moment ago.
func mailRequest(ctx context.Context, tx bun.IDB, e *desk.RequestMailed) error {
	if err := lockRequest(ctx, tx, e.Request); err != nil {
		return err
	}
	// Two at once, of two requests, follow each other.
	if _, err := tx.NewRaw("/* mail.lock */ UPDATE setting SET value = value WHERE name = ?", mailSettingsName).Exec(ctx); err != nil {
		return err
	}
	var had []string
	err := tx.NewRaw(`/* mail.ofRequests */ SELECT recipient FROM mail WHERE (done = 0 AND state <> 'sent' OR done > ?) AND ordered > ? AND kind = ?`,
		millis(e.Since), millis(e.Since), desk.MailRequest).Scan(ctx, &had)
	if err != nil {
		return err
	}
	e.LeaveOut(had)
	return queueMail(ctx, tx, e.Mails)
}

func requeueMail(ctx context.Context, tx bun.IDB, e *desk.MailRequeued) error {
	n, err := affected(tx.NewRaw(`/* mail.requeued */ UPDATE mail SET state = ?, attempts = 0, queued = ?, next_try = ?, claimed = 0, done = 0 WHERE id = ? AND state = ?`,
		desk.MailIsQueued, millis(e.At), millis(e.At), e.Mail, desk.MailIsFailed).Exec(ctx))
	if err != nil || n == 1 {
		return err
	}
	there, err := tx.NewSelect().Model((*mailRow)(nil)).Comment("mail.there").Where("id = ?", e.Mail).Exists(ctx)
	if err == nil && !there {
		return desk.Errorf(desk.NotFound, "There is no such e-mail")
	}
	return orConflict(err, "This e-mail did not fail")
}

// recordMailSettings keeps the settings and has what waits tried at once.
func recordMailSettings(ctx context.Context, tx bun.IDB, e *desk.MailSettingsChanged) error {
	if err := recordSetting(ctx, tx, mailSettingsName, e.Settings); err != nil {
		return err
	}
	_, err := tx.NewRaw("/* mail.hurriedBySettings */ UPDATE mail SET next_try = queued WHERE state = ?", desk.MailIsQueued).Exec(ctx)
	return err
}

// MailQueue implements desk.Store.
func (s *Store) MailQueue(ctx context.Context, limit int) (desk.MailQueue, error) {
	var q desk.MailQueue
	err := s.db.NewRaw("/* mail.count */ SELECT coalesce(sum(CASE WHEN state = ? THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state = ? THEN 1 ELSE 0 END), 0) FROM mail WHERE state <> ?",
		desk.MailIsQueued, desk.MailIsFailed, desk.MailIsSent).Scan(ctx, &q.Waiting, &q.Failed)
	if err == nil && limit > 0 {
		var rows []mailRow
		err = s.db.NewSelect().Model(&rows).Comment("mail.unsent").ExcludeColumn("body", "quote", "transcript", "files").Where("state <> ?", desk.MailIsSent).Order("id DESC").Limit(int64(limit)).Scan(ctx)
		q.Mails = mails(rows)
	}
	return q, failed("read the mail queue", err)
}

// DueMail implements mail.Queue.
func (s *Store) DueMail(ctx context.Context, now time.Time, limit int) ([]desk.Mail, error) {
	var rows []mailRow
	err := s.db.NewSelect().Model(&rows).Comment("mail.due").Where("state = 'queued' AND next_try <= ? AND claimed <= ?", millis(now), millis(now)).
		Order("next_try", "id").Limit(int64(limit)).Scan(ctx)
	return mails(rows), failed("read due mail", err)
}

// ClaimMail implements mail.Queue.
func (s *Store) ClaimMail(ctx context.Context, id desk.MailID, now, until time.Time) (bool, error) {
	return s.decide(ctx, "claim a mail", func(ctx context.Context, tx bun.IDB) (bool, error) {
		n, err := affected(tx.NewRaw("/* mail.claimed */ UPDATE mail SET claimed = ?, attempts = attempts + 1 WHERE id = ? AND state = ? AND claimed <= ?",
			millis(until), id, desk.MailIsQueued, millis(now)).Exec(ctx))
		return n == 1, err
	})
}

// SettleMail implements mail.Queue.
func (s *Store) SettleMail(ctx context.Context, m desk.Mail) error {
	err := s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("/* mail.settled */ UPDATE mail SET state = ?, trouble = ?, next_try = ?, done = ?, claimed = 0 WHERE id = ? AND state = ?",
			m.State, m.Trouble, millis(m.Next), millis(m.Done), m.ID, desk.MailIsQueued).Exec(ctx)
		return err
	})
	return failed("settle a mail", err)
}

// HurryMail implements mail.Queue.
func (s *Store) HurryMail(ctx context.Context, now time.Time) error {
	err := s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("/* mail.hurried */ UPDATE mail SET next_try = ? WHERE state = ? AND next_try > ? AND trouble IN (?, ?, ?, ?)", millis(now), desk.MailIsQueued, millis(now),
			desk.MailUnreachable, desk.MailUnencrypted, desk.MailSignIn, desk.MailSender).Exec(ctx)
		return err
	})
	return failed("hurry mail", err)
}

// ForgetMail implements mail.Queue.
func (s *Store) ForgetMail(ctx context.Context, before time.Time) error {
	err := s.writer.write(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("/* mail.forgotten */ UPDATE mail SET body = '', quote = '', transcript = '', files = '[]' WHERE state = ? AND done > 0 AND done < ? AND body <> ''", desk.MailIsSent, millis(before)).Exec(ctx)
		return err
	})
	return failed("forget mail", err)
}
