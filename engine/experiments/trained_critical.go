package experiments

import (
	"math"

	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/training"
)

// critical estimates w_c of the first mode from chi = 4/(w_c^2 - w^2), whose only unknown it is [CPT, eq. (6), in the form
// for {0,1} units]: a mean of 4/chi + w^2 over the run up to the transition, weighted by 1/(1-rho)^2, since the relative
// error of a variance over R chains is the same everywhere.
//
// The susceptibility is not that of the training's chains. With few sweeps in an update they lag behind the growing weights,
// all the more the nearer the transition, and would give a w_c several percent too large; chains that start at the data or at
// random are not in equilibrium at all. Instead a copy of them goes on, with random numbers of its own, while the machine stands
// still: for four relaxation times -1/ln(rho), after which a deviation of the variance has shrunk to e^-8.
type critical struct {
	probe      *probe
	n          int
	sum, x, x2 float64 // of weights, weight x, weight x^2
	mode       []float32
	past       bool
}

// criticalFrom and criticalTo bound the window in rho: below, 4/chi is all noise about 16; above, finite sizes round the
// divergence.
const criticalFrom, criticalTo = 0.15, 0.8

// emerged is the rho from which on mode 1 of the weights is more than noise.
const emerged = 0.1

// observe looks at the present machine.
func (c *critical) observe(r *trained, pause func()) {
	if c.past {
		return
	}
	w, rho := r.triplets.Values[0], r.rho[0]
	if rho >= emerged {
		c.mode = append(c.mode[:0], r.triplets.U.Row(0)...) // its direction at the transition is what theory needs
	}
	if c.past = rho >= 1; c.past || rho < criticalFrom || rho > criticalTo {
		return
	}
	c.add(w, c.probe.measure(r, rho, pause), rho, r.trainer.Chains.Chains)
}

// add accumulates the susceptibility, measured with so many chains.
func (c *critical) add(w, chi, rho float64, chains int) {
	if !(chi > 0) || chains < 4 {
		return
	}
	// The mean of 1/s^2 over samples of a Gaussian number is 1/sigma^2 times (n-1)/(n-3).
	bias := float64(chains-3) / float64(chains-1)
	weight, x := 1/float64((1-rho)*(1-rho)), 4*bias/chi+float64(w*w)
	c.n++
	c.sum += weight
	c.x += float64(weight * x)
	c.x2 += float64(float64(weight*x) * x)
}

// value returns w_c and its standard error from the scatter, NaN with fewer than three points.
func (c *critical) value() (w, stdErr float64) {
	if c.n < 3 {
		return math.NaN(), math.NaN()
	}
	mean := c.x / c.sum
	spread := math.Sqrt(max(c.x2/c.sum-float64(mean*mean), 0) / float64(c.n-1))
	w = math.Sqrt(mean)
	return w, spread / (2 * w)
}

// probe is a second set of chains, beside those of the training.
type probe struct {
	chains  *models.Chains
	visible *observables.Projector
	m       []float64
}

func newProbe(nv, nh, chains int, seed uint64) *probe {
	return &probe{models.NewChains(nv, nh, chains, seed, training.StreamProbe), observables.NewProjector(nv, chains, 1), make([]float64, chains)}
}

// measure returns the susceptibility of the first mode, of instability rho < 1, in equilibrium.
func (p *probe) measure(r *trained, rho float64, pause func()) float64 {
	for c := range r.trainer.Chains.Chains {
		p.chains.Visible.CopyChain(c, r.trainer.Chains, c)
	}
	for range int(math.Ceil(4 / -math.Log(rho))) {
		p.chains.Sweep(r.trainer.Machine, pause)
	}
	first := *r.triplets.U // a matrix of its first row
	first.Rows = 1
	p.visible.Project(&first, p.chains.Visible, pause)
	p.visible.Column(p.m, 0)
	chi, _ := observables.Susceptibility(p.m)
	return chi
}
