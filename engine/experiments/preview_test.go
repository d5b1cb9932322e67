package experiments

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// nearest returns the value of a curve at the point nearest to update u.
func nearestTo(x, y []float64, u float64) float64 {
	best := 0
	for i := range x {
		if math.Abs(x[i]-u) < math.Abs(x[best]-u) {
			best = i
		}
	}
	return y[best]
}

// TestPreviewIsTheTheoryToCome compares a preview with the theory of the run that the same changes start, whose samples are many: small
// values by their logarithms, and the predicted transitions.
func TestPreviewIsTheTheoryToCome(t *testing.T) {
	for _, row := range []struct {
		link    string
		series  string
		changes []Change
	}{
		{"hopfield?n=400&samples=8000", "sigma1.theory", []Change{{"kappa", "0.4"}, {"beta", "2.2"}}},
		{"hopfield?n=400&samples=8000&hidden=3", "sigma2.theory", []Change{{"beta", "2.5"}}},
		{"hierarchy?n=400&samples=8000&ratio=0.5", "sigma2.theory", []Change{{"modes", "4"}}},
		{"mattis?n=400&samples=8000", "overlap.theory", []Change{{"beta", "1.8"}}},
		{"mattis?n=400&samples=8000&hvar=1&lr=0.0001", "q.theory", []Change{{"n", "500"}}},
	} {
		s := opened(t, row.link)
		preview := s.Preview(row.changes)
		restart, _ := s.SetAll(row.changes)
		to := Open(restart, nil, &Assets{})
		if err := to.Prepare(func() {}); err != nil {
			t.Fatal(err)
		}
		want := to.rec.others[row.series]
		compared := 0
		preview.Series(func(name string, x, y []float64) {
			if name != row.series {
				return
			}
			for u := 0.0; u <= x[len(x)-1]; u += 37 {
				compared++
				if a, b := nearestTo(x, y, u), nearestTo(want.X, want.Y, u); math.Abs(math.Log(a/b)) > 0.2 {
					t.Errorf("%s: %s at %g is %.4g, then %.4g", row.link, name, u, a, b)
				}
			}
		})
		if compared < 5 {
			t.Errorf("%s: %d points of %s", row.link, compared, row.series)
		}
		expected := map[string]float64{}
		for _, x := range preview.Scalars {
			expected[x.Name] = x.Theory
		}
		for _, x := range to.Scalars() {
			got, ok := expected[x.Name]
			if isTime := strings.HasPrefix(x.Name, "t_"); !isTime && (!ok || finite(x.Theory) != finite(got) || math.Abs(got-x.Theory) > 1e-9*math.Abs(x.Theory)) {
				t.Errorf("%s: %s is expected to be %g, then %g", row.link, x.Name, got, x.Theory)
			}
		}
		for i, x := range to.Transitions() {
			if got := preview.Transitions[i]; got.Name != x.Name || math.Abs(got.Theory/x.Theory-1) > 0.02 {
				t.Errorf("%s: %s at %.1f, then %.1f", row.link, x.Name, got.Theory, x.Theory)
			}
		}
	}
}

// TestPreviewGoesOnFromTheRun: a live change is foreseen from the present weights, and neither weights nor theory of the run move.
func TestPreviewGoesOnFromTheRun(t *testing.T) {
	for _, row := range [][2]string{{"hopfield?n=200&samples=1000&chains=100", "sigma1"}, {"mattis?n=200&samples=1000&chains=100", "q"}} {
		s, untouched := opened(t, row[0]), opened(t, row[0])
		for range 40 {
			if s.Step(func() {}) != nil || untouched.Step(func() {}) != nil {
				t.Fatal("step")
			}
		}
		points, hash := s.Revision(), s.Hash()
		preview := s.Preview([]Change{{"beta", "2.4"}})
		found := false
		preview.Series(func(name string, x, y []float64) {
			if name != row[1]+theorySuffix {
				return
			}
			found = true
			i := slices.Index(s.rec.main, s.rec.main[slices.IndexFunc(s.rec.main, func(q Quantity) bool { return q.Name == row[1] })])
			measured := s.rec.y[i][len(s.rec.y[i])-1]
			if now := nearestTo(x, y, 41); x[0] != 0 || math.Abs(now/measured-1) > 0.3 {
				t.Errorf("%s: goes on at %.4g from %.4g, and begins at %g", row[0], now, measured, x[0])
			}
			if last := y[len(y)-1]; row[1] == "q" && math.Abs(last-2.4) > 0.1 {
				t.Errorf("ends at %.3f", last)
			}
		})
		if !found || s.Revision() != points || s.Hash() != hash {
			t.Errorf("%s: no curve, or the run was touched", row[0])
		}
		if s.Step(func() {}) != nil || untouched.Step(func() {}) != nil || s.Hash() != untouched.Hash() {
			t.Errorf("%s: the run goes another way", row[0])
		}
		if again := s.Preview([]Change{{"n", "100"}}); again.rec.others[row[1]+theorySuffix].Y[0] == 0 {
			t.Error("a new run begins with nothing")
		}
	}
}

// TestPreviewStaysFinite at the corners of the parameters, and never takes many more steps than it may.
func TestPreviewStaysFinite(t *testing.T) {
	for _, link := range []string{"hopfield?lr=10&init=2", "hopfield?lr=1e-6&updates=1000000", "hopfield?n=20&hidden=1&kappa=0.95", "hopfield?beta=0.1&hidden=10", "hierarchy?modes=2&beta=4&updates=1000000", "mattis?lr=10&hvar=1", "mattis?updates=1000000&lr=0.3", "mattis?n=10&method=saddle"} {
		p := opened(t, link).Preview([]Change{{"beta", "1.1"}})
		p.Series(func(name string, x, y []float64) {
			if len(x) == 0 || len(x) > 2*previewSteps+2 {
				t.Errorf("%s: %s has %d points", link, name, len(x))
			}
		})
		for _, f := range p.Fields {
			if len(f.Data) != f.Rows*f.Cols {
				t.Errorf("%s: field %s", link, f.Name)
			}
			for _, x := range f.Data {
				if math.IsNaN(float64(x)) {
					t.Errorf("%s: field %s is no number", link, f.Name)
					break
				}
			}
		}
	}
	if p := opened(t, "binary").Preview([]Change{{"beta", "2"}}); p != nil {
		t.Error("a preview of a run that has none")
	}
}

// TestForeseenValleys: the free energy's lowest points are where the minima are said to be, and their number is the phase's.
func TestForeseenValleys(t *testing.T) {
	for kappa, want := range map[string]int{"0.3": 4, "0.8": 2} {
		p := opened(t, "hopfield?n=400&updates=2000").Preview([]Change{{"kappa", kappa}})
		land, wells := p.Fields[0], p.Fields[1]
		if wells.Cols != want {
			t.Errorf("kappa %s: %d minima", kappa, wells.Cols)
			continue
		}
		for i := range wells.Cols {
			at := func(h float32) int {
				return int(math.Round(float64((h - land.Extent[0]) / (land.Extent[1] - land.Extent[0]) * float32(land.Cols-1))))
			}
			column, row := at(wells.Data[i]), at(wells.Data[wells.Cols+i])
			here := land.Data[row*land.Cols+column]
			for _, d := range [][2]int{{3, 0}, {-3, 0}, {0, 3}, {0, -3}} {
				if land.Data[(row+d[1])*land.Cols+column+d[0]] < here {
					t.Errorf("kappa %s: minimum %d is no lowest point", kappa, i)
				}
			}
		}
	}
}

// TestSetAllIsOneRestart: two parameters of the teacher at update 0 are one new run, and in a run two events.
func TestSetAllIsOneRestart(t *testing.T) {
	s := opened(t, "hopfield?n=50&samples=20&chains=5")
	restart, _ := s.SetAll([]Change{{"beta", "1.5"}, {"kappa", "0.5"}})
	if restart == nil || restart.String() != "hopfield?beta=1.5&kappa=0.5&n=50&samples=20&chains=5" {
		t.Errorf("restart %v", restart)
	}
	if s.Step(func() {}) != nil {
		t.Fatal("step")
	}
	if restart, _ := s.SetAll([]Change{{"beta", "1.5"}, {"kappa", "0.5"}}); restart != nil || len(s.Link().Events) != 2 {
		t.Errorf("in the run: %v", s.Link())
	}
	if restart, _ := s.SetAll([]Change{{"beta", "1.6"}, {"n", "60"}}); restart == nil || restart.String() != "hopfield?beta=1.6&kappa=0.5&n=60&samples=20&chains=5" {
		t.Errorf("both: %v", restart)
	}
}

// TestEveryRunCanBeAskedForAPreview for each of its parameters, at its start and in the middle, and is left as it was: also one that needs a file.
func TestEveryRunCanBeAskedForAPreview(t *testing.T) {
	for link := range goldenLinks {
		s := open(t, link)
		for range 2 {
			before := s.Link().String()
			for i := range s.link.Experiment.Params {
				p := &s.link.Experiment.Params[i]
				s.Preview([]Change{{p.Name, p.Format(p.Default)}, {p.Name, p.Format(p.Max)}})
			}
			if now := s.Link().String(); now != before {
				t.Errorf("%s became %s", before, now)
			}
			steps(t, s, 1)
		}
	}
}
