package experiments

import (
	"fmt"

	"cascade/engine/imports"
	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/training"
)

// OwnMachine is the asset of a trained machine of the user's own.
const OwnMachine = "weights"

// machineExperiment looks at a trained machine: it is sampled, and learns nothing more.
var machineExperiment = &Experiment{
	Name:  "machine",
	Title: "A trained machine",
	Doc: "A machine of two-valued units that was trained before, here or with the authors' library: NPZ or, in the page, HDF5. Its chains go on, nothing is learned: " +
		"singular values, free energy in the plane of its two leading modes, samples, likelihood. The file never leaves your computer.",
	Params: []Param{
		{Name: "samples", Origin: &fromDataAverage, Symbol: "M", Doc: "number of states that stand in for data: chains of the file, or as many drawn by 200 sweeps if it has none", Unit: "samples", Min: 10, Max: 10000, Step: 1, Default: 500, Log: true},
		{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps of the chains in one update", Unit: "sweeps", Min: 1, Max: 100, Step: 1, Default: 1, Log: true, Live: true},
		{Name: "chains", Origin: &fromChainAverage, Symbol: "R", Doc: "number of Markov chains", Unit: "chains", Min: 4, Max: 5000, Step: 1, Default: 200, Log: true},
		{Name: "modes", Origin: &fromSingularValues, Symbol: "K", Doc: "number of leading modes that are measured", Unit: "modes", Min: 1, Max: maxModes, Step: 1, Default: 4},
	},
	Series: trainedSeries(), Scalars: trainedScalars(),
	Updates: 200, MaxUpdates: 1_000_000,
	needs: func(input) []string { return []string{OwnMachine} },
	notes: func(in input) []string { return in.assets.machine.Notes },
	start: func(in input) run { return newTrained(in, machineSource) },
}

// machineSource takes machine and data from the file.
var machineSource = source{
	units:   func(in input) int { return in.assets.machine.Visible },
	hidden:  func(in input) int { return in.assets.machine.Hidden },
	machine: func(in input) *models.RBM { return denseMachine(in.assets.machine) },
	load:    machineData,
}

func denseMachine(f *imports.Machine) *models.RBM {
	m := models.New(models.Binary, models.Binary, f.Visible, f.Hidden)
	for i := range f.Visible {
		copy(m.W.Row(i), f.W[i*f.Hidden:][:f.Hidden])
	}
	copy(m.B, f.B)
	copy(m.C, f.C)
	return m
}

// freshSweeps are those that draw states for a file without chains.
const freshSweeps = 200

// machineData takes states of the file's chains, spread evenly over them, or draws some.
func machineData(in input, pause func()) (*dataset, error) {
	f, n := in.assets.machine, in.int("samples")
	if count := f.Count(); count > 0 {
		n = min(n, count)
		layer := kernels.NewLayer(f.Visible, n)
		for c := range n {
			for i, s := range f.Chains[c*count/n*f.Visible:][:f.Visible] {
				layer.Set(c, i, s != 0)
			}
			pause()
		}
		layer.List()
		return &dataset{layer: layer, side: squareOf(f.Visible), own: true}, nil
	}
	chains := models.NewChains(f.Visible, f.Hidden, n, uint64(in.link.Seed), training.StreamData)
	chains.Tables = kernels.NewIntTables(max(f.Visible, f.Hidden, n))
	chains.Take(denseMachine(f), pause)
	for range freshSweeps {
		chains.Sweep(pause)
	}
	return &dataset{layer: chains.Visible, side: squareOf(f.Visible), own: true}, nil
}

// squareOf returns the side of the picture that so many units make, 0 if they make no square of at least 6.
func squareOf(units int) int {
	for side := 6; side*side <= units; side++ {
		if side*side == units {
			return side
		}
	}
	return 0
}

// describeMachine says in a sentence what a file holds.
func describeMachine(m *imports.Machine) string {
	kind := "units"
	if m.Gaussian {
		kind = "spins and Gaussian units"
	}
	return fmt.Sprintf("a machine of %d × %d %s with %d chains", m.Visible, m.Hidden, kind, m.Count())
}
