package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"cascade/engine/internal/check"
)

func TestRowsAgreeWithGonum(t *testing.T) {
	for _, p := range []int{1, 2, 3, 7, 24} {
		const n = 31
		rng := rand.New(rand.NewPCG(uint64(p), 5))
		w, dense := make([][]float32, p), mat.NewDense(p, n, nil)
		for a := range w {
			w[a] = make([]float32, n)
			for i := range w[a] {
				w[a][i] = float32(rng.NormFloat64() / float64(1+a))
				dense.Set(a, i, float64(w[a][i]))
			}
		}
		var oracle mat.SVD
		if !oracle.Factorize(dense, mat.SVDNone) {
			t.Fatal("gonum failed")
		}
		want := oracle.Values(nil)
		r := NewRows(p)
		r.Solve(w)
		for k := range p {
			check.Within(t, "singular value", r.Values[k], want[k], 1e-12)
			for l := range p { // w' Vectors_k are orthogonal, of length Values_k
				product, sum := 0.0, 0.0
				for i := range n {
					x, y := 0.0, 0.0
					for a := range p {
						x += r.Vectors[k][a] * float64(w[a][i])
						y += r.Vectors[l][a] * float64(w[a][i])
					}
					product += x * y
				}
				for a := range p {
					sum += r.Vectors[k][a] * r.Vectors[l][a]
				}
				length, one := 0.0, 0.0
				if k == l {
					length, one = want[k]*want[k], 1
				}
				check.Within(t, "product of modes", product, length, 1e-11)
				check.Within(t, "product of vectors", sum, one, 1e-13)
			}
		}
	}
}

func TestRowsOfDegenerateMatrices(t *testing.T) {
	r := NewRows(2)
	r.Solve([][]float32{{3, 4}, {6, 8}}) // rank one
	check.Within(t, "first", r.Values[0], 5*math.Sqrt(5), 1e-14)
	check.Within(t, "second", r.Values[1], 0, 1e-7)
	r.Solve([][]float32{{0, 0}, {0, 0}})
	check.Within(t, "zero", r.Values[0]+r.Values[1], 0, 0)
	r.Solve([][]float32{{1, float32(math.NaN())}, {1, 1}})
	if !math.IsNaN(r.Values[0]) {
		t.Errorf("NaN gives %v", r.Values)
	}
	w := [][]float32{{1, 2}, {3, 4}}
	if n := testing.AllocsPerRun(10, func() { r.Solve(w) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestRowsPanicOnWrongNumbers(t *testing.T) {
	for name, f := range map[string]func(){
		"none": func() { NewRows(0) }, "many": func() { NewRows(25) }, "others": func() { NewRows(2).Solve(make([][]float32, 3)) },
	} {
		func() {
			defer func() {
				if _, ok := recover().(string); !ok {
					t.Errorf("%s: no panic with a sentence", name)
				}
			}()
			f()
		}()
	}
}
