package kernels

import (
	"math"
	"testing"
)

var inf32 = float32(math.Inf(1))

func softplus64(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

var functions = []struct {
	name     string
	f        func(float32) float32
	exact    func(float64) float64
	lo, hi   float32
	relative float64 // stated bound of the relative error between lo and hi
	limits   map[float32]float32
}{
	{"Exp", Exp, math.Exp, -87.33, 88.72, 2e-7, map[float32]float32{
		0: 1, inf32: inf32, -inf32: 0, 88.73: inf32, 1e30: inf32, -87.34: 0, -1e30: 0, 1e-40: 1}},
	{"Sigmoid", Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, -41.5, 41.5, 3e-7, map[float32]float32{
		0: 0.5, inf32: 1, 1e30: 1, -inf32: Sigmoid(-41.5), -1e30: Sigmoid(-41.5), 1e-40: 0.5}},
	{"Tanh", Tanh, math.Tanh, -20, 20, 3e-7, map[float32]float32{
		0: 0, inf32: 1, -inf32: -1, 1e30: 1, -1e30: -1, 1e-40: 1e-40, -1e-40: -1e-40}},
	{"Softplus", Softplus, softplus64, -87.3, 200, 4e-7, map[float32]float32{
		0: math.Ln2, inf32: inf32, -inf32: 0, 1e30: 1e30, -1e30: 0, 1e-40: math.Ln2}},
	{"Log2Cosh", Log2Cosh, func(x float64) float64 { return softplus64(2*x) - x }, -200, 200, 3e-7, map[float32]float32{
		0: math.Ln2, inf32: inf32, -inf32: inf32, 1e30: 1e30, -1e30: 1e30, 1e-40: math.Ln2}},
	{"onePlusExpNeg", onePlusExpNeg, func(x float64) float64 { return 1 + math.Exp(-x) }, -41.5, 41.5, 2.2e-7, map[float32]float32{
		0: 2, inf32: 1, -inf32: onePlusExpNeg(-41.5)}},
}

// TestFunctionsStayWithinStatedErrors compares with float64 on a grid that is dense everywhere, and denser near zero.
func TestFunctionsStayWithinStatedErrors(t *testing.T) {
	const points = 400000
	for _, fn := range functions {
		worst, at := 0.0, float32(0)
		try := func(x float32) {
			want := fn.exact(float64(x))
			if e := math.Abs(float64(fn.f(x))-want) / math.Abs(want); e > worst || e != e {
				worst, at = e, x
			}
		}
		for i := range points {
			y := (float32(i) + 0.37) / points
			try(fn.lo + (fn.hi-fn.lo)*y)
			try(fn.lo * y * y * y * y)
			try(fn.hi * y * y * y * y)
		}
		t.Logf("%-13s relative error %.3g at %v", fn.name, worst, at)
		if !(worst <= fn.relative) {
			t.Errorf("%s: relative error %.3g at %v, stated %.3g", fn.name, worst, at, fn.relative)
		}
	}
}

func TestFunctionsAtTheirLimits(t *testing.T) {
	for _, fn := range functions {
		for x, want := range fn.limits {
			same(t, fn.name, fn.f(x), want)
		}
		for _, nan := range []uint32{0x7fc00000, 0xffc00000, 0x7fc00001, 0x7fffffff} {
			x := math.Float32frombits(nan)
			if y := fn.f(x); fn.name != "onePlusExpNeg" && y == y {
				t.Errorf("%s(NaN %x) = %v", fn.name, nan, y)
			}
		}
	}
}

// TestFunctionsAreMonotone looks for steps in the wrong direction where the pieces of a function meet.
func TestFunctionsAreMonotone(t *testing.T) {
	for _, fn := range functions {
		for _, seam := range []float32{-87.33, -41.5, -20, -0.5, 0.5, 20, 41.5, 88.72} {
			if fn.name == "Log2Cosh" && seam < 0 || fn.name == "onePlusExpNeg" {
				continue
			}
			below, above := fn.f(seam-0.01), fn.f(seam+0.01)
			for _, x := range []float32{math.Nextafter32(seam, -inf32), seam, math.Nextafter32(seam, inf32)} {
				if y := fn.f(x); y < below || y > above {
					t.Errorf("%s(%v) = %v is not between %v and %v", fn.name, x, y, below, above)
				}
			}
		}
	}
}
