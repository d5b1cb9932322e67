package experiments

import (
	"slices"

	"cascade/engine/teachers"
)

// hierarchyExperiment goes beyond the paper: as many transitions as one likes, one after the other.
var hierarchyExperiment = &Experiment{
	Name:  "hierarchy",
	Title: "A cascade of modes",
	Doc: "The teacher's spins fall into groups of decreasing size, each magnetised for itself; the machine has one hidden unit for each. It learns the " +
		"largest group first, and each one after it is a transition of its own, which doubles the number of lumps.",
	Params: []Param{
		{Name: "beta", Origin: &fromGroupsTeacher, Title: "inverse temperature", Symbol: "β", Doc: "inverse temperature of every mode of the teacher; modes are magnetised above 1", Min: 0.1, Max: 4, Step: 0.01, Default: 1.5, Live: true},
		{Name: "modes", Origin: &fromGroups, Symbol: "P", Doc: "number of modes, and of hidden units", Unit: "modes", Min: 2, Max: maxTeacherModes, Step: 1, Default: 3},
		{Name: "ratio", Origin: &fromGroupRatio, Symbol: "r", Doc: "size of a mode's group of spins over that of the group before", Min: 0.3, Max: 1, Step: 0.01, Default: 0.6},
		{Name: "n", Origin: &fromGroups, Title: "visible spins", Symbol: "N", Doc: "number of visible spins", Unit: "spins", Min: 60, Max: 5000, Step: 1, Default: 1200, Log: true},
		{Name: "samples", Origin: &fromDataAverage, Symbol: "M", Doc: "number of training samples, all used at every update", Unit: "samples", Min: 1, Max: 16000, Step: 1, Default: 2000, Log: true},
		{Name: "lr", Origin: &fromAscent, Title: "learning rate", Symbol: "ε", Doc: "learning rate of one update", Min: 1e-6, Max: 10, Default: 0.1, Log: true, Live: true},
		{Name: "init", Origin: &fromSmallStart, Title: "initial weights", Symbol: "σ₀", Doc: "standard deviation of the initial weights", Min: 1e-6, Max: 2, Default: 0.01, Log: true},
		{Name: "method", Origin: &fromGradient, Symbol: "∂", Doc: "where the chains of the gradient start: where they were (pcd), or at the data (cd)", Choices: []string{"pcd", "cd"}, Live: true},
		{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: 1, Log: true, Live: true},
		{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of Markov chains", Unit: "chains", Min: 2, Max: 5000, Step: 1, Default: 500, Log: true},
	},
	Series: hierarchySeries(maxTeacherModes),
	Scalars: append(append(indexed(Quantity{Name: "rate", Origin: &fromGroupRate, Symbol: "λ", Unit: "1/update",
		Doc: "growth of ln(strength) of mode # in one update, fitted between strengths of 0.02 and 0.3; theory ln(1 + ε λ)"}, maxTeacherModes),
		indexed(Quantity{Name: "t_", Origin: &fromGroupCrossing, Symbol: "t", Unit: "updates",
			Doc: "update at which σ²/N number # passes 1; theory from this run's initial weights and size"}, maxTeacherModes)...),
		lumpsScalar),
	Plane:   []string{"beta", "ratio"},
	Updates: 1000, MaxUpdates: 1_000_000,
	start:  newHierarchy,
	advise: adviseHierarchy,
	plane:  hierarchyPlane,
}

var sigmaOfModes = Quantity{Name: "sigma", Origin: &fromModeStrength, Symbol: "σ²", Doc: "squared singular value # of the weights, over N; the machine's distribution splits where it passes 1, and training ends at the mode's inverse temperature"}

var chiOfModes = Quantity{Name: "chi", Origin: &fromModeSusceptibility, Symbol: "χ", Doc: "susceptibility of the chains along mode #: Nₖ⟨mₖ²⟩ below its transition, Nₖ(⟨mₖ²⟩−⟨|mₖ|⟩²) above, Nₖ its number of spins"}

func hierarchySeries(modes int) []Quantity {
	return append(indexed(sigmaOfModes, modes), indexed(chiOfModes, modes)...)
}

var lumpsScalar = Quantity{Name: "lumps", Origin: &fromLumps, Symbol: "lumps", Doc: "number of lumps that the chains are in: patterns of signs of those modes whose magnetisation has two peaks; theory at the end of training"}

// hierarchy is a run of hierarchyExperiment.
type hierarchy struct{ manyModes }

func newHierarchy(in input) run {
	p := in.int("modes")
	var names []string
	for k := range p {
		names = append(names, "t_"+number(k))
	}
	return &hierarchy{newManyModes(in, names, p, hierarchyTeacher)}
}

func hierarchyTeacher(in input) *teachers.Modes {
	p := in.int("modes")
	fractions, betas := make([]float64, p), make([]float64, p)
	f := 1.0
	for k := range p {
		fractions[k], betas[k] = f, in.float("beta")
		f *= in.float("ratio")
	}
	return teachers.NewModes(in.int("n"), fractions, betas)
}

func (r *hierarchy) columns() []Quantity { return hierarchySeries(len(r.names)) }

func (r *hierarchy) observe(rec *recorder, _ func()) error {
	rec.add(r.update, r.susceptibilities(slices.Clone(r.sigma)))
	r.observeWaterfalls(rec)
	return nil
}

func (r *hierarchy) theory(rec *recorder, from, to int, pause func()) {
	r.predict(from, to, pause, r.predictions(rec))
}

// predictions returns what adds the theory of an update to the records.
func (r *hierarchy) predictions(rec *recorder) func(u int, s solution, f *foreseen) {
	sigma, chi := theories("sigma", len(r.names)), theories("chi", len(r.names))
	return func(u int, _ solution, f *foreseen) {
		for k, q := range f.sigma {
			rec.point(sigma[k], u, q)
			rec.point(chi[k], u, f.chi[k])
		}
	}
}

func (r *hierarchy) scalars() []Scalar {
	var list []Scalar
	for k := range r.names {
		list = append(list, r.rateScalar(k))
	}
	for k := range r.names {
		list = append(list, r.timeScalar(k))
	}
	return append(list, Scalar{"lumps", float64(r.lumps()), 0, float64(r.learnable())})
}

// adviseHierarchy says where there will be no cascade.
func adviseHierarchy(in input) []string {
	list := phaseAdvice(in, "each σ²/N")
	if in.float("ratio") > 0.9 {
		list = append(list, "ratio="+formatShort(in.float("ratio"))+" makes groups of almost equal size: their modes mix while they grow, and their transitions follow close upon each other")
	}
	return append(list, rateAdvice(in, modesStableRate(in, hierarchyTeacher(in), in.int("modes")))...)
}
