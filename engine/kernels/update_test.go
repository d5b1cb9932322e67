package kernels

import "testing"

func TestCentredStepEqualsOracle(t *testing.T) {
	const rate = 0.3
	for _, rows := range unitSizes {
		for _, cols := range unitSizes {
			w, grad := NewMatrix(rows, cols), NewMatrix(rows, cols)
			randomMatrix(w, 1)
			randomMatrix(grad, 2)
			old := NewMatrix(rows, cols)
			old.CopyFrom(w)
			padded := func(n int, seed uint64) []float32 {
				v := make([]float32, Pad(n))
				copy(v, randomVector(n, seed))
				return v
			}
			vD, dv, hD, dh := padded(rows, 3), padded(rows, 4), padded(cols, 5), padded(cols, 6)
			gb, gc, wantC := make([]float32, Pad(rows)), make([]float32, Pad(cols)), make([]float32, cols)
			for half := range 2 {
				CentredStep(w, grad, vD, dv, hD, dh, gb, gc, rate, half*(rows/2), rows/2+half*(rows-rows/2))
			}
			checkPadding(t, w)
			for i := range rows {
				var lanes [4]float32
				for j := range cols {
					g := grad.Row(i)[j] - float32(vD[i]*dh[j]) - float32(dv[i]*hD[j])
					same(t, "w", w.Row(i)[j], old.Row(i)[j]+float32(rate*g))
					lanes[j%4] += float32(g * hD[j])
					wantC[j] += float32(vD[i] * g)
				}
				same(t, "gb", gb[i], ((lanes[0]+lanes[1])+lanes[2])+lanes[3])
			}
			for j, want := range wantC {
				same(t, "gc", gc[j], want)
			}
		}
	}
}
