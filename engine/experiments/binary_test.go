package experiments

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/observables"
	"cascade/engine/theory"
)

// series returns the points of a series of a session.
func series(t *testing.T, s *Session, name string) *Series {
	t.Helper()
	r, _ := s.Record("")
	if r.Series[name] == nil {
		t.Fatalf("%s has no series %s", s.Link(), name)
	}
	return r.Series[name]
}

// slope is an entry of testdata/binary.json: what an independent implementation measured, three seeds each.
type slope struct {
	ID         string
	Parameters struct {
		N, Nh, Beta, LR, M, Mc, Sigma float64
	}
	Quantity         string
	Value, Tolerance [1]float64
}

// TestBinaryAgainstTheReference: the growth of ln U where the weight is from 0.01 to 0.2 sqrt(alpha).
func TestBinaryAgainstTheReference(t *testing.T) {
	check.Native(t)
	raw, err := os.ReadFile("testdata/binary.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries []slope
	if err := json.Unmarshal(raw, &entries); err != nil || len(entries) != 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		t.Run(e.ID, func(t *testing.T) {
			p := e.Parameters
			s := open(t, fmt.Sprintf("binary?beta=%g&n=%g&hidden=%g&lr=%g&init=%g&samples=%g&chains=%g", p.Beta, p.N, p.Nh, p.LR, p.Sigma, p.M, p.Mc))
			r := s.run.(*sharedWeight)
			var fit observables.Fit
			for steps(t, s, 1); math.Abs(r.along) < 0.2*math.Sqrt(r.alpha); steps(t, s, 1) {
				if w := math.Abs(r.along); w > 0.01 {
					fit.Add(float64(s.Update()), math.Log(w))
				}
			}
			got, _ := fit.Slope()
			check.Within(t, e.Quantity, got, e.Value[0], e.Tolerance[0])
			check.Broken(t, "the slope of another learning rate", func(b check.T) { check.Within(b, "slope", 1.05*got, e.Value[0], e.Tolerance[0]) })
		})
	}
}

// TestBinaryIsFigure5 runs two of the paper's three machines, N = 900, beta = 1.4, from larger weights than the reference's so as to be
// shorter. The end values are those of theory (reference entries bb.star.*).
func TestBinaryIsFigure5(t *testing.T) {
	check.Native(t)
	for _, row := range []struct {
		link                             string
		paper, overlap, sigma, w, tau, m float64
	}{
		{"binary?init=0.1&updates=420", 0.04478, 35.2, 1.758, 1.17186, 0.97310, 0.81453},
		{"binary?hidden=1000&lr=0.05&init=0.1&updates=500", 0.02986, 43.5, 1.375, 1.44957, 0.78667, 0.81453},
	} {
		x, s := finish(t, row.link)
		check.Within(t, row.link+": slope against the paper's", x["rate"].Value/row.paper, 1, 0.03)
		check.Within(t, row.link+": slope against theory", x["rate"].Value, x["rate"].Theory, 4*x["rate"].Error)
		check.Within(t, row.link+": t_c", x["t_c"].Value, x["t_c"].Theory, 4*x["t_c"].Error)
		check.Within(t, row.link+": final U", last(s, "overlap")/row.overlap, 1, 0.02)
		check.Within(t, row.link+": final singular value", last(s, "sigma")/row.sigma, 1, 0.02)
		for name, want := range map[string]float64{"w_final": row.w, "tau_final": row.tau, "m_final": row.m} {
			check.Close(t, row.link+": theory of "+name, x[name].Theory, want, 5)
			check.Within(t, row.link+": "+name, x[name].Value, want, 4*x[name].Error+0.005)
		}
		align(t, row.link, s)
	}
}

// align checks Fig. 5 right: the weights are along the pattern before the singular value reaches 1, and the magnetisation
// begins after.
func align(t *testing.T, link string, s *Session) {
	t.Helper()
	cos, sigma, m := series(t, s, "alignment").Y, series(t, s, "sigma").Y, series(t, s, "m").Y
	early, late := false, 0
	for i := range sigma {
		early = early || sigma[i] < 0.5 && cos[i] > 0.95
		if sigma[i] < 0.9 && m[i] > 0.12 { // |m| of free spins is 0.027, and grows as 1/sqrt(1-sigma^2)
			t.Errorf("%s: m = %.3f at the singular value %.2f", link, m[i], sigma[i])
		}
		if sigma[i] > 1.3 {
			if late++; m[i] < 0.3 {
				t.Errorf("%s: m = %.3f at the singular value %.2f", link, m[i], sigma[i])
			}
		}
	}
	if !early || late == 0 {
		t.Errorf("%s: alignment above 0.95 before the transition: %v; %d points after it", link, early, late)
	}
}

// TestBinaryAgreesWithTheoryAtTwoSizes averages over independent data sets, at N and 4N: the rate, the crossing, and the end,
// for which the solved dynamics know the finite size.
func TestBinaryAgreesWithTheoryAtTwoSizes(t *testing.T) {
	check.Native(t)
	for _, n := range []int{100, 400} {
		var rate, crossing, end, normal observables.Stat
		want := 0.0
		for seed := 1; seed <= 16; seed++ {
			x, s := finish(t, fmt.Sprintf("binary?n=%d&hidden=%d&lr=0.06&init=0.03&samples=500&chains=100&seed=%d&updates=220", n, n/2, seed))
			want = x["rate"].Theory
			rate.Add(x["rate"].Value)
			crossing.Add(x["t_c"].Value - x["t_c"].Theory)
			normal.Add((x["t_c"].Value - x["t_c"].Theory) / x["t_c"].Error)
			end.Add(last(s, "overlap") - last(s, "overlap.theory"))
			if k := int(x["t_c"].Value); k < 127 { // recorded at every update
				if sigma := series(t, s, "sigma").Y; sigma[k] >= 1 || sigma[k+1] < 1 {
					t.Errorf("t_c = %g, where the singular value goes from %g to %g", x["t_c"].Value, sigma[k], sigma[k+1])
				}
			}
		}
		check.Agree(t, fmt.Sprintf("rate at N=%d", n), rate.Mean(), rate.StdErr(), want, 4)
		check.Within(t, fmt.Sprintf("scatter of the rate at N=%d", n), rate.StdErr()/want, 0, 0.004)
		check.Agree(t, fmt.Sprintf("crossing at N=%d", n), crossing.Mean(), crossing.StdErr(), 0, 4)
		check.Within(t, fmt.Sprintf("errors of the crossing at N=%d", n), normal.Variance(), 1, 0.9)
		check.Agree(t, fmt.Sprintf("final overlap at N=%d", n), end.Mean(), end.StdErr(), 0, 4)
	}
}

// TestBinaryChainsOfBothMethods end where theory says, and nothing happens for data without magnetisation.
func TestBinaryChainsOfBothMethods(t *testing.T) {
	for method, tolerance := range map[string]float64{"pcd": 0.02, "cd": 0.06} {
		x, _ := finish(t, "binary?n=200&hidden=100&lr=0.06&init=0.03&samples=2000&chains=200&updates=220&method="+method)
		check.Within(t, method+": w", x["w_final"].Value, x["w_final"].Theory, tolerance)
		check.Within(t, method+": tau", x["tau_final"].Value, x["tau_final"].Theory, tolerance)
	}
	x, s := finish(t, "binary?beta=0.6&n=300&hidden=100&samples=2000&chains=50&updates=150")
	if !math.IsNaN(x["t_c"].Value) || !math.IsNaN(x["t_c"].Theory) || last(s, "sigma") > 0.4 || math.Abs(x["w_final"].Theory-math.Sqrt(0.6/3)) > 1e-12 {
		t.Errorf("beta = 0.6: %v, singular value %g", x, last(s, "sigma"))
	}
}

// TestBinaryChangesReplay: a change of beta begins a segment whose theory starts from the weights there.
func TestBinaryChangesReplay(t *testing.T) {
	const link = "binary?n=300&hidden=150&lr=0.06&init=0.03&samples=1000&chains=100&updates=500"
	s := steps(t, open(t, link), 50)
	s.Set("beta", "2")
	steps(t, s, 450)
	again := steps(t, open(t, s.Link().String()), 500)
	if s.Hash() != again.Hash() || s.Segment() != 1 {
		t.Errorf("%s replays to %s, was %s", s.Link(), again.Hash(), s.Hash())
	}
	measured, predicted := series(t, s, "overlap"), series(t, s, "overlap.theory")
	for i, j := 0, 0; i < len(measured.X); i++ {
		for predicted.X[j] < measured.X[i] {
			j++
		}
		if u := measured.X[i]; u > 50 && u < 80 {
			check.Within(t, fmt.Sprintf("overlap at %g over theory, which began with the segment", u), measured.Y[i]/predicted.Y[j], 1, 0.03)
		}
	}
	check.Within(t, "the new segment's theory at the end", last(s, "overlap"), last(s, "overlap.theory"), 0.02*last(s, "overlap"))
	old, _ := theory.SharedWeight{Alpha: 0.5, Beta: 1.4}.Stationary()
	end, _ := theory.SharedWeight{Alpha: 0.5, Beta: 2}.Stationary()
	if w := last(s, "overlap") / math.Sqrt(300); w < old+0.8*(end-old) || w > end {
		t.Errorf("the weight went from %g to %g; %g is its end", old, w, end)
	}
}

// TestLogSinhIsThatOfTheField exerted by the data, up to a constant.
func TestLogSinhIsThatOfTheField(t *testing.T) {
	s := steps(t, open(t, "binary?n=200&hidden=50&samples=20&chains=10"), 1)
	r, m := s.run.(*sharedWeight), theory.Magnetisation(1.4)
	for _, w := range []float64{0.01, 0.1, 0.5} {
		check.Close(t, "ln sinh", r.logSinh(2*w)-r.logSinh(w), math.Log(math.Sinh(2*m*w*4)/math.Sinh(m*w*4)), 10)
	}
}

// TestBinaryHistogramSplits looks at what the page shows before and after the transition.
func TestBinaryHistogramSplits(t *testing.T) {
	s := open(t, "binary?n=400&hidden=200&lr=0.06&samples=500&updates=220")
	look := func() (area, centre float64, branches int) {
		s.Fields(func(f Field) {
			switch f.Name {
			case "histogram":
				for b := range f.Cols {
					area += float64(f.Data[f.Cols+b] * (f.Data[1] - f.Data[0]))
				}
				centre = float64(f.Data[f.Cols+f.Cols/2])
			case "histogram.theory":
				branches = f.Cols
			}
		})
		return area, centre, branches
	}
	steps(t, s, 1)
	before, centre, one := look()
	steps(t, s, 219)
	after, gap, two := look()
	check.Within(t, "area before", before, 1, 1e-5)
	check.Within(t, "area after", after, 1, 1e-5)
	if one != 1 || two != 2 || centre < 2 || gap > 0.05 {
		t.Errorf("%d branches and density %g at 0 before, %d and %g after", one, centre, two, gap)
	}
}
