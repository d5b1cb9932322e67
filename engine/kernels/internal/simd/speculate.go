package simd

import . "cascade/engine/kernels/internal/assembler"

// The speculative half step of speculate.go: rounded subset sums, their sums, sampling with a margin, and the exact inputs of the
// units within it.

const (
	roundedVecs    = vecs / 2         // vectors in a tile of int16
	roundedTile    = 16 * roundedVecs // bytes of one
	roundedSubsets = 16 * roundedTile // bytes of the rounded sums of one group
	quads          = 4 * tile         // bytes of the weights of one group
	record         = 80               // bytes of what is to be decided exactly: units, chain, and the generator before the tile
)

// rounder stores the rounded subset sums of four inputs, for eight outputs at a time.
type rounder struct {
	factor        Vec
	low, high     [2][4]Vec
	totals, table Int
}

// newRounder takes the variables after the arguments.
func newRounder(f *Func, table, totals, factor Int) *rounder {
	r := &rounder{factor: f.Vec(factor.Splat()), totals: totals, table: table}
	for n := range 2 {
		r.low[n], r.high[n] = [4]Vec(f.NewVecs(4)), [4]Vec(f.NewVecs(4))
	}
	return r
}

// take prepares vector v of the tile, whose four weights are x, and adds them to the totals.
func (r *rounder) take(f *Func, v int, x [4]Vec) {
	low, high := r.low[v&1], r.high[v&1]
	f.StoreVec(r.totals, 16*v, r.totals.LoadVec(16*v).AddI(x[0].AddI(x[1]).AddI(x[2].AddI(x[3]))))
	f.SetVec(low[3], x[1].MulI(r.factor))
	f.SetVec(low[1], VI(1<<15).AddI(x[0].MulI(r.factor)))
	f.SetVec(low[2], VI(1<<15).AddI(low[3]))
	f.SetVec(low[3], low[1].AddI(low[3]))
	f.SetVec(high[1], x[2].MulI(r.factor))
	f.SetVec(high[2], x[3].MulI(r.factor))
	f.SetVec(high[3], high[1].AddI(high[2]))
}

// store writes the rows of the vectors v-1 and v: the upper 16 bits of the sums, with half a unit.
func (r *rounder) store(f *Func, v int) {
	f.StoreVec(r.table, 8*(v-1), V(0))
	for m := 1; m < 16; m++ {
		sum := func(n int) Vec {
			switch low, high := r.low[n], r.high[n]; {
			case m < 4:
				return low[m].SarI(16)
			case m&3 == 0:
				return VI(1 << 15).AddI(high[m>>2]).SarI(16)
			default:
				return low[m&3].AddI(high[m>>2]).SarI(16)
			}
		}
		f.StoreVec(r.table, m*roundedTile+8*(v-1), sum(0).NarrowI(sum(1)))
	}
}

// roundColumns tabulates rounded sums as tabulateColumns does exact ones: (table, totals of the tile, factor, tile's first row of the
// weights, stride, groups).
func roundColumns(f *Func) {
	table, totals, factor, column, stride, groups := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	s, r := newSquare(f, stride), newRounder(f, table, totals, factor)
	at := f.Int(I(0))
	f.Times(groups, func() {
		f.Set(at, column)
		for v := range vecs {
			if r.take(f, v, s.transpose(f, at)); v&1 == 1 {
				r.store(f, v)
			}
			f.Inc(at, s.four)
		}
		f.Inc(column, I(16))
		f.Inc(table, I(roundedSubsets))
	})
}

// roundRows tabulates rounded sums as tabulateIntRows does exact ones: (table, totals of the tile, factor, first row at the tile's
// first column, stride, groups, quads): unless this is 0, the weights of each group are put there as they are, those of one output side by side.
func roundRows(f *Func) {
	table, totals, factor, row, stride, groups, quad := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	at, r, s := newFourRows(f, row, stride), newRounder(f, table, totals, factor), newSquare(f, stride)
	f.Times(groups, func() {
		for v := range vecs {
			if r.take(f, v, at.load(f, v)); v&1 == 1 {
				r.store(f, v)
			}
		}
		f.If(quad, func() {
			for v := range vecs {
				for k, column := range s.turn(f, at.load(f, v)) {
					f.StoreVec(quad, 64*v+16*k, column)
				}
			}
			f.Inc(quad, I(quads))
		})
		at.advance(f)
		f.Inc(table, I(roundedSubsets))
	})
}

// Bell are the coefficients, times 2^15, of a polynomial whose 16th power is near 1/(1+e^(8z)) for 0 <= z < 1.
var Bell = [5]int16{31378, -7753, -16981, 22196, -8783}

// BellMargin is the part of the margin in 2^-15 that does not depend on the weights; speculation in package kernels says what it is for.
const BellMargin = 18

// bell sets each p to 2^15/(1+e^x) for y = 2^12 x, with the given product, step by step as those of together.
func bell(f *Func, p, y []Vec, times func(a, b Vec) Vec) {
	for n, p := range p {
		f.SetVec(p, times(y[n], VS(Bell[4])).AddS(VS(Bell[3])))
	}
	for k := 2; k >= 0; k-- {
		for n, p := range p {
			f.SetVec(p, times(p, y[n]).AddS(VS(Bell[k])))
		}
	}
	for range 4 {
		for _, p := range p {
			f.SetVec(p, times(p, p))
		}
	}
}

// sampleRounded decides the units of one tile in all chains, or records what is too close: (rounded sums, offsets, nibbles of the
// tile, stride, chains, states, records, where to put their bytes, then the numbers of a speculation: scale, most, power, margin).
func sampleRounded(f *Func, times func(a, b Vec) Vec) {
	sums, offsets, nibbles, stride, chains, state := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	records, used := f.IntArg(), f.IntArg()
	var splat [4]Int
	for k := range splat {
		splat[k] = f.IntArg()
	}
	scale, most, power, margin := f.Vec(splat[0].SplatS()), f.Vec(splat[1].SplatS()), f.Vec(splat[2].SplatS()), f.Vec(splat[3].SplatS())
	lanes, words := newGenerator(f), f.NewVecs(roundedVecs)
	x, p, d := f.NewVecs(roundedVecs), f.NewVecs(roundedVecs), f.NewVecs(roundedVecs)
	var low, high [2]Int
	for n := range 2 {
		low[n], high[n] = f.Int(I(0)), f.Int(I(0))
	}
	next, chain := f.Int(records), f.Int(I(0))
	f.Times(chains, func() {
		lanes.load(f, state)
		for v, words := range words {
			f.SetVec(words, lanes.plus().ShrI(17))
			lanes.advance(f)
			f.SetVec(words, words.NarrowI(lanes.plus().ShrI(17)))
			lanes.advance(f)
			f.SetVec(x[v], times(sums.LoadVec(16*v), scale).AddSatS(offsets.LoadVec(16*v)))
			f.SetVec(d[v], x[v].AbsS().AtMostS(most).TimesS(power))
		}
		bell(f, p, d, times)
		for v, p := range p {
			// The less likely state is taken if the uniform number, counted from that state's end, is below p.
			f.SetVec(d[v], words[v].Xor(VS(0x7fff).AndNot(x[v].SarS(15))).SubS(p))
			f.SetVec(x[v], x[v].Xor(d[v]))
			f.SetVec(d[v], d[v].AbsS().SubS(times(p.SubS(times(p, p)), margin)).SubS(VS(BellMargin)))
		}
		for n := range low {
			f.Set(low[n], x[2*n].NarrowS(x[2*n+1]).SignsB())
			f.Set(high[n], d[2*n].NarrowS(d[2*n+1]).SignsB())
		}
		f.Set(high[0], high[0].Or(high[1].Shl(16)))
		f.Set(low[0], low[0].Or(low[1].Shl(16)).Or(high[0]).Xor(I(-1)))
		f.Set(low[1], low[0].Shr(16))
		f.Set(low[0], low[0].And(I(0xffff)))
		for n, bits := range low {
			f.Set(bits, bits.Or(bits.Shl(8)).And(I(0x00ff00ff)))
			f.Store(nibbles, 4*n, bits.Or(bits.Shl(4)).And(I(0x0f0f0f0f)))
		}
		f.If(high[0], func() {
			f.Store(next, 0, high[0])
			f.Store(next, 4, chain)
			for k := range 4 {
				f.StoreVec(next, 16*(k+1), state.LoadVec(16*k))
			}
			f.Inc(next, I(record))
		})
		lanes.store(f, state)
		f.Inc(state, I(64))
		f.Inc(nibbles, stride)
		f.Inc(sums, I(roundedTile))
		f.Inc(chain, I(1))
	})
	f.Store(used, 0, next.Sub(records))
}

// decide turns the recorded units on or off, which are off so far, by their exact inputs: (records, their bytes, biases of the tile,
// nibbles of the tile, stride, 2^-fraction), then those of newIn, what the inputs are made of.
func decide(f *Func, newExact func(f *Func) func() *exact) {
	next, used, bias, nibbles, stride, unit := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg()
	newIn := newExact(f)
	lanes, e, minus := newGenerator(f), newExponential(f), f.Vec(unit.Splat().Neg())
	left, j, drawn, sum, byteAt := f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0))
	in := newIn()
	end := f.Int(next.Add(used))
	f.While(next.Below(end), func() {
		f.Set(left, next.Load(0))
		lanes.load(f, next.Add(I(16)))
		f.Set(drawn, I(0)) // the first of the four units whose words are next
		f.While(left, func() {
			f.Set(j, left.TrailingZeros())
			f.Set(left, left.And(left.Sub(I(1))))
			f.While(drawn.Add(I(3)).Below(j), func() {
				lanes.advance(f)
				f.Inc(drawn, I(4))
			})
			in.sum(f, bias, j, next.Load(4))
			e.onePlusExp(f, in.x.ToFloat().Mul(minus))
			f.Set(sum, uniform(lanes.plus()).Mul(e.result).Less(V(1<<24)).Signs().And(I(1).ShlBy(j.And(I(3)))))
			f.Set(byteAt, nibbles.Add(next.Load(4).Mul(stride)).Add(j.Shr(2)))
			f.Store8(byteAt, 0, byteAt.Load8(0).Or(sum))
		})
		f.Inc(next, I(record))
	})
}

// exact is the exact input of a unit j of the tile in a chain: x in lane j mod 4, at least.
type exact struct {
	x   Vec
	sum func(f *Func, bias, j, chain Int)
}

// inTables adds rows of the exact tables of the tile: (lists of the inputs, stride, counts, table).
func inTables(f *Func) func() *exact {
	lists, stride, counts, table := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	return func() *exact {
		x, next, end := f.NewVec(), f.Int(I(0)), f.Int(I(0))
		return &exact{x, func(f *Func, bias, j, chain Int) {
			column := j.And(I(-4)).Shl(2)
			f.SetVec(x, bias.Add(column).LoadVec(0))
			f.Set(next, lists.Add(chain.Mul(stride)))
			f.Set(end, next.Add(counts.Add(chain.Shl(2)).Load(0).Shl(1)))
			f.While(next.Below(end), func() {
				f.SetVec(x, x.AddI(table.Add(column).Add(next.Load16(0).Mul(I(tile))).LoadVec(0)))
				f.Inc(next, I(2))
			})
		}}
	}
}

// inQuads adds the weights that roundRows has put side by side: (masks of the 16 nibbles, quads, lists of the inputs, stride, counts).
func inQuads(f *Func) func() *exact {
	masks, quad, lists, stride, counts := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	return func() *exact {
		of, first, next, end, entry := f.NewVecs(2), f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0))
		return &exact{of[0], func(f *Func, bias, j, chain Int) {
			one := func(k int) {
				f.Set(entry, next.Load16(2*k))
				weights, mask := first.Add(entry.And(I(-16)).Mul(I(quads/16))), masks.Add(entry.And(I(15)).Shl(4))
				f.SetVec(of[k], of[k].AddI(weights.LoadVec(0).And(mask.LoadVec(0))))
			}
			for _, x := range of {
				f.SetVec(x, V(0))
			}
			f.Set(first, quad.Add(j.Shl(4)))
			f.Set(next, lists.Add(chain.Mul(stride)))
			f.Set(end, next.Add(counts.Add(chain.Shl(2)).Load(0).Shl(1)))
			f.While(next.Add(I(2)).Below(end), func() {
				one(0)
				one(1)
				f.Inc(next, I(4))
			})
			f.If(next.Below(end), func() { one(0) })
			f.SetVec(of[0], of[0].AddI(of[1]))
			sumLanes(f, of[0], entry, bias, j)
		}}
	}
}

// inRows adds the weights of the unit's row: (masks, the tile's first row of the weights, stride, nibbles of the inputs, stride).
func inRows(f *Func) func() *exact {
	masks, w, wStride, in, inStride := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	return func() *exact {
		of, row, from, sum := f.NewVecs(4), f.Int(I(0)), f.Int(I(0)), f.Int(I(0))
		return &exact{of[0], func(f *Func, bias, j, chain Int) {
			f.Set(row, w.Add(j.Mul(wStride)))
			f.Set(from, in.Add(chain.Mul(inStride)))
			for _, x := range of {
				f.SetVec(x, V(0))
			}
			f.For(inStride, 8, func(Int) {
				for k := range 8 {
					x := of[k%4]
					f.SetVec(x, x.AddI(row.LoadVec(16*k).And(masks.Add(from.Load8(k).Shl(4)).LoadVec(0))))
				}
				f.Inc(row, I(8*16))
				f.Inc(from, I(8))
			})
			f.SetVec(of[0], of[0].AddI(of[1]).AddI(of[2].AddI(of[3])))
			sumLanes(f, of[0], sum, bias, j)
		}}
	}
}

// sumLanes sets x to the sum of its lanes and the unit's bias; sum is spare.
func sumLanes(f *Func, x Vec, sum, bias, j Int) {
	f.Set(sum, bias.Add(j.Shl(2)).Load(0))
	for k := range byte(4) {
		f.Inc(sum, x.LaneI(k))
	}
	f.SetVec(x, sum.Splat())
}

// listTile appends a tile to the lists: (nibbles of the tile, stride, lists, stride, counts, chains, first entry).
func listTile(f *Func) {
	nibbles, nibbleStride, out, outStride, outCount, chains, entry := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	next, mask := f.Int(I(0)), f.Int(I(0))
	f.Times(chains, func() {
		f.Set(next, out.Add(outCount.Load(0).Shl(1)))
		for v := range vecs {
			f.Set(mask, nibbles.Load8(v))
			f.Store16(next, 0, entry.Add(mask).Add(I(int32(16*v))))
			f.Inc(next, mask.NotZero().Shl(1))
		}
		f.Store(outCount, 0, next.Sub(out).Shr(1))
		f.Inc(nibbles, nibbleStride)
		f.Inc(out, outStride)
		f.Inc(outCount, I(4))
	})
}
