package desktest

import (
	"testing"

	"beckon/desk"
)

func TestStoreInMemory(t *testing.T) {
	StoreSuite(t, func(*testing.T) desk.Store { return NewStore() })
}
