package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// phoneTokenFor is how long a call window may come back by its token.
const phoneTokenFor = 12 * time.Hour

// PhoneToken returns what a visitor's call window keeps to come back by itself, when this process has forgotten its key and no page of
// the site is there to say it: site, visitor and end in a seal that only desks of this store can make.
func (d *Desk) PhoneToken(site SiteID, by VisitorID) string {
	said := string(by) + "." + string(site) + "." + strconv.FormatInt(time.Now().Add(phoneTokenFor).Unix(), 10)
	return said + "." + base64.RawURLEncoding.EncodeToString(d.sealPhone(said))
}

func (d *Desk) sealPhone(said string) []byte {
	mac := hmac.New(sha256.New, d.secret)
	mac.Write([]byte("phone\x00" + said))
	return mac.Sum(nil)[:20]
}

// PhoneOf returns whose call window's token this is. NotFound for one that we never gave, that is too old, or whose visitor is blocked
// or unknown; Unavailable when that can't be read.
func (d *Desk) PhoneOf(ctx context.Context, token string) (SiteID, VisitorID, error) {
	site, by, ok := d.phoneOf(token)
	if !ok || d.keepsOut(by) {
		return "", "", notFound("token")
	}
	if d.isPresent(by) {
		return site, by, nil
	}
	_, _, err := d.store.Return(ctx, by)
	return site, by, err
}

func (d *Desk) phoneOf(token string) (SiteID, VisitorID, bool) {
	at := strings.LastIndexByte(token, '.')
	if at < 0 || len(token) > 200 {
		return "", "", false
	}
	got, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	if err != nil || subtle.ConstantTimeCompare(got, d.sealPhone(token[:at])) != 1 {
		return "", "", false
	}
	said := strings.Split(token[:at], ".")
	if len(said) != 3 {
		return "", "", false
	}
	until, err := strconv.ParseInt(said[2], 10, 64)
	return SiteID(said[1]), VisitorID(said[0]), err == nil && time.Now().Unix() < until
}

// isPresent reports whether a visitor is in the picture: on the site, or in a conversation, or waiting for one.
func (d *Desk) isPresent(by VisitorID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live.byVisitor[by] != nil || d.live.talking[by] != nil || d.live.waiting[by] != nil
}

// IsOfSite reports whether pages of an origin belong to a site.
func (d *Desk) IsOfSite(site SiteID, origin string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.live.sites[site]
	return s != nil && origin != "" && s.allows(origin)
}
