package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cascade/engine/experiments"
	"cascade/engine/teachers"
)

// TestPointsAreTheProductInOrder: the last list varies fastest, whatever the order of declaration; links are canonical.
func TestPointsAreTheProductInOrder(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // links without the experiment, with blanks between them
	}{
		{"#mattis?beta=1.2,1.50&n=40", "beta=1.2&n=40 beta=1.5&n=40"},
		{"mattis?seed=2..4&method=cd,exact", "method=cd&seed=2 method=exact&seed=2 method=cd&seed=3 method=exact&seed=3 method=cd&seed=4 method=exact&seed=4"},
		{"mattis?updates=10,20&n=100..500..200", "n=100&updates=10 n=300&updates=10 n=500&updates=10 n=100&updates=20 n=300&updates=20 n=500&updates=20"},
		{"mattis?seed=7..8,3,10..15..4", "seed=7 seed=8 seed=3 seed=10 seed=14"},
		{"mattis?seed=5..5&&events=30.lr.0.02,60.beta.1.5&hide=n,lr", "seed=5&events=30.lr.0.02,60.beta.1.5&hide=n,lr"},
	} {
		list, err := points(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		var got []string
		for _, p := range list {
			got = append(got, strings.TrimPrefix(p.text, "mattis?"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s gives %q, want %q", c.text, got, c.want)
		}
	}
}

// TestFileNamesAreShortSafeAndDifferent also for links that are equal in what can be read of them.
func TestFileNamesAreShortSafeAndDifferent(t *testing.T) {
	list, err := points("mattis?seed=1..2000&updates=1000&events=300.lr.0.02,400.lr.0.01,500.lr.0.02,600.lr.0.01,700.lr.0.02,800.lr.0.03,900.lr.0.02&theme=dark")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range list {
		if seen[p.file] || len(p.file) > 100 || strings.ContainsAny(p.file, `/\:*?"<>|&% `) || !strings.HasPrefix(p.file, "mattis_") || p.file != fileName(p.text) {
			t.Fatalf("the file of %s is %s", p.text, p.file)
		}
		seen[p.file] = true
	}
	if a, b := fileName("mattis?view=a/b"), fileName("mattis?view=a:b"); a == b {
		t.Errorf("two links, one file %s", a)
	}
}

func TestShardsAreTheWholeAndDisjoint(t *testing.T) {
	list, err := points("mattis?beta=1.1,1.2,1.3&seed=1..7")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 2, 4, 21, 30} {
		count := map[string]int{}
		for i := range n {
			for _, p := range (shard{i, n}).of(list) {
				count[p.text]++
			}
		}
		for _, p := range list {
			if count[p.text] != 1 || len(count) != len(list) {
				t.Errorf("%d shards run %s %d times, and %d points of %d", n, p.text, count[p.text], len(count), len(list))
			}
		}
	}
}

const small = "mattis?n=40&samples=20&chains=10&updates=30&seed="

// TestSweepResumes: what is complete is left alone, what is missing, damaged or short runs, whatever lies about.
func TestSweepResumes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	if status, out, errs := call("sweep", small+"1..4", "-shard", "1/2", "-o", dir); status != 0 || !strings.Contains(out, "2 points: 0 were complete, 2 have run") {
		t.Fatalf("status %d: %s%s", status, out, errs)
	}
	list, err := points(small + "1..4")
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]byte{}
	for i, p := range list {
		file := filepath.Join(dir, p.file)
		content[p.file], err = os.ReadFile(file)
		if (err == nil) != (i%2 == 1) {
			t.Errorf("point %d of shard 1/2: %v", i, err)
		}
	}
	_, alone, _ := call("run", list[3].text)
	if string(content[list[3].file]) != alone {
		t.Error("a point's record is not that of its link")
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(".partial-123", alone[:200]) // as an interrupted sweep leaves it
	write(list[0].file, alone)         // of another link
	write(list[1].file, strings.Replace(string(content[list[1].file]), `"updates":30`, `"updates": 30`, 1))
	write(list[2].file, alone[:200])
	status, out, errs := call("sweep", small+"1..4", "-jobs", "3", "-o", dir)
	if status != 0 || !strings.Contains(out, "4 points: 2 were complete, 2 have run, 0 of them failed") ||
		strings.Count(errs, "skipped "+small[:20]) != 2 || !strings.Contains(errs, "record of another link") || !strings.Contains(errs, "is not a Cascade record") {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	if p, _ := os.ReadFile(filepath.Join(dir, list[1].file)); !strings.Contains(string(p), `"updates": 30`) {
		t.Error("a complete record was written again")
	}
	if status, out, errs = call("collect", dir); status != 0 || errs != "" || strings.Count(out, "\n") != 4+4 {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	files, _ := os.ReadDir(dir)
	if len(files) != 5 {
		t.Errorf("%d files for four points and a left one", len(files))
	}
}

// TestSweepGoesOnAfterADivergence: the point that ran away has a record of what went before, and the status says that one did.
func TestSweepGoesOnAfterADivergence(t *testing.T) {
	dir := t.TempDir()
	sweep := []string{"sweep", "mattis?method=exact&init=2&n=10&updates=20&lr=10,0.05&seed=3", "-jobs", "1", "-o", dir}
	status, out, errs := call(sweep...)
	if status != 1 || !strings.Contains(out, "2 have run, 1 of them failed") || !strings.Contains(errs, "the weights ran away") ||
		!strings.Contains(errs, "in 1 points: lr=10: the learning rate") || !strings.HasSuffix(errs, "1 of 2 points failed\n") {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	if status, out, errs = call(sweep...); status != 1 || !strings.Contains(out, "1 were complete, 1 have run") || !strings.Contains(errs, "of 20; the point runs again") {
		t.Errorf("again: status %d: %s%s", status, out, errs)
	}
	status, out, errs = call("collect", dir)
	if lines := strings.Split(out, "\n"); status != 0 || !strings.Contains(errs, "of 20\n") || !strings.HasPrefix(lines[4], "0.05,20,") || !strings.HasPrefix(lines[5], "10,") {
		t.Errorf("collect: status %d: %s%s", status, out, errs)
	}
}

// TestSweepOfFiles: the data are read once, and runs at the same time do not disturb each other. What one goroutine writes while
// another reads is found for sure only with -race.
func TestSweepOfFiles(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, p []byte) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, p, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	pictures := &teachers.Pictures{Side: 20, Depth: 1, Labels: make([]byte, 4000), Grey: make([]byte, 4000*20*20)}
	for i := range pictures.Grey {
		pictures.Grey[i] = byte(i * i / 7 & 1)
	}
	var pack bytes.Buffer
	zip := gzip.NewWriter(&pack)
	zip.Write(pictures.Pack())
	zip.Close()
	for _, c := range []struct{ links, flag, file string }{
		{"import?hidden=3&samples=10&batch=4&chains=5&modes=2&updates=9&seed=1..6", "-import", write("d.csv", []byte("1,0,1,0\n1,1,0,0\n0,0,0,1\n1,0,1,1\n"))},
		{"digits?hidden=3&samples=4000&batch=50&chains=5&modes=2&updates=1&side=9,14&seed=1..3", "-digits", write("d.gz", pack.Bytes())},
	} {
		dir := t.TempDir()
		if status, out, errs := call("sweep", c.links, c.flag, c.file, "-jobs", "4", "-o", dir); status != 0 {
			t.Fatalf("status %d: %s%s", status, out, errs)
		}
		list, _ := points(c.links)
		for _, p := range list {
			if status, out, errs := call("verify", filepath.Join(dir, p.file), c.flag, c.file); status != 0 {
				t.Errorf("status %d: %s%s", status, out, errs)
			}
		}
	}
}

func TestBadSweeps(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	none := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"sweep", "-o", none}, 2, "wants 1 operands"},
		{[]string{"sweep", "mattis?seed=1,2"}, 2, "-o DIR"},
		{[]string{"sweep", "nonsense?seed=1,2", "-o", none}, 2, `no experiment "nonsense"`},
		{[]string{"sweep", "mattis?beta=1,99", "-o", none}, 2, `mattis?beta=99 needs one: beta="99" is outside 0.1 to 4`},
		{[]string{"sweep", "mattis?beta=1,", "-o", none}, 2, `beta="" is not a number`},
		{[]string{"sweep", "mattis?method=cd,ab", "-o", none}, 2, `method="ab" is not one of`},
		{[]string{"sweep", "mattis?color=1,2", "-o", none}, 2, `no parameter "color"`},
		{[]string{"sweep", "mattis?seed=1&seed=2,3", "-o", none}, 2, "more than once"},
		{[]string{"sweep", "mattis?events=3.n.5,4.lr.0.1", "-o", none}, 2, `event "3.n.5"`},
		{[]string{"sweep", "mattis?beta=1.2,1.20", "-o", none}, 2, "the same run: mattis?beta=1.2"},
		{[]string{"sweep", "mattis?seed=1..x", "-o", none}, 2, `seed="1..x" is no range`},
		{[]string{"sweep", "mattis?beta=1..2..0.5", "-o", none}, 2, "no range of whole numbers"},
		{[]string{"sweep", "mattis?seed=4..1", "-o", none}, 2, "goes up"},
		{[]string{"sweep", "mattis?seed=1..4..0", "-o", none}, 2, "has nothing in it"},
		{[]string{"sweep", "mattis?seed=0..999999999999999", "-o", none}, 2, "more than 100000 values"},
		{[]string{"sweep", "mattis?seed=1..1000&n=40..400", "-o", none}, 2, "more than 100000 points"},
		{[]string{"sweep", "mattis", "-shard", "2/2", "-o", none}, 2, "from 0 to n-1"},
		{[]string{"sweep", "mattis", "-shard", "-1/2", "-o", none}, 2, "from 0 to n-1"},
		{[]string{"sweep", "mattis", "-shard", "1", "-o", none}, 2, "from 0 to n-1"},
		{[]string{"sweep", "mattis", "-jobs", "0", "-o", none}, 2, "at least 1"},
		{[]string{"sweep", "mattis", "-o", file}, 1, "not a directory"},
		{[]string{"sweep", "digits?seed=1,2", "-digits", file + "x", "-o", t.TempDir()}, 1, "not packed yet"},
		{[]string{"collect"}, 2, "wants 1 operands"},
		{[]string{"collect", none}, 1, "no such file"},
		{[]string{"collect", t.TempDir()}, 1, "holds no record"},
		{[]string{"collect", none, "-format", "xml"}, 2, "csv or json"},
	} {
		status, out, errs := call(c.args...)
		if status != c.status || out != "" || !strings.Contains(errs, c.says) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%q: status %d, want %d; says %q, want %q", c.args, status, c.status, errs, c.says)
		}
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a sweep that was refused left a directory")
	}
}

// TestCollect: the columns stand in the order of declaration, the rows in that of their values, and what is not known is empty.
func TestCollect(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, r *experiments.Record) {
		p, err := json.Marshal(r)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), p, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	nan := math.NaN()
	write("a.json", &experiments.Record{Cascade: 1, Link: "mattis?n=900&method=cd&seed=10&updates=5", Build: "b2", Experiment: "mattis", Update: 5, Hash: "00000000000000aa",
		Params:  map[string]any{"beta": 1.4, "n": 900, "method": "cd", "seed": 4294967295, "updates": 5},
		Scalars: map[string]experiments.Scalar{"t_c": {Value: nan, Error: nan, Theory: 277.5}, "zeta": {Value: 1e-9, Error: nan, Theory: nan}, "m_data": {Value: 0.5, Error: 0.25, Theory: nan}}})
	write("b.json", &experiments.Record{Cascade: 1, Link: "mattis?n=90&seed=9&updates=5", Build: "b1", Experiment: "mattis", Update: 4, Hash: "00000000000000bb",
		Params:  map[string]any{"beta": 1.4, "n": 90, "method": "pcd", "seed": 9, "updates": 5},
		Scalars: map[string]experiments.Scalar{"m_data": {Value: 0.75, Error: 0, Theory: 0.8}}})
	want := `# cascade 1
# build: b1, b2
# records: 2
n,method,seed,update,hash,m_data,m_data.error,m_data.theory,t_c,t_c.error,t_c.theory,zeta,zeta.error,zeta.theory,link
90,pcd,9,4,00000000000000bb,0.75,0,0.8,,,,,,,mattis?n=90&seed=9&updates=5
900,cd,4294967295,5,00000000000000aa,0.5,0.25,,,,277.5,1e-9,,,mattis?n=900&method=cd&seed=10&updates=5
`
	status, out, errs := call("collect", dir)
	if status != 0 || out != want || !strings.HasSuffix(errs, "b.json ends at update 4 of 5\n") {
		t.Errorf("status %d, says %q, got\n%s", status, errs, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "c.json"), []byte(`{"cascade":1`), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "table")
	status, out, errs = call("collect", dir, "-o", file)
	if p, _ := os.ReadFile(file); status != 1 || out != "" || string(p) != want || !strings.Contains(errs, "c.json is not a Cascade record") || !strings.Contains(errs, "1 files were left out") {
		t.Errorf("with a damaged file: status %d, %s, got\n%s", status, errs, p)
	}
	_, out, _ = call("collect", dir, "-format", "json")
	var table struct {
		Builds, Varied []string
		Records        []struct {
			Params  map[string]any
			Update  int
			Hash    string
			Scalars map[string]experiments.Scalar
		}
	}
	if err := json.Unmarshal([]byte(out), &table); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(table.Varied, []string{"n", "method", "seed"}) || len(table.Builds) != 2 || len(table.Records) != 2 ||
		table.Records[1].Params["n"] != 900.0 || table.Records[1].Scalars["t_c"].Theory != 277.5 || table.Records[0].Hash != "00000000000000bb" {
		t.Errorf("got %s", out)
	}
}
