package simd

import . "cascade/engine/kernels/internal/assembler"

// exponentials sets low_i = exp(scale x_i) and high_i = 1/low_i: (low, high, x, bytes, scale).
func exponentials(f *Func) {
	low, high, x, width, scale := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg()
	factor, arg, e := f.Vec(scale.Splat()), f.NewVec(), newExponential(f)
	f.For(width, 16, func(i Int) {
		f.SetVec(arg, factor.Mul(x.Add(i).LoadVec(0)))
		e.exp(f, arg)
		f.StoreVec(low.Add(i), 0, e.result)
		f.StoreVec(high.Add(i), 0, V(1).Div(e.result))
	})
}

// logProducts multiplies the factors of logProduct of landscape.go for several columns: (first column, stride, columns, row, bytes,
// bytes of a period, out). Of each column it writes 32 bytes: the four products in [1,2), and the four sums of exponents.
func logProducts(f *Func) {
	column, stride, columns, row, width, period, out := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	product, exponent, at, end := f.NewVec(), f.NewVec(), f.Int(I(0)), f.Int(I(0))
	f.Times(columns, func() {
		f.SetVec(product, V(1))
		f.SetVec(exponent, VI(0))
		f.Set(at, I(0))
		f.While(at.Below(width), func() {
			f.Set(end, smaller(at.Add(period), width))
			f.While(at.Below(end), func() {
				f.SetVec(product, product.Mul(V(1).Add(column.Add(at).LoadVec(0).Mul(row.Add(at).LoadVec(0)))))
				f.Inc(at, I(16))
			})
			f.SetVec(exponent, exponent.AddI(product.ShrI(23).SubI(VI(127))))
			f.SetVec(product, product.And(VI(1<<23-1)).Or(VI(127<<23)))
		})
		f.StoreVec(out, 0, product)
		f.StoreVec(out, 16, exponent)
		f.Inc(out, I(32))
		f.Inc(column, stride)
	})
}

// sumSoftplus is SumSoftplus but for the last inputs: (sums of the positive parts, factors, inputs, vectors of inputs, t).
func sumSoftplus(f *Func) {
	sums, out, x, n, t := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg()
	const period = 64
	scale, y, product, exponent, e := f.Vec(t.Splat()), f.NewVec(), f.Vec(V(1)), f.NewVec(), newExponential(f)
	low, high := f.NewVec(), f.NewVec()
	take := func() {
		f.SetVec(exponent, exponent.AddI(product.ShrI(23).SubI(VI(127))))
		f.SetVec(product, product.And(VI(1<<23-1)).Or(VI(127<<23)))
	}
	f.For(n, 1, func(i Int) {
		f.If(i.And(I(period-1)).IsZero(), take) // nothing at first
		f.SetVec(y, scale.Mul(x.LoadVec(0)))
		f.SetVec(e.result, y.Abs().Neg().AtLeast(V(-80)))
		e.exp(f, e.result)
		f.SetVec(product, product.Mul(V(1).Add(e.result)))
		f.SetVec(y, y.AtLeast(V(0)))
		f.SetVec(low, low.AddD(y.Doubles()))
		f.SetVec(high, high.AddD(y.Pick(y, 2, 3, 2, 3).Doubles()))
		f.Inc(x, I(16))
	})
	f.StoreVec(sums, 0, low)
	f.StoreVec(sums, 16, high)
	f.StoreVec(out, 0, product)
	f.StoreVec(out, 16, exponent)
}

// dots is Dots: (t0, t1, w0, w1, x, n). A number of a panel is four float64, 32 bytes.
func dots(f *Func) {
	t0, t1, w0, w1, x, n := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	a, b, s, t := f.NewVec(), f.NewVec(), [2]Vec(f.NewVecs(2)), [2]Vec(f.NewVecs(2))
	f.Times(n, func() {
		f.SetVec(a, w0.LoadFloat(0).SplatD())
		f.SetVec(b, w1.LoadFloat(0).SplatD())
		for k := range 2 {
			f.SetVec(s[k], s[k].AddD(a.MulD(x.LoadVec(16*k))))
			f.SetVec(t[k], t[k].AddD(b.MulD(x.LoadVec(16*k))))
		}
		f.Inc(w0, I(4))
		f.Inc(w1, I(4))
		f.Inc(x, I(32))
	})
	for k := range 2 {
		f.StoreVec(t0, 16*k, s[k])
		f.StoreVec(t1, 16*k, t[k])
	}
}

// addProducts is AddProducts: (y, t0, t1, w0, w1, n).
func addProducts(f *Func) {
	y, t0, t1, w0, w1, n := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	a, b := f.NewVec(), f.NewVec()
	var s, t [2]Vec
	for k := range 2 {
		s[k], t[k] = f.Vec(t0.LoadVec(16*k)), f.Vec(t1.LoadVec(16*k))
	}
	f.Times(n, func() {
		f.SetVec(a, w0.LoadFloat(0).SplatD())
		f.SetVec(b, w1.LoadFloat(0).SplatD())
		for k := range 2 {
			f.StoreVec(y, 16*k, y.LoadVec(16*k).AddD(a.MulD(s[k]).AddD(b.MulD(t[k]))))
		}
		f.Inc(w0, I(4))
		f.Inc(w1, I(4))
		f.Inc(y, I(32))
	})
}
