package plot

import "slices"

// trainedPanels are those of a machine that learned real data: the digits' with the free energy behind the clouds of chains
// and data, and without pictures where a sample is none.
func trainedPanels(name string, time Axis, modes int) []Panel {
	panels := digitsPanels(time, modes)
	if name == "genome" {
		panels = slices.DeleteFunc(panels, func(p Panel) bool { return p.Kind == Pictures })
	}
	at := slices.IndexFunc(panels, func(p Panel) bool { return p.ID == "projections" })
	if modes < 2 {
		return slices.Delete(panels, at, at+1) // there is no plane
	}
	p := &panels[at]
	p.Kind, p.Field, p.Curves = Heat, "landscape", clouds("projections")
	p.Curves[0].Labels, p.Curves[0].Hue, p.Curves[1].Hue = "projections.labels", 1, 9 // classes have hues: chains have none
	p.Note = "The free energy gets a valley for each cloud: chains and data split along mode 1, then along mode 2."
	return panels
}
