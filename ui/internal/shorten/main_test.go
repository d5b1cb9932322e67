package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNothingIsLeft fails where vugugen writes something else than the rules expect.
func TestNothingIsLeft(t *testing.T) {
	names, err := filepath.Glob("../../*_gen.go")
	if err != nil || len(names) == 0 {
		t.Fatalf("no generated components: %v", err)
	}
	for _, name := range names {
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, long := range []string{"AppendChild", "DOMEventHandlerSpec", "CachedComponent"} {
			if strings.Contains(string(code), long) {
				t.Errorf("%s still contains %s", filepath.Base(name), long)
			}
		}
	}
}
