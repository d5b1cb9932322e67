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
	m.Func("input", input)
	m.Func("mean", func(f *Func) { mean(f, false) })
	m.Func("meanSums", func(f *Func) { mean(f, true) })
	m.Func("addGroups", func(f *Func) { addGroups(f, vecs, Vec.AddI) })
	m.Func("roundColumns", roundColumns)
	m.Func("addRounded", func(f *Func) { addGroups(f, roundedVecs, Vec.AddS) })
	m.Func("sampleRounded", sampleRounded)
	m.Func("decide", decide)
	m.Func("listTile", listTile)
	m.Func("correlate", correlate)
	m.Func("transpose", transpose)
	m.Func("centred", centred)
	m.Func("sampleSpins", sampleSpins)
	m.Func("projectSpins", projectSpins)
	m.Func("correlateSpins", correlateSpins)
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
