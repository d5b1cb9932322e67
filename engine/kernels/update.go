package kernels

// Centred is the step of the centred gradient, rows from..to-1 of a machine's weights at a time:
//
//	g_ij  = PerD D_ij - PerM M_ij - vD_i dh_j - dv_i hD_j
//	w_ij += Rate g_ij
//	gb_i  = sum_j g_ij hD_j      (lane l sums j = l mod 4; then ((0+1)+2)+3)
//	gc_j += vD_i g_ij            (rows in order)
//
// D and M are the sums of v h over data and model, PerD and PerM what turns them into means: of <vh>_data - <vh>_model. VD and
// HD are data means, DV and DH what they exceed the model's by. So g is <(v-vD)(h-hD)>_data - <(v-vD)(h-hD)>_model written out.
// Shapes: W, D, M Nv x Nh; VD, DV, GB Pad(Nv); HD, DH, GC Pad(Nh), whose padding must be zero.
type Centred struct {
	W                *Matrix
	D, M             *IntMatrix `memory:"-"`
	PerD, PerM, Rate float32
	VD, DV, GB       []float32
	HD, DH, GC       []float32
}

// Step takes the step for the rows from..to-1, in one pass over the three matrices. It panics if shapes differ.
func (s *Centred) Step(from, to int) {
	n, w := Pad(s.W.Cols), s.W
	for _, m := range []*IntMatrix{s.D, s.M} {
		if m.Rows != w.Rows || m.Cols != w.Cols {
			panic("kernels: the step's shapes differ")
		}
	}
	if from < 0 || to > w.Rows || min(len(s.HD), len(s.DH), len(s.GC)) < n || min(len(s.VD), len(s.DV), len(s.GB)) < to {
		panic("kernels: the step's shapes differ")
	}
	if vectors {
		vectorCentred(s, from, to)
		return
	}
	for i := from; i < to; i++ {
		s.GB[i] = s.row(w.Data[i*w.Stride:][:n], s.D.Data[i*s.D.Stride:][:n], s.M.Data[i*s.M.Stride:][:n], s.VD[i], s.DV[i])
	}
}

// row is Step for one row; it returns gb_i. All slices have the same length, a multiple of 4.
func (s *Centred) row(w []float32, data, model []int32, vD, dv float32) float32 {
	var sum [4]float32
	hD, dh, gc := s.HD[:len(w)], s.DH[:len(w)], s.GC[:len(w)]
	for j := range w {
		x := float32(s.PerD*float32(data[j])) - float32(s.PerM*float32(model[j]))
		x = x - float32(vD*dh[j]) - float32(dv*hD[j])
		w[j] += float32(s.Rate * x)
		sum[j&3] += float32(x * hD[j])
		gc[j] += float32(vD * x)
	}
	return ((sum[0] + sum[1]) + sum[2]) + sum[3]
}
