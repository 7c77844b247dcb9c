package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"

	"beckon/desk"
	"beckon/desktest"
)

// startPostgres starts a PostgreSQL server of the test's own, on a socket in a folder, and returns how its databases are addressed.
func startPostgres(t *testing.T) (address func(database string) string) {
	t.Helper()
	bin, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(bin) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("PostgreSQL is not installed (Debian package postgresql)")
		}
		t.Skip("PostgreSQL is not installed (Debian package postgresql)")
	}
	dir, err := os.MkdirTemp("", "beckon-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	var as *syscall.SysProcAttr
	if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		const nobody = 65534
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
		as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	run := func(name string, args ...string) {
		t.Helper()
		c := exec.Command(filepath.Join(bin[len(bin)-1], name), args...)
		c.Dir, c.SysProcAttr = dir, as
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	data := filepath.Join(dir, "data")
	run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	options := fmt.Sprintf("-c listen_addresses='' -c unix_socket_directories=%s -c fsync=off -c synchronous_commit=off", dir)
	run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", options, "start")
	t.Cleanup(func() { run("pg_ctl", "-D", data, "-m", "immediate", "stop") })
	return func(database string) string {
		return fmt.Sprintf("postgres://postgres@/%s?host=%s", database, url.QueryEscape(dir))
	}
}

func TestSuiteOnPostgres(t *testing.T) {
	address := startPostgres(t)
	// One database is migrated; each test gets a copy.
	admin, err := sql.Open("pgx", address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	exec := func(query string) {
		t.Helper()
		if _, err := admin.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	exec("CREATE DATABASE migrated")
	first, err := OpenPostgres(t.Context(), address("migrated"))
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	var made atomic.Int64
	open := func(t *testing.T) *Store {
		t.Helper()
		name := fmt.Sprintf("test%d", made.Add(1))
		exec("CREATE DATABASE " + name + " TEMPLATE migrated")
		s, err := OpenPostgres(t.Context(), address(name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	desktest.StoreSuite(t, func(t *testing.T) desk.Store { return open(t) })
	t.Run("OldLinesAreFound", func(t *testing.T) {
		exec("CREATE DATABASE old")
		db, err := sql.Open("pgx", address("old"))
		if err != nil {
			t.Fatal(err)
		}
		before(t, goose.DialectPostgres, db)
		db.Close()
		s, err := OpenPostgres(t.Context(), address("old"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		oldLinesAreFound(t, s)
		// Few rows would be read one after the other: what can be asked is whether the index could be used.
		var plan []string
		err = s.db.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
			if _, err := tx.ExecContext(ctx, "SET LOCAL enable_seqscan = off"); err != nil {
				return err
			}
			return tx.NewRaw("EXPLAIN SELECT * FROM message m WHERE "+postgresWords.lines, postgresWords.query([]string{"bell"}, false)).Scan(ctx, &plan)
		})
		if err != nil || !strings.Contains(strings.Join(plan, " "), "Index Cond") {
			t.Errorf("the index of words is not used: %q, %v", plan, err)
		}
	})
	t.Run("SignIns", func(t *testing.T) { signIns(t, open(t)) })
	t.Run("Pushes", func(t *testing.T) { pushes(t, open(t)) })
}
