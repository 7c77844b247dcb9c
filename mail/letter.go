package mail

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"beckon/desk"
)

//go:embed letter.html
var letterHTML string

var letter = template.Must(template.New("letter").Parse(letterHTML))

// page is what a mail shows, beside the text of the mail itself.
type page struct {
	desk.Mail
	Paragraphs []string
	Quoted     string // what stands above the quote
	Link       string
	LinkText   string
	Footer     string
}

// compose writes a mail as plain text and as HTML, with its files. The sender is always the one of the settings. An error: an address in it
// is none, or errFile.
func compose(m desk.Mail, s desk.MailSettings, publicURL string, files Files) (*gomail.Msg, error) {
	from, err := address(s.FromName, s.FromAddress)
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	to, err := address(m.ToName, m.To)
	if err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	out.FromMailAddress(from)
	out.ToMailAddress(to)
	if m.ReplyTo != "" {
		reply, err := address(m.ReplyName, m.ReplyTo)
		if err != nil {
			return nil, fmt.Errorf("reply-to: %w", err)
		}
		out.ReplyToMailAddress(reply)
	}
	out.Subject(oneLine(m.Subject))
	out.SetDateWithValue(m.Queued)
	out.SetMessageIDWithValue(string(m.ID) + "@" + hostOf(publicURL)) // the same at every try
	if m.Kind != desk.MailReply {
		out.SetGenHeader("Auto-Submitted", "auto-generated") // nobody's absence note answers it
	}
	p := pageOf(m, publicURL)
	var html bytes.Buffer
	if err := letter.Execute(&html, p); err != nil {
		return nil, err
	}
	out.SetBodyString(gomail.TypeTextPlain, p.plain())
	out.AddAlternativeString(gomail.TypeTextHTML, html.String())
	return out, attach(out, m, files)
}

func pageOf(m desk.Mail, publicURL string) page {
	p := page{Mail: m, Paragraphs: strings.Split(strings.TrimSpace(m.Text), "\n\n")}
	switch m.Kind {
	case desk.MailNotice:
		p.Link, p.LinkText = publicURL+"/console/messages/"+url.PathEscape(string(m.Offline)), "Answer on the Message board"
		p.Footer = "You get this because you are an operator with an e-mail address. Settings, Alerts switches it off."
	case desk.MailRequest:
		p.Link, p.LinkText = publicURL+"/console/communication", "Open the Communication overview"
		p.Footer = "You get this because you asked for an e-mail of chat requests. Settings, Alerts switches it off."
	case desk.MailReply:
		p.Quoted = "You wrote:"
	case desk.MailTranscript:
		p.Lines = withoutLinks(m)
		p.Footer = "If you did not ask for this, somebody mistyped an address: you can delete it."
	}
	return p
}

// withoutLinks returns the lines of a transcript so that no mail program makes a link of what its visitor wrote, his name and what is told
// of him included: who gets the mail may be a stranger to him.
func withoutLinks(m desk.Mail) []desk.MailLine {
	lines := slices.Clone(m.Lines)
	for i, l := range lines {
		if l.From == desk.FromOperator {
			if m.ToName != "" { // he may have been called by it
				lines[i].Text = strings.ReplaceAll(l.Text, m.ToName, unlinked(m.ToName))
			}
			continue
		}
		lines[i].Name, lines[i].Text = unlinked(l.Name), unlinked(l.Text)
	}
	return lines
}

// unlinked returns a text that reads the same and has no address in it: where the parts of one meet stands a character that is not seen.
func unlinked(text string) string {
	const notSeen = '\u200c' // zero width non-joiner
	var b strings.Builder
	meets := false
	for _, r := range text {
		if meets && !unicode.IsSpace(r) {
			b.WriteRune(notSeen)
		}
		b.WriteRune(r)
		meets = strings.ContainsRune(".:@。．｡", r)
	}
	return b.String()
}

// plain is the page as plain text.
func (p page) plain() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(p.Text) + "\n")
	for i, l := range p.Lines {
		if i == 0 {
			b.WriteString("\n")
		}
		if l.From == desk.FromSystem {
			fmt.Fprintf(&b, "%s  * %s\n", l.At.Format("15:04"), indented(l.Text))
		} else {
			fmt.Fprintf(&b, "%s  %s: %s\n", l.At.Format("15:04"), l.Name, indented(l.Text))
		}
	}
	if p.Quote != "" {
		b.WriteString("\n")
		if p.Quoted != "" {
			b.WriteString(p.Quoted + "\n")
		}
		for line := range strings.Lines(p.Quote) {
			b.WriteString("> " + strings.TrimRight(line, "\n") + "\n")
		}
	}
	if p.Link != "" {
		b.WriteString("\n" + p.LinkText + ": " + p.Link + "\n")
	}
	if p.Footer != "" {
		b.WriteString("\n-- \n" + p.Footer + "\n")
	}
	return b.String()
}

func indented(text string) string { return strings.ReplaceAll(text, "\n", "\n       ") }

// address returns an address for a header, whatever may have been stored: without anything that could end the header or begin another
// address (T-31).
func address(name, at string) (*mail.Address, error) {
	a, err := mail.ParseAddress(at)
	if err != nil {
		return nil, err
	}
	if a.Address != at || strings.ContainsFunc(at, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '"' || r == '\\' }) {
		return nil, fmt.Errorf("not a plain address")
	}
	return &mail.Address{Name: oneLine(name), Address: at}, nil
}

// oneLine is a text that can stand in a header.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\\' { // a backslash in an encoded name is read as the start of something else
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	s = strings.ReplaceAll(s, "=?", "= ?") // or it would be decoded again
	return strings.Join(strings.Fields(s), " ")
}

// hostOf is the name of our own server, for those who ask who speaks.
func hostOf(publicURL string) string {
	if u, err := url.Parse(publicURL); err == nil && u.Hostname() != "" && !strings.Contains(u.Hostname(), ":") {
		return u.Hostname()
	}
	return "localhost"
}
