package kernels

import "math"

// spinPlan is how the vector kernel samples spins in 16 bits, with the same bits as SampleSpins.
//
// Fields. Every vector w_a is rounded to 16 bits, with a scale A that makes the largest weight 2^15-1, the numbers 2h_a with 2^(12+shift)/A. So
// the sum of the products, shifted, is x' = 2^12 2x rounded down; what is beyond ±2^15 becomes that. With X_a = max|w_a| max|2h_a|, x'
// is wrong by X_a/65534 for the weights and by 2^(2-shift) for the numbers, besides the rounding. All X together are below 2^(18-shift), so
// that no sum wraps.
//
// Cells. 256/(1+e^(-2x)) is linear in each of 16 segments of |x'|, up to 0.58 (TestSpinSegments). Its integral part names the cell c where
// the spin's probability ends. As it is wrong by less than 1 in all, of which the steepest slope, 64, makes 64 times the error of x' and the
// margins of the cells 1/64, a spin whose byte is below c-1 is up, above c+1 down, as SampleSpins says too. The others, three in 256, are
// decided by their exact field, by the cells and by one more number, in the order of SampleSpins: first block by block all chains
// are sampled in 16 bits, then what is in doubt.
type spinPlan struct {
	part                     int // chains at a time
	pairRows                 int // rows of pairs of vectors
	width, hWidth            int // rows of the tables that a vector takes, and the numbers of the chains
	pairs, numbers, w, h     int // first rows
	open, bytes, list, total int
}

const (
	spinSlack  = 0.006 // largest error of 2x but for its rounding
	spinShift  = 13
	spinOpen   = 20   // rows of the columns of spins that eight bits leave open
	mostFields = Tile // vectors w that may be
)

// planSpins tells how to sample; ok says whether the fields are small enough for it, and the tables large enough.
func planSpins(t *Tables, w, h [][]float32, units, from, to int) (p spinPlan, ok bool) {
	if len(w) > mostFields {
		return p, false
	}
	total := 0.0
	largestW := &t.rows[0]
	for a := range w {
		largestW[a] = max(largest(w[a][:units]), 1e-30)
		total += 2 * float64(float64(largestW[a])*float64(largest(h[a][from:to])))
	}
	if !(total < 0.999*(1<<(18-spinShift)) && total/65534+4*float64(len(w))/(1<<spinShift) < spinSlack) {
		return p, false
	}
	p.pairRows, p.width = max(1, (len(w)+1)/2), (units+spinBlock-1)/spinBlock*(spinBlock/Tile)
	for p.part = min(to-from, spinBlock); p.part > 0; p.part /= 2 {
		if p.place(len(w)); p.total <= len(t.rows) {
			return p, true
		}
	}
	return p, false
}

// place sets the rows.
func (p *spinPlan) place(rows int) {
	p.hWidth = (p.part + Tile - 1) / Tile
	at := 1
	take := func(n int) int {
		at += n
		return at - n
	}
	p.open, p.pairs, p.numbers = take(spinOpen), take(p.pairRows*p.width), take(p.pairRows*p.hWidth)
	p.w, p.h, p.bytes, p.list = take(rows*p.width), take(rows*p.hWidth), take(p.part*spinBlock/(4*Tile)), take(p.part/4+1)
	p.total = at
}

// scales are those of vector a and of its numbers.
func (p *spinPlan) scales(t *Tables, a int) (s struct{ w, h float32 }) {
	s.w = (1<<15 - 1) / t.rows[0][a]
	s.h = (1 << (13 + spinShift)) / s.w
	return s
}

// copyWeights copies the vectors, and clears the pairs.
func (p *spinPlan) copyWeights(t *Tables, w [][]float32, units int) {
	clear(t.rows[p.pairs : p.pairs+p.pairRows*p.width])
	for a, x := range w {
		copyRows(t.rows[p.w+a*p.width:][:p.width], x[:units])
	}
}

// copyNumbers copies the numbers of so many chains, and clears their pairs.
func (p *spinPlan) copyNumbers(t *Tables, h [][]float32, from, chains int) {
	clear(t.rows[p.numbers : p.numbers+p.pairRows*p.hWidth])
	for a, x := range h {
		copyRows(t.rows[p.h+a*p.hWidth:][:p.hWidth], x[from:from+chains])
	}
}

// copyRows copies as much as there is; zero behind it.
func copyRows(rows [][Tile]float32, x []float32) {
	for i := range rows {
		n := copy(rows[i][:], x)
		clear(rows[i][n:])
		x = x[n:]
	}
}

// largest returns the largest modulus of the numbers; NaN or Inf if there is one.
func largest(list []float32) float32 {
	most := uint32(0)
	for _, x := range list {
		most = max(most, math.Float32bits(x)&^(1<<31))
	}
	return math.Float32frombits(most)
}
