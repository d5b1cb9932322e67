package theory

import (
	"math"
	"testing"

	"cascade/engine/internal/check"
)

// orthogonal returns two orthogonal modes on 650 and 350 sites with amplitudes of that size, each cut into two blocks.
func orthogonal(size float64) (blocks []Block, modes []Taught) {
	sum, difference := Hopfield(2, 0.3)
	for k, m := range []Mode{sum, difference} {
		sites := int(math.Round(m.Fraction * 1000))
		square, fourth, _ := NewCurieWeiss(sites, m.Beta).Moments()
		direction := []float64{0, 0}
		direction[k] = 1
		modes = append(modes, Taught{m, square, fourth, direction})
		for _, part := range []int{100, sites - 100} {
			a := []float64{size, size}
			if k == 1 {
				a[1] = -size
			}
			blocks = append(blocks, Block{Sites: part, Mode: k, Amplitude: a, Spread: make([]float64, 4)})
		}
	}
	return blocks, modes
}

// TestCoupledModesThatAreNotMixed: modes that are orthogonal are learned one by one, each as its own solved trajectory says, wherever the
// sites are cut. Around a transition chains lag behind equilibrium, which the trajectory takes for granted; many sweeps make them follow.
func TestCoupledModesThatAreNotMixed(t *testing.T) {
	blocks, modes := orthogonal(0.01)
	c := NewCoupled(2, blocks, modes, nil)
	c.LR, c.Sweeps = 0.1, 20
	var alone []*Trajectory
	for k, m := range modes {
		path := m.Trajectory(int(c.sites[k]), 0.1)
		path.Along = 0.01 * math.Sqrt(2*m.Fraction)
		alone = append(alone, path)
	}
	values := make([]float64, 2)
	for u := 1; u <= 700; u++ {
		if err := c.Step(); err != nil {
			t.Fatal(err)
		}
		c.Values(values)
		for k, path := range alone {
			if err := path.Step(); err != nil {
				t.Fatal(err)
			}
			if q := path.Q(); q < 0.7 || q > 1.3*modes[k].Beta/2 && u%100 == 0 {
				check.Within(t, "singular value over that of the mode alone", values[k]/q, 1, 0.04)
			}
		}
	}
	for k, m := range modes {
		check.Within(t, "end of training", values[k], m.Beta, 0.03)
	}
	if c.Count() != 4 {
		t.Errorf("%d lumps, want 4", c.Count())
	}
}

// TestCoupledLumps: the lumps of orthogonal modes are where the modes' own magnetisations put them, and respond as Curie-Weiss models do.
func TestCoupledLumps(t *testing.T) {
	blocks, modes := orthogonal(1)
	c := NewCoupled(2, blocks, modes, nil)
	c.Sweeps, c.LR = 400, 0
	for range 3 {
		if err := c.Step(); err != nil {
			t.Fatal(err)
		}
	}
	for k, m := range modes {
		beta := 2 * m.Fraction // |a|^2 f
		size := Magnetisation(beta)
		check.Within(t, "magnetisation", c.Magnetised(k), size, 1e-6)
		free := 1 - size*size
		check.Within(t, "susceptibility", c.Susceptibility(k), free/(1-beta*free), 1e-3)
	}
}

// TestSymmetric takes a matrix apart and puts it together again.
func TestSymmetric(t *testing.T) {
	m := []float64{4, 1, -2, 1, 2, 0.5, -2, 0.5, 3}
	values, v := symmetric(m, 3)
	for x := range 3 {
		for y := range 3 {
			sum := 0.0
			for k := range 3 {
				sum += v[x*3+k] * values[k] * v[y*3+k]
			}
			check.Within(t, "element", sum, m[x*3+y], 1e-12)
		}
	}
	if values[0] < values[1] || values[1] < values[2] {
		t.Error(values)
	}
}
