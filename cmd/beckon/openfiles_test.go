package main

import (
	"context"
	"math"
	"os/exec"
	"strings"
	"testing"
)

func TestSocketsAreWithinOpenFiles_Limits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		files  uint64
		wanted int
		want   int
	}{
		{1024, 15_000, 716},
		{20_000, 15_000, 14_000},
		{21_428, 15_000, 14_999},
		{21_429, 15_000, 15_000},
		{1 << 20, 15_000, 15_000},
		{math.MaxUint64, 15_000, 15_000}, // no bound at all
		{1 << 20, 100, 100},
		{0, 15_000, 0},
		{1024, -1, 0},
	} {
		if got := socketsWithin(c.files, c.wanted); got != c.want {
			t.Errorf("%d wanted with %d open files: got %d, want %d", c.wanted, c.files, got, c.want)
		}
	}
}

func TestServerKeepsToOpenFilesAndSaysSo_Limits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ bound, want string }{
		{"ulimit -n 300", `"sockets":210,"files":300`},
		{"ulimit -Sn 200 && ulimit -Hn 400", `"sockets":280,"files":400`}, // raised
	} {
		server := beckon(t, "serve", "--data="+t.TempDir(), "--listen=127.0.0.1:0")
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		bounded := exec.CommandContext(ctx, "sh", append([]string{"-c", c.bound + ` && exec "$0" "$@"`}, server.Args...)...)
		bounded.Env, bounded.Dir = server.Env, server.Dir
		var complained strings.Builder
		bounded.Stderr = &complained
		out, err := bounded.StdoutPipe()
		must(t, "pipe", err)
		must(t, "start", bounded.Start())
		<-announced(out)
		cancel()
		bounded.Wait()
		if said := complained.String(); strings.Count(said, c.want) != 1 {
			t.Errorf("%s: it says\n%s\nwant %s once", c.bound, said, c.want)
		}
	}
}
