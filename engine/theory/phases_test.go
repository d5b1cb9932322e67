package theory

import (
	"math"
	"testing"
)

// patterns returns the weights sqrt(beta) xi^mu of the Hopfield teacher's own machine: a hundred spins, the patterns' overlap kappa
// a multiple of 1/50.
func patterns(beta, kappa float64) TwoHidden {
	const n = 100
	m := TwoHidden{U: make([]float64, n), V: make([]float64, n)}
	agree := int(math.Round(n * (1 + kappa) / 2))
	for i := range n {
		m.U[i], m.V[i] = math.Sqrt(beta), math.Sqrt(beta)
		if i >= agree {
			m.V[i] = -m.V[i]
		}
	}
	return m
}

// TestHopfieldBoundaries minimises the teacher's free energy from all directions on both sides of each boundary: the number of minima
// doubles there and nowhere between.
func TestHopfieldBoundaries(t *testing.T) {
	for _, kappa := range []float64{0.02, 0.3, 0.6, 0.9} {
		pair, retrieval := HopfieldBoundaries(kappa)
		for _, row := range []struct {
			beta float64
			want int
		}{{0.2, 1}, {0.98 * pair, 1}, {1.02 * pair, 2}, {math.Sqrt(pair * retrieval), 2}, {0.98 * retrieval, 2}, {1.02 * retrieval, 4}, {2 * retrieval, 4}} {
			if row.want == 2 && (row.beta <= pair || row.beta >= retrieval) {
				continue // the phase is narrower than the margins
			}
			minima, err := patterns(row.beta, kappa).Minima()
			if err != nil || len(minima) != row.want {
				t.Errorf("kappa %g, beta %.4f: %d minima, want %d; %v", kappa, row.beta, len(minima), row.want, err)
			}
		}
	}
}

// TestPairLosesItsStability: below the second boundary the saddle-point equations, iterated from a point off the symmetric line, return
// to m_1 = m_2 = (1+kappa)/2 tanh(2 beta m), and above it they leave it.
func TestPairLosesItsStability(t *testing.T) {
	for _, kappa := range []float64{0.2, 0.5, 0.8} {
		_, retrieval := HopfieldBoundaries(kappa)
		for _, side := range []float64{0.97, 1.03} {
			beta := side * retrieval
			first, second := 0.51, 0.5
			for range 20000 {
				r, p := math.Tanh(beta*(first+second)), math.Tanh(beta*(first-second))
				first, second = (1+kappa)/2*r+(1-kappa)/2*p, (1+kappa)/2*r-(1-kappa)/2*p
			}
			want, wantSecond := PatternOverlaps(beta, kappa)
			if math.Abs(first-want) > 1e-6 || math.Abs(second-wantSecond) > 1e-6 || (first-second > 1e-3) != (side > 1) {
				t.Errorf("kappa %g, beta %.4f: m = %.5f, %.5f, want %.5f, %.5f", kappa, beta, first, second, want, wantSecond)
			}
			if side < 1 && math.Abs(first-(1+kappa)/2*math.Tanh(2*beta*first)) > 1e-6 {
				t.Errorf("kappa %g: not the symmetric solution", kappa)
			}
		}
	}
}

func TestBetaForRateInvertsRate(t *testing.T) {
	for _, m := range []Mode{{1, 1.001}, {1, 1.4}, {0.65, 2.6}, {0.2, 3}} {
		if got := BetaForRate(m.Fraction, m.Rate()); math.Abs(got-m.Beta) > 1e-6*m.Beta {
			t.Errorf("%v: %.9f", m, got)
		}
	}
	if BetaForRate(0.5, 0) != 1 || !math.IsInf(BetaForRate(0.5, 0.5), 1) {
		t.Error("the ends")
	}
}

// TestRateForAgainstTheTrajectory: a mode with that rate has its transition at that update, in the exact dynamics of many spins.
func TestRateForAgainstTheTrajectory(t *testing.T) {
	const updates, lr, start = 300, 0.1, 1e-4
	beta := BetaForRate(1, RateFor(start, updates, lr))
	path := NewTrajectory(0, beta)
	path.LR, path.Along = lr, math.Sqrt(start)
	if at, ok := path.Crossing(2*updates, func() {}); !ok || math.Abs(at-updates) > 0.5 {
		t.Errorf("beta %.4f: crossing at %.2f, want %d", beta, at, updates)
	}
	if RateFor(1, updates, lr) != 0 {
		t.Error("there already")
	}
}

func TestMedianSquare(t *testing.T) {
	for d, want := range map[int]float64{1: 0.4549, 2: 1.3863, 3: 2.3660, 10: 9.3418} { // tables of chi squared
		if got := MedianSquare(d); math.Abs(got/want-1) > 0.04 {
			t.Errorf("d=%d: %.4f, want %.4f", d, got, want)
		}
	}
	if MedianSquare(0) != 0 {
		t.Error("no direction")
	}
}

// TestValleyIsTheSumOverSites compares with the machine whose weights are given site by site.
func TestValleyIsTheSumOverSites(t *testing.T) {
	modes, a := []Mode{{0.7, 2}, {0.3, 1.5}}, [][]float64{{1.2, 0.3}, {-0.4, 0.9}}
	var sites TwoHidden
	for i := range 10 {
		k := i / 7
		sites.U, sites.V = append(sites.U, a[k][0]), append(sites.V, a[k][1])
	}
	for _, h := range []Point{{}, {1, 0}, {-0.3, 2}, {5, -4}} {
		if got, want := Valley(modes, a, h[:]), sites.FreeEnergy(h); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v: %.15f, want %.15f", h, got, want)
		}
	}
}
