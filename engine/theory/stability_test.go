package theory

import (
	"math"
	"testing"

	"cascade/engine/internal/check"
)

// TestPullIsTheSlopeOfAnUpdate at the end of training, by differences of the solved updates themselves.
func TestPullIsTheSlopeOfAnUpdate(t *testing.T) {
	const d = 1e-4
	for _, row := range []struct {
		n    int
		beta float64
	}{{50, 1.4}, {900, 1.1}, {900, 2}, {100, 0.7}, {0, 1.4}, {0, 3}} {
		step := func(w float64) float64 {
			tr := NewTrajectory(row.n, row.beta)
			tr.Along, tr.LR = w, 1
			if err := tr.Step(); err != nil {
				t.Fatal(err)
			}
			return tr.Along
		}
		w := math.Sqrt(row.beta)
		check.Close(t, "pull on one pattern", Mode{1, row.beta}.Stiffness(row.n)[0].Pull, 1-(step(w+d)-step(w-d))/(2*d), 4)
	}
	for _, s := range []SharedWeight{{0.4, 1.4}, {2, 1.2}, {1, 3}} {
		w, _ := s.Stationary()
		check.Close(t, "pull on the shared weight", s.Stiffness()[0].Pull, 1-(s.Step(w+d, 1)-s.Step(w-d, 1))/(2*d), 4)
	}
	half := Mode{0.5, 1.4}.Stiffness(100)
	check.Close(t, "pull on half the sites", 2*half[0].Pull, Mode{1, 1.4}.Stiffness(100)[0].Pull, 12)
	check.Close(t, "bound for beta = 1.4", Mode{1, 1.4}.Stiffness(0).Exact(), 0.846, 2)
}

// TestTiltFollowsFromTheLumps: tilted amplitudes change <m_k m_l>, solved lump by lump.
func TestTiltFollowsFromTheLumps(t *testing.T) {
	const x = 1e-4 // a_k.a_l
	k, l := Mode{0.65, 2.6}, Mode{0.35, 1.4}
	product := 0.0
	for _, sign := range []float64{1, -1} {
		a, b := 1.0, sign
		for range 2000 {
			a, b = math.Tanh(k.Beta*a+l.Fraction*x*b), math.Tanh(l.Beta*b+k.Fraction*x*a)
		}
		product += a * b / 2
	}
	sum := 0.0
	for _, part := range Tilt(k, l) {
		sum += part.Pull
	}
	check.Close(t, "pull of the tilt", sum, (k.Beta+l.Beta)*product/x, 4)
	if s := Tilt(k, Mode{0.3, 0.9}); len(s) > 0 || !math.IsInf(s.Exact(), 1) {
		t.Errorf("a mode that is not magnetised tilts: %v", s)
	}
}

// TestBoundsOfLinearUpdates iterates the linear updates that the bounds are about, a little below and above each.
func TestBoundsOfLinearUpdates(t *testing.T) {
	s := Stiffness{{1.3, 0.6}, {0.7, 0.2}}
	run := func(lr float64, k int, restart, settled bool) float64 {
		x, lag := 1.0, make([]float64, len(s)) // a part's samples stand at x + lag
		for range 2000 {
			next := x
			for i, part := range s {
				if restart {
					lag[i] = -x
				}
				lag[i] *= math.Pow(part.Memory, float64(k))
				if settled {
					lag[i] = 0
				}
				next -= lr * part.Pull * (x + lag[i])
			}
			for i := range lag {
				lag[i] += x - next
			}
			x = next
		}
		return math.Abs(x)
	}
	for _, k := range []int{1, 3} {
		for name, row := range map[string]struct {
			bound            float64
			restart, settled bool
		}{"exact": {s.Exact(), false, true}, "persistent": {s.Persistent(k), false, false}, "restarted": {s.Restarted(k), true, false}} {
			if low, high := run(0.98*row.bound, k, row.restart, row.settled), run(1.02*row.bound, k, row.restart, row.settled); low > 1e-6 || high < 1e3 {
				t.Errorf("%s, k = %d: 1 becomes %g below the bound and %g above", name, k, low, high)
			}
		}
	}
}
