package simd

import . "cascade/engine/kernels/internal/assembler"

// signs are the signs that the bits of m give to four numbers: bit k set, number k stays.
func signs(m int) Vec {
	var b [16]byte
	for k := range 4 {
		b[4*k+3] = byte(m>>k&1^1) << 7
	}
	return VB(b)
}

// tabulateSpins writes the tables of ProjectSpins for whole groups of four sites: (table, w, groups).
func tabulateSpins(f *Func) {
	table, w, groups := f.IntArg(), f.IntArg(), f.IntArg()
	first, second := VB([16]byte{3: 128, 11: 128}), VB([16]byte{3: 128, 7: 128}) // of the lanes, whose numbers are the lower two bits
	ab, cd := f.NewVec(), f.NewVec()
	f.Times(groups, func() {
		f.SetVec(ab, w.LoadSplat(0).Xor(first).Add(w.LoadSplat(4).Xor(second)))
		f.SetVec(cd, w.LoadSplat(8).Xor(first).Add(w.LoadSplat(12).Xor(second)))
		for q := range byte(4) {
			f.StoreVec(table, 16*int(q), ab.Add(cd.Pick(cd, q, q, q, q)))
		}
		f.Inc(w, I(16))
		f.Inc(table, I(64))
	})
}

// addSpinSums is the end of CorrelateSpins for whole groups of four sites: (dst, sums by nibble, groups, scale).
func addSpinSums(f *Func) {
	dst, sums, groups, scale := f.IntArg(), f.IntArg(), f.IntArg(), f.FloatArg()
	sum := f.NewVec()
	f.Times(groups, func() {
		f.SetVec(sum, V(0))
		for m := range 16 {
			f.SetVec(sum, sum.Add(sums.LoadSplat(4*m).Xor(signs(m))))
		}
		f.StoreVec(dst, 0, dst.LoadVec(0).Add(sum.Mul(scale.Splat())))
		f.Inc(dst, I(16))
		f.Inc(sums, I(64))
	})
}
