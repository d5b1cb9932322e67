package observables

import (
	"math"
	"math/rand/v2"
)

// block holds up to maxBlock vectors side by side, in panels of four: component i of vector k is block[k/4][i][k%4].
// A panel of a few hundred components stays in the first-level cache while a matrix streams past it.
type block [][][4]float64

// newBlock returns m zero vectors (m rounded up to a multiple of four) of n components.
func newBlock(n, m int) block {
	b := make(block, (m+3)/4)
	for p := range b {
		b[p] = make([][4]float64, n)
	}
	return b
}

// dot returns the scalar product of vectors k of b and l of c.
func dot(b block, k int, c block, l int) float64 {
	x, y := b[k/4], c[l/4]
	k, l = k%4, l%4
	sum := 0.0
	for i := range x {
		sum += float64(x[i][k] * y[i][l])
	}
	return sum
}

// subtract subtracts c times vector l from vector k.
func (b block) subtract(k int, c float64, l int) {
	x, y := b[k/4], b[l/4]
	k, l = k%4, l%4
	for i := range x {
		x[i][k] -= float64(c * y[i][l])
	}
}

// scale multiplies vector k by c.
func (b block) scale(k int, c float64) {
	x := b[k/4]
	for i := range x {
		x[i][k%4] *= c
	}
}

// rotate replaces the first m vectors by their combinations with the columns of q: new_k = sum_l old_l q_lk.
func (b block) rotate(q *square, m int) {
	var old [maxBlock]float64
	for i := range b[0] {
		for l := range m {
			old[l] = b[l/4][i][l%4]
		}
		for k := range m {
			sum := 0.0
			for l := range m {
				sum += float64(old[l] * q[l][k])
			}
			b[k/4][i][k%4] = sum
		}
	}
}

// random fills vector k with independent normal numbers.
func (b block) random(k int, rng *rand.Rand) {
	x := b[k/4]
	for i := range x {
		x[i][k%4] = rng.NormFloat64()
	}
}

// orthonormalise applies the modified Gram-Schmidt procedure to the first m <= n vectors, in order, twice each: the
// second pass removes what rounding left of the first ("twice is enough", Giraud et al., Numer. Math. 101, 87 (2005)).
// A vector that depends on its predecessors is replaced by a random direction, so the result always is an orthonormal set.
func (b block) orthonormalise(m int, rng *rand.Rand, pause func()) {
	for k := range m {
		for !b.normalise(k) {
			b.random(k, rng)
		}
		pause()
	}
}

// normalise makes vector k a unit vector orthogonal to its predecessors and reports whether there was enough of it left.
// Vectors that are not finite pass: their owner finds them in the residual.
func (b block) normalise(k int) bool {
	before := math.Sqrt(dot(b, k, b, k))
	for range 2 {
		for l := range k {
			b.subtract(k, dot(b, l, b, k), l)
		}
	}
	after := math.Sqrt(dot(b, k, b, k))
	if after <= 1e-13*before {
		return false
	}
	b.scale(k, 1/after)
	return true
}
