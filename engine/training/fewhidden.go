package training

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/portable"
	"cascade/engine/theory"
)

// FewHidden trains the few-hidden machine by full-batch gradient ascent,
//
//	dw_ai = rate ( <v_i h_a>_data - <v_i h_a>_model ),   h_a replaced by E[h_a|v] = variance w_a.v in both terms,
//
// with the model term from persistent chains, from chains that start at the data, or (one hidden unit) from the integral
// over h or its saddle point. [CPT, eqs. (2)-(4), with one sum over i too many in the printed (3)] A machine's Bias takes part in
// its chains, and is not trained.
type FewHidden struct {
	Machine *models.FewHidden
	Method  Method
	K       int
	Rate    float64
	Chains  *kernels.Layer
	Streams *kernels.Streams

	data       *kernels.Layer
	deal       *batches
	dataTables *kernels.Tables
	tables     *kernels.Tables
	grad       [][]float32       `memory:"-"` // P x N
	dataTerm   [][]float32       `memory:"-"` // P x N: the part of grad that the data contribute
	meanD      []float32         // of one hidden unit over the data
	h          [][]float32       // P x chains; with biases, which are the weights of one unit more, a row of ones after these
	proj       [][]float32       // P x chains: w_a.v_c
	law        *theory.OneHidden // for the exact and saddle methods
}

// NewFewHidden returns a trainer whose chains start at random spins, the exact law while the weights are zero.
// Exact and Saddle need a machine with one hidden unit.
func NewFewHidden(m *models.FewHidden, data *kernels.Layer, chains int, seed uint64) *FewHidden {
	if data.Units != m.N {
		panic("training: data do not fit the machine")
	}
	t := &FewHidden{
		Machine: m, K: 1, Rate: 0.01, Chains: kernels.NewLayer(m.N, chains), Streams: kernels.NewStreams(seed, StreamChains, chains),
		data: data, deal: newBatches(data.Chains, seed),
		tables: kernels.NewTables(max(m.N, chains)), dataTables: kernels.NewTables(max(m.N, data.Chains)),
		grad: rows(len(m.W), m.N), dataTerm: rows(len(m.W), m.N), h: rows(len(m.W), chains), proj: rows(len(m.W), chains), meanD: make([]float32, data.Chains),
		law: theory.NewOneHidden(m.N, m.N),
	}
	if m.Bias != nil {
		ones := make([]float32, chains)
		for c := range ones {
			ones[c] = 1
		}
		t.h = append(t.h, ones)
	}
	t.sampleVisible(func() {}) // h = 0: every spin is free
	return t
}

// SetData replaces the data set by another of the same number of units and samples.
func (t *FewHidden) SetData(data *kernels.Layer) {
	if data.Units != t.Machine.N || data.Chains != t.data.Chains {
		panic("training: SetData needs data of the same shape")
	}
	t.data = data
}

// Update does one parameter update. Only the saddle point can fail, with theory's *ConvergenceError.
func (t *FewHidden) Update(pause func()) error {
	for _, g := range t.grad {
		clear(g)
	}
	t.positive(pause)
	for a, g := range t.grad {
		copy(t.dataTerm[a], g)
	}
	if err := t.subtractModel(pause); err != nil {
		return err
	}
	for a, g := range t.grad {
		rate := float32(t.Rate)
		for i, x := range g {
			t.Machine.W[a][i] += float32(rate * x)
		}
	}
	return nil
}

// Terms returns the gradient of the last update and the part of it that the data contribute, <v_i h_a>_data; the difference is the
// model's, <v_i h_a>_model. Each is P x N, of the trainer's own memory. They are zero before the first update.
func (t *FewHidden) Terms() (data, gradient [][]float32) { return t.dataTerm, t.grad }

// positive adds <v_i h_a>_data.
func (t *FewHidden) positive(pause func()) {
	for a, w := range t.Machine.W {
		kernels.ProjectSpins(t.meanD, t.data, w, t.dataTables)
		pause()
		kernels.CorrelateSpins(t.grad[a], t.data, t.meanD, float32(t.Machine.Variance/float64(t.data.Chains)), t.dataTables)
		pause()
	}
}

// subtractModel subtracts <v_i h_a>_model.
func (t *FewHidden) subtractModel(pause func()) error {
	if t.Method == Exact || t.Method == Saddle {
		return t.subtractIntegral(pause)
	}
	if t.Method == CD {
		for c := range t.Chains.Chains {
			t.Chains.CopyChain(c, t.data, t.deal.deal())
		}
	}
	for range t.K {
		t.Sweep(pause)
	}
	t.project(pause)
	for a := range t.Machine.W {
		kernels.CorrelateSpins(t.grad[a], t.Chains, t.proj[a], -float32(t.Machine.Variance/float64(t.Chains.Chains)), t.tables)
		pause()
	}
	return nil
}

// Sweep does one Gibbs sweep of all chains: h given v, then v given h.
func (t *FewHidden) Sweep(pause func()) {
	t.project(pause)
	t.Machine.SampleHidden(t.h[:len(t.proj)], t.proj, t.Streams, 0, t.Chains.Chains)
	pause()
	t.sampleVisible(pause)
}

func (t *FewHidden) project(pause func()) {
	for a, w := range t.Machine.W {
		kernels.ProjectSpins(t.proj[a], t.Chains, w, t.tables)
		pause()
	}
}

func (t *FewHidden) sampleVisible(pause func()) {
	const chunk = 128 // chains a call: under a millisecond at N = 900
	w, h := t.Machine.W, t.h
	if len(h) > len(w) {
		w = append(w[:len(w):len(w)], t.Machine.Bias)
	}
	for from := 0; from < t.Chains.Chains; from += chunk {
		kernels.SampleSpins(t.Chains, w, h, t.Streams, t.tables, from, min(from+chunk, t.Chains.Chains))
		pause()
	}
}

// BatchState returns the state of the generator of minibatches, for a run's hash.
func (t *FewHidden) BatchState() []byte { return t.deal.state() }

func rows(n, cols int) [][]float32 {
	r := make([][]float32, n)
	for i := range r {
		r[i] = make([]float32, cols)
	}
	return r
}

// HiddenMean returns the mean over the chains of |E[h_a|v]| = variance |w_a.v|, measured at the present weights.
func (t *FewHidden) HiddenMean(a int) float64 {
	kernels.ProjectSpins(t.proj[a], t.Chains, t.Machine.W[a], t.tables)
	sum := 0.0
	for _, x := range t.proj[a] {
		sum += math.Abs(float64(x))
	}
	return t.Machine.Variance * sum / float64(t.Chains.Chains)
}

// subtractIntegral subtracts the model term of a machine with one hidden unit without chains. The chains still follow the
// machine, K sweeps an update, only to be looked at.
func (t *FewHidden) subtractIntegral(pause func()) error {
	if len(t.Machine.W) != 1 {
		panic("training: the exact and saddle methods need one hidden unit")
	}
	// theory speaks of hidden variance 1/N; w sqrt(N variance) is the weight there, and its gradient scales alike.
	scale := math.Sqrt(float64(t.Machine.N) * t.Machine.Variance)
	for i, w := range t.Machine.W[0] {
		t.law.W[i] = scale * float64(w)
	}
	if t.Method == Exact {
		if err := t.law.Solve(); err != nil {
			return err
		}
	} else {
		h, err := theory.SaddlePoint(t.law.W)
		if err != nil {
			return err
		}
		for i, w := range t.law.W {
			t.law.VH[i] = float64(h * portable.Tanh(float64(h*w)))
		}
	}
	pause()
	for i, x := range t.law.VH {
		t.grad[0][i] -= float32(scale * x)
	}
	for range t.K {
		t.Sweep(pause)
	}
	return nil
}
