package ui

// Preset is a figure of the paper as a link: what to run and what to look for.
type Preset struct {
	Figure string // "Figure 1, left"
	Title  string
	Link   string // in canonical form, so that a link that was opened is recognised
	Look   string // two sentences
	Sketch string // outline of its plot in a box of 48 by 28
}

// Presets are the figures in the order in which they are offered; the keys 1 to 9 choose the first nine.
var Presets = []Preset{
	{"Figure 1, left", "One pattern, one transition", "mattis",
		"On a logarithmic axis the overlap with the pattern (blue) grows along a straight line, as theory does (dashed). At the transition this ends: the susceptibility peaks, late as the chains lag behind, and the one valley of the free energy becomes two.",
		"M2 24 26 6H46M2 25C16 25 18 22 26 11H46"},
	{"Figure 1, insets", "Close to the transition", "mattis?lr=0.5&init=0.05&method=exact&seed=3&updates=500&events=20.lr.0.005,20.k.20",
		"The rate is lowered at update 20, so that the run creeps through the transition in equilibrium. See the susceptibility follow 1/(1 − q) and the histogram of the magnetisation split in two where q passes 1.",
		"M2 24H14C22 24 23 18 24 3 25 18 28 22 46 23"},
	{"Figure 1, right", "Two patterns, two transitions", "hopfield",
		"What the two patterns share is learned first, what they differ in later: each singular value takes off along its own straight line. At each transition every valley of the free energy becomes two, and the chains fall into them.",
		"M2 24 16 5H46M2 25H8L34 9H46"},
	{"Figure 6", "Four valleys", "hopfield?beta=3&kappa=0.5&updates=600",
		"With more correlation the two transitions are further apart. Watch the map: one minimum up to the first transition, two along the first mode up to the second, then four.",
		"M24 4C40 4 40 24 24 24 8 24 8 4 24 4M16 14A3 3 0 1 0 16 13.9M32 14A3 3 0 1 0 32 13.9"},
	{"Beyond the paper", "A cascade of three transitions", "hierarchy",
		"Groups of spins of different size make a hierarchy of modes, and the larger one is learned first. Count the lumps of the cloud: they double at each transition, up to eight.",
		"M2 24 12 5H46M2 25H8L24 8H46M2 26H18L38 11H46"},
	{"Figure 5", "Hidden units of ±1", "binary",
		"The hidden units align with the pattern long before the machine is magnetised. The overlap grows exponentially as with Gaussian units, but the transition comes where the singular value passes 1.",
		"M2 24 30 6H46M2 25H24C28 25 28 9 32 9H46"},
	{"Figure 3, A to F", "Handwritten digits", "digits",
		"The singular values take off one after the other, and at its threshold its susceptibility rises. Look at the samples meanwhile: noise, then blobs, then digits, one distinction with each transition.",
		"M2 25 14 6H46M2 25H10L24 9H46M2 25H18L34 12H46M2 25H26L42 15H46"},
	{"Figure 7", "Out of equilibrium", "digits?method=rdm&k=10&updates=300",
		"The chains start from noise at each update and get ten sweeps only. The modes still appear in their order, at the same updates, but the peaks of the susceptibilities are lower.",
		"M2 24C12 24 12 12 15 12 18 12 18 22 22 22 25 22 25 14 28 14 31 14 31 22 46 22"},
	{"Figure 2", "Human genomes", "genome",
		"Synthetic haplotypes of five regions: the first mode parts the cloud in two, later ones part the continents. Each mode is a principal component when it emerges, and turns away from it as soon as the next one learns.",
		"M8 8A3 3 0 1 0 8 7.9M36 9A4 4 0 1 0 36 8.9M24 21A4 4 0 1 0 24 20.9M14 19A2 2 0 1 0 14 18.9"},
	{"Figure 3, D and E", "Finite-size scaling", "scaling",
		"The larger the machine, the sharper the peak of χ at the critical weight. In the right units all sizes fall on one curve, drawn beside it with its exact form dashed.",
		"M2 25C20 25 22 22 30 6M2 25C20 25 24 23 34 10M2 25C20 25 26 24 38 14"},
	{"Figure 3, G", "Critical slowing down", "relaxation",
		"The nearer the weight to its critical value, the longer the chains remember where they were. The dashed time diverges there; of a finite machine it only grows with the square root of its size.",
		"M2 24C20 24 24 16 25 3M2 24C20 24 22 12 28 8 34 12 36 16 46 18"},
	{"Figure 4, E", "Hysteresis", "hysteresis",
		"A field is swept up and down above the transition, and the machine stays in the valley that it comes from until that valley is gone. The loop is the wider the fewer sweeps there are at each step, and it is inside the dashed one of states that live for ever.",
		"M4 24H26C32 24 30 4 34 4H44M44 4H20C14 4 18 24 12 24"},
	{"Beyond the paper", "Drawn faces", "faces",
		"Faces that the program draws, some with glasses and beards, in place of photographs. The chains split along the first mode, then each half along the second, and the samples turn from noise into faces.",
		"M24 3A11 11 0 1 0 24 25 11 11 0 1 0 24 3M20 11V12M28 11V12M19 18C22 21 26 21 29 18"},
}

// PresetOf returns the preset with that link, nil if it is none.
func PresetOf(link string) *Preset {
	for i := range Presets {
		if Presets[i].Link == link {
			return &Presets[i]
		}
	}
	return nil
}
