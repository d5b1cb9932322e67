//go:build !js

package kernels

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"cascade/engine/kernels/internal/simd"
)

// mulShort is a b / 2^15 as the module rounds it.
func mulShort(a, b int16) int16 { return int16(min(math.MaxInt16, (int(a)*int(b)+1<<14)>>15)) }

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

// twinSpeculate compares each function of a speculation, for all tiles of the visible units, with what it is by its description, and the states
// with those of SampleVisible. It returns how many units were decided, and how many of them exactly. wide makes the margin as large as it gets.
func twinSpeculate(t testing.TB, about string, r *source, m *Fixed, in *Layer, wide bool) (decided, doubted int) {
	w, chains, inputs, outputs := theTwin(), in.Chains, in.Units, m.W.Rows
	out, want, ints := r.layer(outputs, chains), NewLayer(outputs, chains), NewIntTables(inputs)
	s, exact := NewStreams(3, 4, chains), NewStreams(3, 4, chains)
	clear(out.Counts)
	for tile := range Tiles(outputs) {
		SampleVisible(want, m, in, exact, ints, tile)
		plan, ok := m.speculate(tile, inputs)
		if !ok {
			sample(out, m.B, m.Fraction, in, s, refill(ints, m, tile, inputs), tile)
			continue
		}
		if wide {
			plan.margin = math.MaxInt16
		}
		var scratch rounded
		scratch.reset(in.Stride, chains)
		scratch.round(&plan, m, tile, inputs)
		stride := 4 * m.W.Stride
		w.run(t, about, "roundColumns", result(w, make([]int16, len(scratch.rows)*Tile), slices.Concat(shorts(scratch.rows)...), nil),
			result(w, make([]int32, Tile), scratch.totals[:], nil), int(plan.factor), given(w, m.W.Data)+tile*Tile*stride, stride, in.Stride)

		bias := tileBias(m.B, outputs, tile, -30<<m.Fraction)
		plan.centre(&scratch.start, &scratch.offsets, &bias, &scratch.totals)
		for c := range chains {
			scratch.sums[c] = scratch.start
		}
		before := slices.Concat(shorts(scratch.sums)...)
		scratch.add(in)
		w.run(t, about, "addRounded", result(w, before, slices.Concat(shorts(scratch.sums)...), nil), given(w, slices.Concat(shorts(scratch.rows)...)),
			given(w, in.Nibbles), in.Stride, chains, in.Stride)

		old, state, at := slices.Clone(out.Nibbles), slices.Clone(s.State), tile*(Tile/4)
		for c := range chains {
			scratch.decide(&plan, out.nibbles(c)[at:], c, s)
		}
		records := slices.Clone(scratch.doubts)
		w.run(t, about, "sampleRounded", given(w, slices.Concat(shorts(scratch.sums)...)), given(w, scratch.offsets[:]), result(w, old, out.Nibbles, nil)+at,
			out.Stride, chains, result(w, state, s.State, nil), result(w, make([]uint32, len(records)), records, func(i int) bool { return i%doubtWords == 2 || i%doubtWords == 3 }),
			result(w, []int32{-1}, []int32{scratch.used}, nil), int(plan.scale), int(plan.most), int(plan.power), int(plan.margin))
		decided += chains * Tile
		doubted += scratch.doubted()

		old = slices.Clone(out.Nibbles)
		for c := range chains {
			copy(out.nibbles(c)[at:at+Tile/4], want.nibbles(c)[at:])
		}
		var masks []uint32
		for _, m := range laneMasks {
			masks = append(masks, m[:]...)
		}
		w.run(t, about, "decide", given(w, records), int(scratch.used), given(w, bias[:]), result(w, old, out.Nibbles, nil)+at, out.Stride, unitOfFraction(m.Fraction),
			given(w, m.W.Data)+tile*Tile*stride, stride, given(w, in.Nibbles), in.Stride, given(w, masks))

		lists, counts := slices.Clone(out.Lists), slices.Clone(out.Counts)
		for c := range chains {
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
			result(w, counts, out.Counts, nil), chains, 16*at)
	}
	if !slices.Equal(s.State, exact.State) || !slices.Equal(out.Nibbles, want.Nibbles) {
		t.Fatalf("%s: states differ", about)
	}
	return decided, doubted
}

func refill(t *IntTables, m *Fixed, tile, inputs int) *IntTables {
	t.fillColumns(m.W, tile, inputs)
	return t
}

func shorts(rows [][Tile]int16) (list [][]int16) {
	for i := range rows {
		list = append(list, rows[i][:])
	}
	return list
}

// round is roundColumns.
func (r *rounded) round(s *speculation, m *Fixed, tile, inputs int) {
	for j := range Tile {
		w := m.W.Data[(tile*Tile+j)*m.W.Stride:]
		for i := range Pad(inputs) {
			r.totals[j] += w[i]
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

// add is addRounded.
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
func (r *source) speculative(inputs, outputs, chains int, size float32) (*Fixed, *Layer) {
	w, b, m := r.matrix(outputs, inputs), r.numbers(Pad(outputs)), NewFixed(outputs, inputs)
	for i := range w.Rows {
		for j := range w.Row(i) {
			w.Row(i)[j] *= size
		}
		if r.IntN(9) == 0 {
			b[i] = float32(60*r.IntN(2) - 30)
		}
	}
	w.Stride, w.Data = tight(w)
	m.Set(w, b, make([]float32, Pad(inputs)), still)
	return m, r.layer(inputs, chains)
}

func TestTwinSpeculates(t *testing.T) {
	total, exactly := 0, 0
	everyLength(func(n int, r *source, about string) {
		for _, size := range []float32{0, 1e-4, 0.03, 0.5, 4, 1e3, 1e9} {
			for _, wide := range []bool{false, true} {
				about := fmt.Sprintf("%s, size %g, wide %v", about, size, wide)
				m, in := r.speculative(max(n, 1), 1+r.IntN(67), 1+r.IntN(9), size)
				decided, doubted := twinSpeculate(t, about, r, m, in, wide)
				if !wide {
					total, exactly = total+decided, exactly+doubted
				}
			}
		}
	})
	if total < 90000 || exactly < 100 {
		t.Errorf("of %d units %d were in doubt: too few to try it", total, exactly)
	}
	t.Logf("%d of %d units in doubt", exactly, total)
}

// TestTwinSpeculatesInLargeMachines has as many inputs as the margin is made for.
func TestTwinSpeculatesInLargeMachines(t *testing.T) {
	for n, size := range []float32{0.01, 0.05, 0.2} {
		r := newSource(uint64(n), 0)
		m, in := r.speculative(500, 64, 200, size)
		if decided, _ := twinSpeculate(t, fmt.Sprint("size ", size), r, m, in, false); decided < 64*200 {
			t.Errorf("size %g: only %d units were decided in 16 bits", size, decided)
		}
	}
}
