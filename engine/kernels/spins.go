package kernels

import (
	"encoding/binary"
	"math"
)

// Kernels for ±1 spins that couple to few continuous numbers per chain: bit 1 of a Layer is spin +1, its lists are not used.

// ProjectSpins projects the spins of every chain on one vector: dst_c = Σ_i w_i s_ci. w has Units elements, dst Chains.
//
// Order: group g of four sites contributes (±w_0 ± w_1) + (±w_2 ± w_3), with missing w = 0; the groups with g mod 4 = k are
// added in ascending order to sum k = 0..3; the result is (sum 0 + sum 1) + (sum 2 + sum 3). Cost Units/4 additions per chain.
func ProjectSpins(dst []float32, l *Layer, w []float32, t *Tables) {
	if len(dst) < l.Chains || len(w) < l.Units {
		panic("kernels: projection does not fit the layer")
	}
	t.check(l.Stride * 4)
	tabulateSpins(t, l, w)
	if vectors {
		vectorProjectSpins(dst, l, t)
		return
	}
	for c := range l.Chains {
		var s0, s1, s2, s3 float32
		nibbles := l.nibbles(c)
		for g := 0; g < len(nibbles); g += 8 {
			n := (*[8]byte)(nibbles[g:])
			rows := (*[4][Tile]float32)(t.rows[g>>1:])
			s0 += rows[0][n[0]&15]
			s1 += rows[0][n[1]&15+16]
			s2 += rows[1][n[2]&15]
			s3 += rows[1][n[3]&15+16]
			s0 += rows[2][n[4]&15]
			s1 += rows[2][n[5]&15+16]
			s2 += rows[3][n[6]&15]
			s3 += rows[3][n[7]&15+16]
		}
		dst[c] = (s0 + s1) + (s2 + s3)
	}
}

// tabulateSpins writes the 16 sums of every group of four sites; two groups share a row of the tables.
func tabulateSpins(t *Tables, l *Layer, w []float32) {
	g := 0
	if vectors {
		g = vectorTabulateSpins(t, w[:l.Units])
	}
	for ; g < l.Stride; g++ {
		var four [4]float32
		copy(four[:], w[min(4*g, l.Units):l.Units])
		row := t.rows[g>>1][g&1<<4:]
		for m := range 16 {
			a, b := signed(four[0], m), signed(four[1], m>>1)
			c, d := signed(four[2], m>>2), signed(four[3], m>>3)
			row[m] = (a + b) + (c + d)
		}
	}
}

// signed returns x if the lowest bit of m is set, otherwise -x.
func signed(x float32, m int) float32 {
	return math.Float32frombits(math.Float32bits(x) ^ uint32(m&1^1)<<31)
}

// CorrelateSpins adds the correlations of the spins with one number per chain: dst_i += scale Σ_c s_ci h_c. dst has Units
// elements, h Chains.
//
// It is the transpose of ProjectSpins. Order: for each group of four sites, h_c is added in ascending order of chains to the
// sum of the chains that show the same nibble; the sum of a site runs over the 16 nibbles in ascending order with the sign
// of its bit, is multiplied by scale and added. Cost Units/4 additions per chain.
func CorrelateSpins(dst []float32, l *Layer, h []float32, scale float32, t *Tables) {
	if len(dst) < l.Units || len(h) < l.Chains {
		panic("kernels: correlation does not fit the layer")
	}
	t.check(l.Stride * 4)
	sums := t.rows[:l.Stride/2]
	clear(sums)
	i := 0
	if vectors {
		vectorCorrelateSpins(sums, l, h)
		i = vectorAddSpinSums(dst[:l.Units], sums, scale)
	} else {
		sumByNibble(sums, l, h)
	}
	for ; i < l.Units; i++ {
		row := sums[i>>3][i>>2&1<<4:]
		var sum float32
		for m := range 16 {
			sum += signed(row[m], m>>(i&3))
		}
		dst[i] += float32(scale * sum)
	}
}

// sumByNibble adds h_c of all chains to the sums of the nibbles that they show, 16 for each group of four sites.
func sumByNibble(sums [][Tile]float32, l *Layer, h []float32) {
	for c := range l.Chains {
		x := h[c]
		nibbles := l.nibbles(c)
		for g := 0; g < len(nibbles); g += 8 {
			n := (*[8]byte)(nibbles[g:])
			rows := (*[4][Tile]float32)(sums[g>>1:])
			rows[0][n[0]&15] += x
			rows[0][n[1]&15+16] += x
			rows[1][n[2]&15] += x
			rows[1][n[3]&15+16] += x
			rows[2][n[4]&15] += x
			rows[2][n[5]&15+16] += x
			rows[3][n[6]&15] += x
			rows[3][n[7]&15+16] += x
		}
	}
}

// SumSpins adds the sums of the spins over the chains: dst_i += scale Σ_c s_ci. The sum is an exact integer. dst has Units
// elements. Cost Units/8 operations on words per chain.
func SumSpins(dst []float32, l *Layer, scale float32) {
	if len(dst) < l.Units {
		panic("kernels: sums do not fit the layer")
	}
	const lowest = 0x0101010101010101
	for first := 0; first < l.Units; first += Tile {
		var ones [Tile]int32
		for from := 0; from < l.Chains; from += 255 {
			// Byte g of count k counts unit 4g+k of the tile, so up to 255 chains fit.
			var count [4]uint64
			for c := from; c < min(from+255, l.Chains); c++ {
				eight := binary.LittleEndian.Uint64(l.nibbles(c)[first/4:])
				count[0] += eight & lowest
				count[1] += eight >> 1 & lowest
				count[2] += eight >> 2 & lowest
				count[3] += eight >> 3 & lowest
			}
			for j := range ones {
				ones[j] += int32(count[j&3] >> (j >> 2 * 8) & 255)
			}
		}
		for j := range min(Tile, l.Units-first) {
			dst[first+j] += float32(scale * float32(2*int(ones[j])-l.Chains))
		}
	}
}

// spinBlock is the number of sites that SampleSpins decides with eight draws of four lanes, eight bits a site.
const spinBlock = 128

// SampleSpins draws all spins of the chains from..to-1 given the numbers h they couple to:
//
//	P(s_ci = +1) = 1/(1+e^(-2x_ci)),    x_ci = Σ_a h_ac w_ai
//
// w is P x Units, h is P x Chains. Chain c uses stream c. The lists of out are not maintained.
//
// The law is that of the half steps: s = +1 if u(1+e^(-2x)) < 1. But only eight bits of u are drawn at first. They name one of
// 256 cells and decide most spins, 255 of 256 whatever x is, without an exponential; the rest draw more bits.
//
// Order: 2x = Σ_a (2 h_ac) w_ai, rounded products summed in ascending order of a. For each block of 128 sites, begun or full:
// (1) eight draws of xoshiro128++ from each lane; the cell j of site i of the block is byte i mod 4, from the lowest, of draw
// i/16 of lane i/4 mod 4. (2) With L_j = logit(j/256), L_0 = -Inf, L_256 = +Inf: the spin is +1 if 2x > L_(j+1) + 2^-12, -1 if not
// 2x > L_j - 2^-12. (3) For the sites left, in ascending order, f is the next number of Streams.Uniform and u = (j+f)/256; if
// j >= 128 the mirror image is decided (1-u for u, -x for x, the opposite spin), so that both signs are treated alike.
//
// The probability of the rarer sign is exact to 1e-6 of itself plus 2^-32. Cost about 6 ns a spin in wasm for P = 1, 0.7 ns with vectors (spinPlan).
//
// t is scratch memory for at least as many inputs as there are sites.
func SampleSpins(out *Layer, w [][]float32, h [][]float32, s *Streams, t *Tables, from, to int) {
	checkSpins(out, w, h, s, from, to)
	t.check(out.Units)
	if vectors && vectorSampleSpins(out, w, h, s, t, from, to) {
		return
	}
	var x [spinBlock]float32
	var at [spinBlock]uint8
	for c := from; c < to; c++ {
		state, nibbles := s.chain(c), out.nibbles(c)
		for first := 0; first < out.Units; first += spinBlock {
			n := min(spinBlock, out.Units-first)
			fields(&x, w, h, c, first, n)
			drawBytes(state, &at)
			for q := 0; q < n; q += Tile {
				eight := decideSpins((*[Tile]float32)(x[q:]), (*[Tile]uint8)(at[q:]), state)
				binary.LittleEndian.PutUint64(nibbles[(first+q)/4:], eight)
			}
		}
	}
}

func checkSpins(out *Layer, w [][]float32, h [][]float32, s *Streams, from, to int) {
	if len(w) != len(h) {
		panic("kernels: as many vectors as rows of numbers are needed")
	}
	for a := range w {
		if len(w[a]) < out.Units || len(h[a]) < out.Chains {
			panic("kernels: vectors do not fit the layer")
		}
	}
	if from < 0 || to > out.Chains || len(s.State) < 16*to {
		panic("kernels: no such chains")
	}
}

// fields computes 2x_ci for n sites of chain c, and -Inf for the rest of the block: those spins are -1, so the padding zero.
func fields(x *[spinBlock]float32, w, h [][]float32, c, first, n int) {
	clear(x[:])
	for a := range w {
		addScaled(x[:n], 2*h[a][c], w[a][first:first+n])
	}
	for i := n; i < spinBlock; i++ {
		x[i] = float32(math.Inf(-1))
	}
}

// addScaled adds h w_i to x_i; x and w are equally long.
func addScaled(x []float32, h float32, w []float32) {
	for ; len(w) >= 8 && len(x) >= 8; x, w = x[8:], w[8:] {
		x, w := (*[8]float32)(x), (*[8]float32)(w)
		x[0] += float32(h * w[0])
		x[1] += float32(h * w[1])
		x[2] += float32(h * w[2])
		x[3] += float32(h * w[3])
		x[4] += float32(h * w[4])
		x[5] += float32(h * w[5])
		x[6] += float32(h * w[6])
		x[7] += float32(h * w[7])
	}
	for i, y := range w {
		x[i] += float32(h * y)
	}
}

// decideSpins draws 32 spins in the fields x = 2x_ci; bit k of the result's byte g is site 4g+k.
func decideSpins(x *[Tile]float32, at *[Tile]uint8, state *[16]uint32) uint64 {
	on, maybe := decide(x, at)
	for open := on ^ maybe; open != 0; open &= open - 1 {
		j := unitOf(open)
		if refine(x[j], at[j], uniform(draw(state))) {
			on |= open & -open
		}
	}
	return on
}

// refine decides a spin in the field x whose uniform number is (cell+f)/256.
func refine(x float32, cell uint8, f float32) bool {
	if cell >= 128 {
		return !refine(-x, 255-cell, 1-f)
	}
	u := (float32(int32(cell)) + f) * (1.0 / 256)
	return float32(u*onePlusExpNeg(x)) < 1
}
