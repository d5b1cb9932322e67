package observables

import (
	"math"

	"cascade/engine/kernels"
)

// Triplets follows the leading singular triplets of a weight matrix W (Nv x Nh) while it is trained:
//
//	W = sum_a w_a u^a (ubar^a)',   w_1 >= w_2 >= ...
//
// u^a (length Nv) are the left singular vectors, the modes of the visible layer; ubar^a (length Nh) the right ones.
// (The paper calls u^a "right" in places.) With variances dv, dh of the units it decomposes D_v^(1/2) W D_h^(1/2)
// instead, whose squared singular values rho_a cross 1 at the linear instabilities of the paramagnetic state, whatever
// the means of the units. Modes are in the order of their singular values at every moment; two that cross change places.
//
// Signs: at first the largest component of u^a is positive; later u^a and ubar^a have the sign that makes u^a continue the
// previous vector that it resembles most, so pictures of modes and projections on them do not flip.
//
// A product with W'W costs 2 Nv Nh (K+4 to K+7) multiplications: 5 ms natively for 784 x 500 and K = 10. Two to four of them
// follow a machine that is being trained, some 30 a cold start. Singular values below 3e-5 w_1 are known to 1e-6 w_1 only.
type Triplets struct {
	Values []float64       // K singular values, descending
	U      *kernels.Matrix // K x Nv: row a is the unit vector u^a
	V      *kernels.Matrix // K x Nh: row a is the unit vector ubar^a

	// Tolerance bounds the relative residual |W'W ubar - w^2 ubar|/w^2 of each triplet. The relative error of w_a is at
	// most half of it, and of the order of its square for a w_a apart from the others.
	Tolerance float64
	// Products bounds the products with W'W in one Update; a cold start, at NewTriplets or Reset, is allowed eight times more.
	Products int

	s      *subspace
	w      *kernels.Matrix
	sv, sh []float64 // square roots of the variances
	scaled block     `memory:"-"` // Nh x m: sh times the operand
	left   block     `memory:"-"` // Nv x m: sv W sh times the operand
	prev   *kernels.Matrix
}

// NewTriplets returns a Triplets for the k leading modes of nv x nh matrices. It panics unless 1 <= k <= 20 and k is at
// most the smaller dimension.
func NewTriplets(nv, nh, k int) *Triplets {
	if k < 1 || k > maxBlock-4 || k > min(nv, nh) {
		panic("observables: number of modes out of range")
	}
	t := &Triplets{
		Values: make([]float64, k), U: kernels.NewMatrix(k, nv), V: kernels.NewMatrix(k, nh), Tolerance: 1e-3, Products: 4,
		sv: make([]float64, nv+1), sh: make([]float64, nh), prev: kernels.NewMatrix(k, nv),
	}
	t.s = newSubspace(nh, k, t.product)
	t.scaled, t.left = newBlock(nh, t.s.m), newBlock(nv, t.s.m)
	return t
}

// Reset forgets the previous matrix, so that the next Update depends on its arguments alone.
func (t *Triplets) Reset() { t.s.warm = false }

// Update decomposes D_v^(1/2) W D_h^(1/2) with the diagonals dv (length Nv) and dh (length Nh); nil stands for ones.
// It returns the largest relative residual, which exceeds Tolerance if Products were not enough: the triplets are then the
// best found, and the next call goes on from there. The error is ErrNotFinite; the triplets then keep their old values.
// w must not change before Update returns. It panics on wrong lengths.
func (t *Triplets) Update(w *kernels.Matrix, dv, dh []float64, pause func()) (residual float64, err error) {
	if w.Rows != t.U.Cols || w.Cols != t.V.Cols {
		panic("observables: matrix has the wrong shape")
	}
	roots(t.sv[:w.Rows], dv)
	roots(t.sh, dh)
	t.w = w
	cold, products := !t.s.warm, t.Products
	if cold {
		products *= 8
	}
	residual, err = t.s.solve(t.Tolerance, products, pause)
	if err != nil {
		return residual, err
	}
	t.left.rotate(&t.s.turn, t.s.m)
	t.left.orthonormalise(len(t.Values), t.s.rng, pause)
	for k := range t.Values {
		t.Values[k] = math.Sqrt(max(t.s.values[k], 0))
	}
	t.prev.CopyFrom(t.U)
	t.output(cold)
	return residual, nil
}

// product sets y = (sv W sh)'(sv W sh) x, and left = sv W sh x on the way.
func (t *Triplets) product(y, x block, pause func()) {
	for p := range x {
		clear(y[p])
		for j, s := range t.sh {
			for k := range 4 {
				t.scaled[p][j][k] = float64(s * x[p][j][k])
			}
		}
	}
	rows := max(2, sliceProducts/(8*len(x)*len(t.sh))&^1)
	var none [4]float64
	for i := 0; i < t.w.Rows; i += 2 {
		if i%rows == 0 {
			pause()
		}
		w0, w1 := t.w.Data[i*t.w.Stride:], t.w.Data[(i+1)*t.w.Stride:] // there is an even number of rows, by padding
		for p := range x {
			t0, t1 := &t.left[p][i], &none
			if i+1 < t.w.Rows {
				t1 = &t.left[p][i+1]
			}
			kernels.Dots(t0, t1, w0, w1, t.scaled[p])
			u0, u1 := *t0, *t1
			for k := range 4 {
				t0[k] *= t.sv[i]
				t1[k] *= t.sv[i+1]
				u0[k] = float64(t.sv[i] * t0[k])
				u1[k] = float64(t.sv[i+1] * t1[k])
			}
			kernels.AddProducts(y[p], &u0, &u1, w0, w1)
		}
	}
	for p := range y {
		for j, s := range t.sh {
			for k := range 4 {
				y[p][j][k] *= s
			}
		}
	}
}

// sliceProducts is the number of products that take about a millisecond in a browser.
const sliceProducts = 1 << 20

// output writes the unit vectors with their signs.
func (t *Triplets) output(cold bool) {
	for k := range t.Values {
		u, v := t.U.Row(k), t.V.Row(k)
		for i := range u {
			u[i] = float32(t.left[k/4][i][k%4])
		}
		for j := range v {
			v[j] = float32(t.s.x[k/4][j][k%4])
		}
	}
	for k := range t.Values {
		if cold && largest(t.U.Row(k)) < 0 || !cold && resemblance(t.U.Row(k), t.prev) < 0 {
			negate(t.U.Row(k))
			negate(t.V.Row(k))
		}
	}
}

// roots sets dst to the square roots of d, or to ones.
func roots(dst, d []float64) {
	if d != nil && len(d) != len(dst) {
		panic("observables: diagonal has the wrong length")
	}
	for i := range dst {
		dst[i] = 1
		if d != nil {
			dst[i] = math.Sqrt(d[i])
		}
	}
}

// largest returns the component of largest absolute value, the first of equals.
func largest(u []float32) float32 {
	top := float32(0)
	for _, x := range u {
		if math.Abs(float64(x)) > math.Abs(float64(top)) {
			top = x
		}
	}
	return top
}

// resemblance returns the scalar product of u with that row of prev for which it is largest in absolute value.
func resemblance(u []float32, prev *kernels.Matrix) float64 {
	best := 0.0
	for k := range prev.Rows {
		if o := Overlap(u, prev.Row(k)); math.Abs(o) > math.Abs(best) {
			best = o
		}
	}
	return best
}

func negate(u []float32) {
	for i := range u {
		u[i] = -u[i]
	}
}

// Overlap returns the scalar product of two vectors of equal length.
func Overlap(u, v []float32) float64 {
	v = v[:len(u)]
	sum := 0.0
	for i := range u {
		sum += float64(float64(u[i]) * float64(v[i]))
	}
	return sum
}

// QuadraticForm returns u'Du = sum_i d_i u_i^2 for a diagonal D, for instance the variance of u.v for independent units
// of variances d. The linear theory puts the transition of the mode u at w_c = 2/sqrt(u'Du) for hidden means of 1/2.
func QuadraticForm(u []float32, d []float64) float64 {
	d = d[:len(u)]
	sum := 0.0
	for i := range u {
		sum += float64(d[i] * float64(float64(u[i])*float64(u[i])))
	}
	return sum
}
