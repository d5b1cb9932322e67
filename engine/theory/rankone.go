package theory

import (
	"math"

	"cascade/engine/portable"
)

// RankOneField is the [RankOne] machine of weight W in a field along its mode, for N -> infinity and Nv/Nh = Ratio: with a = W/4
// and the field H on the +-1 spins (B = 2H on the {0,1} units, as a bias b_i += B along the mode) the magnetisation is a root of
//
//	m = tanh(H + a/sqrt(Ratio) tanh(a sqrt(Ratio) m)).
//
// Above the transition there are two stable roots, as long as |H| is below the spinodal field.
type RankOneField struct{ W, Ratio float64 }

// field returns the H that holds a magnetisation |m| < 1, and its derivative.
func (f RankOneField) field(m float64) (h, slope float64) {
	a, r := f.W/4, math.Sqrt(f.Ratio)
	t := portable.Tanh(float64(float64(a*r) * m))
	h = (math.Log1p(m)-math.Log1p(-m))/2 - float64(a*t)/r
	return h, 1/(1-float64(m*m)) - float64(float64(a*a)*(1-float64(t*t)))
}

// Spinodal returns the field -H at which the state of positive magnetisation ceases to exist, and its magnetisation there;
// 0, 0 for W <= 4. The slope of the field grows with m > 0, so a bisection finds its only zero.
func (f RankOneField) Spinodal() (field, m float64) {
	if f.W <= 4 {
		return 0, 0
	}
	m = bisect(0, 1, func(m float64) bool { _, slope := f.field(m); return slope < 0 })
	h, _ := f.field(m)
	return -h, m
}

// Branch returns the magnetisation at the field H of the state that continues the one of large positive fields: the larger
// stable root down to the spinodal field, beyond it the only one.
func (f RankOneField) Branch(h float64) float64 {
	limit, edge := f.Spinodal()
	low, high := edge, 1.0
	if h < -limit {
		low, high = -1, -edge
	}
	return bisect(low, high, func(m float64) bool { at, _ := f.field(m); return at < h })
}

// bisect returns the point between low and high where below turns false, to the last bit.
func bisect(low, high float64, below func(x float64) bool) float64 {
	for {
		mid := (low + high) / 2
		if mid <= low || mid >= high {
			return low
		}
		if below(mid) {
			low = mid
		} else {
			high = mid
		}
	}
}
