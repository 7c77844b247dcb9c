package store

import (
	"path/filepath"
	"testing"

	"beckon/desk"
	"beckon/desktest"
)

func openTestSQLite(t *testing.T) *Store {
	t.Helper()
	s, err := OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "beckon.db"), func(err error) { t.Errorf("disk broken: %v", err) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSuiteOnSQLite(t *testing.T) {
	desktest.StoreSuite(t, func(t *testing.T) desk.Store { return openTestSQLite(t) })
}
