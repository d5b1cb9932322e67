package experiments

import (
	"math"
	"strconv"

	"cascade/engine/teachers"
	"cascade/engine/theory"
)

// hopfieldExperiment is the paper's second: two correlated patterns, two transitions.
var hopfieldExperiment = &Experiment{
	Name:  "hopfield",
	Title: "Two patterns",
	Doc: "A Hopfield teacher with two correlated patterns makes samples in four lumps; a machine of ±1 spins with two Gaussian hidden units learns them. " +
		"First what the patterns share, then what they differ in: one valley of the free energy becomes two, then four.",
	Params: []Param{
		{Name: "beta", Origin: &fromHopfieldTeacher, Title: "inverse temperature", Symbol: "β", Doc: "inverse temperature of the teacher; four lumps where β(1−κ) exceeds 1, two where only β(1+κ) does", Min: 0.1, Max: 4, Step: 0.01, Default: 2, Live: true},
		{Name: "kappa", Origin: &fromPatternsOverlap, Title: "pattern overlap", Symbol: "κ", Doc: "overlap of the two patterns, ξ¹·ξ²/N; N(1+κ)/2 is rounded to whole spins", Min: 0, Max: 0.95, Step: 0.01, Default: 0.3, Live: true},
		{Name: "n", Origin: &fromHopfieldSites, Title: "visible spins", Symbol: "N", Doc: "number of visible spins", Unit: "spins", Min: 20, Max: 5000, Step: 1, Default: 1000, Log: true},
		{Name: "samples", Origin: &fromDataAverage, Symbol: "M", Doc: "number of training samples, all used at every update", Unit: "samples", Min: 1, Max: 16000, Step: 1, Default: 2000, Log: true},
		{Name: "lr", Origin: &fromAscent, Title: "learning rate", Symbol: "ε", Doc: "learning rate of one update", Min: 1e-6, Max: 10, Default: 0.1, Log: true, Live: true},
		{Name: "init", Origin: &fromSmallStart, Title: "initial weights", Symbol: "σ₀", Doc: "standard deviation of the initial weights", Min: 1e-6, Max: 2, Default: 0.01, Log: true},
		{Name: "hidden", Origin: &fromHopfieldMachine, Symbol: "P", Doc: "number of Gaussian hidden units of variance 1/N; two are needed for both transitions", Unit: "units", Min: 1, Max: 10, Step: 1, Default: 2},
		{Name: "method", Origin: &fromGradient, Symbol: "∂", Doc: "where the chains of the gradient start: where they were (pcd), or at the data (cd)", Choices: []string{"pcd", "cd"}, Live: true},
		{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: 1, Log: true, Live: true},
		{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of Markov chains", Unit: "chains", Min: 2, Max: 5000, Step: 1, Default: 500, Log: true},
	},
	Series: hopfieldSeries,
	Scalars: []Quantity{
		{Name: "r", Origin: &fromSharedPart, Symbol: "r", Doc: "magnetisation of the samples on the N(1+κ)/2 spins where the patterns agree; theory r = tanh(β(1+κ)r)", Limit: true},
		{Name: "p", Origin: &fromDifferingPart, Symbol: "p", Doc: "magnetisation of the samples, up to the patterns' signs, on the N(1−κ)/2 spins where they differ; theory p = tanh(β(1−κ)p)", Limit: true},
		{Name: "rate1", Origin: &fromFirstRate, Symbol: "λ₁", Doc: "growth of ln U₁ in one update, fitted between U₁/√N = 0.02 and 0.3; theory ln(1 + ε λ₁)", Unit: "1/update"},
		{Name: "rate2", Origin: &fromSecondRate, Symbol: "λ₂", Doc: "growth of ln U₂ in one update, fitted between U₂/√N = 0.02 and 0.3; theory ln(1 + ε λ₂)", Unit: "1/update"},
		{Name: "t_I", Origin: &fromFirstCrossing, Symbol: "t_I", Doc: "update at which σ₁²/N passes 1; theory from this run's initial weights and size", Unit: "updates"},
		{Name: "t_II", Origin: &fromSecondCrossing, Symbol: "t_II", Doc: "update at which σ₂²/N passes 1; theory from this run's initial weights and size", Unit: "updates"},
		{Name: "minima", Origin: &fromFreeEnergy, Symbol: "minima", Doc: "number of minima of the machine's free energy f(h₁,h₂); theory at the end of training"},
		lumpsScalar,
	},
	Plane:   []string{"beta", "kappa"},
	Updates: 700, MaxUpdates: 1_000_000,
	start:  newHopfield,
	advise: adviseHopfield,
	plane:  hopfieldPlane,
}

var hopfieldSeries = append(append(indexed(sigmaOfModes, 2),
	indexed(Quantity{Name: "overlap", Origin: &fromModeOverlap, Symbol: "U", Doc: "overlap of the weights with mode #, (ξ¹±ξ²)/2; of mode 2 only the part orthogonal to mode 1's in the space of the hidden units; σ²/N passes 1 where it passes √N"}, 2)...),
	append([]Quantity{{Name: "minima", Origin: &fromFreeEnergy, Symbol: "minima", Doc: "number of minima of the free energy f(h₁,h₂): 1, then 2, then 4"}}, indexed(chiOfModes, 2)...)...)

// hopfield is a run of hopfieldExperiment. The free energy and the projections are those of two directions in the space of
// the hidden units: the units themselves if there are two, otherwise the two leading singular vectors of the weights.
type hopfield struct {
	manyModes
	valleys
	wellsAt int // the update at which they were found
}

func newHopfield(in input) run {
	return &hopfield{manyModes: newManyModes(in, []string{"t_I", "t_II"}, in.int("hidden"), hopfieldTeacher), wellsAt: -1}
}

func hopfieldTeacher(in input) *teachers.Modes {
	return teachers.Hopfield(in.int("n"), in.float("beta"), in.float("kappa"))
}

func (r *hopfield) columns() []Quantity { return hopfieldSeries }

func (r *hopfield) prepare(pause func()) error {
	if err := r.manyModes.prepare(pause); err != nil {
		return err
	}
	r.valleys = newValleys(r.n, r.hidden)
	return nil
}

func (r *hopfield) observe(rec *recorder, pause func()) error {
	pause()
	wells, err := r.minima()
	if err != nil {
		return err
	}
	root := math.Sqrt(float64(r.n))
	rec.add(r.update, r.susceptibilities([]float64{r.sigma[0], r.sigma[1], root * r.strength[0], root * r.strength[1], float64(len(wells))}))
	r.observeWaterfalls(rec)
	return nil
}

func (r *hopfield) theory(rec *recorder, from, to int, pause func()) {
	r.predict(from, to, pause, r.predictions(rec, func(s solution, _ *foreseen) int { return s.Count() }))
}

// predictions returns what adds the theory of an update to the records, given what counts the minima.
func (r *hopfield) predictions(rec *recorder, minima func(solution, *foreseen) int) func(u int, s solution, f *foreseen) {
	root := math.Sqrt(float64(r.n))
	sigma, overlap, chi := theories("sigma", 2), theories("overlap", 2), theories("chi", 2)
	return func(u int, s solution, f *foreseen) {
		for k := range f.sigma {
			rec.point(sigma[k], u, f.sigma[k])
			rec.point(overlap[k], u, root*f.strength[k])
			rec.point(chi[k], u, f.chi[k])
		}
		rec.point("minima"+theorySuffix, u, float64(minima(s, f)))
	}
}

func (r *hopfield) scalars() []Scalar {
	sum, difference := theory.Hopfield(r.in.float("beta"), r.in.float("kappa"))
	count := math.NaN()
	if wells, err := r.minima(); err == nil {
		count = float64(len(wells))
	}
	return []Scalar{
		{"r", r.size[0].Mean(), stdErr(&r.size[0]), sum.Overlap()},
		{"p", r.size[1].Mean(), stdErr(&r.size[1]), difference.Overlap()},
		r.rateScalar(0), r.rateScalar(1), r.timeScalar(0), r.timeScalar(1),
		{"minima", count, 0, float64(r.learnable())},
		{"lumps", float64(r.lumps()), 0, float64(r.learnable())},
	}
}

// adviseHopfield names the phase of a teacher that does not make four lumps, and what keeps a run from its two transitions.
func adviseHopfield(in input) []string {
	beta, kappa := in.float("beta"), in.float("kappa")
	sum, difference := theory.Hopfield(beta, kappa)
	show := func(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
	var list []string
	switch {
	case sum.Beta <= 1:
		list = append(list, "beta(1+kappa)="+show(sum.Beta)+" is not above 1: the samples are in one lump (the paramagnetic phase), so there is no transition to see")
	case difference.Beta <= 1:
		list = append(list, "beta(1-kappa)="+show(difference.Beta)+" is not above 1: the samples are in two lumps (the pair-retrieval phase), so the first transition t_I is the only one")
	case kappa < 0.15:
		list = append(list, "kappa="+show(kappa)+" gives both modes almost the same rate: they mix while they grow, and their transitions follow close upon each other")
	}
	if sum.Beta > 1 && in.int("hidden") == 1 {
		list = append(list, "hidden=1 learns one mode only: the second transition t_II needs hidden=2 or more")
	}
	return append(list, rateAdvice(in, modesStableRate(in, hopfieldTeacher(in), in.int("hidden")))...)
}
