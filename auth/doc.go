// Package auth knows who is calling. What he may do is the desk's business.
//
// An operator signs in with login and password (SignIn) or by a one-time link (SignInOnce). Both begin a Session: the browser gets a
// random token in a cookie, the store gets only the token's hash. Every request asks Session whose token it is. The console's socket
// is opened by a Ticket that was fetched with the cookie; it Watches its session and asks StillValid every two seconds, so that it
// ends with its session wherever that was ended.
//
// Secrets are 256 random bits and never stored: neither the database nor a backup of it lets anybody in. Whoever guesses passwords is
// slowed down more and more, per account and per address (limiter.go), and can't tell an unknown login from a wrong password.
//
// Who owns what: sessions, passwords and one-time tokens belong to the Store, which decides every race (a password that changes during
// a sign-in, a link used twice). In memory, and of this node only, are the counts of the limiter, the tickets and the watched sessions,
// each under its own lock that is held for memory work only.
package auth
