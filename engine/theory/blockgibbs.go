package theory

import (
	"math"

	"cascade/engine/portable"
)

// BlockGibbs is the exact relaxation of a [RankOne] machine under block Gibbs sweeps v -> h -> v. Given the sum T of the (+-1)
// hidden spins the visible ones are independent and alike, so their sum S is all that matters, and a sweep takes S to S' through T:
//
//	K(S,S') = sum_T P(T|S) P(S'|T),  both factors binomial.
//
// K is reversible; its eigenvalues are those of the two symmetries of a function f of S, odd and even. The largest odd one
// governs the decay of the magnetisation (below the transition, and flips above it), the largest even one but 1 that of its square.
//
// Functions of |S| are iterated, with each conditional law tabulated as far as it exceeds 1e-18 of its maximum: 2.5 N^(3/2)
// numbers a side, 0.5 MB each for N = 800. An iteration costs a multiplication for each of them, and 10 to 60 are needed, or
// a few when the previous weight was close.
type BlockGibbs struct {
	RankOne

	up, down *conditional // S given T, and T given S
	f, next  []float64    // functions of |S|
	g        []float64    // of |T|
	law      []float64    // P(|S|)
	warm     bool         // f is the odd eigenfunction at the previous weight
}

// NewBlockGibbs returns the relaxation of a machine; it panics unless nv and nh are positive.
func NewBlockGibbs(nv, nh int) *BlockGibbs {
	b := &BlockGibbs{RankOne: *NewRankOne(nv, nh, 0)}
	b.up = newConditional(nv, nh)
	b.down = b.up
	if nv != nh {
		b.down = newConditional(nh, nv)
	}
	b.f, b.next, b.law = make([]float64, nv/2+1), make([]float64, nv/2+1), make([]float64, nv/2+1)
	b.g = make([]float64, nh/2+1)
	return b
}

// maxPowers bounds the power iterations: with fewer than 1e4 sweeps to tell two eigenvalues apart it is never reached.
const maxPowers = 5000

// Odd returns the largest odd eigenvalue at the weight w: the magnetisation's relaxation time is -1/ln(lambda) sweeps.
// The relative error is about 1e-9. A *ConvergenceError means that the two largest eigenvalues of that symmetry are too close.
func (b *BlockGibbs) Odd(w float64, pause func()) (lambda float64, err error) {
	if !b.warm {
		for i := range b.f {
			b.f[i] = float64(2*i + b.Nv&1)
		}
	}
	lambda, err = b.solve(w, -1, pause)
	b.warm = err == nil
	return lambda, err
}

// Even returns the largest even eigenvalue but 1 at the weight w.
func (b *BlockGibbs) Even(w float64, pause func()) (lambda float64, err error) {
	for i := range b.f {
		b.f[i] = float64((2*i + b.Nv&1) * (2*i + b.Nv&1))
	}
	b.warm = false
	return b.solve(w, 1, pause)
}

// solve iterates f -> Kf; the error of the Rayleigh quotient is the square of f's.
func (b *BlockGibbs) solve(w, sign float64, pause func()) (float64, error) {
	b.W = w
	b.marginal()
	per := w / (2 * math.Sqrt(float64(b.Nv)*float64(b.Nh)))
	b.up.fill(per, sign, pause)
	if b.down != b.up {
		b.down.fill(per, sign, pause)
	}
	last, change := math.NaN(), math.NaN()
	for range maxPowers {
		b.normalise(sign > 0)
		b.up.apply(b.g, b.f, pause)
		b.down.apply(b.next, b.g, pause)
		lambda := 0.0
		for i, p := range b.law {
			lambda += float64(float64(p*b.f[i]) * b.next[i])
		}
		b.f, b.next = b.next, b.f
		if change = math.Abs(lambda - last); change <= 1e-10*lambda {
			return lambda, nil
		}
		last = lambda
	}
	return last, &ConvergenceError{"relaxation", maxPowers, change}
}

// marginal sets the law of |S|.
func (b *BlockGibbs) marginal() {
	top, z := math.Inf(-1), 0.0
	first := (b.Nv + 1) / 2
	for k := first; k <= b.Nv; k++ {
		top = max(top, b.logWeight(k))
	}
	for k := first; k <= b.Nv; k++ {
		p := portable.Exp(b.logWeight(k) - top)
		if 2*k > b.Nv {
			p *= 2
		}
		b.law[k-first] = p
		z += p
	}
	for i := range b.law {
		b.law[i] /= z
	}
}

// normalise makes the mean square of f 1, and its mean 0 if it is even.
func (b *BlockGibbs) normalise(even bool) {
	mean, square := 0.0, 0.0
	if even {
		for i, p := range b.law {
			mean += float64(p * b.f[i])
		}
	}
	for i, p := range b.law {
		b.f[i] -= mean
		square += float64(p * float64(b.f[i]*b.f[i]))
	}
	scale := 1 / math.Sqrt(square)
	for i := range b.f {
		b.f[i] = float64(b.f[i] * scale)
	}
}

// conditional is a table of the binomial laws of the sum s of n spins given the sum t of the other layer's spins, a row for
// each t >= 0, folded onto the values s >= 0: P(s) + sign P(-s). Index i stands for the sum 2i, or 2i+1 if it is odd.
type conditional struct {
	n, given int
	choose   []float64
	from     []int       // first index of each row
	rows     [][]float64 // as far as it exceeds 1e-18 of its maximum
	full     []float64   // scratch: a row not yet folded
}

func newConditional(n, given int) *conditional {
	return &conditional{n: n, given: given, choose: portable.LogChoose(n), from: make([]int, given/2+1),
		rows: make([][]float64, given/2+1), full: make([]float64, n+1)}
}

// rowsPerPause of a table or of a product with it take less than a millisecond.
const rowsPerPause = 50

// fill tabulates the laws of spins whose log-odds are per t.
func (c *conditional) fill(per, sign float64, pause func()) {
	for j := range c.rows {
		low, high := c.row(float64(per * float64(2*j+c.given&1)))
		from, to := 0, max(2*high-c.n, c.n-2*low)/2
		if 2*low > c.n {
			from = (2*low - c.n) / 2
		}
		row := c.rows[j]
		if cap(row) < to-from+1 {
			row = make([]float64, 0, 2*(to-from+1))
		}
		row = row[:to-from+1]
		clear(row)
		for k := low; k <= high; k++ {
			if s := 2*k - c.n; s >= 0 {
				row[s/2-from] += c.full[k]
			} else {
				row[-s/2-from] += float64(sign * c.full[k])
			}
		}
		c.from[j], c.rows[j] = from, row
		if j%rowsPerPause == 0 {
			pause()
		}
	}
}

// row puts the law of k units that are on, each with log-odds x, into full[low..high].
func (c *conditional) row(x float64) (low, high int) {
	const least = 1e-18
	mode := min(int(float64(c.n+1)*portable.Sigmoid(x)), c.n)
	odds := portable.Exp(x)
	top := portable.Exp(c.choose[mode] + float64(float64(mode)*x) - float64(float64(c.n)*portable.Softplus(x)))
	c.full[mode] = top
	for low = mode; low > 0 && c.full[low] > least*top; low-- {
		c.full[low-1] = c.full[low] * float64(low) / float64(float64(c.n-low+1)*odds)
	}
	for high = mode; high < c.n && c.full[high] > least*top; high++ {
		c.full[high+1] = c.full[high] * float64(float64(c.n-high)*odds) / float64(high+1)
	}
	return low, high
}

// apply sets dst(t) = E[f(s)|t].
func (c *conditional) apply(dst, f []float64, pause func()) {
	for j, row := range c.rows {
		sum := 0.0
		part := f[c.from[j]:][:len(row)]
		for i, p := range row {
			sum += float64(p * part[i])
		}
		dst[j] = sum
		if j%rowsPerPause == 0 {
			pause()
		}
	}
}
