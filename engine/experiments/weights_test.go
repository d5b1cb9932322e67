package experiments

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/engine/exports"
	"cascade/engine/imports"
	"cascade/engine/internal/check"
)

// madeUpMachine is the file of a machine of 36 × 7 units with 11 chains, large enough to have a condensed mode.
func madeUpMachine() []byte {
	const nv, nh, chains = 36, 7, 11
	w := &exports.Weights{Kind: exports.BinaryBinary, Visible: nv, Hidden: nh}
	for i := range nv {
		w.B = append(w.B, float32(i%3)-1)
		for a := range nh {
			w.W = append(w.W, float32((i*7+a*5)%11-5)/4)
		}
		for c := range chains {
			w.Chains = append(w.Chains, int8((i*c+c)%3%2))
		}
	}
	w.C = make([]float32, nh)
	var b bytes.Buffer
	if err := w.WriteNPZ(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// madeUpGaussian is the file of a machine of 50 spins and 3 Gaussian units without chains, of which two modes are split.
func madeUpGaussian() []byte {
	const nv, nh = 50, 3
	w := &exports.Weights{Kind: exports.SpinGaussian, Visible: nv, Hidden: nh, B: make([]float32, nv), C: make([]float32, nh)}
	for i := range nv {
		w.W = append(w.W, 1.4+float32(i%7)/8, 1.5*float32(1-2*(i%2)), float32(i%5-2)/8)
	}
	var b bytes.Buffer
	if err := w.WriteNPZ(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// TestWeightsAreTheMachines saves a machine of every experiment that has one and reads it back: its leading singular value is the one
// that the run reports, its chains are the run's.
func TestWeightsAreTheMachines(t *testing.T) {
	for _, c := range []struct {
		link, kind, series string
		sigma              func(w *exports.Weights, series float64) (saved, reported float64)
	}{
		{"mattis?n=40&samples=20&chains=10&init=0.1", exports.SpinGaussian, "q", func(w *exports.Weights, q float64) (float64, float64) { return norm(w.W) / math.Sqrt(40), math.Sqrt(q) }},
		{"mattis?n=40&samples=20&chains=10&lr=0.001&hvar=1", exports.SpinGaussian, "q", func(w *exports.Weights, q float64) (float64, float64) { return norm(w.W) / math.Sqrt(40), math.Sqrt(q) }},
		{"hopfield?n=40&samples=20&chains=10&hidden=1", exports.SpinGaussian, "sigma1", func(w *exports.Weights, s float64) (float64, float64) { return norm(w.W) / math.Sqrt(40), math.Sqrt(s) }},
		{"binary?n=30&hidden=20&samples=20&chains=10", exports.SpinSpin, "sigma", func(w *exports.Weights, s float64) (float64, float64) { return norm(w.W), s }},
		{smallDigits, exports.BinaryBinary, "", nil},
		{"machine", exports.BinaryBinary, "", nil},
		{"gaussian", exports.SpinGaussian, "", nil},
	} {
		s := steps(t, open(t, c.link), 3)
		w, err := s.Weights("b")
		if err != nil || w.Kind != c.kind || len(w.W) != w.Visible*w.Hidden || len(w.B) != w.Visible || len(w.C) != w.Hidden {
			t.Fatalf("%s: %v %+v", c.link, err, w)
		}
		if w.About != s.Provenance("b") || w.About.Hash != s.Hash() || w.About.Update != 3 || w.About.Link != s.Link().String() {
			t.Errorf("%s: about %+v", c.link, w.About)
		}
		if c.series != "" {
			r, _ := s.Record("")
			y := r.Series[c.series].Y
			if got, want := c.sigma(w, y[len(y)-1]); math.Abs(got-want) > 1e-5*math.Abs(want) {
				t.Errorf("%s: saved %g, reported %g", c.link, got, want)
			}
		}
		_, chains := s.run.(machined).machine()
		off := int8(-1)
		if c.kind == exports.BinaryBinary {
			off = 0
		}
		for i, state := range w.Chains {
			if want := map[bool]int8{false: off, true: 1}[chains.Bit(i/w.Visible, i%w.Visible)]; state != want {
				t.Fatalf("%s: chain %d unit %d is %d", c.link, i/w.Visible, i%w.Visible, state)
			}
		}
	}
	for link, says := range map[string]string{"scaling?sizes=1": "no machine to save", "mattis": "still being made"} {
		if _, err := open(t, link).Weights(""); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", link, err)
		}
	}
	large := open(t, "binary?n=5000&hidden=5000&samples=2&chains=2&init=0.001")
	if err := large.Prepare(still); err != nil {
		t.Fatal(err)
	}
	if _, err := large.Weights(""); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("25 million weights: %v", err)
	}
}

func norm(x []float32) float64 {
	s := 0.0
	for _, v := range x {
		s += float64(v) * float64(v)
	}
	return math.Sqrt(s)
}

// TestAMachineComesBack trains, saves, and opens what was saved: weights do not change however long it is sampled, and what is measured
// of them is what the training measured.
func TestAMachineComesBack(t *testing.T) {
	trained := steps(t, open(t, smallDigits), 60)
	var file bytes.Buffer
	if err := trained.Export(&file, "npz", "b"); err != nil {
		t.Fatal(err)
	}
	link, _, err := ParseLink("machine?k=2&chains=9&modes=2")
	if err != nil {
		t.Fatal(err)
	}
	a := &Assets{}
	if err := a.Put(OwnMachine, "m.npz", file.Bytes()); err != nil {
		t.Fatal(err)
	}
	if d := a.Describe(OwnMachine); !strings.HasPrefix(d, "a machine of ") {
		t.Errorf("described as %q", d)
	}
	s := steps(t, Open(link, nil, a), 12)
	was, err1 := trained.Weights("")
	now, err2 := s.Weights("")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for i, x := range was.W {
		if now.W[i] != x {
			t.Fatalf("weight %d was %g and is %g", i, x, now.W[i])
		}
	}
	if !bytes.Equal(int8s(was.Chains[:5*was.Visible]), int8s(chainsOf(t, a, 5))) {
		t.Error("the chains are others")
	}
	before, _ := trained.Record("")
	after, _ := s.Record("")
	for _, name := range []string{"sigma1", "sigma2"} {
		y := before.Series[name].Y
		if x, z := y[len(y)-1], after.Series[name].Y[0]; math.Abs(x-z) > 1e-4*x {
			t.Errorf("%s was %g and is %g", name, x, z)
		}
	}
	if ll := after.Scalars["loglik"].Value; !finite(ll) || ll > 0 {
		t.Errorf("log-likelihood %g", ll)
	}
}

// TestAGaussianMachineComesBack: the page goes on with what it showed when the weights were saved: spectrum, free energy, minima, and the
// chains where they were. From there the chains follow the machine's law, whose lumps are the minima.
func TestAGaussianMachineComesBack(t *testing.T) {
	for _, link := range []string{"mattis?n=60&samples=50&chains=40&init=0.2&hvar=1&lr=0.01", "hopfield?n=60&samples=90&chains=40&init=0.2&beta=2.5", "hierarchy?modes=3&n=60&samples=90&chains=40&init=0.2"} {
		was := steps(t, open(t, link), 120)
		var file bytes.Buffer
		if err := was.Export(&file, "npz", "b"); err != nil {
			t.Fatal(err)
		}
		a := &Assets{}
		if err := a.Put(OwnMachine, "m.npz", file.Bytes()); err != nil || a.Looks() != "gaussian" {
			t.Fatalf("%s: %v, for %q", link, err, a.Looks())
		}
		again, _, err := ParseLink("gaussian?chains=40")
		if err != nil {
			t.Fatal(err)
		}
		now := Open(again, nil, a)
		if err := now.Prepare(still); err != nil {
			t.Fatal(err)
		}
		before, after := fieldsOf(was), fieldsOf(now)
		for _, name := range []string{"landscape.minima", "free_energy.minima", "projections"} {
			f, g := before[name], after[name]
			if strings.HasPrefix(link, "hierarchy") {
				continue // shows no landscape
			}
			if name != "projections" { // in whatever order they were found
				slices.Sort(f.Data)
				slices.Sort(g.Data)
			}
			if len(f.Data) != len(g.Data) {
				t.Fatalf("%s: %s has %d numbers, had %d", link, name, len(g.Data), len(f.Data))
			}
			for i, x := range f.Data {
				if math.Abs(float64(x-g.Data[i])) > 2e-6 {
					t.Errorf("%s: %s[%d] is %g and was %g", link, name, i, g.Data[i], x)
				}
			}
		}
		old, _ := was.Record("")
		steps(t, now, 30)
		r, _ := now.Record("")
		name := "sigma1"
		if old.Series[name] == nil {
			name = "q"
		}
		for _, y := range r.Series["sigma1"].Y {
			if last := old.Series[name].Y; math.Abs(y-last[len(last)-1]) > 1e-6*y {
				t.Errorf("%s: sigma1 is %g and was %g", link, y, last[len(last)-1])
			}
		}
		if s := r.Scalars["lumps"]; finite(s.Theory) && s.Theory != s.Value {
			t.Errorf("%s: %+v", link, s)
		}
		one, err1 := was.Weights("")
		two, err2 := now.Weights("")
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for i, x := range one.W {
			if math.Abs(float64(two.W[i]-x)) > 1e-7*math.Abs(float64(x)) {
				t.Fatalf("%s: weight %d is %g and was %g", link, i, two.W[i], x)
			}
		}
	}
}

// TestAGaussianMachineWithBiases compares what is shown of one with sums over all states: its free energy up to a constant, the minima,
// and the means of its spins. What is saved has the file's biases.
func TestAGaussianMachineWithBiases(t *testing.T) {
	for hidden := 1; hidden <= 2; hidden++ {
		const n = 6
		file := &exports.Weights{Kind: exports.SpinGaussian, Visible: n, Hidden: hidden, B: []float32{0.3, -0.2, 0.5, 0, 0.1, -0.4}, C: []float32{2, -1.5}[:hidden]}
		for i := range n * hidden {
			file.W = append(file.W, float32(i%5)*0.45-0.5)
		}
		var b bytes.Buffer
		if err := file.WriteNPZ(&b); err != nil {
			t.Fatal(err)
		}
		a := &Assets{}
		if err := a.Put(OwnMachine, "m.npz", b.Bytes()); err != nil || !strings.Contains(a.Describe(OwnMachine), "less hbias/N") {
			t.Fatal(err, a.Describe(OwnMachine))
		}
		link, _, err := ParseLink("gaussian?chains=5000&k=20")
		if err != nil {
			t.Fatal(err)
		}
		s := steps(t, Open(link, nil, a), 3)
		// weight of a state with the hidden units integrated out, or at h' = h - c/N
		weight := func(bits int, at []float64) float64 {
			x := 0.0
			for i := range n {
				v := float64(2*(bits>>i&1) - 1)
				x += v * float64(file.B[i])
			}
			for a := range hidden {
				field := 0.0
				for i := range n {
					field += float64(2*(bits>>i&1)-1) * float64(file.W[i*hidden+a])
				}
				if c := float64(file.C[a]); at == nil {
					x += (field + c) * (field + c) / (2 * n)
				} else {
					h := at[a] + c/n
					x += h*(field+c) - n*h*h/2
				}
			}
			return math.Exp(x)
		}
		free := func(at ...float64) float64 {
			z := 0.0
			for bits := range 1 << n {
				z += weight(bits, at)
			}
			return -math.Log(z) / n
		}
		fields := fieldsOf(s)
		if hidden == 1 {
			land, wells := fields["landscape"], fields["landscape.minima"]
			for i := range land.Cols {
				check.Within(t, "f(h)", float64(land.Data[land.Cols+i]-land.Data[land.Cols]), free(float64(land.Data[i]))-free(float64(land.Data[0])), 1e-6)
			}
			for i := range wells.Cols {
				check.Within(t, "a minimum", float64(wells.Data[wells.Cols+i]-land.Data[land.Cols]), free(float64(wells.Data[i]))-free(float64(land.Data[0])), 1e-6)
			}
		} else {
			land := fields["free_energy"]
			reach := float64(land.Extent[1])
			at := func(i int) float64 { return reach * (2*float64(i)/float64(land.Cols-1) - 1) }
			for _, i := range []int{0, 5, 63, 700, 2000, len(land.Data) - 1} {
				check.Within(t, "f(h1,h2)", float64(land.Data[i]-land.Data[0]), free(at(i%land.Cols), at(i/land.Cols))-free(at(0), at(0)), 1e-5)
			}
		}
		var means [n]float64
		z := 0.0
		for bits := range 1 << n {
			p := weight(bits, nil)
			z += p
			for i := range n {
				means[i] += p * float64(2*(bits>>i&1)-1)
			}
		}
		saved, err := s.Weights("")
		if err != nil || !slices.Equal(saved.B, file.B) || !slices.Equal(saved.C, file.C) {
			t.Fatalf("%v %v %v", err, saved.B, saved.C)
		}
		for i, m := range means {
			sum := 0.0
			for c := range 5000 {
				sum += float64(saved.Chains[c*n+i])
			}
			m /= z
			check.Within(t, "mean of a spin", sum/5000, m, 4*math.Sqrt((1-m*m)/5000))
		}
	}
}

// TestAGaussianMachineOfAnyWeights: none, huge, or of many units with few spins.
func TestAGaussianMachineOfAnyWeights(t *testing.T) {
	for name, scale := range map[string]float32{"zero": 0, "huge": 1e6, "tiny": 1e-30} {
		for _, hidden := range []int{1, 2, 24} {
			w := &exports.Weights{Kind: exports.SpinGaussian, Visible: 7, Hidden: hidden, B: make([]float32, 7), C: make([]float32, hidden)}
			for i := range 7 * hidden {
				w.W = append(w.W, scale*float32(i%3-1))
			}
			var b bytes.Buffer
			if err := w.WriteNPZ(&b); err != nil {
				t.Fatal(err)
			}
			a := &Assets{}
			if err := a.Put(OwnMachine, "m.npz", b.Bytes()); err != nil {
				t.Fatal(err)
			}
			link, _, err := ParseLink("gaussian?chains=5")
			if err != nil {
				t.Fatal(err)
			}
			s := steps(t, Open(link, nil, a), 3)
			for field, f := range fieldsOf(s) {
				for _, x := range f.Data {
					if !finite(float64(x)) {
						t.Fatalf("%s weights of %d units: %s has %v", name, hidden, field, x)
					}
				}
			}
		}
	}
}

// TestRecordsNameTheirFiles: a run on a file says which, and another file does not verify it.
func TestRecordsNameTheirFiles(t *testing.T) {
	link, _, err := ParseLink("machine?chains=9&samples=10")
	if err != nil {
		t.Fatal(err)
	}
	a, other := &Assets{}, &Assets{}
	file := madeUpMachine()
	changed := bytes.Replace(file, []byte("cascade.json"), []byte("cascaded.txt"), 2) // the same numbers
	if err := errors.Join(a.Put(OwnMachine, "dir/w<b>.npz", file), other.Put(OwnMachine, "v.npz", changed)); err != nil {
		t.Fatal(err)
	}
	record, order := steps(t, Open(link, nil, a), 2).Record("b")
	want := SourceFile{"w<b>.npz", fmt.Sprintf("crc32:%08x", crc32.ChecksumIEEE(file))}
	if !slices.Equal(record.Files, []SourceFile{want}) {
		t.Errorf("files %v", record.Files)
	}
	var csv, text bytes.Buffer
	if err := errors.Join(record.WriteCSV(&csv, order), record.WriteJSON(&text)); err != nil || !strings.Contains(csv.String(), "\n# file: "+want.String()+"\n") {
		t.Errorf("%v %.200s", err, csv.String())
	}
	read, err := ReadRecord("r.json", text.Bytes())
	if err != nil || read.Sources() != want.String() {
		t.Fatal(err, read)
	}
	if _, err := NewReplay(read, link, nil, a.Fork(), "b"); err != nil {
		t.Error(err)
	}
	if _, err := NewReplay(read, link, nil, other, "b"); err == nil || !strings.Contains(err.Error(), "and what is open is \"v.npz\"") {
		t.Error(err)
	}
	read.Files = nil // of an older build
	if _, err := NewReplay(read, link, nil, other, "b"); err != nil || read.Sources() != "a file of yours" {
		t.Error(err)
	}
	table := &Assets{}
	if err := errors.Join(table.Put(OwnFile, "d.csv", []byte("0,1\n1,0\n1,1\n")), table.Put("labels", "l.csv", []byte("a\nb\na\n"))); err != nil {
		t.Fatal(err)
	}
	link, _, _ = ParseLink("import")
	if list := table.sources(link); len(list) != 2 || list[0].Name != "d.csv" || list[1].Name != "l.csv" {
		t.Errorf("%v", list)
	}
}

func chainsOf(t *testing.T, a *Assets, n int) []int8 {
	t.Helper()
	var list []int8
	for _, s := range a.machine.Chains[:n*a.machine.Visible] {
		list = append(list, int8(s))
	}
	return list
}

func int8s(list []int8) []byte {
	var p []byte
	for _, x := range list {
		p = append(p, byte(x))
	}
	return p
}

// TestMachineWithoutChainsDrawsSome: its data are samples of its own.
func TestMachineWithoutChainsDrawsSome(t *testing.T) {
	a := &Assets{}
	if err := a.Put(OwnMachine, "m.npz", madeUpMachine()); err != nil {
		t.Fatal(err)
	}
	a.machine = &imports.Machine{Visible: a.machine.Visible, Hidden: a.machine.Hidden, W: a.machine.W, B: a.machine.B, C: a.machine.C}
	link, _, err := ParseLink("machine?samples=40&chains=8&modes=2")
	if err != nil {
		t.Fatal(err)
	}
	s := steps(t, Open(link, nil, a), 2)
	if d := s.run.(*trained).data; d.layer.Chains != 40 || d.side != 6 {
		t.Errorf("%d samples, side %d", d.layer.Chains, d.side)
	}
}

// TestReplayNamesTheField: a replay passes its own record, and names what was changed in another.
func TestReplayNamesTheField(t *testing.T) {
	s := steps(t, open(t, "mattis?n=40&samples=20&chains=10"), 5)
	var text bytes.Buffer
	if err := s.Export(&text, "json", "b"); err != nil {
		t.Fatal(err)
	}
	check := func(change func(r *Record)) error {
		record, err := ReadRecord("r", text.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		change(record)
		link, _, err := ParseLink(record.Link)
		if err != nil {
			t.Fatal(err)
		}
		replay, err := NewReplay(record, link, nil, &Assets{}, "b")
		for err == nil && !replay.Done() {
			if err = replay.Step(still); err == nil {
				err = replay.Check()
			}
		}
		return err
	}
	if err := check(func(*Record) {}); err != nil {
		t.Error(err)
	}
	for says, change := range map[string]func(r *Record){
		"curve of q (q) ":          func(r *Record) { r.Series["q"].Y[3] *= 2 },
		"field histogram ":         func(r *Record) { r.Fields["histogram"].Z[0]++ },
		"result w (w_final) ":      func(r *Record) { r.Scalars["w_final"] = Scalar{Value: 1} },
		"transitions":              func(r *Record) { r.Transitions = nil },
		"experiment or parameters": func(r *Record) { r.Params["beta"] = 9.0 },
		"its link ends at":         func(r *Record) { r.Update = 1 << 20 },
		"that differs is 2 ":       func(r *Record) { r.Trail[2]++ },
		"the hash is " + s.Hash():  func(r *Record) { r.Hash = "0" },
	} {
		if err := check(change); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", says, err)
		}
	}
}
