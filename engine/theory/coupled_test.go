package theory

import (
	"math"
	"testing"

	"cascade/engine/internal/check"
)

// orthogonal returns two orthogonal modes on 650 and 350 sites with amplitudes of that size, each cut into two blocks.
func orthogonal(size float64, n int) (blocks []Block, modes []Taught) {
	sum, difference := Hopfield(2, 0.3)
	for k, m := range []Mode{sum, difference} {
		sites := int(math.Round(m.Fraction * float64(n)))
		square, fourth, _ := NewCurieWeiss(sites, m.Beta).Moments()
		with := []float64{0, 0}
		with[k] = m.Fraction * square
		modes = append(modes, Taught{Mode: m, Square: square, Fourth: fourth, With: with})
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
	blocks, modes := orthogonal(0.01, 1000)
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
	blocks, modes := orthogonal(1, 1_000_000)
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
		check.Within(t, "magnetisation", c.Magnetised(k), size, 1e-5)
		free := 1 - size*size
		check.Within(t, "susceptibility", c.Susceptibility(k), free/(1-beta*free), 1e-3)
	}
}

// TestSymmetric takes a matrix apart and puts it together again.
func TestSymmetric(t *testing.T) {
	m := []float64{4, 1, -2, 1, 2, 0.5, -2, 0.5, 3}
	c := NewCoupled(3, nil, nil, nil)
	values, v := c.symmetric(m)
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

// TestCoupledResponse: J is the derivative of where a sweep takes the hidden units, and the noise of points has the covariance asked for.
func TestCoupledResponse(t *testing.T) {
	blocks, modes := orthogonal(1, 100)
	blocks[0].Amplitude[0], blocks[3].Amplitude[1] = 1.7, 0.4
	c := NewCoupled(2, blocks, modes, nil)
	h, next := []float64{0.3, -0.2}, [3][]float64{make([]float64, 2), make([]float64, 2), make([]float64, 2)}
	const d = 1e-5
	c.sweep(next[0], h, nil)
	response := append([]float64(nil), c.response...)
	for y := range 2 {
		c.sweep(next[1], []float64{h[0] + d*float64(1-y), h[1] + d*float64(y)}, nil)
		c.sweep(next[2], []float64{h[0] - d*float64(1-y), h[1] - d*float64(y)}, nil)
		for x := range 2 {
			check.Within(t, "element of J", response[x*2+y], (next[1][x]-next[2][x])/(2*d), 1e-9)
		}
	}
	const draws = 20000
	want, sums := []float64{2, -0.6, -0.6, 0.5}, make([]float64, 4)
	c.cholesky(want)
	for range draws {
		z := []float64{0, 0}
		c.shake(z)
		for i := range sums {
			sums[i] += z[i/2] * z[i%2] / draws
		}
	}
	for i, w := range want {
		check.Within(t, "covariance of noise", sums[i], w, 0.06)
	}
}

// TestCoupledModesThatSplitTogether: two equal modes become unstable at one time. Points stand for the chains meanwhile, then four lumps with equal
// shares, and both modes end at their temperature.
func TestCoupledModesThatSplitTogether(t *testing.T) {
	mode := Mode{Fraction: 0.5, Beta: 1.5}
	square, fourth, _ := NewCurieWeiss(500, 1.5).Moments()
	modes := []Taught{{Mode: mode, Square: square, Fourth: fourth, With: []float64{0.5 * square, 0}}, {Mode: mode, Square: square, Fourth: fourth, With: []float64{0, 0.5 * square}}}
	blocks := []Block{{Sites: 500, Mode: 0, Amplitude: []float64{0.02, 0.01}, Spread: make([]float64, 4)}, {Sites: 500, Mode: 1, Amplitude: []float64{0.012, -0.02}, Spread: make([]float64, 4)}}
	c := NewCoupled(2, blocks, modes, nil)
	c.LR, c.Points = 0.1, 128
	met := false
	for range 350 {
		if err := c.Step(); err != nil {
			t.Fatal(err)
		}
		met = met || len(c.Lumps) == 128
	}
	values := make([]float64, 2)
	c.Values(values)
	for _, q := range values {
		check.Within(t, "end of training", q, 1.5, 0.1)
	}
	if !met || len(c.Lumps) != 2 || c.Lumps[0].Share != c.Lumps[1].Share || c.Count() != 4 {
		t.Errorf("points: %t; then %d lumps of %d valleys", met, len(c.Lumps), c.Count())
	}
}

// TestAloneIsWhatAllTogetherSay: orthogonal modes have their transitions alone when they have them together, whose sites are few enough for the last part
// of the growth to be slower; restarted chains and a spread of the weights that takes part in the singular value included.
func TestAloneIsWhatAllTogetherSay(t *testing.T) {
	for _, row := range []struct {
		restart bool
		spread  float64
	}{{false, 0}, {true, 0}, {false, 0.02}} {
		blocks, modes := orthogonal(0.001, 200)
		for i := range blocks {
			blocks[i].Spread = []float64{row.spread, 0, 0, row.spread}
		}
		c := NewCoupled(2, blocks, modes, nil)
		c.LR, c.Restart = 0.004, row.restart
		var want [2]float64
		for k, m := range modes {
			growing := c.Mean(k)
			for x := range growing {
				growing[x] *= math.Sqrt(m.Fraction)
			}
			want[k] = c.Alone(k, growing, m.With[k])
		}
		before, after := make([]float64, 2), make([]float64, 2)
		for u := 0; after[1] < 1 && u < 20000; u++ {
			copy(before, after)
			if err := c.Step(); err != nil {
				t.Fatal(err)
			}
			c.Values(after)
			for k := range after {
				if before[k] < 1 && after[k] >= 1 {
					at := float64(u) - math.Log(before[k])/math.Log(after[k]/before[k])
					check.Within(t, "time of the transition alone over together", want[k]/at, 1, 0.001)
					want[k] = 0
				}
			}
		}
		if want != [2]float64{} {
			t.Errorf("%+v: no transitions", row)
		}
	}
}
