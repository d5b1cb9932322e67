package observables

import (
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
)

// diagonal returns a subspace of A = diag(values), with unit vectors as the block, after Rayleigh-Ritz.
func diagonal(wanted int, values ...float64) *subspace {
	s := newSubspace(len(values), wanted, func(y, x block, pause func()) {
		for p := range x {
			for i, v := range values {
				for k := range 4 {
					y[p][i][k] = v * x[p][i][k]
				}
			}
		}
	})
	for k := range s.m {
		s.x[k/4][k][k%4] = 1
	}
	s.apply(s.y, s.x, still)
	s.rayleighRitz(still)
	return s
}

func TestFilterIsAChebyshevPolynomial(t *testing.T) {
	chebyshev := []func(t float64) float64{
		1: func(t float64) float64 { return t },
		2: func(t float64) float64 { return 2*t*t - 1 },
		3: func(t float64) float64 { return 4*t*t*t - 3*t },
		4: func(t float64) float64 { return 8*t*t*t*t - 8*t*t + 1 },
		5: func(t float64) float64 { return 16*t*t*t*t*t - 20*t*t*t + 5*t },
	}
	for degree := 1; degree <= 5; degree++ {
		s := diagonal(2, 5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.9, 0.1)
		// Components that the block does not hold yet, inside the interval [0, 1].
		s.x[0][8][0], s.x[0][9][1] = 1, 1
		s.apply(s.y, s.x, still)
		s.filter(degree, still)
		for k, v := range []float64{5, 4, 3.5, 3, 2.5, 2, 1.5, 1} {
			check.Close(t, "factor", s.x[k/4][k][k%4], chebyshev[degree](2*v-1), 13)
		}
		check.Close(t, "factor", s.x[0][8][0], chebyshev[degree](2*0.9-1), 12)
		check.Close(t, "factor", s.x[0][9][1], chebyshev[degree](2*0.1-1), 12)
	}
}

func TestFilterOfSingularOperators(t *testing.T) {
	s := diagonal(2, 5, 4, 0, 0, 0, 0, 0, 0, 0)
	s.filter(2, still)
	s.x.orthonormalise(s.m, s.rng, still)
	for k := range s.m {
		check.Close(t, "length", dot(s.x, k, s.x, k), 1, 13)
	}
}

func TestDegree(t *testing.T) {
	flat := diagonal(2, 1.1, 1.1, 1, 1, 1, 1, 1, 1)  // T_d(1.2): 1.2 1.88 3.31 6.07 11.3 20.9 ...
	steep := diagonal(2, 1e4, 1.1, 1, 1, 1, 1, 1, 1) // T_2(2e4) = 8e8, T_3 = 3e13
	for _, c := range []struct {
		s        *subspace
		need     float64
		products int
		want     int
	}{
		{flat, 1, 100, 1}, {flat, 1.3, 100, 2}, {flat, 3, 100, 3}, {flat, 20, 100, 6}, {flat, 20, 4, 4},
		{flat, 1e30, 100, maxDegree}, {steep, 1.3, 100, 2}, {steep, 20, 100, 2},
	} {
		if got := c.s.degree(c.need, c.products); got != c.want {
			t.Errorf("degree %d for the factor %g with %d products, want %d", got, c.need, c.products, c.want)
		}
	}
}

func TestOrthonormaliseReplacesDependentVectors(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 23))
	b := newBlock(13, 7)
	for k := range 7 {
		b.random(k, rng)
	}
	for i := range 13 {
		b[0][i][2] = 3*b[0][i][0] - b[0][i][1] // dependent
		b[1][i][1] = 0                         // nothing at all
		b[1][i][2] = b[1][i][0] * (1 + 1e-15*float64(i))
	}
	b.orthonormalise(7, rng, still)
	for k := range 7 {
		for l := range 7 {
			check.Within(t, "product", dot(b, k, b, l), map[bool]float64{true: 1}[k == l], 1e-13)
		}
	}
}

func TestLargestIsTheFirstOfEquals(t *testing.T) {
	if x := largest([]float32{0.5, -2, 2, 1}); x != -2 {
		t.Errorf("got %g, want -2", x)
	}
}
