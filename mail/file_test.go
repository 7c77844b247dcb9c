package mail_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"io/fs"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"beckon/desk"
	"beckon/desktest"
)

// folder is where files lie, by key. What lies there may change while the worker reads.
type folder struct{ lie sync.Map }

func (f *folder) put(key string, content []byte) { f.lie.Store(key, content) }

func (f *folder) get(key string) []byte {
	content, _ := f.lie.Load(key)
	out, _ := content.([]byte)
	return out
}

// Open implements sending.Files.
func (f *folder) Open(key string) (io.ReadSeekCloser, error) {
	content := f.get(key)
	if content == nil {
		return nil, fs.ErrNotExist
	}
	return struct {
		*bytes.Reader
		io.Closer
	}{bytes.NewReader(content), io.NopCloser(nil)}, nil
}

// keeps puts a file where a reply can carry it.
func (w *world) keeps(id, name, kind string, content []byte) desk.File {
	w.t.Helper()
	f := desk.File{ID: desk.FileID(id), By: desk.FromOperator, Operator: "anna", Key: "key of " + id, Name: name, Type: kind, Size: int64(len(content)), At: time.Now()}
	w.files.put(f.Key, content)
	desktest.Record(w.t, w.store, &desk.FileKept{File: f})
	return f
}

// enclosed is a file as it came out of a mail.
type enclosed struct {
	name, kind, how string
	content         []byte
}

// opened reads a mail with files as a mail program does: the kinds of its texts, and its files.
func opened(t testing.TB, raw []byte) (texts []string, files []enclosed) {
	t.Helper()
	read, err := mail.ReadMessage(bytes.NewReader(raw))
	must(t, "read a mail", err)
	kind, with, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		t.Fatalf("the mail is %s, %v", kind, err)
	}
	parts := multipart.NewReader(read.Body, with["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return texts, files
		}
		must(t, "read a part", err)
		kind, with, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		must(t, "the type of a part", err)
		if kind == "multipart/alternative" {
			inner := multipart.NewReader(part, with["boundary"])
			for {
				text, err := inner.NextRawPart()
				if err == io.EOF {
					break
				}
				must(t, "read a text", err)
				texts = append(texts, text.Header.Get("Content-Type"))
			}
			continue
		}
		if part.Header.Get("Content-Transfer-Encoding") != "base64" {
			t.Errorf("a file is encoded as %q", part.Header.Get("Content-Transfer-Encoding"))
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		must(t, "decode a file", err)
		how, named, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		must(t, "the name of a file", err)
		files = append(files, enclosed{named["filename"], part.Header.Get("Content-Type"), how, content})
	}
}

func must(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func TestReplyArrivesWithItsFilesByteForByte_CAN1_OFF2(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		noise := make([]byte, 300_001) // no multiple of three
		r := rand.NewChaCha8([32]byte{1})
		r.Read(noise)
		long := strings.Repeat("Zubehör", 30) + ".pdf"
		sent := []desk.File{
			w.keeps("noise", "noise.bin", "application/octet-stream", noise),
			w.keeps("text", `Preise "2026"; für alle.txt`, "text/plain; charset=utf-8", []byte(".\r\n..\r\nFrom here\n\x00\xff")),
			w.keeps("long", long, "application/pdf", []byte("%PDF-1.4")),
			w.keeps("letter", "old.eml", "message/rfc822", []byte("Subject: an old one\r\n\r\nHi")),
			w.keeps("broken", "a\r\nBcc: thief@evil.example\r\n.txt", "text/plain\r\nX-Evil: 1", []byte("x")),
		}
		id := w.replyWith(sent, "gerda@home.example", "gerda@work.example")
		pass(time.Second)
		if m := w.stands(id); m.State != desk.MailIsSent {
			t.Fatalf("it stands %+v", m)
		}
		all := w.server.taken()
		if len(all) != 2 {
			t.Fatalf("%d mails have arrived, want one to each address", len(all))
		}
		for _, l := range all {
			for line := range strings.Lines(string(l.raw)) {
				if len(line) > 1000 {
					t.Errorf("a line has %d bytes: %.80s", len(line), line)
				}
			}
			texts, files := opened(t, l.raw)
			if strings.Join(texts, " ") != "text/plain; charset=UTF-8 text/html; charset=UTF-8" || len(files) != len(sent) {
				t.Fatalf("it has the texts %v and %d files", texts, len(files))
			}
			for i, want := range []enclosed{
				{name: "noise.bin", kind: "application/octet-stream"}, {name: sent[1].Name, kind: "text/plain; charset=utf-8"},
				{name: strings.Repeat("Zubehör", 29) + "Zube.pdf", kind: "application/pdf"},
				{name: "old.eml", kind: "application/octet-stream"}, {name: "a Bcc: thief@evil.example .txt", kind: "application/octet-stream"},
			} {
				if got := files[i]; got.name != want.name || got.kind != want.kind || got.how != "attachment" || !bytes.Equal(got.content, w.files.get(sent[i].Key)) {
					t.Errorf("file %d arrives as %q, %q, %s, %d bytes; want %q, %q, %d bytes", i, got.name, got.kind, got.how, len(got.content), want.name, want.kind, sent[i].Size)
				}
			}
			if strings.Contains(string(l.raw), "\nX-Evil") || strings.Contains(string(l.raw), "\nBcc") {
				t.Error("a file's name or type got into the headers")
			}
		}
	})
}

func TestFileThatCannotBeReadHoldsItsMailOnly_F37(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		f := w.keeps("leaflet", "leaflet.pdf", "application/pdf", []byte("%PDF-1.4 about bells"))
		whole := w.files.get(f.Key)
		w.files.put(f.Key, whole[:5])
		id := w.replyWith([]desk.File{f}, "gerda@home.example")
		other := w.reply("gerda@work.example")
		pass(time.Second)
		if m := w.stands(id); m.State != desk.MailIsQueued || m.Trouble != desk.MailFile {
			t.Errorf("with half a file it stands %s, %q", m.State, m.Trouble)
		}
		if m := w.stands(other); m.State != desk.MailIsSent {
			t.Errorf("the next one stands %s, %q", m.State, m.Trouble)
		}
		w.files.put(f.Key, whole)
		pass(time.Minute)
		if m := w.stands(id); m.State != desk.MailIsSent {
			t.Errorf("when the file is back it stands %s, %q", m.State, m.Trouble)
		}
		if _, files := opened(t, w.server.taken()[1].raw); len(files) != 1 || !bytes.Equal(files[0].content, whole) {
			t.Errorf("it arrives as %+v", files)
		}
		w.files.lie.Delete(f.Key)
		id = w.replyWith([]desk.File{f}, "gerda@home.example")
		pass(4 * 24 * time.Hour)
		if m := w.stands(id); m.State != desk.MailIsFailed || m.Trouble != desk.MailFile {
			t.Errorf("for ever without its file it stands %s, %q", m.State, m.Trouble)
		}
	})
}
