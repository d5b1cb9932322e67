package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"cascade/scripts/internal/repo"
)

// What a visitor downloads before anything moves, packed as a server sends it, and what a teacher puts into an e-mail.
const (
	mostProgram = 2_490_000
	mostFirst   = 2_560_000
	mostSingle  = 4_935_000
)

// TestSizes checks how large dist is.
func TestSizes(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	dist := tree(root)
	page, err := os.ReadFile(dist.dist("index.html"))
	if err != nil {
		t.Fatalf("%v (make dist)", err)
	}
	size := func(name string) int {
		file, err := os.ReadFile(dist.dist(name + ".gz"))
		if errors.Is(err, fs.ErrNotExist) {
			file, err = os.ReadFile(dist.dist(name))
		}
		if err != nil {
			t.Errorf("%v (make dist)", err)
		}
		return len(file)
	}
	first := size("index.html") + size("cascade.wasm")
	for _, ref := range reference.FindAllString(string(page), -1) {
		if name := strings.Trim(ref[strings.Index(ref, "=")+1:], `"`); !strings.HasPrefix(name, "data:") {
			first += size(name)
		}
	}
	if n := size("cascade.wasm"); n > mostProgram {
		t.Errorf("the program has %d bytes, packed, more than %d", n, mostProgram)
	}
	if first > mostFirst {
		t.Errorf("the page loads %d bytes before it shows anything, more than %d", first, mostFirst)
	}
	single, err := os.ReadFile(dist.dist("cascade.html"))
	if err != nil || len(single) > mostSingle {
		t.Errorf("cascade.html has %d bytes, more than %d: %v", len(single), mostSingle, err)
	}
	t.Logf("first %d, single file %d", first, len(single))
}
