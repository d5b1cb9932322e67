package experiments

import (
	"math"

	"cascade/engine/observables"
	"cascade/engine/theory"
	"cascade/engine/training"
)

// foresee sets a run up that was only started: with the weights of now, or else with its own initial ones, and with the teacher's modes in
// place of its samples'.
func (r *manyModes) foresee(now run, from int) {
	r.n, r.update = r.in.int("n"), from
	if now, ok := now.(interface{ many() *manyModes }); ok {
		r.trainer = &training.FewHidden{Machine: now.many().trainer.Machine}
		copy(r.crossing, now.many().crossing)
	} else {
		r.trainer = &training.FewHidden{Machine: r.untrained()}
	}
	r.spectrum = observables.NewRows(r.hidden)
	for k, v := range r.learned.Vectors {
		v[k] = 1
	}
	r.assume()
	r.measure()
	r.origin = r.seedlings()
}

// many is what runs of several modes share.
func (r *manyModes) many() *manyModes { return r }

// outline is predict in larger steps, see [Preview].
func (r *manyModes) outline(from, to int, emit func(u int, sigma, strength, chi []float64)) {
	paths, sigma, strength := r.paths(from)
	chi := ones(len(sigma))
	lr := 0.0
	for _, t := range paths {
		lr = max(lr, t.LR)
	}
	updates, to := stretch(from, to, len(paths), lr)
	for _, t := range paths {
		t.LR = stretched(t.LR, t.Square, updates)
	}
	for u := from; ; u += updates {
		if respond(chi, paths) != nil {
			return
		}
		emit(u, sigma, strength, chi)
		if u+updates > to {
			break
		}
		for k, t := range paths {
			if t.Step() != nil {
				return
			}
			before := sigma[k]
			sigma[k], strength[k] = t.Q(), t.Along
			if math.IsNaN(r.crossing[k]) && before < 1 && sigma[k] >= 1 {
				r.predicted[k] = float64(u) - float64(updates)*math.Log(before)/math.Log(sigma[k]/before)
			}
		}
	}
}

func (r *hierarchy) preview(now run, rec *recorder, from, to int) *Preview {
	r.foresee(now, from)
	r.outline(from, to, r.predictions(rec))
	return &Preview{rec: rec, Transitions: r.transitions()}
}

func (r *hopfield) preview(now run, rec *recorder, from, to int) *Preview {
	r.foresee(now, from)
	add := r.predictions(rec)
	var last []float64
	r.outline(from, to, func(u int, sigma, strength, chi []float64) {
		add(u, sigma, strength, chi)
		last = sigma
	})
	p := &Preview{rec: rec, Transitions: r.transitions()}
	if r.hidden == 2 {
		p.Fields = r.valleys(last)
	}
	return p
}

// valleys returns the free energy of the machine whose modes have these squared singular values over N and the directions that they have now, with
// its minima, and without chains and samples.
func (r *hopfield) valleys(sigma []float64) []Field {
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
