package wire

import "beckon/desk"

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
