package ui

import (
	"math"
	"slices"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// Controls is the list of parameters, made from the catalogue alone, and of seed and run length.
type Controls struct {
	Model   *Model
	Actions *Actions
}

// mainRows is how many sliders the page shows at first.
const mainRows = 2

// seed and updates belong to every run and are in no catalogue.
var (
	seedParam    = protocol.Param{Name: "seed", Symbol: "s", Doc: "Start of all random numbers: the same seed gives the same run", Step: 1, Origin: protocol.Origin{Source: "ours"}}
	updatesParam = protocol.Param{Name: "updates", Symbol: "t_max", Doc: "Length of the run, in steps along the gradient", Step: 1, Live: true, Origin: protocol.Origin{Source: "eq. (2), iterated"}}
)

// row is one parameter as shown.
type row struct {
	param  protocol.Param
	isMain bool
}

// mainParams lists the parameters that the page shows at first: those of the phase diagram, then the first sliders that may move
// during a run, then the others.
func (m *Model) mainParams() []protocol.Param {
	var main []protocol.Param
	e := m.Experiment()
	for _, wanted := range []func(p *protocol.Param) bool{
		func(p *protocol.Param) bool { return slices.Contains(e.Plane, p.Name) },
		func(p *protocol.Param) bool { return p.Live && !slices.Contains(e.Plane, p.Name) },
		func(p *protocol.Param) bool { return !p.Live && !slices.Contains(e.Plane, p.Name) },
	} {
		for _, p := range e.Params {
			if len(main) < mainRows && wanted(&p) && slides(&p) && !m.Hide[p.Name] {
				main = append(main, p)
			}
		}
	}
	return main
}

// rows lists what is shown: the main parameters, then the others in the catalogue's order.
func (c *Controls) rows() []row {
	e := c.Model.Experiment()
	if e.Name == "" {
		return nil
	}
	var rows []row
	isMain := map[string]bool{}
	for _, p := range c.Model.mainParams() {
		rows, isMain[p.Name] = append(rows, row{p, true}), true
	}
	for _, p := range append(e.Params[:len(e.Params):len(e.Params)], seedParam, updatesParam) {
		if !isMain[p.Name] && !c.Model.Hide[p.Name] {
			rows = append(rows, row{p, false})
		}
	}
	return rows
}

func (c *Controls) key(p *protocol.Param) string { return c.Model.Loaded.Experiment + "." + p.Name }

func (c *Controls) class() string {
	if c.Model.View.More {
		return "controls all"
	}
	return "controls"
}

// set passes a wanted value on, as text; the worker clamps and corrects.
func (c *Controls) set(name, value string) {
	if value == c.Model.Value(name) {
		return
	}
	c.Model.Ask(name, value)
	if c.Actions.Set != nil {
		c.Actions.Set(name, value)
	}
}

// drag passes on a value on the way of a slider.
func (c *Controls) drag(name, value string, byKey bool) {
	if value == c.Model.Value(name) {
		return
	}
	c.Model.Ask(name, value)
	if c.Actions.Drag != nil {
		c.Actions.Drag(name, value, byKey)
	}
}

// place says where in the phase diagram a value puts the run, for who can't see it: nothing where there is none, or the parameter is none of its two.
func (c *Controls) place(name string) string {
	p := c.Model.State.Plane
	if p == nil || name != p.X && name != p.Y {
		return ""
	}
	return plot.PhaseName(p, c.Model.Value)
}

// refuse says why a text is not passed on.
func (c *Controls) refuse(name, text string) {
	c.Model.Notices = []string{name + "=" + text + " is not a number; still " + c.Model.Value(name)}
}

// enough is a run's length, a readable number, within which theory expects the first two transitions; empty if the run is as long, or may not be longer.
func (c *Controls) enough() string {
	last := 0.0
	for i, t := range c.Model.State.Transitions {
		if i < 2 && t.Theory != nil && *t.Theory < 1e5 {
			last = max(last, *t.Theory)
		}
	}
	if last <= float64(c.Model.State.Updates) || c.Model.Lock["updates"] || c.Model.Hide["updates"] {
		return ""
	}
	grain := max(1, math.Pow(10, math.Floor(math.Log10(last))-1))
	return itoa(int(math.Ceil(1.2*last/grain) * grain))
}

func (c *Controls) nextSeed() { nextSeed(c.Model, c.Actions) }

func (c *Controls) moreLabel() string {
	if c.Model.View.More {
		return "Fewer"
	}
	return "More parameters"
}

// hasLive says whether the remark about live parameters is worth its line.
func (c *Controls) hasLive() bool {
	for _, r := range c.rows() {
		if r.param.Live {
			return true
		}
	}
	return false
}
