package browser

// pieces appends to dst a path of lines given by both ends of each, x and y and x and y.
func (a *area) pieces(dst []byte, ends []float32) []byte {
	for ; len(ends) > 0; ends = ends[4:] {
		dst = appendPoint(dst, 'M', a.px(float64(ends[0])), a.py(float64(ends[1])))
		dst = appendPoint(dst, 'L', a.px(float64(ends[2])), a.py(float64(ends[3])))
	}
	return dst
}

// rings appends to dst a path of circles with that radius.
func (a *area) rings(dst []byte, xs, ys []float32, radius float64) []byte {
	for i := range xs {
		if !a.shows(xs[i], ys[i]) {
			continue
		}
		dst = appendPoint(dst, 'M', a.px(float64(xs[i]))-radius, a.clampY(ys[i]))
		for _, across := range [2]float64{2 * radius, -2 * radius} {
			dst = append(appendPoint(dst, 'a', radius, radius), " 0 1 0"...)
			dst = appendPoint(dst, ' ', across, 0)
		}
	}
	return dst
}
