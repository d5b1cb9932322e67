package plot

import "slices"

// trainedPanels are those of a machine that learned real data: the digits' with the free energy behind the clouds of chains
// and data. Samples of haplotypes are no pictures, and come last.
func trainedPanels(name string, time Axis, modes int) []Panel {
	panels := digitsPanels(time, modes)
	if name == "genome" {
		rows := func(p Panel) bool { return p.Kind == Pictures }
		panels = slices.Concat(without(panels, rows), without(panels, func(p Panel) bool { return !rows(p) }))
	}
	if name != "digits" {
		describeRows(panels)
	}
	if name == "machine" {
		describeMachine(panels)
	}
	if modes < 2 { // there is no plane, and no second mode that splits
		return without(panels, func(p Panel) bool { return p.ID == "projections" || p.ID == "waterfall2" })
	}
	at := slices.IndexFunc(panels, func(p Panel) bool { return p.ID == "projections" })
	p := &panels[at]
	p.Kind, p.Field, p.Height, p.Walls, p.Grey, p.Curves = Heat, "landscape", "F", 0.4, true, append(p.Curves, minima("landscape.minima"))
	p.Curves[0].Labels = "projections.labels"
	if name == "machine" {
		lead(panels, p.ID)
	} else {
		p.Note = "The free energy gets a valley for each cloud: chains and data split along mode 1, then along mode 2."
	}
	return panels
}

// lead makes the panel of that name the hero: of a machine that learns no more, lines over time tell little.
func lead(panels []Panel, id string) {
	for i := range panels {
		panels[i].Hero = panels[i].ID == id
	}
}

// without returns the panels that are not unwanted.
func without(panels []Panel, unwanted func(Panel) bool) []Panel {
	return slices.DeleteFunc(slices.Clone(panels), unwanted)
}

// describeMachine says what is seen of a machine that learns no more, and takes the marks away.
func describeMachine(panels []Panel) {
	notes := map[string]string{
		"sigma":       "The weights stay as they are in the file; how many modes stand out says how many distinctions the machine has learned.",
		"chi":         "How far the chains spread along each mode: their fluctuations in equilibrium, once they are there.",
		"projections": "The free energy in the plane of the two leading modes: a valley for each kind of sample.",
		"samples":     "What the chains hold now.",
		"data":        "Chains of the file, or states drawn from the machine.",
	}
	for i := range panels {
		p := &panels[i]
		if p.still(); notes[p.ID] != "" {
			p.Note = notes[p.ID]
		}
	}
}

// describeRows says what samples are that need not be digits.
func describeRows(panels []Panel) {
	for i := range panels {
		switch p := &panels[i]; p.ID {
		case "samples":
			p.Note = "What the chains hold now: each transition adds one distinction."
		case "data":
			p.Note = "What the machine learns from. Samples that are no pictures have a row each."
		}
	}
}
