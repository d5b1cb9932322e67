package ui

import (
	"html"

	"github.com/vugu/vugu"
)

// caption says what to look for in the figure of the paper that was chosen, empty if none is or the caption was dismissed.
func (c *Root) caption() vugu.HTML {
	p := c.Model.View.Preset
	if p == nil || c.Model.UI == Basic || c.Model.UI == None {
		return ""
	}
	return vugu.HTML("<b>" + html.EscapeString(p.Figure+": "+p.Title) + ".</b> " + html.EscapeString(p.Look))
}

func (c *Root) dismissCaption() {
	call1(c.Actions.Change, func(m *Model) { m.View.Preset = nil })
}
