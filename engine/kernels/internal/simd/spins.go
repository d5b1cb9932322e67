package simd

import . "cascade/engine/kernels/internal/assembler"

// sampleSpins is SampleSpins: (nibbles of the first chain, stride, its state, chains, sites, rows = P, the numbers h chain by chain,
// fields, cells, scratch).
//
// fields points at rows of floats, one for each block begun: a row of zeros, -Inf beyond the last site, then the P vectors w, zero
// there. cells are the 256 pairs (off, on) of noise.go; scratch is 144 bytes.
func sampleSpins(f *Func) {
	nibbles, stride, state, chains, sites, rows := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	h, fields, cells, scratch := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	const block, blockBytes = 128, 4 * 128
	width := f.Int(sites.Add(I(block - 1)).Shr(7).Shl(9)) // bytes of a row of fields
	lanes, x, pairs := newGenerator(f), f.NewVec(), [2]Vec(f.NewVecs(2))
	from, number, byteAt, on, open, at := f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0))
	r := newRefinement(f, state, scratch)
	next := f.Int(I(0))
	f.Times(chains, func() {
		f.Set(next, h.Add(rows.Shl(2)))
		f.For(width, blockBytes, func(first Int) {
			lanes.load(f, state)
			for draw := range 8 {
				f.StoreVec(scratch, 16*draw, lanes.plusPlus())
				lanes.advance(f)
			}
			lanes.store(f, state)
			// Sites in groups of four; whole tiles of 32, as the specification stores them.
			f.Set(byteAt, scratch)
			f.Set(at, fields.Add(first))
			done := f.Int(first.Shr(4))
			groups := f.Int(smaller(sites.Add(I(31)).Shr(5).Shl(3).Sub(done), I(block/4)))
			f.For(groups, 1, func(group Int) {
				f.SetVec(x, at.LoadVec(0))
				f.Set(from, at)
				f.Set(number, h)
				f.While(number.Below(next), func() {
					f.Inc(from, width)
					f.SetVec(x, x.Add(number.LoadFloat(0).Mul(F(2)).Splat().Mul(from.LoadVec(0))))
					f.Inc(number, I(4))
				})
				for k := range 4 {
					cell := cells.Add(byteAt.Load8(k).Shl(3))
					f.SetVec(pairs[k/2], cell.LoadPair(0, pairs[k/2], byte(k%2)))
				}
				f.Set(on, x.Greater(pairs[0].Pick(pairs[1], 1, 3, 5, 7)).Signs())
				f.Set(open, on.Xor(x.Greater(pairs[0].Pick(pairs[1], 0, 2, 4, 6)).Signs()))
				f.If(open, func() { r.decide(f, x, byteAt, open, on) })
				f.Store8(nibbles.Add(done).Add(group), 0, on)
				f.Inc(byteAt, I(4))
				f.Inc(at, I(16))
			})
		})
		f.Inc(nibbles, stride)
		f.Inc(state, I(64))
		f.Set(h, next)
	})
}

// smaller returns the smaller one of two numbers below 2^31.
func smaller(a, b Int) Int {
	// b + (a-b if a < b): the comparison is 1 or 0.
	return b.Add(a.Sub(b).Mul(a.Below(b)))
}

// refinement decides the sites that eight bits leave open, as refine of spins.go does.
type refinement struct {
	state, scratch         Int
	words                  [4]Int // lane 0 of the state
	site, cell, flip, swap Int
	field, number          Float
	vec                    Vec
	e                      *exponential
}

func newRefinement(f *Func, state, scratch Int) *refinement {
	r := &refinement{state: state, scratch: scratch, vec: f.NewVec(), e: newExponential(f)}
	for _, v := range []*Int{&r.words[0], &r.words[1], &r.words[2], &r.words[3], &r.site, &r.cell, &r.flip, &r.swap} {
		*v = f.Int(I(0))
	}
	r.field, r.number = f.Float(F(0)), f.Float(F(0))
	return r
}

// decide sets the bits of on for the open ones of a group of four sites with the fields x, whose cells are the bytes at byteAt.
func (r *refinement) decide(f *Func, x Vec, byteAt, open, on Int) {
	const fields = 128 // behind the bytes of a block
	f.StoreVec(r.scratch, fields, x)
	f.While(open, func() {
		f.Set(r.site, open.TrailingZeros())
		f.Set(r.cell, byteAt.Add(r.site).Load8(0))
		f.SetFloat(r.field, r.scratch.Add(r.site.Shl(2)).LoadFloat(fields))
		f.SetFloat(r.number, r.draw(f).Shr(8).Or(I(1)).ToFloat().Mul(F(1.0/(1<<24))))
		f.Set(r.flip, r.cell.Shr(7))
		f.If(r.flip, func() { // the mirror image
			f.Set(r.cell, I(255).Sub(r.cell))
			f.SetFloat(r.field, r.field.Neg())
			f.SetFloat(r.number, F(1).Sub(r.number))
		})
		f.SetVec(r.vec, r.field.Splat())
		r.e.onePlusExpNeg(f, r.vec)
		u := r.cell.ToFloat().Add(r.number).Mul(F(1.0 / 256))
		up := u.Mul(r.e.result.Lane(0)).Less(F(1)).Xor(r.flip)
		lowest := open.And(I(0).Sub(open))
		f.Set(on, on.Or(lowest.Mul(up)))
		f.Set(open, open.And(open.Sub(I(1))))
	})
}

// draw is draw of streams.go; the result is the variable swap.
func (r *refinement) draw(f *Func) Int {
	a, b, c, d := r.words[0], r.words[1], r.words[2], r.words[3]
	for k, w := range r.words {
		f.Set(w, r.state.Load(16*k))
	}
	f.Set(r.swap, b.Shl(9))
	f.Set(c, c.Xor(a))
	f.Set(d, d.Xor(b))
	f.Store(r.state, 16, b.Xor(c))
	f.Store(r.state, 32, c.Xor(r.swap))
	f.Store(r.state, 48, d.RotateLeft(11))
	// The output is of the old state: d has been changed by b, which is still the old one.
	f.Set(r.swap, a.Add(d.Xor(b)).RotateLeft(7).Add(a))
	f.Store(r.state, 0, a.Xor(d))
	return r.swap
}

// projectSpins is the sum over the tables of ProjectSpins: (dst, nibbles, stride = groups, chains, table).
func projectSpins(f *Func) {
	dst, nibbles, stride, chains, table := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	var sum [4]Float
	for k := range sum {
		sum[k] = f.Float(F(0))
	}
	at, end := f.Int(I(0)), f.Int(I(0))
	f.Times(chains, func() {
		for _, s := range sum {
			f.SetFloat(s, F(0))
		}
		f.Set(at, table)
		f.Set(end, nibbles.Add(stride))
		f.While(nibbles.Below(end), func() {
			for g := range 8 {
				f.SetFloat(sum[g%4], sum[g%4].Add(at.Add(nibbles.Load8(g).Shl(2)).LoadFloat(64*g)))
			}
			f.Inc(at, I(8*64))
			f.Inc(nibbles, I(8))
		})
		f.StoreFloat(dst, 0, sum[0].Add(sum[1]).Add(sum[2].Add(sum[3])))
		f.Inc(dst, I(4))
	})
}

// correlateSpins collects the sums by nibble of CorrelateSpins: (sums, nibbles, stride = groups, chains, h).
func correlateSpins(f *Func) {
	sums, nibbles, stride, chains, h := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	at, end, entry, x := f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Float(F(0))
	f.Times(chains, func() {
		f.SetFloat(x, h.LoadFloat(0))
		f.Set(at, sums)
		f.Set(end, nibbles.Add(stride))
		f.While(nibbles.Below(end), func() {
			for g := range 8 {
				f.Set(entry, at.Add(nibbles.Load8(g).Shl(2)))
				f.StoreFloat(entry, 64*g, entry.LoadFloat(64*g).Add(x))
			}
			f.Inc(at, I(8*64))
			f.Inc(nibbles, I(8))
		})
		f.Inc(h, I(4))
	})
}
