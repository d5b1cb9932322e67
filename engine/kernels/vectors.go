package kernels

//go:generate go run ./internal/simd/generate simd.wasm relaxed.wasm

// Vectors reports whether the kernels run on vectors of four lanes: in a browser (or Node) with SIMD128, unless the program was built
// with the tag nosimd. The results are the same.
func Vectors() bool { return vectors }

// Relaxed reports whether some of them use relaxed SIMD. The results are the same.
func Relaxed() bool { return relaxing }
