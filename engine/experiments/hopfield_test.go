package experiments

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/observables"
	"cascade/engine/theory"
)

// finish runs a link to its end and returns its scalars by name.
func finish(t testing.TB, link string) (map[string]Scalar, *Session) {
	t.Helper()
	s := open(t, link)
	steps(t, s, s.Updates())
	m := map[string]Scalar{}
	for _, x := range s.Scalars() {
		m[x.Name] = x
	}
	return m, s
}

// fieldsOf returns copies of the present fields by name.
func fieldsOf(s *Session) map[string]Field {
	m := map[string]Field{}
	s.Fields(func(f Field) {
		f.Data = slices.Clone(f.Data)
		m[f.Name] = f
	})
	return m
}

// last returns the final value of a series.
func last(s *Session, name string) float64 {
	record, _ := s.Record("")
	y := record.Series[name].Y
	return y[len(y)-1]
}

// TestHopfieldAgainstTheReference compares with an independent implementation: N = 1000, 2000 samples, 500 chains, lr = 0.1 gave
// these means and bands (reference entries mc.bg2.1000.2.0.3 and mc.bg2.1000.3.0.5, where t = lr x updates).
func TestHopfieldAgainstTheReference(t *testing.T) {
	check.Native(t)
	for _, row := range []struct {
		link                           string
		rates, ratios, sigmas          [2]float64
		rateBand, ratioBand, sigmaBand [2]float64
		r, p                           float64
	}{
		{"hopfield", [2]float64{0.6148, 0.227}, [2]float64{1, 1.005}, [2]float64{2.626, 1.407},
			[2]float64{0.006, 0.004}, [2]float64{0.02, 0.04}, [2]float64{0.06, 0.04}, 0.9883458798221558, 0.8145285312125005},
		{"hopfield?beta=3&kappa=0.5&updates=900", [2]float64{0.7219, 0.1802}, [2]float64{1.001, 1}, [2]float64{3.95, 1.505},
			[2]float64{0.006, 0.004}, [2]float64{0.02, 0.03}, [2]float64{0.15, 0.04}, 0.9997526609387566, 0.8585596366401104},
	} {
		x, s := finish(t, row.link)
		for k, names := range [2][3]string{{"rate1", "t_I", "sigma1"}, {"rate2", "t_II", "sigma2"}} {
			rate, time := x[names[0]], x[names[1]]
			check.Within(t, row.link+": "+names[0]+"/lr", rate.Value/0.1, row.rates[k], row.rateBand[k])
			check.Within(t, row.link+": "+names[0]+" over its theory", rate.Value/rate.Theory, 1, 0.01)
			check.Within(t, row.link+": "+names[1]+" over its theory", time.Value/time.Theory, row.ratios[k], row.ratioBand[k])
			check.Within(t, row.link+": "+names[2], last(s, names[2]), row.sigmas[k], row.sigmaBand[k])
			check.Within(t, row.link+": "+names[2]+" over its theory", last(s, names[2])/last(s, names[2]+".theory"), 1, 0.02)
		}
		check.Close(t, "theory of r", x["r"].Theory, row.r, 12)
		check.Close(t, "theory of p", x["p"].Theory, row.p, 12)
		check.Within(t, "r of the samples", x["r"].Value, row.r, 0.002) // E|m| of 350 and 250 spins is 0.01 below the theory for large N
		check.Within(t, "p of the samples", x["p"].Value, row.p, 0.012)
		for name, want := range map[string]float64{"minima": 4, "lumps": 4} {
			if x[name].Value != want || x[name].Theory != want {
				t.Errorf("%s: %s %+v, want %v", row.link, name, x[name], want)
			}
		}
		minimaAtTheRightTimes(t, s, x)
		minimaOnTheData(t, s)
	}
}

// minimaAtTheRightTimes: one minimum exactly until sigma1 passes 1, two from then on, four a little after sigma2 passes 1. The
// delay is that of the amplitudes' product a.b, which stays a little tilted: up to 0.6 in t in the reference.
func minimaAtTheRightTimes(t *testing.T, s *Session, x map[string]Scalar) {
	t.Helper()
	record, _ := s.Record("")
	m := record.Series["minima"]
	for i, u := range m.X {
		want := 1.0
		switch {
		case u > x["t_II"].Value+12:
			want = 4
		case u > x["t_II"].Value:
			continue
		case u >= x["t_I"].Value:
			want = 2
		}
		if m.Y[i] != want {
			t.Errorf("%s: %v minima at update %v, want %v; t_I %.1f, t_II %.1f", s.Link(), m.Y[i], u, want, x["t_I"].Value, x["t_II"].Value)
			return
		}
	}
}

// minimaOnTheData: the free energy's four minima lie on the clusters that the projected samples form, within 2 %.
func minimaOnTheData(t *testing.T, s *Session) {
	t.Helper()
	f := fieldsOf(s)
	wells, dots := f["free_energy.minima"], f["projections.data"]
	for w := range wells.Cols {
		h := [2]float64{float64(wells.Data[w]), float64(wells.Data[wells.Cols+w])}
		var mean [2]observables.Stat
		for c := range dots.Cols {
			p := [2]float64{float64(dots.Data[c]), float64(dots.Data[dots.Cols+c])}
			nearest := true
			for v := range wells.Cols {
				dx, dy := float64(wells.Data[v])-p[0], float64(wells.Data[wells.Cols+v])-p[1]
				nearest = nearest && math.Hypot(h[0]-p[0], h[1]-p[1]) <= math.Hypot(dx, dy)
			}
			if nearest {
				mean[0].Add(p[0])
				mean[1].Add(p[1])
			}
		}
		off := math.Hypot(mean[0].Mean()-h[0], mean[1].Mean()-h[1]) / math.Hypot(h[0], h[1])
		if mean[0].N() < 50 || off > 0.02 {
			t.Errorf("%s: %d samples around the minimum %v, whose mean is %.3f of its distance off", s.Link(), mean[0].N(), h, off)
		}
	}
}

// TestTwoTransitionsAgreeWithTheoryAtTwoSizes averages over independent data sets at N and 4N.
func TestTwoTransitionsAgreeWithTheoryAtTwoSizes(t *testing.T) {
	check.Native(t)
	for _, n := range []int{100, 400} {
		off, pull := map[string]*observables.Stat{}, map[string]*observables.Stat{}
		names := []string{"rate1", "rate2", "t_I", "t_II"}
		for _, name := range append(names, "sigma1", "sigma2") {
			off[name], pull[name] = &observables.Stat{}, &observables.Stat{}
		}
		for seed := 1; seed <= 12; seed++ {
			x, s := finish(t, fmt.Sprintf("hopfield?n=%d&samples=1000&init=0.03&chains=200&seed=%d&updates=500", n, seed))
			for _, name := range names {
				off[name].Add(x[name].Value/x[name].Theory - 1)
				pull[name].Add((x[name].Value - x[name].Theory) / x[name].Error)
			}
			for _, name := range []string{"sigma1", "sigma2"} {
				if name == "sigma2" && !(x["t_II"].Value < 450) { // the run ends amid the transition
					continue
				}
				off[name].Add(last(s, name)/last(s, name+".theory") - 1)
			}
		}
		for name, scatter := range map[string]float64{"rate1": 0.002, "rate2": 0.01, "t_I": 0.006, "t_II": 0.02, "sigma1": 0.01, "sigma2": 0.03} {
			what := fmt.Sprintf("%s over theory, less 1, at N=%d", name, n)
			check.Agree(t, what, off[name].Mean(), math.Hypot(off[name].StdErr(), 0.002), 0, 4)
			check.Within(t, "standard error of "+what, off[name].StdErr(), 0, scatter)
		}
		for _, name := range names { // the error bars are honest
			if spread := math.Sqrt(pull[name].Variance()); !(spread > 0.4 && spread < 1.8 && math.Abs(pull[name].Mean()) < 1.2) {
				t.Errorf("N=%d: %s is off by %.2f +- %.2f errors; want 0 +- 1", n, name, pull[name].Mean(), spread)
			}
		}
	}
}

// TestPhasesWithoutFourLumps: the phase decides how many transitions there are, and the session says so beforehand.
func TestPhasesWithoutFourLumps(t *testing.T) {
	const rest = "&chains=200&updates=300"
	for _, row := range []struct {
		link, says string
		first      bool // a first transition is there
		lumps      float64
	}{
		{"hopfield?beta=1.1&n=300&samples=1000" + rest, "beta(1-kappa)=0.77 is not above 1", true, 2},
		{"hopfield?beta=0.7&n=300&samples=1000" + rest, "beta(1+kappa)=0.91 is not above 1", false, 1},
		{"hopfield?beta=1.6&n=300&samples=1000&hidden=1" + rest, "hidden=1 learns one mode only", true, 2},
	} {
		link := row.link
		x, s := finish(t, link)
		if list := s.Corrections(); len(list) != 1 || !strings.HasPrefix(list[0], row.says) {
			t.Errorf("%s: %q, want %q", link, list, row.says)
		}
		if record, _ := s.Record(""); !slices.Equal(record.Corrections, s.Corrections()) {
			t.Errorf("%s: the record says %q", link, record.Corrections)
		}
		if finite(x["t_I"].Value) != row.first || finite(x["t_I"].Theory) != row.first {
			t.Errorf("%s: t_I %+v", link, x["t_I"])
		}
		if finite(x["t_II"].Value) || finite(x["t_II"].Theory) {
			t.Errorf("%s: t_II %+v", link, x["t_II"])
		}
		for _, name := range []string{"minima", "lumps"} {
			if x[name].Value != row.lumps || x[name].Theory != row.lumps {
				t.Errorf("%s: %s %+v, want %v", link, name, x[name], row.lumps)
			}
		}
		if row.first {
			check.Within(t, link+": t_I over its theory", x["t_I"].Value/x["t_I"].Theory, 1, 0.05)
		}
	}
}

// TestMoreHiddenUnitsThanModes: three units learn the two modes as well; the third direction stays empty, and the free
// energy of the two leading ones shows four minima.
func TestMoreHiddenUnitsThanModes(t *testing.T) {
	x, s := finish(t, "hopfield?n=400&samples=1000&hidden=3&chains=200&updates=500")
	check.Within(t, "t_I over its theory", x["t_I"].Value/x["t_I"].Theory, 1, 0.02)
	check.Within(t, "t_II over its theory", x["t_II"].Value/x["t_II"].Theory, 1, 0.04)
	check.Within(t, "sigma1", last(s, "sigma1"), 2.6, 0.06)
	check.Within(t, "sigma2", last(s, "sigma2"), 1.4, 0.06)
	if x["minima"].Value != 4 || x["lumps"].Value != 4 {
		t.Errorf("%v minima, %v lumps", x["minima"].Value, x["lumps"].Value)
	}
	r := s.run.(*hopfield)
	check.Within(t, "third singular value, squared over N", math.Pow(r.spectrum.Values[2], 2)/400, 0, 0.01)
	minimaOnTheData(t, s)
}

// TestFreeEnergyField compares the grid with theory's own formula, and the projections and magnetisations with sums over spins.
func TestFreeEnergyField(t *testing.T) {
	for _, hidden := range []int{1, 2, 3} {
		s := steps(t, open(t, fmt.Sprintf("hopfield?n=100&samples=40&init=1&hidden=%d&chains=30", hidden)), 5)
		if hidden == 2 {
			s = steps(t, open(t, "hopfield?n=100&samples=40&init=1&chains=30"), 5)
		}
		r, f := s.run.(*hopfield), fieldsOf(s)
		grid := f["free_energy"]
		lowest := math.Inf(1)
		for i := range grid.Rows {
			for j := range grid.Cols {
				at := func(k, n int, from, to float32) float64 {
					return float64(from) + float64(to-from)*float64(k)/float64(n-1)
				}
				h := theory.Point{at(j, grid.Cols, grid.Extent[0], grid.Extent[1]), at(i, grid.Rows, grid.Extent[2], grid.Extent[3])}
				check.Within(t, fmt.Sprintf("f at %v", h), float64(grid.Data[i*grid.Cols+j]), r.wide.FreeEnergy(h), 4e-6)
				lowest = min(lowest, float64(grid.Data[i*grid.Cols+j]))
			}
		}
		wells := f["free_energy.minima"]
		for w := range wells.Cols {
			e := r.wide.FreeEnergy(theory.Point{float64(wells.Data[w]), float64(wells.Data[wells.Cols+w])})
			if w == 0 && e > lowest+1e-6 && wells.Cols < 3 {
				t.Errorf("minimum of %v above the grid's %v", e, lowest)
			}
		}
		chains := r.trainer.Chains
		sum := func(c int, w []float32) float64 {
			x := 0.0
			for i, y := range w {
				x += float64(y) * float64(2*btoi(chains.Bit(c, i))-1)
			}
			return x
		}
		for c := range chains.Chains {
			for d := range 2 {
				check.Within(t, "projection", float64(f["projections"].Data[d*chains.Chains+c]), sum(c, r.plane[d])/100, 1e-5)
				group := make([]float32, 100) // of 65 and 35 spins
				for i := range group {
					if (i >= 65) == (d == 1) {
						group[i] = 1 / float32(65-30*d)
					}
				}
				check.Within(t, "magnetisation", float64(f["magnetisations"].Data[d*chains.Chains+c]), sum(c, group), 1e-5)
			}
		}
		if hidden == 2 && (&r.plane[0][0] == &r.trainer.Machine.W[0][0] || r.plane[0][7] != r.trainer.Machine.W[0][7]) {
			t.Error("with two hidden units the directions are the units themselves")
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestKappaChangesTheModes: new groups of spins, new samples, theory from the present weights; and the link replays it.
func TestKappaChangesTheModes(t *testing.T) {
	const base = "hopfield?beta=3&n=100&samples=300&chains=50&updates=500"
	s := steps(t, open(t, base), 200)
	if restart, notes := s.Set("kappa", "0.6"); restart != nil || len(notes) > 0 {
		t.Fatalf("%v %v", restart, notes)
	}
	steps(t, s, 200)
	r := s.run.(*hopfield)
	if !slices.Equal(r.law.Sizes, []int{80, 20}) || s.Segment() != 1 {
		t.Errorf("sizes %v, segment %d", r.law.Sizes, s.Segment())
	}
	record, order := s.Record("")
	for _, name := range order {
		for i, x := range record.Series[name].X {
			if i > 0 && x <= record.Series[name].X[i-1] {
				t.Fatalf("%s has %v behind %v", name, x, record.Series[name].X[i-1])
			}
		}
	}
	for _, name := range []string{"overlap1", "overlap2", "sigma1", "sigma2"} { // theory goes on where the weights were
		predicted, measured := record.Series[name+".theory"], record.Series[name]
		i, j := slices.Index(predicted.X, 202), slices.Index(measured.X, 202)
		check.Within(t, name+" over theory after the change", measured.Y[j]/predicted.Y[i], 1, 0.03)
	}
	if again := steps(t, open(t, s.Link().String()), 400); again.Hash() != s.Hash() {
		t.Errorf("%s replays to %s, was %s", s.Link(), again.Hash(), s.Hash())
	}
	_, notes := s.Set("beta", "1.1")
	if len(notes) != 1 || !strings.Contains(notes[0], "pair-retrieval") {
		t.Errorf("notes %q", notes)
	}
}

// TestExtremeHopfields: nothing that is not finite reaches a record, whatever the parameters.
func TestExtremeHopfields(t *testing.T) {
	var diverged []string
	for _, link := range []string{
		"hopfield?kappa=0.95&n=20&samples=1&hidden=10&chains=2&updates=30",
		"hopfield?beta=4&kappa=0&n=20&samples=7&init=2&hidden=1&method=cd&chains=2&updates=30",
		"hopfield?beta=4&kappa=0&n=37&samples=7&lr=10&init=2&chains=5&updates=60",
		"hopfield?beta=0.1&n=21&samples=3&lr=1e-6&init=1e-6&chains=3&updates=20",
		"hierarchy?beta=4&modes=6&ratio=0.3&n=60&samples=1&lr=10&init=2&chains=2&updates=60",
		"hierarchy?beta=0.1&modes=6&ratio=1&n=61&samples=2&chains=3&updates=20",
	} {
		s := open(t, link)
		for range s.Updates() {
			if err := s.Step(still); err != nil {
				if _, ok := err.(*DivergedError); !ok || !strings.Contains(err.Error(), "stable up to about") {
					t.Errorf("%s: %v", link, err)
				}
				diverged = append(diverged, link)
				break
			}
		}
		for _, x := range weightsOf(s) {
			if !finite(float64(x)) {
				t.Fatalf("%s: a weight is %v", link, x)
			}
		}
		record, order := s.Record("")
		for _, name := range order {
			for i, y := range record.Series[name].Y {
				if !finite(y) {
					t.Fatalf("%s: %s is %v at %v", link, name, y, record.Series[name].X[i])
				}
			}
		}
		for name, f := range record.Fields {
			for _, z := range f.Z {
				if !finite(z) {
					t.Fatalf("%s: %s holds %v", link, name, z)
				}
			}
		}
	}
	if len(diverged) == 0 {
		t.Error("none diverged")
	}
}

func weightsOf(s *Session) (w []float32) {
	var rows [][]float32
	switch r := s.run.(type) {
	case *hopfield:
		rows = r.trainer.Machine.W
	case *hierarchy:
		rows = r.trainer.Machine.W
	}
	return slices.Concat(rows...)
}

// TestRatesOfMixedModesAreHonest: modes of one rate are mixed by the samples' chance and then repel each other, by many times what the
// spread of m^2 moves each of them.
func TestRatesOfMixedModesAreHonest(t *testing.T) {
	squares := [2]observables.Stat{}
	for seed := 1; seed <= 8; seed++ {
		x, _ := finish(t, fmt.Sprintf("hopfield?kappa=0&n=100&samples=300&chains=100&init=0.03&lr=0.2&updates=110&seed=%d", seed))
		for k := range squares {
			s := x["rate"+number(k)]
			z := (s.Value - s.Theory) / s.Error
			squares[k].Add(z * z)
		}
	}
	for k := range squares {
		check.Within(t, "root mean square of the distance from theory, in errors, mode "+number(k), math.Sqrt(squares[k].Mean()), 0, 2)
	}
}
