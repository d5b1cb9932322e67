package simd

import . "cascade/engine/kernels/internal/assembler"

// sumColumns sums the rows of a tile, or of what is left of one, in ascending order: (sums of a tile, first row at the tile,
// stride, rows).
func sumColumns(f *Func) {
	dst, row, stride, rows := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	sum := f.NewVecs(vecs)
	f.Times(rows, func() {
		for v, x := range sum {
			f.SetVec(x, x.AddI(row.LoadVec(16*v)))
		}
		f.Inc(row, stride)
	})
	for v, x := range sum {
		f.StoreVec(dst, 16*v, x)
	}
}

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

// transpose is Transposed.From for the counts cleared: (nibbles, stride = groups, chains, lists, stride, counts).
func transpose(f *Func) {
	nibbles, stride, chains := f.IntArg(), f.IntArg(), f.IntArg()
	lists, listStride, counts := f.IntArg(), f.IntArg(), f.IntArg()
	var next [4]Int
	for k := range next {
		next[k] = f.Int(I(0))
	}
	square, swap, from, mask := f.Int(I(0)), f.Int(I(0)), f.Int(I(0)), f.Int(I(0))
	// Group by group of units, so that the lists' ends stay in variables.
	f.Times(stride, func() {
		for k := range next {
			f.Set(next[k], lists.Add(listStride.Mul(I(int32(k)))))
		}
		f.Set(from, nibbles)
		f.For(chains, 4, func(c Int) {
			f.Set(square, I(0))
			for k := range int32(4) {
				f.Set(square, square.Or(from.Load8(0).Shl(4*k)))
				f.Inc(from, stride)
			}
			f.If(square, func() {
				// transpose4 of transpose.go
				f.Set(swap, square.Xor(square.Shr(3)).And(I(0x0a0a)))
				f.Set(square, square.Xor(swap.Xor(swap.Shl(3))))
				f.Set(swap, square.Xor(square.Shr(6)).And(I(0x00cc)))
				f.Set(square, square.Xor(swap.Xor(swap.Shl(6))))
				for k := range next {
					f.Set(mask, square.Shr(int32(4*k)).And(I(15)))
					f.If(mask, func() { // written only where there is room
						f.Store16(next[k], 0, c.Shl(2).Or(mask))
						f.Inc(next[k], I(2))
					})
				}
			})
		})
		for k := range next {
			f.Store(counts, 4*k, next[k].Sub(lists.Add(listStride.Mul(I(int32(k))))).Shr(1))
		}
		f.Inc(lists, listStride.Shl(2))
		f.Inc(counts, I(16))
		f.Inc(nibbles, I(1))
	})
}
