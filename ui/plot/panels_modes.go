package plot

import (
	"math"
	"slices"
	"strconv"
)

// hopfieldPanels are those of two patterns and two hidden units.
func hopfieldPanels(time Axis) []Panel {
	marks := []string{"t_I", "t_II"}
	pair := func(stem, symbol string) []Curve { return numbered(stem, symbol, 2) }
	falls := modeWaterfalls(time, marks)
	return []Panel{
		{
			ID: "sigma", Title: "Singular values of the weights", Hero: true,
			Note: "What the patterns share is learned first, and what they differ in later: two modes, two transitions. Dashed: theory.",
			X:    time, Y: logAxis("σ²/N"), Marks: marks, Curves: pair("sigma", "σ²"),
		},
		susceptibilities(time, marks),
		falls[0],
		{
			ID: "free_energy", Title: "Free energy f(h₁,h₂)", Kind: Heat, Field: "free_energy", Height: "f", Walls: 0.72, Square: true,
			Note: "At each transition every valley becomes two; the chains follow the valleys to where the data are.",
			X:    axis("h₁"), Y: axis("h₂"), Curves: append(lumps("projections"), minima("free_energy.minima")),
		},
		magnetisations("The chains' cloud is a single lump, then two, then four, as many as there are lumps of data."),
		falls[1],
		{
			ID: "overlap", Title: "Overlaps with the modes",
			Note: "U₁ is along the sum of the patterns, U₂ along their difference.",
			X:    time, Y: logAxis("overlap U"), Marks: marks, Curves: pair("overlap", "U"),
		},
		{
			ID: "minima", Title: "Minima of the free energy",
			Note: "Their number doubles at each transition.",
			X:    time, Y: Axis{Label: "minima", Min: 0, Max: 5}, Marks: marks, Curves: withTheory("minima", "", 3),
		},
	}
}

// gaussianPanels are those of a trained machine with so many Gaussian units.
func gaussianPanels(time Axis, hidden int) []Panel {
	modes := min(hidden, MaxHues)
	land := panelOf(mattisPanels(time), "landscape")
	land.Note = "A valley for each lump of what the machine has learned."
	if hidden > 1 {
		land = panelOf(hopfieldPanels(time), "free_energy")
		land.Note = "The chains stay in the valleys: one for each lump of what the machine has learned. Grey: the chains of the file."
		land.Curves[0].Label = "file"
		if hidden > 2 {
			land.X.Label, land.Y.Label, land.Title = "mode 1", "mode 2", "Free energy over two modes"
		}
	}
	panels := append([]Panel{
		{
			ID: "sigma", Title: "Singular values of the weights", Hero: true,
			Note: "The weights stay as they are in the file; a mode above 1 is split, if no bias favours a side.",
			X:    time, Y: logAxis("σ²/N"), Curves: numbered("sigma", "σ²", modes),
		},
		land,
		{
			ID: "chi", Title: "Susceptibility along each mode",
			Note: "How far the chains spread along each mode.",
			X:    time, Y: logAxis("χ"), Curves: numbered("chi", "χ", modes),
		},
	}, modeWaterfalls(time, make([]string, modes))...)
	for i := range panels {
		panels[i].still()
	}
	lead(panels, land.ID)
	return panels
}

// panelOf returns the panel of that name.
func panelOf(panels []Panel, id string) Panel {
	return panels[slices.IndexFunc(panels, func(p Panel) bool { return p.ID == id })]
}

// susceptibilities are those along the modes.
func susceptibilities(time Axis, marks []string) Panel {
	return Panel{
		ID: "chi", Title: "Susceptibility along each mode",
		Note: "Each mode's fluctuations peak at its own transition, as the kinks above. Dashed: theory.",
		X:    time, Y: logAxis("χ"), Marks: marks, Curves: numbered("chi", "χ", len(marks)),
	}
}

// hierarchyPanels are those of k modes.
func hierarchyPanels(time Axis, k int) []Panel {
	marks := make([]string, k)
	for i := range marks {
		marks[i] = "t_" + strconv.Itoa(i+1)
	}
	falls := modeWaterfalls(time, marks)
	return slices.Concat([]Panel{
		{
			ID: "sigma", Title: "Singular values of the weights", Hero: true,
			Note: "One mode after another takes off and passes 1, the largest group of spins first: a cascade of transitions. Dashed: theory.",
			X:    time, Y: logAxis("σ²/N"), Marks: marks, Curves: numbered("sigma", "σ²", k),
		},
		susceptibilities(time, marks),
		falls[0],
		magnetisations("The chains' cloud splits along the first mode, then along the second one, towards the lumps of the data."),
	}, falls[1:])
}

// binaryPanels are those of one pattern and hidden units of ±1.
func binaryPanels(time Axis) []Panel {
	marks := []string{"t_c"}
	mattis := mattisPanels(time)
	like := func(id string) Panel { return panelOf(mattis, id) }
	return []Panel{
		{
			ID: "overlap", Title: "Overlap with the pattern, and singular value of the weights", Hero: true,
			Note: "Growth is exponential as long as the hidden units are linear; where the singular value passes 1 it ends. Dashed: theory.",
			X:    time, Y: logAxis("overlap U, singular value s"), Marks: marks,
			Curves: append(withTheory("overlap", "U", 0), withTheory("sigma", "s", 1)...),
		},
		like("chi"),
		like("waterfall"),
		like("histogram"),
		{
			ID: "order", Title: "Magnetisation of both layers",
			Note: "Both layers become magnetised at the transition, and not before.",
			X:    time, Y: Axis{Label: "magnetisations", Min: 0, Max: math.NaN()}, Marks: marks,
			Curves: append(withTheory("m", "m", 2), withTheory("tau", "τ", 3)...),
		},
		{
			ID: "alignment", Title: "Alignment of the weights with the pattern",
			Note: "The weights point along the pattern long before they become critical.",
			X:    time, Y: axis("cosine"), Marks: marks, Curves: withTheory("alignment", "", 0),
		},
	}
}

// magnetisations is the plane of the chains' magnetisations along the first two modes of the teacher.
func magnetisations(note string) Panel {
	return Panel{
		ID: "magnetisations", Title: "Plane of two modes", Note: note, Kind: Scatter, Square: true,
		X: spins("m₁"), Y: spins("m₂"), Curves: lumps("magnetisations"),
	}
}

// lumps are clouds whose data lie in tight lumps, which crosses would hide.
func lumps(field string) []Curve {
	list := clouds(field)
	list[0].Cross, list[0].Area = false, true
	return list
}

// clouds are data as crosses and, over them, chains as points, from the fields of that name. Modes and classes have hues: chains have none.
func clouds(field string) []Curve {
	return []Curve{
		{Source: field + ".data", Label: "data", Hue: 9, Field: true, Points: true, Cross: true},
		{Source: field, Label: "chains", Hue: InkHue, Field: true, Points: true},
	}
}

// minimumHue is that of minima of free energies, in every panel.
const minimumHue = 3

// minima are rings around the points of a field.
func minima(field string) Curve {
	return Curve{Source: field, Label: "minimum", Many: "minima", Hue: minimumHue, Field: true, Points: true, Rings: true}
}

// numbered returns the curves of the series stem1, stem2, ..., each with its prediction.
func numbered(stem, symbol string, count int) []Curve {
	var curves []Curve
	for i := 1; i <= count; i++ {
		curves = append(curves, withTheory(stem+strconv.Itoa(i), symbol+subscript(i), i-1)...)
	}
	return curves
}
