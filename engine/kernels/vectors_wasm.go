//go:build js && wasm && !nosimd

package kernels

import (
	_ "embed"
)

// module is the twin of this package (internal/simd): a WebAssembly module that works inside this program's own memory.
//
//go:embed simd.wasm
var module []byte

// relaxed is the twin of some functions for browsers that have relaxed SIMD, a few years younger.
//
//go:embed relaxed.wasm
var relaxed []byte

// vectors reports whether the vector kernels are there; the tests turn them off and on.
var vectors = bind(&module[0], int32(len(module))) != 0

// relaxing reports whether relaxed is in use.
var relaxing = vectors && bind(&relaxed[0], int32(len(relaxed))) != 0

// bind hands a module to the program's host, which makes the functions below its exports, instead of others of the same name that were
// bound before; 0 if the browser cannot compile it. What the host gives is in static/kernels.js.
//
//go:wasmimport kernels bind
func bind(code *byte, length int32) int32

// The functions of the module. Nothing of Go runs while they do, so the addresses stay valid. Arguments are as in internal/simd.

//go:noescape
//go:wasmimport kernels tabulateRows
func tabulateRows(table, row *float32, stride, groups int32)

//go:noescape
//go:wasmimport kernels tabulateColumns
func tabulateColumns(table, column *int32, stride, groups int32)

//go:noescape
//go:wasmimport kernels sample
func sampleTile(lists *uint16, listStride int32, counts, table, bias *int32,
	nibbles *byte, nibbleStride int32, out *uint16, outStride int32, outCounts *int32, chains int32, state *uint32, entry int32, unit float32)

//go:noescape
//go:wasmimport kernels sampleSums
func sampleSums(sums *int32,
	nibbles *byte, nibbleStride int32, out *uint16, outStride int32, outCounts *int32, chains int32, state *uint32, entry int32, unit float32)

//go:noescape
//go:wasmimport kernels roundColumns
func roundColumns(table *int16, totals *int32, factor int32, column *int32, stride, groups int32)

//go:noescape
//go:wasmimport kernels roundRows
func roundRows(table *int16, totals *int32, factor int32, row *int32, stride, groups int32, quads *[4]int32)

//go:noescape
//go:wasmimport kernels inputRounded
func inputRounded(sums *int16, stride int32, lists *uint16, listStride int32, counts *int32, chains int32, start, table *int16)

//go:noescape
//go:wasmimport kernels addRounded
func addRounded(start *int16, startStride int32, sums, tables *int16, nibbles *byte, stride, chains, groups int32)

//go:noescape
//go:wasmimport kernels sampleRounded
func sampleRounded(sums, offsets *int16, nibbles *byte, stride, chains int32, state, doubts *uint32, used *int32, scale, most, power, margin int32)

//go:noescape
//go:wasmimport kernels decide
func decideUnits(doubts *uint32, used int32, bias *int32, nibbles *byte, stride int32, unit float32, masks *uint32, w *int32, wStride int32, in *byte, inStride int32)

//go:noescape
//go:wasmimport kernels decideListed
func decideListed(doubts *uint32, used int32, bias *int32, nibbles *byte, stride int32, unit float32, lists *uint16, listStride int32, counts, table *int32)

//go:noescape
//go:wasmimport kernels decideQuads
func decideQuads(doubts *uint32, used int32, bias *int32, nibbles *byte, stride int32, unit float32, masks *uint32, quads *[4]int32, lists *uint16, listStride int32, counts *int32)

//go:noescape
//go:wasmimport kernels listTile
func listTile(nibbles *byte, stride int32, lists *uint16, listStride int32, counts *int32, chains, entry int32)

//go:noescape
//go:wasmimport kernels addGroups
func addGroups(start *int32, startStride int32, sums, tables *int32, nibbles *byte, stride, chains, groups int32)

//go:noescape
//go:wasmimport kernels lengths
func lengthsOf(counts *int32, width int32, lanes *[2][4]int32)

//go:noescape
//go:wasmimport kernels input
func inputTile(out *float32, outStride int32, lists *uint16, listStride int32, counts *int32, chains int32, bias, table *float32)

//go:noescape
//go:wasmimport kernels mean
func meanTile(lists *uint16, listStride int32, counts, table, bias *int32, out *int32, outStride, chains int32, unit, one float32)

//go:noescape
//go:wasmimport kernels meanSums
func meanSums(sums *int32, out *int32, outStride, chains int32, unit, one float32)

//go:noescape
//go:wasmimport kernels tabulateIntRows
func tabulateIntRows(table, row *int32, stride, groups int32)

//go:noescape
//go:wasmimport kernels correlate
func correlateTile(sums *int32, stride int32, lists *uint16, listStride int32, counts *int32, units int32, table *int32)

//go:noescape
//go:wasmimport kernels centred
func centredRows(w *float32, wStride int32, data *int32, dataStride int32, model *int32, modelStride, width int32,
	hD, dh, gc, vD, dv, gb *float32, rows int32, perD, perM, rate float32)

//go:noescape
//go:wasmimport kernels transpose
func transpose(nibbles *byte, stride, chains int32, lists *uint16, listStride int32, counts, ones *int32, masks *byte)

//go:noescape
//go:wasmimport kernels sampleSpins
func sampleSpins(nibbles *byte, stride int32, state *uint32, chains, sites, rows int32, h *float32, hStride int32, w *float32, wStride int32,
	pairs, numbers *float32, pairRows int32, cells, open, bytes, list *float32)

//go:noescape
//go:wasmimport kernels packSpins
func packSpins(packed, numbers *float32, vectors int32, scale float32, left int32)

//go:noescape
//go:wasmimport kernels tabulateSpins
func tabulateSpinGroups(table, w *float32, groups int32)

//go:noescape
//go:wasmimport kernels addSpinSums
func addSpinSums(dst, sums *float32, groups int32, scale float32)

//go:noescape
//go:wasmimport kernels projectSpins
func projectSpins(dst *float32, nibbles *byte, stride, chains int32, table *float32)

//go:noescape
//go:wasmimport kernels correlateSpins
func correlateSpins(sums *float32, nibbles *byte, stride, chains int32, h *float32)

//go:noescape
//go:wasmimport kernels logProducts
func logProducts(column *float32, stride, columns int32, row *float32, width, period int32, out *float32)

//go:noescape
//go:wasmimport kernels exponentials
func exponentials(low, high, x *float32, width int32, scale float32)

//go:noescape
//go:wasmimport kernels dots
func dots(t0, t1 *float64, w0, w1 *float32, x *float64, n int32)

//go:noescape
//go:wasmimport kernels addProducts
func addProducts(y, t0, t1 *float64, w0, w1 *float32, n int32)

//go:noescape
//go:wasmimport kernels sumSoftplus
func sumSoftplus(positive *float64, product, x *float32, vectors int32, t float32)

//go:noescape
//go:wasmimport kernels absSums
func absSumsOf(rows, columns, w *float32, stride, width, count int32)

//go:noescape
//go:wasmimport kernels toFixed
func fix(dst *int32, src *float32, width int32, one float32)

//go:noescape
//go:wasmimport kernels addInts
func addInts(dst, src *int32, width int32)

// What follows turns slices into addresses and byte strides. The callers have checked the shapes.

func (t *subsets[T]) address() *T { return &t.rows[0][0] }

func vectorFillRows(t *Tables, m *Matrix, tile, inputs int) {
	tabulateRows(t.address(), &m.Data[tile*Tile], int32(4*m.Stride), int32(pad4(inputs)/4))
}

func vectorFillColumns(t *IntTables, m *IntMatrix, tile, inputs int) {
	tabulateColumns(t.address(), &m.Data[tile*Tile*m.Stride], int32(4*m.Stride), int32(Pad(inputs)/4))
}

func vectorSample(out *Layer, bias *[Tile]int32, unit float32, in *Layer, s *Streams, t *IntTables, tile int) {
	group := tile * (Tile / 4)
	if dense(in) {
		sums := t.addDense(bias, in)
		sampleSums(&sums[0][0], &out.Nibbles[group], int32(out.Stride), &out.Lists[0], int32(2*out.ListStride), &out.Counts[0],
			int32(in.Chains), &s.State[0], int32(group<<4), unit)
		return
	}
	sampleTile(&in.Lists[0], int32(2*in.ListStride), &in.Counts[0], t.address(), &bias[0],
		&out.Nibbles[group], int32(out.Stride), &out.Lists[0], int32(2*out.ListStride), &out.Counts[0], int32(in.Chains), &s.State[0], int32(group<<4), unit)
}

// vectorSpeculateVisible reports whether speculation is worth it for a tile of visible units; otherwise nothing is done.
func vectorSpeculateVisible(out *Layer, m *Fixed, in *Layer, s *Streams, t *IntTables, tile int) bool {
	const segment = 128 // groups whose tables fit the second-level cache, 128 kB
	if !dense(in) {
		return false
	}
	from, to := tile*Tile, min((tile+1)*Tile, out.Units)
	plan, ok := m.speculate(m.Rows[from:to], m.B[from:to], in.Units, pad4(in.Units)/4)
	if !ok {
		return false
	}
	r, chains, groups, stride := &t.rounded, int32(in.Chains), int32(in.Stride), int32(4*m.W.Stride)
	bias, w := tileBias(m.B, out.Units, tile, -30<<m.Fraction), &m.W.Data[from*m.W.Stride]
	r.reset(in.Stride, in.Chains)
	roundColumns(&r.rows[0][0], &r.totals[0], plan.factor, w, stride, groups)
	plan.centre(&r.start, &r.offsets, &bias, &r.totals)
	start, startStride := &r.start[0], int32(0)
	for g := 0; g < in.Stride; g += segment {
		addRounded(start, startStride, &r.sums[0][0], &r.rows[16*g][0], &in.Nibbles[g], groups, chains, min(segment, groups-int32(g)))
		start, startStride = &r.sums[0][0], 2*Tile
	}
	nibbles := r.sample(out, plan, s, tile)
	decideUnits(&r.doubts[0], r.used, &bias[0], nibbles, int32(out.Stride), unitOfFraction(m.Fraction), &laneMasks[0][0], w, stride, &in.Nibbles[0], groups)
	listNibbles(out, tile)
	return true
}

// vectorSpeculateHidden is vectorSpeculateVisible for a tile of hidden units. What is in doubt is decided by the exact tables if they are
// filled; then it takes more chains to make up for another set.
func vectorSpeculateHidden(out *Layer, m *Fixed, in *Layer, s *Streams, t *IntTables, tile int) bool {
	filled := t.holds(m, tile)
	if dense(in) || 2*in.Chains < in.Stride || filled && 4*in.Chains < 5*in.Stride {
		return false
	}
	from, to := tile*Tile, min((tile+1)*Tile, out.Units)
	_, longest := lengths(in.Counts)
	plan, ok := m.speculate(m.Columns[from:to], m.C[from:to], in.Units, longest)
	if !ok {
		return false
	}
	r, chains, unit := &t.rounded, int32(in.Chains), unitOfFraction(m.Fraction)
	bias, lists, listStride, counts := tileBias(m.C, out.Units, tile, -30<<m.Fraction), &in.Lists[0], int32(2*in.ListStride), &in.Counts[0]
	r.reset(in.Stride, in.Chains)
	var quads *[4]int32
	if !filled {
		quads = &r.quads[0]
	}
	roundRows(&r.rows[0][0], &r.totals[0], plan.factor, &m.W.Data[from], int32(4*m.W.Stride), int32(pad4(in.Units)/4), quads)
	plan.centre(&r.start, &r.offsets, &bias, &r.totals)
	inputRounded(&r.sums[0][0], 2*Tile, lists, listStride, counts, chains, &r.start[0], &r.rows[0][0])
	nibbles, stride := r.sample(out, plan, s, tile), int32(out.Stride)
	if filled {
		decideListed(&r.doubts[0], r.used, &bias[0], nibbles, stride, unit, lists, listStride, counts, t.address())
	} else {
		decideQuads(&r.doubts[0], r.used, &bias[0], nibbles, stride, unit, &laneMasks[0][0], quads, lists, listStride, counts)
	}
	listNibbles(out, tile)
	return true
}

// sample decides a tile by the sums, and records what is in doubt. It returns the tile's nibbles.
func (r *rounded) sample(out *Layer, plan speculation, s *Streams, tile int) *byte {
	nibbles := &out.Nibbles[tile*(Tile/4)]
	sampleRounded(&r.sums[0][0], &r.offsets[0], nibbles, int32(out.Stride), int32(out.Chains), &s.State[0], &r.doubts[0], &r.used,
		plan.scale, plan.most, plan.power, plan.margin)
	return nibbles
}

// listNibbles appends a tile to the lists.
func listNibbles(out *Layer, tile int) {
	if tile == 0 {
		clear(out.Counts)
	}
	group := tile * (Tile / 4)
	listTile(&out.Nibbles[group], int32(out.Stride), &out.Lists[0], int32(2*out.ListStride), &out.Counts[0], int32(out.Chains), int32(group<<4))
}

// dense reports whether the lists of a layer are so long that it is faster to add the rows of empty groups too.
func dense(l *Layer) bool {
	if l.Chains < 32 {
		return false
	}
	listed, _ := lengths(l.Counts)
	return 10*listed > 7*l.Chains*l.Stride
}

// addDense returns the inputs of a tile in all chains, group by group. It is the same sum as over the lists: of integers.
func (t *IntTables) addDense(bias *[Tile]int32, in *Layer) [][Tile]int32 {
	const groups = 64 // whose tables fit the second-level cache, 128 kB
	if cap(t.inputs) < in.Chains {
		t.inputs = make([][Tile]int32, in.Chains)
	}
	sums, start, startStride := t.inputs[:in.Chains], &bias[0], int32(0)
	for g := 0; g < in.Stride; g += groups {
		addGroups(start, startStride, &sums[0][0], &t.rows[16*g][0], &in.Nibbles[g], int32(in.Stride), int32(in.Chains), int32(min(groups, in.Stride-g)))
		start, startStride = &sums[0][0], 4*Tile
	}
	return sums
}

func vectorInput(out *Matrix, bias *[Tile]float32, in *Layer, t *Tables, tile int) {
	inputTile(&out.Data[tile*Tile], int32(4*out.Stride), &in.Lists[0], int32(2*in.ListStride), &in.Counts[0], int32(in.Chains), &bias[0], t.address())
}

func vectorFillIntRows(t *IntTables, m *IntMatrix, tile, inputs int) {
	tabulateIntRows(t.address(), &m.Data[tile*Tile], int32(4*m.Stride), int32(Pad(inputs)/4))
}

func vectorMean(out *IntMatrix, bias *[Tile]int32, unit float32, in *Layer, t *IntTables, one float32, tile int) {
	if at := &out.Data[tile*Tile]; dense(in) {
		sums := t.addDense(bias, in)
		meanSums(&sums[0][0], at, int32(4*out.Stride), int32(in.Chains), unit, one)
	} else {
		meanTile(&in.Lists[0], int32(2*in.ListStride), &in.Counts[0], t.address(), &bias[0], at, int32(4*out.Stride), int32(in.Chains), unit, one)
	}
	if padding := (tile+1)*Tile - out.Cols; padding > 0 {
		for c := range in.Chains { // the mean of a padding column is 1/2
			at := c*out.Stride + out.Cols
			clear(out.Data[at : at+padding])
		}
	}
}

func vectorCorrelate(sums *IntMatrix, total *[Tile]int32, v *Transposed, t *IntTables, tile int) {
	count := int32(len(v.all))
	correlateTile(&total[0], 0, &v.all[0], 0, &count, 1, t.address())
	correlateTile(&sums.Data[tile*Tile], int32(4*sums.Stride), &v.Lists[0], int32(2*v.ListStride), &v.Counts[0], int32(v.Units), t.address())
}

func vectorCentred(s *Centred, from, to int) {
	if w := s.W; from < to {
		centredRows(&w.Data[from*w.Stride], int32(4*w.Stride), &s.D.Data[from*s.D.Stride], int32(4*s.D.Stride), &s.M.Data[from*s.M.Stride], int32(4*s.M.Stride),
			int32(4*Pad(w.Cols)), &s.HD[0], &s.DH[0], &s.GC[0], &s.VD[from], &s.DV[from], &s.GB[from], int32(to-from), s.PerD, s.PerM, s.Rate)
	}
}

func vectorTranspose(t *Transposed, l *Layer) {
	transpose(&l.Nibbles[0], int32(l.Stride), int32(l.Chains), &t.Lists[0], int32(2*t.ListStride), &t.Counts[0], &t.Ones[0], &t.masks[0])
}

// vectorSampleSpins reports whether it did so: there must be room, and the fields not be too wide.
func vectorSampleSpins(out *Layer, w, h [][]float32, s *Streams, t *Tables, from, to int) bool {
	p, ok := planSpins(t, w, h, out.Units, from, to)
	if !ok || from >= to {
		return from >= to
	}
	at := func(row int) *float32 { return &t.rows[row][0] }
	p.copyWeights(t, w, out.Units)
	for a := range w {
		packSpins(at(p.pairs+a/2*p.width), at(p.w+a*p.width), int32(p.width*Tile/4), p.scales(t, a).w, int32(a%2*16))
	}
	for ; from < to; from += p.part {
		chains := min(p.part, to-from)
		p.copyNumbers(t, h, from, chains)
		for a := range h {
			packSpins(at(p.numbers+a/2*p.hWidth), at(p.h+a*p.hWidth), int32(p.hWidth*Tile/4), p.scales(t, a).h, int32(a%2*16))
		}
		sampleSpins(&out.Nibbles[from*out.Stride], int32(out.Stride), &s.State[16*from], int32(chains), int32(out.Units), int32(len(w)),
			at(p.h), int32(4*Tile*p.hWidth), at(p.w), int32(4*Tile*p.width), at(p.pairs), at(p.numbers), int32(p.pairRows),
			&cells[0].off, at(p.open), at(p.bytes), at(p.list))
	}
	return true
}

// vectorTabulateSpins returns how many groups it did: the whole ones.
func vectorTabulateSpins(t *Tables, w []float32) int {
	n := len(w) / 4
	if n > 0 {
		tabulateSpinGroups(t.address(), &w[0], int32(n))
	}
	return n
}

// vectorAddSpinSums returns how many sites it did: whole groups.
func vectorAddSpinSums(dst []float32, sums [][Tile]float32, scale float32) int {
	n := len(dst) &^ 3
	if n > 0 {
		addSpinSums(&dst[0], &sums[0][0], int32(n/4), scale)
	}
	return n
}

func vectorProjectSpins(dst []float32, l *Layer, t *Tables) {
	projectSpins(&dst[0], &l.Nibbles[0], int32(l.Stride), int32(l.Chains), t.address())
}

func vectorCorrelateSpins(sums [][Tile]float32, l *Layer, h []float32) {
	correlateSpins(&sums[0][0], &l.Nibbles[0], int32(l.Stride), int32(l.Chains), &h[0])
}

// vectorExponentials takes slices of a length that is a multiple of 4.
func vectorExponentials(low, high, x []float32, scale float32) {
	exponentials(&low[0], &high[0], &x[0], int32(4*len(x)), scale)
}

func vectorLogProducts(l *Landscape) {
	logProducts(&l.columns[0], int32(4*len(l.row)), int32(l.Points), &l.row[0], int32(4*len(l.row)), int32(16*l.period), &l.factors[0].product[0])
}

func vectorDots(t0, t1 *[4]float64, w0, w1 []float32, x [][4]float64) {
	dots(&t0[0], &t1[0], &w0[0], &w1[0], &x[0][0], int32(len(x)))
}

func vectorAddProducts(y [][4]float64, t0, t1 *[4]float64, w0, w1 []float32) {
	addProducts(&y[0][0], &t0[0], &t1[0], &w0[0], &w1[0], int32(len(y)))
}

// vectorSumSoftplus returns how many inputs were added: all but the last few.
func vectorSumSoftplus(s *softplusSums, x []float32, t float32) int {
	n := len(x) / 4
	if n > 0 {
		sumSoftplus(&s.positive[0], &s.product[0], &x[0], int32(n), t)
	}
	return 4 * n
}

// vectorAddInts returns how many were added: all but the last few.
func vectorAddInts(dst, src []int32) int {
	n := len(src) &^ 3
	if n > 0 {
		addInts(&dst[0], &src[0], int32(4*n))
	}
	return n
}

func vectorAbsSums(rows, columns []float32, w *Matrix, from, to int) {
	if from < to {
		absSumsOf(&rows[from], &columns[0], &w.Data[from*w.Stride], int32(4*w.Stride), int32(4*Pad(w.Cols)), int32(to-from))
	}
}

// vectorLengths returns how many were counted: all but the last few.
func vectorLengths(counts []int32, lanes *[2][4]int32) int {
	n := len(counts) &^ 3
	if n > 0 {
		lengthsOf(&counts[0], int32(4*n), lanes)
	}
	return n
}

// vectorToFixed returns how many were converted: all but the last few.
func vectorToFixed(dst []int32, src []float32, one float32) int {
	n := len(src) &^ 3
	if n > 0 {
		fix(&dst[0], &src[0], int32(4*n), one)
	}
	return n
}
