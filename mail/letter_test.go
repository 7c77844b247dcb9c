package mail

import (
	"bytes"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"beckon/desk"
)

var settings = desk.MailSettings{Host: "mail.shop.example", Port: 587, FromAddress: "help@shop.example", FromName: "The Shop"}

// written is a mail as it goes over the line, and its two texts.
func written(t testing.TB, m desk.Mail) (header mail.Header, plain, html string) {
	t.Helper()
	out, err := compose(m, settings, "https://chat.shop.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	if _, err := out.WriteTo(&raw); err != nil {
		t.Fatal(err)
	}
	read, err := mail.ReadMessage(&raw)
	if err != nil {
		t.Fatal(err)
	}
	kind, with, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("it is %s, %v", kind, err)
	}
	parts := multipart.NewReader(read.Body, with["boundary"])
	for _, into := range []*string{&plain, &html} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		*into = strings.ReplaceAll(string(text), "\r\n", "\n")
	}
	return read.Header, plain, html
}

func TestReplyReadsWellAsTextAndAsHTML_OFF2(t *testing.T) {
	m := desk.Mail{ID: "mail", Kind: desk.MailReply, To: "gerda@home.example", ToName: "Gerda Müller", ReplyTo: "anna@shop.example", ReplyName: "Anna", Subject: "Re: Sättel & mehr",
		Text: "It is on its way.\n\nSee https://shop.example/?a=1&b=2\nAnna", Quote: "Where is it?\n<script>alert(1)</script>", Queued: time.Unix(1_700_000_000, 0)}
	header, plain, html := written(t, m)
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	if err != nil || subject != m.Subject {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	if got, err := header.AddressList("To"); err != nil || len(got) != 1 || got[0].Name != "Gerda Müller" || got[0].Address != m.To {
		t.Errorf("it goes to %v, %v", got, err)
	}
	const want = "It is on its way.\n\nSee https://shop.example/?a=1&b=2\nAnna\n\nYou wrote:\n> Where is it?\n> <script>alert(1)</script>\n"
	if plain != want {
		t.Errorf("the text is\n%s\nwant\n%s", plain, want)
	}
	for _, part := range []string{"It is on its way.</p>", "See https://shop.example/?a=1&amp;b=2\nAnna</p>", "You wrote:", "Where is it?\n&lt;script&gt;alert(1)&lt;/script&gt;"} {
		if !strings.Contains(html, part) {
			t.Errorf("the HTML lacks %q:\n%s", part, html)
		}
	}
	if strings.Contains(html, "<script") || strings.Contains(html, "src=") {
		t.Errorf("the HTML runs or fetches something:\n%s", html)
	}
}

func TestNoticeLeadsToTheMessageBoard_OFF3_T12(t *testing.T) {
	m := desk.Mail{ID: "mail", Kind: desk.MailNotice, To: "anna@shop.example", Subject: "Message left on The Shop: Saddle", Text: "Gerda (gerda@home.example) left a message on The Shop:", Quote: "Where is it?", Offline: "message-1"}
	header, plain, html := written(t, m)
	if header.Get("Auto-Submitted") != "auto-generated" || header.Get("Reply-To") != "" {
		t.Errorf("headers %v", header)
	}
	for name, text := range map[string]string{"text": plain, "HTML": html} {
		for _, part := range []string{"Gerda (gerda@home.example)", "Where is it?", "https://chat.shop.example/console/messages/message-1"} {
			if !strings.Contains(text, part) {
				t.Errorf("the %s lacks %q:\n%s", name, part, text)
			}
		}
	}
}

func TestMailOfARequestLeadsToTheOverview_ALT1_T12(t *testing.T) {
	m := desk.Mail{ID: "mail", Kind: desk.MailRequest, To: "anna@shop.example", Subject: "The Shop: Gerda is waiting for a chat", Text: "<b>Gerda</b> has been waiting for a chat on The Shop since 14:05 (UTC).\n\nPage: Bells"}
	header, plain, html := written(t, m)
	if header.Get("Auto-Submitted") != "auto-generated" || strings.Contains(html, "<b>Gerda") {
		t.Errorf("headers %v\n%s", header, html)
	}
	for name, text := range map[string]string{"text": plain, "HTML": html} {
		for _, part := range []string{"since 14:05 (UTC)", "Page: Bells", "https://chat.shop.example/console/communication", "Settings, Alerts"} {
			if !strings.Contains(text, part) {
				t.Errorf("the %s lacks %q:\n%s", name, part, text)
			}
		}
	}
}

func TestTranscriptHasEveryLine_CHT3(t *testing.T) {
	at := time.Date(2026, 3, 1, 14, 2, 0, 0, time.FixedZone("", 3600))
	m := desk.Mail{ID: "mail", Kind: desk.MailTranscript, To: "gerda@home.example", Subject: "Your conversation with The Shop", Text: "Here is your conversation.", Lines: []desk.MailLine{
		{At: at, From: desk.FromOperator, Name: "Anna", Text: "May I help?"}, {At: at.Add(time.Minute), From: desk.FromSystem, Text: "Gerda chose text chat"},
		{At: at.Add(2 * time.Minute), From: desk.FromVisitor, Name: "Gerda", Text: "Yes:\n<b>saddles</b>"},
	}}
	_, plain, html := written(t, m)
	for _, part := range []string{"14:02  Anna: May I help?\n", "14:03  * Gerda chose text chat\n", "14:04  Gerda: Yes:\n       <b>saddles</b>\n"} {
		if !strings.Contains(plain, part) {
			t.Errorf("the text lacks %q:\n%s", part, plain)
		}
	}
	for _, part := range []string{"14:02</td>", "<b>Anna</b><br>May I help?", "Gerda chose text chat", "<b>Gerda</b><br>Yes:\n&lt;b&gt;saddles&lt;/b&gt;"} {
		if !strings.Contains(html, part) {
			t.Errorf("the HTML lacks %q:\n%s", part, html)
		}
	}
}

func TestTranscriptMakesNoLinkOfWhatTheVisitorWrote_T18(t *testing.T) {
	const bait = "Win at https://evil.example/x, www.evil.example or me@evil.example"
	m := desk.Mail{ID: "mail", Kind: desk.MailTranscript, To: "gerda@home.example", ToName: "evil.example", Lines: []desk.MailLine{
		{From: desk.FromVisitor, Name: "evil.example", Text: bait}, {From: desk.FromSystem, Text: "evil.example chose text chat"},
		{From: desk.FromOperator, Name: "Anna", Text: "Hello evil.example, see https://shop.example/bells"},
	}}
	header, plain, html := written(t, m)
	if header.Get("To") == "" || m.Lines[0].Text != bait {
		t.Errorf("the mail itself is changed: %+v", m)
	}
	for name, text := range map[string]string{"text": plain, "HTML": html} {
		for _, link := range []string{"https://evil", "evil.example", "www.evil", "me@evil"} {
			if strings.Contains(text, link) {
				t.Errorf("the %s has %q:\n%s", name, link, text)
			}
		}
		if !strings.Contains(text, "https://shop.example/bells") {
			t.Errorf("the %s lacks the operator's link:\n%s", name, text)
		}
		if read := strings.ReplaceAll(text, "\u200c", ""); !strings.Contains(read, bait) {
			t.Errorf("the %s does not read as it was written:\n%s", name, read)
		}
	}
}

// evil are pieces of which names, subjects and addresses are made that want to be more than that.
var evil = []string{
	"\r\n", "\n", "\r", "\r\nBcc: thief@evil.example", "\nSubject: cheap", "\r\n\r\n<html>", "%0d%0a", "=?utf-8?q?=0d=0aBcc:_thief@evil.example?=", "\u2028", "\u0085", "\x00",
	"<thief@evil.example>", ", thief@evil.example", "; ", "\"", "\\", "(", ")", "@", "anna", "Gerda", "Müller", "日本", " ", "\t", ":", "<", ">", "=?", "?=", "\xff", "a@b.example", "\u202e",
}

func random(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(6) {
		b.WriteString(evil[r.IntN(len(evil))])
	}
	return b.String()
}

// injects reports what is wrong with the mail that comes of a name, a subject and addresses as nobody should have let them in.
func injects(name, subject, to, replyTo string) string {
	m := desk.Mail{ID: "mail", Kind: desk.MailReply, To: to, ToName: name, ReplyTo: replyTo, ReplyName: name, Subject: subject, Text: subject, Quote: name}
	out, err := compose(m, settings, "https://chat.shop.example", nil)
	if err != nil {
		return ""
	}
	recipients, err := out.GetRecipients()
	if err != nil || len(recipients) != 1 || recipients[0] != "<"+to+">" {
		return "the envelope names " + strings.Join(recipients, " and ")
	}
	var raw bytes.Buffer
	if _, err := out.WriteTo(&raw); err != nil {
		return err.Error()
	}
	read, err := mail.ReadMessage(&raw)
	if err != nil {
		return "it is no mail: " + err.Error()
	}
	for _, one := range []string{"From", "To", "Subject", "Date", "Message-Id", "Content-Type"} {
		if n := len(read.Header[one]); n != 1 {
			return "it has " + one + " more than once, or not at all"
		}
	}
	for name := range read.Header {
		switch name {
		case "From", "To", "Reply-To", "Subject", "Date", "Message-Id", "Mime-Version", "Content-Type":
		default:
			return "it has a header " + name
		}
	}
	for header, want := range map[string]string{"From": settings.FromAddress, "To": to, "Reply-To": replyTo} {
		list, err := read.Header.AddressList(header)
		if want != "" && (err != nil || len(list) != 1 || list[0].Address != want) {
			return header + " reads " + read.Header.Get(header)
		}
	}
	return ""
}

func TestNothingGetsIntoTheHeaders_T31(t *testing.T) {
	tries := 40_000 // of three strings each
	if testing.Short() {
		tries = 2_000
	}
	r := rand.New(rand.NewPCG(31, 2025))
	for range tries {
		name, subject, to, reply := random(r), random(r), "gerda@home.example", ""
		switch r.IntN(3) {
		case 0:
			to = random(r)
		case 1:
			reply = random(r)
		}
		if wrong := injects(name, subject, to, reply); wrong != "" {
			t.Fatalf("name %q, subject %q, to %q, reply-to %q: %s", name, subject, to, reply, wrong)
		}
	}
}

func FuzzHeaders(f *testing.F) {
	for _, s := range evil {
		f.Add(s, s, s+"gerda@home.example", s)
	}
	f.Fuzz(func(t *testing.T, name, subject, to, reply string) {
		if wrong := injects(name, subject, to, reply); wrong != "" {
			t.Error(wrong)
		}
	})
}

func TestAddressesThatSmuggleAreRefused_T31(t *testing.T) {
	for _, bad := range []string{
		"", "gerda", "a@b@c.example", "gerda@home.example\r\nBcc: x@evil.example", "Gerda <gerda@home.example>", `"x@evil.example> "@home.example`, `"a b"@home.example`,
		"gerda@home.example, x@evil.example", "gerda@home.example (x)", " gerda@home.example", "gerda@home.example\x00", "a@home.example\n",
	} {
		if a, err := address("", bad); err == nil {
			t.Errorf("%q is taken for the address %v", bad, a)
		}
	}
}
