// Package alert calls operators who do not look at their consoles: it pushes the desk's alerts to the browsers they have subscribed, through
// the browser makers' push services (Web Push, RFC 8030), encrypted for the browser (RFC 8291) and signed by our key (VAPID, RFC 8292).
//
// An alert is passing: of use for seconds or minutes, then worth nothing. So nothing of it is kept, nothing waits for it, and all that is
// bounded drops what is oldest: 1,000 alerts in the desk, and for each push service 1,000 pushes beside the eight under way. One that is dead
// holds up no other.
//
// A push service's address comes from a browser, so it could be anybody's. We connect to public addresses at port 443 only, judged after
// the name was resolved, by the connection itself, and follow no redirect.
package alert
