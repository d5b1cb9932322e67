package check

import (
	"math"
	"math/rand/v2"
)

// Kernel is a Markov kernel under test: a set of independent chains whose states can be numbered 0 .. len(LogP)-1.
type Kernel struct {
	LogP   []float64              // logarithms of the law's probabilities, up to a constant
	Chains int                    // 20,000 resolve drifts of a few per cent of a 5-unit machine's law
	Start  func(chain, state int) // puts a chain into a state
	Step   func()                 // applies the kernel once to all chains
	State  func(chain int) int    // reads a chain's state
}

// NoDrift starts every chain from an exact draw of the law, applies the kernel 1, 4 and 16 times, and reports when the
// empirical law has moved by a [ChiSquare] of 5 sigma. (The usual rule, a total variation above 4 times its Monte-Carlo
// floor, sees only drifts that are several times larger.) It separates "the kernel is wrong" from "this machine mixes slowly", because a right kernel
// may be as slow as it likes. Choose couplings strong enough that a wrong kernel shows, and try one with [Broken]. r draws
// the starts; the kernel's own randomness is the caller's.
func NoDrift(t T, name string, k Kernel, r *rand.Rand) {
	t.Helper()
	p := probabilities(k.LogP)
	cumulative := make([]float64, len(p))
	sum := 0.0
	for s, x := range p {
		sum += x
		cumulative[s] = sum
	}
	for c := range k.Chains {
		u, s := r.Float64()*sum, 0
		for s < len(p)-1 && cumulative[s] <= u {
			s++
		}
		k.Start(c, s)
	}
	counts := make([]int, len(p))
	steps := 0
	for _, until := range []int{1, 4, 16} {
		for ; steps < until; steps++ {
			k.Step()
		}
		clear(counts)
		for c := range k.Chains {
			counts[k.State(c)]++
		}
		var found recorder
		ChiSquare(&found, name, counts, p, 5)
		if len(found.failures) > 0 {
			tv, floor := Variation(counts, p)
			t.Errorf("%s, drifting: %d steps after exact draws the total variation from the law is %.4f, its Monte-Carlo floor %.4f",
				found.failures[0], steps, tv, floor)
		}
	}
}

// Variation returns the total variation 1/2 sum |n_s/n - p_s| between counts and a law, and its Monte-Carlo floor
// 1/2 sum sqrt(p_s (1-p_s)/n), an upper bound (by 25 % where counts are Gaussian) of what exact draws give on average.
func Variation(counts []int, p []float64) (tv, floor float64) {
	n := 0
	for _, c := range counts {
		n += c
	}
	for s, c := range counts {
		tv += math.Abs(float64(c)/float64(n)-p[s]) / 2
		floor += math.Sqrt(p[s]*(1-p[s])/float64(n)) / 2
	}
	return tv, floor
}

// ChiSquare reports counts that don't follow the law p: Pearson's statistic, over bins merged from the left until each
// expects at least 5, turned into a normal deviate by Wilson and Hilferty's cube root and held against nsigma. A fit that
// is too good by nsigma is reported too.
func ChiSquare(t T, name string, counts []int, p []float64, nsigma float64) {
	t.Helper()
	n := 0
	for _, c := range counts {
		n += c
	}
	statistic, bins := 0.0, 0
	observed, expected, rest := 0.0, 0.0, float64(n)
	for s, c := range counts {
		if p[s] == 0 && c > 0 {
			t.Errorf("%s: state %d is impossible and was drawn %d times", name, s, c)
		}
		observed += float64(c)
		expected += p[s] * float64(n)
		if last := s == len(counts)-1; last && expected > 0 || expected >= 5 && rest-expected >= 5 {
			statistic += (observed - expected) * (observed - expected) / expected
			rest -= expected
			observed, expected = 0, 0
			bins++
		}
	}
	dof := float64(bins - 1) // one bin alone gives NaN below, which is reported
	z := (math.Cbrt(statistic/dof) - (1 - 2/(9*dof))) / math.Sqrt(2/(9*dof))
	if !(math.Abs(z) <= nsigma) {
		t.Errorf("%s: chi-square %.1f for %d degrees of freedom, %+.1f sigma, at most %g allowed", name, statistic, bins-1, z, nsigma)
	}
}

// probabilities normalises exponentials of logp.
func probabilities(logp []float64) []float64 {
	top := math.Inf(-1)
	for _, l := range logp {
		top = max(top, l)
	}
	p, sum := make([]float64, len(logp)), 0.0
	for s, l := range logp {
		p[s] = math.Exp(l - top)
		sum += p[s]
	}
	for s := range p {
		p[s] /= sum
	}
	return p
}
