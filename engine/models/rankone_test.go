package models

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// rankOneLaw returns the logarithm of the law of the number of visible units that are on, from all states of the dense machine.
func rankOneLaw(m *RankOne) []float64 {
	d := m.Dense()
	p, v, input := make([]float64, m.Nv+1), make([]float64, m.Nv), make([]float64, m.Nh)
	for s := range 1 << m.Nv {
		for i := range v {
			v[i] = float64(s >> i & 1)
		}
		p[bits.OnesCount(uint(s))] += math.Exp(-d.FreeEnergy(v, input))
	}
	for k := range p {
		p[k] = math.Log(p[k])
	}
	return p
}

// TestRankOneSweepLeavesTheLaw of the dense machine, with and without a field; a field of the other layer's size does not.
func TestRankOneSweepLeavesTheLaw(t *testing.T) {
	const chains = 20000
	r := rand.New(rand.NewPCG(71, 72))
	for _, field := range []float64{0, 0.3} {
		law := NewRankOne(7, 4)
		law.W, law.Field = 4.4, field
		kernel := func(m *RankOne) check.Kernel {
			on, hidden, s := make([]int32, chains), make([]int32, chains), kernels.NewStreams(73, 74, chains)
			return check.Kernel{
				LogP: rankOneLaw(law), Chains: chains,
				Start: func(c, state int) { on[c] = int32(state) },
				Step:  func() { m.Sweep(on, hidden, s, 0, chains) },
				State: func(c int) int { return int(on[c]) },
			}
		}
		check.NoDrift(t, fmt.Sprintf("field %g", field), kernel(law), r)
		other := NewRankOne(7, 4)
		other.W, other.Field = 4.4, field+0.05
		check.Broken(t, "another field", func(bt check.T) { check.NoDrift(bt, "", kernel(other), r) })
		other.W, other.Field = 4.6, field
		check.Broken(t, "another weight", func(bt check.T) { check.NoDrift(bt, "", kernel(other), r) })
	}
}

func TestRankOneProjectionIsThatOfTheUnits(t *testing.T) {
	m := NewRankOne(9, 2)
	for on := range int32(10) {
		want := 0.0 // u_i = 1/3
		for i := range int32(9) {
			v := 0.0
			if i < on {
				v = 1
			}
			want += (v - 0.5) / 3
		}
		check.Close(t, "projection", m.Projection(on), want, 12)
	}
	check.Close(t, "projection of the hidden units", m.HiddenProjection(2), 1/math.Sqrt2, 12)
	check.Close(t, "projection of the hidden units", m.HiddenProjection(0), -1/math.Sqrt2, 12)
	s, sum := kernels.NewStreams(75, 76, 1), 0.0
	for range 4000 {
		sum += m.Projection(m.Free(s, 0))
	}
	check.Agree(t, "mean of free states", sum/4000, 0.5/math.Sqrt(4000), 0, 4)
}
