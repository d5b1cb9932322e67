// Package repo finds this repository and runs the Go tool in it, whatever the caller has exported.
package repo

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Root returns the absolute path of the folder that holds go.mod: the working directory or the nearest one above it.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod in the working directory or above it: run this inside the repository")
		}
		dir = parent
	}
}

// Watch lists every folder of sources. The Go tool repeats the old result of a test as long as all that the test itself has
// looked at is the same: a test that hands the sources to another program calls Watch, not from TestMain.
func Watch(root string) error {
	if _, err := os.ReadDir(root); err != nil {
		return err
	}
	for _, folder := range []string{"engine", "wasm", "ui", "static", "scripts"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Go returns the command "go args...", to be run in root, for the machine it runs on.
func Go(root string, args ...string) *exec.Cmd {
	return goCommand(root, nil, args)
}

// GoWasm returns the command "go args..." with the browser (GOOS=js GOARCH=wasm) as its target.
func GoWasm(root string, args ...string) *exec.Cmd {
	return goCommand(root, []string{"GOOS=js", "GOARCH=wasm"}, args)
}

// goCommand drops what a caller's shell may have set to other ends. Version stamps are off because they fail in a checkout
// that belongs to another user, and would make equal sources build unequal files.
func goCommand(root string, target, args []string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if name != "GOOS" && name != "GOARCH" && name != "GOFLAGS" {
			cmd.Env = append(cmd.Env, pair)
		}
	}
	cmd.Env = append(append(cmd.Env, "GOFLAGS=-buildvcs=false"), target...)
	return cmd
}
