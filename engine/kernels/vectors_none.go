//go:build !(js && wasm) || nosimd

package kernels

// vectors reports whether the vector kernels are there: not here.
const vectors, relaxing = false, false

func vectorFillRows(*Tables, *Matrix, int, int)                                      {}
func vectorFillColumns(*IntTables, *IntMatrix, int, int)                             {}
func vectorSample(*Layer, *[Tile]int32, float32, *Layer, *Streams, *IntTables, int)  {}
func vectorMean(*IntMatrix, *[Tile]int32, float32, *Layer, *IntTables, float32, int) {}
func vectorAbsSums(_, _ []float32, _ *Matrix, _, _ int)                              {}
func vectorFillIntRows(*IntTables, *IntMatrix, int, int)                             {}
func vectorCorrelate(*IntMatrix, *[Tile]int32, *Transposed, *IntTables, int)         {}
func vectorCentred(*Centred, int, int)                                               {}
func vectorInput(*Matrix, *[Tile]float32, *Layer, *Tables, int)                      {}
func vectorTranspose(*Transposed, *Layer)                                            {}
func vectorProjectSpins([]float32, *Layer, *Tables)                                  {}
func vectorCorrelateSpins([][Tile]float32, *Layer, []float32)                        {}
func vectorExponentials(_, _, _ []float32, _ float32)                                {}
func vectorLogProducts(*Landscape)                                                   {}
func vectorDots(_, _ *[4]float64, _, _ []float32, _ [][4]float64)                    {}
func vectorAddProducts(_ [][4]float64, _, _ *[4]float64, _, _ []float32)             {}

func vectorSampleSpins(*Layer, [][]float32, [][]float32, *Streams, *Tables, int, int) bool {
	return false
}

func vectorSpeculateVisible(*Layer, *Fixed, *Layer, *Streams, *IntTables, int) bool { return false }
func vectorSpeculateHidden(*Layer, *Fixed, *Layer, *Streams, *IntTables, int) bool  { return false }

func vectorSumSoftplus(*softplusSums, []float32, float32) int { return 0 }

func vectorLengths([]int32, *[2][4]int32) int { return 0 }

func vectorToFixed([]int32, []float32, float32) int { return 0 }

func vectorAddInts(_, _ []int32) int { return 0 }

func vectorTabulateSpins(*Tables, []float32) int { return 0 }

func vectorAddSpinSums([]float32, [][Tile]float32, float32) int { return 0 }
