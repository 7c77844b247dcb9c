package server_test

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"beckon/origin"
)

// logged is all that the servers of this package's tests have written to the log.
var logged lockedBuffer

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// secrets are what must never stand in a log: tokens, passwords, one-time links, what visitors say and where they come from.
var secrets sync.Map

func secret(s string) string {
	if len(s) >= 8 {
		secrets.Store(s, nil)
	}
	return s
}

// leaked returns the secrets that stand in the log.
func leaked() []string {
	var out []string
	text := logged.String()
	secrets.Range(func(s, _ any) bool {
		if strings.Contains(text, s.(string)) {
			out = append(out, s.(string))
		}
		return true
	})
	return out
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	slog.SetDefault(slog.New(slog.NewJSONHandler(&logged, nil)))
	var err error
	if place, err = origin.Open(); err != nil {
		panic(err)
	}
	boundTight()
	if begun, err = begin(); err != nil {
		panic(err)
	}
	defer os.RemoveAll(begun)
	flag.Parse()
	flag.Set("test.parallel", "8") // they wait more than they work
	code := m.Run()
	if code != 0 {
		fmt.Println("The servers logged:\n" + logged.String())
		return code
	}
	if err := goleak.Find(); err != nil {
		fmt.Println(err)
		return 1
	}
	// PRV-7, over all tests of this package.
	for _, s := range leaked() {
		fmt.Printf("FAIL: a secret stands in the log: %q\n", s)
		code = 1
	}
	return code
}
