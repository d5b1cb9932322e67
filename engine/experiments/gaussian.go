package experiments

import (
	"math"

	"cascade/engine/imports"
	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/theory"
	"cascade/engine/training"
)

// gaussianExperiment looks at a trained machine of spins and Gaussian units: the landscape of its free energy, and its chains on it.
var gaussianExperiment = &Experiment{
	Name:  "gaussian",
	Title: "A Gaussian machine",
	Doc: "A machine of ±1 spins and up to 24 Gaussian hidden units that was trained before: NPZ or, in the page, HDF5. Its chains go on, nothing is learned: " +
		"the valleys of its free energy and the chains in them. The file never leaves your computer.",
	Params: []Param{
		{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: 1, Log: true, Live: true},
		{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of Markov chains: those of the file, again from the first if it has fewer, or drawn by 200 sweeps if it has none", Unit: "chains", Min: 2, Max: 5000, Step: 1, Default: 500, Log: true},
	},
	Series: append(indexed(sigmaOfMachine, maxModes), indexed(chiOfMachine, maxModes)...),
	Scalars: []Quantity{
		{Name: "minima", Origin: &fromFreeEnergy, Symbol: "minima", Doc: "number of minima of the machine's free energy, in the plane of its two leading modes if it has more hidden units"},
		{Name: "lumps", Origin: &fromLumps, Symbol: "lumps", Doc: "number of lumps that the chains are in: patterns of signs of those modes whose magnetisation has two peaks, with biases clouds along the leading two; theory, for one or two hidden units, the minima"},
	},
	Updates: 200, MaxUpdates: 1_000_000,
	needs: func(input) []string { return []string{OwnMachine} },
	notes: func(in input) []string { return in.assets.gaussian.Notes },
	start: newGaussian,
}

var (
	sigmaOfMachine = Quantity{Name: "sigma", Origin: &fromModeStrength, Symbol: "σ²", Doc: "squared singular value # of the weights, over N: a mode above 1 is split, if no bias favours a side"}
	chiOfMachine   = Quantity{Name: "chi", Origin: &fromVisibleSusceptibility, Symbol: "χ", Doc: "susceptibility of the chains along mode #: N⟨m²⟩ if σ²/N is below 1, N(⟨m²⟩−⟨|m|⟩²) above; with biases N(⟨m²⟩−⟨m⟩²)"}
)

// gaussian is a run of gaussianExperiment. The magnetisation along mode k is m_k = u_k.v/sqrt(N), u_k the unit vector of the spins.
type gaussian struct {
	in        input
	n, hidden int
	modes     int // that are measured
	update    int
	sampler   *training.FewHidden // whose Update is never called
	shown     *kernels.Layer      // chains of the file
	tables    *kernels.Tables
	spectrum  *observables.Rows
	along     [][]float32 // modes x N: u_k/sqrt(N)
	m         [][]float32 // modes x chains: m_k
	reach     float64
	lower     []float64 // of m_k in the valleys; NaN where they are not known
	upper     []float64
	weights   []float64 // of a single hidden unit; nil with biases
	valley
	valleys
}

func newGaussian(in input) run {
	f := in.assets.gaussian
	return &gaussian{in: in, n: f.Visible, hidden: f.Hidden, modes: min(f.Hidden, maxModes)}
}

func (r *gaussian) columns() []Quantity {
	return append(indexed(sigmaOfMachine, r.modes), indexed(chiOfMachine, r.modes)...)
}

func (r *gaussian) prepare(pause func()) (err error) {
	machine, f := models.NewFewHidden(r.n, r.hidden, 1/float64(r.n)), r.in.assets.gaussian
	for a, w := range machine.W {
		for i := range w {
			w[i] = f.W[i*r.hidden+a]
		}
	}
	machine.Bias = fieldsOnSpins(f)
	chains := r.in.int("chains")
	r.tables = kernels.NewTables(r.n)
	r.sampler = training.NewFewHidden(machine, kernels.NewLayer(r.n, 1), chains, uint64(r.in.link.Seed))
	if f.Count() == 0 {
		for range freshSweeps {
			r.sampler.Sweep(pause)
		}
	} else {
		for c := range chains {
			for i, s := range f.Chains[c%f.Count()*r.n:][:r.n] {
				r.sampler.Chains.Set(c, i, s != 0)
			}
			pause()
		}
	}
	r.shown = kernels.NewLayer(r.n, min(chains, maxShown))
	for c := range r.shown.Chains {
		r.shown.CopyChain(c, r.sampler.Chains, c)
	}
	r.spectrum = observables.NewRows(r.hidden)
	r.spectrum.Solve(machine.W)
	r.turn()
	for _, b := range machine.Bias {
		r.wide.Bias = append(r.wide.Bias, float64(b))
	}
	pause()
	if r.wells, err = r.wide.Minima(); err != nil {
		return err
	}
	r.survey(pause)
	if r.wide.Bias != nil {
		r.chart(pause)
	}
	return nil
}

// fieldsOnSpins returns b + W c/N, what the biases of a machine are for spins that see h - c/N, see [theory.TwoHidden]; nil if it has none.
func fieldsOnSpins(f *imports.Machine) (fields []float32) {
	if !f.Biased() {
		return nil
	}
	for i, b := range f.B {
		for a, c := range f.C {
			b += float32(c * f.W[i*f.Hidden+a] / float32(f.Visible))
		}
		fields = append(fields, b)
	}
	return fields
}

// chart computes the free energy of a machine with biases, once for all: [kernels.Landscape] knows none.
func (r *gaussian) chart(pause func()) {
	if r.hidden == 1 {
		r.chartLine(pause)
		return
	}
	points := r.grid.Points
	r.valleys.land = make([]float32, points*points)
	for i := range r.valleys.land {
		r.valleys.land[i] = float32(r.wide.FreeEnergy(theory.Point{r.abscissa(i%points, points), r.abscissa(i/points, points)}))
		pause()
	}
}

// chartLine does it for one hidden unit, above the lowest well.
func (r *gaussian) chartLine(pause func()) {
	lowest := math.Inf(1)
	for _, h := range r.wells {
		lowest = min(lowest, r.wide.FreeEnergy(h))
	}
	put := func(list []float32, i int, h float64) {
		list[i], list[len(list)/2+i] = float32(h), float32(r.wide.FreeEnergy(theory.Point{h, 0})-lowest)
		pause()
	}
	r.valley.land, r.well = make([]float32, 2*landscapePoints), make([]float32, 2*len(r.wells))
	for i := range landscapePoints {
		put(r.valley.land, i, r.abscissa(i, landscapePoints))
	}
	for i, h := range r.wells {
		put(r.well, i, h[0])
	}
}

// abscissa returns the i-th of so many hidden values, from one end of the chart to the other.
func (r *gaussian) abscissa(i, points int) float64 {
	return r.reach * float64(2*i-points+1) / float64(points-1)
}

// turn sets the directions: of the modes, and of the landscape, which are the hidden units themselves if there are at most two.
func (r *gaussian) turn() {
	w := r.sampler.Machine.W
	r.valleys = newValleys(r.n, r.hidden)
	for k := range r.modes {
		u, sum := make([]float32, r.n), 0.0
		if s := r.spectrum.Values[k]; s > 0 {
			for a, x := range r.spectrum.Vectors[k] {
				x /= s * math.Sqrt(float64(r.n))
				for i, y := range w[a] {
					u[i] += float32(float32(x) * y)
				}
			}
		}
		for _, x := range u {
			sum += float64(x)
		}
		if sum < 0 {
			for i := range u {
				u[i] = -u[i]
			}
		}
		r.along, r.m = append(r.along, u), append(r.m, make([]float32, r.sampler.Chains.Chains))
	}
	for d := range min(r.hidden, 2) {
		r.axes[d][d] = 1
		if r.hidden > 2 {
			copy(r.axes[d], r.spectrum.Vectors[d])
		}
	}
	r.face(w)
	if r.hidden == 1 && r.sampler.Machine.Bias == nil {
		r.weights = r.wide.U
	}
}

// survey says how far the landscape reaches, 1.4 times as far as its minima and the file's chains, and where the modes' magnetisations are in
// the valleys.
func (r *gaussian) survey(pause func()) {
	far := 0.5
	for _, h := range r.wells {
		far = max(far, math.Abs(h[0]), math.Abs(h[1]))
	}
	h := make([]float32, r.shown.Chains)
	for _, w := range r.plane {
		kernels.ProjectSpins(h, r.shown, w, r.tables)
		for _, x := range h {
			far = max(far, math.Abs(float64(x))/float64(r.n))
		}
		pause()
	}
	r.reach = 1.4 * far
	wells := r.wells
	if r.hidden > 2 {
		wells = nil // the plane is not all there is
	}
	for _, u := range r.along {
		lower, upper := math.NaN(), math.NaN()
		for at, h := range wells {
			m := 0.0
			for i, x := range u {
				m += float64(float32(x * kernels.Tanh(float32(r.wide.Field(h, i)))))
			}
			if at == 0 {
				lower, upper = m, m
			}
			lower, upper = min(lower, m), max(upper, m)
			pause()
		}
		r.lower, r.upper = append(r.lower, lower), append(r.upper, upper)
	}
}

func (r *gaussian) step(pause func()) error {
	for range r.in.int("k") {
		r.sampler.Sweep(pause)
	}
	r.update++
	return nil
}

func (r *gaussian) observe(rec *recorder, pause func()) error {
	row := make([]float64, 0, 2*r.modes)
	for _, s := range r.spectrum.Values[:r.modes] {
		row = append(row, float64(s*s)/float64(r.n))
	}
	for k, u := range r.along {
		kernels.ProjectSpins(r.m[k], r.sampler.Chains, u, r.tables)
		pause()
		biased := r.wide.Bias != nil
		var size, square observables.Stat
		for _, x := range r.m[k] {
			m := float64(x)
			if square.Add(float64(m * m)); !biased {
				m = math.Abs(m)
			}
			size.Add(m)
		}
		row = append(row, float64(r.n)*connected(square.Mean(), size.Mean(), biased || row[k] >= 1))
	}
	rec.add(r.update, row)
	for k := range r.m[:min(r.modes, waterfallModes)] {
		w := rec.waterfall("waterfall"+number(k), symmetricBins(1))
		w.begin(r.lower[k], r.upper[k])
		for _, x := range r.m[k] {
			w.count(float64(x))
		}
	}
	return nil
}

func (r *gaussian) scalars() []Scalar {
	minima, lumps, expected := float64(len(r.wells)), lumpsOf(r.m), math.NaN()
	if r.wide.Bias != nil {
		lumps = r.clouds()
	} else if r.hidden <= 2 {
		expected = minima
	}
	return []Scalar{{"minima", minima, math.NaN(), math.NaN()}, {"lumps", float64(lumps), 0, expected}}
}

// clouds counts the lumps where biases have made their places no mirror images.
func (r *gaussian) clouds() int {
	x, y := r.m[0], r.m[min(1, r.modes-1)]
	m := make([]float64, 2*len(x))
	for c := range x {
		m[c], m[len(x)+c] = float64(x[c]), float64(y[c])
	}
	return observables.Clusters(m[:len(x)], m[len(x):])
}

func (r *gaussian) fields(emit func(Field)) {
	if r.hidden == 1 {
		r.valley.fields(r.weights, r.reach, emit)
		return
	}
	r.valleys.fields(r.reach, r.wells, r.sampler.Chains, r.shown, r.tables, emit)
}

func (r *gaussian) digest(d *digest) {
	for _, w := range r.sampler.Machine.W {
		d.floats(w)
	}
	if b := r.sampler.Machine.Bias; b != nil {
		d.floats(b)
	}
	d.bytes(r.sampler.Chains.Nibbles)
	d.words(r.sampler.Streams.State)
}

func (r *gaussian) theory(*recorder, int, int, func()) {}
func (r *gaussian) changed(string, func()) error       { return nil }
func (r *gaussian) transitions() []Transition          { return nil }
