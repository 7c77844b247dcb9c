// Package wire holds facts and things as they travel: JSON for operators' consoles and JSON for visitors' pages.
// It decides who may see what. Times are milliseconds since 1970-01-01 UTC; identifiers are opaque text.
package wire

// Version is the version of the visitor's and of the console's socket protocol.
const Version = 1

// Millis is a moment in milliseconds since 1970-01-01 UTC; 0 means "not yet".
type Millis int64
