package kernels

// Dots sets t0 and t1 to the scalar products of two rows of a matrix with the four vectors of a panel, x[j][k] being component j
// of vector k:
//
//	t0_k = Σ_j w0_j x_jk,    t1_k = Σ_j w1_j x_jk    (j ascending)
//
// The rows are at least as long as the panel.
func Dots(t0, t1 *[4]float64, w0, w1 []float32, x [][4]float64) {
	w0, w1 = w0[:len(x)], w1[:len(x)]
	if vectors && len(x) > 0 {
		vectorDots(t0, t1, w0, w1, x)
		return
	}
	var a0, a1, a2, a3, b0, b1, b2, b3 float64
	for j := range x {
		p := &x[j]
		a, b := float64(w0[j]), float64(w1[j])
		a0 += float64(a * p[0])
		a1 += float64(a * p[1])
		a2 += float64(a * p[2])
		a3 += float64(a * p[3])
		b0 += float64(b * p[0])
		b1 += float64(b * p[1])
		b2 += float64(b * p[2])
		b3 += float64(b * p[3])
	}
	*t0, *t1 = [4]float64{a0, a1, a2, a3}, [4]float64{b0, b1, b2, b3}
}

// AddProducts adds to the four vectors of a panel the two rows of a matrix times t0 and t1:
//
//	y_jk += w0_j t0_k + w1_j t1_k
//
// The rows are at least as long as the panel.
func AddProducts(y [][4]float64, t0, t1 *[4]float64, w0, w1 []float32) {
	w0, w1 = w0[:len(y)], w1[:len(y)]
	if vectors && len(y) > 0 {
		vectorAddProducts(y, t0, t1, w0, w1)
		return
	}
	a0, a1, a2, a3 := t0[0], t0[1], t0[2], t0[3]
	b0, b1, b2, b3 := t1[0], t1[1], t1[2], t1[3]
	for j := range y {
		p := &y[j]
		a, b := float64(w0[j]), float64(w1[j])
		p[0] += float64(a*a0) + float64(b*b0)
		p[1] += float64(a*a1) + float64(b*b1)
		p[2] += float64(a*a2) + float64(b*b2)
		p[3] += float64(a*a3) + float64(b*b3)
	}
}

// AddInts adds src to dst, element by element; both are equally long.
func AddInts(dst, src []int32) {
	if len(dst) != len(src) {
		panic("kernels: sums of different lengths")
	}
	done := 0
	if vectors {
		done = vectorAddInts(dst, src)
	}
	for i, x := range src[done:] {
		dst[done+i] += x
	}
}
