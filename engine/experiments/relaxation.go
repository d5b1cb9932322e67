package experiments

import (
	"math"
	"strconv"

	"cascade/engine/observables"
	"cascade/engine/portable"
	"cascade/engine/theory"
)

// relaxationExperiment is the paper's Fig. 3 G: how long the chains remember, up to the transition.
var relaxationExperiment = &Experiment{
	Name:  "relaxation",
	Title: "Critical slowing down",
	Doc: "The closer a machine is to the transition, the longer its Markov chains remember where they were: " +
		"each sweep multiplies the magnetisation of the mode by w²/w_c², and only the finite size keeps the memory finite at w_c.",
	Params: []Param{
		machineParam(),
		sizesParam(),
		{Name: "points", Origin: &fromRelaxationPath, Symbol: "P", Doc: "number of weights at which each size is measured; the last is the critical one", Unit: "points", Min: 2, Max: 100, Step: 1, Default: 12},
		{Name: "sweeps", Origin: &fromAutocorrelation, Symbol: "T", Doc: "Gibbs sweeps recorded at each weight, after a quarter as many that only follow it; at least eight relaxation times are needed", Unit: "sweeps", Min: 16, Max: 10000, Step: 1, Default: 500, Log: true},
		chainsParam(500),
	},
	Series: []Quantity{{Name: "tau", Origin: &fromRelaxationTime, Symbol: "τ", Doc: "exponential autocorrelation time of the magnetisation along the mode, in sweeps, for each size; theory is that of the rank-one machine with the same Nₑ and w/w_c, exact if it is one"}},
	Scalars: []Quantity{
		{Name: "z", Origin: &fromDynamicExponent, Symbol: "z", Doc: "dynamic exponent, from how τ at the transition grows with size, with dᵤ = 4; theory for large sizes"},
	},
	length: func(in input) int { return sizes(in) * (trainingSteps(in) + in.int("points")) },
	needs:  machineNeeds,
	advise: func(in input) []string {
		// At the transition tau is 1.3 sqrt(N_e) sweeps for the rank-one machines.
		need := 8 * 1.3 * math.Sqrt(float64(int(50)<<(sizes(in)-1)))
		if in.choice("machine") != "rankone" && in.float("sweeps") < need {
			return []string{"where the chains remember longer than an eighth of the sweeps=" + strconv.Itoa(in.int("sweeps")) + ", no time can be measured and the plot has no point"}
		}
		if in.choice("machine") == "rankone" && in.float("sweeps") < need {
			return []string{"at the transition the largest machine remembers too long for so few sweeps; it needs " + strconv.Itoa(int(need)+1)}
		}
		return nil
	},
	start: func(in input) run { return &relaxation{in: in} },
}

// relaxation is a run of relaxationExperiment. A step trains, or measures one machine of one size.
type relaxation struct {
	in      input
	members []*slowing
	at      int      // the member whose turn it is
	trained int      // steps of its training
	now     *slowing // the one that the last step was about
	memory  *observables.Autocorrelation
}

// slowing is one size.
type slowing struct {
	family
	size           int
	w, tau, tauErr []float64
	gibbs          *theory.BlockGibbs // of a rank-one machine
}

// relaxationWeights returns weights up to the critical one, spaced so that 1-w^2/w_c^2 shrinks by the same factor each time.
func relaxationWeights(points int, critical float64) []float64 {
	const first, last = 0.75, 0.02
	list := make([]float64, points)
	gap, factor := first, root(last/first, max(points-2, 1))
	for i := range list {
		list[i] = rounded(critical * math.Sqrt(1-gap))
		gap *= factor
	}
	list[points-1] = critical
	return list
}

func (r *relaxation) columns() []Quantity { return nil }

func (r *relaxation) prepare(pause func()) error {
	points, chains := r.in.int("points"), r.in.int("chains")
	for i := range sizes(r.in) {
		f, size := newFamily(r.in, i, func(critical float64) []float64 { return relaxationWeights(points, critical) })
		m := &slowing{family: f, size: size}
		if _, ok := f.(*rankOne); ok {
			m.gibbs = theory.NewBlockGibbs(size, size)
		}
		r.members = append(r.members, m)
		pause()
	}
	r.memory = observables.NewAutocorrelation(chains, r.in.int("sweeps"))
	return nil
}

func (r *relaxation) step(pause func()) error {
	m := r.members[r.at]
	r.now = m
	if r.trained < m.training() {
		r.trained++
		return m.train(pause)
	}
	i, sweeps := len(m.w), r.in.int("sweeps")
	m.pick(i, 0)
	if i == 0 {
		m.start(false, pause)
	}
	for range sweeps / 4 {
		m.sweep(pause)
	}
	r.memory.Clear()
	for range sweeps {
		m.sweep(pause)
		m.project(r.memory.Next())
	}
	tau, err := r.memory.Time(pause)
	m.w, m.tau, m.tauErr = append(m.w, m.models()[i].w), append(m.tau, tau), append(m.tauErr, err)
	if len(m.w) == r.in.int("points") && r.at < len(r.members)-1 {
		m.release()
		r.at, r.trained = r.at+1, 0
	}
	return nil
}

func (r *relaxation) observe(rec *recorder, pause func()) error {
	m := r.now
	if m == nil || len(m.w) == 0 {
		return nil
	}
	name := "tau." + strconv.Itoa(m.size)
	rec.curve(name, sized("τ", m.size), "w", m.w, m.tau)
	if m.gibbs == nil && len(m.w) == 1 { // a machine that has just been trained
		m.expect(rec, name, pause)
	}
	return nil
}

// expect draws the exact times of the rank-one machine that has the same effective size and the same rho, and the limit of large sizes.
func (m *slowing) expect(rec *recorder, name string, pause func()) {
	predict(rec, "tau"+theorySuffix, "τ (theory, N=∞)", m.models(), func(x model) float64 { return theory.RelaxationSweeps(x.w, x.critical) })
	var w, tau []float64
	for _, x := range m.models() {
		n := max(int(2*x.units()+0.5), 2)
		lambda, err := theory.NewBlockGibbs(n, n).Odd(4*x.w/x.critical, pause)
		if err != nil {
			return
		}
		w, tau = append(w, x.w), append(tau, -1/math.Log(lambda))
	}
	rec.curve(name+theorySuffix, sized("τ", m.size)+" (theory)", "w", w, tau)
}

// theory draws the exact relaxation times of the rank-one machines, and their limit for large sizes.
func (r *relaxation) theory(rec *recorder, _, _ int, pause func()) {
	if r.members[0].gibbs == nil {
		return
	}
	const points = 41
	w := relaxationWeights(points, 4)
	tau := make([]float64, points)
	for i := range w {
		tau[i] = theory.RelaxationSweeps(w[i], 4)
	}
	rec.curve("tau"+theorySuffix, "τ (theory, N=∞)", "w", w[:points-1], tau[:points-1])
	for _, m := range r.members {
		for i := range w {
			lambda, err := m.gibbs.Odd(w[i], pause)
			if err != nil {
				return
			}
			tau[i] = -1 / math.Log(lambda)
		}
		rec.curve("tau."+strconv.Itoa(m.size)+theorySuffix, sized("τ", m.size)+" (theory)", "w", w, tau)
	}
}

// scalars fits the growth of tau at the transition.
func (r *relaxation) scalars() []Scalar {
	fit := observables.NewLeastSquares(2)
	for _, m := range r.members {
		if len(m.w) == r.in.int("points") {
			value, err := m.atTransition()
			fit.Add(value, err, 1, math.Log(m.models()[len(m.w)-1].units()))
		}
	}
	z, err := fit.At(0, 1)
	return []Scalar{{"z", upperDimension * z, upperDimension * err, 2}}
}

// atTransition returns ln tau at w_c. A machine that was trained is not exactly there: a straight line through the last two that
// could be measured says what is missing.
func (m *slowing) atTransition() (value, stdErr float64) {
	var known []int
	for i := range m.w {
		if finite(m.tauErr[i]) {
			known = append(known, i)
		}
	}
	n := len(known)
	if n < 2 {
		return math.NaN(), math.NaN()
	}
	i, k := known[n-2], known[n-1]
	x, y := m.models()[i].distance(), m.models()[k].distance()
	if math.Abs(y) > 0.5 { // the memory at the transition was too long to be measured
		return math.NaN(), math.NaN()
	}
	s := x / (x - y)
	return float64((1-s)*math.Log(m.tau[i])) + float64(s*math.Log(m.tau[k])), hypot((1-s)*m.tauErr[i]/m.tau[i], s*m.tauErr[k]/m.tau[k])
}

func (r *relaxation) changed(string, func()) error { return nil }
func (r *relaxation) transitions() []Transition    { return nil }
func (r *relaxation) fields(func(Field))           {}

func (r *relaxation) digest(d *digest) {
	for _, m := range r.members {
		m.digest(d)
	}
}

// root returns the n-th root of x.
func root(x float64, n int) float64 { return portable.Exp(math.Log(x) / float64(n)) }
