package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cascade/engine/experiments"
)

// call runs a command and returns its status and what it wrote.
func call(args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = cascade(args, &o, &e)
	return status, o.String(), e.String()
}

const link = "mattis?n=40&samples=20&chains=10&seed=5&updates=30"

func TestListIsTheCatalogue(t *testing.T) {
	status, out, _ := call("list", "-json")
	var list []struct {
		Name   string
		Params []struct{ Name, Symbol, Doc, Default string }
	}
	if err := json.Unmarshal([]byte(out), &list); err != nil || status != 0 {
		t.Fatalf("status %d: %v", status, err)
	}
	_, text, _ := call("list")
	for i, e := range experiments.Catalogue() {
		if list[i].Name != e.Name || len(list[i].Params) != len(e.Params) || !strings.Contains(text, e.Name+" — "+e.Title) {
			t.Errorf("experiment %s is not listed", e.Name)
			continue
		}
		for k, p := range e.Params {
			got := list[i].Params[k]
			if got.Name != p.Name || got.Symbol != p.Symbol || got.Doc != p.Doc || got.Default != p.Format(p.Default) || !strings.Contains(text, p.Doc) {
				t.Errorf("%s: parameter %+v", e.Name, got)
			}
		}
	}
}

func TestRunAndVerify(t *testing.T) {
	file := filepath.Join(t.TempDir(), "record.json")
	if status, out, errs := call("run", link, "-o", file); status != 0 || out != "" || errs != "" {
		t.Fatalf("status %d, out %q, errors %q", status, out, errs)
	}
	status, out, _ := call("verify", file)
	if status != 0 || !strings.Contains(out, "reproduced bit for bit: "+link+", 30 updates") {
		t.Errorf("status %d: %s", status, out)
	}
	_, printed, _ := call("run", "-format", "json", link) // flags before the link, record to standard output
	if p, _ := os.ReadFile(file); printed != string(p) {
		t.Error("the record depends on where it goes")
	}
}

// TestVerifyNamesTheFirstUpdateThatDiffers changes one hash of the trail, then the link.
func TestVerifyNamesTheFirstUpdateThatDiffers(t *testing.T) {
	_, out, _ := call("run", link)
	var r experiments.Record
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	check := func(want string) {
		t.Helper()
		p, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "r.json")
		if err := os.WriteFile(file, p, 0o600); err != nil {
			t.Fatal(err)
		}
		if status, _, errs := call("verify", file); status != 1 || !strings.Contains(errs, want) {
			t.Errorf("status %d: %s; want %q", status, errs, want)
		}
	}
	r.Trail[17] ^= 1
	check("the first update that differs is 17")
	r.Trail[17] ^= 1
	r.Link = strings.Replace(link, "seed=5", "seed=6", 1)
	check("the first update that differs is 0")
	r.Link = strings.Replace(link, "updates=30", "updates=30&events=12.lr.0.06", 1)
	check("the first update that differs is 13")
	r.Link, r.Trail = link, nil
	r.Hash = "0000000000000000"
	check("after update 30 the hash is")
}

func TestCSV(t *testing.T) {
	status, out, _ := call("run", link, "-format", "csv")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if status != 0 || lines[1] != "# link: "+link || lines[7] != "update,overlap,overlap.theory,q,q.theory,alignment,alignment.theory,chi,chi.theory,h,h.theory,m,m.theory" || len(lines) != 8+31 {
		t.Errorf("status %d, %d lines: %q", status, len(lines), lines[:8])
	}
}

// TestBadInput: each gets one sentence on standard error and the right status.
func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{nil, 2, "usage"},
		{[]string{"dance"}, 2, `no command "dance"`},
		{[]string{"run"}, 2, "wants 1 operands"},
		{[]string{"run", link, "-format", "xml"}, 2, "json, csv or ipynb"},
		{[]string{"run", "nonsense?beta=2"}, 2, `no experiment "nonsense"; there are mattis, `},
		{[]string{"run", ""}, 2, "no experiment"},
		{[]string{"run", link + "&beta=99"}, 0, `beta="99" is outside 0.1 to 4; using 4`},
		{[]string{"run", link + "&beta=99", "-strict"}, 2, "-strict allows none"},
		{[]string{"run", link + "&beta=NaN&beta=%zz&q=1"}, 0, "not a number"},
		{[]string{"run", link, "-o", filepath.Join(dir, "no", "such", "folder")}, 1, "no such file"},
		{[]string{"run", "digits", "-digits", filepath.Join(dir, "none")}, 1, "not packed yet"},
		{[]string{"run", "digits", "-digits", write("plain", "not gzip")}, 1, "not a gzip file"},
		{[]string{"run", "faces", "-faces", filepath.Join(dir, "none")}, 1, "run 'make faces'"},
		{[]string{"run", "import"}, 1, "name it with -import"},
		{[]string{"run", "genome?source=import"}, 1, "name it with -import"},
		{[]string{"run", "import", "-import", write("x.csv", "1,0\n1\n")}, 1, "x.csv: row 2 has 1 fields"},
		{[]string{"run", "import?updates=1&samples=10", "-import", write("y.csv", "1,0,1\n1,1,0\n"), "-labels", write("l.txt", "a\n")}, 1, "expected 2 labels"},
		{[]string{"verify", filepath.Join(dir, "none")}, 1, "no such file"},
		{[]string{"verify", write("a", "[1,2")}, 1, "not a Cascade record"},
		{[]string{"verify", write("b", "{}")}, 1, "lacks cascade, link or hash"},
		{[]string{"verify", write("c", `{"cascade":2,"link":"mattis","hash":"x"}`)}, 1, "format 2"},
		{[]string{"verify", write("d", `{"cascade":1,"link":"mattis","hash":"x","update":3,"trail":"0000000000000000"}`)}, 1, "2 hashes for 3 updates"},
		{[]string{"verify", write("e", `{"cascade":1,"link":"nonsense","hash":"x"}`)}, 1, "no experiment"},
	} {
		status, _, errs := call(c.args...)
		if status != c.status || !strings.Contains(errs, c.says) || strings.Contains(errs, "panic") {
			t.Errorf("%q: status %d, want %d; says %q, want %q", c.args, status, c.status, errs, c.says)
		}
	}
}

// TestRunsOnAFileOfOnesOwn: the record says what was noted of the file, and another file does not verify it.
func TestRunsOnAFileOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	data := write("d.csv", "1,0,1,0\n1,1,0,0\n1,0,0,1\n1,0,1,1\n")
	record := filepath.Join(dir, "r.json")
	status, _, errs := call("run", "import?hidden=3&samples=10&batch=4&chains=5&modes=2&updates=9", "-import", data, "-o", record)
	if status != 0 || !strings.Contains(errs, "1 of the 4 columns are the same in all samples") {
		t.Fatalf("status %d: %s", status, errs)
	}
	if status, out, errs := call("verify", record, "-import", data); status != 0 {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	other := write("e.csv", "1,0,1,0\n1,1,0,0\n1,0,1,1\n1,0,0,1\n")
	if status, _, errs := call("verify", record, "-import", other); status != 1 || !strings.Contains(errs, `what is open is "e.csv"`) {
		t.Errorf("another file: status %d: %s", status, errs)
	}
}

func TestProgressBarEndsWithTheRun(t *testing.T) {
	_, _, errs := call("run", link, "-progress")
	if !strings.HasSuffix(errs, "[========================================] 30/30\n") || strings.Count(errs, "\r") < 20 {
		t.Errorf("bar %q", errs)
	}
}
