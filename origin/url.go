package origin

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longestURL is how many bytes of a URL are kept.
const longestURL = 2048

// longestRawURL is how many bytes of a URL are looked at; a longer one is cut before it is read.
const longestRawURL = 8 << 10

// cut stands in a URL where something personal or secret was.
const cut = "…"

// RemoveFromURL returns the parameters that are cut from URLs unless the owner says otherwise: sessions and secrets.
func RemoveFromURL() []string {
	return []string{
		"XSID", "xid", "phpbb2mysql_sid", "osCsid", "zenid", "PHPSESSID", "jsessionid", "ASPSESSIONID", "CFID", "CFTOKEN",
		"sid", "session", "session_id", "sessionid", "sess", "s_id",
		"token", "access_token", "id_token", "refresh_token", "auth", "auth_token", "authorization", "csrf", "csrf_token", "_token", "xsrf",
		"key", "api_key", "apikey", "secret", "client_secret", "signature", "sig", "otp",
		"password", "passwd", "pwd", "email", "e-mail",
	}
}

// CleanURL makes the URL a page reports fit to be kept, matched and shown: only http and https, without user name and password, without
// the parameters named in remove (whatever their case), with … in place of values and path segments that look like an e-mail address, a
// card number or a long token, without a fragment unless it is a route (#/… or #!…), without control characters, 2,048 bytes long at
// most (truncated says that it was longer). Everything else stays as it was, in its order. What is no such URL gives "".
func CleanURL(raw string, remove []string) (clean string, truncated bool) {
	if len(raw) > longestRawURL {
		raw, truncated = raw[:runeStart(raw, longestRawURL)], true
	}
	scheme, rest, ok := strings.Cut(strings.Trim(withoutInvisible(raw), " "), "://")
	if !ok || !isWeb(scheme) {
		return "", false
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, ok := cleanHost(rest[:end])
	if !ok {
		return "", false
	}
	redact := redactor{remove: remove}
	clean = strings.ToLower(scheme) + "://" + host + redact.pathAndBeyond(strings.ReplaceAll(rest[end:], " ", "%20"))
	if len(clean) > longestURL {
		clean, truncated = clean[:runeStart(clean, longestURL)], true
	}
	return clean, truncated
}

// withoutInvisible drops what can't be seen and repairs what is no UTF-8.
func withoutInvisible(s string) string {
	return strings.Map(func(r rune) rune {
		if isInvisible(r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// runeStart returns the last place at or before at where a rune begins.
func runeStart(s string, at int) int {
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

// cleanHost drops user name and password, and checks the rest.
func cleanHost(authority string) (host string, ok bool) {
	if strings.ContainsRune(authority, '\\') {
		return "", false // browsers end the host there, servers don't
	}
	host = strings.ToLower(strings.TrimSuffix(authority[strings.LastIndexByte(authority, '@')+1:], ":"))
	parsed, err := url.Parse("http://" + host)
	if err != nil || parsed.Hostname() == "" || parsed.Host != host || strings.HasSuffix(host, ":") || len(host) > 262 {
		return "", false
	}
	if port := parsed.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n > 65535 {
			return "", false
		}
	}
	if strings.HasPrefix(host, "[") {
		_, err := netip.ParseAddr(parsed.Hostname())
		return host, err == nil
	}
	return host, !strings.ContainsAny(parsed.Hostname(), " :\"'<>\\^`{|}%*")
}
