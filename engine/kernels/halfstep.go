package kernels

import (
	"encoding/binary"
	"math/bits"
)

// SampleHidden draws the hidden units of one tile, 32*tile onwards, in all chains, given the visible units in:
//
//	x_cj = c_j + Σ_i in_ci w_ij,    out_cj = 1 with probability 1/(1+e^(-x_cj))
//
// Chain c uses stream c and advances each lane by 8 draws. Nibbles and lists of out are updated; call the tiles in the order
// 0..Tiles(out.Units)-1, as tile 0 empties the lists and the others append to them.
//
// Probabilities are exact to 4e-7, also where u is coarse (odd multiples of 2^-24): units with x < -16.64 never turn on.
// Cost per tile: 4 in.Units table rows, and per chain one row per non-empty group of four input units.
func SampleHidden(out *Layer, m *Fixed, in *Layer, s *Streams, t *IntTables, tile int) {
	checkSample(out, m.W.Cols, in, m.W.Rows, s, t, tile)
	if vectors && vectorSpeculateHidden(out, m, in, s, t, tile) {
		return
	}
	t.hold(m, tile)
	sample(out, m.C, m.Fraction, in, s, t, tile)
}

// SampleVisible is SampleHidden in the other direction: x_ci = b_i + Σ_j in_cj w_ij, out being the visible units.
func SampleVisible(out *Layer, m *Fixed, in *Layer, s *Streams, t *IntTables, tile int) {
	checkSample(out, m.W.Rows, in, m.W.Cols, s, t, tile)
	if vectors && vectorSpeculateVisible(out, m, in, s, t, tile) {
		return
	}
	t.fillColumns(m.W, tile, in.Units)
	sample(out, m.B, m.Fraction, in, s, t, tile)
}

func checkSample(out *Layer, outputs int, in *Layer, inputs int, s *Streams, t *IntTables, tile int) {
	checkHalfStep(out.Units, out.Chains, outputs, in, inputs, tile)
	t.check(inputs)
	if len(s.State) < 16*in.Chains {
		panic("kernels: fewer streams than chains")
	}
	if tile == 0 {
		return // it empties the lists
	}
	if _, longest := lengths(out.Counts); longest > tile*(Tile/4) {
		panic("kernels: tiles are not called in order")
	}
}

// checkHalfStep panics unless units and chains of the output fit the weights (outputs x inputs) and the input layer.
func checkHalfStep(units, chains, outputs int, in *Layer, inputs int, tile int) {
	if units != outputs || in.Units != inputs {
		panic("kernels: layers do not fit the weights")
	}
	if chains != in.Chains {
		panic("kernels: layers have different numbers of chains")
	}
	if uint(tile) >= uint(Tiles(units)) {
		panic("kernels: no such tile")
	}
}

// sample does a sampling half step with the tables of the tile filled.
func sample(out *Layer, bias []int32, fraction int, in *Layer, s *Streams, t *IntTables, tile int) {
	// With an input of -30 and without weights a padding unit never turns on.
	start, unit := tileBias(bias, out.Units, tile, -30<<fraction), unitOfFraction(fraction)
	if tile == 0 {
		clear(out.Counts)
	}
	if vectors {
		vectorSample(out, &start, unit, in, s, t, tile)
		return
	}
	var words [Tile]uint32
	var x [Tile]float32
	for c := range in.Chains {
		sums := start
		t.add(&sums, in.list(c))
		for j, n := range sums {
			x[j] = float32(n) * unit
		}
		drawPlus(s.chain(c), &words)
		eight := bernoulli(&x, &words)
		group := tile * (Tile / 4)
		binary.LittleEndian.PutUint64(out.nibbles(c)[group:], eight)
		list := out.Lists[c*out.ListStride : (c+1)*out.ListStride]
		out.Counts[c] = int32(appendGroups(list, int(out.Counts[c]), group, eight))
	}
}

// unitOfFraction is 2^-fraction.
func unitOfFraction(fraction int) float32 { return 1 / float32(int(1)<<fraction) }

// tileBias returns the biases of one tile, with a value for the padding.
func tileBias[T float32 | int32](bias []T, units, tile int, padding T) [Tile]T {
	b := [Tile]T(bias[tile*Tile:])
	for j := units - tile*Tile; j < Tile; j++ {
		b[j] = padding
	}
	return b
}

// Fraction returns the number of binary digits behind the point that the means of so many chains have in fixed point: as many
// as leave room for their sum in an int32, 30 - log2(chains).
func Fraction(chains int) int { return 30 - bits.Len(uint(chains-1)) }

// MeanHidden writes the means of one tile of the hidden units, given the visible units, in fixed point: column j of the tile and
// row c of out become 2^fraction/(1+e^(-x_cj)), rounded, x as in SampleHidden. out is Chains x hidden units, or has more rows.
// Relative error of the exponential below 3e-7.
//
// Integers make the sums of means exact, so that they may be formed in any order, by any number of workers.
func MeanHidden(out *IntMatrix, m *Fixed, in *Layer, t *IntTables, fraction, tile int) {
	if out.Rows < in.Chains || uint(fraction) > 30 {
		panic("kernels: the means do not fit")
	}
	checkHalfStep(out.Cols, in.Chains, m.W.Cols, in, m.W.Rows, tile)
	t.check(in.Units)
	t.hold(m, tile)
	mean(out, m.C, m.Fraction, in, t, float32(int(1)<<fraction), tile)
}

// mean writes the means times one with the tables of the tile filled.
func mean(out *IntMatrix, bias []int32, fraction int, in *Layer, t *IntTables, one float32, tile int) {
	start, unit := tileBias(bias, out.Cols, tile, 0), unitOfFraction(fraction)
	if vectors {
		vectorMean(out, &start, unit, in, t, one, tile)
		return
	}
	columns := min(Tile, out.Cols-tile*Tile)
	for c := range in.Chains {
		sums := start
		t.add(&sums, in.list(c))
		row := out.Data[c*out.Stride+tile*Tile:][:columns]
		for j := range row {
			row[j] = int32(float32(1/onePlusExpNeg(float32(sums[j])*unit)*one) + 0.5) // 1/2 rounds
		}
	}
}

// InputHidden writes the inputs x_cj = bias_j + Σ_i in_ci w_ij of one tile of units to out (Chains x hidden units): for free
// energies, or, with any matrix w of in.Units rows, for projections of the states on its columns. bias has at least
// Pad(out.Cols) elements; those beyond out.Cols are ignored.
//
// Order: the groups of four units that are not empty in ascending order; see the package's comment.
func InputHidden(out *Matrix, w *Matrix, bias []float32, in *Layer, t *Tables, tile int) {
	checkHalfStep(out.Cols, out.Rows, w.Cols, in, w.Rows, tile)
	if len(bias) < Pad(out.Cols) {
		panic("kernels: bias is shorter than the padded layer")
	}
	t.check(in.Units)
	t.fillRows(w, tile, in.Units)
	// Padding columns get zero bias and have zero weights.
	start := tileBias(bias, out.Cols, tile, 0)
	if vectors {
		vectorInput(out, &start, in, t, tile)
		return
	}
	for c := range in.Chains {
		x := out.tileAt(c*out.Stride + tile*Tile)
		*x = start
		t.add(x, in.list(c))
	}
}
