package theory

import (
	"math"

	"cascade/engine/portable"
)

// OneHidden integrates the machine with one Gaussian hidden unit exactly, for any weights: p(v,h) ~ exp(h w.v - N h^2/2)
// leaves independent spins when h is fixed, so that every average is an integral over h alone,
//
//	p(h) ~ exp(-N h^2/2 + sum_i ln 2cosh(h w_i)),  <v_i h> = int p h tanh(h w_i),
//	<v_i v_j> = int p tanh(h w_i) tanh(h w_j)  (i != j).
//
// Fill W, then call Solve. The other fields then hold the averages (<v_i> = 0 by symmetry), and nothing is allocated.
//
// The integrals are trapezoidal sums with the spacing d = 3/4 N^(-1/2) over h >= 0 (the integrands are even), as far as
// p(h) exceeds e^-50 of its maximum. Since p(h) is a mixture of Gaussians of variance 1/N, one for each value of w.v/N,
// Poisson's formula bounds the relative error of its sum by 2 exp(-2 pi^2/(N d^2)) = 1e-15, at the transition as anywhere;
// what is left is rounding, about 1e-13.
//
// Cost: some five products and sums and a quotient for each of 30 to 60 nodes and each weight, 0.2 ms for N = 900.
type OneHidden struct {
	W []float64 // n weights, each shared by N/n spins: the input, not changed

	VH    []float64 // n: <v_i h>, the negative term of the likelihood's gradient
	Chi   float64   // (1/N) sum_ij <v_i v_j>, over both signs of the magnetisation
	LogZ  float64   // ln of the sum over all v of exp[(w.v)^2/(2N)]
	Nodes int       // values of h that were summed

	n     float64   // N
	ratio []float64 // n: exp(-2 d |w_i|)
	power []float64 // n: exp(-2 h |w_i|) at the present h
}

// NewOneHidden returns an integrator for a machine of n spins with so many weights, each shared by n/weights spins (which
// need be no integer: it enters as a power). It panics unless 1 <= weights <= n.
func NewOneHidden(n, weights int) *OneHidden {
	if weights < 1 || weights > n {
		panic("theory: OneHidden needs 1 <= weights <= spins")
	}
	return &OneHidden{
		n: float64(n), W: make([]float64, weights), VH: make([]float64, weights),
		ratio: make([]float64, weights), power: make([]float64, weights),
	}
}

// maxNodes suffices for weights of a mean size of 3000 N^(-1/2), a hundred times the critical one for N = 900.
const maxNodes = 1 << 12

// Solve computes the averages for the present weights. A *ConvergenceError, with the averages undefined, means that a
// weight is no finite number or that they are so large (mean |w| above 3000 N^(-1/2)) that the training has diverged.
func (o *OneHidden) Solve() error {
	d := 0.75 / math.Sqrt(o.n)
	share := o.n / float64(len(o.W))
	slope := 0.0 // sum over spins of |w|
	for i, w := range o.W {
		slope += math.Abs(w)
		o.ratio[i] = portable.Exp(float64(float64(-2*d) * math.Abs(w)))
		o.power[i] = 1
	}
	slope = float64(slope * share)
	top, z, chi := math.Inf(-1), 0.0, 0.0 // largest ln p so far; sums relative to it
	for k := range maxNodes {
		// ln 2cosh x = |x| + ln(1 + e^(-2|x|)). p(h) rises to its only maximum at h >= 0, then falls for good.
		h := float64(float64(k) * d)
		logp := float64(slope*h) - float64(float64(o.n*h)*h)/2 + float64(share*o.logProduct())
		if logp < top+negligible {
			o.normalise(1/z, chi/z)
			o.LogZ = top + math.Log(z*2*d*math.Sqrt(o.n/(2*math.Pi)))
			o.Nodes = k
			return nil
		}
		// A new maximum shrinks what has been summed before it, so that nothing overflows.
		shrink, weight := 1.0, 1.0
		if logp > top {
			shrink, top = portable.Exp(top-logp), logp
		} else {
			weight = portable.Exp(logp - top)
		}
		if k == 0 {
			weight /= 2
		}
		z = float64(z*shrink) + weight
		chi = float64(chi*shrink) + float64(weight*o.add(h, weight, shrink, share))
	}
	return &ConvergenceError{"integral over the hidden unit", maxNodes, slope / o.n}
}

// logProduct returns the sum of ln(1 + power_i). Products of 512 factors, of which none exceeds 2, share a logarithm.
func (o *OneHidden) logProduct() float64 {
	sum, product := 0.0, 1.0
	for i, e := range o.power {
		product = float64(product * (1 + e))
		if i&511 == 511 {
			sum += math.Log(product)
			product = 1
		}
	}
	return sum + math.Log(product)
}

// add adds weight h tanh(h w_i) to VH_i shrunk, moves power to the next node, and returns the sum over pairs of different
// spins of tanh(h w_i) tanh(h w_j). At the first node shrink is 0, which also clears VH.
func (o *OneHidden) add(h, weight, shrink, share float64) (pairs float64) {
	wh := float64(weight * h)
	sum, squares := 0.0, 0.0
	for i, e := range o.power {
		t := math.Copysign((1-e)/(1+e), o.W[i])
		sum += t
		squares += float64(t * t)
		o.VH[i] = float64(o.VH[i]*shrink) + float64(wh*t)
		o.power[i] = float64(e * o.ratio[i])
	}
	sum = float64(sum * share)
	return float64(sum*sum) - float64(squares*share)
}

// normalise turns sums into averages.
func (o *OneHidden) normalise(scale, pairs float64) {
	for i := range o.VH {
		o.VH[i] *= scale
	}
	o.Chi = 1 + pairs/o.n
}
