package server_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"beckon/desk"
	"beckon/server"
	"beckon/wire"
)

// nobodysMail is the mailer of a server that sends nothing.
type nobodysMail struct{}

// Test implements server.Mailer.
func (nobodysMail) Test(context.Context, desk.Operator) (bool, string) { return false, "No mail here" }

// postOffice is a real SMTP server.
type postOffice struct {
	port    int
	mu      sync.Mutex // guards all below
	arrived *sync.Cond
	letters []letter
	refuse  error
}

type letter struct {
	to    string
	raw   string // soft line breaks undone
	whole string
}

func newPostOffice(t testing.TB) *postOffice {
	t.Helper()
	p := &postOffice{}
	p.arrived = sync.NewCond(&p.mu)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, "listen for mail", err)
	p.port = listener.Addr().(*net.TCPAddr).Port
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &counter{office: p}, nil }))
	s.Domain = "mail.shop.example"
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Serve(listener)
	}()
	t.Cleanup(func() {
		s.Close()
		<-ended
	})
	return p
}

// got waits until n letters have arrived and returns them.
func (p *postOffice) got(t testing.TB, n int) []letter {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.letters) < n {
		p.arrived.Wait()
	}
	return append([]letter(nil), p.letters...)
}

type counter struct {
	office *postOffice
	to     string
}

func (c *counter) Mail(string, *smtp.MailOptions) error { return nil }
func (c *counter) Reset()                               {}
func (c *counter) Logout() error                        { return nil }

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.to += to
	return c.office.refuse
}

func (c *counter) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.letters = append(c.office.letters, letter{c.to, strings.NewReplacer("=\r\n", "", "=3D", "=").Replace(string(raw)), string(raw)})
	c.office.arrived.Broadcast()
	return err
}

// mailing gives a world a mail server of its own; setsUp tells Beckon of it.
func mailing(t testing.TB) func(*world) {
	return func(w *world) { w.smtp = newPostOffice(t) }
}

func (o *operator) setsUpMail() {
	o.w.t.Helper()
	o.must("PATCH", "/operators/"+string(o.who.ID), map[string]string{"email": "ana@shop.example"}, nil)
	o.must("PUT", "/mail/settings", wire.MailSettingsChange{Host: "127.0.0.1", Port: o.w.smtp.port, TLS: "none", FromAddress: "help@shop.example", FromName: "Velo & Bell", TranscriptSubject: "Your conversation with %site%"}, nil)
}

func leaving(subject, text string) wire.LeaveFrame {
	return wire.LeaveFrame{Type: "leave", ID: newID("leave"), Name: "Gerda", Email: secret("gerda@guest.example"), Subject: subject, Text: secret(text)}
}

func (b *tab) leaves(f wire.LeaveFrame) {
	b.t.Helper()
	b.send(f)
	await(b.line, "left", func(got wire.LeftFrame) bool { return got.ID == f.ID })
}

func header(t testing.TB, l letter, name string) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader([]byte(l.raw)))
	must(t, "read a mail", err)
	return m.Header.Get(name)
}

func TestMessageLeftIsToldAndAnsweredByMail_OFF1_OFF2_OFF3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	ana.setsUpMail()
	c := ana.console()
	f := leaving("The red bell", "Please write to me about the red bell")
	w.visitor().open("/").leaves(f)
	await(c.line, "changed", func(f wire.ChangedFrame) bool { return f.What == "offline" })
	notice := w.smtp.got(t, 1)[0]
	if notice.to != "ana@shop.example" || header(t, notice, "Subject") != "Message left on Velo & Bell: The red bell" || !strings.Contains(notice.raw, "/console/messages/"+f.ID) {
		t.Errorf("the operator is told by %s\n%s", notice.to, notice.raw)
	}

	var board wire.Board
	ana.must("GET", "/offline?state=unanswered", nil, &board)
	if len(board.Messages) != 1 || board.Unanswered != 1 || board.Oldest != f.ID || board.Messages[0].Subject != "The red bell" || board.Messages[0].State != "unanswered" {
		t.Fatalf("the board is %+v", board)
	}
	var m wire.Correspondence
	ana.must("GET", "/offline/"+f.ID, nil, &m)
	if m.Message.Text != f.Text || len(m.Addresses) != 1 || m.Visit == nil || m.Visit.Presence != "here" || !m.CanMail {
		t.Errorf("the message is %+v", m)
	}
	reply := wire.NewReply{ID: newID("reply"), To: []string{f.Email, "gerda@work.example"}, Text: "Hello %visitor%, it is red. %name%"}
	for range 2 { // sent again: once
		ana.must("POST", "/offline/"+f.ID+"/replies", reply, &m)
	}
	if m.Message.State != "closed" || len(m.Replies) != 1 || m.Replies[0].Text != "Hello Gerda, it is red. Ana" || len(m.Replies[0].To) != 2 || len(m.Addresses) != 2 {
		t.Errorf("answered it is %+v", m)
	}
	for _, l := range w.smtp.got(t, 3)[1:] {
		if header(t, l, "Subject") != "Re: The red bell" || header(t, l, "Reply-To") != `"Ana" <ana@shop.example>` || header(t, l, "From") != `"Velo & Bell" <help@shop.example>` {
			t.Errorf("the answer is\n%s", l.raw)
		}
	}
	for state := ""; state != "sent"; {
		await(c.line, "changed", func(f wire.ChangedFrame) bool { return f.What == "mail" })
		ana.must("GET", "/offline/"+f.ID, nil, &m)
		state = m.Replies[0].To[1].State
	}
	board = wire.Board{}
	ana.must("GET", "/offline?state=unanswered", nil, &board)
	if len(board.Messages) != 0 || board.Unanswered != 0 || board.Oldest != "" {
		t.Errorf("answered it is unanswered still: %+v", board)
	}
}

func TestSecondToAnswerIsToldOfTheFirst_OFF2(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana, bert := w.signIn(w.ana), w.signIn(w.addOperator("bert", "Bert"))
	ana.setsUpMail()
	f := leaving("", "Hello?")
	w.visitor().open("/").leaves(f)
	path := "/offline/" + f.ID
	ana.must("POST", path+"/replies", wire.NewReply{ID: newID("reply"), To: []string{f.Email}, Text: "Hello"}, nil)
	if p := bert.wantProblem("POST", path+"/replies", wire.NewReply{ID: newID("reply"), To: []string{f.Email}, Text: "Hi"}, 409, "conflict"); p.Who != "Ana" {
		t.Errorf("Bert is told %+v", p)
	}
	if p := bert.wantProblem("POST", path+"/close", nil, 409, "conflict"); p.Who != "Ana" {
		t.Errorf("Bert is told %+v", p)
	}
	var m wire.OfflineMessage
	bert.must("POST", path+"/reopen", nil, &m)
	if m.State != "unanswered" || m.Answered != 1 {
		t.Errorf("reopened it is %+v", m)
	}
	bert.must("POST", path+"/close", nil, &m)
	if m.State != "closed" || m.ClosedByName != "Bert" {
		t.Errorf("closed it is %+v", m)
	}
}

func TestBadRepliesAndPlacesAreRefused_BadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	f := leaving("", "Hello?")
	b := w.visitor().open("/")
	b.leaves(f)
	path := "/offline/" + f.ID + "/replies"
	good := wire.NewReply{ID: newID("reply"), To: []string{f.Email}, Text: "Hello"}
	if p := ana.wantProblem("POST", path, good, 409, "conflict"); !strings.Contains(p.Detail, "not set up") {
		t.Errorf("without a mail server: %s", p.Detail)
	}
	ana.setsUpMail()
	for name, c := range map[string]struct {
		change func(*wire.NewReply)
		status int
		code   string
	}{
		"no text":               {func(r *wire.NewReply) { r.Text = " \n" }, 422, "invalid"},
		"too much text":         {func(r *wire.NewReply) { r.Text = strings.Repeat("x", 4001) }, 413, "too-large"},
		"nobody":                {func(r *wire.NewReply) { r.To = []string{} }, 422, "invalid"},
		"eleven":                {func(r *wire.NewReply) { r.To = strings.Split(strings.Repeat("a@b.example ", 11), " ")[:11] }, 422, "invalid"},
		"no address":            {func(r *wire.NewReply) { r.To = []string{f.Email, "gerda"} }, 422, "invalid"},
		"address with line end": {func(r *wire.NewReply) { r.To = []string{"gerda@guest.example\r\nBcc: x@evil.example"} }, 422, "invalid"},
		"address with name":     {func(r *wire.NewReply) { r.To = []string{"Gerda <gerda@guest.example>"} }, 422, "invalid"},
		"two in one":            {func(r *wire.NewReply) { r.To = []string{"gerda@guest.example, x@evil.example"} }, 422, "invalid"},
		"quoted address":        {func(r *wire.NewReply) { r.To = []string{`"x@evil.example> "@guest.example`} }, 422, "invalid"},
		"no id":                 {func(r *wire.NewReply) { r.ID = "short" }, 422, "invalid"},
	} {
		r := good
		r.ID = newID("reply")
		c.change(&r)
		if p := ana.wantProblem("POST", path, r, c.status, c.code); p.Detail == "" {
			t.Errorf("%s: no words", name)
		}
	}
	for _, place := range []string{"x", "1.", "-1.abc", "1." + strings.Repeat("y", 63), "1.a%2Fb"} {
		ana.wantProblem("GET", "/offline?before="+place, nil, 422, "invalid")
	}
	ana.wantProblem("GET", "/offline/unknown", nil, 404, "not-found")
	for name, bad := range map[string]struct {
		change func(*wire.LeaveFrame)
		code   string
	}{
		"long subject":          {func(f *wire.LeaveFrame) { f.Subject = strings.Repeat("ä", 201) }, "too-long"},
		"address with line end": {func(f *wire.LeaveFrame) { f.Email = "gerda@guest.example\nBcc: x@evil.example" }, "invalid"},
	} {
		f := leaving("", "Hello?")
		bad.change(&f)
		if r := b.refused(f); r.Code != bad.code {
			t.Errorf("%s: got %+v, want %s", name, r, bad.code)
		}
	}
	if n := len(w.smtp.got(t, 0)); n != 0 {
		t.Errorf("%d mails were sent", n)
	}
}

func TestMailSettingsKeepTheirPassword_MAI1(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	word := secret("right horse")
	change := wire.MailSettingsChange{Host: "mail.shop.example", Port: 587, TLS: "starttls", User: "shop", Password: &word, FromAddress: "help@shop.example", FromName: "Shop", TranscriptSubject: "Chat"}
	answer, raw := ana.do(ana.request("PUT", "/mail/settings", change))
	if answer.StatusCode != 200 || bytes.Contains(raw, []byte(word)) || !bytes.Contains(raw, []byte(`"hasPassword":true`)) {
		t.Errorf("got %s %s", answer.Status, raw)
	}
	change.Password, change.FromName = nil, "The Shop"
	ana.must("PUT", "/mail/settings", change, nil)
	if s := w.desk.MailSettings(); s.Password != word || s.FromName != "The Shop" {
		t.Errorf("changed without a password it is %q, of %s", s.Password, s.FromName)
	}
	for name, other := range map[string]func(*wire.MailSettingsChange){
		"another server":     func(c *wire.MailSettingsChange) { c.Host = "mail.evil.example" },
		"another port":       func(c *wire.MailSettingsChange) { c.Port = 2525 },
		"another user":       func(c *wire.MailSettingsChange) { c.User = "eve" },
		"another encryption": func(c *wire.MailSettingsChange) { c.TLS = "tls" },
	} {
		c := change
		other(&c)
		if p := ana.wantProblem("PUT", "/mail/settings", c, 422, "invalid"); p.Fields["password"] == "" {
			t.Errorf("%s: got %+v, want the password asked for", name, p)
		}
	}
	for name, bad := range map[string]struct {
		field  string
		change func(*wire.MailSettingsChange)
	}{
		"host with a line end": {"host", func(c *wire.MailSettingsChange) { c.Host = "mail\r\n.example" }},
		"no sender":            {"fromAddress", func(c *wire.MailSettingsChange) { c.FromAddress = "" }},
		"sender with a name":   {"fromAddress", func(c *wire.MailSettingsChange) { c.FromAddress = "Shop <help@shop.example>" }},
		"open password":        {"user", func(c *wire.MailSettingsChange) { c.TLS = "none" }},
		"no subject":           {"transcriptSubject", func(c *wire.MailSettingsChange) { c.TranscriptSubject = " " }},
	} {
		c := change
		bad.change(&c)
		if p := ana.wantProblem("PUT", "/mail/settings", c, 422, "invalid"); p.Fields[bad.field] == "" {
			t.Errorf("%s: got %+v, want %s named", name, p, bad.field)
		}
	}
	w.restart()
	if s := w.desk.MailSettings(); s.Password != word {
		t.Errorf("after a restart the password is %q", s.Password)
	}
}

func TestTestMessageSaysWhatCameOfIt_MAI1(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	var got wire.MailTest
	ana.must("POST", "/mail/test", nil, &got)
	if got.Sent || !strings.Contains(got.Text, "no e-mail address") {
		t.Errorf("without an address: %+v", got)
	}
	ana.setsUpMail()
	ana.must("POST", "/mail/test", nil, &got)
	if l := w.smtp.got(t, 1)[0]; !got.Sent || l.to != "ana@shop.example" {
		t.Errorf("got %+v, and %s", got, l.to)
	}
	w.smtp.mu.Lock()
	w.smtp.refuse = &smtp.SMTPError{Code: 550, Message: "no such thing on 10.0.0.7"}
	w.smtp.mu.Unlock()
	ana.must("POST", "/mail/test", nil, &got)
	if got.Sent || !strings.Contains(got.Text, "550") || strings.Contains(got.Text, "10.0.0.7") {
		t.Errorf("refused: %+v", got)
	}
	ana.wantProblem("POST", "/mail/test", nil, 429, "too-many")
}

func TestFailedMailIsShownAndSentAgain_MAI1(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	ana.setsUpMail()
	ana.must("PATCH", "/operators/"+string(ana.who.ID), map[string]string{"email": ""}, nil) // no notices
	w.smtp.mu.Lock()
	w.smtp.refuse = &smtp.SMTPError{Code: 550, Message: "who?"}
	w.smtp.mu.Unlock()
	c := ana.console()
	f := leaving("", "Hello?")
	w.visitor().open("/").leaves(f)
	ana.must("POST", "/offline/"+f.ID+"/replies", wire.NewReply{ID: newID("reply"), To: []string{f.Email}, Text: "Hello"}, nil)
	await(c.line, "changed", func(f wire.ChangedFrame) bool { return f.What == "mail" })
	var q wire.MailQueue
	ana.must("GET", "/mail/queue", nil, &q)
	if q.Failed != 1 || q.Waiting != 0 || len(q.Mails) != 1 || q.Mails[0].Trouble != "recipient" || q.Mails[0].Offline != f.ID {
		t.Fatalf("the queue is %+v", q)
	}
	var m wire.Correspondence
	ana.must("GET", "/offline/"+f.ID, nil, &m)
	if d := m.Replies[0].To[0]; d.State != "failed" || d.Trouble != "recipient" {
		t.Errorf("the reply shows %+v", d)
	}
	w.smtp.mu.Lock()
	w.smtp.refuse = nil
	w.smtp.mu.Unlock()
	ana.must("POST", "/mail/"+q.Mails[0].ID+"/again", nil, nil)
	w.smtp.got(t, 1)
}

func TestTranscriptGoesToTheVisitorHimself_CHT3_T18(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	c := ana.console()
	b, thief := w.visitor().open("/"), w.visitor().open("/")
	chat := talk(ana, b)
	b.says(chat.ID, "Is the <b>bell</b> red?")
	order := wire.TranscriptFrame{Type: "transcript", Conversation: chat.ID, Email: secret("gerda@guest.example")}
	if r := b.refused(order); r.Code != "conflict" || r.ID != chat.ID {
		t.Errorf("without a mail server: got %+v, want conflict", r)
	}
	ana.setsUpMail()
	if r := thief.refused(order); r.Code != "not-found" {
		t.Errorf("another visitor: got %+v, want not-found", r)
	}
	for _, bad := range []string{"", "gerda", "gerda@guest.example\r\nBcc: x@evil.example", "a@b.example, c@d.example"} {
		f := order
		f.Email = bad
		if r := b.refused(f); r.Code != "invalid" {
			t.Errorf("to %q: got %+v, want invalid", bad, r)
		}
	}
	for n := range 3 {
		b.send(order)
		await[wire.TranscriptSentFrame](b.line, "transcript-sent", nil)
		l := w.smtp.got(t, n+1)[n]
		if l.to != order.Email || header(t, l, "Subject") != "Your conversation with Velo & Bell" || !strings.Contains(l.raw, "Is the <b>bell</b> red?") || !strings.Contains(l.raw, "&lt;b&gt;bell&lt;/b&gt;") {
			t.Errorf("the transcript is to %s\n%s", l.to, l.raw)
		}
	}
	if r := b.refused(order); r.Code != "too-many" {
		t.Errorf("the fourth: got %+v, want too-many", r)
	}
	wantNone(t, c.line, "transcript-sent")
}

func TestOneAddressLeavesAtMostTenMessages_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w *world) { w.options.Limits.LettersPerAddress = 2 })
	for range 2 {
		w.visitor().open("/").leaves(leaving("", "Hello?"))
	}
	if r := w.visitor().open("/").refused(leaving("", "Hello?")); r.Code != "too-many" {
		t.Errorf("the third: got %+v, want too-many", r)
	}
	if n := server.DefaultLimits().LettersPerAddress; n != 10 {
		t.Errorf("by default %d, want 10", n)
	}
}
