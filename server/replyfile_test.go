package server_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/mail"
	"strings"
	"testing"

	"beckon/wire"
)

// attachesTo puts a file up for a reply and returns how that is answered.
func (o *operator) attachesTo(message, name string, content []byte) (f wire.File, code int) {
	o.w.t.Helper()
	in, kind := form(o.w.t, map[string]string{"id": newID("file")}, name, content)
	answer, raw := o.do(o.posting("/offline/"+message+"/files", kind, in))
	json.Unmarshal(raw, &f) // of a refusal it is none
	return f, answer.StatusCode
}

// filesIn returns the files of a mail, by name.
func filesIn(t testing.TB, l letter) map[string][]byte {
	t.Helper()
	read, err := mail.ReadMessage(strings.NewReader(l.whole))
	must(t, "read a mail", err)
	_, with, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	must(t, "the type of a mail", err)
	out := map[string][]byte{}
	parts := multipart.NewReader(read.Body, with["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return out
		}
		must(t, "read a part", err)
		if part.FileName() != "" {
			out[part.FileName()], err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
			must(t, "decode a file", err)
		}
	}
}

func TestReplyByMailCarriesFiles_CAN1_OFF2(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	ana.setsUpMail()
	f := leaving("The red bell", "Have you a leaflet?")
	w.visitor().open("/").leaves(f)
	w.smtp.got(t, 1) // the notice
	pdf, own := append([]byte("%PDF-1.4 "), bytes.Repeat([]byte("bells \x00\xff\r\n"), 5000)...), []byte("every price\n")
	leaflet := ana.attaches("leaflet.pdf", pdf)
	var c wire.Canned
	ana.must("POST", "/canned", canned("Leaflet", false, leaflet.ID), &c)
	prices, code := ana.attachesTo(f.ID, "Preise für alle.txt", own)
	if code != http.StatusOK {
		t.Fatalf("attached: %d", code)
	}
	reply := wire.NewReply{ID: newID("reply"), To: []string{f.Email, "gerda@work.example"}, Text: "Here it is, %visitor%", Files: []string{leaflet.ID, prices.ID}, Canned: c.ID}
	var m wire.Correspondence
	for range 2 { // sent again because the answer was lost
		ana.must("POST", "/offline/"+f.ID+"/replies", reply, &m)
	}
	if len(m.Replies) != 1 || len(m.Replies[0].Files) != 2 || m.Replies[0].Files[0] != leaflet || m.Replies[0].Files[1] != prices {
		t.Errorf("the board shows %+v", m.Replies)
	}
	for _, l := range w.smtp.got(t, 3)[1:] {
		if got := filesIn(t, l); len(got) != 2 || !bytes.Equal(got["leaflet.pdf"], pdf) || !bytes.Equal(got["Preise für alle.txt"], own) {
			t.Errorf("to %s arrive %d files", l.to, len(got))
		}
	}
	var list []wire.Canned
	if ana.must("GET", "/canned", nil, &list); len(list) != 1 || list[0].Used != 1 {
		t.Errorf("canned messages are %+v, want one that was used once", list)
	}
	ana.must("DELETE", "/canned/"+c.ID, nil, nil)
	must(t, "age", agedFiles(w))
	must(t, "sweep", w.server.SweepFiles(context.Background()))
	if bert.gets(leaflet.ID) != http.StatusOK || bert.gets(prices.ID) != http.StatusOK || w.bytesKept() != 2 {
		t.Errorf("of what went with a reply %d files are left", w.bytesKept())
	}
}

func TestReplyCarriesOnlyWhatItMay_T04(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	ana.setsUpMail()
	b := w.visitor().open("/")
	f := leaving("", "Hello?")
	b.leaves(f)
	chat := talk(ana, w.visitor().open("/"))
	berts, _ := bert.attachesTo(f.ID, "mine.txt", []byte("Bert's own"))
	in, kind := form(t, map[string]string{"id": newID("file")}, "chat.txt", []byte("of a chat"))
	var ofChat wire.File
	_, raw := ana.do(ana.posting("/conversations/"+chat.ID+"/files", kind, in))
	must(t, "attach to a chat", json.Unmarshal(raw, &ofChat))
	anas, _ := ana.attachesTo(f.ID, "hers.txt", []byte("Ana's own"))
	six := make([]string, 6)
	for i := range six {
		one, _ := ana.attachesTo(f.ID, "one of six", []byte{'x', byte('0' + i)})
		six[i] = one.ID
	}
	half := bytes.Repeat([]byte{7}, 6<<20)
	large, _ := ana.attachesTo(f.ID, "large.bin", half)
	more, _ := ana.attachesTo(f.ID, "more.bin", half)
	for name, c := range map[string]struct {
		files []string
		code  int
		kind  string
	}{
		"a colleague's":     {[]string{berts.ID}, 422, "invalid"},
		"a chat's":          {[]string{ofChat.ID}, 422, "invalid"},
		"an unknown":        {[]string{"unknown"}, 422, "invalid"},
		"one twice":         {[]string{anas.ID, anas.ID}, 422, "invalid"},
		"six":               {six, 422, "invalid"},
		"12 MB in two":      {[]string{large.ID, more.ID}, 413, "too-large"},
		"hers and Bert's":   {[]string{anas.ID, berts.ID}, 422, "invalid"},
		"what is no id":     {[]string{"../../etc/passwd"}, 422, "invalid"},
		"nothing but empty": {[]string{""}, 422, "invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			reply := wire.NewReply{ID: newID("reply"), To: []string{f.Email}, Text: "Look", Files: c.files}
			ana.wantProblem("POST", "/offline/"+f.ID+"/replies", reply, c.code, c.kind)
		})
	}
	if _, code := ana.attachesTo(f.ID, "huge.bin", make([]byte, 10<<20+1)); code != http.StatusRequestEntityTooLarge {
		t.Errorf("a file of more than 10 MB: %d", code)
	}
	if _, code := ana.attachesTo("unknown", "a.txt", []byte("x")); code != http.StatusNotFound {
		t.Errorf("for no message: %d", code)
	}
	if _, code := w.browser().attachesTo(f.ID, "a.txt", []byte("x")); code != http.StatusUnauthorized && code != http.StatusForbidden {
		t.Errorf("by nobody in particular: %d", code)
	}
	ana.must("POST", "/offline/"+f.ID+"/replies", wire.NewReply{ID: newID("reply"), To: []string{f.Email}, Text: "Look", Files: []string{large.ID, anas.ID}}, nil)
}

func TestWhatIsWrittenIsShownAsItWillBeRead_S11(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	b := w.visitor().open("/bells")
	chat := talk(ana, b)
	f := leaving("", "Hello?")
	b.leaves(f)
	type text struct {
		Text string `json:"text"`
	}
	wants := func(path, template, want string) {
		t.Helper()
		var got text
		if ana.must("POST", path+"/preview", text{template}, &got); got.Text != want {
			t.Errorf("%s shows %q, want %q", path, got.Text, want)
		}
	}
	const template = "%visitor%, %name% of %site% here. 100%"
	var sent wire.Message
	ana.must("POST", "/conversations/"+chat.ID+"/messages", map[string]string{"id": newID("said"), "text": template}, &sent)
	wants("/conversations/"+chat.ID, template, sent.Text)
	wants("/offline/"+f.ID, template, "Gerda, Ana of Velo & Bell here. 100%")
	long := text{strings.Repeat("x", 20_000)}
	ana.wantProblem("POST", "/conversations/"+chat.ID+"/preview", long, http.StatusRequestEntityTooLarge, "too-large")
	ana.wantProblem("POST", "/offline/"+f.ID+"/preview", long, http.StatusRequestEntityTooLarge, "too-large")
}
