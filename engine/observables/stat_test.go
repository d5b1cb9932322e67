package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
)

// still is the pause of a program that has nothing else to do.
func still() {}

func TestStatIsMeanAndVariance(t *testing.T) {
	const far = 1e9 // the naive sum of squares would lose every digit of the variance
	var s Stat
	for _, x := range []float64{1, 4, 4, 7, 13, 17, 31} {
		s.Add(far + x)
	}
	check.Close(t, "mean", s.Mean()-far, 11, 9)
	check.Close(t, "variance", s.Variance(), 654.0/6, 8)
	check.Close(t, "standard error", s.StdErr(), math.Sqrt(654.0/6/7), 8)
	if s.N() != 7 {
		t.Errorf("N = %d, want 7", s.N())
	}
}

func TestStatOfNothing(t *testing.T) {
	var s Stat
	if s.Mean() != 0 || s.Variance() != 0 || s.StdErr() != 0 {
		t.Error("nothing has a mean or a spread")
	}
	if s.Add(5); s.Mean() != 5 || s.Variance() != 0 || s.StdErr() != 0 {
		t.Error("one number has a spread, or not itself as mean")
	}
}

func TestMergeIsAddingEverything(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range [][2]int{{0, 0}, {0, 5}, {7, 0}, {1, 1}, {3, 101}} {
		var all, a, b Stat
		for i := range n[0] + n[1] {
			x := 100 + rng.NormFloat64()
			all.Add(x)
			if i < n[0] {
				a.Add(x)
			} else {
				b.Add(x)
			}
		}
		a.Merge(b)
		check.Close(t, "mean", a.Mean(), all.Mean(), 14)
		check.Close(t, "variance", a.Variance(), all.Variance(), 11)
		if a.N() != all.N() {
			t.Errorf("N = %d, want %d", a.N(), all.N())
		}
	}
}

// Anscombe's first set: every textbook has the answer.
func TestFitOfAnscombesQuartet(t *testing.T) {
	x := []float64{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5}
	y := []float64{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68}
	var f Fit
	for i := range x {
		f.Add(x[i], y[i])
	}
	slope, e := f.Slope()
	check.Within(t, "slope", slope, 0.5001, 5e-5)
	check.Within(t, "its error", e, 0.1179, 5e-5)
	check.Within(t, "intercept", f.At(0), 3.0001, 5e-5)
}

func TestWeightOfAPointIsItsMultiplicity(t *testing.T) {
	var weighted, repeated Fit
	for i, x := range []float64{0, 1, 3, 7, 8} {
		y := 2 - x + math.Sin(5*x)
		weighted.AddWeighted(x, y, float64(i+1))
		for range i + 1 {
			repeated.Add(x, y)
		}
	}
	weighted.AddWeighted(100, 100, 0)
	a, ea := weighted.Slope()
	b, eb := repeated.Slope()
	check.Close(t, "slope", a, b, 12)
	check.Close(t, "height", weighted.At(5), repeated.At(5), 12)
	// The scatter is the same, the number of independent points is not.
	check.Close(t, "error", ea*math.Sqrt(5-2), eb*math.Sqrt(15-2), 12)
}

func TestFitErrorIsTheSpreadOfSlopes(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	var slopes, variances Stat
	for range 2000 {
		var f Fit
		for i := range 13 {
			f.Add(float64(i*i), 3*float64(i*i)+10*rng.NormFloat64())
		}
		s, e := f.Slope()
		slopes.Add(s)
		variances.Add(e * e)
	}
	check.Agree(t, "slope", slopes.Mean(), slopes.StdErr(), 3, 4)
	check.Within(t, "variance", variances.Mean()/slopes.Variance(), 1, 4*math.Sqrt(2.0/2000)+4*variances.StdErr()/variances.Mean())
}

func TestFitWithoutALine(t *testing.T) {
	var f Fit
	f.Add(2, 5)
	f.Add(2, 7)
	if s, e := f.Slope(); s != 0 || e != 0 || f.At(9) != 6 {
		t.Errorf("slope %g +- %g, height %g of points above each other, want 0, 0, 6", s, e, f.At(9))
	}
}

// A first-order autoregressive series x' = r x + noise has a mean with variance Var(x)/n (1+r)/(1-r).
func TestBlocksSeeCorrelations(t *testing.T) {
	const n = 1 << 16
	for _, r := range []float64{0, 0.5, 0.9} {
		rng := rand.New(rand.NewPCG(3, 1))
		var b Blocks
		x := 0.0
		for range n {
			b.Add(x)
			x = r*x + math.Sqrt(1-r*r)*rng.NormFloat64()
		}
		want := math.Sqrt((1 + r) / (1 - r) / n)
		check.Agree(t, "mean", b.Mean(), want, 0, 4)
		// The largest of some noisy levels is a little too large rather than too small.
		if ratio := b.StdErr() / want; ratio < 0.85 || ratio > 1.4 {
			t.Errorf("r = %g: error %.3f times the true one", r, ratio)
		}
		if b.N() != n {
			t.Errorf("N = %d, want %d", b.N(), n)
		}
	}
}
