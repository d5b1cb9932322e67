package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
	"cascade/engine/portable"
)

func TestSumSoftplus(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 19))
	for _, n := range []int{0, 1, 511, 512, 513, 2003} {
		x, want := make([]float32, n), 0.0
		for i := range x {
			x[i] = float32(20 * rng.NormFloat64())
			want += portable.Softplus(0.3 * float64(x[i]))
		}
		check.Close(t, "sum", sumSoftplus(x, 0.3), want, 13)
	}
	check.Close(t, "extremes", sumSoftplus([]float64{1e5, -1e5, 0}, 1), 1e5+math.Ln2, 15)
}

func TestGrayCodeVisitsEveryState(t *testing.T) {
	seen, state := map[int]bool{0: true}, 0
	for step := uint32(1); step < 1<<7; step++ {
		unit, sign := grayFlip(step)
		if on := state>>unit&1 == 1; on == (sign > 0) {
			t.Fatalf("step %d: unit %d turned to what it was", step, unit)
		}
		state ^= 1 << unit
		seen[state] = true
	}
	if len(seen) != 1<<7 {
		t.Errorf("%d states, want 128", len(seen))
	}
}

func TestLogPartitionIsTheSumOverAllStates(t *testing.T) {
	for _, n := range [][2]int{{7, 5}, {5, 7}, {1, 3}, {3, 1}, {1, 1}} {
		m := newToy(n[0], n[1], 2, 2)
		_, want := m.law()
		check.Close(t, "ln Z", LogPartition(m.w, m.b, m.c, still), want, 13)
	}
	// Beyond what can be summed naively: independent units, and e^1000 on one state.
	m := newToy(17, 40, 3, 0)
	want := 0.0
	for i := range 17 {
		want += portable.Softplus(float64(m.b[i]))
	}
	for j := range 40 {
		want += portable.Softplus(float64(m.c[j]))
	}
	check.Close(t, "ln Z of independent units", LogPartition(m.w, m.b, m.c, still), want, 12)
	m.w.Row(11)[30] = 1000
	check.Close(t, "ln Z of a strong bond", LogPartition(m.w, m.b, m.c, still),
		1000+want+float64(m.b[11])+float64(m.c[30])-portable.Softplus(float64(m.b[11]))-portable.Softplus(float64(m.c[30])), 12)
}

func TestFreeEnergyIsTheLogOfTheLaw(t *testing.T) {
	m := newToy(7, 5, 4, 1)
	law, logZ := m.law()
	all := kernels.NewLayer(7, 128) // every state, and one more batch than fits
	for v := range 128 {
		for i := range 7 {
			all.Set(v, i, v>>i&1 == 1)
		}
	}
	all.List()
	f := NewFreeEnergy(7, 5)
	one := kernels.NewLayer(7, 1)
	var sum Stat
	for v, p := range law {
		one.CopyChain(0, all, v)
		s := f.Mean(m.w, m.b, m.c, one, still)
		check.Within(t, "ln p", -s.Mean()-logZ, math.Log(p), 1e-5)
		sum.Add(s.Mean())
	}
	s := f.Mean(m.w, m.b, m.c, all, still)
	check.Close(t, "mean over all", s.Mean(), sum.Mean(), 12)
	check.Close(t, "variance over all", s.Variance(), sum.Variance(), 12)
	more := kernels.NewLayer(7, 128+17)
	for c := range more.Chains {
		more.CopyChain(c, all, c%128)
		one.CopyChain(0, all, c%128)
		if c >= 128 {
			s := f.Mean(m.w, m.b, m.c, one, still)
			sum.Add(s.Mean())
		}
	}
	s = f.Mean(m.w, m.b, m.c, more, still)
	check.Close(t, "mean over two batches", s.Mean(), sum.Mean(), 12)
}

// checkAIS compares the mean over independent estimates with the exact value.
func checkAIS(t *testing.T, name string, m toy, data *kernels.Layer, temperatures int) (spread, claimed float64) {
	t.Helper()
	want := LogPartition(m.w, m.b, m.c, still)
	var z, e Stat
	for seed := range 12 {
		a := NewAIS(data, m.w.Cols, 101, temperatures, uint64(seed))
		logZ, stdErr := a.LogPartition(m.w, m.b, m.c, still)
		check.Agree(t, name, logZ, stdErr, want, 4)
		// Z itself is unbiased.
		z.Add(portable.Exp(logZ - want))
		e.Add(stdErr)
		if a.Effective <= 1 || a.Effective > 101 {
			t.Errorf("%s: %g effective chains of 101", name, a.Effective)
		}
	}
	check.Agree(t, name+": <Z>/Z", z.Mean(), z.StdErr(), 1, 4)
	return math.Sqrt(z.Variance()), e.Mean()
}

func TestAISFindsThePartitionFunction(t *testing.T) {
	data := lumps(23, 101, 5)
	m := newToy(23, 11, 5, 0.7)
	var claimed [3]float64
	for i, temperatures := range []int{20, 80, 320} {
		var spread float64
		spread, claimed[i] = checkAIS(t, "ln Z", m, data, temperatures)
		// The spread of 12 estimates is known to a fifth.
		if ratio := claimed[i] / spread; ratio < 0.5 || ratio > 2 {
			t.Errorf("%d temperatures: error %.3g claimed, spread %.3g", temperatures, claimed[i], spread)
		}
	}
	if claimed[1] > 0.7*claimed[0] || claimed[2] > 0.7*claimed[1] {
		t.Errorf("errors %.3g do not shrink with the number of temperatures", claimed)
	}
}

// Without weights the chains never leave equilibrium: one temperature is enough, and with the data's own biases exact.
func TestAISOfIndependentUnits(t *testing.T) {
	data := lumps(23, 101, 6)
	m := newToy(23, 19, 6, 0)
	checkAIS(t, "ln Z", m, data, 7)
	a := NewAIS(data, 19, 3, 1, 1)
	for i, b0 := range a.base {
		on := 0.5
		for c := range data.Chains {
			if data.Bit(c, i) {
				on++
			}
		}
		check.Close(t, "base rate", portable.Sigmoid(float64(b0)), on/float64(data.Chains+1), 6)
	}
	clear(m.c)
	copy(m.b, a.base)
	logZ, e := a.LogPartition(m.w, m.b, m.c, still)
	check.Close(t, "ln Z of the base-rate model", logZ, LogPartition(m.w, m.b, m.c, still), 12)
	check.Within(t, "its error", e, 0, 1e-12)
}

func TestAISIsAFunctionOfItsArguments(t *testing.T) {
	data := lumps(23, 101, 7)
	m, other := newToy(23, 19, 7, 0.5), newToy(23, 19, 8, 0.5)
	a := NewAIS(data, 19, 11, 13, 1)
	z1, e1 := a.LogPartition(m.w, m.b, m.c, still)
	a.LogPartition(other.w, other.b, other.c, still)
	if z2, e2 := a.LogPartition(m.w, m.b, m.c, still); z1 != z2 || e1 != e2 {
		t.Errorf("%g +- %g, then %g +- %g", z1, e1, z2, e2)
	}
	if n := testing.AllocsPerRun(2, func() { a.LogPartition(m.w, m.b, m.c, still) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func TestLikelihoodIsExactForSmallMachines(t *testing.T) {
	m := newToy(7, 5, 9, 1)
	law, _ := m.law()
	data := sampled(7, 211, law, rand.New(rand.NewPCG(9, 19)))
	want := 0.0
	for c := range data.Chains {
		v := 0
		for i := range 7 {
			if data.Bit(c, i) {
				v |= 1 << i
			}
		}
		want += math.Log(law[v]) / float64(data.Chains)
	}
	l := NewLikelihood(data, 5, 11, 13, 1)
	got, e := l.PerSample(m.w, m.b, m.c, still)
	check.Within(t, "log-likelihood", got, want, 1e-5)
	// The data come from the machine, so this is minus the entropy.
	entropy := 0.0
	for _, p := range law {
		entropy -= p * math.Log(p)
	}
	check.Agree(t, "log-likelihood", got, e, -entropy, 4)
}

func TestLikelihoodOfLargerMachines(t *testing.T) {
	m := newToy(23, 17, 10, 0.5)
	data := lumps(23, 211, 10)
	l := NewLikelihood(data, 17, 101, 100, 1)
	if l.AIS == nil {
		t.Fatal("17 units were to be enumerated")
	}
	got, e := l.PerSample(m.w, m.b, m.c, still)
	f := NewFreeEnergy(23, 17)
	s := f.Mean(m.w, m.b, m.c, data, still)
	want := -s.Mean() - LogPartition(m.w, m.b, m.c, still)
	_, errZ := l.AIS.LogPartition(m.w, m.b, m.c, still)
	check.Agree(t, "log-likelihood", got, errZ, want, 4)
	check.Close(t, "error", e*e, s.StdErr()*s.StdErr()+errZ*errZ, 12)
}

func BenchmarkLikelihood196x100(b *testing.B) {
	data := lumps(196, 1000, 11)
	m := newToy(196, 100, 11, 0.1)
	a := NewAIS(data, 100, 100, 200, 1)
	b.Run("200 temperatures", func(b *testing.B) {
		for b.Loop() {
			a.LogPartition(m.w, m.b, m.c, still)
		}
	})
	f := NewFreeEnergy(196, 100)
	b.Run("F of 1000 samples", func(b *testing.B) {
		for b.Loop() {
			f.Mean(m.w, m.b, m.c, data, still)
		}
	})
	small := newToy(196, 16, 12, 0.1)
	b.Run("ln Z by 2^16 states", func(b *testing.B) {
		for b.Loop() {
			LogPartition(small.w, small.b, small.c, still)
		}
	})
}
