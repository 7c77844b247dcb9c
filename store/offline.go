package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type offlineRow struct {
	bun.BaseModel `bun:"table:offline_message"`
	ID            string
	Visitor       string
	Site          string
	Conversation  string
	Name          string
	Email         string
	Subject       string
	Body          string
	Sent          int64
	State         string
	ClosedBy      string
	ClosedByName  string
	Closed        int64
	Answered      int
}

type replyRow struct {
	bun.BaseModel `bun:"table:offline_reply"`
	ID            string
	Message       string
	Operator      string
	OperatorName  string
	Recipients    []string `bun:",type:text"`
	Body          string
	Files         []fileJSON
	Sent          int64
}

func (r replyRow) reply() desk.OfflineReply {
	return desk.OfflineReply{
		ID: desk.ReplyID(r.ID), Message: desk.OfflineID(r.Message), Operator: desk.OperatorID(r.Operator), OperatorName: r.OperatorName, To: r.Recipients, Text: r.Body,
		Files: filesOfJSON(r.Files), At: moment(r.Sent),
	}
}

func (r offlineRow) message() desk.OfflineMessage {
	return desk.OfflineMessage{
		ID: desk.OfflineID(r.ID), Visitor: desk.VisitorID(r.Visitor), Site: desk.SiteID(r.Site), Conversation: desk.ConversationID(r.Conversation), Name: r.Name,
		Email: r.Email, Subject: r.Subject, Text: r.Body, At: moment(r.Sent), State: desk.OfflineState(r.State), ClosedBy: desk.OperatorID(r.ClosedBy),
		ClosedByName: r.ClosedByName, Closed: moment(r.Closed), Answered: r.Answered,
	}
}

// offlineMessages returns messages with their files, each in the order attached.
func offlineMessages(ctx context.Context, db bun.IDB, rows ...offlineRow) ([]desk.OfflineMessage, error) {
	out := make([]desk.OfflineMessage, len(rows))
	ids := make([]string, len(rows))
	for i, r := range rows {
		out[i], ids[i] = r.message(), r.ID
	}
	if len(rows) == 0 {
		return out, nil
	}
	var files []struct {
		Message string
		fileRow
	}
	err := db.NewRaw(`/* offline.files */ SELECT o.message, f.* FROM offline_file o JOIN file f ON f.id = o.file WHERE o.message IN (?) ORDER BY o.position`, bun.List(ids)).Scan(ctx, &files)
	for _, f := range files {
		i := slices.Index(ids, f.Message)
		out[i].Files = append(out[i].Files, f.file())
	}
	return out, err
}

// leaveFiles notes which files a message has; NotFound when one was forgotten meanwhile.
func leaveFiles(ctx context.Context, tx bun.IDB, m desk.OfflineMessage) error {
	for i, f := range m.Files {
		if _, err := lockFile(ctx, tx, f.ID); err != nil {
			return err
		}
		n, err := affected(tx.NewRaw("/* offline.encloses */ INSERT INTO offline_file (message, file, position) SELECT ?, id, ? FROM file WHERE id = ?", m.ID, i, f.ID).Exec(ctx))
		if err != nil {
			return err
		}
		if n == 0 {
			return desk.Errorf(desk.NotFound, "There is no such file")
		}
	}
	return nil
}

// recordOffline keeps a message with its files and queues its notices once, however often it is sent; others under its id are a Conflict.
func recordOffline(ctx context.Context, tx bun.IDB, e *desk.OfflineMessageLeft) error {
	m := e.Message
	row := offlineRow{
		ID: string(m.ID), Visitor: string(m.Visitor), Site: string(m.Site), Conversation: string(m.Conversation), Name: m.Name, Email: m.Email, Subject: m.Subject,
		Body: m.Text, Sent: millis(m.At), State: string(desk.OfflineIsUnanswered),
	}
	n, err := affected(tx.NewInsert().Model(&row).Comment("offline.left").On("CONFLICT (id) DO NOTHING").Exec(ctx))
	if err != nil {
		return err
	}
	if e.Repeated = n == 0; !e.Repeated {
		if err := leaveFiles(ctx, tx, m); err != nil {
			return err
		}
		return queueMail(ctx, tx, e.Notices)
	}
	var there offlineRow
	if err := tx.NewSelect().Model(&there).Comment("offline.again").Where("id = ?", m.ID).Scan(ctx); err != nil {
		return err
	}
	list, err := offlineMessages(ctx, tx, there)
	if err != nil {
		return err
	}
	if !list[0].SaysSame(m) {
		return desk.Errorf(desk.Conflict, "Another message was left under this id")
	}
	e.Message = list[0]
	return nil
}

// lockOffline returns an off-line message and keeps others from changing it until the transaction ends.
func lockOffline(ctx context.Context, tx bun.IDB, id desk.OfflineID) (desk.OfflineMessage, error) {
	var row offlineRow
	err := tx.NewRaw(`/* offline.lock */ UPDATE offline_message SET id = id WHERE id = ? RETURNING id, visitor, site, conversation, name, email, subject, body, sent,
		state, closed_by, closed_by_name, closed, answered`, id).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.OfflineMessage{}, noOffline()
	}
	return row.message(), err
}

func noOffline() error { return desk.Errorf(desk.NotFound, "There is no such message") }

// recordReply keeps a reply, queues its mails and closes the message; of two who answer at once the second is told.
func recordReply(ctx context.Context, tx bun.IDB, e *desk.OfflineReplied) error {
	r := e.Reply
	m, err := lockOffline(ctx, tx, r.Message)
	if err != nil {
		return err
	}
	var replies []replyRow
	if err := tx.NewSelect().Model(&replies).Comment("offline.replies").Where("message = ? OR id = ?", r.Message, r.ID).Order("sent", "id").Scan(ctx); err != nil {
		return err
	}
	for _, there := range replies {
		if there.ID == string(r.ID) {
			if !there.reply().Same(r) {
				return desk.Errorf(desk.Conflict, "Another reply was sent under this id")
			}
			return nil
		}
	}
	if m.Answered > e.Seen {
		who := replies[len(replies)-1].OperatorName
		return &desk.Error{Kind: desk.Conflict, Text: who + " has answered meanwhile. Read that first", Who: who}
	}
	row := replyRow{
		ID: string(r.ID), Message: string(r.Message), Operator: string(r.Operator), OperatorName: r.OperatorName, Recipients: r.To, Body: r.Text,
		Files: jsonOfFiles(r.Files), Sent: millis(r.At),
	}
	if _, err := tx.NewInsert().Model(&row).Comment("offline.replied").Exec(ctx); err != nil {
		return err
	}
	if err := keepSent(ctx, tx, r.Files); err != nil {
		return err
	}
	if err := useCanned(ctx, tx, e.Canned, r.Operator); err != nil {
		return err
	}
	if _, err := tx.NewRaw(`/* offline.answered */ UPDATE offline_message SET state = ?, closed_by = ?, closed_by_name = ?, closed = ?, answered = answered + 1 WHERE id = ?`,
		desk.OfflineIsClosed, r.Operator, r.OperatorName, millis(r.At), r.Message).Exec(ctx); err != nil {
		return err
	}
	return queueMail(ctx, tx, e.Mails)
}

func closeOffline(ctx context.Context, tx bun.IDB, e *desk.OfflineClosed) error {
	m, err := lockOffline(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if m.State == desk.OfflineIsClosed {
		return &desk.Error{Kind: desk.Conflict, Text: m.ClosedByName + " has closed this message already", Who: m.ClosedByName}
	}
	_, err = tx.NewRaw("/* offline.closed */ UPDATE offline_message SET state = ?, closed_by = ?, closed_by_name = ?, closed = ? WHERE id = ?",
		desk.OfflineIsClosed, e.By, e.ByName, millis(e.At), e.ID).Exec(ctx)
	return err
}

func reopenOffline(ctx context.Context, tx bun.IDB, e *desk.OfflineReopened) error {
	m, err := lockOffline(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if m.State != desk.OfflineIsClosed {
		return desk.Errorf(desk.Conflict, "This message is not closed")
	}
	_, err = tx.NewRaw("/* offline.reopened */ UPDATE offline_message SET state = ?, closed_by = '', closed_by_name = '', closed = 0 WHERE id = ?", desk.OfflineIsUnanswered, e.ID).Exec(ctx)
	return err
}

// OfflineMessages implements desk.Store.
func (s *Store) OfflineMessages(ctx context.Context, q desk.BoardQuery) ([]desk.OfflineMessage, error) {
	var rows []offlineRow
	query := s.db.NewSelect().Model(&rows).Comment("offline.board").OrderExpr("sent DESC, id DESC").Limit(int64(q.Limit))
	if q.State != "" {
		query = query.Where("state = ?", q.State)
	}
	if at := millis(q.Before); at > 0 {
		query = query.Where("sent < ? OR (sent = ? AND id < ?)", at, at, q.Than)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, failed("read off-line messages", err)
	}
	list, err := offlineMessages(ctx, s.db, rows...)
	return list, failed("read off-line messages' files", err)
}

// OfflineMessage implements desk.Store.
func (s *Store) OfflineMessage(ctx context.Context, id desk.OfflineID) (desk.OfflineMessage, error) {
	var row offlineRow
	err := s.db.NewSelect().Model(&row).Comment("offline.read").Where("id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.OfflineMessage{}, noOffline()
	}
	if err != nil {
		return desk.OfflineMessage{}, failed("read an off-line message", err)
	}
	list, err := offlineMessages(ctx, s.db, row)
	m := list[0]
	var replies []replyRow
	if err == nil {
		err = s.db.NewSelect().Model(&replies).Comment("offline.replies").Where("message = ?", id).Order("sent", "id").Scan(ctx)
	}
	var mails []mailRow
	if err == nil {
		err = s.db.NewSelect().Model(&mails).Comment("offline.mails").ExcludeColumn("body", "quote", "transcript", "files").Where("offline = ? AND reply <> ''", id).Order("id").Scan(ctx)
	}
	for _, r := range replies {
		reply := r.reply()
		for _, x := range mails {
			if x.Reply == r.ID {
				reply.Mails = append(reply.Mails, x.mail())
			}
		}
		m.Replies = append(m.Replies, reply)
	}
	return m, failed("read an off-line message", err)
}

// Unanswered implements desk.Store.
func (s *Store) Unanswered(ctx context.Context) (n int, oldest desk.OfflineID, err error) {
	err = s.db.NewRaw("/* offline.unanswered */ SELECT count(*) FROM offline_message WHERE state = ?", desk.OfflineIsUnanswered).Scan(ctx, &n)
	if err == nil && n > 0 {
		err = s.db.NewRaw("/* offline.oldest */ SELECT id FROM offline_message WHERE state = ? ORDER BY sent, id LIMIT 1", desk.OfflineIsUnanswered).Scan(ctx, &oldest)
		if errors.Is(err, sql.ErrNoRows) { // answered between the two
			n, err = 0, nil
		}
	}
	return n, oldest, failed("count off-line messages", err)
}

// Addresses implements desk.Store.
func (s *Store) Addresses(ctx context.Context, id desk.VisitorID, limit int) ([]string, error) {
	var out []string
	err := s.db.NewRaw(`/* offline.addresses */ SELECT address FROM (
			SELECT email AS address, sent AS used FROM offline_message WHERE visitor = ?
			UNION ALL SELECT recipient, ordered FROM mail WHERE visitor = ? AND kind NOT IN (?, ?)
		) AS known GROUP BY address ORDER BY max(used) DESC, address LIMIT ?`, id, id, desk.MailNotice, desk.MailRequest, limit).Scan(ctx, &out)
	return out, failed("read addresses", err)
}

func (s *Store) offlineOf(ctx context.Context, id desk.VisitorID, limit int) ([]desk.OfflineMessage, error) {
	var rows []offlineRow
	if err := s.db.NewSelect().Model(&rows).Comment("offline.list").Where("visitor = ?", id).Order("sent DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, failed("read off-line messages", err)
	}
	list, err := offlineMessages(ctx, s.db, rows...)
	return list, failed("read off-line messages' files", err)
}
