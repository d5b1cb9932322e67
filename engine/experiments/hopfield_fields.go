package experiments

import (
	"math"

	"cascade/engine/theory"
)

// fields shows the free energy with its minima, and where chains and samples lie on it.
func (r *hopfield) fields(emit func(Field)) {
	r.manyModes.fields(emit)
	wells, err := r.minima()
	if err != nil {
		return
	}
	r.valleys.fields(r.reach(), wells, r.trainer.Chains, r.shown, r.tables, emit)
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
	for d := range r.axes {
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
	}
	r.face(r.trainer.Machine.W)
}
