package experiments

import (
	"math"
	"slices"

	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/training"
)

// critical estimates w_c of the first mode from the divergence of its susceptibility, chi = 4/(w_c^2 - w^2) [CPT, eq. (6), in the
// form for {0,1} units]. In a finite machine this is rounded: to the next order, as the integral exp(tx^2/2 - x^4/12) of the rank-one
// machine gives it,
//
//	4/chi + w^2 = w_c^2 + a/(1-rho),   a = w_c^2/N_e for a rank-one machine without biases,
//
// which with a few hundred units would make w_c one percent too large. w_c^2 and a are fitted together, over the part of the
// run in which rho, the instability, grows from criticalFrom to criticalTo.
//
// The susceptibility is not that of the training's chains. With few sweeps in an update they lag behind the growing weights,
// all the more the nearer the transition, and would give a w_c several percent too large; chains that start at the data or at
// random are not in equilibrium at all. Instead a copy of them goes on, with random numbers of its own, while the machine stands
// still: for four relaxation times -1/ln(rho), after which a deviation of the variance has shrunk to e^-8, and then some more to
// measure.
type critical struct {
	probe *probe
	fit   *observables.LeastSquares // of 4/chi + w^2, by 1 and 1/(1-rho)
	last  float64                   // rho of the last measurement
	mode  []float32
	past  bool
}

// criticalFrom and criticalTo bound the window in rho: below, 4/chi is all noise about 16; above, further orders matter.
// Within it rho must have grown by criticalStep since the last measurement, so that a slow training pays no more than a fast one.
const (
	criticalFrom, criticalTo = 0.1, 0.6
	criticalStep             = 1.05
)

// emerged is the rho from which on mode 1 of the weights is more than noise.
const emerged = 0.1

func newCritical(nv, nh, chains int, seed uint64) critical {
	return critical{probe: newProbe(nv, nh, chains, seed), fit: observables.NewLeastSquares(2)}
}

// observe looks at the present machine.
func (c *critical) observe(r *trained, pause func()) {
	if c.past {
		return
	}
	w, rho := r.triplets.Values[0], r.rho[0]
	if rho >= emerged {
		c.mode = append(c.mode[:0], r.triplets.U.Row(0)...) // its direction at the transition is what theory needs
	}
	if c.past = rho >= 1; c.past || rho < criticalFrom || rho > criticalTo || rho < criticalStep*c.last {
		return
	}
	c.last = rho
	chi, stdErr := c.probe.measure(r, rho, pause)
	c.add(w, rho, chi, stdErr)
}

// add accumulates a susceptibility.
func (c *critical) add(w, rho, chi, stdErr float64) {
	relative := stdErr / chi
	if !(chi > 0) || !(relative < 1) {
		return
	}
	inverse := 4 / chi * (1 - float64(relative*relative)) // without the bias of one over a noisy number
	// Its error is taken where 4/chi should be, since that where it is would favour the ones that are too small.
	c.fit.Add(inverse+float64(w*w), float64(w*w)*(1/rho-1)*relative, 1, 1/(1-rho))
}

// value returns w_c and its standard error, NaN before there is something to fit.
func (c *critical) value() (w, stdErr float64) {
	if c.fit == nil || c.fit.N() < 5 {
		return math.NaN(), math.NaN()
	}
	square, stdErr := c.fit.At(1, 0)
	w = math.Sqrt(max(square, 0))
	return w, stdErr / (2 * w)
}

// probe is a second set of chains, beside those of the training.
type probe struct {
	chains  *models.Chains
	visible *observables.Projector
	m       []float64
	moments *observables.Moments
	known   *recall[response] `memory:"-"`
}

// response is what a measurement of the probe gives.
type response struct {
	chi, stdErr float64
	streams     []uint32 // as it leaves them
}

const knownBytes = 2 << 20 // of responses that are kept

// probeTimes is how often the chains of the probe are looked at, two relaxation times apart.
const probeTimes = 8

func newProbe(nv, nh, chains int, seed uint64) *probe {
	p := &probe{chains: models.NewChains(nv, nh, chains, seed, training.StreamProbe), visible: observables.NewProjector(nv, chains, 1),
		m: make([]float64, chains), moments: observables.NewMoments(chains)}
	p.known = newRecall[response](1 + knownBytes/(4*len(p.chains.Streams.State)))
	return p
}

// measure returns the susceptibility of the first mode, of instability rho < 1, in equilibrium, and its standard error.
func (p *probe) measure(r *trained, rho float64, pause func()) (chi, stdErr float64) {
	key := r.weigh(digestStart)
	key.bytes(r.trainer.Chains.Nibbles)
	key.words(p.chains.Streams.State)
	key.floats(r.triplets.U.Row(0))
	key.word(math.Float64bits(rho))
	found := p.known.of(key, func() response {
		chi, stdErr := p.equilibrate(r, rho, pause)
		return response{chi, stdErr, slices.Clone(p.chains.Streams.State)}
	})
	copy(p.chains.Streams.State, found.streams)
	return found.chi, found.stdErr
}

func (p *probe) equilibrate(r *trained, rho float64, pause func()) (chi, stdErr float64) {
	for c := range r.trainer.Chains.Chains {
		p.chains.Visible.CopyChain(c, r.trainer.Chains, c)
	}
	p.chains.Take(r.trainer.Machine, pause)
	first := *r.triplets.U // a matrix of its first row
	first.Rows = 1
	p.moments.Clear()
	tau := -1 / math.Log(rho)
	sweeps := int(math.Ceil(4 * tau))
	for range probeTimes {
		for range sweeps {
			p.chains.Sweep(pause)
		}
		sweeps = int(math.Ceil(2 * tau))
		p.visible.Project(&first, p.chains.Visible, pause)
		p.visible.Column(p.m, 0)
		p.moments.Add(p.m)
	}
	return p.moments.Variance()
}
