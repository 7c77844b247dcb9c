package main

import (
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"beckon/web"
	"beckon/wire"
)

func TestFirstStartPrintsALinkUntilItIsSetUp_ADM1_T41(t *testing.T) {
	data := t.TempDir()
	r, stop := serving(t, "--data="+data)
	if r.once == "" || !strings.Contains(r.said, "once") {
		t.Fatalf("the first start says no link:\n%s", r.said)
	}
	first := r.once
	stop()
	r, stop = serving(t, "--data="+data) // nobody came
	if r.once == "" || r.once == first {
		t.Fatalf("the next start says no link of its own:\n%s", r.said)
	}
	ana := r.person()
	ana.signIn(r.once)
	if err := r.person().try("POST", "/session/once", map[string]string{"token": r.once}, nil); statusOf(err) != 401 {
		t.Errorf("the link used again: got %v, want 401", err)
	}
	var me wire.Me
	if ana.must("GET", "/session", nil, &me); !me.NeedsSetup || me.Demo || me.PublicURL != "http://localhost:"+r.address[len("127.0.0.1:"):] {
		t.Errorf("before the set-up: %+v", me)
	}
	ana.must("POST", "/setup", firstSetUp, nil)
	stop()
	r, stop = serving(t, "--data="+data)
	defer stop()
	if r.once != "" || !strings.Contains(r.said, "/console/") {
		t.Errorf("after the set-up the start says:\n%s", r.said)
	}
	ana = r.person()
	ana.must("POST", "/session", map[string]string{"login": "ana", "password": "correct horse battery"}, &me)
	if me.NeedsSetup || me.Operator.Name != "Ana" {
		t.Errorf("after the set-up: %+v", me)
	}
}

func TestFreshServerTellsStrangersNothing_T41(t *testing.T) {
	r, stop := serving(t, "--data="+t.TempDir())
	defer stop()
	for _, path := range []string{"/demo/", "/demo/anything", "/debug/pprof/", "/debug/vars", "/metrics", "/.git/config", "/beckon.db", "/api/v1/settings", "/api/v1/operators"} {
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get("http://" + r.address + path)
		must(t, path, err)
		raw, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode != 404 && answer.StatusCode != 401 {
			t.Errorf("%s: got %s %.100s, want nothing", path, answer.Status, raw)
		}
	}
}

func TestHostsAreThoseOfThePublicURL_T12(t *testing.T) {
	asked := func(r running, host string) int {
		t.Helper()
		request, err := http.NewRequest(http.MethodGet, "http://"+r.address+"/api/v1/openapi.json", nil)
		must(t, "request", err)
		request.Host = host
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
		must(t, "ask as "+host, err)
		answer.Body.Close()
		return answer.StatusCode
	}
	r, stop := serving(t, "--data="+t.TempDir())
	if got := asked(r, "any.example"); got != 200 {
		t.Errorf("without a public URL: got %d, want 200", got)
	}
	stop()
	address, err := freeAddress()
	must(t, "find a free port", err)
	r, stop = serving(t, "--data="+t.TempDir(), "--public-url=https://chat.example", "--listen="+address)
	defer stop()
	if !strings.Contains(r.said, "https://chat.example/console/sign-in#once=") {
		t.Errorf("it says:\n%s", r.said)
	}
	r.address = address
	for host, want := range map[string]int{"chat.example": 200, "any.example": 421, address: 200} {
		if got := asked(r, host); got != want {
			t.Errorf("as %s: got %d, want %d", host, got, want)
		}
	}
}

func TestDemoServesItsShop_OPS1(t *testing.T) {
	data := t.TempDir()
	r, stop := serving(t, "--data="+data, "--demo", "--demo-visitors=0")
	defer stop()
	ana := r.person()
	ana.signIn(r.once)
	var sites []wire.Site
	ana.must("GET", "/sites", nil, &sites)
	answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get("http://" + r.address + "/demo/")
	must(t, "the shop", err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(t, "the shop", err)
	if answer.StatusCode != 200 || !strings.Contains(string(raw), sites[0].Key) || !strings.Contains(r.said, "/demo/") {
		t.Errorf("the shop: got %s; said:\n%s", answer.Status, r.said)
	}
	if _, err := os.Stat(filepath.Join(data, "demo", "beckon.db")); err != nil {
		t.Errorf("the demo has no data folder of its own: %v", err)
	}
	var me wire.Me
	if ana.must("GET", "/session", nil, &me); !me.Demo || me.NeedsSetup || me.NeedsPassword {
		t.Errorf("in the demo: %+v", me)
	}
	said := output(t, false, "operator", "add", "bert", "--name=Bert", "--data="+filepath.Join(data, "demo"))
	_, once, _ := strings.Cut(strings.TrimSpace(said), "#once=")
	bert := r.person()
	bert.signIn(once)
	if bert.must("GET", "/session", nil, &me); me.Operator.Login != "bert" || !me.NeedsPassword {
		t.Errorf("added on the command line, in the demo: %+v", me)
	}
}

func TestSecondServerOnOneFolderIsRefused_OPS1(t *testing.T) {
	data := t.TempDir()
	_, stop := serving(t, "--data="+data)
	said := output(t, true, "serve", "--data="+data, "--listen=127.0.0.1:0")
	if !strings.Contains(said, "another beckon serves from "+data) {
		t.Errorf("the second one says:\n%s", said)
	}
	stop()
	_, stop = serving(t, "--data="+data) // the first has given it back
	stop()
}

func TestWrongFlagsAreErrorsInWords_OPS2(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want string
		args []string
	}{
		{"unknown flag --nonsense", []string{"serve", "--nonsense"}},
		{"unexpected argument nonsense", []string{"nonsense"}},
		{"expected", []string{}},
		{"--trusted-proxy nobody: want an address or a network such as 10.0.0.0/8", []string{"serve", "--trusted-proxy=nobody"}},
		{"--trusted-proxy 10.0.0.0/99: want", []string{"serve", "--trusted-proxy=10.0.0.0/8", "--trusted-proxy=10.0.0.0/99"}},
		{"--database: want an address that begins with postgres://", []string{"serve", "--database=mysql://localhost/x"}},
		{"listen", []string{"serve", "--listen=127.0.0.1:99999"}},
		{"such as https://chat.shop.example", []string{"serve", "--listen=127.0.0.1:0", "--public-url=chat.shop.example"}},
		{"such as https://chat.shop.example", []string{"serve", "--listen=127.0.0.1:0", "--public-url=ftp://chat.shop.example"}},
		{"--sockets", []string{"serve", "--sockets=many"}},
		{"data folder", []string{"serve", "--data=/dev/null/x"}},
	} {
		done := make(chan string, 1)
		command := beckon(t, c.args...)
		go func() {
			raw, err := command.CombinedOutput()
			if err == nil {
				raw = append(raw, "(and it is content)"...)
			}
			done <- string(raw)
		}()
		select {
		case said := <-done:
			if !strings.Contains(said, c.want) || strings.HasSuffix(said, "(and it is content)") {
				t.Errorf("beckon %v says:\n%s\nwant %q", c.args, said, c.want)
			}
		case <-time.After(patience):
			command.Process.Kill()
			t.Errorf("beckon %v: still running, said:\n%s", c.args, <-done)
		}
	}
}

func TestOperatorsAreAddedAndResetBesideARunningServer_OPS3_G8(t *testing.T) {
	data := t.TempDir()
	r, stop := serving(t, "--data="+data)
	defer stop()
	ana := r.person()
	ana.signIn(r.once)
	ana.must("POST", "/setup", firstSetUp, nil)
	link := func(said string) string {
		t.Helper()
		_, once, found := strings.Cut(strings.TrimSpace(said), "#once=")
		if !found {
			t.Fatalf("no link was printed:\n%s", said)
		}
		return once
	}
	once := link(output(t, false, "operator", "add", "bert", "--name=Bert", "--data="+data))
	bert := r.person()
	bert.signIn(once)
	var me wire.Me
	if bert.must("GET", "/session", nil, &me); me.Operator.Login != "bert" || me.Operator.Name != "Bert" || me.Operator.Administrator || !me.NeedsPassword {
		t.Errorf("the new operator is %+v", me)
	}
	bert.must("PUT", "/session/password", map[string]string{"password": "another horse battery"}, nil)
	var ticket wire.Ticket
	bert.must("POST", "/live/ticket", nil, &ticket)
	conn, _, err := websocket.DefaultDialer.Dial("ws://"+r.address+"/api/v1/live", http.Header{"Origin": {"http://" + r.address}})
	must(t, "open a console", err)
	defer conn.Close()
	must(t, "watch", conn.WriteJSON(wire.WatchFrame{Type: "watch", Version: wire.Version, Ticket: ticket.Ticket}))
	_, _, err = conn.ReadMessage()
	must(t, "the picture", err)
	again := link(output(t, false, "operator", "reset", "bert", "--data="+data))
	conn.SetReadDeadline(time.Now().Add(2 * time.Second))
	for err == nil {
		_, _, err = conn.ReadMessage()
	}
	if !websocket.IsCloseError(err, 4001) {
		t.Errorf("the open console ended with %v, want 4001 within 2 s", err)
	}
	if err := bert.try("GET", "/session", nil, nil); statusOf(err) != 401 {
		t.Errorf("his session: got %v, want 401", err)
	}
	if err := r.person().try("POST", "/session", map[string]string{"login": "bert", "password": "another horse battery"}, nil); statusOf(err) != 401 {
		t.Errorf("his old password: got %v, want 401", err)
	}
	bert.signIn(again)
	empty := t.TempDir()
	if said := output(t, true, "operator", "add", "carl", "--data="+empty); !strings.Contains(said, "start beckon serve first") {
		t.Errorf("where there is no data it says %q", said)
	}
	if left, err := os.ReadDir(empty); err != nil || len(left) > 0 {
		t.Errorf("and leaves %v, %v", left, err)
	}
	if said := output(t, true, "operator", "add", "carl", "--data="+filepath.Dir(data)); !strings.Contains(said, "start beckon serve first") {
		t.Errorf("one folder above it says %q", said)
	}
	if said := output(t, true, "operator", "reset", "nobody", "--data="+data); !strings.Contains(said, `there is no operator "nobody"`) {
		t.Errorf("an unknown operator: it says\n%s", said)
	}
	if said := output(t, true, "operator", "add", "bert", "--data="+data); !strings.Contains(said, "taken") {
		t.Errorf("a login that is taken: it says\n%s", said)
	}
}

func TestDescriptionIsPrinted_API4(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("../../openapi.json")
	must(t, "openapi.json", err)
	if got := output(t, false, "openapi"); got != string(want) {
		t.Error("beckon openapi prints something else than openapi.json: say make wire")
	}
	if said := output(t, false, "--version"); strings.TrimSpace(said) != version {
		t.Errorf("--version says %q", said)
	}
}

func TestPageOpenedBeforeAnUpgradeGetsItsParts(t *testing.T) {
	if _, err := fs.Stat(web.Widget(), "manifest.json"); err != nil {
		t.Skip("the widget is not built: run make build")
	}
	data := t.TempDir()
	earlier := filepath.Join(data, "widget", "earlier")
	must(t, "folder of a build", os.MkdirAll(earlier, 0o700))
	must(t, "part of it", os.WriteFile(filepath.Join(earlier, "after-0123456789.js"), []byte("export const was = 1"), 0o600))
	r, stop := serving(t, "--data="+data)
	defer stop()
	answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get("http://" + r.address + "/w/after-0123456789.js")
	must(t, "part of the earlier build", err)
	defer answer.Body.Close()
	raw, _ := io.ReadAll(answer.Body)
	if string(raw) != "export const was = 1" || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("got %s %q, %s", answer.Status, raw, answer.Header.Get("Cache-Control"))
	}
	if builds, _ := filepath.Glob(filepath.Join(data, "widget", "*", "chat-*.js")); len(builds) != 1 {
		t.Errorf("of this build the next one finds %q", builds)
	}
}
