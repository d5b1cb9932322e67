package kernels

import "encoding/binary"

// SampleHidden draws the hidden units of one tile, 32*tile onwards, in all chains, given the visible units in:
//
//	x_cj = bias_j + Σ_i in_ci w_ij,    out_cj = 1 with probability 1/(1+e^(-x_cj))
//
// w has in.Units rows and out.Units columns; bias has at least Pad(out.Units) elements (those beyond out.Units are ignored);
// chain c uses stream c and advances each lane by 8 draws. Nibbles and lists of out are updated; call the tiles in the order
// 0..Tiles(out.Units)-1, as tile 0 empties the lists and the others append to them.
//
// Probabilities are exact to 4e-7, also where u is coarse (odd multiples of 2^-24): units with x < -16.64 never turn on.
// Cost per tile: 4 in.Units table rows, and per chain one row per non-empty group of four input units.
func SampleHidden(out *Layer, w *Matrix, bias []float32, in *Layer, s *Streams, t *Tables, tile int) {
	checkSample(out, w.Cols, bias, in, w.Rows, s, t, tile)
	t.fillRows(w, tile, in.Units)
	sample(out, bias, in, s, t, tile)
}

// SampleVisible is SampleHidden in the other direction: x_ci = bias_i + Σ_j in_cj w_ij, out being the visible units.
func SampleVisible(out *Layer, w *Matrix, bias []float32, in *Layer, s *Streams, t *Tables, tile int) {
	checkSample(out, w.Rows, bias, in, w.Cols, s, t, tile)
	t.fillColumns(w, tile, in.Units)
	sample(out, bias, in, s, t, tile)
}

func checkSample(out *Layer, outputs int, bias []float32, in *Layer, inputs int, s *Streams, t *Tables, tile int) {
	checkHalfStep(out.Units, out.Chains, outputs, bias, in, inputs, t, tile)
	if len(s.State) < 16*in.Chains {
		panic("kernels: fewer streams than chains")
	}
	for _, n := range out.Counts {
		if tile > 0 && int(n) > tile*(Tile/4) {
			panic("kernels: tiles are not called in order")
		}
	}
}

// checkHalfStep panics unless units and chains of the output fit the weights (outputs x inputs) and the input layer.
func checkHalfStep(units, chains, outputs int, bias []float32, in *Layer, inputs int, t *Tables, tile int) {
	if units != outputs || in.Units != inputs {
		panic("kernels: layers do not fit the weights")
	}
	if chains != in.Chains {
		panic("kernels: layers have different numbers of chains")
	}
	if len(bias) < Pad(units) {
		panic("kernels: bias is shorter than the padded layer")
	}
	if uint(tile) >= uint(Tiles(units)) {
		panic("kernels: no such tile")
	}
	t.check(inputs)
}

// sample does a sampling half step with the tables of the tile filled.
func sample(out *Layer, bias []float32, in *Layer, s *Streams, t *Tables, tile int) {
	// With this bias and without weights a padding unit never turns on.
	const never = -30
	var words [Tile]uint32
	start := tileBias(bias, out.Units, tile, never)
	if tile == 0 {
		clear(out.Counts)
	}
	for c := range in.Chains {
		x := start
		t.add(&x, in.list(c))
		drawPlus(s.chain(c), &words)
		eight := bernoulli(&x, &words)
		group := tile * (Tile / 4)
		binary.LittleEndian.PutUint64(out.nibbles(c)[group:], eight)
		list := out.Lists[c*out.ListStride : (c+1)*out.ListStride]
		out.Counts[c] = int32(appendGroups(list, int(out.Counts[c]), group, eight))
	}
}

// tileBias returns the biases of one tile, with a value for the padding.
func tileBias(bias []float32, units, tile int, padding float32) [Tile]float32 {
	b := [Tile]float32(bias[tile*Tile:])
	for j := units - tile*Tile; j < Tile; j++ {
		b[j] = padding
	}
	return b
}

// MeanHidden writes the means of one tile of the hidden units, given the visible units: column j of the tile and row c of out
// become 1/(1+e^(-x_cj)), x as in SampleHidden. out is Chains x hidden units. Relative error of Sigmoid below 3e-7.
func MeanHidden(out *Matrix, w *Matrix, bias []float32, in *Layer, t *Tables, tile int) {
	InputHidden(out, w, bias, in, t, tile)
	sigmoids(out, in.Chains, tile)
}

// MeanVisible is MeanHidden in the other direction; out is Chains x visible units.
func MeanVisible(out *Matrix, w *Matrix, bias []float32, in *Layer, t *Tables, tile int) {
	InputVisible(out, w, bias, in, t, tile)
	sigmoids(out, in.Chains, tile)
}

// sigmoids replaces the inputs of one tile by the means.
func sigmoids(out *Matrix, chains, tile int) {
	first, last := tile*Tile, min((tile+1)*Tile, out.Cols)
	for c := range chains {
		row := out.Row(c)[first:last]
		for j, x := range row {
			row[j] = 1 / onePlusExpNeg(x)
		}
	}
}

// InputHidden writes the inputs x_cj = bias_j + Σ_i in_ci w_ij of one tile of units to out (Chains x hidden units): for free
// energies, or, with any matrix w of in.Units rows, for projections of the states on its columns.
func InputHidden(out *Matrix, w *Matrix, bias []float32, in *Layer, t *Tables, tile int) {
	checkHalfStep(out.Cols, out.Rows, w.Cols, bias, in, w.Rows, t, tile)
	t.fillRows(w, tile, in.Units)
	input(out, bias, in, t, tile)
}

// InputVisible is InputHidden in the other direction: x_ci = bias_i + Σ_j in_cj w_ij; out is Chains x visible units.
func InputVisible(out *Matrix, w *Matrix, bias []float32, in *Layer, t *Tables, tile int) {
	checkHalfStep(out.Cols, out.Rows, w.Rows, bias, in, w.Cols, t, tile)
	t.fillColumns(w, tile, in.Units)
	input(out, bias, in, t, tile)
}

// input writes the inputs with the tables of the tile filled. Padding columns get zero bias and zero weights.
func input(out *Matrix, bias []float32, in *Layer, t *Tables, tile int) {
	start := tileBias(bias, out.Cols, tile, 0)
	for c := range in.Chains {
		x := out.tileAt(c*out.Stride + tile*Tile)
		*x = start
		t.add(x, in.list(c))
	}
}
