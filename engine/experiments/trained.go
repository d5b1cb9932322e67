package experiments

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/theory"
	"cascade/engine/training"
)

const maxModes = 10

// shared are the defaults of the parameters that all trained machines have, and what their docs call a sample.
type shared struct {
	noun                                  string
	most                                  float64 // samples
	hidden, samples, lr, batch, k, chains float64
}

// trainedParams declares the parameters of a trained machine: those of its data are first and middle.
func trainedParams(s shared, first, middle []Param) []Param {
	list := append(first,
		Param{Name: "hidden", Origin: &fromEnergy, Symbol: "Nₕ", Doc: "number of hidden units", Unit: "units", Min: 2, Max: 1000, Step: 1, Default: s.hidden, Log: true},
		Param{Name: "samples", Origin: &fromDataAverage, Symbol: "M", Doc: "number of training " + s.noun, Unit: s.noun, Min: 10, Max: s.most, Step: 1, Default: s.samples, Log: true})
	return append(append(list, middle...),
		Param{Name: "lr", Origin: &fromAscent, Title: "learning rate", Symbol: "ε", Doc: "learning rate of one update", Min: 1e-5, Max: 1, Default: s.lr, Log: true, Live: true},
		Param{Name: "init", Origin: &fromSmallStart, Title: "initial weights", Symbol: "σ₀", Doc: "standard deviation of the initial weights", Min: 1e-6, Max: 1, Default: 0.001, Log: true},
		Param{Name: "batch", Origin: &fromBatchAverage, Symbol: "B", Doc: s.noun + " in the minibatch of one update", Unit: s.noun, Min: 1, Max: 10000, Step: 1, Default: s.batch, Log: true},
		Param{Name: "method", Origin: &fromGradient, Symbol: "∂", Doc: "where the chains of the gradient start: where they were (pcd), at the minibatch (cd), or at random (rdm)", Choices: []string{"pcd", "cd", "rdm"}, Live: true},
		Param{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: s.k, Log: true, Live: true},
		Param{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of Markov chains", Unit: "chains", Min: 4, Max: 5000, Step: 1, Default: s.chains, Log: true},
		Param{Name: "modes", Origin: &fromSingularValues, Symbol: "K", Doc: "number of leading modes that are measured", Unit: "modes", Min: 1, Max: maxModes, Step: 1, Default: 4})
}

// trainedSeries lists all series of a trained machine.
func trainedSeries() []Quantity {
	return append(mainSeries(maxModes), Quantity{Name: "loglik", Origin: &fromLikelihood, Symbol: "LL", Doc: "log-likelihood of a training sample, estimated rarely: exact if a layer has at most 16 units, else by annealed importance sampling", Unit: "nats"})
}

// trainedScalars lists the numbers of a trained machine, and more of its own.
func trainedScalars(own ...Quantity) []Quantity {
	list := append([]Quantity{{Name: "w_c1", Origin: &fromCriticalWeight, Symbol: "w_c₁", Doc: "critical singular value of the first mode, from its susceptibility below it"}},
		indexed(Quantity{Name: "chi_max", Origin: &fromLargestSusceptibility, Symbol: "max χ", Doc: "largest susceptibility of mode # so far"}, maxModes)...)
	list = append(list, indexed(Quantity{Name: "lambda", Origin: &fromCovariance, Symbol: "λ", Doc: "eigenvalue # of the data's covariance"}, maxModes)...)
	list = append(list, Quantity{Name: "loglik", Origin: &fromLikelihood, Symbol: "LL", Doc: "the last log-likelihood of a training sample, with its error, that of the finite sample included", Unit: "nats"})
	return append(list, own...)
}

// mainSeries lists the main series for so many modes.
func mainSeries(modes int) []Quantity {
	var list []Quantity
	for _, q := range []Quantity{
		{Name: "sigma", Origin: &fromSingularValues, Symbol: "w", Doc: "singular value # of the weights"},
		{Name: "rho", Origin: &fromInstability, Symbol: "ρ", Doc: "linear-instability number of mode #: by which a sweep multiplies a small deviation along it, in the state that the modes before it leave; the mode condenses where it passes 1"},
		{Name: "chi", Origin: &fromVisibleSusceptibility, Symbol: "χ", Doc: "susceptibility of mode #: variance of u·v over the chains"},
		{Name: "chih", Origin: &fromHiddenSusceptibility, Symbol: "χₕ", Doc: "the same of the hidden layer: variance of ū·h over the chains"},
		{Name: "pca", Origin: &fromPrincipalOverlap, Symbol: "|u·η|", Doc: "overlap of mode # with principal component # of the data"},
		{Name: "excess", Origin: &fromKurtosis, Symbol: "κ", Doc: "excess kurtosis of u·v over the chains along mode #: 0 for a Gaussian"},
		{Name: "bimodal", Origin: &fromBimodality, Symbol: "b", Doc: "Sarle's bimodality of u·v over the chains along mode #: 1/3 for a Gaussian, 1 for two sharp peaks"},
	} {
		list = append(list, indexed(q, modes)...)
	}
	return append(list,
		Quantity{Name: "q", Origin: &fromVisibleOverlaps, Symbol: "χ_q", Doc: "variance of the overlap of two chains, times N; the definition is ours, the paper gives none"},
		Quantity{Name: "qbar", Origin: &fromHiddenOverlaps, Symbol: "χ_q̄", Doc: "the same of the hidden layer"})
}

// adviseTrained says which values go further than the others allow.
func adviseTrained(in input) (list []string) {
	if batch, samples := in.int("batch"), in.int("samples"); batch > samples {
		list = append(list, fmt.Sprintf("a minibatch of %d is more than the %d samples: every update takes all of them", batch, samples))
	}
	if modes, hidden := in.int("modes"), in.int("hidden"); modes > hidden {
		list = append(list, fmt.Sprintf("a machine with %d hidden units has %d modes, not %d", hidden, hidden, modes))
	}
	return list
}

// dataset is what a machine is trained on.
type dataset struct {
	layer      *kernels.Layer // one chain per sample, with lists
	side       int            // of the square picture that the units of a sample make; 0 for none
	classes    []byte         // of the samples, and maybe of more; nil for none
	classNames []string
	own        bool // from a file that the link does not determine
}

// source makes the data of a kind of trained machine, the only thing in which the kinds differ.
type source struct {
	units    func(in input) int         // size of the visible layer, known before the data are made
	hidden   func(in input) int         // of the hidden layer; nil: the parameter of that name
	machine  func(in input) *models.RBM // one that is trained already, and learns no more; nil: a new one
	load     func(in input, pause func()) (*dataset, error)
	clusters bool // whether to count the clouds in the plane of the principal components
	apart    int  // how many of the classes, the first, are no mixtures of others; 0 if that is not known
}

// trained is a run of a {0,1} machine on data from anywhere.
type trained struct {
	in      input
	source  source
	modes   int
	data    *dataset       `memory:"-"`
	hash    uint64         // of data that the link does not determine
	shown   *kernels.Layer `memory:"-"` // the samples that are projected on the modes
	trainer *training.Binary
	update  int

	pca      *observables.PCA `memory:"-"` // of C
	growing  *observables.PCA `memory:"-"` // of C-D: the directions that grow, and how fast
	triplets *observables.Triplets
	unstable *observables.Instability
	loglik   *observables.Likelihood `memory:"-"`
	logliks  *recall[Scalar]         `memory:"-"`
	look     *look
	dv       []float64 // variances of the visible units over the data
	row      []float64 // one value per main series

	origin     int       // update at which the present segment began; -1 before the first
	amplitudes []float64 // of the growing directions then
	rho        []float64 // at the last observation
	at         int       // its update
	crossing   []float64 // measured t_k
	forecast   []float64 // predicted t_k
	critical   critical
	peak       []Scalar // chi_max
	lastLoglik Scalar
}

func newTrained(in input, s source) *trained {
	modes := max(min(in.int("modes"), s.hiddenUnits(in), s.units(in)), 1)
	r := &trained{in: in, source: s, origin: -1, lastLoglik: Scalar{"loglik", math.NaN(), math.NaN(), math.NaN()}, amplitudes: make([]float64, modes), modes: modes, rho: make([]float64, modes)}
	for k := range modes {
		r.crossing, r.forecast = append(r.crossing, math.NaN()), append(r.forecast, math.NaN())
		r.peak = append(r.peak, Scalar{"chi_max" + number(k), 0, math.NaN(), math.NaN()})
	}
	return r
}

func (s *source) hiddenUnits(in input) int {
	if s.hidden != nil {
		return s.hidden(in)
	}
	return in.int("hidden")
}

func (r *trained) columns() []Quantity { return mainSeries(r.modes) }

func (r *trained) prepare(pause func()) (err error) {
	if r.data, err = r.source.load(r.in, pause); err != nil {
		return err
	}
	r.data.layer.Fit()
	layer, nh, seed := r.data.layer, r.source.hiddenUnits(r.in), uint64(r.in.link.Seed)
	nv := layer.Units
	r.pca = observables.NewPCA(layer, r.modes, pause)
	r.pca.Solve(pause)
	r.growing = r.pca.Twin()
	r.growing.OffDiagonal = true
	r.growing.Solve(pause)
	r.dv = make([]float64, nv)
	observables.Variances(r.dv, r.pca.Mean)
	if slices.Max(r.dv) == 0 {
		return errors.New("all samples are equal at this threshold, so there is nothing to learn")
	}
	if r.data.own {
		hash := digestStart
		hash.bytes(layer.Nibbles)
		r.hash = uint64(hash)
	}
	if r.source.machine == nil {
		r.trainer = training.NewBinary(r.untrained(nv, nh), layer, r.in.int("batch"), r.in.int("chains"), seed)
	} else {
		r.trainer = training.NewBinary(r.source.machine(r.in), layer, 1, r.in.int("chains"), seed)
		for c := range r.trainer.Chains.Chains {
			r.trainer.Chains.CopyChain(c, layer, c%layer.Chains)
		}
		r.trainer.Sweep(pause)
	}
	r.trainer.Crew = r.in.assets.Crew
	r.configure()
	r.triplets = observables.NewTriplets(nv, nh, r.modes)
	r.unstable = observables.NewInstability(nv, nh, r.trainer.Chains.Chains, r.modes)
	r.loglik = observables.NewLikelihood(layer, nh, likelihoodChains, likelihoodTemperatures, seed+training.StreamProbe<<32)
	r.logliks = newRecall[Scalar](64)
	r.look = newLook(r, pause)
	r.critical = newCritical(nv, nh, r.trainer.Chains.Chains, seed)
	r.row = make([]float64, len(r.columns()))
	return nil
}

// untrained returns a machine with small random weights that has the data's means.
func (r *trained) untrained(nv, nh int) *models.RBM {
	machine := models.New(models.Binary, models.Binary, nv, nh)
	weights := rand.New(rand.NewPCG(uint64(r.in.link.Seed), training.StreamInit))
	for i := range nv {
		training.InitialWeights(machine.W.Row(i), r.in.float("init"), weights)
	}
	training.BiasFromMeans(machine.B, r.pca.Mean)
	return machine
}

// configure hands the live parameters to the trainer.
func (r *trained) configure() {
	if r.source.machine != nil {
		r.trainer.K, r.trainer.Rate = r.in.int("k"), 0
		return
	}
	r.trainer.Rate, r.trainer.K = r.in.float("lr"), r.in.int("k")
	r.trainer.Method = map[string]training.Method{"pcd": training.PCD, "cd": training.CD, "rdm": training.Rdm}[r.in.choice("method")]
}

func (r *trained) changed(string, func()) error { r.configure(); return nil }

func (r *trained) step(pause func()) error {
	r.trainer.Update(pause)
	if !r.trainer.Finite() {
		return r.diverged()
	}
	r.update++
	return nil
}

// advise says that the learning rate is past the bound, if it is. The gradient of a {0,1} machine is bounded, so that its weights stay finite.
func (r *trained) advise(in input) []string {
	if r.source.machine != nil {
		return nil
	}
	lr, bound := in.float("lr"), r.fastest()
	if lr <= bound {
		return nil
	}
	return []string{"lr=" + formatShort(lr) + ": " + tooLarge(bound) +
		", beyond which the first mode more than doubles in an update, the chains can't follow, and the weights swing"}
}

// fastest returns the learning rate 4/lambda at which the first mode doubles in an update.
func (r *trained) fastest() float64 {
	if lambda := r.growing.Values[0]; lambda > 0 {
		return 4 / lambda
	}
	return math.Inf(1)
}

// diverged says that the present update spoilt the weights.
func (r *trained) diverged() error {
	return &DivergedError{r.update + 1, tooLarge(r.fastest())}
}

func (r *trained) scalars() []Scalar {
	w, err := r.critical.value()
	mode := r.critical.mode
	if mode == nil { // not emerged yet: it will along the direction that grows fastest
		mode = r.growing.Vectors.Row(0)
	}
	list := append([]Scalar{{"w_c1", w, err, theory.CriticalWeight(observables.QuadraticForm(mode, r.dv))}}, r.peak...)
	for k, x := range r.pca.Values {
		list = append(list, Scalar{"lambda" + number(k), x, math.NaN(), math.NaN()})
	}
	list = append(list, r.lastLoglik)
	if c := r.look.clusters; c != nil {
		list = append(list, Scalar{"clusters", c.chains, math.NaN(), c.data}, c.accuracy)
	}
	return list
}

func (r *trained) transitions() []Transition {
	var list []Transition
	for k := range r.modes {
		list = append(list, Transition{"t_" + number(k), r.crossing[k], r.forecast[k]})
	}
	return list
}

// weigh goes on with a digest by weights and biases.
func (r *trained) weigh(d digest) digest {
	m := r.trainer.Machine
	d.floats(m.W.Data)
	d.floats(m.B)
	d.floats(m.C)
	return d
}

func (r *trained) digest(d *digest) {
	*d = r.weigh(*d)
	d.bytes(r.trainer.Chains.Nibbles)
	d.words(r.trainer.Streams.State)
	d.bytes(r.trainer.BatchState())
	if r.data.own {
		d.word(r.hash)
	}
}
