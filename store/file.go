package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"beckon/desk"
)

type fileRow struct {
	bun.BaseModel `bun:"table:file"`
	ID            string
	Conversation  string
	Visitor       string
	Side          string
	Operator      string
	KeptAs        string
	Name          string
	Kind          string
	Size          int64
	Width         int
	Height        int
	Kept          int64
	Sent          int
}

// fileJSON is what a line remembers of a file.
type fileJSON struct {
	ID, Name, Kind string
	Size           int64
	Width, Height  int
	KeptAs         string `json:",omitempty"` // in a mail only: it is read there
}

func (r fileRow) file() desk.File {
	return desk.File{
		ID: desk.FileID(r.ID), Conversation: desk.ConversationID(r.Conversation), Visitor: desk.VisitorID(r.Visitor), By: desk.Side(r.Side),
		Operator: desk.OperatorID(r.Operator), Key: r.KeptAs, Name: r.Name, Type: r.Kind, Size: r.Size, Width: r.Width, Height: r.Height, At: moment(r.Kept),
	}
}

func jsonOfFiles(list []desk.File) []fileJSON {
	out := make([]fileJSON, len(list))
	for i, f := range list {
		out[i] = fileJSON{ID: string(f.ID), Name: f.Name, Kind: f.Type, Size: f.Size, Width: f.Width, Height: f.Height}
	}
	return out
}

func filesOfJSON(list []fileJSON) []desk.File {
	var out []desk.File
	for _, f := range list {
		out = append(out, desk.File{ID: desk.FileID(f.ID), Name: f.Name, Type: f.Kind, Size: f.Size, Width: f.Width, Height: f.Height, Key: f.KeptAs})
	}
	return out
}

// jsonOfMail is jsonOfFiles with where the bytes lie.
func jsonOfMail(list []desk.File) []fileJSON {
	out := jsonOfFiles(list)
	for i, f := range list {
		out[i].KeptAs = f.Key
	}
	return out
}

// recordFile keeps a file once; sent again it is the one that stands there.
func recordFile(ctx context.Context, tx bun.IDB, e *desk.FileKept) error {
	f := e.File
	if e.AtMost > 0 { // two at once are counted one after the other
		if _, err := tx.NewRaw("/* file.counted */ UPDATE visitor SET visits = visits WHERE id = ?", f.Visitor).Exec(ctx); err != nil {
			return err
		}
	}
	row := fileRow{
		ID: string(f.ID), Conversation: string(f.Conversation), Visitor: string(f.Visitor), Side: string(f.By), Operator: string(f.Operator), KeptAs: f.Key,
		Name: f.Name, Kind: f.Type, Size: f.Size, Width: f.Width, Height: f.Height, Kept: millis(f.At),
	}
	n, err := affected(tx.NewInsert().Model(&row).Comment("file.kept").On("CONFLICT DO NOTHING").Exec(ctx))
	if err != nil {
		return err
	}
	if n == 1 {
		return notTooManyFiles(ctx, tx, e)
	}
	there, err := readFile(ctx, tx, f.ID)
	if err != nil {
		return err
	}
	if there.Conversation != f.Conversation || there.Visitor != f.Visitor || there.By != f.By || there.Operator != f.Operator {
		return desk.Errorf(desk.Conflict, "Another file was sent under this id")
	}
	e.File = there
	return nil
}

func notTooManyFiles(ctx context.Context, tx bun.IDB, e *desk.FileKept) error {
	if e.AtMost == 0 {
		return nil
	}
	sum, err := fileBytes(ctx, tx, e.File.Visitor, e.Since)
	if err == nil && sum > e.AtMost {
		return desk.TooManyFiles()
	}
	return err
}

func fileBytes(ctx context.Context, tx bun.IDB, by desk.VisitorID, since time.Time) (sum int64, err error) {
	err = tx.NewRaw("/* file.bytes */ SELECT COALESCE(SUM(size), 0) FROM file WHERE visitor = ? AND side = 'visitor' AND kept > ?", by, millis(since)).Scan(ctx, &sum)
	return sum, err
}

func forgetFile(ctx context.Context, tx bun.IDB, id desk.FileID) error {
	// Whoever encloses it holds its row until he has: the next statement sees what he wrote.
	if _, err := lockFile(ctx, tx, id); err != nil {
		return err
	}
	_, err := tx.NewRaw("/* file.forgotten */ DELETE FROM file WHERE id = ? AND sent = 0 AND id NOT IN (SELECT file FROM canned_file WHERE file = ?) AND id NOT IN ("+left+")", id, id, id).Exec(ctx)
	return err
}

// lockFile keeps others from forgetting or enclosing a file until the transaction ends; false when there is no such file.
func lockFile(ctx context.Context, tx bun.IDB, id desk.FileID) (bool, error) {
	n, err := affected(tx.NewRaw("/* file.lock */ UPDATE file SET sent = sent WHERE id = ?", id).Exec(ctx))
	return n == 1, err
}

// left finds a file among those of off-line messages that stand.
const left = "SELECT o.file FROM offline_file o JOIN offline_message m ON m.id = o.message WHERE o.file = ?"

// sendFiles notes that files went with a message, and those of canned messages to whom; one that was forgotten meanwhile is NotFound.
func sendFiles(ctx context.Context, tx bun.IDB, list []desk.File, to desk.VisitorID) error {
	if err := keepSent(ctx, tx, list); err != nil {
		return err
	}
	for _, f := range list {
		if _, err := tx.NewRaw(`/* file.sentTo */ INSERT INTO file_sent_to (file, visitor) SELECT id, ? FROM file WHERE id = ? AND conversation = ''
			ON CONFLICT DO NOTHING`, to, f.ID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// keepSent keeps files for good: they went with something. One that was forgotten meanwhile is NotFound.
func keepSent(ctx context.Context, tx bun.IDB, list []desk.File) error {
	for _, f := range list {
		n, err := affected(tx.NewRaw("/* file.sent */ UPDATE file SET sent = 1 WHERE id = ?", f.ID).Exec(ctx))
		if err != nil {
			return err
		}
		if n == 0 {
			return desk.Errorf(desk.NotFound, "There is no such file")
		}
	}
	return nil
}

func readFile(ctx context.Context, tx bun.IDB, id desk.FileID) (desk.File, error) {
	var row fileRow
	err := tx.NewSelect().Model(&row).Comment("file.read").Where("id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return desk.File{}, desk.Errorf(desk.NotFound, "There is no such file")
	}
	return row.file(), err
}

// File implements desk.Store.
func (s *Store) File(ctx context.Context, id desk.FileID) (desk.File, error) {
	f, err := readFile(ctx, s.db, id)
	return f, failed("read a file", err)
}

// FileUse implements desk.Store.
func (s *Store) FileUse(ctx context.Context, id desk.FileID, visitor desk.VisitorID) (use desk.FileUse, err error) {
	var shared, sent, sentTo, stands int
	err = s.db.NewRaw(`/* file.use */ SELECT
		(SELECT COUNT(*) FROM canned_file cf JOIN canned c ON c.id = cf.canned WHERE cf.file = ? AND c.owner = ''),
		(SELECT COUNT(*) FROM file WHERE id = ? AND sent = 1),
		(SELECT COUNT(*) FROM file_sent_to WHERE file = ? AND visitor = ?),
		(SELECT COUNT(*) FROM (`+left+`) AS standing)`, id, id, id, visitor, id).Scan(ctx, &shared, &sent, &sentTo, &stands)
	return desk.FileUse{Shared: shared > 0, Sent: sent > 0, SentTo: sentTo > 0, Left: stands > 0}, failed("read who may have a file", err)
}

// FileBytes implements desk.Store.
func (s *Store) FileBytes(ctx context.Context, by desk.VisitorID, since time.Time) (sum int64, err error) {
	sum, err = fileBytes(ctx, s.db, by, since)
	return sum, failed("count files", err)
}

// FileKeys implements desk.Store.
func (s *Store) FileKeys(ctx context.Context, keys []string) (known []string, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	err = s.db.NewRaw("/* file.keys */ SELECT kept_as FROM file WHERE kept_as IN (?)", bun.In(keys)).Scan(ctx, &known)
	return known, failed("look for files", err)
}

// StrayFiles implements desk.Store.
func (s *Store) StrayFiles(ctx context.Context, before time.Time, limit int) ([]desk.File, error) {
	var rows []fileRow
	if err := s.db.NewSelect().Model(&rows).Comment("file.stray").Where("sent = 0 AND kept < ?", millis(before)).
		Where("NOT EXISTS (SELECT 1 FROM canned_file WHERE file = file_row.id)").
		Where("NOT EXISTS (SELECT 1 FROM offline_file o JOIN offline_message m ON m.id = o.message WHERE o.file = file_row.id)").Order("kept").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, failed("read files", err)
	}
	out := make([]desk.File, len(rows))
	for i, r := range rows {
		out[i] = r.file()
	}
	return out, nil
}
