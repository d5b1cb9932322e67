package chromium

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	program := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Setenv("PATH", dir)
	t.Setenv("CHROMIUM", "")
	if path, err := Find(); err == nil || !strings.Contains(err.Error(), "CHROMIUM") {
		t.Errorf("without any browser or apt-get: %q, %v", path, err)
	}
	chrome, mine := program("google-chrome"), program("mine")
	if path, err := Find(); err != nil || path != chrome {
		t.Errorf("with google-chrome in PATH: %q, %v", path, err)
	}
	t.Setenv("CHROMIUM", "mine")
	if path, err := Find(); err != nil || path != mine {
		t.Errorf("with CHROMIUM=mine: %q, %v", path, err)
	}
	t.Setenv("CHROMIUM", "absent")
	if path, err := Find(); err == nil {
		t.Errorf("with CHROMIUM=absent: %q", path)
	}
}
