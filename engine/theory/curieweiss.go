package theory

import (
	"math"

	"cascade/engine/portable"
)

// Magnetisation returns the spontaneous magnetisation m of the Curie-Weiss model: the positive root of
//
//	m = tanh(beta m),
//
// or 0 for beta <= 1. Relative error about 1e-16/(beta-1) just above the transition, 1e-15 away from it.
func Magnetisation(beta float64) float64 {
	if !(beta > 1) {
		return 0
	}
	m, _ := concaveRoot("magnetisation", 1, func(m float64) (value, slope float64) {
		t := portable.Tanh(float64(beta * m))
		return t - m, float64(beta*(1-float64(t*t))) - 1
	})
	return m
}

// CurieWeiss is the Curie-Weiss model of N spins at inverse temperature Beta, summed exactly over the number k of spins up:
//
//	P(k) ~ C(N,k) exp[Beta N m^2/2],  m = (2k-N)/N.
//
// Beta may be changed at any time: nothing but the binomials is remembered, every method sums anew (about N/2
// exponentials, 3 µs for N = 900) and allocates nothing.
type CurieWeiss struct {
	N    int
	Beta float64

	logChoose []float64 // N+1: ln C(N,k)
}

// NewCurieWeiss returns the model; it panics unless n >= 1.
func NewCurieWeiss(n int, beta float64) *CurieWeiss {
	if n < 1 {
		panic("theory: Curie-Weiss model without spins")
	}
	return &CurieWeiss{N: n, Beta: beta, logChoose: portable.LogChoose(n)}
}

// logWeight returns the logarithm of P(k), up to a constant.
func (c *CurieWeiss) logWeight(k int) float64 {
	m := float64(2*k-c.N) / float64(c.N)
	return c.logChoose[k] + float64(float64(c.Beta*float64(c.N))*float64(m*m))/2
}

// negligible is the logarithm of a weight, relative to the largest, that changes no sum of up to e^10 terms.
const negligible = -50

// sum calls add with every m = (2k-N)/N >= 0 of weight that matters and with its weight (the one of -m included),
// relative to the largest P(k).
func (c *CurieWeiss) sum(add func(m, weight float64)) {
	_, top := c.top()
	for k := (c.N + 1) / 2; k <= c.N; k++ {
		l := c.logWeight(k) - top
		if l < negligible {
			continue
		}
		weight := portable.Exp(l)
		if 2*k > c.N {
			weight *= 2
		}
		add(float64(2*k-c.N)/float64(c.N), weight)
	}
}

// top returns the most probable k >= N/2 and its logarithmic weight.
func (c *CurieWeiss) top() (k int, logWeight float64) {
	logWeight = math.Inf(-1)
	for i := (c.N + 1) / 2; i <= c.N; i++ {
		if l := c.logWeight(i); l > logWeight {
			k, logWeight = i, l
		}
	}
	return k, logWeight
}

// Square returns E[m^2]. Between it and the correlation of two spins: E[m^2] = c + (1-c)/N.
func (c *CurieWeiss) Square() float64 {
	square, _, _ := c.Moments()
	return square
}

// Moments returns E[m^2], E[m^4] and E|m|. Relative error about N 1e-16.
func (c *CurieWeiss) Moments() (square, fourth, absolute float64) {
	z := 0.0
	c.sum(func(m, weight float64) {
		z += weight
		absolute += float64(m * weight)
		m2 := float64(m * m)
		square += float64(m2 * weight)
		fourth += float64(float64(m2*m2) * weight)
	})
	return square / z, fourth / z, absolute / z
}

// Correlation returns c = E[v_i v_j] of two different spins, (N E[m^2] - 1)/(N - 1); NaN for one spin. Above the
// transition it lies below m^2, by 3 % for N = 100 and beta = 1.4.
func (c *CurieWeiss) Correlation() float64 {
	return (float64(float64(c.N)*c.Square()) - 1) / float64(c.N-1)
}

// Binder returns the Binder cumulant 1 - E[m^4]/(3 E[m^2]^2): 0 for a Gaussian m, 2/3 for two sharp peaks.
func (c *CurieWeiss) Binder() float64 {
	square, fourth, _ := c.Moments()
	return 1 - fourth/float64(3*float64(square*square))
}

// Mode returns the most probable number k >= N/2 of spins up, and P(k).
func (c *CurieWeiss) Mode() (k int, p float64) {
	k, _ = c.top()
	return k, c.Probability(k)
}

// Probability returns P(k), the probability that k spins are up.
func (c *CurieWeiss) Probability(k int) float64 {
	_, top := c.top()
	z := 0.0
	c.sum(func(_, weight float64) { z += weight })
	return portable.Exp(c.logWeight(k)-top) / z
}
