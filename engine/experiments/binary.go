package experiments

import (
	"math"
	"math/rand/v2"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/portable"
	"cascade/engine/teachers"
	"cascade/engine/theory"
	"cascade/engine/training"
)

// binaryExperiment is the paper's App. B and Fig. 5: one pattern again, but the hidden layer is made of ±1 units.
var binaryExperiment = &Experiment{
	Name:  "binary",
	Title: "Binary hidden units",
	Doc: "The one-pattern teacher again, with a hidden layer of ±1 units that share their weights: not the weight but the hyperbolic sine of the field " +
		"that the data exert on a hidden unit grows exponentially, and the weights line up with the pattern before they become critical.",
	Params: []Param{
		{Name: "beta", Origin: &fromCurieWeiss, Title: "inverse temperature", Symbol: "β", Doc: "inverse temperature of the teacher; its samples are magnetised above 1", Min: 0.1, Max: 4, Step: 0.01, Default: 1.4, Live: true},
		{Name: "n", Origin: &fromMagnetisation, Title: "visible spins", Symbol: "N", Doc: "number of visible spins", Unit: "spins", Min: 10, Max: 5000, Step: 1, Default: 900, Log: true},
		{Name: "hidden", Origin: &fromSharedWeights, Symbol: "Nₕ", Doc: "number of hidden spins; the transition is at |w|² = Nₕ", Unit: "spins", Min: 10, Max: 5000, Step: 1, Default: 400, Log: true},
		{Name: "lr", Origin: &fromAscent, Title: "learning rate", Symbol: "ε", Doc: "learning rate of one update", Min: 1e-6, Max: 10, Default: 0.03, Log: true, Live: true},
		{Name: "init", Origin: &fromSmallStart, Title: "initial weights", Symbol: "σ₀", Doc: "standard deviation of the initial weights", Min: 1e-6, Max: 2, Default: 0.01, Log: true},
		{Name: "samples", Origin: &fromDataAverage, Symbol: "M", Doc: "number of training samples, all used at every update", Unit: "samples", Min: 1, Max: 16000, Step: 1, Default: 1000, Log: true},
		{Name: "method", Origin: &fromGradient, Symbol: "∂", Doc: "where the chains of the gradient start: where they were (pcd), or at the data (cd)", Choices: []string{"pcd", "cd"}, Live: true},
		{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: 1, Log: true, Live: true},
		{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of Markov chains", Unit: "chains", Min: 2, Max: 5000, Step: 1, Default: 500, Log: true},
	},
	Series: binarySeries,
	Scalars: []Quantity{
		{Name: "rate", Origin: &fromSharedGrowth, Symbol: "λ", Doc: "growth of ln sinh(mw/α) in one update, which is that of ln U for small weights, fitted between w = 0.01 and 0.2 √α; theory ln(1 + ε λ)", Unit: "1/update"},
		{Name: "t_c", Origin: &fromSharedCrossing, Symbol: "t_c", Doc: "update at which the singular value |w|/√Nₕ passes 1; theory from this run's initial weights and sizes, for an unbiased gradient: cd with few sweeps arrives later", Unit: "updates"},
		{Name: "w_final", Origin: &fromSharedEnd, Symbol: "w", Doc: "present weight along the pattern, |ξ·w|/N; theory for large N at the end of training", Limit: true},
		{Name: "tau_final", Origin: &fromSharedHidden, Symbol: "τ", Doc: "magnetisation of the hidden layer in the machine's own samples; theory for large N at the end of training", Limit: true},
		{Name: "m_final", Origin: &fromSharedVisible, Symbol: "m_model", Doc: "magnetisation of the machine's own samples; theory for large N at the end of training", Limit: true},
	},
	Plane:   []string{"beta", "lr"},
	Updates: 600, MaxUpdates: 1_000_000,
	start: func(in input) run { return &sharedWeight{in: in, ascent: newAscent()} },
	advise: func(in input) []string {
		return append(phaseAdvice(in, "|w|²/Nₕ"), rateAdvice(in, stableRate(in, sharedLaw(in).Stiffness()))...)
	},
	plane: sharedPlane,
}

// sharedLaw is the machine for infinitely many spins.
func sharedLaw(in input) theory.SharedWeight {
	return theory.SharedWeight{Alpha: in.float("hidden") / in.float("n"), Beta: in.float("beta")}
}

var binarySeries = []Quantity{
	{Name: "overlap", Origin: &fromPatternOverlap, Symbol: "U", Doc: "overlap of the weights with the pattern, |ξ·w|/√N"},
	{Name: "sigma", Origin: &fromSharedSingular, Symbol: "s", Doc: "singular value of the weight matrix w_i/Nₕ, |w|/√Nₕ: critical at 1"},
	{Name: "alignment", Origin: &fromAlignment, Symbol: "cos", Doc: "alignment of the weights with the pattern, |ξ·w|/(|ξ||w|)"},
	{Name: "m", Origin: &fromChainMagnetisation, Symbol: "m", Doc: "magnetisation of the chains, mean of |ξ·v|/N"},
	{Name: "tau", Origin: &fromHiddenMagnetisation, Symbol: "τ", Doc: "magnetisation of the hidden layer, mean of |tanh(w·v/Nₕ)| over the chains"},
	{Name: "chi", Origin: &fromPatternSusceptibility, Symbol: "χ", Doc: "susceptibility of the chains along the pattern: N⟨m²⟩ below the transition, N(⟨m²⟩−⟨|m|⟩²) above"},
}

// sharedWeight is a run of binaryExperiment. The pattern is all +1, which is no loss.
type sharedWeight struct {
	in      input
	n       int
	alpha   float64
	data    *kernels.Layer
	trainer *training.SharedWeight
	path    *theory.SharedTrajectory

	ascent
	square  observables.Stat // of the data, m^2
	teacher teacherLaw
	weights []float64
	bins    []float32
}

func (r *sharedWeight) columns() []Quantity { return binarySeries }

func (r *sharedWeight) prepare(pause func()) error {
	r.n = r.in.int("n")
	seed, hidden := uint64(r.in.link.Seed), r.in.int("hidden")
	r.alpha = float64(hidden) / float64(r.n)
	r.data = kernels.NewLayer(r.n, r.in.int("samples"))
	r.teach(pause)
	machine := models.NewSharedWeight(r.n, hidden)
	training.InitialWeights(machine.W, r.in.float("init"), rand.New(rand.NewPCG(seed, training.StreamInit)))
	r.trainer = training.NewSharedWeight(machine, r.data, r.in.int("chains"), seed)
	r.weights = make([]float64, r.n)
	r.configure()
	r.measure()
	r.first, r.origin = r.seedling(), r.seedling()
	r.path = theory.NewSharedTrajectory(r.n, hidden, r.in.float("beta"))
	return nil
}

// teach draws the samples, with the same random numbers whatever beta is.
func (r *sharedWeight) teach(pause func()) {
	source := rand.New(rand.NewPCG(uint64(r.in.link.Seed), training.StreamData))
	teachers.NewCurieWeiss(r.n, r.in.float("beta")).Sample(r.data, source, pause)
	pause()
	r.teacher = newTeacherLaw(r.n, r.in.float("beta"))
	r.square = observables.Stat{}
	for c := range r.data.Chains {
		m := magnetisation(r.data, c)
		r.square.Add(float64(m * m))
	}
}

// seedling takes the present state.
func (r *sharedWeight) seedling() seedling {
	return seedling{r.update, math.Abs(r.along), math.Sqrt(max(float64(r.q*r.alpha)-float64(r.along*r.along), 0))}
}

// rateLaw predicts the present growth per update: ln(1 + lr (E[m^2] - 1/N)/alpha).
func (r *sharedWeight) rateLaw() rateLaw {
	lr := r.in.float("lr") / r.alpha
	return rateLaw{theory.GrowthPerUpdate(lr, theory.GrowthRate(r.n, r.teacher.square)), lr * stdErr(&r.square)}
}

// configure hands the live parameters to the trainer.
func (r *sharedWeight) configure() {
	r.trainer.Rate, r.trainer.K = r.in.float("lr"), r.in.int("k")
	r.trainer.Method = map[string]training.Method{"pcd": training.PCD, "cd": training.CD}[r.in.choice("method")]
}

func (r *sharedWeight) changed(param string, pause func()) error {
	if param == "beta" {
		r.teach(pause)
	}
	r.configure()
	r.retaught()
	return nil
}

func (r *sharedWeight) step(pause func()) error {
	before := r.q
	r.trainer.Update(pause)
	r.measure()
	r.advance(before)
	r.follow()
	return nil
}

// follow adds the present weights to the fit of the growth, or after the transition to the statistics of the end.
func (r *sharedWeight) follow() {
	w := math.Abs(r.along)
	switch {
	case r.q >= 1:
		r.settle()
	case math.IsNaN(r.crossing) && w > max(0.01, 2*r.first.along) && w < 0.2*math.Sqrt(r.alpha):
		r.grow(r.logSinh(w), r.rateLaw)
	}
}

// logSinh returns ln sinh(m w/alpha) for data of magnetisation m, which grows by the same amount at every update; ln w for data
// without one. ln sinh x = x + ln(1-e^(-2x)) - ln 2.
func (r *sharedWeight) logSinh(w float64) float64 {
	m := theory.Magnetisation(r.in.float("beta"))
	if m == 0 {
		return math.Log(w)
	}
	x := m * w / r.alpha
	return x + math.Log1p(-portable.Exp(-2*x))
}

// measure sets along and q from the weights.
func (r *sharedWeight) measure() {
	sum, squares := 0.0, 0.0
	for i, x := range r.trainer.Machine.W {
		w := float64(x)
		r.weights[i] = w
		sum += w
		squares += float64(w * w)
	}
	r.along, r.q = sum/float64(r.n), squares/float64(r.trainer.Machine.Hidden)
}

// magnetisations returns the statistics of |m| and of the size of the hidden mean over the chains.
func (r *sharedWeight) magnetisations() (m, tau observables.Stat) {
	for c, t := range r.trainer.HiddenMeans() {
		m.Add(math.Abs(magnetisation(r.trainer.Chains, c)))
		tau.Add(math.Abs(float64(t)))
	}
	return m, tau
}

// susceptibility returns N Var(m) over the chains, of |m| once there are two lumps.
func (r *sharedWeight) susceptibility() float64 {
	var m, square observables.Stat
	for c := range r.trainer.Chains.Chains {
		x := magnetisation(r.trainer.Chains, c)
		m.Add(math.Abs(x))
		square.Add(float64(x * x))
	}
	return float64(r.n) * connected(square.Mean(), m.Mean(), r.q >= 1)
}

func (r *sharedWeight) observe(rec *recorder, _ func()) error {
	root := math.Sqrt(r.alpha)
	m, tau := r.magnetisations()
	rec.add(r.update, []float64{
		math.Abs(r.along) * math.Sqrt(float64(r.n)), math.Sqrt(r.q), math.Abs(r.along) / (math.Sqrt(r.q) * root),
		m.Mean(), tau.Mean(), r.susceptibility(),
	})
	r.observeWaterfall(rec)
	return nil
}

// theory follows the solved dynamics from the weights with which the segment began.
func (r *sharedWeight) theory(rec *recorder, from, to int, pause func()) {
	if r.origin.update != from {
		r.origin = r.seedling()
	}
	t := r.path
	t.Along, t.Start, t.Noise = r.origin.along, r.origin.across, 0
	t.Teach(r.in.float("beta"))
	t.LR, t.Samples = r.in.float("lr"), r.data.Chains
	if math.IsNaN(r.crossing) {
		r.predicted = math.NaN()
		if u, ok := t.Crossing(to-from+1000, pause); ok {
			r.predicted = float64(from) + u
		}
	}
	for u := from; u <= to; {
		m, tau, err := t.State()
		if err != nil {
			return
		}
		if u > from || from == 0 {
			for i, y := range []float64{t.Overlap(), math.Sqrt(t.Q()), t.Alignment(), m, tau, t.Susceptibility(tau)} {
				rec.point(binarySeries[i].Name+theorySuffix, u, y)
			}
		}
		settled := false // where nothing moves any more, there is nothing to compute
		for next := nextScheduled(u); u < next; u++ {
			if u < to && !settled {
				before := t.Q()
				t.Step()
				settled = t.Q() == before
				pause()
			}
		}
	}
}

func (r *sharedWeight) scalars() []Scalar {
	beta := r.in.float("beta")
	slope, slopeErr, law := r.rate(r.rateLaw)
	w, tau := theory.SharedWeight{Alpha: r.alpha, Beta: beta}.Stationary()
	m, hidden := r.magnetisations()
	dataErr := stdErr(&r.square) / r.teacher.perBeta
	return []Scalar{
		{"rate", slope, slopeErr, law.rate},
		{"t_c", r.crossing, hypot(r.crossing*slopeErr/slope, r.tilt()/law.rate), r.predicted},
		{"w_final", math.Abs(r.along), hypot(r.perBeta(0)*dataErr, r.noise()), w},
		{"tau_final", hidden.Mean(), hypot(hidden.StdErr(), r.perBeta(1)*dataErr), tau},
		{"m_final", m.Mean(), hypot(m.StdErr(), r.perBeta(2)*dataErr), theory.Magnetisation(beta)},
	}
}

// perBeta returns how much the final weight (0), hidden (1) or visible magnetisation (2) changes with beta: the samples are
// those of a teacher whose beta is uncertain.
func (r *sharedWeight) perBeta(which int) float64 {
	const d = 1e-3
	at := func(beta float64) float64 {
		w, tau := theory.SharedWeight{Alpha: r.alpha, Beta: beta}.Stationary()
		return [...]float64{w, tau, theory.Magnetisation(beta)}[which]
	}
	beta := r.in.float("beta")
	return (at(beta+d) - at(beta-d)) / (2 * d)
}

// tilt returns the uncertainty of ln U at the start that the samples bring, as in mattis.
func (r *sharedWeight) tilt() float64 {
	spread := math.Sqrt((r.teacher.square - r.teacher.fourth) / float64(r.data.Chains))
	return spread * r.in.float("lr") / (r.alpha * r.grown.rate) * r.first.across / (math.Sqrt(float64(r.n)) * r.first.along)
}

// fields shows how the chains' magnetisation is distributed, with the branches of theory for the machine as it is.
func (r *sharedWeight) fields(emit func(Field)) {
	r.bins = magnetisationHistogram(r.bins, r.trainer.Chains, emit)
	tau, err := theory.SharedSaddle(r.weights, r.alpha)
	if err != nil {
		tau = 0
	}
	emitLumps(r.weights, tau, r.teacher, emit)
}

func (r *sharedWeight) digest(d *digest) {
	d.floats(r.trainer.Machine.W)
	d.bytes(r.trainer.Chains.Nibbles)
	d.words(r.trainer.Streams.State)
	d.bytes(r.trainer.BatchState())
}
