package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"go.uber.org/goleak"
)

// patience is how long anything may take before a test gives it up.
const patience = 30 * time.Second

// asBeckon makes this test program be beckon.
const asBeckon = "BECKON_TEST_IS_BECKON"

func TestMain(m *testing.M) {
	if os.Getenv(asBeckon) != "" {
		main()
		os.Exit(0)
	}
	code := m.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		fmt.Println(err)
		code = 1
	}
	os.Exit(code)
}

// beckon returns the command as a process of its own, in an empty folder.
func beckon(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, "find myself", err)
	c := exec.Command(self, args...)
	c.Env = append(os.Environ(), asBeckon+"=1")
	c.Dir = t.TempDir()
	return c
}

// output runs the command to its end and returns what it says; fails says whether it should.
func output(t testing.TB, fails bool, args ...string) string {
	t.Helper()
	raw, err := beckon(t, args...).CombinedOutput()
	if (err != nil) != fails {
		t.Fatalf("beckon %s: %v\n%s", strings.Join(args, " "), err, raw)
	}
	return string(raw)
}

// running is a server: its address, and the one-time link it has printed, if any.
type running struct {
	t       testing.TB
	address string // host:port
	said    string
	once    string
}

// announced gives what a server says until the empty line behind its announcement, or the end.
func announced(out io.Reader) <-chan string {
	text := make(chan string, 1)
	go func() {
		var b strings.Builder
		for lines := bufio.NewScanner(out); lines.Scan(); {
			b.WriteString(lines.Text() + "\n")
			if lines.Text() == "" && b.Len() > 1 {
				break
			}
		}
		text <- b.String()
	}()
	return text
}

// readAnnouncement reads what a server says when it has started.
func readAnnouncement(t testing.TB, out io.Reader) running {
	t.Helper()
	r := running{t: t}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		r.said += lines.Text() + "\n"
		_, link, is := strings.Cut(lines.Text(), "Console:   ")
		if !is {
			continue
		}
		u, err := url.Parse(link)
		must(t, "the printed link", err)
		r.address = "127.0.0.1:" + u.Port()
		_, r.once, _ = strings.Cut(u.Fragment, "once=")
	}
	if r.address == "" {
		t.Fatalf("the server did not say where its console is:\n%s", r.said)
	}
	return r
}

// serving runs a server inside this process until stop.
func serving(t testing.TB, args ...string) (r running, stop func()) {
	t.Helper()
	c, err := parsed(append([]string{"serve", "--listen=127.0.0.1:0"}, args...)...)
	must(t, "flags", err)
	in, out, err := os.Pipe()
	must(t, "pipe", err)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- c.Serve.serve(ctx, out)
		out.Close()
	}()
	text := announced(in)
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
		in.Close()
	})
	t.Cleanup(stop)
	select {
	case said := <-text:
		return readAnnouncement(t, strings.NewReader(said)), stop
	case <-time.After(patience):
		t.Fatal("the server did not start")
		return r, stop
	}
}

// parsed reads flags as main does.
func parsed(args ...string) (*cli, error) {
	var c cli
	k, err := kong.New(&c, kong.Name("beckon"), kong.Vars{"version": version})
	if err != nil {
		return nil, err
	}
	_, err = k.Parse(args)
	return &c, err
}

func must(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// person is an operator with a browser.
type person struct {
	t       testing.TB
	address func() string // of the server, which may move
	client  *http.Client
}

func newPerson(t testing.TB, address func() string) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, "cookies", err)
	p := &person{t: t, address: address, client: &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}}
	return p
}

func (r running) person() *person { return newPerson(r.t, func() string { return r.address }) }

// try calls the API; the error says the problem.
func (p *person) try(method, path string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(method, "http://"+p.address()+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", benchAgent)
	answer, err := p.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if raw, err = io.ReadAll(answer.Body); err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return &refusedError{status: answer.StatusCode, text: string(raw)}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(raw, out)
}

type refusedError struct {
	status int
	text   string
}

func (e *refusedError) Error() string { return fmt.Sprint(e.status, " ", e.text) }

func statusOf(err error) int {
	var e *refusedError
	if errors.As(err, &e) {
		return e.status
	}
	return 0
}

func (p *person) must(method, path string, in, out any) {
	p.t.Helper()
	must(p.t, method+" "+path, p.try(method, path, in, out))
}

func (p *person) signIn(once string) {
	p.t.Helper()
	p.must("POST", "/session/once", map[string]string{"token": once}, nil)
}

var firstSetUp = map[string]any{
	"operatorName": "Ana", "login": "ana", "password": "correct horse battery", "siteName": "Shop", "mode": "full", "origins": []string{benchOrigin},
}
