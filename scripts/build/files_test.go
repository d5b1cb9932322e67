package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cascade/scripts/internal/repo"
)

func TestFresh(t *testing.T) {
	dir := t.TempDir()
	at := func(name string, second int) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		when := time.Unix(int64(second), 0)
		if err := os.Chtimes(file, when, when); err != nil {
			t.Fatal(err)
		}
		return file
	}
	out := at("out", 20)
	at("a.in", 10)
	at("b.in", 20)
	at("c.late", 21)
	for _, c := range []struct {
		file, inputs string
		want, fails  bool
	}{
		{out, "*.in", true, false},
		{out, "*.late", false, false},
		{filepath.Join(dir, "absent"), "*.in", false, false},
		{out, "*.absent", false, true},
	} {
		got, err := fresh(c.file, filepath.Join(dir, c.inputs))
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("fresh(%s, %s) = %v, %v", filepath.Base(c.file), c.inputs, got, err)
		}
	}
}

func TestWriteKeepsTheTimeOfEqualData(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	old := time.Unix(1000, 0)
	for _, c := range []struct {
		data string
		kept bool
	}{{"first", false}, {"first", true}, {"second", false}} {
		if err := write(file, []byte(c.data)); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if kept := info.ModTime().Equal(old); kept != c.kept {
			t.Errorf("writing %q: time kept is %v", c.data, kept)
		}
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPack(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("cascade "), 1000)
	packed, err := pack(tree(root), data)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := pack(tree(root), data); err != nil || !bytes.Equal(packed, again) {
		t.Errorf("equal data packs to different bytes: %v", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	back, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(back, data) || len(packed) > len(data)/10 || !r.ModTime.IsZero() {
		t.Errorf("%d bytes packed to %d and back to %d: %v", len(data), len(packed), len(back), err)
	}
}

func TestChoose(t *testing.T) {
	got, err := choose("single,npm")
	if err != nil || len(got) != 2 || got[0].name != "npm" || got[1].name != "single" {
		t.Errorf("choose gives %v, %v", got, err)
	}
	if _, err := choose("npm,other"); err == nil {
		t.Error("an unknown step was accepted")
	}
	if all, _ := choose(""); len(all) != len(steps) {
		t.Errorf("the empty list chooses %d steps", len(all))
	}
}
