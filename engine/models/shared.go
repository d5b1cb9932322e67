package models

import "cascade/engine/kernels"

// SharedWeight is the machine of the paper's App. B: N spins and Hidden spins, all of which have the same weights,
//
//	p(v,h) ~ exp[ (1/Nh) (sum_i w_i v_i) (sum_a h_a) ],
//
// so that of the hidden layer only the mean t = (1/Nh) sum_a h_a is ever felt: given v the hidden spins are independent with the
// field w.v/Nh, and given t the visible ones are with the fields w_i t.
type SharedWeight struct {
	N, Hidden int
	W         []float32 // N

	law *kernels.Binomial
}

// NewSharedWeight returns a machine with zero weights.
func NewSharedWeight(n, hidden int) *SharedWeight {
	return &SharedWeight{N: n, Hidden: hidden, W: make([]float32, n), law: kernels.NewBinomial(hidden)}
}

// Dense returns the same machine as an RBM: a copy, for enumeration.
func (m *SharedWeight) Dense() *RBM {
	d := New(Spin, Spin, m.N, m.Hidden)
	for i, x := range m.W {
		for a := range m.Hidden {
			d.W.Row(i)[a] = x / float32(m.Hidden)
		}
	}
	return d
}

// SampleHidden draws the means t_c of the hidden spins of the chains from..to-1 given their projections w.v_c, exactly: the
// number of hidden spins that are up is binomial. Shapes: t, projections chains. The noise of a chain comes from its own stream.
func (m *SharedWeight) SampleHidden(t, projections []float32, s *kernels.Streams, from, to int) {
	for c := from; c < to; c++ {
		up := m.law.Draw(2*float64(projections[c])/float64(m.Hidden), s, c)
		t[c] = float32(2*up-m.Hidden) / float32(m.Hidden)
	}
}
