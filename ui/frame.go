package ui

import (
	"html"
	"strconv"
	"strings"

	"github.com/vugu/vugu"
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

// note is the sentence about the panel; formulas in it are not broken over two lines.
func (c *Frame) note() vugu.HTML {
	words := strings.Split(html.EscapeString(c.Panel.Note), " ")
	for i, word := range words {
		if strings.ContainsAny(word, "|/") {
			words[i] = `<span class="kept">` + word + "</span>"
		}
	}
	return vugu.HTML(strings.Join(words, " "))
}

func (c *Frame) class() string {
	if c.asks() {
		return "panel asking " + string(c.Place)
	}
	return "panel " + string(c.Place)
}

// asks says whether a guess is asked for above this panel, or judged.
func (c *Frame) asks() bool { return c.Panel.Hero && c.Model.Prediction != nil }

// what names the explanation of the panel.
func (c *Frame) what() string { return "panel " + c.Panel.ID }

func (c *Frame) enlarge() {
	call1(c.Actions.Change, func(m *Model) { m.View.Presenting, m.View.Panel = true, c.Panel.ID })
}

// takeHome opens the dialog in which the figure is saved.
func (c *Frame) takeHome() {
	call1(c.Actions.Change, func(m *Model) { m.TakeHome(c.Panel.ID) })
}

// choice is one way to show what a panel is about.
type choice struct {
	name, title, pressed string
	disabled             bool
	pick                 func()
}

// views are the ways to show what the panel is about, none if there is but one: heights as a map or as a surface, waterfalls
// of one mode or another.
func (c *Frame) views() []choice {
	switch {
	case c.Panel.Kind == plot.Heat:
		return c.heights()
	case c.Panel.Kind == plot.Columns && c.Place != plot.Rest:
		return c.modes()
	}
	return nil
}

func (c *Frame) heights() []choice {
	solid := c.Model.Solid[c.Panel.ID]
	surface := choice{"Surface", "Heights as a surface that can be turned", strconv.FormatBool(solid), c.Model.NoSurface != "",
		func() { call2(c.Actions.Solid, c.Panel.ID, true) }}
	if surface.disabled {
		surface.title = c.Model.NoSurface
	}
	return []choice{{"Map", "Heights as colours and contour lines", strconv.FormatBool(!solid), false,
		func() { call2(c.Actions.Solid, c.Panel.ID, false) }}, surface}
}

func (c *Frame) modes() []choice {
	var list []choice
	for i := range c.Model.Panels {
		if p := &c.Model.Panels[i]; p.Kind == plot.Columns {
			id := p.ID
			list = append(list, choice{strconv.Itoa(len(list) + 1), p.Title, strconv.FormatBool(id == c.Panel.ID), false,
				func() { call1(c.Actions.Change, func(m *Model) { m.chooseFall(id) }) }})
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// viewsOf names the group of the views.
func (c *Frame) viewsOf() string {
	if c.Panel.Kind == plot.Columns {
		return "Mode"
	}
	return "View"
}

// inviting says whether the run only waits for somebody to start it for the first time.
func (c *Frame) inviting() bool {
	m := c.Model
	return c.Panel.Hero && !m.Guessing() && m.UI != None && m.Loaded.Experiment != "" && !m.Dead && !m.View.Moved && !m.State.Running &&
		m.State.Update == 0 && m.State.Activity == "" && m.Opening == ""
}

// startLabel is what the one obvious button promises: protocols measure machines and train none.
func (c *Frame) startLabel() string {
	for _, p := range c.Model.Experiment().Params {
		if p.Live && !c.Model.Sampling() {
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

// foremost says whether what stands beside the run is explained above this panel.
func (c *Frame) foremost() bool { return c.Panel.Hero || c.Model.View.Presenting }

// beside says whether there is something to explain: not while a guess is awaited, which it would help.
func (c *Frame) beside() bool {
	return (c.Model.Pinned != nil || c.Model.Ensemble != nil) && !c.Model.Guessing()
}

func (c *Frame) openEnsemble() {
	call1(c.Actions.Change, func(m *Model) { m.View.Dialog = EnsembleDialog })
}
