package plot

import (
	"math"
	"testing"

	"cascade/wasm/protocol"
)

// bowl is a x²+y² over the square from -1 to 1, whose walls, at 0.72 of its area, are 0.955 a high.
func bowl(a float64) protocol.Block {
	b := fieldBlock("f", 41, 41, func(i int) float64 {
		x, y := float64(i%41-20)/20, float64(i/41-20)/20
		return a * (x*x + y*y)
	})
	b.Extent = [4]float32{-1, 1, -1, 1}
	return b
}

// The cap is a round number over the walls. It grows with them at once, and comes down when they are 0.4 of it.
func TestHeightsKeepTheirCap(t *testing.T) {
	var h Heights
	for _, c := range []struct{ a, want float64 }{{1, 1}, {1.02, 1}, {1.1, 1.5}, {1, 1.5}, {0.65, 1.5}, {0.6, 0.7}, {40, 50}, {0.002, 0.002}} {
		b := bowl(c.a)
		if !h.Fit(&b, 0.72) || math.Abs(h.Cap/c.want-1) > 1e-9 {
			t.Errorf("a = %v: cap %v, want %v", c.a, h.Cap, c.want)
		}
	}
	for _, flat := range []protocol.Block{{}, fieldBlock("f", 5, 5, func(int) float64 { return 3 }), fieldBlock("f", 5, 5, func(int) float64 { return math.NaN() })} {
		if h.Fit(&flat, 0.72) {
			t.Errorf("a field without heights has the scale %v", h)
		}
	}
}

// A few heights far above the others, infinite ones and holes do not change the scale.
func TestHeightsIgnorePeaks(t *testing.T) {
	b := bowl(1)
	for i, v := range []float32{1e3, float32(math.Inf(1)), float32(math.NaN())} {
		b.Data[i] = v
	}
	var h Heights
	if h.Fit(&b, 0.72); h.Cap > 2 || h.Low != 0 || h.High != 1e3 {
		t.Errorf("scale %v", h)
	}
	if n := h.Levels(); n != 14 {
		t.Errorf("%d contour lines", n)
	}
	if !math.IsNaN(h.Share(math.Inf(1))) || !math.IsNaN(h.Share(math.NaN())) || h.Share(1e3) != 1 || h.Share(0) != 0 {
		t.Error("what is no height has a place on the scale")
	}
}

func TestRoundUp(t *testing.T) {
	for v, want := range map[float64]float64{1: 1, 1.2: 1.5, 1.6: 2, 2.2: 3, 4: 5, 6: 7, 8: 10, 0.0031: 0.005, 999: 1000} {
		if got := roundUp(v); math.Abs(got/want-1) > 1e-12 {
			t.Errorf("%v becomes %v, want %v", v, got, want)
		}
	}
}
