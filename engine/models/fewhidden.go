package models

import (
	"math"

	"cascade/engine/kernels"
)

// FewHidden is the machine of the paper's theory: N spins +-1 under a handful of Gaussian hidden units,
//
//	p(v,h) ~ exp( sum_a h_a w_a.v - sum_a h_a^2/(2 variance) ),   p(v) ~ exp( variance/2 sum_a (w_a.v)^2 )
//
// The paper's text has variance = 1/N, its Fig. 1 caption variance = 1; the two differ by w -> w sqrt(N). [CPT, eqs. (2)-(4)]
type FewHidden struct {
	N        int
	W        [][]float32 // P x N: one row of weights per hidden unit
	Variance float64
	Bias     []float32 // N: a field on each spin, b.v in the exponents; nil: none [not in CPT]
}

// NewFewHidden returns a machine with zero weights.
func NewFewHidden(n, hidden int, variance float64) *FewHidden {
	m := &FewHidden{N: n, Variance: variance, W: make([][]float32, hidden)}
	for a := range m.W {
		m.W[a] = make([]float32, n)
	}
	return m
}

// Dense returns the same machine as an RBM: a copy, for enumeration and likelihoods.
func (m *FewHidden) Dense() *RBM {
	d := New(Spin, Gaussian, m.N, len(m.W))
	d.Variance = m.Variance
	for a, w := range m.W {
		for i, x := range w {
			d.W.Row(i)[a] = x
		}
	}
	copy(d.B, m.Bias)
	return d
}

// Norm2 returns variance |w_a|^2, the order parameter q of hidden unit a: the machine orders where it passes 1.
func (m *FewHidden) Norm2(a int) float64 {
	s := 0.0
	for _, x := range m.W[a] {
		s += float64(float64(x) * float64(x))
	}
	return m.Variance * s
}

// SampleHidden draws h_ac ~ Normal(variance w_a.v_c, variance) for the chains from..to-1 given their projections w_a.v_c.
// Shapes: h, projections P x chains. The noise of a chain comes from its own stream.
func (m *FewHidden) SampleHidden(h, projections [][]float32, s *kernels.Streams, from, to int) {
	variance, deviation := float32(m.Variance), float32(math.Sqrt(m.Variance))
	for c := from; c < to; c++ {
		for a := range h {
			h[a][c] = float32(variance*projections[a][c]) + float32(deviation*s.Normal(c))
		}
	}
}
