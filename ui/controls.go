package ui

import (
	"strconv"

	"cascade/wasm/protocol"
)

// Controls is the list of parameters, made from the catalogue alone, and of seed and run length.
type Controls struct {
	Model   *Model
	Actions *Actions

	more bool // on a small page: all rows, not only the main ones
}

// mainRows is how many sliders a basic or small page shows.
const mainRows = 2

// seed and updates belong to every run and are in no catalogue.
var (
	seedParam    = protocol.Param{Name: "seed", Symbol: "s", Doc: "Start of all random numbers: the same seed gives the same run", Step: 1}
	updatesParam = protocol.Param{Name: "updates", Symbol: "t_max", Doc: "Length of the run", Step: 1, Live: true}
)

// row is one parameter as shown.
type row struct {
	param  protocol.Param
	isMain bool
}

// rows lists what is shown, in the catalogue's order; the first sliders are the main ones.
func (c *Controls) rows() []row {
	e := c.Model.Experiment()
	if e.Name == "" {
		return nil
	}
	var rows []row
	sliders := 0
	for _, p := range append(e.Params[:len(e.Params):len(e.Params)], seedParam, updatesParam) {
		if c.Model.Hide[p.Name] {
			continue
		}
		r := row{param: p, isMain: slides(&p) && sliders < mainRows}
		if r.isMain {
			sliders++
		}
		rows = append(rows, r)
	}
	return rows
}

func (c *Controls) key(p *protocol.Param) string { return c.Model.Loaded.Experiment + "." + p.Name }

func (c *Controls) class() string {
	if c.more {
		return "controls all"
	}
	return "controls"
}

// set passes a wanted value on, as text; the worker clamps and corrects.
func (c *Controls) set(name, value string) {
	if value == c.Model.Value(name) {
		return
	}
	c.Model.expect(name, value)
	if c.Actions.Set != nil {
		c.Actions.Set(name, value)
	}
}

// refuse says why a text is not passed on.
func (c *Controls) refuse(name, text string) {
	c.Model.Notices = []string{name + "=" + text + " is not a number; still " + c.Model.Value(name)}
}

// nextSeed runs the same experiment with other random numbers.
func (c *Controls) nextSeed() {
	seed, _ := strconv.ParseUint(c.Model.Value("seed"), 10, 32)
	c.set("seed", strconv.FormatUint(uint64(uint32(seed+1)), 10))
}

func (c *Controls) moreLabel() string {
	if c.more {
		return "Fewer parameters"
	}
	return "All parameters"
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
