package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cascade/scripts/internal/repo"
)

// inlined are the packages whose calls the compiler may inline: where a call costs time that somebody waits for. Everywhere else inlining
// makes the program 10 % larger, packed, and nothing faster that could be measured: components are long straight code that runs once per render.
var inlined = []string{
	"cascade/engine/...",
	"cmp", "encoding/binary", "hash/crc32", "internal/byteorder", "math", "math/...", "slices", "sort", "unicode/utf8", // what the engine calls in loops
	"internal/abi", "internal/bytealg", "internal/goarch", "internal/runtime/...", "runtime", // allocation, collection, maps
}

// buildProgram compiles the one program that the page and the worker run.
func buildProgram(t tree) error {
	folder, err := os.MkdirTemp("", "cascade")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	linked := filepath.Join(folder, "cascade.wasm")
	args := []string{"build", "-trimpath", "-ldflags=-s -w -X main.build=" + repo.Version(string(t)), "-o", linked, "-gcflags=all=-l"}
	for _, packages := range inlined {
		args = append(args, "-gcflags="+packages+"=")
	}
	cmd := repo.GoWasm(string(t), append(args, "./wasm")...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	module, err := os.ReadFile(linked)
	if err != nil {
		return err
	}
	if module, err = mergeSegments(module); err != nil {
		return fmt.Errorf("%s: %w", linked, err)
	}
	out := t.dist("cascade.wasm")
	if err := write(out, module); err != nil {
		return err
	}
	return packFile(t, out)
}

// goRoot is where this Go keeps wasm_exec.js, which must be of the same version as the compiler.
func goRoot(t tree) (string, error) {
	out, err := repo.Go(string(t), "env", "GOROOT").Output()
	return strings.TrimSpace(string(out)), err
}
