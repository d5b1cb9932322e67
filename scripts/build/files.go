package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
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

// pack returns data compressed as far as gzip goes. No name or time is stored: equal data packs to equal bytes.
func pack(data []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	w.Write(data) // a bytes.Buffer takes everything
	w.Close()
	return b.Bytes()
}

// packFile makes file.gz beside the file.
func packFile(file string) error {
	if done, err := fresh(file+".gz", file); done || err != nil {
		return err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file+".gz", pack(data), 0o644)
}
