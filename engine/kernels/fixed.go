package kernels

import (
	"math"
	"math/bits"
)

// Fixed holds the weights and biases of a {0,1} machine in fixed point, for sampling: numbers times 2^Fraction, rounded. Sums of
// integers are exact, so that the input of a unit does not depend on the order of the units that are on, and four lanes add three
// times in the time of two for float32.
//
// Fraction is as large as it may be for no unit's input ever to exceed 2^30, whatever the states, and at most 26: then the bits
// are finer than a float32's of 1/4. What is sampled is the machine with the rounded weights, in both directions. Only Set, or Sum
// and Convert, change it, as tables remember what they hold of it.
type Fixed struct {
	W        *IntMatrix // Nv x Nh
	B, C     []int32    // padded
	Fraction int

	Rows, Columns []float32 // Σ_j |w_ij| and Σ_i |w_ij| of the weights that were summed last, padded

	version uint64 // counts what has been converted
}

// NewFixed returns a machine whose weights are zero.
func NewFixed(visible, hidden int) *Fixed {
	nv, nh := Pad(visible), Pad(hidden)
	return &Fixed{W: NewIntMatrix(visible, hidden), B: make([]int32, nv), C: make([]int32, nh), Rows: make([]float32, nv), Columns: make([]float32, nh)}
}

// Block is how many rows of weights a kernel takes between two pauses: half a millisecond of 500 columns in plain Go for wasm.
const Block = 64

// Set is Sum of all rows, and Convert. It calls pause at times.
func (f *Fixed) Set(w *Matrix, b, c []float32, pause func()) {
	for from := 0; from < w.Rows; from += Block {
		f.Sum(w, from, min(from+Block, w.Rows))
		pause()
	}
	f.Convert(w, b, c, pause)
}

// Sum sets Rows for the rows from..to-1 of w, and adds them to Columns, which it clears before row 0: call it for all rows, in order. It
// panics on other shapes. Whoever changes the weights may sum them while they are in the cache. One pass over these rows.
func (f *Fixed) Sum(w *Matrix, from, to int) {
	f.check(w)
	if from < 0 || from > to || to > w.Rows {
		panic("kernels: no such rows")
	}
	if from == 0 {
		clear(f.Columns)
	}
	absSums(f.Rows, f.Columns, w, from, to)
}

// Finite reports whether all weights that were summed are finite, and their sums.
func (f *Fixed) Finite() bool {
	sum := float32(0) // any that is not makes it so
	for _, x := range f.Rows {
		sum += x
	}
	return sum <= math.MaxFloat32
}

// Convert takes the machine w, b, c of the same shape, whose weights were summed, and whose biases are as long as the padded layers; those
// of the padding are ignored. It calls pause at times. Numbers that are not finite become 0 or the largest there is: whoever trains
// looks at them. It panics on other shapes. One pass over w.
func (f *Fixed) Convert(w *Matrix, b, c []float32, pause func()) {
	f.check(w)
	if len(b) < len(f.B) || len(c) < len(f.C) {
		panic("kernels: the machine has another shape")
	}
	f.version++
	f.Fraction = fractionOf(max(largestInput(f.Rows, b[:w.Rows]), largestInput(f.Columns, c[:w.Cols])))
	one := float32(int(1) << f.Fraction)
	for from := 0; from < w.Rows; from += Block {
		to := min(from+Block, w.Rows)
		toFixed(f.W.Data[from*w.Stride:to*w.Stride], w.Data[from*w.Stride:to*w.Stride], one)
		pause()
	}
	toFixed(f.B[:w.Rows], b[:w.Rows], one)
	toFixed(f.C[:w.Cols], c[:w.Cols], one)
}

func (f *Fixed) check(w *Matrix) {
	if w.Rows != f.W.Rows || w.Cols != f.W.Cols || w.Stride != f.W.Stride {
		panic("kernels: the machine has another shape")
	}
}

// largestInput is the largest sum of absolute values with that of the bias.
func largestInput(sums, bias []float32) float64 {
	most := 0.0
	for i, b := range bias {
		most = max(most, float64(sums[i])+math.Abs(float64(b)))
	}
	return most
}

// fractionOf returns the largest fraction that keeps inputs up to most below 2^30.
func fractionOf(most float64) int {
	const largest, finest = 1 << 29, 26 // half of it: sums of absolute values are rounded too
	if !(most < largest) {
		return 0
	}
	return min(finest, 29-bits.Len(uint(most)))
}

// absSums sets rows_i = Σ_j |w_ij| for the rows from..to-1, and adds |w_ij| to columns_j, rows in order. Lane l sums j = l mod 4; then
// ((0+1)+2)+3.
func absSums(rows, columns []float32, w *Matrix, from, to int) {
	if vectors {
		vectorAbsSums(rows, columns, w, from, to)
		return
	}
	n := Pad(w.Cols)
	for i := from; i < to; i++ {
		var sum [4]float32
		line, all := w.Data[i*w.Stride:][:n], columns[:n]
		for j, x := range line {
			x = float32(math.Abs(float64(x)))
			sum[j&3] += x
			all[j] += x
		}
		rows[i] = ((sum[0] + sum[1]) + sum[2]) + sum[3]
	}
}

// toFixed sets dst to src times one, a power of two, rounded to the nearest integer, ties to even.
func toFixed(dst []int32, src []float32, one float32) {
	done := 0
	if vectors {
		done = vectorToFixed(dst, src, one)
	}
	for i, x := range src[done:] {
		dst[done+i] = nearest(float32(x * one))
	}
}

// nearest rounds to the nearest integer: NaN to 0, and what is too large to the nearest one.
func nearest(x float32) int32 {
	switch r := math.RoundToEven(float64(x)); {
	case r >= 1<<31:
		return math.MaxInt32
	case r >= -1<<31:
		return int32(r)
	case r < -1<<31:
		return math.MinInt32
	}
	return 0
}
