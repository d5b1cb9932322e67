package models

import "cascade/engine/kernels"

// RBM is a restricted Boltzmann machine of two layers. Units beyond the layers' sizes are padding and stay zero.
type RBM struct {
	Visible, Hidden Unit
	W               *kernels.Matrix // Nv x Nh
	B               []float32       // visible biases, padded to kernels.Pad(Nv)
	C               []float32       // hidden biases, padded to kernels.Pad(Nh)
	Variance        float64         // of Gaussian hidden units
}

// New returns a machine with all weights and biases zero.
func New(visible, hidden Unit, nv, nh int) *RBM {
	return &RBM{
		Visible: visible, Hidden: hidden, Variance: 1,
		W: kernels.NewMatrix(nv, nh), B: make([]float32, kernels.Pad(nv)), C: make([]float32, kernels.Pad(nh)),
	}
}

// HiddenInput sets dst_a = c_a + sum_i v_i W_ia. Shapes: dst Nh, v Nv. Cost Nv*Nh.
func (m *RBM) HiddenInput(dst, v []float64) {
	checkLength(dst, m.W.Cols)
	checkLength(v, m.W.Rows)
	for a := range dst {
		dst[a] = float64(m.C[a])
	}
	for i, x := range v {
		if x == 0 {
			continue
		}
		for a, w := range m.W.Row(i) {
			dst[a] += float64(x * float64(w))
		}
	}
}

// VisibleInput sets dst_i = b_i + sum_a h_a W_ia. Shapes: dst Nv, h Nh.
func (m *RBM) VisibleInput(dst, h []float64) {
	checkLength(dst, m.W.Rows)
	checkLength(h, m.W.Cols)
	for i := range dst {
		s := float64(m.B[i])
		for a, w := range m.W.Row(i) {
			s += float64(h[a] * float64(w))
		}
		dst[i] = s
	}
}

// FreeEnergy returns F(v) = -b.v - sum_a LogPartition(c_a + (vW)_a), so that p(v) = e^-F(v) / Z. input is scratch of Nh.
func (m *RBM) FreeEnergy(v, input []float64) float64 {
	m.HiddenInput(input, v)
	f := 0.0
	for i, x := range v {
		f -= float64(x * float64(m.B[i]))
	}
	for _, x := range input {
		f -= m.Hidden.LogPartition(x, m.Variance)
	}
	return f
}

// Mirror returns the machine with the layers exchanged: what holds of v in one holds of h in the other. It copies W.
func (m *RBM) Mirror() *RBM {
	t := New(m.Hidden, m.Visible, m.W.Cols, m.W.Rows)
	t.Variance = m.Variance
	copy(t.B, m.C)
	copy(t.C, m.B)
	for i := range m.W.Rows {
		for a, w := range m.W.Row(i) {
			t.W.Row(a)[i] = w
		}
	}
	return t
}

func checkLength(x []float64, n int) {
	if len(x) != n {
		panic("models: slice does not fit the layer")
	}
}
