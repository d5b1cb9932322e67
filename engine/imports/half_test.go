package imports

import (
	"math"
	"testing"
)

// TestHalfPrecision compares with IEEE 754, written out: (1 + m/1024) 2^(e-15), and m/1024 2^-14 where e is 0.
func TestHalfPrecision(t *testing.T) {
	for b := range 1 << 16 {
		e, m, want := b>>10&31, float64(b&1023)/1024, 0.0
		switch {
		case e == 31 && m != 0:
			want = math.NaN()
		case e == 31:
			want = math.Inf(1)
		case e == 0:
			want = math.Ldexp(m, -14)
		default:
			want = math.Ldexp(1+m, e-15)
		}
		if b>>15 == 1 {
			want = -want
		}
		if got := half(uint16(b)); math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("%#04x is %v, want %v", b, got, want)
		}
	}
}
