package main

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// tidied counts how often what has expired was deleted; it fails the first time.
type tidied struct{ times, swept atomic.Int64 }

// DeleteExpired implements what keepTidy needs.
func (d *tidied) DeleteExpired(context.Context) error {
	if d.times.Add(1) == 1 {
		return errors.New("the store is away")
	}
	return nil
}

// SweepFiles implements what keepTidy needs.
func (d *tidied) SweepFiles(context.Context) error {
	d.swept.Add(1)
	return nil
}

func TestExpiredIsDeletedAtStartAndEveryDay_B5(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var d tidied
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			keepTidy(ctx, &d, &d)
		}()
		for day := range 3 {
			synctest.Wait()
			if n := d.swept.Load(); n != int64(day+1) {
				t.Errorf("on day %d files were swept %d times", day, n)
			}
			if n := d.times.Load(); n != int64(day+1) {
				t.Errorf("on day %d it was done %d times", day, n)
			}
			time.Sleep(24 * time.Hour)
		}
		cancel()
		<-ended
	})
}

func TestServeDeletesExpiredSessions_B5(t *testing.T) {
	data := t.TempDir()
	r, stop := serving(t, "--data="+data)
	r.person().signIn(r.once)
	stop()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(data, "beckon.db")+"?_pragma=busy_timeout(5000)")
	must(t, "open the data", err)
	defer db.Close()
	sessions := func() (n int) {
		t.Helper()
		must(t, "count", db.QueryRow("SELECT count(*) FROM session").Scan(&n))
		return n
	}
	if sessions() != 1 {
		t.Fatalf("%d sessions are stored, want the one", sessions())
	}
	_, err = db.Exec("UPDATE session SET expires = 1")
	must(t, "let time pass", err)
	_, stop = serving(t, "--data="+data)
	defer stop()
	for deadline := time.Now().Add(patience); sessions() != 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the expired session is still stored")
		}
	}
}
