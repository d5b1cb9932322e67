package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// write puts data into the file, unless that is what it holds: an unchanged file keeps its time.
func write(file string, data []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return os.WriteFile(file, data, 0o644)
}

// fresh reports whether the file exists and is at least as new as everything that it is made of, given as patterns of
// [filepath.Glob]. A pattern that matches nothing is an error: it names an input that is missing.
func fresh(file string, inputs ...string) (bool, error) {
	made, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, pattern := range inputs {
		names, err := filepath.Glob(pattern)
		if err != nil {
			return false, err
		}
		if len(names) == 0 {
			return false, &fs.PathError{Op: "find", Path: pattern, Err: fs.ErrNotExist}
		}
		for _, name := range names {
			input, err := os.Stat(name)
			if err != nil {
				return false, err
			}
			if input.ModTime().After(made.ModTime()) {
				return false, nil
			}
		}
	}
	return true, nil
}

// packer is the script that packs, an input of every file that it makes.
func (t tree) packer() string { return t.static("pack.mjs") }

// pack returns data as gzip, as small as it gets within seconds, which are spent once and saved at every visit. Equal data
// packs to equal bytes.
func pack(t tree, data []byte) ([]byte, error) {
	node := exec.Command("node", t.packer())
	node.Stdin, node.Stderr = bytes.NewReader(data), os.Stderr
	packed, err := node.Output()
	if err != nil {
		return nil, fmt.Errorf("node %s: %w", t.packer(), err)
	}
	return packed, nil
}

// packFile makes file.gz beside the file.
func packFile(t tree, file string) error {
	if done, err := fresh(file+".gz", file, t.packer()); done || err != nil {
		return err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return packInto(t, file+".gz", data)
}

// packInto writes data, packed, into a file.
func packInto(t tree, file string, data []byte) error {
	packed, err := pack(t, data)
	if err != nil {
		return err
	}
	return os.WriteFile(file, packed, 0o644)
}
