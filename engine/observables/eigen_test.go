package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"cascade/engine/internal/check"
)

func TestJacobiAgreesWithGonum(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5, 7, 11, 17, 24} {
		rng := rand.New(rand.NewPCG(uint64(n), 2))
		dense := mat.NewSymDense(n, nil)
		for i := range n {
			for j := i; j < n; j++ {
				dense.SetSym(i, j, rng.NormFloat64())
			}
		}
		var oracle mat.EigenSym
		if !oracle.Factorize(dense, false) {
			t.Fatal("gonum failed")
		}
		want := oracle.Values(nil) // ascending
		values, _ := diagonalise(t, dense)
		for k := range n {
			check.Within(t, "eigenvalue", values[k], want[n-1-k], 1e-13*float64(n))
		}
	}
}

func TestJacobiOfDegenerateMatrices(t *testing.T) {
	zero := mat.NewSymDense(5, nil)
	ones := mat.NewSymDense(7, nil) // eigenvalues 7 and six times 0
	signs := mat.NewSymDense(3, []float64{-1, 0, 0, 0, 2, 0, 0, 0, -1})
	huge := mat.NewSymDense(2, []float64{1e150, 1, 1, -1e150})
	for i := range 7 {
		for j := range 7 {
			ones.SetSym(i, j, 1)
		}
	}
	for _, c := range []struct {
		a    *mat.SymDense
		want []float64
	}{{zero, make([]float64, 5)}, {ones, []float64{7, 0, 0, 0, 0, 0, 0}}, {signs, []float64{2, -1, -1}}, {huge, []float64{1e150, -1e150}}} {
		values, _ := diagonalise(t, c.a)
		for k, want := range c.want {
			check.Close(t, "eigenvalue", values[k], want, 14)
		}
	}
}

func TestJacobiEndsWithNaN(t *testing.T) {
	var values [maxBlock]float64
	var vectors, a square
	a[0][1] = math.NaN()
	jacobi(&values, &vectors, &a, 2) // must return
}

// diagonalise calls jacobi and checks that the vectors are orthonormal eigenvectors.
func diagonalise(t *testing.T, dense *mat.SymDense) (values [maxBlock]float64, vectors square) {
	t.Helper()
	n := dense.SymmetricDim()
	var a square
	for i := range n {
		for j := i; j < n; j++ {
			a[i][j] = dense.At(i, j)
		}
	}
	scale := mat.Norm(dense, 2) + 1e-300
	jacobi(&values, &vectors, &a, n)
	for k := range n {
		if k > 0 && values[k] > values[k-1] {
			t.Errorf("eigenvalues %v are not in descending order", values[:n])
		}
		for l := range n {
			product, unit := 0.0, 0.0
			for i := range n {
				product += vectors[i][k] * vectors[i][l]
				unit += dense.At(l, i) / scale * vectors[i][k]
			}
			check.Within(t, "product of vectors", product, map[bool]float64{true: 1}[k == l], 1e-13)
			check.Within(t, "component of A x", unit, values[k]/scale*vectors[l][k], 1e-13)
		}
	}
	return values, vectors
}
