package theory

import (
	"math"

	"cascade/engine/portable"
)

// HopfieldBoundaries returns the inverse temperatures at which a Hopfield teacher with two patterns of overlap kappa changes its phase:
//
//	pair       beta (1+kappa) = 1: below it is the paramagnet; above, what the patterns share is magnetised (two lumps)
//	retrieval  beta (1-kappa) = 1: above it what they differ in is magnetised too, and each pattern is retrieved (four lumps)
//
// The second is where the symmetric solution m_1 = m_2 = (1+kappa)/2 tanh(2 beta m) of the saddle-point equations
// m_mu = (1/N) sum xi^mu tanh(beta sum xi^nu m_nu) loses its stability. It is a straight condition, whatever m is, because the sites
// on which the patterns differ feel no field there: the second derivative along m_1-m_2 is 1-beta(1-kappa). 0 <= kappa < 1.
// [CPT, sec. 4.2], as T = 1+kappa and T = 1-kappa.
func HopfieldBoundaries(kappa float64) (pair, retrieval float64) {
	return 1 / (1 + kappa), 1 / (1 - kappa)
}

// BetaForRate returns the inverse temperature at which a mode on the share fraction of the sites grows at a rate: [Mode.Rate] solved
// for Beta,
//
//	Beta = artanh(m)/m,  m^2 = rate/fraction;
//
// 1 for a rate of 0 or less, and +Inf for one that no temperature gives, fraction or more.
func BetaForRate(fraction, rate float64) float64 {
	switch {
	case rate <= 0:
		return 1
	case rate >= fraction:
		return math.Inf(1)
	}
	m := math.Sqrt(rate / fraction)
	return (math.Log1p(m) - math.Log1p(-m)) / float64(2*m)
}

// RateFor returns the growth rate that takes a squared singular value over N from start to 1 within so many updates at learning rate lr,
//
//	(1 + lr rate)^(2 updates) = 1/start;
//
// 0 if it is there already.
func RateFor(start float64, updates, lr float64) float64 {
	if start >= 1 {
		return 0
	}
	return (portable.Exp(-math.Log(start)/float64(2*updates)) - 1) / lr
}

// MedianSquare returns about the median of the squared length of d independent standard normal numbers (chi squared, Wilson and
// Hilferty's approximation d (1-2/(9d))^3): to 4 % for d = 1, 1.4 % for 2, better beyond; 0 for d < 1.
func MedianSquare(d int) float64 {
	if d < 1 {
		return 0
	}
	x := 1 - 2/float64(9*d)
	return float64(d) * float64(float64(x*x)*x)
}

// Valley returns the machine's free energy f(h) = |h|^2/2 - (1/N) sum_i ln 2cosh(w_i.h) for weights that are the vector
// amplitudes[k] on the share Fraction of the sites of each mode k, which are all the sites. It is what [TwoHidden] sums over the
// sites, for any number of hidden units. Cost: one exponential per mode.
func Valley(modes []Mode, amplitudes [][]float64, h []float64) float64 {
	f := dot(h, h) / 2
	for k, m := range modes {
		f -= float64(m.Fraction * portable.Log2Cosh(dot(amplitudes[k], h)))
	}
	return f
}
