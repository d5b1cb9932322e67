package experiments

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/training"
)

// family is the machines of one size along a path on which one mode grows, in the order of its singular value w. One of them
// at a time is sampled by Gibbs chains, which go on from one machine to the next.
type family interface {
	// training is the number of steps that train makes before the machines are known.
	training() int
	train(pause func()) error
	// models describes the machines, once they are known.
	models() []model
	// pick makes machine i, tilted by a field h sqrt(Nv) u.v, the one that is sampled.
	pick(i int, h float64)
	// start puts the chains into random states, or all units that the mode turns on to 1 and the others to 0.
	start(aligned bool, pause func())
	sweep(pause func())
	// project gives u.(v-f) of each chain, for the mode u of the machine and the means f of its data, 1/2 if it has none.
	project(x []float64)
	// projectHidden gives ubar.(h-1/2) likewise, for the hidden units that the last sweep went through.
	projectHidden(x []float64)
	digest(d *digest)
	// release gives the memory back when all machines are measured; models and digest keep their answers.
	release()
}

// model is what theory wants to know of a machine.
type model struct {
	w        float64 // singular value of the mode
	critical float64 // w_c = 2/sqrt(u'Du), with the variances D of independent units
	visible  float64 // sum u^4, 1/Nv for a uniform mode
	hidden   float64 // sum ubar^4
	side     float64 // sqrt(Nv), the largest projection of a uniform mode
}

// rho is the mode's linear instability, 1 at the transition.
func (m model) rho() float64 { return m.w * m.w / (m.critical * m.critical) }

// units is the effective size N_e, Nv Nh/(Nv+Nh) for uniform modes.
func (m model) units() float64 { return 1 / (m.visible + m.hidden) }

// distance is the scaling variable t = sqrt(N_e)(rho-1).
func (m model) distance() float64 { return math.Sqrt(m.units()) * (m.rho() - 1) }

// rankOne is the family of the machines with one uniform mode and Nv = Nh = size, which theory knows exactly.
type rankOne struct {
	machine *models.RankOne
	list    []model
	on      []int32 // state of each chain
	hidden  []int32
	streams *kernels.Streams
}

// newRankOne returns the machines of the weights ws.
func newRankOne(size, chains int, seed uint64, ws []float64) *rankOne {
	r := &rankOne{machine: models.NewRankOne(size, size), on: make([]int32, chains), hidden: make([]int32, chains),
		streams: kernels.NewStreams(seed, training.StreamChains+uint64(size)<<8, chains)}
	for _, w := range ws {
		r.list = append(r.list, model{w: w, critical: 4, visible: 1 / float64(size), hidden: 1 / float64(size), side: math.Sqrt(float64(size))})
	}
	return r
}

func (r *rankOne) training() int      { return 0 }
func (r *rankOne) train(func()) error { return nil }
func (r *rankOne) models() []model    { return r.list }
func (r *rankOne) pick(i int, h float64) {
	r.machine.W, r.machine.Field = r.list[i].w, h
}

func (r *rankOne) start(aligned bool, _ func()) {
	for c := range r.on {
		if r.on[c] = int32(r.machine.Nv); !aligned {
			r.on[c] = r.machine.Free(r.streams, c)
		}
	}
}

func (r *rankOne) sweep(pause func()) {
	const chunk = 1000 // chains a call: half a millisecond
	for from := 0; from < len(r.on); from += chunk {
		r.machine.Sweep(r.on, r.hidden, r.streams, from, min(from+chunk, len(r.on)))
		pause()
	}
}

func (r *rankOne) project(x []float64) {
	for c, on := range r.on {
		x[c] = r.machine.Projection(on)
	}
}

func (r *rankOne) projectHidden(x []float64) {
	for c, on := range r.hidden {
		x[c] = r.machine.HiddenProjection(on)
	}
}

func (r *rankOne) release() {}

func (r *rankOne) digest(d *digest) {
	for _, on := range r.on {
		d.word(uint64(on))
	}
	d.words(r.streams.State)
}

// machineNames are the machines that the protocols measure.
var machineNames = []string{"rankone", "digits", "genome", "faces"}

func machineParam() Param {
	return Param{Name: "machine", Origin: &fromRankOneMachine, Symbol: "E", Doc: "which machine is measured: the rank-one one, which theory knows exactly, or one that learned the named data, which takes minutes: fewer sweeps and chains will do", Choices: machineNames}
}

func sizesParam() Param {
	return Param{Name: "sizes", Origin: &fromEffectiveSize, Symbol: "S", Doc: "number of sizes, from the smallest: 100, 200, 400 ... units a layer (rank one), pictures of 10×10 (digits, up to 40×40) or 12×12 pixels (faces, up to 45×45), " +
		"haplotypes of 99, 200, 402 and 805 sites", Unit: "sizes", Min: 1, Max: 6, Step: 1, Default: 4}
}

func chainsParam(normal float64) Param {
	return Param{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of independent Markov chains", Unit: "chains", Min: 20, Max: 5000, Step: 1, Default: normal, Log: true}
}

// machineNeeds names the files that the chosen machine learns from.
func machineNeeds(in input) []string {
	if l := lessons[in.choice("machine")]; l != nil && l.experiment.needs != nil {
		return l.experiment.needs(l.link(in, 0))
	}
	return nil
}

// sizes returns how many sizes a run has.
func sizes(in input) int {
	if l := lessons[in.choice("machine")]; l != nil {
		return min(in.int("sizes"), len(l.values))
	}
	return in.int("sizes")
}

// trainingSteps is how many steps the training of one machine takes.
func trainingSteps(in input) int {
	if lessons[in.choice("machine")] != nil {
		return lessonSteps
	}
	return 0
}

// sizeOf is the number of visible units of the i-th size, which names it.
func sizeOf(in input, i int) int {
	if l := lessons[in.choice("machine")]; l != nil {
		return l.units(l.values[i])
	}
	return 100 << i
}

// newFamily returns the machines of the i-th size, at weights that may depend on the critical one, and the size.
func newFamily(in input, i int, weights func(critical float64) []float64) (f family, size int) {
	size = sizeOf(in, i)
	if l := lessons[in.choice("machine")]; l != nil {
		return newAnnealed(in, l, i, weights), size
	}
	return newRankOne(size, in.int("chains"), uint64(in.link.Seed), weights(4)), size
}

// newSingle returns one machine whose mode has the singular value w, of the usual size if it is trained.
func newSingle(in input, w float64) family {
	weights := func(float64) []float64 { return []float64{w} }
	if l := lessons[in.choice("machine")]; l != nil {
		return newAnnealed(in, l, single, weights)
	}
	return newRankOne(in.int("size"), in.int("chains"), uint64(in.link.Seed), weights(4))
}

// sampler measures the projections of one layer of a family.
type sampler struct {
	family
	hidden  bool // the hidden layer
	x       []float64
	moments *observables.Moments
}

func newSampler(f family, hidden bool, chains int) *sampler {
	return &sampler{family: f, hidden: hidden, x: make([]float64, chains), moments: observables.NewMoments(chains)}
}

// measure does so many sweeps; the moments of the last three quarters of them are kept.
func (s *sampler) measure(sweeps int, pause func()) {
	s.moments.Clear()
	for i := range sweeps {
		s.sweep(pause)
		if i >= sweeps/4 {
			if s.hidden {
				s.projectHidden(s.x)
			} else {
				s.project(s.x)
			}
			s.moments.Add(s.x)
		}
	}
}
