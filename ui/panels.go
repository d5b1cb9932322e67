package ui

import (
	js "github.com/vugu/vugu/js"

	"cascade/ui/plot"
)

// Panels is the grid of plots. It draws nothing: each panel has an empty host that package browser fills.
type Panels struct {
	Model   *Model
	Actions *Actions
}

// shown lists the panels for the page's level: all, or the hero alone on a basic page.
func (c *Panels) shown() []plot.Panel {
	if c.Model.UI != Basic {
		return c.Model.Panels
	}
	var heroes []plot.Panel
	for _, p := range c.Model.Panels {
		if p.Hero {
			heroes = append(heroes, p)
		}
	}
	return heroes
}

func (c *Panels) attach(panel string, host js.Value) {
	if c.Actions.Attach != nil {
		c.Actions.Attach(panel, host)
	}
}

func panelClass(p *plot.Panel) string {
	if p.Hero {
		return "panel hero"
	}
	return "panel"
}
