package observables

import (
	"errors"
	"math"
	"math/rand/v2"
)

// ErrNotFinite is returned when a matrix with NaN or infinite elements was to be decomposed.
var ErrNotFinite = errors.New("observables: the matrix is not finite, so it has no spectrum")

const (
	maxDegree = 16  // of a Chebyshev filter
	maxGrowth = 1e9 // of the leading vector in one filter: keeps the others above rounding
)

// subspace finds the leading eigenpairs of a symmetric positive semi-definite operator A by block iteration: Rayleigh-
// Ritz in the span of the block, then a Chebyshev polynomial of A that damps everything below the smallest Ritz value,
// then Gram-Schmidt. It starts from the block that the previous call left behind, so following a slowly changing operator
// takes one or two products A X a call. Zhou, Saad, Tiago and Chelikowsky, J. Comput. Phys. 219, 172 (2006), algorithm
// 4.2 with the interval [0, smallest Ritz value]; the degree is chosen here by the residual.
type subspace struct {
	wanted, m int                            // eigenpairs asked for; vectors in the block
	apply     func(y, x block, pause func()) // y = A x
	x         block                          // n x m: Ritz vectors
	y, z      block                          `memory:"-"` // n x m: A x, scratch
	values    [maxBlock]float64              // Ritz values, descending
	turn      square                         // last rotation: Ritz vectors in terms of the block that apply was given last
	gram      square
	pcg       *rand.PCG // starting vectors, the same in every run
	rng       *rand.Rand
	warm      bool
}

func newSubspace(n, wanted int, apply func(y, x block, pause func())) *subspace {
	// Four more vectors than asked for set the speed of convergence; a panel has four anyway.
	m := min((wanted+4+3)/4*4, n)
	pcg := rand.NewPCG(0, 0)
	return &subspace{
		wanted: wanted, m: m, apply: apply, x: newBlock(n, m), y: newBlock(n, m), z: newBlock(n, m),
		pcg: pcg, rng: rand.New(pcg),
	}
}

// solve iterates until the worst relative residual |A x - value x|/value of the wanted pairs is at most tolerance, or
// for so many products A X (at least one), and returns that residual.
func (s *subspace) solve(tolerance float64, products int, pause func()) (float64, error) {
	if !s.warm {
		s.pcg.Seed(1, 0)
		for k := range s.m {
			s.x.random(k, s.rng)
		}
		s.x.orthonormalise(s.m, s.rng, pause)
		s.warm = true
	}
	for {
		s.apply(s.y, s.x, pause)
		s.rayleighRitz(pause)
		products--
		residual := s.residual()
		if math.IsNaN(residual) || math.IsInf(residual, 0) {
			return residual, ErrNotFinite // x is still what it was
		}
		if residual <= tolerance || products < 1 {
			return residual, nil
		}
		degree := s.degree(4*residual/tolerance, products)
		s.filter(degree, pause)
		products -= degree - 1
		s.x.orthonormalise(s.m, s.rng, pause)
	}
}

// rayleighRitz rotates the block, and A times the block, to the eigenvectors of x'Ax.
func (s *subspace) rayleighRitz(pause func()) {
	for k := range s.m {
		for l := k; l < s.m; l++ {
			s.gram[k][l] = dot(s.x, k, s.y, l)
		}
	}
	jacobi(&s.values, &s.turn, &s.gram, s.m)
	pause()
	s.x.rotate(&s.turn, s.m)
	s.y.rotate(&s.turn, s.m)
	pause()
}

// residual returns the largest |A x - value x|/value. Values below 1e-9 of the first are zero for this purpose.
func (s *subspace) residual() float64 {
	worst := 0.0
	for k := range s.wanted {
		x, y := s.x[k/4], s.y[k/4]
		sum := 0.0
		for i := range x {
			d := y[i][k%4] - float64(s.values[k]*x[i][k%4])
			sum += float64(d * d)
		}
		if sum != 0 { // also true for NaN
			worst = max(worst, math.Sqrt(sum)/max(s.values[k], 1e-9*s.values[0]))
		}
	}
	return worst
}

// edge returns the upper end of the interval that the filter damps.
func (s *subspace) edge() float64 { return max(s.values[s.m-1], 1e-9*s.values[0]) }

// degree returns the smallest degree of the filter that should reduce the error of the last wanted vector by the factor
// need, within the limits of rounding and of so many products (the filter of degree d takes d-1, and one is needed to
// judge the result).
func (s *subspace) degree(need float64, products int) int {
	first, last := 2*s.values[0]/s.edge()-1, 2*s.values[s.wanted-1]/s.edge()-1
	d, f0, f, l0, l := 1, 1.0, first, 1.0, last // Chebyshev polynomials T_(d-1), T_d at both arguments
	for d < min(maxDegree, products) && l < need {
		f0, f = f, 2*float64(first*f)-f0
		if f > maxGrowth {
			break
		}
		l0, l = l, 2*float64(last*l)-l0
		d++
	}
	return d
}

// filter replaces x by T_d(2A/edge - 1) x, with the recurrence T_(d+1)(t) = 2 t T_d(t) - T_(d-1)(t); y must be A x.
func (s *subspace) filter(degree int, pause func()) {
	c := 2 / s.edge()
	combine(s.y, c, s.x, 1, nil)
	pause()
	for range degree - 1 {
		s.apply(s.z, s.y, pause)
		combine(s.z, 2*c, s.y, 2, s.x)
		s.x, s.y, s.z = s.y, s.z, s.x
	}
	s.x, s.y = s.y, s.x
}

// combine sets y = c y - a x - prev.
func combine(y block, c float64, x block, a float64, prev block) {
	for p := range y {
		for i := range y[p] {
			for k := range 4 {
				v := float64(c*y[p][i][k]) - float64(a*x[p][i][k])
				if prev != nil {
					v -= prev[p][i][k]
				}
				y[p][i][k] = v
			}
		}
	}
}
