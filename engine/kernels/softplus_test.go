package kernels

import (
	"math"
	"testing"
)

func TestSumSoftplus(t *testing.T) {
	for n := range 600 {
		if n > 140 && n%37 != 0 {
			continue
		}
		x := randomVector(n, uint64(n))
		for j := range x {
			x[j] *= 7
			switch {
			case j%41 == 40:
				x[j] = -300
			case j%41 == 20:
				x[j] = 200
			}
		}
		for _, scale := range []float32{0, 0.3, 1, -2} {
			want := 0.0
			for _, v := range x {
				y := float64(float32(scale * v))
				want += math.Max(y, 0) + math.Log1p(math.Exp(-math.Abs(y)))
			}
			if got := SumSoftplus(x, scale); math.Abs(got-want) > 2e-7*float64(n)+1e-7 {
				t.Errorf("%d inputs times %g: %.9g, want %.9g", n, scale, got, want)
			}
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1)} {
		if got := SumSoftplus([]float32{1, 2, 3, 4, 5, float32(v)}, 1); got == got && !math.IsInf(got, 1) {
			t.Errorf("with an input %g: %g", v, got)
		}
	}
	if got := SumSoftplus([]float32{float32(math.Inf(-1)), 0}, 1); math.Abs(got-math.Ln2) > 1e-7 {
		t.Errorf("with an input -Inf: %g", got)
	}
}
