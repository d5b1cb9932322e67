package plot

import "testing"

// BenchmarkContours is a field of the size that the hopfield experiment sends with every frame.
func BenchmarkContours(b *testing.B) {
	field := fieldBlock("f", 64, 64, func(i int) float64 {
		x, y := float64(i%64)/16-2, float64(i/64)/16-2
		return (x*x-1)*(x*x-1) + (y*y-1)*(y*y-1) + 0.3*x*y
	})
	field.Extent = [4]float32{-2, 2, -2, 2}
	var h Heights
	h.Fit(&field, 0.72)
	var lines []float32
	for b.Loop() {
		lines = Contours(lines[:0], &field, &h)
	}
	b.ReportMetric(float64(len(lines)/4), "pieces")
}
