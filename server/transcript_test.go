package server_test

import (
	"testing"

	"beckon/wire"
)

func TestTranscriptByMailIsOfferedWhereMailIsSetUp_CHT3(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mailing(t))
	ana := w.signIn(w.ana)
	b := w.visitor().open("/")
	if talk(ana, b).Mail {
		t.Error("a site without a mail server offers it")
	}
	offers := func(mail bool) {
		t.Helper()
		await(b.line, "conversation", func(f wire.VisitorConversationFrame) bool { return f.Conversation.Mail == mail })
	}
	ana.setsUpMail()
	offers(true)
	again := b.again("", 0)
	if !again.welcome.Conversation.Mail {
		t.Error("a page that connects anew is not told")
	}
	b = again
	ana.must("PUT", "/mail/settings", wire.MailSettingsChange{Port: 587, TLS: "starttls", TranscriptSubject: "Chat"}, nil)
	offers(false)
}
