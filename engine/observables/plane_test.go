package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// twoModes returns a machine of exactly two modes with random orthonormal vectors, or with uniform ones (u^1 all equal, u^2 of
// alternating sign).
func twoModes(nv, nh int, w [2]float64, uniform bool, r *rand.Rand) (m *kernels.Matrix, t *Triplets) {
	t = &Triplets{Values: w[:], U: kernels.NewMatrix(2, nv), V: kernels.NewMatrix(2, nh)}
	for _, q := range []*kernels.Matrix{t.U, t.V} {
		for a := range 2 {
			row := q.Row(a)
			for i := range row {
				row[i] = float32(r.NormFloat64())
				if uniform {
					row[i] = float32(1 - 2*a*(i%2))
				}
			}
			if a == 1 {
				o := Overlap(row, q.Row(0)) / Overlap(q.Row(0), q.Row(0))
				for i := range row {
					row[i] -= float32(o * float64(q.Row(0)[i]))
				}
			}
			norm := math.Sqrt(Overlap(row, row))
			for i := range row {
				row[i] /= float32(norm)
			}
		}
	}
	m = kernels.NewMatrix(nv, nh)
	for i := range nv {
		for j := range nh {
			for a := range 2 {
				m.Row(i)[j] += float32(w[a]) * t.U.Row(a)[i] * t.V.Row(a)[j]
			}
		}
	}
	return m, t
}

// biases are random ones.
func biases(n int, scale float64, r *rand.Rand) []float32 {
	b := make([]float32, kernels.Pad(n))
	for i := range n {
		b[i] = float32(scale * r.NormFloat64())
	}
	return b
}

// newton solves for the entropy S at x by Newton's method from mu = 0, in plain double precision.
func newton(b []float32, t *Triplets, x [2]float64) float64 {
	var mu [2]float64
	for range 60 {
		var g, h11, h12, h22 float64 = -x[0], 1e-12, 0, 1e-12
		g2 := -x[1]
		for i := range t.U.Cols {
			u, v := float64(t.U.Row(0)[i]), float64(t.U.Row(1)[i])
			p := 1 / (1 + math.Exp(-float64(b[i])-mu[0]*u-mu[1]*v))
			g += u * p
			g2 += v * p
			h11 += u * u * p * (1 - p)
			h12 += u * v * p * (1 - p)
			h22 += v * v * p * (1 - p)
		}
		det := h11*h22 - h12*h12
		step := [2]float64{(h22*g - h12*g2) / det, (h11*g2 - h12*g) / det}
		scale := min(1, 3/math.Hypot(step[0], step[1]))
		mu[0] -= scale * step[0]
		mu[1] -= scale * step[1]
	}
	s := -mu[0]*x[0] - mu[1]*x[1]
	for i := range t.U.Cols {
		s += math.Log1p(math.Exp(float64(b[i]) + mu[0]*float64(t.U.Row(0)[i]) + mu[1]*float64(t.U.Row(1)[i])))
	}
	return s
}

// TestPlaneEqualsNewtonsMethod solves the Legendre transform another way. The machine has two modes only, so f and g drop out.
func TestPlaneEqualsNewtonsMethod(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 1))
	const nv, nh, points = 103, 29, 23
	m, tr := twoModes(nv, nh, [2]float64{6, 4.5}, false, r)
	b, c := biases(nv, 1, r), biases(nh, 1, r)
	f, g := make([]float64, nv), make([]float32, nh)
	for i := range f {
		f[i] = r.Float64()
	}
	for j := range g {
		g[j] = r.Float32()
	}
	p := NewPlane(nv, nh, points)
	p.Set(m, b, c, tr, f, g)
	p.Low, p.High = [2]float64{-2, -1.5}, [2]float64{1.2, 2}
	p.Compute(func() {})
	free := func(k, l int) float64 {
		x := [2]float64{p.at(0, k), p.at(1, l)}
		s := -newton(b, tr, x)
		for j := range nh {
			s -= math.Log1p(math.Exp(float64(c[j]) + tr.Values[0]*x[0]*float64(tr.V.Row(0)[j]) + tr.Values[1]*x[1]*float64(tr.V.Row(1)[j])))
		}
		return s
	}
	reference := free(0, 0) - p.F[0]
	for k := 0; k < points; k += 3 {
		for l := 0; l < points; l += 2 {
			check.Within(t, "free energy", p.F[l*points+k], free(k, l)-reference, 0.01)
		}
	}
}

// TestPlaneEqualsTheExactLaw: for uniform modes the number of states is a product of binomials,
//
//	p(x) ~ C(N/2,k) C(N/2,l) prod_j (...),   x1 = (k+l)/sqrt N, x2 = (k-l)/sqrt N,
//
// of which the Legendre transform gives all but the smooth factor 1/(2 pi sqrt(V_k V_l)), V = k(N/2-k)/(N/2).
func TestPlaneEqualsTheExactLaw(t *testing.T) {
	const n, nh, points = 400, 59, 21
	r := rand.New(rand.NewPCG(43, 1))
	m, tr := twoModes(n, nh, [2]float64{5, 4}, true, r)
	b, c := make([]float32, kernels.Pad(n)), make([]float32, kernels.Pad(nh))
	for i := range n {
		for j, x := range m.Row(i) {
			b[i] -= x / 2
			c[j] -= x / 2
		}
	}
	p := NewPlane(n, nh, points)
	p.Set(m, b, c, tr, make([]float64, n), make([]float32, nh))
	// Points on whole numbers k+l = 100, 110 ... 300 and k-l = -80 ... 80.
	p.Low, p.High = [2]float64{100 / 20., -80 / 20.}, [2]float64{300 / 20., 80 / 20.}
	p.Compute(func() {})
	logChoose := func(k float64) float64 {
		a, _ := math.Lgamma(n/2 + 1)
		x, _ := math.Lgamma(k + 1)
		y, _ := math.Lgamma(n/2 - k + 1)
		return a - x - y
	}
	free := func(k, l int) float64 {
		sum, difference := float64(100+10*k), float64(-80+8*l)
		on, off := (sum+difference)/2, (sum-difference)/2
		f := -logChoose(on) - logChoose(off)
		for _, v := range []float64{on, off} {
			f -= math.Log(2*math.Pi*v*(n/2-v)/(n/2)) / 2 // leading order
		}
		for j := range nh {
			f -= math.Log1p(math.Exp(float64(c[j]) + 5*sum/20*float64(tr.V.Row(0)[j]) + 4*difference/20*float64(tr.V.Row(1)[j])))
		}
		bias := float64(b[0])*on + float64(b[1])*off
		return f - bias
	}
	reference := free(10, 10) - p.F[10*points+10]
	for k := range points {
		for l := range points {
			check.Within(t, "free energy", p.F[l*points+k], free(k, l)-reference, 0.05)
		}
	}
}

// TestPlaneHasTheMinimaOfMeanFieldTheory: a symmetric machine of one uniform mode and equal layers is magnetised by 0, .503,
// .710 and .859 at w = 3.9, 4.4, 5 and 6.
func TestPlaneHasTheMinimaOfMeanFieldTheory(t *testing.T) {
	const n, points = 900, 241
	r := rand.New(rand.NewPCG(59, 1))
	for w, want := range map[float64]float64{3.9: 0, 4.4: .503, 5: .710, 6: .859} {
		m, tr := twoModes(n, n, [2]float64{w, 0}, true, r)
		b, c := make([]float32, kernels.Pad(n)), make([]float32, kernels.Pad(n))
		for i := range n {
			for j, x := range m.Row(i) {
				b[i] -= x / 2
				c[j] -= x / 2
			}
		}
		p := NewPlane(n, n, points)
		p.Set(m, b, c, tr, make([]float64, n), make([]float32, n))
		p.Low, p.High = [2]float64{0, -1}, [2]float64{30, 1} // all off, all on
		p.Compute(func() {})
		best := points / 2 * points // in the row of x2 = 0
		for k := range points/2 + 1 {
			if i := points/2*points + k; p.F[i] < p.F[best] {
				best = i
			}
		}
		check.Within(t, "magnetisation", 1-2*p.at(0, best%points)/30, want, 0.015)
	}
}

// TestPlaneOfManyModes: what the other modes do on average is kept: at the means of the data, F is that of the whole machine
// to first order. Without weights, F is lowest at u.f with f the means that the biases give.
func TestPlaneOfManyModes(t *testing.T) {
	r := rand.New(rand.NewPCG(47, 1))
	const nv, nh, points = 61, 17, 41
	_, tr := twoModes(nv, nh, [2]float64{0, 0}, false, r)
	b, c := biases(nv, 1, r), biases(nh, 1, r)
	var centre [2]float64
	for i := range nv {
		for a := range centre {
			centre[a] += float64(tr.U.Row(a)[i]) / (1 + math.Exp(-float64(b[i])))
		}
	}
	p := NewPlane(nv, nh, points)
	p.Set(kernels.NewMatrix(nv, nh), b, c, tr, make([]float64, nv), make([]float32, nh))
	p.Low, p.High = [2]float64{centre[0] - 1, centre[1] - 1}, [2]float64{centre[0] + 1, centre[1] + 1}
	p.Compute(func() {})
	if p.F[20*points+20] > 0.01 {
		t.Errorf("at the means of a machine without weights F is %v above its minimum", p.F[20*points+20])
	}
	// A third mode, whose mean action is what b' and c' must hold.
	m, tr := twoModes(nv, nh, [2]float64{3, 2}, false, r)
	f, g := make([]float64, nv), make([]float32, nh)
	for i := range f {
		f[i] = r.Float64()
	}
	for j := range g {
		g[j] = r.Float32()
	}
	extra := kernels.NewMatrix(nv, nh)
	for i := range nv {
		for j := range nh {
			extra.Row(i)[j] = float32(0.3 * r.NormFloat64())
			m.Row(i)[j] += extra.Row(i)[j]
		}
	}
	p.Set(m, b, c, tr, f, g)
	for i := range nv {
		want := float64(b[i])
		for j := range nh {
			want += float64(extra.Row(i)[j]) * float64(g[j])
		}
		check.Within(t, "visible bias", p.b[i], want, 1e-5)
	}
	for j := range nh {
		want := float64(c[j])
		for i := range nv {
			want += float64(extra.Row(i)[j]) * f[i]
		}
		check.Within(t, "hidden bias", p.c[j], want, 1e-5)
	}
}

// TestPlaneIsFinite: far outside what the units can do, and with large fields, nothing overflows.
func TestPlaneIsFinite(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 1))
	m, tr := twoModes(37, 11, [2]float64{90, 60}, false, r)
	p := NewPlane(37, 11, 9)
	p.Set(m, biases(37, 200, r), biases(11, 200, r), tr, make([]float64, 37), make([]float32, 11))
	p.Low, p.High = [2]float64{-50, -30}, [2]float64{40, 90}
	p.Compute(func() {})
	for i, f := range p.F {
		if math.IsNaN(f) || math.IsInf(f, 0) || f < 0 {
			t.Fatalf("F is %v at point %d", f, i)
		}
	}
}

func BenchmarkPlane784x100(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	m, tr := twoModes(784, 100, [2]float64{6, 5}, false, r)
	p := NewPlane(784, 100, 41)
	p.Set(m, biases(784, 1, r), biases(100, 1, r), tr, make([]float64, 784), make([]float32, 100))
	p.Low, p.High = [2]float64{-3, -3}, [2]float64{3, 3}
	b.ReportAllocs()
	for b.Loop() {
		p.Compute(func() {})
	}
}
