package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
	"cascade/engine/portable"
)

// toy is a machine small enough to enumerate.
type toy struct {
	w    *kernels.Matrix
	b, c []float32
}

func newToy(nv, nh int, seed uint64, strength float64) toy {
	rng := rand.New(rand.NewPCG(seed, 17))
	m := toy{kernels.NewMatrix(nv, nh), make([]float32, kernels.Pad(nv)), make([]float32, kernels.Pad(nh))}
	for i := range nv {
		m.b[i] = float32(0.5 * rng.NormFloat64())
		for j := range nh {
			m.w.Row(i)[j] = float32(strength * rng.NormFloat64())
		}
	}
	for j := range nh {
		m.c[j] = float32(0.5 * rng.NormFloat64())
	}
	return m
}

// energy is the definition, with bit i of v and bit j of h as the states.
func (m toy) energy(v, h int) float64 {
	e := 0.0
	for i := range m.w.Rows {
		e -= float64(m.b[i]) * float64(v>>i&1)
		for j := range m.w.Cols {
			e -= float64(v>>i&1) * float64(m.w.Row(i)[j]) * float64(h>>j&1)
		}
	}
	for j := range m.w.Cols {
		e -= float64(m.c[j]) * float64(h>>j&1)
	}
	return e
}

// law returns p(v) for all visible states, and ln Z.
func (m toy) law() (p []float64, logZ float64) {
	p = make([]float64, 1<<m.w.Rows)
	z := 0.0
	for v := range p {
		for h := range 1 << m.w.Cols {
			p[v] += portable.Exp(-m.energy(v, h))
		}
		z += p[v]
	}
	for v := range p {
		p[v] /= z
	}
	return p, math.Log(z)
}

// sampled returns independent visible states with the probabilities p.
func sampled(units, chains int, p []float64, rng *rand.Rand) *kernels.Layer {
	l := kernels.NewLayer(units, chains)
	for c := range chains {
		v, u := 0, rng.Float64()
		for v < len(p)-1 && u > p[v] {
			u -= p[v]
			v++
		}
		for i := range units {
			l.Set(c, i, v>>i&1 == 1)
		}
	}
	l.List()
	return l
}

func TestProjectionsAreScalarProducts(t *testing.T) {
	for _, modes := range []int{1, 3, 37} {
		l := lumps(53, 29, 3)
		u := weights(modes, 53, 14, 1)
		p := NewProjector(53, 29, modes)
		p.Project(weights(modes, 53, 15, 1), l, still) // nothing of an earlier call may remain
		p.Project(u, l, still)
		column := make([]float64, 29)
		for k := range modes {
			p.Column(column, k)
			for c := range 29 {
				want := 0.0
				for i, x := range u.Row(k) {
					if l.Bit(c, i) {
						want += float64(x)
					}
				}
				check.Within(t, "projection", column[c], want, 2e-6)
			}
		}
	}
}

// The susceptibility of sampled chains against the exact variance of u.v in an enumerated machine.
func TestSusceptibilityOfATinyMachine(t *testing.T) {
	m := newToy(7, 5, 1, 1)
	law, _ := m.law()
	u := weights(2, 7, 16, 0.5)
	l := sampled(7, 20011, law, rand.New(rand.NewPCG(1, 18)))
	p := NewProjector(7, 20011, 2)
	p.Project(u, l, still)
	x := make([]float64, 20011)
	for k := range 2 {
		m1, m2 := 0.0, 0.0
		for v, prob := range law {
			uv := 0.0
			for i, c := range u.Row(k) {
				uv += float64(c) * float64(v>>i&1)
			}
			m1 += prob * uv
			m2 += prob * uv * uv
		}
		p.Column(x, k)
		chi, e := Susceptibility(x)
		check.Agree(t, "chi", chi, e, m2-m1*m1, 4)
	}
}

// The error of a variance depends on the fourth moment: coins (kurtosis 1), Gaussians (3) and exponentials (9).
func TestSusceptibilityErrorIsItsSpread(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 18))
	for _, c := range []struct {
		name string
		draw func() float64
	}{
		{"skewed coins", func() float64 { return math.Floor(rng.Float64() + 0.3) }},
		{"Gaussians", func() float64 { return 5 + rng.NormFloat64() }},
		{"exponentials", rng.ExpFloat64},
	} {
		const repeats = 2000
		var chi, e2 Stat
		x := make([]float64, 401)
		for range repeats {
			for i := range x {
				x[i] = c.draw()
			}
			a, e := Susceptibility(x)
			chi.Add(a)
			e2.Add(e * e)
		}
		check.Within(t, c.name+": error^2", e2.Mean()/chi.Variance(), 1, 0.15)
	}
}

func TestSusceptibilityOfFewNumbers(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 0}, {[]float64{3, 5}, 2}, {[]float64{1e9, 1e9 + 1, 1e9 + 2}, 1}} {
		chi, e := Susceptibility(c.x)
		check.Close(t, "chi", chi, c.want, 9)
		if math.IsNaN(e) {
			t.Error("error is NaN")
		}
	}
}

// Two lumps at 3+-2 of width 1/2: folding leaves the variance of one.
func TestFoldLeavesOneLump(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 18))
	x := make([]float64, 10007)
	for i := range x {
		x[i] = 3 + float64(4*rng.IntN(2)-2) + rng.NormFloat64()/2
	}
	whole, e := Susceptibility(x)
	check.Agree(t, "both lumps", whole, e, 4.25, 4)
	Fold(x, 3)
	one, e := Susceptibility(x)
	check.Agree(t, "one lump", one, e, 0.25, 4)
}

// Independent units: q is a mean of N Bernoulli(p^2), so N Var(q) = p^2(1-p^2).
func TestOverlapSusceptibilityOfIndependentUnits(t *testing.T) {
	const units, chains, p = 67, 8009, 0.6
	rng := rand.New(rand.NewPCG(4, 18))
	l := kernels.NewLayer(units, chains)
	for c := range chains {
		for i := range units {
			l.Set(c, i, rng.Float64() < p)
		}
	}
	q := make([]float64, chains/2)
	ReplicaOverlaps(q, l)
	for _, pair := range []int{0, 17, chains/2 - 1} {
		both := 0
		for i := range units {
			if l.Bit(2*pair, i) && l.Bit(2*pair+1, i) {
				both++
			}
		}
		check.Close(t, "q", q[pair], float64(both)/units, 15)
	}
	chi, e := OverlapSusceptibility(q, units)
	check.Agree(t, "chi_q", chi, e, p*p*(1-p*p), 4)
}

func TestMagnetisations(t *testing.T) {
	l := lumps(53, 29, 5)
	xi, m := make([]float32, 53), make([]float32, 29)
	for i := range xi {
		xi[i] = float32(1 - 2*(i%3%2))
	}
	Magnetisations(m, l, xi, kernels.NewTables(53))
	for c := range m {
		sum := 0.0
		for i, x := range xi {
			if l.Bit(c, i) {
				sum += float64(x)
			} else {
				sum -= float64(x)
			}
		}
		check.Within(t, "m", float64(m[c]), sum/53, 1e-7)
	}
}

func TestHistogramIsADensity(t *testing.T) {
	h := NewHistogram(-2, 3, 10)
	rng := rand.New(rand.NewPCG(6, 18))
	const n = 20011
	for range n {
		h.Add(rng.NormFloat64())
	}
	inside := 0.0
	for bin := range h.Counts {
		lo, hi := h.Centre(bin)-0.25, h.Centre(bin)+0.25
		p := (math.Erf(hi/math.Sqrt2) - math.Erf(lo/math.Sqrt2)) / 2
		check.Agree(t, "share of a bin", h.Density(bin)/2, math.Sqrt(p*(1-p)/n), p, 4)
		inside += h.Density(bin) / 2
	}
	check.Close(t, "total", inside+float64(h.Below+h.Above)/n, 1, 12)
}

func TestHistogramEdges(t *testing.T) {
	h := NewHistogram(0, 1, 1)
	h.Add(5)
	h.Add(-5)
	h.Add(0.5)
	h.Clear(-1, 1)
	for range 2 {
		for _, x := range []float64{-1, 1, 0, math.Nextafter(-1, -2), math.Nextafter(1, 2), math.NaN(), math.Inf(1), math.Inf(-1), 1e300} {
			h.Add(x)
		}
	}
	if h.Counts[0] != 6 || h.Below != 6 || h.Above != 6 {
		t.Errorf("counts %v, below %d, above %d, want 6 each", h.Counts, h.Below, h.Above)
	}
	check.Close(t, "density", h.Density(0), 1.0/3/2, 15)
	check.Close(t, "centre", h.Centre(0), 0, 15)
}
