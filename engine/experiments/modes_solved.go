package experiments

import (
	"math"

	"cascade/engine/theory"
)

// foreseen is what theory says of the weights after an update.
type foreseen struct {
	sigma, strength, chi []float64
}

// solution follows the weights of the modes, whatever they are to each other.
type solution struct {
	run *manyModes
	*theory.Coupled
}

// step makes one update, and sets sigma.
func (s solution) step(f *foreseen) error {
	if err := s.Step(); err != nil {
		return err
	}
	s.Values(f.sigma[:min(len(f.sigma), s.run.hidden)])
	return nil
}

// respond sets the rest.
func (s solution) respond(f *foreseen) {
	var amplitudes, across [][]float64
	for k := range s.run.modes {
		amplitudes, across = append(amplitudes, s.Mean(k)), append(across, make([]float64, s.run.hidden))
		f.chi[k] = s.Susceptibility(k)
	}
	s.run.part(across, amplitudes)
	for k := range f.strength[:min(len(f.strength), s.run.hidden)] {
		f.strength[k] = length(across[k])
	}
}

// solve returns the solution from the weights with which the segment began at an update, and what it says of them. It forgets the predicted
// times of the transitions that have not been measured yet.
func (r *manyModes) solve(from int, pause func()) (solution, *foreseen) {
	if r.origin.update != from {
		r.origin = r.seedlings(pause)
	}
	f := &foreseen{sigma: make([]float64, len(r.modes)), strength: make([]float64, len(r.modes)), chi: make([]float64, len(r.modes))}
	for k := range min(len(r.modes), r.hidden) {
		if math.IsNaN(r.crossing[k]) {
			r.predicted[k] = math.NaN()
		}
	}
	s := solution{r, r.coupled(r.origin.blocks, r.origin.lumps)}
	s.Values(f.sigma[:min(len(f.sigma), r.hidden)])
	return s, f
}
