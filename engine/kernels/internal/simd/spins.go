package simd

import . "cascade/engine/kernels/internal/assembler"

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
