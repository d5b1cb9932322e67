package simd

import . "cascade/engine/kernels/internal/assembler"

// doubts decides what is in doubt.
type doubts struct {
	nibbles, stride, state, rows, h, hStride, w, wStride, cells, open, bytes, list Int

	next, left, at, bit, cell, used, from, number, row, column, end, out Int

	x       Float
	words   [4]Int
	swap    Int
	field   Vec
	uniform Vec
	mirror  Vec
	e       *exponential
}

func (d *doubts) variables(f *Func) {
	for _, v := range []*Int{&d.next, &d.left, &d.at, &d.bit, &d.cell, &d.used, &d.from, &d.number, &d.row, &d.column, &d.end, &d.out, &d.swap,
		&d.words[0], &d.words[1], &d.words[2], &d.words[3]} {
		*v = f.Int(I(0))
	}
	d.x, d.field, d.uniform, d.mirror, d.e = f.Float(F(0)), f.NewVec(), f.NewVec(), f.NewVec(), newExponential(f)
}

// resolve decides the spins of a list, which is a word of bits and a word 128 times chain plus site a tile. First it compares the exact field
// with the cell, without a branch; what is left open is put in columns: fields, cells, states, addresses and bits of the nibbles.
func (d *doubts) resolve(f *Func, end Int) {
	f.Set(d.next, d.list)
	f.While(d.next.Below(end), func() {
		f.Set(d.used, I(0))
		f.While(d.next.Below(end).And(d.used.Below(I(openMost))), func() {
			f.Set(d.left, d.next.Load(0))
			f.Set(d.from, d.next.Load(4))
			f.While(d.left, func() { d.compare(f) })
			f.Inc(d.next, I(8))
		})
		d.refine(f)
	})
}

// compare takes the lowest unit of those left.
func (d *doubts) compare(f *Func) {
	site, chain := f.Int(d.from.And(I(spinBlock-1)).Add(d.left.TrailingZeros())), f.Int(d.from.Shr(7))
	f.Set(d.cell, d.bytes.Add(d.from).Add(d.left.TrailingZeros()).Load8(0))
	f.Set(d.left, d.left.And(d.left.Sub(I(1))))
	f.SetFloat(d.x, F(0))
	f.Set(d.row, d.w.Add(site.Shl(2)))
	f.Set(d.number, d.h.Add(chain.Shl(2)))
	f.Set(d.column, I(0))
	f.While(d.column.Below(d.rows), func() {
		f.SetFloat(d.x, d.x.Add(d.number.LoadFloat(0).Mul(F(2)).Mul(d.row.LoadFloat(0))))
		f.Inc(d.row, d.wStride)
		f.Inc(d.number, d.hStride)
		f.Inc(d.column, I(1))
	})
	f.Set(d.at, d.nibbles.Add(chain.Mul(d.stride)).Add(site.Shr(2)))
	f.Set(d.bit, I(1).ShlBy(site.And(I(3))))
	pair := d.cells.Add(d.cell.Shl(3))
	f.Set(d.out, pair.LoadFloat(4).Less(d.x))
	f.Store8(d.at, 0, d.at.Load8(0).Or(d.bit.Mul(d.out)))
	to := d.open.Add(d.used)
	f.StoreFloat(to, 0, d.x)
	f.Store(to, openFields, d.cell)
	f.Store(to, 2*openFields, d.state.Add(chain.Shl(6)))
	f.Store(to, 3*openFields, d.at)
	f.Store(to, 4*openFields, d.bit)
	f.Inc(d.used, d.out.Xor(pair.LoadFloat(0).Less(d.x)).Shl(2))
}

// refine draws a number for each open spin, in their order, and decides four at a time.
func (d *doubts) refine(f *Func) {
	f.Set(d.row, I(0))
	f.While(d.row.Below(d.used), func() {
		to := d.open.Add(d.row)
		f.Set(d.from, to.Load(2*openFields))
		f.StoreFloat(to, 2*openFields, d.draw(f, d.from).Shr(8).Or(I(1)).ToFloat().Mul(F(1.0/(1<<24))))
		f.Inc(d.row, I(4))
	})
	f.Set(d.row, I(0))
	f.While(d.row.Below(d.used), func() {
		to := d.open.Add(d.row)
		f.SetVec(d.mirror, to.LoadVec(openFields).ShlI(24).SarI(31)) // cells from 128 on
		f.SetVec(d.field, to.LoadVec(0).Xor(d.mirror.ShlI(31)))
		f.SetVec(d.uniform, to.LoadVec(2*openFields))
		f.SetVec(d.uniform, d.uniform.Xor(d.uniform.Xor(V(1).Sub(d.uniform)).And(d.mirror)))
		f.SetVec(d.uniform, to.LoadVec(openFields).Xor(d.mirror.And(VI(255))).ToFloat().Add(d.uniform).Mul(V(1.0/256)))
		d.e.onePlusExpNeg(f, d.field)
		f.Set(d.left, d.uniform.Mul(d.e.result).Less(V(1)).Xor(d.mirror).Signs())
		f.Set(d.left, d.left.And(I(1).ShlBy(smaller(d.used.Sub(d.row).Shr(2), I(4))).Sub(I(1))))
		f.While(d.left, func() {
			one := f.Int(d.open.Add(d.row).Add(d.left.TrailingZeros().Shl(2)))
			f.Set(d.at, one.Load(3*openFields))
			f.Store8(d.at, 0, d.at.Load8(0).Or(one.Load(4*openFields)))
			f.Set(d.left, d.left.And(d.left.Sub(I(1))))
		})
		f.Inc(d.row, I(16))
	})
}

// smaller returns the smaller one of two numbers below 2^31.
func smaller(a, b Int) Int {
	// b + (a-b if a < b): the comparison is 1 or 0.
	return b.Add(a.Sub(b).Mul(a.Below(b)))
}

// draw is draw of streams.go; the result is the variable swap.
func (d *doubts) draw(f *Func, state Int) Int {
	a, b, c, e := d.words[0], d.words[1], d.words[2], d.words[3]
	for k, w := range d.words {
		f.Set(w, state.Load(16*k))
	}
	f.Set(d.swap, b.Shl(9))
	f.Set(c, c.Xor(a))
	f.Set(e, e.Xor(b))
	f.Store(state, 16, b.Xor(c))
	f.Store(state, 32, c.Xor(d.swap))
	f.Store(state, 48, e.RotateLeft(11))
	// The output is of the old state: e has been changed by b, which is still the old one.
	f.Set(d.swap, a.Add(e.Xor(b)).RotateLeft(7).Add(a))
	f.Store(state, 0, a.Xor(e))
	return d.swap
}
