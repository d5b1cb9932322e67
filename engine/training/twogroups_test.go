package training

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/teachers"
)

// twoGroups returns the moments Sa^2, Sa Sb, Sb^2 of the groups' sums of spins over the chains of a machine with the weights a on the
// first na sites and b on the others, so many sweeps after exact draws of the law with a.b = 0.
func twoGroups(na, nb int, a, b [2]float64, sweeps int, variance float64) (moments [3]observables.Stat) {
	const chains = 6000
	n := na + nb
	m := models.NewFewHidden(n, 2, variance/float64(n))
	for h := range m.W {
		for i := range n {
			m.W[h][i] = float32(a[h])
			if i >= na {
				m.W[h][i] = float32(b[h])
			}
		}
	}
	r := rand.New(rand.NewPCG(33, 34))
	tr := NewFewHidden(m, randomLayer(n, 2, 0.5, r), chains, 35)
	square := func(w [2]float64, size int) float64 { return (w[0]*w[0] + w[1]*w[1]) * float64(size) / float64(n) }
	share := []float64{float64(na), float64(nb)}
	teachers.NewModes(n, share, []float64{square(a, na), square(b, nb)}).Sample(tr.Chains, r, still)
	for range sweeps {
		tr.Sweep(still)
	}
	for c := range chains {
		var s [2]float64
		for i, v := range state(tr.Chains, c, -1, 1) {
			group := 0
			if i >= na {
				group = 1
			}
			s[group] += v
		}
		moments[0].Add(s[0] * s[0])
		moments[1].Add(s[0] * s[1])
		moments[2].Add(s[1] * s[1])
	}
	return moments
}

// TestTwoGroupMachineHasTheReferenceMoments: the reference entries bg2.mom.200.3.8.3.5, of four lumps that chains do not leave and
// whose exact draws sweeping must not move, and bg2.mom.200.2.5.2, whose groups are coupled and have to find their correlation.
func TestTwoGroupMachineHasTheReferenceMoments(t *testing.T) {
	for _, row := range []struct {
		aa, ab, bb float64
		want       [3]float64
	}{
		{3.8, 0, 3.5, [3]float64{16368.034865371745, 0, 2009.7315320035161}},
		{2.5, 0.02, 2, [3]float64{13498.548483317902, 286.5742800463165, 217.92537228287077}},
	} {
		root := math.Sqrt(row.aa)
		a, b := [2]float64{root, 0}, [2]float64{row.ab / root, math.Sqrt(row.bb - row.ab*row.ab/row.aa)}
		names := [3]string{"<Sa^2>", "<Sa Sb>", "<Sb^2>"}
		compare := func(t check.T, variance float64) {
			for k, m := range twoGroups(130, 70, a, b, 30, variance) {
				check.Agree(t, fmt.Sprintf("a.b=%g: %s", row.ab, names[k]), m.Mean(), m.StdErr(), row.want[k], 4)
			}
		}
		compare(t, 1)
		check.Broken(t, "a hidden variance 2 % off", func(t check.T) { compare(t, 1.02) })
	}
}
