package theory

import (
	"math"
	"math/bits"
	"testing"

	"cascade/engine/internal/check"
)

func TestMagnetisationSolvesItsEquation(t *testing.T) {
	for _, beta := range []float64{0, 0.5, 1, math.NaN()} {
		check.Within(t, "m up to the transition", Magnetisation(beta), 0, 0)
	}
	for _, beta := range []float64{1.001, 1.1, 1.4, 2, 5, 50} {
		m := Magnetisation(beta)
		check.Close(t, "tanh(beta m)", math.Tanh(beta*m), m, 12)
		if m <= 0 {
			t.Errorf("m(%g) = %g isn't the positive root", beta, m)
		}
	}
	for _, d := range []float64{1e-4, 1e-6, 1e-8} { // m^2 = 3 d (1 - 3d/5 ...) for beta = 1+d, times (1+d)^-3
		m := Magnetisation(1 + d)
		check.Within(t, "m^2/(3(beta-1))", m*m/(3*d), 1, 3*d+1e-15/(d*d)+1e-7)
	}
}

func TestCurieWeissSumsEqualEnumeration(t *testing.T) {
	const n = 13
	for _, beta := range []float64{0.3, 1, 1.7} {
		var z, square, fourth, absolute, pair, six float64
		for v := range uint(1 << n) {
			m := float64(2*bits.OnesCount(v)-n) / n
			p := math.Exp(beta * n * m * m / 2)
			z += p
			square += p * m * m
			fourth += p * m * m * m * m
			absolute += p * math.Abs(m)
			pair += p * float64(2*int(v&1)-1) * float64(2*int(v>>5&1)-1)
			if bits.OnesCount(v) == 6 {
				six += p
			}
		}
		c := NewCurieWeiss(n, beta)
		s, f, a := c.Moments()
		check.Close(t, "E m^2", s, square/z, 12)
		check.Close(t, "E m^4", f, fourth/z, 12)
		check.Close(t, "E |m|", a, absolute/z, 12)
		check.Close(t, "E v_i v_j", c.Correlation(), pair/z, 12)
		check.Close(t, "P(6)", c.Probability(6), six/z, 12)
	}
}

func TestCurieWeissProbabilitiesAddUp(t *testing.T) {
	for _, n := range []int{1, 2, 101, 2500} {
		c, sum, best := NewCurieWeiss(n, 1.2), 0.0, 0.0
		for k := range n + 1 {
			p := c.Probability(k)
			sum += p
			best = max(best, p)
		}
		check.Close(t, "sum of P(k)", sum, 1, 11)
		_, p := c.Mode()
		check.Close(t, "P(mode)", p, best, 11)
	}
}

func TestCurieWeissAllocatesNothing(t *testing.T) {
	c := NewCurieWeiss(97, 1)
	if n := testing.AllocsPerRun(10, func() { c.Beta = 1.3; c.Moments(); c.Mode(); c.Binder() }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}
