package experiments

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/teachers"
)

// TestHierarchyAgainstTheReference compares with an independent implementation at P = 3, N = 1200 and fractions 0.5, 0.3, 0.2
// (reference entries mc.multi.3a and mc.multi.3b, where t = lr x updates).
func TestHierarchyAgainstTheReference(t *testing.T) {
	check.Native(t)
	for _, row := range []struct {
		beta    float64
		updates int
		ratios  [3]float64
		bands   [3]float64
	}{
		{2, 900, [3]float64{1, 1, 1.013}, [3]float64{0.03, 0.04, 0.06}},
		{1.5, 1000, [3]float64{1, 1, 1.025}, [3]float64{0.03, 0.04, 0.07}},
	} {
		s := open(t, fmt.Sprintf("hierarchy?updates=%d", row.updates-row.updates/1000))
		r := s.run.(*hierarchy)
		r.teacher = func(input) *teachers.Modes {
			return teachers.NewModes(1200, []float64{0.5, 0.3, 0.2}, []float64{row.beta, row.beta, row.beta})
		}
		steps(t, s, row.updates)
		if !slices.Equal(r.law.Sizes, []int{600, 360, 240}) {
			t.Fatalf("sizes %v", r.law.Sizes)
		}
		for k, x := range s.Transitions() {
			what := fmt.Sprintf("beta=%g, %s", row.beta, x.Name)
			check.Within(t, what+" over its theory", x.Update/x.Theory, row.ratios[k], row.bands[k])
		}
		if lumps := r.lumps(); lumps != 8 || r.learnable() != 8 {
			t.Errorf("%d lumps of %d", lumps, r.learnable())
		}
		if row.beta > 1.5 { // chains frozen in unequal lumps tilt the modes against each other
			continue
		}
		for k, size := range r.law.Sizes {
			a := length(r.amplitudes[k])
			check.Within(t, fmt.Sprintf("final f|a|^2 of mode %d", k+1), a*a*float64(size)/1200, 1.507, 0.03)
		}
	}
}

// TestHierarchyCountsLumps: 2^k after the k-th transition.
func TestHierarchyCountsLumps(t *testing.T) {
	s := open(t, "hierarchy?beta=1.8&modes=2&ratio=0.5&n=300&samples=1000&chains=300&updates=600")
	r := s.run.(*hierarchy)
	seen := map[int]bool{}
	for range 600 {
		steps(t, s, 1)
		lumps, q := r.lumps(), r.sigma
		want := 0
		switch { // away from the transitions
		case q[0] < 0.5:
			want = 1
		case q[0] > 1.5 && q[1] < 0.5:
			want = 2
		case q[1] > 1.5:
			want = 4
		default:
			continue
		}
		seen[want] = true
		if lumps != want {
			t.Fatalf("update %d, sigma %v: %d lumps, want %d", s.Update(), q, lumps, want)
		}
	}
	if len(seen) != 3 {
		t.Errorf("only %v seen; sigma %v", seen, r.sigma)
	}
}

// TestLumpsOfKnownChains counts patterns that were put there by hand.
func TestLumpsOfKnownChains(t *testing.T) {
	s := steps(t, open(t, "hierarchy?modes=2&ratio=0.5&n=90&samples=10&chains=64"), 1)
	r := s.run.(*hierarchy)
	fill := func(up func(chain, mode int) bool) int {
		for c := range 64 {
			for i := range 90 {
				mode := 0
				if i >= r.law.Sizes[0] {
					mode = 1
				}
				r.trainer.Chains.Set(c, i, up(c, mode))
			}
		}
		r.seen = -1
		return r.lumps()
	}
	for want, up := range map[int]func(c, mode int) bool{
		1: func(c, mode int) bool { return true },
		2: func(c, mode int) bool { return c%2 == 0 },
		3: func(c, mode int) bool { return c%3 == 0 || mode == 1 && c%3 == 1 },
		4: func(c, mode int) bool { return c>>mode&1 == 0 },
	} {
		if got := fill(up); got != want {
			t.Errorf("%d lumps, want %d", got, want)
		}
	}
}

func TestHierarchyAdvice(t *testing.T) {
	for link, want := range map[string]string{
		"hierarchy":              "",
		"hierarchy?beta=0.9":     "beta=0.9 is below 1",
		"hierarchy?ratio=0.95":   "ratio=0.95 makes groups of almost equal size",
		"hopfield":               "",
		"hopfield?kappa=0.1":     "kappa=0.1 gives both modes almost the same rate",
		"hopfield?hidden=1":      "hidden=1 learns one mode only",
		"hopfield?kappa=0.6":     "beta(1-kappa)=0.8 is not above 1",
		"hopfield?beta=0.5":      "beta(1+kappa)=0.65 is not above 1",
		"hierarchy?modes=2&n=60": "",
	} {
		list := open(t, link).Corrections()
		if want == "" && len(list) > 0 || want != "" && (len(list) != 1 || !strings.HasPrefix(list[0], want)) {
			t.Errorf("%s: %q, want %q", link, list, want)
		}
	}
	// A seek opens the run again with what it was told before.
	link, _, _ := ParseLink("hopfield?kappa=0.6")
	once := Open(link, nil, &Assets{}).Corrections()
	if again := Open(link, once, &Assets{}).Corrections(); !slices.Equal(again, once) {
		t.Errorf("%q", again)
	}
}

// TestPredictionsDoNotDependOnTheRunsLength: the transitions are where they are, whether the run gets there or not. Those beyond its end have one
// predicted time, within 0.2 % of where the curve crosses 1 once the run is long enough to have it.
func TestPredictionsDoNotDependOnTheRunsLength(t *testing.T) {
	for _, row := range []struct {
		link    string
		lengths []int // the last one reaches all transitions
	}{
		{"hierarchy?modes=3&n=200&samples=100&chains=20", []int{50, 200, 400, 1000}},
		{"hierarchy?modes=5&chains=20", []int{50, 400, 1600, 2200}},
		{"hierarchy?modes=6&ratio=0.7&n=600&beta=1.8&lr=0.3&chains=20", []int{20, 200, 600, 1000}},
		{"hierarchy?modes=4&method=cd&lr=0.2&chains=20", []int{20, 200, 400, 900}},
		{"hopfield?kappa=0.6&beta=3.2&lr=0.02&chains=20", []int{50, 1000, 3000, 5000}},
	} {
		crossed, beyond := map[string]float64{}, map[string]float64{}
		for i := range row.lengths { // the longest first
			updates := row.lengths[len(row.lengths)-1-i]
			s := opened(t, row.link+"&updates="+strconv.Itoa(updates))
			if err := s.Prepare(func() {}); err != nil {
				t.Fatal(err)
			}
			for _, x := range s.Transitions() {
				switch {
				case x.Theory <= float64(updates) && (i == 0 || crossed[x.Name] == x.Theory):
					crossed[x.Name] = x.Theory
				case !(math.Abs(x.Theory/crossed[x.Name]-1) < 0.002):
					t.Errorf("%s: of %d updates %s is predicted at %v, of all at %v", row.link, updates, x.Name, x.Theory, crossed[x.Name])
				case beyond[x.Name] != 0 && x.Theory != beyond[x.Name]:
					t.Errorf("%s: of %d updates %s is predicted at %v, of more at %v", row.link, updates, x.Name, x.Theory, beyond[x.Name])
				default:
					beyond[x.Name] = x.Theory
				}
			}
			s.OtherSeries(func(name string, x, _ []float64) {
				if last := int(x[len(x)-1]); last > updates {
					t.Errorf("of %d updates %s goes on to %d", updates, name, last)
				}
			})
		}
	}
}

// TestHierarchyTheoryGoesOnThroughChanges: singular values and transitions of machines whose modes differ in size, or do not, before and after
// parameters change in the middle of the run. Persistent chains of one sweep lag behind their machine, and theory with them.
func TestHierarchyTheoryGoesOnThroughChanges(t *testing.T) {
	check.Native(t)
	for _, row := range []struct {
		link         string
		sigma, times float64 // largest relative errors
	}{
		{"hierarchy?modes=2&n=400&samples=1000&chains=300&updates=450&init=0.03", 0.15, 0.012},
		{"hierarchy?modes=2&n=400&samples=1000&chains=300&updates=300&init=0.03&events=100.beta.1.8,150.lr.0.2,200.k.4", 0.15, 0.012},
		{"hierarchy?modes=3&ratio=1&n=400&samples=1000&chains=300&updates=300&init=0.03", 0.25, 0.02},
	} {
		x, s := finish(t, row.link)
		record, _ := s.Record("")
		for k := range s.run.(*hierarchy).names {
			name := "sigma" + number(k)
			theory := map[float64]float64{}
			for i, u := range record.Series[name+theorySuffix].X {
				theory[u] = record.Series[name+theorySuffix].Y[i]
			}
			worst, at := 0.0, 0.0
			for i, u := range record.Series[name].X {
				y, known := theory[u]
				if off := math.Abs(record.Series[name].Y[i]/y - 1); known && y > 0.3 && off > worst {
					worst, at = off, u
				}
			}
			if !(worst < row.sigma) {
				t.Errorf("%s: %s at update %v is off by %.3f of theory, want less than %.3f", row.link, name, at, worst, row.sigma)
			}
			if time := x["t_"+number(k)]; !math.IsNaN(time.Value) {
				check.Within(t, row.link+": "+time.Name+" over its theory", time.Value/time.Theory, 1, row.times)
			}
		}
	}
}
