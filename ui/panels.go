package ui

import "cascade/ui/plot"

// Panels is the plots of the page: those of the first screen each at its place, and the others in rows below.
type Panels struct {
	Model   *Model
	Actions *Actions
}

// placed is a panel with its place.
type placed struct {
	panel plot.Panel
	place plot.Place
}

// at lists the panels of the first screen, or the others.
func (c *Panels) at(first bool) []placed {
	var list []placed
	panels, places := c.Model.shownPanels()
	for i := range panels {
		if (places[i] != plot.Rest) == first {
			list = append(list, placed{panels[i], places[i]})
		}
	}
	return list
}
