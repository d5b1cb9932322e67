package experiments

import (
	"cascade/engine/imports"
	"cascade/engine/kernels"
)

// OwnFile is the asset that does not come with the program: a file of the user's own.
const OwnFile = "import"

// importExperiment trains on a file of the user's own.
var importExperiment = &Experiment{
	Name:  "import",
	Title: "Your own data",
	Doc: "A machine of binary units learns data of yours: IDX, NPY, NPZ, CSV, TSV, .hapt, VCF, a PNG strip of pictures, or HDF5 in the page. " +
		"Values are cut at a threshold; the file never leaves your computer.",
	Params: trainedParams(shared{noun: "samples", most: 50000, hidden: 100, samples: 5000, lr: 0.01, batch: 200, k: 5, chains: 200},
		[]Param{thresholdParam("value from which a unit counts as on, where the file's values do not lie between 0 and 1 they are mapped to that")}, nil),
	Series: trainedSeries(), Scalars: trainedScalars(cloudQuantities...),
	Updates: 1000, MaxUpdates: 1_000_000,
	needs:  func(input) []string { return []string{OwnFile} },
	notes:  func(in input) []string { return in.assets.table.Notes },
	advise: adviseTrained,
	start:  func(in input) run { return newTrained(in, importSource) },
}

// importSource takes the file's values, cut at the threshold.
var importSource = source{
	clusters: true,
	units:    func(in input) int { return in.assets.table.Units },
	load: func(in input, pause func()) (*dataset, error) {
		return tableData(in.assets.table, in.int("samples"), in.float("threshold"), pause), nil
	},
}

// tableData takes so many samples, spread evenly over the file since files are often sorted; a unit is on if its value, in
// 0..1, is above the threshold.
func tableData(t *imports.Table, samples int, threshold float64, pause func()) *dataset {
	n := min(samples, t.Samples)
	d := &dataset{layer: kernels.NewLayer(t.Units, n), side: t.Side, classNames: t.ClassNames, own: true}
	for c := range n {
		row := int(int64(c) * int64(t.Samples) / int64(n))
		for i, v := range t.Values[row*t.Units:][:t.Units] {
			d.layer.Set(c, i, float64(v) > 255*threshold)
		}
		if t.Classes != nil {
			d.classes = append(d.classes, t.Classes[row])
		}
		if c%64 == 0 {
			pause()
		}
	}
	d.layer.List()
	return d
}
