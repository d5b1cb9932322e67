package kernels

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestFixedIsTheMachineRounded: no input can exceed 2^30, half of that is reached or the digits are the finest, and every weight is
// the nearest multiple.
func TestFixedIsTheMachineRounded(t *testing.T) {
	for n, scale := range []float32{0, 1e-6, 1e-3, 0.1, 1, 30, 1e4, 1e7} {
		const visible, hidden = 67, 37
		w, b, c := NewMatrix(visible, hidden), make([]float32, Pad(visible)), make([]float32, Pad(hidden))
		randomMatrix(w, uint64(n))
		for i := range w.Data {
			w.Data[i] *= scale
		}
		copy(b, randomVector(visible, 1))
		copy(c, randomVector(hidden, 2))
		b[visible], c[hidden] = 1e30, 1e30 // of the padding
		m := NewFixed(visible, hidden)
		m.Set(w, b, c, func() {})
		one, most := math.Ldexp(1, m.Fraction), 0.0
		for i := range visible {
			sum := math.Abs(float64(m.B[i]))
			for j, x := range w.Row(i) {
				got := m.W.Data[i*m.W.Stride+j]
				sum += math.Abs(float64(got))
				if want := math.RoundToEven(float64(x) * one); float64(got) != want {
					t.Fatalf("scale %g: weight %g is %d/2^%d", scale, x, got, m.Fraction)
				}
			}
			most = max(most, sum)
		}
		for j := range hidden {
			sum := math.Abs(float64(m.C[j]))
			for i := range visible {
				sum += math.Abs(float64(m.W.Data[i*m.W.Stride+j]))
			}
			most = max(most, sum)
		}
		if most > 1<<30 || most <= 1<<28 && m.Fraction < 26 {
			t.Errorf("scale %g: inputs up to %g with %d digits", scale, most, m.Fraction)
		}
		if m.B[visible] != 0 || m.C[hidden] != 0 {
			t.Error("a bias of the padding came in")
		}
		checkIntPadding(t, m.W)
	}
}

// TestSumAndConvertAreSet: the sums of weights that were summed in pieces, and the machine converted after, are those of Set; a machine that had
// other weights before has nothing left of them.
func TestSumAndConvertAreSet(t *testing.T) {
	const visible, hidden = 67, 37
	w, b, c := NewMatrix(visible, hidden), make([]float32, Pad(visible)), make([]float32, Pad(hidden))
	got, want := NewFixed(visible, hidden), NewFixed(visible, hidden)
	for seed := range uint64(3) {
		randomMatrix(w, seed)
		want.Set(w, b, c, func() {})
		got.Sum(w, 0, 1)
		got.Sum(w, 1, 64)
		got.Sum(w, 64, 64)
		got.Sum(w, 64, visible)
		got.Convert(w, b, c, func() {})
		if !slices.Equal(got.Rows, want.Rows) || !slices.Equal(got.Columns, want.Columns) || !slices.Equal(got.W.Data, want.W.Data) || got.Fraction != want.Fraction {
			t.Error("not the same machine")
		}
		columns := make([]float64, hidden)
		for i := range visible {
			sum := 0.0
			for j, x := range w.Row(i) {
				sum += math.Abs(float64(x))
				columns[j] += math.Abs(float64(x))
			}
			if math.Abs(float64(got.Rows[i])-sum) > 1e-4 {
				t.Errorf("row %d: %g, want %g", i, got.Rows[i], sum)
			}
		}
		for j, sum := range columns {
			if math.Abs(float64(got.Columns[j])-sum) > 1e-4 {
				t.Errorf("column %d: %g, want %g", j, got.Columns[j], sum)
			}
		}
	}
}

// TestFinite for weights that are, for one that isn't, and for some whose sum isn't.
func TestFinite(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, x := range []struct {
		weights [2]float32
		want    bool
	}{{[2]float32{1, -3}, true}, {[2]float32{-1e38, 1e38}, true}, {[2]float32{inf, 0}, false}, {[2]float32{-inf, inf}, false}, {[2]float32{0, float32(math.NaN())}, false}, {[2]float32{3e38, -3e38}, false}} {
		w, m := NewMatrix(5, 3), NewFixed(5, 3)
		w.Row(1)[2], w.Row(4)[0] = x.weights[0], x.weights[1]
		m.Sum(w, 0, 5)
		if m.Finite() != x.want {
			t.Errorf("weights %g: finite %v", x.weights, !x.want)
		}
	}
}

// TestFixedOfWhatIsNotFinite ends, and gives numbers.
func TestFixedOfWhatIsNotFinite(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e38} {
		w, b, c := NewMatrix(5, 3), make([]float32, Tile), make([]float32, Tile)
		w.Row(2)[1] = float32(x)
		m := NewFixed(5, 3)
		m.Set(w, b, c, func() {})
		want := map[string]int32{"NaN": 0, "+Inf": math.MaxInt32, "-Inf": math.MinInt32, "1e+38": math.MaxInt32}[fmt.Sprint(x)]
		if got := m.W.Data[2*m.W.Stride+1]; got != want || m.Fraction != map[bool]int{true: 26, false: 0}[x != x && m.Fraction == 26] {
			t.Errorf("a weight of %g is %d with %d digits", x, got, m.Fraction)
		}
	}
}
