package kernels

// CentredStep takes the step of the centred gradient for the rows from..to-1 of w:
//
//	g_ij  = grad_ij - vD_i dh_j - dv_i hD_j
//	w_ij += rate g_ij
//	gb_i  = sum_j g_ij hD_j      (lane l sums j = l mod 4; then ((0+1)+2)+3)
//	gc_j += vD_i g_ij            (rows in order)
//
// where grad = <vh>_data - <vh>_model, vD and hD are data means, dv and dh what they exceed the model's by. It is
// <(v-vD)(h-hD)>_data - <(v-vD)(h-hD)>_model written out. Shapes: w, grad Nv x Nh; vD, dv, gb Pad(Nv); hD, dh, gc Pad(Nh),
// whose padding must be zero. One pass over both matrices. Panics on other shapes.
func CentredStep(w, grad *Matrix, vD, dv, hD, dh, gb, gc []float32, rate float32, from, to int) {
	n := Pad(w.Cols)
	if grad.Rows != w.Rows || grad.Cols != w.Cols || from < 0 || to > w.Rows || len(hD) < n || len(dh) < n || len(gc) < n {
		panic("kernels: CentredStep: shapes differ")
	}
	for i := from; i < to; i++ {
		gb[i] = centredRow(w.Data[i*w.Stride:][:n], grad.Data[i*grad.Stride:][:n], hD[:n], dh[:n], gc[:n], vD[i], dv[i], rate)
	}
}

// centredRow is CentredStep for one row; it returns gb_i. All slices have the same length, a multiple of 4.
func centredRow(w, grad, hD, dh, gc []float32, vD, dv, rate float32) float32 {
	var s0, s1, s2, s3 float32
	for j := 0; j+4 <= len(w); j += 4 {
		w4, g4 := (*[4]float32)(w[j:]), (*[4]float32)(grad[j:])
		h4, d4, c4 := (*[4]float32)(hD[j:]), (*[4]float32)(dh[j:]), (*[4]float32)(gc[j:])
		x0 := g4[0] - float32(vD*d4[0]) - float32(dv*h4[0])
		x1 := g4[1] - float32(vD*d4[1]) - float32(dv*h4[1])
		x2 := g4[2] - float32(vD*d4[2]) - float32(dv*h4[2])
		x3 := g4[3] - float32(vD*d4[3]) - float32(dv*h4[3])
		w4[0] += float32(rate * x0)
		w4[1] += float32(rate * x1)
		w4[2] += float32(rate * x2)
		w4[3] += float32(rate * x3)
		s0 += float32(x0 * h4[0])
		s1 += float32(x1 * h4[1])
		s2 += float32(x2 * h4[2])
		s3 += float32(x3 * h4[3])
		c4[0] += float32(vD * x0)
		c4[1] += float32(vD * x1)
		c4[2] += float32(vD * x2)
		c4[3] += float32(vD * x3)
	}
	return ((s0 + s1) + s2) + s3
}
