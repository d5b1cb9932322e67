package training

import (
	"cascade/engine/kernels"
	"cascade/engine/models"
)

// Binary trains a {0,1} machine by the centred gradient, in which data means are the offsets of both terms:
//
//	gW = <(v-vD)(h-hD)>_data - <(v-vD)(h-hD)>_model,   gb = vD - vM - gW hD,   gc = hD - hM - vD gW
//
// where vD, hD are means over the minibatch and vM, hM over the chains. Centring keeps c near -vD W, that is the hidden
// means near 1/2, which the theory of the first transition assumes. [CPT, section 5; offsets as in the authors' code]
//
// Weights, chains and generators are exported for measurement and hashing; only Update changes them.
type Binary struct {
	Machine *models.RBM
	Method  Method  // PCD, CD or Rdm
	K       int     // sweeps per update
	Rate    float64 // learning rate per update
	Chains  *kernels.Layer
	Hidden  *kernels.Layer // of the chains, as sampled in the last sweep
	Streams *kernels.Streams

	data    *kernels.Layer
	batch   *kernels.Layer // data itself when the batch is everything
	deal    *batches
	tables  *kernels.Tables
	gather  *kernels.Transposed // of the batch
	gatherC *kernels.Transposed // of the chains
	meanD   *kernels.Matrix     // E[h|v] of the batch, batch x Nh
	meanM   *kernels.Matrix     // E[h|v] of the chains, chains x Nh
	grad    *kernels.Matrix     // Nv x Nh
	vD, dv  []float32           // mean of the data, and minus that of the model; padded Nv
	hD, dh  []float32           // padded Nh
	gb, gc  []float32           // the corrections gW hD and vD gW
	empty   *kernels.Layer      // a hidden layer all zero: gives samples of the bare biases
	zero    []float32           // padded Nv
	fixed   bool                // gather holds the whole data set already
}

// NewBinary returns a trainer whose chains are drawn from the machine without its weights: the exact law while W is zero.
// batch is cut to the number of samples in data. Memory: about Nv*Nh + (batch+chains)*Nh floats.
func NewBinary(m *models.RBM, data *kernels.Layer, batch, chains int, seed uint64) *Binary {
	if m.Visible != models.Binary || m.Hidden != models.Binary || data.Units != m.W.Rows {
		panic("training: NewBinary needs a {0,1} machine and data of its size")
	}
	nv, nh := m.W.Rows, m.W.Cols
	batch = min(batch, data.Chains)
	t := &Binary{
		Machine: m, K: 1, Rate: 0.01,
		Chains: kernels.NewLayer(nv, chains), Hidden: kernels.NewLayer(nh, chains), Streams: kernels.NewStreams(seed, StreamChains, chains),
		data: data, batch: data, deal: newBatches(data.Chains, seed),
		tables: kernels.NewTables(max(nv, nh, batch, chains)), gather: kernels.NewTransposed(nv, batch), gatherC: kernels.NewTransposed(nv, chains),
		meanD: kernels.NewMatrix(batch, nh), meanM: kernels.NewMatrix(chains, nh), grad: kernels.NewMatrix(nv, nh),
		vD: make([]float32, kernels.Pad(nv)), dv: make([]float32, kernels.Pad(nv)), gb: make([]float32, kernels.Pad(nv)), zero: make([]float32, kernels.Pad(nv)),
		hD: make([]float32, kernels.Pad(nh)), dh: make([]float32, kernels.Pad(nh)), gc: make([]float32, kernels.Pad(nh)),
		empty: kernels.NewLayer(nh, chains),
	}
	if batch < data.Chains {
		t.batch = kernels.NewLayer(nv, batch)
	}
	t.sampleVisible(m.B, t.empty, func() {})
	t.sampleHidden(func() {})
	for j := range nh {
		t.hD[j] = kernels.Sigmoid(m.C[j])
	}
	return t
}

// Update does one parameter update: statistics of a minibatch, K sweeps of the chains, statistics of the chains, the step.
func (t *Binary) Update(pause func()) {
	t.nextBatch(pause)
	t.grad.Zero()
	t.average(t.meanD, t.batch, t.gather, 1, pause)
	t.startChains(pause)
	for range t.K {
		t.Sweep(pause)
	}
	t.gatherC.From(t.Chains)
	t.average(t.meanM, t.Chains, t.gatherC, -1, pause)
	t.means()
	t.apply(pause)
}

// Sweep does one Gibbs sweep of all chains: h given v, then v given h.
func (t *Binary) Sweep(pause func()) {
	t.sampleHidden(pause)
	t.sampleVisible(t.Machine.B, t.Hidden, pause)
}

func (t *Binary) sampleHidden(pause func()) {
	m := t.Machine
	for tile := range kernels.Tiles(m.W.Cols) {
		kernels.SampleHidden(t.Hidden, m.W, m.C, t.Chains, t.Streams, t.tables, tile)
		pause()
	}
}

func (t *Binary) sampleVisible(bias []float32, hidden *kernels.Layer, pause func()) {
	for tile := range kernels.Tiles(t.Machine.W.Rows) {
		kernels.SampleVisible(t.Chains, t.Machine.W, bias, hidden, t.Streams, t.tables, tile)
		pause()
	}
}

func (t *Binary) nextBatch(pause func()) {
	if t.batch != t.data {
		t.deal.fill(t.batch, t.data)
		pause()
	}
	if !t.fixed {
		t.gather.From(t.batch)
		t.fixed = t.batch == t.data
		pause()
	}
}

// startChains puts the chains where the method wants them before the sweeps.
func (t *Binary) startChains(pause func()) {
	switch t.Method {
	case CD:
		for c := range t.Chains.Chains {
			from := c
			if t.Chains.Chains != t.batch.Chains { // as many as there are; else any, so that none is preferred
				from = t.deal.rand.IntN(t.batch.Chains)
			}
			t.Chains.CopyChain(c, t.batch, from)
		}
	case Rdm:
		t.sampleVisible(t.zero, t.empty, pause)
	}
}

// average sets mean to E[h|v] of the layer and adds sign/chains sum_c v_ci mean_cj to the gradient.
func (t *Binary) average(mean *kernels.Matrix, v *kernels.Layer, gather *kernels.Transposed, sign float32, pause func()) {
	m := t.Machine
	for tile := range kernels.Tiles(m.W.Cols) {
		kernels.MeanHidden(mean, m.W, m.C, v, t.tables, tile)
		pause()
	}
	for tile := range kernels.Tiles(m.W.Cols) {
		kernels.Correlate(t.grad, gather, mean, sign/float32(v.Chains), t.tables, tile)
		pause()
	}
}

// means sets vD, hD to the means of the minibatch and dv, dh to what they exceed those of the chains by.
func (t *Binary) means() {
	perD, perM := 1/float32(t.batch.Chains), 1/float32(t.Chains.Chains)
	for i := range t.Machine.W.Rows {
		t.vD[i] = float32(float32(t.gather.Count(i)) * perD)
		t.dv[i] = t.vD[i] - float32(float32(t.gatherC.Count(i))*perM)
	}
	clear(t.hD)
	kernels.SumColumns(t.hD, t.meanD, t.batch.Chains, perD)
	copy(t.dh, t.hD)
	kernels.SumColumns(t.dh, t.meanM, t.Chains.Chains, -perM)
}

// apply centres the gradient and takes the step.
func (t *Binary) apply(pause func()) {
	const rows = 64 // about half a millisecond of a 784x500 machine
	m, rate := t.Machine, float32(t.Rate)
	clear(t.gc)
	for from := 0; from < m.W.Rows; from += rows {
		kernels.CentredStep(m.W, t.grad, t.vD, t.dv, t.hD, t.dh, t.gb, t.gc, rate, from, min(from+rows, m.W.Rows))
		pause()
	}
	for i := range m.W.Rows {
		m.B[i] += float32(rate * (t.dv[i] - t.gb[i]))
	}
	for j := range m.W.Cols {
		m.C[j] += float32(rate * (t.dh[j] - t.gc[j]))
	}
}

// BatchState returns the state of the generator of minibatches, for a run's hash.
func (t *Binary) BatchState() []byte { return t.deal.state() }

// HiddenMeans returns the mean of E[h|v] over the latest minibatch; before the first update, that of a machine without
// weights. The slice is the trainer's own.
func (t *Binary) HiddenMeans() []float32 { return t.hD[:t.Machine.W.Cols] }
