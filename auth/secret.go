package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
)

// Secret is text that is never printed: logs, fmt and JSON show that it is there, not what it is.
type Secret string

const hidden = "[secret]"

// LogValue implements slog.LogValuer.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// Format implements fmt.Formatter for every verb.
func (Secret) Format(s fmt.State, _ rune) { io.WriteString(s, hidden) }

// MarshalText keeps a secret out of JSON; what must be sent says so by string(secret).
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

const tokenBytes = 32

// newToken returns 256 random bits.
func newToken() string {
	var b [tokenBytes]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// tokenHash returns what is stored of a token; false for what newToken can't have made, which needs no look into the store.
// No salt and no slow hash: there is nothing to guess in 256 random bits.
func tokenHash(token string) (string, bool) {
	if len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return "", false
	}
	if _, err := base64.RawURLEncoding.Strict().DecodeString(token); err != nil {
		return "", false
	}
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:]), true
}
