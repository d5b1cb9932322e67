package models

import (
	"math"

	"cascade/engine/kernels"
)

// RankOne is the {0,1} machine whose weights are W u ubar' with all components of u and ubar of the same size, and whose biases
// make it symmetric, in a field along its only mode:
//
//	W_ia = W/sqrt(Nv Nh),   b_i = Field - sum_a W_ia/2,   c_a = -sum_i W_ia/2
//
// (units that the mode turns off are read the other way round, v -> 1-v). Given the number of visible units that are on, the
// hidden ones are independent and alike, and the other way round. A chain's state is therefore that number, and a sweep costs
// two binomial draws whatever the size: this is the machine itself, not an approximation. [CPT, App. F]
type RankOne struct {
	Nv, Nh   int
	W, Field float64

	visible, hidden *kernels.Binomial
}

// NewRankOne returns a machine of weight 0. It panics unless nv and nh are positive.
func NewRankOne(nv, nh int) *RankOne {
	m := &RankOne{Nv: nv, Nh: nh, visible: kernels.NewBinomial(nv)}
	if m.hidden = m.visible; nh != nv {
		m.hidden = kernels.NewBinomial(nh)
	}
	return m
}

// Sweep does one block Gibbs sweep, hidden given visible, then visible given hidden, of the chains from..to-1. on_c is the number
// of visible units that are on in chain c, which uses stream c; hidden_c becomes that of the hidden units.
func (m *RankOne) Sweep(on, hidden []int32, s *kernels.Streams, from, to int) {
	per := m.W / math.Sqrt(float64(m.Nv)*float64(m.Nh))
	for c := from; c < to; c++ {
		h := m.hidden.Draw(float64(per*float64(2*int(on[c])-m.Nv))/2, s, c)
		hidden[c] = int32(h)
		on[c] = int32(m.visible.Draw(m.Field+float64(per*float64(2*h-m.Nh))/2, s, c))
	}
}

// Free draws the state of a chain without weights and field.
func (m *RankOne) Free(s *kernels.Streams, chain int) int32 {
	return int32(m.visible.Draw(0, s, chain))
}

// Projection returns u.(v - 1/2), the projection on the mode less its centre, of a state.
func (m *RankOne) Projection(on int32) float64 { return projection(on, m.Nv) }

// HiddenProjection returns ubar.(h - 1/2) of the number of hidden units that are on.
func (m *RankOne) HiddenProjection(hidden int32) float64 { return projection(hidden, m.Nh) }

func projection(on int32, units int) float64 {
	return float64(2*int(on)-units) / (2 * math.Sqrt(float64(units)))
}

// Dense returns the same machine as an RBM: a copy, for enumeration.
func (m *RankOne) Dense() *RBM {
	d := New(Binary, Binary, m.Nv, m.Nh)
	w := m.W / math.Sqrt(float64(m.Nv)*float64(m.Nh))
	for i := range m.Nv {
		for a := range m.Nh {
			d.W.Row(i)[a] = float32(w)
		}
		d.B[i] = float32(m.Field - w*float64(m.Nh)/2)
	}
	for a := range m.Nh {
		d.C[a] = float32(-w * float64(m.Nv) / 2)
	}
	return d
}
