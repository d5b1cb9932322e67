package experiments

import (
	"math"

	"cascade/engine/theory"
)

// foreseen is what theory says of the weights after an update.
type foreseen struct {
	sigma, strength, chi []float64
	lumps                int
}

// solved is a solution of the learning dynamics.
type solved interface {
	// step makes one update, and sets sigma and strength.
	step(f *foreseen) error
	// respond sets the rest.
	respond(f *foreseen) error
	// leap makes each step stand for so many updates.
	leap(updates int)
}

// oneByOne follows modes that are orthogonal: each is learned for itself.
type oneByOne []*theory.Trajectory

func (s oneByOne) step(f *foreseen) error {
	for k, t := range s {
		if err := t.Step(); err != nil {
			return err
		}
		f.sigma[k], f.strength[k] = t.Q(), t.Along
	}
	return nil
}

func (s oneByOne) respond(f *foreseen) (err error) {
	f.lumps = 1
	for k, t := range s {
		if f.sigma[k] > 1 {
			f.lumps *= 2
		}
		if _, _, f.chi[k], err = t.State(); err != nil {
			return err
		}
	}
	return nil
}

func (s oneByOne) leap(updates int) {
	for _, t := range s {
		t.LR = stretched(t.LR, t.Square, updates)
	}
}

// mixed follows modes that are mixed.
type mixed struct {
	run *manyModes
	*theory.Coupled
}

func (s mixed) step(f *foreseen) error {
	if err := s.Step(); err != nil {
		return err
	}
	s.look(f)
	return nil
}

// look sets sigma and strength.
func (s mixed) look(f *foreseen) {
	var amplitudes, across [][]float64
	for k := range s.run.modes {
		amplitudes, across = append(amplitudes, s.Mean(k)), append(across, make([]float64, s.run.hidden))
	}
	s.run.part(across, amplitudes)
	s.Values(f.sigma[:min(len(f.sigma), s.run.hidden)])
	for k := range f.strength[:min(len(f.strength), s.run.hidden)] {
		f.strength[k] = length(across[k])
	}
}

func (s mixed) respond(f *foreseen) error {
	f.lumps = s.Count()
	for k := range f.chi {
		f.chi[k] = s.Susceptibility(k)
	}
	return nil
}

func (s mixed) leap(updates int) {
	rate := 0.0
	for _, m := range s.Modes {
		rate = max(rate, m.Fraction*m.Square)
	}
	s.LR = stretched(s.LR, rate, updates)
	s.Sweeps = min(s.Sweeps*updates, 8)
}

// solve returns the solution from the weights with which the segment began at an update, and what it says of them. It forgets the predicted
// times of the transitions that have not been measured yet.
func (r *manyModes) solve(from int) (solved, *foreseen) {
	if r.origin.update != from {
		r.origin = r.seedlings()
	}
	f := &foreseen{sigma: make([]float64, len(r.modes)), strength: make([]float64, len(r.modes)), chi: ones(len(r.modes)), lumps: 1}
	for k := range min(len(r.modes), r.hidden) {
		if math.IsNaN(r.crossing[k]) {
			r.predicted[k] = math.NaN()
		}
	}
	if r.origin.blocks != nil {
		s := mixed{r, r.coupled(r.origin.blocks, r.origin.lumps)}
		s.look(f)
		return s, f
	}
	paths := make(oneByOne, min(len(r.modes), r.hidden))
	for k := range paths {
		t := r.modes[k].Trajectory(r.law.Sizes[k], r.in.float("lr"))
		t.Along, t.Samples, t.Restart = r.origin.strength[k], r.samples(), restart(r.in)
		t.Start = math.Sqrt(max(r.origin.sigma[k]-float64(t.Along*t.Along), 0))
		f.sigma[k], f.strength[k], paths[k] = t.Q(), t.Along, t
	}
	return paths, f
}
