package experiments

import (
	"math"
	"math/rand/v2"
	"slices"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/teachers"
	"cascade/engine/theory"
	"cascade/engine/training"
)

// manyModes is what the runs of hopfieldExperiment and hierarchyExperiment have in common: a teacher made of modes on
// disjoint sites, and a machine of +-1 spins under a handful of Gaussian hidden units of variance 1/N that learns them one after the other.
//
// The amplitude of mode k is the vector a_k = (1/N_k) sum_{i in k} w_i in the space of the hidden units. The samples' modes are the
// eigenvectors of the matrix of their averages <sqrt(f_k f_l) m_k m_l>, f_k = N_k/N: the teacher's modes, mixed by chance by an
// angle of order 1/sqrt(samples). What grows at one rate, and becomes the singular value sigma_k sqrt(N) of the weights, is the amplitude
// sqrt(f) a of the samples' mode k, as far as it is orthogonal to those of faster modes: its length is the mode's strength.
type manyModes struct {
	in      input
	names   []string                       // of the transitions
	teacher func(in input) *teachers.Modes // for the present parameters
	hidden  int

	n        int
	law      *teachers.Modes
	modes    []theory.Mode
	ends     []int // of the sites of all modes that there were, the newest last
	data     *kernels.Layer
	trainer  *training.FewHidden
	spectrum *observables.Rows
	good     [][]float32 // the weights before the present update

	update     int
	amplitudes [][]float64       // modes x hidden: a_k
	across     [][]float64       // their parts orthogonal to those of faster modes
	strength   []float64         // now
	sigma      []float64         // squared singular values over N, one for each mode (0 without a hidden unit for it)
	before     []float64         // sigma before the present update
	first      seedlings         // where the run began
	origin     seedlings         // where the present segment began
	growth     []observables.Fit // of ln strength over the linear regime
	grown      []rateLaw         // what theory says of the updates that growth holds
	disturbed  []bool            // the mode got other sites while one that had been learned was on some of them: no formula for its growth
	crossing   []float64         // measured times of the transitions
	predicted  []float64         // their theory
	moments    []moment
	learned    *observables.Rows  // the modes that this data set has, in terms of the teacher's
	together   [][]float64        // its sqrt(f_k f_l) <m_k m_l>
	square     []observables.Stat // m_k^2 of the samples
	size       []observables.Stat // |m_k| of the samples

	groups         [][]float32 // modes x N: 1/N_k on the sites of mode k
	tables         *kernels.Tables
	magnetisations [][]float32 // modes x chains: m_k
	seen           int         // the update at which they were measured
	shown          *kernels.Layer
	ofData         [][]float32 // modes x shown samples: m_k
	points         []float32   // field
}

// maxShown bounds the samples that the page shows as dots.
const maxShown = 500

func newManyModes(in input, names []string, hidden int, teacher func(input) *teachers.Modes) manyModes {
	p := len(names)
	r := manyModes{learned: observables.NewRows(p), in: in, names: names, hidden: hidden, teacher: teacher, seen: -1,
		strength: make([]float64, p), sigma: make([]float64, p), before: make([]float64, p), growth: make([]observables.Fit, p), grown: make([]rateLaw, p), disturbed: make([]bool, p), moments: make([]moment, p)}
	for range p {
		r.crossing, r.predicted = append(r.crossing, math.NaN()), append(r.predicted, math.NaN())
		r.amplitudes, r.across = append(r.amplitudes, make([]float64, hidden)), append(r.across, make([]float64, hidden))
	}
	return r
}

func (r *manyModes) prepare(pause func()) error {
	r.n = r.in.int("n")
	chains, samples := r.in.int("chains"), r.in.int("samples")
	r.data = kernels.NewLayer(r.n, samples)
	r.shown = kernels.NewLayer(r.n, min(samples, maxShown))
	r.tables = kernels.NewTables(r.n)
	for range r.names {
		r.groups = append(r.groups, make([]float32, r.n))
		r.magnetisations = append(r.magnetisations, make([]float32, chains))
		r.ofData = append(r.ofData, make([]float32, r.shown.Chains))
	}
	r.teach(pause)
	machine := r.untrained()
	for range machine.W {
		r.good = append(r.good, make([]float32, r.n))
	}
	r.trainer = training.NewFewHidden(machine, r.data, chains, uint64(r.in.link.Seed))
	r.spectrum = observables.NewRows(r.hidden)
	r.configure()
	r.measure()
	r.first = r.seedlings(pause)
	r.origin = r.first
	return nil
}

// untrained returns the machine with its initial weights.
func (r *manyModes) untrained() *models.FewHidden {
	machine := models.NewFewHidden(r.n, r.hidden, 1/float64(r.n))
	source := rand.New(rand.NewPCG(uint64(r.in.link.Seed), training.StreamInit))
	for _, w := range machine.W {
		training.InitialWeights(w, r.in.float("init"), source)
	}
	return machine
}

// teach draws the samples. The generator starts afresh, so that a change of the teacher meets the same random numbers.
func (r *manyModes) teach(pause func()) {
	r.assume()
	r.law.Sample(r.data, rand.New(rand.NewPCG(uint64(r.in.link.Seed), training.StreamData)), pause)
	r.seen = -1
	r.square, r.size = make([]observables.Stat, len(r.names)), make([]observables.Stat, len(r.names))
	first := 0
	rows := make([][]float32, len(r.names)) // the samples' m_k sqrt(N_k/N): their products are the covariance that is learned
	for k, size := range r.law.Sizes {
		clear(r.groups[k])
		for i := first; i < first+size; i++ {
			r.groups[k][i] = 1 / float32(size)
		}
		first += size
		pause()
		rows[k] = make([]float32, r.data.Chains)
		kernels.ProjectSpins(rows[k], r.data, r.groups[k], r.tables)
		copy(r.ofData[k], rows[k])
		root := float32(math.Sqrt(r.modes[k].Fraction))
		for c, x := range rows[k] {
			r.size[k].Add(math.Abs(float64(x)))
			r.square[k].Add(float64(float64(x) * float64(x)))
			rows[k][c] = root * x
		}
	}
	r.learned.Solve(rows)
	r.together = make([][]float64, len(rows))
	for k := range rows {
		r.together[k] = make([]float64, len(rows))
		for l := range rows {
			for j, v := range r.learned.Vectors {
				value := r.learned.Values[j]
				r.together[k][l] += float64(float64(value*value)*float64(v[k]*v[l])) / float64(r.data.Chains)
			}
		}
	}
	for c := range r.shown.Chains {
		r.shown.CopyChain(c, r.data, c)
	}
	pause()
}

// assume sets the teacher's law and its modes.
func (r *manyModes) assume() {
	r.law = r.teacher(r.in)
	r.modes = r.modes[:0]
	for k, size := range r.law.Sizes {
		r.modes = append(r.modes, theory.Mode{Fraction: float64(size) / float64(r.n), Beta: r.law.Betas[k]})
		r.moments[k] = momentOf(theory.NewCurieWeiss(size, r.law.Betas[k]))
	}
	r.bound()
}

// configure hands the live parameters to the trainer.
func (r *manyModes) configure() {
	r.trainer.Rate, r.trainer.K = r.in.float("lr"), r.in.int("k")
	r.trainer.Method = map[string]training.Method{"pcd": training.PCD, "cd": training.CD}[r.in.choice("method")]
}

func (r *manyModes) changed(param string, pause func()) error {
	moved := false
	if param == "beta" || param == "kappa" {
		sizes := slices.Clone(r.law.Sizes)
		r.teach(pause)
		r.measure() // along the new modes
		moved = !slices.Equal(sizes, r.law.Sizes) && slices.ContainsFunc(r.crossing, func(t float64) bool { return !math.IsNaN(t) })
	}
	r.configure()
	for k := range r.growth {
		if math.IsNaN(r.crossing[k]) {
			r.disturbed[k] = r.disturbed[k] || moved
			r.growth[k] = observables.Fit{} // it measures one rate
		}
	}
	return nil
}

func (r *manyModes) step(pause func()) error {
	w := r.trainer.Machine.W
	for a := range w {
		copy(r.good[a], w[a])
	}
	copy(r.before, r.sigma)
	err := r.trainer.Update(pause)
	if r.measure(); err != nil || !r.finite() {
		for a := range w {
			copy(w[a], r.good[a])
		}
		r.measure()
		return &DivergedError{r.update + 1, tooLarge(modesStableRate(r.in, r.law, r.hidden))}
	}
	r.update++
	for k, q := range r.sigma {
		if math.IsNaN(r.crossing[k]) && r.before[k] < 1 && q >= 1 {
			r.crossing[k] = float64(r.update) - math.Log(q)/math.Log(q/r.before[k])
		}
	}
	r.follow()
	return nil
}

// finite reports whether all weights are.
func (r *manyModes) finite() bool {
	sum := 0.0
	for _, s := range r.spectrum.Values {
		sum += s
	}
	return finite(sum)
}

// measure sets amplitudes, strengths and singular values from the weights.
func (r *manyModes) measure() {
	w := r.trainer.Machine.W
	first := 0
	for k, size := range r.law.Sizes {
		for a := range w {
			sum := 0.0
			for _, x := range w[a][first : first+size] {
				sum += float64(x)
			}
			r.amplitudes[k][a] = sum / float64(size)
		}
		first += size
	}
	r.part(r.across, r.amplitudes)
	r.spectrum.Solve(w)
	for k := range min(len(r.names), r.hidden) {
		r.strength[k] = length(r.across[k])
		r.sigma[k] = float64(r.spectrum.Values[k]*r.spectrum.Values[k]) / float64(r.n)
	}
}

// part sets the parts of the samples' modes that are orthogonal to those of faster ones, given the amplitudes of the teacher's.
func (r *manyModes) part(across, amplitudes [][]float64) {
	for _, y := range across {
		clear(y)
	}
	r.mix(across, amplitudes)
	theory.Perpendicular(across)
}

// mix adds to vectors of the samples' modes what vectors of the teacher's are to them.
func (r *manyModes) mix(samples, teachers [][]float64) {
	for k, v := range r.learned.Vectors {
		for l, x := range v {
			root := math.Sqrt(r.modes[l].Fraction)
			for a, y := range teachers[l] {
				samples[k][a] += float64(float64(x*root) * y)
			}
		}
	}
}

// look measures the chains' magnetisations, once for each update.
func (r *manyModes) look() {
	if r.seen == r.update {
		return
	}
	r.seen = r.update
	for k, g := range r.groups {
		kernels.ProjectSpins(r.magnetisations[k], r.trainer.Chains, g, r.tables)
	}
}

// susceptibilities appends N_k Var(m_k) over the chains, of |m_k| once the mode is split.
func (r *manyModes) susceptibilities(dst []float64) []float64 {
	r.look()
	parted := r.parted()
	for k, chains := range r.magnetisations {
		var m, square observables.Stat
		for _, x := range chains {
			m.Add(math.Abs(float64(x)))
			square.Add(float64(float64(x) * float64(x)))
		}
		dst = append(dst, float64(r.law.Sizes[k])*connected(square.Mean(), m.Mean(), parted[k]))
	}
	return dst
}

// lumps counts the lumps that the chains are in: the distinct patterns of the signs of those modes that are split.
func (r *manyModes) lumps() int {
	r.look()
	return lumpsOf(r.magnetisations)
}

// lumpsOf counts them, given the magnetisations of each mode over the chains.
func lumpsOf(magnetisations [][]float32) int {
	signs := make([]int, len(magnetisations[0]))
	for _, m := range magnetisations {
		if !split(m) {
			continue
		}
		for c, x := range m {
			if signs[c] *= 2; x >= 0 {
				signs[c]++
			}
		}
	}
	slices.Sort(signs)
	return len(slices.Compact(signs))
}

// split reports whether a magnetisation has two peaks: whether its Binder cumulant 1 - <m^4>/(3<m^2>^2), here without bias for a
// single peak, exceeds the 0.27 that it has at the transition of the Curie-Weiss model. One peak has 0 +- 1.6/sqrt(chains), so that few
// chains have to show it more clearly; two sharp peaks have 2/3.
func split(m []float32) bool {
	var square, fourth float64
	for _, x := range m {
		y := float64(float64(x) * float64(x))
		square += y
		fourth += float64(y * y)
	}
	chains := float64(len(m))
	binder := 1 - fourth*(chains+2)/float64(3*float64(square*square))
	return binder > min(max(0.27, 4/math.Sqrt(chains)), 0.5)
}

// maxTeacherModes is the largest number of modes of a teacher.
const maxTeacherModes = 6

func (r *manyModes) transitions() []Transition {
	var list []Transition
	for k, name := range r.names {
		list = append(list, Transition{name, r.crossing[k], r.predicted[k]})
	}
	return list
}

// fields shows the magnetisations of the modes, over the chains and over the first samples.
func (r *manyModes) fields(emit func(Field)) {
	r.look()
	r.points = r.points[:0]
	for _, m := range r.magnetisations {
		r.points = append(r.points, m...)
	}
	emit(Field{Name: "magnetisations", Rows: len(r.names), Cols: r.trainer.Chains.Chains, Extent: [4]float32{-1, 1, -1, 1}, Data: r.points})
	at := len(r.points)
	for _, m := range r.ofData {
		r.points = append(r.points, m...)
	}
	emit(Field{Name: "magnetisations.data", Rows: len(r.names), Cols: r.shown.Chains, Extent: [4]float32{-1, 1, -1, 1}, Data: r.points[at:]})
}

func (r *manyModes) digest(d *digest) {
	for _, w := range r.trainer.Machine.W {
		d.floats(w)
	}
	d.bytes(r.trainer.Chains.Nibbles)
	d.words(r.trainer.Streams.State)
	d.bytes(r.trainer.BatchState())
}
