// Package simd writes the WebAssembly twin of package kernels: the same functions on vectors of four lanes, in the same order
// of operations, hence with the same bits. The Go bodies in package kernels are the specification; what a function computes is
// said there, and here only how.
//
// The module works inside the memory of the Go program that calls it: all arguments are addresses, byte strides and counts
// that the caller has checked. It holds no state and calls nothing.
package simd

import . "cascade/engine/kernels/internal/assembler"

const (
	vecs    = 8         // vectors in a tile of 32 units: so many sums fit the registers
	tile    = 16 * vecs // bytes of a tile of float32
	subsets = 16 * tile // bytes of the tabulated sums of one group of four inputs
)

// Encode returns the module. It imports the memory "go" "memory".
func Encode() []byte {
	m := NewModule("go", "memory")
	m.Func("tabulateRows", func(f *Func) { tabulateRows(f, Vec.Add) })
	m.Func("tabulateIntRows", func(f *Func) { tabulateRows(f, Vec.AddI) })
	m.Func("tabulateColumns", tabulateColumns)
	m.Func("sample", func(f *Func) { sample(f, false) })
	m.Func("sampleSums", func(f *Func) { sample(f, true) })
	m.Func("input", func(f *Func) { input(f, vecs, Vec.Add) })
	m.Func("addGroups", func(f *Func) { addGroups(f, vecs, Vec.AddI) })
	m.Func("roundColumns", roundColumns)
	m.Func("roundRows", roundRows)
	m.Func("inputRounded", func(f *Func) { input(f, roundedVecs, Vec.AddS) })
	m.Func("addRounded", func(f *Func) { addGroups(f, roundedVecs, Vec.AddS) })
	rounding(m, Vec.ToInt, Vec.MulS)
	m.Func("decide", func(f *Func) { decide(f, inRows) })
	m.Func("decideListed", func(f *Func) { decide(f, inTables) })
	m.Func("decideQuads", func(f *Func) { decide(f, inQuads) })
	m.Func("listTile", listTile)
	m.Func("lengths", lengths)
	m.Func("correlate", correlate)
	m.Func("transpose", transpose)
	m.Func("centred", centred)
	m.Func("packSpins", packSpins)
	m.Func("sampleSpins", sampleSpins)
	m.Func("tabulateSpins", tabulateSpins)
	m.Func("projectSpins", projectSpins)
	m.Func("correlateSpins", correlateSpins)
	m.Func("addSpinSums", addSpinSums)
	m.Func("logProducts", logProducts)
	m.Func("exponentials", exponentials)
	m.Func("dots", dots)
	m.Func("addProducts", addProducts)
	m.Func("addInts", addInts)
	m.Func("absSums", absSums)
	m.Func("toFixed", toFixed)
	m.Func("sumSoftplus", sumSoftplus)
	return m.Bytes()
}

// EncodeRelaxed returns a module with some of the same functions, which replace the others where the browser has "relaxed" SIMD: that
// leaves open what some instructions do with some operands, which saves up to four other instructions each time. These functions
// never meet such operands, so they give the same bits in every browser.
func EncodeRelaxed() []byte {
	m := NewModule("go", "memory")
	rounding(m, Vec.RelaxedToInt, Vec.RelaxedMulS)
	return m.Bytes()
}

// rounding adds the functions that relaxed SIMD makes faster. toInt is only given numbers between 0 and 2^31, and one factor of each
// product is never negative.
func rounding(m *Module, toInt func(Vec) Vec, times func(a, b Vec) Vec) {
	m.Func("mean", func(f *Func) { mean(f, false, toInt) })
	m.Func("meanSums", func(f *Func) { mean(f, true, toInt) })
	m.Func("sampleRounded", func(f *Func) { sampleRounded(f, times) })
}
