package experiments

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/theory"
)

// gridPoints returns the side of the free energy's grid: 64, and fewer for many spins, so that a frame costs a few milliseconds.
func gridPoints(n int) int { return min(64, max(32, 2*int(32*math.Sqrt(1000/float64(n))))) }

// fields shows the free energy with its minima, and where chains and samples lie on it.
func (r *hopfield) fields(emit func(Field)) {
	r.manyModes.fields(emit)
	wells, err := r.minima()
	if err != nil {
		return
	}
	reach := r.reach()
	extent := [4]float32{float32(-reach), float32(reach), float32(-reach), float32(reach)}
	r.land = resized(r.land, r.grid.Points*r.grid.Points)
	r.grid.Set(r.plane[0], r.plane[1], reach)
	for row := range r.grid.Rows() {
		r.grid.Row(r.land, row)
	}
	emit(Field{Name: "free_energy", Rows: r.grid.Points, Cols: r.grid.Points, Extent: extent, Data: r.land})
	flat := make([]float32, 2*len(wells))
	for i, h := range wells {
		flat[i], flat[len(wells)+i] = float32(h[0]), float32(h[1])
	}
	emit(Field{Name: "free_energy.minima", Rows: 2, Cols: len(wells), Extent: extent, Data: flat})
	r.project("projections", r.trainer.Chains, extent, emit)
	r.project("projections.data", r.shown, extent, emit)
}

// reach returns half the side of the free energy's square: 1.4 times the distance of the minima at the end of training, where
// |a_k|^2 = 2 beta. It stays the same during a run, so that the axes stand still.
func (r *hopfield) reach() float64 {
	squares := 0.0
	for _, m := range r.modes {
		squares += float64(m.Fraction * m.Fraction)
	}
	return 1.4 * math.Sqrt(2*max(r.in.float("beta"), 1)*squares)
}

// project emits h = w.v/N of all chains, for the weights w of both directions.
func (r *hopfield) project(name string, l *kernels.Layer, extent [4]float32, emit func(Field)) {
	r.dots = resized(r.dots, 2*l.Chains)
	for d, w := range r.plane {
		kernels.ProjectSpins(r.dots[d*l.Chains:(d+1)*l.Chains], l, w, r.tables)
	}
	for i := range r.dots {
		r.dots[i] /= float32(r.n)
	}
	emit(Field{Name: name, Rows: 2, Cols: l.Chains, Extent: extent, Data: r.dots})
}

// minima returns the minima of the free energy. They are searched once for each update, from the two points where the modes
// would be with or against each other, or everywhere while less than half of the weights' square is in the modes.
func (r *hopfield) minima() ([]theory.Point, error) {
	if r.wellsAt == r.update {
		return r.wells, nil
	}
	r.turn()
	total, inModes := 0.0, 0.0
	var starts [2]theory.Point
	for k, m := range r.modes {
		for d, axis := range r.axes {
			a := 0.0
			for i, x := range axis {
				a += float64(x * r.amplitudes[k][i])
			}
			inModes += float64(m.Fraction * float64(a*a))
			starts[0][d] += float64(m.Fraction * a)
			starts[1][d] += float64(m.Fraction*a) * float64(1-2*k)
		}
		total += r.sigma[k]
	}
	var err error
	if inModes > total/2 {
		r.wells, err = r.wide.Minima(starts[:]...)
	} else {
		r.wells, err = r.wide.Minima()
	}
	r.wellsAt = r.update
	return r.wells, err
}

// turn sets the two directions and the weights along them. A singular vector's sign is chosen so that mode k has a positive
// amplitude along direction k.
func (r *hopfield) turn() {
	w := r.trainer.Machine.W
	for d := range r.plane {
		clear(r.plane[d])
		clear(r.axes[d])
		if d >= r.hidden {
			continue
		}
		if r.hidden == 2 {
			r.axes[d][d] = 1
		} else {
			sign := 0.0
			for a, x := range r.spectrum.Vectors[d] {
				r.axes[d][a] = x
				sign += float64(x * r.amplitudes[d][a])
			}
			if sign < 0 {
				for a := range r.axes[d] {
					r.axes[d][a] = -r.axes[d][a]
				}
			}
		}
		for a, x := range r.axes[d] {
			for i, y := range w[a] {
				r.plane[d][i] += float32(float32(x) * y)
			}
		}
	}
	for i := range r.n {
		r.wide.U[i], r.wide.V[i] = float64(r.plane[0][i]), float64(r.plane[1][i])
	}
}
