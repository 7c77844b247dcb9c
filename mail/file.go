package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"beckon/desk"
)

// Files gives the bytes of files that mails carry, by where they lie.
type Files interface {
	Open(key string) (io.ReadSeekCloser, error)
}

// errFile says that a file of a mail can't be read.
var errFile = errors.New("a file of the mail can't be read")

// slowest is the slowest line that still carries files to the mail server, in bytes a second.
const slowest = 128 << 10

// within is how long one mail may take, from connecting to the server's answer; 10 MB of files stay below claimedFor.
func within(m desk.Mail) time.Duration {
	var size int64
	for _, f := range m.Files {
		size += f.Size
	}
	return sendWithin + time.Duration(size*4/3/slowest)*time.Second
}

// attach adds the files of a mail. They are read before anything is sent: a file that fails must not end a mail early.
func attach(out *gomail.Msg, m desk.Mail, files Files) error {
	for _, f := range m.Files {
		content, err := read(f, files)
		if err != nil {
			return errors.Join(errFile, err)
		}
		out.AttachReadSeeker(f.Name, bytes.NewReader(content), gomail.WithFileEncoding(gomail.EncodingB64), describedAs(f))
	}
	return nil
}

func read(f desk.File, files Files) ([]byte, error) {
	in, err := files.Open(f.Key)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	content := make([]byte, f.Size)
	if _, err := io.ReadFull(in, content); err != nil {
		return nil, fmt.Errorf("%d bytes are wanted: %w", f.Size, err)
	}
	return content, nil
}

// describedAs sets the headers of a file. The library would encode its name as words of a text (RFC 2047), which have no place in a
// parameter; here it is as RFC 2231 has it.
func describedAs(f desk.File) gomail.FileOption {
	kind, with, err := mime.ParseMediaType(f.Type)
	if err != nil || strings.HasPrefix(kind, "multipart/") || strings.HasPrefix(kind, "message/") { // those are not to be encoded
		kind, with = "application/octet-stream", nil
	}
	return func(to *gomail.File) {
		to.Header.Set("Content-Type", mime.FormatMediaType(kind, with))
		to.Header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": nameOf(f)}))
	}
}

// maxHeaderName is the length of a file's name in bytes: encoded it has up to three times as many, and a line of a mail has 998.
const maxHeaderName = 240

// nameOf is a file's name on one line that a mail can have, cut before what tells its kind.
func nameOf(f desk.File) string {
	name := oneLine(strings.NewReplacer("/", "_", "\\", "_").Replace(f.Name))
	if len(name) <= maxHeaderName {
		return name
	}
	end := path.Ext(name)
	if len(end) > 20 {
		end = ""
	}
	cut := maxHeaderName - len(end)
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + end
}
