package experiments

import (
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/observables"
)

const smallGenome = "genome?coarse=3&hidden=11&samples=400&lr=0.06&batch=100&chains=60&modes=3"

// scalarOf returns a scalar, which must exist.
func scalarOf(t *testing.T, s *Session, name string) Scalar {
	t.Helper()
	i := slices.IndexFunc(s.Scalars(), func(x Scalar) bool { return x.Name == name })
	if i < 0 {
		t.Fatalf("no scalar %s", name)
	}
	return s.Scalars()[i]
}

// TestTheWholeGenomeCascade: made-up haplotypes at 402 sites. The first mode lies along the first component when it takes off,
// at the predicted weight, and then the chains are in as many clouds as modes have been learned to tell apart.
func TestTheWholeGenomeCascade(t *testing.T) {
	check.Native(t)
	s := open(t, "genome?coarse=1&hidden=50&samples=1000&lr=0.05&modes=3")
	r := s.run.(*trained)
	if err := s.Prepare(still); err != nil {
		t.Fatal(err)
	}
	if r.data.layer.Units != 402 || r.data.side != 0 || !slices.Equal(s.Classes(), []string{"AFR", "EAS", "EUR", "SAS", "AMR"}) {
		t.Fatalf("%d sites, side %d, classes %q", r.data.layer.Units, r.data.side, s.Classes())
	}
	before := scalarOf(t, s, "clusters")
	if before.Value != 1 || before.Theory < 3 {
		t.Errorf("before training the chains are %v clouds and the data %v", before.Value, before.Theory)
	}
	for r.rho[0] < 1 {
		steps(t, s, 1)
	}
	if o := math.Abs(observables.Overlap(r.triplets.U.Row(0), r.pca.Vectors.Row(0))); o < 0.99 {
		t.Errorf("overlap of mode 1 with component 1 at its transition: %v", o)
	}
	if r.triplets.Values[1] > r.triplets.Values[0]/4 {
		t.Errorf("mode 2 is as far as %v when mode 1 is at %v", r.triplets.Values[1], r.triplets.Values[0])
	}
	for r.rho[1] < 1.3 && s.Update() < 1000 {
		steps(t, s, 1)
	}
	w := scalarOf(t, s, "w_c1")
	check.Within(t, "critical weight over its theory", w.Value/w.Theory, 1, 0.04)
	if w.Error > 0.05*w.Value {
		t.Errorf("critical weight %v ± %v", w.Value, w.Error)
	}
	steps(t, s, 128-s.Update()%16) // when clouds are counted
	if after := scalarOf(t, s, "clusters"); after.Value < 3 || after.Theory != before.Theory {
		t.Errorf("after two transitions the chains are %v clouds, the data %v, before %v", after.Value, after.Theory, before.Theory)
	}
}

// TestProbesDoNotLag: with one sweep in an update and a fast rate, the chains of the training are behind the machine, and their
// variance would give a critical weight that is much too large.
func TestProbesDoNotLag(t *testing.T) {
	check.Native(t)
	s := open(t, "genome?coarse=1&hidden=50&samples=1000&lr=0.1&k=1&modes=1")
	r := s.run.(*trained)
	lagging := critical{fit: observables.NewLeastSquares(2)}
	for math.IsNaN(r.crossing[0]) {
		steps(t, s, 1)
		if rho := r.rho[0]; rho > criticalFrom && rho < criticalTo {
			lagging.add(r.triplets.Values[0], rho, r.look.chi[0], r.look.chiErr[0])
		}
	}
	w := scalarOf(t, s, "w_c1")
	check.Within(t, "critical weight over its theory", w.Value/w.Theory, 1, 0.05)
	check.Broken(t, "the estimate from the chains of the training", func(b check.T) {
		late, _ := lagging.value()
		check.Within(b, "critical weight over its theory", late/w.Theory, 1, 0.05)
	})
	hash := s.Hash()
	again := open(t, "genome?coarse=1&hidden=50&samples=1000&lr=0.1&k=1&modes=1")
	for again.Update() < s.Update() { // without any observation
		if err := again.Prepare(still); err != nil {
			t.Fatal(err)
		}
		if err := again.run.step(still); err != nil {
			t.Fatal(err)
		}
		again.update++
	}
	if again.rehash(); again.Hash() != hash {
		t.Error("looking at the run changed it")
	}
}

// TestLandscapeFollowsTheChains: at first one valley where the data's means lie, after the transition one at each lump of the
// chains.
func TestLandscapeFollowsTheChains(t *testing.T) {
	s := open(t, "genome?coarse=1&hidden=40&samples=1000&lr=0.06&modes=2")
	steps(t, s, 1)
	valleys := func() (list [][2]float64) {
		f := fieldsOf(s)["landscape"]
		if f.Rows != landscapeCells || f.Cols != landscapeCells {
			t.Fatalf("landscape %d x %d", f.Rows, f.Cols)
		}
		at := func(r, c int) float32 {
			if r < 0 || r >= f.Rows || c < 0 || c >= f.Cols {
				return math.MaxFloat32
			}
			return f.Data[r*f.Cols+c]
		}
		for r := range f.Rows {
			for c := range f.Cols {
				x := at(r, c)
				if !finite(float64(x)) || x < 0 {
					t.Fatalf("free energy %v", x)
				}
				if x < at(r, c-1) && x < at(r, c+1) && x < at(r-1, c) && x < at(r+1, c) && x < 20 {
					list = append(list, [2]float64{
						float64(f.Extent[0]) + float64(f.Extent[1]-f.Extent[0])*float64(c)/float64(f.Cols-1),
						float64(f.Extent[2]) + float64(f.Extent[3]-f.Extent[2])*float64(r)/float64(f.Rows-1)})
				}
			}
		}
		return list
	}
	r := s.run.(*trained)
	early := valleys()
	var means [2]float64
	for a := range means {
		for i, f := range r.pca.Mean {
			means[a] += f * float64(r.triplets.U.Row(a)[i])
		}
	}
	if len(early) != 1 || math.Abs(early[0][0]-means[0]) > 0.4 || math.Abs(early[0][1]-means[1]) > 0.4 {
		t.Errorf("valleys at %v, means at %v", early, means)
	}
	if wells := fieldsOf(s)["landscape.minima"]; wells.Cols != 1 || math.Abs(float64(wells.Data[0])-early[0][0]) > 0.5 || math.Abs(float64(wells.Data[1])-early[0][1]) > 0.5 {
		t.Errorf("minima %v, valleys at %v", wells.Data, early)
	}
	for r.rho[0] < 1.25 {
		steps(t, s, 1)
	}
	steps(t, s, 32-s.Update()%32) // where a landscape is due, whatever the stride
	late := valleys()
	if len(late) != 2 {
		t.Fatalf("after the first transition there are valleys at %v", late)
	}
	// The chains of each side of the pass are centred on its valley.
	pass := (late[0][0] + late[1][0]) / 2
	p := fieldsOf(s)["projections"]
	for _, v := range late {
		var side observables.Stat
		for _, x := range p.Data[:p.Cols] {
			if (float64(x) > pass) == (v[0] > pass) {
				side.Add(float64(x))
			}
		}
		check.Within(t, "mean of the chains in a valley", side.Mean(), v[0], 0.25*math.Abs(late[0][0]-late[1][0]))
	}
}

// TestClassesColourTheData: the labels of the dots are those of the samples, in every kind of data.
func TestClassesColourTheData(t *testing.T) {
	for _, link := range []string{smallDigits, smallGenome, "faces?side=9&hidden=9&samples=50&batch=10&chains=8&modes=2", "import?hidden=9&samples=50&batch=10&chains=8&modes=2"} {
		s := steps(t, open(t, link), 1)
		f, dots := fieldsOf(s)["projections.labels"], fieldsOf(s)["projections.data"]
		r := s.run.(*trained)
		if f.Rows != 1 || f.Cols != dots.Cols || !f.Static {
			t.Errorf("%s: labels %d x %d for %d dots", link, f.Rows, f.Cols, dots.Cols)
			continue
		}
		seen := map[float32]bool{}
		for c, k := range f.Data {
			seen[k] = true
			if int(k) != int(r.data.classes[c]) || int(k) >= max(len(s.Classes()), 10) {
				t.Fatalf("%s: sample %d has label %v", link, c, k)
			}
		}
		if len(seen) < 2 {
			t.Errorf("%s: only the labels %v", link, seen)
		}
	}
}

// TestRowsAndPictures: what is no picture is shown as rows, of which there are more.
func TestRowsAndPictures(t *testing.T) {
	f := fieldsOf(steps(t, open(t, smallGenome), 1))["samples"]
	if f.Rows != 60 || f.Cols != 99 || f.Extent != [4]float32{} {
		t.Errorf("haplotypes %d x %d, extent %v", f.Rows, f.Cols, f.Extent)
	}
	f = fieldsOf(steps(t, open(t, "faces?side=9&hidden=9&samples=50&batch=10&chains=30&modes=2"), 1))["samples"]
	if f.Rows != 24 || f.Cols != 81 || f.Extent != [4]float32{0, 9, 0, 9} {
		t.Errorf("faces %d x %d, extent %v", f.Rows, f.Cols, f.Extent)
	}
}

// TestImportCutsAndSpreads: values above the threshold are on, samples are taken evenly over the file, and what there is to know
// of the file is a correction.
func TestImportCutsAndSpreads(t *testing.T) {
	s := open(t, "import?threshold=0.4&hidden=9&samples=30&batch=10&chains=8&modes=2")
	if notes := strings.Join(s.Corrections(), "; "); notes != "the values from 0 to 9 are mapped to 0 to 1; 1 of the 23 columns are the same in all samples and carry nothing" {
		t.Errorf("corrections %q", notes)
	}
	steps(t, s, 1)
	low := open(t, "import?threshold=0.3&hidden=9&samples=30&batch=10&chains=8&modes=2")
	steps(t, low, 1)
	table, some, more := s.run.(*trained).in.assets.table, 0, 0
	for c := range 30 {
		for i := range 23 {
			v := table.Values[3*c*23+i]
			if on := s.run.(*trained).data.layer.Bit(c, i); on != (v == 255) {
				t.Fatalf("sample %d, value %d is %v at 0.4", 3*c, v, on)
			}
			if on := low.run.(*trained).data.layer.Bit(c, i); on != (v > 0) {
				t.Fatalf("sample %d, value %d is %v at 0.3", 3*c, v, on)
			}
		}
		some += s.run.(*trained).data.layer.Ones(c)
		more += low.run.(*trained).data.layer.Ones(c)
	}
	if some >= more || s.Hash() == low.Hash() {
		t.Errorf("%d and %d values are on", some, more)
	}
}

// TestSmallAndEmptyData: data of the least size run, and those of which nothing is left are refused with a sentence.
func TestSmallAndEmptyData(t *testing.T) {
	for _, row := range []struct{ link, file, want string }{
		{"import?hidden=2&samples=10&batch=1&chains=4&modes=1", "0,1\n1,0\n", ""},
		{"import?hidden=2&samples=10&batch=1&chains=4", "0,1\n1,0\n", ""},
		{"import?hidden=30&samples=10&batch=9&chains=4&modes=10", "0,1,1,0,1,1\n1,0,0,1,1,0\n1,0,1,1,0,0\n", ""},
		{"import?hidden=5&samples=10&batch=9&chains=4", "1,0,1,0,1,1\n1,0,1,1,1,0\n1,0,1,1,1,0\n", ""},
		{"import?threshold=0.9&hidden=2&samples=10&batch=1&chains=4", "0,0.8\n0.2,0.1\n", "all samples are equal at this threshold"},
		{"genome?source=import&coarse=2&hidden=2&samples=10&batch=1&chains=4", "0,1,0,0,1\n1,0,1,1,0\n", "too few sites"},
		{"genome?source=import&coarse=1&hidden=2&samples=10&batch=1&chains=4", "0,1,0,0,1\n1,1,1,1,0\n", ""},
	} {
		link, notes, err := ParseLink(row.link)
		if err != nil || len(notes) > 0 {
			t.Fatal(err, notes)
		}
		a := &Assets{}
		if err := a.Put(OwnFile, "x.csv", []byte(row.file)); err != nil {
			t.Fatal(err)
		}
		s := Open(link, nil, a)
		for range 40 {
			if err = s.Step(still); err != nil {
				break
			}
		}
		if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %q", row.link, err, row.want)
			continue
		}
		for _, x := range s.Scalars() {
			if math.IsInf(x.Value, 0) || math.IsInf(x.Theory, 0) {
				t.Errorf("%s: scalar %+v", row.link, x)
			}
		}
		s.MainSeries(0, func(name string, _, y []float64) {
			for _, v := range y {
				if !finite(v) {
					t.Fatalf("%s: %s is %v", row.link, name, v)
				}
			}
		})
		for _, f := range fieldsOf(s) {
			for _, v := range f.Data {
				if !finite(float64(v)) {
					t.Fatalf("%s: %s holds %v", row.link, f.Name, v)
				}
			}
		}
	}
}

// TestAssets: what is missing depends on the link, and a broken file leaves the good one in place.
func TestAssets(t *testing.T) {
	a := &Assets{}
	missing := func(text string) string {
		link, _, err := ParseLink(text)
		if err != nil {
			t.Fatal(err)
		}
		return a.Missing(link)
	}
	for link, want := range map[string]string{"mattis": "", "digits": "digits", "faces": "faces", "import": OwnFile, "genome": "", "genome?source=import": OwnFile} {
		if got := missing(link); got != want {
			t.Errorf("%s misses %q, want %q", link, got, want)
		}
	}
	if err := a.Put("cats", "", nil); err == nil || a.Describe(OwnFile) != "" {
		t.Errorf("%v, %q", err, a.Describe(OwnFile))
	}
	if err := a.Put(OwnFile, "x.csv", madeUpTable()); err != nil || missing("import") != "" {
		t.Fatal(err)
	}
	if err := a.Put(OwnFile, "y.csv", []byte("1,2\n3\n")); err == nil || a.table == nil || a.table.Units != 23 {
		t.Errorf("%v; the table before is gone", err)
	}
	if err := a.Put("labels", "l.txt", []byte("1\n2\n")); err == nil || len(a.table.ClassNames) != 2 {
		t.Errorf("%v; the labels before are gone", err)
	}
	if want := "90 samples of 23 values with 2 different labels; "; !strings.HasPrefix(a.Describe(OwnFile), want) {
		t.Errorf("described as %q", a.Describe(OwnFile))
	}
}
