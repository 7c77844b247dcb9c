//go:build race

package files

// raced: the race detector is on.
const raced = true
