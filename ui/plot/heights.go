package plot

import (
	"math"

	"cascade/wasm/protocol"
)

// Heights is the scale of a field's heights, which colours, contour lines and the axis of a surface share: 0 is the lowest
// point of the field as it is now, and Cap, a round number, the height of the valleys' walls. It changes rarely, so that the
// eye can follow what moves.
type Heights struct {
	Low, Cap float64 // Cap is 0 before the first field
	High     float64 // the largest finite number of the field
}

// ContoursToCap is how many contour lines there are up to the cap.
const ContoursToCap = 10

// Fit takes a field's heights and returns whether it has any. Walls are as high as what that share of the field lies below. The cap grows as soon as the walls do, and shrinks when they
// are less than 0.4 of it. Cost: two looks at every number.
func (h *Heights) Fit(b *protocol.Block, share float64) bool {
	lo, hi, ok := HeatLimits(b)
	if !ok {
		return false
	}
	h.Low, h.High = lo, hi
	const bins = 1 << 10 // even in the root of the height, as colours are: fine in the valleys
	var count [bins]int
	total := 0
	for _, v := range b.Data {
		if root := math.Sqrt((float64(v) - lo) / (hi - lo)); root >= 0 && root <= 1 {
			count[min(int(root*bins), bins-1)]++
			total++
		}
	}
	k := 0
	for sum := count[0]; float64(sum) < share*float64(total); sum += count[k] {
		k++
	}
	root := float64(k+1) / bins
	if walls := (hi - lo) * root * root; walls > h.Cap || walls < 0.4*h.Cap {
		h.Cap = roundUp(walls)
	}
	return true
}

// roundUp returns the smallest 1, 1.5, 2, 3, 5 or 7 times a power of ten that is not below v > 0.
func roundUp(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range [...]float64{1, 1.5, 2, 3, 5, 7} {
		if m*power >= v*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// Share places a height on the scale of colours: 0 at the lowest point, 1 from the cap on, linear in the root, so that the
// sides of a harmonic valley are evenly shaded and its bottom is not all one colour. NaN for what is no height.
func (h *Heights) Share(v float64) float64 {
	if math.IsInf(v, 0) || v < h.Low {
		return math.NaN()
	}
	return math.Min(math.Sqrt((v-h.Low)/h.Cap), 1)
}

// Level returns the height of contour line k, 1, 2, ...: even in the root as colours are, the one at the cap is number 10.
func (h *Heights) Level(k int) float64 {
	share := float64(k) / ContoursToCap
	return h.Low + share*share*h.Cap
}

// Levels is how many contour lines a field of these heights has. They go on above the cap, to twice its height.
func (h *Heights) Levels() int {
	const most = 14
	return max(0, min(most, int(ContoursToCap*math.Sqrt((h.High-h.Low)/h.Cap))))
}
