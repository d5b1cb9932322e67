package observables

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// weights returns an nv x nh matrix of normal numbers of standard deviation noise, plus orthogonal modes of the given
// strengths (u^a has period 2(a+1) in i, ubar^a in j, so they are orthogonal if nv and nh are multiples of all).
func weights(nv, nh int, seed uint64, noise float64, strengths ...float64) *kernels.Matrix {
	rng := rand.New(rand.NewPCG(seed, 7))
	w := kernels.NewMatrix(nv, nh)
	for i := range nv {
		for j := range nh {
			x := noise * rng.NormFloat64()
			for a, s := range strengths {
				x += s * wave(i, a, nv) * wave(j, a, nh)
			}
			w.Row(i)[j] = float32(x)
		}
	}
	return w
}

// wave is component i of the a-th vector of the discrete cosine transform.
func wave(i, a, n int) float64 {
	return math.Sqrt(2/float64(n)) * math.Cos(math.Pi*(float64(i)+0.5)*float64(a+1)/float64(n))
}

// scaled returns D_v^(1/2) W D_h^(1/2) for gonum.
func scaled(w *kernels.Matrix, dv, dh []float64) *mat.Dense {
	d := mat.NewDense(w.Rows, w.Cols, nil)
	for i := range w.Rows {
		for j := range w.Cols {
			x := float64(w.Row(i)[j])
			if dv != nil {
				x *= math.Sqrt(dv[i])
			}
			if dh != nil {
				x *= math.Sqrt(dh[j])
			}
			d.Set(i, j, x)
		}
	}
	return d
}

// checkTriplets compares with gonum's values and checks that all vectors are orthonormal and W ubar = value u.
func checkTriplets(t *testing.T, name string, tr *Triplets, d *mat.Dense, tol float64) {
	t.Helper()
	var oracle mat.SVD
	if !oracle.Factorize(d, mat.SVDNone) {
		t.Fatal("gonum failed")
	}
	want := oracle.Values(nil)
	for k, value := range tr.Values {
		check.Within(t, name+": singular value", value, want[k], tol*(want[0]+1e-300))
		for l := range k + 1 {
			unit := map[bool]float64{true: 1}[k == l]
			check.Within(t, name+": u.u", Overlap(tr.U.Row(k), tr.U.Row(l)), unit, 1e-6)
			check.Within(t, name+": ubar.ubar", Overlap(tr.V.Row(k), tr.V.Row(l)), unit, 1e-6)
		}
		for i := range tr.U.Cols {
			x := 0.0
			for j, v := range tr.V.Row(k) {
				x += d.At(i, j) * float64(v)
			}
			check.Within(t, name+": W ubar", x, value*float64(tr.U.Row(k)[i]), 1e-6*(want[0]+1e-300))
		}
	}
}

func update(t *testing.T, tr *Triplets, w *kernels.Matrix, dv, dh []float64) {
	t.Helper()
	if r, err := tr.Update(w, dv, dh, still); err != nil || r > tr.Tolerance {
		t.Fatalf("residual %g, error %v", r, err)
	}
}

func TestTripletsAgreeWithGonum(t *testing.T) {
	for _, c := range []struct{ nv, nh, k int }{{53, 31, 5}, {31, 53, 5}, {97, 101, 10}, {23, 29, 20}, {2, 3, 2}, {7, 1, 1}, {1, 7, 1}} {
		tr := NewTriplets(c.nv, c.nh, c.k)
		tr.Tolerance, tr.Products = 1e-9, 1000
		w := weights(c.nv, c.nh, 1, 0.1, 3, 2.9, 0.5)
		rng := rand.New(rand.NewPCG(1, 8))
		dv, dh := make([]float64, c.nv), make([]float64, c.nh)
		for i := range dv {
			dv[i] = 0.25 * rng.Float64()
		}
		for j := range dh {
			dh[j] = 0.25 * rng.Float64()
		}
		update(t, tr, w, nil, nil)
		checkTriplets(t, "W", tr, scaled(w, nil, nil), 1e-9)
		for k := range c.k {
			if largest(tr.U.Row(k)) < 0 {
				t.Errorf("the first sign of mode %d is not that of its largest component", k)
			}
		}
		update(t, tr, w, dv, dh)
		checkTriplets(t, "D_v W D_h", tr, scaled(w, dv, dh), 1e-9)
		update(t, tr, w, nil, dh)
		checkTriplets(t, "W D_h", tr, scaled(w, nil, dh), 1e-9)
	}
}

// The residual promises the accuracy of the values: half of it at most, far less in practice.
func TestToleranceBoundsTheErrorOfValues(t *testing.T) {
	w := weights(97, 83, 2, 0.1, 5, 3)
	var oracle mat.SVD
	oracle.Factorize(scaled(w, nil, nil), mat.SVDNone)
	want := oracle.Values(nil)
	used := map[int]bool{}
	for _, tol := range []float64{1e-1, 1e-2, 1e-4, 1e-6} {
		tr := NewTriplets(97, 83, 7)
		products, inner := 0, tr.s.apply
		tr.s.apply = func(y, x block, pause func()) { products++; inner(y, x, pause) }
		tr.Tolerance, tr.Products = tol, 100
		update(t, tr, w, nil, nil)
		for k, value := range tr.Values {
			check.Within(t, "value", value/want[k], 1, tol/2)
		}
		used[products] = true
	}
	if len(used) < 3 {
		t.Errorf("numbers of products %v do not depend on the tolerance", used)
	}
}

func TestTripletsOfDegenerateMatrices(t *testing.T) {
	equal := weights(40, 24, 3, 0, 2, 2, 2, 1) // three equal values: any basis of their space will do
	for _, c := range []struct {
		name string
		w    *kernels.Matrix
	}{
		{"zero", kernels.NewMatrix(40, 24)},
		{"rank one", weights(40, 24, 3, 0, 2)},
		{"rank three, equal values", equal},
		{"tiny", weights(40, 24, 3, 1e-18)},
		{"large", weights(40, 24, 3, 1e12)},
	} {
		tr := NewTriplets(40, 24, 7)
		tr.Products = 100
		update(t, tr, c.w, nil, nil)
		checkTriplets(t, c.name, tr, scaled(c.w, nil, nil), 1e-6)
		update(t, tr, c.w, make([]float64, 40), nil) // frozen units
		checkTriplets(t, c.name+", frozen", tr, scaled(c.w, make([]float64, 40), nil), 1e-6)
		update(t, tr, equal, nil, nil) // and back to life
		checkTriplets(t, c.name+", then equal", tr, scaled(equal, nil, nil), 1e-6)
	}
}

func TestWarmStartEqualsCold(t *testing.T) {
	warm, cold := NewTriplets(67, 41, 3), NewTriplets(67, 41, 3)
	warm.Tolerance, warm.Products, cold.Tolerance, cold.Products = 1e-9, 200, 1e-9, 200
	for step := range 20 {
		s := 0.2 * float64(step)
		w := weights(67, 41, 4, 0.01, s, 1, 2-s/2)
		update(t, warm, w, nil, nil)
		cold.Reset()
		update(t, cold, w, nil, nil)
		for k := range 3 {
			check.Close(t, "value", warm.Values[k], cold.Values[k], 8)
			// At two crossings the vectors of equal values are any basis.
			if gap := warm.Values[k] - warm.Values[(k+1)%3]; math.Abs(gap) > 1e-2 && math.Abs(warm.Values[k]-warm.Values[(k+2)%3]) > 1e-2 {
				check.Within(t, "overlap", math.Abs(Overlap(warm.U.Row(k), cold.U.Row(k))), 1, 1e-5)
			}
		}
	}
	fresh := NewTriplets(67, 41, 3)
	w := weights(67, 41, 4, 0.01, 1, 2, 3)
	cold.Reset()
	cold.Tolerance, fresh.Products = fresh.Tolerance, 200
	update(t, cold, w, nil, nil)
	update(t, fresh, w, nil, nil)
	for k := range 3 {
		if cold.Values[k] != fresh.Values[k] {
			t.Error("Reset does not forget")
		}
	}
}

// A converged decomposition is recognised with a single product, and a slow change costs few.
func TestWarmStartIsCheap(t *testing.T) {
	tr := NewTriplets(211, 101, 10)
	products, inner := 0, tr.s.apply
	tr.s.apply = func(y, x block, pause func()) { products++; inner(y, x, pause) }
	strengths := []float64{9, 8, 7, 6, 5, 4.5, 4, 3.5, 3, 2.5}
	w := weights(211, 101, 5, 0.01, strengths...)
	update(t, tr, w, nil, nil)
	cold := products
	products = 0
	update(t, tr, w, nil, nil)
	if products != 1 {
		t.Errorf("%d products for the same matrix, want 1", products)
	}
	strengths[3] *= 1.01
	products = 0
	update(t, tr, weights(211, 101, 6, 0.01, strengths...), nil, nil)
	if products >= cold || products > 3 {
		t.Errorf("%d products for a slightly different matrix (cold: %d)", products, cold)
	}
}

func TestProductsAreLimited(t *testing.T) {
	tr := NewTriplets(97, 89, 10)
	products, inner := 0, tr.s.apply
	tr.s.apply = func(y, x block, pause func()) { products++; inner(y, x, pause) }
	tr.Tolerance, tr.Products = 1e-14, 3
	noise := weights(97, 89, 8, 1)
	r, err := tr.Update(noise, nil, nil, still)
	if err != nil || r <= tr.Tolerance || products != 8*3 {
		t.Errorf("residual %g after %d products, want more than %g after 24 (error %v)", r, products, tr.Tolerance, err)
	}
	for range 100 { // it goes on from there
		if r2, _ := tr.Update(noise, nil, nil, still); r2 <= 1e-12 {
			return
		}
	}
	t.Error("repeated calls do not converge")
}

// Modes grow and cross; every vector must go on as the one it was, with its sign.
func TestSignsAreContinuous(t *testing.T) {
	tr := NewTriplets(60, 36, 3)
	tr.Products = 100
	var prev [3][]float32 // by mode of the construction
	places := map[int]bool{}
	for step := range 60 {
		s := 0.05 * float64(step)
		w := weights(60, 36, 9, 0.001, 0.5+s, 2, 3.2-s/2)
		if step%7 == 3 { // signs of the iteration's own vectors mean nothing
			for i := range tr.s.x[0] {
				tr.s.x[0][i][step%3] *= -1
			}
		}
		update(t, tr, w, nil, nil)
		for k := range 3 {
			for a := range 3 {
				o := 0.0
				for i, x := range tr.U.Row(k) {
					o += float64(x) * wave(i, a, 60)
				}
				if math.Abs(o) < 0.9 {
					continue
				}
				if prev[a] != nil && Overlap(prev[a], tr.U.Row(k)) < 0 {
					t.Errorf("step %d: mode %d, now in place %d, has changed its sign", step, a, k)
				}
				prev[a] = append([]float32(nil), tr.U.Row(k)...)
				if a == 0 {
					places[k] = true
				}
			}
		}
	}
	if len(places) != 3 {
		t.Errorf("mode 0 was seen in the places %v, want it to overtake both others", places)
	}
}

func TestTransposedMatrixHasMirroredTriplets(t *testing.T) {
	w, wt := weights(53, 31, 10, 0.1, 3, 2, 1), kernels.NewMatrix(31, 53)
	for i := range 53 {
		for j := range 31 {
			wt.Row(j)[i] = w.Row(i)[j]
		}
	}
	a, b := NewTriplets(53, 31, 3), NewTriplets(31, 53, 3)
	a.Tolerance, a.Products, b.Tolerance, b.Products = 1e-9, 100, 1e-9, 100
	update(t, a, w, nil, nil)
	update(t, b, wt, nil, nil)
	for k := range 3 {
		check.Close(t, "value", a.Values[k], b.Values[k], 9)
		sign := Overlap(a.U.Row(k), b.V.Row(k))
		check.Within(t, "u", math.Abs(sign), 1, 1e-6)
		check.Within(t, "ubar", Overlap(a.V.Row(k), b.U.Row(k)), sign, 1e-6)
	}
}

func TestTripletsOfNonsense(t *testing.T) {
	for _, bad := range []float32{float32(math.NaN()), float32(math.Inf(1))} {
		tr := NewTriplets(53, 31, 3)
		tr.Products = 100
		good := weights(53, 31, 11, 0.1, 3, 2, 1)
		update(t, tr, good, nil, nil)
		value := tr.Values[0]
		nonsense := weights(53, 31, 11, 0.1, 3, 2, 1)
		nonsense.Row(17)[13] = bad
		if _, err := tr.Update(nonsense, nil, nil, still); !errors.Is(err, ErrNotFinite) {
			t.Errorf("error %v, want ErrNotFinite", err)
		}
		if tr.Values[0] != value {
			t.Error("nonsense changed the values")
		}
		update(t, tr, good, nil, nil)
		check.Close(t, "value afterwards", tr.Values[0], value, 6)
	}
}

func TestUpdateDoesNotAllocate(t *testing.T) {
	tr := NewTriplets(53, 31, 3)
	w := weights(53, 31, 12, 0.1, 3, 2, 1)
	if n := testing.AllocsPerRun(10, func() { tr.Reset(); tr.Update(w, nil, nil, still) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func TestProductPausesOften(t *testing.T) {
	const nv, nh = 784, 500
	tr := NewTriplets(nv, nh, 10)
	tr.w = kernels.NewMatrix(nv, nh)
	pauses := 0
	tr.product(tr.s.y, tr.s.x, func() { pauses++ })
	if want := 2 * nv * nh * tr.s.m / sliceProducts; pauses < want {
		t.Errorf("%d pauses, want at least %d", pauses, want)
	}
}

func TestQuadraticForm(t *testing.T) {
	check.Close(t, "u'Du", QuadraticForm([]float32{1, -2, 3}, []float64{5, 7, 11}), 5+28+99, 15)
	d := make([]float64, 3)
	Variances(d, []float64{0, 0.5, 0.2})
	check.Close(t, "variance of a fair unit", d[1], 0.25, 15)
	check.Close(t, "variance", d[0]+d[2], 0.16, 15)
}

func BenchmarkTriplets784x500(b *testing.B) {
	w := weights(784, 500, 1, 0.01, 6, 5.5, 5, 4.5, 4, 3, 2, 1, 0.7, 0.6)
	tr := NewTriplets(784, 500, 10)
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			tr.Reset()
			tr.Update(w, nil, nil, still)
		}
	})
	later := weights(784, 500, 2, 0.01, 6.06, 5.5, 5.05, 4.5, 4, 3, 2, 1.01, 0.7, 0.61)
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			tr.Update(later, nil, nil, still)
			w, later = later, w
		}
	})
}
