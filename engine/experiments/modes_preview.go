package experiments

import (
	"math"
	"slices"

	"cascade/engine/observables"
	"cascade/engine/theory"
	"cascade/engine/training"
)

// foresee sets a run up that was only started: with the weights of now, or else with its own initial ones, and with the teacher's modes in
// place of its samples'.
func (r *manyModes) foresee(now run, from int) {
	r.n, r.update = r.in.int("n"), from
	if now, ok := now.(interface{ many() *manyModes }); ok {
		past := now.many()
		r.trainer = &training.FewHidden{Machine: past.trainer.Machine, Chains: past.trainer.Chains}
		r.tables, r.ends = past.tables, slices.Clone(past.ends)
		copy(r.crossing, past.crossing)
	} else {
		r.trainer = &training.FewHidden{Machine: r.untrained()}
	}
	r.spectrum = observables.NewRows(r.hidden)
	for k, v := range r.learned.Vectors {
		v[k] = 1
	}
	r.assume()
	r.together = nil
	for k := range r.modes {
		r.together = append(r.together, make([]float64, len(r.modes)))
		r.together[k][k] = r.covariance(k)
	}
	r.measure()
	r.origin = r.seedlings(func() {})
}

// many is what runs of several modes share.
func (r *manyModes) many() *manyModes { return r }

// outline is predict in larger steps, see [Preview].
func (r *manyModes) outline(from, to int, emit func(u int, s solution, f *foreseen)) {
	s, f := r.solve(from, func() {})
	updates, to := stretch(from, to, 1<<max(min(len(r.modes), r.hidden)-3, 0), r.fastest()) // as their lumps
	s.Leap(updates)
	before := make([]float64, len(f.sigma))
	for u, due := from, from; ; u += updates {
		last := u+updates > to
		if u >= due || last {
			s.respond(f)
			emit(u, s, f)
			due = u + max(1, min(u/32, (to-from)/previewPoints))
		}
		copy(before, f.sigma)
		if last {
			r.foretell(u, s, f)
			return
		}
		if s.step(f) != nil {
			return
		}
		r.foreseeCrossings(u, updates, before, f.sigma)
	}
}

// tally counts minima along a preview where their number can have changed: for a while after a transition, and now and then.
type tally struct {
	count, split, parts int // the number, and when it was counted: modes beyond their transitions, lumps that are followed
	idle, watch         int // points since it was counted, and on which it still will be
}

func (c *tally) minima(s solution, f *foreseen) int {
	split := 0
	for _, q := range f.sigma {
		if q >= 1 {
			split++
		}
	}
	if split != c.split || len(s.Lumps) != c.parts {
		c.split, c.parts, c.watch = split, len(s.Lumps), 12
	}
	c.idle++
	if c.count == 0 || c.watch > 0 || c.idle >= 8 {
		now := s.Count()
		if c.watch--; now != c.count {
			c.watch = 0
		}
		c.count, c.idle = now, 0
	}
	return c.count
}

// fastest returns the learning rate of the largest of the modes that are learned.
func (r *manyModes) fastest() float64 {
	top := 0.0
	for _, m := range r.modes[:min(len(r.modes), r.hidden)] {
		top = max(top, m.Fraction)
	}
	return r.in.float("lr") * top
}

func (r *hierarchy) preview(now run, rec *recorder, from, to int) *Preview {
	r.foresee(now, from)
	r.outline(from, to, r.predictions(rec))
	return &Preview{rec: rec, Transitions: r.transitions(), Scalars: r.expected("lumps")}
}

// expected returns the rates that theory expects, NaN for modes that are not learned, and how many lumps under the names given.
func (r *manyModes) expected(lumps ...string) (list []Scalar) {
	nan := math.NaN()
	for k, m := range r.modes {
		rate := nan
		if k < r.hidden {
			square, _, _ := theory.NewCurieWeiss(r.law.Sizes[k], m.Beta).Moments()
			rate = theory.GrowthPerUpdate(r.in.float("lr"), theory.GrowthRate(r.n, float64(m.Fraction*square)))
		}
		list = append(list, Scalar{"rate" + number(k), nan, nan, rate})
	}
	for _, name := range lumps {
		list = append(list, Scalar{name, nan, nan, float64(r.learnable())})
	}
	return list
}

func (r *hopfield) preview(now run, rec *recorder, from, to int) *Preview {
	r.foresee(now, from)
	minima := tally{}
	add := r.predictions(rec, minima.minima)
	var last []float64
	r.outline(from, to, func(u int, s solution, f *foreseen) {
		add(u, s, f)
		last = f.sigma
	})
	sum, difference := theory.Hopfield(r.in.float("beta"), r.in.float("kappa"))
	p := &Preview{rec: rec, Transitions: r.transitions(), Scalars: append(r.expected("minima", "lumps"),
		Scalar{"r", math.NaN(), math.NaN(), sum.Overlap()}, Scalar{"p", math.NaN(), math.NaN(), difference.Overlap()})}
	if r.hidden == 2 {
		p.Fields = r.outlined(last)
	}
	return p
}

// outlined returns the free energy of the machine whose modes have these squared singular values over N and the directions that they have now, with
// its minima, and without chains and samples.
func (r *hopfield) outlined(sigma []float64) []Field {
	const side = 48
	amplitudes := make([][]float64, len(r.modes))
	for k, m := range r.modes {
		scale := 0.0
		if s := length(r.across[k]); s > 0 {
			scale = math.Sqrt(sigma[k]/m.Fraction) / s
		}
		for _, x := range r.across[k] {
			amplitudes[k] = append(amplitudes[k], scale*x)
		}
	}
	reach := r.reach()
	extent := [4]float32{float32(-reach), float32(reach), float32(-reach), float32(reach)}
	land := make([]float32, side*side)
	for i := range land { // it is even
		if i > (side*side-1)/2 {
			land[i] = land[side*side-1-i]
			continue
		}
		h := []float64{reach * (2*float64(i%side)/(side-1) - 1), reach * (2*float64(i/side)/(side-1) - 1)}
		land[i] = float32(theory.Valley(r.modes, amplitudes, h))
	}
	wells := r.foreseenMinima(amplitudes, sigma)
	return []Field{
		{Name: "free_energy", Rows: side, Cols: side, Extent: extent, Data: land},
		{Name: "free_energy.minima", Rows: 2, Cols: len(wells) / 2, Extent: extent, Data: wells},
		{Name: "projections", Rows: 2, Extent: extent},
		{Name: "projections.data", Rows: 2, Extent: extent},
	}
}

// foreseenMinima returns the minima of the free energy of orthogonal modes, first all their h1: the sums of +-Fraction m amplitude over the modes, m
// the magnetisation at the mode's own inverse temperature, which is its squared singular value over N.
func (r *hopfield) foreseenMinima(amplitudes [][]float64, sigma []float64) []float32 {
	points := []theory.Point{{}}
	for k, m := range r.modes {
		size := float64(m.Fraction * theory.Magnetisation(sigma[k]))
		if size == 0 {
			continue
		}
		var next []theory.Point
		for _, p := range points {
			x, y := size*amplitudes[k][0], size*amplitudes[k][1]
			next = append(next, theory.Point{p[0] + x, p[1] + y}, theory.Point{p[0] - x, p[1] - y})
		}
		points = next
	}
	flat := make([]float32, 2*len(points))
	for i, p := range points {
		flat[i], flat[len(points)+i] = float32(p[0]), float32(p[1])
	}
	return flat
}
