package training

import (
	"slices"

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
	Crew    Crew `memory:"-"` // helps with large machines; may be nil

	states *models.Chains // Chains, Hidden and Streams
	behind bool           // they do not sample the machine as it is yet, only its weights are summed
	chance *models.Chains `memory:"-"` // the same of a machine of zeros, whose units are fair coins; nil until Rdm wants it
	data   *kernels.Layer `memory:"-"`
	batch  *kernels.Layer `memory:"-"` // data itself when the batch is everything
	deal   *batches
	alike  *likeness      `memory:"-"` // of the data; nil when the batch is everything
	empty  *kernels.Layer `memory:"-"` // a hidden layer all zero: gives samples of the bare biases

	dataSums, modelSums *statistics `memory:"-"`
	step                kernels.Centred

	// Who does what, for the present crew and number of sweeps.
	sweeps       int
	bounds       []int          `memory:"-"` // see partition; never changed in place
	scratch      []int          `memory:"-"`
	speeds       []float64      `memory:"-"` // of the hands
	own          *models.Chains `memory:"-"` // the caller's
	sampleHidden func(tile int) // of own
	parts        []*Part        `memory:"-"` // the hands'
}

// NewBinary returns a trainer whose chains are drawn from the machine without its weights: the exact law while W is zero.
// batch is cut to the number of samples in data. Memory: about 3 Nv*Nh + (batch+chains)*Nh numbers of four bytes.
func NewBinary(m *models.RBM, data *kernels.Layer, batch, chains int, seed uint64) *Binary {
	if m.Visible != models.Binary || m.Hidden != models.Binary || data.Units != m.W.Rows {
		panic("training: NewBinary needs a {0,1} machine and data of its size")
	}
	nv, nh := m.W.Rows, m.W.Cols
	batch = min(batch, data.Chains)
	states := models.NewChains(nv, nh, chains, seed, StreamChains)
	states.Tables = kernels.NewIntTables(max(nv, nh, chains, batch))
	t := &Binary{
		Machine: m, K: 1, Rate: 0.01, Chains: states.Visible, Hidden: states.Hidden, Streams: states.Streams,
		states: states, data: data, batch: data, deal: newBatches(data.Chains, seed),
		empty:    kernels.NewLayer(nh, chains),
		dataSums: newStatistics(nv, nh, batch, batch), modelSums: newStatistics(nv, nh, chains, chains), sweeps: -1,
	}
	t.step = kernels.Centred{W: m.W, D: t.dataSums.products, M: t.modelSums.products, PerD: t.dataSums.perMean, PerM: t.modelSums.perMean,
		VD: make([]float32, kernels.Pad(nv)), DV: make([]float32, kernels.Pad(nv)), GB: make([]float32, kernels.Pad(nv)),
		HD: make([]float32, kernels.Pad(nh)), DH: make([]float32, kernels.Pad(nh)), GC: make([]float32, kernels.Pad(nh))}
	if batch < data.Chains {
		t.batch, t.alike = kernels.NewLayer(nv, batch), newLikeness(data, batch)
	}
	still := func() {}
	states.Take(m, still)
	states.SampleVisible(t.empty, still)
	states.SampleHidden(still)
	for j := range nh {
		t.step.HD[j] = kernels.Sigmoid(m.C[j])
	}
	return t
}

// Update does one parameter update: statistics of a minibatch, K sweeps of the chains, statistics of the chains, the step.
func (t *Binary) Update(pause func()) {
	if t.alike != nil {
		t.alike.deal(t.deal)
	}
	t.startChains(pause)
	t.assign()
	for hand, p := range t.parts {
		t.Crew.Give(hand, p)
	}
	if t.alike != nil { // while the hands are at work
		t.alike.gather(t.batch, t.data)
		pause()
	}
	t.follow(pause)
	t.ownPart(pause)
	for hand, p := range t.parts {
		t.take(hand, p, pause)
	}
	t.means()
	t.apply(pause)
	t.behind = true
}

// follow makes the chains sample the machine as it is. Hands do the same with theirs meanwhile, so it comes behind what is given to them.
func (t *Binary) follow(pause func()) {
	if t.behind {
		t.states.Convert(t.Machine, pause)
		t.behind = false
	}
}

// ownPart does the data phase and the caller's part of the model phase. The first sweep of the hidden units goes along with the data
// phase, tile by tile, as both need the same tables.
func (t *Binary) ownPart(pause func()) {
	m, own, first := t.states.Machine, t.own, t.sampleHidden
	if t.K < 1 {
		first = nil
	}
	t.dataSums.collect(m, t.batch, own.Tables, t.batch == t.data, first, pause)
	for sweep := range t.K {
		if sweep > 0 {
			own.SampleHidden(pause)
		}
		own.SampleVisible(own.Hidden, pause)
	}
	t.modelSums.collect(m, own.Visible, own.Tables, false, nil, pause)
}

// take adds what a hand has done. A part that is lost is done here: its states and generators are those before the update.
func (t *Binary) take(hand int, p *Part, pause func()) {
	if !t.Crew.Take(hand, p, pause) {
		p.redo(pause)
	}
	pause()
	t.modelSums.merge(p.sums)
	pause()
}

// assign divides the chains among the caller and the hands there are, when these, their speeds or the number of sweeps have changed.
func (t *Binary) assign() {
	nv, nh, chains := t.Machine.W.Rows, t.Machine.W.Cols, t.Chains.Chains
	bounds := t.divide(t.scratch[:0])
	t.scratch = bounds
	if t.sweeps == t.K && slices.Equal(t.bounds, bounds) {
		return
	}
	t.sweeps, t.bounds = t.K, slices.Clone(bounds)
	t.parts = t.parts[:min(len(t.parts), len(bounds)-1)] // the sums of those who go on stay, as they are large
	t.keep(t.states.Part(0, bounds[0]))
	for h, from := range bounds[:len(bounds)-1] {
		to := bounds[h+1]
		if h == len(t.parts) {
			t.parts = append(t.parts, &Part{machine: t.Machine, sums: newStatistics(nv, nh, chains, chains)})
		}
		p := t.parts[h]
		p.Shape = Shape{Nv: nv, Nh: nh, Chains: to - from, Total: chains, Sweeps: t.K}
		p.chains = t.states.Part(from, to)
	}
}

// divide appends the bounds of who does what: all the caller's, or those of partition. A crew is not asked, so nobody is hired, for a machine
// that is too small to be shared.
func (t *Binary) divide(bounds []int) []int {
	nv, nh, chains, hands := t.Machine.W.Rows, t.Machine.W.Cols, t.Chains.Chains, 0
	if t.Crew != nil && nv*nh*chains*max(t.K, 1) >= worthSharing {
		hands = t.Crew.Hands()
	}
	if hands == 0 || chains < 8*(hands+1) {
		return append(bounds, chains)
	}
	t.speeds = t.speeds[:0]
	for h := range hands {
		t.speeds = append(t.speeds, t.Crew.Speed(h))
	}
	return partition(bounds, chains, t.batch.Chains, t.K, t.speeds)
}

// Restored makes the chains sample the machine as it is, after its weights were put back to what they were at an earlier time.
func (t *Binary) Restored() {
	t.states.Machine.Sum(t.Machine.W, 0, t.Machine.W.Rows)
	t.behind = true
}

// Finite reports whether all weights are finite.
func (t *Binary) Finite() bool { return t.states.Machine.Finite() }

// keep makes chains the caller's.
func (t *Binary) keep(own *models.Chains) { t.own, t.sampleHidden = own, own.SampleHiddenTile }

// Sweep does one Gibbs sweep of all chains: h given v, then v given h.
func (t *Binary) Sweep(pause func()) {
	t.follow(pause)
	t.states.Sweep(pause)
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
			if t.alike != nil {
				from = int(t.alike.dealt[from])
			}
			t.Chains.CopyChain(c, t.data, from)
		}
	case Rdm:
		if t.chance == nil {
			coins := *t.states
			coins.Machine = kernels.NewFixed(t.Machine.W.Rows, t.Machine.W.Cols)
			t.chance = &coins
		}
		t.chance.SampleVisible(t.empty, pause)
	}
}

// means sets vD, hD to the means of the minibatch and dv, dh to what they exceed those of the chains by.
func (t *Binary) means() {
	s, data, model := &t.step, t.dataSums, t.modelSums
	for i := range t.Machine.W.Rows {
		s.VD[i] = float32(data.visible[i]) * data.per
		s.DV[i] = s.VD[i] - float32(float32(model.visible[i])*model.per)
	}
	for j := range t.Machine.W.Cols {
		s.HD[j] = float32(data.hidden[j]) * data.perMean
		s.DH[j] = s.HD[j] - float32(float32(model.hidden[j])*model.perMean)
	}
}

// apply centres the gradient and takes the step. The new weights are summed at once, as they are at hand.
func (t *Binary) apply(pause func()) {
	m, s := t.Machine, &t.step
	s.Rate = float32(t.Rate)
	clear(s.GC)
	for from := 0; from < m.W.Rows; from += kernels.Block {
		to := min(from+kernels.Block, m.W.Rows)
		s.Step(from, to)
		t.states.Machine.Sum(m.W, from, to)
		pause()
	}
	for i := range m.W.Rows {
		m.B[i] += float32(s.Rate * (s.DV[i] - s.GB[i]))
	}
	for j := range m.W.Cols {
		m.C[j] += float32(s.Rate * (s.DH[j] - s.GC[j]))
	}
}

// Terms returns u'G v for the two terms of the centred gradient G of the weights in the last update: that of the data and that of the
// model, whose difference times Rate is the change of u'W v. u has Nv components, v Nh. Cost: one pass over the sums.
func (t *Binary) Terms(u, v []float32) (data, model float64) {
	s := &t.step
	var hD, dh float64 // of the means, along v
	for j, y := range v {
		hD += float64(float64(s.HD[j]) * float64(y))
		dh += float64(float64(s.DH[j]) * float64(y))
	}
	for i, x := range u {
		d, m := 0.0, 0.0
		rowD, rowM := s.D.Data[i*s.D.Stride:], s.M.Data[i*s.M.Stride:]
		for j, y := range v {
			d += float64(float64(rowD[j]) * float64(y))
			m += float64(float64(rowM[j]) * float64(y))
		}
		vD, dv := float64(s.VD[i]), float64(s.DV[i])
		data += float64(float64(x) * (float64(float64(s.PerD)*d) - float64(vD*hD)))
		model += float64(float64(x) * (float64(float64(s.PerM)*m) + float64(vD*dh) + float64(dv*hD) - float64(vD*hD)))
	}
	return data, model
}

// UnitTerms writes the two terms of the centred gradient of the weights of hidden unit j in the last update, Nv numbers each, as Terms has
// them: that of the data and that of the model, whose difference times Rate is the change of column j of W.
func (t *Binary) UnitTerms(j int, data, model []float32) {
	s := &t.step
	hD, dh := float64(s.HD[j]), float64(s.DH[j])
	for i := range data {
		d, m := float64(s.D.Data[i*s.D.Stride+j]), float64(s.M.Data[i*s.M.Stride+j])
		vD, dv := float64(s.VD[i]), float64(s.DV[i])
		data[i] = float32(float64(float64(s.PerD)*d) - float64(vD*hD))
		model[i] = float32(float64(float64(s.PerM)*m) + float64(vD*dh) + float64(dv*hD) - float64(vD*hD))
	}
}

// BatchState returns the state of the generator of minibatches, for a run's hash.
func (t *Binary) BatchState() []byte { return t.deal.state() }

// HiddenMeans returns the mean of E[h|v] over the latest minibatch; before the first update, that of a machine without
// weights. The slice is the trainer's own.
func (t *Binary) HiddenMeans() []float32 { return t.step.HD[:t.Machine.W.Cols] }

// ModelHiddenMeans returns the same mean over the chains of the latest update's model phase, in a slice of the caller's own.
func (t *Binary) ModelHiddenMeans() []float32 {
	means := slices.Clone(t.HiddenMeans())
	for j := range means {
		means[j] -= t.step.DH[j]
	}
	return means
}
