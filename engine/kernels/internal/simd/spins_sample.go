package simd

import . "cascade/engine/kernels/internal/assembler"

// The numbers of a spin's speculation (speculation of spins, package kernels): between k/2 and (k+1)/2 the number of cells between 1/2 and
// 1/(1+e^(-x)) is Steps[k]/2 + Slopes[k] f/512, modulo 128, f = 2^9 x.
var (
	Steps  = [16]byte{0, 7, 31, 64, 103, 142, 178, 199, 223, 223, 243, 243, 255, 242, 241, 240}
	Slopes = [16]byte{63, 56, 44, 33, 23, 15, 9, 6, 3, 3, 1, 1, 0, 1, 1, 1}
)

const (
	SpinShift  = 13  // bits that a sum of products has too many
	spinBlock  = 128 // sites
	spinTile   = 32
	openFields = 4 * 128 // bytes of a column of the spins that eight bits leave open
	openMost   = 4 * 92  // bytes in use when there may not be room for those of another tile
)

// packSpins rounds numbers to 16 bits: (packed, numbers, vectors, scale, bits to the left). It adds them to what is there.
func packSpins(f *Func) {
	to, from, vectors, scale, left := f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg(), f.IntArg()
	const magic = 3 << 22 // rounds to an integer, which is in the lowest bits
	f.Times(vectors, func() {
		f.StoreVec(to, 0, to.LoadVec(0).Or(from.LoadVec(0).Mul(scale.Splat()).Add(V(magic)).And(VI(0xffff)).ShlByI(left)))
		f.Inc(to, I(16))
		f.Inc(from, I(16))
	})
}

// sampleSpins is SampleSpins: (nibbles of the first chain, stride, its state, chains, sites; rows = P, the numbers h, w, their rows' strides;
// the pairs of w and of h in 16 bits, rows of pairs; cells, and scratch memory: columns of open spins, 128 bytes a
// chain, 32 bytes a chain and 4). cells are the 256 pairs (off, on) of noise.go.
func sampleSpins(f *Func) {
	nibbles, stride, state, chains, sites := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	d := doubts{nibbles: nibbles, stride: stride, state: state}
	d.rows, d.h, d.hStride, d.w, d.wStride = f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	pairs, numbers, pairRows := f.IntArg(), f.IntArg(), f.IntArg()
	d.cells, d.open, d.bytes, d.list = f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	d.variables(f)
	s := newSpinner(f, pairs, d.wStride, d.hStride, pairRows)
	on, doubt, left, draws := f.Int(I(0)), f.Int(I(0)), f.Int(sites), f.Int(I(0))
	at, number, byteAt, next, chain, lanesAt := f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0))
	f.While(left, func() {
		f.Set(next, d.list)
		f.Set(byteAt, d.bytes)
		f.Set(number, numbers)
		f.Set(at, nibbles)
		f.Set(lanesAt, state)
		f.Set(draws, smaller(left, I(spinBlock)))
		f.Set(chain, I(0))
		f.While(chain.Below(chains.Shl(7)), func() {
			s.lanes.load(f, lanesAt)
			f.SetVec(s.h, number.LoadSplat(0))
			f.Set(s.column, pairs)
			f.For(I(spinBlock), spinTile, func(tile Int) {
				f.If(tile.Below(draws), func() {
					s.decide(f, number, byteAt, on, doubt)
					rest := draws.Sub(tile)
					f.If(rest.Below(I(spinTile)), func() {
						f.Set(on, on.And(I(1).ShlBy(rest).Sub(I(1))))
						f.Set(doubt, doubt.And(I(1).ShlBy(rest).Sub(I(1))))
					})
					f.Store(next, 0, doubt)
					f.Store(next, 4, chain.Add(tile))
					f.Inc(next, doubt.NotZero().Shl(3))
					spread(f, at.Add(tile.Shr(2)), on)
					f.Inc(byteAt, I(spinTile))
					f.Inc(s.column, I(4*spinTile))
				})
				f.If(tile.Below(draws).IsZero(), func() {
					s.lanes.advance(f)
					s.lanes.advance(f)
				})
			})
			s.lanes.store(f, lanesAt)
			f.Set(byteAt, d.bytes.Add(chain).Add(I(spinBlock)))
			f.Inc(lanesAt, I(64))
			f.Inc(number, I(4))
			f.Inc(at, stride)
			f.Inc(chain, I(spinBlock))
		})
		d.resolve(f, next)
		f.Set(left, left.Sub(draws))
		f.Inc(pairs, I(4*spinBlock))
		f.Inc(d.w, I(4*spinBlock))
		f.Inc(d.nibbles, I(spinBlock/4))
	})
}

// spread stores 32 bits as nibbles.
func spread(f *Func, at, on Int) {
	for n, half := range []Int{on.And(I(0xffff)), on.Shr(16)} {
		bits := f.Int(half)
		f.Set(bits, bits.Or(bits.Shl(8)).And(I(0x00ff00ff)))
		f.Store(at, 4*n, bits.Or(bits.Shl(4)).And(I(0x0f0f0f0f)))
	}
}

// spinner decides spins in 16 bits.
type spinner struct {
	lanes                           *generator
	h, bytes, cell                  Vec
	x                               [2]Vec
	sums                            [4]Vec
	column, row, pair, bits         Int
	wStride, hStride, rows, rowsEnd Int
}

func newSpinner(f *Func, column, wStride, hStride, rows Int) *spinner {
	s := &spinner{lanes: newGenerator(f), h: f.NewVec(), bytes: f.NewVec(), cell: f.NewVec(), x: [2]Vec(f.NewVecs(2)), sums: [4]Vec(f.NewVecs(4))}
	for _, v := range []*Int{&s.column, &s.row, &s.pair, &s.bits, &s.rowsEnd} {
		*v = f.Int(I(0))
	}
	s.wStride, s.hStride, s.rows = wStride, hStride, rows
	return s
}

// decide sets the bits of on for the spins of a tile that are surely up, those of doubt where the cells have to be looked at.
func (s *spinner) decide(f *Func, number, byteAt, on, doubt Int) {
	f.Set(on, I(0))
	f.Set(doubt, I(0))
	for half := range 2 {
		for k := range 4 {
			f.SetVec(s.sums[k], s.column.LoadVec(64*half+16*k).DotS(s.h))
		}
		f.If(I(1).Below(s.rows), func() { s.more(f, number, half) })
		f.SetVec(s.bytes, s.lanes.plusPlus())
		s.lanes.advance(f)
		f.StoreVec(byteAt, 16*half, s.bytes)
		for n := range 2 {
			f.SetVec(s.x[n], s.sums[2*n].SarI(SpinShift).NarrowI(s.sums[2*n+1].SarI(SpinShift)))
		}
		// From now on sums are |x|, the segments, and what they tell.
		y, segment, steps, slopes := s.sums[:2], s.sums[2], s.sums[3], s.cell
		for n := range 2 {
			f.SetVec(y[n], s.x[n].Xor(s.x[n].SarS(15)))
		}
		f.SetVec(segment, y[0].ShrS(11).NarrowS(y[1].ShrS(11)))
		f.SetVec(steps, segment.LookUpB(VB(Steps)))
		f.SetVec(slopes, segment.LookUpB(VB(Slopes)))
		f.SetVec(y[0], V(0).LowerB(steps).AddS(slopes.LowerB(V(0)).TimesS(y[0].ShrS(3))))
		f.SetVec(y[1], V(0).UpperB(steps).AddS(slopes.UpperB(V(0)).TimesS(y[1].ShrS(3))))
		f.SetVec(s.cell, y[0].ShrS(9).NarrowS(y[1].ShrS(9)).Xor(s.x[0].SarS(15).NarrowS(s.x[1].SarS(15))))
		// Cells counted from the middle, of the spin's probability and of the bytes: surely up if the byte is two less.
		f.SetVec(s.bytes, s.bytes.Xor(VI(0x80808080)))
		f.Set(s.bits, s.cell.SubSatB(VI(0x01010101)).GreaterB(s.bytes).SignsB())
		f.Set(on, on.Or(s.bits.Shl(int32(16*half))))
		f.Set(s.bits, s.bits.Or(s.bytes.GreaterB(s.cell.AddSatB(VI(0x01010101))).SignsB()).Xor(I(0xffff)))
		f.Set(doubt, doubt.Or(s.bits.Shl(int32(16*half))))
	}
}

// more adds the products of the second pair of rows and those after it.
func (s *spinner) more(f *Func, number Int, half int) {
	f.Set(s.row, s.column.Add(s.wStride))
	f.Set(s.pair, number.Add(s.hStride))
	f.Set(s.rowsEnd, number.Add(s.hStride.Mul(s.rows)))
	f.While(s.pair.Below(s.rowsEnd), func() {
		for k := range 4 {
			f.SetVec(s.sums[k], s.sums[k].AddI(s.row.LoadVec(64*half+16*k).DotS(s.pair.LoadSplat(0))))
		}
		f.Inc(s.row, s.wStride)
		f.Inc(s.pair, s.hStride)
	})
}
