package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"cascade/scripts/internal/repo"
)

// buildProgram compiles the one program that the page and the worker run.
func buildProgram(t tree) error {
	out := t.dist("cascade.wasm")
	before, _ := os.ReadFile(out) // nothing, the first time
	info, _ := os.Stat(out)
	// Components are long straight code that runs once per render: inlined calls make them 200 kB larger and no faster.
	cmd := repo.GoWasm(string(t), "build", "-trimpath", "-gcflags=cascade/ui=-l", "-ldflags=-s -w -X main.build="+repo.Version(string(t)), "-o", out, "./wasm")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	after, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	if bytes.Equal(before, after) {
		// The Go tool gives a program that was up to date a new time all the same; browsers and fresh would take it for new.
		if err := os.Chtimes(out, info.ModTime(), info.ModTime()); err != nil {
			return err
		}
	}
	return packFile(t, out)
}

// goRoot is where this Go keeps wasm_exec.js, which must be of the same version as the compiler.
func goRoot(t tree) (string, error) {
	out, err := repo.Go(string(t), "env", "GOROOT").Output()
	return strings.TrimSpace(string(out)), err
}
