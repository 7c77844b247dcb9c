package tests

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"beckon/server"
)

func TestOpenAPIIsFresh_API4(t *testing.T) {
	want, err := server.Describe()
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, "openapi.json")
	if bytes.Equal(got, want) {
		return
	}
	is, shall := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for n := range min(len(is), len(shall)) {
		if is[n] != shall[n] {
			t.Fatalf("openapi.json is stale from line %d on: say make wire\n got  %s\n want %s", n+1, is[n], shall[n])
		}
	}
	t.Fatalf("openapi.json is stale: it has %d lines, want %d: say make wire", len(is), len(shall))
}

// The types themselves are compared by the compiler where they are used; here, that none is missing or left over.
func TestTypeScriptKnowsEveryOperationAndFrame_API4(t *testing.T) {
	var d struct {
		Paths      map[string]map[string]struct{ OperationID string }
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(read(t, "openapi.json"), &d); err != nil {
		t.Fatal(err)
	}
	types := string(read(t, "web/wire/schema.d.ts"))
	for path, operations := range d.Paths {
		if !strings.Contains(types, `"`+path+`"`) {
			t.Errorf("web/wire/schema.d.ts lacks %s: say make wire", path)
		}
		for _, o := range operations {
			if !strings.Contains(types, o.OperationID) {
				t.Errorf("web/wire/schema.d.ts lacks operation %s: say make wire", o.OperationID)
			}
		}
	}
	for name, schema := range d.Components.Schemas {
		_, body, found := strings.Cut(types, "\n        "+name+": {")
		if !found {
			t.Errorf("web/wire/schema.d.ts lacks %s: say make wire", name)
			continue
		}
		body, _, _ = strings.Cut(body, "\n        };")
		for property := range schema.Properties {
			if !strings.Contains(body, property+":") && !strings.Contains(body, property+"?:") && !strings.Contains(body, `"`+property+`"`) {
				t.Errorf("web/wire/schema.d.ts: %s lacks %s: say make wire", name, property)
			}
		}
	}
}
