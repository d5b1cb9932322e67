package kernels

import "math"

// softplusPeriod is the number of factors of a lane between two extractions of the exponent: each is at most 2.
const softplusPeriod = 64

// softplusSums are the lanes of SumSoftplus: the sums of the positive parts, and a product of factors in [1,2].
type softplusSums struct {
	positive [4]float64
	factors
}

// SumSoftplus returns Σ_j ln(1 + e^(t x_j)), what the hidden units contribute to the free energy at inputs x and inverse
// temperature t.
//
// With y = t x, ln(1+e^y) = max(y,0) + ln(1+e^(-|y|)). Order: lane k has j = k, k+4, ...; it adds the positive parts in float64
// and multiplies the factors 1 + e^(-|y|), taking the exponent out after every 64; then ((s0+s1)+(s2+s3)) + ln((p0 p1)(p2 p3)) + ln2
// times the sum of the exponents. Relative error of a factor 2e-7; not a number if an input is not.
func SumSoftplus(x []float32, t float32) float64 {
	var s softplusSums
	s.product = [4]float32{1, 1, 1, 1}
	done := 0
	if vectors {
		done = vectorSumSoftplus(&s, x, t)
	}
	for j := done; j < len(x); j++ {
		s.add(j, float32(t*x[j]))
	}
	s.takeExponents()
	p := &s.positive
	return (p[0] + p[1]) + (p[2] + p[3]) + s.log()
}

// add adds the input y of unit j to its lane.
func (s *softplusSums) add(j int, y float32) {
	k := j & 3
	if j >= 4*softplusPeriod && j%(4*softplusPeriod) == 0 {
		s.takeExponents()
	}
	a := -float32(math.Abs(float64(y)))
	if a < -80 { // beyond that the factor is 1
		a = -80
	}
	s.product[k] *= 1 + exp(a)
	if !(y < 0) {
		s.positive[k] += float64(y)
	}
}

// takeExponents makes the products 1 <= p < 2 and counts the powers of two that were taken out.
func (f *factors) takeExponents() {
	for k, p := range f.product {
		b := math.Float32bits(p)
		f.product[k] = math.Float32frombits(b&(1<<23-1) | 127<<23)
		f.exponent[k] += int32(b>>23) - 127
	}
}
