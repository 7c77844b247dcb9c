package wire

import (
	"time"

	"beckon/desk"
)

// Archive is a page of the archive of conversations.
type Archive struct {
	Conversations []ArchivedConversation `json:"conversations" doc:"latest first"`
	Next          string                 `json:"next,omitempty" doc:"give it as after for the next page; absent: there is none"`
}

// ArchivedConversation is a conversation found, with where the words looked for stand.
type ArchivedConversation struct {
	Conversation Conversation  `json:"conversation"`
	Seq          int64         `json:"seq,omitempty" doc:"number of the line that the snippet is from"`
	Snippet      []SnippetPart `json:"snippet" doc:"empty without words looked for"`
}

// SnippetPart is a piece of plain text; found: it is one of the words looked for.
type SnippetPart struct {
	Text  string `json:"text"`
	Found bool   `json:"found"`
}

// ExportedConversation is a line of an export with messages: a file that is read long after, and elsewhere.
type ExportedConversation struct {
	ExportedFacts
	Messages []ExportedMessage `json:"messages" doc:"in the order said"`
	Notes    []ExportedNote    `json:"notes,omitempty" doc:"of operators for colleagues; only for who may read them"`
}

// ExportedFacts are a conversation's, as in the list that is exported for spreadsheets. Times are RFC 3339.
type ExportedFacts struct {
	Conversation string   `json:"conversation"`
	Begun        string   `json:"begun"`
	Ended        string   `json:"ended,omitempty"`
	EndedBy      string   `json:"endedBy,omitempty"`
	Site         string   `json:"site" doc:"its name"`
	Visitor      string   `json:"visitor" doc:"the visitor's name"`
	VisitorID    string   `json:"visitorId"`
	Operator     string   `json:"operator,omitempty" doc:"the operator's name"`
	Lines        int64    `json:"lines"`
	Stars        int      `json:"stars,omitempty"`
	Comment      string   `json:"comment,omitempty"`
	Tags         []string `json:"tags"`
}

// ExportedMessage is a line of an exported conversation.
type ExportedMessage struct {
	Seq   int64          `json:"seq"`
	At    string         `json:"at"`
	From  string         `json:"from"`
	Name  string         `json:"name,omitempty"`
	What  string         `json:"what,omitempty"`
	Text  string         `json:"text"`
	Files []ExportedFile `json:"files,omitempty"`
}

// ExportedFile says what was sent; the file itself stays.
type ExportedFile struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size" doc:"bytes"`
}

// ExportedNote is a note on an exported conversation.
type ExportedNote struct {
	At   string `json:"at"`
	Name string `json:"name"`
	Text string `json:"text"`
}

// ExportedFactsOf returns the facts of a conversation on a site of that name.
func ExportedFactsOf(c desk.Conversation, site string) ExportedFacts {
	return ExportedFacts{
		Conversation: string(c.ID), Begun: exportedTime(c.Started), Ended: exportedTime(c.Ended), EndedBy: string(c.EndedBy), Site: site, Visitor: c.VisitorName,
		VisitorID: string(c.Visitor), Operator: c.OperatorName, Lines: c.LastSeq, Stars: c.Rating.Stars, Comment: c.Rating.Comment, Tags: append([]string{}, c.Tags...),
	}
}

// ExportedMessageOf returns a line of an exported conversation.
func ExportedMessageOf(m desk.Message) ExportedMessage {
	return ExportedMessage{
		Seq: m.Seq, At: exportedTime(m.At), From: string(m.From), Name: m.Name, What: string(m.What), Text: m.Text,
		Files: each(m.Files, func(f desk.File) ExportedFile { return ExportedFile{Name: f.Name, Type: f.Type, Size: f.Size} }),
	}
}

// ExportedNoteOf returns a note on an exported conversation.
func ExportedNoteOf(n desk.Note) ExportedNote {
	return ExportedNote{At: exportedTime(n.At), Name: n.OperatorName, Text: n.Text}
}

func exportedTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// Note is what an operator wrote on a conversation for colleagues.
type Note struct {
	ID           string `json:"id"`
	Conversation string `json:"conversation"`
	Operator     string `json:"operator"`
	OperatorName string `json:"operatorName"`
	Text         string `json:"text"`
	At           Millis `json:"at"`
}

// NoteFrame carries a note to the operator who has the conversation.
type NoteFrame struct {
	Type string `json:"type" enum:"note"`
	Note Note   `json:"note"`
}

// OperatorReadFrame says that the operator has seen every message up to a number: in a visible, focused window, the chat open.
type OperatorReadFrame struct {
	Type         string `json:"type" enum:"read"`
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

// VisitorReadFrame says that the visitor has seen every message up to a number: in a visible, focused tab, the chat open.
type VisitorReadFrame struct {
	Type         string `json:"type" enum:"read"`
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

// RateFrame rates a conversation that has ended, within 24 hours; rated anew, the later one counts.
type RateFrame struct {
	Type         string `json:"type" enum:"rate"`
	Conversation string `json:"conversation"`
	Stars        int    `json:"stars" minimum:"1" maximum:"5"`
	Comment      string `json:"comment,omitempty" doc:"1,000 characters at most"`
}

// RatedFrame says that a rating is committed.
type RatedFrame struct {
	Type         string `json:"type" enum:"rated"`
	Conversation string `json:"conversation"`
	Stars        int    `json:"stars"`
}

// NoteOf returns a note.
func NoteOf(n desk.Note) Note {
	return Note{ID: string(n.ID), Conversation: string(n.Conversation), Operator: string(n.Operator), OperatorName: n.OperatorName, Text: n.Text, At: MillisOf(n.At)}
}

// NotesOf returns notes.
func NotesOf(list []desk.Note) []Note { return each(list, NoteOf) }

// ArchiveOf returns a page of the archive; next is the place of the next page.
func ArchiveOf(list []desk.Found, next string) Archive {
	return Archive{Next: next, Conversations: each(list, func(f desk.Found) ArchivedConversation {
		return ArchivedConversation{Conversation: ConversationOf(f.Conversation), Seq: f.Line.Seq, Snippet: each(f.Snippet, func(p desk.SnippetPart) SnippetPart {
			return SnippetPart{Text: p.Text, Found: p.Found}
		})}
	})}
}
