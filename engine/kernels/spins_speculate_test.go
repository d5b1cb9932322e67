package kernels

import (
	"math"
	"testing"

	"cascade/engine/kernels/internal/simd"
)

// TestSpinSegments tries all fields in 16 bits: the cell that the segments tell differs from the one where the spin's probability
// ends by less than planSpins allows for, wherever in its last bit the field is.
func TestSpinSegments(t *testing.T) {
	const allowed = 1 - 64*spinSlack - 256*cellMargin/4 - 0.002 // the last for the rounding of the exact field
	worst := 0.0
	for x := -1 << 15; x < 1<<15; x++ {
		y := uint16(x) ^ uint16(x>>15)
		k := y >> 11
		cells := (uint16(simd.Steps[k])<<8 + uint16(simd.Slopes[k])*(y>>3))
		about, sign := 128+float64(cells)/512, 1.0
		if x < 0 {
			about, sign = 128-float64(cells)/512, -1
		}
		if c := int(int8(cells>>9) ^ int8(x>>15)); float64(c) > about-128 || float64(c) < about-129 {
			t.Fatalf("x = %d: cell %d, of %v", x, c, about-128)
		}
		end := float64(y) + 1
		if y == 1<<15-1 {
			end = math.Inf(1) // what is beyond
		}
		for _, a := range []float64{float64(y), end} {
			worst = max(worst, math.Abs(256/(1+math.Exp(-sign*a/4096))-about))
		}
	}
	t.Logf("%.4f cells", worst)
	if worst > allowed {
		t.Errorf("the segments are wrong by %v cells, allowed are %v", worst, allowed)
	}
}

// TestSpinPlans: numbers that are not finite, or so large that 16 bits can't hold the fields, are not sampled in 16 bits; what is
// rounded stays within its bits, and its error within what is allowed.
func TestSpinPlans(t *testing.T) {
	const units, chains = 300, 70
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, c := range []struct {
		about   string
		rows    int
		w, h    float32
		special float32
		ok      bool
	}{
		{"ordinary", 1, 1, 1, 0, true}, {"two", 2, 1, 1, 0, true}, {"five", 5, 0.5, 1, 0, true}, {"no", 0, 1, 1, 0, true},
		{"large", 1, 10, 1.5, 0, true}, {"too large", 1, 10, 1.7, 0, false}, {"too many", 13, 0.01, 0.01, 0, false},
		{"tiny", 1, 1e-44, 1e-44, 0, true}, {"lopsided", 1, 1e20, 1e-20, 0, true}, {"zero", 2, 0, 0, 0, true},
		{"infinite", 1, 1, 1, inf, false}, {"no number", 1, 1, 1, nan, false},
	} {
		var w, h [][]float32
		for a := range c.rows {
			w, h = append(w, randomVector(units, uint64(a))), append(h, randomVector(chains, uint64(a+50)))
			scaleTo(w[a], c.w)
			scaleTo(h[a], c.h)
			if c.special != 0 {
				w[a][units/2] = c.special
			}
		}
		tables := NewTables(900)
		p, ok := planSpins(tables, w, h, units, 0, chains)
		if ok != c.ok {
			t.Errorf("%s: ok is %v", c.about, ok)
			continue
		}
		for i := range units {
			for n := 0; ok && n < chains; n++ {
				sum, exact := 0, 0.0
				for a := range w {
					s := p.scales(tables, a)
					x, y := math.RoundToEven(float64(w[a][i]*s.w)), math.RoundToEven(float64(h[a][n]*s.h))
					if max(math.Abs(x), math.Abs(y)) > 1<<15-1 {
						t.Fatalf("%s: %v and %v in 16 bits", c.about, x, y)
					}
					sum += int(x) * int(y)
					exact += 2 * float64(w[a][i]) * float64(h[a][n])
				}
				if sum > math.MaxInt32 || sum < math.MinInt32 {
					t.Fatalf("%s: the sum %d wraps", c.about, sum)
				}
				if e := math.Abs(float64(sum)/(1<<(12+spinShift)) - exact); !(e < spinSlack) {
					t.Fatalf("%s: the field %v is wrong by %v", c.about, exact, e)
				}
			}
		}
	}
}

// scaleTo makes the largest modulus of a vector so large.
func scaleTo(x []float32, size float32) {
	most := largest(x)
	for i := range x {
		x[i] = x[i] / most * size
	}
}
