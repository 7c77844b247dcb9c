package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"beckon/desk"
)

// Writes that share a commit do not share a fate: what one refuses or breaks leaves the others whole.
func TestGroupedWritesFailAlone(t *testing.T) {
	s := openTestSQLite(t)
	refused, broken := desk.Errorf(desk.Conflict, "refused"), errors.New("broken")
	var all sync.WaitGroup
	for i := range 300 {
		all.Go(func() {
			err := s.writer.write(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				if err := recordCanned(ctx, tx, desk.Canned{ID: desk.CannedID(fmt.Sprint(i)), Title: "t", Text: "x"}); err != nil {
					return err
				}
				switch i % 3 {
				case 1:
					return refused
				case 2:
					return broken
				}
				return nil
			})
			want := []error{nil, refused, broken}[i%3]
			if !errors.Is(err, want) || (err == nil) != (want == nil) {
				t.Errorf("write %d: got %v, want %v", i, err, want)
			}
		})
	}
	all.Wait()
	list, err := s.CannedList(t.Context(), "")
	if err != nil || len(list) != 100 {
		t.Fatalf("kept %d, %v, want the 100 that were neither refused nor broken", len(list), err)
	}
}

// A database without room acknowledges nothing, says so, and goes on when there is room again.
func TestFullDatabaseAcknowledgesNothing(t *testing.T) {
	s := openTestSQLite(t)
	w := s.writer.(*groupWriter)
	var pages int
	if err := w.db.NewRaw("PRAGMA page_count").Scan(t.Context(), &pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		if _, err := w.db.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 4)
	kept := 0
	var last error
	for i := 0; i < 100 && last == nil; i++ {
		last = s.Record(t.Context(), &desk.CannedSaved{Canned: desk.Canned{ID: desk.CannedID(fmt.Sprint(i)), Title: "t", Text: strings.Repeat("x", 2000)}})
		if last == nil {
			kept++
		}
	}
	if desk.KindOf(last) != desk.Unavailable {
		t.Fatalf("a full database: got %v after %d writes, want Unavailable", last, kept)
	}
	if list, err := s.CannedList(t.Context(), ""); err != nil || len(list) != kept {
		t.Fatalf("stored %d, %v, want the %d acknowledged", len(list), err, kept)
	}
	limit(1 << 20)
	if err := s.Record(t.Context(), &desk.CannedSaved{Canned: desk.Canned{ID: "room", Title: "t", Text: "x"}}); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestDatabaseIsFlushedAtEveryCommit(t *testing.T) {
	s, err := OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "a folder with ? and #.db"), func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var sync int
	if err := s.writer.(*groupWriter).db.NewRaw("PRAGMA synchronous").Scan(t.Context(), &sync); err != nil || sync != 2 {
		t.Errorf("synchronous is %d, %v, want 2 (FULL)", sync, err)
	}
}
