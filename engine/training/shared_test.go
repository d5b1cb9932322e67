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

func randomShared(n, hidden int, deviation float64, r *rand.Rand) *models.SharedWeight {
	m := models.NewSharedWeight(n, hidden)
	InitialWeights(m.W, deviation, r)
	return m
}

// exactly puts the chains into the exact law of a machine.
func exactly(tr *SharedWeight, r *rand.Rand) {
	logp := logLaw(tr.Machine.Dense())
	z, sum := logSum(logp), 0.0
	cumulative := make([]float64, len(logp))
	for s, lp := range logp {
		sum += math.Exp(lp - z)
		cumulative[s] = sum
	}
	for c := range tr.Chains.Chains {
		s, _ := slices.BinarySearch(cumulative, r.Float64())
		for i := range tr.Machine.N {
			tr.Chains.Set(c, i, s>>i&1 == 1)
		}
	}
}

// TestSharedGradientIsTheDerivative: with chains in the exact law, the mean update is the derivative of the log-likelihood
// along w, taken by differences over all 2^9 states. The sampling error of the chains is the tolerance.
func TestSharedGradientIsTheDerivative(t *testing.T) {
	const n, hidden, samples, chains = 9, 5, 7, 100000
	r := rand.New(rand.NewPCG(51, 52))
	m := randomShared(n, hidden, 0.8, r)
	data := randomLayer(n, samples, 0.7, r)
	loglik := func(w []float32) float64 {
		d, input := m.Dense(), make([]float64, hidden)
		sum := 0.0
		for c := range samples {
			sum -= d.FreeEnergy(state(data, c, -1, 1), input)
		}
		return sum/samples - logSum(logLaw(d))
	}
	tr := NewSharedWeight(m, data, chains, 53)
	tr.K, tr.Rate = 0, 1
	exactly(tr, r)
	before := slices.Clone(m.W)
	tr.Update(still)
	grad := make([]float32, n)
	for i := range grad {
		grad[i] = m.W[i] - before[i]
	}
	copy(m.W, before)
	check.Gradient(t, "dw", loglik, m.W, grad, 1e-2, 4.5/math.Sqrt(chains))
}

// TestSharedSweepLeavesTheLaw also catches a hidden layer of one unit fewer.
func TestSharedSweepLeavesTheLaw(t *testing.T) {
	const n, chains = 5, 20000
	r := rand.New(rand.NewPCG(54, 55))
	m := randomShared(n, 4, 2.5, r)
	kernel := func(seed uint64, hidden int) check.Kernel {
		other := models.NewSharedWeight(n, hidden)
		for i, x := range m.W { // the same coupling w/Nh
			other.W[i] = x * float32(hidden) / 4
		}
		tr := NewSharedWeight(other, randomLayer(n, 2, 0.5, r), chains, seed)
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
	check.NoDrift(t, "shared weights", kernel(56, 4), r)
	check.Broken(t, "another hidden layer", func(bt check.T) { check.NoDrift(bt, "", kernel(57, 3), r) })
}

// TestSharedHiddenMeans: tanh(w.v/Nh) of each chain.
func TestSharedHiddenMeans(t *testing.T) {
	const n, hidden, chains = 13, 3, 7
	r := rand.New(rand.NewPCG(58, 59))
	tr := NewSharedWeight(randomShared(n, hidden, 1, r), randomLayer(n, 5, 0.5, r), chains, 60)
	for c, got := range tr.HiddenMeans() {
		sum := 0.0
		for i, v := range state(tr.Chains, c, -1, 1) {
			sum += v * float64(tr.Machine.W[i])
		}
		check.Within(t, "E[t|v]", float64(got), math.Tanh(sum/hidden), 1e-6)
	}
}

// TestSharedMethodsDiffer: without sweeps the chains of CD are samples, those of PCD stay.
func TestSharedMethodsDiffer(t *testing.T) {
	const n, samples = 11, 3
	for _, method := range []Method{PCD, CD} {
		r := rand.New(rand.NewPCG(61, 62))
		data := randomLayer(n, samples, 0.5, r)
		tr := NewSharedWeight(randomShared(n, 4, 0.1, r), data, 6, 63)
		tr.Method, tr.K = method, 0
		before := slices.Clone(tr.Chains.Nibbles)
		tr.Update(still)
		seen := map[int]bool{}
		for c := range samples {
			seen[binaryState(data, c)] = true
		}
		fromData := true
		for c := range 6 {
			fromData = fromData && seen[binaryState(tr.Chains, c)]
		}
		if moved := !slices.Equal(before, tr.Chains.Nibbles); moved != (method == CD) || fromData != (method == CD) {
			t.Errorf("method %d: chains moved: %v, are samples: %v", method, moved, fromData)
		}
	}
}

func TestSharedPausesChangeNothingAndNothingAllocates(t *testing.T) {
	run := func(pause func()) (*SharedWeight, float64) {
		r := rand.New(rand.NewPCG(64, 65))
		tr := NewSharedWeight(randomShared(61, 29, 0.2, r), randomLayer(61, 19, 0.5, r), 150, 66)
		return tr, testing.AllocsPerRun(20, func() { tr.Update(pause) })
	}
	pauses := 0
	a, allocations := run(still)
	b, _ := run(func() { pauses++ })
	if !slices.Equal(a.Machine.W, b.Machine.W) || pauses < 21*5 {
		t.Errorf("pausing %d times changed the weights, or is too rare", pauses)
	}
	if allocations != 0 {
		t.Errorf("an update allocates %v times", allocations)
	}
}

func BenchmarkSharedUpdate(b *testing.B) {
	for _, hidden := range []int{400, 1000} {
		b.Run(fmt.Sprint(hidden), func(b *testing.B) {
			r := rand.New(rand.NewPCG(67, 68))
			tr := NewSharedWeight(randomShared(900, hidden, 0.5, r), randomLayer(900, 1000, 0.5, r), 500, 69)
			for b.Loop() {
				tr.Update(still)
			}
		})
	}
}
