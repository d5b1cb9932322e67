//go:build !js

package kernels

import (
	"fmt"
	"slices"
	"testing"
)

// junkTables returns tables of so many inputs that hold something else.
func junkTables(inputs int) *Tables {
	t := NewTables(max(inputs, 1))
	for i := range t.rows {
		for j := range t.rows[i][:Tile*min(i%16, 1)] { // those of the empty subset stay zero
			t.rows[i][j] = sentinel
		}
	}
	return t
}

// junkInts is the same for integers.
func junkInts(inputs int) *IntTables {
	t := NewIntTables(max(inputs, 1))
	for i := range t.rows {
		for j := range t.rows[i][:Tile*min(i%16, 1)] { // those of the empty subset stay zero
			t.rows[i][j] = 0x5a5a5a
		}
	}
	return t
}

func TestTwinTabulates(t *testing.T) {
	w := theTwin()
	everyLength(func(n int, r *source, about string) {
		m := r.matrix(max(n, 1), max(n, 1)+r.IntN(40))
		tile := r.IntN(Tiles(m.Cols))
		rows := junkTables(n)
		before := flat(&rows.subsets)
		rows.fillRows(m, tile, n)
		w.run(t, about, "tabulateRows", result(w, before, flat(&rows.subsets), nil), given(w, m.Data)+4*tile*Tile, 4*m.Stride, pad4(n)/4)

		ints := r.ints(max(n, 1)+r.IntN(40), max(n, 1))
		tile = r.IntN(Tiles(ints.Rows))
		columns := junkInts(n)
		junk := flat(&columns.subsets)
		columns.fillColumns(ints, tile, n)
		w.run(t, about, "tabulateColumns", result(w, junk, flat(&columns.subsets), nil), given(w, ints.Data)+4*tile*Tile*ints.Stride, 4*ints.Stride, pad4(n)/4)
	})
}

// twinHalfStep compares sampling, inputs and means of all tiles, from lists and from sums.
func twinHalfStep(t testing.TB, about string, r *source, inputs, outputs, chains int) {
	w, tables, floats := theTwin(), junkInts(inputs), junkTables(inputs)
	in, out, x := r.layer(inputs, max(chains, 1)), r.layer(outputs, max(chains, 1)), r.matrix(max(chains, 1), outputs)
	means, one := r.ints(max(chains, 1), outputs), float32(int32(1)<<r.IntN(31))
	in.Chains, out.Chains, x.Rows = chains, chains, chains
	weights, bias, s := r.matrix(inputs, outputs), r.numbers(Pad(outputs)), NewStreams(r.Uint64(), 1, max(chains, 1))
	m := NewFixed(inputs, outputs)
	weights.Stride, weights.Data = tight(weights)
	m.Set(weights, make([]float32, Pad(inputs)), bias, still)
	unit := unitOfFraction(m.Fraction)
	wide := func(l *Layer, seed *source) ([]byte, int) {
		return spread(seed, l.Nibbles[:max(chains, 1)*l.Stride], l.Stride, 0xee)
	}
	for tile := range Tiles(outputs) {
		tables.fillRows(m.W, tile, inputs)
		seed := r.Uint64()
		nibbles, nibbleStride := wide(out, newSource(seed, 0))
		lists, counts, state := slices.Clone(out.Lists), slices.Clone(out.Counts), slices.Clone(s.State)
		if tile == 0 {
			clear(counts) // as sample does for both
		}
		sample(out, m.C, m.Fraction, in, s, tables, tile)
		drawn, _ := wide(out, newSource(seed, 0))
		spare := func(i int) bool { // the room for entries that were empty
			c, e := i/out.ListStride, i%out.ListStride
			return e >= int(out.Counts[c]) && e < out.Stride && c < chains
		}
		start := tileBias(m.C, outputs, tile, -30<<m.Fraction)
		listed := func(start [Tile]int32) []any {
			return []any{given(w, in.Lists), 2 * in.ListStride, given(w, in.Counts), given(w, flat(&tables.subsets)), given(w, start[:])}
		}
		sums := func(start [Tile]int32) [][Tile]int32 { // of the units that are on, one by one
			all := make([][Tile]int32, max(chains, 1))
			for c := range all {
				if all[c] = start; c < chains {
					tables.add(&all[c], in.list(c))
				}
			}
			return all
		}
		summed := func(start [Tile]int32) []any { return []any{given(w, slices.Concat(rowsOf(sums(start))...))} }
		rest := func() []any {
			return []any{result(w, nibbles, drawn, nil) + tile*Tile/4, nibbleStride, result(w, lists, out.Lists, spare), 2 * out.ListStride,
				result(w, counts, out.Counts, nil), chains, result(w, state, s.State, nil), 16 * (tile * Tile / 4), unit}
		}
		w.run(t, about, "sample", append(listed(start), rest()...)...)
		w.run(t, about, "sampleSums", append(summed(start), rest()...)...)

		before := slices.Clone(means.Data)
		mean(means, m.C, m.Fraction, in, tables, one, tile)
		after := slices.Clone(means.Data)
		for c := range chains {
			for j := outputs; j < (tile+1)*Tile; j++ {
				after[c*means.Stride+j] = int32(float32(0.5*one) + 0.5) // the caller's to clear
			}
		}
		start = tileBias(m.C, outputs, tile, 0)
		rest = func() []any {
			return []any{result(w, before, after, nil) + 4*tile*Tile, 4 * means.Stride, chains, unit, one}
		}
		w.run(t, about, "mean", append(listed(start), rest()...)...)
		w.run(t, about, "meanSums", append(summed(start), rest()...)...)

		tables.fillRows(m.W, tile, Pad(inputs)) // the padding too
		empty := slices.Repeat(start[:], max(chains, 1))
		groups := func() []any {
			before := make([]int32, len(empty))
			if chains == 0 {
				before = empty
			}
			return []any{result(w, before, slices.Concat(rowsOf(sums(start))...), nil), given(w, flat(&tables.subsets)),
				given(w, in.Nibbles), in.Stride, chains, in.Stride}
		}
		w.run(t, about, "addGroups", append([]any{given(w, start[:]), 0}, groups()...)...)
		w.run(t, about, "addGroups", append([]any{given(w, empty), 4 * Tile}, groups()...)...)

		floats.fillRows(weights, tile, inputs)
		old, biases := slices.Clone(x.Data), tileBias(bias, outputs, tile, 0)
		InputHidden(x, weights, bias, in, floats, tile)
		w.run(t, about, "input", result(w, old, x.Data, nil)+4*tile*Tile, 4*x.Stride, given(w, in.Lists), 2*in.ListStride, given(w, in.Counts), chains,
			given(w, biases[:]), given(w, flat(&floats.subsets)))
	}
}

// tight returns the stride and the elements of a matrix without room between its rows.
func tight(m *Matrix) (int, []float32) {
	n := NewMatrix(m.Rows, m.Cols)
	for i := range m.Rows {
		copy(n.Row(i), m.Row(i))
	}
	return n.Stride, n.Data
}

func rowsOf(sums [][Tile]int32) (rows [][]int32) {
	for c := range sums {
		rows = append(rows, sums[c][:])
	}
	return rows
}

func still() {}

func TestTwinHalfStep(t *testing.T) {
	everyLength(func(n int, r *source, about string) {
		twinHalfStep(t, "outputs: "+about, r, 1+r.IntN(40), max(n, 1), 1+r.IntN(3))
		twinHalfStep(t, "inputs: "+about, r, max(n, 1), 1+r.IntN(40), r.IntN(4))
	})
	for chains := range 20 {
		twinHalfStep(t, fmt.Sprint(chains, " chains"), newSource(uint64(chains), 50), 37, 35, chains)
	}
}

// fixedAt is 2^-20 of the inputs that follow.
const fixedAt = 20

// fixedBias returns the inputs in fixed point.
func fixedBias(inputs [Tile]float32) (bias [Tile]int32) {
	toFixed(bias[:], inputs[:], 1<<fixedAt)
	return bias
}

// twinInputs compares sampling and means of one tile with the given inputs, and one chain whose stream is given.
func twinInputs(t testing.TB, inputs [Tile]float32, s *Streams) {
	const chains, units, one = 1, 1, 1 << 21
	w, in, out, x, tables := theTwin(), NewLayer(units, chains), NewLayer(Tile, chains), NewIntMatrix(chains, Tile), NewIntTables(units)
	state, lists, about, bias, unit := slices.Clone(s.State), slices.Clone(out.Lists), fmt.Sprint(inputs, s.State), fixedBias(inputs), unitOfFraction(fixedAt)
	sample(out, bias[:], fixedAt, in, s, tables, 0)
	w.run(t, about, "sampleSums", given(w, bias[:]), result(w, make([]byte, out.Stride), out.Nibbles[:out.Stride], nil), out.Stride,
		result(w, lists, out.Lists, func(i int) bool { return i >= int(out.Counts[0]) }), 2*out.ListStride, result(w, []int32{0}, out.Counts, nil),
		chains, result(w, state, s.State, nil), 0, unit)
	mean(x, bias[:], fixedAt, in, tables, one, 0)
	w.run(t, about, "meanSums", given(w, bias[:]), result(w, make([]int32, Tile), x.Data[:Tile], nil), 4*x.Stride, chains, unit, float32(one))
}

// TestTwinHalfStepAtTheClamps has inputs of all sizes, so that both clamps of the exponential act, and rare events happen.
func TestTwinHalfStepAtTheClamps(t *testing.T) {
	r := newSource(1, 0)
	for n := range 600 {
		var bias [Tile]float32
		for j := range bias {
			switch n % 3 {
			case 0:
				bias[j] = 20 * r.number()
			case 1:
				bias[j] = 3 * r.number()
			default:
				bias[j] = special[r.IntN(len(special))]
			}
		}
		twinInputs(t, bias, NewStreams(uint64(n), 1, 1))
	}
}

// TestTwinHalfStepAtTheThreshold has uniform numbers at the probability itself and a few units of the last place around it, where
// the cells, with which the Go body saves exponentials, and the formula of the module must decide alike.
func TestTwinHalfStepAtTheThreshold(t *testing.T) {
	const chains, units = 24, 1
	w, r, in, tables := theTwin(), newSource(2, 0), NewLayer(units, chains), NewIntTables(units)
	decided := [2]int{}
	for range 300 {
		var inputs [Tile]float32
		out, s := NewLayer(Tile, chains), NewStreams(r.Uint64(), 1, chains)
		for k := range 4 { // the first draw of lane k is for unit k: its words 0 and 3 added
			inputs[k] = 4 * r.number()
			rounded := float32(nearest(inputs[k]*(1<<fixedAt))) * unitOfFraction(fixedAt)
			threshold := uint32(float64(Sigmoid(rounded)) * (1 << 24))
			for c := range chains {
				s.State[16*c+k] = (threshold+uint32(c)-chains/2)<<8 - s.State[16*c+12+k]
			}
		}
		state, lists, counts, bias := slices.Clone(s.State), slices.Clone(out.Lists), make([]int32, chains), fixedBias(inputs)
		sample(out, bias[:], fixedAt, in, s, tables, 0)
		for c := range chains {
			decided[out.Nibbles[c*out.Stride]&1]++
		}
		spare := func(i int) bool { return i%out.ListStride >= int(out.Counts[i/out.ListStride]) }
		w.run(t, fmt.Sprint(bias), "sampleSums", given(w, slices.Repeat(bias[:], chains)), result(w, make([]byte, chains*out.Stride), out.Nibbles[:chains*out.Stride], nil),
			out.Stride, result(w, lists, out.Lists, spare), 2*out.ListStride, result(w, counts, out.Counts, nil), chains, result(w, state, s.State, nil), 0, unitOfFraction(fixedAt))
	}
	if off, on := decided[0], decided[1]; off < 2*on/3 || on < 2*off/3 {
		t.Errorf("%d were off and %d on: not at the threshold", off, on)
	}
}

// twinCorrelate compares the correlations of one tile.
func twinCorrelate(t testing.TB, about string, r *source, units, columns, chains int) {
	w, v, h, g := theTwin(), r.layer(units, chains), r.ints(chains, columns), r.ints(units, columns)
	list, tables := NewTransposed(units, chains), NewIntTables(chains)
	list.ListStride += r.IntN(5)
	list.Lists = slices.Repeat([]uint16{0xeeee}, Pad(units)*list.ListStride)
	list.From(v)
	tile, before, empty, totals := r.IntN(Tiles(columns)), slices.Clone(g.Data), flat(&tables.subsets), r.ints(1, Pad(columns)).Data
	old := slices.Clone(totals)
	Correlate(g, totals, list, h, tables, tile)
	w.run(t, about, "tabulateIntRows", result(w, empty, flat(&tables.subsets), nil), given(w, h.Data)+4*tile*Tile, 4*h.Stride, pad4(chains)/4)
	w.run(t, about, "correlate", result(w, before, g.Data, nil)+4*tile*Tile, 4*g.Stride, given(w, list.Lists), 2*list.ListStride,
		given(w, list.Counts), units, given(w, flat(&tables.subsets)))
	w.run(t, about, "correlate", result(w, old, totals, nil)+4*tile*Tile, 0, given(w, list.all), 0, given(w, []int32{int32(len(list.all))}), 1,
		given(w, flat(&tables.subsets)))
}

func TestTwinCorrelate(t *testing.T) {
	everyLength(func(n int, r *source, about string) {
		twinCorrelate(t, "units: "+about, r, max(n, 1), 1+r.IntN(40), 1+r.IntN(20))
		twinCorrelate(t, "columns: "+about, r, 1+r.IntN(10), max(n, 1), 1+r.IntN(20))
		twinCorrelate(t, "chains: "+about, r, 1+r.IntN(10), 1+r.IntN(40), max(n, 1))
	})
}

func TestTwinTranspose(t *testing.T) {
	w := theTwin()
	compare := func(r *source, about string, units, chains int) {
		l, list := r.layer(units, chains), NewTransposed(units, chains)
		list.ListStride += r.IntN(5)
		list.Lists = slices.Repeat([]uint16{0xeeee}, Pad(units)*list.ListStride)
		before := slices.Clone(list.Lists)
		list.From(l)
		old := slices.Repeat([]int32{-7}, len(list.Counts))
		spare := func(i int) bool {
			u, e := i/list.ListStride, i%list.ListStride
			return e >= int(list.Counts[u]) && e < pad4(chains)/4
		}
		w.run(t, about, "transpose", given(w, l.Nibbles), l.Stride, chains, result(w, before, list.Lists, spare), 2*list.ListStride,
			result(w, old, list.Counts, nil), result(w, old, list.Ones, nil), result(w, list.masks, list.masks, func(int) bool { return true }))
	}
	everyLength(func(n int, r *source, about string) {
		compare(r, "units: "+about, max(n, 1), 1+r.IntN(20))
		compare(r, "chains: "+about, 1+r.IntN(70), max(n, 1))
	})
}

func TestTwinAddInts(t *testing.T) {
	w := theTwin()
	everyLength(func(n int, r *source, about string) {
		a, b := r.ints(1, 67).Data[:n&^3], r.ints(1, 67).Data[:n&^3]
		sum := slices.Clone(a)
		AddInts(sum, b)
		w.run(t, about, "addInts", result(w, a, sum, nil), given(w, b), 4*len(b))
	})
}

func TestTwinLengths(t *testing.T) {
	w := theTwin()
	everyLength(func(n int, r *source, about string) {
		counts := make([]int32, n&^3)
		var lanes [2][4]int32
		for i := range counts {
			counts[i] = int32(r.IntN(1 << 14))
			lanes[0][i&3] += counts[i]
			lanes[1][i&3] = max(lanes[1][i&3], counts[i])
		}
		w.run(t, about, "lengths", given(w, counts), 4*len(counts), result(w, make([]int32, 8), slices.Concat(lanes[0][:], lanes[1][:]), nil))
	})
}

func TestTwinCentred(t *testing.T) {
	w := theTwin()
	compare := func(r *source, about string, rows, cols int) {
		s := &Centred{W: r.matrix(max(rows, 1), cols), D: r.ints(max(rows, 1), cols), M: r.ints(max(rows, 1), cols),
			PerD: float32(r.NormFloat64()) * 1e-9, PerM: float32(r.NormFloat64()) * 1e-9, Rate: float32(r.NormFloat64())}
		padded := func(n int) []float32 { return append(r.numbers(n), make([]float32, Pad(n)-n)...) }
		s.VD, s.DV, s.GB, s.HD, s.DH, s.GC = padded(max(rows, 1)), padded(max(rows, 1)), padded(max(rows, 1)), padded(cols), padded(cols), padded(cols)
		from := r.IntN(rows + 1)
		to := from + r.IntN(rows-from+1)
		if r.IntN(2) == 0 {
			from, to = 0, rows
		}
		oldW, oldC, oldB := slices.Clone(s.W.Data), slices.Clone(s.GC), slices.Clone(s.GB)
		s.Step(from, to)
		w.run(t, about, "centred", result(w, oldW, s.W.Data, nil)+4*from*s.W.Stride, 4*s.W.Stride, given(w, s.D.Data)+4*from*s.D.Stride, 4*s.D.Stride,
			given(w, s.M.Data)+4*from*s.M.Stride, 4*s.M.Stride, 4*Pad(cols), given(w, s.HD), given(w, s.DH), result(w, oldC, s.GC, nil),
			given(w, s.VD)+4*from, given(w, s.DV)+4*from, result(w, oldB, s.GB, nil)+4*from, to-from, s.PerD, s.PerM, s.Rate)
	}
	everyLength(func(n int, r *source, about string) {
		compare(r, "rows: "+about, n, 1+r.IntN(40))
		compare(r, "columns: "+about, r.IntN(9), max(n, 1))
	})
}

func TestTwinFixed(t *testing.T) {
	w := theTwin()
	everyLength(func(n int, r *source, about string) {
		one := float32(int(1) << r.IntN(27))
		src, dst := r.numbers(n&^3), make([]int32, n&^3)
		toFixed(dst, src, one)
		w.run(t, about, "toFixed", result(w, make([]int32, len(dst)), dst, nil), given(w, src), 4*len(src), one)
		m := r.matrix(1+r.IntN(9), max(n, 1))
		rows, columns := r.numbers(m.Rows), r.numbers(Pad(m.Cols))
		before := slices.Clone(columns)
		absSums(rows, columns, m, 0, m.Rows)
		w.run(t, about, "absSums", result(w, make([]float32, m.Rows), rows, nil), result(w, before, columns, nil), given(w, m.Data), 4*m.Stride, 4*Pad(m.Cols), m.Rows)
	})
}
