package desk

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
	"time"
)

// Visitor is a browser known over time.
type Visitor struct {
	ID        VisitorID
	Site      SiteID
	Name      string // what the visitor called himself last; empty: unknown
	FirstSeen time.Time
	Visits    int // visits begun so far
}

// token returns what a visitor's browser keeps to be known again: the ID and a seal that only this desk can make, bound to the site.
func (d *Desk) token(site SiteID, id VisitorID) string {
	return string(id) + "." + base64.RawURLEncoding.EncodeToString(d.seal(site, id))
}

func (d *Desk) seal(site SiteID, id VisitorID) []byte {
	mac := hmac.New(sha256.New, d.secret)
	mac.Write([]byte("visitor\x00" + string(site) + "\x00" + string(id)))
	return mac.Sum(nil)[:20]
}

// visitorOf returns whose token this is; a token of another site, or one we never gave, is nobody's.
func (d *Desk) visitorOf(site SiteID, token string) (VisitorID, bool) {
	id, seal, ok := strings.Cut(token, ".")
	if !ok || len(id) != 22 || !validClientID(id) {
		return "", false
	}
	got, err := base64.RawURLEncoding.DecodeString(seal)
	if err != nil || subtle.ConstantTimeCompare(got, d.seal(site, VisitorID(id))) != 1 {
		return "", false
	}
	return VisitorID(id), true
}
