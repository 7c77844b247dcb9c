package server_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"beckon/desk"
	"beckon/wire"
)

// formulas are names and comments that a spreadsheet would carry out.
var formulas = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", " =cmd|' /C calc'!A0", "|x", "%0", `"=1"`, "plain", "a,b;c", "line\nend", `quo"te`, ""}

func TestArchiveIsSearchedAndPaged_OPS9(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	var chats []string
	for n := range 5 {
		b := w.visitor().open("/")
		chat := talk(ana, b)
		b.says(chat.ID, fmt.Sprintf("Do you have <b>bell</b> number%d?", n))
		chats = append([]string{chat.ID}, chats...)
	}
	ana.must("PUT", "/conversations/"+chats[0]+"/tags/"+url.PathEscape("Größe / XL"), nil, nil)
	ana.must("POST", "/conversations/"+chats[1]+"/end", nil, nil)
	find := func(query string) (out wire.Archive) {
		t.Helper()
		bert.must("GET", "/conversations?"+query, nil, &out)
		return out
	}
	var seen []string
	for page, after := 0, ""; page < 5; page++ {
		found := find("search=BELL&limit=2&after=" + url.QueryEscape(after))
		for _, c := range found.Conversations {
			seen = append(seen, c.Conversation.ID)
			if text := fmt.Sprint(c.Snippet); c.Seq != 3 || !strings.Contains(text, "{bell true}") || !strings.Contains(text, "<b>") {
				t.Errorf("the snippet is %+v", c)
			}
		}
		if after = found.Next; after == "" {
			break
		}
	}
	if strings.Join(seen, " ") != strings.Join(chats, " ") {
		t.Errorf("pages give %v, want %v", seen, chats)
	}
	for query, want := range map[string]int{
		"search=number3": 1, "search=nothing": 0, "search=" + url.QueryEscape(`" OR 1=1 --`): 0, "operator=" + string(w.ana.ID): 5, "operator=unknown": 0,
		"operator=" + url.QueryEscape("' OR '1'='1"): 0, "state=open": 4, "state=ended": 1, "site=" + string(w.site.ID): 5, "site=unknown": 0, "rating=none": 5, "rating=any": 0, "rating=3": 0,
		"tag=" + url.QueryEscape("größe / xl"): 1, "tag=other": 0, "from=1": 5, "to=1": 0, "operator=%00": 0, "tag=%00": 0, "search=%00": 5,
	} {
		if got := find(query).Conversations; len(got) != want {
			t.Errorf("%s finds %d, want %d", query, len(got), want)
		}
	}
	for _, query := range []string{"after=x", "after=MTA.%00", "state=gone", "rating=6", "limit=0", "limit=1000", "from=-1", "search=" + strings.Repeat("x", 201)} {
		bert.wantProblem("GET", "/conversations?"+query, nil, 422, "invalid")
	}
	var tags []string
	bert.must("GET", "/tags", nil, &tags)
	if len(tags) != 1 || tags[0] != "größe / xl" {
		t.Errorf("tags suggested: %q", tags)
	}
	ana.must("DELETE", "/conversations/"+chats[0]+"/tags/"+url.PathEscape("größe / xl"), nil, nil)
	ana.wantProblem("DELETE", "/conversations/"+chats[0]+"/tags/gone", nil, 404, "not-found")
}

func TestExportIsHarmlessAndWhole_OPS9_T22(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	for _, text := range formulas {
		b := w.visitor().open("/")
		sent := ana.invites(b.who.id(), "May I help?")
		chat := b.accepts(sent.ID, text)
		ana.must("POST", "/conversations/"+chat.ID+"/end", nil, nil)
		b.send(wire.RateFrame{Type: "rate", Conversation: chat.ID, Stars: 4, Comment: text})
		await[wire.RatedFrame](b.line, "rated", nil)
	}
	answer, raw := ana.do(ana.request("GET", "/conversations/export?format=csv&rating=4", nil))
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || !strings.HasPrefix(kind, "text/csv") || !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("got %s, %s, %v", answer.Status, kind, answer.Header)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != len(formulas)+1 {
		t.Fatalf("read back: %d rows, %v, want %d", len(rows), err, len(formulas)+1)
	}
	for n, row := range rows {
		for _, cell := range row {
			if trimmed := strings.TrimLeft(cell, " "); trimmed != "" && strings.ContainsAny(string([]rune(trimmed)[0]), "=+-@\t\r＝＋－＠|%") {
				t.Errorf("row %d: a cell begins like a formula: %q", n, cell)
			}
		}
		if n > 0 && row[9] != "4" {
			t.Errorf("row %d: stars are %q, want the number", n, row[9])
		}
	}
	answer, raw = ana.do(ana.request("GET", "/conversations/export?format=json", nil))
	var list []wire.Conversation
	if err := json.Unmarshal(raw, &list); err != nil || len(list) != len(formulas) || !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("JSON: %d, %v, %v", len(list), err, answer.Header)
	}
	_, raw = ana.do(ana.request("GET", "/conversations/export?format=json&search=nothing", nil))
	if err := json.Unmarshal(raw, &list); err != nil || len(list) != 0 {
		t.Errorf("nothing found: got %s, %v, want an empty list", raw, err)
	}
	bert.wantProblem("GET", "/conversations/export?format=csv", nil, 403, "forbidden")
	ana.wantProblem("GET", "/conversations/export?format=xls", nil, 422, "invalid")
}

// slowArchive is a store whose archive waits to be let go.
type slowArchive struct {
	desk.Store
	asked, letGo chan struct{}
}

// Archive implements desk.Store.
func (a *slowArchive) Archive(ctx context.Context, q desk.ArchiveQuery) ([]desk.Found, error) {
	a.asked <- struct{}{}
	<-a.letGo
	return a.Store.Archive(ctx, q)
}

func TestOperatorExportsOneFileAtATime_Limits(t *testing.T) {
	t.Parallel()
	slow := &slowArchive{asked: make(chan struct{}), letGo: make(chan struct{})}
	w := newWorld(t, func(w *world) {
		w.spy = func(s desk.Store) desk.Store {
			slow.Store = s
			return slow
		}
	})
	bert, err := w.desk.AddOperator(context.Background(), desk.Operator{Login: "bert", Name: "Bert", Administrator: true})
	must(t, "add Bert", err)
	ana, other := w.signIn(w.ana), w.signIn(bert)
	const path = "/conversations/export?format=csv"
	done := make(chan int, 2)
	export := func(o *operator) {
		answer, _ := o.do(o.request("GET", path, nil))
		done <- answer.StatusCode
	}
	go export(ana)
	<-slow.asked
	if p := ana.wantProblem("GET", path, nil, 429, "too-many"); !strings.Contains(p.Detail, "exporting already") {
		t.Errorf("the second is answered with %q", p.Detail)
	}
	go export(other)
	<-slow.asked
	close(slow.letGo)
	for range 2 {
		if status := <-done; status != 200 {
			t.Errorf("an export is answered with %d", status)
		}
	}
	for range 2 { // one after the other, and after one that was refused
		ana.wantProblem("GET", path+"&search="+strings.Repeat("x", 201), nil, 422, "invalid")
		go export(ana)
		<-slow.asked
		if status := <-done; status != 200 {
			t.Errorf("the next is answered with %d", status)
		}
	}
	for range 2 {
		w.signIn(w.addOperator(newID("plain"), "Plain")).wantProblem("GET", path, nil, 403, "forbidden")
	}
}

func TestVisitorRatesAndOperatorSees_CHT3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	guest := w.visitor()
	b, second := guest.open("/one"), guest.open("/two")
	chat := talk(ana, b)
	rate := wire.RateFrame{Type: "rate", Conversation: chat.ID, Stars: 5, Comment: "Thank you"}
	if r := b.refused(rate); r.Code != "conflict" {
		t.Errorf("rating while it goes on: got %+v, want conflict", r)
	}
	b.send(wire.EndFrame{Type: "end", Conversation: chat.ID})
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.State == "ended" })
	rate.Stars = 6
	if r := b.refused(rate); r.Code != "invalid" || r.ID != chat.ID {
		t.Errorf("six stars: got %+v, want invalid", r)
	}
	rate.Stars = 5
	b.send(rate)
	if f := await[wire.RatedFrame](b.line, "rated", nil); f.Stars != 5 || f.Conversation != chat.ID {
		t.Errorf("got %+v", f)
	}
	await(second.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.Stars == 5 })
	await(c.line, "conversation", func(f wire.ConversationFrame) bool {
		return f.Conversation.Stars == 5 && f.Conversation.Comment == "Thank you"
	})
	var found wire.Archive
	ana.must("GET", "/conversations?rating=5", nil, &found)
	if len(found.Conversations) != 1 || found.Conversations[0].Conversation.Comment != "Thank you" {
		t.Errorf("the archive has %+v", found)
	}
}

func TestReadMarksAreToldToTheOtherSide_CHT1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.signIn(w.ana)
	c := ana.console()
	b := w.visitor().open("/")
	chat := talk(ana, b)
	ana.says(chat.ID, "Hello!")
	b.send(wire.VisitorReadFrame{Type: "read", Conversation: chat.ID, Seq: 3})
	await(c.line, "conversation", func(f wire.ConversationFrame) bool {
		return f.Conversation.VisitorRead == 3 && f.Conversation.VisitorGot == 3
	})
	c.send(wire.OperatorReadFrame{Type: "read", Conversation: chat.ID, Seq: 2})
	await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool {
		return f.Conversation.OperatorRead == 2 && f.Conversation.OperatorGot >= 2
	})
}

func TestNotesAreForOperatorsOnly_CHT2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	c, other := ana.console(), bert.console()
	guest := w.visitor()
	b := guest.open("/")
	chat := talk(ana, b)
	bert.must("POST", "/conversations/"+chat.ID+"/notes", said(newID("note"), "Ordered twice before"), nil)
	if n := await[wire.NoteFrame](c.line, "note", nil).Note; n.Text != "Ordered twice before" || n.OperatorName != "Bert" {
		t.Errorf("Ana is told %+v", n)
	}
	b.says(chat.ID, "Hello?")
	b.send(wire.FetchFrame{Type: "fetch", Conversation: chat.ID})
	await[wire.FetchedFrame](b.line, "fetched", nil)
	b.synced()
	again := guest.open("/again")
	again.synced()
	for _, l := range []*tab{b, again} {
		if came := l.came(); strings.Contains(came, "Ordered") || strings.Contains(came, "note") {
			t.Errorf("the visitor's line has %s", came)
		}
	}
	wantNone(t, other.line, "note")
	var notes []wire.Note
	ana.must("GET", "/conversations/"+chat.ID+"/notes", nil, &notes)
	if len(notes) != 1 || notes[0].At == 0 {
		t.Errorf("notes: %+v", notes)
	}
}

func TestPersonalCannedIsUnknownToColleagues_CAN1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	in := map[string]any{"title": "Mine", "text": "Hello", "shortcut": "hi", "personal": true, "tags": []string{"x"}}
	var mine wire.Canned
	bert.must("POST", "/canned", in, &mine)
	for _, path := range []string{"/canned/" + mine.ID, "/canned/AAAAAAAAAAAAAAAAAAAAAA"} {
		if p := ana.wantProblem("PUT", path, in, 404, "not-found"); p.Detail != "There is no such canned message" {
			t.Errorf("%s: got %+v", path, p)
		}
		ana.wantProblem("DELETE", path, nil, 404, "not-found")
	}
	if p := bert.wantProblem("POST", "/canned", in, 409, "conflict"); p.Fields["shortcut"] == "" {
		t.Errorf("a shortcut twice: got %+v", p)
	}
	chat := talk(bert, w.visitor().open("/"))
	bert.must("POST", "/conversations/"+chat.ID+"/messages", map[string]string{"id": newID("said"), "text": "Hello", "canned": mine.ID}, nil)
	var list []wire.Canned
	ana.must("GET", "/canned", nil, &list)
	if len(list) != 0 {
		t.Errorf("Ana sees %+v", list)
	}
	bert.must("GET", "/canned", nil, &list)
	if len(list) != 1 || list[0].Used != 1 || !list[0].Personal || list[0].Shortcut != "hi" || list[0].Tags[0] != "x" {
		t.Errorf("Bert sees %+v", list)
	}
}
