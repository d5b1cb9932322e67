package simd

import . "cascade/engine/kernels/internal/assembler"

// inputs is where a half step has its inputs from: the biases and the lists of the input layer, or sums that are there already.
type inputs struct {
	*sums
	dense bool
	from  Int // the biases, or the next chain's sums
}

// newInputs takes the arguments: (sums) if they are there, otherwise (lists, stride, counts, table, bias).
func newInputs(f *Func, dense bool) func() *inputs {
	if dense {
		from := f.IntArg()
		return func() *inputs { return &inputs{sums: &sums{of: f.NewVecs(vecs)}, dense: true, from: from} }
	}
	lists, stride, counts, table, bias := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	return func() *inputs {
		return &inputs{sums: newSums(f, vecs, Vec.AddI, lists, stride, counts, table), from: bias}
	}
}

// next sets the sums to the inputs of the next chain.
func (in *inputs) next(f *Func) {
	in.start(f, in.from)
	if in.dense {
		f.Inc(in.from, I(tile))
		return
	}
	in.add(f)
	in.advance(f)
}

// sample is sample of halfstep.go, for one tile and all chains:
//
//	(inputs, nibbles of the tile, stride, out lists, stride, out counts, chains, states, first entry = 16 * first group, 2^-fraction)
func sample(f *Func, dense bool) {
	newIn := newInputs(f, dense)
	nibbles, nibbleStride, out, outStride, outCount := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	chains, state, entry, unit := f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg()
	in := newIn()
	lanes, words, all, minus := newGenerator(f), f.NewVecs(vecs), newTogether(f, vecs), f.Vec(unit.Splat().Neg())
	mask, next := f.Int(I(0)), f.Int(I(0))
	f.Times(chains, func() {
		in.next(f)
		lanes.load(f, state)
		f.Set(next, out.Add(outCount.Load(0).Shl(1)))
		x := make([]Vec, vecs)
		for v, words := range words {
			f.SetVec(words, lanes.plus())
			lanes.advance(f)
			x[v] = in.of[v].ToFloat().Mul(minus)
		}
		all.onePlusExp(f, x)
		for v, e := range all {
			f.Set(mask, uniform(words[v]).Mul(e.result).Less(V(1<<24)).Signs())
			f.Store8(nibbles, v, mask)
			// An entry is written for every group, and counted if it is not empty: no branch.
			f.Store16(next, 0, entry.Add(mask).Add(I(int32(16*v))))
			f.Inc(next, mask.NotZero().Shl(1))
		}
		f.Store(outCount, 0, next.Sub(out).Shr(1))
		lanes.store(f, state)
		f.Inc(state, I(64))
		f.Inc(nibbles, nibbleStride)
		f.Inc(out, outStride)
		f.Inc(outCount, I(4))
	})
}

// addGroups sets the sums of a tile, n vectors of them, chain by chain, to what they start from with the rows of some groups, empty ones too:
// (start, stride: 0 or a tile, sums, tables of the first group, nibbles of the first group, stride, chains, groups, a multiple of 8). Tables of 128 kB stay in the second-level cache (those that fit the
// first are 6 % slower, as the sums are loaded more often), and the loop has no branch that depends on the states: for layers where most groups
// are not empty it is faster than their lists.
func addGroups(f *Func, n int, plus sum) {
	start, startStride, sums := f.IntArg(), f.IntArg(), f.IntArg()
	tables, nibbles, stride, chains, groups := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	of, bytes := f.NewVecs(n), int32(16*n)
	table, row := f.Int(I(0)), f.Int(I(0))
	f.Times(chains, func() {
		for v, x := range of {
			f.SetVec(x, start.LoadVec(16*v))
		}
		f.Set(table, tables)
		f.For(groups, 8, func(first Int) {
			for g := range 8 {
				f.Set(row, table.Add(nibbles.Add(first).Load8(g).Mul(I(bytes))))
				for v, x := range of {
					f.SetVec(x, plus(x, row.LoadVec(g*16*16*n+16*v)))
				}
			}
			f.Inc(table, I(8*16*bytes))
		})
		for v, x := range of {
			f.StoreVec(sums, 16*v, x)
		}
		f.Inc(start, startStride)
		f.Inc(sums, I(bytes))
		f.Inc(nibbles, stride)
	})
}

// lengths is lengths of layer.go: (counts, bytes, a multiple of 16, the lanes of the sum and of the longest).
func lengths(f *Func) {
	counts, width, out := f.IntArg(), f.IntArg(), f.IntArg()
	n, sum, most := f.NewVec(), f.NewVec(), f.NewVec()
	f.SetVec(sum, V(0))
	f.SetVec(most, V(0))
	f.For(width, 16, func(i Int) {
		f.SetVec(n, counts.Add(i).LoadVec(0))
		f.SetVec(sum, sum.AddI(n))
		f.SetVec(most, most.AtLeastI(n))
	})
	f.StoreVec(out, 0, sum)
	f.StoreVec(out, 16, most)
}

// input is InputHidden for one tile, n vectors, and all chains: (first row of the output at the tile, stride, in lists, stride, in
// counts, chains, bias, table).
func input(f *Func, n int, plus sum) {
	out, outStride := f.IntArg(), f.IntArg()
	lists, listStride, counts, chains := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	bias, table := f.IntArg(), f.IntArg()
	s := newSums(f, n, plus, lists, listStride, counts, table)
	f.Times(chains, func() {
		s.start(f, bias)
		s.add(f)
		for v, x := range s.of {
			f.StoreVec(out, 16*v, x)
		}
		s.advance(f)
		f.Inc(out, outStride)
	})
}

// mean is mean of halfstep.go for one tile and all chains, padding columns included: (inputs, first row of the output at the tile,
// stride, chains, 2^-fraction of the inputs, 2^fraction of the means).
func mean(f *Func, dense bool, toInt func(Vec) Vec) {
	newIn := newInputs(f, dense)
	out, outStride, chains, unit, one := f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg(), f.FloatArg()
	in := newIn()
	all, minus := newTogether(f, vecs), f.Vec(unit.Splat().Neg())
	f.Times(chains, func() {
		in.next(f)
		x := make([]Vec, vecs)
		for v := range x {
			x[v] = in.of[v].ToFloat().Mul(minus)
		}
		all.onePlusExp(f, x)
		for v, e := range all {
			f.StoreVec(out, 16*v, toInt(V(1).Div(e.result).Mul(one.Splat()).Add(V(0.5))))
		}
		f.Inc(out, outStride)
	})
}

// correlate is Correlate for one tile of columns, the tables filled: (first row of the sums at the tile, stride, lists, stride,
// counts, units, table).
func correlate(f *Func) {
	g, stride := f.IntArg(), f.IntArg()
	lists, listStride, counts, units, table := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	s := newSums(f, vecs, Vec.AddI, lists, listStride, counts, table)
	f.Times(units, func() {
		for _, x := range s.of {
			f.SetVec(x, V(0))
		}
		s.add(f)
		for v, x := range s.of {
			f.StoreVec(g, 16*v, x)
		}
		s.advance(f)
		f.Inc(g, stride)
	})
}

// generator is the four lanes of a chain's stream.
type generator struct{ a, b, c, d, shifted Vec }

func newGenerator(f *Func) *generator {
	v := f.NewVecs(5)
	return &generator{v[0], v[1], v[2], v[3], v[4]}
}

func (g *generator) words() []Vec { return []Vec{g.a, g.b, g.c, g.d} }

func (g *generator) load(f *Func, state Int) {
	for k, w := range g.words() {
		f.SetVec(w, state.LoadVec(16*k))
	}
}

func (g *generator) store(f *Func, state Int) {
	for k, w := range g.words() {
		f.StoreVec(state, 16*k, w)
	}
}

// plus is the output of xoshiro128+.
func (g *generator) plus() Vec { return g.a.AddI(g.d) }

// plusPlus is the output of xoshiro128++.
func (g *generator) plusPlus() Vec { return g.plus().RotateLeftI(7).AddI(g.a) }

// advance is next of streams.go.
func (g *generator) advance(f *Func) {
	f.SetVec(g.shifted, g.b.ShlI(9))
	f.SetVec(g.c, g.c.Xor(g.a))
	f.SetVec(g.d, g.d.Xor(g.b))
	f.SetVec(g.b, g.b.Xor(g.c))
	f.SetVec(g.a, g.a.Xor(g.d))
	f.SetVec(g.c, g.c.Xor(g.shifted))
	f.SetVec(g.d, g.d.RotateLeftI(11))
}

// uniform is uniform of streams.go times 2^24.
func uniform(words Vec) Vec { return words.ShrI(8).Or(VI(1)).ToFloat() }
