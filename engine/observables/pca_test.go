package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// lumps returns samples of units that follow two hidden coins, each with its own bias; units 0 and 1 never change.
func lumps(units, samples int, seed uint64) *kernels.Layer {
	rng := rand.New(rand.NewPCG(seed, 13))
	l := kernels.NewLayer(units, samples)
	for m := range samples {
		a, b := float64(rng.IntN(2)), float64(rng.IntN(2))
		for i := 2; i < units; i++ {
			p := 0.1 + 0.5*a*float64(i)/float64(units) + 0.3*b*float64(i%3)/2
			l.Set(m, i, rng.Float64() < p)
		}
		l.Set(m, 1, true)
	}
	l.List()
	return l
}

// covariance returns gonum's covariance of the samples, divided by M instead of M-1, without the diagonal if wanted.
func covariance(l *kernels.Layer, offDiagonal bool) *mat.SymDense {
	x := mat.NewDense(l.Chains, l.Units, nil)
	for m := range l.Chains {
		for i := range l.Units {
			if l.Bit(m, i) {
				x.Set(m, i, 1)
			}
		}
	}
	c := mat.NewSymDense(l.Units, nil)
	stat.CovarianceMatrix(c, x, nil)
	c.ScaleSym(1-1/float64(l.Chains), c)
	for i := range l.Units {
		if offDiagonal {
			c.SetSym(i, i, 0)
		}
	}
	return c
}

func TestPCAAgreesWithGonum(t *testing.T) {
	for _, units := range []int{37, 101} {
		l := lumps(units, 211, 1)
		p := NewPCA(l, 7, still)
		for _, off := range []bool{false, true} {
			c := covariance(l, off)
			var oracle mat.EigenSym
			oracle.Factorize(c, false)
			want := oracle.Values(nil)
			p.OffDiagonal = off
			if r := p.Solve(still); r > p.Tolerance {
				t.Errorf("residual %g", r)
			}
			for k, value := range p.Values {
				u := p.Vectors.Row(k)
				check.Within(t, "value", value, want[units-1-k], 1e-8)
				check.Within(t, "length", Overlap(u, u), 1, 1e-6)
				if largest(u) < 0 {
					t.Error("the largest component is negative")
				}
				for i := range units {
					x := 0.0
					for j := range units {
						x += c.At(i, j) * float64(u[j])
					}
					check.Within(t, "C u", x, value*float64(u[i]), 2e-5)
				}
			}
		}
		c := covariance(l, false)
		for i := range units {
			check.Close(t, "covariance", p.Covariance(i, 5), c.At(i, 5), 12)
		}
		check.Close(t, "mean of a unit that is always on", p.Mean[1], 1, 15)
	}
}

func TestPCAOfSamplesWithoutVariance(t *testing.T) {
	l := kernels.NewLayer(11, 17)
	for m := range 17 {
		for i := range 5 {
			l.Set(m, i, true)
		}
	}
	l.List()
	p := NewPCA(l, 3, still)
	for _, p.OffDiagonal = range []bool{false, true} {
		p.Solve(still)
		for k := range 3 {
			check.Within(t, "value", p.Values[k], 0, 1e-14)
			for j := range 3 {
				check.Within(t, "u.u", Overlap(p.Vectors.Row(j), p.Vectors.Row(k)), map[bool]float64{true: 1}[j == k], 1e-6)
			}
		}
	}
}

// Two groups of identical units: C has the eigenvalues n1 f1(1-f1) and n2 f2(1-f2), C-D the same with n-1.
func TestPCAOfTwoGroups(t *testing.T) {
	const n1, n2 = 7, 5
	l := kernels.NewLayer(n1+n2, 12)
	for m := range 12 {
		for i := range n1 {
			l.Set(m, i, m%2 == 0)
		}
		for i := range n2 {
			l.Set(m, n1+i, m%3 == 0)
		}
	}
	l.List()
	p := NewPCA(l, 2, still)
	for _, c := range []struct {
		off    bool
		v1, v2 float64
	}{{false, n1 / 4.0, n2 * 2 / 9.0}, {true, (n1 - 1) / 4.0, (n2 - 1) * 2 / 9.0}} {
		p.OffDiagonal = c.off
		p.Solve(still)
		check.Close(t, "first value", p.Values[0], c.v1, 10)
		check.Close(t, "second value", p.Values[1], c.v2, 10)
		check.Close(t, "component", float64(p.Vectors.Row(0)[3]), 1/math.Sqrt(n1), 6)
		check.Close(t, "component", float64(p.Vectors.Row(1)[n1]), 1/math.Sqrt(n2), 6)
	}
}

func BenchmarkPCA784x10000(b *testing.B) {
	l := lumps(784, 10000, 2)
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			NewPCA(l, 10, still)
		}
	})
	p := NewPCA(l, 10, still)
	p.Tolerance = 1e-3
	b.Run("solve", func(b *testing.B) {
		for b.Loop() {
			p.Solve(still)
		}
	})
}
