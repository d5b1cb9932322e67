package experiments

import (
	"math"
	"math/rand/v2"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/theory"
	"cascade/engine/training"
)

const maxModes = 10

// digitsExperiment is the paper's Fig. 3: a {0,1} machine learns handwritten digits, one direction after the other.
var digitsExperiment = &Experiment{
	Name:  "digits",
	Title: "Handwritten digits",
	Doc: "A machine of binary units learns real handwritten digits (MNIST). The singular values of its weights take off one after the other, " +
		"along the data's principal components; the chains' variance along each mode rises where its instability ρ passes 1.",
	Params: []Param{
		{Name: "side", Symbol: "L", Doc: "pictures are resized to L×L pixels, then thresholded", Unit: "pixels", Min: 7, Max: 56, Step: 1, Default: 28},
		{Name: "hidden", Symbol: "Nₕ", Doc: "number of hidden units", Unit: "units", Min: 2, Max: 1000, Step: 1, Default: 100, Log: true},
		{Name: "samples", Symbol: "M", Doc: "number of training pictures", Unit: "pictures", Min: 10, Max: 10000, Step: 1, Default: 2000, Log: true},
		{Name: "threshold", Symbol: "θ", Doc: "grey level from which a pixel counts as on; black is 0 and ink is 1", Min: 0.05, Max: 0.95, Step: 0.01, Default: 0.5},
		{Name: "lr", Symbol: "ε", Doc: "learning rate of one update", Min: 1e-5, Max: 1, Default: 0.05, Log: true, Live: true},
		{Name: "init", Symbol: "σ₀", Doc: "standard deviation of the initial weights", Min: 1e-6, Max: 1, Default: 0.001, Log: true},
		{Name: "batch", Symbol: "B", Doc: "pictures in the minibatch of one update", Unit: "pictures", Min: 1, Max: 10000, Step: 1, Default: 200, Log: true},
		{Name: "method", Symbol: "∂", Doc: "where the chains of the gradient start: where they were (pcd), at the minibatch (cd), or at random (rdm)", Choices: []string{"pcd", "cd", "rdm"}, Live: true},
		{Name: "k", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: 1, Log: true, Live: true},
		{Name: "chains", Symbol: "R", Doc: "number of Markov chains", Unit: "chains", Min: 4, Max: 5000, Step: 1, Default: 200, Log: true},
		{Name: "modes", Symbol: "K", Doc: "number of leading modes that are measured", Unit: "modes", Min: 1, Max: maxModes, Step: 1, Default: 4},
	},
	Series: append(digitsSeries(maxModes), Quantity{Name: "loglik", Symbol: "LL", Doc: "log-likelihood of a training picture, estimated rarely: exact for at most 16 hidden units, else by annealed importance sampling", Unit: "nats"}),
	Scalars: append([]Quantity{{Name: "w_c1", Symbol: "w_c₁", Doc: "critical singular value of the first mode, from χ₁ = 4/(w_c²−w²) below it; theory 2/√(u·Du)"}},
		indexed(Quantity{Name: "chi_max", Symbol: "max χ", Doc: "largest susceptibility of mode # so far"}, maxModes)...),
	Updates: 1000, MaxUpdates: 1_000_000,
	Needs: []string{"digits"},
	start: func(in input) run { return newDigits(in) },
}

// digitsSeries lists the main series for so many modes.
func digitsSeries(modes int) []Quantity {
	var list []Quantity
	for _, q := range []Quantity{
		{Name: "sigma", Symbol: "w", Doc: "singular value # of the weights"},
		{Name: "rho", Symbol: "ρ", Doc: "linear-instability number of mode #: squared singular value of √Dᵥ W √Dₕ; the mode condenses where it passes 1"},
		{Name: "chi", Symbol: "χ", Doc: "susceptibility of mode #: variance of u·v over the chains"},
		{Name: "chih", Symbol: "χₕ", Doc: "the same of the hidden layer: variance of ū·h over the chains"},
		{Name: "pca", Symbol: "|u·η|", Doc: "overlap of mode # with principal component # of the data"},
	} {
		list = append(list, indexed(q, modes)...)
	}
	return append(list,
		Quantity{Name: "q", Symbol: "χ_q", Doc: "variance of the overlap of two chains, times N; the definition is ours, the paper gives none"},
		Quantity{Name: "qbar", Symbol: "χ_q̄", Doc: "the same of the hidden layer"})
}

// digits is a run of digitsExperiment.
type digits struct {
	in       input
	modes    int
	side     int
	data     *kernels.Layer
	shown    *kernels.Layer // the samples that are projected on the modes
	trainer  *training.Binary
	update   int
	pca      *observables.PCA // of C
	growing  *observables.PCA // of C-D: the directions that grow, and how fast
	triplets *observables.Triplets
	unstable *observables.Triplets // of sqrt(Dv) W sqrt(Dh)
	loglik   *observables.Likelihood
	look     *look

	origin     int       // update at which the present segment began; -1 before the first
	amplitudes []float64 // of the growing directions then

	dv, dh []float64
	row    []float64 // one value per main series

	rho      []float64 // at the last observation
	at       int       // its update
	crossing []float64 // measured t_k
	forecast []float64 // predicted t_k
	critical critical
	peak     []Scalar // chi_max
}

func newDigits(in input) *digits {
	modes := min(in.int("modes"), in.int("hidden"), in.int("side")*in.int("side"))
	r := &digits{in: in, origin: -1, amplitudes: make([]float64, modes), modes: modes, side: in.int("side"), rho: make([]float64, modes)}
	for k := range modes {
		r.crossing, r.forecast = append(r.crossing, math.NaN()), append(r.forecast, math.NaN())
		r.peak = append(r.peak, Scalar{"chi_max" + number(k), 0, math.NaN(), math.NaN()})
	}
	return r
}

func (r *digits) columns() []Quantity { return digitsSeries(r.modes) }

func (r *digits) prepare(pause func()) error {
	source := r.in.assets.digits
	samples := min(r.in.int("samples"), source.Count())
	nv, nh, chains, seed := r.side*r.side, r.in.int("hidden"), r.in.int("chains"), uint64(r.in.link.Seed)
	r.data = kernels.NewLayer(nv, samples)
	for from := 0; from < samples; from += 20 {
		source.Binarise(r.data, r.side, r.in.float("threshold"), from, min(20, samples-from))
		pause()
	}
	r.data.List()
	r.pca = observables.NewPCA(r.data, r.modes, pause)
	r.pca.Solve(pause)
	r.growing = observables.NewPCA(r.data, r.modes, pause)
	r.growing.OffDiagonal = true
	r.growing.Solve(pause)
	r.dv, r.dh = make([]float64, nv), make([]float64, nh)
	observables.Variances(r.dv, r.pca.Mean)

	machine := models.New(models.Binary, models.Binary, nv, nh)
	weights := rand.New(rand.NewPCG(seed, training.StreamInit))
	for i := range nv {
		training.InitialWeights(machine.W.Row(i), r.in.float("init"), weights)
	}
	training.BiasFromMeans(machine.B, r.pca.Mean)
	r.trainer = training.NewBinary(machine, r.data, r.in.int("batch"), chains, seed)
	r.configure()
	r.triplets = observables.NewTriplets(nv, nh, r.modes)
	r.unstable = observables.NewTriplets(nv, nh, r.modes)
	r.loglik = observables.NewLikelihood(r.data, nh, likelihoodChains, likelihoodTemperatures, seed+training.StreamProbe<<32)
	r.look = newLook(r)
	r.row = make([]float64, 5*r.modes+2)
	return nil
}

// configure hands the live parameters to the trainer.
func (r *digits) configure() {
	r.trainer.Rate, r.trainer.K = r.in.float("lr"), r.in.int("k")
	r.trainer.Method = map[string]training.Method{"pcd": training.PCD, "cd": training.CD, "rdm": training.Rdm}[r.in.choice("method")]
}

func (r *digits) changed(string, func()) error { r.configure(); return nil }

func (r *digits) step(pause func()) error {
	r.trainer.Update(pause)
	sum := float32(0) // any weight that is not finite makes it so
	for _, x := range r.trainer.Machine.W.Data {
		sum += x
	}
	if !finite(float64(sum)) {
		return r.diverged()
	}
	r.update++
	return nil
}

// diverged says that the present update spoilt the weights.
func (r *digits) diverged() error {
	return &DivergedError{r.update + 1, "the learning rate is too large"}
}

func (r *digits) scalars() []Scalar {
	w, err := r.critical.value()
	mode := r.critical.mode
	if mode == nil { // not emerged yet: it will along the direction that grows fastest
		mode = r.growing.Vectors.Row(0)
	}
	predicted := theory.CriticalWeight(observables.QuadraticForm(mode, r.dv))
	return append([]Scalar{{"w_c1", w, err, predicted}}, r.peak...)
}

func (r *digits) transitions() []Transition {
	var list []Transition
	for k := range r.modes {
		list = append(list, Transition{"t_" + number(k), r.crossing[k], r.forecast[k]})
	}
	return list
}

func (r *digits) digest(d *digest) {
	m := r.trainer.Machine
	d.floats(m.W.Data)
	d.floats(m.B)
	d.floats(m.C)
	d.bytes(r.trainer.Chains.Nibbles)
	d.words(r.trainer.Streams.State)
	d.bytes(r.trainer.BatchState())
}
