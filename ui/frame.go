package ui

import (
	"strconv"

	js "github.com/vugu/vugu/js"

	"cascade/ui/plot"
)

// Frame is what surrounds one plot: its title, what can be done with it, and the one obvious button. It draws nothing: it has
// an empty host that package browser fills.
type Frame struct {
	Panel   plot.Panel
	Place   plot.Place
	Model   *Model
	Actions *Actions
}

func (c *Frame) attach(host js.Value) {
	if c.Actions.Attach != nil {
		c.Actions.Attach(c.Panel.ID, host)
	}
}

func (c *Frame) class() string { return "panel " + string(c.Place) }

func (c *Frame) enlarge() {
	call1(c.Actions.Change, func(m *Model) { m.View.Presenting, m.View.Panel = true, c.Panel.ID })
}

// role is what a panel's drawing is: a picture, or a group with something in it that is operated.
func (c *Frame) role() string {
	if c.Panel.Kind == plot.Plane || c.Model.Solid[c.Panel.ID] {
		return "group"
	}
	return "img"
}

// choice is one way to show heights.
type choice struct {
	name, title, pressed string
	solid, disabled      bool
}

// views are the ways to show the heights of a panel.
func (c *Frame) views() [2]choice {
	solid := c.Model.Solid[c.Panel.ID]
	surface := choice{"Surface", "Heights as a surface that can be turned", strconv.FormatBool(solid), true, c.Model.NoSurface != ""}
	if surface.disabled {
		surface.title = c.Model.NoSurface
	}
	return [2]choice{{"Map", "Heights as colours and contour lines", strconv.FormatBool(!solid), false, false}, surface}
}

// heights says whether the panel can be shown as a map and as a surface.
func (c *Frame) heights() bool { return c.Panel.Kind == plot.Heat }

// inviting says whether the run only waits for somebody to start it for the first time.
func (c *Frame) inviting() bool {
	m := c.Model
	return c.Panel.Hero && m.UI != None && m.Loaded.Experiment != "" && !m.Dead && !m.View.Moved && !m.State.Running &&
		m.State.Update == 0 && m.State.Activity == "" && m.Opening == ""
}

// startLabel is what the one obvious button promises: protocols measure machines and train none.
func (c *Frame) startLabel() string {
	for _, p := range c.Model.Experiment().Params {
		if p.Live {
			return "Watch it learn"
		}
	}
	return "Watch it happen"
}

// waiting is what keeps the first numbers from coming, empty if nothing does.
func (c *Frame) waiting() string {
	st := &c.Model.State
	if !c.Panel.Hero || st.Update > 0 {
		return ""
	}
	switch {
	case c.Model.Reading != "":
		return "Reading " + c.Model.Reading + " …"
	case c.Model.Fetching != "":
		return "Loading the " + c.Model.Fetching + " …"
	case st.Activity != "":
		return plot.Capital(st.Activity) + " …"
	case st.Running:
		return "Computing the first point …"
	}
	return ""
}
