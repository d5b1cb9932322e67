package training

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
	"cascade/engine/models"
)

// TestUpdateIsTheCentredGradient compares one update without sweeps with the definition, chain by chain and unit by unit.
func TestUpdateIsTheCentredGradient(t *testing.T) {
	const nv, nh, samples, batch, chains, rate = 37, 11, 29, 13, 17, 0.25
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{batch, samples} {
		m := randomBinary(nv, nh, r)
		data := randomLayer(nv, samples, 0.3, r)
		tr := NewBinary(m, data, size, chains, 5)
		tr.K, tr.Rate = 0, rate
		before := models.New(models.Binary, models.Binary, nv, nh)
		before.W.CopyFrom(m.W)
		copy(before.B, m.B)
		copy(before.C, m.C)
		tr.Update(still)
		gW, gb, gc := centredGradient(before, tr.batch, tr.Chains)
		for i := range nv {
			for a := range nh {
				check.Within(t, fmt.Sprintf("batch %d: dW[%d][%d]", size, i, a), float64(m.W.Row(i)[a]-before.W.Row(i)[a]), rate*gW[i][a], 2e-6)
			}
			check.Within(t, fmt.Sprintf("batch %d: db[%d]", size, i), float64(m.B[i]-before.B[i]), rate*gb[i], 2e-6)
		}
		for a := range nh {
			check.Within(t, fmt.Sprintf("batch %d: dc[%d]", size, a), float64(m.C[a]-before.C[a]), rate*gc[a], 2e-6)
		}
	}
}

// centredGradient is the definition: gW = <(v-vD)(h-hD)>_data - <(v-vD)(h-hD)>_model, gb = vD-vM-gW hD, gc = hD-hM-vD gW.
func centredGradient(m *models.RBM, data, chains *kernels.Layer) (gW [][]float64, gb, gc []float64) {
	nv, nh := m.W.Rows, m.W.Cols
	mean := func(l *kernels.Layer) (v, h []float64) {
		v, h = make([]float64, nv), make([]float64, nh)
		for c := range l.Chains {
			x := state(l, c, 0, 1)
			for i := range v {
				v[i] += x[i] / float64(l.Chains)
			}
			for a, y := range hiddenMeans(m, x) {
				h[a] += y / float64(l.Chains)
			}
		}
		return v, h
	}
	vD, hD := mean(data)
	vM, hM := mean(chains)
	gW = make([][]float64, nv)
	for i := range gW {
		gW[i] = make([]float64, nh)
	}
	add := func(l *kernels.Layer, sign float64) {
		for c := range l.Chains {
			x := state(l, c, 0, 1)
			h := hiddenMeans(m, x)
			for i := range x {
				for a := range h {
					gW[i][a] += sign / float64(l.Chains) * (x[i] - vD[i]) * (h[a] - hD[a])
				}
			}
		}
	}
	add(data, 1)
	add(chains, -1)
	gb, gc = make([]float64, nv), make([]float64, nh)
	for i := range gb {
		gb[i] = vD[i] - vM[i]
		for a := range gc {
			gb[i] -= gW[i][a] * hD[a]
		}
	}
	for a := range gc {
		gc[a] = hD[a] - hM[a]
		for i := range gb {
			gc[a] -= vD[i] * gW[i][a]
		}
	}
	return gW, gb, gc
}

// TestExpectedGradientOfLogLikelihood starts the chains in the machine's exact law: without sweeps the uncentred gradient
// dW + vD dh + dv hD must be the derivative of the mean log-likelihood, here taken by differences over all 2^7 states.
func TestExpectedGradientOfLogLikelihood(t *testing.T) {
	const nv, nh, samples = 7, 3, 5
	r := rand.New(rand.NewPCG(3, 4))
	m := randomBinary(nv, nh, r)
	data := randomLayer(nv, samples, 0.5, r)
	input := make([]float64, nh)
	loglik := func([]float32) float64 {
		sum := 0.0
		for c := range samples {
			sum -= m.FreeEnergy(state(data, c, 0, 1), input)
		}
		return sum/samples - logSum(logLaw(m))
	}
	// The exact model averages, by enumeration.
	logp := logLaw(m)
	z := logSum(logp)
	vh := make([][]float64, nv)
	for i := range vh {
		vh[i] = make([]float64, nh)
	}
	add := func(v []float64, weight float64) {
		for a, h := range hiddenMeans(m, v) {
			for i := range v {
				vh[i][a] += weight * v[i] * h
			}
		}
	}
	v := make([]float64, nv)
	for s, lp := range logp {
		for i := range v {
			v[i] = float64(s >> i & 1)
		}
		add(v, -math.Exp(lp-z))
	}
	for c := range samples {
		add(state(data, c, 0, 1), 1.0/samples)
	}
	for i := range nv {
		grad := make([]float32, nh)
		for a := range grad {
			grad[a] = float32(vh[i][a])
		}
		check.Gradient(t, fmt.Sprintf("row %d", i), loglik, m.W.Row(i), grad, 1e-2, 1e-4)
	}
}

// TestSweepLeavesTheLaw starts 20,000 chains in the exact law of a small machine.
func TestSweepLeavesTheLaw(t *testing.T) {
	const nv, nh, chains = 5, 3, 20000 / 4
	r := rand.New(rand.NewPCG(5, 6))
	m := randomBinary(nv, nh, r)
	kernel := func(seed uint64, damage func(*Binary)) check.Kernel {
		tr := NewBinary(m, randomLayer(nv, 2, 0.5, r), 2, chains, seed)
		return check.Kernel{
			LogP: logLaw(m), Chains: chains,
			Start: func(c, s int) {
				for i := range nv {
					tr.Chains.Set(c, i, s>>i&1 == 1)
				}
			},
			Step:  func() { tr.Chains.List(); damage(tr); tr.states.Take(tr.Machine, still); tr.Sweep(still) },
			State: func(c int) int { return binaryState(tr.Chains, c) },
		}
	}
	check.NoDrift(t, "Gibbs sweep", kernel(7, func(*Binary) {}), r)
	check.Broken(t, "sweep of other biases", func(bt check.T) {
		check.NoDrift(bt, "", kernel(8, func(tr *Binary) {
			other := *m
			other.B = slices.Clone(m.B)
			other.B[0] += 0.3
			tr.Machine = &other
		}), r)
	})
}

func binaryState(l *kernels.Layer, c int) int {
	s := 0
	for i := range l.Units {
		if l.Bit(c, i) {
			s |= 1 << i
		}
	}
	return s
}

// TestBinaryPausesChangeNothing compares the weights of a run that pauses with those of one that can't know.
func TestBinaryPausesChangeNothing(t *testing.T) {
	run := func(pause func()) []float32 {
		r := rand.New(rand.NewPCG(9, 10))
		m := randomBinary(67, 41, r)
		tr := NewBinary(m, randomLayer(67, 53, 0.2, r), 19, 23, 11)
		for _, method := range []Method{PCD, CD, Rdm} {
			tr.Method, tr.K = method, 2
			tr.Update(pause)
		}
		return m.W.Data
	}
	pauses := 0
	if a, b := run(still), run(func() { pauses++ }); !slices.Equal(a, b) {
		t.Error("pausing changed the weights")
	}
	if pauses < 58 {
		t.Errorf("three updates paused %d times; want about once a tile", pauses)
	}
}

// TestRestoredWeightsAreSampled: once weights were put back, chains sample the machine that there is then, and it is the one that is looked at.
func TestRestoredWeightsAreSampled(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 11))
	tr := NewBinary(randomBinary(67, 41, r), randomLayer(67, 53, 0.2, r), 19, 24, 11)
	tr.Update(still)
	w := tr.Machine.W
	for i := range w.Data {
		w.Data[i] *= 1000
	}
	tr.Restored()
	tr.Sweep(still)
	want := kernels.NewFixed(w.Rows, w.Cols)
	want.Set(w, tr.Machine.B, tr.Machine.C, still)
	if got := tr.states.Machine; got.Fraction != want.Fraction || !slices.Equal(got.W.Data, want.W.Data) || !slices.Equal(got.Columns, want.Columns) {
		t.Error("the chains sample another machine")
	}
	if w.Data[3] = float32(math.NaN()); !tr.Finite() {
		t.Error("looked at before it is restored")
	}
	if tr.Restored(); tr.Finite() {
		t.Error("a weight that is no number goes unnoticed")
	}
}

// TestMethodsDiffer: chains of CD begin at the minibatch, those of Rdm at random, and those of PCD go on.
func TestMethodsDiffer(t *testing.T) {
	const nv, nh, chains = 31, 7, 29
	start := func(method Method) (*Binary, *kernels.Layer) {
		r := rand.New(rand.NewPCG(12, 13))
		m := models.New(models.Binary, models.Binary, nv, nh)
		tr := NewBinary(m, randomLayer(nv, 17, 0.9, r), 17, chains, 14)
		tr.Method, tr.K, tr.Rate = method, 0, 0
		before := kernels.NewLayer(nv, chains)
		copy(before.Nibbles, tr.Chains.Nibbles)
		tr.Update(still)
		return tr, before
	}
	tr, before := start(PCD)
	if !slices.Equal(tr.Chains.Nibbles, before.Nibbles) {
		t.Error("PCD without sweeps moved the chains")
	}
	tr, _ = start(CD)
	used := map[int]bool{}
	for c := range chains {
		from := -1
		for s := range 17 {
			if binaryState(tr.Chains, c) == binaryState(tr.data, s) {
				from = s
			}
		}
		if used[from] = true; from < 0 {
			t.Fatalf("CD: chain %d does not start at a sample", c)
		}
	}
	if len(used) < 10 {
		t.Errorf("CD: %d chains start at only %d of 17 samples", chains, len(used))
	}
	tr, before = start(Rdm)
	ones := 0
	for c := range chains {
		ones += tr.Chains.Ones(c)
	}
	check.Agree(t, "Rdm: fraction on", float64(ones)/(nv*chains), 0.5/math.Sqrt(nv*chains), 0.5, 4)
	if slices.Equal(tr.Chains.Nibbles, before.Nibbles) {
		t.Error("Rdm left the chains where they were")
	}
}

func TestBinaryUpdateDoesNotAllocate(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	m := randomBinary(61, 23, r)
	tr := NewBinary(m, randomLayer(61, 40, 0.2, r), 10, 13, 17)
	if n := testing.AllocsPerRun(20, func() { tr.Update(still) }); n != 0 {
		t.Errorf("an update allocates %v times", n)
	}
}

// TestBatchesDealEachSampleOncePerEpoch also holds for batches that straddle epochs.
func TestBatchesDealEachSampleOncePerEpoch(t *testing.T) {
	b := newBatches(7, 18)
	var first []int
	for epoch := range 3 {
		var got []int
		for range 7 {
			got = append(got, b.deal())
		}
		if epoch == 0 {
			first = slices.Clone(got)
		} else if slices.Equal(got, first) {
			t.Error("two epochs have the same order")
		}
		slices.Sort(got)
		if !slices.Equal(got, []int{0, 1, 2, 3, 4, 5, 6}) {
			t.Errorf("epoch %d dealt %v", epoch, got)
		}
	}
}

func BenchmarkBinaryUpdate(b *testing.B) {
	for _, k := range []int{1, 10} {
		b.Run(fmt.Sprintf("784x500k%d", k), func(b *testing.B) {
			r := rand.New(rand.NewPCG(19, 20))
			m := models.New(models.Binary, models.Binary, 784, 500)
			for i := range 784 {
				InitialWeights(m.W.Row(i), 0.01, r)
			}
			tr := NewBinary(m, randomLayer(784, 2000, 0.13, r), 500, 500, 21)
			tr.K = k
			b.ReportAllocs()
			for b.Loop() {
				tr.Update(still)
			}
		})
	}
}
