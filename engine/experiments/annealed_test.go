package experiments

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/engine/internal/check"
)

// taught trains a family on 200 sites of made-up haplotypes, which need no file.
func taught(t *testing.T, wanted func(critical float64) []float64) *annealed {
	t.Helper()
	s := open(t, "scaling?machine=genome&chains=200")
	a := newAnnealed(s.run.(*scaling).in, lessons["genome"], 1, wanted)
	for range a.training() {
		if err := a.train(still); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// TestAnnealed looks at one family from all sides; the last part gives its memory back.
func TestAnnealed(t *testing.T) {
	a := taught(t, func(critical float64) []float64 { return scalingWeights(16, critical) })
	t.Run("machines", func(t *testing.T) { annealedMachines(t, a) })
	t.Run("chains", func(t *testing.T) { annealedChains(t, a) })
	t.Run("release", func(t *testing.T) { annealedRelease(t, a) })
}

// annealedMachines: they are in order, near what was wanted, on both sides of the transition, and what
// is said of them is true.
func annealedMachines(t *testing.T, a *annealed) {
	list := a.models()
	if len(list) != 16 || list[0].rho() > 0.4 || list[15].rho() < 1.3 {
		t.Fatalf("%d machines, rho from %.2f to %.2f", len(list), list[0].rho(), list[15].rho())
	}
	wanted := scalingWeights(16, list[0].critical)
	for i, m := range list {
		if i > 0 && m.w <= list[i-1].w {
			t.Errorf("machine %d has w = %.3f, the one before %.3f", i, m.w, list[i-1].w)
		}
		check.Within(t, fmt.Sprintf("w of machine %d, relative", i), m.w/wanted[i], 1, 0.03)
		a.pick(i, 0)
		// |W'u| = w, |u| = 1, and the other way round.
		u, squares, norm := a.mode.Row(0), 0.0, 0.0
		for j := range a.machine.W.Cols {
			sum := 0.0
			for k, x := range u {
				sum += float64(x) * float64(a.machine.W.Row(k)[j])
			}
			squares += sum * sum
		}
		four := 0.0
		for _, x := range u {
			norm += float64(x) * float64(x)
			four += math.Pow(float64(x), 4)
		}
		check.Within(t, "|W'u|", math.Sqrt(squares), m.w, 2e-3*m.w)
		check.Within(t, "|u|", norm, 1, 1e-5)
		check.Close(t, "sum u^4", m.visible, four, 6)
		if m.hidden < 1/float64(a.machine.W.Cols) || m.units() > 50 || m.critical < 4 {
			t.Errorf("machine %d: %+v", i, m)
		}
	}
	weights := slices.Clone(a.machine.B)
	a.pick(15, 0.25)
	for k, u := range a.mode.Row(0) {
		check.Within(t, "tilted bias", float64(a.machine.B[k]-weights[k]), 0.25*math.Sqrt(200)*float64(u), 1e-5)
	}
}

// annealedChains begin in random states or along the mode, and their susceptibility below the transition is that of theory.
func annealedChains(t *testing.T, a *annealed) {
	a.pick(0, 0)
	x := make([]float64, 200)
	a.start(true, still)
	a.project(x)
	most := -a.centre
	for _, u := range a.mode.Row(0) {
		most += max(float64(u), 0)
	}
	check.Within(t, "projection of aligned chains", slices.Min(x), most, 1e-4)
	check.Within(t, "projection of aligned chains", slices.Max(x), most, 1e-4)
	a.start(false, still)
	a.project(x)
	s, h := newSampler(a, false, 200), newSampler(a, true, 200)
	s.moments.Add(x)
	value, err := s.moments.Variance()
	check.Agree(t, "variance of free chains", value, err, 0.25, 4)
	for i, m := range a.models()[:2] {
		a.pick(i, 0)
		s.measure(80, still)
		chi, err := s.moments.Variance()
		// The first finite-size correction, and the higher modes, are a tenth.
		c := (m.rho()*m.visible + m.rho()*m.rho()*m.hidden) / ((1 - m.rho()) * (1 - m.rho()))
		check.Within(t, fmt.Sprintf("chi at rho = %.2f over 4/(w_c^2-w^2)", m.rho()), chi*(m.critical*m.critical-m.w*m.w)/4*(1+c), 1, 0.12+4*err/chi)
		h.measure(80, still)
		chi, err = h.moments.Variance()
		c = (m.rho()*m.hidden + m.rho()*m.rho()*m.visible) / ((1 - m.rho()) * (1 - m.rho()))
		check.Within(t, fmt.Sprintf("chi of the hidden layer at rho = %.2f over 1/(4(1-rho))", m.rho()), chi*4*(1-m.rho())*(1+c), 1, 0.12+4*err/chi)
		mean, _ := h.moments.Mean()
		check.Within(t, "mean of ubar.(h-1/2), which training leaves near 0", mean, 0, 0.2)
	}
	a.pick(14, 0.2)
	s.measure(40, still)
	up, _ := s.moments.Mean()
	a.pick(14, -0.2)
	s.measure(40, still)
	if down, _ := s.moments.Mean(); down > up-1 {
		t.Errorf("a field of either sign gives %.2f and %.2f", up, down)
	}
}

// annealedRelease keeps the description, and a digest that still tells one training from another.
func annealedRelease(t *testing.T, a *annealed) {
	before, after, want := digestStart, digestStart, digestStart
	a.digest(&before)
	a.release()
	a.digest(&after)
	want.word(uint64(before))
	if a.path != nil || a.chains != nil || len(a.models()) != 16 || after != want {
		t.Errorf("path %v, %d models, digest %x, want %x", a.path, len(a.models()), after, want)
	}
}

// TestAnnealedProtocols runs all three on small machines.
func TestAnnealedProtocols(t *testing.T) {
	check.Native(t)
	s := open(t, "hysteresis?machine=digits&w=4.2&k=4&chains=20&steps=8")
	if err := s.Prepare(still); err != nil {
		t.Fatal(err)
	}
	r := s.run.(*hysteresis) // with smaller pictures than the usual ones
	r.machine = newAnnealed(r.in, lessons["digits"], 0, func(float64) []float64 { return []float64{4.2} })
	steps(t, s, s.Updates())
	x := map[string]Scalar{}
	for _, scalar := range s.Scalars() {
		x[scalar.Name] = scalar
	}
	if up := series(t, s, "m_up").Y; !finite(x["area"].Value) || up[8] < up[0]+0.2 {
		t.Errorf("area %v, m from %g to %g", x["area"], up[0], up[8])
	}
	_, s = finish(t, "relaxation?machine=genome&sizes=1&points=3&sweeps=160&chains=100")
	tau, law := series(t, s, "tau.99"), series(t, s, "tau.99.theory")
	for i, w := range tau.X { // theory is that of a uniform mode
		check.Within(t, fmt.Sprintf("tau at w = %.2f, relative", w), tau.Y[i]/law.Y[i], 1, 0.3)
	}
	if limit := series(t, s, "tau.theory"); law.X[2] != tau.X[2] || law.Y[2] < 3*law.Y[0] || !(limit.Y[0] > law.Y[0]) {
		t.Errorf("laws %v and %v", law, limit)
	}
	x, s = finish(t, "scaling?machine=genome&sizes=2&points=16&sweeps=60&chains=100")
	check.Within(t, "w_c, relative to linear theory", x["w_c"].Value/x["w_c"].Theory, 1, 0.03+3*x["w_c"].Error/4)
	small, large := series(t, s, "chi.99"), series(t, s, "chi.200")
	if slices.Max(large.Y) < 1.3*slices.Max(small.Y) {
		t.Errorf("the susceptibility of 200 sites reaches %.2f, that of 99 %.2f", slices.Max(large.Y), slices.Max(small.Y))
	}
}

// TestProtocolsAskForTheirFiles: digits for the machine that learns them, nothing for the rank-one machine.
func TestProtocolsAskForTheirFiles(t *testing.T) {
	for link, want := range map[string]string{"scaling": "", "relaxation?machine=digits": "digits", "hysteresis?machine=faces": "faces", "scaling?machine=genome": ""} {
		l, _, err := ParseLink(link)
		if got := (&Assets{}).Missing(l); err != nil || got != want {
			t.Errorf("%s needs %q, want %q", link, got, want)
		}
	}
}

// TestSizesNameTheSeries: what the page is told of the sizes before the run is what the run's series are called after.
// TestRecordsWithoutTransitionsHaveAnEmptyList: readers may take its length.
func TestRecordsWithoutTransitionsHaveAnEmptyList(t *testing.T) {
	link, _, err := ParseLink("hysteresis?size=20&k=1&steps=4&chains=20")
	if err != nil {
		t.Fatal(err)
	}
	s := Open(link, nil, &Assets{})
	if err := s.Step(still); err != nil {
		t.Fatal(err)
	}
	record, _ := s.Record("test")
	p, err := json.Marshal(record)
	if err != nil || !strings.Contains(string(p), `"transitions":[]`) {
		t.Errorf("error %v, and no empty list of transitions in %.300s", err, p)
	}
}

func TestSizesNameTheSeries(t *testing.T) {
	for link, want := range map[string][]int{
		"scaling?sizes=3": {100, 200, 400}, "scaling?machine=genome&sizes=6": {99, 200, 402, 805}, "relaxation?machine=digits&sizes=2": {100, 196}, "hysteresis": nil, "mattis": nil,
	} {
		l, _, err := ParseLink(link)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&Session{link: l}).Sizes(); !slices.Equal(got, want) {
			t.Errorf("%s: sizes %d, want %d", link, got, want)
		}
	}
	_, s := finish(t, "scaling?sizes=2&sweeps=8&chains=20&points=8")
	record, _ := s.Record("")
	for _, name := range []string{"chi.100", "chi.200"} {
		if record.Series[name] == nil {
			t.Errorf("no series %s", name)
		}
	}
}
