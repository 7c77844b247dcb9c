package wire_test

import (
	"flag"
	"os"
	"testing"

	"beckon/desk"
	"beckon/wire"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The widget's tests take this file for what a server sends.
const placedGolden = "../web/widget/test/placed.txt"

func cssIn(b desk.Button) string {
	return wire.WelcomeOf(&desk.Arrived{Button: b}, nil, "", desk.Settings{}).CSS
}

func TestRulesOfAButtonElsewhereAreThoseTheWidgetIsTestedWith_COM2(t *testing.T) {
	got := cssIn(desk.Button{Corner: desk.CornerStart, X: 40, Y: 96, Z: 7})
	if *update {
		if err := os.WriteFile(placedGolden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(placedGolden)
	if err != nil || got != string(want) {
		t.Errorf("got\n%s\nwant\n%s%v; after a change: go test ./wire -update, and the widget's specs", got, want, err)
	}
}

func TestAButtonAtTheUsualPlaceNeedsNoRules_COM2(t *testing.T) {
	if got := cssIn(desk.Button{}); got != "" {
		t.Errorf("got %q", got)
	}
	if got, want := wire.ButtonOf(desk.Button{}), (wire.Button{Corner: "end", X: 28, Y: 28, Z: 2147483647}); got != want {
		t.Errorf("operators read %+v, want %+v", got, want)
	}
}
