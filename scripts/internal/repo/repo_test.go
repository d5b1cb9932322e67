package repo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRoot(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(root, "go.mod")); err != nil || !strings.HasPrefix(string(data), "module cascade\n") {
		t.Errorf("%s is not this repository: %v", root, err)
	}
	t.Chdir("/")
	if dir, err := Root(); err == nil {
		t.Errorf("outside of any module, Root finds %s", dir)
	}
}

// TestGoIgnoresTheShell checks that both commands mean what they say, whatever the caller has exported.
func TestGoIgnoresTheShell(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOS", "plan9")
	t.Setenv("GOARCH", "mips")
	t.Setenv("GOFLAGS", "-tags=nonsense")
	native, err := Go(root, "env", "GOOS", "GOARCH", "GOFLAGS").Output()
	if err != nil {
		t.Fatal(err)
	}
	wasm, err := GoWasm(root, "env", "GOOS", "GOARCH", "GOFLAGS").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := string(native); strings.Contains(got, "plan9") || strings.Contains(got, "mips") || strings.Contains(got, "nonsense") {
		t.Errorf("Go runs with %q", got)
	}
	if got := string(wasm); got != "js\nwasm\n-buildvcs=false\n" {
		t.Errorf("GoWasm runs with %q", got)
	}
}
