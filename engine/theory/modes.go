package theory

import "math"

// Mode is one of the independent Curie-Weiss models that a teacher with several patterns is made of: it lives on the
// share Fraction of the sites, at inverse temperature Beta,
//
//	p(v) ~ prod_k exp[Beta_k S_k^2/(2 N_k)],  S_k = sum of the N_k = Fraction_k N spins of mode k,
//
// and is learned by one direction of the weights.
type Mode struct{ Fraction, Beta float64 }

// Overlap returns the mode's magnetisation m = tanh(Beta m).
func (m Mode) Overlap() float64 { return Magnetisation(m.Beta) }

// Rate returns the growth rate Fraction m^2 of the weights' amplitude in the mode, per unit of t = lr times updates, for
// hidden variance 1/N and N -> infinity.
func (m Mode) Rate() float64 {
	r := m.Overlap()
	return float64(m.Fraction * float64(r*r))
}

// FiniteRate is Rate for a machine of n spins of which size belong to the mode, a share of Fraction: Fraction E[m^2] - 1/n.
func (m Mode) FiniteRate(size, n int) float64 {
	return GrowthRate(n, float64(m.Fraction*NewCurieWeiss(size, m.Beta).Square()))
}

// Trajectory returns the solved training of the mode, which lives on so many spins, at learning rate lr; set its Along,
// Start and Samples. Orthogonal amplitudes a make the modes independent, and each is then learned by a machine of its own
// with one hidden unit and
//
//	weights w = |a| sqrt(Fraction), so that w^2 is the squared singular value over N,   learning rate lr Fraction.
func (m Mode) Trajectory(size int, lr float64) *Trajectory {
	t := NewTrajectory(size, m.Beta)
	t.LR = float64(lr * m.Fraction)
	return t
}

// Transition returns the time at which the mode's squared singular value over N reaches 1,
//
//	t = ln(1/(Fraction a2))/(2 Rate),
//
// where a2 is the squared length, in the space of hidden units, of the part of the mode's initial amplitudes a that is
// orthogonal to those of all faster modes (see [Perpendicular]). +Inf for a mode that isn't learned.
// [CPT, App. C], where the sum over hidden units is misprinted and the orthogonal part forgotten, an error of 1 to 30 %.
func (m Mode) Transition(a2 float64) float64 {
	rate := m.Rate()
	if rate == 0 {
		return math.Inf(1)
	}
	return -math.Log(float64(m.Fraction*a2)) / float64(2*rate)
}

// Final returns the mode's squared singular value over N at the end of the training, Beta; 0 for Beta <= 1.
func (m Mode) Final() float64 {
	if m.Beta <= 1 {
		return 0
	}
	return m.Beta
}

// Perpendicular replaces each vector by its part orthogonal to those before it (Gram-Schmidt, not normalised). The vectors
// are the modes' initial amplitudes a_k in the space of hidden units, fastest mode first; more vectors than dimensions
// leave rests of rounding.
func Perpendicular(a [][]float64) {
	for k := range a {
		for _, b := range a[:k] {
			if length := dot(b, b); length > 0 {
				f := dot(a[k], b) / length
				for i := range b {
					a[k][i] -= float64(f * b[i])
				}
			}
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += float64(x * b[i])
	}
	return sum
}

// Lumps returns the number of separate clusters of the data, 2 for every magnetised mode.
func Lumps(modes []Mode) int {
	lumps := 1
	for _, m := range modes {
		if m.Beta > 1 {
			lumps *= 2
		}
	}
	return lumps
}

// Hopfield returns the modes of a Hopfield teacher with two patterns of overlap kappa: xi^1+xi^2 and xi^1-xi^2 live on
// disjoint sites, so that the teacher is exactly two Curie-Weiss models, on the shares (1+-kappa)/2 of the sites at
// inverse temperatures beta (1+-kappa). 0 <= kappa < 1. [CPT, sec. 4.2], whose r and p are the modes' overlaps.
func Hopfield(beta, kappa float64) (sum, difference Mode) {
	return Mode{(1 + kappa) / 2, float64(beta * (1 + kappa))}, Mode{(1 - kappa) / 2, float64(beta * (1 - kappa))}
}

// PatternOverlaps returns the overlaps m_1 >= |m_2| with the two patterns of the lump in which both modes are positive:
//
//	m_1,2 = ((1+kappa) r +- (1-kappa) p)/2.
func PatternOverlaps(beta, kappa float64) (first, second float64) {
	sum, difference := Hopfield(beta, kappa)
	a := float64(sum.Fraction * sum.Overlap())
	b := float64(difference.Fraction * difference.Overlap())
	return a + b, a - b
}
