package experiments

import (
	"errors"
	"fmt"
	"io"
	"math"

	"cascade/engine/exports"
	"cascade/engine/kernels"
	"cascade/engine/models"
)

// machined is a run that trains one machine, or looks at one.
type machined interface {
	// shape is the number of visible and of hidden units.
	shape() (visible, hidden int)
	// machine returns a machine as it is now, maybe a copy, and its chains.
	machine() (*models.RBM, *kernels.Layer)
}

// Formats are those in which Export writes a run.
var Formats = []string{"json", "csv", "npz", "h5"}

// Export writes the run so far: "json" is its record, "csv" its series, "npz" and "h5" the machine with its chains, see
// [exports.Weights]. build names the program. The same run gives the same bytes everywhere.
func (s *Session) Export(w io.Writer, format, build string) error {
	switch format {
	case "json":
		record, _ := s.Record(build)
		return record.WriteJSON(w)
	case "csv":
		record, order := s.Record(build)
		return record.WriteCSV(w, order)
	case "npz", "h5":
		m, err := s.Weights(build)
		if err != nil {
			return err
		}
		if format == "h5" {
			return m.WriteHDF5(w)
		}
		return m.WriteNPZ(w)
	}
	return fmt.Errorf("a run is written as %q, not as %s", Formats, quote(format))
}

// Provenance says where the present state of the run comes from.
func (s *Session) Provenance(build string) exports.Provenance {
	l := s.Link()
	return exports.Provenance{Cascade: 1, Experiment: l.Experiment.Name, Link: l.String(), Build: build, Seed: l.Seed,
		Update: s.update, Hash: s.Hash(), Citation: exports.Citation}
}

// Weights returns the machine that the run trains, as it is now; the arrays are the caller's. Weights to Gaussian hidden units are those
// for the variance 1/N, whatever the run's own is: w sqrt(N variance). It fails for runs that train no machine, or several, before
// there is one, and for one that is too large for a file.
func (s *Session) Weights(build string) (*exports.Weights, error) {
	r, ok := s.run.(machined)
	if !ok {
		return nil, fmt.Errorf("%s has no machine to save: it measures several, one after the other", s.link.Experiment.Name)
	}
	if !s.prepared {
		return nil, errors.New("there is no machine to save yet: it is still being made")
	}
	if nv, nh := r.shape(); nv*nh > exports.MaxParameters {
		return nil, fmt.Errorf("a machine of %d × %d weights is too large to save: at most %d million go into a file", nv, nh, exports.MaxParameters>>20)
	}
	machine, chains := r.machine()
	nv, nh := machine.W.Rows, machine.W.Cols
	scale := float32(1)
	if machine.Hidden == models.Gaussian {
		scale = float32(math.Sqrt(machine.Variance * float64(nv)))
	}
	w := &exports.Weights{Kind: kindOf(machine), Visible: nv, Hidden: nh, About: s.Provenance(build),
		B: append([]float32{}, machine.B[:nv]...), C: append([]float32{}, machine.C[:nh]...)}
	for i := range nv {
		for _, x := range machine.W.Row(i) {
			w.W = append(w.W, scale*x)
		}
	}
	off := int8(0)
	if machine.Visible == models.Spin {
		off = -1
	}
	w.Chains = make([]int8, 0, chains.Chains*nv)
	for c := range chains.Chains {
		for i := range nv {
			state := off
			if chains.Bit(c, i) {
				state = 1
			}
			w.Chains = append(w.Chains, state)
		}
	}
	w.Batch, w.Sweeps, w.Rate = s.taught()
	return w, nil
}

func kindOf(m *models.RBM) string {
	switch {
	case m.Hidden == models.Gaussian:
		return exports.SpinGaussian
	case m.Hidden == models.Spin:
		return exports.SpinSpin
	}
	return exports.BinaryBinary
}

// taught returns what the training is told now: samples in an update, sweeps, learning rate; 0 for what the experiment has not.
func (s *Session) taught() (batch, sweeps int, rate float64) {
	value := func(names ...string) float64 {
		for _, name := range names {
			if i := s.link.Experiment.index(name); i >= 0 {
				return s.link.Values[i]
			}
		}
		return 0
	}
	return int(value("batch", "samples")), int(value("k")), value("lr")
}

func (r *mattis) shape() (visible, hidden int) { return r.n, 1 }
func (r *mattis) machine() (*models.RBM, *kernels.Layer) {
	return r.trainer.Machine.Dense(), r.trainer.Chains
}

func (r *manyModes) shape() (visible, hidden int) { return r.n, r.hidden }
func (r *manyModes) machine() (*models.RBM, *kernels.Layer) {
	return r.trainer.Machine.Dense(), r.trainer.Chains
}

func (r *sharedWeight) shape() (visible, hidden int) { return r.n, r.trainer.Machine.Hidden }
func (r *sharedWeight) machine() (*models.RBM, *kernels.Layer) {
	return r.trainer.Machine.Dense(), r.trainer.Chains
}

func (r *gaussian) shape() (visible, hidden int) { return r.n, r.hidden }
func (r *gaussian) machine() (*models.RBM, *kernels.Layer) {
	m := r.sampler.Machine.Dense()
	copy(m.B, r.in.assets.gaussian.B)
	copy(m.C, r.in.assets.gaussian.C)
	return m, r.sampler.Chains
}

func (r *trained) shape() (visible, hidden int) {
	return r.trainer.Machine.W.Rows, r.trainer.Machine.W.Cols
}
func (r *trained) machine() (*models.RBM, *kernels.Layer) {
	return r.trainer.Machine, r.trainer.Chains
}
