package experiments

import (
	"math"
	"math/rand/v2"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/teachers"
	"cascade/engine/theory"
	"cascade/engine/training"
)

// mattisExperiment is the paper's first: one pattern, one hidden unit, one transition.
var mattisExperiment = &Experiment{
	Name:  "mattis",
	Title: "One pattern",
	Doc: "A Curie-Weiss teacher makes samples along one pattern; a machine of ±1 spins with one Gaussian hidden unit learns them. " +
		"Its weight grows exponentially along the pattern until |w|²/N passes 1: there the learned distribution splits in two.",
	Params: []Param{
		{Name: "beta", Origin: &fromCurieWeiss, Title: "inverse temperature", Symbol: "β", Doc: "inverse temperature of the teacher; its samples are magnetised above 1", Min: 0.1, Max: 4, Step: 0.01, Default: 1.4, Live: true},
		{Name: "n", Origin: &fromMagnetisation, Title: "visible spins", Symbol: "N", Doc: "number of visible spins", Unit: "spins", Min: 10, Max: 5000, Step: 1, Default: 900, Log: true},
		{Name: "samples", Origin: &fromDataAverage, Symbol: "M", Doc: "number of training samples, all used at every update", Unit: "samples", Min: 1, Max: 16000, Step: 1, Default: 1000, Log: true},
		{Name: "lr", Origin: &fromAscent, Title: "learning rate", Symbol: "ε", Doc: "learning rate of one update", Min: 1e-6, Max: 10, Default: 0.05, Log: true, Live: true},
		{Name: "init", Origin: &fromSmallStart, Title: "initial weights", Symbol: "σ₀", Doc: "standard deviation of the initial weights", Min: 1e-6, Max: 2, Default: 0.01, Log: true},
		{Name: "hvar", Origin: &fromGaussianUnit, Title: "hidden variance", Symbol: "σₕ²", Doc: "variance of the hidden unit: 1/N as in the paper's text, or 1 as in the caption of its Fig. 1", Choices: []string{"1/n", "1"}},
		{Name: "method", Origin: &fromGradient, Symbol: "∂", Doc: "where the model term of the gradient comes from: the exact integral, its saddle point, persistent chains, or chains started at the data", Choices: []string{"exact", "saddle", "pcd", "cd"}, Default: 2, Live: true},
		{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: 1, Log: true, Live: true},
		{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of Markov chains", Unit: "chains", Min: 2, Max: 5000, Step: 1, Default: 500, Log: true},
	},
	Series: mattisSeries,
	Scalars: []Quantity{
		{Name: "m_data", Origin: &fromDataMagnetisation, Symbol: "m_data", Doc: "magnetisation of the training samples, mean of |ξ·v|/N; theory for large N", Limit: true},
		{Name: "rate", Origin: &fromGrowth, Symbol: "λ", Doc: "growth of ln U in one update, fitted where U/√N is from 0.02 (and twice its initial value) to 0.3; theory ln(1 + ε λ)", Unit: "1/update"},
		{Name: "t_c", Origin: &fromCrossing, Symbol: "t_c", Doc: "update at which |w|²/N passes 1; theory from this run's initial weights and size", Unit: "updates"},
		{Name: "w_final", Origin: &fromEndWeight, Symbol: "w", Doc: "present weight along the pattern, |ξ·w|/N for hidden variance 1/N; theory √β at the end of training"},
		{Name: "m_final", Origin: &fromEndMagnetisation, Symbol: "m_model", Doc: "magnetisation of the machine's own samples; theory for large N at the end of training", Limit: true},
	},
	Plane:   []string{"beta", "lr"},
	Updates: 600, MaxUpdates: 1_000_000,
	start: func(in input) run { return &mattis{in: in, ascent: newAscent()} },
	advise: func(in input) []string {
		return append(phaseAdvice(in, "|w|²/N"), rateAdvice(in, mattisStableRate(in))...)
	},
	plane: mattisPlane,
}

var mattisSeries = []Quantity{
	{Name: "overlap", Origin: &fromPatternOverlap, Symbol: "U", Doc: "overlap of the weights with the pattern, |ξ·w|/√N for hidden variance 1/N"},
	{Name: "q", Origin: &fromWeightNorm, Symbol: "q", Doc: "squared length of the weights |w|²/N: the machine's own inverse temperature"},
	{Name: "alignment", Origin: &fromAlignment, Symbol: "cos", Doc: "alignment of the weights with the pattern, |ξ·w|/(|ξ||w|)"},
	{Name: "chi", Origin: &fromOneSusceptibility, Symbol: "χ", Doc: "susceptibility of the chains along the pattern: N⟨m²⟩ below the transition, N(⟨m²⟩−⟨|m|⟩²) above"},
	{Name: "h", Origin: &fromSaddlePoint, Symbol: "h*", Doc: "size of the hidden unit's mean, |w·v|/N over the chains; in theory the saddle point"},
	{Name: "m", Origin: &fromChainMagnetisation, Symbol: "m", Doc: "magnetisation of the chains, mean of |ξ·v|/N"},
}

// mattis is a run of mattisExperiment. The pattern is all +1, which is no loss: every weight, spin and sample may be
// multiplied by ξ_i. All series are in the scale where the hidden variance is 1/N.
type mattis struct {
	in      input
	n       int
	scale   float64 // N times the hidden variance; w sqrt(scale) is the weight in the 1/N scale
	data    *kernels.Layer
	trainer *training.FewHidden
	path    *theory.Trajectory

	ascent
	magnetisation observables.Stat // of the data, |m|
	square        observables.Stat // of the data, m^2
	weights       []float64        // in the 1/N scale
	good          []float32        // the machine's weights before the present update
	teacher       teacherLaw
	bins          []float32 // field
	valley
}

// teacherLaw holds what theory says of the data alone.
type teacherLaw struct {
	moment
	density []float32 // 2 x points: m, density
}

// moment is the second and fourth moment of a Curie-Weiss model's magnetisation, and the derivative of the second by beta.
type moment struct{ square, fourth, perBeta float64 }

func momentOf(law *theory.CurieWeiss) moment {
	const d = 1e-3
	beta := law.Beta
	var m moment
	m.square, m.fourth, _ = law.Moments()
	law.Beta = beta + d
	m.perBeta = law.Square()
	law.Beta = beta - d
	m.perBeta = (m.perBeta - law.Square()) / (2 * d)
	law.Beta = beta
	return m
}

func newTeacherLaw(n int, beta float64) teacherLaw {
	const most = 161
	law := theory.NewCurieWeiss(n, beta)
	points := min(most, n+1) // the law has n+1; a plot needs no more than most
	t := teacherLaw{moment: momentOf(law), density: make([]float32, 2*points)}
	for i := range points {
		k := i * n / (points - 1)
		t.density[i] = float32(float64(2*k-n) / float64(n))
		t.density[points+i] = float32(law.Probability(k) * float64(n) / 2)
	}
	return t
}

func (r *mattis) columns() []Quantity { return mattisSeries }

func (r *mattis) prepare(pause func()) error {
	r.n = r.in.int("n")
	r.scale = r.hiddenScale()
	r.data = kernels.NewLayer(r.n, r.in.int("samples"))
	r.teach(pause)
	r.trainer = training.NewFewHidden(r.untrained(), r.data, r.in.int("chains"), uint64(r.in.link.Seed))
	r.weights, r.good = make([]float64, r.n), make([]float32, r.n)
	r.configure()
	r.measure()
	r.first, r.origin = r.seedling(), r.seedling()
	r.path = theory.NewTrajectory(r.n, r.in.float("beta"))
	return nil
}

// hiddenScale returns N times the hidden variance.
func (r *mattis) hiddenScale() float64 {
	if r.in.choice("hvar") == "1" {
		return float64(r.n)
	}
	return 1
}

// untrained returns the machine with its initial weights.
func (r *mattis) untrained() *models.FewHidden {
	machine := models.NewFewHidden(r.n, 1, r.scale/float64(r.n))
	training.InitialWeights(machine.W[0], r.in.float("init"), rand.New(rand.NewPCG(uint64(r.in.link.Seed), training.StreamInit)))
	return machine
}

// teach draws the samples. The generator starts afresh, so that a change of beta meets the same random numbers.
func (r *mattis) teach(pause func()) {
	source := rand.New(rand.NewPCG(uint64(r.in.link.Seed), training.StreamData))
	teachers.NewCurieWeiss(r.n, r.in.float("beta")).Sample(r.data, source, pause)
	pause()
	r.teacher = newTeacherLaw(r.n, r.in.float("beta"))
	r.magnetisation, r.square = observables.Stat{}, observables.Stat{}
	for c := range r.data.Chains {
		m := magnetisation(r.data, c)
		r.magnetisation.Add(math.Abs(m))
		r.square.Add(float64(m * m))
	}
}

// restart returns the number of sweeps of chains that begin each update at the data; 0 for other methods.
func restart(in input) int {
	if in.choice("method") != "cd" {
		return 0
	}
	return in.int("k")
}

// seedling takes the present state.
func (r *mattis) seedling() seedling {
	return seedling{r.update, math.Abs(r.along), math.Sqrt(max(r.q-float64(r.along*r.along), 0))}
}

// rateLaw predicts the present growth per update.
func (r *mattis) rateLaw() rateLaw {
	return rateLaw{r.growthRate(r.teacher.square), r.in.float("lr") * r.scale * stdErr(&r.square)}
}

// growthRate returns ln(1 + lr (E[m^2] - 1/N)) for that E[m^2], without the 1/N in the saddle point.
func (r *mattis) growthRate(square float64) float64 {
	n := r.n
	if r.in.choice("method") == "saddle" {
		n = 0
	}
	return theory.GrowthPerUpdate(r.in.float("lr")*r.scale, theory.GrowthRate(n, square))
}

// stdErr is the standard error of a mean of independent samples; not known from a single one.
func stdErr(s *observables.Stat) float64 {
	if s.N() < 2 {
		return math.NaN()
	}
	return s.StdErr()
}

// configure hands the live parameters to the trainer.
func (r *mattis) configure() {
	r.trainer.Rate = r.in.float("lr")
	r.trainer.K = r.in.int("k")
	r.trainer.Method = map[string]training.Method{
		"exact": training.Exact, "saddle": training.Saddle, "pcd": training.PCD, "cd": training.CD,
	}[r.in.choice("method")]
}

func (r *mattis) changed(param string, pause func()) error {
	if param == "beta" {
		r.teach(pause)
	}
	r.configure()
	r.retaught()
	return nil
}

func (r *mattis) step(pause func()) error {
	w := r.trainer.Machine.W[0]
	copy(r.good, w)
	before := r.q
	err := r.trainer.Update(pause)
	if r.measure(); err != nil || !finite(r.q) {
		copy(w, r.good)
		r.measure()
		return &DivergedError{r.update + 1, tooLarge(mattisStableRate(r.in))}
	}
	r.advance(before)
	r.follow()
	return nil
}

// follow adds the present weights to the fit of the linear growth, or after the transition to the statistics of the end.
func (r *mattis) follow() {
	u := math.Abs(r.along)
	switch {
	case r.q >= 1:
		r.settle()
	case math.IsNaN(r.crossing) && r.q < 0.8 && u > max(0.02, 2*r.first.along) && u < 0.3:
		r.grow(math.Log(u), r.rateLaw)
	}
}

// mattisStableRate returns the largest learning rate at which the end of training, w = sqrt(beta), is stable.
func mattisStableRate(in input) float64 {
	n, scale := in.int("n"), 1.0
	if in.choice("hvar") == "1" {
		scale = float64(n)
	}
	if in.choice("method") == "saddle" {
		n = 0
	}
	return stableRate(in, theory.Mode{Fraction: 1, Beta: in.float("beta")}.Stiffness(n)) / scale
}

// measure sets along and q from the weights.
func (r *mattis) measure() { r.measureWeights(r.trainer.Machine) }

func (r *mattis) measureWeights(machine *models.FewHidden) {
	sum, squares, s := 0.0, 0.0, math.Sqrt(r.scale)
	for i, x := range machine.W[0] {
		w := float64(s * float64(x))
		r.weights[i] = w
		sum += w
		squares += float64(w * w)
	}
	r.along, r.q = sum/float64(r.n), squares/float64(r.n)
}

func (r *mattis) observe(rec *recorder, _ func()) error {
	var m, m2 observables.Stat
	for c := range r.trainer.Chains.Chains {
		x := magnetisation(r.trainer.Chains, c)
		m.Add(math.Abs(x))
		m2.Add(float64(x * x))
	}
	rec.add(r.update, []float64{
		math.Abs(r.along) * math.Sqrt(float64(r.n)), r.q, math.Abs(r.along) / math.Sqrt(r.q),
		float64(r.n) * connected(m2.Mean(), m.Mean(), r.q >= 1), r.trainer.HiddenMean(0) / math.Sqrt(r.scale), m.Mean(),
	})
	r.observeWaterfall(rec)
	return nil
}

// connected returns <m^2>, less <|m|>^2 where there are two lumps.
func connected(square, size float64, split bool) float64 {
	if split {
		return square - float64(size*size)
	}
	return square
}

// theory follows the solved dynamics from the weights with which the segment began.
func (r *mattis) theory(rec *recorder, from, to int, pause func()) {
	if r.origin.update != from {
		r.origin = r.seedling()
	}
	r.path.Along, r.path.Start, r.path.Noise = r.origin.along, r.origin.across, 0
	r.path.Teach(r.in.float("beta"))
	r.path.LR, r.path.Samples = r.in.float("lr")*r.scale, r.data.Chains
	r.path.Saddle, r.path.Restart = r.in.choice("method") == "saddle", restart(r.in)
	if math.IsNaN(r.crossing) {
		r.predicted = math.NaN()
		if t, ok := r.path.Crossing(to-from+1000, pause); ok {
			r.predicted = float64(from) + t
		}
	}
	for u := from; ; {
		h, m, chi, err := r.path.State()
		if err != nil {
			return
		}
		if u > from || from == 0 {
			for i, y := range []float64{r.path.Overlap(), r.path.Q(), r.path.Alignment(), chi, h, m} {
				rec.point(mattisSeries[i].Name+theorySuffix, u, y)
			}
		}
		pause()
		for next := nextScheduled(u); u < next; u++ {
			if u >= to || r.path.Step() != nil {
				return
			}
		}
	}
}

func (r *mattis) scalars() []Scalar {
	beta := r.in.float("beta")
	slope, slopeErr, law := r.rate(r.rateLaw)
	var m observables.Stat
	for c := range r.trainer.Chains.Chains {
		m.Add(math.Abs(magnetisation(r.trainer.Chains, c)))
	}
	// The weight's error is that of the data: w^2 tends to the beta whose second moment is the samples' own.
	wErr := hypot(stdErr(&r.square)/r.teacher.perBeta/(2*math.Sqrt(beta)), r.noise())
	tErr := hypot(r.crossing*slopeErr/slope, r.tilt()/law.rate)
	return []Scalar{
		{"m_data", r.magnetisation.Mean(), stdErr(&r.magnetisation), theory.Magnetisation(beta)},
		{"rate", slope, slopeErr, law.rate},
		{"t_c", r.crossing, tErr, r.predicted},
		{"w_final", math.Abs(r.along), wErr, math.Sqrt(beta)},
		{"m_final", m.Mean(), hypot(m.StdErr(), stdErr(&r.magnetisation)), theory.Magnetisation(beta)},
	}
}

// tilt returns the uncertainty of ln U at the start that the samples bring: the direction that grows is their own leading
// one, tilted off the pattern by the angle sqrt((E[m^2]-E[m^4])/M) lr/rate at random, and so sees as much of what the initial
// weights hold across the pattern. In units of ln U, with N directions across: that angle times across/(sqrt(N) along).
func (r *mattis) tilt() float64 {
	spread := math.Sqrt((r.teacher.square - r.teacher.fourth) / float64(r.data.Chains))
	rate := r.grown.rate
	return spread * r.in.float("lr") * r.scale / rate * r.first.across / (math.Sqrt(float64(r.n)) * r.first.along)
}

func (r *mattis) digest(d *digest) {
	d.floats(r.trainer.Machine.W[0])
	d.bytes(r.trainer.Chains.Nibbles)
	d.words(r.trainer.Streams.State)
	d.bytes(r.trainer.BatchState())
}

// magnetisation returns the mean of the spins of a chain.
func magnetisation(l *kernels.Layer, chain int) float64 {
	return float64(2*l.Ones(chain)-l.Units) / float64(l.Units)
}
