package desk

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// Identifiers. Those the desk gives are unguessable; none is ever sufficient to be let in.
type (
	SiteID         string
	ZoneID         string
	VisitorID      string
	VisitID        string
	PageID         string // made by the page: 16 to 32 characters of A-Z a-z 0-9 _ -
	OperatorID     string
	InvitationID   string
	RequestID      string // made by the page; form as PageID
	ConversationID string
	CallID         string // made by who offers it; form as PageID
	ClientID       string // made by the sender of a message, permanent; form as PageID
	CannedID       string
	OfflineID      string
	FileID         string // made by who attaches it; form as PageID
	ReplyID        string // made by the console; form as PageID
	MailID         string
	SubscriptionID string
)

// newID returns 128 random bits as 22 characters of A-Z a-z 0-9 _ -.
func newID() string {
	var b [16]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

var ordered = base32.HexEncoding.WithPadding(base32.NoPadding)

// newOrderedID returns an identifier that sorts by the time it was made and carries 80 random bits: rows written together lie together.
func newOrderedID(now time.Time) string {
	var b [16]byte
	rand.Read(b[:])
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(now.UnixMilli()))
	copy(b[:6], ms[2:])
	return ordered.EncodeToString(b[:])
}

// validClientID reports whether s has the form of an identifier made outside.
func validClientID(s string) bool {
	if len(s) < 16 || len(s) > 32 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
