package training

import (
	"cascade/engine/kernels"
	"cascade/engine/models"
)

// SharedWeight trains the shared-weight machine by full-batch gradient ascent,
//
//	dw_i = rate ( <v_i t>_data - <v_i t>_model ),   t replaced by E[t|v] = tanh(w.v/Nh) in both terms,
//
// with the model term from persistent chains or from chains that start at the data. [CPT, App. B]
//
// Every component of the gradient is below 2, so the weights stay finite at any learning rate.
type SharedWeight struct {
	Machine *models.SharedWeight
	Method  Method // PCD or CD
	K       int
	Rate    float64
	Chains  *kernels.Layer
	T       []float32 // mean hidden spin of each chain, as sampled in the last sweep
	Streams *kernels.Streams

	data       *kernels.Layer
	deal       *batches
	dataTables *kernels.Tables
	tables     *kernels.Tables
	grad       []float32 `memory:"-"`
	dataTerm   []float32 `memory:"-"` // the part of grad that the data contribute
	meanD      []float32 // E[t|v] of the data
	meanM      []float32 // of the chains; their projections before
}

// NewSharedWeight returns a trainer whose chains start at random spins, the exact law while the weights are zero.
func NewSharedWeight(m *models.SharedWeight, data *kernels.Layer, chains int, seed uint64) *SharedWeight {
	if data.Units != m.N {
		panic("training: data do not fit the machine")
	}
	t := &SharedWeight{
		Machine: m, K: 1, Rate: 0.01, Chains: kernels.NewLayer(m.N, chains), T: make([]float32, chains),
		Streams: kernels.NewStreams(seed, StreamChains, chains),
		data:    data, deal: newBatches(data.Chains, seed),
		tables: kernels.NewTables(max(m.N, chains)), dataTables: kernels.NewTables(max(m.N, data.Chains)),
		grad: make([]float32, m.N), dataTerm: make([]float32, m.N), meanD: make([]float32, data.Chains), meanM: make([]float32, chains),
	}
	t.sampleVisible(0, chains) // t = 0: every spin is free
	return t
}

// Update does one parameter update.
func (t *SharedWeight) Update(pause func()) {
	clear(t.grad)
	t.add(t.data, t.meanD, 1, t.dataTables, pause)
	copy(t.dataTerm, t.grad)
	if t.Method == CD {
		for c := range t.Chains.Chains {
			t.Chains.CopyChain(c, t.data, t.deal.deal())
		}
	}
	for range t.K {
		t.Sweep(pause)
	}
	t.add(t.Chains, t.meanM, -1, t.tables, pause)
	rate := float32(t.Rate)
	for i, g := range t.grad {
		t.Machine.W[i] += float32(rate * g)
	}
}

// Terms returns the gradient of the last update and the part of it that the data contribute, both of the trainer's own memory.
func (t *SharedWeight) Terms() (data, gradient []float32) { return t.dataTerm, t.grad }

// add adds sign <v_i E[t|v]> over the chains of a layer to the gradient.
func (t *SharedWeight) add(l *kernels.Layer, mean []float32, sign float64, tables *kernels.Tables, pause func()) {
	t.means(l, mean, tables)
	pause()
	kernels.CorrelateSpins(t.grad, l, mean, float32(sign/float64(l.Chains)), tables)
	pause()
}

// means sets mean to E[t|v] of the chains of a layer.
func (t *SharedWeight) means(l *kernels.Layer, mean []float32, tables *kernels.Tables) {
	kernels.ProjectSpins(mean, l, t.Machine.W, tables)
	for c, x := range mean {
		mean[c] = kernels.Tanh(x / float32(t.Machine.Hidden))
	}
}

// Sweep does one Gibbs sweep of all chains: the hidden mean given v, then v given it.
func (t *SharedWeight) Sweep(pause func()) {
	kernels.ProjectSpins(t.meanM, t.Chains, t.Machine.W, t.tables)
	pause()
	const chunk = 128 // chains a call: under a millisecond at N = 900
	for from := 0; from < t.Chains.Chains; from += chunk {
		to := min(from+chunk, t.Chains.Chains)
		t.Machine.SampleHidden(t.T, t.meanM, t.Streams, from, to)
		t.sampleVisible(from, to)
		pause()
	}
}

func (t *SharedWeight) sampleVisible(from, to int) {
	kernels.SampleSpins(t.Chains, [][]float32{t.Machine.W}, [][]float32{t.T}, t.Streams, t.tables, from, to)
}

// HiddenMeans returns E[t|v] of each chain at the present weights. The slice is the trainer's own.
func (t *SharedWeight) HiddenMeans() []float32 {
	t.means(t.Chains, t.meanM, t.tables)
	return t.meanM
}

// BatchState returns the state of the generator of minibatches, for a run's hash.
func (t *SharedWeight) BatchState() []byte { return t.deal.state() }
