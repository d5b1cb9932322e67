//go:build !js

package kernels

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"cascade/engine/kernels/internal/simd"
)

// mulShort is a b / 2^15 as the module rounds it. What relaxed SIMD leaves open must not occur.
func mulShort(a, b int16) int16 {
	if a == math.MinInt16 && b == math.MinInt16 {
		panic("a product of 2^15")
	}
	return int16((int(a)*int(b) + 1<<14) >> 15)
}

// bellAt is bell of the module.
func bellAt(y int16) int16 {
	p := simd.Bell[4]
	for k := 3; k >= 0; k-- {
		p = mulShort(p, y) + simd.Bell[k]
	}
	for range 4 {
		p = mulShort(p, p)
	}
	return p
}

// TestBell tries all arguments of the polynomial: the margin of speculation rests on its largest error. Where the arguments end, for any power, it
// has to be as near to zero.
func TestBell(t *testing.T) {
	const largest = 14
	worst := 0.0
	for y := range 1 << 15 {
		p, want := float64(bellAt(int16(y))), (1<<15)/(1+math.Exp(float64(y)/(1<<12)))
		worst = max(worst, math.Abs(p-want))
		if y >= 1<<15-1<<8 {
			worst = max(worst, p)
		}
	}
	if worst > largest {
		t.Errorf("the polynomial is wrong by %.2f", worst)
	}
	if total := largest*9/8 + 0.5 + 1 + 0.1; total > simd.BellMargin {
		t.Errorf("the errors add up to %.2f, and the margin is %d", total, simd.BellMargin)
	}
	t.Logf("largest error %.2f", worst)
}

// decideShort is sampleRounded for one unit: its state, and whether that is in doubt.
func (s *speculation) decideShort(sum, offset int16, word uint32) (on, doubt bool) {
	x := int16(max(math.MinInt16, min(math.MaxInt16, int(mulShort(sum, int16(s.scale)))+int(offset))))
	p, t := bellAt(int16(min(abs(int(x)), int(s.most))*int(s.power))), int16(word>>17)
	if x >= 0 {
		t ^= math.MaxInt16
	}
	return (t < p) == (x < 0), abs(int(t-p)) < int(mulShort(p-mulShort(p, p), int16(s.margin)))+simd.BellMargin
}

func abs(n int) int { return max(n, -n) }

// half is a half step that is speculated about: of the visible units, or of the hidden ones.
type half struct {
	m      *Fixed
	in     *Layer
	hidden bool
}

func (h half) outputs() int {
	if h.hidden {
		return h.m.W.Cols
	}
	return h.m.W.Rows
}

func (h half) bias() []int32 {
	if h.hidden {
		return h.m.C
	}
	return h.m.B
}

// plan is that of the vector kernels, and of a layer that may be dense or not.
func (h half) plan(tile int) (speculation, bool) {
	from, to := tile*Tile, min((tile+1)*Tile, h.outputs())
	if h.hidden {
		return h.m.speculate(h.m.Columns[from:to], h.m.C[from:to], h.in.Units, int(slices.Max(h.in.Counts)))
	}
	return h.m.speculate(h.m.Rows[from:to], h.m.B[from:to], h.in.Units, pad4(h.in.Units)/4)
}

// weight is that between an input and an output.
func (h half) weight(input, output int) int32 {
	if h.hidden {
		return h.m.W.Data[input*h.m.W.Stride+output]
	}
	return h.m.W.Data[output*h.m.W.Stride+input]
}

// exactly samples a tile by the Go bodies, and leaves the tables filled.
func (h half) exactly(out *Layer, s *Streams, t *IntTables, tile int) {
	if h.hidden {
		t.fillRows(h.m.W, tile, h.in.Units)
	} else {
		t.fillColumns(h.m.W, tile, h.in.Units)
	}
	sample(out, h.bias(), h.m.Fraction, h.in, s, t, tile)
}

// twinRounds compares the rounded tables of a tile, and the sums over them.
func (h half) twinRounds(t testing.TB, about string, scratch *rounded, plan *speculation, bias *[Tile]int32, tile int) {
	w, in, stride := theTwin(), h.in, 4*h.m.W.Stride
	scratch.reset(in.Stride, in.Chains)
	scratch.round(plan, h, tile)
	tables := func(at int) []any {
		return []any{result(w, make([]int16, len(scratch.rows)*Tile), slices.Concat(shorts(scratch.rows)...), nil),
			result(w, make([]int32, Tile), scratch.totals[:], nil), int(plan.factor), given(w, h.m.W.Data) + at, stride, in.Stride}
	}
	if h.hidden {
		w.run(t, about, "roundRows", append(tables(4*tile*Tile), 0)...)
		w.run(t, about, "roundRows", append(tables(4*tile*Tile), result(w, make([]int32, 4*len(scratch.quads)), scratch.fours(), nil))...)
	} else {
		w.run(t, about, "roundColumns", tables(tile*Tile*stride)...)
	}

	plan.centre(&scratch.start, &scratch.offsets, bias, &scratch.totals)
	for c := range in.Chains {
		scratch.sums[c] = scratch.start
	}
	before := slices.Concat(shorts(scratch.sums)...)
	scratch.add(in)
	data := func() []any {
		return []any{result(w, before, slices.Concat(shorts(scratch.sums)...), nil), given(w, slices.Concat(shorts(scratch.rows)...))}
	}
	if h.hidden {
		sums := data()
		w.run(t, about, "inputRounded", sums[0], 2*Tile, given(w, in.Lists), 2*in.ListStride, given(w, in.Counts), in.Chains, given(w, scratch.start[:]), sums[1])
	} else {
		groups := func() []any { return append(data(), given(w, in.Nibbles), in.Stride, in.Chains, in.Stride) }
		w.run(t, about, "addRounded", append([]any{given(w, scratch.start[:]), 0}, groups()...)...)
		w.run(t, about, "addRounded", append([]any{given(w, before), 2 * Tile}, groups()...)...)
	}
}

// twinDecides compares the exact decisions; want holds all states of the tile, ints its exact tables.
func (h half) twinDecides(t testing.TB, about string, scratch *rounded, bias *[Tile]int32, out, want *Layer, ints *IntTables, tile int) {
	w, in, stride, at := theTwin(), h.in, 4*h.m.W.Stride, tile*(Tile/4)
	old := slices.Clone(out.Nibbles)
	for c := range in.Chains {
		copy(out.nibbles(c)[at:at+Tile/4], want.nibbles(c)[at:])
	}
	args := func() []any {
		return []any{given(w, slices.Clone(scratch.doubts)), int(scratch.used), given(w, bias[:]), result(w, old, out.Nibbles, nil) + at, out.Stride, unitOfFraction(h.m.Fraction)}
	}
	lists := func() []any { return []any{given(w, in.Lists), 2 * in.ListStride, given(w, in.Counts)} }
	masks := func() int {
		var list []uint32
		for _, m := range laneMasks {
			list = append(list, m[:]...)
		}
		return given(w, list)
	}
	if h.hidden {
		w.run(t, about, "decideListed", slices.Concat(args(), lists(), []any{given(w, flat(&ints.subsets))})...)
		w.run(t, about, "decideQuads", slices.Concat(args(), []any{masks(), given(w, scratch.fours())}, lists())...)
	} else {
		w.run(t, about, "decide", append(args(), masks(), given(w, h.m.W.Data)+tile*Tile*stride, stride, given(w, in.Nibbles), in.Stride)...)
	}
}

// fours returns the quads one after the other.
func (r *rounded) fours() (list []int32) {
	for _, q := range r.quads {
		list = append(list, q[:]...)
	}
	return list
}

// twinSpeculate compares each function of a speculation, for all tiles, with what it is by its description, and the states with those of the
// Go bodies. It returns how many units were decided, and how many of them exactly. wide makes the margin as large as it gets.
func (h half) twinSpeculate(t testing.TB, about string, r *source, wide bool) (decided, doubted int) {
	w, in, chains, outputs := theTwin(), h.in, h.in.Chains, h.outputs()
	out, want, ints := r.layer(outputs, chains), NewLayer(outputs, chains), NewIntTables(in.Units)
	s, exact := NewStreams(3, 4, chains), NewStreams(3, 4, chains)
	clear(out.Counts)
	for tile := range Tiles(outputs) {
		h.exactly(want, exact, ints, tile)
		plan, ok := h.plan(tile)
		if !ok {
			h.exactly(out, s, ints, tile)
			continue
		}
		if wide {
			plan.margin = math.MaxInt16
		}
		var scratch rounded
		bias := tileBias(h.bias(), outputs, tile, -30<<h.m.Fraction)
		h.twinRounds(t, about, &scratch, &plan, &bias, tile)

		old, state, at := slices.Clone(out.Nibbles), slices.Clone(s.State), tile*(Tile/4)
		for c := range chains {
			scratch.decide(&plan, out.nibbles(c)[at:], c, s)
		}
		w.run(t, about, "sampleRounded", given(w, slices.Concat(shorts(scratch.sums)...)), given(w, scratch.offsets[:]), result(w, old, out.Nibbles, nil)+at,
			out.Stride, chains, result(w, state, s.State, nil), result(w, make([]uint32, len(scratch.doubts)), scratch.doubts, func(i int) bool { return i%doubtWords == 2 || i%doubtWords == 3 }),
			result(w, []int32{-1}, []int32{scratch.used}, nil), int(plan.scale), int(plan.most), int(plan.power), int(plan.margin))
		decided += chains * Tile
		doubted += scratch.doubted()

		h.twinDecides(t, about, &scratch, &bias, out, want, ints, tile)
		twinLists(t, about, out, at)
	}
	if !slices.Equal(s.State, exact.State) || !slices.Equal(out.Nibbles, want.Nibbles) {
		t.Fatalf("%s: states differ", about)
	}
	return decided, doubted
}

// twinLists compares how the groups from at are appended to the lists.
func twinLists(t testing.TB, about string, out *Layer, at int) {
	w, lists, counts := theTwin(), slices.Clone(out.Lists), slices.Clone(out.Counts)
	for c := range out.Chains {
		var eight uint64
		for g, n := range out.nibbles(c)[at : at+Tile/4] {
			eight |= uint64(n) << (8 * g)
		}
		out.Counts[c] = int32(appendGroups(out.Lists[c*out.ListStride:], int(out.Counts[c]), at, eight))
	}
	spare := func(i int) bool {
		c, e := i/out.ListStride, i%out.ListStride
		return e >= int(out.Counts[c]) && e < out.Stride
	}
	w.run(t, about, "listTile", given(w, out.Nibbles)+at, out.Stride, result(w, lists, out.Lists, spare), 2*out.ListStride,
		result(w, counts, out.Counts, nil), out.Chains, 16*at)
}

func shorts(rows [][Tile]int16) (list [][]int16) {
	for i := range rows {
		list = append(list, rows[i][:])
	}
	return list
}

// round is roundColumns or roundRows.
func (r *rounded) round(s *speculation, h half, tile int) {
	for j := range Tile {
		w := make([]int32, Pad(h.in.Units))
		for i := range w {
			w[i] = h.weight(i, tile*Tile+j)
			r.totals[j] += w[i]
			r.quads[i/4*Tile+j][i%4] = w[i]
		}
		for row := range r.rows {
			sum := int64(0)
			for k := range 4 {
				sum += int64(w[row/16*4+k]) * int64(row>>k&1)
			}
			r.rows[row][j] = int16((sum*int64(s.factor) + 1<<15) >> 16)
		}
	}
}

// add is addRounded or inputRounded.
func (r *rounded) add(in *Layer) {
	for c := range in.Chains {
		for g, nibble := range in.nibbles(c) {
			for j, x := range r.rows[16*g+int(nibble)] {
				r.sums[c][j] += x
			}
		}
	}
}

// decide is sampleRounded for one chain.
func (r *rounded) decide(s *speculation, nibbles []byte, c int, streams *Streams) {
	before := *streams.chain(c)
	var words [Tile]uint32
	drawPlus(streams.chain(c), &words)
	clear(nibbles[:Tile/4])
	units := uint32(0)
	for j, word := range words {
		if on, doubt := s.decideShort(r.sums[c][j], r.offsets[j], word); doubt {
			units |= 1 << j
		} else if on {
			nibbles[j/4] |= 1 << (j % 4)
		}
	}
	if units != 0 {
		record := r.doubts[r.used/4:]
		record[0], record[1] = units, uint32(c)
		copy(record[4:], before[:])
		r.used += 4 * doubtWords
	}
}

// speculative returns a machine whose weights are about so large, with some biases of 30, and states of any density.
func (r *source) speculative(inputs, outputs, chains int, size float32, hidden bool) half {
	rows, columns := outputs, inputs
	if hidden {
		rows, columns = inputs, outputs
	}
	w, m := r.matrix(rows, columns), NewFixed(rows, columns)
	bias, other := r.numbers(Pad(outputs)), make([]float32, Pad(inputs))
	for i := range w.Rows {
		for j := range w.Row(i) {
			w.Row(i)[j] *= size
		}
	}
	for i := range outputs {
		if r.IntN(9) == 0 {
			bias[i] = float32(60*r.IntN(2) - 30)
		}
	}
	w.Stride, w.Data = tight(w)
	if hidden {
		m.Set(w, other, bias, still)
	} else {
		m.Set(w, bias, other, still)
	}
	return half{m, r.layer(inputs, chains), hidden}
}

func TestTwinSpeculates(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		total, exactly := 0, 0
		everyLength(func(n int, r *source, about string) {
			for _, size := range []float32{0, 1e-4, 0.03, 0.5, 4, 1e3, 1e9} {
				for _, wide := range []bool{false, true} {
					about := fmt.Sprintf("%s, hidden %v, size %g, wide %v", about, hidden, size, wide)
					decided, doubted := r.speculative(max(n, 1), 1+r.IntN(67), 1+r.IntN(9), size, hidden).twinSpeculate(t, about, r, wide)
					if !wide {
						total, exactly = total+decided, exactly+doubted
					}
				}
			}
		})
		if total < 90000 || exactly < 100 {
			t.Errorf("hidden %v: of %d units %d were in doubt: too few to try it", hidden, total, exactly)
		}
		t.Logf("hidden %v: %d of %d units in doubt", hidden, exactly, total)
	}
}

// TestTwinSpeculatesInLargeMachines has as many inputs as the margin is made for.
func TestTwinSpeculatesInLargeMachines(t *testing.T) {
	for n, size := range []float32{0.01, 0.05, 0.2} {
		for _, hidden := range []bool{false, true} {
			r := newSource(uint64(n), 0)
			if decided, _ := r.speculative(500, 64, 200, size, hidden).twinSpeculate(t, fmt.Sprint("size ", size), r, false); decided < 64*200 {
				t.Errorf("size %g, hidden %v: only %d units were decided in 16 bits", size, hidden, decided)
			}
		}
	}
}
