package desk

import (
	"errors"
	"fmt"
)

// Kind is what sort of error it is; the edge has one table from kinds to HTTP states and close codes.
type Kind int

// The kinds of error that come out of the desk.
const (
	Internal Kind = iota
	Invalid
	Unauthenticated
	Forbidden
	NotFound
	Conflict
	TooLarge
	TooMany
	Unavailable // the store can't be written; try again
	OnHold
	Ended
	Refused // not here: robot, unknown KEY, foreign origin, Global Privacy Control, site off
)

// Error is an error that the person concerned may read.
type Error struct {
	Kind  Kind
	Text  string // in words, for the person concerned
	Who   string // on Conflict: name of the operator who was first
	Field string // on Invalid: the field that is wrong
	cause error
}

func (e *Error) Error() string {
	if e.cause != nil {
		return e.Text + ": " + e.cause.Error()
	}
	return e.Text
}

func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of err; Internal for an error that is not the desk's.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Errorf returns an error of a kind with words for the person concerned.
func Errorf(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Text: fmt.Sprintf(format, args...)}
}

// StoreUnavailable wraps what kept the store from writing or reading.
func StoreUnavailable(cause error) *Error {
	return &Error{Kind: Unavailable, Text: "This can't be stored right now. Nothing was lost: try again in a moment", cause: cause}
}

func invalid(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Text: fmt.Sprintf(format, args...), Field: field}
}

func notFound(what string) *Error { return Errorf(NotFound, "There is no such %s", what) }
