package desktest

import (
	"flag"
	"log/slog"
	"os"
	"testing"

	"go.uber.org/goleak"

	"beckon/origin"
)

// place is opened before any bubble: it is read by all tests.
var place *origin.Origin

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // ill stores are told of at length
	var err error
	if place, err = origin.Open(); err != nil {
		panic(err)
	}
	flag.Parse()
	if err := flag.Set("rapid.nofailfile", "true"); err != nil { // the seed is printed
		panic(err)
	}
	code := m.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		println(err.Error())
		code = 1
	}
	os.Exit(code)
}
