package experiments

import "cascade/engine/kernels"

// digitsExperiment is the paper's Fig. 3: a {0,1} machine learns handwritten digits, one direction after the other.
var digitsExperiment = &Experiment{
	Name:  "digits",
	Title: "Handwritten digits",
	Doc: "A machine of binary units learns real handwritten digits (MNIST). The singular values of its weights take off one after the other, " +
		"along the data's principal components; the chains' variance along each mode rises where its instability ρ passes 1.",
	Params: trainedParams(shared{noun: "pictures", most: 10000, hidden: 100, samples: 2000, lr: 0.03, batch: 200, k: 2, chains: 200},
		[]Param{sideParam(56, 28)}, []Param{thresholdParam("grey level from which a pixel counts as on; black is 0 and ink is 1")}),
	Series: trainedSeries(), Scalars: trainedScalars(),
	Updates: 800, MaxUpdates: 1_000_000,
	needs:  func(input) []string { return []string{"digits"} },
	advise: adviseTrained,
	start:  func(in input) run { return newTrained(in, pictureSource("digits", digitClasses)) },
}

var digitClasses = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

// sideParam declares the size of pictures.
func sideParam(most, normal float64) Param {
	return Param{Name: "side", Origin: &fromResizing, Symbol: "L", Doc: "pictures are resized to L×L pixels, then thresholded", Unit: "pixels", Min: 7, Max: most, Step: 1, Default: normal}
}

// thresholdParam declares the level above which a unit is on.
func thresholdParam(doc string) Param {
	return Param{Name: "threshold", Origin: &fromThresholding, Symbol: "θ", Doc: doc, Min: 0.05, Max: 0.95, Step: 0.01, Default: 0.5}
}

// pictureSource is an asset of pictures, resized and then thresholded.
func pictureSource(asset string, classNames []string) source {
	return source{
		units: func(in input) int { return in.int("side") * in.int("side") },
		load: func(in input, pause func()) (*dataset, error) {
			pictures, side := in.assets.pictures[asset], in.int("side")
			d := &dataset{side: side, classes: pictures.Labels, classNames: classNames, layer: kernels.NewLayer(side*side, min(in.int("samples"), pictures.Count()))}
			for from := 0; from < d.layer.Chains; from += 20 {
				pictures.Binarise(d.layer, side, in.float("threshold"), from, min(20, d.layer.Chains-from))
				pause()
			}
			d.layer.List()
			return d, nil
		},
	}
}
