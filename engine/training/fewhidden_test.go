package training

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/models"
)

func randomFew(n, hidden int, variance, deviation float64, r *rand.Rand) *models.FewHidden {
	m := models.NewFewHidden(n, hidden, variance)
	for a := range m.W {
		InitialWeights(m.W[a], deviation, r)
	}
	return m
}

// TestExactGradientIsTheDerivative compares an exact update with differences of the log-likelihood, enumerated over 2^11
// states, for both conventions of the hidden variance.
func TestExactGradientIsTheDerivative(t *testing.T) {
	const n, samples, rate = 11, 7, 0.5
	r := rand.New(rand.NewPCG(21, 22))
	for _, variance := range []float64{1.0 / n, 1, 0.3} {
		m := randomFew(n, 1, variance, 1.2/math.Sqrt(variance*n), r)
		data := randomLayer(n, samples, 0.7, r)
		loglik := func([]float32) float64 {
			d, input := m.Dense(), make([]float64, 1)
			sum := 0.0
			for c := range samples {
				sum -= d.FreeEnergy(state(data, c, -1, 1), input)
			}
			return sum/samples - logSum(logLaw(d))
		}
		before := slices.Clone(m.W[0])
		tr := NewFewHidden(m, data, 3, 23)
		tr.Method, tr.Rate = Exact, rate
		if err := tr.Update(still); err != nil {
			t.Fatal(err)
		}
		grad := make([]float32, n)
		for i := range grad {
			grad[i] = (m.W[0][i] - before[i]) / rate
		}
		copy(m.W[0], before)
		check.Gradient(t, fmt.Sprintf("variance %.2g", variance), loglik, m.W[0], grad, 1e-2, 3e-4)
	}
}

// TestSaddleGradientIsTheLimit: at N = 4000 the saddle point's update is the exact one up to terms of order 1/N.
func TestSaddleGradientIsTheLimit(t *testing.T) {
	gap := func(n int) float64 {
		r := rand.New(rand.NewPCG(24, 25))
		data := randomLayer(n, 3, 0.5, r)
		var w [2][]float32
		for i, method := range []Method{Exact, Saddle} {
			m := models.NewFewHidden(n, 1, 1/float64(n))
			for j := range m.W[0] {
				m.W[0][j] = 1.2 + 0.2*float32(j&1)
			}
			tr := NewFewHidden(m, data, 2, 26)
			tr.Method, tr.Rate = method, 1
			if err := tr.Update(still); err != nil {
				t.Fatal(err)
			}
			w[i] = m.W[0]
		}
		worst := 0.0
		for j := range w[0] {
			worst = max(worst, math.Abs(float64(w[0][j]-w[1][j])))
		}
		return worst
	}
	small, large := gap(500), gap(4000)
	check.Within(t, "gap at N=4000", large, 0, 2e-3)
	if ratio := small / large; ratio < 5 || ratio > 12 {
		t.Errorf("the gap shrinks by %.1f from N=500 to 4000; 1/N says 8", ratio)
	}
}

// TestSampledGradientAgreesWithExact averages the model term over independent chains started in the exact law (K = 0 sweeps).
func TestSampledGradientAgreesWithExact(t *testing.T) {
	const n, chains = 7, 8000
	r := rand.New(rand.NewPCG(27, 28))
	m := randomFew(n, 2, 1.0/n, 1.3, r)
	data := randomLayer(n, 5, 0.6, r)
	tr := NewFewHidden(m, data, chains, 29)
	tr.K, tr.Rate = 0, 1
	d := m.Dense()
	logp := logLaw(d)
	z := logSum(logp)
	cumulative := make([]float64, len(logp))
	sum := 0.0
	for s, lp := range logp {
		sum += math.Exp(lp - z)
		cumulative[s] = sum
	}
	for c := range chains {
		s, _ := slices.BinarySearch(cumulative, r.Float64())
		for i := range n {
			tr.Chains.Set(c, i, s>>i&1 == 1)
		}
	}
	before := [][]float32{slices.Clone(m.W[0]), slices.Clone(m.W[1])}
	if err := tr.Update(still); err != nil {
		t.Fatal(err)
	}
	for a := range before {
		for i := range n {
			want, second := 0.0, 0.0
			each := func(v []float64, p float64, sq bool) {
				h := 0.0
				for j, x := range v {
					h += m.Variance * x * float64(before[a][j])
				}
				want += p * v[i] * h
				if sq {
					second += -p * h * h
				}
			}
			for c := range data.Chains {
				each(state(data, c, -1, 1), 1.0/5, false)
			}
			v := make([]float64, n)
			for s, lp := range logp {
				for j := range v {
					v[j] = float64(2*(s>>j&1) - 1)
				}
				each(v, -math.Exp(lp-z), true)
			}
			check.Agree(t, fmt.Sprintf("dw[%d][%d]", a, i), float64(m.W[a][i]-before[a][i]), math.Sqrt(second/chains), want, 4.5)
		}
	}
}

// TestFewHiddenSweepLeavesTheLaw also catches a hidden variance that is 20 % wrong.
func TestFewHiddenSweepLeavesTheLaw(t *testing.T) {
	const n, chains = 5, 5000
	r := rand.New(rand.NewPCG(30, 31))
	for _, hidden := range []int{1, 2} {
		m := randomFew(n, hidden, 1.0/n, 1.5, r)
		kernel := func(seed uint64, factor float64) check.Kernel {
			other := *m
			other.Variance *= factor
			tr := NewFewHidden(&other, randomLayer(n, 2, 0.5, r), chains, seed)
			return check.Kernel{
				LogP: logLaw(m.Dense()), Chains: chains,
				Start: func(c, s int) {
					for i := range n {
						tr.Chains.Set(c, i, s>>i&1 == 1)
					}
				},
				Step:  func() { tr.Sweep(still) },
				State: func(c int) int { return binaryState(tr.Chains, c) },
			}
		}
		check.NoDrift(t, fmt.Sprintf("%d hidden", hidden), kernel(32, 1), r)
		check.Broken(t, "wrong variance", func(bt check.T) { check.NoDrift(bt, "", kernel(33, 1.2), r) })
	}
}

// TestVarianceIsAChangeOfScale: w -> w sqrt(N) with the hidden variance 1 -> 1/N is the same machine, and a learning rate N
// times smaller makes the same path. [physics of Fig. 1's caption against the text]
func TestVarianceIsAChangeOfScale(t *testing.T) {
	const n, samples = 64, 9 // a power of two and its root are exact in float32
	path := func(variance, rate, scale float64) []float32 {
		r := rand.New(rand.NewPCG(34, 35))
		m := randomFew(n, 1, variance, 0.5*scale, r)
		tr := NewFewHidden(m, randomLayer(n, samples, 0.8, r), 11, 36)
		tr.Rate = rate
		for range 10 {
			if err := tr.Update(still); err != nil {
				t.Fatal(err)
			}
		}
		return m.W[0]
	}
	text, caption := path(1.0/n, 0.25, 1), path(1, 0.25/n, 1.0/8)
	for i := range text {
		check.Within(t, fmt.Sprintf("w[%d]", i), float64(8*caption[i]), float64(text[i]), 1e-5)
	}
}

func TestFewHiddenUpdateDoesNotAllocate(t *testing.T) {
	r := rand.New(rand.NewPCG(37, 38))
	for _, method := range []Method{PCD, CD, Exact, Saddle} {
		tr := NewFewHidden(randomFew(61, 1, 1.0/61, 0.2, r), randomLayer(61, 19, 0.5, r), 23, 39)
		tr.Method = method
		if n := testing.AllocsPerRun(20, func() {
			if err := tr.Update(still); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("method %d: an update allocates %v times", method, n)
		}
	}
}

func BenchmarkFewHiddenUpdate(b *testing.B) {
	for name, method := range map[string]Method{"pcd": PCD, "exact": Exact} {
		b.Run("900k1"+name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(40, 41))
			m := randomFew(900, 1, 1.0/900, 0.5, r)
			tr := NewFewHidden(m, randomLayer(900, 1000, 0.5, r), 500, 42)
			tr.Method = method
			b.ReportAllocs()
			for b.Loop() {
				if err := tr.Update(still); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
