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

// exactSizes returns what infinitely many chains would measure at the weights of a run, with errors as those of a real one.
func exactSizes(sizes, points int) [][]reading {
	var all [][]reading
	for i := range sizes {
		f := newRankOne(100<<i, 1, 1, scalingWeights(points, 4))
		list := exactReadings(100<<i, f.models())
		for k := range list {
			t := list[k].distance()
			list[k].chiErr = 0.005 * list[k].chi * (1 + 2/(1+t*t))
		}
		all = append(all, list)
	}
	return all
}

// TestFitsOfExactCurvesGiveTheExactNumbers: what the fits leave out is far below the errors of a run.
func TestFitsOfExactCurvesGiveTheExactNumbers(t *testing.T) {
	for _, points := range []int{24, 40} {
		sizes := exactSizes(4, points)
		w, _ := criticalFit(sizes)
		check.Within(t, "w_c", w, 4, 0.0008)
		gamma, _ := gammaFit(sizes, w, 0.001)
		check.Within(t, "gamma", gamma, 1, 0.003)
		nu, _ := nuFit(sizes)
		check.Within(t, "nu", nu, 0.5, 0.003)
		phi, _ := phiFit(sizes)
		check.Within(t, "phi(0)", phi, 1.1708286566, 0.001)
		for i := range 3 {
			got, _ := binderCrossing(sizes[i], sizes[i+1])
			law, next := theory.NewRankOne(100<<i, 100<<i, got), theory.NewRankOne(200<<i, 200<<i, got)
			check.Within(t, "difference of the Binder cumulants at their crossing", law.Binder(), next.Binder(), 3e-4)
			if i == 0 {
				check.Within(t, "crossing of 100 and 200", got, 4.02292, 0.003) // reference entry r1.cross.100
			}
		}
		for _, x := range sizes[3] { // corrections of order 1/sqrt(N_e) grow with t: 10 % at t = 2
			if d := x.distance(); d > -4 && d < 1 {
				check.Within(t, fmt.Sprintf("phi(%.2f) of N = 800, relative", d), x.phi()/theory.ScalingFunction(d), 1, 0.05)
			}
		}
	}
}

// TestFitsOfSmallMachines come closer to the transition, where the correction is large: 3 %.
func TestFitsOfSmallMachines(t *testing.T) {
	for _, n := range []int{20, 40} {
		list := exactReadings(n, newRankOne(n, 1, 1, scalingWeights(24, 4)).models())
		w, _ := criticalFit([][]reading{list})
		check.Within(t, fmt.Sprintf("w_c of N = %d", n), w, 4, 0.12)
	}
}

// counter is a family whose projections are the number of sweeps.
type counter struct {
	*rankOne
	sweeps float64
}

func (c *counter) sweep(func()) { c.sweeps++ }
func (c *counter) project(x []float64) {
	for i := range x {
		x[i] = c.sweeps + float64(i)
	}
}

// TestSamplerKeepsThreeQuarters of the sweeps.
func TestSamplerKeepsThreeQuarters(t *testing.T) {
	s := newSampler(&counter{}, false, 3)
	for range 2 {
		s.family.(*counter).sweeps = 0
		s.measure(40, still)
		mean, _ := s.moments.Mean()
		check.Close(t, "mean sweep that is kept", mean, (11+40)/2.0+1, 12)
	}
}

// TestBothWays are joined where they agree.
func TestBothWays(t *testing.T) {
	up := []reading{{chi: 1, chiErr: 0.1, binder: 0.5, binderErr: 0.1}, {chi: 1, chiErr: 0.1, binder: 0.5, binderErr: 0.1}, {chi: 2, chiErr: 0.1, binder: 0.5, binderErr: 0.1}}
	down := []reading{{chi: 1.2, chiErr: 0.1, binder: 0.6, binderErr: 0.1}, {chi: 0.5, chiErr: 0.1, binder: 0.5, binderErr: 0.1}}
	list := both(up, down)
	for i, want := range []float64{1, 1.1, 2} {
		check.Close(t, "chi", list[i].chi, want, 12)
	}
	check.Close(t, "Binder cumulant", list[1].binder, 0.55, 12)
	check.Close(t, "error of a mean", list[1].chiErr, 0.1/math.Sqrt2, 12)
	check.Within(t, "chi on the way up", up[1].chi, 1, 0)
}

// TestScalingMeasuresTheExactSusceptibility: every reading of both ways, below the transition and at it, agrees with the sum
// over all states; so does the Binder cumulant.
func TestScalingMeasuresTheExactSusceptibility(t *testing.T) {
	check.Native(t)
	var deviations observables.Stat
	first := map[float64]bool{}
	for _, layer := range []string{"visible", "hidden"} { // which have the same law, Nv = Nh
		first[scalingAgainstExact(t, "scaling?sizes=2&points=8&sweeps=200&chains=200&layer="+layer, &deviations)] = true
	}
	if len(first) != 2 {
		t.Error("both layers have the same chains")
	}
	check.Within(t, "mean square of the deviations in units of their errors", deviations.Mean(), 1, 0.6)
}

func scalingAgainstExact(t *testing.T, link string, deviations *observables.Stat) (first float64) {
	_, s := finish(t, link)
	for _, m := range s.run.(*scaling).members {
		for i, exact := range m.exact {
			up, down := m.up[i], m.down[i]
			name := fmt.Sprintf("%s, N = %d, w = %.2f", link, m.size, exact.w)
			check.Agree(t, "chi on the way up, "+name, up.chi, up.chiErr, exact.chi, 4.5)
			if exact.distance() < 1 { // above, chains no longer change sides, and their uneven numbers spoil the cumulant
				check.Agree(t, "Binder cumulant on the way up, "+name, up.binder, up.binderErr, exact.binder, 4.5)
			}
			deviations.Add(math.Pow((up.chi-exact.chi)/up.chiErr, 2))
			if exact.distance() < 0 { // above, chains that began in one state stay in it
				check.Agree(t, "chi on the way down, "+name, down.chi, down.chiErr, exact.chi, 4.5)
				deviations.Add(math.Pow((down.chi-exact.chi)/down.chiErr, 2))
			}
		}
		if last := len(m.up) - 1; m.down[last].chi > 0.5*m.up[last].chi {
			t.Errorf("N = %d: on the way down, chi begins with %.3g; one of two states has less than half of %.3g", m.size, m.down[last].chi, m.up[last].chi)
		}
	}
	return s.run.(*scaling).members[0].up[0].chi
}

// TestScalingFindsTheExponents in runs much shorter than the usual ones; the errors say how much shorter.
func TestScalingFindsTheExponents(t *testing.T) {
	check.Native(t)
	limits := map[string]float64{"w_c": 0.008, "gamma": 0.03, "nu": 0.15, "spread": 0.05, "phi0": 0.04, "binder": 0.05}
	for seed := 1; seed <= 2; seed++ {
		x, _ := finish(t, fmt.Sprintf("scaling?sizes=3&sweeps=100&chains=200&seed=%d", seed))
		for name, limit := range limits {
			check.Agree(t, fmt.Sprintf("%s, seed %d", name, seed), x[name].Value, x[name].Error, x[name].Theory, 4)
			if x[name].Error > limit {
				t.Errorf("%s = %g +- %g; the error is large", name, x[name].Value, x[name].Error)
			}
		}
	}
}

// TestProtocolsHaveTheLengthOfTheirParameters: updates is not written, can't be set, and follows.
func TestProtocolsHaveTheLengthOfTheirParameters(t *testing.T) {
	for link, want := range map[string]int{
		"scaling": 4 * 24 * 2, "scaling?sizes=2&points=9": 36, "relaxation?sizes=3&points=7": 21, "hysteresis?steps=10": 22,
		"scaling?machine=digits&sizes=2&points=8": 2 * (lessonSteps + 16), "hysteresis?machine=digits&steps=5": lessonSteps + 12,
		"relaxation?machine=genome&sizes=6&points=3": 4 * (lessonSteps + 3), // no more than there are
	} {
		l, notes, err := ParseLink(link)
		if err != nil || len(notes) > 0 || l.Updates != want || l.String() != link {
			t.Errorf("%s: %d steps, want %d; reads back as %s; %v %v", link, l.Updates, want, l, notes, err)
		}
	}
	l, notes, _ := ParseLink("scaling?updates=5&points=9")
	if l.Updates != 72 || l.String() != "scaling?points=9" || len(notes) != 1 || !strings.Contains(notes[0], "follows from its other parameters") {
		t.Errorf("%s has %d steps: %v", l, l.Updates, notes)
	}
	for link, want := range map[string]string{"relaxation?sweeps=100": "needs 209", "relaxation": "", "hysteresis?w=7": "spinodal", "hysteresis": ""} {
		if got := strings.Join(open(t, link).Corrections(), " "); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: advice %q, want %q", link, got, want)
		}
	}
	s := steps(t, open(t, "scaling?sizes=1&points=8&sweeps=4&chains=20"), 3)
	if restart, notes := s.Set("updates", "7"); restart != nil || len(notes) != 1 || s.Updates() != 16 {
		t.Errorf("updates set to %d, %v", s.Updates(), notes)
	}
	if restart, _ := s.Set("sizes", "2"); restart == nil || restart.Updates != 32 {
		t.Errorf("a run of two sizes: %v", restart)
	}
}

// small protocols of every kind.
var smallProtocols = []string{
	"scaling?sizes=2&points=8&sweeps=12&chains=20", "relaxation?sizes=2&points=3&sweeps=200&chains=50", "hysteresis?k=2&chains=20&steps=5&size=20",
	"scaling?machine=digits&sizes=1&points=8&sweeps=4&chains=20",
}

// TestProtocolsDoNotDependOnHowTheyAreDriven: pauses, and looking at everything, change nothing; the seed and the number of sweeps do.
func TestProtocolsDoNotDependOnHowTheyAreDriven(t *testing.T) {
	for _, link := range smallProtocols {
		_, plain := finish(t, link)
		s, pauses := open(t, link), 0
		for !s.Done() {
			if err := s.Step(func() { pauses++; s.Link(); s.Values() }); err != nil {
				t.Fatal(err)
			}
			s.Scalars()
			s.Record("")
		}
		if s.Hash() != plain.Hash() || len(s.Trail()) != s.Updates()+1 || pauses < s.Updates() {
			t.Errorf("%s: hash %s after %d pauses, want %s", link, s.Hash(), pauses, plain.Hash())
		}
		if _, other := finish(t, link+"&seed=2"); other.Hash() == plain.Hash() {
			t.Errorf("%s: the seed changes nothing", link)
		}
		trail := plain.Trail()
		for u := 1; u < len(trail); u++ {
			if trail[u] == trail[u-1] {
				t.Errorf("%s: step %d changed nothing", link, u)
			}
		}
	}
}

// TestProtocolsRecordCurvesOverSomethingElse than the update, in ascending order, each step adding a point.
func TestProtocolsRecordCurvesOverSomethingElse(t *testing.T) {
	for i, names := range [][]string{
		{"w chi.100", "w chi.200.theory", "w chi_down.200", "t collapse.100", "t collapse.theory", "w chi.theory"},
		{"w tau.100", "w tau.200.theory", "w tau.theory"}, {"h m_up", "h m_down", "h m_up.theory", "h m_down.theory"},
		{"w chi.100", "w chi.100.theory", "t collapse.100", "t collapse.theory"},
	} {
		_, s := finish(t, smallProtocols[i])
		record, order := s.Record("")
		for _, name := range names {
			x, name, _ := strings.Cut(name, " ")
			c := record.Series[name]
			if c == nil || c.XName != x || !slices.IsSorted(c.X) || len(c.X) != len(c.Y) || len(c.X) < 3 || c.Symbol == "" {
				t.Errorf("%s: series %s is %+v", smallProtocols[i], name, c)
			}
		}
		for _, name := range order {
			for _, y := range record.Series[name].Y {
				if !finite(y) {
					t.Errorf("%s: %s holds %g", smallProtocols[i], name, y)
				}
			}
		}
		var b strings.Builder
		if err := record.WriteCSV(&b, order); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		for _, line := range lines[8:] {
			if strings.Count(line, ",") != strings.Count(lines[7], ",") {
				t.Errorf("%s: the row %q does not fit %q", smallProtocols[i], line, lines[7])
			}
		}
		if !strings.HasPrefix(lines[7], strings.Fields(names[0])[0]+",") {
			t.Errorf("the first column of %q", lines[7])
		}
	}
}
