package auth

import "net/http"

// The cookie's names: browsers drop __Host- cookies over plain HTTP.
const (
	cookieName      = "__Host-beckon"
	plainCookieName = "beckon-plain"
)

// Cookie returns the cookie that carries a session's token; the empty token takes it away. Secure says whether the browser speaks HTTPS.
func Cookie(token string, secure bool) *http.Cookie {
	c := &http.Cookie{
		Name: nameOfCookie(secure), Value: token, Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		MaxAge: int(longestSession.Seconds()),
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// TokenOf returns the token of a request's session, empty without one. Over HTTPS the plain cookie doesn't count: anybody on the way
// could have planted it.
func TokenOf(r *http.Request, secure bool) string {
	c, err := r.Cookie(nameOfCookie(secure))
	if err != nil {
		return ""
	}
	return c.Value
}

func nameOfCookie(secure bool) string {
	if secure {
		return cookieName
	}
	return plainCookieName
}
