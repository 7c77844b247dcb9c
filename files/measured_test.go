package files

import "testing"

// measured marks a test that measures memory: the race detector makes decoding ten times slower and takes memory of its own.
func measured(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("memory is measured without the race detector; make test runs these without it")
	}
}
