package simd

import . "cascade/engine/kernels/internal/assembler"

// centred is Centred.Step: (w, stride, D, stride, M, stride, bytes of a row, hD, dh, gc, vD, dv, gb, rows, perD, perM, rate), the
// addresses of w, D, M, vD, dv and gb being those of the first row.
func centred(f *Func) {
	w, wStride, data, dataStride, model, modelStride, width := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	hD, dh, gc := f.IntArg(), f.IntArg(), f.IntArg()
	vD, dv, gb, rows := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	perD, perM, rate := f.FloatArg().Splat(), f.FloatArg().Splat(), f.FloatArg().Splat()
	mean, excess, h, x, sum := f.NewVec(), f.NewVec(), f.NewVec(), f.NewVec(), f.NewVec()
	f.Times(rows, func() {
		f.SetVec(mean, vD.LoadSplat(0))
		f.SetVec(excess, dv.LoadSplat(0))
		f.SetVec(sum, V(0))
		f.For(width, 16, func(j Int) {
			at := func(first Int) Vec { return first.Add(j).LoadVec(0) }
			f.SetVec(h, at(hD))
			f.SetVec(x, perD.Mul(at(data).ToFloat()).Sub(perM.Mul(at(model).ToFloat())))
			f.SetVec(x, x.Sub(mean.Mul(at(dh))).Sub(excess.Mul(h)))
			f.StoreVec(w.Add(j), 0, at(w).Add(rate.Mul(x)))
			f.SetVec(sum, sum.Add(x.Mul(h)))
			f.StoreVec(gc.Add(j), 0, at(gc).Add(mean.Mul(x)))
		})
		f.StoreFloat(gb, 0, sum.Lane(0).Add(sum.Lane(1)).Add(sum.Lane(2)).Add(sum.Lane(3)))
		for _, p := range []Int{vD, dv, gb} {
			f.Inc(p, I(4))
		}
		f.Inc(w, wStride)
		f.Inc(data, dataStride)
		f.Inc(model, modelStride)
	})
}

// addInts is AddInts: (dst, src, bytes, a multiple of 16).
func addInts(f *Func) {
	dst, src, width := f.IntArg(), f.IntArg(), f.IntArg()
	f.For(width, 16, func(i Int) { f.StoreVec(dst.Add(i), 0, dst.Add(i).LoadVec(0).AddI(src.Add(i).LoadVec(0))) })
}

// absSums is absSums of fixed.go: (sums of the rows, of the columns, first row of w, stride, bytes of a row, rows).
func absSums(f *Func) {
	dst, columns, w, stride, width, rows := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	sum, x := f.NewVec(), f.NewVec()
	f.Times(rows, func() {
		f.SetVec(sum, V(0))
		f.For(width, 16, func(j Int) {
			f.SetVec(x, w.Add(j).LoadVec(0).Abs())
			f.SetVec(sum, sum.Add(x))
			f.StoreVec(columns.Add(j), 0, columns.Add(j).LoadVec(0).Add(x))
		})
		f.StoreFloat(dst, 0, sum.Lane(0).Add(sum.Lane(1)).Add(sum.Lane(2)).Add(sum.Lane(3)))
		f.Inc(dst, I(4))
		f.Inc(w, stride)
	})
}

// toFixed is toFixed of fixed.go: (dst, src, bytes, a multiple of 16, 2^fraction).
func toFixed(f *Func) {
	dst, src, width, one := f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg()
	f.For(width, 16, func(i Int) {
		f.StoreVec(dst.Add(i), 0, src.Add(i).LoadVec(0).Mul(one.Splat()).Nearest().ToInt())
	})
}

// transpose is Transposed.From: (nibbles, stride = groups, a multiple of 8, chains, lists, stride, counts, ones, room for the masks
// of 32 units, 32 bytes for every four chains).
func transpose(f *Func) {
	nibbles, stride, chains := f.IntArg(), f.IntArg(), f.IntArg()
	lists, listStride, counts, ones, masks := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	var next, sum [4]Int
	for k := range next {
		next[k], sum[k] = f.Int(I(0)), f.Int(I(0))
	}
	mask, from, at := f.Int(I(0)), f.Int(I(0)), f.Int(I(0))
	rows, swap := [4]Vec(f.NewVecs(4)), f.NewVec()
	// Eight groups of units at a time, so that no vector goes beyond a chain.
	f.For(stride, 8, func(Int) {
		f.Set(from, nibbles)
		f.Set(at, masks)
		f.For(chains, 4, func(Int) {
			for _, row := range rows {
				f.SetVec(row, from.LoadPair(0, V(0), 0))
				f.Inc(from, stride)
			}
			// transpose4 of transpose.go, with a nibble in each byte
			for _, s := range [][3]int{{0, 1, 1}, {2, 3, 1}, {0, 2, 2}, {1, 3, 2}} {
				a, b, n := rows[s[0]], rows[s[1]], int32(s[2])
				f.SetVec(swap, a.ShrI(n).Xor(b).And(VI([]uint32{1: 0x05050505, 2: 0x03030303}[n])))
				f.SetVec(b, b.Xor(swap))
				f.SetVec(a, a.Xor(swap.ShlI(n)))
			}
			for k := 0; k < 4; k += 2 {
				f.StoreVec(at, 8*k, rows[k].Pick(rows[k+1], 0, 1, 4, 5))
			}
			f.Inc(at, I(32))
		})
		f.Set(from, masks)
		f.Times(I(8), func() { // the groups of units
			for k := range next {
				f.Set(next[k], lists.Add(listStride.Mul(I(int32(k)))))
				f.Set(sum[k], I(0))
			}
			f.Set(at, from)
			f.For(chains, 4, func(c Int) {
				// An entry is written for every unit, and counted if it is not empty: no branch.
				for k := range next {
					f.Set(mask, at.Load8(8*k))
					f.Store16(next[k], 0, c.Shl(2).Or(mask))
					f.Inc(next[k], mask.NotZero().Shl(1))
					f.Inc(sum[k], mask.Ones())
				}
				f.Inc(at, I(32))
			})
			for k := range next {
				f.Store(counts, 4*k, next[k].Sub(lists.Add(listStride.Mul(I(int32(k))))).Shr(1))
				f.Store(ones, 4*k, sum[k])
			}
			f.Inc(lists, listStride.Shl(2))
			f.Inc(counts, I(16))
			f.Inc(ones, I(16))
			f.Inc(from, I(1))
		})
		f.Inc(nibbles, I(8))
	})
}
