package experiments

// facesExperiment is the paper's Fig. 4 A-B, with drawn faces in place of photographs (CelebA may not be passed on).
var facesExperiment = &Experiment{
	Name:  "faces",
	Title: "Drawn faces",
	Doc: "A machine of binary units learns drawn faces, black on white. They stand in for the photographs of the paper, which may not be passed on " +
		"(open them by import, if you have them): again one direction after the other is learned, first how much hair there is, then where.",
	Params: trainedParams(shared{noun: "pictures", most: 3000, hidden: 100, samples: 2000, lr: 0.02, batch: 200, k: 2, chains: 200},
		[]Param{sideParam(64, 32)}, []Param{thresholdParam("share of ink from which a pixel counts as on")}),
	Series: trainedSeries(), Scalars: trainedScalars(),
	Updates: 1000, MaxUpdates: 1_000_000,
	needs:  func(input) []string { return []string{"faces"} },
	advise: adviseTrained,
	start:  func(in input) run { return newTrained(in, pictureSource("faces", faceClasses)) },
}

// faceClasses names the labels of the drawn faces.
var faceClasses = []string{"plain", "glasses", "beard", "both"}
