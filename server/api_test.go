package server_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"

	"beckon/wire"
)

// route is an operation of the API as openapi.json tells it.
type route struct {
	id, method, path string
	open             bool // without a session
	body             map[string]any
}

// requests is what each operation is called with: {id} in a path, and a body that is all right. An operation without a row fails.
var requests = map[string]struct {
	path          string // instead of the one with {id}
	body          string
	administrator bool // only he may
}{
	"sign-in":            {body: `{"login":"ana","password":"not the right one"}`},
	"sign-in-once":       {body: `{"token":"not one of ours"}`},
	"me":                 {},
	"sign-out":           {},
	"set-password":       {body: `{"password":"a long enough password"}`},
	"sessions":           {},
	"end-session":        {path: "/sessions/unknown"},
	"ticket":             {},
	"setup":              {body: `{"operatorName":"Eve","login":"eve","password":"a long enough password","siteName":"Eve's","mode":"full","origins":["https://evil.example"]}`, administrator: true},
	"operators":          {},
	"change-operator":    {path: "/operators/ANA", body: `{"name":"Eve"}`, administrator: true},
	"live-help":          {body: `{"available":true}`},
	"settings":           {},
	"change-settings":    {body: `{"defaultInvitation":"Hi","defaultVisitorName":"Guest","pageChangeGrace":4,"sleepTimeout":300,"visitGap":1800,"invitationExpiry":600,"visitorGone":600,"bothSilent":1800,"operatorAway":30,"responseTimeout":30,"listExpiration":60,"waitingGone":60,"maxChats":3,"queueLength":200,"messageLength":4000,"maxFile":10,"routing":"first-available","hours":{"limited":false,"timeZone":"UTC","week":[[],[],[],[],[],[],[]],"holidays":[]},"webPush":true,"directCalls":true}`, administrator: true},
	"sites":              {},
	"change-site":        {path: "/sites/SITE", body: `{"name":"Eve's"}`, administrator: true},
	"check-site":         {path: "/sites/SITE/check", administrator: true},
	"visit":              {path: "/visits/unknown"},
	"history":            {path: "/visitors/unknown/conversations"},
	"invite":             {body: `{"id":"an-invitation-of-nobody","visitor":"unknown","text":"Hello","kind":"text"}`},
	"preview-invitation": {body: `{"text":"Hello %name%"}`},
	"invitation":         {path: "/invitations/unknown"},
	"withdraw":           {path: "/invitations/unknown/withdraw"},
	"conversation":       {path: "/conversations/unknown"},
	"messages":           {path: "/conversations/unknown/messages"},
	"preview-message":    {path: "/conversations/unknown/preview", body: `{"text":"Hello %name%"}`},
	"say":                {path: "/conversations/unknown/messages", body: `{"id":"a-message-of-nobody","text":"Hello"}`},
	"hold":               {path: "/conversations/unknown/hold"},
	"resume":             {path: "/conversations/unknown/resume"},
	"end":                {path: "/conversations/unknown/end"},
	"offer-call":         {path: "/conversations/unknown/calls", body: `{"id":"a-call-of-nobody-001","window":"a-window-of-nobody-1"}`},
	"accept-call":        {path: "/conversations/unknown/calls/unknown/accept", body: `{"window":"a-window-of-nobody-1"}`},
	"end-call":           {path: "/conversations/unknown/calls/unknown/end", body: `{}`},
	"call-relay":         {path: "/conversations/unknown/calls/unknown/relay"},
	"voice":              {},
	"request":            {path: "/requests/unknown"},
	"accept-request":     {path: "/requests/unknown/accept"},
	"decline-request":    {path: "/requests/unknown/decline"},
	"queue-request":      {path: "/requests/unknown/queue"},
	"hand-over":          {},
	"blocks":             {},
	"block":              {path: "/blocks/unknown"},
	"unblock":            {path: "/blocks/unknown"},
	"push-page":          {path: "/conversations/unknown/page", body: `{"id":"a-page-for-nobody-1","url":"https://shop.example/bells"}`},
	"canned":             {},
	"add-canned":         {body: `{"title":"Bells","text":"We have bells"}`},
	"change-canned":      {path: "/canned/unknown", body: `{"title":"Bells","text":"We have bells"}`},
	"delete-canned":      {path: "/canned/unknown"},
	"archive":            {},
	"export-archive":     {path: "/conversations/export?format=csv", administrator: true},
	"notes":              {path: "/conversations/unknown/notes"},
	"add-note":           {path: "/conversations/unknown/notes", body: `{"id":"a-note-of-somebody","text":"Hello"}`},
	"tags":               {},
	"tag":                {path: "/conversations/unknown/tags/returns"},
	"untag":              {path: "/conversations/unknown/tags/returns"},

	"subscription":           {},
	"subscribe":              {body: `{"endpoint":"https://push.example/a-browser","key":"BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8","auth":"BTBZMqHH6r4Tts7J_aSIgg","wants":["request"]}`},
	"unsubscribe":            {},
	"board":                  {},
	"offline-message":        {path: "/offline/unknown"},
	"reply":                  {path: "/offline/unknown/replies", body: `{"id":"a-reply-of-nobody-1","to":["gerda@home.example"],"text":"Hello","seen":0}`},
	"preview-reply":          {path: "/offline/unknown/preview", body: `{"text":"Hello %name%"}`},
	"close-offline-message":  {path: "/offline/unknown/close"},
	"reopen-offline-message": {path: "/offline/unknown/reopen"},
	"mail-settings":          {administrator: true},
	"change-mail-settings":   {body: `{"host":"mail.evil.example","port":587,"tls":"starttls","user":"","fromAddress":"eve@evil.example","fromName":"Eve","transcriptSubject":"Hi"}`, administrator: true},
	"test-mail":              {administrator: true},
	"mail-queue":             {administrator: true},
	"send-mail-again":        {path: "/mail/unknown/again", administrator: true},
}

// routes walks openapi.json as the server serves it, in a fixed order.
func (w *world) routes() []route {
	w.t.Helper()
	var document struct {
		Paths map[string]map[string]struct {
			OperationID string
			Security    []map[string][]string
			RequestBody *struct {
				Content map[string]struct{ Schema map[string]any }
			}
		}
	}
	answer := w.get("/api/v1/openapi.json", nil)
	raw, err := io.ReadAll(answer.Body)
	must(w.t, "read openapi.json", err)
	must(w.t, "openapi.json", json.Unmarshal(raw, &document))
	var out []route
	for path, methods := range document.Paths {
		for method, op := range methods {
			known, ok := requests[op.OperationID]
			if !ok {
				w.t.Errorf("operation %s has no row in requests: may a plain operator call it?", op.OperationID)
				continue
			}
			r := route{id: op.OperationID, method: strings.ToUpper(method), path: strings.TrimPrefix(path, "/api/v1"), open: len(op.Security) == 0}
			if known.path != "" {
				r.path = strings.NewReplacer("SITE", string(w.site.ID), "ANA", string(w.ana.ID)).Replace(known.path)
			}
			if op.RequestBody != nil {
				must(w.t, "row of "+r.id, json.Unmarshal([]byte(known.body), &r.body))
			}
			out = append(out, r)
		}
	}
	if len(out) < len(requests) {
		w.t.Errorf("openapi.json has %d operations, want all %d rows", len(out), len(requests))
	}
	sort.Slice(out, func(i, j int) bool { return out[i].id < out[j].id })
	return out
}

// changes reports whether a route is there to change something.
func (r route) changes() bool { return r.method != http.MethodGet }

// in returns the body for a call; nil without one.
func (r route) in() any {
	if r.body == nil {
		return nil
	}
	return r.body
}

// everything returns all rows of all tables: what is different before and after has been changed.
func everything(t testing.TB, db *sql.DB) string {
	t.Helper()
	// What an index of words holds stands in tables of its own.
	names, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
	must(t, "tables", err)
	var tables []string
	for names.Next() {
		var name string
		must(t, "tables", names.Scan(&name))
		tables = append(tables, name)
	}
	names.Close()
	var out strings.Builder
	for _, table := range tables {
		rows, err := db.Query("SELECT * FROM " + table + " ORDER BY 1")
		must(t, table, err)
		columns, err := rows.Columns()
		must(t, table, err)
		for rows.Next() {
			values := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			must(t, table, rows.Scan(into...))
			fmt.Fprintln(&out, table, values)
		}
		rows.Close()
	}
	return out.String()
}

// wantUnchanged fails the test unless the database is as it was.
func wantUnchanged(t testing.TB, db *sql.DB, before, what string) {
	t.Helper()
	if after := everything(t, db); after != before {
		was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
		for _, row := range is {
			if !slices.Contains(was, row) {
				t.Errorf("%s left %s", what, row)
			}
		}
		t.Errorf("%s changed the database: %d rows became %d", what, len(was), len(is))
	}
}

func TestEveryRouteButTwoNeedsASession_T41(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone := w.signIn(w.ana)
	cookies := gone.client.Jar.Cookies(gone.request("GET", "/session", nil).URL)
	gone.must("DELETE", "/session", nil, nil)
	db := w.database()
	before := everything(t, db)
	for _, cookie := range []string{"", "beckon-plain=" + strings.Repeat("A", 43), "beckon-plain=x", cookies[0].Name + "=" + cookies[0].Value, "__Host-beckon=" + cookies[0].Value} {
		nobody := w.browser()
		var open []string
		for _, r := range w.routes() {
			if r.open {
				open = append(open, r.id)
				if cookie != "" { // wrong passwords slow down
					continue
				}
			}
			request := nobody.request(r.method, r.path, r.in())
			request.Header.Set("Cookie", cookie)
			answer, raw := nobody.do(request)
			if p := problemIn(t, r.id, answer, raw); p.Status != 401 || p.Code != "unauthenticated" {
				t.Errorf("%s with cookie %q: got %d %s, want 401", r.id, cookie, p.Status, p.Detail)
			}
			request = nobody.request(r.method, r.path, []byte("{no JSON"))
			request.Header.Set("Cookie", cookie)
			if answer, raw := nobody.do(request); !r.open && answer.StatusCode != 401 {
				t.Errorf("%s with a malformed body: got %s %s, want 401 before anything is read", r.id, answer.Status, raw)
			}
		}
		if got := strings.Join(open, " "); got != "sign-in sign-in-once" {
			t.Errorf("without a session one may %s, want sign-in sign-in-once", got)
		}
	}
	wantUnchanged(t, db, before, "a caller who is not signed in")
}

func TestOnlyAdministratorsChangeSettings_PRM1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bert := w.addOperator("bert", "Bert")
	plain, ana := w.signIn(bert), w.signIn(w.ana)
	db := w.database()
	for _, r := range w.routes() {
		if r.open || r.id == "sign-out" || r.id == "set-password" {
			continue
		}
		before := everything(t, db)
		answer, raw := plain.do(plain.request(r.method, r.path, r.in()))
		forbidden := answer.StatusCode == 403
		if want := requests[r.id].administrator; forbidden != want {
			t.Errorf("%s by a plain operator: got %s %s; forbidden should be %t", r.id, answer.Status, raw, want)
		}
		if forbidden {
			problemIn(t, r.id, answer, raw)
			wantUnchanged(t, db, before, r.id)
		}
		if answer, raw := ana.do(ana.request(r.method, r.path, r.in())); answer.StatusCode == 403 || answer.StatusCode >= 500 {
			t.Errorf("%s by an administrator: got %s %s", r.id, answer.Status, raw)
		}
	}
	plain.must("PATCH", "/operators/"+string(bert.ID), map[string]string{"name": "Bertil"}, nil) // his own
}

func TestMalformedRequestIsAProblemAndChangesNothing_BadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	db := w.database()
	before := everything(t, db)
	wantRefused := func(r route, what, path string, body any, kind string) {
		t.Helper()
		request := ana.request(r.method, path, body)
		if kind != "" {
			request.Header.Set("Content-Type", kind)
		}
		answer, raw := ana.do(request)
		if answer.StatusCode < 400 || answer.StatusCode > 499 {
			t.Errorf("%s with %s: got %s %s, want 4xx", r.id, what, answer.Status, raw)
			return
		}
		problemIn(t, r.id+" with "+what, answer, raw)
	}
	for _, r := range w.routes() {
		if r.body == nil {
			continue
		}
		if r.open { // its refusals slow down who guesses: malformed ones are refused before
			r.id += " (open)"
		}
		for _, raw := range []string{"", "{", "null", "[]", "7", `"x"`, "{}x", `{"a":`, "\x00", "\xff\xfe", "{}" + strings.Repeat(" ", 70<<10), strings.Repeat("[", 10000)} {
			if raw == "{}x" && len(r.body) > 0 || raw != "{}x" {
				wantRefused(r, fmt.Sprintf("the body %.20q", raw), r.path, []byte(raw), "")
			}
		}
		wantRefused(r, "a field nobody knows", r.path, with(r.body, "nobodyKnowsThis", 1), "")
		wantRefused(r, "a body that is no JSON by its type", r.path, r.body, "text/html")
		for field := range r.body {
			for _, value := range []any{map[string]any{"x": 1}, []any{[]any{1}}, 1.5e300} {
				wantRefused(r, fmt.Sprintf("%s: %v", field, value), r.path, with(r.body, field, value), "")
			}
		}
	}
	for _, query := range []string{"after=-1", "after=x", "after=99999999999999999999", "limit=0", "limit=501", "limit=x"} {
		wantRefused(route{id: "messages", method: "GET"}, query, "/conversations/unknown/messages?"+query, nil, "")
	}
	wantUnchanged(t, db, before, "a malformed request")
}

// with returns a copy of a body with a field set.
func with(body map[string]any, field string, value any) map[string]any {
	out := map[string]any{field: value}
	for k, v := range body {
		if k != field {
			out[k] = v
		}
	}
	return out
}

func TestOddIdentifiersInPathsAreNotFound_T04(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	db := w.database()
	before := everything(t, db)
	for _, r := range w.routes() {
		if !strings.Contains(r.path, "unknown") {
			continue
		}
		for _, id := range []string{"%00", "%ff%fe", "%27%20OR%201=1", strings.Repeat("x", 65), strings.Repeat("x", 3000), "%2e%2e%2f", "a%2fb", "%F0%9F%9A%B2", "x;y", "x%0d%0ay"} {
			answer, raw := ana.do(ana.request(r.method, strings.Replace(r.path, "unknown", id, 1), r.in()))
			if answer.StatusCode < 400 || answer.StatusCode > 499 {
				t.Errorf("%s of %q: got %s %.200s, want 4xx", r.id, id, answer.Status, raw)
			}
		}
	}
	wantUnchanged(t, db, before, "an odd identifier")
}

func TestNobodySetsWhatIsNotHisToSet_T05(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bert := w.addOperator("bert", "Bert")
	plain := w.signIn(bert)
	db := w.database()
	columns := map[string]any{
		"administrator": true, "disabled": false, "login": "root", "liveHelp": true, "live_help": 1, "passwordHash": "x", "password_hash": "x", "id": string(w.ana.ID),
		"online": true, "hasPassword": true,
	}
	before := everything(t, db)
	for column, value := range columns {
		p := plain.problem("PATCH", "/operators/"+string(bert.ID), map[string]any{"name": "Bert", column: value})
		if p.Status != 422 || p.Fields["body."+column] == "" && len(p.Fields) == 0 {
			t.Errorf("%s: got %+v, want 422 that names the field", column, p)
		}
	}
	ana := w.signIn(w.ana)
	before = everything(t, db)
	for _, column := range []string{"key", "site_key", "id", "zones"} {
		ana.wantProblem("PATCH", "/sites/"+string(w.site.ID), map[string]any{"name": "X", column: "x"}, 422, "invalid")
	}
	wantUnchanged(t, db, before, "a field that is not there to be set")
}

func TestGetChangesNothing_T07(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	chat := talk(ana, b)
	visit := ana.console().picture.Visits[0].ID
	b.synced()
	db := w.database()
	before := everything(t, db)
	for _, r := range w.routes() {
		path := r.path
		for part, id := range map[string]string{"/conversations/unknown": chat.ID, "/visits/unknown": visit, "/visitors/unknown": b.who.id()} {
			path = strings.Replace(path, part, strings.Replace(part, "unknown", id, 1), 1)
		}
		answer, raw := ana.do(ana.request("GET", path, nil))
		if r.changes() && answer.StatusCode < 400 && !slices.Contains([]string{"/session", "/settings", "/canned", "/mail/settings", "/subscription", "/conversations/" + chat.ID + "/messages", "/conversations/" + chat.ID + "/notes"}, path) {
			t.Errorf("GET %s: got %s %s", path, answer.Status, raw)
		}
		if answer.StatusCode >= 500 {
			t.Errorf("GET %s: got %s %s", path, answer.Status, raw)
		}
	}
	for _, path := range []string{"/", "/console/", "/console/sign-in?once=x", "/beckon.js", "/livez", "/api/v1/openapi.json", "/v1/visit", "/api/v1/live"} {
		w.get(path, nil)
	}
	wantUnchanged(t, db, before, "a GET")
}

func TestProblemsNameTheField_BadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	var s wire.Settings
	ana.must("GET", "/settings", nil, &s)
	for field, change := range map[string]func(*wire.Settings){
		"pageChangeGrace":    func(s *wire.Settings) { s.PageChangeGrace = 0 },
		"invitationExpiry":   func(s *wire.Settings) { s.InvitationExpiry = 86401 },
		"defaultInvitation":  func(s *wire.Settings) { s.DefaultInvitation = "  " },
		"defaultVisitorName": func(s *wire.Settings) { s.DefaultVisitorName = "\x00" },
	} {
		changed := s
		change(&changed)
		p := ana.wantProblem("PUT", "/settings", changed, 422, "invalid")
		named := false
		for name := range p.Fields {
			named = named || strings.Contains(name, field)
		}
		if !named {
			t.Errorf("%s: got fields %v, want it named", field, p.Fields)
		}
	}
	for _, origins := range [][]string{{}, {"javascript:alert(1)"}, {"https://*"}, {"https://user:pass@shop.example"}, {"ftp://shop.example"}, {"https://shop.example/*.x", "https://*.*.example"}} {
		if p := ana.problem("PATCH", "/sites/"+string(w.site.ID), map[string]any{"origins": origins}); p.Status != 422 || p.Fields["origins"] == "" {
			t.Errorf("%q: got %+v, want 422 that names origins", origins, p)
		}
	}
}
